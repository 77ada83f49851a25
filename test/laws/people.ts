// Who is credited: splits share out all of a record, and what is a stranger's is nobody else's.
import type { Snapshot } from '@quotient/calc';
import { must, sum, type Q } from '../reference/numbers.ts';
import type { Amount, Book } from '../reference/types.ts';
import { cellsOf, nameOf, rulesOf } from './figures.ts';
import { same, type Calculation } from './law.ts';
import { everyoneAssigned, payeesOf, peopleOf, withMeasures, withPlans, withRecords, without } from './variants.ts';

/** A book, and for its deals, in turn, the percentages of those who share them, beginning with somebody. */
export interface SharedBook {
  readonly book: Book;
  readonly parts: readonly { readonly first: number; readonly percentages: readonly Amount[] }[];
}

/**
 * With everyone assigned and splits that add up to 100 % of each record, as much is credited over all payees as is credited
 * to the owners. Sums and counts of deals only: a ratio is no sum. Credited is exact as far as 12 decimals, which shares of
 * minor units by hundredths of a per cent, weighted by whole per mille, do not exceed.
 */
export function splitsConserve({ calculate }: Calculation, { book, parts }: SharedBook): string[] {
  const people = peopleOf(book);
  const assigned = withRecords(everyoneAssigned(book), 'Opportunity', (deal) =>
    people.includes(String(deal['OwnerId'])) ? deal : { ...deal, OwnerId: people[0] },
  );
  const splits = (book.records?.['Opportunity'] ?? []).flatMap(({ Id }, i) => {
    const { first, percentages } = parts[i % parts.length] as SharedBook['parts'][number];
    return percentages.map((SplitPercentage, k) => ({
      Id: `${String(Id)}-${k}`,
      OpportunityId: Id,
      SplitOwnerId: people[(first + k) % people.length],
      SplitPercentage,
      SplitType: { DeveloperName: 'Revenue' },
    }));
  });
  const credited = (credit: 'owner' | { splits: string }): Map<string, Q> => {
    const plans = withPlans(assigned, (plan) =>
      withMeasures(plan, (measure) => (measure.object === 'Opportunity' ? { ...measure, credit } : measure)),
    );
    const sums = new Map<string, Q>();
    const shared: Book = { ...plans, records: { ...plans.records, OpportunitySplit: splits } };
    for (const { statement, component } of cellsOf(calculate(shared).statements)) {
      const { components, measures } = rulesOf(shared, statement);
      const { measure = '' } = components.find(({ id }) => id === component.id) ?? {};
      if (component.credited === null || measures[measure]?.object !== 'Opportunity') continue;
      const key = `${statement.plan} ${statement.period} ${component.id} ${component.window}`;
      sums.set(key, sum([sums.get(key) ?? must(0), must(component.credited)]));
    }
    return sums;
  };
  const owned = credited('owner');
  return [...credited({ splits: 'Revenue' })].flatMap(([key, value]) =>
    same(`credited for ${key}`, value, owned.get(key)),
  );
}

const stranger = 'Z';

/**
 * A stranger with a copy of everybody's records, entries, quotas and assignments, whom nobody leads, changes nothing in the
 * statements and snapshots of the others.
 */
export function strangersChangeNothing({ calculate, snapshots }: Calculation, book: Book): string[] {
  const joined = withStranger(book);
  const mine = calculate(joined).statements.filter(({ payee }) => payee !== stranger);
  const alone = calculate(book).statements;
  return [
    ...same('whose statements', mine.map(nameOf), alone.map(nameOf)),
    ...alone.flatMap((one, i) => same(nameOf(one), mine[i], one)),
    ...same(
      'the snapshots',
      snapshots(joined)
        .filter(({ payee }) => payee.Id !== stranger)
        .map(ownOf),
      snapshots(book).map(ownOf),
    ),
  ];
}

/** A snapshot without what it has of everybody: benchmarks, and the chances that closed deals of all people teach. */
const ownOf = ({ benchmarks: _, deals, ...own }: Snapshot): unknown => ({
  ...own,
  deals: deals && { ...deals, chance: null },
});

function withStranger(book: Book): Book {
  const led = (book.managers ?? []).flatMap(({ person, manager }) => [person, manager]);
  const people = new Set([...peopleOf(book), ...payeesOf(book), ...led]);
  const [model] = payeesOf(book);
  const ids = new Set(Object.values(book.records ?? {}).flatMap((rows) => rows.map(({ Id }) => Id)));
  const copied = <T>(value: T): T =>
    (Array.isArray(value)
      ? value.map(copied)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([key, one]) => [key, copied(one)]))
        : people.has(value as string)
          ? stranger
          : ids.has(value)
            ? `${stranger}${String(value)}`
            : value) as T;
  const ofModel = <T extends { readonly payee: string }>(rows: readonly T[]): T[] =>
    rows.filter(({ payee }) => payee === model).map((row) => ({ ...row, payee: stranger }));
  return {
    ...book,
    users: [...(book.users ?? []), { Id: stranger, ManagerId: null }],
    assignments: [...book.assignments, ...ofModel(book.assignments)],
    quotas: [...(book.quotas ?? []), ...ofModel(book.quotas ?? [])],
    entries: [
      ...(book.entries ?? []),
      ...(book.entries ?? []).map((entry) => ({ ...entry, id: `${stranger}${entry.id}`, payee: stranger })),
    ],
    records: Object.fromEntries(
      Object.entries(book.records ?? {}).map(([object, rows]) => [object, [...rows, ...copied(rows)]]),
    ),
  };
}

/**
 * A snapshot gives the statements of its book for every payment period that it covers, and the last of them is the book's
 * last; without warnings, which stay with the book. It names nobody but its payee, those who stand above and below, and
 * records that carry one of their ids.
 */
export function snapshotsHoldTheirOwn({ calculate, snapshots, statements }: Calculation, book: Book): string[] {
  const all = calculate(book).statements;
  const documents = snapshots(book);
  const missing = all.filter(({ payee }) => !documents.some((one) => one.payee.Id === payee));
  if (missing.length > 0) return missing.map((one) => `${nameOf(one)} has no snapshot.`);
  return documents.flatMap((held) => {
    const payee = held.payee.Id;
    const own = all.filter((one) => one.payee === payee).map((one) => without(one, 'warnings'));
    const found = statements(held).map((one) => without(one, 'warnings'));
    const covered = new Set(held.plans.map(({ plan }) => plan.id));
    const periods = found.map(({ plan, period }) => `${plan} ${period}`);
    return [
      ...same(
        `statements of the snapshot of ${payee}`,
        found,
        own.filter(({ plan, period }) => periods.includes(`${plan} ${period}`)),
      ),
      ...own
        .filter(({ plan, status }) => status === 'open' && covered.has(plan))
        .flatMap(({ plan, period }) =>
          periods.includes(`${plan} ${period}`) ? [] : [`The snapshot of ${payee} does not cover ${plan} ${period}.`],
        ),
      ...own
        .filter(({ plan, status, components }) => status === 'open' && components.length > 0 && !covered.has(plan))
        .map(({ plan }) => `The snapshot of ${payee} does not hold the plan ${plan}.`),
      ...same(`others in the snapshot of ${payee}`, othersIn(book, payee, JSON.stringify(held)), []),
    ];
  });
}

/** Ids of people and records that are none of a payee's business, and stand in a text all the same. */
function othersIn(book: Book, payee: string, text: string): string[] {
  const managers = (person: string): string[] =>
    [
      book.users?.find(({ Id }) => Id === person)?.ManagerId,
      ...(book.managers ?? []).filter((row) => row.person === person).map(({ manager }) => manager),
    ].filter((one) => typeof one === 'string');
  const reach = (from: string, next: (one: string) => readonly string[]): Set<string> => {
    const found = new Set([from]);
    for (const one of found) for (const other of next(one)) found.add(other);
    return found;
  };
  const led = (book.managers ?? []).map(({ person }) => person);
  const people = [...new Set([...peopleOf(book), ...payeesOf(book), ...led])];
  const below = reach(payee, (one) => people.filter((person) => managers(person).includes(one)));
  const near = new Set([...below, ...reach(payee, managers)]);
  const rows = Object.values(book.records ?? {}).flat();
  const ids = new Set<unknown>(rows.map(({ Id }) => Id));
  const own = rows.filter((row) => Object.values(row).some((value) => below.has(String(value))));
  // A deal that somebody shares is theirs too, with what belongs to it and what was paid for it.
  const shared = new Set(own.flatMap((row) => [row['Id'], ...Object.values(row)]).filter((value) => ids.has(value)));
  for (const id of shared) for (const row of rows) if (Object.values(row).includes(id)) shared.add(row['Id']);
  const records = rows.filter(({ Id }) => !shared.has(Id));
  return [...people.filter((person) => !near.has(person)), ...records.map(({ Id }) => String(Id))].filter((id) =>
    text.includes(`"${id}"`),
  );
}
