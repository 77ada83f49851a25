// Where labels of a chart go, so that they neither collide nor run off, at any width.

/** A rectangle in pixels. */
export interface Box {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** A place to try: where the text is anchored, and how it runs from there. */
export interface Place extends Point {
  readonly anchor: 'start' | 'middle' | 'end';
}

export interface Label extends Place {
  readonly text: string;
}

/** Width of a text at the chart's size: wide enough for every figure in the fonts that pages use. */
export const widthOf = (text: string): number =>
  [...text].reduce(
    (sum, letter) => sum + (/[.,'’ :ijl|]/.test(letter) ? 3.6 : /[%€$WMm→]/.test(letter) ? 9.6 : 6.7),
    0,
  );

const ascent = 9;
const descent = 3;

/** The rectangle that a label covers; `y` is its baseline. */
export function boxOf({ text, x, y, anchor }: Label): Box {
  const width = widthOf(text);
  const left = anchor === 'start' ? x : anchor === 'end' ? x - width : x - width / 2;
  return { left, right: left + width, top: y - ascent, bottom: y + descent };
}

export const overlap = (a: Box, b: Box, air = 2): boolean =>
  a.left < b.right + air && b.left < a.right + air && a.top < b.bottom + air && b.top < a.bottom + air;

const inside = (box: Box, frame: Box): boolean =>
  box.left >= frame.left && box.right <= frame.right && box.top >= frame.top && box.bottom <= frame.bottom;

/** The first place where the text stays in the frame and clear of all else; null where there is none. */
export function placeLabel(text: string, places: readonly Place[], frame: Box, taken: readonly Box[]): Label | null {
  for (const place of places) {
    const label = { ...place, text };
    const box = boxOf(label);
    if (inside(box, frame) && !taken.some((other) => overlap(box, other))) return label;
  }
  return null;
}

/** A text of one row, wished at `x`: shifted into the row where it would run off. */
export interface Wish {
  readonly x: number;
  /** Texts from the best to the shortest. */
  readonly texts: readonly string[];
  /** Those of a lower number are placed first. */
  readonly rank: number;
  /** The text may not be wider than this. */
  readonly room?: number;
}

/** Places texts on one row: what would touch another of a better rank is left out; longer texts only where they push nothing out. */
export function placeRow(wishes: readonly Wish[], y: number, width: number): Label[] {
  const placed: { label: Label; wish: Wish }[] = [];
  const fit = ({ x, room = width }: Wish, text: string, others: readonly Label[]): Label | null => {
    const half = widthOf(text) / 2;
    if (half * 2 > Math.min(room, width)) return null;
    const label: Label = { text, x: Math.min(Math.max(x, half), width - half), y, anchor: 'middle' };
    return others.some((other) => overlap(boxOf(label), boxOf(other), 6)) ? null : label;
  };
  for (const wish of [...wishes].sort((a, b) => a.rank - b.rank)) {
    const label = fit(
      wish,
      wish.texts.at(-1) ?? '',
      placed.map((one) => one.label),
    );
    if (label) placed.push({ label, wish });
  }
  for (const one of placed) {
    const others = placed.filter((other) => other !== one).map(({ label }) => label);
    for (const text of one.wish.texts) {
      const longer = fit(one.wish, text, others);
      if (!longer) continue;
      one.label = longer;
      break;
    }
  }
  return placed.map(({ label }) => label).sort((a, b) => a.x - b.x);
}

/** Small rectangles along a line, for labels to keep clear of. */
export function along(points: readonly Point[], step = 5): Box[] {
  return points.slice(1).flatMap((to, i) => {
    const from = points[i] ?? to;
    const count = Math.max(1, Math.ceil(Math.hypot(to.x - from.x, to.y - from.y) / step));
    return Array.from({ length: count + 1 }, (_, k) => {
      const [x, y] = [from.x + ((to.x - from.x) * k) / count, from.y + ((to.y - from.y) * k) / count];
      return { left: x - 1, right: x + 1, top: y - 1, bottom: y + 1 };
    });
  });
}
