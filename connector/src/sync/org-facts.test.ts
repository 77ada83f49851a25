// What a sync finds out about an org beside its records, from an org whose administrator has changed its currencies.
import { startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Rest } from '../org/rest.ts';
import { orgFacts } from './org-facts.ts';

let org: SampleOrg;
let rest: Rest;
beforeEach(async () => {
  org = await startSampleOrg();
  rest = new Rest({ instanceUrl: org.url, accessToken: org.users[0]?.accessToken ?? '', name: 'sample' });
});
afterEach(async () => {
  await rest.close();
  await org.close();
});

/** Changes a currency as its administrator does. */
function change(isoCode: string, values: Readonly<Record<string, boolean>>): void {
  const { rows } = org.org.table('CurrencyType');
  const row = [...rows.values()].find(({ IsoCode }) => IsoCode === isoCode);
  if (!row) throw new Error(`no currency ${isoCode}`);
  org.org.put('CurrencyType', { ...rows.copy(row), ...values });
}

test('a currency that is no longer active keeps its rate: older deals keep the currency', async () => {
  const before = await orgFacts(rest, []);
  expect(before.rates.map(({ currency }) => currency)).toContain('EUR');
  change('EUR', { IsActive: false });
  expect(await orgFacts(rest, [])).toEqual(before);
});

test('an org without a corporate currency is not taken to have the dollar', async () => {
  change('USD', { IsCorporate: false });
  await expect(orgFacts(rest, [])).rejects.toMatchObject({ code: 'no-corporate-currency', exitCode: 65 });
});
