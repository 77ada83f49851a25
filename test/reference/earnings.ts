// Overrides in the reference calculation: credits for what the people below earned.
import { followedOf, isAssigned, lastDayOf, rulesAt, type Account } from './account.ts';
import type { Span } from './calendar.ts';
import { byDay, distance, exchange, toMinorUnit, type Credit, type RecordWarning } from './credits.ts';
import { digitsOf, q, times, unit } from './numbers.ts';
import type { Component, Measure, Plan } from './types.ts';

type Earnings = NonNullable<Measure['earnings']>;
/** What a component brought an account in a payment period, in minor units. */
export type EarnedIn = (account: Account, component: Component, period: Span) => bigint;

/**
 * A credit for each person below, plan and payment period that ends (or is open) up to a day. Only what was earned up to then
 * is asked for: somebody below in January may stand above in February.
 */
export function earningsOf(
  account: Account,
  plan: Plan,
  earnings: Earnings,
  until: string,
  earnedIn: EarnedIn,
): readonly Credit[] {
  const { book } = account.run;
  return sourcesOf(account, plan, earnings, until)
    .flatMap(({ person, period, day, components }) => {
      const { currency } = rulesAt(person, period);
      const factor = exchange(book, currency, plan.currency, day);
      if (!factor) return [];
      const earned = components.reduce((all, one) => all + earnedIn(person, one, period), 0n);
      const value = toMinorUnit(times(q(earned, 10n ** BigInt(digitsOf(currency))), factor), plan);
      return [{ id: person.payee, day, value, share: unit, amount: value, row: null }];
    })
    .sort(byDay);
}

/** What cannot be credited up to the as-of date for want of a rate. */
export function earningsWarnings(account: Account, plan: Plan, earnings: Earnings): readonly RecordWarning[] {
  const { book } = account.run;
  return sourcesOf(account, plan, earnings, book.asOf)
    .filter(({ person, period, day }) => !exchange(book, rulesAt(person, period).currency, plan.currency, day))
    .map(({ person, day }) => ({ code: 'rate-missing', record: person.payee, day }));
}

interface Source {
  readonly person: Account;
  readonly period: Span;
  readonly day: string;
  readonly components: readonly Component[];
}

/** The people below with a payment period in which they may have earned; by plan, so that what ties stays in this order. */
function sourcesOf(
  account: Account,
  plan: Plan,
  { reports, components: ids }: Earnings,
  until: string,
): readonly Source[] {
  const { run } = account;
  const people = new Map(
    run.book.assignments.map(({ payee, plan: id }) => [JSON.stringify([id, payee]), { run, payee, id }]),
  );
  return [...people]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([, person]) =>
      followedOf(person).flatMap((period): Source[] => {
        const day = lastDayOf(person, period);
        const components = rulesAt(person, period).components.filter(({ id }) => ids.includes(id));
        if (day > until || components.length === 0 || !isAssigned(account, day)) return [];
        const depth = distance(run.book, person.payee, account.payee, day);
        if (depth === 0 || (reports === 'direct' && depth > 1)) return [];
        return [{ person, period, day, components }];
      }),
    );
}
