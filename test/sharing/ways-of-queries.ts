// Reading by SOQL: records, counts, groups, orders, conditions, and the pages of somebody else's query.
import { expect } from 'vitest';
import {
  byCanary,
  everyRecord,
  fieldsOf,
  ids,
  idsOf,
  isThere,
  json,
  plain,
  querying,
  samples,
  type Way,
} from './looking.ts';

export const queryWays: Readonly<Record<string, Way>> = {
  query: querying(
    (object) => `SELECT Id, Name FROM ${object}`,
    async (world, person, object, soql) => {
      const fields = world.oracle.fields(person, object, fieldsOf[object]);
      const records = await everyRecord(world, person, soql.replace('Id, Name', fields.join(', ')));
      const wanted = world.oracle.visible(person, object);
      expect(idsOf(records)).toEqual(ids(wanted));
      expect(new Set(records.map(({ Name }) => Name))).toEqual(new Set(wanted.map(({ canary }) => canary)));
      const hidden = fieldsOf[object].filter((name) => !fields.includes(name));
      for (const name of hidden) {
        const { text } = await world.ask(person, `query?q=${encodeURIComponent(soql.replace('Name', name))}`);
        expect(text).toContain('INVALID_FIELD');
      }
    },
  ),

  queryAll: querying(
    (object) => `SELECT Id, Name, IsDeleted FROM ${object}`,
    async (world, person, object, soql) => {
      const records = await everyRecord(world, person, soql, 'queryAll');
      const wanted = [...world.oracle.visible(person, object), ...world.oracle.visible(person, object, 'deleted')];
      expect(idsOf(records)).toEqual(ids(wanted));
    },
  ),

  count: querying(
    (object) => `SELECT COUNT() FROM ${object}`,
    async (world, person, object, soql) => {
      const wanted = world.oracle.visible(person, object);
      const { text } = await world.ask(person, `query?q=${encodeURIComponent(soql)}`);
      expect(json(text)).toMatchObject({ totalSize: wanted.length });
      const bin = world.oracle.visible(person, object, 'deleted').length;
      const all = await world.ask(person, `queryAll?q=${encodeURIComponent(soql)}`);
      expect(json(all.text)).toMatchObject({ totalSize: wanted.length + bin });
      const plan = await world.ask(person, `query?explain=${encodeURIComponent(`SELECT Id FROM ${object}`)}`);
      expect(json(plan.text)).toMatchObject({
        plans: [{ cardinality: wanted.length, sobjectCardinality: wanted.length }],
      });
    },
  ),

  aggregate: querying(
    (object) =>
      `SELECT OwnerId o, COUNT(Id) n, MIN(Name) a, MAX(Name) b${object === 'QuotientQuota__c' ? ', SUM(Amount__c) s' : ''} FROM ${object} GROUP BY OwnerId`,
    async (world, person, object, soql) => {
      const owners = Map.groupBy(world.oracle.visible(person, object), ({ owner }) => owner);
      const groups = await everyRecord(world, person, soql);
      const wanted = [...owners].map(([o, things]) => {
        const canaries = things.map(({ canary }) => canary).sort();
        const s = things.reduce((sum, { amount }) => sum + amount, 0);
        return {
          o,
          n: things.length,
          a: canaries[0],
          b: canaries.at(-1),
          ...(object === 'QuotientQuota__c' ? { s } : {}),
        };
      });
      const plainly = groups.map(({ attributes: _, ...group }) => group);
      expect(plainly.sort((x, y) => (String(x['o']) < String(y['o']) ? -1 : 1))).toEqual(
        wanted.sort((x, y) => (x.o < y.o ? -1 : 1)),
      );
      const having = await everyRecord(
        world,
        person,
        `SELECT Owner.Name, COUNT(Id) FROM ${object} GROUP BY Owner.Name HAVING COUNT(Id) > 0`,
      );
      expect(having).toHaveLength(owners.size);
      const [whole] = await everyRecord(world, person, `SELECT COUNT(Id) n, COUNT_DISTINCT(OwnerId) o FROM ${object}`);
      expect(whole).toMatchObject({ n: [...owners.values()].flat().length, o: owners.size });
    },
  ),

  'order and conditions': querying(
    (object) => `SELECT Id, Name FROM ${object} ORDER BY Name DESC`,
    async (world, person, object, soql) => {
      const wanted = world.oracle.visible(person, object).sort(byCanary).reverse();
      expect((await everyRecord(world, person, soql)).map(({ Name }) => Name)).toEqual(
        wanted.map(({ canary }) => canary),
      );
      const [second] = await everyRecord(world, person, `${soql} LIMIT 1 OFFSET 1`);
      expect(second?.['Name']).toBe(wanted[1]?.canary);
      for (const thing of samples(world, person, object)) {
        const found = isThere(world, person, thing) ? [thing.id] : [];
        for (const condition of [
          `Name = '${thing.canary}'`,
          `Name LIKE '%${thing.canary.slice(8)}'`,
          `Id = '${thing.id}'`,
          `Key__c IN ('${thing.key}', 'never')`,
          `Name >= '${thing.canary}' AND Name <= '${thing.canary}'`,
          ...(object === 'QuotientQuota__c' ? [`Amount__c = ${thing.amount}`] : []),
        ])
          expect([
            condition,
            idsOf(await everyRecord(world, person, `SELECT Id FROM ${object} WHERE ${condition}`)),
          ]).toEqual([condition, found]);
        const owners = await everyRecord(
          world,
          person,
          `SELECT Id FROM User WHERE Id IN (SELECT OwnerId FROM ${object} WHERE Name = '${thing.canary}')`,
        );
        expect(idsOf(owners)).toEqual(found.length === 0 ? [] : [thing.owner]);
      }
      const owners = new Set(wanted.map(({ owner }) => owner));
      const users = await everyRecord(world, person, `SELECT Id FROM User WHERE Id IN (SELECT OwnerId FROM ${object})`);
      expect(idsOf(users)).toEqual([...owners].sort());
      const others = await everyRecord(
        world,
        person,
        `SELECT Id FROM User WHERE Id NOT IN (SELECT OwnerId FROM ${object})`,
      );
      expect(others).toHaveLength(world.company.people.length - owners.size);
    },
  ),

  'pages of somebody else': async (world, person, object) => {
    const opened = await world.raw(world.connector, `query?q=${encodeURIComponent(`SELECT Id, Name FROM ${object}`)}`, {
      headers: { 'sforce-query-options': 'batchSize=200' },
    });
    const { nextRecordsUrl } = json(opened.text) as { nextRecordsUrl?: string };
    if (object === 'QuotientQuota__c') expect(nextRecordsUrl).toBeDefined();
    if (nextRecordsUrl === undefined || person === world.connector) return;
    const answer = await world.ask(person, nextRecordsUrl);
    expect(answer).toMatchObject({ status: 400 });
    expect(plain(answer)).toBe(plain(await world.ask(person, nextRecordsUrl.replace(/01g\w+/, '01gSm9999999999'))));
  },
};
