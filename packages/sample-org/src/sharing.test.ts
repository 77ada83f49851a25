// Private sharing: a person's token shows their own records and those of the people below them, and nothing else.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from './server.ts';
import { ask, everyRecord, query } from './testing.ts';

let org: SampleOrg;
let people: readonly { Id: string; Name: string; ManagerId: string | null; Username: string }[];
let owners: Map<string, string>;
const admin = (): string => org.users[0]?.username ?? '';
const named = (name: string) => {
  const found = people.find(({ Name }) => Name === name);
  if (!found) throw new Error(`Nobody is called ${name}.`);
  return found;
};
const below = (id: string): string[] =>
  people.filter(({ ManagerId }) => ManagerId === id).flatMap(({ Id }) => [Id, ...below(Id)]);

beforeAll(async () => {
  org = await startSampleOrg();
  people = (await query(org, admin(), 'SELECT Id, Name, ManagerId, Username FROM User'))
    .records as unknown as typeof people;
  const all = await everyRecord(org, admin(), 'SELECT Id, OwnerId FROM Opportunity');
  owners = new Map(all.map(({ Id, OwnerId }) => [String(Id), String(OwnerId)]));
});
afterAll(() => org.close());

describe.each(['Priya Nair', 'Ingrid Sorensen', 'Helena Lindqvist'])('%s', (name) => {
  test('sees the deals of herself and of those below her, and counts no others', async () => {
    const { Id, Username } = named(name);
    const seen = new Set([Id, ...below(Id)]);
    const mine = [...owners].filter(([, owner]) => seen.has(owner)).map(([deal]) => deal);
    const records = await everyRecord(org, Username, 'SELECT Id FROM Opportunity');
    expect(records.map((one) => String(one['Id'])).sort()).toEqual(mine.sort());
    expect((await query(org, Username, 'SELECT COUNT() FROM Opportunity')).totalSize).toBe(mine.length);
    const groups = await query(org, Username, 'SELECT OwnerId o, COUNT(Id) n FROM Opportunity GROUP BY OwnerId');
    expect(groups.records.every(({ o }) => seen.has(String(o)))).toBe(true);
    expect(groups.records.reduce((sum, { n }) => sum + Number(n), 0)).toBe(mine.length);
  });
});

test('somebody else’s deal is not there: not to read, not to change, not to delete', async () => {
  const { Id, Username } = named('Priya Nair');
  const [foreign] = [...owners].find(([, owner]) => owner !== Id) ?? [];
  const path = `sobjects/Opportunity/${foreign ?? ''}`;
  expect(await ask(org, Username, path)).toMatchObject({ status: 404, body: [{ errorCode: 'NOT_FOUND' }] });
  for (const [method, body] of [
    ['PATCH', { Amount: 1 }],
    ['DELETE', undefined],
  ] as const)
    expect((await ask(org, Username, path, { method, ...(body ? { body } : {}) })).status).toBeGreaterThanOrEqual(400);
  expect((await ask(org, admin(), path)).status).toBe(200);
});

test('a deal keeps its parents out of reach where the viewer may not see them', async () => {
  const { Username } = named('Priya Nair');
  const { records } = await query(org, Username, "SELECT Id FROM Opportunity WHERE Owner.Name = 'Daniel Brennan'");
  expect(records).toEqual([]);
});

test('an expired session sees nothing until it is renewed', async () => {
  const { Username } = named('Daniel Brennan');
  org.expire(Username);
  expect(await ask(org, Username, 'query?q=SELECT+Id+FROM+Opportunity')).toMatchObject({
    status: 401,
    body: [{ message: 'Session expired or invalid', errorCode: 'INVALID_SESSION_ID' }],
  });
});
