// Faults at the requests of an ingest job: where each shows, and what the org has done nevertheless.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from '../server.ts';
import type { Fault } from './fault.ts';
import { base, tell } from './testing.ts';

let org: SampleOrg;
beforeEach(async () => {
  org = await startSampleOrg({ faults: true, clock: () => new Date('2026-04-13T15:00:00Z') });
});
afterEach(() => org.close());

const rows = 'ExtId__c,Name\n"f1","One"\n"f2","Two"\n';
const written = (): number => [...org.org.table('UpsertTable__c').rows.values()].length;
const statusOf = (told: Promise<{ status: number }>): Promise<number | 'broken'> =>
  told.then(
    ({ status }) => status,
    () => 'broken' as const,
  );

const create = () =>
  tell(org, 'jobs/ingest', { method: 'POST', body: { object: 'UpsertTable__c', operation: 'insert' } });
async function upload(path: string): Promise<{ status: number }> {
  const { status } = await fetch(`${org.url}${path}/batches`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${org.users[0]?.accessToken}`, 'content-type': 'text/csv' },
    body: rows,
  });
  return { status };
}
const close = (path: string) => tell(org, path, { method: 'PATCH', body: { state: 'UploadComplete' } });
const made = async (): Promise<string> =>
  `${base}/jobs/ingest/${(JSON.parse((await create()).text) as { id: string }).id}`;
async function uploaded(): Promise<string> {
  const path = await made();
  await upload(path);
  return path;
}
async function closed(): Promise<string> {
  const path = await uploaded();
  await close(path);
  return path;
}
async function complete(): Promise<string> {
  const path = await closed();
  for (let i = 0; i < 2; i++) await tell(org, path);
  return path;
}
const lists = ['successfulResults', 'failedResults', 'unprocessedrecords'];

const steps = {
  ingestCreate: () => create(),
  ingestUpload: async () => upload(await made()),
  ingestClose: async () => close(await uploaded()),
  ingestPoll: async () => tell(org, await closed()),
  ingestResults: async () => tell(org, `${await complete()}/successfulResults`),
} as const;
const routes = Object.keys(steps) as (keyof typeof steps)[];

describe.each(routes)('%s', (route) => {
  test('is refused, and answered when it is asked again', async () => {
    org.inject([{ kind: 'unavailable', route, at: 1 }]);
    expect(await statusOf(steps[route]())).toBe(503);
    expect(await statusOf(steps[route]())).toBeLessThan(300);
  });

  test('is carried out though its answer is lost', async () => {
    org.inject([{ kind: 'lostAnswer', route, at: 1, object: 'UpsertTable__c' }]);
    expect(await statusOf(steps[route]())).toBe('broken');
    expect(org.faults()[0]?.fired).toHaveLength(1);
  });
});

test('a close whose answer was lost has closed the job', async () => {
  const path = await uploaded();
  org.inject([{ kind: 'lostAnswer', route: 'ingestClose', at: 1 }]);
  expect(await statusOf(close(path))).toBe('broken');
  expect(JSON.parse((await close(path)).text)).toMatchObject([{ errorCode: 'INVALIDJOBSTATE' }]);
  await tell(org, path);
  expect(JSON.parse((await tell(org, path)).text)).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: 2 });
});

describe('of the looks at a job', () => {
  const looks = async (fault: Fault): Promise<number[]> => {
    const path = await closed();
    org.inject([fault]);
    const statuses: number[] = [];
    for (let i = 0; i < 3; i++) statuses.push((await tell(org, path)).status);
    return statuses;
  };
  test.each([
    ['the first', 1, [503, 200, 200]],
    ['one in the middle', 2, [200, 503, 200]],
    // The job was complete at the second look, which was not answered; the third finds it so.
    ['the last', 'last', [200, 503, 200]],
  ] as const)('%s fails', async (_, at, statuses) => {
    expect(await looks({ kind: 'unavailable', route: 'ingestPoll', at })).toEqual(statuses);
  });
});

test.each([
  ['jobFailed', 'Failed'],
  ['jobAborted', 'Aborted'],
  ['jobStuck', 'InProgress'],
] as const)('%s stays so for the job that has met it, though its records are written', async (kind, state) => {
  const before = written();
  const path = await closed();
  org.inject([{ kind, route: 'ingestPoll', at: 'last' }]);
  const states: string[] = [];
  for (let i = 0; i < 3; i++) states.push((JSON.parse((await tell(org, path)).text) as { state: string }).state);
  expect(states).toEqual(['InProgress', state, state]);
  expect(written()).toBe(before + 2);
});

test.each([
  ['first', 1, 'successfulResults'],
  ['middle', 2, 'failedResults'],
  ['last', 'last', 'unprocessedrecords'],
] as const)('the %s of the three lists loses a column', async (_, at, list) => {
  const path = await complete();
  const right = await Promise.all(lists.map(async (name) => (await tell(org, `${path}/${name}`)).text));
  org.inject([{ kind: 'missingColumn', route: 'ingestResults', at }]);
  for (const [i, name] of lists.entries()) {
    const { text } = await tell(org, `${path}/${name}`);
    expect(text === right[i], name).toBe(name !== list);
  }
});

test.each(['cutRows', 'cutInQuotes', 'nulByte', 'raggedRow', 'wrongHeader', 'latin1'] as const)(
  '%s shows in a list',
  async (kind) => {
    const path = `${await complete()}/successfulResults`;
    const right = (await tell(org, path)).text;
    org.inject([{ kind, route: 'ingestResults', at: 1 }]);
    expect((await tell(org, path)).text).not.toBe(right);
    expect((await tell(org, path)).text).toBe(right);
  },
);

test('an object that bulk jobs refuse is told by the job that names it, also when it comes with its data', async () => {
  org.inject([{ kind: 'objectRefused', route: 'ingestCreate', at: 1, object: 'UpsertTable__c', times: 2 }]);
  expect(JSON.parse((await create()).text)).toMatchObject([{ errorCode: 'INVALIDENTITY' }]);
  const answer = await fetch(`${org.url}${base}/jobs/ingest`, {
    method: 'POST',
    headers: {
      authorization: `Bearer ${org.users[0]?.accessToken}`,
      'content-type': 'multipart/form-data; boundary=B',
    },
    body: `--B\r\nContent-Disposition: form-data; name="job"\r\n\r\n{"object":"UpsertTable__c","operation":"insert"}\r\n--B--\r\n`,
  });
  expect(await answer.json()).toMatchObject([{ errorCode: 'INVALIDENTITY' }]);
});
