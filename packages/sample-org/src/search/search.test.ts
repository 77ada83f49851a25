// Searching: what is found, by which words, in which fields, and how a search is refused.
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from '../server.ts';
import { ask } from '../testing.ts';

let org: SampleOrg;
let admin: string;
beforeAll(async () => {
  org = await startSampleOrg();
  admin = org.users[0]?.username ?? '';
  for (const [Name, Description] of [
    ['Zorblatt Steel Works', 'Melts iron & more'],
    ['Zorblatt Cuprit', 'C++ (wires)'],
    ['Zorbux Fun', 'steel balls: works'],
  ])
    await ask(org, admin, 'sobjects/Account', { method: 'POST', body: { Name, Description } });
});
afterAll(() => org.close());

interface Found {
  readonly attributes: { readonly type: string };
  readonly Id: string;
  readonly Name: string;
}
const search = (sosl: string) => ask(org, admin, `search?q=${encodeURIComponent(sosl)}`);
async function found(sosl: string): Promise<Found[]> {
  const { status, body } = await search(sosl);
  expect([sosl, status, status === 200 ? '' : body]).toEqual([sosl, 200, '']);
  return (body as { searchRecords: Found[] }).searchRecords;
}
const names = async (sosl: string): Promise<string[]> => (await found(sosl)).map(({ Name }) => Name).sort();
const all = ['Zorblatt Cuprit', 'Zorblatt Steel Works', 'Zorbux Fun'];

describe('what is found by', () => {
  test.each<[find: string, names: string[]]>([
    ['zorblatt', all.slice(0, 2)],
    ['ZORBLATT', all.slice(0, 2)],
    ['zorb', []],
    ['zorb*', all],
    ['zorbl?tt', all.slice(0, 2)],
    ['zor*tt', all.slice(0, 2)],
    ['*blatt', []],
    ['zorblatt cuprit', ['Zorblatt Cuprit']],
    ['cuprit zorblatt', ['Zorblatt Cuprit']],
    ['"cuprit zorblatt"', []],
    ['"zorblatt cuprit"', ['Zorblatt Cuprit']],
    ['zorblatt AND cuprit', ['Zorblatt Cuprit']],
    ['zorblatt and not cuprit', ['Zorblatt Steel Works']],
    ['cuprit OR zorbux', ['Zorblatt Cuprit', 'Zorbux Fun']],
    ['zorb* AND (fun OR steel) AND NOT works', ['Zorbux Fun']],
    ['Zorblatt\\-Cuprit', ['Zorblatt Cuprit']],
    ['zorb\\*', []],
  ])('{%s}', async (find, expected) => {
    expect(await names(`FIND {${find}} IN NAME FIELDS RETURNING Account(Id, Name)`)).toEqual(expected);
  });

  test('words of other fields, where all are searched', async () => {
    expect(await names('FIND {zorb* AND steel} IN ALL FIELDS RETURNING Account(Name)')).toEqual(all.slice(1));
    expect(await names('FIND {zorb* AND steel} RETURNING Account(Name)')).toEqual(all.slice(1));
  });
});

describe('what a search returns', () => {
  test('conditions, order and limits of each object, and one limit for all', async () => {
    const returning = "RETURNING Account(Id, Name WHERE Name LIKE '%blatt%' ORDER BY Name DESC LIMIT 1), Contact(Id)";
    const two = await found(`FIND {zorb*} IN NAME FIELDS ${returning}`);
    expect(two.map(({ Name }) => Name)).toEqual(['Zorblatt Steel Works']);
    const [, second] = all;
    expect(await names('FIND {zorb*} RETURNING Account(Name ORDER BY Name LIMIT 1 OFFSET 1)')).toEqual([second]);
    expect(await found('FIND {zorb*} RETURNING Account(Name) LIMIT 2')).toHaveLength(2);
  });

  test('without fields the Id, without objects all of them', async () => {
    const [first] = await found('FIND {"zorblatt cuprit"} RETURNING Account');
    expect(first).toEqual({
      attributes: { type: 'Account', url: expect.stringMatching(/\/sobjects\/Account\/001\w{15}$/) },
      Id: expect.stringMatching(/^001/),
    });
    const everywhere = await found('FIND {"zorblatt cuprit"}');
    expect(everywhere).toEqual([first]);
  });

  test('what is deleted is not found', async () => {
    const { body } = await ask(org, admin, 'sobjects/Account', { method: 'POST', body: { Name: 'Quuxley' } });
    const { id } = body as { id: string };
    expect(await found('FIND {quuxley} RETURNING Account')).toHaveLength(1);
    await ask(org, admin, `sobjects/Account/${id}`, { method: 'DELETE' });
    expect(await found('FIND {quuxley} RETURNING Account')).toEqual([]);
  });
});

test.each<[sosl: string, code: string]>([
  ['zorblatt', 'MALFORMED_SEARCH'],
  ['FIND zorblatt', 'MALFORMED_SEARCH'],
  ['FIND {}', 'MALFORMED_SEARCH'],
  ['FIND {z}', 'MALFORMED_SEARCH'],
  ['FIND {z*}', 'MALFORMED_SEARCH'],
  ['FIND {(zorblatt}', 'MALFORMED_SEARCH'],
  ['FIND {zorblatt)}', 'MALFORMED_SEARCH'],
  ['FIND {zorblatt AND}', 'MALFORMED_SEARCH'],
  ['FIND {"zorblatt}', 'MALFORMED_SEARCH'],
  ['FIND {zorblatt} IN SOME FIELDS', 'MALFORMED_SEARCH'],
  ['FIND {zorblatt} RETURNING', 'MALFORMED_SEARCH'],
  ['FIND {zorblatt} RETURNING Account()', 'MALFORMED_SEARCH'],
  ['FIND {zorblatt} RETURNING Account(Id', 'MALFORMED_SEARCH'],
  ['FIND {zorblatt} RETURNING Account(Id WHERE)', 'MALFORMED_SEARCH'],
  ['FIND {zorblatt} RETURNING Account(COUNT())', 'MALFORMED_SEARCH'],
  ['FIND {zorblatt} RETURNING Account(COUNT(Id))', 'MALFORMED_SEARCH'],
  ['FIND {zorblatt} RETURNING Account(Id, (SELECT Id FROM Opportunities))', 'MALFORMED_SEARCH'],
  ['FIND {zorblatt} LIMIT 0', 'MALFORMED_SEARCH'],
  ['FIND {zorblatt} WITH SNIPPET', 'MALFORMED_SEARCH'],
  ['FIND {zorblatt} RETURNING Account(Colour)', 'INVALID_FIELD'],
  ['FIND {zorblatt} RETURNING Never__c(Id)', 'INVALID_TYPE'],
  ['FIND {zorblatt} RETURNING OpportunityTeamMember(Id)', 'INVALID_SEARCH_SCOPE'],
])('%s is refused', async (sosl, code) => {
  expect(await search(sosl)).toMatchObject({ status: 400, body: [{ errorCode: code }] });
});

test('a search that says nothing is refused, a very long one finds nothing', async () => {
  expect(await ask(org, admin, 'search')).toMatchObject({ status: 400, body: [{ errorCode: 'MALFORMED_SEARCH' }] });
  expect(await found(`FIND {zorblatt OR ${'x'.repeat(10_000)}} RETURNING Account`)).toEqual([]);
});

test('words of a field that somebody may not read are found by nobody else’s, and tell nothing', async () => {
  const metadata = fileURLToPath(new URL('../../../../manifests/force-app/main/default', import.meta.url));
  const own = await startSampleOrg({ metadata });
  try {
    const [first, rep] = [own.users[0], own.users.find(({ username }) => username.startsWith('priya.nair@'))];
    const object = 'QuotientSnapshot__c';
    const body = { Key__c: 'k', Name: 'Seen', Body__c: 'hidden word', AsOf__c: '2026-04-13', OwnerId: rep?.id };
    expect((await ask(own, first?.username ?? '', `sobjects/${object}`, { method: 'POST', body })).status).toBe(201);
    const count = async (word: string): Promise<number> => {
      const path = `search?q=${encodeURIComponent(`FIND {${word}} IN ALL FIELDS RETURNING ${object}`)}`;
      const answer = await ask(own, rep?.username ?? '', path);
      return (answer.body as { searchRecords: unknown[] }).searchRecords.length;
    };
    expect([await count('seen'), await count('hidden')]).toEqual([1, 1]);
    for (const row of own.org.table('FieldPermissions').rows.having('Field', `${object}.Body__c`))
      own.org.drop('FieldPermissions', row);
    expect([await count('seen'), await count('hidden')]).toEqual([1, 0]);
  } finally {
    await own.close();
  }
});

describe('by parameters', () => {
  const records = async (path: string, init?: { method: string; body: unknown }) => {
    const { status, body } = await ask(org, admin, path, init);
    expect([status, status === 200 ? '' : body]).toEqual([200, '']);
    return (body as { searchRecords: Found[] }).searchRecords.map(({ Name }) => Name);
  };
  test('of an address', async () => {
    const more = 'sobject=Account&Account.fields=Id,Name&in=NAME';
    expect((await records(`parameterizedSearch?q=zorb*&${more}`)).toSorted()).toEqual(all);
    expect(await records(`parameterizedSearch?q=zorb*&${more}&Account.orderBy=Name&Account.limit=1`)).toEqual([all[0]]);
    const where = encodeURIComponent("Name = 'Zorbux Fun'");
    expect(await records(`parameterizedSearch?q=zorb*&${more}&Account.where=${where}`)).toEqual(['Zorbux Fun']);
    expect(await records('parameterizedSearch?q=zorb*&sobject=Account&fields=Name&overallLimit=2')).toHaveLength(2);
  });
  test('of a body', async () => {
    const body = { q: 'zorb*', fields: ['Id', 'Name'], sobjects: [{ name: 'Account', orderBy: 'Name', limit: 2 }] };
    expect(await records('parameterizedSearch', { method: 'POST', body })).toEqual(all.slice(0, 2));
    const both = { ...body, sobjects: [{ name: 'Account', fields: ['Name'] }, { name: 'Contact' }], defaultLimit: 1 };
    expect(await records('parameterizedSearch', { method: 'POST', body: both })).toHaveLength(1);
  });
  test.each([
    {},
    { q: 'z' },
    { q: 'zorb', in: 'SOME' },
    { q: 'zorb', sobjects: [{}] },
    { q: 'zorb', overallLimit: 'x' },
  ])('%j is refused', async (body) => {
    expect(await ask(org, admin, 'parameterizedSearch', { method: 'POST', body })).toMatchObject({
      status: 400,
      body: [{ errorCode: 'MALFORMED_SEARCH' }],
    });
  });
});
