// The transport against a server that answers as each test says: what is asked again and when, and where a token never goes.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { Rest } from './rest.ts';
import { Session, type Login } from './session.ts';
import type { TransportOptions } from './transport.ts';

type Answer = (request: IncomingMessage, response: ServerResponse) => void;

let server: Server;
let origin: string;
let answer: Answer;
const asked: IncomingMessage[] = [];
const rests: Rest[] = [];

async function listen(heard: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
  const made = createServer(heard);
  await new Promise<void>((resolve) => made.listen(0, '127.0.0.1', resolve));
  return made;
}
const addressOf = (one: Server): string => `http://127.0.0.1:${(one.address() as AddressInfo).port}`;
const end = (one: Server): void => {
  one.closeAllConnections();
  one.close();
};

beforeEach(async () => {
  asked.length = 0;
  server = await listen((request, response) => {
    asked.push(request);
    answer(request, response);
  });
  origin = addressOf(server);
});
afterEach(async () => {
  await Promise.all(rests.splice(0).map((rest) => rest.close()));
  end(server);
});

const token = '00DSm0000000001!secretsecret';
/** A reader that does not wait; how long it would have waited each time. */
function reader(login: Partial<Login> = {}, options: TransportOptions = {}): { rest: Rest; waited: number[] } {
  const waited: number[] = [];
  const rest = new Rest(
    { instanceUrl: origin, accessToken: token, name: 'sample', ...login },
    {
      wait: (ms) => Promise.resolve(waited.push(ms)),
      random: () => 0.5,
      ...options,
    },
  );
  rests.push(rest);
  return { rest, waited };
}
const json = (response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void =>
  void response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
const expired = [{ errorCode: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }];
const get = (rest: Rest): Promise<unknown> => rest.call('GET', '/services/data/v66.0/limits');

describe('a session that has expired', () => {
  test('is renewed once for twenty requests at the same time, and each is asked again once', async () => {
    let refreshes = 0;
    answer = ({ headers }, response) =>
      headers.authorization === 'Bearer new' ? json(response, 200, {}) : json(response, 401, expired);
    const { rest } = reader({
      refresh: () => {
        refreshes++;
        return Promise.resolve('new');
      },
    });
    await Promise.all(Array.from({ length: 20 }, () => get(rest)));
    expect(refreshes).toBe(1);
    expect(asked.length).toBeLessThanOrEqual(40);
  });

  test('is given up after one new token for a request, and after three in all', async () => {
    let refreshes = 0;
    answer = (_request, response) => json(response, 401, expired);
    const { rest } = reader({ refresh: () => Promise.resolve(`new ${++refreshes}`) });
    for (let i = 0; i < 5; i++)
      await expect(get(rest)).rejects.toMatchObject({ code: 'session-expired', exitCode: 77 });
    expect(refreshes).toBe(3);
    expect(asked).toHaveLength(3 * 2 + 2);
  });

  test('says what the org said where no new token is to be had', async () => {
    answer = (_request, response) => json(response, 401, expired);
    const { rest } = reader({ refresh: () => Promise.reject(new Error('refused')) });
    await expect(get(rest)).rejects.toMatchObject({
      code: 'session-expired',
      message: expect.stringContaining('Session expired or invalid'),
    });
    expect(asked).toHaveLength(1);
  });
});

describe('an org that asks to wait', () => {
  const later = (headers: Record<string, string>): void => {
    answer = (_request, response) =>
      asked.length > 1
        ? json(response, 200, {})
        : json(response, 503, [], { date: 'Mon, 13 Apr 2026 15:00:00 GMT', ...headers });
  };
  test.each<[string, string, number]>([
    ['seconds', '7', 7_000],
    ["a date of the org's clock", 'Mon, 13 Apr 2026 15:00:09 GMT', 9_000],
    ['a date that is over', 'Mon, 13 Apr 2026 14:00:00 GMT', 0],
    ['what is neither', 'soon', 250],
    ['a fraction, which is neither', '1.5', 250],
  ])('in %s is given that time', async (_name, given, wait) => {
    later({ 'retry-after': given });
    const { rest, waited } = reader();
    await get(rest);
    expect(waited).toEqual([wait]);
  });

  test('because of too many requests at once is given that time too', async () => {
    const busy = [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'ConcurrentRequests Limit exceeded.' }];
    answer = (_request, response) =>
      asked.length > 1 ? json(response, 200, {}) : json(response, 403, busy, { 'retry-after': '7' });
    const { rest, waited } = reader();
    await get(rest);
    expect(waited).toEqual([7_000]);
  });

  test('longer than a run may wait is asked another time', async () => {
    later({ 'retry-after': '7200' });
    const { rest, waited } = reader();
    await expect(get(rest)).rejects.toMatchObject({ code: 'later', exitCode: 75 });
    expect(waited).toEqual([]);
  });
});

describe('what is not found', () => {
  const absent = (rest: Rest): Promise<unknown> =>
    rest.call('GET', '/services/data/v66.0/sobjects/Nothing__c/describe', { missing: true });

  test('is nothing where the org says so', async () => {
    answer = (_request, response) => json(response, 404, [{ errorCode: 'NOT_FOUND', message: 'no such resource' }]);
    expect(await absent(reader().rest)).toBeNull();
    expect(asked).toHaveLength(1);
  });

  test.each([true, false])('by somebody between us and the org is asked again (expected: %s)', async (isExpected) => {
    answer = (_request, response) =>
      void response.writeHead(404, { 'content-type': 'text/html' }).end('<h1>Not Found</h1>');
    const error = await (isExpected ? absent : get)(reader().rest).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'unavailable', exitCode: 69 });
    expect(asked).toHaveLength(6);
  });
});

test('waits grow, each in part by chance, and come to an end', async () => {
  answer = (_request, response) => json(response, 503, []);
  const { rest, waited } = reader();
  await expect(get(rest)).rejects.toMatchObject({ code: 'unavailable', exitCode: 69 });
  expect(waited).toEqual([250, 500, 1_000, 2_000, 4_000]);
  const short = reader({}, { budget: 800 });
  await expect(get(short.rest)).rejects.toMatchObject({ exitCode: 69 });
  expect(short.waited).toEqual([250, 500]);
});

test.each([
  [
    'REQUEST_LIMIT_EXCEEDED',
    403,
    'ConcurrentRequests Limit exceeded.',
    'busy',
    75,
    /too many requests at once.*Concurrent/,
  ],
  ['QUERY_TIMEOUT', 400, 'Your query request was running for too long.', 'slow', 69, /gave a query up.*too long/],
])(
  'what the org cannot do now, %s, is asked again, and told as what it is',
  async (errorCode, status, message, code, exit, says) => {
    answer = (_request, response) =>
      asked.length > 2 ? json(response, 200, {}) : json(response, status, [{ errorCode, message }]);
    await get(reader().rest);
    expect(asked).toHaveLength(3);
    answer = (_request, response) => json(response, status, [{ errorCode, message }]);
    const error = await get(reader().rest).catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code, exitCode: exit, message: expect.stringMatching(says) });
    expect((error as { actions: string[] }).actions.join(' ')).not.toMatch(/24 hours|Correct/);
  },
);

describe('a token', () => {
  test.each(['another host', 'the same host'])('is not sent on to %s', async (which) => {
    const heard: string[] = [];
    const other = await listen((request, response) => {
      heard.push(String(request.headers.authorization));
      json(response, 200, {});
    });
    try {
      const there = which === 'another host' ? addressOf(other) : origin;
      answer = (_request, response) => void response.writeHead(302, { location: `${there}/secur?sid=${token}` }).end();
      const { rest } = reader();
      const error = await get(rest).catch((reason: unknown) => reason);
      expect(error).toMatchObject({ code: 'redirect', exitCode: 77, message: expect.stringContaining(there) });
      expect(JSON.stringify(error) + String(error)).not.toContain('secretsecret');
      expect([heard.length, asked.length]).toEqual([0, 1]);
    } finally {
      end(other);
    }
  });

  test.each([
    '//elsewhere.example/services/data/x',
    'https://elsewhere.example/services/data/x',
    '/secur/x',
    'javascript:x',
  ])('is not sent to the next page at %s', async (nextRecordsUrl) => {
    answer = (_request, response) => json(response, 200, { totalSize: 2, done: false, nextRecordsUrl, records: [{}] });
    const { rest } = reader();
    await expect(rest.all('SELECT Id FROM Account')).rejects.toMatchObject({ code: 'protocol', exitCode: 65 });
    expect(asked.every(({ url }) => url?.startsWith('/services/data/v66.0/query?q='))).toBe(true);
  });

  test.each([
    'http://example.com',
    'ftp://127.0.0.1',
    'http://127.0.0.1.example.com',
    `http://x.example/?sid=${token}`,
    token,
  ])('is not bound to %s', (instanceUrl) => {
    const bind = (): Session => new Session({ instanceUrl, accessToken: token, name: 'sample' });
    expect(bind).toThrow(expect.objectContaining({ code: 'bad-url', exitCode: 2 }));
    expect(bind).not.toThrow('secretsecret');
  });

  test('is bound to the origin of an address alone, which is all that is kept of it', () => {
    const { rest } = reader({
      instanceUrl: `https://user:pass@example.my.salesforce.com/secur/frontdoor.jsp?sid=${token}`,
    });
    expect([rest.origin, rest.login.instanceUrl]).toEqual(Array(2).fill('https://example.my.salesforce.com'));
  });
});

describe('an answer that is out of bounds is asked for again:', () => {
  const once = (first: Answer): void => {
    answer = (request, response) => (asked.length > 1 ? json(response, 200, { a: 1 }) : first(request, response));
  };
  const packed = { 'content-type': 'application/json', 'content-encoding': 'gzip' };

  test('one that grows far beyond what came', async () => {
    once((_request, response) => void response.writeHead(200, packed).end(gzipSync(Buffer.alloc(3_000_000, ' '))));
    expect(await get(reader().rest)).toEqual({ a: 1 });
  });
  test('but a dense one that is small is read', async () => {
    answer = (_request, response) =>
      void response.writeHead(200, packed).end(gzipSync(`{"a":"${' '.repeat(900_000)}"}`));
    expect(Object.keys((await get(reader().rest)) as object)).toEqual(['a']);
    expect(asked).toHaveLength(1);
  });
  test('one whose packing is cut', async () => {
    once((_request, response) => void response.writeHead(200, packed).end(gzipSync('{"a":1}').subarray(0, 12)));
    expect(await get(reader().rest)).toEqual({ a: 1 });
  });
  test('one that stalls', async () => {
    once((_request, response) => void response.writeHead(200, { 'content-type': 'application/json' }).write('{'));
    expect(await get(reader({}, { idle: 50 }).rest)).toEqual({ a: 1 });
  });
  test('one that trickles for longer than a request may take', async () => {
    answer = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const timer = setInterval(() => response.write(' '), 10);
      response.on('close', () => clearInterval(timer));
    };
    await expect(get(reader({}, { total: 500, tries: 2 }).rest)).rejects.toMatchObject({
      code: 'unavailable',
      message: expect.stringContaining('it took longer than'),
    });
    expect(asked).toHaveLength(2);
  });
});

test("the org's clock is not what answers for it in its place", async () => {
  answer = (_request, response) =>
    asked.length > 1
      ? json(response, 200, {}, { date: 'Mon, 13 Apr 2026 15:00:00 GMT' })
      : response.writeHead(503, { date: 'Sat, 13 Apr 2030 15:00:00 GMT', 'content-type': 'text/html' }).end('Down');
  const { rest } = reader();
  await get(rest);
  expect(rest.serverTime()).toBe(Date.parse('2026-04-13T15:00:00Z'));
  answer = (_request, response) =>
    void response.writeHead(503, { date: 'Sat, 13 Apr 2030 15:00:00 GMT', 'content-type': 'text/html' }).end('Down');
  await expect(get(rest)).rejects.toMatchObject({ exitCode: 69 });
  expect(rest.serverTime()).toBe(Date.parse('2026-04-13T15:00:00Z'));
});
