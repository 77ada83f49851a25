// What is deleted, brought back, purged and merged, as clients see it.
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Viewer } from './org.ts';
import { viewers } from './people.ts';
import { startSampleOrg, type SampleOrg } from './server.ts';
import { ask, query } from './testing.ts';

let sample: SampleOrg;
let admin: string;
let viewer: Viewer;
let now: number;
beforeEach(async () => {
  now = Date.parse('2026-04-13T15:00:00.000Z');
  sample = await startSampleOrg({ clock: () => new Date(now) });
  admin = sample.users[0]?.username ?? '';
  viewer = viewers(sample.org)(sample.users[0]?.id ?? '') as Viewer;
});
afterEach(() => sample.close());

const later = (minutes: number): string => {
  now += minutes * 60_000;
  return sample.org.now();
};
const create = async (object: string, body: object): Promise<string> => {
  const answer = await ask(sample, admin, `sobjects/${object}`, { method: 'POST', body });
  expect(answer.status).toBe(201);
  return (answer.body as { id: string }).id;
};
const all = async (soql: string): Promise<Readonly<Record<string, unknown>>[]> => {
  const { status, body } = await ask(sample, admin, `queryAll?q=${encodeURIComponent(soql)}`);
  expect(status).toBe(200);
  return (body as { records: [] }).records;
};
const live = async (soql: string) => (await query(sample, admin, soql)).records;
const deal = { Name: 'Deal', StageName: 'Proposal', CloseDate: '2026-05-01', Amount: 1000 };
/** A deal of an account of its own, with a team member. */
async function family(): Promise<{ account: string; opportunity: string; member: string }> {
  const account = await create('Account', { Name: 'Acme' });
  const opportunity = await create('Opportunity', { ...deal, AccountId: account });
  const member = await create('OpportunityTeamMember', { OpportunityId: opportunity, UserId: sample.users[2]?.id });
  return { account, opportunity, member };
}

describe('a deleted record', () => {
  test('is out of query and in queryAll, with the time of its deletion, and its parent with it', async () => {
    const { account, opportunity } = await family();
    const at = later(5);
    expect((await ask(sample, admin, `sobjects/Account/${account}`, { method: 'DELETE' })).status).toBe(204);
    const soql = `SELECT Id, IsDeleted, SystemModstamp, LastModifiedDate, Account.Name FROM Opportunity WHERE Id = '${opportunity}'`;
    expect(await live(soql)).toEqual([]);
    expect(await all(soql)).toMatchObject([
      { Id: opportunity, IsDeleted: true, SystemModstamp: at, LastModifiedDate: at, Account: { Name: 'Acme' } },
    ]);
    const count = `SELECT COUNT() FROM Opportunity WHERE AccountId = '${account}'`;
    expect((await query(sample, admin, count)).totalSize).toBe(0);
  });

  test('says of a deal whether it has line items, as they come, go and come back', async () => {
    const { opportunity } = await family();
    const state = async () =>
      (await live(`SELECT HasOpportunityLineItem, SystemModstamp FROM Opportunity WHERE Id = '${opportunity}'`))[0];
    const items: string[] = [];
    for (const Quantity of [1, 2]) {
      const at = later(5);
      items.push(await create('OpportunityLineItem', { OpportunityId: opportunity, Quantity, UnitPrice: 10 }));
      if (Quantity === 1) expect(await state()).toMatchObject({ HasOpportunityLineItem: true, SystemModstamp: at });
    }
    const [first = '', second = ''] = items;
    await ask(sample, admin, `sobjects/OpportunityLineItem/${first}`, { method: 'DELETE' });
    expect(await state()).toMatchObject({ HasOpportunityLineItem: true });
    const at = later(5);
    await ask(sample, admin, `sobjects/OpportunityLineItem/${second}`, { method: 'DELETE' });
    expect(await state()).toMatchObject({ HasOpportunityLineItem: false, SystemModstamp: at });
    sample.org.undelete(viewer, 'OpportunityLineItem', first);
    expect(await state()).toMatchObject({ HasOpportunityLineItem: true });
  });

  test('is no account with deals that were won', async () => {
    const { account, opportunity } = await family();
    await ask(sample, admin, `sobjects/Opportunity/${opportunity}`, {
      method: 'PATCH',
      body: { StageName: 'Closed Won' },
    });
    const path = `sobjects/Account/${account}`;
    expect(await ask(sample, admin, path, { method: 'DELETE' })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'DELETE_FAILED', message: expect.stringMatching(/were closed won.* as follows: Deal$/) }],
    });
    await ask(sample, admin, `sobjects/Opportunity/${opportunity}`, { method: 'DELETE' });
    expect((await ask(sample, admin, path, { method: 'DELETE' })).status).toBe(204);
  });

  test.each(['GET', 'PATCH', 'DELETE'])('answers %s that it is deleted', async (method) => {
    const { opportunity } = await family();
    const path = `sobjects/Opportunity/${opportunity}`;
    await ask(sample, admin, path, { method: 'DELETE' });
    const body = method === 'PATCH' ? { body: { Amount: 1 } } : {};
    expect(await ask(sample, admin, path, { method, ...body })).toMatchObject({
      status: 404,
      body: [{ errorCode: 'ENTITY_IS_DELETED', message: 'entity is deleted' }],
    });
  });

  test('takes with it what belongs to it, and nothing else can refer to it', async () => {
    const { account, opportunity, member } = await family();
    await ask(sample, admin, `sobjects/Account/${account}`, { method: 'DELETE' });
    for (const [object, id] of [
      ['Opportunity', opportunity],
      ['OpportunityTeamMember', member],
    ] as const)
      expect(await all(`SELECT IsDeleted FROM ${object} WHERE Id = '${id}'`)).toMatchObject([{ IsDeleted: true }]);
    expect(await live(`SELECT Id FROM OpportunityHistory WHERE OpportunityId = '${opportunity}'`)).toEqual([]);
    const refused = await ask(sample, admin, 'sobjects/Opportunity', {
      method: 'POST',
      body: { ...deal, AccountId: account },
    });
    expect(refused).toMatchObject({ status: 400, body: [{ errorCode: 'ENTITY_IS_DELETED' }] });
  });

  test('comes back with what was deleted together with it, and not with what was deleted before', async () => {
    const { account, opportunity, member } = await family();
    await ask(sample, admin, `sobjects/OpportunityTeamMember/${member}`, { method: 'DELETE' });
    later(1);
    await ask(sample, admin, `sobjects/Account/${account}`, { method: 'DELETE' });
    expect(() => sample.org.undelete(viewer, 'Opportunity', opportunity)).toThrow('is in the recycle bin itself');
    const at = later(1);
    sample.org.undelete(viewer, 'Account', account);
    expect(await live(`SELECT Id, SystemModstamp FROM Opportunity WHERE Id = '${opportunity}'`)).toMatchObject([
      { Id: opportunity, SystemModstamp: at },
    ]);
    expect(await live(`SELECT Id FROM OpportunityTeamMember WHERE Id = '${member}'`)).toEqual([]);
  });

  test('is nobody’s to bring back or to purge who may not change it', async () => {
    const { opportunity } = await family();
    await ask(sample, admin, `sobjects/Opportunity/${opportunity}`, { method: 'DELETE' });
    const rep = viewers(sample.org)(sample.users.at(-1)?.id ?? '') as Viewer;
    for (const act of ['undelete', 'purge'] as const)
      expect(() => sample.org[act](rep, 'Opportunity', opportunity)).toThrow('not in the recycle bin');
    expect(() => sample.org.hardDelete(rep, 'Opportunity', opportunity)).toThrow('insufficient access');
  });

  test('purged, is gone from everywhere but the delete log', async () => {
    const { account, opportunity } = await family();
    sample.org.delete(viewer, 'Account', account);
    later(1);
    expect(sample.org.emptyBin(viewer)).toBe(4);
    expect(await all(`SELECT Id FROM Opportunity WHERE Id = '${opportunity}'`)).toEqual([]);
    expect(await ask(sample, admin, `sobjects/Opportunity/${opportunity}`)).toMatchObject({
      status: 404,
      body: [{ errorCode: 'NOT_FOUND' }],
    });
    expect(sample.org.table('Opportunity').purged.has(opportunity)).toBe(true);
  });
});

test('of a merge the winner stays, with everything that named the losers', async () => {
  const [one, two, three] = [await family(), await family(), await family()];
  const before = (await live(`SELECT SystemModstamp FROM Opportunity WHERE Id = '${two.opportunity}'`))[0];
  const at = later(2);
  sample.org.merge(viewer, one.account, [two.account, three.account]);
  const ids = `('${one.account}', '${two.account}', '${three.account}')`;
  expect(
    await all(`SELECT Id, IsDeleted, MasterRecordId, SystemModstamp FROM Account WHERE Id IN ${ids}`),
  ).toMatchObject([
    { Id: one.account, IsDeleted: false, MasterRecordId: null, SystemModstamp: at },
    { Id: two.account, IsDeleted: true, MasterRecordId: one.account, SystemModstamp: at },
    { Id: three.account, IsDeleted: true, MasterRecordId: one.account, SystemModstamp: at },
  ]);
  const children = await live(`SELECT Id, SystemModstamp FROM Opportunity WHERE AccountId = '${one.account}'`);
  expect(children.map(({ Id }) => Id)).toEqual([one.opportunity, two.opportunity, three.opportunity]);
  expect(children[1]?.['SystemModstamp']).toBe(before?.['SystemModstamp']);
  expect(() => sample.org.merge(viewer, one.account, [one.account])).toThrow('merged with itself');
});

test('a collection that is rolled back deletes nothing', async () => {
  const { opportunity } = await family();
  const ids = `${opportunity},006000000000000AAA`;
  const answer = await ask(sample, admin, `composite/sobjects?allOrNone=true&ids=${ids}`, { method: 'DELETE' });
  expect((answer.body as { success: boolean }[]).map(({ success }) => success)).toEqual([false, false]);
  expect(await live(`SELECT Id FROM Opportunity WHERE Id = '${opportunity}'`)).toHaveLength(1);
  expect(await live(`SELECT Id FROM OpportunityTeamMember WHERE OpportunityId = '${opportunity}'`)).toHaveLength(1);
});

test('ALL ROWS is for Apex alone', async () => {
  const { status, body } = await ask(sample, admin, 'query?q=SELECT+Id+FROM+Account+ALL+ROWS');
  expect({ status, ...(body as object[])[0] }).toMatchObject({ status: 400, errorCode: 'MALFORMED_QUERY' });
});
