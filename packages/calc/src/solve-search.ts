// The smallest number that reaches a goal: stretches of numbers are left out once no number in them can reach it.
import { compare, fraction, subtract, type Fraction } from './fraction.ts';
import { figureOf, isReached, mostBetween, type Target } from './solve-figure.ts';
import { crossings } from './solve-crossings.ts';
import type { Probe } from './solve-probe.ts';

/** So many runs are made at the most; a question that needs more is not answered. */
const mostRuns = 250;

export interface Found {
  /** The smallest number that reaches the goal; null where none up to the last one does. */
  readonly least: bigint | null;
  /** False where the runs did not suffice to rule smaller numbers out. */
  readonly isProved: boolean;
}

/** One number, with its run and the figure there. */
interface Point {
  readonly number: bigint;
  readonly probe: Probe;
  readonly figure: Fraction | null;
}

/** Looks among numbers from the first of some marks to the last. Between two marks next to each other no filter begins or ceases to hold. */
export function search(
  target: Target,
  marks: readonly bigint[],
  probeAt: (number: bigint) => Probe,
  before: Probe,
  isExact: boolean,
): Found {
  let runs = 0;
  const pointAt = (number: bigint): Point => {
    runs++;
    const probe = probeAt(number);
    return { number, probe, figure: figureOf(target, probe, before) };
  };
  const reaches = ({ figure }: Point): boolean => isReached(target, figure);
  const notProved: Found = { least: null, isProved: false };

  let left = pointAt(marks[0] as bigint);
  if (reaches(left)) return { least: left.number, isProved: true };
  for (const mark of marks.slice(1)) {
    const right = pointAt(mark);
    const found = between(left, right, 0);
    if (found === undefined) return notProved;
    if (found !== null) return { least: found, isProved: true };
    left = right;
  }
  return { least: null, isProved: true };

  /** The smallest number after the left one, up to the right one; null where there is none, undefined where it takes too many runs. */
  function between(l: Point, r: Point, depth: number): bigint | null | undefined {
    if (r.number - l.number === 1n) return reaches(r) ? r.number : null;
    const most = mostBetween(target, l.probe, r.probe, before, isExact);
    if (most !== null && compare(most, target.least) < 0) return null;
    let from = l;
    for (const number of [...cuts(l, r, depth), r.number]) {
      if (runs >= mostRuns) return undefined;
      const to = number === r.number ? r : pointAt(number);
      const found = between(from, to, depth + 1);
      if (found !== null) return found;
      from = to;
    }
    return null;
  }

  /** Where to look between two numbers: where something begins, or the goal seems to be; else in the middle, now and then in any case. */
  function cuts(l: Point, r: Point, depth: number): bigint[] {
    const size = r.number - l.number;
    const middle = l.number + size / 2n;
    if (depth % 3 === 2) return [middle];
    const isInside = (number: bigint): boolean => number > l.number && number < r.number;
    for (const { n, d } of [...crossings(target, l.probe, r.probe), ...straightTo(l, r)]) {
      // What begins at a number is not there yet one before.
      const at = l.number + (n * size + d - 1n) / d;
      const around = [at - 1n, at].filter(isInside);
      if (around.length > 0) return around;
    }
    return [middle];
  }

  /** The part of the way after which a straight line would reach the goal. */
  function straightTo({ figure: low }: Point, { figure: high }: Point): Fraction[] {
    if (!low || !high || compare(high, target.least) < 0 || compare(low, target.least) >= 0) return [];
    const [way, all] = [subtract(target.least, low), subtract(high, low)];
    return [fraction(way.n * all.d, way.d * all.n)];
  }
}
