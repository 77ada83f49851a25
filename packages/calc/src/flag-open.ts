// The open deals of a snapshot as flags read them: column by column, and one by one those that the person can act on.
import type { CrmRecord } from './book.ts';
import type { Chance } from './chance.ts';
import { columnReader } from './columns.ts';
import { parsePercent } from './decimal.ts';
import type { Deal } from './estimate-result.ts';
import { textOf } from './filter.ts';
import type { Notes } from './flag-notes.ts';
import { compare, one, type Fraction } from './fraction.ts';
import { openDeals } from './open-deals.ts';
import { compareText } from './order.ts';
import { dayAt, type Day } from './period.ts';
import type { Snapshot } from './snapshot-schema.ts';

/** An open deal. */
export interface DealFact {
  /** Where it stands in the columns of the snapshot. */
  readonly row: number;
  readonly id: string;
  readonly name: string;
  readonly segment: string | null;
  /** From 0 to 1; null where nothing sensible says it. */
  readonly chance: Fraction | null;
  readonly closes: Day | null;
}

export interface OpenDeals {
  readonly count: number;
  /** Those that the person can act on, in the order of their records: what only people below own is flagged to those. */
  readonly own: readonly DealFact[];
  readonly deal: (row: number) => DealFact;
  /** Does the record of a row come before that of another? */
  readonly isBefore: (row: number, other: number) => boolean;
  /** The segment of more than half of them, or null. */
  readonly segment: string | null;
  /** Was a field read of them? */
  readonly isRead: (field: string) => boolean;
  /** Reads a field by row; what is made of a value that many of them share is made once. */
  readonly read: <T>(field: string, make: (value: unknown) => T) => (row: number) => T;
  /** Reads by row the day that a field holds, in a time zone; null where it holds none. */
  readonly days: (field: string, timeZone: string) => (row: number) => Day | null;
  /** What a field holds in a row. */
  readonly value: (field: string, row: number) => unknown;
  /** All that was read of a deal. */
  readonly record: (row: number) => CrmRecord;
  /** The rows of other objects that put the person on a deal. */
  readonly shares: (row: number) => readonly CrmRecord[];
}

/** Names are shown in a line. */
const longest = 80;

export function openIn(held: Snapshot, { invalid }: Notes): OpenDeals {
  const { deals, payee, below } = held;
  const { count = 0, fields = {} } = deals ?? {};
  const isRead = (field: string): boolean => Object.hasOwn(fields, field);
  const read = <T>(field: string, make: (value: unknown) => T): ((row: number) => T) =>
    columnReader(isRead(field) ? fields[field] : undefined, make);
  const value: OpenDeals['value'] = (field, row) => read(field, (one) => one)(row);
  const idOf = read('Id', (id) => (typeof id === 'string' ? id : textOf(id)));
  const givenName = read('Name', (given) => (typeof given === 'string' && given !== '' ? given.slice(0, longest) : ''));
  const segmentOf = columnReader(deals?.segment, (segment) => segment as string | null);
  const chanceOf = columnReader(deals?.chance, chanceIn);
  const isStated = read('Probability', (stated) => stated !== null && stated !== '');
  const isOfLed = read('OwnerId', (owner) => typeof owner === 'string' && Object.hasOwn(below, owner));
  const shares = columnReader(deals?.related, (related) => sharesOf(related as Deal['related'] | null, payee.Id));
  const days = daysIn(read, count);
  const closesOn = days('CloseDate', 'UTC');
  const deal = (row: number): DealFact => ({
    row,
    id: idOf(row),
    name: givenName(row) || idOf(row),
    segment: segmentOf(row),
    chance: chanceOf(row),
    closes: closesOn(row),
  });
  const own: DealFact[] = [];
  const unlikely: DealFact[] = [];
  for (let row = 0; row < count; row++) {
    if (chanceOf(row) === null && isStated(row)) unlikely.push(deal(row));
    if (!isOfLed(row) || shares(row).length > 0) own.push(deal(row));
  }
  for (const { row, name } of inOrder(unlikely))
    invalid([], 'Probability', name, value('Probability', row), 'percentage');
  return {
    count,
    own: inOrder(own),
    deal,
    isBefore: (row, other) => idOf(row) < idOf(other),
    segment: mainSegment(count, segmentOf),
    isRead,
    read,
    days,
    value,
    record: (row) => openDeals(held)[row]?.deal.record ?? {},
    shares,
  };
}

/** Days by row, each read once; dates without a time are the same in all time zones. */
function daysIn(read: OpenDeals['read'], count: number): OpenDeals['days'] {
  const known = new Map<string, readonly (Day | null)[]>();
  return (field, timeZone) => {
    let days = known.get(field) ?? known.get(`${field} ${timeZone}`);
    if (!days) {
      let isPlain = true;
      const dayOf = read(field, (value) => {
        isPlain &&= typeof value !== 'string' || value.length === 10;
        return dayAt(value, timeZone);
      });
      const list: (Day | null)[] = [];
      for (let row = 0; row < count; row++) list.push(dayOf(row));
      known.set(isPlain ? field : `${field} ${timeZone}`, (days = list));
    }
    const list = days;
    return (row) => list[row] as Day | null;
  };
}

/** In the order of their records, in which they mostly are. */
function inOrder(deals: readonly DealFact[]): readonly DealFact[] {
  const rises = deals.every(({ id }, i) => i === 0 || (deals[i - 1] as DealFact).id < id);
  return rises ? deals : deals.toSorted((a, b) => compareText(a.id, b.id));
}

function chanceIn(said: unknown): Fraction | null {
  const chance = parsePercent((said as Chance | null)?.won);
  return chance !== null && chance.n >= 0n && compare(chance, one) <= 0 ? chance : null;
}

const sharesOf = (related: Deal['related'] | null, person: string): readonly CrmRecord[] =>
  related
    ? Object.values(related).flatMap((list) =>
        list.filter((row) => row['SplitOwnerId'] === person || row['UserId'] === person),
      )
    : none;
const none: readonly CrmRecord[] = [];

/** What more than half have outlasts all others, each of which it meets one of. */
function mainSegment(count: number, segmentOf: (row: number) => string | null): string | null {
  let [main, lead]: [string | null, number] = [null, 0];
  for (let row = 0; row < count; row++) {
    const segment = segmentOf(row);
    if (lead === 0) main = segment;
    lead += segment === main ? 1 : -1;
  }
  let n = 0;
  for (let row = 0; row < count; row++) if (segmentOf(row) === main) n++;
  return n * 2 > count ? main : null;
}
