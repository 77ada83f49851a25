// What a component pays between two runs of one deal: the most that it may be for any amount in between.
import type { Standing } from './component.ts';
import { compare, divide, least, most, multiply, negate, one, zero, type Fraction } from './fraction.ts';
import { roundToMinor } from './money.ts';
import { isPlain, type Terms } from './payout.ts';
import { modifiersBetween, reachedBetween, type Reach } from './solve-reach.ts';
import { around, isOnly, only, times, type Span } from './solve-span.ts';
import { isOnOneLine, stepsBetween, type Way } from './solve-steps.ts';
import { paidOn, payAt, scaledBy, type Table } from './table.ts';

/** Totals in minor units. */
export interface Between {
  readonly left: bigint;
  readonly right: bigint;
  /** The most for any amount in between; null where nothing is known. */
  readonly most: bigint | null;
  /** Before rounding, money grows in step with the record's value, or falls so. */
  readonly isStraight: boolean;
}

export const unmoved = (total: bigint): Between => ({ left: total, right: total, most: total, isStraight: true });

/** What is paid between two standings of one component at the end of one payment period, before gate and settlement. */
export function totalBetween(l: Standing, r: Standing, reach: (id: string) => Reach, digits: number): Between {
  const { component } = l;
  const [left, right] = [l.total, r.total];
  const rounding = l.version.plan.rounding ?? 'half-up';
  const minor = (money: Fraction): bigint => roundToMinor(money, digits, rounding);
  const limit = l.terms.cap && minor(l.terms.cap);
  const atMost = (total: bigint | null): bigint | null =>
    limit !== null && (total === null || total > limit) ? limit : total;
  const isCapped = (total: bigint): boolean => limit !== null && total >= limit;
  const unknown: Between = { left, right, most: atMost(null), isStraight: false };

  const reached = reachedBetween(component, reach);
  if (!reached || (['tier', 'row', 'column'] as const).some((side) => reached[0][side] !== reached[1][side]))
    return unknown;
  const factor = modifiersBetween(component, reach);
  const terms = unmodified(l, r, factor);
  const hasSteps = l.totals.length > 0 && !isPlain(l.terms);
  const way = terms && (hasSteps ? stepsBetween(terms, l, r) : wayOfReading(terms.table, l, r, reach));
  if (!way) return unknown;
  // On a way without a turn the most is paid at one of its ends, and there it is known to the cent.
  if (isOnly(factor) && !way.turns)
    return {
      left,
      right,
      most: left > right ? left : right,
      isStraight: way.isLine && isCapped(left) === isCapped(right),
    };
  const { high } = times(way.paid(), factor);
  return { left, right, most: atMost(high && minor(high)), isStraight: false };
}

/** The terms without what modifiers make of them; null where that is not to be seen, since they leave nothing on both sides. */
function unmodified(l: Standing, r: Standing, factor: Span): Terms | null {
  const { modifier, terms } = l.modifier.n === 0n ? r : l;
  if (modifier.n === modifier.d) return terms;
  if (modifier.n === 0n) return isOnly(factor) ? terms : null;
  const by = divide(one, modifier);
  const each = terms.each && multiply(terms.each, modifier.n < 0n ? negate(by) : by);
  return { ...terms, table: scaledBy(terms.table, by), each };
}

/** The way of what a table pays at a position, or at the attainment of a blend; null where nothing is known of it. */
function wayOfReading(table: Table, l: Standing, r: Standing, reach: (id: string) => Reach): Way | null {
  const { blend, id } = l.component;
  const { attainment, position } = reach(id);
  const reading = blend ? attainment : (position ?? only(zero));
  // Without its attainment a blend pays nothing.
  if (!reading) return { turns: false, isLine: true, paid: () => only(zero) };
  const { low, high } = reading;
  if (!low || !high) return null;
  const isLine = isOnOneLine(table, low, high);
  return {
    turns: blend !== undefined || !(isLine || table.every),
    isLine: isLine && !l.per,
    paid: () => payBetween(table, low, high),
  };
}

/** What a table pays anywhere from one position to another. */
function payBetween(table: Table, from: Fraction, to: Fraction): Span {
  const { segments, every } = table;
  const ends = [payAt(table, from), payAt(table, to)] as const;
  if (every) return around(ends);
  const inside = segments.flatMap((segment, i) => {
    const next = segments[i + 1]?.from ?? null;
    if ((segment.from && compare(segment.from, to) > 0) || (next && compare(next, from) <= 0)) return [];
    // Just below the bound of the next one the line still pays.
    return [
      paidOn(segment, segment.from ? most(segment.from, from) : from),
      paidOn(segment, next ? least(next, to) : to),
    ];
  });
  return around([...ends, ...inside]);
}
