// Reading an object anew: all of its records, page by page into the store, from where a reading that was cut off stands.
import { Rows } from '@quotient/salesforce';
import { readPages, type Place, type Way } from '../org/read.ts';
import { reconciliation } from '../org/refusal.ts';
import type { Rest } from '../org/rest.ts';
import { IdSet } from '../store/ids.ts';
import type { Asked, Reading, Store } from '../store/store.ts';

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
  let ids = from ? idsOf(store, reading) : new IdSet();
  const rows = new Rows(asked.fields);
  const key = rows.columns.findIndex(({ path }) => path === 'Id');
  const end = await readPages(
    rest,
    { object, fields: asked.fields, where: asked.where ?? undefined, pageSize },
    rows,
    (place: Place) => {
      // The reading begins, or begins again: what came before is worth nothing.
      if (place.count === 0) {
        store.restart(reading, place);
        rows.clear();
        ids = new IdSet();
      }
      progress(object, place.count, place.total);
      if (rows.count < batchSize && place.next !== null) return;
      const { bytes } = rows.columns[key] as Rows['columns'][number];
      for (let row = 0; row < rows.count; row++) {
        const before = ids.size;
        ids.add(bytes, 18 * row);
        if (ids.size === before)
          throw reconciliation(
            object,
            place.total,
            place.count,
            `The record ${ids.idAt(ids.find(bytes, 18 * row))} came twice`,
          );
      }
      store.keep(reading, rows, place);
      rows.clear();
    },
    { ...(from && { from }), ...(bulkFrom !== undefined && { bulkFrom }) },
  );
  store.endReading(reading, { count: ids.size, compared: reading.watermark });
  return { by: end.by, why: end.why, isTakenUp: from !== null };
}

export const isSame = (a: Asked, b: Asked): boolean => JSON.stringify(a) === JSON.stringify(b);

function idsOf(store: Store, reading: Reading): IdSet {
  const ids = new IdSet();
  for (const { rows } of store.batches.live(reading, [])) {
    const { bytes } = rows.columns[0] as Rows['columns'][number];
    for (let row = 0; row < rows.count; row++) ids.add(bytes, 18 * row);
  }
  return ids;
}
