// A component's payout table and picture: what attainments and bounds pay on paper, as rows and as points of a line.
import { printDecimal } from './decimal.ts';
import { add, compare, divide, fraction, most, multiply, one, zero, type Fraction } from './fraction.ts';
import { printMoney } from './figures.ts';
import { boundsOf, distinct, paysAt, paysBelow, type PaperPayout } from './plan-payout.ts';

/** One row of a payout table. Numbers are plain decimals as text, money in the minor units of the currency. */
export interface PayoutRow {
  /** Null where there is no quota. */
  readonly attainment: string | null;
  /** Null where it depends on a quota that the plan does not name, and of a blend. */
  readonly credited: string | null;
  /** Null where it depends on a quota that the plan does not name. */
  readonly earned: string | null;
  /** Earned ÷ credited, to 12 decimals; null at 0, of a ratio and of a blend. */
  readonly effectiveRate: string | null;
  /** Earned ÷ target; null without a target. */
  readonly ofTarget: string | null;
}

export interface PicturePoint {
  /** What is credited, or the attainment where `by` says so. */
  readonly at: string;
  readonly earned: string;
}

/** The pay as a line over what is credited. */
export interface Picture {
  readonly by: 'credited' | 'attainment';
  /** The unit of `earned`: a currency, or `quota` where it is a multiple of the quota. */
  readonly unit: string;
  /** From 0 on; two points at the same place are a jump. */
  readonly points: readonly PicturePoint[];
  /** The plan's bounds, and where its caps are reached. */
  readonly bounds: readonly string[];
  readonly quota: string | null;
}

const attainments = ['0', '25', '50', '75', '90', '100', '125', '150', '200'].map((n) => fraction(BigInt(n), 100n));

/** The rows: the usual attainments and every bound; without a quota the bounds and what lies one and a half times beyond. */
export function payoutRows(payout: PaperPayout): PayoutRow[] {
  const { quota, scale, unit, plan, target } = payout;
  const bounds = boundsOf(payout);
  const against = quota ?? (payout.isByShare ? one : null);
  const last = bounds.at(-1);
  const positions = distinct(
    against
      ? [...attainments.map((share) => multiply(share, against)), ...bounds]
      : [zero, ...bounds, ...(last ? [multiply(last, fraction(3n, 2n))] : examples(payout))],
  );
  const known = quota !== null || against === null;
  return positions.map((position) => {
    const earned = paysAt(payout, position);
    return {
      attainment: against ? printDecimal(divide(position, against)) : null,
      credited: known && unit !== 'attainment' ? printDecimal(position) : null,
      earned: scale === 'money' ? printMoney(earned, plan) : null,
      effectiveRate:
        position.n === 0n || unit === 'ratio' || unit === 'attainment' || (!known && scale === 'money')
          ? null
          : printDecimal(divide(earned, position)),
      ofTarget: target?.n && scale === 'money' ? printDecimal(divide(earned, target)) : null,
    };
  });
}

/** A straight line without a quota has no place of its own: round positions show what it pays. */
const examples = ({ unit }: PaperPayout): Fraction[] =>
  (unit === 'money' ? [1_000n, 10_000n, 100_000n] : [1n, 10n, 100n]).map((n) => fraction(n));

/** The picture: from 0 to beyond the last bound, every jump with a point on either side. */
export function pictureOf(payout: PaperPayout): Picture {
  const { quota, scale, unit, plan } = payout;
  const bounds = boundsOf(payout);
  const share = quota ?? (payout.isByShare ? one : null);
  const far = [
    ...(share ? [multiply(share, fraction(3n, 2n))] : []),
    ...(bounds.length > 0 ? [multiply(bounds.at(-1) as Fraction, fraction(6n, 5n))] : []),
  ].reduce(most, share ?? (bounds.length > 0 ? zero : (examples(payout).at(-1) as Fraction)));
  const byAttainment = unit === 'attainment' || (quota === null && share !== null);
  const point = (position: Fraction, earned: Fraction): PicturePoint => ({
    at: printDecimal(position),
    earned: scale === 'money' ? printMoney(earned, plan) : printDecimal(earned),
  });
  const inside = everyStep(payout, far) ?? bounds.filter((bound) => compare(bound, far) < 0);
  return {
    by: byAttainment ? 'attainment' : 'credited',
    unit: scale === 'money' ? plan.currency : 'quota',
    points: [
      point(zero, paysAt(payout, zero)),
      ...inside.flatMap((bound) => {
        const [below, at] = [paysBelow(payout, bound), paysAt(payout, bound)];
        return compare(below, at) === 0 ? [point(bound, at)] : [point(bound, below), point(bound, at)];
      }),
      point(far, paysAt(payout, far)),
    ],
    bounds: bounds.filter((bound) => compare(bound, far) <= 0).map((bound) => printDecimal(bound)),
    quota: quota && unit !== 'attainment' ? printDecimal(quota) : byAttainment ? '1' : null,
  };
}

/** The steps of an endless bonus inside of the picture, at most 60. */
function everyStep({ table: { every } }: PaperPayout, far: Fraction): Fraction[] | null {
  if (!every || every.step.n <= 0n) return null;
  const steps: Fraction[] = [];
  for (let at = every.step; compare(at, far) < 0 && steps.length < 60; at = add(at, every.step)) steps.push(at);
  return steps;
}
