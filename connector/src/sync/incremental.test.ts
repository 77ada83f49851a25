// A second sync and all later ones: whatever happens in the org meanwhile, the store is what the org holds.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Plan } from '@quotient/calc';
import { startSampleOrg, viewers, type Org, type Row, type SampleOrg, type Viewer } from '@quotient/sample-org';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readFolder } from '../folder/folder.ts';
import { Rest } from '../org/rest.ts';
import { readStore, Store, type Reading } from '../store/store.ts';
import type { Thoroughness } from './object.ts';
import { sync, type SyncResult } from './sync.ts';
import { verifyObject, type ObjectVerified } from './verified.ts';

let sample: SampleOrg;
let org: Org;
let admin: Viewer;
let dir: string;
/** The org's clock, in milliseconds. */
let now: number;
const minutes = 60_000;

beforeEach(async () => {
  now = Date.parse('2026-04-13T15:00:00Z');
  sample = await startSampleOrg({ clock: () => new Date(now) });
  org = sample.org;
  admin = viewers(org)(sample.users[0]?.id ?? '') as Viewer;
  dir = mkdtempSync(join(tmpdir(), 'quotient-sync-'));
  cpSync(fileURLToPath(new URL('../../../packages/sample-org/company', import.meta.url)), dir, { recursive: true });
});
afterEach(async () => {
  await sample.close();
  rmSync(dir, { recursive: true });
});

const read = (thoroughness: Thoroughness = 'changes', acceptsLoss = false, url = sample.url): Promise<SyncResult> =>
  sync(
    new Rest({ instanceUrl: url, accessToken: sample.users[0]?.accessToken ?? '', name: 'sample' }),
    readFolder(dir).plans,
    dir,
    { thoroughness, acceptsLoss, verify: true },
  );
const opportunities = () => readStore(dir).records['Opportunity'] ?? [];
/** The n-th opportunity that the plan counts. */
const some = (n: number): string =>
  String(
    [...org.table('Opportunity').rows.values()].filter(({ CloseDate }) => String(CloseDate) >= '2026-02-01')[n]?.['Id'],
  );
const stored = (id: string) => opportunities().find(({ Id }) => Id === id);
const deal = {
  Name: 'New deal',
  StageName: 'Closed Won',
  CloseDate: '2026-04-01',
  Amount: 1234.56,
};

test('without changes nothing is written, and nothing is read again', async () => {
  const { counts } = await read();
  now += 60 * minutes;
  const { objects } = await read();
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
    ['a new record', () => void org.insert(admin, 'Opportunity', deal), 1, 0],
    ['a change', () => void org.update(admin, 'Opportunity', some(3), { Amount: 1.01 }), 1, 0],
    ['a deletion', () => org.delete(admin, 'Opportunity', some(3)), 0, 1],
    ['a deletion for good', () => org.hardDelete(admin, 'Opportunity', some(3)), 0, 1],
    [
      'a deletion that is taken back',
      () => {
        const id = some(3);
        org.delete(admin, 'Opportunity', id);
        org.undelete(admin, 'Opportunity', id);
      },
      1,
      0,
    ],
    [
      'a record that comes and goes',
      () => org.delete(admin, 'Opportunity', String(org.insert(admin, 'Opportunity', deal)['Id'])),
      0,
      0,
    ],
    [
      'a record that leaves what plans count',
      () => void org.update(admin, 'Opportunity', some(3), { CloseDate: '2011-01-01', StageName: 'Closed Lost' }),
      0,
      1,
    ],
    [
      'a change of a parent alone',
      () => {
        const account = String(org.table('Opportunity').rows.get(some(3))?.['AccountId']);
        org.update(admin, 'Account', account, { Name: 'Another name' });
      },
      Number.NaN,
      0,
    ],
    [
      'a merge of accounts',
      () => {
        const [first, second] = [some(0), some(200)].map((id) =>
          String(org.table('Opportunity').rows.get(id)?.['AccountId']),
        );
        org.merge(admin, first as string, [second as string]);
      },
      Number.NaN,
      0,
    ],
  ])('%s', async (_name, make, changed, gone) => {
    await read();
    now += 30 * minutes;
    make();
    now += 2 * minutes;
    const { objects } = await read();
    const { Opportunity: found } = objects;
    expect(found?.way).toBe('changes');
    expect(found?.gone).toBe(gone);
    if (Number.isNaN(changed)) expect(found?.changed).toBeGreaterThan(0);
    else expect(found?.changed).toBe(changed);
  });
});

test('a record that becomes visible late, behind others that are younger, is not lost', async () => {
  await read();
  now += 30 * minutes;
  const transaction = org.begin();
  const id = transaction.insert(admin, 'Opportunity', deal);
  now += 5 * minutes;
  org.insert(admin, 'Opportunity', { ...deal, Name: 'Younger' });
  await read();
  expect(stored(id)).toBeUndefined();
  transaction.commit();
  now += 1 * minutes;
  await read();
  expect(stored(id)).toMatchObject({ Name: 'New deal' });
});

test.each<[name: string, first: Thoroughness]>([
  ['what changed', 'changes'],
  ['all Ids', 'compare'],
  ['everything', 'full'],
])('what the org says is under way while a sync reads %s is not lost, however long it takes', async (_name, first) => {
  await read();
  now += 30 * minutes;
  const transaction = org.begin();
  const made = transaction.insert(admin, 'Opportunity', deal);
  transaction.update(admin, 'Opportunity', some(3), { Amount: 77.77 });
  now += 3 * 60 * minutes;
  await read(first);
  now += 60 * minutes;
  transaction.commit();
  const { objects } = await read();
  expect(objects['Opportunity']).toMatchObject({ way: 'changes', changed: 2 });
  expect(stored(made)).toMatchObject({ Name: 'New deal' });
  expect(stored(some(3))).toMatchObject({ Amount: 77.77 });
});

/** Makes a change visible now as if it had been made some time ago, of which the org has said nothing. */
function late(ago: number, write: () => void): void {
  org.asAt(new Date(now - ago).toISOString().replace('Z', '+0000'), write);
}

test('a record that becomes visible late without a word is found by the number of records', async () => {
  await read();
  now += 4 * 60 * minutes;
  await read();
  let id = '';
  now += 60 * minutes;
  late(3 * 60 * minutes, () => (id = String(org.insert(admin, 'Opportunity', deal)['Id'])));
  const { objects } = await read();
  expect(objects['Opportunity']).toMatchObject({ way: 'compared', changed: 1 });
  expect(stored(id)).toMatchObject({ Name: 'New deal' });
});

test('a change that becomes visible so late is found once a week, or when it is asked for', async () => {
  const id = (await read(), some(3));
  now += 4 * 60 * minutes;
  await read();
  now += 60 * minutes;
  late(3 * 60 * minutes, () => void org.update(admin, 'Opportunity', id, { Amount: 77.77 }));
  await expect(read()).rejects.toMatchObject({
    code: 'store-differs',
    exitCode: 65,
    message: expect.stringContaining(`${id} differs in Amount`),
  });
  await read('compare');
  expect(stored(id)).toMatchObject({ Amount: 77.77 });
});

test.each<[name: string, days: number, thoroughness: Thoroughness]>([
  ['when it is asked for', 0, 'compare'],
  ['once a week', 8, 'changes'],
])('comparing all Ids, %s, leaves out no change of a parent alone and no merge', async (_name, days, thoroughness) => {
  await read();
  now += 30 * minutes;
  const accountOf = (id: string): string => String(org.table('Opportunity').rows.get(id)?.['AccountId']);
  const [renamed, merged] = [some(3), some(200)];
  org.update(admin, 'Account', accountOf(renamed), { Name: 'Another name' });
  const winner = accountOf(some(0));
  org.merge(admin, winner, [accountOf(merged)]);
  now += days * 24 * 60 * minutes + 5 * minutes;
  const { objects } = await read(thoroughness);
  expect(objects['Opportunity']?.way).toBe('compared');
  expect(stored(renamed)).toMatchObject({ Account: { Name: 'Another name' } });
  now += 60 * minutes;
  await read();
});

test('what was deleted for longer than the org remembers is found by comparing all Ids', async () => {
  await read();
  now += 60 * minutes;
  org.hardDelete(admin, 'Opportunity', some(3));
  now += 20 * 24 * 60 * minutes;
  const { objects } = await read();
  expect(objects['Opportunity']).toMatchObject({ way: 'compared', gone: 1, changed: 0 });
});

test('an org that shows far fewer records than before is not believed, unless that is accepted', async () => {
  const { counts } = await read();
  now += 60 * minutes;
  for (let i = 0; i < 300; i++) org.delete(admin, 'Opportunity', some(0));
  await expect(read()).rejects.toMatchObject({ code: 'lost-records', exitCode: 65 });
  expect(opportunities()).toHaveLength(counts['Opportunity'] ?? 0);
  await read('changes', true);
  expect(opportunities()).toHaveLength((counts['Opportunity'] ?? 0) - 300);
});

test('a clock that goes back or forth by ten minutes loses nothing', async () => {
  now += 10 * minutes;
  await read();
  now -= 9 * minutes;
  const id = String(org.insert(admin, 'Opportunity', deal)['Id']);
  now += 1 * minutes;
  await read();
  expect(stored(id)).toBeDefined();
});

test.each([18, 60 * 24 * 400])(
  'a clock that was %i minutes ahead loses nothing once it is right again',
  async (ahead) => {
    now += ahead * minutes;
    await read();
    now -= ahead * minutes;
    now += 10 * minutes;
    org.update(admin, 'Opportunity', some(3), { Amount: 77.77 });
    now += 60 * minutes;
    const { objects } = await read();
    expect(objects['Opportunity']?.way).toBe(ahead > 20 ? 'compared' : 'changes');
    expect(stored(some(3))).toMatchObject({ Amount: 77.77 });
    now += 24 * 60 * minutes;
    org.update(admin, 'Opportunity', some(4), { Amount: 88.88 });
    expect((await read()).objects['Opportunity']?.way).toBe('changes');
    expect(stored(some(4))).toMatchObject({ Amount: 88.88 });
  },
);

test('a list of deletions that the org does not give is made up for by all Ids', async () => {
  const answers = sample.url;
  await read();
  now += 30 * minutes;
  org.delete(admin, 'Opportunity', some(3));
  const limited = createServer((request, response) => {
    if (/\/Opportunity\/deleted/.test(request.url ?? ''))
      return void response
        .writeHead(400, { 'content-type': 'application/json' })
        .end('[{"errorCode":"EXCEEDED_ID_LIMIT","message":"Too many"}]');
    void fetch(`${answers}${request.url}`, { headers: { authorization: String(request.headers.authorization) } }).then(
      async (real) =>
        response
          .writeHead(real.status, {
            'content-type': String(real.headers.get('content-type')),
            date: real.headers.get('date') ?? '',
          })
          .end(await real.text()),
    );
  });
  await new Promise<void>((resolve) => limited.listen(0, '127.0.0.1', resolve));
  try {
    const url = `http://127.0.0.1:${(limited.address() as AddressInfo).port}`;
    const { objects } = await read('changes', false, url);
    expect(objects['Opportunity']).toMatchObject({ way: 'compared', gone: 1 });
  } finally {
    limited.close();
    limited.closeAllConnections();
  }
});

test('a merge of accounts shows in what is read of a parent of the record', async () => {
  const splits = (): Promise<SyncResult> => {
    const [plan] = readFolder(dir).plans;
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
    return sync(
      new Rest({ instanceUrl: sample.url, accessToken: sample.users[0]?.accessToken ?? '', name: 'sample' }),
      [shared],
      dir,
      { verify: true },
    );
  };
  await splits();
  now += 60 * minutes;
  const [first, second] = [...org.table('OpportunitySplit').rows.values()]
    .map(({ OpportunityId }) => String(org.table('Opportunity').rows.get(String(OpportunityId))?.['AccountId']))
    .filter((id, i, all) => all.indexOf(id) === i);
  org.merge(admin, first as string, [second as string]);
  now += 5 * minutes;
  const { objects } = await splits();
  expect(objects['OpportunitySplit']).toMatchObject({ way: 'changes' });
});

test('another org in the same folder is read anew, however few its records are', async () => {
  await read();
  const smaller = await startSampleOrg({ scale: 100 });
  try {
    const rest = new Rest({
      instanceUrl: smaller.url,
      accessToken: smaller.users[0]?.accessToken ?? '',
      name: 'smaller',
    });
    const { objects } = await sync(rest, readFolder(dir).plans, dir, { verify: true });
    expect(objects['Opportunity']).toMatchObject({ way: 'anew' });
  } finally {
    await smaller.close();
  }
});

test('what changes after a sync is no difference of it; what it does not know is', async () => {
  const { sync: number } = await read();
  now += 60 * minutes;
  org.update(admin, 'Opportunity', some(3), { Amount: 1.01 });
  org.insert(admin, 'Opportunity', deal);
  org.delete(admin, 'Opportunity', some(10));
  org.update(admin, 'Opportunity', some(20), { CloseDate: '2011-01-01', StageName: 'Closed Lost' });
  const parent = String(org.table('Opportunity').rows.get(some(30))?.['AccountId']);
  org.update(admin, 'Account', parent, { Name: 'Another name' });
  const compare = async (): Promise<ObjectVerified> => {
    const rest = new Rest({ instanceUrl: sample.url, accessToken: sample.users[0]?.accessToken ?? '', name: 'sample' });
    const store = Store.toRead(dir);
    try {
      const reading = store.objects(number).find(({ object }) => object === 'Opportunity') as Reading;
      return await verifyObject({ rest, store, sync: number, progress: () => undefined }, reading, true);
    } finally {
      store.close();
    }
  };
  const first = await compare();
  expect(first.differences).toEqual([]);
  expect(first.since).toBeGreaterThanOrEqual(5);
  const silent = org.table('Opportunity').rows.get(some(41)) as Row;
  org.put('Opportunity', { ...org.table('Opportunity').rows.copy(silent), Amount: 2.02 });
  let unknown = '';
  late(2 * 60 * minutes, () => (unknown = String(org.insert(admin, 'Opportunity', deal)['Id'])));
  expect((await compare()).differences).toEqual([
    { object: 'Opportunity', id: unknown, what: 'not in the store' },
    { object: 'Opportunity', id: silent['Id'], what: ['Amount'] },
  ]);
});

test('other fields are read anew, and the versions from before stay', async () => {
  const first = await read();
  now += 30 * minutes;
  const { plans } = readFolder(dir);
  const wider = plans.map((plan) => ({
    ...plan,
    measures: Object.fromEntries(
      Object.entries(plan.measures).map(([name, measure]) => [
        name,
        { ...measure, where: { ...measure.where, LeadSource: { ne: 'Nowhere' } } },
      ]),
    ),
  }));
  const rest = new Rest({ instanceUrl: sample.url, accessToken: sample.users[0]?.accessToken ?? '', name: 'sample' });
  const { objects } = await sync(rest, wider, dir, { verify: true });
  expect(objects['Opportunity']).toMatchObject({ way: 'anew', told: expect.stringContaining('other fields') });
  expect(Object.keys(opportunities()[0] ?? {})).toContain('LeadSource');
  expect(Object.keys(readStore(dir, first.sync).records['Opportunity']?.[0] ?? {})).not.toContain('LeadSource');
});

test('an old version of what changed stays until it is purged', async () => {
  const { sync: first } = await read();
  const id = some(3);
  const before = stored(id);
  now += 30 * minutes;
  org.update(admin, 'Opportunity', id, { Amount: 1.01 });
  await read();
  expect(stored(id)).toMatchObject({ Amount: 1.01 });
  expect(readStore(dir, first).records['Opportunity']?.find(({ Id }) => Id === id)).toEqual(before);
});
