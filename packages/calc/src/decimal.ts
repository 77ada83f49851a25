// Decimals at the border: decimal.js parses what plans and records say and prints what is shown.
import { Decimal as Big } from 'decimal.js';
import { fraction, round, type Fraction } from './fraction.ts';

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

/** Reads "50%", "0.5" or 0.5 as a share of one; null where it is none of them. */
export function parsePercent(value: unknown): Fraction | null {
  if (typeof value !== 'string' || !value.trimEnd().endsWith('%')) return parseDecimal(value);
  const parsed = parseDecimal(value.trimEnd().slice(0, -1));
  return parsed && fraction(parsed.n, parsed.d * 100n);
}

/** Prints a number exactly where it ends within `places` decimals, else rounded half-even to so many; no trailing zeros. */
export function printDecimal(value: Fraction, places = 12): string {
  if (value.d === 1n) return value.n.toString();
  const scaled = round(fraction(value.n * tenTo(places), value.d), 'half-even');
  return placePoint(scaled, places).replace(/\.?0+$/, '');
}

/** Prints an integer of so many minor units: (12345, 2) is "123.45". */
export function printMinor(minor: number | bigint, digits: number): string {
  return digits === 0 ? String(minor) : placePoint(minor, digits);
}

function placePoint(integer: number | bigint, places: number): string {
  const negative = integer < 0;
  let text = String(integer);
  if (negative) text = text.slice(1);
  if (text.length <= places) text = text.padStart(places + 1, '0');
  const whole = text.slice(0, text.length - places);
  return `${negative ? '-' : ''}${whole}.${text.slice(text.length - places)}`;
}
