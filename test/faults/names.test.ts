// The shipped commands in an org whose people, accounts and deals bear names that are told from any other text: whatever goes
// wrong, no name and no token stands in errors, progress or files, but where it was asked for.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSampleOrg, type Fault, type SampleOrg } from '@quotient/sample-org';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { storeFile } from '../../connector/src/store/file.ts';
import { logIn } from './client.ts';
import { canary, nameAll, writtenIn } from './world.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
let org: SampleOrg;
let root: string;
let synced: string;
let dir: string;

beforeAll(async () => {
  org = await startSampleOrg({ faults: true, metadata: path('manifests/force-app/main/default') });
  nameAll(org);
  root = mkdtempSync(join(tmpdir(), 'quotient-names-'));
  synced = folder(path('packages/sample-org/company'));
  expect(await quotient(synced, ['sync'])).toMatchObject({ code: 0 });
}, 60_000);
afterAll(async () => {
  await org.close();
  rmSync(root, { recursive: true });
});
beforeEach(() => {
  org.clearFaults();
  dir = folder(synced);
});

let made = 0;
function folder(like: string): string {
  const to = join(root, String(made++), 'comp');
  cpSync(like, to, { recursive: true });
  return to;
}

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

const tokens = new Set<string>();

/** A command with a login and a home of its own, whose files are looked at too; `kill` ends it while it reads. */
async function quotient(at: string, args: readonly string[], kill = false): Promise<Ended> {
  const token = await logIn(org);
  tokens.add(token);
  const home = join(at, '..', 'home');
  mkdirSync(home, { recursive: true });
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['--conditions=quotient-source', path('connector/bin/quotient.js'), ...args, '--dir', at],
      {
        cwd: home,
        env: {
          PATH: process.env['PATH'],
          HOME: home,
          TMPDIR: home,
          QUOTIENT_INSTANCE_URL: org.url,
          QUOTIENT_ACCESS_TOKEN: token,
          NO_COLOR: '1',
          SF_LOG_LEVEL: 'trace',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    if (kill) org.onRequest(12, () => void child.kill('SIGKILL'));
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

/** Nothing of an org stands in what was said, nor in any file beside the store; no token stands in that either. */
function expectSilence({ out, err }: Ended, at = dir): void {
  const said = `${out}${err}${writtenIn(join(at, '..'))}`;
  expect(said).not.toContain(canary);
  const store = existsSync(storeFile(at)) ? readFileSync(storeFile(at), 'latin1') : '';
  for (const token of tokens) {
    expect(said).not.toContain(token);
    expect(store).not.toContain(token);
  }
}

const ever = { object: 'Opportunity', at: 1, times: -1 } as const;
const faults: [name: string, fault: Fault, code: number][] = [
  ['text in another encoding', { ...ever, route: 'query', kind: 'latin1', arg: 'undeclared' }, 65],
  ['a session that ends', { ...ever, route: 'query', kind: 'sessionExpired' }, 77],
  ['limits that are used up', { ...ever, route: 'query', kind: 'dailyLimit' }, 75],
];

describe('a sync says no name, and writes none beside the store,', () => {
  test('where all goes well, with its progress', async () => {
    const ended = await quotient(dir, ['sync', '--full', '--verify']);
    expect(ended.code).toBe(0);
    expectSilence(ended);
  });

  test.each(faults)(
    'where it meets %s',
    async (_name, fault, code) => {
      org.inject([fault]);
      const other = folder(synced);
      const [plain, json] = await Promise.all([
        quotient(dir, ['sync', '--full']),
        quotient(other, ['sync', '--full', '--json']),
      ]);
      expect({ code: plain.code, err: plain.err }).toMatchObject({ code });
      expect(JSON.parse(json.out)).toMatchObject({ exitCode: code });
      expectSilence(plain, dir);
      expectSilence(json, other);
    },
    60_000,
  );

  test('where it is killed', async () => {
    const ended = await quotient(dir, ['sync', '--full'], true);
    expect(ended.code).toBeNull();
    expectSilence(ended);
  });
});

describe('a command says no name in its error', () => {
  const deal = (): string =>
    String([...org.org.table('Opportunity').rows.values()].find(({ IsClosed }) => IsClosed === false)?.['Id']);
  const withoutPlan = (): string => {
    writeFileSync(
      join(dir, 'assignments.csv'),
      readFileSync(join(dir, 'assignments.csv'), 'utf8').split('\n').slice(0, 2).join('\n'),
    );
    return String(
      [...org.org.table('User').rows.values()].find(
        ({ Username }) => !readFileSync(join(dir, 'assignments.csv'), 'utf8').includes(String(Username)),
      )?.['Username'],
    );
  };
  test.each<[name: string, args: () => string[], code: number]>([
    ['of a payee who has no plan', () => ['estimate', '--opportunity', deal(), '--payee', withoutPlan()], 2],
    ['of a payee who has no statement', () => ['statement', '--payee', withoutPlan()], 2],
    [
      'of an org that takes no snapshot',
      () => {
        org.inject([{ route: 'query', at: 1, times: -1, kind: 'dailyLimit' }]);
        return ['publish'];
      },
      75,
    ],
    [
      'of a store that is broken',
      () => {
        const bytes = readFileSync(storeFile(dir));
        writeFileSync(storeFile(dir), bytes.subarray(0, bytes.length >> 1));
        return ['attainment'];
      },
      74,
    ],
  ])('%s', async (_name, args, code) => {
    const given = args();
    const ended = await Promise.all([[], ['--json']].map((more) => quotient(dir, [...given, ...more])));
    for (const one of ended) {
      expect({ code: one.code, said: one.err + one.out }).toMatchObject({ code });
      expectSilence(one);
    }
  });
});

test('a statement that is asked for has names, and its file alone', async () => {
  const file = join(dir, '..', 'statement.html');
  const ended = await quotient(dir, ['statement', '--output', file]);
  expect(ended.code).toBe(0);
  expect(readFileSync(file, 'utf8')).toContain(canary);
  rmSync(file);
  expectSilence(ended);
  expect(readdirSync(join(dir, '..')).sort()).toEqual(['comp', 'home']);
});
