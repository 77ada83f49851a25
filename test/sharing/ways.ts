// The ways in which records are read: each tells, for one person and one object, exactly what the oracle says.
import { expect } from 'vitest';
import type { Person } from './company.ts';
import type { Thing } from './oracle.ts';
import {
  byCanary,
  everyRecord,
  fieldsOf,
  graphql,
  ids,
  isThere,
  json,
  never,
  plain,
  querying,
  samples,
  type Connection,
  type Record_,
  type Way,
} from './looking.ts';
import { listWays } from './ways-of-lists.ts';
import { queryWays } from './ways-of-queries.ts';

export const ways: Readonly<Record<string, Way>> = {
  ...queryWays,
  ...listWays,

  'REST record': async (world, person, object) => {
    const none = { id: never(world, object), key: 'never' };
    for (const thing of samples(world, person, object)) {
      const paths = (one: { id: string; key: string }): string[] => [
        `sobjects/${object}/${one.id}`,
        `sobjects/${object}/${one.id}?fields=Name,Key__c`,
        `sobjects/${object}/Key__c/${encodeURIComponent(one.key)}`,
        `ui-api/records/${one.id}?fields=${object}.Name&optionalFields=${object}.Body__c`,
      ];
      for (const [i, path] of paths(thing).entries()) {
        const answer = await world.ask(person, path);
        if (isThere(world, person, thing)) {
          expect([path, answer.status]).toEqual([path, 200]);
          expect(answer.text).toContain(thing.canary);
        } else if (thing.gone === 'deleted' && answer.text.includes('ENTITY_IS_DELETED'))
          expect([path, world.oracle.sees(person, thing)]).toEqual([path, true]);
        else expect(plain(answer)).toBe(plain(await world.ask(person, paths(none)[i] ?? '')));
      }
      const head = await world.ask(person, `sobjects/${object}/${thing.id}`, { method: 'HEAD' });
      expect(head.status === 200).toBe(isThere(world, person, thing));
    }
  },

  'sObject collections': async (world, person, object) => {
    const some = samples(world, person, object);
    const asked = { ids: some.map(({ id }) => id), fields: ['Id', 'Name'] };
    const answers = [
      await world.ask(person, `composite/sobjects/${object}`, { method: 'POST', body: asked }),
      await world.ask(person, `composite/sobjects/${object}?ids=${asked.ids.join(',')}&fields=Id,Name`),
    ];
    for (const { status, text } of answers) {
      if (!world.oracle.has(person, object)) expect(status).toBe(404);
      else
        expect((json(text) as (Record_ | null)[]).map((record) => record?.['Name'] ?? null)).toEqual(
          some.map((thing) => (isThere(world, person, thing) ? thing.canary : null)),
        );
    }
  },

  GraphQL: async (world, person, object) => {
    const fields = world.oracle
      .fields(person, object, fieldsOf[object])
      .filter((name) => name !== 'Id')
      .map((name) => `${name} { value }`)
      .join(' ');
    const text = (args: string): string =>
      `query ($after: String, $name: String) { uiapi { query { ${object}(${args}) { totalCount pageInfo { hasNextPage endCursor } edges { node { Id ${fields} } } } } } }`;
    if (!world.oracle.has(person, object)) {
      const { data, errors } = await graphql(world, person, text('first: 5'));
      const never = await graphql(world, person, text('first: 5').replaceAll(object, 'Never__c'));
      expect(data).toEqual({});
      expect(errors[0]?.extensions.ErrorType).toBe('ValidationError');
      expect(errors.map(({ message }) => message.replaceAll(object, '#'))).toEqual(
        never.errors.map(({ message }) => message.replaceAll('Never__c', '#')),
      );
      return;
    }
    const wanted = world.oracle.visible(person, object).sort(byCanary);
    const found: string[] = [];
    for (let after: string | null = null, more = true; more;) {
      const { data, errors } = await graphql(
        world,
        person,
        text('first: 200, after: $after, orderBy: { Name: { order: ASC } }'),
        { after },
      );
      expect(errors).toEqual([]);
      const page: Connection | undefined = data.uiapi?.['query']?.[object];
      expect(page?.totalCount).toBe(wanted.length);
      found.push(...(page?.edges.map(({ node }) => String(node['Name']?.value)) ?? []));
      [more, after] = [page?.pageInfo.hasNextPage ?? false, page?.pageInfo.endCursor ?? null];
    }
    expect(found).toEqual(wanted.map(({ canary }) => canary));
    for (const thing of samples(world, person, object)) {
      const { data } = await graphql(
        world,
        person,
        text('where: { or: [{ Name: { eq: $name } }, { Name: { like: $name } }] }'),
        { name: thing.canary },
      );
      expect(data.uiapi?.['query']?.[object]?.totalCount).toBe(isThere(world, person, thing) ? 1 : 0);
    }
    const joined = await graphql(
      world,
      person,
      `{ uiapi { query { User(first: 2000, where: { Id: { inq: { ${object}: {}, ApiName: "OwnerId" } } }) { totalCount } } } }`,
    );
    expect(joined.data.uiapi?.['query']?.['User']?.totalCount).toBe(new Set(wanted.map(({ owner }) => owner)).size);
    const sums = await graphql(
      world,
      person,
      `{ uiapi { aggregate { ${object}(first: 2000, groupBy: { OwnerId: { group: true } }) { totalCount edges { node { aggregate { OwnerId { value } Id { count { value } } Name { max { value } } } } } } } } }`,
    );
    const groups = sums.data.uiapi?.['aggregate']?.[object]?.edges.map(
      ({ node }) => node['aggregate'] as unknown as { OwnerId: { value: string }; Id: { count: { value: number } } },
    );
    const owners = Map.groupBy(wanted, ({ owner }) => owner);
    expect(new Map(groups?.map(({ OwnerId, Id }) => [OwnerId.value, Id.count.value]))).toEqual(
      new Map([...owners].map(([owner, { length }]) => [owner, length])),
    );
  },

  'related list': querying(
    (object) => `SELECT Id, (SELECT Id, UserOrGroupId FROM Shares) FROM ${object}`,
    async (world, person, object, soql) => {
      const wanted = world.oracle.visible(person, object);
      const expected = (thing: Thing): string[] =>
        world.hierarchy === 'managers' ? [...world.oracle.above(thing.owner)].sort() : [];
      const shares = new Map(
        (await everyRecord(world, person, soql)).map(({ Id, Shares }) => [
          String(Id),
          (Shares as { records: Record_[] } | null)?.records.map(({ UserOrGroupId }) => String(UserOrGroupId)).sort() ??
            [],
        ]),
      );
      expect(shares).toEqual(new Map(wanted.map((thing) => [thing.id, expected(thing)])));
      const rows = await everyRecord(world, person, `SELECT ParentId FROM ${object.replace('__c', '__Share')}`);
      expect(rows).toHaveLength(wanted.reduce((sum, thing) => sum + expected(thing).length, 0));
      const { data } = await graphql(
        world,
        person,
        `{ uiapi { query { ${object}(first: 2000) { edges { node { Id Shares(first: 200) { totalCount } } } } } } }`,
      );
      for (const { node } of data.uiapi?.['query']?.[object]?.edges ?? [])
        expect((node['Shares'] as unknown as Connection).totalCount).toBe(shares.get(node.Id)?.length);
    },
  ),

  'lists of changes': async (world, person, object) => {
    const [from, until] = [-3_600_000, 120_000].map((ms) =>
      encodeURIComponent(new Date(Date.now() + ms).toISOString()),
    );
    const asked = (list: string) => world.ask(person, `sobjects/${object}/${list}/?start=${from}&end=${until}`);
    const [updated, deleted] = [await asked('updated'), await asked('deleted')];
    if (!world.oracle.has(person, object)) {
      expect([updated.status, deleted.status]).toEqual([404, 404]);
      return;
    }
    expect((json(updated.text) as { ids: string[] }).ids.toSorted()).toEqual(ids(world.oracle.visible(person, object)));
    const gone = (['deleted', 'purged'] as const).flatMap((kind) => world.oracle.visible(person, object, kind));
    expect(
      (json(deleted.text) as { deletedRecords: { id: string }[] }).deletedRecords.map(({ id }) => id).sort(),
    ).toEqual(ids(gone));
  },

  'bulk query job': async (world, person, object) => {
    for (const operation of ['query', 'queryAll'] as const) {
      const soql = `SELECT Id, Name FROM ${object}`;
      const made = await world.ask(person, 'jobs/query', { method: 'POST', body: { operation, query: soql } });
      if (!world.oracle.has(person, object)) {
        expect(made).toMatchObject({ status: 400 });
        expect(made.text).toContain('INVALID_TYPE');
        continue;
      }
      const { id } = json(made.text) as { id: string };
      let job = json(made.text) as { state: string; numberRecordsProcessed?: number };
      for (let polls = 0; job.state !== 'JobComplete' && polls < 100; polls++)
        job = json((await world.ask(person, `jobs/query/${id}`)).text) as typeof job;
      const wanted = [
        ...world.oracle.visible(person, object),
        ...(operation === 'queryAll' ? world.oracle.visible(person, object, 'deleted') : []),
      ];
      expect(job).toMatchObject({ state: 'JobComplete', numberRecordsProcessed: wanted.length });
      const canaries: string[] = [];
      for (let locator = ''; locator !== 'null';) {
        const page = await world.ask(
          person,
          `jobs/query/${id}/results?maxRecords=150${locator === '' ? '' : `&locator=${locator}`}`,
        );
        canaries.push(...[...page.text.matchAll(/canary\w+/g)].map(([canary]) => canary));
        locator = page.headers.get('sforce-locator') ?? 'null';
      }
      expect(canaries.sort()).toEqual(wanted.map(({ canary }) => canary).sort());
      const stranger = world.company.people.find((one) => one !== person && one.id !== person.id);
      if (!stranger) continue;
      for (const more of ['', '/results', '/resultPages']) {
        const answer = await world.ask(stranger, `jobs/query/${id}${more}`);
        expect(answer.status).toBe(404);
        expect(plain(answer)).toBe(plain(await world.ask(stranger, `jobs/query/750000000000000AAA${more}`)));
      }
      expect((await world.ask(stranger, 'jobs/query')).text).not.toContain(id);
    }
  },

  describe: async (world, person, object) => {
    const has = world.oracle.has(person, object);
    expect((await world.ask(person, `sobjects/${object}/describe`)).status).toBe(has ? 200 : 404);
    expect((await world.ask(person, `sobjects/${object}`)).status).toBe(has ? 200 : 404);
    const all = json((await world.ask(person, 'sobjects')).text) as { sobjects: { name: string }[] };
    expect(all.sobjects.some(({ name }) => name === object)).toBe(has);
  },

  UserRecordAccess: async (world, person, object) => {
    const some = samples(world, person, object);
    const access = (by: Person) =>
      everyRecord(
        world,
        by,
        `SELECT RecordId, HasReadAccess FROM UserRecordAccess WHERE UserId = '${person.id}' AND RecordId IN (${some.map(({ id }) => `'${id}'`).join(', ')})`,
      );
    const wanted = some.map((thing) => ({ RecordId: thing.id, HasReadAccess: isThere(world, person, thing) }));
    expect(await access(person)).toMatchObject(wanted);
    expect(await access(world.admin)).toMatchObject(wanted);
  },
};
