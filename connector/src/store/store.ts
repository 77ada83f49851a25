// The store: what syncs read from the org, with every version of a record that a run may need again.
import type { DatabaseSync, StatementSync } from 'node:sqlite';
import type { CrmRecord } from '@quotient/calc';
import type { Field, Rows } from '@quotient/salesforce';
import { ConnectorError, exitCode } from '../error.ts';
import type { Place } from '../org/read.ts';
import { Batches, type Span } from './batches.ts';
import type { StoreMeta, SyncFacts } from './facts.ts';
import { openToRead, openToWrite, preparing, storeFile, within } from './file.ts';
import type { IdSet } from './ids.ts';

/** How the records of an object are asked for. What is asked for in another way is read anew. */
export interface Asked {
  /** The org's Id: records of two orgs are never mixed. */
  readonly org: string;
  readonly fields: readonly Field[];
  readonly where: string | null;
  /** Lookups to records that others can be merged into. */
  readonly merged: readonly string[];
}

/** `anew`: all records; `changes`: those that changed; `compared`: what differs, found by all Ids. */
export type ReadingWay = 'anew' | 'changes' | 'compared';

/** One object in one sync. */
export interface Reading extends Span {
  readonly way: ReadingWay;
  readonly asked: Asked;
  /** Where it stands; null before the first page. */
  readonly place: Place | null;
  /** How many records the object has; null as long as the reading is not whole. */
  readonly count: number | null;
  /** Everything that changed before this instant is here, in milliseconds of the server's clock. */
  readonly watermark: number;
  /** When all Ids were last compared, in milliseconds of the server's clock. */
  readonly compared: number;
}

/** A calculation that was shown to somebody, with all that it can be repeated from. */
export interface Run {
  readonly id: string;
  readonly sync: number;
  readonly made: string;
  /** The hash of the document of plans, assignments, quotas and entries. */
  readonly document: string;
  /** The hash of everything that it was made of. */
  readonly inputs: string;
  /** The hash of its statements. */
  readonly digest: string;
}

export class Store {
  readonly #database: DatabaseSync;
  readonly #statement: (sql: string) => StatementSync;
  readonly batches: Batches;

  private constructor(database: DatabaseSync) {
    this.#database = database;
    this.#statement = preparing(database);
    this.batches = new Batches(this.#statement);
  }

  /** @throws ConnectorError as `openToRead` does */
  static toRead(dir: string): Store {
    return new Store(openToRead(dir));
  }

  /** @throws ConnectorError as `openToWrite` does */
  static toWrite(dir: string): Store {
    return new Store(openToWrite(dir));
  }

  close(): void {
    this.#database.close();
  }

  /** Writes all of it or nothing; within another one, together with it. */
  within<T>(write: () => T): T {
    return this.#database.isTransaction ? write() : within(this.#database, write);
  }

  /** The same, and at once on the disk for good: a sync that is lost with the machine's power is read again, a run is not. */
  #lastingly(write: () => void): void {
    this.#database.exec('PRAGMA synchronous = FULL');
    try {
      this.within(write);
    } finally {
      this.#database.exec('PRAGMA synchronous = NORMAL');
    }
  }

  /** The last sync that ended; null where none has. */
  last(): { readonly sync: number; readonly facts: SyncFacts } | null {
    const row = this.#statement(
      'SELECT number, facts FROM syncs WHERE ended IS NOT NULL ORDER BY number DESC LIMIT 1',
    ).get();
    return row ? { sync: Number(row['number']), facts: JSON.parse(String(row['facts'])) as SyncFacts } : null;
  }

  /** What a sync that ended found out; null where there is none of the number, or none any more. */
  facts(sync: number): SyncFacts | null {
    const row = this.#statement('SELECT facts FROM syncs WHERE number = ? AND ended IS NOT NULL').get(sync);
    return row ? (JSON.parse(String(row['facts'])) as SyncFacts) : null;
  }

  /** The objects of a sync. */
  objects(sync: number): Reading[] {
    return this.#readings('sync = ? ORDER BY object', sync);
  }

  /** The latest whole reading of an object, up to a sync where one is named; null where there is none. */
  reading(object: string, sync = Number.MAX_SAFE_INTEGER): Reading | null {
    return (
      this.#readings('object = ? AND sync <= ? AND count IS NOT NULL ORDER BY sync DESC LIMIT 1', object, sync)[0] ??
      null
    );
  }

  /** The reading of an object that a sync has begun; null where it has not. */
  begun(object: string, sync: number): Reading | null {
    return this.#readings('object = ? AND sync = ?', object, sync)[0] ?? null;
  }

  #readings(where: string, ...values: (string | number)[]): Reading[] {
    return this.#statement(`SELECT * FROM readings WHERE ${where}`)
      .all(...values)
      .map((row) => ({
        object: String(row['object']),
        sync: Number(row['sync']),
        base: Number(row['base'] ?? 0),
        way: row['way'] as ReadingWay,
        asked: JSON.parse(String(row['query'])) as Asked,
        place: row['place'] === null ? null : (JSON.parse(String(row['place'])) as Place),
        count: row['count'] === null ? null : Number(row['count']),
        watermark: Number(row['watermark'] ?? 0),
        compared: Number(row['compared'] ?? 0),
      }));
  }

  /** The number of a new sync. What one that was cut off has begun to read goes on in it; what that read wholly stays read. */
  beginSync(now: string): number {
    return this.within(() => {
      const last = this.#statement('SELECT max(number) AS last FROM syncs').get();
      const number = Number(last?.['last'] ?? 0) + 1;
      const cut = this.#statement('SELECT number FROM syncs WHERE ended IS NULL').all();
      for (const { number: from } of cut)
        for (const { object } of this.#readings('sync = ? AND count IS NULL', Number(from)))
          for (const table of ['batches', 'readings'])
            this.#statement(`UPDATE ${table} SET sync = ? WHERE sync = ? AND object = ?`).run(
              number,
              Number(from),
              object,
            );
      this.#statement('INSERT INTO syncs (number, begun) VALUES (?, ?)').run(number, now);
      return number;
    });
  }

  /** Begins the reading of an object; what the sync has of it already is taken away. */
  beginReading(object: string, sync: number, way: ReadingWay, asked: Asked, watermark: number): Reading {
    return this.within(() => {
      this.batches.drop(object, sync);
      const before = this.reading(object, sync - 1);
      const base = way === 'anew' || !before ? this.batches.next() : before.base;
      const compared = before?.compared ?? 0;
      this.#statement(
        'INSERT OR REPLACE INTO readings (sync, object, way, query, base, watermark, compared) VALUES (?, ?, ?, ?, ?, ?, ?)',
      ).run(sync, object, way, JSON.stringify(asked), base, watermark, compared);
      return { object, sync, way, asked, base, watermark, compared, place: null, count: null };
    });
  }

  /** Begins a reading again: what it has kept is taken away. */
  restart({ object, sync }: Reading, place: Place): void {
    this.within(() => {
      this.batches.drop(object, sync);
      this.#putPlace(object, sync, place);
    });
  }

  #putPlace(object: string, sync: number, place: Place): void {
    this.#statement('UPDATE readings SET place = ? WHERE sync = ? AND object = ?').run(
      JSON.stringify(place),
      sync,
      object,
    );
  }

  /** Keeps records together with the place from which reading goes on. */
  keep({ object, sync, way, asked }: Reading, rows: Rows, place: Place): void {
    this.within(() => {
      if (rows.count > 0) this.batches.add(object, sync, way === 'anew' ? 'base' : 'changed', asked.fields, rows);
      this.#putPlace(object, sync, place);
    });
  }

  /** Ends a reading: the records that changed, those that are gone, and how many there are now, all at once. */
  endReading(
    { object, sync, asked }: Reading,
    end: { readonly changed?: Rows; readonly gone?: IdSet; readonly count: number; readonly compared: number },
  ): void {
    this.within(() => {
      if (end.gone && end.gone.size > 0) this.batches.addGone(object, sync, end.gone);
      if (end.changed && end.changed.count > 0) this.batches.add(object, sync, 'changed', asked.fields, end.changed);
      this.#statement('UPDATE readings SET count = ?, compared = ?, place = NULL WHERE sync = ? AND object = ?').run(
        end.count,
        end.compared,
        sync,
        object,
      );
    });
  }

  /** What tells the records of a sync from any others, object by object. `isRead`: from the bytes as they stand in the file. */
  hashes(sync: number, isRead = false): (readonly [object: string, hashes: readonly string[]])[] {
    return this.objects(sync).map((reading) => [reading.object, this.batches.hashes(reading, isRead)]);
  }

  /** Keeps a run, once, with the digests of what it shows to whom. */
  keepRun(run: Run, document: string, figures: readonly (readonly [digest: string, payee: string])[]): void {
    this.#lastingly(() => {
      const { id, sync, made, document: hash, inputs, digest } = run;
      this.#statement('INSERT OR IGNORE INTO documents (hash, body) VALUES (?, ?)').run(hash, document);
      this.#statement(
        'INSERT OR IGNORE INTO runs (id, sync, made, document, inputs, digest) VALUES (?, ?, ?, ?, ?, ?)',
      ).run(id, sync, made, hash, inputs, digest);
      const insert = this.#statement('INSERT OR IGNORE INTO figures (digest, run, payee) VALUES (?, ?, ?)');
      for (const [figure, payee] of figures) insert.run(figure, id, payee);
    });
  }

  /** A run by its id; null where none is kept. */
  run(id: string): Run | null {
    const row = this.#statement('SELECT * FROM runs WHERE id = ?').get(id);
    return row ? ({ ...row } as unknown as Run) : null;
  }

  /** The last run that showed a figure, and to whom; null where none is known. */
  figure(digest: string): { readonly run: string; readonly payee: string } | null {
    const row = this.#statement(
      'SELECT run, payee FROM figures JOIN runs ON id = run WHERE figures.digest = ? ORDER BY sync DESC, run LIMIT 1',
    ).get(digest);
    return row ? { run: String(row['run']), payee: String(row['payee']) } : null;
  }

  /** A document by its hash; null where none is kept. */
  document(hash: string): string | null {
    const row = this.#statement('SELECT body FROM documents WHERE hash = ?').get(hash);
    return row ? String(row['body']) : null;
  }

  /** Ends a sync: from now on its records are what commands read. Objects that it did not read have no records. */
  endSync(sync: number, objects: readonly string[], facts: SyncFacts): void {
    this.within(() => {
      for (const { object } of this.objects(sync))
        if (!objects.includes(object)) {
          this.batches.drop(object, sync);
          this.#statement('DELETE FROM readings WHERE sync = ? AND object = ?').run(sync, object);
        }
      this.#statement('UPDATE syncs SET ended = ?, facts = ? WHERE number = ?').run(
        facts.syncedAt,
        JSON.stringify(facts),
        sync,
      );
    });
  }
}

/**
 * All records of a sync, the last one that ended if none is named.
 * @throws ConnectorError `no-store` (2) where nothing was read into the folder yet, `sync-gone` (65) where that sync is not kept
 */
export function readStore(dir: string, sync?: number): { records: Record<string, CrmRecord[]>; meta: StoreMeta } {
  const store = Store.toRead(dir);
  try {
    const number = sync ?? store.last()?.sync;
    const facts = number === undefined ? null : store.facts(number);
    if (number === undefined)
      throw new ConnectorError('no-store', exitCode.usage, `No sync into ${dir} has ended yet.`, [
        'Run quotient sync first.',
      ]);
    if (!facts)
      throw new ConnectorError(
        'sync-gone',
        exitCode.badData,
        `The records of sync ${number} are not in ${storeFile(dir)}.`,
        ['They were purged, or the store is another one: restore a backup that holds them.'],
      );
    const readings = store.objects(number);
    return {
      records: Object.fromEntries(readings.map((reading) => [reading.object, store.batches.records(reading)])),
      meta: {
        ...facts,
        sync: number,
        counts: Object.fromEntries(readings.map(({ object, count }) => [object, count ?? 0])),
        asked: Object.fromEntries(readings.map(({ object, asked }) => [object, asked])),
      },
    };
  } finally {
    store.close();
  }
}
