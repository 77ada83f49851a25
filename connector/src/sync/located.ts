// Where records stand in the store: found by their Ids, in the batches of a state from the latest to the first.
import type { Rows } from '@quotient/salesforce';
import { keysOf, type Batch, type Span } from '../store/batches.ts';
import { compareIds, type IdSet } from '../store/ids.ts';
import type { Store } from '../store/store.ts';

/** By the number of a wanted Id: the batch and row of its live version, and its SystemModstamp; no batch where there is none. */
export interface Located {
  readonly batch: (Batch | undefined)[];
  readonly row: Int32Array;
  readonly stamp: Float64Array;
}

export const stampField = 'SystemModstamp';

export function locate({ batches }: Store, span: Span, wanted: IdSet): Located {
  const found: Located = { batch: [], row: new Int32Array(wanted.size), stamp: new Float64Array(wanted.size) };
  // Those of which nothing later has been found yet.
  let open = Array.from({ length: wanted.size }, (_, number) => number);
  for (const batch of batches.of(span)) {
    if (open.length === 0) break;
    const rowOf = finder(
      batch,
      batch.kind === 'gone' ? batches.gone(batch) : keysOf(batches.rows(batch, ['Id'])),
      wanted,
    );
    let stamps: Float64Array | null = null;
    open = open.filter((number) => {
      const row = rowOf(number);
      if (row < 0) return true;
      if (batch.kind !== 'gone') {
        stamps ??= columnOf(batches.rows(batch, [stampField]), stampField).numbers;
        found.batch[number] = batch;
        found.row[number] = row;
        found.stamp[number] = stamps[row] as number;
      }
      return false;
    });
  }
  return found;
}

/** Finds the row of a wanted Id in a batch; −1 where it is not there. */
function finder({ count, rises }: Batch, ids: Uint8Array, wanted: IdSet): (number: number) => number {
  if (!rises) {
    const rows = new Map<number, number>();
    for (let row = 0; row < count; row++) {
      const number = wanted.find(ids, 18 * row);
      if (number >= 0) rows.set(number, row);
    }
    return (number) => rows.get(number) ?? -1;
  }
  const { bytes } = wanted;
  return (number) => {
    let [low, high] = [0, count];
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = compareIds(ids, 18 * middle, bytes, 18 * number);
      if (order === 0) return middle;
      if (order < 0) low = middle + 1;
      else high = middle;
    }
    return -1;
  };
}

export function columnOf(rows: Rows, path: string): Rows['columns'][number] {
  const column = rows.columns.find((one) => one.path === path);
  if (!column) throw new TypeError(`no column ${path}`);
  return column;
}
