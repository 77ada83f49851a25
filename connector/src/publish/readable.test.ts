// Payees who may not read snapshots: named with what lets them, and nobody sees anything of theirs meanwhile.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asOfDay, readBookOf, type SyncedBook } from '../book.ts';
import { readFolder } from '../folder/folder.ts';
import { Rest } from '../org/rest.ts';
import { sync } from '../sync/sync.ts';
import { publishSynced, type Publishing } from './publishing.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));
const username = 'priya.nair@harborline.example';
let org: SampleOrg;
let dir: string;
let synced: SyncedBook;
let payee: string;
const restOf = (one: SampleOrg): Rest =>
  new Rest({ instanceUrl: one.url, accessToken: one.users[0]?.accessToken ?? '', name: 'sample' });

beforeAll(async () => {
  const first = await startSampleOrg();
  dir = mkdtempSync(join(tmpdir(), 'quotient-readable-'));
  cpSync(path('packages/sample-org/company'), dir, { recursive: true });
  const { plans, settings } = readFolder(dir);
  await sync(restOf(first), plans, dir, { settings });
  payee = first.users.find((user) => user.username === username)?.id ?? '';
  await first.close();
  synced = readBookOf(readFolder(dir), asOfDay(readFolder(dir)));
}, 120_000);
afterAll(() => rmSync(dir, { recursive: true }));
beforeEach(async () => {
  org = await startSampleOrg({ metadata: path('manifests/force-app/main/default') });
  return () => org.close();
});

const permissions = () => org.org.table('PermissionSetAssignment').rows.having('AssigneeId', payee);
const takePermissions = (): void => {
  for (const row of permissions()) org.org.drop('PermissionSetAssignment', row);
};
const snapshotsIn = () =>
  [...org.org.table('QuotientSnapshot__c').rows.values()].filter(({ IsDeleted }) => IsDeleted !== true);
const publishAll = (options = {}): Promise<Publishing> => publishSynced(restOf(org), dir, synced, options);
const named = () => [{ payee, name: 'Priya Nair', username, permissionSet: 'QuotientRep' }];

describe.each([
  ['collections', {}],
  ['bulk jobs', { mostCalls: 0 }],
])('by %s', (_, options) => {
  test('nothing of theirs is published, everything else is, and they get it once they may read', async () => {
    const kept = permissions();
    takePermissions();
    const planned = await publishAll({ ...options, dryRun: true });
    const first = await publishAll(options);
    expect(planned).toMatchObject({ unread: named(), created: first.created, updated: [] });
    expect(first.unread).toEqual(named());
    expect(first.created).not.toContain(`QuotientSnapshot__c ${payee}`);
    expect(snapshotsIn().map(({ Key__c }) => Key__c)).not.toContain(payee);
    expect(snapshotsIn()).toHaveLength(first.created.filter((one) => one.startsWith('QuotientSnapshot__c')).length);
    for (const row of kept) org.org.load('PermissionSetAssignment', row);
    expect(await publishAll(options)).toMatchObject({
      unread: [],
      created: [`QuotientSnapshot__c ${payee}`],
      updated: [],
      removed: [],
    });
    expect(snapshotsIn().find(({ Key__c }) => Key__c === payee)).toMatchObject({ OwnerId: payee });
  });
});

test('what they own already stays theirs and is kept up to date', async () => {
  await publishAll();
  takePermissions();
  expect(await publishAll({ isFull: true })).toMatchObject({ unread: [], created: [], removed: [] });
  expect(snapshotsIn().find(({ Key__c }) => Key__c === payee)).toMatchObject({ OwnerId: payee });
});

test('the command names them, says how to mend it, and ends with exit code 78', async () => {
  takePermissions();
  const run = (...args: string[]) =>
    new Promise<{ code: number; out: string; err: string }>((resolve) =>
      execFile(
        process.execPath,
        ['--conditions=quotient-source', path('connector/bin/quotient.js'), 'publish', '--dir', dir, ...args],
        {
          env: {
            ...process.env,
            QUOTIENT_INSTANCE_URL: org.url,
            QUOTIENT_ACCESS_TOKEN: org.users[0]?.accessToken ?? '',
          },
        },
        (error, out, err) => resolve({ code: Number((error as { code?: number } | null)?.code ?? 0), out, err }),
      ),
    );
  const remedy = `sf org assign permset --name QuotientRep --on-behalf-of ${username}`;
  for (const args of [['--dry-run'], []]) {
    const plain = await run(...args);
    expect(plain.code).toBe(78);
    expect(plain.err.replaceAll(/\s+/g, ' ')).toContain(remedy);
    expect(plain.err).toContain('Priya Nair');
  }
  const json = await run('--json');
  expect(json.code).toBe(78);
  expect(JSON.parse(json.out)).toMatchObject({
    result: { unread: named() },
    warnings: [expect.stringContaining(remedy)],
  });
});
