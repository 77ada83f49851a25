// The book of a calculation: the plan folder and what was synced, people named by Id or username made one.
import { createHash } from 'node:crypto';
import { snapshots, type Book, type CrmRecord, type Settings, type Snapshot } from '@quotient/calc';
import { crmQuotas, leadersByRole, type LeftOut, type RefusedQuota } from '@quotient/salesforce';
import { badFile } from './folder/csv.ts';
import type { Located, PlanFolder } from './folder/folder.ts';
import { folderWithout, leftOutOf } from './folder/left-out.ts';
import { withOrgQuotas } from './folder/org-quotas.ts';
import type { StoreMeta } from './store/facts.ts';
import { readStore } from './store/store.ts';

export interface SyncedBook {
  readonly book: Book;
  readonly meta: StoreMeta;
  readonly people: People;
  /** Plans of the folder that are not in the book, since the org lacks what they read. */
  readonly leftOut: readonly PlanLeftOut[];
  /** Who leads whom in the book. */
  readonly hierarchy: Hierarchy;
  /** Quotas of the CRM that components ask for and that are not in the book, in words. */
  readonly refusedQuotas: readonly string[];
}

/** By the managers of users, or by their roles. */
export type Hierarchy = NonNullable<Settings['hierarchy']>;

export interface PlanLeftOut extends LeftOut {
  /** Ids of those who are assigned to the plan. */
  readonly payees: readonly string[];
}

/** Finds people by Id (15 or 18 characters) or username; names them for tables. */
export interface People {
  readonly find: (idOrUsername: string) => string | undefined;
  readonly name: (id: string) => string;
  /** Empty for who has none. */
  readonly username: (id: string) => string;
  /** May they still log in? */
  readonly isActive: (id: string) => boolean;
  /** Everybody below a person. */
  readonly below: (id: string) => ReadonlySet<string>;
  /** Everybody above a person. */
  readonly above: (id: string) => ReadonlySet<string>;
}

/** The day that commands calculate for: given, else the folder's, else today. */
export const asOfDay = (folder: PlanFolder, given?: string): string =>
  given ?? folder.settings.asOf ?? new Date().toISOString().slice(0, 10);

/** What a book is made of beside records and what a sync found out. */
export interface BookRules extends Pick<
  Book,
  'asOf' | 'plans' | 'assignments' | 'quotas' | 'entries' | 'segments' | 'coaching'
> {
  /** `managers` where nothing is said. */
  readonly hierarchy?: Hierarchy;
}

/**
 * The book of a folder and its store, without the plans that need what the org lacks.
 * @throws ConnectorError (2) naming the file and line of a person that the org does not have, and as `leftOutOf` and
 * `withOrgQuotas` do
 */
export function readBookOf(folder: PlanFolder, asOf: string): SyncedBook {
  const { records, meta } = readStore(folder.dir);
  const { hierarchy = 'managers' } = folder.settings;
  const people = peopleOf(records, hierarchy);
  const out = leftOutOf(folder, meta).map((one): PlanLeftOut => {
    const own = folder.assignments.filter(({ row }) => row.plan === one.plan);
    return { ...one, payees: [...new Set(own.map((row) => payeeOf(row, people, meta)))] };
  });
  const whole = withOrgQuotas(folder, records, people);
  const book = bookOf(rulesOf(folderWithout(whole, out), asOf, people, meta), records, meta);
  const { rows, refused } = crmQuotas(book);
  return {
    meta,
    people,
    leftOut: out,
    hierarchy,
    refusedQuotas: refusedInWords(refused, people),
    book: { ...book, quotas: [...(book.quotas ?? []), ...rows] },
  };
}

/** A sentence for each plan, component and reason, with the first people and how many more there are. */
function refusedInWords(refused: readonly RefusedQuota[], people: People): string[] {
  const most = 3;
  return [
    ...Map.groupBy(refused, ({ plan, component, window, why }) =>
      JSON.stringify([plan, component, window, why]),
    ).values(),
  ].map((own) => {
    const [{ plan, component, window, why }] = own as [RefusedQuota, ...RefusedQuota[]];
    const names = own.flatMap(({ payee }) => (payee === null ? [] : [people.username(payee) || payee]));
    const who = names.length > most ? [...names.slice(0, most), `${names.length - most} more`] : names;
    return `Plan ${plan}, ${component}${window === null ? '' : ` in ${window}`}: ${why}${who.length === 0 ? '' : ` (${who.join(', ')})`}; what the plan says without it counts.`;
  });
}

/** The book of a folder and its store with all plans, as far as they were read: to advise on them, not to calculate. */
export function readWholeBook(folder: PlanFolder, asOf: string): Book {
  const { records, meta } = readStore(folder.dir);
  const people = peopleOf(records, folder.settings.hierarchy);
  const book = bookOf(rulesOf(withOrgQuotas(folder, records, people), asOf, people, meta), records, meta);
  return { ...book, quotas: [...(book.quotas ?? []), ...crmQuotas(book).rows] };
}

function rulesOf(folder: PlanFolder, asOf: string, people: People, meta: StoreMeta): BookRules {
  const known = <T extends { payee: string }>(rows: readonly Located<T>[]): T[] =>
    rows.map((row) => ({ ...row.row, payee: payeeOf(row, people, meta) }));
  const { segments, coaching, hierarchy } = folder.settings;
  return {
    asOf,
    plans: [...folder.plans],
    assignments: known(folder.assignments),
    quotas: known(folder.quotas),
    entries: known(folder.entries),
    ...(segments && { segments }),
    ...(coaching && { coaching }),
    ...(hierarchy && { hierarchy }),
  };
}

function payeeOf({ row, place }: Located<{ payee: string }>, people: People, { org }: StoreMeta): string {
  const payee = people.find(row.payee);
  if (payee) return payee;
  throw badFile(
    place,
    `there is no person "${row.payee}" in ${org}.`,
    'Write the Id or username of a user of the org, and sync again if the user is new.',
  );
}

/** The book of rules on what a sync read. */
export function bookOf({ hierarchy, ...rules }: BookRules, stored: StoredRecords, meta: StoreMeta): Book {
  const { User: users = [], UserRole: _roles, ...records } = stored;
  const leaders = leadersOf(stored, hierarchy);
  // A user has one manager; several leaders stand in a list beside them.
  const managers = [...leaders].flatMap(([person, list]) =>
    list.length > 1 ? list.map((manager) => ({ person, manager })) : [],
  );
  return {
    ...rules,
    rates: meta.rates.map(({ currency, from, rate }) => ({ currency, from, rate })),
    corporateCurrency: meta.corporateCurrency,
    ...(meta.wonStage === null ? {} : { wonStage: meta.wonStage }),
    users: users.map(({ Id, Name, Title, Division }) => ({
      Id: String(Id),
      Name: String(Name),
      ManagerId: leaders.get(String(Id))?.[0] ?? null,
      Title: Title ?? null,
      Division: Division ?? null,
    })),
    ...(managers.length > 0 && { managers }),
    records,
  };
}

type StoredRecords = Readonly<Record<string, readonly CrmRecord[]>>;

/** Those directly above each user. */
export const leadersOf = (
  { User: users = [], UserRole: roles = [] }: StoredRecords,
  hierarchy: Hierarchy = 'managers',
): ReadonlyMap<string, readonly string[]> =>
  hierarchy === 'roles'
    ? leadersByRole(users, roles)
    : new Map(users.map(({ Id, ManagerId }) => [String(Id), typeof ManagerId === 'string' ? [ManagerId] : []]));

function peopleOf(stored: StoredRecords, hierarchy?: Hierarchy): People {
  const { User: users = [] } = stored;
  const leaders = leadersOf(stored, hierarchy);
  const byKey = new Map<string, string>();
  // In an Id of 15 characters capital and small letters are different ones.
  const byShortId = new Map<string, string>();
  for (const user of users) {
    const id = String(user['Id']);
    byKey.set(id.toLowerCase(), id);
    byShortId.set(id.slice(0, 15), id);
    if (typeof user['Username'] === 'string') byKey.set(user['Username'].toLowerCase(), id);
  }
  const names = new Map(users.map((user) => [String(user['Id']), String(user['Name'])]));
  const usernames = new Map(users.map((user) => [String(user['Id']), String(user['Username'] ?? '')]));
  const led = new Map<string, string[]>();
  for (const [person, above] of leaders)
    for (const leader of above) {
      const own = led.get(leader);
      if (own) own.push(person);
      else led.set(leader, [person]);
    }
  const inactive = new Set(users.flatMap(({ Id, IsActive }) => (IsActive === false ? [String(Id)] : [])));
  return {
    find: (text) => byShortId.get(text) ?? byKey.get(text.toLowerCase()),
    name: (id) => names.get(id) ?? id,
    username: (id) => usernames.get(id) ?? '',
    isActive: (id) => !inactive.has(id),
    below: (id) => reached(id, (person) => led.get(person) ?? []),
    above: (id) => reached(id, (person) => leaders.get(person) ?? []),
  };
}

/** Everybody whom steps from a person lead to, but for that one. */
function reached(id: string, next: (person: string) => Iterable<string>): ReadonlySet<string> {
  const found = new Set([id]);
  for (const person of found) for (const one of next(person)) found.add(one);
  found.delete(id);
  return found;
}

/** The snapshots of all payees, each with the hash of what it was made of. */
export const snapshotsOf = ({ book }: Pick<SyncedBook, 'book'>): Snapshot[] =>
  snapshots(book).map((snapshot) => ({
    ...snapshot,
    inputs: createHash('sha256').update(JSON.stringify(snapshot)).digest('hex'),
  }));

/** Open deals of the book: those that are not closed, by owner, largest first. */
export function openDeals(book: Book): CrmRecord[] {
  return (book.records?.['Opportunity'] ?? [])
    .filter((record) => record['IsClosed'] === false)
    .toSorted((a, b) => Number(b['Amount'] ?? 0) - Number(a['Amount'] ?? 0));
}
