// A company in a sample org, with what the connector's user published for it, and one request after the other in somebody's name.
import { rmSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { startSampleOrg, viewers, type SampleOrg } from '@quotient/sample-org';
import { makeCompany, randomFrom, type Company, type Person } from './company.ts';
import { objects, Oracle, type Hierarchy, type ObjectName, type Thing } from './oracle.ts';

const metadata = fileURLToPath(new URL('../../manifests/force-app/main/default', import.meta.url));
export const base = '/services/data/v66.0';

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}
export interface Ask {
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface World {
  readonly org: SampleOrg;
  readonly company: Company;
  readonly things: readonly Thing[];
  readonly oracle: Oracle;
  readonly hierarchy: Hierarchy;
  readonly admin: Person;
  readonly connector: Person;
  /** A request in somebody's name, whose answer tells nothing of what they may not see. @throws Error where it does. */
  readonly ask: (person: Person, path: string, ask?: Ask) => Promise<Answer>;
  /** The same without looking at what is told. */
  readonly raw: (person: Person, path: string, ask?: Ask) => Promise<Answer>;
  close(): Promise<void>;
}

export interface Size {
  readonly people: number;
  readonly quotas: number;
}

/** @param seed the same company and records for the same seed */
export async function makeWorld(hierarchy: Hierarchy, { people, quotas }: Size, seed: number): Promise<World> {
  const random = randomFrom(seed);
  const company = makeCompany(people, random);
  const sharing = hierarchy === 'managers' ? { hierarchies: false } : {};
  const org = await startSampleOrg({
    data: company.folder,
    metadata,
    sharing: Object.fromEntries(objects.map((object) => [object, sharing])),
    limits: { DailyApiRequests: 10_000_000 },
  });
  const [admin, , connector, nobody, editor] = company.people as [Person, Person, Person, Person, Person];
  const tokens = new Map(org.users.map(({ id, accessToken }) => [id, accessToken]));
  const raw: World['raw'] = async ({ id }, path, { method = 'GET', body, headers = {} } = {}) => {
    const answer = await fetch(`${org.url}${path.startsWith('/') ? path : `${base}/${path}`}`, {
      method,
      headers: {
        authorization: `Bearer ${tokens.get(id) ?? ''}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    return { status: answer.status, text: await answer.text(), headers: answer.headers };
  };
  const given = await givePermissions(org, raw, company, { admin, connector, nobody, editor });
  const endReading = await letEverybodyRead(raw, company, admin);
  const things = await fill({ raw, company, admin, connector, random, quotas });
  await endReading();
  const viewer = viewers(org.org)(admin.id);
  if (!viewer) throw new Error('The administrator is not in the org.');
  for (const { object, id, gone } of things) if (gone === 'purged') org.org.purge(viewer, object, id);
  const oracle = new Oracle(company, hierarchy, things, given);
  if (hierarchy === 'managers') await share(raw, connector, things, oracle);
  const tell = teller(things, oracle);
  return {
    org,
    company,
    things,
    oracle,
    hierarchy,
    admin,
    connector,
    raw,
    ask: async (person, path, ask = {}) => {
      const answer = await raw(person, path, ask);
      tell(person, answer, `${path} ${JSON.stringify(ask)}`);
      return answer;
    },
    close: async () => {
      await org.close();
      rmSync(company.folder, { recursive: true });
    },
  };
}

/** Sets of the connector, of nobody and of the editor in place of those that everybody has; returns whose is which. */
async function givePermissions(
  org: SampleOrg,
  raw: World['raw'],
  { people }: Company,
  { admin, connector, nobody, editor }: Readonly<Record<'admin' | 'connector' | 'nobody' | 'editor', Person>>,
): Promise<Map<string, string>> {
  const create = (object: string, values: object): Promise<string> => createAs(raw, admin, object, values);
  const set = await create('PermissionSet', { Name: 'Editor', Label: 'Editor' });
  for (const SobjectType of objects) {
    await create('ObjectPermissions', {
      ParentId: set,
      SobjectType,
      PermissionsRead: true,
      PermissionsCreate: true,
      PermissionsEdit: true,
      PermissionsDelete: true,
    });
    for (const field of org.org.types.get(SobjectType.toLowerCase())?.fields.values() ?? [])
      if (field.byPermission && field.nillable)
        await create('FieldPermissions', {
          ParentId: set,
          SobjectType,
          Field: `${SobjectType}.${field.name}`,
          PermissionsRead: true,
          PermissionsEdit: true,
        });
  }
  const { rows } = org.org.table('PermissionSetAssignment');
  const names = new Map([...org.org.table('PermissionSet').rows].map(([id, { Name }]) => [id, String(Name)]));
  const ids = new Map([...names].map(([id, name]) => [name, id]));
  for (const [person, name] of [
    [connector, 'QuotientConnector'],
    [nobody, null],
    [editor, 'Editor'],
  ] as const) {
    for (const { Id } of rows.having('AssigneeId', person.id))
      await raw(admin, `sobjects/PermissionSetAssignment/${String(Id)}`, { method: 'DELETE' });
    if (name !== null)
      await create('PermissionSetAssignment', { AssigneeId: person.id, PermissionSetId: ids.get(name) });
  }
  return new Map(
    people.flatMap(({ id }) => {
      const [row] = rows.having('AssigneeId', id).filter(({ IsDeleted }) => IsDeleted !== true);
      return row ? [[id, names.get(String(row['PermissionSetId'])) ?? '']] : [];
    }),
  );
}

/** A record is only given to who may read its object: people lose that again once they own theirs. Returns how. */
async function letEverybodyRead(raw: World['raw'], { people }: Company, admin: Person): Promise<() => Promise<void>> {
  const set = await createAs(raw, admin, 'PermissionSet', { Name: 'Reader', Label: 'Reader' });
  for (const SobjectType of objects)
    await createAs(raw, admin, 'ObjectPermissions', { ParentId: set, SobjectType, PermissionsRead: true });
  const given: string[] = [];
  for (let at = 0; at < people.length; at += 200) {
    const records = people.slice(at, at + 200).map(({ id }) => ({
      attributes: { type: 'PermissionSetAssignment' },
      AssigneeId: id,
      PermissionSetId: set,
    }));
    const { text } = await raw(admin, 'composite/sobjects', { method: 'POST', body: { records } });
    if (text.includes('"success":false')) throw new Error(text);
    given.push(...(JSON.parse(text) as { id: string }[]).map(({ id }) => id));
  }
  return () => deleteAll(raw, admin, given);
}

async function createAs(raw: World['raw'], person: Person, object: string, values: object): Promise<string> {
  const { status, text } = await raw(person, `sobjects/${object}`, { method: 'POST', body: values });
  if (status !== 201) throw new Error(text);
  return (JSON.parse(text) as { id: string }).id;
}

async function deleteAll(raw: World['raw'], person: Person, ids: readonly string[]): Promise<void> {
  for (let at = 0; at < ids.length; at += 200) {
    const some = ids.slice(at, at + 200).join(',');
    const { text } = await raw(person, `composite/sobjects?ids=${some}`, { method: 'DELETE' });
    if (text.includes('"success":false')) throw new Error(text);
  }
}

interface Filling {
  readonly raw: World['raw'];
  readonly company: Company;
  readonly admin: Person;
  readonly connector: Person;
  readonly random: (below: number) => number;
  readonly quotas: number;
}

/** Snapshots and quotas that are their payees', plans that are the connector's or somebody's; some are deleted, and some of these purged. */
async function fill({ raw, company, admin, connector, random, quotas }: Filling): Promise<Thing[]> {
  const things: Thing[] = [];
  const wanted: Omit<Thing, 'id'>[] = [];
  let amount = 100_000_000;
  const add = (object: ObjectName, key: string, owner: string, payee = owner): void => {
    const canary = `canary${Array.from({ length: 12 }, () => random(36).toString(36)).join('')}`;
    amount += 1 + random(1000);
    const fate = random(12);
    wanted.push({
      object,
      key,
      owner,
      payee,
      canary,
      amount,
      gone: fate === 0 ? 'deleted' : fate === 1 ? 'purged' : null,
    });
  };
  for (const [n, { id }] of company.people.entries()) {
    add('QuotientSnapshot__c', id, id);
    for (let i = 0; i < quotas; i++) add('QuotientQuota__c', `${id} ${i}`, id);
    if (n % 5 === 0) add('QuotientPlan__c', `plan ${n}`, random(2) === 0 ? connector.id : id, id);
  }
  for (const object of objects) {
    const rows = wanted.filter((one) => one.object === object);
    for (let at = 0; at < rows.length; at += 200) {
      const some = rows.slice(at, at + 200);
      const { status, text } = await raw(connector, `composite/sobjects/${object}/Key__c`, {
        method: 'PATCH',
        body: { allOrNone: true, records: some.map((one) => ({ attributes: { type: object }, ...fieldsOf(one) })) },
      });
      const results = JSON.parse(text) as { id: string; success: boolean }[];
      if (status !== 200 || !results.every(({ success }) => success)) throw new Error(text);
      for (const [i, one] of some.entries()) things.push({ ...one, id: results[i]?.id ?? '' });
    }
  }
  const gone = things.filter((thing) => thing.gone !== null);
  await deleteAll(
    raw,
    admin,
    gone.map(({ id }) => id),
  );
  return things;
}

/** The fields of a record of ours. */
export function fieldsOf({ object, key, owner, payee, canary, amount }: Omit<Thing, 'id' | 'gone'>): object {
  const all = { Key__c: key, Name: canary, OwnerId: owner };
  const body = JSON.stringify({ canary });
  switch (object) {
    case 'QuotientSnapshot__c':
      return { ...all, Payee__c: payee, AsOf__c: '2026-04-13', Version__c: '1', InputsHash__c: canary, Body__c: body };
    case 'QuotientPlan__c':
      return { ...all, Body__c: body };
    case 'QuotientQuota__c':
      return { ...all, Payee__c: payee, Plan__c: canary, Component__c: 'c', Period__c: '2026-Q2', Amount__c: amount };
  }
}

/** The connector's user gives every record to the managers above its owner. */
async function share(raw: World['raw'], connector: Person, things: readonly Thing[], oracle: Oracle): Promise<void> {
  const rows = things
    .filter(({ gone }) => gone === null)
    .flatMap(({ object, id, owner }) =>
      [...oracle.above(owner)].map((UserOrGroupId) => ({
        attributes: { type: object.replace('__c', '__Share') },
        ParentId: id,
        UserOrGroupId,
        AccessLevel: 'Read',
      })),
    );
  for (let at = 0; at < rows.length; at += 200) {
    const { text } = await raw(connector, 'composite/sobjects', {
      method: 'POST',
      body: { records: rows.slice(at, at + 200) },
    });
    if (text.includes('"success":false')) throw new Error(text);
  }
}

/** Looks at what an answer tells: canaries, amounts and Ids of records of ours that its reader may not see. */
function teller(things: readonly Thing[], oracle: Oracle): (person: Person, answer: Answer, asked: string) => void {
  const byMark = new Map<string, Thing>();
  for (const thing of things)
    for (const mark of [thing.canary, String(thing.amount), thing.id]) byMark.set(mark, thing);
  return (person, { text }, asked) => {
    for (const [mark] of text.matchAll(/canary[0-9a-z]{12}|\b\d{9}\b|\b[a-z0-9]{3}[A-Za-z0-9]{15}\b/g)) {
      const thing = byMark.get(mark);
      // What somebody sends they know.
      if (!thing || asked.includes(mark) || oracle.sees(person, thing)) continue;
      throw new Error(`${person.username} was told ${mark} of ${thing.object} ${thing.id} by ${asked.slice(0, 300)}`);
    }
  };
}
