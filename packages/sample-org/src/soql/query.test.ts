// SOQL over HTTP: what each statement answers, and the platform's errors for wrong ones.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSampleOrg, type SampleOrg } from '../server.ts';
import { ask, query } from '../testing.ts';

let org: SampleOrg;
let dir: string;
const admin = 'admin@sample.example';
const id = (prefix: string, n: number): string => `${prefix}00000000000${n}AAA`;

beforeAll(async () => {
  dir = mkdtempSync(join(tmpdir(), 'quotient-soql-'));
  writeFileSync(join(dir, 'User.csv'), `Id,Name\n${id('005', 1)},Ann Lee\n${id('005', 2)},Bo O'Neil\n`);
  writeFileSync(join(dir, 'Account.csv'), `Id,Name,Industry\n${id('001', 1)},Acme,Retail\n${id('001', 2)},50%_Off,\n`);
  const deals = [
    [1, 'Alpha', 1, 1, 100, '2026-03-31', 'Closed Won'],
    [2, 'beta', 1, 2, 250.5, '2026-04-13', 'Proposal'],
    [3, 'Gamma', 2, '', '', '2026-04-14', 'Prospecting'],
    [4, "De'lta", 2, 1, 400, '2025-12-31', 'Closed Lost'],
    [5, 'Epsilon', 2, 2, 100, '2026-07-01', 'Closed Won'],
  ] as const;
  writeFileSync(
    join(dir, 'Opportunity.csv'),
    [
      'Id,Name,OwnerId,AccountId,Amount,CloseDate,StageName',
      ...deals.map(([n, name, owner, account, ...rest]) =>
        [id('006', n), name, id('005', owner), account === '' ? '' : id('001', account), ...rest].join(','),
      ),
    ].join('\n'),
  );
  org = await startSampleOrg({ data: dir, clock: () => new Date('2026-04-13T12:00:00Z') });
});
afterAll(async () => {
  await org.close();
  rmSync(dir, { recursive: true });
});

describe('a condition finds', () => {
  test.each<[where: string, names: string[]]>([
    ["Name = 'ALPHA'", ['Alpha']],
    ["Name != 'alpha'", ["De'lta", 'Epsilon', 'Gamma', 'beta']],
    ["Name = 'De\\'lta'", ["De'lta"]],
    ["Name LIKE '%a'", ['Alpha', "De'lta", 'Gamma', 'beta']],
    ["Name LIKE '_eta'", ['beta']],
    ["Account.Name LIKE '50\\%\\_%'", ['Epsilon', 'beta']],
    ["StageName IN ('Proposal', 'Prospecting')", ['Gamma', 'beta']],
    ["StageName NOT IN ('Proposal', 'Prospecting', 'Closed Lost')", ['Alpha', 'Epsilon']],
    ['Amount = null', ['Gamma']],
    ['Amount != null AND Amount < 250.5', ['Alpha', 'Epsilon']],
    ['Amount >= 250.5', ["De'lta", 'beta']],
    ['IsWon = true', ['Alpha', 'Epsilon']],
    ['NOT IsClosed = true', ['Gamma', 'beta']],
    ["(Name = 'Alpha' OR Name = 'beta') AND Amount > 100", ['beta']],
    ["Name = 'Alpha' OR (Name = 'beta' AND Amount > 1000)", ['Alpha']],
    ["Owner.Name = 'Ann Lee'", ['Alpha', 'beta']],
    ["Account.Industry = 'Retail'", ['Alpha', "De'lta"]],
    ['Account.Industry = null', ['Epsilon', 'Gamma', 'beta']],
    ['CloseDate = 2026-03-31', ['Alpha']],
    ['CloseDate > 2026-04-13', ['Epsilon', 'Gamma']],
    ['CloseDate = TODAY', ['beta']],
    ['CloseDate = TOMORROW', ['Gamma']],
    ['CloseDate = THIS_QUARTER', ['Gamma', 'beta']],
    ['CloseDate = LAST_QUARTER', ['Alpha']],
    ['CloseDate = NEXT_QUARTER', ['Epsilon']],
    ['CloseDate = THIS_FISCAL_YEAR', ['Alpha', 'Epsilon', 'Gamma', 'beta']],
    ['CloseDate = LAST_YEAR', ["De'lta"]],
    ['CloseDate = LAST_N_DAYS:13', ['Alpha', 'beta']],
    ['CloseDate = NEXT_N_DAYS:1', ['Gamma']],
    ['CloseDate < THIS_MONTH', ['Alpha', "De'lta"]],
    ['CALENDAR_YEAR(CloseDate) = 2025', ["De'lta"]],
    ['CreatedDate < 2020-01-01T00:00:00Z', ['Alpha', "De'lta", 'Epsilon', 'Gamma', 'beta']],
  ])('%s', async (where, names) => {
    const { records, totalSize } = await query(org, admin, `SELECT Name FROM Opportunity WHERE ${where}`);
    expect(records.map(({ Name }) => String(Name)).sort()).toEqual(names);
    expect(totalSize).toBe(names.length);
  });
});

describe('an answer', () => {
  test('holds parents as nested records, null where there is none', async () => {
    const { records } = await query(org, admin, 'SELECT Name, Account.Name, Owner.Name FROM Opportunity ORDER BY Id');
    expect(records[2]).toMatchObject({ Name: 'Gamma', Account: null, Owner: { Name: "Bo O'Neil" } });
    expect(records[0]?.['Account']).toEqual({
      attributes: { type: 'Account', url: `/services/data/v66.0/sobjects/Account/${id('001', 1)}` },
      Name: 'Acme',
    });
  });

  test.each<[order: string, names: string[]]>([
    ['ORDER BY Amount DESC NULLS LAST, Name', ["De'lta", 'beta', 'Alpha', 'Epsilon', 'Gamma']],
    ['ORDER BY Amount, Name DESC', ['Gamma', 'Epsilon', 'Alpha', 'beta', "De'lta"]],
    ['ORDER BY CloseDate LIMIT 2', ["De'lta", 'Alpha']],
    ['ORDER BY CloseDate LIMIT 2 OFFSET 1', ['Alpha', 'beta']],
    ['ORDER BY Owner.Name DESC, Name LIMIT 1', ["De'lta"]],
  ])('comes in order: %s', async (order, names) => {
    const { records } = await query(org, admin, `SELECT Name FROM Opportunity ${order}`);
    expect(records.map(({ Name }) => Name)).toEqual(names);
  });

  test('COUNT() counts without records', async () => {
    expect(await query(org, admin, 'SELECT COUNT() FROM Opportunity WHERE IsClosed = true')).toMatchObject({
      totalSize: 3,
      done: true,
      records: [],
    });
  });

  test('aggregates by group, with aliases and without', async () => {
    const { records } = await query(
      org,
      admin,
      'SELECT Owner.Name person, COUNT(Id), SUM(Amount) total, MAX(CloseDate) FROM Opportunity GROUP BY Owner.Name ORDER BY Owner.Name',
    );
    expect(records.map(({ attributes: _, ...rest }) => rest)).toEqual([
      { person: 'Ann Lee', expr0: 2, total: 350.5, expr1: '2026-04-13' },
      { person: "Bo O'Neil", expr0: 3, total: 500, expr1: '2026-07-01' },
    ]);
  });

  test('groups can be chosen by what they hold', async () => {
    const { records } = await query(
      org,
      admin,
      'SELECT StageName, COUNT(Id) n FROM Opportunity GROUP BY StageName HAVING COUNT(Id) > 1',
    );
    expect(records).toMatchObject([{ StageName: 'Closed Won', n: 2 }]);
  });

  test('one row for all without groups, null sums of nothing', async () => {
    const { records } = await query(
      org,
      admin,
      "SELECT COUNT(Id) n, SUM(Amount) s, AVG(Amount) a FROM Opportunity WHERE Name = 'none'",
    );
    expect(records).toMatchObject([{ n: 0, s: null, a: null }]);
  });
});

describe('a wrong statement is refused', () => {
  test.each<[soql: string, errorCode: string, message: RegExp]>([
    ['SELECT FROM Opportunity', 'MALFORMED_QUERY', /./],
    ['SELECT Id', 'MALFORMED_QUERY', /./],
    ["SELECT Id FROM Opportunity WHERE Name = 'open", 'MALFORMED_QUERY', /./],
    ['SELECT Id FROM Nothing', 'INVALID_TYPE', /sObject type 'Nothing' is not supported/],
    ['SELECT Colour FROM Opportunity', 'INVALID_FIELD', /No such column 'Colour' on entity 'Opportunity'/],
    ['SELECT Id FROM Opportunity WHERE Colour = 1', 'INVALID_FIELD', /No such column 'Colour'/],
    ['SELECT Nobody.Name FROM Opportunity', 'INVALID_FIELD', /Didn't understand relationship 'Nobody'/],
    ['SELECT Id FROM Opportunity ORDER BY Colour', 'INVALID_FIELD', /No such column 'Colour'/],
    ['SELECT StageName, COUNT(Id) FROM Opportunity', 'MALFORMED_QUERY', /must be grouped|grouped or aggregated/i],
    ["SELECT Id FROM Opportunity WHERE Amount = 'much'", 'INVALID_FIELD', /value of filter criterion/],
    ['SELECT Id FROM Opportunity WHERE CloseDate = 5', 'INVALID_FIELD', /value of filter criterion/],
  ])('%s', async (soql, errorCode, message) => {
    const { status, body } = await ask(org, admin, `query?q=${encodeURIComponent(soql)}`);
    expect({ status, ...(body as object[])[0] }).toMatchObject({
      status: 400,
      errorCode,
      message: expect.stringMatching(message),
    });
  });
});
