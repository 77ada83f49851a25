// The two runs of an estimate: a snapshot's plan with and without deals, and what people below would earn in both.
import { periodsKept, periodsOf, type AccountPeriod } from './balance.ts';
import type { CrmRecord } from './book.ts';
import { credit, type Credits as CreditsByMeasure } from './credit.ts';
import { earningsOf, planOfCredit, type Earnings } from './earnings.ts';
import { asWon, objectOf } from './deal.ts';
import { dateFields } from './estimate-dates.ts';
import type { Deal, Estimate } from './estimate-result.ts';
import { field } from './filter.ts';
import { join, pick, type Counted, type Draft } from './ledger.ts';
import {
  calendarOf,
  dayAt,
  earliestOpen,
  endOfTime,
  monthOf,
  parseDay,
  periodOf,
  printDay,
  type Day,
} from './period.ts';
import type { Plan } from './plan.ts';
import type { Warning } from './result.ts';
import type { Account } from './run.ts';
import {
  accountOf,
  draftsIn,
  ratesIn,
  stretchesIn,
  versionsOf,
  type Credits,
  type DraftOf,
} from './snapshot-account.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { distanceBelow, peopleBelow } from './snapshot-below.ts';
import { relatedRows, sourceIn } from './snapshot-source.ts';
import { recordWarnings } from './statement.ts';

type Note = Estimate['notes'][number];

/** Both runs of one plan, and what was found on the way. */
export interface Runs {
  readonly own: SnapshotPlan;
  readonly account: Account;
  /** The account with the deals. */
  readonly won: Account;
  readonly before: readonly AccountPeriod[];
  readonly after: readonly AccountPeriod[];
  /** The day that the last of the deals counts on. */
  readonly day: Day;
  /** What of the deals could not be credited. */
  readonly warnings: readonly Warning[];
}

/** Deals as one version of a plan sees them, won and dated; what is dated in an ended period counts today. */
function wonBy(plan: Plan, deals: readonly Deal[], held: Snapshot, notes: Note[]) {
  const today = parseDay(held.asOf) as Day;
  const open = periodOf(monthOf(today), plan.pay ?? 'month', calendarOf(plan));
  const days: Day[] = [];
  const won = deals.map((deal) => {
    let record = asWon(deal, held.wonStage);
    for (const name of dateFields(plan, objectOf(deal))) {
      const day = dayAt(field(name)(record), plan.timeZone ?? 'UTC');
      if (day === null) continue;
      if (day < open.start) {
        notes.push({
          code: 'ended-period',
          message: `${name} ${printDay(day)} lies in a period that has ended, so the deal is taken at ${held.asOf}.`,
        });
        record = { ...record, [name]: held.asOf };
      }
      days.push(day < open.start ? today : day);
    }
    return { object: objectOf(deal), record };
  });
  return { won, days };
}

/** Snapshots with and without deals: the accounts of each of their plans, which may count what is earned in others. */
export interface World {
  readonly asOf: Day;
  readonly account: (held: Snapshot, own: SnapshotPlan, when: When) => Account;
}
/** Without the deals, with them, or with those of some records alone. */
type When = 'before' | 'after' | ReadonlySet<unknown>;

/** What deals add to the plans of snapshots. The as-of date is theirs, or the last day on which one of them counts a deal. */
export function worldOf(snapshots: readonly Snapshot[], deals: readonly Deal[], notes: Note[] = []): World {
  const children = relatedRows(deals);
  const ids = new Set(deals.map(({ record }) => record['Id']));
  const seen = new Map(
    snapshots.map((held, i) => [
      held,
      // The notes are for whom the first snapshot is.
      new Map(held.plans.flatMap(versionsOf).map(({ plan }) => [plan, wonBy(plan, deals, held, i === 0 ? notes : [])])),
    ]),
  );
  const asOf = Math.max(
    ...snapshots.flatMap((held) => [
      parseDay(held.asOf) as Day,
      ...[...(seen.get(held)?.values() ?? [])].flatMap(({ days }) => days),
    ]),
  );
  const made = new Map<string, Account>();
  const credited = new Map<SnapshotPlan, ReturnType<typeof addedTo>>();
  const world: World = {
    asOf,
    account: (held, own, when) => {
      const key = JSON.stringify([held.payee.Id, own.plan.id, typeof when === 'string' ? when : [...when]]);
      let account = made.get(key);
      if (!account) made.set(key, (account = make(held, own, when)));
      return account;
    },
  };
  return world;

  function make(held: Snapshot, own: SnapshotPlan, when: When): Account {
    const isReplaced = replaces(own, ids);
    const isAlone = snapshots.length === 1 && !isReplaced && !pays(own, children);
    if (isAlone && when === 'before') return accountAsOf(held, own, asOf);
    const first = Math.min(...[...(seen.get(held)?.values() ?? [])].flatMap(({ days }) => days));
    const drafted = draftsIn(own);
    const added = when === 'before' ? null : (credited.get(own) ?? addedTo(held, own));
    if (added) credited.set(own, added);
    const draftOf: DraftOf = (version, key, until) => {
      const earnings = version.plan.measures[key]?.earnings;
      if (earnings) return earned(held, own, version, key, earnings, drafted(version, key, until), when, until);
      const draft = drafted(version, key, until);
      const base = isReplaced && draft?.at.some(({ id }) => ids.has(id)) ? having(draft, (id) => !ids.has(id)) : draft;
      const all = added?.get(version.plan)?.get(key)?.get(held.payee.Id)?.draft;
      const more = all && typeof when !== 'string' ? having(all, (id) => when.has(id)) : all;
      return more && base ? join(base, more) : (more ?? base);
    };
    const account = accountOf(held, withPayments(own, children), asOf, draftOf, ({ plan }) =>
      [...(added?.get(plan)?.values() ?? [])].flatMap((ofPayee) => ofPayee.get(held.payee.Id)?.warnings ?? []),
    );
    return isAlone && first <= asOf
      ? { ...account, like: { account: world.account(held, own, 'before'), before: first } }
      : account;
  }

  /** The credits of the deals, by version. */
  function addedTo(held: Snapshot, own: SnapshotPlan): ReadonlyMap<Plan, CreditsByMeasure> {
    const assigned = new Map([[held.payee.Id, stretchesIn(own)]]);
    return new Map(
      versionsOf(own).map(({ plan }) => {
        const counted = seen.get(held)?.get(plan)?.won ?? [];
        const records = {
          ...children,
          ...Object.fromEntries(
            [...Map.groupBy(counted, ({ object }) => object)].map(([object, list]) => [
              object,
              list.map(({ record }) => record),
            ]),
          ),
        };
        const from = earliestOpen(plan, parseDay(held.asOf) as Day);
        return [plan, credit(plan, sourceIn(held, records), { assigned, from, to: endOfTime })];
      }),
    );
  }

  /** What people below earn up to a day: anew where their snapshots are given, else as it was published. */
  function earned(
    held: Snapshot,
    own: SnapshotPlan,
    { plan }: Credits,
    measure: string,
    earnings: Earnings,
    published: Draft | undefined,
    when: When,
    until: Day,
  ): Draft | undefined {
    const below = new Set(peopleBelow(held));
    const people = snapshots.filter((other) => other !== held && below.has(other.payee.Id));
    if (people.length === 0 || !published) return published;
    const begins = new Map(
      people.flatMap(({ payee, plans }) =>
        plans.map((one) => [`${payee.Id} ${one.plan.id}`, parseDay(one.from) as Day] as const),
      ),
    );
    const stood = new Set(published.at.map(({ id, day }) => `${id} ${day}`));
    const today = parseDay(held.asOf) as Day;
    const from = parseDay(own.from) as Day;
    const anew = earningsOf({
      plan,
      measure,
      earnings,
      assigned: stretchesIn(own).filter(({ to }) => to >= from),
      accounts: people.flatMap((other) => other.plans.map((one) => world.account(other, one, when))),
      // Who was below on a day that is over says what was published.
      distance: (person, day) =>
        day < from || (day <= today && !stood.has(`${person} ${day}`))
          ? undefined
          : day <= today
            ? 1
            : distanceBelow(held, person, day),
      rates: ratesIn(held),
    })(until).draft;
    // Their snapshots begin with their open windows: what was earned before stays.
    const kept = [...published.at.keys()].filter((i) => {
      const at = published.at[i] as Counted;
      return at.day < (begins.get(`${at.id} ${String(planOfCredit(at))}`) ?? endOfTime);
    });
    return join(pick(published, kept), anew);
  }
}

/** The credits of some records. */
const having = (draft: Draft, counts: (id: unknown) => boolean): Draft =>
  pick(
    draft,
    [...draft.at.keys()].filter((i) => counts(draft.at[i]?.id)),
  );

const accountsAsOf = new WeakMap<SnapshotPlan, Map<Day, Account>>();

/** Dates that somebody moves a deal to are few. */
const mostDates = 100;

/** The account of a plan of a snapshot without any deals: what many estimates begin with, made once for each date. */
function accountAsOf(held: Snapshot, own: SnapshotPlan, asOf: Day): Account {
  let byDay = accountsAsOf.get(own);
  if (!byDay) accountsAsOf.set(own, (byDay = new Map()));
  let account = byDay.get(asOf);
  if (!account) {
    if (byDay.size >= mostDates) byDay.clear();
    byDay.set(asOf, (account = accountOf(held, own, asOf)));
  }
  return account;
}

const recordIds = new WeakMap<SnapshotPlan, ReadonlySet<unknown>>();

/** Does a plan of a snapshot count one of some records already? */
function replaces(own: SnapshotPlan, ids: ReadonlySet<unknown>): boolean {
  let known = recordIds.get(own);
  if (!known) recordIds.set(own, (known = new Set(own.records.map(([id]) => id))));
  for (const id of ids) if (known.has(id)) return true;
  return false;
}

/** Are there payments among the rows that come with deals? */
const pays = (own: SnapshotPlan, rows: Record<string, CrmRecord[]>): boolean =>
  versionsOf(own).some(({ plan }) =>
    plan.holdback?.some(
      ({ until }) => typeof until === 'object' && 'collected' in until && Object.hasOwn(rows, until.collected.object),
    ),
  );

/** The days on which a plan counts deals; none where it dates none of them. */
export const daysOf = (held: Snapshot, own: SnapshotPlan, deals: readonly Deal[]): Day[] =>
  versionsOf(own).flatMap(({ plan }) => wonBy(plan, deals, held, []).days);

/** The last of the days on which a plan counts deals; null where it dates none of them. */
export function lastDayOf(held: Snapshot, own: SnapshotPlan, deals: readonly Deal[]): Day | null {
  const days = daysOf(held, own, deals);
  return days.length > 0 ? Math.max(...days) : null;
}

/** Runs a plan of the snapshot with and without the deals. */
export function runBoth(
  held: Snapshot,
  own: SnapshotPlan,
  deals: readonly Deal[],
  world = worldOf([held], deals),
): Runs {
  const [account, won] = [world.account(held, own, 'before'), world.account(held, own, 'after')];
  const after = periodsOf(won);
  const ids = new Set(deals.map(({ record }) => record['Id']));
  return {
    own,
    account,
    won,
    before: periodsKept(account),
    after,
    day: lastDayOf(held, own, deals) ?? world.asOf,
    warnings: after.flatMap((period) => recordWarnings(won, period)).filter(({ record }) => ids.has(record)),
  };
}

/** A plan of a snapshot with payments that come along with deals. */
function withPayments(own: SnapshotPlan, rows: Record<string, CrmRecord[]>): SnapshotPlan {
  if (Object.keys(rows).length === 0) return own;
  const payments = { ...own.payments };
  for (const [object, list] of Object.entries(rows)) {
    const given = new Set(list.map(({ Id }) => Id));
    payments[object] = [...(payments[object] ?? []).filter(({ Id }) => !given.has(Id)), ...list];
  }
  return { ...own, payments };
}
