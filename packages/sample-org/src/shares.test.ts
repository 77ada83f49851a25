// Organization-wide defaults, the hierarchy and sharing rows: what each of them opens, and what it leaves shut.
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg, type SampleOrgOptions } from './server.ts';
import { ask, query } from './testing.ts';

const metadata = fileURLToPath(new URL('../../../manifests/force-app/main/default', import.meta.url));
const object = 'QuotientSnapshot__c';
const share = 'QuotientSnapshot__Share';

/** An org with Priya's snapshot, and who is asked about it. */
async function started(options: SampleOrgOptions = {}) {
  const org = await startSampleOrg({ metadata, ...options });
  const admin = org.users[0]?.username ?? '';
  const { records } = await query(
    org,
    admin,
    'SELECT Id, Name, Username, Manager.Username FROM User WHERE IsActive = true',
  );
  const named = (name: string) => records.find(({ Name }) => Name === name) ?? {};
  const priya = named('Priya Nair');
  const made = await ask(org, admin, `sobjects/${object}`, {
    method: 'POST',
    body: {
      Key__c: 'k',
      Name: 'Priya',
      Body__c: '{}',
      AsOf__c: '2026-04-13',
      OwnerId: priya['Id'],
      Payee__c: priya['Id'],
    },
  });
  const snapshot = (made.body as { id: string }).id;
  const other = records.find(
    ({ Username, Manager }) => Manager && Username !== priya['Username'] && !isBelow(Username),
  );
  /** Does somebody lead anybody? */
  function isBelow(username: unknown): boolean {
    return records.some((one) => (one['Manager'] as { Username: string } | null)?.Username === username);
  }
  const people = {
    admin,
    rep: String(priya['Username']),
    manager: (priya['Manager'] as { Username: string }).Username,
    other: String(other?.['Username']),
  };
  const idOf = (username: string): string => String(records.find(({ Username }) => Username === username)?.['Id']);
  const sees = async (username: string): Promise<boolean> => {
    const found = (await query(org, username, `SELECT Id FROM ${object}`)).totalSize === 1;
    expect((await ask(org, username, `sobjects/${object}/${snapshot}`)).status).toBe(found ? 200 : 404);
    return found;
  };
  const give = (by: string, to: string, more: object = {}) =>
    ask(org, by, `sobjects/${share}`, {
      method: 'POST',
      body: { ParentId: snapshot, UserOrGroupId: idOf(to), AccessLevel: 'Read', ...more },
    });
  return { org, snapshot, people, idOf, sees, give };
}
type World = Awaited<ReturnType<typeof started>>;

let world: World;
let org: SampleOrg;
beforeAll(async () => {
  world = await started();
  org = world.org;
});
afterAll(() => org.close());

test('a private record is its owner’s and that of those above', async () => {
  const { people, sees } = world;
  expect(await Promise.all([people.rep, people.manager, people.admin, people.other].map(sees))).toEqual([
    true,
    true,
    true,
    false,
  ]);
});

test('a sharing row opens it to read, until it is deleted', async () => {
  const { people, sees, give, snapshot } = world;
  const made = await give(people.admin, people.other);
  expect(made.status).toBe(201);
  expect(await sees(people.other)).toBe(true);
  const change = await ask(org, people.other, `sobjects/${object}/${snapshot}`, {
    method: 'PATCH',
    body: { Body__c: 'x' },
  });
  expect(change).toMatchObject({ status: 400, body: [{ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }] });
  const { records } = await query(org, people.rep, `SELECT RowCause, AccessLevel FROM ${share}`);
  expect(records).toMatchObject([{ RowCause: 'Manual', AccessLevel: 'Read' }]);
  await ask(org, people.admin, `sobjects/${share}/${(made.body as { id: string }).id}`, { method: 'DELETE' });
  expect(await sees(people.other)).toBe(false);
});

test('what was shared by hand ends with its owner', async () => {
  const { people, sees, give, snapshot, idOf } = world;
  await give(people.admin, people.other);
  const own = (OwnerId: string) =>
    ask(org, people.admin, `sobjects/${object}/${snapshot}`, { method: 'PATCH', body: { OwnerId } });
  await own(idOf(people.admin));
  expect([await sees(people.other), await sees(people.rep)]).toEqual([false, false]);
  await own(idOf(people.rep));
  expect([await sees(people.other), await sees(people.rep)]).toEqual([false, true]);
});

test.each([
  ['by the owner, who may not edit', 'rep', {}, 'INSUFFICIENT_ACCESS_OR_READONLY'],
  ['by somebody who does not see it', 'other', {}, 'INVALID_CROSS_REFERENCE_KEY'],
  ['to own it', 'admin', { AccessLevel: 'All' }, 'FIELD_INTEGRITY_EXCEPTION'],
  ['for a cause of the org', 'admin', { RowCause: 'Owner' }, 'FIELD_INTEGRITY_EXCEPTION'],
] as const)('it is not shared %s', async (_, by, more, errorCode) => {
  const answer = await world.give(world.people[by], world.people.other, more);
  expect(answer).toMatchObject({ status: 400, body: [{ errorCode }] });
  expect(await world.sees(world.people.other)).toBe(false);
});

describe('UserRecordAccess', () => {
  const soql = (id: string, record: string): string =>
    `SELECT RecordId, HasReadAccess, HasEditAccess, MaxAccessLevel FROM UserRecordAccess WHERE UserId = '${id}' AND RecordId = '${record}'`;
  test.each([
    ['rep', { HasReadAccess: true, HasEditAccess: false, MaxAccessLevel: 'Read' }],
    ['admin', { HasReadAccess: true, HasEditAccess: true, MaxAccessLevel: 'All' }],
    ['other', { HasReadAccess: false, HasEditAccess: false, MaxAccessLevel: 'None' }],
  ] as const)('of the %s', async (who, access) => {
    const { people, idOf, snapshot } = world;
    const id = idOf(people[who]);
    for (const by of [people[who], people.admin])
      expect((await query(org, by, soql(id, snapshot))).records).toMatchObject([{ RecordId: snapshot, ...access }]);
  });
  test('of others is for who sees all', async () => {
    const { people, idOf, snapshot } = world;
    expect((await query(org, people.other, soql(idOf(people.rep), snapshot))).records).toEqual([]);
    const all = await ask(org, people.other, `query?q=${encodeURIComponent('SELECT RecordId FROM UserRecordAccess')}`);
    expect(all).toMatchObject({ status: 400, body: [{ errorCode: 'MALFORMED_QUERY' }] });
  });
});

describe('without the hierarchy', () => {
  let world: World;
  beforeAll(async () => {
    world = await started({ sharing: { [object]: { hierarchies: false } } });
  });
  afterAll(() => world.org.close());

  test('a manager sees what was given to them, and nothing else', async () => {
    const { people, sees, give } = world;
    expect([await sees(people.rep), await sees(people.manager), await sees(people.admin)]).toEqual([true, false, true]);
    await give(people.admin, people.manager);
    expect([await sees(people.manager), await sees(people.other)]).toEqual([true, false]);
  });
});

test('where all may read, everybody with the permission does', async () => {
  const { org, people, sees, give } = await started({ sharing: { [object]: { model: 'read' } } });
  expect(await sees(people.other)).toBe(true);
  expect(await give(people.admin, people.other)).toMatchObject({
    status: 400,
    body: [{ errorCode: 'FIELD_INTEGRITY_EXCEPTION' }],
  });
  await org.close();
});

test('an org does not start with defaults of what it has not', async () => {
  await expect(startSampleOrg({ metadata, sharing: { Nothing__c: { model: 'read' } } })).rejects.toThrow(
    'Nothing__c has no sharing of its own',
  );
});
