import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { examine } from './doctor.ts';
import type { Finding } from './doctor-finding.ts';
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
    expect.arrayContaining(['version', 'fields', 'currencies', 'people', 'publishing', 'sight', 'limits']),
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
      'an object',
      () => edit('object: Opportunity', 'object: Invoice__c'),
      'stops',
      'object-missing',
      /no object Invoice__c/,
      /give the login read access/,
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
