// Comparing an object with the org by all Ids and time stamps, beside what changed: finds whatever changes alone do not tell,
// such as records that became visible late or were deleted for good long ago.
import { Rows, type Field } from '@quotient/salesforce';
import { readPages } from '../org/read.ts';
import { stampField } from '../store/batches.ts';
import { IdSet } from '../store/ids.ts';
import type { Asked, Reading } from '../store/store.ts';
import type { Around } from './anew.ts';
import { apply, type Applied } from './applied.ts';
import { among, changedSince, overlap } from './changes.ts';
import { columnOf } from './located.ts';

/** More differences than these are read with all records. */
const mostDifferences = 20_000;
/** So many Ids fit into the address of a query. */
export const idsAtOnce = 400;
const keyFields: readonly Field[] = [
  { path: 'Id', type: 'id' },
  { path: stampField, type: 'instant' },
];

/**
 * What differs of an object from its last whole reading; null where it is so much that all is better read anew.
 * @throws ConnectorError as `readPages` does
 */
export async function comparedWith(
  { rest, store, progress, bulkFrom, pageSize }: Around,
  before: Reading,
  object: string,
  asked: Asked,
): Promise<Applied | null> {
  const ids = new IdSet(before.count ?? 0);
  const stamps: number[] = [];
  for (const { batch, rows, isLive } of store.batches.live(before, [stampField])) {
    const [key, stamp] = [columnOf(rows, 'Id').bytes, columnOf(rows, stampField).numbers];
    for (let row = 0; row < batch.count; row++) if (isLive(row)) stamps[ids.add(key, 18 * row)] = stamp[row] as number;
  }
  let isThere = new Uint8Array(ids.size);
  let wanted = new IdSet();
  /** Reads Ids and stamps page by page. */
  const read = (
    where: string | undefined,
    begins: () => void,
    each: (ids: Uint8Array, at: number, stamp: number) => void,
  ) => {
    const rows = new Rows(keyFields);
    return readPages(
      rest,
      { object, fields: keyFields, where, pageSize },
      rows,
      (place) => {
        if (place.count === 0) begins();
        const [key, stamp] = [columnOf(rows, 'Id').bytes, columnOf(rows, stampField).numbers];
        for (let row = 0; row < rows.count; row++) each(key, 18 * row, stamp[row] as number);
        rows.clear();
        progress(object, place.count, place.total);
      },
      { ...(bulkFrom !== undefined && { bulkFrom }) },
    );
  };
  await read(
    asked.where ?? undefined,
    () => ([isThere, wanted] = [new Uint8Array(ids.size), new IdSet()]),
    (key, at, stamp) => {
      const number = ids.find(key, at);
      if (number >= 0) isThere[number] = 1;
      if (number < 0 || stamp > (stamps[number] as number)) wanted.add(key, at);
    },
  );
  // A parent that changed leaves no trace in the record's own stamp.
  await read(
    among(asked, changedSince(asked, before.watermark - overlap)),
    () => undefined,
    (key, at) => wanted.add(key, at),
  );
  if (wanted.size > mostDifferences) return null;
  const gone = new IdSet();
  for (let number = 0; number < ids.size; number++) if (isThere[number] === 0) gone.add(ids.bytes, 18 * number);
  const changed = new Rows(asked.fields);
  for (let from = 0; from < wanted.size; from += idsAtOnce) {
    const start = changed.count;
    const list = Array.from(
      { length: Math.min(idsAtOnce, wanted.size - from) },
      (_, i) => `'${wanted.idAt(from + i)}'`,
    );
    await readPages(
      rest,
      {
        object,
        fields: asked.fields,
        where: among(asked, `Id IN (${list.join(', ')})`),
      },
      changed,
      // A reading that begins again drops what it has read.
      ({ count }) => count === 0 && (changed.count = start),
      { bulkFrom: Number.POSITIVE_INFINITY },
    );
  }
  return apply(store, before, changed, gone);
}
