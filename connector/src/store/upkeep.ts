// Upkeep of the store: leaving old versions behind, copies, and bringing a copy back.
import { chmodSync, closeSync, existsSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { backup, DatabaseSync } from 'node:sqlite';
import { ConnectorError, exitCode } from '../error.ts';
import { checkLayout, lock, openToRead, openToWrite, storeFile, storeFolder, within } from './file.ts';

export interface Purged {
  /** Syncs that are no longer kept, and runs that cannot be repeated any more. */
  readonly syncs: number;
  readonly runs: number;
  /** Size of the file in bytes, before and after. */
  readonly before: number;
  readonly after: number;
}

/**
 * Leaves behind the syncs that ended before a day, with the versions of records that no later sync needs and what runs were
 * made of; that there were such runs stays known, by their hashes. The last sync always stays.
 * @throws ConnectorError `no-store` (2), `locked` (75)
 */
export function purge(dir: string, day: string): Purged {
  openToRead(dir).close();
  const release = lock(dir);
  try {
    const database = openToWrite(dir);
    try {
      return purgeFrom(database, storeFile(dir), day);
    } finally {
      database.close();
    }
  } finally {
    release();
  }
}

function purgeFrom(database: DatabaseSync, file: string, day: string): Purged {
  const size = (): number => statSync(file).size;
  const number = (sql: string, ...values: (string | number)[]): number =>
    Number(Object.values(database.prepare(sql).get(...values) ?? {})[0] ?? 0);
  const before = size();
  const last = number('SELECT max(number) FROM syncs WHERE ended IS NOT NULL');
  const first = number('SELECT min(number) FROM syncs WHERE ended >= ?', day) || last;
  const counted = within(database, () => {
    const syncs = number('SELECT count(*) FROM syncs WHERE number < ?', first);
    const runs = number('SELECT count(*) FROM runs WHERE sync IN (SELECT number FROM syncs WHERE number < ?)', first);
    database.prepare('DELETE FROM readings WHERE sync < ?').run(first);
    database.prepare('DELETE FROM syncs WHERE number < ?').run(first);
    database.exec(`
      DELETE FROM documents WHERE hash NOT IN (SELECT document FROM runs WHERE sync IN (SELECT number FROM syncs));
      DELETE FROM batches WHERE number < coalesce((SELECT min(base) FROM readings WHERE readings.object = batches.object), 1e18);
      DELETE FROM cells WHERE batch NOT IN (SELECT number FROM batches);`);
    return { syncs, runs };
  });
  // What was deleted is no longer in the file, nor beside it.
  database.exec('VACUUM; PRAGMA wal_checkpoint(TRUNCATE)');
  return { ...counted, before, after: size() };
}

/** @throws ConnectorError `not-whole` (74) where the file is no whole store */
function checkWhole(file: string): void {
  let database: DatabaseSync | null = null;
  try {
    database = new DatabaseSync(file, { readOnly: true });
    const isWhole = database.prepare('PRAGMA integrity_check').get()?.['integrity_check'] === 'ok';
    const hasSyncs = database.prepare("SELECT 1 FROM sqlite_schema WHERE name = 'syncs'").get() !== undefined;
    if (isWhole && hasSyncs) return checkLayout(database, file);
  } catch (error) {
    if (error instanceof ConnectorError) throw error;
  } finally {
    if (database?.isOpen) database.close();
  }
  throw new ConnectorError('not-whole', exitCode.disk, `${file} is no whole store.`, [
    'Name a file that quotient store backup has written.',
  ]);
}

/**
 * Copies the store into a new file that only its owner reads, while others may use it, and checks the copy.
 * @throws ConnectorError `no-store` (2), `file-exists` (2), `not-whole` (74)
 */
export async function backUp(dir: string, file: string): Promise<void> {
  const database = openToRead(dir);
  try {
    if (existsSync(file))
      throw new ConnectorError('file-exists', exitCode.usage, `${file} exists already.`, ['Name a new file.']);
    closeSync(openSync(file, 'ax', 0o600));
    await backup(database, file);
    checkWhole(file);
  } catch (error) {
    if (!(error instanceof ConnectorError && error.code === 'file-exists')) rmSync(file, { force: true });
    throw error;
  } finally {
    database.close();
  }
}

/** Takes a store away that is not whole: nothing can be written into it. */
function leaveBroken(file: string): void {
  try {
    checkWhole(file);
  } catch (error) {
    if (!(error instanceof ConnectorError && error.code === 'not-whole')) return;
    for (const part of ['', '-wal', '-shm']) rmSync(`${file}${part}`, { force: true });
  }
}

/**
 * Makes a copy the store of a folder: all of it or, where the copy is not whole, none.
 * @throws ConnectorError `no-file` (2), `not-whole` (74), `newer-store` (74), `locked` (75)
 */
export async function restore(dir: string, file: string): Promise<void> {
  if (!existsSync(file))
    throw new ConnectorError('no-file', exitCode.usage, `There is no file ${file}.`, [
      'Name a file that quotient store backup has written.',
    ]);
  checkWhole(file);
  const release = lock(dir);
  try {
    mkdirSync(storeFolder(dir), { recursive: true, mode: 0o700 });
    leaveBroken(storeFile(dir));
    closeSync(openSync(storeFile(dir), 'a', 0o600));
    chmodSync(storeFile(dir), 0o600);
    const copy = new DatabaseSync(file, { readOnly: true });
    try {
      await backup(copy, storeFile(dir));
    } finally {
      copy.close();
    }
    checkWhole(storeFile(dir));
  } finally {
    release();
  }
}
