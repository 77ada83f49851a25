// Bulk jobs against the sample org: one that was made without an answer is found, and never taken for another.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Rows, type Field } from '@quotient/salesforce';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readPages } from './read.ts';
import { Rest, servicePath } from './rest.ts';

let org: SampleOrg;
let rest: Rest;
const waited: number[] = [];
beforeEach(async () => {
  org = await startSampleOrg({ faults: true });
  waited.length = 0;
  rest = new Rest(
    { instanceUrl: org.url, accessToken: org.users[0]?.accessToken ?? '', name: 'sample' },
    { wait: (ms) => Promise.resolve(waited.push(ms)) },
  );
});
afterEach(async () => {
  await rest.close();
  await org.close();
});

const object = 'Opportunity';
const fields: readonly Field[] = [{ path: 'Id', type: 'id' }];
async function read(): Promise<number> {
  const rows = new Rows(fields);
  await readPages(
    rest,
    { object, fields, where: undefined, pageSize: 200 },
    rows,
    ({ count }) => count === 0 && rows.clear(),
    { bulkFrom: 1 },
  );
  return rows.count;
}
const jobsMade = (): number =>
  org.requests().filter(({ method, path }) => method === 'POST' && /\/jobs\/query$/.test(path)).length;
/** Another program of the same login asks for some records of the object. */
const askElsewhere = (): Promise<unknown> =>
  rest.call('POST', `${servicePath}/jobs/query`, {
    body: { operation: 'query', query: `SELECT Id FROM ${object} WHERE IsWon = true` },
  });

test('a job that the org has no room for now is made again when it says', async () => {
  org.inject([{ route: 'bulkCreate', at: 1, times: 1, kind: 'unavailable', arg: { seconds: 7, as: 'seconds' } }]);
  expect(await read()).toBe(await rest.count(object));
  expect(waited[0]).toBe(7_000);
});

test('a job that the org has no room for during hours is left for later', async () => {
  org.inject([{ route: 'bulkCreate', at: 1, times: 1, kind: 'throttled', arg: { seconds: 7_200, as: 'seconds' } }]);
  await expect(read()).rejects.toMatchObject({ code: 'later', exitCode: 75 });
  expect(jobsMade()).toBe(1);
});

test('a query that the org gives up by REST is read by a bulk job', async () => {
  const slow = createServer((request, response) => {
    if (/\/query\?q=SELECT%20Id/.test(request.url ?? ''))
      return void response
        .writeHead(400, { 'content-type': 'application/json' })
        .end('[{"errorCode":"QUERY_TIMEOUT","message":"Your query request was running for too long."}]');
    void text(request).then(async (body) => {
      const headers = { authorization: String(request.headers.authorization), 'content-type': 'application/json' };
      const real = await fetch(`${org.url}${request.url}`, {
        method: String(request.method),
        headers,
        ...(body !== '' && { body }),
      });
      const told = [...real.headers].filter(([name]) => /^(sforce-|content-type)/.test(name));
      response.writeHead(real.status, Object.fromEntries(told)).end(await real.text());
    });
  });
  await new Promise<void>((resolve) => slow.listen(0, '127.0.0.1', resolve));
  const through = new Rest(
    {
      instanceUrl: `http://127.0.0.1:${(slow.address() as AddressInfo).port}`,
      accessToken: org.users[0]?.accessToken ?? '',
      name: 'slow',
    },
    { wait: () => Promise.resolve() },
  );
  try {
    const rows = new Rows(fields);
    const place = await readPages(
      through,
      { object, fields, where: undefined },
      rows,
      ({ count }) => count === 0 && rows.clear(),
    );
    expect(place).toMatchObject({ by: 'Bulk', why: 'the query takes too long by REST' });
    expect(rows.count).toBe(await rest.count(object));
  } finally {
    await through.close();
    slow.closeAllConnections();
    slow.close();
  }
});

describe('where the answer is lost and another program has asked the same object,', () => {
  test.each<['lostAnswer' | 'resetBeforeAnswer', number]>([
    ['lostAnswer', 2],
    ['resetBeforeAnswer', 3],
  ])('%s: its job is not taken for ours', async (kind, most) => {
    await askElsewhere();
    org.inject([{ route: 'bulkCreate', at: 1, times: 1, kind }]);
    expect(await read()).toBe(await rest.count(object));
    expect(org.faults()[0]?.fired).toHaveLength(1);
    expect(jobsMade()).toBe(most);
  });
});
