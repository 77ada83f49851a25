// GraphQL as pages ask it: records with their values, conditions, order, pages, parents, children, groups.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from '../server.ts';
import { ask, everyRecord, query } from '../testing.ts';
import { graphql, type Connection } from './testing.ts';

let org: SampleOrg;
let admin: string;
const rep = 'priya.nair@';
const person = (start: string): string => org.users.find(({ username }) => username.startsWith(start))?.username ?? '';

beforeAll(async () => {
  org = await startSampleOrg({
    metadata: new URL('../../../../manifests/force-app/main/default', import.meta.url).pathname,
  });
  admin = org.users[0]?.username ?? '';
});
afterAll(() => org.close());

/** Ids that a condition on opportunities finds, by GraphQL and by SOQL. */
async function both(where: string, condition: string, username = admin): Promise<[string[], string[]]> {
  const text = `query { uiapi { query { Opportunity(first: 2000, where: ${where}) { edges { node { Id } } } } } }`;
  const { data, errors } = await graphql(org, username, text);
  expect(errors).toEqual([]);
  const records = await everyRecord(org, username, `SELECT Id FROM Opportunity WHERE ${condition} LIMIT 2000`);
  return [data.uiapi.query['Opportunity']?.edges.map(({ node }) => node.Id) ?? [], records.map(({ Id }) => String(Id))];
}

describe('where says the same as SOQL', () => {
  test.each([
    ['{ StageName: { eq: "Closed Won" } }', "StageName = 'Closed Won'"],
    ['{ StageName: { ne: "Closed Won" } }', "StageName != 'Closed Won'"],
    ['{ StageName: { in: ["Closed Won", "Proposal"] } }', "StageName IN ('Closed Won', 'Proposal')"],
    ['{ StageName: { nin: ["Closed Won", "Proposal"] } }', "StageName NOT IN ('Closed Won', 'Proposal')"],
    ['{ Name: { like: "%a_e%" } }', "Name LIKE '%a_e%'"],
    ['{ Amount: { gt: 100000 } }', 'Amount > 100000'],
    ['{ Amount: { gte: 1000.5, lt: 20000 } }', 'Amount >= 1000.5 AND Amount < 20000'],
    ['{ Amount: { lte: 9000 }, IsWon: { eq: true } }', 'Amount <= 9000 AND IsWon = true'],
    ['{ CloseDate: { gte: { value: "2026-01-01" } } }', 'CloseDate >= 2026-01-01'],
    ['{ CloseDate: { eq: { literal: THIS_QUARTER } } }', 'CloseDate = THIS_QUARTER'],
    ['{ CloseDate: { eq: { range: { last_n_days: 40 } } } }', 'CloseDate = LAST_N_DAYS:40'],
    ['{ CreatedDate: { lt: { value: "2026-01-01T00:00:00Z" } } }', 'CreatedDate < 2026-01-01T00:00:00Z'],
    ['{ Owner: { Name: { eq: "Priya Nair" } } }', "Owner.Name = 'Priya Nair'"],
    ['{ not: { IsClosed: { eq: true } } }', 'NOT IsClosed = true'],
    [
      '{ or: [{ Amount: { gt: 200000 } }, { and: [{ IsWon: { eq: true } }, { not: { StageName: { like: "P%" } } }] }] }',
      "Amount > 200000 OR (IsWon = true AND (NOT StageName LIKE 'P%'))",
    ],
    [
      '{ AccountId: { inq: { Account: { Industry: { eq: "Retail" } }, ApiName: "Id" } } }',
      "AccountId IN (SELECT Id FROM Account WHERE Industry = 'Retail')",
    ],
    ['{ Amount: { eq: null } }', 'Amount = null'],
  ])('%s', async (where, condition) => {
    const [graphqlIds, soqlIds] = await both(where, condition);
    expect(graphqlIds).toEqual(soqlIds);
  });

  test('a list without entries holds nothing, a text with quotes is a text', async () => {
    const [none] = await both('{ StageName: { in: [] } }', 'Id = null');
    expect(none).toEqual([]);
    const [odd] = await both(`{ Name: { eq: "x' OR Name != '\\\\" } }`, 'Id = null');
    expect(odd).toEqual([]);
  });
});

test('values stand in their form, and as a person reads them', async () => {
  const { data, errors } = await graphql(
    org,
    admin,
    `
      query deals($least: Currency, $n: Int = 1) {
        uiapi {
          query {
            big: Opportunity(
              where: { Amount: { gte: $least }, IsWon: { eq: true } }
              orderBy: { Amount: { order: DESC, nulls: LAST } }
              first: $n
            ) {
              edges {
                cursor
                node {
                  Id
                  ApiName
                  ...deal
                  Owner {
                    __typename
                    Name {
                      value
                    }
                  }
                  Nothing__c @optional {
                    value
                  }
                }
              }
            }
          }
        }
      }
      fragment deal on Opportunity {
        Name {
          value
          displayValue
        }
        Amount {
          value
          displayValue
        }
        CloseDate {
          value
          displayValue
        }
        StageName {
          value
          label
        }
        IsWon {
          value
        }
        Account {
          Name {
            value
          }
        }
      }
    `,
    { least: 1000 },
  );
  expect(errors).toEqual([]);
  const [record] = (
    await query(
      org,
      admin,
      'SELECT Id, Name, Amount, CloseDate, StageName, CurrencyIsoCode, Owner.Name, Account.Name FROM Opportunity WHERE Amount >= 1000 AND IsWon = true ORDER BY Amount DESC NULLS LAST LIMIT 1',
    )
  ).records;
  const node = data.uiapi.query['big']?.edges[0]?.node;
  const [year, month, day] = String(record?.['CloseDate']).split('-').map(Number);
  expect(node).toEqual({
    Id: record?.['Id'],
    ApiName: 'Opportunity',
    Name: { value: record?.['Name'], displayValue: null },
    Amount: {
      value: record?.['Amount'],
      displayValue: `${String(record?.['CurrencyIsoCode'])} ${Number(record?.['Amount']).toLocaleString('en-US', { minimumFractionDigits: 2 })}`,
    },
    CloseDate: { value: record?.['CloseDate'], displayValue: `${month}/${day}/${(year ?? 0) % 100}` },
    StageName: { value: record?.['StageName'], label: record?.['StageName'] },
    IsWon: { value: true },
    Account: { Name: { value: (record?.['Account'] as { Name: string } | undefined)?.Name } },
    Owner: { __typename: 'User', Name: { value: (record?.['Owner'] as { Name: string } | undefined)?.Name } },
  });
});

test('pages follow one another by cursors, and hold every record once', async () => {
  const ids: string[] = [];
  let after: string | null = null;
  let pages = 0;
  do {
    const { data } = await graphql(
      org,
      admin,
      `
        query ($after: String) {
          uiapi {
            query {
              Opportunity(first: 300, after: $after, orderBy: { CloseDate: { order: DESC } }) {
                edges {
                  node {
                    Id
                  }
                }
                pageInfo {
                  hasNextPage
                  endCursor
                }
                totalCount
                pageResultCount
              }
            }
          }
        }
      `,
      { after },
    );
    const page: Connection | undefined = data.uiapi.query['Opportunity'];
    ids.push(...(page?.edges.map(({ node }) => node.Id) ?? []));
    after = page?.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
    pages++;
    expect(page?.totalCount).toBe((await query(org, admin, 'SELECT COUNT() FROM Opportunity')).totalSize);
  } while (after !== null);
  const records = await everyRecord(org, admin, 'SELECT Id FROM Opportunity ORDER BY CloseDate DESC');
  expect(pages).toBeGreaterThan(1);
  expect(ids).toEqual(records.map(({ Id }) => Id));
});

test('without first there are ten', async () => {
  const { data } = await graphql(org, admin, '{ uiapi { query { Opportunity { edges { node { Id } } } } } }');
  expect(data.uiapi.query['Opportunity']?.edges).toHaveLength(10);
});

test('children stand in their parent', async () => {
  const { data, errors } = await graphql(
    org,
    admin,
    `
      {
        uiapi {
          query {
            Account(first: 5, where: { Id: { inq: { Opportunity: { IsWon: { eq: true } }, ApiName: "AccountId" } } }) {
              edges {
                node {
                  Id
                  Opportunities(first: 2, where: { IsWon: { eq: true } }, orderBy: { Amount: { order: ASC } }) {
                    totalCount
                    edges {
                      node {
                        Id
                        Amount {
                          value
                        }
                      }
                    }
                  }
                }
              }
            }
          }
        }
      }
    `,
  );
  expect(errors).toEqual([]);
  const accounts = data.uiapi.query['Account']?.edges ?? [];
  expect(accounts).toHaveLength(5);
  for (const { node } of accounts) {
    const { records, totalSize } = await query(
      org,
      admin,
      `SELECT Id FROM Opportunity WHERE AccountId = '${node.Id}' AND IsWon = true ORDER BY Amount ASC`,
    );
    const children = node['Opportunities'] as unknown as Connection;
    expect(children.totalCount).toBe(totalSize);
    expect(children.edges.map((edge) => edge.node.Id)).toEqual(records.slice(0, 2).map(({ Id }) => Id));
  }
});

test('groups add up to the same as SOQL', async () => {
  const { body } = await ask(org, admin, 'graphql', {
    method: 'POST',
    body: {
      query: `{ uiapi { aggregate { Opportunity(first: 50, where: { IsClosed: { eq: true } }, groupBy: { StageName: { group: true } }) {
        edges { node { aggregate { StageName { value } Amount { sum { value } max { value displayValue } } Id { count { value } } } } } totalCount } } } }`,
    },
  });
  const { records } = await query(
    org,
    admin,
    'SELECT StageName s, SUM(Amount) t, MAX(Amount) m, COUNT(Id) n FROM Opportunity WHERE IsClosed = true GROUP BY StageName',
  );
  const { data, errors } = body as { data: { uiapi: { aggregate: { Opportunity: Connection } } }; errors: unknown[] };
  expect(errors).toEqual([]);
  const { edges, totalCount } = data.uiapi.aggregate.Opportunity;
  expect(totalCount).toBe(records.length);
  expect(edges.map(({ node }) => node['aggregate'])).toMatchObject(
    records.map(({ s, t, m, n }) => ({
      StageName: { value: s },
      Amount: { sum: { value: t }, max: { value: m } },
      Id: { count: { value: n } },
    })),
  );
});

test('a person sees and counts their own records alone', async () => {
  const text = '{ uiapi { query { Opportunity(first: 2000) { totalCount edges { node { OwnerId { value } } } } } } }';
  const { data } = await graphql(org, person(rep), text);
  const own = org.users.find(({ username }) => username.startsWith(rep))?.id;
  const { edges, totalCount } = data.uiapi.query['Opportunity'] as Connection;
  expect(totalCount).toBeGreaterThan(0);
  expect(edges.every(({ node }) => node['OwnerId']?.value === own)).toBe(true);
  expect(totalCount).toBe(edges.length);
});

test('a field that no permission set opens is not there: optional it is left out, else it is an error, in conditions and orders too', async () => {
  const object = 'QuotientSnapshot__c';
  const id = org.users.find(({ username }) => username.startsWith(rep))?.id;
  const body = { Key__c: 'k', Name: 'Priya', Body__c: '{}', AsOf__c: '2026-04-13', Version__c: '1', OwnerId: id };
  expect((await ask(org, admin, `sobjects/${object}`, { method: 'POST', body })).status).toBe(201);
  const asked = (inner: string, args = ''): ReturnType<typeof graphql> =>
    graphql(org, person(rep), `{ uiapi { query { ${object}${args} { edges { node { Id ${inner} } } } } } }`);
  const open = await asked('Body__c { value } Version__c @optional { value }');
  expect(open.data.uiapi.query[object]?.edges[0]?.node).toMatchObject({
    Body__c: { value: '{}' },
    Version__c: { value: '1' },
  });
  const rights = await query(org, admin, `SELECT Id FROM FieldPermissions WHERE Field = '${object}.Version__c'`);
  for (const { Id } of rights.records)
    await ask(org, admin, `sobjects/FieldPermissions/${String(Id)}`, { method: 'DELETE' });
  const node = (await asked('Body__c { value } Version__c @optional { value }')).data.uiapi.query[object]?.edges[0]
    ?.node;
  expect(Object.keys(node ?? {})).toEqual(['Id', 'Body__c']);
  for (const [inner, args] of [
    ['Version__c { value }', ''],
    ['', '(where: { Version__c: { eq: "1" } })'],
    ['', '(orderBy: { Version__c: { order: ASC } })'],
  ] as const) {
    const { data, errors } = await asked(inner, args);
    expect(data).toEqual({});
    expect(errors).toMatchObject([{ extensions: { ErrorType: 'ValidationError' } }]);
  }
  const record = open.data.uiapi.query[object]?.edges[0]?.node.Id ?? '';
  const read = (fields: string) => ask(org, person(rep), `ui-api/records/${record}?${fields}=${object}.Version__c`);
  expect((await read('optionalFields')).body).toMatchObject({ fields: {} });
  expect(await read('fields')).toMatchObject({ status: 400, body: [{ errorCode: 'INVALID_FIELD' }] });
});
