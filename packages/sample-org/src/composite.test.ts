// Several requests in one, as clients send them to spare round trips.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from './server.ts';
import { ask, query } from './testing.ts';

let org: SampleOrg;
let admin: string;
beforeAll(async () => {
  org = await startSampleOrg();
  admin = org.users[0]?.username ?? '';
});
afterAll(() => org.close());

const base = '/services/data/v66.0';
interface Part {
  readonly httpStatusCode: number;
  readonly referenceId: string;
  readonly body: unknown;
}
async function composite(requests: readonly object[], allOrNone?: boolean): Promise<readonly Part[]> {
  const { status, body } = await ask(org, admin, 'composite', {
    method: 'POST',
    body: { ...(allOrNone !== undefined && { allOrNone }), compositeRequest: requests },
  });
  expect(status).toBe(200);
  return (body as { compositeResponse: readonly Part[] }).compositeResponse;
}
const account = (Name: string, referenceId = 'account') => ({
  method: 'POST',
  url: `${base}/sobjects/Account`,
  referenceId,
  body: { Name },
});
const wrong = { method: 'POST', url: `${base}/sobjects/Account`, referenceId: 'wrong', body: { Colour: 'red' } };
const count = async (name: string): Promise<number> =>
  (await query(org, admin, `SELECT Id FROM Account WHERE Name = '${name}'`)).totalSize;

describe('a composite', () => {
  test('writes a deal of an account that it makes, and reads both by what was answered', async () => {
    const name = 'One "quoted" & more';
    const deal = {
      Name: 'Deal of @{account.id}',
      AccountId: '@{account.id}',
      StageName: 'Proposal',
      CloseDate: '2026-05-01',
    };
    const answers = await composite([
      account(name),
      { method: 'POST', url: `${base}/sobjects/Opportunity`, referenceId: 'deal', body: deal },
      { method: 'GET', url: `${base}/sobjects/Account/@{account.id}?fields=Name`, referenceId: 'again' },
      {
        method: 'GET',
        url: `${base}/query?q=SELECT+Name,+AccountId,+Account.Name+FROM+Opportunity+WHERE+Id='@{deal.Id}'`,
        referenceId: 'found',
      },
      {
        method: 'PATCH',
        url: `${base}/sobjects/Account/@{found.records[0].AccountId}`,
        referenceId: 'changed',
        body: { Name: 'Another' },
      },
    ]);
    expect(answers.map(({ referenceId, httpStatusCode }) => [referenceId, httpStatusCode])).toEqual([
      ['account', 201],
      ['deal', 201],
      ['again', 200],
      ['found', 200],
      ['changed', 204],
    ]);
    const id = (answers[0]?.body as { readonly id: string } | undefined)?.id;
    expect(answers[2]?.body).toMatchObject({ Id: id, Name: name });
    expect(answers[3]?.body).toMatchObject({ records: [{ Name: `Deal of ${id}`, Account: { Name: name } }] });
    expect(await count('Another')).toBe(1);
  });

  test('goes on behind an error, but for what names what failed', async () => {
    const answers = await composite([
      wrong,
      account('After an error'),
      { method: 'GET', url: `${base}/sobjects/Account/@{wrong.id}`, referenceId: 'dependent' },
    ]);
    expect(answers).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: 'INVALID_FIELD' }] },
      { httpStatusCode: 201 },
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
    ]);
    expect(await count('After an error')).toBe(1);
  });

  test('of all or none leaves nothing of what came before an error, and asks for nothing behind it', async () => {
    const answers = await composite([account('Undone'), wrong, account('Never made', 'later')], true);
    expect(answers).toMatchObject([
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
      { httpStatusCode: 400, body: [{ errorCode: 'INVALID_FIELD' }] },
      { httpStatusCode: 400, body: [{ errorCode: 'PROCESSING_HALTED' }] },
    ]);
    expect([await count('Undone'), await count('Never made')]).toEqual([0, 0]);
  });

  test.each<[string, string, readonly object[]]>([
    ['more requests than may be', 'LIMIT_EXCEEDED', Array.from({ length: 26 }, (_, i) => account('x', `r${i}`))],
    ['two of one name', 'INVALID_INPUT', [account('x'), account('y')]],
    ['one without a name', 'INVALID_INPUT', [{ ...account('x'), referenceId: undefined }]],
  ])('with %s is refused', async (_, errorCode, compositeRequest) => {
    const { status, body } = await ask(org, admin, 'composite', { method: 'POST', body: { compositeRequest } });
    expect({ status, body }).toMatchObject({ status: 400, body: [{ errorCode }] });
  });

  test.each(['/composite', '/composite/batch', '/jobs/query'])('holds no request to %s', async (path) => {
    const [answer] = await composite([{ method: 'POST', url: `${base}${path}`, referenceId: 'inner', body: {} }]);
    expect(answer).toMatchObject({ httpStatusCode: 400, body: [{ errorCode: 'INVALID_INPUT' }] });
  });
});

describe('a batch', () => {
  const requests = [
    { method: 'GET', url: 'v66.0/sobjects/Account/describe' },
    { method: 'POST', url: 'v66.0/sobjects/Account', richInput: { Colour: 'red' } },
    { method: 'GET', url: 'v66.0/query?q=SELECT+COUNT()+FROM+BigTable__c' },
  ];
  const batch = async (haltOnError: boolean): Promise<unknown> =>
    (await ask(org, admin, 'composite/batch', { method: 'POST', body: { haltOnError, batchRequests: requests } })).body;

  test('answers each request by itself', async () => {
    expect(await batch(false)).toMatchObject({
      hasErrors: true,
      results: [
        { statusCode: 200, result: { name: 'Account' } },
        { statusCode: 400, result: [{ errorCode: 'INVALID_FIELD' }] },
        { statusCode: 200, result: { totalSize: 3000 } },
      ],
    });
  });

  test('ends at the first error where it is to', async () => {
    expect(await batch(true)).toMatchObject({
      hasErrors: true,
      results: [{ statusCode: 200 }, { statusCode: 400 }, { statusCode: 412 }],
    });
  });
});
