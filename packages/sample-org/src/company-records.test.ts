// What stands around the built-in company's deals adds up with them.
import { beforeAll, expect, test } from 'vitest';
import type { Org, Row } from './org.ts';
import { setUp } from './setup.ts';

let org: Org;
let deals: Map<string, Row>;
const rows = (object: string): Row[] => [...org.table(object).rows.values()];
const sum = (list: readonly Row[], field: string): number => list.reduce((total, row) => total + Number(row[field]), 0);
beforeAll(() => {
  org = setUp({});
  deals = new Map(rows('Opportunity').map((row) => [String(row['Id']), row]));
});

test('every reference leads to a record', () => {
  for (const type of org.types.values())
    for (const row of rows(type.name))
      for (const { name, type: kind, referenceTo } of type.fields.values()) {
        const id = row[name] ?? null;
        if (kind === 'reference' && id !== null)
          expect(
            referenceTo.some((parent) => org.table(parent).rows.has(String(id))),
            `${type.name}.${name}`,
          ).toBe(true);
      }
});

test('revenue splits of a deal make up the whole of it, overlays come on top', () => {
  const revenue = rows('OpportunitySplitType').find(({ DeveloperName }) => DeveloperName === 'Revenue')?.['Id'];
  const own = Map.groupBy(rows('OpportunitySplit'), ({ OpportunityId }) => String(OpportunityId));
  for (const [id, deal] of deals) {
    const shares = (own.get(id) ?? []).filter(({ SplitTypeId }) => SplitTypeId === revenue);
    expect(sum(shares, 'SplitPercentage')).toBe(100);
    expect(sum(shares, 'SplitAmount')).toBeCloseTo(Number(deal['Amount']), 2);
  }
  expect(rows('OpportunitySplit').some(({ SplitTypeId }) => SplitTypeId !== revenue)).toBe(true);
});

test('line items add up to the amount of their deal, which says that it has some', () => {
  const own = Map.groupBy(rows('OpportunityLineItem'), ({ OpportunityId }) => String(OpportunityId));
  for (const [id, deal] of deals) {
    expect(deal['HasOpportunityLineItem']).toBe(own.has(id));
    const items = own.get(id) ?? [];
    if (items.length > 0) expect(sum(items, 'TotalPrice')).toBe(deal['Amount']);
    for (const item of items) {
      expect(Number(item['Quantity']) * Number(item['UnitPrice'])).toBe(item['TotalPrice']);
      expect(org.table('PricebookEntry').rows.get(String(item['PricebookEntryId']))).toMatchObject({
        Product2Id: item['Product2Id'],
        CurrencyIsoCode: deal['CurrencyIsoCode'],
      });
    }
  }
});

test('no activity that is done is later than the last one of its deal', () => {
  for (const { WhatId, ActivityDate, Status } of [...rows('Task'), ...rows('Event')]) {
    const last = String(deals.get(String(WhatId))?.['LastActivityDate']);
    if (Status === 'Completed') expect(ActivityDate).toBe(last);
    if (Status === 'Not Started') expect(String(ActivityDate) > '2026-04-13').toBe(true);
  }
});

test.each([
  ['Month', 48],
  ['Quarter', 16],
  ['Year', 4],
])('fiscal periods of type %s follow each other without a gap', (type, count) => {
  const periods = rows('Period').filter(({ Type }) => Type === type);
  expect(periods).toHaveLength(count);
  expect(periods[0]).toMatchObject({ StartDate: '2024-02-01', Number: 1 });
  for (const [i, { StartDate }] of periods.entries()) {
    const before = periods[i - 1]?.['EndDate'];
    if (before) expect(Date.parse(String(StartDate)) - Date.parse(String(before))).toBe(86_400_000);
  }
  expect(periods.at(-1)).toMatchObject({ EndDate: '2028-01-31' });
});

test('every rep has a quota for each quarter, in their currency', () => {
  const reps = rows('User').filter(({ Title }) => Title === 'Account Executive');
  const own = Map.groupBy(rows('ForecastingQuota'), ({ QuotaOwnerId }) => QuotaOwnerId);
  for (const rep of reps) {
    const quotas = own.get(rep['Id'] ?? null) ?? [];
    expect(quotas.map(({ StartDate }) => StartDate)).toHaveLength(8);
    expect(
      quotas.every((one) => one['CurrencyIsoCode'] === rep['CurrencyIsoCode'] && Number(one['QuotaAmount']) > 0),
    ).toBe(true);
  }
});
