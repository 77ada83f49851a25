// Commands that end in the middle: at every write to the disk that fails, and at any moment by a signal. What was there before
// stands, and the next run finishes the work.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fileURLToPath } from 'node:url';
import { startSampleOrg, viewers, type SampleOrg, type Viewer } from '@quotient/sample-org';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asOfDay, readBookOf } from '../../connector/src/book.ts';
import { asConnectorError } from '../../connector/src/error.ts';
import { readFolder } from '../../connector/src/folder/folder.ts';
import { Rest } from '../../connector/src/org/rest.ts';
import { keepRun } from '../../connector/src/replay.ts';
import { storeFile } from '../../connector/src/store/file.ts';
import { readStore } from '../../connector/src/store/store.ts';
import { backUp, purge, restore } from '../../connector/src/store/upkeep.ts';
import { sync, type SyncOptions } from '../../connector/src/sync/sync.ts';
import { full, seed } from '../random.ts';
import { numberWrites } from './writes.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
let org: SampleOrg;
let root: string;
beforeAll(async () => {
  org = await startSampleOrg();
  root = mkdtempSync(join(tmpdir(), 'quotient-crashes-'));
});
afterAll(async () => {
  await org.close();
  rmSync(root, { recursive: true });
});

const login = () => ({ instanceUrl: org.url, accessToken: org.users[0]?.accessToken ?? '', name: 'sample' });
const run = (dir: string, options: SyncOptions = {}) => sync(new Rest(login()), readFolder(dir).plans, dir, options);
const admin = (): Viewer => viewers(org.org)(org.users[0]?.id ?? '') as Viewer;

let made = 0;
/** A plan folder of its own, as another one stands. */
function folder(like = path('packages/sample-org/company')): string {
  const dir = join(root, String(made++));
  cpSync(like, dir, { recursive: true });
  return dir;
}

/** What is in the store of a folder; null where nothing is. */
function content(dir: string): unknown {
  if (!existsSync(storeFile(dir))) return null;
  const database = new DatabaseSync(storeFile(dir));
  expect(database.prepare('PRAGMA integrity_check').get()).toEqual({ integrity_check: 'ok' });
  database.close();
  try {
    const { records } = readStore(dir);
    return records;
  } catch (error) {
    if (asConnectorError(error).code === 'no-store') return null;
    throw error;
  }
}

function change(): void {
  const [first, second] = [...org.org.table('Opportunity').rows.values()].filter(
    ({ CloseDate }) => String(CloseDate) >= '2026-02-01',
  );
  org.org.update(admin(), 'Opportunity', String(first?.['Id']), { Amount: 1000 + made });
  org.org.delete(admin(), 'Opportunity', String(second?.['Id']));
}

const book = (dir: string) => readBookOf(readFolder(dir), asOfDay(readFolder(dir)));

/** A short run takes one write of so many. */
const step = 5;

describe('a write that fails', () => {
  test.each<[name: string, before: (dir: string) => Promise<unknown>, work: (dir: string) => Promise<unknown>]>([
    ['of a first sync by REST', () => Promise.resolve(), (dir) => run(dir)],
    ['of a first sync by bulk jobs', () => Promise.resolve(), (dir) => run(dir, { bulkFrom: 1 })],
    [
      'of a later sync',
      async (dir) => {
        await run(dir);
        change();
      },
      (dir) => run(dir),
    ],
    ['of a sync that reads everything anew', (dir) => run(dir), (dir) => run(dir, { thoroughness: 'full' })],
    ['of a run that is kept', (dir) => run(dir), (dir) => Promise.resolve().then(() => keepRun(dir, book(dir)))],
    [
      'of a purge',
      async (dir) => {
        await run(dir);
        await run(dir, { thoroughness: 'full' });
      },
      (dir) => Promise.resolve().then(() => purge(dir, '2100-01-01')),
    ],
    [
      'of a copy that is brought back',
      async (dir) => {
        await run(dir);
        await backUp(dir, join(dir, 'copy.sqlite'));
      },
      (dir) => restore(dir, join(dir, 'copy.sqlite')),
    ],
  ])('%s leaves what was there, and the next run finishes', async (_name, prepare, work) => {
    const ready = folder();
    await prepare(ready);
    const before = content(ready);
    const whole = folder(ready);
    const writes = numberWrites();
    await work(whole);
    writes.stop();
    expect(writes.count).toBeGreaterThan(0);
    const after = content(whole);
    for (let failing = 1 + (full ? 0 : seed % step); failing <= writes.count; failing += full ? 1 : step) {
      const dir = folder(ready);
      const failed = numberWrites(failing);
      const error = await work(dir).then(
        () => null,
        (reason: unknown) => asConnectorError(reason),
      );
      failed.stop();
      // What fails once all is written, such as tidying up, changes nothing.
      if (error) expect({ failing, exit: error.exitCode }).toEqual({ failing, exit: 74 });
      expect([before, after]).toContainEqual(content(dir));
      await work(dir);
      expect(content(dir)).toEqual(after);
      await run(dir, { verify: true });
      rmSync(dir, { recursive: true });
    }
  });
});

describe('a command that is killed', () => {
  const kills = full ? 200 : 20;

  test(
    `${kills} times at any moment leaves what was there, and the next run finishes`,
    async () => {
      let random = seed;
      const next = (): number => (random = (Math.imul(random, 1_103_515_245) + 12_345) >>> 0) / 2 ** 32;
      const command = ['--conditions=quotient-source', path('connector/bin/quotient.js'), 'sync'];
      const dir = folder();
      // How long it takes when nobody kills it: moments are drawn from that.
      const start = performance.now();
      await ended(spawn(process.execPath, [...command, '--dir', folder(), '--full'], { env: env(), stdio: 'ignore' }));
      const time = performance.now() - start;
      let survived = 0;
      for (let i = 0; i < kills; i++) {
        change();
        const before = content(dir);
        const child = spawn(process.execPath, [...command, '--dir', dir, ...(next() < 0.5 ? ['--full'] : [])], {
          env: env(),
          stdio: 'ignore',
        });
        const timer = setTimeout(() => child.kill('SIGKILL'), time * (0.3 + 0.7 * next()));
        const code = await ended(child);
        clearTimeout(timer);
        if (code === 0) survived++;
        else if (code === null) {
          const left = content(dir);
          if (JSON.stringify(left) !== JSON.stringify(before)) survived++;
        } else throw new Error(`exit ${code}`);
        if (next() < 0.5) await run(dir, { verify: true });
      }
      await run(dir, { verify: true });
      expect(survived).toBeLessThan(kills);
    },
    kills * 10_000,
  );

  const env = (): NodeJS.ProcessEnv => ({
    ...process.env,
    QUOTIENT_INSTANCE_URL: org.url,
    QUOTIENT_ACCESS_TOKEN: org.users[0]?.accessToken ?? '',
  });
  const ended = (child: ReturnType<typeof spawn>): Promise<number | null> =>
    new Promise((resolve) => child.once('exit', (code) => resolve(code)));
});
