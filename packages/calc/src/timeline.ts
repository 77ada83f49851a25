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
  /** Its place in the timeline. */
  order: number;
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

const indexed = new WeakMap<readonly Dated[], ReadonlyMap<unknown, Dated>>();

/** A timeline by record id; made once for each timeline. */
export function byId(timeline: readonly Dated[]): ReadonlyMap<unknown, Dated> {
  let found = indexed.get(timeline);
  if (!found) {
    const made = new Map<unknown, Dated>();
    for (const dated of timeline) made.set(dated.id, dated);
    indexed.set(timeline, (found = made));
  }
  return found;
}

/** Some records of a timeline, in its order, each once. */
export function inPlace(timeline: readonly Dated[], some: Iterable<Dated>): Dated[] {
  const orders = Float64Array.from(some, ({ order }) => order).sort();
  const list: Dated[] = [];
  let before = -1;
  for (const order of orders) {
    if (order !== before) list.push(timeline[order] as Dated);
    before = order;
  }
  return list;
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
    return day === null ? null : { record, id: String(record['Id']), day, owner: record['OwnerId'], order: 0 };
  };
}

interface DayOfRecords {
  readonly day: Day;
  count: number;
  /** Where its next record goes. */
  next: number;
}

/** Dates records and orders them by day, then Id. Days are few beside records, so each record is dealt to its day's place. */
export function inOrder(records: readonly CrmRecord[], dateField: string, timeZone: string): Dated[] {
  const date = field(dateField);
  const byText = new Map<string, DayOfRecords | null>();
  const byDay = new Map<Day, DayOfRecords>();
  const dayOf = (text: string): DayOfRecords | null => {
    const day = dayAt(text, timeZone);
    if (day === null) return null;
    const known = byDay.get(day) ?? { day, count: 0, next: 0 };
    byDay.set(day, known);
    return known;
  };
  const dated: Dated[] = [];
  const days: DayOfRecords[] = [];
  let rises = true;
  for (let i = 0; i < records.length; i++) {
    const record = records[i] as CrmRecord;
    const text = date(record);
    if (typeof text !== 'string') continue;
    let found = byText.get(text);
    if (found === undefined) byText.set(text, (found = dayOf(text)));
    if (!found) continue;
    const id = String(record['Id']);
    rises &&= dated.length === 0 || (dated[dated.length - 1] as Dated).id < id;
    found.count++;
    dated.push({ record, id, day: found.day, owner: record['OwnerId'], order: 0 });
    days.push(found);
  }
  let start = 0;
  for (const one of [...byDay.values()].sort((a, b) => a.day - b.day)) {
    one.next = start;
    start += one.count;
  }
  const sorted = [...dated];
  const place = (i: number): void => {
    const one = dated[i] as Dated;
    one.order = (days[i] as DayOfRecords).next++;
    sorted[one.order] = one;
  };
  if (rises) for (let i = 0; i < dated.length; i++) place(i);
  else [...dated.keys()].sort((a, b) => ((dated[a] as Dated).id < (dated[b] as Dated).id ? -1 : 1)).forEach(place);
  return sorted;
}
