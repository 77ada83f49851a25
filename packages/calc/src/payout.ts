// The payout function on a ledger: what is earned after each credit, rounded to the minor unit, in plain integers.
import { tenTo } from './decimal.ts';
import {
  ceiling,
  divide,
  fraction,
  lcm,
  magnitude,
  multiply,
  round,
  type Fraction,
  type Rounding,
} from './fraction.ts';
import { ints, type Int, type Ledger } from './ledger.ts';
import { minorDigits } from './money.ts';
import type { Plan } from './plan.ts';
import { payAt, type Table } from './table.ts';

/** How credits are taken: by the difference that each makes, at the rate of where each leads, or each through the table on its own. */
export type Step = 'difference' | 'whole' | 'record';

/** Everything that decides a payout besides the credits, as things stand at the end of a payment period; modifiers are in the table. */
export interface Terms {
  readonly table: Table;
  readonly step: Step;
  /** Positions above it do not count (a cap on attainment); null where all do, or where the table is cut there. */
  readonly counted: Fraction | null;
  /** Factors on records; a credit without one has the last, which is 1. Empty where the plan has none. */
  readonly factors: readonly Fraction[];
  /** The most that one step may bring or cost, in money. */
  readonly each: Fraction | null;
  /** The most that may be paid in the window, in money; null without a cap. */
  readonly cap: Fraction | null;
}

/** Rounded cumulative payouts: before the first credit, and after each. */
export type Totals = ArrayLike<Int>;

export interface Currency {
  readonly digits: number;
  readonly rounding: Rounding;
}

/** Digits and rounding of what a plan pays. */
export const currencyOf = ({ currency, rounding = 'half-up' }: Pick<Plan, 'currency' | 'rounding'>): Currency => ({
  digits: minorDigits(currency),
  rounding,
});

/** Is the payout a function of the position alone? */
export const isPlain = ({ step, factors, each }: Terms): boolean =>
  step === 'difference' && factors.length === 0 && each === null;

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

/** A position's payout in minor units, rounded, where nothing but the position decides it. */
export function payoutAt({ table, cap }: Terms, position: Fraction, { digits, rounding }: Currency): bigint {
  const paid = payAt(table, position);
  const { n, d } = cap && cap.n * paid.d < paid.n * cap.d ? cap : paid;
  return round({ n: n * tenTo(digits), d }, rounding);
}

/**
 * Terms as integers: in position × scale from `from[i]` on, the table pays (a[i] + b[i] × it) ÷ k minor units. With factors
 * a step is (numerator of its factor × difference) ÷ (k × per).
 */
interface Lines {
  readonly from: readonly Int[];
  readonly a: readonly Int[];
  readonly b: readonly Int[];
  readonly k: Int;
  /** In k-ths, as `each` and what a full step of a bonus pays. */
  readonly cap: Int | null;
  readonly each: Int | null;
  readonly every: Every | null;
  readonly counted: Int | null;
  readonly factors: readonly Int[];
  readonly per: Int;
  /** Ledger amounts are multiplied by it first, so that a bound on what counts is an integer too. */
  readonly stretch: Int;
  readonly big: boolean;
  /** The farthest position × scale, and number of credits, that these integers are safe for. */
  readonly reach: bigint;
  readonly count: number;
}

/** A bonus for each full step: `most` of them at the most, a step being q ÷ p of position × scale. */
interface Every {
  readonly p: Int;
  readonly q: Int;
  readonly pays: Int;
  readonly most: Int | null;
}

const safe = BigInt(Number.MAX_SAFE_INTEGER);
const roomy = 10n ** 9n;

/** What integers have to be safe for. */
export type Bounds = Pick<Ledger, 'scale' | 'reach' | 'amounts'>;

const scaled = new WeakMap<Terms, Map<string, Lines>>();

/** The integers of terms at a scale: made once, as numbers where every position within `reach` is safe, else as bigints. */
export function linesAt(terms: Terms, { scale, reach, amounts }: Bounds, digits: number): Lines {
  let known = scaled.get(terms);
  if (!known) scaled.set(terms, (known = new Map()));
  const key = `${scale} ${digits}`;
  const lines = known.get(key);
  if (lines && (lines.big || (reach <= lines.reach && amounts.length <= lines.count))) return lines;
  // With a little room, so that the next payee with the same terms finds them made.
  const room = scaleLines(terms, scale, reach < roomy ? roomy : reach, Math.max(1000, amounts.length), digits);
  const made = room.big ? scaleLines(terms, scale, reach, amounts.length, digits) : room;
  known.set(key, made);
  return made;
}

function scaleLines(terms: Terms, scale: bigint, reach: bigint, count: number, digits: number): Lines {
  const { segments, every } = terms.table;
  const minor = tenTo(digits);
  const inMinor = (value: Fraction): Fraction => fraction(value.n * minor, value.d);
  const { counted } = terms;
  const stretch = counted ? lcm(scale, counted.d) / scale : 1n;
  const whole = scale * stretch;
  const farthest = reach * stretch;
  const exact = segments.map(({ from, intercept, slope }) => ({
    from: from && ceiling(fraction(from.n * whole, from.d)),
    a: inMinor(intercept),
    b: divide(inMinor(slope), { n: whole, d: 1n }),
  }));
  const limit = terms.cap && inMinor(terms.cap);
  const each = terms.each && inMinor(terms.each);
  const pays = every ? inMinor(every.pays) : null;
  const k = [limit, each, pays].reduce(
    (common, value) => lcm(common, value?.d ?? 1n),
    exact.reduce((common, { a, b }) => lcm(lcm(common, a.d), b.d), 1n),
  );
  const per = terms.factors.reduce((common, { d }) => lcm(common, d), 1n);
  const inK = (value: Fraction): bigint => value.n * (k / value.d);
  const a = exact.map((line) => inK(line.a));
  const b = exact.map((line) => inK(line.b));
  const factors = terms.factors.map(({ n, d }) => n * (per / d));
  // Steps that are x × p ÷ q.
  const step = every && divide(every.step, { n: 1n, d: whole });
  const mostSteps = every?.most && step ? floor(divide(every.most, every.step)) : null;

  let tallest = a.reduce((bound, intercept, i) => {
    const value = magnitude(intercept) + magnitude(b[i] ?? 0n) * (farthest + 1n);
    return value > bound ? value : bound;
  }, k + k);
  if (step && pays) tallest += ((farthest * step.d) / step.n + 1n) * magnitude(inK(pays)) + farthest * step.d;
  const strongest = factors.reduce((most, factor) => (magnitude(factor) > most ? magnitude(factor) : most), per);
  const highest = isPlain(terms) ? tallest : 2n * BigInt(count + 1) * tallest * strongest;
  const bounds = [limit, each].map((value) => (value ? magnitude(inK(value)) * per : 0n));
  const big = [highest, farthest, k * per * 2n, ...bounds].some((value) => value > safe);
  const kind = (value: bigint): Int => (big ? value : Number(value)) as Int;
  return {
    from: exact.map(({ from }) =>
      from === null ? Number.NEGATIVE_INFINITY : big ? (from as unknown as Int) : Number(from),
    ),
    a: a.map(kind),
    b: b.map(kind),
    k: kind(k),
    cap: limit && kind(inK(limit) * per),
    each: each && kind(inK(each) * per),
    every:
      step && pays
        ? { p: kind(step.d), q: kind(step.n), pays: kind(inK(pays)), most: mostSteps === null ? null : kind(mostSteps) }
        : null,
    counted: counted && kind(counted.n * (whole / counted.d)),
    factors: factors.map(kind),
    per: kind(per),
    stretch: kind(stretch),
    big,
    reach,
    count,
  };
}

const floor = ({ n, d }: Fraction): bigint => (n < 0n ? -ceiling({ n: -n, d }) : n / d);

/**
 * What a ledger's credits earn: result[0] is what the terms pay at 0, result[i] what they pay after the i-th credit, each
 * rounded, in minor units. Differences of neighbours are the records' lines. `which` names each credit's factor by its index.
 */
export function payouts(terms: Terms, ledger: Ledger, which: readonly number[], currency: Currency): Totals {
  const lines = linesAt(terms, ledger, currency.digits);
  const { amounts } = ledger;
  const halfEven = currency.rounding === 'half-even';
  const isOfOneKind = !lines.big && (ledger.plain || amounts.every((amount) => typeof amount === 'number'));
  const values = isOfOneKind ? (amounts as Int[]) : ints(amounts, lines.big);
  if (isPlain(terms) && !lines.big && !lines.every) return along(lines, values, halfEven);
  const totals: Int[] = [];
  stepByStep(terms, lines, values, which, halfEven, null, totals);
  return totals;
}

/** What a sum of steps pays, in minor units. */
export const paidOf = ({ cap, k, per }: Lines, sum: Int, halfEven: boolean): Int =>
  rounded(cap !== null && sum > cap ? cap : sum, k * per, halfEven);

/** The usual case in plain numbers: the payout of each position on the way. */
function along({ from, a, b, k, cap }: Lines, values: readonly number[], halfEven: boolean): Float64Array {
  const most = cap ?? Number.POSITIVE_INFINITY;
  const [half, perK] = [k / 2, 1 / k];
  const result = new Float64Array(values.length + 1);
  let position = 0;
  let at = segmentOf(from, position, 0);
  let [low, high] = [from[at] as number, from[at + 1] ?? Number.POSITIVE_INFINITY];
  let [intercept, slope] = [a[at] as number, b[at] as number];
  for (let i = 0; i < result.length; i++) {
    if (i > 0) position += values[i - 1] as number;
    if (position >= high || position < low) {
      at = segmentOf(from, position, at);
      low = from[at] as number;
      high = from[at + 1] ?? Number.POSITIVE_INFINITY;
      intercept = a[at] as number;
      slope = b[at] as number;
    }
    let earned = intercept + slope * position;
    if (earned > most) earned = most;
    // To the nearest integer: the product may be off by one in its last place, the remainder says so.
    let quotient = Math.floor(earned * perK);
    let rest = earned - quotient * k;
    if (rest < 0) {
      quotient--;
      rest += k;
    } else if (rest >= k) {
      quotient++;
      rest -= k;
    }
    if (rest > half || (rest === half && (halfEven ? quotient % 2 !== 0 : earned > 0))) quotient++;
    result[i] = quotient;
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

/** Where credits have led: the position, what the table pays there, and what is earned, in parts of k × per. */
interface Way {
  readonly position: Int;
  readonly before: Int;
  readonly earned: Int;
}

/**
 * Any terms, numbers or bigints: the sum of the steps, from what the table pays at 0 or from where others have led. `totals`
 * is given what is paid at the start and after each step.
 */
export function stepByStep(
  { step, factors: hasFactors }: Terms,
  lines: Lines,
  values: readonly Int[],
  which: readonly number[],
  halfEven: boolean,
  start: Way | null,
  totals: Int[] | null,
): Way {
  const { from, a, b, each, every, counted, factors, per, stretch, big } = lines;
  const nothing = (big ? 0n : 0) as Int;
  let at = 0;
  const find = (x: Int): number => (at = segmentOf(from, x, at));
  const table = (x: Int): Int => {
    if (!every) return (a[find(x)] as Int) + (b[at] as Int) * x;
    if (x < 0) return nothing;
    const part = x * every.p;
    const steps = (part - (part % every.q)) / every.q;
    return (every.most !== null && steps > every.most ? every.most : steps) * every.pays;
  };
  const upTo = (x: Int): Int => (counted !== null && x > counted ? counted : x);
  const pay = (sum: Int): Int => paidOf(lines, sum, halfEven);
  let position = start?.position ?? nothing;
  let before = start?.before ?? (step === 'record' ? nothing : table(nothing));
  let earned = start?.earned ?? before * per;
  totals?.push(pay(earned));
  for (let i = 0; i < values.length; i++) {
    const value = (values[i] as Int) * stretch;
    const reached = position + value;
    let brought: Int;
    if (step === 'record') brought = table(value);
    else if (step === 'whole') {
      const x = upTo(reached);
      brought = (b[find(x)] as Int) * (x - upTo(position));
    } else {
      const after = table(reached);
      brought = after - before;
      before = after;
    }
    brought *= hasFactors.length > 0 ? (factors[which[i] as number] as Int) : per;
    if (each !== null) brought = brought > each ? each : brought < -each ? -each : brought;
    position = reached;
    earned += brought;
    totals?.push(pay(earned));
  }
  return { position, before, earned };
}

/** The position after so many credits, exactly; not always in lowest terms. */
export function positionAfter({ amounts, scale, plain }: Ledger, count: number): Fraction {
  let number = 0;
  if (plain) {
    for (let i = 0; i < count; i++) number += amounts[i] as number;
    return { n: BigInt(number), d: scale };
  }
  let rest = 0n;
  for (let i = 0; i < count; i++) {
    const amount = amounts[i] as number | bigint;
    if (typeof amount === 'number' && Number.isSafeInteger(number + amount)) number += amount;
    else rest += BigInt(amount);
  }
  return { n: BigInt(number) + rest, d: scale };
}

/** The smallest of what caps allow, in money. */
export const capOf = (payout: Fraction | null, times: Fraction | null, target: Fraction | null): Fraction | null => {
  const byTarget = times && target ? multiply(times, target) : null;
  if (!payout || !byTarget) return payout ?? byTarget;
  return payout.n * byTarget.d <= byTarget.n * payout.d ? payout : byTarget;
};
