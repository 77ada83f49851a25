// What more credit is worth in an open window, with everything else as it stands: the slope of the payout, exactly.
import { factorAt, type Standing } from './component.ts';
import type { CrmRecord } from './book.ts';
import { tenTo } from './decimal.ts';
import { compare, fraction, least, most, multiply, negate, subtract, type Fraction } from './fraction.ts';
import { roundToMinor } from './money.ts';
import { isPlain, payoutAt, type Currency } from './payout.ts';
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
  value: Fraction,
  record: CrmRecord,
  currency: Currency,
): bigint | null {
  const { position, terms, total, attainmentMissing, isCapped } = standing;
  if (position === null || attainmentMissing) return null;
  const after = plus(position, value);
  if (isPlain(terms)) return worthOfPosition(standing, after, currency);
  const step = times(stepOf(standing, position, after, value), factorOf(standing, record));
  const limited = terms.each ? most(negate(terms.each), least(terms.each, step)) : step;
  // How far beyond a cap the sum of the steps lies is not known.
  if (isCapped && limited.n < 0n) return null;
  const room = terms.cap && subtract(terms.cap, fraction(total, tenTo(currency.digits)));
  return roundToMinor(room ? least(room, limited) : limited, currency.digits, currency.rounding);
}

/** A sum that is not brought to lowest terms: positions and credits of one measure mostly have one denominator. */
export const plus = (a: Fraction, b: Fraction): Fraction =>
  a.d === b.d ? { n: a.n + b.n, d: a.d } : { n: a.n * b.d + b.n * a.d, d: a.d * b.d };

/** A step as the component's rule takes it. Source: calculation, "Step by step". */
function stepOf({ terms }: Standing, from: Fraction, to: Fraction, value: Fraction): Fraction {
  const { table, step, counted } = terms;
  if (step === 'record') return payAt(table, value);
  if (step === 'difference') return subtract(payAt(table, to), payAt(table, from));
  const [start, end] = counted ? [least(from, counted), least(to, counted)] : [from, to];
  return multiply(subtract(end, start), segmentAt(table.segments, end).slope);
}

const times = (step: Fraction, factor: Fraction | null): Fraction => (factor ? multiply(step, factor) : step);

/** The factor of a record; null for a component without any. */
const factorOf = ({ component, terms, version }: Standing, record: CrmRecord): Fraction | null =>
  terms.factors[factorAt(component, version.plan.timeZone)(record)] ?? null;

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
