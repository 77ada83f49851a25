// What is wrong with a GraphQL request: told beside empty data, or beside what could be had.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from '../server.ts';
import { ask } from '../testing.ts';
import { graphql } from './testing.ts';

let org: SampleOrg;
let admin: string;
beforeAll(async () => {
  org = await startSampleOrg();
  admin = org.users[0]?.username ?? '';
});
afterAll(() => org.close());

describe('what is wrong stands in errors, beside empty data', () => {
  const opportunity = (inner: string, args = ''): string =>
    `query { uiapi { query { Opportunity${args} { ${inner} } } } }`;
  const some = 'edges { node { Id } }';
  test.each([
    [
      'a field that is not there',
      opportunity('edges { node { Foo { value } } }'),
      'ValidationError',
      "Validation error of type FieldUndefined: Field 'Foo' in type 'Opportunity' is undefined @ 'uiapi/query/Opportunity/edges/node/Foo'",
    ],
    [
      'an object that is not there',
      '{ uiapi { query { Accounts { totalCount } } } }',
      'ValidationError',
      "Validation error of type FieldUndefined: Field 'Accounts' in type 'RecordQuery' is undefined @ 'uiapi/query/Accounts'",
    ],
    [
      'a value without braces',
      opportunity('edges { node { Name } }'),
      'ValidationError',
      "Sub selection required for type StringValue of field Name @ 'uiapi/query/Opportunity/edges/node/Name'",
    ],
    [
      'an Id with braces',
      opportunity('edges { node { Id { value } } }'),
      'ValidationError',
      'Sub selection not allowed on leaf type ID of field Id',
    ],
    [
      'a condition on a field that is not there',
      opportunity(some, '(where: { Foo: { eq: 1 } })'),
      'ValidationError',
      "contains a field not in 'Opportunity_Filter': 'Foo'",
    ],
    [
      'an operator that is not there',
      opportunity(some, '(where: { Amount: { like: "1%" } })'),
      'ValidationError',
      "contains a field not in 'CurrencyOperators': 'like'",
    ],
    [
      'a date as text',
      opportunity(some, '(where: { CloseDate: { eq: "2026-01-01" } })'),
      'ValidationError',
      "argument 'where.CloseDate.eq' of type 'DateInput'",
    ],
    ['a number as text', opportunity(some, '(where: { Amount: { eq: "1" } })'), 'ValidationError', 'is no number'],
    [
      'too many at once',
      opportunity(some, '(first: 2001)'),
      'ValidationError',
      "argument 'first' is no whole number from 1 to 2000",
    ],
    ['a cursor of nowhere', opportunity(some, '(after: "MQ==")'), 'ValidationError', "argument 'after' is no cursor"],
    [
      'an argument that is not there',
      opportunity(some, '(limit: 3)'),
      'ValidationError',
      'Unknown field argument limit',
    ],
    [
      'an order that is none',
      opportunity(some, '(orderBy: { Name: { order: UP } })'),
      'ValidationError',
      'is neither ASC nor DESC',
    ],
    ['a variable that is not there', opportunity(some, '(first: $n)'), 'ValidationError', 'Undefined variable n'],
    [
      'a variable without its value',
      'query ($n: Int!) { uiapi { query { Account(first: $n) { totalCount } } } }',
      'ValidationError',
      "coerced Null value for NonNull type 'Int!'",
    ],
    ['no query', 'query {', 'InvalidSyntax', 'Invalid syntax'],
    ['a mutation', 'mutation { uiapi { AccountCreate { Record { Id } } } }', 'OperationNotSupported', 'no mutation'],
    [
      'eleven subqueries',
      `{ uiapi { query { ${Array.from({ length: 11 }, (_, i) => `a${i}: Account { totalCount }`).join(' ')} } } }`,
      'ValidationError',
      'at most 10 subqueries',
    ],
    [
      'a fragment in itself',
      `${opportunity('...a')} fragment a on OpportunityConnection { totalCount ...a }`,
      'ValidationError',
      'Fragment cycles not allowed: a',
    ],
  ])('%s', async (_, text, type, message) => {
    const answer = await graphql(org, admin, text);
    expect(answer.data).toEqual({});
    expect(answer.errors[0]).toMatchObject({ extensions: { ErrorType: type }, paths: [] });
    expect(answer.errors[0]?.message).toContain(message);
  });

  test('its line and column are told', async () => {
    const { errors } = await graphql(org, admin, '{ uiapi { query {\n   Foo { totalCount } } } }');
    expect(errors[0]).toMatchObject({ locations: [{ line: 2, column: 4 }] });
  });
});

test('what one subquery cannot fetch is null beside the data of the others', async () => {
  const { data, errors } = await graphql(
    org,
    admin,
    `
      {
        uiapi {
          query {
            Account(where: { Description: { eq: "x" } }) {
              totalCount
            }
            Opportunity {
              totalCount
            }
          }
        }
      }
    `,
  );
  expect(data.uiapi.query['Account']).toBeNull();
  expect(data.uiapi.query['Opportunity']?.totalCount).toBeGreaterThan(0);
  expect(errors).toMatchObject([
    { extensions: { ErrorType: 'DataFetchingException' }, paths: ['uiapi', 'query', 'Account'] },
  ]);
  expect(errors[0]?.message).toContain("field 'Description' can not be filtered");
});

test('an expired session is refused as elsewhere', async () => {
  const answer = await ask(org, null, 'graphql', { method: 'POST', body: { query: '{ uiapi { query { x } } }' } });
  expect(answer).toMatchObject({ status: 401, body: [{ errorCode: 'INVALID_SESSION_ID' }] });
  expect((await ask(org, admin, 'graphql')).status).toBe(405);
});
