// Records in the order in which they count: by day, then by record id; each dated once for all measures.
import type { CrmRecord } from './book.ts';
import { field, test } from './filter.ts';
import { dayInZone, parseDay, type Day } from './period.ts';
import type { Where } from './plan.ts';

export interface Dated {
  readonly record: CrmRecord;
  readonly id: string;
  readonly day: Day;
  /** OwnerId, which most rules credit. */
  readonly owner: unknown;
}

/** The dated records of an object for which a filter holds; those without a date are left out. */
export type Timeline = (
  object: string,
  dateField: string,
  timeZone: string,
  where: Where | undefined,
) => readonly Dated[];

/** Timelines of a book's records. Measures that count the same records share one. */
export function timelines(records: Readonly<Record<string, readonly CrmRecord[]>>): Timeline {
  const made = new Map<string, readonly Dated[]>();
  return (object, dateField, timeZone, where) => {
    const key = JSON.stringify([object, dateField, timeZone, where]);
    let timeline = made.get(key);
    if (!timeline) {
      const all = records[object] ?? [];
      // Filtered before they are ordered: as they lie in memory they are read fastest.
      made.set(key, (timeline = inOrder(where ? all.filter(test(where)) : all, dateField, timeZone)));
    }
    return timeline;
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
    const day = text.length === 10 ? parseDay(text) : dayInZone(text, timeZone);
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
    dated.push({ record, id, day: found.day, owner: record['OwnerId'] });
    days.push(found);
  }
  let start = 0;
  for (const one of [...byDay.values()].sort((a, b) => a.day - b.day)) {
    one.next = start;
    start += one.count;
  }
  const sorted = [...dated];
  const place = (i: number): void => {
    sorted[(days[i] as DayOfRecords).next++] = dated[i] as Dated;
  };
  if (rises) for (let i = 0; i < dated.length; i++) place(i);
  else [...dated.keys()].sort((a, b) => ((dated[a] as Dated).id < (dated[b] as Dated).id ? -1 : 1)).forEach(place);
  return sorted;
}
