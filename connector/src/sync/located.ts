// Where records stand in the store: found by their Ids, in the batches of a state from the latest to the first.
import type { Rows } from '@quotient/salesforce';
import { keysOf, stampField, type Batch, type Span } from '../store/batches.ts';
import { compareIds, idBytes, type IdSet } from '../store/ids.ts';
import type { Store } from '../store/store.ts';

/** By the number of a wanted Id. */
export interface Located {
  /** The batch of its live version; none where there is no such record. */
  readonly batch: (Batch | undefined)[];
  /** Where it stands there. */
  readonly row: Int32Array;
}

/** Finds the row of a wanted Id in a batch by its number; −1 where it is not there. */
type Finder = (number: number) => number;

export function locate({ batches }: Store, span: Span, wanted: IdSet): Located {
  const found: Located = { batch: [], row: new Int32Array(wanted.size) };
  const { bytes } = wanted;
  const rising = risingOf(wanted);
  /** How many wanted Ids come before one, or before what follows it. */
  const before = (id: string, isAfter: boolean): number => {
    const own = idBytes(id);
    let [low, high] = [0, rising.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      const order = compareIds(bytes, 18 * (rising[middle] as number), own, 0);
      if (order < 0 || (isAfter && order === 0)) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  // Of what was found later, an earlier version does not count.
  const isSettled = new Uint8Array(wanted.size);
  for (const batch of batches.of(span)) {
    const [from, until] = batch.range
      ? [before(batch.range[0], false), before(batch.range[1], true)]
      : [0, rising.length];
    let rowOf: Finder | null = null;
    for (let i = from; i < until; i++) {
      const number = rising[i] as number;
      if (isSettled[number] === 1) continue;
      rowOf ??= finderOf(batch);
      const row = rowOf(number);
      if (row < 0) continue;
      isSettled[number] = 1;
      if (batch.kind === 'gone') continue;
      found.batch[number] = batch;
      found.row[number] = row;
    }
  }
  return found;

  function finderOf(batch: Batch): Finder {
    const packed = batch.kind === 'gone' ? null : batches.finder(batch);
    if (packed) return (number) => packed(bytes, 18 * number);
    const ids = batch.kind === 'gone' ? batches.gone(batch) : keysOf(batches.rows(batch, ['Id']));
    const rows = new Map<number, number>();
    for (let row = 0; row < batch.count; row++) {
      const number = wanted.find(ids, 18 * row);
      if (number >= 0) rows.set(number, row);
    }
    return (number) => rows.get(number) ?? -1;
  }
}

/** The numbers of Ids in the order of these. */
function risingOf({ bytes, size }: IdSet): Uint32Array {
  const numbers = new Uint32Array(size);
  let rises = true;
  for (let number = 1; number < size; number++) {
    numbers[number] = number;
    rises &&= compareIds(bytes, 18 * number - 18, bytes, 18 * number) < 0;
  }
  return rises ? numbers : numbers.sort((a, b) => compareIds(bytes, 18 * a, bytes, 18 * b));
}

/** When the record that stands in a row of a batch last changed, in milliseconds. */
export function stampsIn({ batches }: Store): (batch: Batch, row: number) => number {
  const known = new Map<number, Float64Array>();
  return (batch, row) => {
    let stamps = known.get(batch.number);
    if (!stamps) known.set(batch.number, (stamps = columnOf(batches.rows(batch, [stampField]), stampField).numbers));
    return stamps[row] as number;
  };
}

export function columnOf(rows: Rows, path: string): Rows['columns'][number] {
  const column = rows.columns.find((one) => one.path === path);
  if (!column) throw new TypeError(`no column ${path}`);
  return column;
}
