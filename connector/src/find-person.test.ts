// People as a plan folder names them: by Id of 15 or 18 characters, or by username.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CsvPage, Rows, type Field } from '@quotient/salesforce';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBookOf, type People } from './book.ts';
import { Store } from './store/store.ts';

let dir: string;
let people: People;
const fields: readonly Field[] = ['Id', 'Username', 'Name'].map((path) => ({
  path,
  type: path === 'Id' ? 'id' : 'text',
}));
/** Two Ids that differ in capital and small letters alone, as an org gives them. */
const [small, capital] = ['0050000000abcdeAAA', '0050000000abcDeAAI'];

beforeAll(() => {
  dir = mkdtempSync(join(tmpdir(), 'quotient-book-'));
  const rows = new Rows(fields);
  const page = new CsvPage(rows);
  page.push(
    new TextEncoder().encode(
      `Id,Username,Name\n${small},small@a.example,Small\n${capital},Capital@a.example,Capital\n`,
    ),
  );
  page.end(2);
  const store = Store.toWrite(dir);
  const sync = store.beginSync('2026-01-01T00:00:00.000Z');
  const reading = store.beginReading(
    'User',
    sync,
    'anew',
    { org: '00D000000000001AAA', fields, where: null, merged: [] },
    0,
  );
  store.keep(reading, rows, { by: 'REST', why: '', job: null, next: null, count: 2, total: 2, lastId: null });
  store.endReading(reading, { count: 2, compared: 0 });
  store.endSync(sync, ['User'], {
    org: 'org',
    instanceUrl: 'https://org.example',
    syncedAt: '2026-01-01T00:00:00.000Z',
    corporateCurrency: 'USD',
    wonStage: null,
    rates: [],
  });
  store.close();
  ({ people } = readBookOf({ dir, plans: [], assignments: [], quotas: [], entries: [], settings: {} }, '2026-01-01'));
});
afterAll(() => rmSync(dir, { recursive: true }));

test.each<[string, string | undefined]>([
  [small, small],
  [capital, capital],
  [capital.toLowerCase(), capital],
  [small.slice(0, 15), small],
  [capital.slice(0, 15), capital],
  ['SMALL@A.example', small],
  ['capital@a.example', capital],
  // Of 15 characters each letter counts: this is nobody, and not somebody else.
  ['0050000000ABCDE', undefined],
  ['nobody@a.example', undefined],
])('%s is %s', (named, id) => {
  expect(people.find(named)).toBe(id);
});
