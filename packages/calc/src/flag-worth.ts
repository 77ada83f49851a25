// What more credit is worth in an open window, with everything else as it stands: the slope of the payout, exactly.
import { factorAt, type Standing } from './component.ts';
import type { CrmRecord } from './book.ts';
import { tenTo } from './decimal.ts';
import { compare, fraction, least, most, negate, subtract, type Fraction } from './fraction.ts';
import { roundToMinor } from './money.ts';
import { isPlain, payoutAt, type Currency, type Terms } from './payout.ts';
import { paidOn, payAt, segmentAt, type Segment } from './table.ts';

/** What a component pays at another position than its own, less what it pays now, in minor units; null where its credits decide it one by one. */
export function worthOfPosition(standing: Standing, to: Fraction, currency: Currency): bigint | null {
  const { position, terms, total, attainmentMissing } = standing;
  return position === null || attainmentMissing || !isPlain(terms) ? null : payoutAt(terms, to, currency) - total;
}

/**
 * What the credit of a record adds to what a component pays, before gates, in minor units: what `estimate` says of a deal
 * alone, to the minor unit where rounding before and after differ. Null where there is no position
 * or no attainment to read, and for what comes off again of a sum of steps that is capped.
 */
export function worthOfCredit(
  standing: Standing,
  currency: Currency,
): (value: Fraction, record: () => CrmRecord) => bigint | null {
  const { position, terms, total, attainmentMissing } = standing;
  if (position === null || attainmentMissing) return () => null;
  if (isPlain(terms)) return (value) => worthOfPosition(standing, plus(position, value), currency);
  const { cap, each } = terms;
  const stepOf = stepFrom(terms, position);
  const factorOf = factorsOf(standing);
  const room = cap && subtract(cap, fraction(total, tenTo(currency.digits)));
  const isFull = room !== null && roundToMinor(room, currency.digits, currency.rounding) <= 0n;
  return (value, record) => {
    const step = times(stepOf(value), factorOf(record));
    const limited = each ? most(negate(each), least(each, step)) : step;
    // How far beyond a cap the sum of the steps lies is not known, once it is there to the minor unit.
    if (isFull && limited.n < 0n) return null;
    return roundToMinor(room ? least(room, limited) : limited, currency.digits, currency.rounding);
  };
}

/** A sum that is not brought to lowest terms: positions and credits of one measure mostly have one denominator. */
export const plus = (a: Fraction, b: Fraction): Fraction =>
  a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };

/** A step from a position as the component's rule takes it; not always in lowest terms. Source: calculation, "Step by step". */
function stepFrom({ table, step, counted }: Terms, from: Fraction): (value: Fraction) => Fraction {
  if (step === 'record') return (value) => payAt(table, value);
  if (step === 'difference') {
    const before = negate(payAt(table, from));
    return (value) => plus(payAt(table, plus(from, value)), before);
  }
  const start = negate(counted ? least(from, counted) : from);
  return (value) => {
    const to = plus(from, value);
    const end = counted ? least(to, counted) : to;
    return times(plus(end, start), segmentAt(table.segments, end).slope);
  };
}

const times = (step: Fraction, factor: Fraction | null): Fraction =>
  factor ? { n: step.n * factor.n, d: step.d * factor.d } : step;

/** The factor of a record; null for a component without any, which asks for no record. */
function factorsOf({ component, terms: { factors }, version }: Standing): (record: () => CrmRecord) => Fraction | null {
  if (factors.length === 0) return () => null;
  const at = factorAt(component, version.plan.timeZone);
  return (record) => factors[at(record())] ?? null;
}

/** A bound from which on more is paid: at once, or for what comes after. */
export interface Step {
  readonly at: Fraction;
  readonly after: Segment;
}

/** The bounds that pay more, from low to high; none where bounds are not those of the position. */
export function betterBounds({ terms, attainmentMissing }: Standing): Step[] {
  const { segments, every } = terms.table;
  if (every || terms.step === 'record' || attainmentMissing) return [];
  return segments.flatMap((after, i): Step[] => {
    const before = segments[i - 1];
    const { from } = after;
    if (!before || from === null) return [];
    const jump = subtract(paidOn(after, from), paidOn(before, from));
    return jump.n > 0n || compare(after.slope, before.slope) > 0 ? [{ at: from, after }] : [];
  });
}

/** The nearest bound above a position; undefined where there is none. */
export const above = (bounds: readonly Step[], position: Fraction): Step | undefined =>
  bounds.find(({ at }) => compare(at, position) > 0);
