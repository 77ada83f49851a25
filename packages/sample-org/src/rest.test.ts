// The REST API as clients see it: tokens, describe, records, collections, pages, errors in the platform's form.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from './server.ts';
import { ask, query, type Page } from './testing.ts';

let org: SampleOrg;
let admin: string;
beforeAll(async () => {
  org = await startSampleOrg();
  admin = org.users[0]?.username ?? '';
});
afterAll(() => org.close());

const create = async (values: object): Promise<string> => {
  const { status, body } = await ask(org, admin, 'sobjects/Opportunity', { method: 'POST', body: values });
  expect(status).toBe(201);
  expect(body).toMatchObject({ success: true, errors: [] });
  return (body as { id: string }).id;
};
const deal = { Name: 'Test deal', StageName: 'Proposal', CloseDate: '2026-05-01', Amount: 1000 };

describe('signing in', () => {
  const token = (form: Record<string, string>) =>
    ask(org, null, '/services/oauth2/token', { method: 'POST', body: new URLSearchParams(form) });

  test('a password gives a token, and the token says whose it is', async () => {
    const { status, body } = await token({ grant_type: 'password', username: admin, password: 'sample' });
    expect(status).toBe(200);
    expect(body).toMatchObject({ token_type: 'Bearer', instance_url: org.url });
    const { access_token } = body as { access_token: string };
    const told = await ask(org, null, '/services/oauth2/userinfo', {
      headers: { authorization: `Bearer ${access_token}` },
    });
    expect(told).toMatchObject({ status: 200, body: { preferred_username: admin, user_id: org.users[0]?.id } });
  });

  test('the address that comes with a token says who its person is, to who brings a token', async () => {
    const { body } = await token({ grant_type: 'password', username: admin, password: 'sample' });
    const { id, access_token } = body as { id: string; access_token: string };
    const get = async (address: string, authorization?: string) => {
      const answer = await fetch(address, authorization === undefined ? {} : { headers: { authorization } });
      return [answer.status, await answer.text()] as const;
    };
    const [status, text] = await get(id, `Bearer ${access_token}`);
    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ id, username: admin, asserted_user: true, active: true });
    const other = id.replace(/\w{18}$/, org.users[1]?.id ?? '');
    expect(JSON.parse((await get(other, `Bearer ${access_token}`))[1])).toMatchObject({ asserted_user: false });
    expect(await get(id, 'Bearer nobody')).toEqual([403, 'Bad_OAuth_Token']);
    expect(await get(id)).toEqual([403, 'Missing_OAuth_Token']);
  });

  test('a refresh token gives a new access token once the old one has expired', async () => {
    const person = org.users.at(-1)?.username ?? '';
    const first = await token({ grant_type: 'password', username: person, password: 'sample' });
    const { refresh_token, access_token } = first.body as Record<string, string>;
    org.expire(person);
    const again = await token({ grant_type: 'refresh_token', refresh_token: refresh_token ?? '' });
    expect(again.status).toBe(200);
    expect((again.body as Record<string, string>)['access_token']).not.toBe(access_token);
  });

  test.each([
    [{ grant_type: 'password', username: 'admin', password: 'wrong' }, 'invalid_grant', 'authentication failure'],
    [{ grant_type: 'client_credentials' }, 'unsupported_grant_type', 'grant type not supported'],
  ])('%o is refused as %s', async (form, error, error_description) => {
    expect(await token(form as unknown as Record<string, string>)).toMatchObject({
      status: 400,
      body: { error, error_description },
    });
  });

  test('a revoked token, a wrong one and none at all are invalid sessions', async () => {
    const person = org.users.at(-2)?.username ?? '';
    const { body } = await token({ grant_type: 'password', username: person, password: 'sample' });
    const { access_token } = body as { access_token: string };
    await ask(org, null, '/services/oauth2/revoke', {
      method: 'POST',
      body: new URLSearchParams({ token: access_token }),
    });
    for (const authorization of [`Bearer ${access_token}`, 'Bearer 00Dx', ''])
      expect(await ask(org, null, 'limits', { headers: { authorization } })).toMatchObject({
        status: 401,
        body: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }],
      });
  });
});

describe('what the org is', () => {
  test('versions need no token; resources, limits and usage do', async () => {
    const versions = await ask(org, null, '/services/data');
    expect(versions.body).toContainEqual({ label: 'Release 66.0', url: '/services/data/v66.0', version: '66.0' });
    expect((await ask(org, admin, '')).body).toMatchObject({ query: '/services/data/v66.0/query' });
    const limits = await ask(org, admin, 'limits');
    expect(limits.body).toMatchObject({ DailyApiRequests: { Max: 100_000 } });
    expect(limits.headers.get('sforce-limit-info')).toMatch(/^api-usage=\d+\/100000$/);
  });

  test('describe names objects, fields, types, relationships and picklists', async () => {
    const { body: all } = await ask(org, admin, 'sobjects');
    expect((all as { sobjects: { name: string }[] }).sobjects.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['Opportunity', 'User', 'Account', 'OpportunitySplit', 'OpportunityTeamMember']),
    );
    const { body } = await ask(org, admin, 'sobjects/Opportunity/describe');
    const { fields } = body as { fields: { name: string }[] };
    const field = (name: string) => fields.find((one) => one.name === name);
    expect(field('Amount')).toMatchObject({ type: 'currency', nillable: true });
    expect(field('CloseDate')).toMatchObject({ type: 'date', nillable: false });
    expect(field('OwnerId')).toMatchObject({ type: 'reference', referenceTo: ['User'], relationshipName: 'Owner' });
    expect(field('StageName')).toMatchObject({ type: 'picklist' });
  });

  test.each([
    ['a resource', 'nothing', 404, 'NOT_FOUND'],
    ['an object', 'sobjects/Nothing/describe', 404, 'NOT_FOUND'],
    ['a version', '/services/data/v12.0/limits', 404, 'NOT_FOUND'],
    ['a record', 'sobjects/Opportunity/006000000000000AAA', 404, 'NOT_FOUND'],
  ])('%s that does not exist is not found', async (_, path, status, errorCode) => {
    expect(await ask(org, admin, path)).toMatchObject({ status, body: [{ errorCode }] });
  });
});

describe('records', () => {
  test('are created, read, changed and deleted', async () => {
    const id = await create(deal);
    expect(id).toMatch(/^006\w{15}$/);
    const path = `sobjects/Opportunity/${id}`;
    expect((await ask(org, admin, path)).body).toMatchObject({
      attributes: { type: 'Opportunity' },
      ...deal,
      IsClosed: false,
      Probability: 55,
    });
    expect(await ask(org, admin, path, { method: 'PATCH', body: { StageName: 'Closed Won' } })).toMatchObject({
      status: 204,
      body: null,
    });
    expect((await ask(org, admin, `${path}?fields=IsWon,Probability`)).body).toEqual({
      attributes: { type: 'Opportunity', url: `/services/data/v66.0/${path}` },
      Id: id,
      IsWon: true,
      Probability: 100,
    });
    expect((await ask(org, admin, path, { method: 'DELETE' })).status).toBe(204);
    expect((await ask(org, admin, path)).status).toBe(404);
  });

  test.each([
    ['a required field', { Name: 'x', StageName: 'Proposal' }, 'REQUIRED_FIELD_MISSING'],
    ['a field that is there', { ...deal, Colour: 'red' }, 'INVALID_FIELD'],
    ['a date', { ...deal, CloseDate: '31.3.2026' }, 'JSON_PARSER_ERROR'],
    ['a number', { ...deal, Amount: 'much' }, 'JSON_PARSER_ERROR'],
  ])('without %s are refused, and nothing is written', async (_, values, errorCode) => {
    const count = async (): Promise<number> => (await query(org, admin, 'SELECT COUNT() FROM Opportunity')).totalSize;
    const before = await count();
    const { status, body } = await ask(org, admin, 'sobjects/Opportunity', { method: 'POST', body: values });
    expect({ status, code: (body as { errorCode: string }[])[0]?.errorCode }).toEqual({ status: 400, code: errorCode });
    expect(await count()).toBe(before);
  });

  test('a body that is no JSON is refused in words', async () => {
    const answer = await fetch(`${org.url}/services/data/v66.0/sobjects/Opportunity`, {
      method: 'POST',
      headers: { authorization: `Bearer ${org.users[0]?.accessToken ?? ''}` },
      body: '{"Name":',
    });
    expect(answer.status).toBe(400);
    expect(await answer.json()).toMatchObject([{ errorCode: 'JSON_PARSER_ERROR' }]);
  });
});

describe('collections', () => {
  const records = (count: number, values: object = {}): object[] =>
    Array.from({ length: count }, (_, i) => ({
      attributes: { type: 'Opportunity' },
      ...deal,
      Name: `Many ${i}`,
      ...values,
    }));
  const send = (body: object, method = 'POST', path = 'composite/sobjects') => ask(org, admin, path, { method, body });

  test('take 200 records and give each its result, in order', async () => {
    const { body } = await send({ records: records(200) });
    const results = body as { id: string; success: boolean }[];
    expect(results).toHaveLength(200);
    expect(new Set(results.map(({ id }) => id)).size).toBe(200);
    const changed = results.map(({ id }) => ({ attributes: { type: 'Opportunity' }, Id: id, Amount: 5 }));
    expect((await send({ records: changed }, 'PATCH')).body).toEqual(
      results.map(({ id }) => ({ id, success: true, errors: [] })),
    );
    const gone = await ask(
      org,
      admin,
      `composite/sobjects?ids=${results
        .slice(0, 50)
        .map(({ id }) => id)
        .join(',')}`,
      {
        method: 'DELETE',
      },
    );
    expect((gone.body as { success: boolean }[]).every(({ success }) => success)).toBe(true);
  });

  test('of 201 records are refused', async () => {
    expect(await send({ records: records(201) })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'INVALID_BATCH_SIZE' }],
    });
  });

  test('keep what is right beside what is wrong, or nothing with allOrNone', async () => {
    const mixed = [...records(1, { Name: 'Kept' }), ...records(1, { CloseDate: null })];
    const some = (await send({ records: mixed })).body as { success: boolean; errors: { statusCode: string }[] }[];
    expect(some.map(({ success }) => success)).toEqual([true, false]);
    expect(some[1]?.errors[0]?.statusCode).toBe('REQUIRED_FIELD_MISSING');
    const none = (await send({ allOrNone: true, records: [...records(1, { Name: 'Undone' }), mixed[1]] }))
      .body as typeof some;
    expect(none.map(({ errors }) => errors[0]?.statusCode)).toEqual([
      'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      'REQUIRED_FIELD_MISSING',
    ]);
    const found = await query(org, admin, "SELECT Name FROM Opportunity WHERE Name IN ('Kept', 'Undone')");
    expect(found.records.map(({ Name }) => Name)).toEqual(['Kept']);
  });

  test('upsert by Id: the known are changed', async () => {
    const id = await create({ ...deal, Name: 'Before' });
    const { body } = await send(
      { records: [{ attributes: { type: 'Opportunity' }, Id: id, Name: 'After' }] },
      'PATCH',
      'composite/sobjects/Opportunity/Id',
    );
    expect(body).toEqual([{ id, success: true, created: false, errors: [] }]);
  });
});

test('a query is explained', async () => {
  const { body } = await ask(org, admin, 'query?explain=SELECT+Id+FROM+Account+LIMIT+10');
  expect(body).toMatchObject({ plans: [{ cardinality: 10, sobjectType: 'Account', relativeCost: 1, fields: [] }] });
});

describe('pages', () => {
  const follow = async (first: Page, headers: Record<string, string>): Promise<Page[]> => {
    const pages = [first];
    for (let next = first.nextRecordsUrl; next; next = pages.at(-1)?.nextRecordsUrl)
      pages.push((await ask(org, admin, next, { headers })).body as Page);
    return pages;
  };

  test.each([200, 300, 2000])('of %i hold every record exactly once, and say when they end', async (batchSize) => {
    const headers = { 'Sforce-Query-Options': `batchSize=${batchSize}` };
    const first = (await ask(org, admin, 'query?q=SELECT+Id+FROM+Opportunity', { headers })).body as Page;
    const pages = await follow(first, headers);
    const ids = pages.flatMap(({ records }) => records.map(({ Id }) => Id));
    expect(first.totalSize).toBeGreaterThan(700);
    expect(ids).toHaveLength(first.totalSize);
    expect(new Set(ids).size).toBe(first.totalSize);
    expect(pages.map(({ records }) => records.length).slice(0, -1)).toEqual(
      Array.from({ length: pages.length - 1 }, () => batchSize),
    );
    expect(pages.map(({ done }) => done)).toEqual(pages.map((_, i) => i === pages.length - 1));
  });

  test('a locator that is unknown or somebody else’s is refused', async () => {
    const headers = { 'Sforce-Query-Options': 'batchSize=200' };
    const { nextRecordsUrl } = (await ask(org, admin, 'query?q=SELECT+Id+FROM+Opportunity', { headers })).body as Page;
    for (const [person, path] of [
      [org.users.at(-3)?.username ?? '', nextRecordsUrl ?? ''],
      [admin, 'query/01gX-200'],
    ] as const)
      expect(await ask(org, person, path)).toMatchObject({
        status: 400,
        body: [{ errorCode: 'INVALID_QUERY_LOCATOR' }],
      });
  });
});

test('a port that is taken is said in a sentence', async () => {
  const port = Number(new URL(org.url).port);
  await expect(startSampleOrg({ port })).rejects.toMatchObject({
    code: 'port-in-use',
    message: `Port ${port} is in use on this machine.`,
    actions: [expect.stringContaining('choose another with --port')],
  });
});
