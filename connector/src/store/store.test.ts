import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { CsvPage, Rows, type Field } from '@quotient/salesforce';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { lock, storeFile } from './file.ts';
import { idSetOf } from './ids.ts';
import type { SyncFacts } from './facts.ts';
import { readStore, Store } from './store.ts';
import { backUp, purge, restore } from './upkeep.ts';

const facts = (syncedAt = '2026-01-01T00:00:00.000Z'): SyncFacts => ({
  org: 'org',
  instanceUrl: 'https://org.example',
  syncedAt,
  corporateCurrency: 'USD',
  wonStage: null,
  rates: [],
});
const fields: readonly Field[] = [
  { path: 'Id', type: 'id' },
  { path: 'Name', type: 'text' },
];
const asked = { org: '00D000000000001AAA', fields, where: null, merged: [] };
const id = (n: number): string => `0060000000000${String(n).padStart(2, '0')}AAA`;

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'quotient-store-'))));
afterEach(() => rmSync(dir, { recursive: true }));

function rowsOf(names: Readonly<Record<string, string>>): Rows {
  const rows = new Rows(fields);
  const page = new CsvPage(rows);
  page.push(
    new TextEncoder().encode(
      ['Id,Name', ...Object.entries(names).map(([key, name]) => `${key},${name}`), ''].join('\n'),
    ),
  );
  page.end();
  return rows;
}

/** A sync that reads everything anew, or brings what changed. */
function written(
  { changed = {}, gone = [] }: { changed?: Readonly<Record<string, string>>; gone?: readonly string[] },
  way: 'anew' | 'changes' = 'changes',
  syncedAt?: string,
): number {
  const store = Store.toWrite(dir);
  const sync = store.beginSync('2026-01-01T00:00:00.000Z');
  const reading = store.beginReading('Opportunity', sync, way, asked, 0);
  const rows = rowsOf(changed);
  if (way === 'anew') {
    store.keep(reading, rows, {
      by: 'REST',
      job: null,
      next: null,
      count: rows.count,
      total: rows.count,
      lastId: null,
      why: '',
    });
    store.endReading(reading, { count: rows.count, compared: 0 });
  } else store.endReading(reading, { changed: rows, gone: idSetOf(gone), count: 0, compared: 0 });
  store.endSync(sync, ['Opportunity'], facts(syncedAt));
  store.close();
  return sync;
}

const names = (sync?: number): unknown[] => (readStore(dir, sync).records['Opportunity'] ?? []).map(({ Name }) => Name);

test('every sync can be read again as it was', () => {
  const first = written({ changed: { [id(1)]: 'a', [id(2)]: 'b', [id(3)]: 'c' } }, 'anew');
  const second = written({ changed: { [id(2)]: 'b2', [id(4)]: 'd' }, gone: [id(3)] });
  const third = written({ changed: { [id(3)]: 'c again' }, gone: [id(1)] });
  const anew = written({ changed: { [id(9)]: 'z' } }, 'anew');
  expect(names(first)).toEqual(['a', 'b', 'c']);
  expect(names(second)).toEqual(['a', 'b2', 'd']);
  expect(names(third)).toEqual(['b2', 'd', 'c again']);
  expect(names(anew)).toEqual(['z']);
  expect(names()).toEqual(['z']);
});

test('what a sync has read so far is nobody’s until it ends, and the next one goes on with it', () => {
  written({ changed: { [id(1)]: 'a' } }, 'anew');
  const place = { by: 'REST', job: null, next: '/query/01g-2', count: 1, total: 2, lastId: id(2), why: '' } as const;
  let store = Store.toWrite(dir);
  const cut = store.beginSync('2026-01-02T00:00:00.000Z');
  store.keep(store.beginReading('Opportunity', cut, 'anew', asked, 0), rowsOf({ [id(2)]: 'b' }), place);
  store.close();
  expect(names()).toEqual(['a']);
  store = Store.toWrite(dir);
  const next = store.beginSync('2026-01-03T00:00:00.000Z');
  const reading = store.begun('Opportunity', next);
  expect(reading?.place).toEqual(place);
  store.keep(reading as NonNullable<typeof reading>, rowsOf({ [id(3)]: 'c' }), { ...place, next: null, count: 2 });
  store.endReading(reading as NonNullable<typeof reading>, { count: 2, compared: 0 });
  store.endSync(next, ['Opportunity'], facts());
  store.close();
  expect(names()).toEqual(['b', 'c']);
});

test('is read while another command writes: what was there before stands until it is done', () => {
  written({ changed: { [id(1)]: 'a' } }, 'anew');
  const other = new DatabaseSync(storeFile(dir));
  other.exec('BEGIN IMMEDIATE; UPDATE syncs SET ended = NULL');
  expect(names()).toEqual(['a']);
  other.exec('ROLLBACK');
  other.close();
});

test('only one command reads an org into a folder, and a lock goes with its process', () => {
  const release = lock(dir);
  expect(() => lock(dir)).toThrow(/Another command is reading an org into/);
  release();
  lock(dir)();
});

test('only its owner reads it, and what SQLite puts beside it', () => {
  const store = Store.toWrite(dir);
  store.beginSync('2026-01-01T00:00:00.000Z');
  for (const file of [storeFile(dir), `${storeFile(dir)}-wal`]) expect(statSync(file).mode & 0o777).toBe(0o600);
  store.close();
});

test('a file that no sync has filled says so', () => {
  Store.toWrite(dir).close();
  expect(() => readStore(dir)).toThrow(/No sync into .* has ended yet/);
  rmSync(join(dir, '.quotient'), { recursive: true });
  expect(() => readStore(dir)).toThrow(/Nothing was read into .* yet/);
});

test('what a newer program wrote is refused, and left as it is', () => {
  written({ changed: { [id(1)]: 'a' } }, 'anew');
  const newer = new DatabaseSync(storeFile(dir));
  newer.exec('PRAGMA user_version = 99');
  newer.close();
  const before = readFileSync(storeFile(dir));
  expect(() => readStore(dir)).toThrow(/written by a newer version/);
  expect(() => Store.toWrite(dir)).toThrow(/written by a newer version/);
  expect(readFileSync(storeFile(dir)).equals(before)).toBe(true);
});

test('a bit that was changed on the disk is found, wherever it stands', () => {
  written({ changed: { [id(1)]: 'a name', [id(2)]: 'b' } }, 'anew');
  written({ gone: [id(2)] });
  const database = new DatabaseSync(storeFile(dir));
  const set = database.prepare('UPDATE cells SET bytes = ?, crc = ? WHERE rowid = ?');
  const cells = database.prepare('SELECT rowid, bytes, crc FROM cells').all() as Record<string, never>[];
  expect(cells).toHaveLength(3);
  for (const [i, { rowid = 0, bytes = new Uint8Array(0), crc = 0 }] of cells.entries()) {
    const told =
      i === 1 ? /stored values of Name are not what was written/ : /stored values of Id are not what was written/;
    for (let bit = 0; bit < bytes.length * 8; bit++) {
      const changed = bytes.slice();
      changed[bit >> 3] = (changed[bit >> 3] as number) ^ (1 << (bit & 7));
      set.run(changed, crc, rowid);
      expect(() => names()).toThrow(told);
    }
    set.run(bytes, crc + 1, rowid);
    expect(() => names()).toThrow(told);
    set.run(bytes, crc, rowid);
  }
  expect(names()).toEqual(['a name']);
  database.close();
});

describe('purge', () => {
  test('leaves old syncs behind, with what they alone had, and keeps the last', () => {
    const first = written({ changed: { [id(1)]: 'secret name' } }, 'anew', '2026-01-01T00:00:00.000Z');
    const second = written({ changed: { [id(1)]: 'b' } }, 'anew', '2026-02-01T00:00:00.000Z');
    const third = written({ changed: { [id(2)]: 'c' } }, 'changes', '2026-03-01T00:00:00.000Z');
    expect(purge(dir, '2026-02-15')).toMatchObject({ syncs: 2, runs: 0 });
    expect(() => names(first)).toThrow(/records of sync 1 are not in/);
    expect(() => names(second)).toThrow(/records of sync 2 are not in/);
    expect(names(third)).toEqual(['b', 'c']);
    expect(readFileSync(storeFile(dir)).includes('secret name')).toBe(false);
    purge(dir, '2030-01-01');
    expect(names()).toEqual(['b', 'c']);
  });
});

describe('backup and restore', () => {
  const copy = (): string => join(dir, 'copy.sqlite');

  test('bring back all that there was', async () => {
    written({ changed: { [id(1)]: 'a' } }, 'anew');
    await backUp(dir, copy());
    expect(statSync(copy()).mode & 0o777).toBe(0o600);
    written({ changed: { [id(2)]: 'b' } });
    await restore(dir, copy());
    expect(names()).toEqual(['a']);
    rmSync(join(dir, '.quotient'), { recursive: true });
    await restore(dir, copy());
    expect(names()).toEqual(['a']);
  });

  test.each<[string, () => void]>([
    ['is none', () => writeFileSync(storeFile(dir), 'no store '.repeat(1000))],
    ['is cut', () => writeFileSync(storeFile(dir), readFileSync(storeFile(dir)).subarray(0, 9000))],
    ['is empty', () => writeFileSync(storeFile(dir), '')],
    ['is a newer one', () => new DatabaseSync(storeFile(dir)).exec('PRAGMA user_version = 99')],
  ])('put a copy in the place of a file that %s', async (_name, breakIt) => {
    written({ changed: { [id(1)]: 'a' } }, 'anew');
    await backUp(dir, copy());
    breakIt();
    await restore(dir, copy());
    expect(names()).toEqual(['a']);
    expect(statSync(storeFile(dir)).mode & 0o777).toBe(0o600);
    written({ changed: { [id(2)]: 'b' } });
    expect(names()).toEqual(['a', 'b']);
  });

  test('a copy is never written over a file', async () => {
    written({ changed: { [id(1)]: 'a' } }, 'anew');
    writeFileSync(copy(), 'mine');
    await expect(backUp(dir, copy())).rejects.toThrow(/exists already/);
    expect(readFileSync(copy(), 'utf8')).toBe('mine');
  });

  test.each([
    ['that is none', (file: string) => writeFileSync(file, 'no store at all')],
    [
      'that is cut',
      (file: string) => {
        copyFileSync(storeFile(dir), file);
        writeFileSync(file, readFileSync(file).subarray(0, 5000));
      },
    ],
  ])('a copy %s is refused, and the store stays', async (_name, make) => {
    written({ changed: { [id(1)]: 'a' } }, 'anew');
    make(copy());
    await expect(restore(dir, copy())).rejects.toMatchObject({ code: 'not-whole', exitCode: 74 });
    expect(names()).toEqual(['a']);
  });

  test('a copy that is not there is told so, and nothing is made', async () => {
    await expect(restore(dir, copy())).rejects.toMatchObject({ code: 'no-file', exitCode: 2 });
    expect(existsSync(copy()) || existsSync(storeFile(dir))).toBe(false);
  });

  test('there is nothing to copy before a sync', async () => {
    await expect(backUp(dir, copy())).rejects.toMatchObject({ code: 'no-store' });
    expect(existsSync(copy())).toBe(false);
  });
});
