import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { examine } from './doctor.ts';
import type { Finding } from './doctor-finding.ts';
import { oneCurrency } from './doctor-org.ts';
import { readFolder } from './folder/folder.ts';
import { Rest } from './org/rest.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
let org: SampleOrg;
let dir: string;
beforeAll(async () => {
  org = await startSampleOrg({ metadata: path('manifests/force-app/main/default') });
});
afterAll(() => org.close());
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quotient-doctor-'));
  cpSync(path('packages/sample-org/company'), dir, { recursive: true });
  return () => rmSync(dir, { recursive: true });
});

const examined = (user = org.users[0]): Promise<Finding[]> =>
  examine(new Rest({ instanceUrl: org.url, accessToken: user?.accessToken ?? '', name: 'sample' }), readFolder(dir));
const codes = (findings: readonly Finding[], level: Finding['level']): string[] =>
  findings.filter((one) => one.level === level).map(({ code }) => code);

/** Changes the first plan file of the folder. */
function edit(find: string | RegExp, replace: string): void {
  const file = join(dir, 'plans/ae-fy26.yaml');
  const text = readFileSync(file, 'utf8');
  const after = text.replace(find, replace);
  if (after === text) throw new Error(`the plan does not hold ${String(find)}`);
  writeFileSync(file, after);
}

test('an org that has all that the plans need', async () => {
  const findings = await examined();
  expect(codes(findings, 'stops')).toEqual([]);
  expect(codes(findings, 'fine')).toEqual(
    expect.arrayContaining(['version', 'fields', 'currencies', 'people', 'publishing', 'readers', 'sight', 'limits']),
  );
});

describe('what stops or degrades a plan is said with its remedy:', () => {
  test.each<[name: string, make: () => void, level: Finding['level'], code: string, says: RegExp, remedy: RegExp]>([
    [
      'a field that is missing or hidden',
      () => edit('value: Amount', 'value: Anual_Value__c'),
      'stops',
      'field-missing',
      /Opportunity has no field Anual_Value__c that this login may read: plan ae-fy26 is left out \(commission, club cannot do without\); other plans/,
      /read access to Opportunity\.Anual_Value__c; else create it, or correct its name/,
    ],
    [
      'a value that is spelled otherwise',
      () => edit('where: { IsWon: { eq: true } }', 'where: { StageName: { eq: closed won } }'),
      'degrades',
      'value-unknown',
      /StageName has no value "closed won"/,
      /as the org does: "Closed Won"/,
    ],
    [
      'a type of splits',
      () => edit('credit: owner', 'credit: { splits: Revnue }'),
      'stops',
      'split-type-missing',
      /no type of splits "Revnue"/,
      /Write its name as the org does/,
    ],
    [
      'a role of a team',
      () => edit('credit: owner', 'credit: { team: Sales Engineers, share: "100%" }'),
      'stops',
      'team-role-missing',
      /no role "Sales Engineers" of opportunity teams, by which plan ae-fy26 credits/,
      /Write its name as the org does: "Sales/,
    ],
    [
      'the field of segments',
      () =>
        writeFileSync(
          join(dir, 'settings.yaml'),
          'segments: { by: Seats__c, ranges: [{ id: small, to: 9 }, { id: large, from: 10 }] }\n',
        ),
      'degrades',
      'field-missing',
      /Opportunity has no field Seats__c that this login may read: deals have no segment\.$/,
      /read access to Opportunity\.Seats__c; else create it\./,
    ],
    [
      'a field that coaching reads',
      () => writeFileSync(join(dir, 'settings.yaml'), 'coaching: { fields: { discount: Discount_Given__c } }\n'),
      'degrades',
      'field-missing',
      /no field Discount_Given__c that this login may read: flags that read the discount of a deal are not raised\.$/,
      /read access to Opportunity\.Discount_Given__c/,
    ],
    [
      'people without a role, where roles say who leads them',
      () => {
        writeFileSync(join(dir, 'settings.yaml'), 'hierarchy: roles\n');
        writeFileSync(
          join(dir, 'assignments.csv'),
          `${readFileSync(join(dir, 'assignments.csv'), 'utf8').trimEnd()}\n${org.users[0]?.username},ae-fy26,2026-02-01,,\n`,
        );
      },
      'degrades',
      'role-missing',
      /^\S+@\S+: without a role in the org, so nobody leads them/,
      /Give them a role, or let settings\.yaml say hierarchy: managers/,
    ],
    [
      'a forecasting type',
      () => edit('quota: 135000', 'quota: { crm: OppRevenue, default: 135000 }'),
      'degrades',
      'forecasting-type-missing',
      /no forecasting type "OppRevenue", from which commission of plan ae-fy26 takes its quota: the default of the plan counts/,
      /developer name as the org does: "?OpportunityRevenue/,
    ],
    [
      'another fiscal year',
      () => edit('fiscalYearStart: 2, yearNamedBy: start', 'fiscalYearStart: 1, yearNamedBy: start'),
      'degrades',
      'fiscal-year',
      /of plan ae-fy26 begins in month 1, that of the org begins in month 2 and is named by the year of its start: their quarters have one name and other days/,
      /write into the plan: calendar: { fiscalYearStart: 2, yearNamedBy: start }\./,
    ],
    [
      'another name of the fiscal year',
      () => edit('fiscalYearStart: 2, yearNamedBy: start', 'fiscalYearStart: 2, yearNamedBy: end'),
      'degrades',
      'fiscal-year',
      /named by the year of its end, that of the org .* of its start: one period has two names/,
      /write into the plan: calendar: { fiscalYearStart: 2, yearNamedBy: start }\./,
    ],
    [
      'an object',
      () => edit('object: Opportunity', 'object: Invoice__c'),
      'stops',
      'object-missing',
      /no object Invoice__c/,
      /give the login read access to Invoice__c/,
    ],
    [
      'a person',
      () =>
        writeFileSync(
          join(dir, 'quotas.csv'),
          `${readFileSync(join(dir, 'quotas.csv'), 'utf8').trimEnd().split('\n')[0]}\nnobody@nowhere.example,commission,2026-Q1,1\n`,
        ),
      'stops',
      'person-unknown',
      /quotas\.csv:2: there is no person "nobody@nowhere\.example"/,
      /username of a user of the org/,
    ],
  ])('%s', async (_name, make, level, code, says, remedy) => {
    make();
    const found = (await examined()).find((one) => one.code === code);
    expect(found).toMatchObject({ level, message: expect.stringMatching(says), remedy: expect.stringMatching(remedy) });
  });
});

test('an org of one currency has that of the plans; plans in another one credit nothing', () => {
  const { plans } = readFolder(dir);
  const europe = plans.filter(({ currency }) => currency === 'EUR');
  expect(oneCurrency(europe)).toEqual([
    expect.objectContaining({ level: 'fine', message: 'The org has one currency, taken to be EUR.' }),
  ]);
  expect(oneCurrency(plans)).toEqual([
    expect.objectContaining({
      level: 'degrades',
      message:
        'The org has one currency and no rates. Its records are taken to be in USD: plan ae-fy26-europe, manager-fy26-europe pays in another one and credits none.',
      plans: ['ae-fy26-europe', 'manager-fy26-europe'],
    }),
  ]);
});

test('an administrator without the permission set is told which fields cannot be written', async () => {
  const own = await startSampleOrg({ metadata: path('manifests/force-app/main/default') });
  try {
    for (const row of own.org.table('PermissionSetAssignment').rows.values())
      own.org.drop('PermissionSetAssignment', row);
    const login = { instanceUrl: own.url, accessToken: own.users[0]?.accessToken ?? '', name: 'sample' };
    const found = await examine(new Rest(login), readFolder(dir));
    expect(found.find(({ code }) => code === 'publishing')).toMatchObject({
      level: 'degrades',
      message: expect.stringMatching(/cannot write .*QuotientSnapshot__c\.Body__c.*QuotientPlan__c\.Body__c/),
      remedy: expect.stringMatching(/QuotientConnector/),
    });
  } finally {
    await own.close();
  }
});

describe('a custom fiscal year', () => {
  /** Lays out fiscal 2026 by hand. */
  async function withYear(from: string, to: string, quarters: readonly string[]): Promise<Finding[]> {
    const own = await startSampleOrg({ metadata: path('manifests/force-app/main/default') });
    try {
      const rows = (object: string) => [...own.org.table(object).rows.values()];
      for (const year of rows('FiscalYearSettings').filter(({ Name }) => Name === 'FY 2026'))
        own.org.load('FiscalYearSettings', {
          ...year,
          StartDate: from,
          EndDate: to,
          IsStandardYear: false,
          YearType: 'Custom',
        });
      rows('Period')
        .filter(({ Type, StartDate }) => Type === 'Quarter' && String(StartDate) >= '2026-02-01')
        .forEach((period, i) => own.org.load('Period', { ...period, StartDate: quarters[i] ?? null }));
      const login = { instanceUrl: own.url, accessToken: own.users[0]?.accessToken ?? '', name: 'sample' };
      const found = await examine(new Rest(login), readFolder(dir));
      return found.filter(({ code, plans }) => code.startsWith('fiscal-year') && plans.includes('ae-fy26'));
    } finally {
      await own.close();
    }
  }

  test('of weeks cannot be followed, and the plan is told so', async () => {
    const found = await withYear('2026-01-26', '2027-01-24', ['2026-01-26', '2026-04-27', '2026-07-27', '2026-10-26']);
    expect(found).toEqual([
      expect.objectContaining({
        level: 'degrades',
        code: 'fiscal-year-custom',
        message: expect.stringMatching(
          /custom fiscal year FY 2026, from 2026-01-26 to 2027-01-24, with quarters from 2026-01-26, 2026-04-27, 2026-07-27, 2026-10-26: plan ae-fy26 counts whole calendar months and cannot follow it/,
        ),
        remedy: expect.stringMatching(/the nearest being calendar: { fiscalYearStart: 2, yearNamedBy: start }/),
      }),
    ]);
  });

  test('of whole months is followed by the calendar that is said', async () => {
    const found = await withYear('2026-03-01', '2027-02-28', ['2026-03-01', '2026-06-01', '2026-09-01', '2026-12-01']);
    expect(found).toEqual([
      expect.objectContaining({
        code: 'fiscal-year',
        remedy: 'To follow the org, write into the plan: calendar: { fiscalYearStart: 3, yearNamedBy: start }.',
      }),
    ]);
  });

  test('that is the calendar of the plan needs nothing', async () => {
    expect(
      await withYear('2026-02-01', '2027-01-31', ['2026-02-01', '2026-05-01', '2026-08-01', '2026-11-01']),
    ).toEqual([]);
  });
});

test('people in plans who may not read snapshots are named, with the permission set of each', async () => {
  const own = await startSampleOrg({ metadata: path('manifests/force-app/main/default') });
  try {
    const assignments = own.org.table('PermissionSetAssignment').rows;
    const usernames = ['priya.nair@harborline.example', 'ingrid.sorensen@harborline.example'];
    for (const { id } of own.users.filter(({ username }) => usernames.includes(username)))
      for (const row of assignments.having('AssigneeId', id)) own.org.drop('PermissionSetAssignment', row);
    const login = { instanceUrl: own.url, accessToken: own.users[0]?.accessToken ?? '', name: 'sample' };
    const found = await examine(new Rest(login), readFolder(dir));
    expect(found.filter(({ code }) => code === 'readers')).toEqual([
      expect.objectContaining({
        level: 'degrades',
        message: expect.stringMatching(/^(?=.*Priya Nair)(?=.*Ingrid Sorensen).*may not read snapshots/),
        remedy: expect.stringMatching(
          /(?=.*--name QuotientRep --on-behalf-of priya\.nair@)(?=.*--name QuotientManager --on-behalf-of ingrid\.sorensen@)/,
        ),
      }),
    ]);
  } finally {
    await own.close();
  }
});

test('a login that does not see everything is told so', async () => {
  const rep = org.users.find(({ username }) => username === 'priya.nair@harborline.example');
  expect(codes(await examined(rep), 'degrades')).toContain('sight');
});

test('the command ends with exit code 78 where something stops a plan', async () => {
  edit('value: Amount', 'value: Anual_Value__c');
  const run = (...args: string[]) =>
    new Promise<{ code: number; out: string }>((resolve) =>
      execFile(
        process.execPath,
        ['--conditions=quotient-source', path('connector/bin/quotient.js'), 'doctor', '--dir', dir, ...args],
        {
          env: {
            ...process.env,
            QUOTIENT_INSTANCE_URL: org.url,
            QUOTIENT_ACCESS_TOKEN: org.users[0]?.accessToken ?? '',
          },
        },
        (error, out) => resolve({ code: Number((error as { code?: number } | null)?.code ?? 0), out }),
      ),
    );
  const plain = await run();
  expect(plain.code).toBe(78);
  expect(plain.out).toMatch(/Stops a plan:\n- Opportunity has no field Anual_Value__c/);
  const json = await run('--json');
  expect(json.code).toBe(78);
  expect(JSON.parse(json.out)).toMatchObject({
    result: { findings: expect.arrayContaining([expect.objectContaining({ code: 'field-missing' })]) },
  });
});
