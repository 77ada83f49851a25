// Accounts: one for each payee and plan of a book, with the credits that their statements are made of.
import { compareText } from './order.ts';
import { stretches, type Stretch } from './assignment.ts';
import type { Assignment, Book, Entry, QuotaRow } from './book.ts';
import { creditor, type Credited, type Creditor, type Source } from './credit.ts';
import { creditKeys, partsOf, type Part } from './part.ts';
import type { DatedWarning } from './part-readers.ts';
import { earningsOf, type Earnings } from './earnings.ts';
import { ledger, ledgers } from './ledger.ts';
import { currencyOf } from './payout.ts';
import { calendarOf, earliestOpen, endOfTime, parseDay, type Day } from './period.ts';
import type { Plan } from './plan.ts';
import type { Account, OwnVersion } from './run.ts';

/** One part of one version of a plan, with all that it credits. */
export interface CreditedPart {
  readonly plan: Plan;
  readonly part: Part;
  readonly creditor: Creditor;
}

/** The accounts of a book as they are now: `account` makes one anew from what is credited. */
export interface Accounts {
  readonly parts: readonly CreditedPart[];
  /** Keys of all accounts, ordered by payee, then plan. */
  readonly keys: readonly AccountKey[];
  readonly account: (key: AccountKey) => Account;
  /** The components whose earnings somebody counts. */
  readonly counted: ReadonlySet<string>;
  /** Makes an account again when it is asked for next. */
  readonly forget: (key: AccountKey) => void;
  /** Does an account hold something back until rows of an object say that it is collected? */
  readonly collects: (key: AccountKey, object: string) => boolean;
  /** Who counts earnings of a person. */
  readonly readersOf: (payee: string) => readonly AccountKey[];
}

export interface AccountKey {
  readonly payee: string;
  readonly plan: string;
}

/** Credits the records of a source up to a day, and has the accounts that they make. */
export function accountsOf(book: Book, source: Source, asOf: Day, creditedTo: Day = asOf): Accounts {
  const byPlan = Map.groupBy(book.assignments, ({ plan }) => plan);
  const quotas = byPayee(book.quotas?.toSorted((a, b) => Number(a.plan === undefined) - Number(b.plan === undefined)));
  const entries = byPayee(book.entries);
  const plans = [...Map.groupBy(book.plans, ({ id }) => id)].map(([id, unordered]): PlanOf => {
    const versions = unordered.toSorted((a, b) => compareText(a.effective.from, b.effective.from));
    const assigned = new Map<string, readonly Stretch[]>();
    for (const [payee, rows] of byPayee(byPlan.get(id))) {
      const days = stretches(
        rows,
        versions.map(({ effective }) => effective),
      );
      if (days.length > 0) assigned.set(payee, days);
    }
    // Who is not assigned while the plan is in effect still gets what was entered by hand.
    for (const { payee, plan, amount } of book.entries ?? [])
      if (plan === id && amount !== undefined && !assigned.has(payee)) assigned.set(payee, []);
    return { id, assigned, versions: versions.map((plan) => creditedBy(plan, assigned)) };
  });

  function creditedBy(plan: Plan, assigned: ReadonlyMap<string, readonly Stretch[]>): VersionOf {
    // The rules of a version are in force from the payment period that holds its first day on: no earlier window reads them.
    const from = earliestOpen(plan, parseDay(plan.effective.from) as Day);
    const to = creditedTo;
    const parts = partsOf(plan).map((part): CreditedPart => {
      const made = creditor(plan, part, source, { assigned, from, to });
      made.creditAll();
      return { plan, part, creditor: made };
    });
    return { plan, parts };
  }

  const ofPlan = new Map(plans.map((plan) => [plan.id, plan]));
  const keys = plans
    .flatMap(({ id, assigned }) => [...assigned.keys()].map((payee): AccountKey => ({ payee, plan: id })))
    .sort((a, b) => compareText(a.payee, b.payee) || compareText(a.plan, b.plan));
  const keysOf = Map.groupBy(keys, ({ payee }) => payee);
  const known = new Map<string, Map<string, Account>>();

  const account = ({ payee, plan }: AccountKey): Account => {
    let own = known.get(payee);
    if (!own) known.set(payee, (own = new Map()));
    let found = own.get(plan);
    if (!found) own.set(plan, (found = make(payee, ofPlan.get(plan) as PlanOf)));
    return found;
  };

  function make(payee: string, { id, assigned, versions }: PlanOf): Account {
    const days = assigned.get(payee) as readonly Stretch[];
    const [first] = versions as [VersionOf, ...VersionOf[]];
    const own = (entries.get(payee) ?? []).filter((entry) => entry.plan === id);
    return {
      payee,
      versions: versions.map((version) => versionFor(payee, version, days)) as [OwnVersion, ...OwnVersion[]],
      assigned: days,
      quotas: quotas.get(payee) ?? [],
      entries: own,
      payments: source,
      // An entry may come before the first day of the assignment, a payment on signing for one.
      from: own.reduce(
        (earliest, { amount, date }) => (amount === undefined ? earliest : Math.min(earliest, parseDay(date) as Day)),
        days[0]?.from ?? endOfTime,
      ),
      debt: 0n,
      carried: [],
      calendar: calendarOf(first.plan),
      currency: currencyOf(first.plan),
      asOf,
    };
  }

  function versionFor(payee: string, { plan, parts }: VersionOf, days: readonly Stretch[]): OwnVersion {
    const credited = (key: string): Credited | undefined =>
      parts.find(({ part }) => part.key === key)?.creditor.draftees.get(payee);
    const counted = ledgers((key) => credited(key)?.draft);
    let warnings: readonly DatedWarning[] | undefined;
    const readers = new Map<string, (until: Day) => Credited>();
    const earnedUntil = (name: string, earnings: Earnings, until: Day): Credited => {
      let found = readers.get(name);
      if (!found) {
        found = earningsOf({
          plan,
          measure: name,
          earnings,
          assigned: days,
          accounts: below(payee).map(account),
          distance: (person, day) => source.above(person, day).find(({ manager }) => manager === payee)?.distance,
          rates: source.rates,
        });
        readers.set(name, found);
      }
      return found(until);
    };
    return {
      plan,
      ledgerOf: (key, until) => {
        const earnings = plan.measures[key]?.earnings;
        return earnings ? ledger(earnedUntil(key, earnings, until).draft) : counted(key);
      },
      warnings: () =>
        (warnings ??= Object.entries(plan.measures)
          .flatMap(([name, measure]) =>
            measure.earnings
              ? [earnedUntil(name, measure.earnings, asOf)]
              : creditKeys(name, measure).map((key) => credited(key)),
          )
          .flatMap((one) => one?.warnings ?? [])),
    };
  }

  /** The accounts of the people who are ever below a person. */
  const below = (payee: string): readonly AccountKey[] => {
    led ??= source.dated ? null : ledBy(keysOf.keys(), source);
    const people = led ? (led.get(payee) ?? []) : [...keysOf.keys()];
    return people.filter((person) => person !== payee).flatMap((person) => keysOf.get(person) ?? []);
  };
  let led: ReadonlyMap<string, readonly string[]> | null | undefined;

  const readers = plans.flatMap(({ id, assigned, versions }) =>
    versions.some(({ plan }) => Object.values(plan.measures).some(({ earnings }) => earnings))
      ? [...assigned.keys()].map((payee): AccountKey => ({ payee, plan: id }))
      : [],
  );
  return {
    parts: plans.flatMap(({ versions }) => versions.flatMap(({ parts }) => parts)),
    keys,
    account,
    counted: new Set(
      book.plans.flatMap(({ measures }) =>
        Object.values(measures).flatMap(({ earnings }) => earnings?.components ?? []),
      ),
    ),
    forget: ({ payee, plan }) => known.get(payee)?.delete(plan),
    collects: ({ plan }, object) =>
      (ofPlan.get(plan)?.versions ?? []).some((version) =>
        version.plan.holdback?.some(
          ({ until }) => typeof until === 'object' && 'collected' in until && until.collected.object === object,
        ),
      ),
    readersOf: (payee) =>
      readers.filter(
        (reader) => source.dated || source.above(payee, asOf).some(({ manager }) => manager === reader.payee),
      ),
  };
}

/** All accounts of a book, ordered by payee, then plan; records up to a day are credited. */
export function accounts(book: Book, source: Source, creditedTo?: Day): Account[] {
  const { keys, account } = accountsOf(book, source, parseDay(book.asOf) as Day, creditedTo);
  return keys.map(account);
}

interface PlanOf {
  readonly id: string;
  readonly assigned: ReadonlyMap<string, readonly Stretch[]>;
  readonly versions: readonly VersionOf[];
}
interface VersionOf {
  readonly plan: Plan;
  readonly parts: readonly CreditedPart[];
}

const byPayee = <T extends Assignment | QuotaRow | Entry>(rows: readonly T[] | undefined): Map<string, T[]> =>
  Map.groupBy(rows ?? [], ({ payee }) => payee);

/** Who is below each person, where the hierarchy never changes. */
function ledBy(people: Iterable<string>, { above }: Source): ReadonlyMap<string, readonly string[]> {
  const led = new Map<string, string[]>();
  for (const person of people)
    for (const { manager } of above(person, 0)) {
      const list = led.get(manager) ?? [];
      list.push(person);
      led.set(manager, list);
    }
  return led;
}
