// Which deals nothing can be said of, and why: they are none, or count on days of no period.
import { isAssigned } from './assignment.ts';
import { objectOf } from './deal.ts';
import { fail } from './error.ts';
import type { Deal } from './estimate-result.ts';
import { dateFields, undated } from './estimate-dates.ts';
import { daysOf } from './estimate-run.ts';
import { idOf } from './estimate-shares.ts';
import { field } from './filter.ts';
import { dayAt, parseDay, printDay, type Day } from './period.ts';
import { stretchesIn, versionsOf } from './snapshot-account.ts';
import { countsEarnings, peopleBelow } from './snapshot-below.ts';
import { isObject } from './forms.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';

/** A deal that is late by so many days is taken at the as-of date, even if its plan began in the meantime. */
const latest = 366;
/** A hundred years: payment periods are followed up to the day of a deal. */
const farthest = 36_600;

/** @throws QuotientError `no-deal` where something is given that is none, or two deals of one record. */
export function checkDeals(deals: readonly Deal[]): void {
  const ids = Array.isArray(deals) && deals.every(isDeal) ? new Set(deals.map(idOf)) : null;
  if (!ids || ids.size === 0 || ids.size !== deals.length)
    fail(
      'no-deal',
      [],
      'This is no list of deals.',
      'Give each one’s record with an Id of its own, changes as set, and related rows by object.',
    );
}

/**
 * @throws QuotientError `date-missing`; `date-outside` where a deal is dated outside of every period; `not-assigned` where all of
 * them count on days on which the payee is assigned to no plan.
 */
export function checkDays(held: Snapshot, deals: readonly Deal[]): void {
  for (const { plan } of held.plans.flatMap(versionsOf)) {
    const missing = undated(plan, deals);
    if (missing) fail('date-missing', [], missing, 'Enter it.');
  }
  const today = parseDay(held.asOf) as Day;
  const first = Math.min(today - latest, ...held.plans.flatMap(stretchesIn).map(({ from }) => from));
  for (const { plan } of held.plans.flatMap(versionsOf))
    for (const deal of deals)
      for (const name of dateFields(plan, objectOf(deal))) {
        const day = dayAt(field(name)({ ...deal.record, ...deal.set }), plan.timeZone ?? 'UTC') as Day;
        if (day < first || day > today + farthest)
          fail(
            'date-outside',
            [],
            `${name} ${printDay(day)} lies outside of every period of ${plan.name}.`,
            'Mend it, or ask for another date.',
          );
      }
  if (deals.every((deal) => held.plans.every((own) => !isCovered(held, own, deal)))) {
    const day = Math.max(...held.plans.flatMap((own) => daysOf(held, own, deals)));
    fail(
      'not-assigned',
      [],
      `${held.payee.Name} is assigned to no plan on ${printDay(day)}, when the deal counts.`,
      'Ask for another date, or mend the assignment.',
    );
  }
}

/** Is the payee assigned to a plan on a day on which a deal counts? What others earn of it may count on another one. */
export function isCovered(held: Snapshot, own: SnapshotPlan, deal: Deal): boolean {
  const days = daysOf(held, own, [deal]);
  const assigned = stretchesIn(own);
  return days.length === 0 || days.some((day) => isAssigned(assigned, day)) || countsEarnings(own);
}

const isDeal = (deal: unknown): boolean => {
  if (!isObject(deal)) return false;
  const { object = '', record, set = {}, related = {} } = deal;
  return (
    typeof object === 'string' &&
    isObject(record) &&
    typeof record['Id'] === 'string' &&
    isObject(set) &&
    isObject(related) &&
    // Names that objects inherit are no objects of a CRM.
    Object.entries(related).every(([name, rows]) => !(name in {}) && Array.isArray(rows) && rows.every(isObject))
  );
};

/** Why what others earn cannot be said; null where nothing of theirs is asked for, or their snapshots are given. */
export function earningsUnknown(held: Snapshot, deals: readonly Deal[], others: readonly Snapshot[]): string | null {
  if (!held.plans.some(countsEarnings)) return null;
  const given = new Set(others.map(({ payee }) => payee.Id));
  const missing = peopleBelow(held).filter((person) => !given.has(person));
  if (missing.length === 0) return null;
  const asOf = held.asOf;
  const touches = deals.some(({ record, related, set }) => {
    const rows = [record, set ?? {}, ...Object.values(related ?? {}).flat()];
    return rows.some((row) =>
      Object.values(row).some(
        (value) =>
          typeof value === 'string' &&
          (missing.includes(value) || (/^\d{4}-\d\d-\d\d/.test(value) && value.slice(0, 10) > asOf)),
      ),
    );
  });
  return touches ? `The plan counts what ${missing.join(', ')} would earn, and their snapshots are not at hand.` : null;
}
