// Exact rationals on integers: what tables, quotas and rates are made of before they are scaled for the kernel.

/** A rational number in lowest terms; `d` is positive. */
export interface Fraction {
  readonly n: bigint;
  readonly d: bigint;
}

export function gcd(a: bigint, b: bigint): bigint {
  let [x, y] = [magnitude(a), magnitude(b)];
  while (y > small) [x, y] = [y, x % y];
  if (y === 0n) return x;
  // Numbers divide many times faster than bigints, as soon as both are safe.
  let [n, m] = [Number(y), Number(x % y)];
  while (m) [n, m] = [m, n % m];
  return BigInt(n);
}

const small = BigInt(Number.MAX_SAFE_INTEGER);

/** Does a number hold it, and all that lies nearer to 0? */
export const isSafe = (integer: bigint): boolean => Number.isSafeInteger(Number(integer));

export const magnitude = (integer: bigint): bigint => (integer < 0n ? -integer : integer);

export const lcm = (a: bigint, b: bigint): bigint => (a / gcd(a, b)) * b;

export function fraction(n: bigint, d = 1n): Fraction {
  if (d === 1n) return { n, d };
  const divisor = gcd(n, d) || 1n;
  return d < 0n ? { n: -n / divisor, d: -d / divisor } : { n: n / divisor, d: d / divisor };
}

export const zero: Fraction = { n: 0n, d: 1n };
export const one: Fraction = { n: 1n, d: 1n };

export const add = (a: Fraction, b: Fraction): Fraction =>
  a.d === b.d ? fraction(a.n + b.n, a.d) : fraction(a.n * b.d + b.n * a.d, a.d * b.d);
export const negate = (a: Fraction): Fraction => ({ n: -a.n, d: a.d });
export const subtract = (a: Fraction, b: Fraction): Fraction => add(a, negate(b));
export const multiply = (a: Fraction, b: Fraction): Fraction => fraction(a.n * b.n, a.d * b.d);
/** @throws RangeError where `b` is 0: callers decide what a missing quota means. */
export function divide(a: Fraction, b: Fraction): Fraction {
  if (b.n === 0n) throw new RangeError('division by zero');
  return fraction(a.n * b.d, a.d * b.n);
}
/** Below 0, 0 or above 0 as `a` is less than, equal to or more than `b`. */
export function compare(a: Fraction, b: Fraction): number {
  const difference = a.n * b.d - b.n * a.d;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
export const least = (a: Fraction, b: Fraction): Fraction => (compare(a, b) <= 0 ? a : b);
export const most = (a: Fraction, b: Fraction): Fraction => (compare(a, b) >= 0 ? a : b);

/** The smallest integer that is not less. */
export function ceiling({ n, d }: Fraction): bigint {
  const quotient = n / d;
  return n > 0n && n % d !== 0n ? quotient + 1n : quotient;
}

export type Rounding = 'half-up' | 'half-even';

/** The nearest integer; a half goes away from zero, or to the even neighbour. */
export function round({ n, d }: Fraction, rounding: Rounding): bigint {
  const rest = n % d;
  const quotient = n / d;
  const twice = rest + rest;
  const size = magnitude(twice);
  const away = size > d || (size === d && (rounding === 'half-up' || quotient % 2n !== 0n));
  return away ? quotient + (n < 0n ? -1n : 1n) : quotient;
}
