// Conversion to the plan's currency at the rate in force on a date.
import type { RateRow } from './book.ts';
import { parseDecimal, printDecimal, printMinor } from './decimal.ts';
import { divide, one, type Fraction, type Rounding } from './fraction.ts';
import { converted, minorDigits } from './money.ts';
import { parseDay, type Day } from './period.ts';

/** Units of a currency for one unit of the corporate currency on a date; null where no rate holds. */
export type RateOn = (currency: string, day: Day) => Fraction | null;

/** Dated rates where they exist, else the static one (without `from`), which holds before the first dated one. */
export function ratesOf(rows: readonly RateRow[], corporate: string): RateOn {
  const byCurrency = new Map<string, { from: Day; rate: Fraction }[]>();
  for (const { currency, from, rate } of rows) {
    const parsed = parseDecimal(rate);
    if (!parsed) continue;
    const list = byCurrency.get(currency) ?? [];
    list.push({ from: from ? (parseDay(from) ?? Number.NEGATIVE_INFINITY) : Number.NEGATIVE_INFINITY, rate: parsed });
    byCurrency.set(currency, list);
  }
  for (const list of byCurrency.values()) list.sort((a, b) => a.from - b.from);
  return (currency, day) =>
    byCurrency.get(currency)?.findLast(({ from }) => from <= day)?.rate ?? (currency === corporate ? one : null);
}

/** The factor from one currency to another on a date; null where a rate is missing. */
export function conversion(rates: RateOn, from: string, to: string, day: Day): Fraction | null {
  if (from === to) return one;
  const [source, target] = [rates(from, day), rates(to, day)];
  if (!source || !target || source.n === 0n) return null;
  // Rates are few, and each is one value for all of its days.
  let factors = quotients.get(source);
  if (!factors) quotients.set(source, (factors = new Map()));
  let factor = factors.get(target);
  if (!factor) factors.set(target, (factor = divide(target, source)));
  return factor;
}

/**
 * Amounts as decimals in another currency, at the rate in force on a day and rounded to its minor unit; exact where it is their
 * own. Null where a rate is missing or the amount is no number.
 */
export function converter(
  rows: readonly RateRow[],
  corporate: string,
  rounding: Rounding = 'half-up',
): (amount: unknown, from: string, to: string, day: Day) => string | null {
  const rates = ratesOf(rows, corporate);
  return (amount, from, to, day) => {
    const own = parseDecimal(amount);
    if (from === to) return own && printDecimal(own);
    const factor = conversion(rates, from, to, day);
    const minor = factor && converted(amount, factor, minorDigits(to), rounding);
    return minor === null ? null : printMinor(minor, minorDigits(to));
  };
}

const quotients = new WeakMap<Fraction, Map<Fraction, Fraction>>();
