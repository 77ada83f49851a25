// Limits by the day: how they are used up, and what is refused then.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from './server.ts';

let now = Date.parse('2026-04-13T15:00:00Z');
let sample: SampleOrg;
beforeAll(async () => {
  sample = await startSampleOrg({
    clock: () => new Date(now),
    limits: { DailyBulkV2QueryJobs: 2, DailyBulkV2QueryFileStorageMB: 10, DailyBulkApiBatches: 2 },
  });
});
afterAll(() => sample.close());
const call = async (path: string, method = 'GET', body?: unknown, type = 'application/json') => {
  const answer = await fetch(`${sample.url}/services/data/v66.0/${path}`, {
    method,
    headers: { authorization: `Bearer ${sample.users[0]?.accessToken}`, 'content-type': type },
    body: body === undefined ? null : typeof body === 'string' ? body : JSON.stringify(body),
  });
  const text = await answer.text();
  return text === '' ? null : JSON.parse(text);
};
const job = (soql = 'SELECT Id FROM Profile') => call('jobs/query', 'POST', { operation: 'query', query: soql });

test('query jobs are refused past theirs, until a day has gone by', async () => {
  await job();
  await job();
  expect((await call('limits')).DailyBulkV2QueryJobs).toEqual({ Max: 2, Remaining: 0 });
  expect(await job()).toEqual([
    { errorCode: 'LIMIT_EXCEEDED', message: 'Max bulk v2 query jobs (2) per 24 hrs has been reached (2)' },
  ]);
  now += 24 * 3_600_000;
  expect((await call('limits')).DailyBulkV2QueryJobs).toEqual({ Max: 2, Remaining: 2 });
});

test('results count by their size once their job is complete', async () => {
  const fields = 'Id, Name, Text__c, CreatedDate, LastModifiedDate, SystemModstamp';
  const { id } = await job(`SELECT ${Array.from({ length: 8 }, () => fields).join(', ')} FROM BigTable__c`);
  expect((await call('limits')).DailyBulkV2QueryFileStorageMB).toEqual({ Max: 10, Remaining: 10 });
  for (let i = 0; i < 2; i++) await call(`jobs/query/${id}`);
  expect((await call('limits')).DailyBulkV2QueryFileStorageMB.Remaining).toBeLessThan(9);
});

test('an ingest job counts a batch for each 10,000 records, and is refused where none is left', async () => {
  const { id } = await call('jobs/ingest', 'POST', { object: 'UpsertTable__c', operation: 'insert' });
  const content = `Name\n${'x\n'.repeat(10_001)}`;
  await call(`jobs/ingest/${id}/batches`, 'PUT', content, 'text/csv');
  await call(`jobs/ingest/${id}`, 'PATCH', { state: 'UploadComplete' });
  for (let i = 0; i < 2; i++) await call(`jobs/ingest/${id}`);
  expect((await call('limits')).DailyBulkApiBatches).toEqual({ Max: 2, Remaining: 0 });
  expect(await call('jobs/ingest', 'POST', { object: 'UpsertTable__c', operation: 'insert' })).toMatchObject([
    { errorCode: 'EXCEEDEDQUOTA' },
  ]);
});
