// Quotas that are entered in the org, from a record that somebody writes to the figure that people see.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calculate } from '@quotient/calc';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asOfDay, readBookOf, readWholeBook, type SyncedBook } from '../book.ts';
import { examine } from '../doctor.ts';
import { Rest, servicePath } from '../org/rest.ts';
import { keepRun, verifyRun } from '../replay.ts';
import { sync, type SyncResult } from '../sync/sync.ts';
import { readFolder } from './folder.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));
const priya = 'priya.nair@harborline.example';
let org: SampleOrg;
let dir: string;
let payee: string;

async function begin(options: Parameters<typeof startSampleOrg>[0]): Promise<void> {
  org = await startSampleOrg(options);
  payee = org.users.find(({ username }) => username === priya)?.id ?? '';
}
/** The built-in company, in whose folder Priya has no quota of her own. */
beforeEach(async () => {
  await begin({ metadata: path('manifests/force-app/main/default') });
  dir = mkdtempSync(join(tmpdir(), 'quotient-quotas-'));
  cpSync(path('packages/sample-org/company'), dir, { recursive: true });
  writeFileSync(join(dir, 'settings.yaml'), 'asOf: 2026-04-13\nquotas: org\n');
  const lines = readFileSync(join(dir, 'quotas.csv'), 'utf8').split('\n');
  writeFileSync(join(dir, 'quotas.csv'), lines.filter((line) => !line.startsWith(priya)).join('\n'));
});
afterEach(async () => {
  await org.close();
  rmSync(dir, { recursive: true });
});

const token = (): string => org.users[0]?.accessToken ?? '';
const rest = (): Rest => new Rest({ instanceUrl: org.url, accessToken: token(), name: 'sample' });
const call = (method: string, id: string, body?: object): Promise<unknown> =>
  rest().call(method, `${servicePath}/sobjects/QuotientQuota__c/${id}`, body && { body });
/** Enters a quota of Priya for the first quarter, or what is said otherwise; its Id. */
async function enter(more: Readonly<Record<string, unknown>> = {}): Promise<string> {
  const own = { Payee__c: payee, Component__c: 'commission', Period__c: '2026-Q1', Amount__c: 250_000 };
  const made = await call('POST', '', { Name: 'Priya, Q1', Key__c: 'priya Q1', ...own, ...more });
  return (made as { id: string }).id;
}
const read = (bulkFrom?: number): Promise<SyncResult> => {
  const { plans, settings } = readFolder(dir);
  return sync(rest(), plans, dir, { settings, ...(bulkFrom && { bulkFrom }) });
};
const synced = (): SyncedBook => readBookOf(readFolder(dir), asOfDay(readFolder(dir)));
/** Priya's quota of the first quarter. */
const quota = (): string | null | undefined =>
  calculate(synced().book).statements.findLast((one) => one.payee === payee && one.period === '2026-03')?.components[0]
    ?.quota;
const addQuota = (line: string): void => {
  const file = join(dir, 'quotas.csv');
  writeFileSync(file, `${readFileSync(file, 'utf8').trimEnd()}\n${line}\n`);
};

describe('a quota that is entered in the org', () => {
  test('counts in place of the default, moves the figure when it changes, and is gone when it is deleted', async () => {
    await read();
    expect(quota()).toBe('135000');
    const id = await enter();
    expect((await read()).objects['QuotientQuota__c']).toMatchObject({ way: 'changes', changed: 1 });
    expect(quota()).toBe('250000');
    await call('PATCH', id, { Amount__c: 260_000.5 });
    expect((await read()).objects['QuotientQuota__c']).toMatchObject({ way: 'changes', changed: 1, gone: 0 });
    expect(quota()).toBe('260000.5');
    await call('DELETE', id);
    expect((await read()).objects['QuotientQuota__c']).toMatchObject({ way: 'changes', gone: 1, count: 0 });
    expect(quota()).toBe('135000');
  });

  test('is the same amount where quotas are read by a bulk job', async () => {
    await enter({ Amount__c: 1_234_567.8 });
    expect((await read(1)).objects['QuotientQuota__c']).toMatchObject({ by: 'Bulk', count: 1 });
    expect(quota()).toBe('1234567.8');
  });

  test('is repeated as it was, whatever the org says since', async () => {
    const id = await enter();
    await read();
    const first = keepRun(dir, synced());
    await call('PATCH', id, { Amount__c: 1 });
    await read();
    const next = keepRun(dir, synced());
    expect(next.digest).not.toBe(first.digest);
    expect(verifyRun(dir, { run: first.id })).toMatchObject({ digest: first.digest, sync: 1 });
    expect(verifyRun(dir, { run: next.id })).toMatchObject({ digest: next.digest, sync: 2 });
  });

  test.each<[name: string, line: string, record: Readonly<Record<string, unknown>>, expected: string]>([
    ['for the same', `${priya},commission,2026-Q1,99000,`, {}, '99000'],
    ['for all plans, where the org names one', `${priya},commission,2026-Q1,99000,`, { Plan__c: 'ae-fy26' }, '99000'],
    ['for the plan, where the org names none', `${priya},commission,2026-Q1,99000,ae-fy26`, {}, '99000'],
    ['for another plan with such a component', `${priya},commission,2026-Q1,99000,ae-fy26-europe`, {}, '250000'],
    ['for another period', `${priya},commission,2026-Q2,99000,`, {}, '250000'],
  ])('comes after quotas.csv, in which a row stands %s', async (_name, line, record, expected) => {
    const file = join(dir, 'quotas.csv');
    const [head, ...rows] = readFileSync(file, 'utf8').trimEnd().split('\n');
    writeFileSync(file, [`${head},plan`, ...rows.map((row) => `${row},`)].join('\n'));
    addQuota(line);
    await enter(record);
    await read();
    expect(quota()).toBe(expected);
  });

  test('comes before quotas of the CRM that the component asks for', async () => {
    const file = join(dir, 'plans/ae-fy26.yaml');
    writeFileSync(
      file,
      readFileSync(file, 'utf8').replace('quota: 135000', 'quota: { crm: OpportunityRevenue, default: 135000 }'),
    );
    const id = await enter();
    await read();
    expect(quota()).toBe('250000');
    await call('DELETE', id);
    await read();
    expect(quota()).not.toBe('135000');
  });

  test('of somebody without a plan, or for a window that nobody is in, is no error', async () => {
    await enter({ Key__c: 'admin', Payee__c: org.users[0]?.id });
    await enter({ Key__c: 'later', Period__c: '2031-Q1' });
    await read();
    expect(quota()).toBe('135000');
  });

  test('is not asked for, and does not count, without the setting', async () => {
    await enter();
    await read();
    writeFileSync(join(dir, 'settings.yaml'), 'asOf: 2026-04-13\n');
    expect(quota()).toBe('135000');
    expect(Object.keys((await read()).objects)).not.toContain('QuotientQuota__c');
    writeFileSync(join(dir, 'settings.yaml'), 'asOf: 2026-04-13\nquotas: org\n');
    expect(quota).toThrowError(
      expect.objectContaining({
        code: 'not-synced',
        message: 'Plan ae-fy26-europe reads QuotientQuota__c, which the last sync did not ask for.',
      }),
    );
  });

  test('counts for what `plan check` advises too', async () => {
    await enter();
    await read();
    const { quotas = [] } = readWholeBook(readFolder(dir), '2026-04-13');
    expect(quotas.filter((row) => row.payee === payee)).toEqual([
      { payee, component: 'commission', period: '2026-Q1', amount: '250000' },
    ]);
  });
});

describe('records that say no quota', () => {
  test('end what calculates, each named by its key, with what to do', async () => {
    await enter();
    await enter({ Key__c: 'again', Amount__c: 1 });
    await enter({ Key__c: 'whose', Payee__c: null });
    await enter({ Key__c: 'which', Component__c: 'comission' });
    await enter({ Key__c: 'when', Period__c: 'Q1 2026' });
    await read();
    expect(quota).toThrowError(
      expect.objectContaining({
        code: 'bad-quota',
        exitCode: 65,
        message: [
          'QuotientQuota__c "again": QuotientQuota__c "priya Q1" is a quota of the same person for the same (commission, 2026-Q1).',
          'QuotientQuota__c "whose": Payee__c is empty.',
          'QuotientQuota__c "which": There is no component "comission".',
          'QuotientQuota__c "when": Period__c is "Q1 2026", and commission has a quota for each quarter.',
        ].join('\n'),
        actions: [
          'Delete one of them, or correct what it is for.',
          'Fill it in, or delete the record.',
          'Did you mean "commission"?',
          'Write it like 2026-Q1.',
          'Then run quotient sync.',
        ],
      }),
    );
    const found = (await examine(rest(), readFolder(dir))).filter(({ code }) => code === 'quota');
    expect(found).toHaveLength(4);
    expect(found[1]).toMatchObject({
      level: 'stops',
      message: 'QuotientQuota__c "whose": Payee__c is empty. No plan is calculated before it is mended.',
      remedy: 'Fill it in, or delete the record.',
    });
  });

  test('are told in part where they are many', async () => {
    for (let i = 0; i < 7; i++) await enter({ Key__c: `bad ${i}`, Amount__c: null });
    await read();
    expect(quota).toThrowError(/^(.*bad \d": Amount__c is empty\.\n){5}2 more: quotient doctor names them all\.$/);
  });

  test('are mended in the org', async () => {
    const id = await enter({ Period__c: '2026-03' });
    await read();
    expect(quota).toThrowError(/Period__c is "2026-03"/);
    await call('PATCH', id, { Period__c: '2026-Q1' });
    await read();
    expect(quota()).toBe('250000');
    const found = await examine(rest(), readFolder(dir));
    expect(found.find(({ code }) => code === 'quotas')?.message).toBe('Quotas that are entered in the org: 1.');
    expect(found.filter(({ level }) => level === 'stops')).toEqual([]);
  });
});

describe('what the org does not have or hides', () => {
  const remedy =
    'Install the package in manifests/, and give the login the permission set QuotientConnector; or remove quotas: org from settings.yaml.';

  test('the object: the sync ends and no default counts, the doctor says what to do', async () => {
    await org.close();
    await begin({});
    await expect(read()).rejects.toMatchObject({
      code: 'object-missing',
      exitCode: 78,
      message: expect.stringMatching(/^The org has no object QuotientQuota__c that you may read; plan ae-fy26-europe,/),
      actions: [remedy],
    });
    const found = await examine(rest(), readFolder(dir));
    expect(found.filter(({ level }) => level === 'stops')).toEqual([
      expect.objectContaining({
        code: 'object-missing',
        message: expect.stringMatching(/^The org has no object QuotientQuota__c .*plan ae-fy26 is left out/),
        remedy,
      }),
    ]);
  });

  test('the fields, from an administrator without a permission set', async () => {
    for (const row of org.org.table('PermissionSetAssignment').rows.values())
      org.org.drop('PermissionSetAssignment', row);
    await expect(read()).rejects.toMatchObject({
      code: 'field-missing',
      exitCode: 78,
      message: expect.stringMatching(/^QuotientQuota__c has no field Payee__c that you may read; plan ae-fy26-europe,/),
      actions: [remedy],
    });
    const found = await examine(rest(), readFolder(dir));
    expect(found.filter(({ level }) => level === 'stops')).toEqual(
      ['Payee__c', 'Plan__c', 'Component__c', 'Period__c', 'Amount__c'].map((field) =>
        expect.objectContaining({ code: 'field-missing', message: expect.stringContaining(` ${field} `), remedy }),
      ),
    );
  });

  test('what a plan reads: the quotas of its components go with it, and are no error', async () => {
    const file = join(dir, 'plans/ae-fy26.yaml');
    const change = (from: string, to: string): void =>
      writeFileSync(file, readFileSync(file, 'utf8').replace(from, to));
    const ofPriya = (): (string | undefined)[] =>
      (synced().book.quotas ?? []).filter((row) => row.payee === payee).map(({ component }) => component);
    change('id: club', 'id: summit');
    await enter();
    await enter({ Key__c: 'summit', Component__c: 'summit', Period__c: '2026' });
    await enter({ Key__c: 'of the plan', Plan__c: 'ae-fy26' });
    await read();
    expect(ofPriya()).toEqual(['commission', 'summit', 'commission']);
    change('value: Amount', 'value: Anual_Value__c');
    await read();
    expect(synced().leftOut.map((one) => one.plan)).toEqual(['ae-fy26']);
    expect(ofPriya()).toEqual(['commission']);
  });
});

test('commands: sync reads it, attainment shows it, and a bad record ends with exit code 65', async () => {
  const env = { ...process.env, QUOTIENT_INSTANCE_URL: org.url, QUOTIENT_ACCESS_TOKEN: token() };
  const command = ['--conditions=quotient-source', path('connector/bin/quotient.js')];
  const run = (...args: string[]): Promise<{ code: number; out: string; err: string }> =>
    new Promise((resolve) =>
      execFile(process.execPath, [...command, ...args, '--dir', dir], { env }, (error, out, err) =>
        resolve({ code: Number((error as { code?: number } | null)?.code ?? 0), out, err }),
      ),
    );
  const id = await enter();
  const { code, out } = await run('sync');
  expect(code).toBe(0);
  expect(out).toMatch(/QuotientQuota__c: 1 records?, all that the org declared/);
  const shown = await run('attainment', '--payee', priya);
  expect(shown).toMatchObject({
    code: 0,
    out: expect.stringMatching(/Priya Nair +Commission +2026-Q1 +[\d.]+% +[\d,]+ +250,000 /),
  });
  await call('PATCH', id, { Component__c: null });
  await run('sync');
  const refused = await run('attainment', '--payee', priya);
  expect(refused.code).toBe(65);
  expect(refused.err).toMatch(
    /QuotientQuota__c "priya Q1": Component__c is empty\.[^]*Fill it in, or delete the record\.\nThen run quotient sync\./,
  );
}, 60_000);
