// Sync against a server that lies: whatever is wrong with an answer, it is said, and the store stays as it was.
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { text } from 'node:stream/consumers';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { readFolder } from '../folder/folder.ts';
import { Rest } from '../org/rest.ts';
import { storeFile } from '../store/file.ts';
import { readStore } from '../store/store.ts';
import type { Thoroughness } from './object.ts';
import { sync, type SyncResult } from './sync.ts';

interface Answer {
  status: number;
  type: string;
  text: string;
  headers?: Record<string, string>;
}
/** Changes an answer of the org on its way; `page` counts the pages of opportunities, from 1. */
type Lie = (answer: Answer, page: number) => Answer | null;

let org: SampleOrg;
let liar: Server;
let dir: string;
let lie: Lie | null = null;
let lieOfJob: Lie | null = null;
/** Pages in the order in which they were first asked for. */
const pages: string[] = [];
const placeOf = (path: string): number => pages.indexOf(path) + 1 || pages.push(path);
let looks = 0;
const asked: string[] = [];

beforeAll(async () => {
  org = await startSampleOrg();
  liar = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '').replaceAll('+', ' ');
    asked.push(path);
    const isPage = /[^)] FROM Opportunity\b/.test(path) || /\/query\/01g/.test(path) || /\/results\b/.test(path);
    void (async () => {
      const body = await text(request);
      const real = await fetch(`${org.url}${(request.url ?? '').replace('maxRecords=50000', 'maxRecords=200')}`, {
        method: request.method ?? 'GET',
        headers: {
          authorization: request.headers.authorization ?? '',
          ...(isPage ? { 'sforce-query-options': 'batchSize=200' } : {}),
        },
        ...(body === '' ? {} : { body }),
      });
      const headers = Object.fromEntries([...real.headers].filter(([name]) => /^sforce-(locator|num)/.test(name)));
      const type = real.headers.get('content-type') ?? '';
      const honest: Answer = { status: real.status, type, text: await real.text(), headers };
      const isLied = /^\/services\/data\/v66.0\/jobs\/query\/\w+$/.test(path) ? lieOfJob : isPage ? lie : null;
      const answer = isLied ? isLied(honest, isPage ? placeOf(path) : ++looks) : honest;
      if (!answer) return request.socket.destroy();
      response.writeHead(answer.status, { 'content-type': answer.type, ...answer.headers }).end(answer.text);
    })();
  });
  await new Promise<void>((resolve) => liar.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  liar.closeAllConnections();
  liar.close();
  await org.close();
});
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), 'quotient-sync-'));
  cpSync(fileURLToPath(new URL('../../../packages/sample-org/company', import.meta.url)), dir, { recursive: true });
  [lie, lieOfJob, pages.length, looks, asked.length] = [null, null, 0, 0, 0];
  return () => rmSync(dir, { recursive: true });
});

const rest = (token = org.users[0]?.accessToken ?? ''): Rest =>
  new Rest(
    {
      instanceUrl: `http://127.0.0.1:${(liar.address() as AddressInfo).port}`,
      accessToken: token,
      name: 'sample',
    },
    { tries: 2, wait: () => Promise.resolve(), headers: 10_000 },
  );
const read = (token?: string, bulkFrom?: number, thoroughness: Thoroughness = 'full') =>
  sync(rest(token), readFolder(dir).plans, dir, { thoroughness, ...(bulkFrom !== undefined && { bulkFrom }) });
/** How each object was read. */
const ways = ({ objects }: SyncResult): Record<string, string | null> =>
  Object.fromEntries(Object.entries(objects).map(([object, { by }]) => [object, by]));

interface Body {
  totalSize: number;
  done: boolean;
  nextRecordsUrl?: string;
  records: unknown[];
}
const edit =
  (change: (body: Body, page: number) => void): Lie =>
  (answer, n) => {
    const body = JSON.parse(answer.text) as Body;
    change(body, n);
    return { ...answer, text: JSON.stringify(body) };
  };

test('an honest server’s pages are counted and kept', async () => {
  const { counts } = await read();
  expect(counts['Opportunity']).toBeGreaterThan(400);
  expect(existsSync(storeFile(dir))).toBe(true);
});

test('only the fields that plans and pages need are asked for', async () => {
  await read();
  const select = asked.find((path) => /SELECT .*[^)] FROM Opportunity /.test(path)) ?? '';
  expect(select).toContain('Amount');
  expect(select).toMatch(/WHERE/);
  expect(select).not.toMatch(/Description|LeadSource|FIELDS\(/);
});

/** Reading ends with an error that says what to do, and the store stays as it was. */
async function expectRefused(reading: () => Promise<unknown>, code: string, exit: number, says: RegExp): Promise<void> {
  const before = readStore(dir);
  await expect(reading()).rejects.toMatchObject({
    code,
    exitCode: exit,
    message: expect.stringMatching(says),
    actions: [expect.stringMatching(/\w{3}/)],
  });
  expect(readStore(dir)).toEqual(before);
}

describe('a lie is found out, and the store stays as it was:', () => {
  test.each<[name: string, lie: Lie, code: string, exit: number, says: RegExp]>([
    [
      'fewer records than declared',
      edit((body, n) => n === 2 && body.records.pop()),
      'reconciliation',
      65,
      /Opportunity: the org declared \d+ records, and \d+ came/,
    ],
    [
      'more records than declared',
      edit((body, n) => n === 1 && body.records.push(body.records[0])),
      'reconciliation',
      65,
      /declared \d+ records, and \d+ came/,
    ],
    [
      'an end too early',
      edit((body, n) => n === 2 && (body.done = true)),
      'protocol',
      65,
      /says both that it is the last and that it is not/,
    ],
    [
      'another number on another page',
      edit((body, n) => n === 2 && (body.totalSize -= 7)),
      'reconciliation',
      65,
      /changed between pages/,
    ],
    [
      'a page that leads to itself',
      edit((body, n) => n > 1 && (body.nextRecordsUrl = '/services/data/v66.0/query/01gSAME-200')),
      'protocol',
      65,
      /go round in a circle|came twice/,
    ],
    [
      'more to come, but not where',
      edit((body) => delete body.nextRecordsUrl),
      'protocol',
      65,
      /says both that it is the last and that it is not/,
    ],
    [
      'a page without a count',
      (answer) => ({ ...answer, text: '{"records":[]}' }),
      'protocol',
      65,
      /This is no page of records/,
    ],
    [
      'JSON that is cut short',
      (answer) => ({ ...answer, text: answer.text.slice(0, -20) }),
      'protocol',
      65,
      /cannot be read: .* \(record \d+ of the page, byte \d+\)/,
    ],
    [
      'a login page instead of JSON',
      (answer) => ({ ...answer, type: 'text/html', text: '<html>' }),
      'unavailable',
      69,
      /answered text\/html where application\/json was expected/,
    ],
    [
      'a way to another host',
      (answer) => ({ ...answer, status: 302, headers: { location: 'https://elsewhere.example/' } }),
      'redirect',
      77,
      /the token was not sent there/,
    ],
    ['an outage', (answer) => ({ ...answer, status: 503 }), 'unavailable', 69, /does not answer: it says 503/],
    ['a line that breaks', () => null, 'unavailable', 69, /does not answer/],
    [
      'an exhausted limit',
      (answer) => ({
        ...answer,
        status: 403,
        text: '[{"errorCode":"REQUEST_LIMIT_EXCEEDED","message":"TotalRequests Limit exceeded."}]',
      }),
      'limit',
      75,
      /used up its API requests/,
    ],
  ])('%s', async (_, told, code, exit, says) => {
    await read();
    [lie, pages.length] = [told, 0];
    await expectRefused(() => read(), code, exit, says);
  });
});

test('one bad answer is asked for again', async () => {
  let failures = 1;
  lie = (answer) => (failures-- > 0 ? { ...answer, status: 500 } : answer);
  const { counts } = await read();
  expect(counts['Opportunity']).toBeGreaterThan(400);
});

test('an expired token ends at once with what to do, and writes nothing', async () => {
  await expect(read('expired')).rejects.toMatchObject({
    code: 'session-expired',
    exitCode: 77,
    message: expect.stringContaining('sample does not accept the login: Session expired or invalid'),
    actions: [expect.stringContaining('sf org login web')],
  });
  expect(existsSync(storeFile(dir))).toBe(false);
});

describe('many records are read by a bulk job', () => {
  test('and are the same as by REST', async () => {
    const by = ways(await read());
    const before = readStore(dir).records;
    expect(new Set(Object.values(by))).toEqual(new Set(['REST']));
    const bulk = ways(await read(undefined, 100));
    expect(bulk).toMatchObject({ Opportunity: 'Bulk', User: 'REST' });
    expect(readStore(dir).records).toEqual(before);
    // The job is deleted once it is read.
    expect(asked.filter((path) => /\/jobs\/query$/.test(path))).toHaveLength(
      Object.values(bulk).filter((one) => one === 'Bulk').length,
    );
    const left = (await rest().call('GET', '/services/data/v66.0/jobs/query')) as { records: unknown[] };
    expect(left.records).toEqual([]);
  });

  const cut: Lie = (answer) => ({ ...answer, text: answer.text.slice(0, -40) });
  const without =
    (name: string): Lie =>
    (answer) => ({
      ...answer,
      headers: Object.fromEntries(Object.entries(answer.headers ?? {}).filter(([one]) => one !== name)),
    });
  const lastLine: Lie = (answer) => ({ ...answer, text: answer.text.replace(/"006[^\n]*\n$/, '') });
  const otherField: Lie = (answer) => ({ ...answer, text: answer.text.replace('"Amount"', '"ExpectedRevenue"') });
  const ends: Lie = (answer, n) =>
    n < 2 ? answer : { ...answer, headers: { ...answer.headers, 'sforce-locator': 'null' } };

  test.each<[name: string, of: 'page' | 'job', told: Lie, code: string, exit: number, says: RegExp]>([
    ['a page cut within a record', 'page', cut, 'protocol', 65, /cannot be read: The page ends within a record/],
    [
      'a page cut between records',
      'page',
      lastLine,
      'protocol',
      65,
      /cannot be read: \d+ records came, and \d+ were declared/,
    ],
    ['a page of other fields', 'page', otherField, 'protocol', 65, /cannot be read: The head names .*ExpectedRevenue/],
    [
      'a page without its count',
      'page',
      without('sforce-numberofrecords'),
      'protocol',
      65,
      /does not say how many records/,
    ],
    ['a page without a locator', 'page', without('sforce-locator'), 'protocol', 65, /or where the next one is/],
    ['an end too early', 'page', ends, 'reconciliation', 65, /Opportunity: the org declared \d+ records, and 400 came/],
    [
      'a page that leads to itself',
      'page',
      (answer) => ({ ...answer, headers: { ...answer.headers, 'sforce-locator': 'MjAw' } }),
      'protocol',
      65,
      /go round in a circle/,
    ],
    [
      'a login page instead of CSV',
      'page',
      (answer) => ({ ...answer, type: 'text/html', text: '<html>' }),
      'unavailable',
      69,
      /answered text\/html where text\/csv was expected/,
    ],
    ['an outage', 'page', (answer) => ({ ...answer, status: 503 }), 'unavailable', 69, /does not answer: it says 503/],
    [
      'a way to another host',
      'page',
      (answer) => ({ ...answer, status: 302, headers: { location: 'https://elsewhere.example/' } }),
      'redirect',
      77,
      /the token was not sent there/,
    ],
    [
      'a job that fails',
      'job',
      (answer) => ({
        ...answer,
        text: answer.text.replace(/"state":"\w+"/, '"state":"Failed","errorMessage":"QUERY_TIMEOUT"'),
      }),
      'job-failed',
      69,
      /ended 3 bulk jobs of Opportunity without a result: the last one is Failed: QUERY_TIMEOUT/,
    ],
    ['a job that is none', 'job', (answer) => ({ ...answer, text: '{}' }), 'protocol', 65, /is no bulk job/],
  ])('%s is found out, and the store stays as it was', async (_, of, told, code, exit, says) => {
    await read();
    if (of === 'page') lie = told;
    else lieOfJob = told;
    pages.length = 0;
    await expectRefused(() => read(undefined, 100), code, exit, says);
  });

  test('one bad page is asked for again, and none of its records count twice', async () => {
    await read();
    const before = readStore(dir).records;
    let failures = 1;
    lie = (answer, n) => (n > 1 && failures-- > 0 ? cut(answer, n) : answer);
    await read(undefined, 100);
    expect(readStore(dir).records).toEqual(before);
  });

  test('an object that the org does not read by jobs is read by REST', async () => {
    lieOfJob = null;
    const refusing = createServer((request, response) => {
      void (async () => {
        if (/\/jobs\//.test(request.url ?? '')) {
          const message = 'Entity is not supported by the Bulk API';
          response
            .writeHead(400, { 'content-type': 'application/json' })
            .end(JSON.stringify([{ errorCode: 'INVALIDENTITY', message }]));
          return;
        }
        const real = await fetch(`${org.url}${request.url ?? ''}`, {
          headers: { authorization: request.headers.authorization ?? '' },
        });
        response.writeHead(real.status, { 'content-type': 'application/json' }).end(await real.text());
      })();
    });
    await new Promise<void>((resolve) => refusing.listen(0, '127.0.0.1', resolve));
    const { port } = refusing.address() as AddressInfo;
    const other = new Rest({
      ...rest().login,
      accessToken: org.users[0]?.accessToken ?? '',
      instanceUrl: `http://127.0.0.1:${port}`,
    });
    const read = await sync(other, readFolder(dir).plans, dir, { bulkFrom: 100 });
    refusing.close();
    expect(ways(read)['Opportunity']).toBe('REST');
    expect(read.counts['Opportunity']).toBeGreaterThan(400);
  });
});
