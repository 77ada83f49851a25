// Tasks: closed as their status says, seen with the record they are about, and about objects that allow activities alone.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fileURLToPath } from 'node:url';
import { startSampleOrg, type SampleOrg } from './server.ts';
import { ask, query } from './testing.ts';

let org: SampleOrg;
beforeAll(async () => {
  const metadata = fileURLToPath(new URL('../../../manifests/force-app/main/default', import.meta.url));
  org = await startSampleOrg({ metadata });
});
afterAll(() => org.close());

const of = (name: string): SampleOrg['users'][number] => {
  const found = org.users.find((one) => one.name === name);
  if (!found) throw new Error(`Nobody is called ${name}.`);
  return found;
};
const make = (user: string, object: string, body: object) =>
  ask(org, user, `sobjects/${object}`, { method: 'POST', body });

test('a task is closed once it is completed', async () => {
  const { username } = of('Jonas Weber');
  const { body } = await make(username, 'Task', { Subject: 'Open' });
  const { id } = body as { id: string };
  const state = async () =>
    (await query(org, username, `SELECT Status, Priority, IsClosed FROM Task WHERE Id = '${id}'`)).records[0];
  expect(await state()).toMatchObject({ Status: 'Not Started', Priority: 'Normal', IsClosed: false });
  await ask(org, username, `sobjects/Task/${id}`, { method: 'PATCH', body: { Status: 'Completed' } });
  expect(await state()).toMatchObject({ IsClosed: true });
});

test('a task of somebody else is seen with its record, and not without one', async () => {
  const [rep, manager] = [of('Jonas Weber'), of('Ingrid Sorensen')];
  const deals = await query(org, rep.username, `SELECT Id FROM Opportunity WHERE OwnerId = '${rep.id}' LIMIT 1`);
  const WhatId = deals.records[0]?.['Id'];
  await make(rep.username, 'Task', { Subject: 'With a record', OwnerId: manager.id, WhatId });
  await make(rep.username, 'Task', { Subject: 'Without one', OwnerId: manager.id });
  const subjects = async (user: string) =>
    (await query(org, user, "SELECT Subject FROM Task WHERE Subject LIKE 'With%' ORDER BY Subject")).records.map(
      ({ Subject }) => Subject,
    );
  expect(await subjects(manager.username)).toEqual(['With a record', 'Without one']);
  expect(await subjects(rep.username)).toEqual(['With a record']);
  expect(await subjects(of('Noah Bennett').username)).toEqual([]);
});

test('a task is about a record of an object that allows activities', async () => {
  const admin = org.users[0];
  const about = async (object: string, body: object) => {
    const made = (await make(admin?.username ?? '', object, body)).body as { id: string };
    return make(admin?.username ?? '', 'Task', { Subject: object, WhatId: made.id });
  };
  expect((await about('QuotientSnapshot__c', { Key__c: 'a', Name: 'A' })).status).toBe(201);
  expect((await about('QuotientPlan__c', { Key__c: 'a', Name: 'A' })).status).toBe(400);
});
