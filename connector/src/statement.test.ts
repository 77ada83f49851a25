// `quotient statement` as people run it: each format against what the calculation says of the sample org, and bad input.
import { spawn } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sumOf } from '@quotient/calc';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AttainmentResult } from './commands/quotient/attainment.ts';
import type { StatementResult } from './commands/quotient/statement.ts';
import { figure } from './statement-figure.ts';
import { html } from './markup.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const priya = 'priya.nair@harborline.example';

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

let org: SampleOrg;
let dir: string;
beforeAll(async () => {
  org = await startSampleOrg({ metadata: path('manifests/force-app/main/default') });
  dir = mkdtempSync(join(tmpdir(), 'quotient-statement-'));
  cpSync(path('packages/sample-org/company'), dir, { recursive: true });
  expect((await quotient('sync')).code).toBe(0);
});
afterAll(async () => {
  await org.close();
  rmSync(dir, { recursive: true });
});

function quotient(command: string, ...args: string[]): Promise<Ended> {
  const folder = args.includes('--dir') ? [] : ['--dir', dir];
  return new Promise((resolve) => {
    const child = spawn(
      process.execPath,
      ['--conditions=quotient-source', path('connector/bin/quotient.js'), command, ...folder, ...args],
      {
        env: {
          ...process.env,
          QUOTIENT_INSTANCE_URL: org.url,
          QUOTIENT_ACCESS_TOKEN: org.users[0]?.accessToken ?? '',
        },
        stdio: ['ignore', 'pipe', 'pipe'],
      },
    );
    let [out, err] = ['', ''];
    child.stdout.on('data', (chunk: Buffer) => (out += chunk.toString()));
    child.stderr.on('data', (chunk: Buffer) => (err += chunk.toString()));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

const resultOf = ({ out }: Ended): unknown => (JSON.parse(out) as { result: unknown }).result;
/** The statements of a period as `attainment` has them. */
const calculated = async (period: string): Promise<AttainmentResult['statements']> =>
  (resultOf(await quotient('attainment', '--period', period, '--json')) as AttainmentResult).statements;

describe('a statement', () => {
  test('in the terminal: from earned to payable, components, records and the calculation', async () => {
    const { code, out } = await quotient('statement', '--payee', priya, '--period', '2026-03');
    expect(code).toBe(0);
    expect(out).toMatch(
      /^Priya Nair: \$3,880\.00 payable in 2026-03\n─+\nAccount Executive FY26 \(ae-fy26\), USD, as of 2026-04-13\nClosed: /,
    );
    expect(out).toMatch(/= Earned +\$3,880\.00\n[\s\S]*= Payable in 2026-03 +\$3,880\.00\n/);
    // 48,500 of a quota of 117,000 are 41.45 %, at 8 %.
    expect(out).toMatch(/Commission +2026-Q1 +\$48,500\.00 +\$117,000\.00 +41\.45% +\$3,880\.00/);
    expect(out).toMatch(/006\w+ +2026-03-16 +\$32,500\.00 +100% +\$2,600\.00/);
    expect(out).toMatch(/\nThe calculation\n {2}Payable in 2026-03: 3880\.00 USD/);
    const short = await quotient('statement', '--payee', priya, '--period', '2026-03', '--no-trace');
    expect(short.out.trimEnd()).toBe(out.slice(0, out.indexOf('The calculation')).trimEnd());
  }, 60_000);

  test('without a period is the last one, which is open', async () => {
    const { out } = await quotient('statement', '--payee', priya, '--no-trace');
    expect(out).toMatch(/payable in 2026-04\n[\s\S]*\nOpen: 2026-04 runs from 2026-04-01 to 2026-04-30/);
  });

  test('as JSON is what the calculation gives, and its trace', async () => {
    const [inEnvelope, bare, statements] = await Promise.all([
      quotient('statement', '--period', '2026-Q1', '--json'),
      quotient('statement', '--period', '2026-Q1', '--format', 'json'),
      calculated('2026-Q1'),
    ]);
    const result = resultOf(inEnvelope) as StatementResult;
    expect(JSON.parse(bare.out)).toEqual(result);
    expect(result.asOf).toBe('2026-04-13');
    expect(result.statements.map(({ name: _name, trace: _trace, ...statement }) => statement)).toEqual(statements);
    for (const { name, payable, trace } of result.statements) {
      expect(name).toMatch(/^\w+ \w+/);
      expect(trace).toMatchObject({ by: 'first', result: payable });
    }
  }, 60_000);

  test('as CSV has a row for each pay item, whose amounts are together what is payable', async () => {
    const [{ code, out }, statements] = await Promise.all([
      quotient('statement', '--period', '2026-03', '--format', 'csv'),
      calculated('2026-03'),
    ]);
    expect(code).toBe(0);
    expect(out.split('\n')[0]).toBe(
      'payee,name,username,plan,planName,period,from,to,status,asOf,currency,item,component,label,window,credited,quota,attainment,amount,debt',
    );
    const rows = parse<Record<string, string>>(out, { columns: true });
    const of = (payee: string, plan: string): Record<string, string>[] =>
      rows.filter((row) => row['payee'] === payee && row['plan'] === plan);
    expect(new Set(rows.map(({ payee }) => payee)).size).toBe(statements.length);
    for (const { payee, plan, payable, debt, currency, components } of statements) {
      const own = of(payee, plan);
      expect(sumOf(own.map((row) => row['amount'] ?? ''))).toBe(payable);
      expect(sumOf(own.map((row) => row['debt'] ?? ''))).toBe(debt);
      expect(own.map((row) => row['component']).filter(Boolean)).toEqual(components.map(({ id }) => id));
      for (const row of own)
        expect(row).toMatchObject({ currency, period: '2026-03', from: '2026-03-01', to: '2026-03-31' });
    }
    expect(rows.find(({ username }) => username === priya)).toMatchObject({ name: 'Priya Nair', amount: '3880.00' });
  }, 60_000);

  test('as HTML goes to a file of its reader alone, by the name of the file, with links to the org', async () => {
    const file = join(dir, 'priya.html');
    const { code, out } = await quotient('statement', '--payee', priya, '--period', '2026-03', '--output', file);
    expect({ code, out }).toEqual({ code: 0, out: `${file} is written.\n` });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const page = readFileSync(file, 'utf8');
    expect(page).toMatch(/^<!doctype html>\s*<html lang="en">/);
    expect(page).toContain('<title>Priya Nair, 2026-03: statement</title>');
    expect(page).toContain('<data value="3880.00">$3,880.00</data>');
    expect(page).toMatch(new RegExp(`<a href="${org.url}/006\\w{15}" rel="noopener noreferrer"><bdi>Meridian`));
    expect(page).not.toMatch(/<script|<link|<img|url\(|@import|undefined|NaN|\[object/);
  });
});

describe('bad input ends with a sentence and exit code 2', () => {
  test.each<[args: string[], says: RegExp]>([
    [['--payee', 'nobody@nowhere.example'], /There is no person "nobody@nowhere\.example"/],
    [['--period', '2026-3'], /"2026-3" is no period\.[\s\S]*2026-03, 2026-Q1, 2026-H1 or 2026/],
    [
      ['--period', '2031-07'],
      /no statement for anybody in 2031-07 as of 2026-04-13[\s\S]*2026-02, 2026-03, 2026-04, 2026-Q1/,
    ],
    [
      ['--payee', priya, '--period', '2026-Q1'],
      /no statement for priya\.nair@harborline\.example in 2026-Q1[\s\S]*2026-02, 2026-03, 2026-04\./,
    ],
    [['--as-of', '2020-01-01'], /no statement for anybody as of 2020-01-01[\s\S]*Check the assignments/],
    [['--format', 'pdf'], /--format=pdf[\s\S]*html, csv, json/],
    [['--dir', join(tmpdir(), 'quotient-nowhere')], /holds no plans/],
  ])('%j', async (args, says) => {
    const { code, err, out } = await quotient('statement', ...args);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toMatch(says);
    expect(err).not.toMatch(/\n\s+at /);
  });

  test('--json beside a document that has no file', async () => {
    const { code, out } = await quotient('statement', '--json', '--format', 'html');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      status: 2,
      name: 'no-output',
      message: expect.stringMatching(/no file for html/),
    });
    const file = join(dir, 'all.csv');
    const written = await quotient('statement', '--json', '--no-trace', '--output', file);
    expect(JSON.parse(written.out)).toMatchObject({ status: 0, result: { asOf: '2026-04-13' } });
    expect(existsSync(file)).toBe(true);
  });

  test('a file that cannot be written has the exit code of disks', async () => {
    const { code, err } = await quotient('statement', '--payee', priya, '--output', join(dir, 'none', 'priya.html'));
    expect(code).toBe(74);
    expect(err).toMatch(/priya\.html cannot be written/);
  });

  test('a folder that was never synced', async () => {
    const fresh = mkdtempSync(join(tmpdir(), 'quotient-fresh-'));
    cpSync(path('packages/sample-org/company'), fresh, { recursive: true });
    const { code, err } = await quotient('statement', '--dir', fresh);
    expect(code).toBe(2);
    expect(err).toMatch(/Nothing was read into[\s\S]*quotient sync/);
    rmSync(fresh, { recursive: true });
  });
});

test.each<[value: string | null, unit: string, shown: string]>([
  ['27600.00', 'USD', '$27,600.00'],
  ['-0.5', 'USD', '-$0.50'],
  ['33.333333333333', 'USD', '$33.333333'],
  ['27600', 'JPY', '¥27,600'],
  ['12345678901234567890.12', 'EUR', '€12,345,678,901,234,567,890.12'],
  ['41.452991452991', '%', '41.452991 %'],
  ['1.5', 'x', '1.5×'],
  ['2026-03-31', 'day', '2026-03-31'],
  ['31', 'days', '31 days'],
  ['0.125', '', '0.125'],
  [null, 'USD', 'none'],
  ['', '%', 'none'],
])('the figure %s in %s is %s', (value, unit, shown) => expect(figure(value, unit)).toBe(shown));

test('what is put into markup is escaped, also in lists and attributes', () =>
  expect(html`<p title="${'"\''}">${['<b>', html`<i>${'&'}</i>`, null, 7]}</p>`.markup).toBe(
    '<p title="&quot;&#39;">&lt;b&gt;<i>&amp;</i>7</p>',
  ));
