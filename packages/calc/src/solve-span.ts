// Spans of exact numbers: between which bounds something stays.
import { add, compare, least, most, multiply, zero, type Fraction } from './fraction.ts';

/** From `low` to `high`, both included; null where there is no bound. */
export interface Span {
  readonly low: Fraction | null;
  readonly high: Fraction | null;
}

export const anything: Span = { low: null, high: null };
export const only = (value: Fraction): Span => ({ low: value, high: value });
export const isOnly = ({ low, high }: Span): boolean => low !== null && high !== null && compare(low, high) === 0;

/** The smallest span that holds some numbers. */
export const around = ([first, ...rest]: readonly [Fraction, ...Fraction[]]): Span => ({
  low: rest.reduce(least, first),
  high: rest.reduce(most, first),
});

export const plus = (a: Span, b: Span): Span => ({
  low: a.low && b.low && add(a.low, b.low),
  high: a.high && b.high && add(a.high, b.high),
});

export function times(a: Span, b: Span): Span {
  if (isNothing(a) || isNothing(b)) return only(zero);
  const { low, high } = a;
  if (!low || !high || !b.low || !b.high) return anything;
  return around([multiply(low, b.low), multiply(low, b.high), multiply(high, b.low), multiply(high, b.high)]);
}

const isNothing = ({ low, high }: Span): boolean => low?.n === 0n && high?.n === 0n;

/** One by another, which stays on one side of 0; nothing is said where it does not. */
export function over(a: Span, b: Span): Span {
  if (!b.low || !b.high || (b.low.n <= 0n && b.high.n >= 0n)) return anything;
  return times(a, around([inverse(b.low), inverse(b.high)]));
}

const inverse = ({ n, d }: Fraction): Fraction => (n < 0n ? { n: -d, d: -n } : { n: d, d: n });
