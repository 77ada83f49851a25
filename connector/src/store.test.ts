import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readStore, replaceStore, storeFile, type StoreMeta } from './store.ts';

const meta: StoreMeta = {
  org: 'org',
  instanceUrl: 'https://org.example',
  syncedAt: '2026-01-01T00:00:00.000Z',
  corporateCurrency: 'USD',
  wonStage: null,
  rates: [],
  counts: { Opportunity: 1 },
};

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'quotient-store-'))));
afterEach(() => rmSync(dir, { recursive: true }));

test('is read while another command writes: what was there before stands until it is done', () => {
  replaceStore(dir, new Map([['Opportunity', [{ Id: 'a' }]]]), meta);
  const other = new DatabaseSync(storeFile(dir));
  other.exec("BEGIN IMMEDIATE; DELETE FROM records; INSERT INTO records VALUES ('Opportunity', 'b', '{\"Id\":\"b\"}')");
  expect(readStore(dir).records).toEqual({ Opportunity: [{ Id: 'a' }] });
  other.exec('COMMIT');
  expect(readStore(dir).records).toEqual({ Opportunity: [{ Id: 'b' }] });
  other.close();
});

test('a file that a sync has not filled yet says so', () => {
  replaceStore(dir, new Map(), meta);
  const emptied = new DatabaseSync(storeFile(dir));
  emptied.exec('DROP TABLE meta');
  emptied.close();
  expect(() => readStore(dir)).toThrow(/Nothing was read into .* yet/);
});
