// Pages of a query over HTTP: what was promised stays, whatever is written meanwhile, for two days.
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Viewer } from './org.ts';
import { viewers } from './people.ts';
import { startSampleOrg, type SampleOrg } from './server.ts';
import { ask, query, type Page } from './testing.ts';

let sample: SampleOrg;
let admin: string;
let viewer: Viewer;
let now = Date.parse('2026-04-13T15:00:00Z');
beforeAll(async () => {
  sample = await startSampleOrg({ clock: () => new Date(now) });
  admin = sample.users[0]?.username ?? '';
  viewer = viewers(sample.org)(sample.users[0]?.id ?? '') as Viewer;
});
afterAll(() => sample.close());

test('records are on their page with the values that they have then, deleted ones with their last', async () => {
  const first = await query(sample, admin, 'SELECT Id, Name, Text__c FROM BigTable__c');
  const ids = [...sample.org.table('BigTable__c').rows.values()].map(({ Id }) => String(Id));
  sample.org.update(viewer, 'BigTable__c', ids[2500] ?? '', { Text__c: 'Changed' });
  sample.org.delete(viewer, 'BigTable__c', ids[2600] ?? '');
  sample.org.hardDelete(viewer, 'BigTable__c', ids[2700] ?? '');
  sample.org.insert(viewer, 'BigTable__c', { Text__c: 'New' });
  const second = (await ask(sample, admin, first.nextRecordsUrl ?? '')).body as Page;
  expect([...first.records, ...second.records].map(({ Id }) => Id)).toEqual(ids);
  expect(second).toMatchObject({ totalSize: 3000, done: true });
  expect(second.records[500]).toMatchObject({ Text__c: 'Changed' });
  expect(second.records[600]).toMatchObject({ Name: '00002601' });
  expect(second.records[700]).toMatchObject({ Name: '00002701' });
  expect((await query(sample, admin, 'SELECT COUNT() FROM BigTable__c')).totalSize).toBe(2999);
});

test('a locator is good for two days', async () => {
  const { nextRecordsUrl } = await query(sample, admin, 'SELECT Id FROM BigTable__c');
  now += 2 * 24 * 3_600_000;
  expect((await ask(sample, admin, nextRecordsUrl ?? '')).status).toBe(200);
  now += 1;
  expect(await ask(sample, admin, nextRecordsUrl ?? '')).toMatchObject({
    status: 400,
    body: [{ errorCode: 'INVALID_QUERY_LOCATOR' }],
  });
});
