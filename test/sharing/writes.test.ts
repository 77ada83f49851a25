// Every person, every object, every way to write: who may, does; who may not is refused in the same words whether the record is there or not; nothing changes.
import { expect, test } from 'vitest';
import { viewers } from '@quotient/sample-org';
import { to18 } from '../../packages/sample-org/src/id.ts';
import type { Person } from './company.ts';
import type { ObjectName, Thing } from './oracle.ts';
import { fieldsOf, type Answer, type World } from './world.ts';
import { eachPersonaAndObject, inEachHierarchy } from './worlds.ts';

const writes = {
  'changes what they may': changes,
  'deletes what they may': deletions,
  'creates what they may': creations,
  'shares what they may': shares,
  'by bulk job': byJob,
};

inEachHierarchy({ people: 50, quotas: 2 }, (stage) => {
  test('what is shared to edit is changed, and neither deleted nor shared on', async () => {
    const world = stage.world();
    const [editor, administrator, rep] = [stage.person('editor'), stage.person('administrator'), stage.person('rep')];
    const thing = world.things.find(({ object, gone, owner }) => {
      const isOurs = object === 'QuotientSnapshot__c' && gone === null;
      return isOurs && owner !== editor.id && !world.oracle.isAbove(editor, owner);
    });
    const path = `sobjects/QuotientSnapshot__c/${thing?.id ?? ''}`;
    const body = { Name: thing?.canary };
    expect((await world.ask(editor, path, { method: 'PATCH', body })).status).toBe(404);
    const row = { ParentId: thing?.id, UserOrGroupId: editor.id, AccessLevel: 'Edit' };
    const share = 'sobjects/QuotientSnapshot__Share';
    const made = await world.raw(administrator, share, { method: 'POST', body: row });
    expect((await world.raw(editor, path, { method: 'PATCH', body })).status).toBe(204);
    for (const refused of [
      await world.raw(editor, path, { method: 'DELETE' }),
      await world.raw(editor, share, { method: 'POST', body: { ...row, UserOrGroupId: rep.id } }),
    ])
      expect(refused).toMatchObject({
        status: 400,
        text: expect.stringContaining('INSUFFICIENT_ACCESS_OR_READONLY') as string,
      });
    const { id } = JSON.parse(made.text) as { id: string };
    expect((await world.raw(administrator, `${share}/${id}`, { method: 'DELETE' })).status).toBe(204);
    expect((await world.ask(editor, path, { method: 'PATCH', body })).status).toBe(404);
  });

  eachPersonaAndObject(
    (name, object) => {
      test.each(Object.entries(writes))('%s', async (_, write) => write(stage.world(), stage.person(name), object));
    },
    ['administrator'],
  );
});

/** One record of each kind, and one that never was. */
function targets({ things, oracle }: World, person: Person, object: ObjectName): { some: Thing[]; never: Thing } {
  const live = things.filter((thing) => thing.object === object && thing.gone === null);
  const [own, seen, hidden] = [
    live.find(({ owner }) => owner === person.id),
    live.find((thing) => thing.owner !== person.id && oracle.sees(person, thing)),
    live.find((thing) => !oracle.sees(person, thing)),
  ];
  const some = [own, seen, hidden].filter((one) => one !== undefined);
  const [first] = live;
  if (!first) throw new Error(`There is no ${object}.`);
  return {
    some,
    never: {
      ...first,
      id: to18(`${first.id.slice(0, 3)}Nv0000000000`),
      key: 'never',
      owner: person.id,
      payee: person.id,
    },
  };
}

/** What is said of a record, without what the asker sent. */
const said = ({ status, text }: Answer, { id, key }: Thing): string =>
  `${status} ${text.replaceAll(id, '#').replaceAll(key, '#')}`;

/** All records of an object as the connector's user sees them. */
async function content({ raw, admin }: World, object: ObjectName): Promise<string> {
  const { text } = await raw(
    admin,
    `query?q=${encodeURIComponent(`SELECT Id, Name, OwnerId, Key__c FROM ${object} ORDER BY Id`)}`,
  );
  return text;
}

async function changes(world: World, person: Person, object: ObjectName): Promise<void> {
  const before = await content(world, object);
  const { some, never } = targets(world, person, object);
  const asked = async ({ id, key, canary }: Thing): Promise<Answer[]> => {
    const body = { Name: canary };
    const record = { attributes: { type: object }, ...body };
    return [
      await world.ask(person, `sobjects/${object}/${id}`, { method: 'PATCH', body }),
      await world.ask(person, `ui-api/records/${id}`, { method: 'PATCH', body: { fields: body } }),
      await world.ask(person, 'composite/sobjects', { method: 'PATCH', body: { records: [{ ...record, Id: id }] } }),
      // Whoever may create makes a record of a key that nobody has.
      ...(key === 'never' && world.oracle.has(person, object, 'Create')
        ? []
        : [
            await world.ask(person, `sobjects/${object}/Key__c/${encodeURIComponent(key)}`, { method: 'PATCH', body }),
            await world.ask(person, `composite/sobjects/${object}/Key__c`, {
              method: 'PATCH',
              body: { records: [{ ...record, Key__c: key }] },
            }),
          ]),
    ];
  };
  const refusals = await asked(never);
  for (const thing of some) {
    const mayEdit = world.oracle.writes(person, thing, 'Edit');
    for (const [i, answer] of (await asked(thing)).entries()) {
      const stands = answer.status < 300 && !answer.text.includes('"success":false');
      expect([thing.owner === person.id, i, stands]).toEqual([thing.owner === person.id, i, mayEdit]);
      const refusal = refusals[i];
      if (!world.oracle.sees(person, thing) && refusal) expect(said(answer, thing)).toBe(said(refusal, never));
      if (!world.oracle.sees(person, thing) && !refusal) expect(answer.text).toContain('<unknown>');
    }
  }
  expect(await content(world, object)).toBe(before);
}

async function deletions(world: World, person: Person, object: ObjectName): Promise<void> {
  const { some, never } = targets(world, person, object);
  const viewer = viewers(world.org.org)(world.admin.id);
  if (!viewer) throw new Error('The administrator is not in the org.');
  const ways = [
    ({ id }: Thing) => world.ask(person, `sobjects/${object}/${id}`, { method: 'DELETE' }),
    ({ id }: Thing) => world.ask(person, `ui-api/records/${id}`, { method: 'DELETE' }),
    ({ id }: Thing) => world.ask(person, `composite/sobjects?ids=${id}`, { method: 'DELETE' }),
    ({ key }: Thing) => world.ask(person, `sobjects/${object}/Key__c/${encodeURIComponent(key)}`, { method: 'DELETE' }),
  ];
  for (const [i, way] of ways.entries())
    for (const thing of some) {
      const answer = await way(thing);
      const stands = answer.status < 300 && !answer.text.includes('"success":false');
      expect([i, stands]).toEqual([i, world.oracle.writes(person, thing, 'Delete')]);
      if (stands) world.org.org.undelete(viewer, object, thing.id);
      if (!world.oracle.sees(person, thing)) expect(said(answer, thing)).toBe(said(await way(never), never));
    }
}

async function creations(world: World, person: Person, object: ObjectName): Promise<void> {
  const before = await content(world, object);
  const { some, never } = targets(world, person, object);
  const may = world.oracle.has(person, object, 'Create');
  const own = { ...fieldsOf({ ...never, key: `new of ${person.id}`, canary: 'new', amount: 1 }) };
  const create = [
    () => world.ask(person, `sobjects/${object}`, { method: 'POST', body: own }),
    () => world.ask(person, 'ui-api/records', { method: 'POST', body: { apiName: object, fields: own } }),
    () =>
      world.ask(person, 'composite/sobjects', {
        method: 'POST',
        body: { records: [{ attributes: { type: object }, ...own }] },
      }),
    () =>
      world.ask(person, `composite/sobjects/${object}/Key__c`, {
        method: 'PATCH',
        body: { records: [{ attributes: { type: object }, ...own }] },
      }),
  ];
  for (const [i, way] of create.entries()) {
    const answer = await way();
    expect([i, answer.status < 300 && !answer.text.includes('"success":false')]).toEqual([i, may]);
    const id = /"id":"(\w{18})"/.exec(answer.text)?.[1];
    if (may)
      expect((await world.raw(world.admin, `sobjects/${object}/${id ?? ''}`, { method: 'DELETE' })).status).toBe(204);
  }
  const hidden = some.find((thing) => !world.oracle.sees(person, thing));
  if (may && hidden) {
    // A key that somebody else's record has cannot be had, and nothing is told of that record; nobody gives what they make to whom they are not above.
    const taken = await world.ask(person, `sobjects/${object}`, {
      method: 'POST',
      body: { ...own, Key__c: hidden.key },
    });
    expect(taken.text).toContain('duplicate value found: <unknown> duplicates value on record with id: <unknown>');
    expect(taken.text).not.toContain(hidden.id);
    const given = await world.ask(person, `sobjects/${object}`, {
      method: 'POST',
      body: { ...own, OwnerId: hidden.owner },
    });
    expect(given.text).toContain('INSUFFICIENT_ACCESS_OR_READONLY');
  }
  expect(await content(world, object)).toBe(before);
}

async function shares(world: World, person: Person, object: ObjectName): Promise<void> {
  const { some, never } = targets(world, person, object);
  const share = object.replace('__c', '__Share');
  const grantee = world.company.people.find(({ id }) => some.every(({ key }) => !key.includes(id)))?.id ?? '';
  const rows = async (): Promise<string> =>
    (
      await world.raw(
        world.admin,
        `query?q=${encodeURIComponent(`SELECT ParentId, UserOrGroupId FROM ${share} ORDER BY Id`)}`,
      )
    ).text;
  const before = await rows();
  const give = ({ id }: Thing): Promise<Answer> =>
    world.ask(person, `sobjects/${share}`, {
      method: 'POST',
      body: { ParentId: id, UserOrGroupId: grantee, AccessLevel: 'Read' },
    });
  const byKey = async ({ key }: Thing): Promise<string> => {
    const { text } = await world.ask(person, 'jobs/ingest', {
      method: 'POST',
      body: { object: share, operation: 'insert' },
    });
    const { id } = JSON.parse(text) as { id: string };
    const head = 'Parent.Key__c,UserOrGroupId,AccessLevel';
    const line = `${key},${grantee},Read`;
    const headers = { 'content-type': 'text/csv' };
    await world.ask(person, `jobs/ingest/${id}/batches`, { method: 'PUT', body: `${head}\n${line}\n`, headers });
    await world.ask(person, `jobs/ingest/${id}`, { method: 'PATCH', body: { state: 'UploadComplete' } });
    for (let polls = 0; polls < 3; polls++) await world.ask(person, `jobs/ingest/${id}`);
    return (await world.raw(person, `jobs/ingest/${id}/failedResults`)).text.replaceAll(key, '#');
  };
  for (const thing of some) {
    const answer = await give(thing);
    expect([thing.owner === person.id, answer.status]).toEqual([
      thing.owner === person.id,
      world.oracle.writes(person, thing, 'Edit') ? 201 : 400,
    ]);
    const id = /"id":"(\w{18})"/.exec(answer.text)?.[1];
    if (answer.status === 201)
      expect((await world.ask(person, `sobjects/${share}/${id ?? ''}`, { method: 'DELETE' })).status).toBe(204);
    if (world.oracle.sees(person, thing)) continue;
    expect(said(answer, thing)).toBe(said(await give(never), never));
    expect(await byKey(thing)).toBe(await byKey(never));
  }
  expect(await rows()).toBe(before);
}

async function byJob(world: World, person: Person, object: ObjectName): Promise<void> {
  const before = await content(world, object);
  const { some, never } = targets(world, person, object);
  const made = await world.ask(person, 'jobs/ingest', {
    method: 'POST',
    body: { object, operation: 'update', contentType: 'CSV', lineEnding: 'LF' },
  });
  if (!world.oracle.has(person, object)) {
    const none = await world.ask(person, 'jobs/ingest', {
      method: 'POST',
      body: { object: 'Never__c', operation: 'update' },
    });
    expect(made.text.replaceAll(object, '#')).toBe(none.text.replaceAll('Never__c', '#'));
    return;
  }
  const { id } = JSON.parse(made.text) as { id: string };
  const lines = [...some, never].map((thing) => `${thing.id},${thing.canary}`);
  await world.ask(person, `jobs/ingest/${id}/batches`, {
    method: 'PUT',
    body: `Id,Name\n${lines.join('\n')}\n`,
    headers: { 'content-type': 'text/csv' },
  });
  await world.ask(person, `jobs/ingest/${id}`, { method: 'PATCH', body: { state: 'UploadComplete' } });
  for (let polls = 0, state = ''; state !== 'JobComplete' && polls < 20; polls++)
    ({ state } = JSON.parse((await world.ask(person, `jobs/ingest/${id}`)).text) as { state: string });
  // What came back is what the person sent, so the words of each line are looked at here.
  const lists = await Promise.all(
    ['successfulResults', 'failedResults'].map((list) => world.raw(person, `jobs/ingest/${id}/${list}`)),
  );
  const [written, failed] = lists.map(({ text }) => text.split('\n'));
  const lineOf = (thing: Thing): string | undefined =>
    failed
      ?.find((line) => line.includes(thing.id))
      ?.replaceAll(thing.id, '#')
      .replaceAll(thing.canary, '#');
  for (const thing of some) {
    expect(written?.some((line) => line.includes(thing.id))).toBe(world.oracle.writes(person, thing, 'Edit'));
    if (!world.oracle.sees(person, thing)) expect(lineOf(thing)).toBe(lineOf(never));
  }
  expect(await content(world, object)).toBe(before);
}
