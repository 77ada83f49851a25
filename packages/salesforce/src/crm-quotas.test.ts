import { readPlan, type CrmRecord, type Plan, type QuotaRow } from '@quotient/calc';
import { describe, expect, test } from 'vitest';
import { since } from './filters.ts';
import { crmQuotas, type QuotasAround } from './crm-quotas.ts';

const plan = (quota: object, more: Partial<Record<'window' | 'value' | 'from' | 'to', string>> = {}): Plan =>
  readPlan({
    quotient: 1,
    id: 'ae',
    name: 'AE',
    currency: 'USD',
    calendar: { fiscalYearStart: 2, yearNamedBy: 'start' },
    effective: { from: more.from ?? '2026-02-01', to: more.to ?? '2027-01-31' },
    measures: {
      bookings: { object: 'Opportunity', value: more.value ?? 'Amount', date: 'CloseDate', credit: 'owner' },
    },
    components: [
      {
        id: 'commission',
        measure: 'bookings',
        window: more.window ?? 'quarter',
        quota,
        rate: { type: 'bonus', tiers: [{ from: '100%', pays: 5 }] },
      },
    ],
  });
/** A quota of a rep: first and last day, amount, and what else it says. */
const quota = (StartDate: string, EndDate: string, QuotaAmount: number | null, more: CrmRecord = {}): CrmRecord => ({
  Id: `0J9-${StartDate}-${EndDate}-${String(more['ProductFamily'])}`,
  QuotaOwnerId: 'u1',
  QuotaAmount,
  QuotaQuantity: null,
  StartDate,
  Period: { EndDate },
  ForecastingType: { DeveloperName: 'Revenue' },
  CurrencyIsoCode: 'USD',
  ...more,
});
const months: readonly CrmRecord[] = [
  quota('2026-02-01', '2026-02-28', 100),
  quota('2026-03-01', '2026-03-31', 110.5),
  quota('2026-04-01', '2026-04-30', 120),
];
const around = (plans: Plan[], ForecastingQuota: readonly CrmRecord[], more: Partial<QuotasAround> = {}) => ({
  plans,
  assignments: [{ payee: 'u1', plan: 'ae', from: '2026-02-01' }],
  corporateCurrency: 'USD',
  records: { ForecastingQuota },
  ...more,
});
const amounts = (rows: readonly QuotaRow[]): string[] =>
  rows.map(({ period, amount, prorated }) => `${period} ${amount}${prorated ? ' final' : ''}`);

test('quotas are asked for from a year before the first plan on', () => {
  const plans = [plan({ crm: 'Revenue' }, { from: '2024-02-29' }), plan({ crm: 'Revenue' })];
  expect(since('ForecastingQuota', plans, [])).toBe('StartDate > 2023-02-28');
});

const crm = { crm: 'Revenue' };

describe('quotas of the CRM become rows of the book', () => {
  test.each<[name: string, book: QuotasAround, expected: string[]]>([
    ['months add up to a quarter', around([plan(crm)], months), ['2026-Q1 330.5']],
    [
      'quarters add up to a year',
      around(
        [plan(crm, { window: 'year' })],
        [
          quota('2026-02-01', '2026-04-30', 1),
          quota('2026-05-01', '2026-07-31', 2),
          quota('2026-08-01', '2026-10-31', 3),
          quota('2026-11-01', '2027-01-31', 4),
        ],
      ),
      ['2026 10'],
    ],
    [
      'each window has its own',
      around([plan(crm, { window: 'month' })], months),
      ['2026-02 100', '2026-03 110.5', '2026-04 120'],
    ],
    [
      'a type is named without regard to case, and others are not counted',
      around(
        [plan({ crm: 'revenue' })],
        [...months, quota('2026-05-01', '2026-07-31', 9, { ForecastingType: { DeveloperName: 'Units' } })],
      ),
      ['2026-Q1 330.5'],
    ],
    [
      'all product families together',
      around(
        [plan(crm)],
        ['Security', 'Storage'].map((ProductFamily, i) =>
          quota('2026-02-01', '2026-04-30', 10 ** i, { ProductFamily }),
        ),
      ),
      ['2026-Q1 11'],
    ],
    [
      'one product family',
      around(
        [plan({ ...crm, productFamily: 'Storage' })],
        ['Security', 'Storage'].map((ProductFamily, i) =>
          quota('2026-02-01', '2026-04-30', 10 ** i, { ProductFamily }),
        ),
      ),
      ['2026-Q1 10'],
    ],
    [
      'quantities where the component counts records',
      around(
        [plan(crm, { value: 'count' })],
        [quota('2026-02-01', '2026-04-30', null, { QuotaQuantity: 12 }), quota('2026-05-01', '2026-07-31', 500)],
      ),
      ['2026-Q1 12'],
    ],
    [
      'another currency at the rate of the first day of each',
      around(
        [plan(crm)],
        months.map((one) => ({ ...one, CurrencyIsoCode: 'EUR' })),
        {
          rates: [
            { currency: 'EUR', from: '2026-01-01', rate: '0.5' },
            { currency: 'EUR', from: '2026-03-01', rate: '0.9' },
          ],
        },
      ),
      // 100 ÷ 0.5 + 110.50 ÷ 0.9 + 120 ÷ 0.9
      ['2026-Q1 456.11'],
    ],
    [
      'of who joined later: the months of the assignment, which are final',
      around([plan(crm)], months.slice(1), { assignments: [{ payee: 'u1', plan: 'ae', from: '2026-03-09' }] }),
      ['2026-Q1 230.5 final'],
    ],
    [
      'the list of quotas comes first, for the plan or without naming one',
      around([plan(crm, { window: 'month' })], months, {
        quotas: [
          { payee: 'u1', component: 'commission', period: '2026-02', amount: '7' },
          { payee: 'u1', plan: 'ae', component: 'commission', period: '2026-03', amount: '8' },
        ],
      }),
      ['2026-04 120'],
    ],
    ['nobody who is not assigned', around([plan(crm)], months, { assignments: [] }), []],
    [
      'windows belong to the version at their end',
      around(
        [
          plan(crm, { window: 'month', to: '2026-03-15' }),
          plan({ crm: 'Units' }, { window: 'month', from: '2026-03-16' }),
        ],
        months,
      ),
      ['2026-02 100'],
    ],
  ])('%s', (_name, book, expected) => {
    expect(amounts(crmQuotas(book).rows)).toEqual(expected);
  });

  test.each<[name: string, book: QuotasAround, why: RegExp]>([
    ['none of the type', around([plan({ crm: 'Units' })], months), /no quota of forecasting type Units$/],
    [
      'the rate of a ratio',
      around(
        [
          {
            ...plan(crm),
            measures: {
              bookings: {
                ratio: {
                  of: { object: 'Opportunity', value: 'Amount' },
                  per: { object: 'Opportunity', value: 'count' },
                },
                date: 'CloseDate',
                credit: 'owner',
              },
            },
          },
        ],
        months,
      ),
      /its quota is a rate, and the CRM keeps amounts/,
    ],
    [
      'longer than the window',
      around([plan(crm, { window: 'month' })], [quota('2026-02-01', '2026-04-30', 9)]),
      /from 2026-02-01 to 2026-04-30 does not lie in one window/,
    ],
    ['a month is missing', around([plan(crm)], months.slice(0, 2)), /quotas for a part of it, and none for 2026-04-01/],
    [
      'a month and its quarter',
      around([plan(crm)], [...months, quota('2026-02-01', '2026-04-30', 300)]),
      /quotas for several periods/,
    ],
    [
      'no rate',
      around(
        [plan(crm)],
        months.map((one) => ({ ...one, CurrencyIsoCode: 'EUR' })),
      ),
      /no rate from EUR to USD on 2026-02-01/,
    ],
  ])('not taken, and told: %s', (_name, book, why) => {
    const { rows, refused } = crmQuotas(book);
    expect(rows).toEqual([]);
    expect(refused[0]?.why).toMatch(why);
  });
});
