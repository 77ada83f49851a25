// Records as pages read and write them: fields with values and what a person reads, parents, what may be missing, writes.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from './server.ts';
import { ask, query } from './testing.ts';

let org: SampleOrg;
let admin: string;
let deal: Readonly<Record<string, unknown>>;
beforeAll(async () => {
  org = await startSampleOrg();
  admin = org.users[0]?.username ?? '';
  const soql =
    'SELECT Id, Amount, CloseDate, CurrencyIsoCode, Owner.Name, LastModifiedDate FROM Opportunity WHERE Amount > 0';
  deal = (await query(org, admin, `${soql} LIMIT 1`)).records[0] ?? {};
});
afterAll(() => org.close());

const path = (more: string): string => `ui-api/records/${String(deal['Id'])}${more}`;

test('a record has the fields that are asked for, and its parents as records', async () => {
  const fields = 'Opportunity.Amount,Opportunity.Owner.Name,Opportunity.Owner.Email';
  const { status, body } = await ask(
    org,
    admin,
    path(`?fields=${fields}&optionalFields=Opportunity.Gone__c,Opportunity.IsWon`),
  );
  const owner = (deal['Owner'] as { Name: string }).Name;
  expect(status).toBe(200);
  expect(body).toMatchObject({
    apiName: 'Opportunity',
    id: deal['Id'],
    childRelationships: {},
    lastModifiedDate: deal['LastModifiedDate'],
    fields: {
      Amount: { value: deal['Amount'], displayValue: expect.stringMatching(/^[A-Z]{3} [\d,]+\.\d\d$/) as string },
      Owner: {
        displayValue: owner,
        value: { apiName: 'User', fields: { Name: { value: owner, displayValue: null } } },
      },
      IsWon: { displayValue: null },
    },
  });
  expect(Object.keys((body as { fields: object }).fields).sort()).toEqual(['Amount', 'IsWon', 'Owner']);
});

test.each([
  ['a field that is not there', '?fields=Opportunity.Gone__c', 400, 'INVALID_FIELD'],
  ['a field without its object', '?fields=Amount', 400, 'INVALID_FIELD'],
  ['no fields', '', 400, 'MISSING_ARGUMENT'],
  ['a resource that is not there', '/layout', 404, 'NOT_FOUND'],
])('%s is refused', async (_, more, status, errorCode) => {
  expect(await ask(org, admin, path(more))).toMatchObject({ status, body: [{ errorCode }] });
});

test('a record of somebody else is not there, as one that never was', async () => {
  const owner = (deal['Owner'] as { Name: string }).Name;
  const other = org.users.find(({ role, name }) => /Account Executive|Seller/.test(role) && name !== owner);
  expect(other).toBeDefined();
  const asked = (id: string) => ask(org, other?.username ?? '', `ui-api/records/${id}?fields=Opportunity.Amount`);
  const foreign = await asked(String(deal['Id']));
  const never = await asked('006000000000ZZZAAA');
  expect(foreign).toMatchObject({ status: 404 });
  expect(foreign.body).toEqual(never.body);
});

test('a write answers the record as it is then', async () => {
  const changed = await ask(org, admin, path(''), { method: 'PATCH', body: { fields: { Amount: 4321.5 } } });
  expect(changed).toMatchObject({ status: 200, body: { fields: { Amount: { value: 4321.5 } } } });
  const made = await ask(org, admin, 'ui-api/records', {
    method: 'POST',
    body: { apiName: 'Account', fields: { Name: 'A new account' } },
  });
  expect(made).toMatchObject({
    status: 201,
    body: { apiName: 'Account', fields: { Name: { value: 'A new account' } } },
  });
  const { id } = made.body as { id: string };
  expect((await ask(org, admin, `ui-api/records/${id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await ask(org, admin, `ui-api/records/${id}?fields=Account.Name`)).status).toBe(404);
});
