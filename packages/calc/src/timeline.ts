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
  const once = (key: string, make: () => readonly Dated[]): readonly Dated[] => {
    let timeline = made.get(key);
    if (!timeline) made.set(key, (timeline = make()));
    return timeline;
  };
  return (object, dateField, timeZone, where) => {
    const key = `${object} ${dateField} ${timeZone}`;
    const all = once(key, () => inOrder(records[object] ?? [], dateField, timeZone));
    if (where === undefined) return all;
    const holds = test(where);
    return once(`${key} ${JSON.stringify(where)}`, () => all.filter(({ record }) => holds(record)));
  };
}

/** Dates records and orders them. Dates are few beside records, so records are dealt to their dates. */
export function inOrder(records: readonly CrmRecord[], dateField: string, timeZone: string): Dated[] {
  const date = field(dateField);
  const byText = new Map<string, { day: Day; list: Dated[] } | null>();
  for (const record of records) {
    const text = date(record);
    if (typeof text !== 'string') continue;
    let bucket = byText.get(text);
    if (bucket === undefined) {
      const day = text.length === 10 ? parseDay(text) : dayInZone(text, timeZone);
      byText.set(text, (bucket = day === null ? null : { day, list: [] }));
    }
    bucket?.list.push({ record, id: String(record['Id']), day: bucket.day, owner: record['OwnerId'] });
  }
  const byDay = new Map<Day, Dated[]>();
  for (const bucket of byText.values())
    if (bucket) byDay.set(bucket.day, byDay.get(bucket.day)?.concat(bucket.list) ?? bucket.list);
  return [...byDay.keys()].sort((a, b) => a - b).flatMap((day) => sortedById(byDay.get(day) ?? []));
}

function sortedById(list: Dated[]): Dated[] {
  for (let i = 1; i < list.length; i++)
    if ((list[i - 1] as Dated).id > (list[i] as Dated).id) return list.sort((a, b) => (a.id < b.id ? -1 : 1));
  return list;
}
