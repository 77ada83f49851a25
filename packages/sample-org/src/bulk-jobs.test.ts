// Lists of jobs: a thousand at a time, by kind, each job once.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from './server.ts';

let sample: SampleOrg;
let now = Date.parse('2026-04-13T15:00:00Z');
beforeAll(async () => {
  sample = await startSampleOrg({ clock: () => new Date(now) });
});
afterAll(() => sample.close());
const get = async (path: string, init: RequestInit = {}, person = 0) =>
  (
    await fetch(`${sample.url}${path.startsWith('/') ? path : `/services/data/v66.0/jobs/${path}`}`, {
      ...init,
      headers: {
        authorization: `Bearer ${sample.users[person]?.accessToken}`,
        'content-type': 'application/json',
      },
    })
  ).json();
const make = (path: string, body: object, person = 0) =>
  get(path, { method: 'POST', body: JSON.stringify(body) }, person);

test('lists show 1,000 at a time, each once, also when some are deleted meanwhile', async () => {
  const made: string[] = [];
  for (let i = 0; i < 1_005; i++)
    made.push((await make('query', { operation: 'query', query: 'SELECT Id FROM Profile' })).id);
  await make('ingest', { object: 'Account', operation: 'insert' });
  await make('query', { operation: 'query', query: 'SELECT Id FROM Profile' }, 1);
  const first = await get('query');
  expect(first).toMatchObject({ done: false, nextRecordsUrl: expect.stringContaining('queryLocator=01g') });
  expect(first.records).toHaveLength(1_000);
  expect(first.records[0]).toMatchObject({ jobType: 'V2Query', object: 'Profile', state: 'UploadComplete' });
  const [gone] = first.records;
  await get(`query/${gone.id}`, { method: 'PATCH', body: JSON.stringify({ state: 'Aborted' }) });
  await fetch(`${sample.url}/services/data/v66.0/jobs/query/${gone.id}`, {
    method: 'DELETE',
    headers: { authorization: `Bearer ${sample.users[0]?.accessToken}` },
  });
  const second = await get(first.nextRecordsUrl);
  expect(second).toMatchObject({ done: true, nextRecordsUrl: null });
  const listed = [...first.records, ...second.records].map(({ id }) => String(id));
  expect(listed).toHaveLength(made.length);
  expect(new Set(listed)).toEqual(new Set(made));
});

test.each([
  ['ingest', 1],
  ['ingest?jobType=V2Query', 1_000],
  ['query?jobType=V2Ingest', 1],
  ['query?jobType=Classic', 0],
  ['query?isPkChunkingEnabled=true', 0],
  ['query?isPkChunkingEnabled=false&concurrencyMode=parallel', 1_000],
  ['query?concurrencyMode=serial', 0],
])('%s has %i', async (path, count) => {
  expect((await get(path)).records).toHaveLength(count);
});

test('a locator that is none is refused', async () => {
  expect(await get('query?queryLocator=x')).toMatchObject([{ errorCode: 'INVALID_QUERY_LOCATOR' }]);
});

test('a job is kept for seven days', async () => {
  const { id } = (await get('ingest')).records[0];
  now += 7 * 24 * 3_600_000;
  expect(await get(`ingest/${id}`)).toMatchObject({ id, state: 'Open' });
  now++;
  expect(await get(`ingest/${id}`)).toMatchObject([{ errorCode: 'NOT_FOUND' }]);
  for (const path of ['query', 'ingest']) expect((await get(path)).records).toEqual([]);
});
