// Batches: records of one object that came together, kept column by column and never changed. What stands later in the store
// stands for what came before, so that every sync can be read again as it was.
import { createHash } from 'node:crypto';
import type { StatementSync } from 'node:sqlite';
import { crc32 } from 'node:zlib';
import type { CrmRecord } from '@quotient/calc';
import {
  BlockRoom,
  blocksOf,
  damaged,
  keyFinder,
  recordsOf,
  rowsOf,
  type Field,
  type Rows,
} from '@quotient/salesforce';
import { compareIds, IdSet } from './ids.ts';

/** Says when a record last changed, by itself. */
export const stampField = 'SystemModstamp';

/** Records with their fields, or the Ids of records that are no longer there. */
export type Kind = 'base' | 'changed' | 'gone';

export interface Batch {
  readonly number: number;
  readonly kind: Kind;
  readonly count: number;
  readonly fields: readonly Field[];
  /** Its first and its last Id, where its Ids rise from row to row; null where they do not. */
  readonly range: IdRange | null;
  /** Its youngest SystemModstamp, in milliseconds; null where it has none. */
  readonly latest: number | null;
}

export type IdRange = readonly [first: string, last: string];

function hashOf(blocks: readonly Uint8Array[]): string {
  const hash = createHash('sha256');
  for (const block of blocks) hash.update(block);
  return hash.digest('hex');
}

/** The Ids of rows, 18 bytes each. */
export const keysOf = (rows: Rows): Uint8Array =>
  rows.columns.find(({ path }) => path === 'Id')?.bytes ?? new Uint8Array(0);

/** The first and the last Id of rows that rise from row to row; null where they do not, or are none. */
export function rangeOf(rows: Rows): IdRange | null {
  const ids = keysOf(rows);
  for (let row = 1; row < rows.count; row++) if (compareIds(ids, 18 * row - 18, ids, 18 * row) >= 0) return null;
  return rows.count === 0 ? null : [rows.idAt(0), rows.idAt(rows.count - 1)];
}

function latestOf({ columns, count }: Rows): number | null {
  const stamps = columns.find(({ path }) => path === stampField)?.numbers;
  let latest = -Infinity;
  if (stamps) for (let row = 0; row < count; row++) latest = Math.max(latest, stamps[row] as number);
  return Number.isFinite(latest) ? latest : null;
}

/** The state of an object: its batches from a first one up to a sync. */
export interface Span {
  readonly object: string;
  readonly base: number;
  readonly sync: number;
}

export class Batches {
  readonly #statement: (sql: string) => StatementSync;
  readonly #room = new BlockRoom();

  constructor(statement: (sql: string) => StatementSync) {
    this.#statement = statement;
  }

  /** The number that the next batch has at least. */
  next(): number {
    const row = this.#statement('SELECT max(number) AS last FROM batches').get();
    const made = this.#statement("SELECT seq FROM sqlite_sequence WHERE name = 'batches'").get();
    return Math.max(Number(row?.['last'] ?? 0), Number(made?.['seq'] ?? 0)) + 1;
  }

  /** Adds records of a sync; its caller has begun a transaction. */
  add(object: string, sync: number, kind: 'base' | 'changed', fields: readonly Field[], rows: Rows): void {
    this.#insert(
      object,
      sync,
      { kind, count: rows.count, fields, range: rangeOf(rows), latest: latestOf(rows) },
      blocksOf(rows, this.#room),
    );
  }

  /** Adds the Ids of records that are no longer there; its caller has begun a transaction. */
  addGone(object: string, sync: number, ids: IdSet): void {
    this.#insert(object, sync, { kind: 'gone', count: ids.size, fields: [], range: null, latest: null }, [ids.bytes]);
  }

  #insert(
    object: string,
    sync: number,
    { kind, count, fields, range, latest }: Omit<Batch, 'number'>,
    blocks: readonly Uint8Array[],
  ): void {
    const [first, last] = range ?? [null, null];
    const { lastInsertRowid } = this.#statement(
      'INSERT INTO batches (object, sync, kind, count, fields, hash, first, last, latest) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)',
    ).run(object, sync, kind, count, JSON.stringify(fields), hashOf(blocks), first, last, latest);
    const insert = this.#statement('INSERT INTO cells (batch, place, bytes, crc) VALUES (?, ?, ?, ?)');
    for (const [place, bytes] of blocks.entries()) insert.run(lastInsertRowid, place, bytes, crc32(bytes));
  }

  /** The hashes of the batches of a state: what tells it from any other. `isRead`: from the bytes as they stand in the file. */
  hashes({ object, base, sync }: Span, isRead = false): string[] {
    return this.#statement(
      'SELECT number, fields, hash FROM batches WHERE object = ? AND number >= ? AND sync <= ? ORDER BY number',
    )
      .all(object, base, sync)
      .map(({ number, fields, hash }) => {
        if (!isRead) return String(hash);
        const paths = (JSON.parse(String(fields)) as Field[]).map(({ path }) => path);
        return hashOf((paths.length === 0 ? ['Id'] : paths).map((path, i) => this.#cells(Number(number), i, path)));
      });
  }

  /** Takes away the batches of an object from a sync; its caller has begun a transaction. */
  drop(object: string, sync: number): void {
    this.#statement('DELETE FROM cells WHERE batch IN (SELECT number FROM batches WHERE object = ? AND sync = ?)').run(
      object,
      sync,
    );
    this.#statement('DELETE FROM batches WHERE object = ? AND sync = ?').run(object, sync);
  }

  /** The batches of a state, the latest first. */
  of({ object, base, sync }: Span): Batch[] {
    return this.#statement(
      'SELECT number, kind, count, fields, first, last, latest FROM batches WHERE object = ? AND number >= ? AND sync <= ? ORDER BY number DESC',
    )
      .all(object, base, sync)
      .map((row) => ({
        number: Number(row['number']),
        kind: row['kind'] as Kind,
        count: Number(row['count']),
        fields: JSON.parse(String(row['fields'])) as Field[],
        range: row['first'] === null ? null : [String(row['first']), String(row['last'])],
        latest: row['latest'] === null ? null : Number(row['latest']),
      }));
  }

  /** Some columns of a batch, by their paths; all of them where none are named. */
  rows({ number, count, fields }: Batch, paths?: readonly string[]): Rows {
    const wanted = paths ? fields.filter(({ path }) => paths.includes(path)) : fields;
    return rowsOf(
      wanted,
      count,
      wanted.map((field) => this.#cells(number, fields.indexOf(field), field.path)),
    );
  }

  /** Finds rows of a batch by Ids as `keyFinder` does; null where they may not rise. */
  finder({ number, count, fields }: Batch): ReturnType<typeof keyFinder> {
    return keyFinder(
      count,
      this.#cells(
        number,
        fields.findIndex(({ path }) => path === 'Id'),
        'Id',
      ),
    );
  }

  /** The Ids of a batch that tells of records that are gone. */
  gone({ number }: Batch): Uint8Array {
    return this.#cells(number, 0, 'Id');
  }

  /** The bytes of a column of a batch. @throws QuotientError `damaged` where they are not those that were written */
  #cells(batch: number, place: number, path: string): Uint8Array {
    const row = this.#statement('SELECT bytes, crc FROM cells WHERE batch = ? AND place = ?').get(batch, place);
    const bytes = row?.['bytes'];
    return bytes instanceof Uint8Array && crc32(bytes) === row?.['crc'] ? bytes : damaged(path);
  }

  /**
   * Goes through the records of a state, batch by batch, the latest first; `isLive` says of a row whether it is the state's
   * version of its record. Columns are read by their paths, the Id always first.
   */
  *live(
    span: Span,
    paths?: readonly string[],
  ): Generator<{ batch: Batch; rows: Rows; isLive: (row: number) => boolean }> {
    const batches = this.of(span);
    const later = new IdSet();
    for (const batch of batches) {
      if (batch.kind === 'gone') {
        const ids = this.gone(batch);
        for (let at = 0; at < ids.length; at += 18) later.add(ids, at);
        continue;
      }
      const rows = this.rows(batch, paths && ['Id', ...paths]);
      const ids = keysOf(rows);
      if (later.size === 0 && batch.kind === 'base') yield { batch, rows, isLive: () => true };
      else {
        const live = new Uint8Array(batch.count);
        for (let row = 0; row < batch.count; row++) live[row] = later.find(ids, 18 * row) < 0 ? 1 : 0;
        yield { batch, rows, isLive: (row) => live[row] === 1 };
      }
      // Records of a base come once: nothing before it can be hidden by them.
      if (batch.kind === 'changed') for (let row = 0; row < batch.count; row++) later.add(ids, 18 * row);
    }
  }

  /** The records of a state, in the order in which they came. */
  records(span: Span): CrmRecord[] {
    const lists: CrmRecord[][] = [];
    for (const { rows, isLive } of this.live(span)) lists.push(recordsOf(rows, isLive));
    return lists.toReversed().flat();
  }
}
