// The store's file: one SQLite database in a folder of its own, which only its owner reads.
import { chmodSync, closeSync, existsSync, mkdirSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';
import { ConnectorError, exitCode } from '../error.ts';

/** The layout of the file. An older program refuses a newer one. */
const layout = 5;

/** So long a command waits for another one that writes, in milliseconds. */
const patience = 10_000;

export const storeFolder = (dir: string): string => join(dir, '.quotient');
export const storeFile = (dir: string): string => join(storeFolder(dir), 'store.sqlite');

const tables = `
  CREATE TABLE IF NOT EXISTS syncs (number INTEGER PRIMARY KEY, begun TEXT NOT NULL, ended TEXT, facts TEXT);
  CREATE TABLE IF NOT EXISTS readings (
    sync INTEGER NOT NULL, object TEXT NOT NULL, way TEXT NOT NULL, query TEXT NOT NULL, place TEXT, base INTEGER,
    count INTEGER, watermark INTEGER, compared INTEGER, PRIMARY KEY (sync, object)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS batches (
    number INTEGER PRIMARY KEY AUTOINCREMENT, object TEXT NOT NULL, sync INTEGER NOT NULL, kind TEXT NOT NULL,
    count INTEGER NOT NULL, fields TEXT NOT NULL, hash TEXT NOT NULL, first TEXT, last TEXT, latest REAL);
  CREATE INDEX IF NOT EXISTS batches_by_object ON batches (object, number);
  CREATE TABLE IF NOT EXISTS cells (batch INTEGER NOT NULL, place INTEGER NOT NULL, bytes BLOB NOT NULL, crc INTEGER NOT NULL);
  CREATE INDEX IF NOT EXISTS cells_by_batch ON cells (batch, place);
  CREATE TABLE IF NOT EXISTS documents (hash TEXT PRIMARY KEY, body TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS runs (
    id TEXT PRIMARY KEY, sync INTEGER NOT NULL, made TEXT NOT NULL, document TEXT NOT NULL, inputs TEXT NOT NULL,
    digest TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS figures (digest TEXT NOT NULL, run TEXT NOT NULL, payee TEXT NOT NULL, PRIMARY KEY (digest, run)) WITHOUT ROWID;`;

/** The tables of older layouts. */
const older = ['records', 'meta', 'syncs', 'readings', 'batches', 'cells', 'documents', 'runs', 'figures'];

const versionOf = (database: DatabaseSync): number =>
  Number(database.prepare('PRAGMA user_version').get()?.['user_version'] ?? 0);

/** @throws ConnectorError `newer-store` (74) */
export function checkLayout(database: DatabaseSync, file: string): void {
  if (versionOf(database) <= layout) return;
  database.close();
  throw new ConnectorError('newer-store', exitCode.disk, `${file} was written by a newer version of Quotient.`, [
    'Update Quotient, or remove the file and run quotient sync.',
  ]);
}

/**
 * Opens the store to read. It takes no lock.
 * @throws ConnectorError `no-store` (2) where nothing was read into the folder yet, `newer-store` (74)
 */
export function openToRead(dir: string): DatabaseSync {
  const file = storeFile(dir);
  const nothing = new ConnectorError('no-store', exitCode.usage, `Nothing was read into ${dir} yet.`, [
    'Run quotient sync first.',
  ]);
  if (!existsSync(file)) throw nothing;
  const database = new DatabaseSync(file, { timeout: patience });
  checkLayout(database, file);
  if (versionOf(database) === layout) return database;
  database.close();
  throw nothing;
}

/**
 * Opens the store to write, and makes it where there is none. What an older program wrote is read from the org again.
 * @throws ConnectorError `newer-store` (74)
 */
export function openToWrite(dir: string): DatabaseSync {
  const file = storeFile(dir);
  mkdirSync(storeFolder(dir), { recursive: true, mode: 0o700 });
  // SQLite gives the files beside it the same rights.
  closeSync(openSync(file, 'a', 0o600));
  chmodSync(file, 0o600);
  const database = new DatabaseSync(file, { timeout: patience });
  try {
    checkLayout(database, file);
    database.exec(
      'PRAGMA page_size = 16384; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON; PRAGMA cache_size = -2048',
    );
    if (versionOf(database) < layout) {
      within(database, () => {
        for (const table of older) database.exec(`DROP TABLE IF EXISTS ${table}`);
        database.exec(`${tables} PRAGMA user_version = ${layout}`);
      });
    }
    return database;
  } catch (error) {
    if (database.isOpen) database.close();
    throw error;
  }
}

/** Gives statements by their text, each made once: making one costs more than most of them. */
export function preparing(database: DatabaseSync): (sql: string) => StatementSync {
  const made = new Map<string, StatementSync>();
  return (sql) => {
    let statement = made.get(sql);
    if (!statement) made.set(sql, (statement = database.prepare(sql)));
    return statement;
  };
}

/** Writes all of it or nothing. */
export function within<T>(database: DatabaseSync, write: () => T): T {
  database.exec('BEGIN IMMEDIATE');
  try {
    const value = write();
    database.exec('COMMIT');
    return value;
  } catch (error) {
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

/** What one process at a time does with a folder, by the file that is locked meanwhile. */
const alone = { lock: 'reading an org into', publish: 'publishing from' } as const;

/**
 * Keeps others from syncing into a folder, or from publishing from it, until it is released or the process ends, however it ends.
 * @throws ConnectorError `locked` (75) where another process does so already
 */
export function lock(dir: string, what: keyof typeof alone = 'lock'): () => void {
  mkdirSync(storeFolder(dir), { recursive: true, mode: 0o700 });
  const file = join(storeFolder(dir), `${what}.sqlite`);
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file, { timeout: 0 });
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    database.close();
    if (!/locked|busy/i.test((error as Error).message)) throw error;
    throw new ConnectorError('locked', exitCode.temporary, `Another command is ${alone[what]} ${dir}.`, [
      'Wait until it has ended, and run the command again.',
    ]);
  }
  return () => database.close();
}
