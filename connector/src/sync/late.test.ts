// What becomes visible late, clocks that are wrong and deletions that are long ago: found by the next sync, or by comparing all Ids.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Row } from '@quotient/sample-org';
import { expect, test } from 'vitest';
import { Store, type Reading } from '../store/store.ts';
import type { Thoroughness } from './object.ts';
import { deal, minutes, worldOfEach } from '../../../test/later.ts';
import { verifyObject, type ObjectVerified } from './verified.ts';

const world = worldOfEach();

test('a record that becomes visible late, behind others that are younger, is not lost', async () => {
  await world.read();
  world.now += 30 * minutes;
  const transaction = world.org.begin();
  const id = transaction.insert(world.admin, 'Opportunity', deal);
  world.now += 5 * minutes;
  world.org.insert(world.admin, 'Opportunity', { ...deal, Name: 'Younger' });
  await world.read();
  expect(world.stored(id)).toBeUndefined();
  transaction.commit();
  world.now += 1 * minutes;
  await world.read();
  expect(world.stored(id)).toMatchObject({ Name: 'New deal' });
});

test.each<[name: string, first: Thoroughness]>([
  ['what changed', 'changes'],
  ['all Ids', 'compare'],
  ['everything', 'full'],
])('what the org says is under way while a sync reads %s is not lost, however long it takes', async (_name, first) => {
  await world.read();
  world.now += 30 * minutes;
  const transaction = world.org.begin();
  const made = transaction.insert(world.admin, 'Opportunity', deal);
  transaction.update(world.admin, 'Opportunity', world.some(3), { Amount: 77.77 });
  world.now += 3 * 60 * minutes;
  await world.read(first);
  world.now += 60 * minutes;
  transaction.commit();
  const { objects } = await world.read();
  expect(objects['Opportunity']).toMatchObject({ way: 'changes', changed: 2 });
  expect(world.stored(made)).toMatchObject({ Name: 'New deal' });
  expect(world.stored(world.some(3))).toMatchObject({ Amount: 77.77 });
});

test('a record that becomes visible late without a word is found by the number of records', async () => {
  await world.read();
  world.now += 4 * 60 * minutes;
  await world.read();
  let id = '';
  world.now += 60 * minutes;
  world.late(3 * 60 * minutes, () => (id = String(world.org.insert(world.admin, 'Opportunity', deal)['Id'])));
  const { objects } = await world.read();
  expect(objects['Opportunity']).toMatchObject({ way: 'compared', changed: 1 });
  expect(world.stored(id)).toMatchObject({ Name: 'New deal' });
});

test('a change that becomes visible so late is found once a week, or when it is asked for', async () => {
  const id = (await world.read(), world.some(3));
  world.now += 4 * 60 * minutes;
  await world.read();
  world.now += 60 * minutes;
  world.late(3 * 60 * minutes, () => void world.org.update(world.admin, 'Opportunity', id, { Amount: 77.77 }));
  await expect(world.read()).rejects.toMatchObject({
    code: 'store-differs',
    exitCode: 65,
    message: expect.stringContaining(`${id} differs in Amount`),
  });
  await world.read('compare');
  expect(world.stored(id)).toMatchObject({ Amount: 77.77 });
});

test.each<[name: string, days: number, thoroughness: Thoroughness]>([
  ['when it is asked for', 0, 'compare'],
  ['once a week', 8, 'changes'],
])('comparing all Ids, %s, leaves out no change of a parent alone and no merge', async (_name, days, thoroughness) => {
  await world.read();
  world.now += 30 * minutes;
  const accountOf = (id: string): string => String(world.org.table('Opportunity').rows.get(id)?.['AccountId']);
  const [renamed, merged] = [world.some(3), world.some(200)];
  world.org.update(world.admin, 'Account', accountOf(renamed), { Name: 'Another name' });
  const winner = accountOf(world.some(0));
  world.org.merge(world.admin, winner, [accountOf(merged)]);
  world.now += days * 24 * 60 * minutes + 5 * minutes;
  const { objects } = await world.read(thoroughness);
  expect(objects['Opportunity']?.way).toBe('compared');
  expect(world.stored(renamed)).toMatchObject({ Account: { Name: 'Another name' } });
  world.now += 60 * minutes;
  await world.read();
});

test('what was deleted for longer than the org remembers is found by comparing all Ids', async () => {
  await world.read();
  world.now += 60 * minutes;
  world.org.hardDelete(world.admin, 'Opportunity', world.some(3));
  world.now += 20 * 24 * 60 * minutes;
  const { objects } = await world.read();
  expect(objects['Opportunity']).toMatchObject({ way: 'compared', gone: 1, changed: 0 });
});

test('a clock that goes back or forth by ten minutes loses nothing', async () => {
  world.now += 10 * minutes;
  await world.read();
  world.now -= 9 * minutes;
  const id = String(world.org.insert(world.admin, 'Opportunity', deal)['Id']);
  world.now += 1 * minutes;
  await world.read();
  expect(world.stored(id)).toBeDefined();
});

test.each([18, 60 * 24 * 400])(
  'a clock that was %i minutes ahead loses nothing once it is right again',
  async (ahead) => {
    world.now += ahead * minutes;
    await world.read();
    world.now -= ahead * minutes;
    world.now += 10 * minutes;
    world.org.update(world.admin, 'Opportunity', world.some(3), { Amount: 77.77 });
    world.now += 60 * minutes;
    const { objects } = await world.read();
    expect(objects['Opportunity']?.way).toBe(ahead > 20 ? 'compared' : 'changes');
    expect(world.stored(world.some(3))).toMatchObject({ Amount: 77.77 });
    world.now += 24 * 60 * minutes;
    world.org.update(world.admin, 'Opportunity', world.some(4), { Amount: 88.88 });
    expect((await world.read()).objects['Opportunity']?.way).toBe('changes');
    expect(world.stored(world.some(4))).toMatchObject({ Amount: 88.88 });
  },
);

test('a list of deletions that the org does not give is made up for by all Ids', async () => {
  const answers = world.sample.url;
  await world.read();
  world.now += 30 * minutes;
  world.org.delete(world.admin, 'Opportunity', world.some(3));
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
    const { objects } = await world.read('changes', { url });
    expect(objects['Opportunity']).toMatchObject({ way: 'compared', gone: 1 });
  } finally {
    limited.close();
    limited.closeAllConnections();
  }
});

test('what changes after a sync is no difference of it; what it does not know is', async () => {
  const { sync: number } = await world.read();
  world.now += 60 * minutes;
  world.org.update(world.admin, 'Opportunity', world.some(3), { Amount: 1.01 });
  world.org.insert(world.admin, 'Opportunity', deal);
  world.org.delete(world.admin, 'Opportunity', world.some(10));
  world.org.update(world.admin, 'Opportunity', world.some(20), { CloseDate: '2011-01-01', StageName: 'Closed Lost' });
  const parent = String(world.org.table('Opportunity').rows.get(world.some(30))?.['AccountId']);
  world.org.update(world.admin, 'Account', parent, { Name: 'Another name' });
  const compare = async (): Promise<ObjectVerified> => {
    const rest = world.rest();
    const store = Store.toRead(world.dir);
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
  const silent = world.org.table('Opportunity').rows.get(world.some(41)) as Row;
  world.org.put('Opportunity', { ...world.org.table('Opportunity').rows.copy(silent), Amount: 2.02 });
  let unknown = '';
  world.late(2 * 60 * minutes, () => (unknown = String(world.org.insert(world.admin, 'Opportunity', deal)['Id'])));
  expect((await compare()).differences).toEqual([
    { object: 'Opportunity', id: unknown, what: 'not in the store' },
    { object: 'Opportunity', id: silent['Id'], what: ['Amount'] },
  ]);
});
