// Faults in place of an answer: each refusal as its client gets it, and how long it lasts.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from '../server.ts';
import type { Fault } from './fault.ts';
import { restPages, soql, tell, type Told } from './testing.ts';

let org: SampleOrg;
beforeAll(async () => {
  org = await startSampleOrg({ faults: true, clock: () => new Date('2026-04-13T15:00:00Z') });
});
afterEach(() => org.clearFaults());
afterAll(() => org.close());

const firedOnce = (): void => expect(org.faults().map(({ fired }) => fired.length)).toEqual([1]);

type One = Pick<Fault, 'kind' | 'arg'>;
const fault = (aim: Pick<Fault, 'route' | 'at' | 'times'>, one: One): Fault => ({ ...aim, ...one }) as Fault;

describe('a refusal', () => {
  const platform =
    (errorCode: string, message: RegExp) =>
    ({ text }: Told) =>
      expect(JSON.parse(text)).toEqual([{ errorCode, message: expect.stringMatching(message) }]);
  const html = ({ headers, text }: Told): void => {
    expect(headers.get('content-type')).toMatch(/^text\/html/);
    expect(text).toMatch(/^<!DOCTYPE html>/);
  };
  const retryAfter =
    (value: string | null) =>
    ({ headers }: Told) =>
      expect(headers.get('retry-after')).toBe(value);
  const cases: readonly (One & { readonly status: number; readonly says: (told: Told) => void })[] = [
    { kind: 'dailyLimit', status: 403, says: platform('REQUEST_LIMIT_EXCEEDED', /^TotalRequests Limit exceeded\.$/) },
    {
      kind: 'concurrentLimit',
      status: 403,
      says: platform('REQUEST_LIMIT_EXCEEDED', /^ConcurrentRequests .* exceeded/),
    },
    { kind: 'throttled', status: 429, says: retryAfter(null) },
    { kind: 'throttled', arg: { seconds: 7, as: 'seconds' }, status: 429, says: retryAfter('7') },
    { kind: 'unavailable', status: 503, says: platform('SERVER_UNAVAILABLE', /./) },
    {
      kind: 'unavailable',
      arg: { seconds: 90, as: 'date' },
      status: 503,
      says: retryAfter('Mon, 13 Apr 2026 15:01:30 GMT'),
    },
    { kind: 'serverError', status: 500, says: platform('UNKNOWN_EXCEPTION', /./) },
    { kind: 'badGateway', status: 502, says: html },
    { kind: 'gatewayTimeout', status: 504, says: html },
    { kind: 'settingUp', status: 420, says: html },
    { kind: 'htmlPage', status: 200, says: html },
    { kind: 'uriTooLong', status: 414, says: html },
    { kind: 'headersTooLarge', status: 431, says: html },
    {
      kind: 'redirect',
      arg: 'https://elsewhere.example/x',
      status: 302,
      says: ({ headers }) => expect(headers.get('location')).toBe('https://elsewhere.example/x'),
    },
    { kind: 'fieldRemoved', arg: 'Opportunity.Amount', status: 400, says: platform('INVALID_FIELD', /'Amount'/) },
  ];
  test.each(cases)('$kind $arg is answered with $status, once', async ({ status, says, ...one }) => {
    const path = `query?q=${encodeURIComponent(soql)}`;
    org.inject([fault({ route: 'query', at: 1 }, one)]);
    const told = await tell(org, path);
    expect(told.status).toBe(status);
    says(told);
    firedOnce();
    expect((await tell(org, path)).status).toBe(200);
  });

  test('sessionExpired ends the token: it is refused until another one is got', async () => {
    const [{ username, accessToken } = { username: '', accessToken: '' }] = org.users.slice(1);
    org.inject([{ route: 'query', at: 1, kind: 'sessionExpired' }]);
    const path = `query?q=${encodeURIComponent(soql)}`;
    for (let i = 0; i < 3; i++) {
      const told = await tell(org, path, { token: accessToken });
      expect(told.status).toBe(401);
      expect(told.text).toBe('[{"message":"Session expired or invalid","errorCode":"INVALID_SESSION_ID"}]');
    }
    firedOnce();
    const fresh = await fetch(`${org.url}/services/oauth2/token`, {
      method: 'POST',
      body: new URLSearchParams({ grant_type: 'password', username, password: 'sample' }),
    });
    const { access_token } = (await fresh.json()) as { access_token: string };
    expect((await tell(org, path, { token: access_token })).status).toBe(200);
  });

  test('fieldRemoved lets queries pass that do not name the field', async () => {
    org.inject([{ route: 'query', at: 1, times: -1, kind: 'fieldRemoved', arg: 'Opportunity.Amount' }]);
    expect((await tell(org, 'query?q=SELECT+Id+FROM+Opportunity')).status).toBe(200);
    expect((await tell(org, 'query?q=SELECT+Amount+FROM+Opportunity')).status).toBe(400);
  });

  test('objectRefused keeps an object out of bulk jobs', async () => {
    org.inject([{ route: 'bulkCreate', at: 1, kind: 'objectRefused' }]);
    const told = await tell(org, 'jobs/query', { method: 'POST', body: { operation: 'query', query: soql } });
    expect([told.status, JSON.parse(told.text)]).toEqual([
      400,
      [{ errorCode: 'INVALIDENTITY', message: "Entity 'Opportunity' is not supported by the Bulk API." }],
    ]);
  });

  test('locatorExpired ends the cursor for good, and no other', async () => {
    org.inject([{ route: 'queryMore', at: 1, kind: 'locatorExpired' }]);
    const [first, second] = await restPages(org, 2);
    expect(second?.text).toMatch(/INVALID_QUERY_LOCATOR/);
    const again = await tell(org, /"nextRecordsUrl":"([^"]+)"/.exec(first?.text ?? '')?.[1] ?? '');
    expect([again.status, again.text]).toEqual([400, second?.text]);
    expect((await restPages(org)).every(({ status }) => status === 200)).toBe(true);
    firedOnce();
  });
});
