// Publishing: into the sample org over the real protocol, with what can go wrong on the way.
import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { publication, type CrmRecord, type Snapshot } from '@quotient/calc';
import { startSampleOrg, viewers, type Fault, type FaultKind, type SampleOrg, type Viewer } from '@quotient/sample-org';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { asOfDay, readBookOf, snapshotsOf, type SyncedBook } from '../book.ts';
import { readFolder } from '../folder/folder.ts';
import { Rest } from '../org/rest.ts';
import { sync } from '../sync/sync.ts';
import { ingestRows } from './ingest.ts';
import { publish, type PublishOptions, type PublishResult } from './publish.ts';
import { publishedOf } from './published.ts';
import { publishSynced } from './publishing.ts';
import { removeRows, upsertRows } from './collections.ts';

const path = (relative: string): string => fileURLToPath(new URL(`../../../${relative}`, import.meta.url));
let org: SampleOrg;
let admin: Viewer;
let dir: string;
let synced: SyncedBook;
let snapshots: Snapshot[];
beforeAll(async () => {
  const first = await startSampleOrg();
  dir = mkdtempSync(join(tmpdir(), 'quotient-publish-'));
  cpSync(path('packages/sample-org/company'), dir, { recursive: true });
  const { plans, settings } = readFolder(dir);
  await sync(restOf(first), plans, dir, { settings });
  await first.close();
  synced = readBookOf(readFolder(dir), asOfDay(readFolder(dir)));
  snapshots = snapshotsOf(synced).filter(({ payee }) => synced.people.isActive(payee.Id));
}, 120_000);
afterAll(() => rmSync(dir, { recursive: true }));
beforeEach(async () => {
  org = await startSampleOrg({ metadata: path('manifests/force-app/main/default'), faults: true });
  admin = viewers(org.org)(org.users[0]?.id ?? '') as Viewer;
  return () => org.close();
});

const restOf = (one: SampleOrg): Rest =>
  new Rest(
    { instanceUrl: one.url, accessToken: one.users[0]?.accessToken ?? '', name: 'sample' },
    { wait: () => Promise.resolve() },
  );
const published = (object: string): CrmRecord[] =>
  [...org.org.table(object).rows.values()].filter(({ IsDeleted }) => IsDeleted !== true);
const publishAll = (list = snapshots, options: PublishOptions = {}): Promise<PublishResult> =>
  publish(restOf(org), synced.book.plans, list, options);
/** The same of somebody with another figure. */
const changed = (one: Snapshot): Snapshot => ({
  ...one,
  inputs: [...(one.inputs ?? '')].toReversed().join(''),
  asOf: '2026-04-14',
});
const snapshotKeys = (list: readonly Snapshot[]): string[] =>
  list.map(({ payee }) => `QuotientSnapshot__c ${payee.Id}`).toSorted();

/** Everybody has one record, which is theirs and says what it should. */
function expectAll(list: readonly Snapshot[]): void {
  const rows = published('QuotientSnapshot__c');
  expect(rows.map(({ Key__c }) => String(Key__c)).toSorted()).toEqual(list.map(({ payee }) => payee.Id).toSorted());
  for (const row of rows) {
    const own = list.find(({ payee }) => payee.Id === row['Key__c']);
    expect(row).toMatchObject({ OwnerId: row['Key__c'], InputsHash__c: own?.inputs, Payee__c: row['Key__c'] });
    expect(row['Body__c']).toBe(JSON.stringify(own && publication(own)));
  }
}

describe.each<[way: string, options: PublishOptions]>([
  ['collections', {}],
  ['bulk jobs', { mostCalls: 0 }],
])('by %s', (way, options) => {
  test('each person gets one record of their own, and only what changed is written again', async () => {
    const first = await publishAll(snapshots, options);
    expect(first).toMatchObject({ by: way === 'collections' ? 'REST' : 'Bulk', updated: [], removed: [] });
    expectAll(snapshots);
    const stamps = published('QuotientSnapshot__c').map(({ SystemModstamp }) => SystemModstamp);
    const again = await publishAll(snapshots, options);
    expect(again).toMatchObject({ created: [], updated: [], removed: [], unchanged: first.created.length, by: null });
    expect(published('QuotientSnapshot__c').map(({ SystemModstamp }) => SystemModstamp)).toEqual(stamps);

    const [one, two] = snapshots as [Snapshot, Snapshot];
    const next = [changed(one), changed(two), ...snapshots.slice(2)];
    expect((await publishAll(next, options)).updated.toSorted()).toEqual(snapshotKeys([one, two]));
    expectAll(next);
  });

  const routes =
    way === 'collections' ? ['collections'] : ['ingestCreate', 'ingestUpload', 'ingestClose', 'ingestPoll'];
  const kinds: FaultKind[] = ['lostAnswer', 'resetBeforeAnswer', 'unavailable', 'sessionExpired'];
  test.each(
    routes.flatMap((route) =>
      [
        ...kinds,
        ...(route === 'collections' ? (['rowLocked'] as const) : []),
        ...(route === 'ingestPoll' ? (['jobFailed', 'jobAborted', 'totalChanges', 'jobGone'] as const) : []),
      ].map((kind) => ({ route, kind })),
    ),
  )('$kind at $route loses nothing and doubles nothing', async ({ route, kind }) => {
    org.inject([{ route, kind, at: kind === 'totalChanges' ? 'last' : 1 } as Fault]);
    const [me] = org.users;
    const refresh = async (): Promise<string> => {
      const form = { grant_type: 'password', username: me?.username ?? '', password: 'sample' };
      const answer = await fetch(`${org.url}/services/oauth2/token`, {
        method: 'POST',
        body: new URLSearchParams(form),
      });
      return ((await answer.json()) as { access_token: string }).access_token;
    };
    const login = { instanceUrl: org.url, accessToken: me?.accessToken ?? '', name: 'sample', refresh };
    await publish(new Rest(login, { wait: () => Promise.resolve() }), synced.book.plans, snapshots, options);
    expect(org.faults().map(({ fired }) => fired.length)).toEqual([1]);
    expectAll(snapshots);
  });

  test('rows that the org refuses are named, and keep nothing else back', async () => {
    const [gone] = snapshots as [Snapshot];
    org.org.update(admin, 'User', gone.payee.Id, { IsActive: false });
    await expect(publishAll(snapshots, options)).rejects.toMatchObject({
      code: 'refused',
      exitCode: 65,
      message: expect.stringMatching(new RegExp(`1 of \\d+ rows were not published: ${gone.payee.Id}: .*inactive`)),
    });
    expectAll(snapshots.slice(1));
  });
});

test('what is of nobody any more is taken away, but never very much of it unasked', async () => {
  await publishAll();
  const [one, two] = snapshots as [Snapshot, Snapshot];
  expect((await publishAll(snapshots.slice(2))).removed.toSorted()).toEqual(snapshotKeys([one, two]));
  expectAll(snapshots.slice(2));

  const few = snapshots.slice(2, 8);
  const before = published('QuotientSnapshot__c');
  await expect(publishAll(few.map(changed))).rejects.toMatchObject({ code: 'lost-snapshots', exitCode: 65 });
  expect(published('QuotientSnapshot__c')).toEqual(before);
  expect(await publishAll(few, { keepsOthers: true })).toMatchObject({ removed: [] });
  expectAll(snapshots.slice(2));
  await publishAll(few, { acceptsLoss: true });
  expectAll(few);
});

test('plans that are gone are taken away; people of a plan that is left out, and it, stay', async () => {
  await publishAll();
  const [plan] = synced.book.plans;
  const stays = { snapshots: new Set([snapshots[0]?.payee.Id ?? '']), plans: new Set([plan?.id ?? '']) };
  const result = await publish(restOf(org), synced.book.plans.slice(2), snapshots.slice(1), { stays });
  expect(result.removed).toEqual([`QuotientPlan__c ${synced.book.plans[1]?.id}`]);
  expectAll(snapshots);
});

test('somebody else’s hand on a record is undone: its owner is the payee again', async () => {
  await publishAll();
  const [row] = published('QuotientSnapshot__c');
  org.org.update(admin, 'QuotientSnapshot__c', String(row?.['Id']), { OwnerId: admin.id });
  expect((await publishAll()).updated).toEqual([`QuotientSnapshot__c ${String(row?.['Key__c'])}`]);
  expectAll(snapshots);
});

test('a dry run says what would be other, person by person, and writes nothing', async () => {
  expect(await publishAll(snapshots, { dryRun: true })).toMatchObject({ dryRun: true, differences: [] });
  expect(published('QuotientSnapshot__c')).toEqual([]);
  await publishAll();
  const before = published('QuotientSnapshot__c');
  const [one] = snapshots.filter(({ plans }) => plans[0]?.standing) as [Snapshot];
  const [plan] = one.plans as [Snapshot['plans'][number]];
  const other = {
    ...changed(one),
    plans: [{ ...plan, standing: { ...plan.standing, earned: '1.00' } }, ...one.plans.slice(1)],
  } as Snapshot;
  const result = await publishAll([other, ...snapshots.filter((each) => each !== one)], { dryRun: true });
  expect(result.updated).toEqual(snapshotKeys([one]));
  expect(result.differences).toEqual([
    expect.objectContaining({
      payee: one.payee.Id,
      name: one.payee.Name,
      plan: plan.plan.id,
      earned: [plan.standing?.earned, '1.00'],
      asOf: [one.asOf, '2026-04-14'],
    }),
  ]);
  expect(published('QuotientSnapshot__c')).toEqual(before);
});

test('a snapshot that the field cannot hold is named, what was published stays, and the others are written', async () => {
  await publishAll();
  const [one, ...others] = snapshots as [Snapshot, ...Snapshot[]];
  const large = { ...changed(one), payee: { ...one.payee, Title: 'x'.repeat(131_072) } };
  await expect(publishAll([large, ...others.map(changed)])).rejects.toMatchObject({
    code: 'refused',
    message: expect.stringContaining("the org's field holds 131072"),
  });
  expectAll([one, ...others.map(changed)]);
});

test('people who have left are not published to, and are named', async () => {
  await publishAll();
  const [gone] = snapshots as [Snapshot];
  const people = { ...synced.people, isActive: (id: string) => id !== gone.payee.Id && synced.people.isActive(id) };
  const result = await publishSynced(restOf(org), dir, { ...synced, people }, {});
  expect(result).toMatchObject({ removed: snapshotKeys([gone]), gone: expect.arrayContaining([gone.payee.Name]) });
  expectAll(snapshots.slice(1));
});

test('two do not publish from one folder at once; a dry run looks on', async () => {
  const first = publishSynced(restOf(org), dir, synced, {});
  await expect(publishSynced(restOf(org), dir, synced, {})).rejects.toMatchObject({
    code: 'locked',
    exitCode: 75,
    message: `Another command is publishing from ${dir}.`,
  });
  expect(await publishSynced(restOf(org), dir, synced, { dryRun: true })).toMatchObject({ run: null });
  expect((await first).created.length).toBeGreaterThan(snapshots.length);
  expect(await publishSynced(restOf(org), dir, synced, {})).toMatchObject({ created: [], updated: [] });
  expectAll(snapshots);
});

describe('where managers lead, those above a payee read the snapshot, and nobody else', () => {
  const readersOf = (id: string): string[] =>
    viewersOf.filter(({ viewer }) => viewer && sees(viewer, id)).map((one) => one.id);
  let viewersOf: { id: string; viewer: Viewer | undefined }[];
  const sees = (viewer: Viewer, payee: string): boolean =>
    published('QuotientSnapshot__c').some(
      (row) => row['Key__c'] === payee && org.org.sees(viewer, org.org.table('QuotientSnapshot__c').type, row as never),
    );
  beforeEach(() => {
    // Roles put nobody above anybody here.
    for (const { id } of org.users) org.org.put('User', { ...org.org.table('User').rows.any(id), UserRoleId: null });
    viewersOf = org.users
      .map(({ id }) => ({ id, viewer: viewers(org.org)(id) }))
      .filter(({ viewer }) => !viewer?.seesAll);
  });
  const deepest = (): Snapshot =>
    snapshots.toSorted(
      (a, b) => synced.people.above(b.payee.Id).size - synced.people.above(a.payee.Id).size,
    )[0] as Snapshot;
  const expected = (id: string, above = synced.people.above(id)): string[] =>
    viewersOf.map((one) => one.id).filter((one) => one === id || above.has(one));

  test('by shares that are made once', async () => {
    const first = await publishSynced(restOf(org), dir, synced, {});
    expect(first.shared[0]).toBeGreaterThan(snapshots.length);
    for (const { payee } of snapshots) expect(readersOf(payee.Id)).toEqual(expected(payee.Id));
    expect(await publishSynced(restOf(org), dir, synced, {})).toMatchObject({ shared: [0, 0], updated: [] });
  });

  test('and no longer once somebody else leads; a share with somebody else by name ends too', async () => {
    await publishSynced(restOf(org), dir, synced, {});
    const { Id } = deepest().payee;
    const [stranger] = viewersOf.filter(({ id }) => !synced.people.above(id).has(Id) && !expected(Id).includes(id));
    const [row] = published('QuotientSnapshot__c').filter(({ Key__c }) => Key__c === Id);
    org.org.insert(admin, 'QuotientSnapshot__Share', {
      ParentId: row?.['Id'],
      UserOrGroupId: stranger?.id,
      AccessLevel: 'Read',
    });
    expect(readersOf(Id)).toContain(stranger?.id);
    const above = new Set<string>();
    const people = { ...synced.people, above: (id: string) => (id === Id ? above : synced.people.above(id)) };
    const gone = synced.people.above(Id).size;
    expect(await publishSynced(restOf(org), dir, { ...synced, people }, { dryRun: true })).toMatchObject({
      shared: [0, gone + 1],
    });
    expect(readersOf(Id)).toContain(stranger?.id);
    expect(await publishSynced(restOf(org), dir, { ...synced, people }, {})).toMatchObject({ shared: [0, gone + 1] });
    expect(readersOf(Id)).toEqual([Id]);
  });

  test('also where an answer was lost, and where a record had another owner for a while', async () => {
    org.inject([{ route: 'collections', kind: 'lostAnswer', at: 3 }]);
    await publishSynced(restOf(org), dir, synced, {});
    expect(org.faults().map(({ fired }) => fired.length)).toEqual([1]);
    const [row] = published('QuotientSnapshot__c');
    org.org.update(admin, 'QuotientSnapshot__c', String(row?.['Id']), { OwnerId: admin.id });
    await publishSynced(restOf(org), dir, synced, {});
    for (const { payee } of snapshots) expect(readersOf(payee.Id)).toEqual(expected(payee.Id));
    const shares = published('QuotientSnapshot__Share').map(
      (one) => `${String(one['ParentId'])} ${String(one['UserOrGroupId'])}`,
    );
    expect(new Set(shares).size).toBe(shares.length);
  });

  test('where roles lead, nobody is given anything by name', async () => {
    await publishSynced(restOf(org), dir, synced, {});
    const result = await publishSynced(restOf(org), dir, { ...synced, hierarchy: 'roles' }, {});
    expect(result.shared[1]).toBeGreaterThan(0);
    expect(published('QuotientSnapshot__Share')).toEqual([]);
  });
});

test('nothing but objects of ours is ever written', async () => {
  const rest = restOf(org);
  const row = { Key__c: '1', Name: 'Not ours' };
  const before = published('Account');
  for (const write of [
    () => upsertRows(rest, 'Account', [row], () => undefined),
    () => ingestRows(rest, 'Account', [row], () => undefined),
    () => removeRows(rest, 'Account', [{ id: String(before[0]?.['Id']), key: '1', values: {} }], () => undefined),
    () => publishedOf(rest, 'Account', ['Name']),
  ])
    await expect(write()).rejects.toMatchObject({ code: 'not-ours' });
  expect(published('Account')).toEqual(before);
});

test('text of any kind arrives as it was, by both ways', async () => {
  const [one] = snapshots as [Snapshot];
  const name = "\"Zoë, \n'O'Neil'\" \\ <b>ﷺ</b> 🙂 #N/A";
  const own = { ...changed(one), payee: { ...one.payee, Name: name } };
  for (const mostCalls of [0, 50]) {
    await publishAll([{ ...own, inputs: String(mostCalls) }], { acceptsLoss: true, mostCalls });
    expect(published('QuotientSnapshot__c')[0]).toMatchObject({ Name: name, InputsHash__c: String(mostCalls) });
    expectAll([{ ...own, inputs: String(mostCalls) }]);
  }
});
