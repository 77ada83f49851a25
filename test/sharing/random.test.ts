// Companies made from a seed, of 5,000 people in full: what people see stays right while roles, their holders and owners change.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { full, seed } from '../random.ts';
import { randomFrom, type Person } from './company.ts';
import { objects, type Hierarchy } from './oracle.ts';
import { ways } from './ways.ts';
import { makeWorld, type World } from './world.ts';

const people = full ? 5_000 : 500;
const looks = full ? 100 : 30;
const lists = [
  'query',
  'queryAll',
  'count',
  'aggregate',
  'GraphQL',
  'lists of changes',
  'bulk query job',
  'search',
  'list views',
  'lists of pages',
  'related lists of a record',
  'what was looked at lately',
];
const hierarchies: readonly Hierarchy[] = ['roles', 'managers'];

describe.each(hierarchies)(`${people} people, seed ${seed}, who stands above whom by %s`, (hierarchy) => {
  let world: World;
  const random = randomFrom(seed + 1);
  beforeAll(async () => {
    world = await makeWorld(hierarchy, { people, quotas: 1 }, seed);
  }, 600_000);
  afterAll(() => world.close());
  const some = (): Person => world.company.people[5 + random(people - 5)] as Person;

  /** Looks at one person, one object and one way after the other. */
  async function look(those: readonly Person[]): Promise<void> {
    for (const person of those) {
      const object = objects[random(objects.length)] as (typeof objects)[number];
      const way = lists[random(lists.length)] ?? 'query';
      await expect(
        ways[way]?.(world, person, object),
        `${person.username}, ${object}, ${way}`,
      ).resolves.toBeUndefined();
    }
  }

  test('everybody sees what is theirs and no more', async () => {
    await look([...world.company.people.slice(0, 6), ...Array.from({ length: looks }, some)]);
  });

  test.runIf(hierarchy === 'roles')('also after roles, their holders and owners have changed', async () => {
    const { company, admin, connector, raw, things } = world;
    const roles = [...company.roles.keys()];
    const isBelow = (role: string, above: string): boolean => {
      for (let at: string | null | undefined = role; at; at = company.roles.get(at)) if (at === above) return true;
      return false;
    };
    const touched: Person[] = [];
    for (let n = 0; n < looks; n++) {
      const [person, role, parent] = [some(), roles[random(roles.length)] ?? '', roles[random(roles.length)] ?? ''];
      const patch = (by: Person, path: string, body: object) => raw(by, `sobjects/${path}`, { method: 'PATCH', body });
      const answers = [];
      if (!isBelow(parent, role)) {
        answers.push(await patch(admin, `UserRole/${role}`, { ParentRoleId: parent }));
        company.roles.set(role, parent);
      }
      person.role = random(5) === 0 ? null : role;
      answers.push(await patch(admin, `User/${person.id}`, { UserRoleId: person.role }));
      const thing = things[random(things.length)];
      // Nobody is given what they may not read.
      if (thing?.gone === null && world.oracle.has(person, thing.object)) {
        thing.owner = person.id;
        answers.push(await patch(connector, `${thing.object}/${thing.id}`, { OwnerId: person.id }));
      }
      expect(answers.map(({ status, text }) => `${status} ${text}`)).toEqual(answers.map(() => '204 '));
      touched.push(person, ...company.people.filter((one) => one.role === parent).slice(0, 1));
    }
    await look(touched);
  });
});

test('who loses a role while a query is read is told no more of those who were below', async () => {
  const world = await makeWorld('roles', { people: 400, quotas: 0 }, 20261130);
  const { company, admin, oracle } = world;
  const top = company.people[5] as Person;
  const soql = 'SELECT Id, Name FROM QuotientSnapshot__c';
  const headers = { 'sforce-query-options': 'batchSize=200' };
  const first = await world.ask(top, `query?q=${encodeURIComponent(soql)}`, { headers });
  const { nextRecordsUrl, totalSize } = JSON.parse(first.text) as { nextRecordsUrl: string; totalSize: number };
  expect(totalSize).toBe(oracle.visible(top, 'QuotientSnapshot__c').length);
  expect(
    (await world.raw(admin, `sobjects/User/${top.id}`, { method: 'PATCH', body: { UserRoleId: null } })).status,
  ).toBe(204);
  top.role = null;
  const next = await world.ask(top, nextRecordsUrl, { headers });
  expect(next.status).toBe(200);
  const own = new Set(oracle.visible(top, 'QuotientSnapshot__c').map(({ id }) => id));
  const { records } = JSON.parse(next.text) as { records: { Id: string }[] };
  expect(records.every(({ Id }) => own.has(Id))).toBe(true);
  await world.close();
});
