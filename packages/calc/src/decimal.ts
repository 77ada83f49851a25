// Decimals at the border: what plans and records say as exact numbers, and exact numbers as what is shown.
import { fraction, type Fraction } from './fraction.ts';

const powers = Array.from({ length: 40 }, (_, i) => 10n ** BigInt(i));
export const tenTo = (exponent: number): bigint => powers[exponent] ?? 10n ** BigInt(exponent);

/** Longer texts are no amounts of anything. */
const longest = 200;
const shape = /^\s*([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,3}))?\s*$/;

/** Reads a decimal (number by its shortest form, or text, exponents included); null where it is none. */
export function parseDecimal(value: unknown): Fraction | null {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return { n: BigInt(value), d: 1n };
  const text = typeof value === 'number' || typeof value === 'string' ? String(value) : '';
  const [, sign, whole = '', decimals = '', exponent = '0'] = (text.length <= longest && shape.exec(text)) || [];
  const digits = whole + decimals;
  if (digits === '') return null;
  const places = decimals.length - Number(exponent);
  const n = BigInt(sign === '-' ? `-${digits}` : digits);
  return places <= 0 ? { n: n * tenTo(-places), d: 1n } : fraction(n, tenTo(places));
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
  const [n, d] = [Number(value.n), Number(value.d)];
  if (100 % d === 0 && n >= 0 && n < 1e12) {
    const hundredths = n * (100 / d);
    return hundredths % 100 === 0 ? String(hundredths / 100) : printMinor(hundredths, 2).replace(/0$/, '');
  }
  const text = places === 12 && n >= 0 && d > 0 ? (twelfths(n / d) ?? exactly(value, places)) : exactly(value, places);
  let end = text.length;
  while (text.charCodeAt(end - 1) === 48) end--;
  return text.slice(0, text.charCodeAt(end - 1) === 46 ? end - 1 : end);
}

const exactly = (value: Fraction, places: number): string => placePoint(rounded(value, places), places);

/**
 * A number to 12 decimals where a double is sure of the last: it is small, and does not lie next to the middle between two
 * decimals; null else.
 */
function twelfths(number: number): string | null {
  const scaled = number * 1e12;
  const whole = Math.floor(scaled);
  // Below 10 its errors stay within a hundredth of the last decimal.
  if (!(number < 10) || Math.abs(scaled - whole - 0.5) < 0.02) return null;
  return placePoint(Math.round(scaled), 12);
}

/** A fraction × 10^places, to the nearest integer, a half to the even one. */
function rounded({ n, d }: Fraction, places: number): bigint {
  const scaled = n * tenTo(places);
  const rest = scaled % d;
  const quotient = scaled / d;
  const twice = rest < 0n ? -rest - rest : rest + rest;
  return twice > d || (twice === d && quotient % 2n !== 0n) ? quotient + (n < 0n ? -1n : 1n) : quotient;
}

/** The sum of decimals, with as many decimals as the finest of them. */
export function sumOf(decimals: readonly string[]): string {
  const { n, d } = decimalsAdded(decimals);
  return printMinor(n, d.toString().length - 1);
}

/** Of no more characters, the digits are a safe integer. */
const shortest = 15;

/** The sum of plain decimals as an exact number; its denominator is the power of ten of the finest of them. */
export function decimalsAdded(decimals: readonly string[]): Fraction {
  // By how many decimals they have: as numbers while that is safe, then as bigints.
  const safely: number[] = [];
  const sums: bigint[] = [];
  for (const text of decimals) {
    const point = text.indexOf('.');
    const places = point < 0 ? 0 : text.length - point - 1;
    const next = (safely[places] ?? 0) + (text.length > shortest ? Number.NaN : digitsIn(text));
    if (Number.isSafeInteger(next)) safely[places] = next;
    else sums[places] = (sums[places] ?? 0n) + scaled(text, places);
  }
  const finest = Math.max(0, safely.length - 1, sums.length - 1);
  let n = 0n;
  for (let places = 0; places <= finest; places++)
    n += (BigInt(safely[places] ?? 0) + (sums[places] ?? 0n)) * tenTo(finest - places);
  return { n, d: tenTo(finest) };
}

/** The digits of a short decimal as one whole number: -1.25 is -125. */
function digitsIn(decimal: string): number {
  let value = 0;
  for (let i = 0; i < decimal.length; i++) {
    const digit = decimal.charCodeAt(i) - 48;
    if (digit >= 0) value = value * 10 + digit;
  }
  return decimal.startsWith('-') ? -value : value;
}

/** Below 0, 0 or above 0 as `a` is less than, equal to or more than `b`; what is missing comes first. */
export function compareDecimals(a: string | null, b: string | null): number {
  if (a === null || b === null) return a === b ? 0 : a === null ? -1 : 1;
  const places = Math.max(...[a, b].map((text) => text.split('.')[1]?.length ?? 0));
  const difference = scaled(a, places) - scaled(b, places);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

function scaled(decimal: string, places: number): bigint {
  const [whole, rest = ''] = decimal.split('.');
  return BigInt(`${whole}${rest.padEnd(places, '0')}`);
}

const cents = Array.from({ length: 100 }, (_, i) => `.${String(i).padStart(2, '0')}`);

/** Small whole numbers are printed once. */
const smallest = 10_000;
const wholes = Array.from<string | undefined>({ length: smallest });

/** Prints an integer of so many minor units: (12345, 2) is "123.45". */
export function printMinor(minor: number | bigint, digits: number): string {
  const number = Number(minor);
  if (digits === 2 && number >= 0 && number <= Number.MAX_SAFE_INTEGER) {
    const rest = number % 100;
    const whole = (number - rest) / 100;
    return (whole < smallest ? (wholes[whole] ??= String(whole)) : String(whole)) + (cents[rest] as string);
  }
  return digits === 0 ? String(minor) : placePoint(minor, digits);
}

function placePoint(integer: number | bigint, places: number): string {
  const negative = integer < 0;
  const text = String(integer)
    .slice(negative ? 1 : 0)
    .padStart(places + 1, '0');
  const point = text.length - places;
  return `${negative ? '-' : ''}${text.slice(0, point)}.${text.slice(point)}`;
}

/** Thousands grouped: "27600.00" is "27,600.00". */
export function grouped(decimal: string): string {
  const [whole = '', rest] = decimal.split('.');
  return `${whole.replaceAll(/\B(?=(\d{3})+(?!\d))/g, ',')}${rest === undefined ? '' : `.${rest}`}`;
}
