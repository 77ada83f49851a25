import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { startSampleOrg, viewers, type SampleOrg, type Viewer } from '@quotient/sample-org';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asOfDay, readBookOf, snapshotsOf } from './book.ts';
import { readFolder } from './folder/folder.ts';
import { Rest } from './org/rest.ts';
import { keepRun, verifyRun } from './replay.ts';
import { storeFile } from './store/file.ts';
import { purge } from './store/upkeep.ts';
import { sync, type SyncOptions } from './sync/sync.ts';

let org: SampleOrg;
let dir: string;
beforeEach(async () => {
  org = await startSampleOrg();
  dir = mkdtempSync(join(tmpdir(), 'quotient-replay-'));
  cpSync(fileURLToPath(new URL('../../packages/sample-org/company', import.meta.url)), dir, { recursive: true });
  await read();
});
afterEach(async () => {
  await org.close();
  rmSync(dir, { recursive: true });
});

const read = (options: SyncOptions = {}) =>
  sync(
    new Rest({ instanceUrl: org.url, accessToken: org.users[0]?.accessToken ?? '', name: 'sample' }),
    readFolder(dir).plans,
    dir,
    options,
  );
const synced = () => readBookOf(readFolder(dir), asOfDay(readFolder(dir)));

/** Changes a won deal in the org. */
function change(): void {
  const admin = viewers(org.org)(org.users[0]?.id ?? '') as Viewer;
  const won = [...org.org.table('Opportunity').rows.values()].find(
    ({ IsWon, CloseDate }) => IsWon === true && String(CloseDate) >= '2026-02-01',
  );
  org.org.update(admin, 'Opportunity', String(won?.['Id']), { Amount: 987_654.32 });
}
const write = (sql: string): void => {
  const database = new DatabaseSync(storeFile(dir));
  database.exec(sql);
  database.close();
};

test('a run is repeated byte for byte, whatever has changed in the org since', async () => {
  const { id, digest } = keepRun(dir, synced());
  change();
  await read();
  const next = keepRun(dir, synced());
  expect(next.id).not.toBe(id);
  expect(next.digest).not.toBe(digest);
  expect(verifyRun(dir, { run: id })).toMatchObject({ run: id, sync: 1, digest, payee: null });
  expect(verifyRun(dir, { run: next.id })).toMatchObject({ sync: 2, digest: next.digest });
});

test('the same inputs are the same run', () => {
  expect(keepRun(dir, synced()).id).toBe(keepRun(dir, synced()).id);
});

test('a figure is repeated by the digest that a page shows', async () => {
  const before = synced();
  const shown = snapshotsOf(before);
  const { id } = keepRun(
    dir,
    before,
    undefined,
    shown.map(({ inputs = '', payee }) => [inputs, payee.Id]),
  );
  change();
  await read();
  const [first] = shown;
  expect(verifyRun(dir, { digest: first?.inputs })).toMatchObject({ run: id, payee: first?.payee.Id });
});

describe('what cannot be repeated says which input is gone:', () => {
  test('records that were purged, by the run and by its figures', async () => {
    const { id } = keepRun(dir, synced(), undefined, [['a figure', 'somebody']]);
    await read({ thoroughness: 'full' });
    expect(purge(dir, '2100-01-01')).toMatchObject({ syncs: 1, runs: 1 });
    for (const asked of [{ run: id }, { digest: 'a figure' }])
      expect(() => verifyRun(dir, asked)).toThrow(new RegExp(`Run ${id} .*: the records of sync 1 were purged`));
    expect(purge(dir, '2100-01-01')).toMatchObject({ syncs: 0, runs: 0 });
  });
  test('but not of a figure that a later run shows too', async () => {
    const figures = (): [string, string][] => snapshotsOf(synced()).map(({ inputs = '', payee }) => [inputs, payee.Id]);
    const before = figures();
    keepRun(dir, synced(), undefined, before);
    await read({ thoroughness: 'full' });
    const again = figures();
    const { id } = keepRun(dir, synced(), undefined, again);
    purge(dir, '2100-01-01');
    const both = again.find(([digest]) => before.some(([other]) => other === digest));
    expect(verifyRun(dir, { digest: both?.[0] })).toMatchObject({ run: id, payee: both?.[1] });
  });
  test('plans and quotas', () => {
    const { id } = keepRun(dir, synced());
    write('DELETE FROM documents');
    expect(() => verifyRun(dir, { run: id })).toThrow(/plans, assignments and quotas are not kept/);
  });
  test.each([
    [
      'a byte that is another',
      'bytes = zeroblob(length(bytes))',
      /stored values of CloseDate are not what was written/,
    ],
    [
      'values that are others',
      '(bytes, crc) = (SELECT bytes, crc FROM cells WHERE rowid = 4)',
      /no longer what it was/,
    ],
  ])('%s', (_name, change, told) => {
    const { id } = keepRun(dir, synced());
    write(`UPDATE cells SET ${change} WHERE rowid = 3`);
    expect(() => verifyRun(dir, { run: id })).toThrow(told);
  });
  test('a run of which nothing is known', () => {
    expect(() => verifyRun(dir, { run: '0123456789ab' })).toThrow(/No run "0123456789ab" is kept/);
  });
});
