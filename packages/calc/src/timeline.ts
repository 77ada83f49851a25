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
}

/** The dated records of an object; those without a date are left out. */
export type Timeline = (object: string, dateField: string, timeZone: string) => readonly Dated[];

/** Timelines of a book's records. Measures that count the same records share one. */
export function timelines(records: Readonly<Record<string, readonly CrmRecord[]>>): Timeline {
  const made = new Map<string, readonly Dated[]>();
  return (object, dateField, timeZone) => {
    const key = JSON.stringify([object, dateField, timeZone]);
    let timeline = made.get(key);
    if (!timeline) made.set(key, (timeline = inOrder(recordsOf(records, object), dateField, timeZone)));
    return timeline;
  };
}

const owned = new WeakMap<readonly Dated[], ReadonlyMap<unknown, readonly Dated[]>>();

/** A timeline by owner, each part in the same order; made once for each timeline. */
export function byOwner(timeline: readonly Dated[]): ReadonlyMap<unknown, readonly Dated[]> {
  let found = owned.get(timeline);
  if (!found) owned.set(timeline, (found = Map.groupBy(timeline, ({ owner }) => owner)));
  return found;
}

/** The records of an object; none where there is no such object. */
export const recordsOf = (
  records: Readonly<Record<string, readonly CrmRecord[]>>,
  object: string,
): readonly CrmRecord[] => (Object.hasOwn(records, object) ? (records[object] ?? none) : none);

const none: readonly CrmRecord[] = [];

/** Dates one record by a field; null where that holds no date. */
export function dater(dateField: string, timeZone: string): (record: CrmRecord) => Dated | null {
  const date = field(dateField);
  return (record) => {
    const day = dayAt(date(record), timeZone);
    return day === null ? null : { record, id: String(record['Id']), day, owner: record['OwnerId'] };
  };
}

interface DayOfRecords {
  readonly day: Day;
  count: number;
  /** Where its next record goes. */
  next: number;
}

/**
 * Dates records and orders them by day, then Id. Days are few beside records, so each record is dealt to its day's place;
 * what is made of them then lies in memory in the order in which it is read.
 */
export function inOrder(records: readonly CrmRecord[], dateField: string, timeZone: string): Dated[] {
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
  const found: CrmRecord[] = [];
  const ids: string[] = [];
  const [dayAtPlace, ownerAtPlace] = [new Int32Array(records.length), new Int32Array(records.length)];
  let rises = true;
  for (let i = 0; i < records.length; i++) {
    const record = records[i] as CrmRecord;
    const text = date(record);
    if (typeof text !== 'string') continue;
    let day = byText.get(text);
    if (day === undefined) byText.set(text, (day = dayOf(text)));
    if (day < 0) continue;
    const given = record['OwnerId'];
    let owner = byOwnerId.get(given);
    if (owner === undefined) byOwnerId.set(given, (owner = owners.push(given) - 1));
    const id = String(record['Id']);
    const place = ids.length;
    rises &&= place === 0 || (ids[place - 1] as string) < id;
    (days[day] as DayOfRecords).count++;
    dayAtPlace[place] = day;
    ownerAtPlace[place] = owner;
    found.push(record);
    ids.push(id);
  }
  let start = 0;
  for (const one of days.toSorted((a, b) => a.day - b.day)) {
    one.next = start;
    start += one.count;
  }
  const order = new Int32Array(ids.length);
  const dayOfPlace = (i: number): DayOfRecords => days[dayAtPlace[i] as number] as DayOfRecords;
  const deal = (i: number): void => {
    order[dayOfPlace(i).next++] = i;
  };
  if (rises) for (let i = 0; i < order.length; i++) deal(i);
  else [...order.keys()].sort((a, b) => ((ids[a] as string) < (ids[b] as string) ? -1 : 1)).forEach(deal);
  const dated: Dated[] = [];
  for (let k = 0; k < order.length; k++) {
    const i = order[k] as number;
    dated.push({
      record: found[i] as CrmRecord,
      id: ids[i] as string,
      day: dayOfPlace(i).day,
      owner: owners[ownerAtPlace[i] as number],
    });
  }
  return dated;
}
