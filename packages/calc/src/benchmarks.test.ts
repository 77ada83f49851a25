import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Benchmarks } from './coaching-schema.ts';
import type { CrmRecord } from './book.ts';
import { snapshot, snapshots } from './snapshot.ts';
import { salesPlan } from './testing.ts';

/** A closed deal of one of so many people; the i-th is worth 1,000 × i and took i days. */
const closed = (i: number, people = 5, more: CrmRecord = {}): CrmRecord => ({
  Id: `d${String(i).padStart(3, '0')}`,
  OwnerId: `p${i % people}`,
  Amount: 1000 * i,
  CloseDate: '2026-02-01',
  CreatedDate: new Date(Date.UTC(2026, 1, 1 - i)).toISOString(),
  IsClosed: true,
  IsWon: true,
  PushCount: i % 2,
  Account: { NumberOfEmployees: 50 },
  ...more,
});

const list = (count: number, people = 5, more: (i: number) => CrmRecord = () => ({})): CrmRecord[] =>
  Array.from({ length: count }, (_, i) => closed(i + 1, people, more(i + 1)));

const bookWith = (deals: readonly CrmRecord[], more: Record<string, unknown> = {}) => ({
  asOf: '2026-02-14',
  plans: [
    salesPlan(
      [
        {
          id: 'commission',
          measure: 'bookings',
          window: 'quarter',
          quota: 100_000,
          rate: { type: 'marginal', tiers: [{ from: '0%', rate: '5%' }] },
        },
      ],
      { effective: { from: '2025-07-01', to: '2026-12-31' } },
    ),
  ],
  corporateCurrency: 'USD',
  assignments: [0, 1, 2, 3, 4].map((i) => ({ payee: `p${i}`, plan: 'ae', from: '2025-07-01', to: null })),
  records: { Opportunity: deals },
  ...more,
});

const of = (deals: readonly CrmRecord[], more: Record<string, unknown> = {}, payee = 'p0'): Benchmarks => {
  const { benchmarks } = snapshot(bookWith(deals, more), payee);
  if (!benchmarks) throw new Error('no benchmarks');
  return benchmarks;
};

describe('closed deals', () => {
  test('are described altogether and by segment', () =>
    // 1,000 to 20,000: the fifth, tenth and fifteenth are the quartiles; every other one was put off once.
    expect(of(list(20)).deals).toEqual(
      [null, 'commercial'].map((segment) => ({
        segment,
        closed: 20,
        won: 20,
        amounts: { USD: { n: 20, quartiles: ['5000', '10000', '15000'] } },
        days: { n: 20, quartiles: ['5', '10', '15'] },
        moved: { n: 20, mean: '0.5' },
        discount: null,
      })),
    ));

  test('of each currency stand alone, and none where they are few', () => {
    const [all] = of(list(24, 5, (i) => ({ CurrencyIsoCode: i <= 15 ? 'USD' : 'EUR' }))).deals;
    expect(Object.keys(all?.amounts ?? {})).toEqual(['USD']);
    expect(all?.amounts['USD']?.n).toBe(15);
  });

  test('of fewer than ten deals or five people are left out', () => {
    expect(of(list(9)).deals).toEqual([]);
    expect(of(list(40, 4)).deals).toEqual([]);
    expect(of(list(10)).deals).toHaveLength(2);
  });

  test('that are lost count in how many closed, and in nothing else', () => {
    const [all] = of(list(30, 5, (i) => ({ IsWon: i <= 20 }))).deals;
    expect(all).toMatchObject({ closed: 30, won: 20, amounts: { USD: { n: 20 } } });
  });

  test('that close after the as-of date, or say nothing of it, count nowhere', () => {
    const [all] = of([
      ...list(20),
      closed(21, 5, { CloseDate: '2026-02-15' }),
      closed(22, 5, { CloseDate: null }),
      closed(23, 5, { IsWon: null }),
    ]).deals;
    expect(all?.closed).toBe(20);
  });

  test('have a discount where the field is configured', () => {
    const deals = list(20, 5, (i) => ({ Discount__c: i }));
    const coaching = { fields: { discount: 'Discount__c' } };
    expect(of(deals, { coaching }).deals[0]?.discount).toEqual({ n: 20, quartiles: ['5', '10', '15'] });
  });

  test('hold what is no number in no figure', () =>
    expect(of(list(20, 5, (i) => (i > 15 ? { Amount: 'many' } : {}))).deals[0]?.amounts['USD']?.n).toBe(15));
});

describe('people', () => {
  test('have their own closed deals by segment', () =>
    expect(of(list(20, 5, (i) => ({ IsWon: i !== 5 }))).own.deals).toEqual([
      { segment: 'commercial', closed: 4, won: 3 },
    ]));

  test('who have one manager are a team from five on', () => {
    const users = (count: number) =>
      [0, 1, 2, 3, 4].map((i) => ({ Id: `p${i}`, ManagerId: i < count ? 'boss' : 'other' }));
    expect(of(list(20), { users: users(5) }).team).toEqual({ people: 5, closed: 20, won: 20 });
    expect(of(list(20), { users: users(4) }).team).toBeNull();
  });

  test('have the median quota of five who are assigned all along', () => {
    const quotas = [0, 1, 2, 3].map((i) => ({
      payee: `p${i}`,
      component: 'commission',
      period: '2026-Q1',
      amount: 50_000 + i * 10_000,
    }));
    // 50, 60, 70, 80 and the plan's 100 thousand.
    expect(of([], { quotas }).quotas).toEqual([
      { plan: 'ae', component: 'commission', window: '2026-Q1', n: 5, median: '70000' },
    ]);
    const late = [0, 1, 2, 3, 4].map((i) => ({ payee: `p${i}`, plan: 'ae', from: i ? '2025-07-01' : '2026-01-02' }));
    expect(of([], { quotas, assignments: late }).quotas).toEqual([]);
  });

  test('have the share of past windows that came in their last fifth', () => {
    // Q4 has 92 days; its last 18 begin on 14 December.
    const deals = [
      closed(1, 1, { CloseDate: '2025-12-13' }),
      closed(2, 1, { CloseDate: '2025-12-14' }),
      closed(1, 1, { Id: 'q3', CloseDate: '2025-07-05' }),
    ];
    expect(of(deals).own.late).toEqual([{ plan: 'ae', component: 'commission', windows: 2, share: '0.5' }]);
  });
});

test('no order of the records matters, and nobody is named', () =>
  fc.assert(
    fc.property(
      fc.shuffledSubarray(
        list(40, 6, (i) => ({ IsWon: i % 3 > 0 })),
        { minLength: 40 },
      ),
      (deals) => {
        const all = snapshots(bookWith(deals)).map(({ benchmarks }) => benchmarks);
        expect(all).toEqual(
          snapshots(bookWith(list(40, 6, (i) => ({ IsWon: i % 3 > 0 })))).map((one) => one.benchmarks),
        );
        expect(JSON.stringify(all)).not.toMatch(/"p\d|"d\d/);
      },
    ),
    { numRuns: 20 },
  ));
