// Overrides: what the people below earned, as credits. Source: calculation, "Overrides".
import { compareText } from './order.ts';
import { isAssigned, type Stretch } from './assignment.ts';
import type { Credited } from './credit.ts';
import { rateMissing, type DatedWarning } from './part-readers.ts';
import { conversion, type RateOn } from './currency.ts';
import { tenTo } from './decimal.ts';
import { one } from './fraction.ts';
import { collect, draft, type Counted } from './ledger.ts';
import { fit, minorDigits, roundToMinor } from './money.ts';
import type { Day } from './period.ts';
import type { Measure, Plan } from './plan.ts';
import { earnedIn, stepsOf, type Account, type Step } from './run.ts';

export type Earnings = NonNullable<Measure['earnings']>;

/** Under which plan a credit of earnings was earned. */
export const planOfCredit = ({ record }: Counted): unknown => record?.['plan'];

/** What counts the earnings of others. */
export interface EarningsReader {
  readonly plan: Plan;
  /** Name of the measure. */
  readonly measure: string;
  readonly earnings: Earnings;
  readonly assigned: readonly Stretch[];
  /** The accounts of people who may be below. */
  readonly accounts: readonly Account[];
  /** How far below a person stands on a day; undefined where they don't. */
  readonly distance: (person: string, day: Day) => number | undefined;
  readonly rates: RateOn;
}

interface EarningsCredit {
  readonly at: Counted;
  readonly plan: string;
  readonly value: number | bigint;
}

/**
 * One credit for each person, plan and payment period that ends up to a day; in an open one its date is the as-of date. What
 * was found up to one day is kept for the next.
 */
export function earningsOf(reader: EarningsReader): (until: Day) => Credited {
  const { accounts, plan } = reader;
  const ids = [...new Set(reader.earnings.components)];
  const credits: EarningsCredit[] = [];
  const warnings: DatedWarning[] = [];
  const next = accounts.map(() => 0);
  let reached = Number.NEGATIVE_INFINITY;
  let isBusy = false;
  return (until) => {
    // People who lead each other at different times ask for earlier earnings on the way: those are found on their own.
    if (isBusy) return earningsOf(reader)(until);
    if (until > reached) {
      isBusy = true;
      reached = until;
      accounts.forEach((account, i) => {
        const steps = stepsOf(account);
        for (let step = steps[next[i] as number]; step; step = steps[next[i] as number]) {
          const day = Math.min(step.period.end, account.asOf);
          if (day > until) break;
          const found = creditIn(reader, ids, account, next[i] as number, day);
          if (found && 'code' in found) warnings.push(found);
          else if (found) credits.push(found);
          (next[i] as number)++;
        }
      });
      credits.sort((a, b) => a.at.day - b.at.day || compareText(a.at.id, b.at.id) || compareText(a.plan, b.plan));
      warnings.sort((a, b) => a.day - b.day || compareText(a.record ?? '', b.record ?? ''));
      isBusy = false;
    }
    const open = draft(minorDigits(plan.currency));
    for (const { at, value } of credits) if (at.day <= until) collect(open, at, value, one);
    return { draft: open, warnings: warnings.filter(({ day }) => day <= until) };
  };
}

function creditIn(
  { plan, measure, earnings, assigned, distance, rates }: EarningsReader,
  ids: readonly string[],
  account: Account,
  index: number,
  day: Day,
): EarningsCredit | DatedWarning | null {
  const depth = isAssigned(assigned, day) ? distance(account.payee, day) : undefined;
  if (depth === undefined || (earnings.reports === 'direct' && depth > 1)) return null;
  const earned = earnedIn(account, ids, index);
  if (earned === null) return null;
  const { id, currency } = (stepsOf(account)[index] as Step).version.plan;
  const factor = conversion(rates, currency, plan.currency, day);
  if (!factor) return rateMissing(account.payee, currency, plan.currency, day, measure);
  const exact = { n: earned * factor.n, d: tenTo(account.currency.digits) * factor.d };
  const value =
    currency === plan.currency
      ? fit(earned)
      : fit(roundToMinor(exact, minorDigits(plan.currency), plan.rounding ?? 'half-up'));
  return { at: { id: account.payee, day, record: { plan: id } }, plan: id, value };
}
