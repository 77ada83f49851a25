// A second sync and all later ones: whatever happens in the org meanwhile, the store is what the org holds.
import type { Plan } from '@quotient/calc';
import { startSampleOrg } from '@quotient/sample-org';
import { describe, expect, test } from 'vitest';
import { readFolder } from '../folder/folder.ts';
import { Rest } from '../org/rest.ts';
import { readStore } from '../store/store.ts';
import { sync, type SyncResult } from './sync.ts';
import { deal, minutes, worldOfEach } from '../../../test/later.ts';

const world = worldOfEach();

test('without changes nothing is written, and nothing is read again', async () => {
  const { counts } = await world.read();
  world.now += 60 * minutes;
  const { objects } = await world.read();
  for (const [object, { way, changed, gone, count }] of Object.entries(objects))
    expect({ object, way, changed, gone, count }).toEqual({
      object,
      way: 'changes',
      changed: 0,
      gone: 0,
      count: counts[object],
    });
});

describe('the store is what the org holds after', () => {
  test.each<[name: string, make: () => void, changed: number, gone: number]>([
    ['a new record', () => void world.org.insert(world.admin, 'Opportunity', deal), 1, 0],
    ['a change', () => void world.org.update(world.admin, 'Opportunity', world.some(3), { Amount: 1.01 }), 1, 0],
    ['a deletion', () => world.org.delete(world.admin, 'Opportunity', world.some(3)), 0, 1],
    ['a deletion for good', () => world.org.hardDelete(world.admin, 'Opportunity', world.some(3)), 0, 1],
    [
      'a deletion that is taken back',
      () => {
        const id = world.some(3);
        world.org.delete(world.admin, 'Opportunity', id);
        world.org.undelete(world.admin, 'Opportunity', id);
      },
      1,
      0,
    ],
    [
      'a record that comes and goes',
      () =>
        world.org.delete(world.admin, 'Opportunity', String(world.org.insert(world.admin, 'Opportunity', deal)['Id'])),
      0,
      0,
    ],
    [
      'a record that leaves what plans count',
      () =>
        void world.org.update(world.admin, 'Opportunity', world.some(3), {
          CloseDate: '2011-01-01',
          StageName: 'Closed Lost',
        }),
      0,
      1,
    ],
    [
      'a change of a parent alone',
      () => {
        const account = String(world.org.table('Opportunity').rows.get(world.some(3))?.['AccountId']);
        world.org.update(world.admin, 'Account', account, { Name: 'Another name' });
      },
      Number.NaN,
      0,
    ],
    [
      'a merge of accounts',
      () => {
        const [first, second] = [world.some(0), world.some(200)].map((id) =>
          String(world.org.table('Opportunity').rows.get(id)?.['AccountId']),
        );
        world.org.merge(world.admin, first as string, [second as string]);
      },
      Number.NaN,
      0,
    ],
  ])('%s', async (_name, make, changed, gone) => {
    await world.read();
    world.now += 30 * minutes;
    make();
    world.now += 2 * minutes;
    const { objects } = await world.read();
    const { Opportunity: found } = objects;
    expect(found?.way).toBe('changes');
    expect(found?.gone).toBe(gone);
    if (Number.isNaN(changed)) expect(found?.changed).toBeGreaterThan(0);
    else expect(found?.changed).toBe(changed);
  });
});

test('an org that shows far fewer records than before is not believed, unless that is accepted', async () => {
  const { counts } = await world.read();
  world.now += 60 * minutes;
  for (let i = 0; i < 300; i++) world.org.delete(world.admin, 'Opportunity', world.some(0));
  await expect(world.read()).rejects.toMatchObject({ code: 'lost-records', exitCode: 65 });
  expect(world.opportunities()).toHaveLength(counts['Opportunity'] ?? 0);
  await world.read('changes', { acceptsLoss: true });
  expect(world.opportunities()).toHaveLength((counts['Opportunity'] ?? 0) - 300);
});

test('a merge of accounts shows in what is read of a parent of the record', async () => {
  const splits = (): Promise<SyncResult> => {
    const [plan] = readFolder(world.dir).plans;
    const shared = {
      ...(plan as NonNullable<typeof plan>),
      measures: {
        shared: {
          object: 'OpportunitySplit',
          value: 'SplitAmount',
          where: { 'Opportunity.AccountId': { ne: null } },
          credit: { owner: 'SplitOwnerId' },
        },
      },
      components: [],
    } as unknown as Plan;
    return sync(world.rest(), [shared], world.dir, { verify: true });
  };
  await splits();
  world.now += 60 * minutes;
  const [first, second] = [...world.org.table('OpportunitySplit').rows.values()]
    .map(({ OpportunityId }) => String(world.org.table('Opportunity').rows.get(String(OpportunityId))?.['AccountId']))
    .filter((id, i, all) => all.indexOf(id) === i);
  world.org.merge(world.admin, first as string, [second as string]);
  world.now += 5 * minutes;
  const { objects } = await splits();
  expect(objects['OpportunitySplit']).toMatchObject({ way: 'changes' });
});

test('a merge of accounts shows in a lookup of the org’s own', async () => {
  const { type, rows } = world.org.table('Opportunity');
  const account = type.fields.get('accountid');
  if (!account) throw new Error('a deal has an account');
  type.fields.set('partner__c', { ...account, name: 'Partner__c', relationshipName: 'Partner__r' });
  const deals = [world.some(0), world.some(1)];
  const own = deals.map((id) => rows.get(id)?.['AccountId']);
  const [first = '', second = ''] = [...world.org.table('Account').rows.values()]
    .map(({ Id }) => String(Id))
    .filter((id) => !own.includes(id));
  world.org.update(world.admin, 'Opportunity', deals[0] as string, { Partner__c: first });
  world.org.update(world.admin, 'Opportunity', deals[1] as string, { Partner__c: second });
  world.now += 60 * minutes;
  const [plan] = readFolder(world.dir).plans as [Plan];
  const byPartner = {
    ...plan,
    measures: {
      partners: { object: 'Opportunity', value: 'Amount', where: { Partner__c: { ne: null } }, credit: 'owner' },
    },
    components: [],
  } as unknown as Plan;
  const read = (): Promise<SyncResult> => sync(world.rest(), [byPartner], world.dir, { verify: true });
  await read();
  world.now += 60 * minutes;
  world.org.merge(world.admin, first, [second]);
  world.now += 5 * minutes;
  const { objects } = await read();
  expect(objects['Opportunity']).toMatchObject({ way: 'changes' });
  expect(world.stored(deals[1] as string)?.['Partner__c']).toBe(first);
});

test('another org in the same folder is read anew, however few its records are', async () => {
  await world.read();
  const smaller = await startSampleOrg({ scale: 100 });
  try {
    const rest = new Rest({
      instanceUrl: smaller.url,
      accessToken: smaller.users[0]?.accessToken ?? '',
      name: 'smaller',
    });
    const { objects } = await sync(rest, readFolder(world.dir).plans, world.dir, { verify: true });
    expect(objects['Opportunity']).toMatchObject({ way: 'anew' });
  } finally {
    await smaller.close();
  }
});

test('other fields are read anew, and the versions from before stay', async () => {
  const first = await world.read();
  world.now += 30 * minutes;
  const { plans } = readFolder(world.dir);
  const wider = plans.map((plan) => ({
    ...plan,
    measures: Object.fromEntries(
      Object.entries(plan.measures).map(([name, measure]) => [
        name,
        { ...measure, where: { ...measure.where, LeadSource: { ne: 'Nowhere' } } },
      ]),
    ),
  }));
  const rest = world.rest();
  const { objects } = await sync(rest, wider, world.dir, { verify: true });
  expect(objects['Opportunity']).toMatchObject({ way: 'anew', told: expect.stringContaining('other fields') });
  expect(Object.keys(world.opportunities()[0] ?? {})).toContain('LeadSource');
  expect(Object.keys(readStore(world.dir, first.sync).records['Opportunity']?.[0] ?? {})).not.toContain('LeadSource');
});

test('an old version of what changed stays until it is purged', async () => {
  const { sync: first } = await world.read();
  const id = world.some(3);
  const before = world.stored(id);
  world.now += 30 * minutes;
  world.org.update(world.admin, 'Opportunity', id, { Amount: 1.01 });
  await world.read();
  expect(world.stored(id)).toMatchObject({ Amount: 1.01 });
  expect(readStore(world.dir, first).records['Opportunity']?.find(({ Id }) => Id === id)).toEqual(before);
});
