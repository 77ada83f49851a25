// Where records stand in the store: found by their Ids in one pass over the Ids of a state.
import type { Rows } from '@quotient/salesforce';
import type { Batch, Span } from '../store/batches.ts';
import type { IdSet } from '../store/ids.ts';
import type { Store } from '../store/store.ts';

/** By the number of a wanted Id: the batch and row of its live version, and its SystemModstamp; no batch where there is none. */
export interface Located {
  readonly batch: (Batch | undefined)[];
  readonly row: Int32Array;
  readonly stamp: Float64Array;
}

export const stampField = 'SystemModstamp';

export function locate(store: Store, span: Span, wanted: IdSet): Located {
  const found: Located = { batch: [], row: new Int32Array(wanted.size), stamp: new Float64Array(wanted.size) };
  if (wanted.size === 0) return found;
  for (const { batch, rows, isLive } of store.batches.live(span, [stampField])) {
    const ids = columnOf(rows, 'Id').bytes;
    const stamps = columnOf(rows, stampField).numbers;
    for (let row = 0; row < batch.count; row++) {
      const number = wanted.find(ids, 18 * row);
      if (number < 0 || !isLive(row)) continue;
      found.batch[number] = batch;
      found.row[number] = row;
      found.stamp[number] = stamps[row] as number;
    }
  }
  return found;
}

export function columnOf(rows: Rows, path: string): Rows['columns'][number] {
  const column = rows.columns.find((one) => one.path === path);
  if (!column) throw new TypeError(`no column ${path}`);
  return column;
}
