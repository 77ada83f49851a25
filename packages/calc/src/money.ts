// Money: minor units by ISO 4217, and amounts of the CRM as integers of them.
import { parseDecimal, tenTo } from './decimal.ts';
import { round, type Fraction, type Rounding } from './fraction.ts';

/** Currencies whose minor unit is not a hundredth. Source: ISO 4217. */
const digitsOf: Readonly<Record<string, number>> = {
  BIF: 0,
  CLP: 0,
  DJF: 0,
  GNF: 0,
  ISK: 0,
  JPY: 0,
  KMF: 0,
  KRW: 0,
  PYG: 0,
  RWF: 0,
  UGX: 0,
  UYI: 0,
  VND: 0,
  VUV: 0,
  XAF: 0,
  XOF: 0,
  XPF: 0,
  BHD: 3,
  IQD: 3,
  JOD: 3,
  KWD: 3,
  LYD: 3,
  OMR: 3,
  TND: 3,
  CLF: 4,
  UYW: 4,
};

/** Decimals of a currency's minor unit. */
export const minorDigits = (currency: string): number => digitsOf[currency] ?? 2;

/** Minor units of one unit, by decimals. */
const units: readonly number[] = [1, 10, 100, 1_000, 10_000];

/** Beyond so many units a decimal of a double is no longer told apart from its neighbours. */
const tellable = 1e15;

/**
 * An amount as minor units, rounded to them; null where it is no number.
 * A number is taken by its shortest decimal form.
 */
export function toMinor(amount: unknown, digits: number, rounding: Rounding): number | bigint | null {
  if (typeof amount === 'number') {
    const unit = units[digits] ?? 1;
    const scaled = Math.round(amount * unit);
    if (scaled < tellable && scaled > -tellable && scaled / unit === amount) return scaled;
  }
  const parsed = parseDecimal(amount);
  return parsed && fit(roundToMinor(parsed, digits, rounding));
}

/** An amount × a factor as minor units, rounded to them; null where it is no number. */
export function converted(
  amount: unknown,
  { n, d }: Fraction,
  digits: number,
  rounding: Rounding,
): number | bigint | null {
  if (typeof amount === 'number' && rounding === 'half-up') {
    const unit = units[digits] ?? 1;
    const scaled = Math.round(amount * unit);
    const [whole, half] = [scaled * Number(n), Number(d)];
    // Numbers do where the amount is a whole number of minor units and nothing on the way is too large for them.
    if (scaled / unit === amount && 2 * (Math.abs(whole) + half) < Number.MAX_SAFE_INTEGER) {
      const magnitude = 2 * Math.abs(whole) + half;
      const rest = magnitude % (2 * half);
      const rounded = (magnitude - rest) / (2 * half);
      return whole < 0 ? -rounded : rounded;
    }
  }
  const parsed = parseDecimal(amount);
  return parsed && fit(roundToMinor({ n: parsed.n * n, d: parsed.d * d }, digits, rounding));
}

export const roundToMinor = (amount: Fraction, digits: number, rounding: Rounding): bigint =>
  round({ n: amount.n * tenTo(digits), d: amount.d }, rounding);

/** A number while that is safe, else the bigint. */
export function fit(integer: bigint): number | bigint {
  const number = Number(integer);
  return Number.isSafeInteger(number) ? number : integer;
}
