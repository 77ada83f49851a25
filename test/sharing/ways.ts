// The ways in which records are read: each tells, for one person and one object, exactly what the oracle says.
import { expect } from 'vitest';
import { to18 } from '../../packages/sample-org/src/id.ts';
import type { Person } from './company.ts';
import type { ObjectName, Thing } from './oracle.ts';
import type { Ask, World } from './world.ts';

export type Way = (world: World, person: Person, object: ObjectName) => Promise<void>;

/** The Id of no record of an object, and of no record at all. */
const never = ({ things }: World, object: ObjectName): string =>
  to18(`${things.find((thing) => thing.object === object)?.id.slice(0, 3) ?? ''}Nv0000000000`);
const fieldsOf: Readonly<Record<ObjectName, readonly string[]>> = {
  QuotientSnapshot__c: ['Id', 'Name', 'Key__c', 'OwnerId', 'Body__c', 'InputsHash__c'],
  QuotientPlan__c: ['Id', 'Name', 'Key__c', 'OwnerId', 'Body__c'],
  QuotientQuota__c: ['Id', 'Name', 'Key__c', 'OwnerId', 'Plan__c', 'Amount__c'],
};
type Record_ = Readonly<Record<string, unknown>>;
const json = (text: string): unknown => JSON.parse(text);
const ids = (things: readonly Thing[]): string[] => things.map(({ id }) => id).sort();
const idsOf = (records: readonly Record_[]): string[] => records.map(({ Id }) => String(Id)).sort();
const byCanary = (a: Thing, b: Thing): number => (a.canary < b.canary ? -1 : 1);

/** Some records of each kind: seen, unseen and gone. */
function samples({ things, oracle }: World, person: Person, object: ObjectName): Thing[] {
  const own = things.filter((thing) => thing.object === object);
  const some = (pick: (thing: Thing) => boolean): Thing[] => {
    const all = own.filter(pick);
    return [all[0], all[all.length >> 1], all.at(-1)].filter((one) => one !== undefined);
  };
  return [
    ...some((one) => one.gone === null && oracle.sees(person, one)),
    ...some((one) => one.gone === null && !oracle.sees(person, one)),
    ...some((one) => one.gone === 'deleted'),
    ...some((one) => one.gone === 'purged'),
  ];
}
const isThere = ({ oracle }: World, person: Person, thing: Thing): boolean =>
  thing.gone === null && oracle.sees(person, thing);

/** What an answer says, without the words that the asker chose. */
const plain = ({ status, text }: { status: number; text: string }, ...words: string[]): string =>
  words.reduce((rest, word) => rest.replaceAll(word, '#'), `${status} ${text}`);

/** Every record of a query, page by page. */
export async function everyRecord(world: World, person: Person, soql: string, resource = 'query'): Promise<Record_[]> {
  const records: Record_[] = [];
  const headers = { 'sforce-query-options': 'batchSize=200' };
  let path: string | undefined = `${resource}?q=${encodeURIComponent(soql)}`;
  let total = 0;
  while (path !== undefined) {
    const { status, text } = await world.ask(person, path, { headers });
    expect([status, status === 200 ? '' : text]).toEqual([200, '']);
    const page = json(text) as { totalSize: number; records: Record_[]; nextRecordsUrl?: string };
    records.push(...page.records);
    [path, total] = [page.nextRecordsUrl, page.totalSize];
  }
  expect(total).toBe(records.length);
  return records;
}

/** A query about an object that somebody has not is refused as one about an object that is not there. */
async function refusedAsNowhere(world: World, person: Person, object: ObjectName, soql: string): Promise<void> {
  const asked = async (text: string) => world.ask(person, `query?q=${encodeURIComponent(text)}`);
  const [answer, never] = [await asked(soql), await asked(soql.replaceAll(object, 'Never__c'))];
  expect(answer.status).toBe(400);
  const said = (text: string): unknown =>
    (json(text) as { errorCode: string; message: string }[]).map(({ errorCode, message }) => [
      errorCode,
      message
        .split('\n')
        .at(-1)
        ?.replaceAll(/Never__c|Quotient\w+__c/g, '#'),
    ]);
  expect(said(answer.text)).toEqual(said(never.text));
}

/** Runs a check of queries where somebody has the object, and else sees that the object is as if it were not there. */
const querying =
  (
    soql: (object: ObjectName) => string,
    check: (world: World, person: Person, object: ObjectName, soql: string) => Promise<void>,
  ): Way =>
  async (world, person, object) => {
    const text = soql(object);
    if (world.oracle.has(person, object)) await check(world, person, object, text);
    else await refusedAsNowhere(world, person, object, text);
  };

async function graphql(world: World, person: Person, query: string, variables: object = {}) {
  const { status, text } = await world.ask(person, 'graphql', { method: 'POST', body: { query, variables } });
  expect(status).toBe(200);
  return json(text) as {
    data: { uiapi?: Record<string, Record<string, Connection>> };
    errors: { message: string; extensions: { ErrorType: string } }[];
  };
}
interface Connection {
  readonly totalCount: number;
  readonly edges: readonly {
    readonly node: Readonly<Record<string, { readonly value: unknown }>> & { readonly Id: string };
  }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

export const ways: Readonly<Record<string, Way>> = {
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

  /** Search and list views are no part of the sample org: nobody is told anything there. */
  'search and list views': async (world, person, object) => {
    const [thing] = samples(world, person, object);
    const asked: readonly (readonly [string, Ask?])[] = [
      [`search?q=${encodeURIComponent(`FIND {${thing?.canary ?? ''}} RETURNING ${object}(Id, Name)`)}`],
      [`parameterizedSearch?q=${thing?.canary ?? ''}&sobject=${object}`],
      ['parameterizedSearch', { method: 'POST', body: { q: thing?.canary, sobjects: [{ name: object }] } }],
      [`sobjects/${object}/listviews`],
      [`ui-api/list-records/${object}/AllItems`],
      [`ui-api/related-list-records/${thing?.id ?? ''}/Shares`],
      [`ui-api/record-ui/${thing?.id ?? ''}`],
      ['recent'],
    ];
    for (const [path, ask] of asked) expect([path, (await world.ask(person, path, ask)).status]).toEqual([path, 404]);
  },
};
