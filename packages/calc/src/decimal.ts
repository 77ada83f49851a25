// Decimals at the border: decimal.js parses what plans and records say and prints what is shown.
import { Decimal as Big } from 'decimal.js';
import { fraction, type Fraction } from './fraction.ts';

const Exact = Big.clone({ precision: 1e4, toExpNeg: -9e15, toExpPos: 9e15 });

const powers = Array.from({ length: 40 }, (_, i) => 10n ** BigInt(i));
export const tenTo = (exponent: number): bigint => powers[exponent] ?? 10n ** BigInt(exponent);

const longest = 200;

/** Reads a decimal (number by its shortest form, or text, exponents included); null where it is none. */
export function parseDecimal(value: unknown): Fraction | null {
  if (typeof value === 'number') {
    if (Number.isSafeInteger(value)) return { n: BigInt(value), d: 1n };
    if (!Number.isFinite(value)) return null;
  } else if (typeof value === 'string' && /^-?\d{1,15}$/.test(value)) return { n: BigInt(value), d: 1n };
  else if (
    typeof value !== 'string' ||
    !/^\s*[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,3})?\s*$/.test(value) ||
    value.length > longest
  )
    return null;
  const parsed = new Exact(typeof value === 'string' ? value.trim() : value);
  const places = parsed.decimalPlaces();
  return fraction(BigInt(parsed.mul(new Exact(10).pow(places)).toFixed(0)), tenTo(places));
}

const percents = new Map<unknown, Fraction | null>();

/** Reads "50%", "0.5" or 0.5 as a share of one; null where it is none of them. What plans say is read once. */
export function parsePercent(value: unknown): Fraction | null {
  let parsed = percents.get(value);
  if (parsed === undefined) {
    parsed =
      typeof value === 'string' && value.trimEnd().endsWith('%')
        ? hundredth(parseDecimal(value.trimEnd().slice(0, -1)))
        : parseDecimal(value);
    if (percents.size > 10_000) percents.clear();
    percents.set(value, parsed);
  }
  return parsed;
}

const hundredth = (value: Fraction | null): Fraction | null => value && fraction(value.n, value.d * 100n);

/** Prints a number exactly where it ends within `places` decimals, else rounded half-even to so many; no trailing zeros. */
export function printDecimal(value: Fraction, places = 12): string {
  if (value.d === 1n) return value.n.toString();
  const text = placePoint(rounded(value, places), places);
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end--;
  return text.slice(0, text.charCodeAt(end - 1) === 46 ? end - 1 : end);
}

/** A fraction × 10^places, to the nearest integer, a half to the even one. */
function rounded({ n, d }: Fraction, places: number): bigint {
  const scaled = n * tenTo(places);
  const rest = scaled % d;
  const quotient = scaled / d;
  const twice = rest < 0n ? -rest - rest : rest + rest;
  return twice > d || (twice === d && quotient % 2n !== 0n) ? quotient + (n < 0n ? -1n : 1n) : quotient;
}

/** Prints an integer of so many minor units: (12345, 2) is "123.45". */
export function printMinor(minor: number | bigint, digits: number): string {
  return digits === 0 ? String(minor) : placePoint(minor, digits);
}

function placePoint(integer: number | bigint, places: number): string {
  if (typeof integer === 'number' && integer > 9_999 && places < 5) {
    const digits = String(integer);
    const point = digits.length - places;
    return `${digits.slice(0, point)}.${digits.slice(point)}`;
  }
  const negative = integer < 0;
  let text = String(integer);
  if (negative) text = text.slice(1);
  if (text.length <= places) text = text.padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  return `${negative ? '-' : ''}${whole}.${text.slice(text.length - places)}`;
}
