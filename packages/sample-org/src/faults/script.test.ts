// The script of faults: which requests a fault meets, how often it fires, what is kept of it, and changes in between.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from '../server.ts';
import type { Fault } from './fault.ts';
import { base, bulkJob, bulkPages, restPages, soql, tell } from './testing.ts';
import { visitOf } from './visit.ts';

let org: SampleOrg;
beforeAll(async () => {
  org = await startSampleOrg({ faults: true, clock: () => new Date('2026-04-13T15:00:00Z') });
});
afterEach(() => org.clearFaults());
afterAll(() => org.close());

const q = (text: string): string => `${base}/query?q=${encodeURIComponent(text)}`;

test.each([
  ['GET', q('SELECT Id FROM Opportunity'), '', 'query', 'Opportunity'],
  ['GET', q('SELECT Id, (SELECT Id FROM Splits) FROM Opportunity'), '', 'query', 'Opportunity'],
  ['GET', q('SELECT Id FROM User WHERE Id IN (SELECT OwnerId FROM Opportunity)'), '', 'query', 'User'],
  ['GET', `${base}/queryAll?q=SELECT+Id+FROM+User`, '', 'query', 'User'],
  ['GET', `${base}/query/01gSm0000000001-200`, '', 'queryMore', null],
  ['GET', q('SELECT COUNT() FROM Opportunity'), '', 'count', 'Opportunity'],
  ['GET', `${base}/sobjects/Opportunity/describe`, '', 'describe', 'Opportunity'],
  ['GET', `${base}/sobjects/Opportunity/deleted/?start=x&end=y`, '', 'deleted', 'Opportunity'],
  ['GET', `${base}/sobjects/Opportunity/006000000000001`, '', null, 'Opportunity'],
  ['POST', `${base}/jobs/query`, '{"operation":"query","query":"SELECT Id FROM User"}', 'bulkCreate', 'User'],
  ['POST', `${base}/jobs/query`, '{"operation"', 'bulkCreate', null],
  ['GET', `${base}/jobs/query`, '', null, null],
  ['GET', `${base}/jobs/query/750Sm1`, '', 'bulkPoll', null],
  ['GET', `${base}/jobs/query/750Sm1/results?locator=x`, '', 'bulkResults', null],
  ['DELETE', `${base}/jobs/query/750Sm1`, '', 'bulkDelete', null],
  ['POST', `${base}/jobs/ingest`, '{"object":"Account","operation":"insert"}', 'ingestCreate', 'Account'],
  ['PUT', `${base}/jobs/ingest/750Sn1/batches`, 'Name\nA\n', 'ingestUpload', null],
  ['PATCH', `${base}/jobs/ingest/750Sn1`, '{"state":"UploadComplete"}', 'ingestClose', null],
  ['GET', `${base}/jobs/ingest/750Sn1`, '', 'ingestPoll', null],
  ['GET', `${base}/jobs/ingest/750Sn1/failedResults`, '', 'ingestResults', null],
  ['DELETE', `${base}/jobs/ingest/750Sn1`, '', null, null],
  ['GET', `${base}/jobs/ingest`, '', null, null],
  ['PATCH', `${base}/composite/sobjects/QuotientSnapshot__c/Key__c`, '{}', 'collections', 'QuotientSnapshot__c'],
  ['POST', '/services/oauth2/token', '', 'token', null],
  ['GET', '/services/oauth2/userinfo', '', null, null],
  ['GET', '/favicon.ico', '', null, null],
] as const)('%s %s is a visit to %s of %s', (method, url, body, route, object) => {
  expect(visitOf({ method, url, token: null, body })).toMatchObject({ route, object });
});

describe('a fault meets', () => {
  const down = (aim: Pick<Fault, 'route' | 'at' | 'times' | 'object'>): Fault => ({ ...aim, kind: 'unavailable' });
  const ask = async (n: number, text = 'SELECT Id FROM User'): Promise<number[]> => {
    const statuses = [];
    for (let i = 0; i < n; i++) statuses.push((await tell(org, q(text))).status);
    return statuses;
  };
  test.each([
    [{ at: 1 }, [503, 200, 200, 200, 200]],
    [{ at: 3 }, [200, 200, 503, 200, 200]],
    [{ at: 2, times: 2 }, [200, 503, 503, 200, 200]],
    [{ at: 3, times: -1 }, [200, 200, 503, 503, 503]],
    [{ at: 'last', times: 2 }, [503, 503, 200, 200, 200]],
  ] as const)('%o of five requests', async (aim, statuses) => {
    org.inject([down({ route: 'query', ...aim })]);
    expect(await ask(5)).toEqual(statuses);
    expect(org.faults()[0]?.fired).toEqual(statuses.flatMap((status, i) => (status === 503 ? [i + 1] : [])));
  });

  test('only requests of its route, but for any', async () => {
    org.inject([down({ route: 'count', at: 1 }), down({ route: 'any', at: 2 })]);
    expect(await ask(3)).toEqual([200, 503, 200]);
    expect(await ask(1, 'SELECT COUNT() FROM User')).toEqual([503]);
  });

  test('only requests about its object, a page or a job of its among them', async () => {
    org.inject([
      down({ route: 'queryMore', at: 1, times: -1, object: 'Account' }),
      { route: 'bulkResults', at: 1, object: 'Account', kind: 'cutRows' },
      down({ route: 'query', at: 1, object: 'opportunity' }),
    ]);
    expect(await ask(2)).toEqual([200, 200]);
    expect((await restPages(org)).map(({ status }) => status)).toEqual([503]);
    expect((await restPages(org)).every(({ status }) => status === 200)).toBe(true);
    await bulkPages(org, await bulkJob(org));
    expect(org.faults().map(({ fired }) => fired.length)).toEqual([0, 0, 1]);
  });

  test('the last page of a read, whichever request that is', async () => {
    const honest = await restPages(org);
    org.inject([down({ route: 'query', at: 'last', object: 'Opportunity' })]);
    const pages = await restPages(org);
    expect(pages.map(({ status }) => status)).toEqual([...honest.slice(1).map(() => 200), 503]);
    org.clearFaults();
    const job = await bulkJob(org);
    org.inject([down({ route: 'bulkResults', at: 'last' })]);
    expect((await bulkPages(org, job)).map(({ status }) => status)).toEqual([...honest.slice(1).map(() => 200), 503]);
  });

  test('nothing where the answer is not of its kind, and says so', async () => {
    org.inject([
      { route: 'bulkResults', at: 1, kind: 'nulByte' },
      { route: 'any', at: 1, kind: 'cutJson' },
    ]);
    await tell(org, `${base}/sobjects/Nothing/describe`);
    await tell(org, `${base}/jobs/query/750000000000001/results`);
    expect(org.faults().map(({ fired }) => fired)).toEqual([[], []]);
  });
});

test('faults of an answer add up, and one of the wire comes on top', async () => {
  org.inject([
    { route: 'query', at: 1, kind: 'fewerRecords' },
    { route: 'query', at: 1, kind: 'totalChanges' },
    { route: 'query', at: 1, kind: 'oneByteChunks' },
  ]);
  const { text, headers } = await tell(org, q('SELECT Id FROM UserRole LIMIT 3'));
  const { totalSize, records } = JSON.parse(text) as { totalSize: number; records: object[] };
  expect([totalSize, records.length, headers.get('transfer-encoding')]).toEqual([4, 2, 'chunked']);
  expect(org.faults().map(({ fired }) => fired)).toEqual([[1], [1], [1]]);
});

describe('changes', () => {
  const count = async (where: string): Promise<number> =>
    (JSON.parse((await tell(org, q(`SELECT COUNT() FROM Opportunity WHERE ${where}`))).text) as { totalSize: number })
      .totalSize;
  const changing = async (...args: Extract<Fault, { kind: 'change' }>['arg'][]): Promise<readonly number[][]> => {
    org.inject(args.map((arg, i) => ({ route: 'any', at: i + 1, kind: 'change', arg })));
    for (const _ of args) await tell(org, `${base}/limits`);
    return org.faults().map(({ fired }) => [...fired]);
  };

  test('are made before the n-th request is answered', async () => {
    const before = await count('Amount = 123456');
    const values = { Name: 'New', StageName: 'Proposal', CloseDate: '2026-05-01', Amount: 123_456 };
    org.clearFaults();
    org.inject([{ route: 'count', at: 2, kind: 'change', arg: { make: 'insert', object: 'Opportunity', values } }]);
    expect([await count('Amount = 123456'), await count('Amount = 123456')]).toEqual([before, before + 1]);
  });

  test('update, delete, bring back, purge, move and merge', async () => {
    const all = await count("Id != ''");
    const [{ Id: first }, { Id: second }] = (
      JSON.parse((await tell(org, q('SELECT Id FROM Account ORDER BY Id LIMIT 2'))).text) as {
        records: [{ Id: string }, { Id: string }];
      }
    ).records;
    const ofFirst = await count(`AccountId = '${first}'`);
    const ofSecond = await count(`AccountId = '${second}'`);
    expect(ofSecond).toBeGreaterThan(0);
    org.clearFaults();
    const fired = await changing(
      { make: 'update', object: 'Opportunity', record: 7, values: { NextStep: 'Changed' } },
      { make: 'delete', object: 'Opportunity', record: 100_000 },
      { make: 'undelete', object: 'Opportunity', record: 3 },
      { make: 'delete', object: 'Opportunity', record: 1 },
      { make: 'purge', object: 'Opportunity', record: 0 },
      { make: 'undelete', object: 'Opportunity', record: 0 },
      { make: 'merge', object: 'Account', record: 0, loser: 1 },
    );
    expect(fired).toEqual([[1], [2], [3], [4], [5], [], [7]]);
    expect(await count("NextStep = 'Changed'")).toBe(1);
    expect(await count("Id != ''")).toBe(all - 1);
    expect(await count(`AccountId = '${first}'`)).toBeGreaterThanOrEqual(ofFirst + ofSecond - 1);
    expect((await tell(org, `${base}/sobjects/Account/${second}`)).status).toBe(404);
    org.clearFaults();
    await changing({ make: 'reparent', object: 'Opportunity', record: 5, field: 'AccountId', parent: 0 });
    const { text } = await tell(
      org,
      q(`SELECT Id FROM Opportunity WHERE AccountId = '${first}' AND SystemModstamp >= 2026-04-13T15:00:00Z`),
    );
    expect((JSON.parse(text) as { totalSize: number }).totalSize).toBeGreaterThan(0);
  });

  test('that the org refuses are not made, and the request is answered', async () => {
    org.inject([
      {
        route: 'any',
        at: 1,
        kind: 'change',
        arg: { make: 'insert', object: 'Opportunity', values: { Colour: 'red' } },
      },
    ]);
    expect((await tell(org, `${base}/limits`)).status).toBe(200);
    expect(org.faults()[0]?.fired).toEqual([]);
  });

  test('of another sort are made by onRequest', async () => {
    const seen: number[] = [];
    org.onRequest(2, () => void seen.push(org.requests().length));
    for (let i = 0; i < 3; i++) await tell(org, `${base}/limits`);
    expect(seen).toEqual([2]);
  });
});

test('the clock jumps for answers and stamps alike, and is right again when faults are cleared', async () => {
  org.inject([{ route: 'any', at: 1, kind: 'clockJumps', arg: -10 }]);
  const body = { Name: 'Stamped', StageName: 'Proposal', CloseDate: '2026-05-01' };
  const made = await tell(org, 'sobjects/Opportunity', { method: 'POST', body });
  expect(made.headers.get('date')).toBe('Mon, 13 Apr 2026 14:50:00 GMT');
  const { id } = JSON.parse(made.text) as { id: string };
  expect((await tell(org, `sobjects/Opportunity/${id}`)).text).toContain(
    '"SystemModstamp":"2026-04-13T14:50:00.000+0000"',
  );
  org.clearFaults();
  expect((await tell(org, 'limits')).headers.get('date')).toBe('Mon, 13 Apr 2026 15:00:00 GMT');
});

test('requests are kept in order with method, path, token and time', async () => {
  const token = org.users[1]?.accessToken ?? '';
  await tell(org, 'limits', { token });
  await tell(org, q(soql), { token: 'nobody' });
  const at = Date.parse('2026-04-13T15:00:00Z');
  expect(org.requests()).toEqual([
    { method: 'GET', path: `${base}/limits`, token, at },
    { method: 'GET', path: q(soql), token: 'nobody', at },
  ]);
});

describe('the admin endpoint', () => {
  const path = '/quotient/faults';
  const fault: Fault = { route: 'query', at: 1, kind: 'serverError' };

  test('takes faults, says what fired, and forgets them', async () => {
    expect((await tell(org, path, { method: 'POST', body: [fault] })).status).toBe(200);
    await tell(org, q(soql));
    expect(JSON.parse((await tell(org, path)).text)).toEqual({ faults: [{ fault, fired: [1] }] });
    expect((await tell(org, path, { method: 'DELETE' })).status).toBe(204);
    expect([org.faults(), org.requests()]).toEqual([[], []]);
  });

  test.each([
    ['what is no list', {}, /no list of faults/],
    ['an unknown kind', [{ ...fault, kind: 'fire' }], /Fault 1: there is no kind "fire"/],
    [
      'a kind where it cannot show',
      [fault, { ...fault, kind: 'nulByte' }],
      /Fault 2: nulByte does not show at "query"; it does at bulkResults, ingestResults, any/,
    ],
    ['a number before the first', [{ ...fault, at: 0 }], /"at" is/],
    ['no times', [{ ...fault, times: 0 }], /"times" is/],
    ['a kind without what it needs', [{ ...fault, kind: 'redirect' }], /"arg" is not what redirect needs/],
  ])('refuses %s', async (_, body, message) => {
    const told = await tell(org, path, { method: 'POST', body });
    expect([told.status, JSON.parse(told.text)]).toEqual([
      400,
      [{ errorCode: 'INVALID_FAULT', message: expect.stringMatching(message) }],
    ]);
    expect(org.faults()).toEqual([]);
  });

  test('is not there in an org without faults, nor are its methods', async () => {
    const plain = await startSampleOrg();
    expect((await tell(plain, path, { method: 'POST', body: [fault] })).status).toBe(404);
    expect(() => plain.inject([fault])).toThrow('started without faults');
    await plain.close();
  });
});

test('the same faults in two orgs give the same bytes', async () => {
  const answers = async (): Promise<readonly string[]> => {
    const org = await startSampleOrg({ faults: true, clock: () => new Date('2026-04-13T15:00:00Z') });
    org.inject([
      { route: 'queryMore', at: 1, kind: 'pageAgain' },
      { route: 'queryMore', at: 2, kind: 'latin1' },
      { route: 'bulkResults', at: 1, kind: 'nulByte' },
      { route: 'any', at: 3, kind: 'change', arg: { make: 'delete', object: 'Opportunity', record: 9 } },
    ]);
    const told = [...(await restPages(org)), ...(await bulkPages(org, await bulkJob(org)))];
    await org.close();
    return told.map(({ headers, text }) => JSON.stringify([[...headers], text]));
  };
  expect(await answers()).toEqual(await answers());
});
