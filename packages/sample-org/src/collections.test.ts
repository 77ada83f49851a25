// Records by an external id and by lists of ids, as clients ask for them.
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

const create = async (values: object): Promise<string> => {
  const { status, body } = await ask(org, admin, 'sobjects/Opportunity', { method: 'POST', body: values });
  expect(status).toBe(201);
  expect(body).toMatchObject({ success: true, errors: [] });
  return (body as { id: string }).id;
};
const deal = { Name: 'Test deal', StageName: 'Proposal', CloseDate: '2026-05-01', Amount: 1000 };

describe('an external id', () => {
  const upsert = (extId: string, body: object) =>
    ask(org, admin, `sobjects/UpsertTable__c/ExtId__c/${extId}`, { method: 'PATCH', body });

  test('adds a record, changes it, and is undecided between two', async () => {
    const { status, body } = await upsert('A1', { Name: 'One' });
    const { id } = body as { id: string };
    expect({ status, body }).toMatchObject({ status: 201, body: { created: true } });
    expect(await upsert('a1', { Name: 'Two' })).toMatchObject({ status: 200, body: { id, created: false } });
    const same = { Name: 'Same', ExtId__c: 'A1' };
    const other = await ask(org, admin, 'sobjects/UpsertTable__c', { method: 'POST', body: same });
    const { id: second } = other.body as { id: string };
    const paths = [id, second].map((one) => `/services/data/v66.0/sobjects/UpsertTable__c/${one}`);
    expect(await upsert('A1', { Name: 'Three' })).toMatchObject({ status: 300, body: paths });
  });

  test('says in a collection what it would have added, where nothing stands', async () => {
    const record = { attributes: { type: 'UpsertTable__c' }, Name: 'x' };
    const records = [
      { ...record, ExtId__c: 'B1' },
      { ...record, ExtId__c: 'B2', OwnerId: 'nobody' },
    ];
    const { body } = await ask(org, admin, 'composite/sobjects/UpsertTable__c/ExtId__c', {
      method: 'PATCH',
      body: { allOrNone: true, records },
    });
    expect(body).toMatchObject([
      { success: false, created: true, errors: [{ statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK' }] },
      { success: false, created: true, errors: [{ statusCode: 'MALFORMED_ID' }] },
    ]);
    expect((await query(org, admin, "SELECT Id FROM UpsertTable__c WHERE ExtId__c = 'B1'")).records).toEqual([]);
  });
});

test.each(['GET', 'POST'])('records are read by their ids with %s, null for what is not there', async (method) => {
  const ids = [await create(deal), '006000000000000AAA', await create({ ...deal, Name: 'Other' })];
  const fields = ['Name', 'Amount'];
  const path = 'composite/sobjects/Opportunity';
  const { body } = await (method === 'GET'
    ? ask(org, admin, `${path}?ids=${ids.join(',')}&fields=${fields.join(',')}`)
    : ask(org, admin, path, { method, body: { ids, fields } }));
  expect(body).toMatchObject([{ Id: ids[0], Name: 'Test deal' }, null, { Id: ids[2], Name: 'Other', Amount: 1000 }]);
});
