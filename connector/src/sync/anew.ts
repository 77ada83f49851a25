// Reading an object anew: all of its records, page by page into the store, from where a reading that was cut off stands.
import { Rows } from '@quotient/salesforce';
import { readPages, type Place, type Way } from '../org/read.ts';
import { reconciliation } from '../org/refusal.ts';
import type { Rest } from '../org/rest.ts';
import type { Asked, Store } from '../store/store.ts';
import { Arrivals } from './arrivals.ts';

/** So many records are kept at once: enough to be quick, few enough to fit into memory. */
const batchSize = 20_000;

/** What a reading needs to know of where it is. */
export interface Around {
  readonly rest: Rest;
  readonly store: Store;
  readonly sync: number;
  readonly progress: (object: string, count: number, total: number) => void;
  /** From so many records on a bulk job is used; the reader's own number where it is absent. */
  readonly bulkFrom?: number | undefined;
  readonly pageSize?: number | undefined;
}

/** How an object was read, for people. */
export interface Told {
  readonly by: Way;
  readonly why: string;
  /** It went on with a reading that was cut off: what changed since that began is not in it. */
  readonly isTakenUp: boolean;
}

/**
 * Reads all records of an object.
 * @throws ConnectorError as `readPages` does; `reconciliation` (65) where a record came twice
 */
export async function readAnew(
  { rest, store, sync, progress, bulkFrom, pageSize }: Around,
  object: string,
  asked: Asked,
  now: number,
): Promise<Told> {
  const cut = store.begun(object, sync);
  const from = cut && cut.count === null && cut.way === 'anew' && isSame(cut.asked, asked) ? cut.place : null;
  const reading = cut && from ? cut : store.beginReading(object, sync, 'anew', asked, now);
  let arrivals = new Arrivals(store, reading);
  const rows = new Rows(asked.fields);
  const end = await readPages(
    rest,
    { object, fields: asked.fields, where: asked.where ?? undefined, pageSize },
    rows,
    (place: Place) => {
      // The reading begins, or begins again: what came before is worth nothing.
      if (place.count === 0) {
        store.restart(reading, place);
        rows.clear();
        arrivals = new Arrivals(store, reading);
      }
      progress(object, place.count, place.total);
      if (rows.count < batchSize && place.next !== null) return;
      const repeated = arrivals.repeated(rows);
      if (repeated !== null)
        throw reconciliation(object, place.total, place.count, `The record ${repeated} came twice`);
      store.keep(reading, rows, place);
      rows.clear();
    },
    { ...(from && { from }), ...(bulkFrom !== undefined && { bulkFrom }) },
  );
  store.endReading(reading, { count: arrivals.count, compared: reading.watermark });
  return { by: end.by, why: end.why, isTakenUp: from !== null };
}

export const isSame = (a: Asked, b: Asked): boolean => JSON.stringify(a) === JSON.stringify(b);
