// Proving that store and org are the same: every record of the org against the store, field by field.
import { createHash } from 'node:crypto';
import type { CrmRecord } from '@quotient/calc';
import { recordsOf, Rows } from '@quotient/salesforce';
import { readPages } from '../org/read.ts';
import { stampField } from '../store/batches.ts';
import { IdSet } from '../store/ids.ts';
import type { Reading } from '../store/store.ts';
import type { Rest } from '../org/rest.ts';
import type { Around } from './anew.ts';
import { changedSince } from './changes.ts';
import { idsAtOnce } from './compared.ts';
import { deletedSince } from './deleted.ts';
import { columnOf } from './located.ts';

export interface Difference {
  readonly object: string;
  readonly id: string;
  /** Only one of both has the record, or these fields differ. */
  readonly what: 'not in the store' | 'not in the org' | readonly string[];
}

export interface ObjectVerified {
  readonly object: string;
  /** Records compared. */
  readonly count: number;
  /** Records that differ because they changed in the org since the sync, which say nothing about it. */
  readonly since: number;
  readonly differences: readonly Difference[];
}

/** The first bytes of a hash of a record, as numbers: two records of one hash are taken for the same. */
function hashOf(record: CrmRecord): readonly [number, number] {
  const bytes = createHash('sha256').update(JSON.stringify(record)).digest();
  return [bytes.readUIntBE(0, 6), bytes.readUIntBE(6, 6)];
}

/**
 * Compares all records of an object in the org with those of a reading. Records that differ because they changed after its
 * watermark are left out.
 * @throws ConnectorError as `readPages` does
 */
export async function verifyObject(
  { rest, store, progress, bulkFrom, pageSize }: Around,
  reading: Reading,
  isReplicated: boolean,
): Promise<ObjectVerified> {
  const { object, asked, watermark } = reading;
  const ids = new IdSet(reading.count ?? 0);
  const [high, low]: [number[], number[]] = [[], []];
  for (const { rows, isLive } of store.batches.live(reading)) {
    for (const record of recordsOf(rows, isLive)) {
      const number = ids.add(encoder.encode(String(record['Id'])), 0);
      [high[number], low[number]] = hashOf(record);
    }
  }
  let isSeen = new Uint8Array(ids.size);
  let since = 0;
  let count = 0;
  let other = new Map<string, CrmRecord | null>();
  const rows = new Rows(asked.fields);
  await readPages(
    rest,
    { object, fields: asked.fields, where: asked.where ?? undefined, pageSize },
    rows,
    (place) => {
      if (place.count === 0) [isSeen, since, count, other] = [new Uint8Array(ids.size), 0, 0, new Map()];
      const key = columnOf(rows, 'Id').bytes;
      const stamps = rows.columns.find(({ path }) => path === stampField)?.numbers;
      const records = recordsOf(rows);
      for (const [row, record] of records.entries()) {
        const number = ids.find(key, 18 * row);
        if (number >= 0) isSeen[number] = 1;
        const [a, b] = hashOf(record);
        const isSame = number >= 0 && high[number] === a && low[number] === b;
        if (!isSame && stamps && (stamps[row] as number) >= watermark) {
          since++;
          continue;
        }
        count++;
        if (!isSame) other.set(rows.idAt(row), number < 0 ? null : record);
      }
      rows.clear();
      progress(object, place.count, place.total);
    },
    { ...(bulkFrom !== undefined && { bulkFrom }) },
  );
  const differences: Difference[] = [];
  for (const [id, record] of other) if (record === null) differences.push({ object, id, what: 'not in the store' });
  const differing = new Map([...other].filter(([, record]) => record !== null) as [string, CrmRecord][]);
  if (differing.size > 0)
    for (const own of store.batches.records(reading)) {
      const theirs = differing.get(String(own['Id']));
      if (theirs) differences.push({ object, id: String(own['Id']), what: fieldsThatDiffer(own, theirs) });
    }
  for (let number = 0; number < ids.size; number++)
    if (isSeen[number] === 0) differences.push({ object, id: ids.idAt(number), what: 'not in the org' });
  const late = await changedMeanwhile(rest, reading, isReplicated, differences);
  for (const id of late) if (other.has(id)) count--;
  return { object, count, since: since + late.size, differences: differences.filter(({ id }) => !late.has(id)) };
}

/** Those of few records that were changed, by a parent too, or deleted in the org since a reading. */
async function changedMeanwhile(
  rest: Rest,
  { object, asked, watermark }: Reading,
  isReplicated: boolean,
  differences: readonly Difference[],
): Promise<ReadonlySet<string>> {
  if (differences.length === 0 || differences.length > idsAtOnce) return new Set();
  const ids = new Set(differences.map(({ id }) => id));
  const list = [...ids].map((id) => `'${id}'`).join(', ');
  const changed = await rest.all(
    `SELECT Id FROM ${object} WHERE Id IN (${list}) AND (${changedSince(asked, watermark)})`,
  );
  const deleted = isReplicated ? await deletedSince(rest, object, watermark) : null;
  const late = [...changed.map(({ Id }) => String(Id)), ...(deleted?.ids ?? [])];
  return new Set(late.filter((id) => ids.has(id)));
}

const encoder = new TextEncoder();

const fieldsThatDiffer = (a: CrmRecord, b: CrmRecord): string[] =>
  [...new Set([...Object.keys(a), ...Object.keys(b)])].filter(
    (field) => JSON.stringify(a[field]) !== JSON.stringify(b[field]),
  );
