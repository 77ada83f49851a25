// What an org lacks takes away the plans that depend on it, and nothing else.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calculate, type Result } from '@quotient/calc';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asOfDay, readBookOf, type SyncedBook } from './book.ts';
import { readFolder } from './folder/folder.ts';
import { Rest } from './org/rest.ts';
import { sheetsOf } from './statement.ts';
import { statementHtml } from './statement-html.ts';
import { statementText } from './statement-text.ts';
import { sync, type SyncResult } from './sync/sync.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
let org: SampleOrg;
let dir: string;
beforeAll(async () => {
  org = await startSampleOrg({ metadata: path('manifests/force-app/main/default') });
});
afterAll(() => org.close());
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quotient-left-out-'));
  cpSync(path('packages/sample-org/company'), dir, { recursive: true });
  return () => rmSync(dir, { recursive: true });
});

const rest = (): Rest =>
  new Rest({ instanceUrl: org.url, accessToken: org.users[0]?.accessToken ?? '', name: 'sample' });
const read = (): Promise<SyncResult> => {
  const { plans, settings } = readFolder(dir);
  return sync(rest(), plans, dir, { settings });
};
const synced = (): SyncedBook => readBookOf(readFolder(dir), asOfDay(readFolder(dir)));
const of = ({ statements }: Result, plan: string): Result['statements'] =>
  statements.filter((one) => one.plan === plan);

function edit(plan: string, find: string, replace: string): void {
  const file = join(dir, `plans/${plan}.yaml`);
  const before = readFileSync(file, 'utf8');
  expect(before).toContain(find);
  writeFileSync(file, before.replace(find, replace));
}
function addLine(file: string, line: string): void {
  const name = join(dir, file);
  writeFileSync(name, `${readFileSync(name, 'utf8').trimEnd()}\n${line}\n`);
}
const plan = (id: string, rest: string): void =>
  writeFileSync(
    join(dir, `plans/${id}.yaml`),
    `quotient: 1\nid: ${id}\nname: ${id}\ncurrency: USD\ncalendar: { fiscalYearStart: 2, yearNamedBy: start }\neffective: { from: 2026-02-01, to: 2027-01-31 }\n${rest}`,
  );
const missing = 'Anual_Value__c';
const withoutAe = (): void => edit('ae-fy26', 'value: Amount', `value: ${missing}`);

describe('a field that is missing or hidden', () => {
  test('leaves out the plan that needs it, says why, and the others are what they were', async () => {
    await read();
    const whole = calculate(synced().book);
    withoutAe();
    const { leftOut } = await read();
    expect(leftOut).toEqual([
      expect.objectContaining({
        plan: 'ae-fy26',
        components: ['commission', 'club'],
        message:
          'Plan ae-fy26 is left out: commission and club need Opportunity.Anual_Value__c, which the org does not have or this login may not read.',
        remedy: expect.stringMatching(
          /^Create Opportunity\.Anual_Value__c, or correct the plan, or give .*sync again\.$/,
        ),
      }),
    ]);
    const { book, leftOut: told } = synced();
    const result = calculate(book);
    expect(of(result, 'ae-fy26')).toEqual([]);
    for (const id of ['ae-fy26-europe', 'manager-fy26', 'manager-fy26-europe'])
      expect(of(result, id)).toEqual(of(whole, id));
    expect(told[0]?.payees).toEqual([...new Set(of(whole, 'ae-fy26').map(({ payee }) => payee))].toSorted());
  });

  test('of a plan that was mended is not taken for nothing: a sync comes first', async () => {
    withoutAe();
    await read();
    edit('ae-fy26', `value: ${missing}`, 'value: ExpectedRevenue');
    expect(synced).toThrowError(
      expect.objectContaining({
        code: 'not-synced',
        exitCode: 2,
        message: 'Plan ae-fy26 reads Opportunity.ExpectedRevenue, which the last sync did not ask for.',
      }),
    );
    expect((await read()).leftOut).toEqual([]);
    expect(of(calculate(synced().book), 'ae-fy26').length).toBeGreaterThan(0);
  });

  test('of a plan that begins earlier than what was read is not taken for nothing either', async () => {
    withoutAe();
    await read();
    edit('ae-fy26', `value: ${missing}`, 'value: Amount');
    edit('ae-fy26', 'from: 2026-02-01', 'from: 2025-11-01');
    expect(synced).toThrowError(
      expect.objectContaining({
        code: 'not-synced',
        message: 'The plans count other records of Opportunity than the last sync asked for.',
      }),
    );
    await read();
    expect(synced().leftOut).toEqual([]);
  });

  test('that all plans need ends the sync', async () => {
    for (const id of ['ae-fy26', 'ae-fy26-europe', 'manager-fy26', 'manager-fy26-europe'])
      edit(id, 'value: Amount', `value: ${missing}`);
    await expect(read()).rejects.toMatchObject({
      code: 'field-missing',
      exitCode: 78,
      message: expect.stringMatching(
        /no field Anual_Value__c that you may read; plan ae-fy26-europe, ae-fy26, manager/,
      ),
    });
  });

  test('stands on the statements of those who have another plan too', async () => {
    plan(
      'spiff',
      `measures: { paid: { basis: cash, object: Opportunity, value: Amount, date: Paid_On__c, credit: owner } }
components: [{ id: spiff, measure: paid, window: quarter, rate: { type: marginal, by: value, tiers: [{ from: 0, rate: "1%" }] } }]\n`,
    );
    addLine('assignments.csv', 'priya.nair@harborline.example,spiff,2026-02-01,,');
    await read();
    const priya = synced().people.find('priya.nair@harborline.example') ?? '';
    const sheets = sheetsOf(synced(), { payee: priya });
    const says = /Plan spiff is left out: spiff needs Opportunity\.Paid_On__c/;
    expect(sheets.sheets).toHaveLength(1);
    expect(statementText(sheets, false)).toMatch(says);
    expect(statementHtml(sheets, false)).toMatch(says);
    const others = sheetsOf(synced(), { payee: synced().people.find('daniel.brennan@harborline.example') });
    expect(statementText(others, false)).not.toMatch(says);
  });
});

test('an object that is missing leaves out the plan that counts it', async () => {
  edit('ae-fy26', 'object: Opportunity', 'object: Invoice__c');
  const { leftOut, counts } = await read();
  expect(leftOut.map(({ plan: id, message }) => `${id}: ${message}`)).toEqual([
    expect.stringMatching(/^ae-fy26: .*commission and club need Invoice__c, which the org does not have/),
  ]);
  expect(counts['Opportunity']).toBeGreaterThan(400);
});

test('a field that only segments or flags read leaves out no plan', async () => {
  writeFileSync(
    join(dir, 'settings.yaml'),
    'asOf: 2026-04-13\nsegments: { by: Seats__c, ranges: [{ id: small, to: 9 }, { id: large, from: 10 }] }\n',
  );
  const { leftOut, absent } = await read();
  expect(leftOut).toEqual([]);
  expect(absent).toContain('Opportunity.Seats__c');
  expect(of(calculate(synced().book), 'ae-fy26').length).toBeGreaterThan(0);
});

test('what counts the earnings of a plan that is left out is left out with it, as is what counts that', async () => {
  const override = (of: string): string =>
    `measures: { below: { earnings: { reports: all, components: [${of}] } } }
components: [{ id: ${of}-share, measure: below, window: quarter, rate: { type: marginal, by: value, tiers: [{ from: 0, rate: "5%" }] } }]\n`;
  plan('lead', override('kicker'));
  plan('head', override('kicker-share'));
  withoutAe();
  const { leftOut } = await read();
  expect(leftOut.map(({ plan: id, lacks }) => [id, lacks.length])).toEqual([
    ['ae-fy26', 1],
    ['head', 0],
    ['lead', 0],
  ]);
  expect(leftOut[2]?.message).toBe(
    'Plan lead is left out: kicker-share counts what people earn by plan ae-fy26, which is left out.',
  );
});

test('commands do the rest, say what is left out and end with exit code 78; published snapshots of its people stay', async () => {
  const run = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) =>
      execFile(
        process.execPath,
        ['--conditions=quotient-source', path('connector/bin/quotient.js'), ...args, '--dir', dir],
        {
          env: {
            ...process.env,
            QUOTIENT_INSTANCE_URL: org.url,
            QUOTIENT_ACCESS_TOKEN: org.users[0]?.accessToken ?? '',
          },
          maxBuffer: 1e8,
        },
        (error, out, err) => resolve({ code: Number((error as { code?: number } | null)?.code ?? 0), out, err }),
      ),
    );
  withoutAe();
  const says = /Plan ae-fy26 is left out: commission and club need Opportunity\.\s*Anual_Value__c/;
  const first = await run('sync');
  expect(first).toMatchObject({ code: 78, out: expect.stringMatching(/Opportunity: \d+ records/) });
  expect(first.err.replaceAll(/\s+(›\s+)?/g, ' ')).toMatch(says);

  const shown = await run('attainment', '--json');
  expect(shown.code).toBe(78);
  const { status, result, warnings } = JSON.parse(shown.out) as {
    status: number;
    result: { rows: { plan: string }[]; leftOut: { plan: string }[] };
    warnings: string[];
  };
  expect(status).toBe(78);
  expect(new Set(result.rows.map((row) => row.plan))).toEqual(
    new Set(['ae-fy26-europe', 'manager-fy26', 'manager-fy26-europe']),
  );
  expect(result.leftOut.map((one) => one.plan)).toEqual(['ae-fy26']);
  expect(warnings.join('\n')).toMatch(says);

  const nobody = await run('attainment', '--payee', 'priya.nair@harborline.example', '--json');
  expect(nobody.code).toBe(78);
  expect(JSON.parse(nobody.out)).toMatchObject({
    name: 'nothing',
    exitCode: 78,
    warnings: [expect.stringMatching(says)],
  });

  const published = await run('publish', '--json');
  expect(published.code).toBe(78);
  const { created } = (JSON.parse(published.out) as { result: { created: string[] } }).result;
  expect(created).toEqual(expect.arrayContaining([expect.stringContaining('manager-fy26')]));
  const priya = synced().people.find('priya.nair@harborline.example') ?? '';
  expect(created.filter((key) => key.includes(priya))).toEqual([]);
}, 120_000);
