// Records in the order in which they count: by day, then by record id; each dated once for all measures.
import type { CrmRecord } from './book.ts';
import { field } from './filter.ts';
import { dayAt, type Day } from './period.ts';

export interface Dated {
  readonly record: CrmRecord;
  readonly id: string;
  readonly day: Day;
  /** OwnerId, which most rules credit. */
  readonly owner: unknown;
  /** Its place among the dated records as they came; -1 where it stands alone. */
  readonly place: number;
}

/** Reads something of a record; null where there is nothing. Readers of one key read the same. */
export interface Reader<T> {
  readonly key: string;
  /** A record of which no such reader reads anything counts for nobody. */
  readonly decides?: boolean;
  readonly read: (record: CrmRecord, day: Day) => T | null;
}

/** The dated records of an object in order; those without a date are left out, and those that count for nobody. */
export interface Timeline {
  /** What a reader reads of each record, by its place. */
  readonly column: <T>(reader: Reader<T>) => readonly (T | null)[];
  /** The records of which a reader reads something. */
  readonly having: (reader: Reader<unknown>) => readonly Dated[];
  /** All records by what a reader reads, such as their owner; each part in order. */
  readonly by: (owner: Reader<unknown>) => ReadonlyMap<unknown, readonly Dated[]>;
}

/** Timelines by object, date field and time zone. */
export type Timelines = (object: string, dateField: string, timeZone: string) => Timeline;

/** Readers that will be asked for, by the timeline's object, date field and time zone. */
export type Expected = (object: string, dateField: string, timeZone: string) => readonly Reader<unknown>[];

/** Timelines of a book's records. Measures that count the same records share one. */
export function timelines(
  records: Readonly<Record<string, readonly CrmRecord[]>>,
  expected: Expected = () => [],
): Timelines {
  const made = new Map<string, Timeline>();
  return (object, dateField, timeZone) => {
    const key = JSON.stringify([object, dateField, timeZone]);
    let one = made.get(key);
    if (!one)
      made.set(
        key,
        (one = timeline(recordsOf(records, object), dateField, timeZone, expected(object, dateField, timeZone))),
      );
    return one;
  };
}

/**
 * The timeline of some records. What is expected of it is read while a record is at hand: most of the time goes into
 * fetching a record from memory, and that is done once.
 */
export function timeline(
  records: readonly CrmRecord[],
  dateField: string,
  timeZone: string,
  expected: readonly Reader<unknown>[] = [],
): Timeline {
  const columns = new Map<string, unknown[]>();
  // OwnerId stands in each dated record.
  const known = [...new Map(expected.map((reader) => [reader.key, reader])).values()].filter(
    ({ key }) => key !== ownerField,
  );
  const deciding = known.filter(({ decides }) => decides);
  const readers = [...deciding, ...known.filter(({ decides }) => !decides)];
  for (const { key } of readers) columns.set(key, sized(records.length));
  const all = inOrder(records, dateField, timeZone, readers, deciding.length, [...columns.values()]);
  const kept = new Map<string, readonly Dated[]>();
  const column = (reader: Reader<unknown>): readonly unknown[] => {
    let found = columns.get(reader.key);
    if (!found) {
      columns.set(reader.key, (found = []));
      for (const { record, day, place } of all) found[place] = reader.read(record, day);
    }
    return found;
  };
  const having = (reader: Reader<unknown>): readonly Dated[] => {
    let found = kept.get(reader.key);
    if (!found) {
      const read = column(reader);
      kept.set(reader.key, (found = all.filter(({ place }) => read[place] !== null)));
    }
    return found;
  };
  const owned = new Map<string, ReadonlyMap<unknown, readonly Dated[]>>();
  return {
    column: <T>(reader: Reader<T>) => column(reader) as readonly (T | null)[],
    having,
    by: (owner) => {
      let found = owned.get(owner.key);
      if (!found) {
        const owners = owner.key === ownerField ? null : column(owner);
        found = Map.groupBy(all, owners ? ({ place }) => owners[place] : (dated) => dated.owner);
        owned.set(owner.key, found);
      }
      return found;
    },
  };
}

/** The records of an object; none where there is no such object. */
export const recordsOf = (
  records: Readonly<Record<string, readonly CrmRecord[]>>,
  object: string,
): readonly CrmRecord[] => (Object.hasOwn(records, object) ? (records[object] ?? none) : none);

const none: readonly CrmRecord[] = [];

export const idOf = (record: CrmRecord): string => String(record['Id']);

/** Dates one record by a field; null where that holds no date. */
export function dater(dateField: string, timeZone: string): (record: CrmRecord) => Dated | null {
  const date = field(dateField);
  return (record) => {
    const day = dayAt(date(record), timeZone);
    return day === null ? null : { record, id: idOf(record), day, owner: record[ownerField], place: -1 };
  };
}

/** Whom most rules credit. */
export const ownerField = 'OwnerId';

/** A list that has its memory at once: one that grows is copied again and again. */
// oxlint-disable-next-line unicorn/no-new-array -- its length is meant
const sized = <T>(length: number): T[] => new Array<T>(length);

/** Length of a date without time. */
const dateLength = 10;

interface DayOfRecords {
  readonly day: Day;
  count: number;
  /** Where its next record goes. */
  next: number;
}

/**
 * Dates records and orders them by day, then Id; the first readers decide which records count. Days are few beside records, so each record is dealt to its day's place;
 * what is made of them then lies in memory in the order in which it is read.
 */
function inOrder(
  records: readonly CrmRecord[],
  dateField: string,
  timeZone: string,
  readers: readonly Reader<unknown>[],
  deciding: number,
  columns: readonly unknown[][],
): Dated[] {
  const date = field(dateField);
  const byText = new Map<string, number>();
  const byDay = new Map<Day, number>();
  const days: DayOfRecords[] = [];
  const dayOf = (text: string): number => {
    const day = dayAt(text, timeZone);
    if (day === null) return -1;
    let at = byDay.get(day);
    if (at === undefined) byDay.set(day, (at = days.push({ day, count: 0, next: 0 }) - 1));
    return at;
  };
  // Each record has its own copy of its owner's Id: one for all of them is found much faster afterwards.
  const owners: unknown[] = [];
  const byOwnerId = new Map<unknown, number>();
  const found = sized<CrmRecord>(records.length);
  const ids = sized<string>(records.length);
  let count = 0;
  const [dayAtPlace, ownerAtPlace] = [new Int32Array(records.length), new Int32Array(records.length)];
  let rises = true;
  for (let i = 0; i < records.length; i++) {
    const record = records[i] as CrmRecord;
    const text = date(record);
    if (typeof text !== 'string') continue;
    // Instants hardly ever come twice.
    let day = text.length > dateLength ? dayOf(text) : byText.get(text);
    if (day === undefined) byText.set(text, (day = dayOf(text)));
    if (day < 0) continue;
    const dayOfRecords = days[day] as DayOfRecords;
    let counts = deciding === 0;
    for (let k = 0; k < readers.length && (counts || k < deciding); k++) {
      const read = (readers[k] as Reader<unknown>).read(record, dayOfRecords.day);
      (columns[k] as unknown[])[count] = read;
      counts ||= read !== null;
    }
    if (!counts) continue;
    const given = record[ownerField];
    let owner = byOwnerId.get(given);
    if (owner === undefined) byOwnerId.set(given, (owner = owners.push(given) - 1));
    const id = idOf(record);
    const place = count++;
    rises &&= place === 0 || (ids[place - 1] as string) < id;
    dayOfRecords.count++;
    dayAtPlace[place] = day;
    ownerAtPlace[place] = owner;
    found[place] = record;
    ids[place] = id;
  }
  let start = 0;
  for (const one of days.toSorted((a, b) => a.day - b.day)) {
    one.next = start;
    start += one.count;
  }
  const order = new Int32Array(count);
  const dayOfPlace = (i: number): DayOfRecords => days[dayAtPlace[i] as number] as DayOfRecords;
  const deal = (i: number): void => {
    order[dayOfPlace(i).next++] = i;
  };
  if (rises) for (let i = 0; i < order.length; i++) deal(i);
  else [...order.keys()].sort((a, b) => ((ids[a] as string) < (ids[b] as string) ? -1 : 1)).forEach(deal);
  const dated = sized<Dated>(count);
  for (let k = 0; k < count; k++) {
    const i = order[k] as number;
    dated[k] = {
      record: found[i] as CrmRecord,
      id: ids[i] as string,
      day: dayOfPlace(i).day,
      owner: owners[ownerAtPlace[i] as number],
      place: i,
    };
  }
  return dated;
}
