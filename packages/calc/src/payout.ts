// The payout function on a ledger: what is earned after each credit, rounded to the minor unit, in plain integers.
import { tenTo } from './decimal.ts';
import { ceiling, divide, fraction, lcm, multiply, round, type Fraction, type Rounding } from './fraction.ts';
import { ints, type Int, type Ledger } from './ledger.ts';
import { payAt, type Table } from './table.ts';

/** Everything that decides a payout besides the position, as things stand at the end of a payment period. */
export interface Terms {
  readonly table: Table;
  /** The most that may be paid in the window, in money; null without a cap. */
  readonly cap: Fraction | null;
}

export interface Currency {
  readonly digits: number;
  readonly rounding: Rounding;
}

/** R: a numerator over a denominator as the nearest integer. */
export function rounded(numerator: Int, denominator: Int, halfEven: boolean): Int {
  const rest = numerator % denominator;
  const quotient = (numerator - rest) / denominator;
  if (!rest) return quotient;
  const magnitude = rest < 0 ? -rest : rest;
  const other = denominator - magnitude;
  if (magnitude < other) return quotient;
  const unit = denominator / denominator;
  if (magnitude === other && halfEven && !(quotient % (unit + unit))) return quotient;
  return numerator < 0 ? quotient - unit : quotient + unit;
}

/** A position's payout in minor units, rounded. */
export function payoutAt({ table, cap }: Terms, position: Fraction, { digits, rounding }: Currency): bigint {
  const paid = payAt(table, position);
  const { n, d } = cap && cap.n * paid.d < paid.n * cap.d ? cap : paid;
  return round({ n: n * tenTo(digits), d }, rounding);
}

/** Segments as integers: from position × scale `from[i]` on, the payout is (a[i] + b[i] × position × scale) ÷ k minor units. */
interface Lines {
  readonly from: readonly Int[];
  readonly a: readonly Int[];
  readonly b: readonly Int[];
  readonly k: Int;
  readonly cap: Int | null;
  readonly big: boolean;
  /** The farthest position × scale that these integers are safe for. */
  readonly reach: bigint;
}

const safe = BigInt(Number.MAX_SAFE_INTEGER);
const roomy = 10n ** 9n;
const size = (value: bigint): bigint => (value < 0n ? -value : value);

const scaled = new WeakMap<Terms, Map<string, Lines>>();

/** The integers of terms at a scale: made once, as numbers where every position within `reach` is safe, else as bigints. */
function linesAt(terms: Terms, scale: bigint, reach: bigint, digits: number): Lines {
  let known = scaled.get(terms);
  if (!known) scaled.set(terms, (known = new Map()));
  const key = `${scale} ${digits}`;
  const lines = known.get(key);
  if (lines && (lines.big || reach <= lines.reach)) return lines;
  const made = scaleLines(terms, scale, reach, digits);
  known.set(key, made);
  return made;
}

function scaleLines(
  { table: { segments }, cap }: Terms,
  scale: bigint,
  given: bigint,
  digits: number,
  reach = given < roomy ? roomy : given,
): Lines {
  // By default with a little room, so that the next payee with the same terms finds them made.
  const minor = tenTo(digits);
  const inMinor = (value: Fraction): Fraction => fraction(value.n * minor, value.d);
  const exact = segments.map(({ from, intercept, slope }) => ({
    from: from && ceiling(fraction(from.n * scale, from.d)),
    a: inMinor(intercept),
    b: divide(inMinor(slope), { n: scale, d: 1n }),
  }));
  const limit = cap && inMinor(cap);
  const k = exact.reduce((common, { a, b }) => lcm(lcm(common, a.d), b.d), limit?.d ?? 1n);
  const whole = (value: Fraction): bigint => value.n * (k / value.d);
  const a = exact.map((line) => whole(line.a));
  const b = exact.map((line) => whole(line.b));
  const most = a.reduce((bound, intercept, i) => {
    const value = size(intercept) + size(b[i] ?? 0n) * (reach + 1n);
    return value > bound ? value : bound;
  }, k + k);
  const big = most > safe || reach > safe || (limit !== null && size(whole(limit)) > safe);
  if (big && reach > given) return scaleLines({ table: { segments }, cap }, scale, given, digits, given);
  const kind = (value: bigint): Int => (big ? value : Number(value)) as Int;
  return {
    from: exact.map(({ from }) =>
      from === null ? Number.NEGATIVE_INFINITY : big ? (from as unknown as Int) : Number(from),
    ),
    a: a.map(kind),
    b: b.map(kind),
    k: kind(k),
    cap: limit && kind(whole(limit)),
    big,
    reach,
  };
}

/**
 * What a ledger's credits earn: result[0] is what the table pays at 0, result[i] what it pays after the i-th credit, each
 * rounded, in minor units. Differences of neighbours are the records' lines.
 */
export function payouts(terms: Terms, { amounts, scale, reach }: Ledger, { digits, rounding }: Currency): Int[] {
  if (terms.table.every) return steps(terms, amounts, scale, { digits, rounding });
  const { from, a, b, k, cap, big } = linesAt(terms, scale, reach, digits);
  const halfEven = rounding === 'half-even';
  const values = big || amounts.some((amount) => typeof amount !== 'number') ? ints(amounts, big) : (amounts as Int[]);
  let position = (big ? 0n : 0) as Int;
  let at = segmentOf(from, position, 0);
  const pay = (): Int => {
    const earned = (a[at] as Int) + (b[at] as Int) * position;
    return rounded(cap !== null && earned > cap ? cap : earned, k, halfEven);
  };
  const result: Int[] = [pay()];
  for (const value of values) {
    position += value;
    at = segmentOf(from, position, at);
    result.push(pay());
  }
  return result;
}

/** The segment of a position, looked for from the one before it. */
function segmentOf(from: readonly Int[], position: Int, start: number): number {
  let at = start;
  while (at + 1 < from.length && (from[at + 1] as Int) <= position) at++;
  while (at > 0 && (from[at] as Int) > position) at--;
  return at;
}

/** A bonus for each full step has no segments: it is paid position by position. */
function steps(terms: Terms, amounts: Ledger['amounts'], scale: bigint, currency: Currency): Int[] {
  let position = 0n;
  const at = (): Int => payoutAt(terms, fraction(position, scale), currency) as unknown as Int;
  const result = [at()];
  for (const amount of amounts) {
    position += BigInt(amount);
    result.push(at());
  }
  return result;
}

/** The position after so many credits, exactly. */
export function positionAfter({ amounts, scale }: Ledger, count: number): Fraction {
  let number = 0;
  let rest = 0n;
  for (let i = 0; i < count; i++) {
    const amount = amounts[i] as number | bigint;
    if (typeof amount === 'number' && Number.isSafeInteger(number + amount)) number += amount;
    else rest += BigInt(amount);
  }
  return fraction(BigInt(number) + rest, scale);
}

/** The smallest of what caps allow, in money. */
export const capOf = (payout: Fraction | null, times: Fraction | null, target: Fraction | null): Fraction | null => {
  const byTarget = times && target ? multiply(times, target) : null;
  if (!payout || !byTarget) return payout ?? byTarget;
  return payout.n * byTarget.d <= byTarget.n * payout.d ? payout : byTarget;
};
