// What came of an object against what the store has: the records that are new or younger, and those that are gone.
import type { Rows } from '@quotient/salesforce';
import { reconciliation } from '../org/refusal.ts';
import { stampField, type Batch } from '../store/batches.ts';
import { IdSet } from '../store/ids.ts';
import type { Reading, Store } from '../store/store.ts';
import { columnOf, locate, stampsIn } from './located.ts';

export interface Applied {
  readonly changed: Rows;
  readonly gone: IdSet;
  /** How many records the object has then. */
  readonly count: number;
}

/**
 * Compares records with the state of a reading. Younger records stand for older ones, never the other way round. Two of
 * one stamp may differ too: fields of parents leave no trace in it, nor do merges of accounts. A record that came is there, even if it was deleted in between.
 * @throws ConnectorError `reconciliation` (65) where a record came twice
 */
export function apply(store: Store, before: Reading, rows: Rows, deleted: IdSet): Applied {
  const came = rows.count;
  const ids = columnOf(rows, 'Id').bytes;
  const stamps = columnOf(rows, stampField).numbers;
  const wanted = new IdSet(came + deleted.size);
  for (let row = 0; row < came; row++)
    if (wanted.add(ids, 18 * row) !== row)
      throw reconciliation(before.object, came, wanted.size, `The record ${rows.idAt(row)} came twice`);
  for (let at = 0; at < deleted.bytes.length; at += 18) wanted.add(deleted.bytes, at);
  const found = locate(store, before, wanted);

  let count = before.count ?? 0;
  const gone = new IdSet();
  for (let number = came; number < wanted.size; number++)
    if (found.batch[number]) {
      gone.add(wanted.bytes, 18 * number);
      count--;
    }
  const differs = differing(store, rows);
  const stampIn = stampsIn(store);
  rows.keep((row) => {
    const batch = found.batch[row];
    if (!batch) {
      count++;
      return true;
    }
    const own = stamps[row] as number;
    if (own > (batch.latest ?? Infinity)) return true;
    const known = stampIn(batch, found.row[row] as number);
    return own > known || (own === known && differs(row, batch, found.row[row] as number));
  });
  return { changed: rows, gone, count };
}

/** Does a row differ from one in the store? */
function differing(store: Store, rows: Rows): (row: number, batch: Batch, at: number) => boolean {
  const known = new Map<number, Rows>();
  return (row, batch, at) => {
    let stored = known.get(batch.number);
    if (!stored) known.set(batch.number, (stored = store.batches.rows(batch)));
    return rows.columns.some((column) => column.valueAt(row) !== columnOf(stored, column.path).valueAt(at));
  };
}
