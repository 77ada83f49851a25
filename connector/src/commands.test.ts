// The commands as people run them: real processes against the sample org, with their output, JSON and exit codes.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sumOf, type Team } from '@quotient/calc';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { TogetherResult } from './commands/quotient/estimate.ts';
import { storeFile } from './store/file.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

let org: SampleOrg;
let dir: string;
beforeAll(async () => {
  org = await startSampleOrg({ metadata: path('manifests/force-app/main/default') });
  dir = mkdtempSync(join(tmpdir(), 'quotient-commands-'));
  cpSync(path('packages/sample-org/company'), dir, { recursive: true });
});
afterAll(async () => {
  await org.close();
  rmSync(dir, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function quotient(args: readonly string[], token = org.users[0]?.accessToken ?? ''): Promise<Ended> {
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['--conditions=quotient-source', path('connector/bin/quotient.js'), ...args],
      {
        env: { ...process.env, QUOTIENT_INSTANCE_URL: org.url, QUOTIENT_ACCESS_TOKEN: token },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

describe('the way of a number', () => {
  test('sync, attainment, estimate, publish: each ends well', async () => {
    const synced = await quotient(['sync', '--dir', dir]);
    expect(synced).toMatchObject({
      code: 0,
      out: expect.stringMatching(/Opportunity: \d+ records, all that the org declared \(REST/),
    });

    const attainment = await quotient(['attainment', '--dir', dir, '--payee', 'priya.nair@harborline.example']);
    expect(attainment.code).toBe(0);
    expect(attainment.out).toMatch(/As of 2026-04-13[\s\S]*Priya Nair +Commission +2026-Q1 +[\d.]+% /);

    const team = await quotient(['attainment', '--dir', dir, '--team', 'ingrid.sorensen@harborline.example', '--csv']);
    expect(team.out.split('\n')[0]).toBe(
      'payee,name,plan,period,status,component,window,credited,quota,attainment,earned,earnedInWindow,payable,currency',
    );
    expect(
      new Set(
        team.out
          .split('\n')
          .slice(1)
          .map((line) => line.split(',')[1])
          .filter(Boolean),
      ).size,
    ).toBe(8);

    const estimates = await quotient(['estimate', '--dir', dir, '--payee', 'priya.nair@harborline.example', '--trace']);
    expect(estimates).toMatchObject({ code: 0, out: expect.stringMatching(/\$[\d,]+\.\d\d for Priya Nair/) });
    expect(estimates.out).toContain('with the deal');
    const together = await quotient([
      'estimate',
      '--dir',
      dir,
      '--payee',
      'priya.nair@harborline.example',
      '--together',
      '--json',
    ]);
    const [all] = (JSON.parse(together.out) as { result: TogetherResult[] }).result;
    const [plan] = all?.estimate.plans ?? [];
    expect(plan?.shares.length).toBe(all?.opportunities.length);
    expect(sumOf((plan?.shares ?? []).map(({ worth }) => worth))).toBe(plan?.worth);

    const solved = await quotient([
      'estimate',
      '--dir',
      dir,
      '--payee',
      'priya.nair@harborline.example',
      '--solve',
      'commission:next',
    ]);
    expect(solved.out).toMatch(
      /for Priya Nair\n {2}Tier \d+% of commission: from Amount \$[\d,]+\.\d\d on, which pays/,
    );

    const likely = await quotient(['forecast', '--dir', dir, '--payee', 'priya.nair@harborline.example']);
    expect(likely.out).toMatch(/^Priya Nair.*\n {2}Likely \$[\d,]+\.\d\d; .* in eight of ten outcomes/);
    expect(likely.out).toMatch(/What moves it most/);

    const flagged = await quotient(['flags', '--dir', dir, '--payee', 'priya.nair@harborline.example']);
    expect(flagged.out).toMatch(/^Priya Nair\n {2}1\. .*\n {5}.*\n {5}Next: /);

    const ours = await quotient(['team', '--dir', dir, '--team', 'ingrid.sorensen@harborline.example', '--json']);
    const standing = (JSON.parse(ours.out) as { result: Team }).result;
    expect(new Set(standing.rows.map(({ payee }) => payee.Id)).size).toBe(8);
    expect(sumOf(standing.rows.map(({ payable }) => payable))).toBe(sumOf(standing.totals.map((one) => one.payable)));

    const dry = await quotient(['publish', '--dir', dir, '--dry-run', '--json']);
    expect(JSON.parse(dry.out)).toMatchObject({ status: 0, result: { unchanged: 0 } });
    const published = await quotient(['publish', '--dir', dir, '--json']);
    const again = await quotient(['publish', '--dir', dir, '--json']);
    const { created } = (JSON.parse(published.out) as { result: { created: string[] } }).result;
    expect(created.length).toBeGreaterThan(50);
    expect(JSON.parse(again.out)).toMatchObject({
      status: 0,
      result: { created: [], updated: [], unchanged: created.length },
    });
  }, 120_000);

  test('run does it all at once, says what people would see otherwise before, and does nothing when nothing changed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'quotient-run-'));
    cpSync(path('packages/sample-org/company'), folder, { recursive: true });
    const first = await quotient(['run', '--dir', folder, '--json']);
    expect(JSON.parse(first.out)).toMatchObject({
      status: 0,
      result: {
        sync: { objects: { Opportunity: { way: 'anew' } } },
        publish: { removed: [], gone: [expect.any(String)] },
      },
    });
    const again = await quotient(['run', '--dir', folder]);
    expect(again).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /^Read .*Opportunity: [\d,]+ \(0 new or changed\)[\s\S]*Created 0, updated 0, removed 0, left \d+/,
      ),
    });

    const quotas = join(folder, 'quotas.csv');
    writeFileSync(quotas, readFileSync(quotas, 'utf8').replaceAll(/(\d+)000(\.\d+)?\s*$/gm, '1000'));
    const dry = await quotient(['publish', '--dir', folder, '--dry-run']);
    expect(dry).toMatchObject({
      code: 0,
      out: expect.stringMatching(
        /would update \d+, would remove 0[\s\S]*\n {2}\S.*: earned [\d.]+ → [\d.]+, payable [\d.]+ → [\d.]+ USD/,
      ),
    });
    rmSync(folder, { recursive: true });
  }, 120_000);

  test('--json prints one document and nothing else, with progress nowhere in it', async () => {
    for (const args of [['sync'], ['attainment'], ['estimate']]) {
      const { code, out } = await quotient([...args, '--dir', dir, '--json']);
      expect(code).toBe(0);
      expect(JSON.parse(out)).toMatchObject({ status: 0, result: expect.anything(), warnings: expect.any(Array) });
    }
  }, 120_000);

  test('calc prints the bare result of a book', async () => {
    const book = path('test/cases/payout-curve.json');
    const file = join(dir, 'book.json');
    const given = existsSync(book) ? (JSON.parse(readFileSync(book, 'utf8')) as { book: object }).book : null;
    if (!given) throw new Error(`${book} is missing.`);
    writeFileSync(file, JSON.stringify(given));
    const { code, out } = await quotient(['calc', '--book', file, '--json']);
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({ statements: expect.any(Array) });
    expect((await quotient(['calc', '--book', file])).out).toMatch(/As of \d{4}-\d\d-\d\d\n\nPerson/);
  });
});

describe('bad input ends with a sentence and its exit code', () => {
  const plan = (change: (text: string) => string): string => {
    const file = join(dir, `${Math.random().toString(36).slice(2)}.yaml`);
    writeFileSync(file, change(readFileSync(path('packages/sample-org/company/plans/ae-fy26.yaml'), 'utf8')));
    return file;
  };

  test.each<[name: string, change: (text: string) => string, says: RegExp]>([
    [
      'an unknown key',
      (text) => text.replace(/^currency:/m, 'curency:'),
      /:\d+:\d+: .*unknown key "curency"\. Did you mean "currency"\?/,
    ],
    [
      'a bound out of order',
      (text) => text.replace(/from: ["']?100%["']?/, 'from: "0%"'),
      /:\d+:\d+: components\[0\]\.rate\.tiers\[\d\].*/,
    ],
    [
      'a bound on attainment without its percent sign',
      (text) => text.replace(/from: ["']?100%["']?/, 'from: "1.0"'),
      /%/,
    ],
    ['no YAML', (text) => `${text}\n  - [`, /:\d+:\d+: /],
  ])('%s', async (_, change, says) => {
    const file = plan(change);
    const { code, err } = await quotient(['plan', 'check', file]);
    expect(code).toBe(2);
    expect(err).toContain(file);
    expect(err).toMatch(says);
    expect(err).not.toMatch(/\n\s+at /);
    const json = await quotient(['plan', 'check', file, '--json']);
    expect(json.code).toBe(2);
    expect(JSON.parse(json.out)).toMatchObject({ status: 2, exitCode: 2, message: expect.stringMatching(says) });
  });

  test('a valid plan is said to be one', async () => {
    expect(await quotient(['plan', 'check', path('packages/sample-org/company/plans/ae-fy26.yaml')])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/is a valid plan with \d components/),
    });
  });

  test('a broken line in a CSV file of the folder', async () => {
    const broken = mkdtempSync(join(tmpdir(), 'quotient-broken-'));
    cpSync(path('packages/sample-org/company'), broken, { recursive: true });
    writeFileSync(
      join(broken, 'quotas.csv'),
      'payee,component,period,amount\npriya.nair@harborline.example,commission\n',
    );
    const { code, err } = await quotient(['sync', '--dir', broken]);
    expect(code).toBe(2);
    expect(err).toMatch(/quotas\.csv:2: /);
    expect(existsSync(storeFile(broken))).toBe(false);
    rmSync(broken, { recursive: true });
  });

  test('an expired token', async () => {
    const before = readFileSync(storeFile(dir));
    const { code, err } = await quotient(['sync', '--dir', dir], 'expired');
    expect(code).toBe(77);
    expect(err).toMatch(/does not accept the login: Session expired or invalid/);
    expect(err).toMatch(/Log in again: sf org login web/);
    expect(readFileSync(storeFile(dir)).equals(before)).toBe(true);
    const json = await quotient(['publish', '--dir', dir, '--json'], 'expired');
    expect(json.code).toBe(77);
    expect(JSON.parse(json.out)).toMatchObject({ status: 77, name: 'session-expired' });
  });

  test('a port in use', async () => {
    const { port } = new URL(org.url);
    const { code, err } = await quotient(['sample-org', '--port', port]);
    expect(code).toBe(2);
    expect(err).toContain(`Port ${port} is in use on this machine.`);
    expect(err).toMatch(/choose another with --port/);
  });

  test.each<[args: string[], code: number, says: RegExp]>([
    [['attainment', '--payee', 'nobody@nowhere.example'], 2, /There is no person "nobody@nowhere\.example"/],
    [['attainment', '--period', '2031-07'], 2, /There is no statement for anybody in 2031-07/],
    [['attainment', '--as-of', '2026-02-30'], 2, /"2026-02-30" is no day of the calendar/],
    [['estimate', '--opportunity', '006000000000000AAA'], 2, /There is no opportunity 006000000000000AAA/],
    [['estimate', '--solve', 'soon'], 2, /--solve is "soon", which is no goal/],
    [['estimate', '--amount', 'much'], 2, /--amount is "much"/],
    [['calc', '--book', '/nowhere.json'], 2, /\/nowhere\.json cannot be read/],
    [['sample-org', '--port', 'five'], 2, /--port is "five"/],
  ])('%j', async (args, code, says) => {
    const ended = await quotient(args[0] === 'calc' || args[0] === 'sample-org' ? args : [...args, '--dir', dir]);
    expect(ended.code).toBe(code);
    expect(ended.err).toMatch(says);
  });

  test('a folder that was never synced', async () => {
    const fresh = mkdtempSync(join(tmpdir(), 'quotient-fresh-'));
    cpSync(path('packages/sample-org/company'), fresh, { recursive: true });
    const { code, err } = await quotient(['attainment', '--dir', fresh]);
    expect(code).toBe(2);
    expect(err).toMatch(/sync/);
    rmSync(fresh, { recursive: true });
  });
});
