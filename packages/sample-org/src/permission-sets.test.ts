// Permission sets: what came by a deploy is seen and changed by whom one lets, and by nobody else.
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from './server.ts';
import { ask, query } from './testing.ts';

const metadata = fileURLToPath(new URL('../../../manifests/force-app/main/default', import.meta.url));
const body = { Key__c: 'priya', Name: 'Priya', Body__c: '{}', AsOf__c: '2026-04-13' };
let org: SampleOrg;
const admin = (): string => org.users[0]?.username ?? '';
const rep = 'priya.nair@harborline.example';
const idOf = (username: string): string => org.users.find((user) => user.username === username)?.id ?? '';

/** Takes all permission sets from a person, and gives them one. */
async function give(username: string, set: string | null): Promise<void> {
  const { records } = await query(
    org,
    admin(),
    `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${idOf(username)}'`,
  );
  for (const { Id } of records)
    await ask(org, admin(), `sobjects/PermissionSetAssignment/${String(Id)}`, { method: 'DELETE' });
  if (set === null) return;
  const [found] = (await query(org, admin(), `SELECT Id FROM PermissionSet WHERE Name = '${set}'`)).records;
  const given = await ask(org, admin(), 'sobjects/PermissionSetAssignment', {
    method: 'POST',
    body: { AssigneeId: idOf(username), PermissionSetId: found?.['Id'] },
  });
  expect(given.status).toBe(201);
}

let snapshot: string;
beforeAll(async () => {
  org = await startSampleOrg({ metadata });
  const made = await ask(org, admin(), 'sobjects/QuotientSnapshot__c', {
    method: 'POST',
    body: { ...body, OwnerId: idOf(rep), Payee__c: idOf(rep) },
  });
  snapshot = (made.body as { id: string }).id;
});
afterAll(() => org.close());

describe('a person without a permission set', () => {
  beforeAll(() => give(rep, null));

  test('finds no object: not to query, not to describe, not to list', async () => {
    const answer = await ask(org, rep, 'query?q=SELECT+Id+FROM+QuotientSnapshot__c');
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_TYPE' }] });
    expect((await ask(org, rep, 'sobjects/QuotientSnapshot__c/describe')).status).toBe(404);
    expect((await ask(org, rep, `sobjects/QuotientSnapshot__c/${snapshot}`)).status).toBe(404);
    const { sobjects } = (await ask(org, rep, 'sobjects')).body as { sobjects: { name: string }[] };
    expect(sobjects.map(({ name }) => name)).not.toContain('QuotientSnapshot__c');
    expect(sobjects.map(({ name }) => name)).toContain('Opportunity');
  });
});

describe('a person with QuotientRep', () => {
  beforeAll(() => give(rep, 'QuotientRep'));

  test('reads the own snapshot with its fields', async () => {
    const { records } = await query(org, rep, 'SELECT Id, Key__c, Body__c, Payee__r.Name FROM QuotientSnapshot__c');
    expect(records).toMatchObject([{ Id: snapshot, Key__c: 'priya', Body__c: '{}', Payee__r: { Name: 'Priya Nair' } }]);
  });

  test('changes nothing: not the record, not by another one', async () => {
    const path = `sobjects/QuotientSnapshot__c/${snapshot}`;
    const change = await ask(org, rep, path, { method: 'PATCH', body: { Body__c: 'mine' } });
    expect(change).toMatchObject({ status: 400, body: [{ errorCode: 'INSUFFICIENT_ACCESS_OR_READONLY' }] });
    expect((await ask(org, rep, path, { method: 'DELETE' })).status).toBe(400);
    const another = await ask(org, rep, 'sobjects/QuotientSnapshot__c', { method: 'POST', body: { Key__c: 'x' } });
    expect(another).toMatchObject({
      status: 400,
      body: [
        { errorCode: 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', message: expect.stringMatching(/Quotient Snapshot/) },
      ],
    });
    expect((await query(org, admin(), 'SELECT Body__c FROM QuotientSnapshot__c')).records).toMatchObject([
      { Body__c: '{}' },
    ]);
  });

  test('does not see the object that the set does not name', async () => {
    expect((await ask(org, rep, 'sobjects/QuotientQuota__c/describe')).status).toBe(404);
  });

  test('cannot give itself more', async () => {
    const [set] = (await query(org, rep, "SELECT Id FROM PermissionSet WHERE Name = 'QuotientConnector'")).records;
    const own = { AssigneeId: idOf(rep), PermissionSetId: set?.['Id'] };
    expect(
      (await ask(org, rep, 'sobjects/PermissionSetAssignment', { method: 'POST', body: own })).status,
    ).toBeGreaterThanOrEqual(400);
  });

  test('describe says what may be done', async () => {
    const own = (await ask(org, rep, 'sobjects/QuotientSnapshot__c/describe')).body as Described;
    expect(own).toMatchObject({ queryable: true, createable: false, updateable: false, deletable: false });
    expect(own.fields.find(({ name }) => name === 'Body__c')).toMatchObject({ createable: false, updateable: false });
  });
});

describe('an administrator without a permission set', () => {
  beforeAll(() => give(admin(), null));
  afterAll(() => give(admin(), 'QuotientConnector'));

  test('uses the object, and sees of its fields those that must not be empty', async () => {
    const { fields, ...own } = (await ask(org, admin(), 'sobjects/QuotientSnapshot__c/describe')).body as Described;
    expect(own).toMatchObject({ createable: true });
    expect(fields.filter(({ custom }) => custom).map(({ name }) => name)).toEqual(['Key__c']);
    const answer = await ask(org, admin(), 'query?q=SELECT+Body__c+FROM+QuotientSnapshot__c');
    expect(answer).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_FIELD' }] });
    expect((await ask(org, admin(), `sobjects/QuotientSnapshot__c/${snapshot}`)).body).not.toHaveProperty('Body__c');
    const write = await ask(org, admin(), `sobjects/QuotientSnapshot__c/${snapshot}`, {
      method: 'PATCH',
      body: { Body__c: 'x' },
    });
    expect(write).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_FIELD' }] });
  });
});

describe('a person with QuotientConnector, who is no administrator', () => {
  beforeAll(() => give(rep, 'QuotientConnector'));

  test('writes snapshots of others, sees and deletes them', async () => {
    const other = org.users.at(-1)?.id;
    const upsert = await ask(org, rep, 'composite/sobjects/QuotientSnapshot__c/Key__c', {
      method: 'PATCH',
      body: {
        allOrNone: true,
        records: [{ attributes: { type: 'QuotientSnapshot__c' }, Key__c: 'other', Name: 'o', Payee__c: other }],
      },
    });
    expect(upsert.body).toMatchObject([{ success: true, created: true }]);
    const { id } = (upsert.body as { id: string }[])[0] ?? { id: '' };
    await ask(org, admin(), `sobjects/QuotientSnapshot__c/${id}`, { method: 'PATCH', body: { OwnerId: other } });
    const path = `sobjects/QuotientSnapshot__c/${id}`;
    expect((await ask(org, rep, path, { method: 'PATCH', body: { Version__c: '2' } })).status).toBe(204);
    expect(
      (await query(org, rep, "SELECT Version__c FROM QuotientSnapshot__c WHERE Key__c = 'other'")).records,
    ).toMatchObject([{ Version__c: '2' }]);
    expect((await ask(org, rep, path, { method: 'DELETE' })).status).toBe(204);
  });

  test('reads beside a field what its metadata says as help', async () => {
    const { fields } = (await ask(org, rep, 'sobjects/QuotientQuota__c/describe')).body as Described;
    const helpOf = (field: string) => fields.find(({ name }) => name === field)?.inlineHelpText;
    expect(helpOf('Period__c')).toMatch(/^A window of the component: 2026-03, 2026-Q1,/);
    expect(helpOf('Payee__c')).toBeNull();
  });
});

test('nobody has a permission set twice', async () => {
  const [one] = (await query(org, admin(), 'SELECT AssigneeId, PermissionSetId FROM PermissionSetAssignment')).records;
  const { AssigneeId, PermissionSetId } = one ?? {};
  const again = await ask(org, admin(), 'sobjects/PermissionSetAssignment', {
    method: 'POST',
    body: { AssigneeId, PermissionSetId },
  });
  expect(again).toMatchObject({
    status: 400,
    body: [{ errorCode: 'DUPLICATE_VALUE', message: expect.stringMatching(/^Duplicate PermissionSetAssignment/) }],
  });
});

test('in an org that has just begun, everybody has the set of what they do', async () => {
  const fresh = await startSampleOrg({ metadata });
  try {
    const { records } = await query(
      fresh,
      fresh.users[0]?.username ?? '',
      'SELECT Assignee.Username, PermissionSet.Name FROM PermissionSetAssignment',
    );
    const sets = new Map(
      (records as unknown as { Assignee: { Username: string }; PermissionSet: { Name: string } }[]).map((row) => [
        row.Assignee.Username,
        row.PermissionSet.Name,
      ]),
    );
    expect(sets.size).toBe(fresh.users.length);
    expect(sets.get(rep)).toBe('QuotientRep');
    expect(sets.get(fresh.users[0]?.username ?? '')).toBe('QuotientConnector');
    expect([...sets.values()].filter((name) => name === 'QuotientManager').length).toBeGreaterThan(1);
  } finally {
    await fresh.close();
  }
});

interface Described {
  readonly fields: readonly {
    readonly name: string;
    readonly custom: boolean;
    readonly inlineHelpText: string | null;
  }[];
}
