// What crediting reads of a book: records in order and by what they belong to, rates, the hierarchy.
import type { Book, CrmRecord } from './book.ts';
import type { Source } from './credit.ts';
import { ratesOf } from './currency.ts';
import { field } from './filter.ts';
import { hierarchy } from './hierarchy.ts';
import { recordsOf, timelines } from './timeline.ts';

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
  const { rows, forget } = indexesOf(records);
  return {
    rows,
    forget,
    timeline: timelines(records),
    children: (object) => recordsOf(records, object),
    entries: entries ?? [],
    rates: ratesOf(rates ?? [], corporate),
    corporateCurrency: corporate,
    above: hierarchy(users ?? [], managers),
    dated: (managers ?? []).length > 0,
  };
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
