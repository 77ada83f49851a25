// One number everywhere: the public data set through the server, the sync, the calculation and the publishing.
import { cpSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { calculate, statements, type Result, type Snapshot } from '@quotient/calc';
import { snapshotFields, snapshotObject, snapshotOf } from '@quotient/salesforce';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import {
  asOfDay,
  publish,
  readBookOf,
  readFolder,
  Rest,
  snapshotsOf,
  sync,
  type SyncedBook,
} from '@quotient/sf-plugin';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { storeFile } from '../../connector/src/store/file.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));

interface Expected {
  readonly payee: string;
  readonly period: string;
  readonly components: Readonly<Record<string, Readonly<Record<string, string>>>>;
  readonly payable: string;
}
const expected = JSON.parse(readFileSync(path('test/data/crm-plans/expected-statements.json'), 'utf8')) as Expected[];

let org: SampleOrg;
let dir: string;
let synced: SyncedBook;
let result: Result;
let published: Snapshot[];
const restAs = (user: SampleOrg['users'][number] | undefined): Rest =>
  new Rest({ instanceUrl: org.url, accessToken: user?.accessToken ?? '', name: user?.username ?? '' }, { tries: 1 });

beforeAll(async () => {
  org = await startSampleOrg({
    data: path('test/data/crm-sales-opportunities'),
    metadata: path('manifests/force-app/main/default'),
  });
  dir = mkdtempSync(join(tmpdir(), 'quotient-'));
  cpSync(path('test/data/crm-plans'), dir, { recursive: true });
  const folder = readFolder(dir);
  const { counts } = await sync(restAs(org.users[0]), folder.plans, dir);
  expect(counts).toEqual({ Opportunity: 8800, User: 43 });
  synced = readBookOf(folder, asOfDay(folder));
  result = calculate(synced.book);
  published = snapshotsOf(synced);
  await publish(restAs(org.users[0]), folder.plans, published);
});
afterAll(async () => {
  await org.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('the public data set', () => {
  test('gives all 164 statements that an independent calculation expects, to the cent', () => {
    expect(expected).toHaveLength(164);
    const got = new Map(result.statements.map((one) => [`${one.payee} ${one.period}`, one]));
    for (const { payee, period, components, payable } of expected) {
      const statement = got.get(`${payee} ${period}`);
      expect(statement?.payable, `${payee} ${period} payable`).toBe(payable);
      for (const [id, figures] of Object.entries(components))
        expect(
          statement?.components.find((one) => one.id === id),
          `${payee} ${period} ${id}`,
        ).toMatchObject(figures);
    }
  });

  test('has the totals that its origin states', () => {
    const won = (synced.book.records?.['Opportunity'] ?? []).filter(({ IsWon }) => IsWon === true);
    const total = (rows: readonly Readonly<Record<string, unknown>>[]): number =>
      rows.reduce((sum, { Amount }) => sum + Number(Amount), 0);
    const darcel = synced.book.users?.find(({ Name }) => Name === 'Darcel Schlecht')?.Id;
    expect(won).toHaveLength(4238);
    expect(total(won)).toBe(10_005_534);
    expect(total(won.filter(({ OwnerId }) => OwnerId === darcel))).toBe(1_153_214);
  });

  test('is the same from the published snapshots, each read by the person that it belongs to', async () => {
    const full = new Map(result.statements.map((one) => [`${one.payee} ${one.period}`, one]));
    for (const user of org.users.filter(({ id }) => published.some(({ payee }) => payee.Id === id))) {
      const rows = await restAs(user).all(
        `SELECT ${snapshotFields.join(', ')} FROM ${snapshotObject} WHERE OwnerId = '${user.id}'`,
      );
      expect(rows).toHaveLength(1);
      const snapshot = snapshotOf(rows[0] ?? {});
      const own = statements(snapshot);
      expect(own.length).toBeGreaterThan(0);
      for (const one of own) expect(one).toEqual(full.get(`${one.payee} ${one.period}`));
    }
  });

  test('shows nobody a snapshot that is not theirs to see', async () => {
    const leads = new Set(synced.book.users?.map(({ ManagerId }) => ManagerId));
    for (const user of org.users.slice(1)) {
      const rows = await restAs(user).all(`SELECT Payee__c FROM ${snapshotObject}`);
      const allowed = new Set([user.id, ...synced.people.below(user.id)]);
      expect(rows.every(({ Payee__c }) => allowed.has(String(Payee__c)))).toBe(true);
      if (!leads.has(user.id)) expect(rows.length).toBeLessThanOrEqual(1);
    }
  });

  test('is kept in a file that only its owner reads', () => {
    expect(statSync(storeFile(dir)).mode & 0o777).toBe(0o600);
  });

  test('published again changes nothing', async () => {
    const again = await publish(restAs(org.users[0]), synced.book.plans, published);
    expect(again).toMatchObject({ created: [], updated: [], unchanged: published.length + 2 });
  });
});
