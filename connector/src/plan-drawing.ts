// The pay of a component as something to draw: numbers instead of text, and labels for both axes. For pictures only.
import type { ComponentInWords, Picture } from '@quotient/calc/plans';
import { percent, plain } from './render.ts';

export interface DrawnPoint {
  readonly x: number;
  readonly y: number;
}

export interface Tick {
  readonly at: number;
  readonly label: string;
}

export interface Drawing {
  readonly title: string;
  /** Straight lines; between two of them the pay jumps. */
  readonly strokes: readonly (readonly DrawnPoint[])[];
  /** From the end of one stroke to the beginning of the next. */
  readonly jumps: readonly (readonly [DrawnPoint, DrawnPoint])[];
  readonly width: number;
  readonly lowest: number;
  readonly highest: number;
  readonly x: { readonly name: string; readonly ticks: readonly Tick[] };
  readonly y: { readonly name: string; readonly ticks: readonly Tick[] };
}

/** Null where there is nothing to draw. */
export function drawingOf({ title, picture }: Pick<ComponentInWords, 'title' | 'picture'>): Drawing | null {
  if (!picture) return null;
  const points = picture.points.map(({ at, earned }) => ({ x: Number(at), y: Number(earned) }));
  const width = points.at(-1)?.x ?? 0;
  if (!(width > 0)) return null;
  const strokes: DrawnPoint[][] = [];
  const jumps: [DrawnPoint, DrawnPoint][] = [];
  for (const [i, point] of points.entries()) {
    const before = points[i - 1];
    if (before && before.x < point.x) strokes.at(-1)?.push(point);
    else {
      if (before) jumps.push([before, point]);
      strokes.push([point]);
    }
  }
  const lowest = Math.min(0, ...points.map(({ y }) => y));
  const highest = Math.max(...points.map(({ y }) => y));
  return {
    title,
    strokes,
    jumps,
    width,
    lowest,
    highest: highest > lowest ? highest : lowest + 1,
    x: { name: xName(picture), ticks: xTicks(picture, width) },
    y: {
      name: picture.unit === 'quota' ? 'pay, as a share of the quota' : `pay in ${picture.unit}`,
      ticks: yTicks(picture, lowest, highest),
    },
  };
}

const xName = ({ by, quota }: Picture): string =>
  by === 'attainment' ? 'attainment' : quota === null ? 'credited' : 'attainment (100 % = quota)';

/** Bounds and the quota, by attainment where there is a quota, else as they are. */
function xTicks({ bounds, by, quota }: Picture, width: number): Tick[] {
  const against = by === 'attainment' ? 1 : quota === null ? null : Number(quota);
  const label = (at: number): string => (against === null ? plain(String(at)) : percent((at / against).toFixed(6)));
  const places = [0, ...bounds.map(Number), ...(against === null ? [] : [against]), width];
  return [...new Set(places)].sort((a, b) => a - b).map((at) => ({ at, label: label(at) }));
}

/** Three or four round amounts from bottom to top. */
function yTicks({ unit }: Picture, lowest: number, highest: number): Tick[] {
  const range = highest - lowest || 1;
  const rough = range / 3;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 2.5, 5, 10].find((times) => times * power >= rough) ?? 10) * power;
  const first = Math.ceil(lowest / step);
  const count = Math.floor(highest / step) - first + 1;
  return Array.from({ length: Math.max(1, count) }, (_, i) => (first + i) * step).map((at) => ({
    at,
    label: unit === 'quota' ? percent(at.toFixed(6)) : plain(at.toFixed(2)),
  }));
}

/** The height of the line at a place, of the stroke that holds it; the right one at a jump. */
export function heightAt({ strokes }: Drawing, x: number): number | null {
  const stroke = strokes.findLast((points) => (points[0]?.x ?? Number.POSITIVE_INFINITY) <= x);
  const next = stroke?.findIndex((point) => point.x >= x) ?? -1;
  const [a, b] = [stroke?.[Math.max(0, next - 1)], stroke?.[next]];
  if (!a || !b) return null;
  return b.x === a.x ? b.y : a.y + ((x - a.x) / (b.x - a.x)) * (b.y - a.y);
}
