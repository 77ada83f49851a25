// What the disk and the store's file say, in our words and with our exit codes.
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { asConnectorError } from './error.ts';
import { storeFile, storeFolder } from './store/file.ts';
import { Store } from './store/store.ts';

let dir: string;
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quotient-error-'));
  mkdirSync(storeFolder(dir));
});
afterEach(() => rmSync(dir, { recursive: true }));

const open = (): DatabaseSync => new DatabaseSync(storeFile(dir));

test.each<[name: string, code: string, exit: number, fail: () => unknown]>([
  [
    'a disk that is full',
    'disk',
    74,
    () => {
      const database = open();
      try {
        database.exec('CREATE TABLE names (name); PRAGMA max_page_count = 3');
        database.prepare('INSERT INTO names VALUES (?)').run('x'.repeat(100_000));
      } finally {
        database.close();
      }
    },
  ],
  [
    'a file that cannot be opened',
    'disk',
    74,
    () => {
      mkdirSync(storeFile(dir));
      open();
    },
  ],
  [
    'a file that is no store',
    'broken-store',
    74,
    () => {
      writeFileSync(storeFile(dir), 'no store '.repeat(1000));
      Store.toRead(dir);
    },
  ],
  [
    'a store that is cut short',
    'broken-store',
    74,
    () => {
      Store.toWrite(dir).close();
      truncateSync(storeFile(dir), 8192);
      Store.toRead(dir).last();
    },
  ],
  ['a file in a folder that is not there', 'disk', 74, () => writeFileSync(join(dir, 'nowhere', 'copy.sqlite'), '')],
  [
    'a file where the folder of the store should be',
    'disk',
    74,
    () => {
      rmSync(storeFolder(dir), { recursive: true });
      writeFileSync(storeFolder(dir), '');
      Store.toWrite(dir);
    },
  ],
  [
    'a store that another command holds for long',
    'locked',
    75,
    () => {
      const [one, other] = [open(), open()];
      try {
        one.exec('BEGIN EXCLUSIVE');
        other.exec('BEGIN EXCLUSIVE');
      } finally {
        one.close();
        other.close();
      }
    },
  ],
])('%s', (_name, code, exit, fail) => {
  let error: unknown;
  try {
    fail();
  } catch (reason) {
    error = reason;
  }
  expect(asConnectorError(error)).toMatchObject({ code, exitCode: exit });
});
