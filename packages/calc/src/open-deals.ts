// The open deals of a payee: those that a plan would credit if they were won, with what a snapshot keeps of each.
import { isAssigned } from './assignment.ts';
import type { Book, CrmRecord } from './book.ts';
import { chanceReader, type Chance } from './chance.ts';
import { columnOf, valueIn } from './columns.ts';
import type { Source } from './credit.ts';
import { asWon } from './deal.ts';
import type { Deal } from './estimate-result.ts';
import { field, only, test } from './filter.ts';
import { fieldsIn } from './filter-fields.ts';
import { partsOf } from './part.ts';
import { parseDay, type Day } from './period.ts';
import type { Plan } from './plan.ts';
import type { Account } from './run.ts';
import { segmentReader } from './segment.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { childrenOf, parentField, targets, type Draftee } from './targets.ts';
import { dater, recordsOf } from './timeline.ts';

const object = 'Opportunity';

/** What forecasts and flags read of a deal beside what plans read. */
const read = [
  'Id',
  'Name',
  'OwnerId',
  'StageName',
  'Amount',
  'CurrencyIsoCode',
  'CloseDate',
  'Probability',
  'ForecastCategoryName',
  'ForecastCategory',
  'Type',
  'CreatedDate',
  'LastActivityDate',
  'LastStageChangeDate',
  'PushCount',
  'NextStep',
  'Account.Name',
];

type Kept = NonNullable<Snapshot['deals']>;

/** The open deals of a book, for the snapshot of each payee; undefined for who has none. */
export function openDealsOf(
  book: Book,
  source: Source,
  accounts: readonly Account[],
): (payee: string) => Kept | undefined {
  const records = recordsOf(book.records ?? {}, object);
  const open = records.filter(({ IsClosed }) => IsClosed === false);
  const today = parseDay(book.asOf) as Day;
  const byPayee = creditedTo(open, book, source, accounts, today);
  const children = [...new Map(book.plans.flatMap(sharers).map((one) => [one.object, one])).values()].map((child) => ({
    ...child,
    rowsOf: source.rows(child.object, parentField),
  }));
  const planned = new Set(book.plans.flatMap(fieldsOf));
  const names = [...new Set([...read, ...planned, ...Object.values(book.coaching?.fields ?? {})])];
  const fields = names.filter((name) => open.some((record) => isRead(record, name)));
  const getters = fields.map(field);
  const segmentOf = segmentReader(book.segments);
  const chanceOf = chanceReader(
    records.filter(({ IsClosed }) => IsClosed === true),
    today,
    segmentOf,
  );
  return (payee) => {
    const own = [...(byPayee.get(payee) ?? [])];
    if (own.length === 0) return undefined;
    // Who else shares a deal is nobody's business but theirs and their managers'.
    const isOwn = (person: unknown): boolean =>
      person === payee ||
      (typeof person === 'string' && source.above(person, today).some(({ manager }) => manager === payee));
    const related = own.map((record) => {
      const rows = children.flatMap(({ object: child, person, rowsOf }): [string, CrmRecord[]][] => {
        const list = rowsOf(record['Id']).filter((row) => isOwn(row[person]));
        return list.length > 0 ? [[child, list.map((row) => only(row, sharing))]] : [];
      });
      return rows.length > 0 ? Object.fromEntries(rows) : null;
    });
    return {
      count: own.length,
      fields: Object.fromEntries(
        fields.map((name, i) => {
          const get = getters[i] as (record: CrmRecord) => unknown;
          return [name, columnOf(own.map((record) => (planned.has(name) ? get(record) : shortened(get(record)))))];
        }),
      ),
      segment: columnOf(own.map(segmentOf)),
      chance: columnOf(own.map(chanceOf)),
      related: columnOf(related),
    };
  };
}

/** Texts that only forecasts and flags read: of an instant they need the day, of a note that there is one. */
function shortened(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  return /^\d{4}-\d\d-\d\dT/.test(value) ? value.slice(0, 10) : value.slice(0, 80);
}

/** Was a field read of a record, empty or not? */
const isRead = (record: CrmRecord, name: string): boolean =>
  name in record || (name.includes('.') && (name.split('.')[0] as string) in record);

/** Whom some plan would credit for each open deal if it were won, on its own day or today. */
function creditedTo(
  open: readonly CrmRecord[],
  book: Book,
  source: Source,
  accounts: readonly Account[],
  today: Day,
): Map<string, Set<CrmRecord>> {
  const found = new Map<string, Set<CrmRecord>>();
  for (const plan of book.plans) {
    const draftees = new Map<string, Draftee<unknown>>(
      accounts
        .filter(({ versions }) => versions.some((version) => version.plan === plan))
        .map(({ payee, assigned }) => [payee, { payee, assigned }]),
    );
    for (const { measure, counts } of partsOf(plan)) {
      if (counts.object !== object) continue;
      const timeZone = plan.timeZone ?? 'UTC';
      const holds = test(counts.where, timeZone);
      const date = dater(measure.date ?? '', timeZone);
      const people = targets(measure.credit ?? 'owner', source, draftees);
      for (const record of open) {
        const won = asWon({ record }, book.wonStage);
        const dated = date(won);
        if (!dated || !holds(won)) continue;
        for (const { to } of people(dated)) {
          if (!isAssigned(to.assigned, Math.max(dated.day, today))) continue;
          const own = found.get(to.payee) ?? new Set();
          found.set(to.payee, own.add(record));
        }
      }
    }
  }
  return found;
}

/** The objects whose rows say who shares a deal. */
const sharers = ({ measures }: Plan): { object: string; person: string }[] =>
  Object.values(measures).flatMap(({ credit }) => {
    const child = childrenOf(credit);
    return child?.record === 'Id' ? [child] : [];
  });

/** What such rows say. */
const sharing = [
  'OpportunityId',
  'SplitOwnerId',
  'SplitPercentage',
  'SplitType.DeveloperName',
  'SplitType.MasterLabel',
  'UserId',
  'TeamMemberRole',
];

/** The fields that a plan reads of a deal. */
function fieldsOf(plan: Plan): string[] {
  const own = partsOf(plan).filter(({ counts }) => counts.object === object);
  const names = new Set(own.map(({ name }) => name));
  const components = plan.components.filter(({ measure }) => measure !== undefined && names.has(measure));
  const ids = new Set(components.map(({ id }) => id));
  return [
    ...own.flatMap(({ measure, counts }) => [
      ...fieldsIn(counts.where),
      ...(measure.counts ?? []).flatMap(({ where }) => fieldsIn(where)),
      ...(counts.value && counts.value !== 'count' ? [counts.value] : []),
      ...(measure.date ? [measure.date] : []),
      ...ownerFields(measure.credit),
    ]),
    ...components.flatMap(({ factors }) => (factors ?? []).flatMap(({ where }) => fieldsIn(where))),
    ...(plan.clawback ?? []).flatMap(({ component, when }) => (ids.has(component) ? [when] : [])),
    ...(plan.holdback ?? []).flatMap(({ component, until }) =>
      ids.has(component) && typeof until === 'string' ? [until] : [],
    ),
  ];
}

const ownerFields = (credit: Plan['measures'][string]['credit']): string[] =>
  typeof credit === 'object' && 'owner' in credit && credit.owner !== undefined ? [credit.owner] : [];

/** An open deal as a snapshot holds it. */
export interface OpenDeal {
  readonly deal: Deal;
  readonly segment: string | null;
  readonly chance: Chance | null;
}

const decoded = new WeakMap<Kept, readonly OpenDeal[]>();

/** The open deals of a snapshot; read once. */
export function openDeals({ deals }: Snapshot): readonly OpenDeal[] {
  if (!deals) return [];
  let known = decoded.get(deals);
  if (!known) decoded.set(deals, (known = decode(deals)));
  return known;
}

/** The open deals of a snapshot, one by one. */
export function decode({ count, fields, segment, chance, related }: Kept): OpenDeal[] {
  // Column by column, which is many times faster than record by record.
  const records = Array.from({ length: count }, (): Record<string, unknown> => ({}));
  for (const [name, column] of Object.entries(fields))
    records.forEach((record, i) => {
      const value = valueIn(column, i);
      if (name === '__proto__') Object.defineProperty(record, name, { value, enumerable: true });
      else record[name] = value;
    });
  return records.map((record, i): OpenDeal => {
    const rows = valueIn(related, i) as Deal['related'] | null;
    return {
      deal: { record, ...(rows ? { related: rows } : {}) },
      segment: valueIn(segment, i) as string | null,
      chance: valueIn(chance, i) as Chance | null,
    };
  });
}
