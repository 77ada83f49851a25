// Figures in sentences: thousands grouped, shares in percent, amounts with their minor units.
import { grouped, parseDecimal, parsePercent, printDecimal, printMinor } from './decimal.ts';
import { fraction, zero, type Fraction } from './fraction.ts';
import { minorDigits, roundToMinor } from './money.ts';
import type { Plan } from './plan.ts';

/** A number to at most `places` decimals, grouped. */
export const numberWords = (value: Fraction, places = 4): string => grouped(printDecimal(value, places));

/** A share of one in percent: 11/10 is "110 %". */
export const percentWords = ({ n, d }: Fraction, places = 2): string =>
  `${numberWords(fraction(n * 100n, d), places)} %`;

/** An amount of the plan's currency, rounded as the plan rounds, grouped. */
export const moneyWords = (amount: Fraction, plan: Plan): string => grouped(printMoney(amount, plan));

/** The same as plain text: "27600.00". */
export function printMoney(amount: Fraction, { currency, rounding = 'half-up' }: Plan): string {
  const digits = minorDigits(currency);
  return printMinor(roundToMinor(amount, digits, rounding), digits);
}

/** A share as a plan writes it ("50%" or 0.5), in percent. */
export const shareWords = (share: string | number): string => percentWords(parsePercent(share) ?? zero, 6);

/** A decimal as a plan writes it, as an amount of its currency. */
export const amountWords = (decimal: string | number, plan: Plan): string =>
  moneyWords(parseDecimal(decimal) ?? zero, plan);

/** "a", "a and b", "a, b and c". */
export function listWords(words: readonly string[], last = 'and'): string {
  return words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} ${last} ${words.at(-1)}`;
}

/** The first few of a list, and how many more there are. */
export const someWords = (words: readonly string[], most = 5): string =>
  words.length <= most ? listWords(words) : `${words.slice(0, most).join(', ')} and ${words.length - most} more`;

/** "1 person", "3 people". */
export const countWords = (count: number, one: string, many = `${one}s`): string =>
  `${grouped(String(count))} ${count === 1 ? one : many}`;
