// Deals that an estimate is asked about, made from a random book: new ones and records of the book, now, later and before.
import { dayAfter, dayIn, earlier, later, spanAt } from '../reference/calendar.ts';
import { at, type Row } from '../reference/filter.ts';
import type { Amount, Book, Plan } from '../reference/types.ts';
import { objectsOf, peopleOf, withRows } from './variants.ts';

/** One of the deals that an estimate is asked about. */
export interface Asked {
  readonly owner: number;
  readonly amount: Amount;
  /** Days from the as-of date. */
  readonly days: number;
  /** The record of the book that it replaces; a new one where there is none. */
  readonly replaces: number | null;
  /** The amount and date stand in the record itself, or in the changes to it. */
  readonly isChange: boolean;
  /** Percentages of those who share it. */
  readonly shares: readonly number[];
}

export interface Deal {
  readonly record: Row;
  readonly related: Readonly<Record<string, readonly Row[]>>;
  readonly set: Row;
}

/** The fields that date the records of an object in some plan. */
const dateFields = (plans: readonly Plan[], object: string): string[] => [
  ...new Set(
    plans.flatMap(({ measures }) =>
      Object.values(measures).flatMap((measure) =>
        objectsOf(measure).includes(object) && measure.date ? [measure.date] : [],
      ),
    ),
  ),
];

/** A book without what is dated after its as-of date. */
export function untilNow(book: Book): Book {
  const collected = book.plans.flatMap(({ holdback }) =>
    (holdback ?? []).flatMap(({ until }) =>
      typeof until === 'object' && 'collected' in until ? [until.collected] : [],
    ),
  );
  const isPast = (value: unknown): boolean =>
    typeof value !== 'string' || (value.length === 10 ? value <= book.asOf : value.slice(0, 10) < book.asOf);
  return {
    ...book,
    entries: (book.entries ?? []).filter(({ date }) => date <= book.asOf),
    records: Object.fromEntries(
      Object.entries(book.records ?? {}).map(([object, rows]) => [
        object,
        rows.filter((row) =>
          [
            ...dateFields(book.plans, object),
            ...collected.flatMap((one) => (one.object === object ? [one.date] : [])),
          ].every((field) => isPast(at(row, field))),
        ),
      ]),
    ),
  };
}

/** How ids of new deals begin. */
const newDeal = 'NEW';
const isKnown = ({ Id }: Row): boolean => !String(Id).startsWith(newDeal);

/** The deals that are asked about, each of another record. */
export function dealsOf(book: Book, asked: readonly Asked[]): Deal[] {
  const people = peopleOf(book);
  const fields = dateFields(book.plans, 'Opportunity');
  const from = openFrom(book);
  const replaceable = (book.records?.['Opportunity'] ?? []).filter((row) =>
    fields.every((field) => typeof row[field] !== 'string' || String(row[field]).slice(0, 10) > from),
  );
  const seen = new Set<unknown>();
  return asked.flatMap(({ owner, amount, days, replaces, isChange, shares }, i): Deal[] => {
    const known = replaces === null ? undefined : replaceable[replaces % Math.max(1, replaceable.length)];
    const Id = known?.['Id'] ?? `${newDeal}${i}`;
    if (seen.has(Id)) return [];
    seen.add(Id);
    const date = dayAfter(book.asOf, days);
    const own = { Amount: amount, ...Object.fromEntries(fields.map((field) => [field, date])) };
    const record: Row = {
      ...(known ?? { OwnerId: people[owner % people.length], Type: 'New', Years__c: 2, Seats__c: 5 }),
      Id,
      IsWon: false,
      IsClosed: false,
      ...(isChange ? {} : own),
    };
    const ownRows = Object.fromEntries(
      ['OpportunitySplit', 'OpportunityTeamMember', 'Payment__c'].map((object) => [
        object,
        (book.records?.[object] ?? []).filter((row) => Object.values(row).includes(Id)),
      ]),
    );
    const splits = shares.map((SplitPercentage, k) => ({
      Id: `${newDeal}${i}-${k}`,
      OpportunityId: Id,
      SplitOwnerId: people[(owner + k) % people.length],
      SplitPercentage,
      SplitType: { DeveloperName: 'Revenue' },
    }));
    return [
      {
        record,
        related: known ? ownRows : { OpportunitySplit: splits },
        set: isChange ? own : {},
      },
    ];
  });
}

/** From this day on every plan, by each of its versions, has only windows that are open on the as-of date. */
function openFrom({ plans, asOf }: Book): string {
  const starts = plans.map(({ components, pay = 'month', limit, calendar = { fiscalYearStart: 1 } }) => {
    const units = [pay, ...components.map(({ window }) => window), ...(limit ? [limit.per] : [])];
    return units.map((unit) => spanAt(asOf, unit, calendar).start).reduce(earlier);
  });
  return starts.reduce(later);
}

/** The last of the days that a deal counts on. */
export const dateOf = ({ plans }: Pick<Book, 'plans'>, { record, set }: Deal): string =>
  dateFields(plans, 'Opportunity')
    .map((field) => String({ ...record, ...set }[field]))
    .reduce(later, '');

/** A book with the deals won as one of its plans counts them: what lies in an ended payment period is taken at the as-of date. */
export function withDeals(rest: Book, { asOf, plans }: Book, id: string, deals: readonly Deal[]): Book {
  const versions = plans.filter((plan) => plan.id === id);
  const { pay = 'month', calendar = { fiscalYearStart: 1 }, timeZone = 'UTC' } = versions[0] as Plan;
  const { start } = spanAt(asOf, pay, calendar);
  const won = deals.map(({ record, set }) => {
    const one = { ...record, IsClosed: true, IsWon: true, ...set };
    const dates = dateFields(versions, 'Opportunity').map(
      (field) => [field, dayIn((one as Row)[field], timeZone) ?? ''] as const,
    );
    return { ...one, ...Object.fromEntries(dates.filter(([, day]) => day < start).map(([field]) => [field, asOf])) };
  });
  const splits = deals.flatMap(({ record, related }) => (isKnown(record) ? [] : (related['OpportunitySplit'] ?? [])));
  return withRows(rest, { Opportunity: won, OpportunitySplit: splits });
}
