// The built-in company: the same at every start, and rich enough to show what the product does.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startSampleOrg, type SampleOrg } from './server.ts';
import { query } from './testing.ts';

let [one, other]: SampleOrg[] = [];
const rows = async (org: SampleOrg | undefined, soql: string) => {
  if (!org) throw new Error('No org has started.');
  return (await query(org, org.users[0]?.username ?? '', soql)).records;
};
beforeAll(async () => {
  [one, other] = await Promise.all([startSampleOrg(), startSampleOrg()]);
});
afterAll(async () => {
  await one?.close();
  await other?.close();
});

test.each([
  'SELECT FIELDS(ALL) FROM User LIMIT 200',
  'SELECT Id, Name, OwnerId, AccountId, Amount, CloseDate, StageName, CurrencyIsoCode, CreatedDate, SystemModstamp FROM Opportunity',
  'SELECT Id, Name, Industry, NumberOfEmployees FROM Account',
])('is the same at every start: %s', async (soql) => {
  const first = await rows(one, soql);
  expect(first.length).toBeGreaterThan(0);
  expect(await rows(other, soql)).toEqual(first);
});

test('has three levels of managers above at least 40 reps whom a reader can tell apart', async () => {
  const people = await rows(one, 'SELECT Id, Name, ManagerId FROM User');
  const managerOf = new Map(people.map(({ Id, ManagerId }) => [Id, ManagerId]));
  const leads = new Set(people.map(({ ManagerId }) => ManagerId));
  const levels = (id: unknown): number => (managerOf.get(id) ? 1 + levels(managerOf.get(id)) : 0);
  const reps = people.filter(({ Id }) => !leads.has(Id) && levels(Id) >= 3);
  expect(reps.length).toBeGreaterThanOrEqual(40);
  expect(new Set(people.map(({ Name }) => Name)).size).toBe(people.length);
});

test('sells in two currencies, in segments from commercial to enterprise and to schools', async () => {
  const currencies = await rows(one, 'SELECT CurrencyIsoCode c, COUNT(Id) n FROM Opportunity GROUP BY CurrencyIsoCode');
  expect(new Set(currencies.map(({ c }) => c))).toEqual(new Set(['EUR', 'USD']));
  const sizes = (await rows(one, 'SELECT NumberOfEmployees FROM Account')).map((row) =>
    Number(row['NumberOfEmployees']),
  );
  for (const [low, high] of [
    [1, 99],
    [100, 999],
    [1000, 100_000],
  ] as const)
    expect(sizes.some((size) => size >= low && size <= high)).toBe(true);
  expect(await rows(one, "SELECT Id FROM User WHERE Title LIKE '%K12%'")).not.toEqual([]);
});

test('has a fiscal year that does not begin in January, and open deals around its as-of date', async () => {
  const [organization] = await rows(one, 'SELECT FiscalYearStartMonth FROM Organization');
  expect(organization?.['FiscalYearStartMonth']).not.toBe(1);
  for (const range of ['LAST_N_DAYS:30', 'NEXT_N_DAYS:30', 'NEXT_FISCAL_QUARTER'])
    expect(
      await rows(one, `SELECT Id FROM Opportunity WHERE IsClosed = false AND CloseDate = ${range} LIMIT 1`),
    ).not.toEqual([]);
});
