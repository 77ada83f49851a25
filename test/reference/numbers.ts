// Numbers of the reference calculation: fractions in lowest terms, and how they are read, rounded and printed.

/** n ÷ d, in lowest terms, with d above 0. */
export type Q = readonly [n: bigint, d: bigint];

const magnitude = (n: bigint): bigint => (n < 0n ? -n : n);
const divisor = (a: bigint, b: bigint): bigint => {
  let [one, other] = [a, b];
  while (other !== 0n) [one, other] = [other, one % other];
  return one;
};

export function q(n: bigint | number, d: bigint | number = 1n): Q {
  const [top, bottom] = [BigInt(n), BigInt(d)];
  if (bottom === 1n) return [top, bottom];
  const common = divisor(magnitude(top), magnitude(bottom)) || 1n;
  const sign = bottom < 0n ? -1n : 1n;
  return [(sign * top) / common, (sign * bottom) / common];
}

export const nil = q(0);
export const unit = q(1);
export const plus = ([a, b]: Q, [c, d]: Q): Q => q(a * d + c * b, b * d);
export const minus = ([a, b]: Q, [c, d]: Q): Q => q(a * d - c * b, b * d);
export const times = ([a, b]: Q, [c, d]: Q): Q => q(a * c, b * d);
export const over = ([a, b]: Q, [c, d]: Q): Q => q(a * d, b * c);
export const sum = (list: readonly Q[]): Q => list.reduce(plus, nil);
/** Negative, 0 or positive, as a lies below, at or above b. */
export const order = ([a, b]: Q, [c, d]: Q): number => (a * d < c * b ? -1 : a * d > c * b ? 1 : 0);
export const least = (a: Q, b: Q): Q => (order(a, b) < 0 ? a : b);
export const most = (a: Q, b: Q): Q => (order(a, b) > 0 ? a : b);
export const isBelowZero = ([n]: Q): boolean => n < 0n;
export const isZero = ([n]: Q): boolean => n === 0n;
/** The whole number at or below a fraction that is not negative. */
export const floor = ([n, d]: Q): Q => q(n / d);

const numerals = new Map<unknown, Q | null>();

/** A decimal as a number or text, or a percentage; null where it is neither. Each numeral is read once. */
export function read(value: unknown): Q | null {
  if (typeof value !== 'number' && typeof value !== 'string') return null;
  if (!numerals.has(value)) {
    if (numerals.size > 10_000) numerals.clear();
    numerals.set(value, parse(String(value).trim()));
  }
  return numerals.get(value) as Q | null;
}

function parse(text: string): Q | null {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?(?:e([+-]?\d+))?(%?)$/i.exec(text);
  if (!match) return null;
  const [, sign, left = '', right = '', exponent = '0', percent] = match;
  if (left + right === '') return null;
  const power = Number(exponent) - right.length - (percent ? 2 : 0);
  const digits = BigInt(left + right) * (sign === '-' ? -1n : 1n);
  return power < 0 ? q(digits, 10n ** BigInt(-power)) : q(digits * 10n ** BigInt(power));
}

/** A decimal as a number or text, as records hold them: no percentages. */
export const decimal = (value: unknown): Q | null => (isPercent(value) ? null : read(value));

/** A decimal that a plan or a book must have. */
export const must = (value: unknown): Q => {
  const parsed = read(value);
  if (!parsed) throw new Error(`${String(value)} is no number`);
  return parsed;
};

export const isPercent = (value: unknown): boolean => typeof value === 'string' && value.trimEnd().endsWith('%');

/** Decimals of a currency's minor unit: two, but for these. Source: ISO 4217, list one. */
const digitsByCount: Readonly<Record<number, string>> = {
  0: 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF',
  3: 'BHD IQD JOD KWD LYD OMR TND',
  4: 'CLF UYW',
};
export const digitsOf = (currency: string): number =>
  Number(Object.entries(digitsByCount).find(([, list]) => list.split(' ').includes(currency))?.[0] ?? 2);

export type Rounding = 'half-up' | 'half-even';

/** To the nearest whole number; halves away from zero, or to the even one. */
export function whole([n, d]: Q, rounding: Rounding): bigint {
  const size = magnitude(n);
  const down = size / d;
  const twice = 2n * (size - down * d);
  const isUp = twice > d || (twice === d && (rounding === 'half-up' || down % 2n === 1n));
  return (n < 0n ? -1n : 1n) * (isUp ? down + 1n : down);
}

/** An amount in major units as whole minor units. */
export const minorOf = (amount: Q, currency: string, rounding: Rounding = 'half-up'): bigint =>
  whole(times(amount, q(10n ** BigInt(digitsOf(currency)))), rounding);

/** Minor units as text: 150 with two digits is 1.50. */
export function money(minor: bigint, digits: number): string {
  const text = String(magnitude(minor)).padStart(digits + 1, '0');
  const cut = text.length - digits;
  return (minor < 0n ? '-' : '') + text.slice(0, cut) + (digits > 0 ? `.${text.slice(cut)}` : '');
}

/** Up to twelve decimals, without zeros at the end. */
export function plain(value: Q): string {
  const text = money(whole(times(value, q(10n ** 12n)), 'half-even'), 12).replace(/\.?0+$/, '');
  return text === '-0' ? '0' : text;
}
