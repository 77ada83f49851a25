// One piece of advice about a plan, and the words that all advice is made of.
import type { Problem } from './error.ts';
import { moneyWords, numberWords, percentWords } from './figures.ts';
import { divide, type Fraction } from './fraction.ts';
import type { PaperPayout } from './plan-payout.ts';

/** Something that is allowed and that whoever is responsible for the plan should know. */
export interface Advice extends Problem {
  /** A warning is likely a mistake; a note is worth knowing. */
  readonly severity: 'warning' | 'note';
  /** The row of the book that it is about, where it is about one. */
  readonly row?: { readonly list: 'assignments' | 'quotas'; readonly index: number };
}

/** Takes one finding. */
export type Tell = (
  severity: Advice['severity'],
  code: string,
  path: Problem['path'],
  message: string,
  remedy: string,
  row?: Advice['row'],
) => void;

/** A position in words: "330,000 (110 % of quota)". */
export function placeWords({ unit, quota, isByShare }: PaperPayout, position: Fraction): string {
  if (unit === 'attainment') return percentWords(position);
  if (isByShare) return `${percentWords(position)} of quota`;
  return quota ? `${numberWords(position)} (${percentWords(divide(position, quota))} of quota)` : numberWords(position);
}

/** What is paid, in words: an amount, or a multiple of a quota that the plan does not name. */
export function payWords({ scale, unit, plan }: PaperPayout, pay: Fraction): string {
  if (scale === 'money') return moneyWords(pay, plan);
  return unit === 'money' ? `${percentWords(pay, 4)} of the quota` : `${numberWords(pay)} times the quota`;
}
