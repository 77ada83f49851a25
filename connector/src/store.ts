// The local store: what a sync read, in one SQLite file that is replaced whole or not at all.
import { chmodSync, existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { CrmRecord } from '@quotient/calc';
import { ConnectorError, exitCode } from './error.ts';

/** The layout of the file. An older program refuses a newer one. */
const layout = 1;

/** What stands beside the records. */
export interface StoreMeta {
  readonly org: string;
  readonly instanceUrl: string;
  readonly syncedAt: string;
  readonly corporateCurrency: string;
  readonly wonStage: string | null;
  readonly rates: readonly { readonly currency: string; readonly from: string | null; readonly rate: string }[];
  readonly counts: Readonly<Record<string, number>>;
}

export const storeFile = (dir: string): string => join(dir, '.quotient', 'store.sqlite');

/** So long a command waits for another one that uses the store, in milliseconds. */
const patience = 10_000;

/** Opens the store; what another command locks is waited for. */
function open(file: string): DatabaseSync {
  const database = new DatabaseSync(file, { timeout: patience });
  const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);
  if (version > layout) {
    database.close();
    throw new ConnectorError('newer-store', exitCode.disk, `${file} was written by a newer version of Quotient.`, [
      'Update Quotient, or remove the file and run quotient sync.',
    ]);
  }
  return database;
}

/** Makes the tables where there are none. Only who writes does: it takes a lock that readers have no need of. */
const prepare = (database: DatabaseSync): void =>
  database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA user_version = ${layout};
    CREATE TABLE IF NOT EXISTS records (object TEXT NOT NULL, id TEXT NOT NULL, body TEXT NOT NULL, PRIMARY KEY (object, id)) WITHOUT ROWID;
    CREATE TABLE IF NOT EXISTS meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;`);

/** Replaces the store's content in one transaction: a sync that fails before leaves what was there. */
export function replaceStore(dir: string, records: ReadonlyMap<string, readonly CrmRecord[]>, meta: StoreMeta): void {
  const file = storeFile(dir);
  mkdirSync(join(dir, '.quotient'), { recursive: true, mode: 0o700 });
  const database = open(file);
  try {
    prepare(database);
    chmodSync(file, 0o600);
    database.exec('BEGIN IMMEDIATE; DELETE FROM records; DELETE FROM meta;');
    try {
      const insert = database.prepare('INSERT INTO records (object, id, body) VALUES (?, ?, ?)');
      for (const [object, rows] of records)
        for (const row of rows) insert.run(object, String(row['Id']), JSON.stringify(row));
      database.prepare('INSERT INTO meta (key, value) VALUES (?, ?)').run('sync', JSON.stringify(meta));
      database.exec('COMMIT');
    } catch (error) {
      database.exec('ROLLBACK');
      throw error;
    }
  } finally {
    database.close();
  }
}

/** @throws ConnectorError (2) where nothing was synced into this folder yet. */
export function readStore(dir: string): { records: Record<string, CrmRecord[]>; meta: StoreMeta } {
  const file = storeFile(dir);
  const nothing = new ConnectorError('no-store', exitCode.usage, `Nothing was read into ${dir} yet.`, [
    'Run quotient sync first.',
  ]);
  if (!existsSync(file)) throw nothing;
  const database = open(file);
  try {
    const isMade = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'meta'").get() !== undefined;
    if (!isMade) throw nothing;
    const meta = database.prepare("SELECT value FROM meta WHERE key = 'sync'").get()?.['value'];
    if (typeof meta !== 'string') throw nothing;
    const select = database.prepare('SELECT object, body FROM records ORDER BY object, id');
    select.setReturnArrays(true);
    const records: Record<string, CrmRecord[]> = {};
    for (const row of select.iterate()) {
      const [object, body] = row as unknown as [string, string];
      (records[object] ??= []).push(JSON.parse(body) as CrmRecord);
    }
    return { records, meta: JSON.parse(meta) as StoreMeta };
  } finally {
    database.close();
  }
}
