// Owners: who may not read records of an object is given none of them, by whatever way they are written.
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from './server.ts';
import { ask, query } from './testing.ts';

const metadata = fileURLToPath(new URL('../../../manifests/force-app/main/default', import.meta.url));
const object = 'QuotientSnapshot__c';
let org: SampleOrg;
let [admin, reader, stranger] = ['', '', ''];
const idOf = (username: string): string => org.users.find((user) => user.username === username)?.id ?? '';
const row = (key: string, owner: string) => ({ Key__c: key, Name: key, AsOf__c: '2026-04-13', OwnerId: idOf(owner) });

beforeAll(async () => {
  org = await startSampleOrg({ metadata });
  admin = org.users[0]?.username ?? '';
  [reader, stranger] = ['priya.nair@harborline.example', org.users.at(-1)?.username ?? ''];
  const given = await query(
    org,
    admin,
    `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${idOf(stranger)}'`,
  );
  for (const { Id } of given.records)
    await ask(org, admin, `sobjects/PermissionSetAssignment/${String(Id)}`, { method: 'DELETE' });
});
afterAll(() => org.close());

const post = (path: string, body: unknown) => ask(org, admin, path, { method: 'POST', body });
const patch = (path: string, body: unknown) => ask(org, admin, path, { method: 'PATCH', body });
const typed = (values: object) => ({ records: [{ attributes: { type: object }, ...values }] });

/** The lines that a bulk job upserted and those that it refused. */
async function byJob(values: ReturnType<typeof row>): Promise<string> {
  const job = { object, operation: 'upsert', externalIdFieldName: 'Key__c' };
  const { id } = (await post('jobs/ingest', job)).body as { id: string };
  const token = org.users[0]?.accessToken ?? '';
  const path = `${org.url}/services/data/v66.0/jobs/ingest/${id}`;
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'text/csv' };
  const csv = `${Object.keys(values).join(',')}\n${Object.values(values).join(',')}\n`;
  await fetch(`${path}/batches`, { method: 'PUT', headers, body: csv });
  await patch(`jobs/ingest/${id}`, { state: 'UploadComplete' });
  for (let state = ''; state !== 'JobComplete';)
    ({ state } = (await ask(org, admin, `jobs/ingest/${id}`)).body as { state: string });
  return (await fetch(`${path}/failedResults`, { headers })).text();
}

const ways: Readonly<Record<string, (key: string, owner: string) => Promise<unknown>>> = {
  create: async (key, owner) => (await post(`sobjects/${object}`, row(key, owner))).body,
  'create for a page': async (key, owner) =>
    (await post('ui-api/records', { apiName: object, fields: row(key, owner) })).body,
  'collection created': async (key, owner) => (await post('composite/sobjects', typed(row(key, owner)))).body,
  'collection upserted': async (key, owner) =>
    (await patch(`composite/sobjects/${object}/Key__c`, typed(row(key, owner)))).body,
  'upsert by key': async (key, owner) => {
    const { Key__c, ...values } = row(key, owner);
    return (await patch(`sobjects/${object}/Key__c/${Key__c}`, values)).body;
  },
  'bulk job': (key, owner) => byJob(row(key, owner)),
  transfer: async (key, owner) => {
    const { id } = (await post(`sobjects/${object}`, row(key, admin))).body as { id: string };
    return (await patch(`sobjects/${object}/${id}`, { OwnerId: idOf(owner) })).body;
  },
  'collection transferred': async (key, owner) => {
    const { id } = (await post(`sobjects/${object}`, row(key, admin))).body as { id: string };
    return (await patch('composite/sobjects', typed({ Id: id, OwnerId: idOf(owner) }))).body;
  },
};

test.each(Object.entries(ways))('%s', async (name, way) => {
  const said = async (owner: string): Promise<string> => JSON.stringify(await way(`${name} ${owner}`, owner));
  expect(await said(stranger)).toMatch(
    /TRANSFER_REQUIRES_READ.*The new owner must have read permission|The new owner must have read permission.*TRANSFER_REQUIRES_READ/,
  );
  const { records } = await query(org, admin, `SELECT Id FROM ${object} WHERE OwnerId = '${idOf(stranger)}'`);
  expect(records).toEqual([]);
  expect(await said(reader)).not.toContain('TRANSFER_REQUIRES_READ');
  const { totalSize } = await query(org, admin, `SELECT Id FROM ${object} WHERE Key__c = '${name} ${reader}'`);
  expect(totalSize).toBe(1);
});

test('who has lost the right keeps what they own, which may be changed as before', async () => {
  const { id } = (await post(`sobjects/${object}`, row('lost', reader))).body as { id: string };
  const { records } = await query(
    org,
    admin,
    `SELECT Id FROM PermissionSetAssignment WHERE AssigneeId = '${idOf(reader)}'`,
  );
  for (const { Id } of records)
    await ask(org, admin, `sobjects/PermissionSetAssignment/${String(Id)}`, { method: 'DELETE' });
  const changed = await patch(`sobjects/${object}/${id}`, { Name: 'Changed', OwnerId: idOf(reader) });
  expect(changed.status).toBe(204);
});

test('objects that came by no deploy are open to everybody, and so are theirs to own', async () => {
  const deal = { Name: 'Deal', StageName: 'Proposal', CloseDate: '2026-05-01', OwnerId: idOf(stranger) };
  expect((await post('sobjects/Opportunity', deal)).status).toBe(201);
});
