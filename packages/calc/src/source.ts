// What crediting reads of a book: records in order and by what they belong to, rates, the hierarchy.
import type { Book, CrmRecord } from './book.ts';
import type { Source } from './credit.ts';
import { ratesOf } from './currency.ts';
import { field } from './filter.ts';
import { hierarchy } from './hierarchy.ts';
import { partsOf } from './part.ts';
import { readersOf, type Rated } from './part-readers.ts';
import type { Plan } from './plan.ts';
import { recordsOf, timelines, type Expected, type Reader } from './timeline.ts';

type Records = Readonly<Record<string, readonly CrmRecord[]>>;

/** What crediting reads of a book. Records may be replaced, if it is told which. */
export interface BookSource extends Source {
  /** Rows of an object have been replaced. */
  readonly forget: (object: string) => void;
}

/** What crediting reads of a book, with the records as they are now. */
export function sourceOf(
  { corporateCurrency, plans, rates, entries, users, managers }: Book,
  records: Records,
): BookSource {
  const corporate = corporateCurrency ?? plans[0]?.currency ?? 'USD';
  const rated: Rated = { rates: ratesOf(rates ?? [], corporate), corporateCurrency: corporate };
  const { rows, forget } = indexesOf(records);
  return {
    rows,
    forget,
    timeline: timelines(records, expectedBy(plans, rated)),
    entries: entries ?? [],
    ...rated,
    above: hierarchy(users ?? [], managers),
    dated: (managers ?? []).length > 0,
  };
}

/** What the measures of plans will read of the records of a timeline. */
function expectedBy(plans: readonly Plan[], rated: Rated): Expected {
  const parts = plans.flatMap((plan) => partsOf(plan).map((part) => ({ plan, part })));
  return (object, dateField, timeZone) =>
    parts
      .filter(
        ({ plan, part: { measure, counts } }) =>
          !measure.entered &&
          (counts.object ?? '') === object &&
          (measure.date ?? '') === dateField &&
          (plan.timeZone ?? 'UTC') === timeZone,
      )
      .flatMap(({ plan, part }) => Object.values<Reader<unknown> | undefined>({ ...readersOf(plan, part, rated) }))
      .filter((reader) => reader !== undefined);
}

const none: readonly CrmRecord[] = [];

/** Rows of an object by what a field of theirs holds. */
export const rowsOf = (records: Records): Source['rows'] => indexesOf(records).rows;

interface Index {
  rows: ReadonlyMap<unknown, readonly CrmRecord[]> | null;
}

/** Indexes are made when the first of their rows are asked for. */
function indexesOf(records: Records): Pick<BookSource, 'rows' | 'forget'> {
  const indexes = new Map<string, Map<string, Index>>();
  return {
    rows: (object, by) => {
      const ofObject = indexes.get(object) ?? new Map<string, Index>();
      indexes.set(object, ofObject);
      const index = ofObject.get(by) ?? { rows: null };
      ofObject.set(by, index);
      return (value) => {
        index.rows ??= Map.groupBy(recordsOf(records, object), field(by));
        return index.rows.get(value) ?? none;
      };
    },
    forget: (object) => {
      for (const index of indexes.get(object)?.values() ?? []) index.rows = null;
    },
  };
}
