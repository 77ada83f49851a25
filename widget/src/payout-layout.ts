// The payout curve as geometry: scales, the stretches before, in and after the deal, marks and labels, in pixels.
import type { Curve, CurveMark } from '@quotient/calc';
import { along, boxOf, placeLabel, placeRow, type Box, type Label, type Point } from './chart-labels.ts';

/** The texts of the chart, in the reader's language. */
export interface ChartTexts {
  readonly bound: (mark: CurveMark) => readonly string[];
  readonly pays: (pays: string) => string;
  /** What is earned now; null where the deal is not yet apart from it. */
  readonly now: string | null;
  readonly deal: string | null;
  readonly cap: string | null;
  /** Where the picture begins, if that is not zero. */
  readonly start: (credited: number) => string;
}

export interface PayoutLayout {
  readonly width: number;
  readonly height: number;
  readonly baseline: number;
  readonly top: number;
  readonly done: readonly Point[];
  readonly deal: readonly Point[];
  readonly rest: readonly Point[];
  readonly ticks: readonly number[];
  readonly capAt: number | null;
  readonly before: Point;
  readonly after: Point;
  readonly labels: readonly (Label & { readonly kind: 'rate' | 'bound' | 'now' | 'deal' | 'cap' })[];
}

export const chartHeight = 184;
const [top, baseline, rateRow, boundRow] = [10, 142, 158, 174];
const edge = 7;

/** The curve between two positions, with its points in between; at a jump both ends are kept. */
export function stretch(
  { points }: Pick<Curve, 'points'>,
  from: number,
  to: number,
): { credited: number; earned: number }[] {
  if (to <= from) return [];
  const between = points.filter(({ credited }) => credited > from && credited < to);
  const start = { credited: from, earned: valueAt(points, from, 'after') };
  const end = { credited: to, earned: valueAt(points, to, 'before') };
  const jumped = points.some(({ credited }) => credited === to)
    ? [{ credited: to, earned: valueAt(points, to, 'after') }]
    : [];
  return [start, ...between, end, ...jumped];
}

/** The curve's value at a position; where it jumps, just before or just after. */
function valueAt(points: Curve['points'], x: number, side: 'before' | 'after'): number {
  const here = points.filter(({ credited }) => credited === x);
  if (here.length > 0) return (side === 'before' ? here[0] : here.at(-1))?.earned ?? 0;
  const next = points.findIndex(({ credited }) => credited > x);
  const [b, a] = [points[next], points[next - 1]];
  if (!b) return points.at(-1)?.earned ?? 0;
  if (!a) return b.earned;
  return a.earned + ((b.earned - a.earned) * (x - a.credited)) / (b.credited - a.credited);
}

/** Which positions are shown: all, unless the deal would be too thin to see; then the part around it. */
function shown({ points, position, quota }: Curve): [from: number, to: number] {
  const [start, end] = [points[0]?.credited ?? 0, points.at(-1)?.credited ?? 1];
  const deal = Math.abs(position[1] - position[0]);
  const all = end - start;
  if (deal === 0 || deal / all > 0.1) return [start, end];
  const part = Math.max(all * 0.4, Math.min(all, deal / 0.1));
  const from = Math.max(start, Math.min(end - part, Math.min(...position) - part * 0.45));
  const grid = (Number(quota ?? 0) || all) / 20;
  return [Math.max(start, Math.floor(from / grid) * grid), from + part];
}

/** Lays the curve out for a width in pixels. */
export function layoutPayout(curve: Curve, width: number, texts: ChartTexts): PayoutLayout {
  const [from, to] = shown(curve);
  const [low, high] = [Math.min(...curve.position), Math.max(...curve.position)];
  const [first, last] = [Math.max(from, Math.min(low, to)), Math.min(to, Math.max(high, from))];
  const parts = [stretch(curve, from, first), stretch(curve, first, last), stretch(curve, last, to)] as const;
  const values = [...parts.flat().map(({ earned }) => earned), ...curve.earned];
  const lowest = from > 0 ? Math.min(...values) : Math.min(0, ...values);
  const span = Math.max(...values) - lowest || 1;
  const floor = from > 0 && lowest > 0 ? lowest - span * 0.18 : lowest;
  const ceiling = Math.max(...values) + span * 0.16;
  const x = (credited: number): number => edge + ((credited - from) / (to - from || 1)) * (width - 2 * edge);
  const y = (earned: number): number => baseline - ((earned - floor) / (ceiling - floor)) * (baseline - top);
  const [done, deal, rest] = parts.map((part) =>
    part.map(({ credited, earned }): Point => ({ x: x(credited), y: y(earned) })),
  ) as [Point[], Point[], Point[]];
  const [before, after] = curve.position.map((at, i): Point => ({
    x: x(Math.min(Math.max(at, from), to)),
    y: y(curve.earned[i] ?? 0),
  })) as [Point, Point];
  const capAt = curve.cap !== null && curve.cap <= ceiling && curve.cap >= floor ? y(curve.cap) : null;
  const marks = curve.marks.filter(({ credited }) => credited > from && credited < to);
  const { labels, ticks } = rows({ curve, marks, texts, x, width, from, to, after });
  const frame: Box = { left: 0, right: width, top: 0, bottom: baseline };
  const lines = [
    ...along(done),
    ...along(deal),
    ...along(rest),
    ...[before, after].map((dot) => ({ left: dot.x - 5, right: dot.x + 5, top: dot.y - 5, bottom: dot.y + 5 })),
  ];
  const placed: PayoutLayout['labels'][number][] = [...labels];
  const taken: Box[] = [...lines];
  const put = (kind: 'now' | 'deal' | 'cap', text: string | null, places: Parameters<typeof placeLabel>[1]): void => {
    const label = text === null ? null : placeLabel(text, places, frame, taken);
    if (!label) return;
    placed.push({ ...label, kind });
    taken.push(boxOf(label));
  };
  put('deal', texts.deal, around(after));
  put('now', texts.now, around(before));
  if (capAt !== null)
    put('cap', texts.cap, [
      { x: edge, y: capAt - 5, anchor: 'start' },
      { x: width - edge, y: capAt - 5, anchor: 'end' },
      { x: width - edge, y: capAt + 14, anchor: 'end' },
    ]);
  return { width, height: chartHeight, baseline, top, done, deal, rest, ticks, capAt, before, after, labels: placed };
}

/** Places around a dot: above it first, where a rising curve leaves room, then under the curve. */
function around({ x, y }: Point): Parameters<typeof placeLabel>[1] {
  const above = [10, 22, 34, 46].flatMap((rise) => [
    { x: x - 6, y: y - rise, anchor: 'end' as const },
    { x, y: y - rise - 2, anchor: 'middle' as const },
  ]);
  return [
    ...above,
    { x: x + 10, y: y + 16, anchor: 'start' },
    { x: x + 12, y: y + 30, anchor: 'start' },
    { x: x - 6, y: y + 18, anchor: 'end' },
    { x: 0, y: Math.max(12, y - 30), anchor: 'start' },
  ];
}

interface RowsOf {
  readonly curve: Curve;
  readonly marks: readonly CurveMark[];
  readonly texts: ChartTexts;
  readonly x: (credited: number) => number;
  readonly width: number;
  readonly from: number;
  readonly to: number;
  readonly after: Point;
}

/** Both rows under the curve: what is paid between the bounds, and the bounds themselves. */
function rows({ curve, marks, texts, x, width, from, to, after }: RowsOf): {
  labels: PayoutLayout['labels'][number][];
  ticks: number[];
} {
  const begun = curve.marks.findLast(({ credited }) => credited <= from);
  const tiers = [...(begun ? [{ ...begun, credited: from }] : []), ...marks];
  const rates = tiers.map(({ credited, pays }, i) => {
    const [left, right] = [x(credited), x(tiers[i + 1]?.credited ?? to)];
    return {
      x: (left + right) / 2,
      texts: [texts.pays(pays)],
      rank: Math.abs((left + right) / 2 - after.x),
      room: right - left,
    };
  });
  const bounds = marks.map((mark) => ({
    x: x(mark.credited),
    texts: texts.bound(mark),
    rank: Math.abs(x(mark.credited) - after.x),
  }));
  const start = { x: 0, texts: [texts.start(from)], rank: width };
  return {
    labels: [
      ...placeRow(rates, rateRow, width).map((label) => ({ ...label, kind: 'rate' as const })),
      ...placeRow([...bounds, start], boundRow, width).map((label) => ({ ...label, kind: 'bound' as const })),
    ],
    ticks: marks.map(({ credited }) => x(credited)),
  };
}
