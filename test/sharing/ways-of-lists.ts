// Ways in that list records without a query: search, list views, related lists, and what was looked at lately.
import { expect } from 'vitest';
import type { Person } from './company.ts';
import type { Thing } from './oracle.ts';
import {
  byCanary,
  everyRecord,
  idsOf,
  isThere,
  json,
  never,
  plain,
  querying,
  samples,
  type Record_,
  type Way,
} from './looking.ts';
import type { Answer, Ask, World } from './world.ts';

/** The most records that a search finds, and that lists go through. */
const most = 2_000;

export const listWays: Readonly<Record<string, Way>> = {
  search: async (world, person, object) => {
    const has = world.oracle.has(person, object);
    const nobodys = await answersTo(world, person, searches(object, 'canary000000000000'));
    const nowhere = await answersTo(world, person, searches('Never__c', 'canary000000000000'));
    for (const thing of samples(world, person, object)) {
      const found = isThere(world, person, thing) ? [thing.id] : [];
      for (const [i, answer] of (await answersTo(world, person, searches(object, thing.canary))).entries()) {
        if (has) expect(idsIn(answer)).toEqual(found);
        else expect(plain(answer, object)).toBe(plain(nowhere[i] as Answer, 'Never__c'));
        if (found.length === 0) expect(plain(answer)).toBe(plain(nobodys[i] as Answer));
      }
      const everywhere = await world.ask(person, searchPath(`FIND {${thing.canary}}`));
      expect(idsIn(everywhere)).toEqual(found);
    }
    if (!has) return;
    const wanted = world.oracle.visible(person, object).sort(byCanary);
    const prefix = await world.ask(person, searchPath(`FIND {canary*} RETURNING ${object}(Id ORDER BY Name)`));
    expect(idsIn(prefix)).toEqual(wanted.slice(0, most).map(({ id }) => id));
    const conditions = `Name >= '${wanted[0]?.canary ?? ''}' AND OwnerId != null`;
    const where = await world.ask(person, searchPath(`FIND {canary*} RETURNING ${object}(Id WHERE ${conditions})`));
    expect(idsIn(where)).toHaveLength(Math.min(most, wanted.length));
  },

  'list views': async (world, person, object) => {
    const root = `sobjects/${object}/listviews`;
    const answer = await world.ask(person, root);
    if (!world.oracle.has(person, object)) {
      expect(plain(answer)).toBe(plain(await world.ask(person, 'sobjects/Never__c/listviews')));
      return;
    }
    const { listviews, size } = json(answer.text) as {
      listviews: { id: string; developerName: string }[];
      size: number;
    };
    expect(size).toBe(listviews.length);
    for (const { id, developerName } of listviews) {
      const wanted = inView(world, person, object, developerName);
      const found: string[] = [];
      for (let offset = 0; offset <= most; offset += 500) {
        const page = await world.ask(person, `${root}/${id}/results?limit=500&offset=${offset}`);
        const { records, ...told } = json(page.text) as {
          size: number;
          records: { columns: { fieldNameOrPath: string; value: string | null }[] }[];
        };
        expect(told.size).toBe(records.length);
        for (const { columns } of records)
          found.push(String(columns.find(({ fieldNameOrPath }) => fieldNameOrPath === 'Id')?.value));
      }
      expect([developerName, found]).toEqual([developerName, wanted.slice(0, most + 500)]);
      expect((await world.ask(person, `${root}/${id}/describe`)).status).toBe(200);
      expect((await world.ask(person, `${root}/${id}`)).status).toBe(200);
    }
    const unknown = await world.ask(person, `${root}/00B000000000000AAA/results`);
    expect(unknown.status).toBe(404);
  },

  'lists of pages': async (world, person, object) => {
    const records = `ui-api/list-records/${object}`;
    if (!world.oracle.has(person, object)) {
      for (const path of [`${records}/All`, `ui-api/list-info/${object}`, `ui-api/list-info/${object}/All`]) {
        const nowhere = await world.ask(person, path.replace(object, 'Never__c'));
        expect(plain(await world.ask(person, path))).toBe(plain(nowhere));
        expect(nowhere.status).toBe(404);
      }
      return;
    }
    const info = json((await world.ask(person, `ui-api/list-info/${object}`)).text) as { lists: { apiName: string }[] };
    for (const { apiName } of info.lists) {
      const found: string[] = [];
      for (let token: string | null = '0'; token !== null && Number(token) <= most;) {
        const page = await world.ask(person, `${records}/${apiName}?pageSize=500&pageToken=${token}`);
        const told = json(page.text) as { count: number; nextPageToken: string | null; records: { id: string }[] };
        expect(told.count).toBe(told.records.length);
        found.push(...told.records.map(({ id }) => id));
        token = told.nextPageToken;
      }
      expect([apiName, found]).toEqual([apiName, inView(world, person, object, apiName).slice(0, most + 500)]);
    }
  },

  'related lists of a record': async (world, person, object) => {
    const paths = (id: string): string[] => [
      `sobjects/${object}/${id}/Owner?fields=Id`,
      `sobjects/${object}/${id}/Shares?fields=Id,UserOrGroupId`,
      `ui-api/related-list-records/${id}/Shares?fields=${object.replace('__c', '__Share')}.UserOrGroupId`,
      `ui-api/related-list-count/${id}/Shares?maxCount=1000`,
    ];
    for (const thing of samples(world, person, object)) {
      const shares = world.hierarchy === 'managers' ? [...world.oracle.above(thing.owner)].sort() : [];
      for (const [i, path] of paths(thing.id).entries()) {
        const answer = await world.ask(person, path);
        if (!isThere(world, person, thing)) {
          if (thing.gone === 'deleted' && answer.text.includes('ENTITY_IS_DELETED'))
            expect(world.oracle.sees(person, thing)).toBe(true);
          else expect(plain(answer)).toBe(plain(await world.ask(person, paths(never(world, object))[i] ?? '')));
          continue;
        }
        expect([path, answer.status]).toEqual([path, 200]);
        const told = json(answer.text) as {
          Id?: string;
          totalSize?: number;
          count?: number;
          records?: (Record_ & { fields?: Record<string, { value: unknown }> })[];
        };
        if (i === 0) expect(told.Id).toBe(thing.owner);
        else expect(told.totalSize ?? told.count).toBe(i === 2 ? Math.min(50, shares.length) : shares.length);
        const given = told.records?.map((one) => String(one['UserOrGroupId'] ?? one.fields?.['UserOrGroupId']?.value));
        if (i === 1) expect(given?.sort()).toEqual(shares);
        if (i === 2) expect(shares).toEqual(expect.arrayContaining(given ?? []));
      }
    }
  },

  'what was looked at lately': querying(
    (object) => `SELECT Id FROM ${object} FOR VIEW`,
    async (world, person, object, soql) => {
      const looked = new Set(idsOf(await everyRecord(world, person, soql)));
      for (const { id } of samples(world, person, object))
        await everyRecord(world, person, `SELECT Id FROM ${object} WHERE Id = '${id}' FOR VIEW`);
      const recent = json((await world.ask(person, 'recent')).text) as { Id: string; attributes: { type: string } }[];
      const own = recent.filter(({ attributes }) => attributes.type === object).map(({ Id }) => Id);
      expect(own).toHaveLength(Math.min(200, looked.size));
      expect(own.every((id) => looked.has(id))).toBe(true);
      const { text } = await world.ask(person, `sobjects/${object}`);
      const { recentItems } = json(text) as { recentItems: { Id: string }[] };
      expect(recentItems.map(({ Id }) => Id)).toEqual(own);
    },
  ),

  /** Reports, dashboards and the layouts of records are no part of the sample org: nobody is told anything there. */
  'reports, dashboards and layouts': async (world, person, object) => {
    const [thing] = samples(world, person, object);
    for (const path of [
      'analytics/reports',
      'analytics/reports/query',
      'analytics/dashboards',
      `ui-api/record-ui/${thing?.id ?? ''}`,
      `ui-api/layout/${object}`,
      'chatter/feeds/news/me/feed-elements',
      `search/suggestions?q=${thing?.canary ?? ''}&sobject=${object}`,
      'search/scopeOrder',
    ])
      expect([path, (await world.ask(person, path)).status]).toEqual([path, 404]);
  },
};

const searchPath = (sosl: string): string => `search?q=${encodeURIComponent(sosl)}`;

/** The same search of one object by each resource, and by each of its forms. */
const searches = (object: string, word: string): readonly (readonly [path: string, ask?: Ask])[] => [
  [searchPath(`FIND {${word}} RETURNING ${object}(Id)`)],
  [searchPath(`FIND {${word}} IN NAME FIELDS RETURNING ${object}`)],
  [searchPath(`FIND {"${word}" OR ${word.slice(0, 17)}?} RETURNING ${object}(Id LIMIT 1)`)],
  [`parameterizedSearch?q=${word}&sobject=${object}&${object}.fields=Id`],
  ['parameterizedSearch', { method: 'POST', body: { q: word, sobjects: [{ name: object, fields: ['Id'] }] } }],
];

async function answersTo(world: World, person: Person, asked: ReturnType<typeof searches>): Promise<Answer[]> {
  const answers: Answer[] = [];
  for (const [path, ask] of asked) answers.push(await world.ask(person, path, ask));
  return answers;
}

function idsIn({ status, text }: Answer): string[] {
  expect([status, status === 200 ? '' : text]).toEqual([200, '']);
  return (json(text) as { searchRecords: { attributes: { url: string } }[] }).searchRecords.map(
    ({ attributes }) => attributes.url.split('/').at(-1) ?? '',
  );
}

/** Ids of what a list view of the package shows somebody, by name; each snapshot is older than two days. */
function inView(world: World, person: Person, object: Thing['object'], view: string): string[] {
  const visible = world.oracle.visible(person, object).sort(byCanary);
  const own = view === 'Mine' ? visible.filter(({ owner }) => owner === person.id) : visible;
  expect(['All', 'Mine', 'Old']).toContain(view);
  return own.map(({ id }) => id);
}
