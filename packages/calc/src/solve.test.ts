import { describe, expect, test } from 'vitest';
import type { Deal } from './estimate-result.ts';
import { estimate } from './estimate.ts';
import { snapshot } from './snapshot.ts';
import type { Goal } from './solve-result.ts';
import { solve } from './solve.ts';
import { bookings, salesPlan } from './testing.ts';

const won = { IsWon: true, IsClosed: true };

/** One rep on a quarter of 100,000, of which 60,000 are won, by some components. */
const heldWith = (components: readonly Record<string, unknown>[], more: Record<string, unknown> = {}) =>
  snapshot(
    {
      asOf: '2026-02-10',
      plans: [
        salesPlan(
          components.map((one) => ({ measure: 'bookings', window: 'quarter', quota: 100_000, ...one })),
          {
            measures: {
              bookings,
              count: { ...bookings, value: 'count', where: { IsWon: { eq: true }, Amount: { gte: 5000 } } },
              shared: { ...bookings, credit: { splits: 'Revenue' } },
            },
          },
        ),
      ],
      assignments: [{ payee: 'mia', plan: 'ae', from: '2026-01-01', to: '2026-10-15' }],
      rates: [{ currency: 'EUR', rate: '0.8' }],
      records: { Opportunity: [{ Id: 'won', OwnerId: 'mia', Amount: 60_000, CloseDate: '2026-01-20', ...won }] },
      ...more,
    },
    'mia',
  );

const deal = (more: Record<string, unknown> = {}, CloseDate = '2026-02-25'): Deal => ({
  record: { Id: 'a', OwnerId: 'mia', Amount: 10_000, CloseDate, IsClosed: false, IsWon: false, ...more },
});

/** 5 % up to the quota, 10 % above it, 15 % from 125 %. */
const commission = {
  id: 'commission',
  rate: {
    type: 'marginal',
    tiers: [
      { from: '0%', rate: '5%' },
      { from: '100%', rate: '10%' },
      { from: '125%', rate: '15%' },
    ],
  },
};
const cliff = (tiers: readonly (readonly [from: string, rate: string])[]) => ({
  type: 'cliff',
  tiers: tiers.map(([from, rate]) => ({ from, rate })),
});

describe('the smallest amount', () => {
  const held = heldWith([commission]);
  test.each<[string, Goal, string]>([
    ['of the quota fills what is missing of it', { quota: true }, '40000.00'],
    ['of the next tier reaches its bound', { next: true }, '40000.00'],
    ['of a tier reaches its bound', { tier: '125%' }, '65000.00'],
    ['of an attainment, 80.01 % of 100,000 less 60,000', { attainment: '80.01%' }, '20010.00'],
    // 40,000 × 5 % + 25,000 × 10 % = 4,500; 499.995 at 15 % round to 500: 3,333.30.
    ['of what a deal is worth rounds to it', { worth: 5000 }, '68333.30'],
    // 60,000 × 5 % = 3,000 are there; to 4,000.00 it takes 1,000, less half a cent at 5 %: 10 cents.
    ['of what is earned counts what there is', { earned: '4000' }, '19999.90'],
  ])('%s', (_, goal, amount) => {
    const said = solve(held, deal(), goal);
    expect(said).toMatchObject({ cannotSay: null, field: 'Amount', notReachable: null, already: false });
    expect(said.reachable).toEqual({ by: 'amount', amount, currency: 'USD' });
    expect(said.estimate).toEqual(estimate(held, [{ ...deal(), set: { Amount: amount } }]));
  });

  test('is 0 where the goal is reached without the deal', () => {
    const said = solve(held, deal(), { attainment: '50%' });
    expect(said).toMatchObject({ already: true, reachable: { amount: '0.00' } });
  });

  test('is looked for where the deal has none yet', () =>
    expect(solve(held, deal({ Amount: null }), { quota: true }).reachable).toMatchObject({ amount: '40000.00' }));

  test('is in the currency of the record', () => {
    // EUR at 0.80 for a dollar: 32,000 are 40,000; 0.01 less is 39,999.99 after rounding.
    const said = solve(held, deal({ CurrencyIsoCode: 'EUR' }), { quota: true });
    expect(said.reachable).toEqual({ by: 'amount', amount: '32000.00', currency: 'EUR' });
  });

  test('counts the share of the payee', () => {
    // 60 % of 166,666.67 is 100,000.00.
    const shared = heldWith([{ ...commission, measure: 'shared' }]);
    const split = { OpportunityId: 'a', SplitOwnerId: 'mia', SplitType: { DeveloperName: 'Revenue' } };
    const related = { OpportunitySplit: [{ ...split, Id: 's', SplitPercentage: 60 }] };
    expect(solve(shared, { ...deal(), related }, { quota: true }).reachable).toMatchObject({ amount: '166666.67' });
    const none = { OpportunitySplit: [{ ...split, Id: 's', SplitPercentage: 0 }] };
    expect(solve(shared, { ...deal(), related: none }, { quota: true }).notReachable?.code).toBe('no-share');
  });

  test('is the first that pays so much, where more pays less for a while', () => {
    // 10 % of all up to 100 %, then 4 % of all: 90,000 pay 9,000, 100,000 pay 4,000, and only 225,000 pay 9,000 again.
    const falling = heldWith([
      {
        id: 'commission',
        rate: cliff([
          ['0%', '10%'],
          ['100%', '4%'],
        ]),
      },
    ]);
    expect(solve(falling, deal(), { earned: 9000 }).reachable).toMatchObject({ amount: '29999.95' });
    // Of 11,000 the first tier cannot pay: 275,000 × 4 %, less half a cent: 12 cents.
    expect(solve(falling, deal(), { earned: 11_000 }).reachable).toMatchObject({ amount: '214999.88' });
  });

  test('is that from which a filter counts the deal', () => {
    const deals = heldWith([
      { id: 'deals', measure: 'count', quota: 2, rate: { type: 'bonus', tiers: [{ from: '100%', pays: 500 }] } },
    ]);
    expect(solve(deals, deal(), { quota: true }).reachable).toMatchObject({ amount: '5000.00' });
  });

  test('opens a gate of what is earned', () => {
    const gated = heldWith([{ ...commission, gate: { component: 'commission', attainment: '80%' } }]);
    // 80,000 × 5 % = 4,000 are paid at once.
    expect(solve(gated, deal(), { earned: 100 }).reachable).toMatchObject({ amount: '20000.00' });
  });

  test('adds up the components of a plan', () => {
    const both = heldWith([
      commission,
      { id: 'club', window: 'year', rate: { type: 'bonus', by: 'value', every: 50_000, pays: 1000 } },
    ]);
    // 1,000 for the step at 100,000 and 40,000 × 5 % come together.
    expect(solve(both, deal(), { worth: 2500 })).toMatchObject({ component: null, reachable: { amount: '40000.00' } });
    expect(solve(both, deal(), { worth: 1000, component: 'commission' }).reachable).toMatchObject({
      amount: '19999.90',
    });
  });
});

describe('what cannot be reached is told with its reason', () => {
  test.each<[string, readonly Record<string, unknown>[], Deal, Goal]>([
    ['capped', [{ ...commission, cap: { payout: 6000 } }], deal(), { earned: 6001 }],
    ['capped', [{ ...commission, cap: { attainment: '110%' } }], deal(), { tier: '125%' }],
    [
      'gated',
      [
        { ...commission, gate: { component: 'commission', attainment: '80%' } },
        { ...commission, id: 'b', measure: 'count', quota: 9, gate: { component: 'b', attainment: '100%' } },
      ],
      deal(),
      { earned: 1, component: 'b' },
    ],
    ['no-quota', [{ ...commission, quota: undefined }], deal(), { quota: true }],
    ['no-quota', [{ ...commission, quota: undefined }], deal(), { worth: 1 }],
    [
      'no-tiers',
      [{ ...commission, rate: { type: 'bonus', by: 'value', every: 10_000, pays: 5 } }],
      deal(),
      { next: true },
    ],
    ['top-tier', [{ ...commission, rate: cliff([['10%', '5%']]) }], deal(), { next: true }],
    ['not-credited', [commission], deal({ OwnerId: 'zoe' }), { quota: true }],
    ['not-assigned', [commission], deal({}, '2026-12-01'), { quota: true }],
    ['counts-deals', [{ ...commission, measure: 'count' }], deal(), { quota: true }],
    ['settled-later', [{ ...commission, settle: 'end' }], deal(), { earned: 1 }],
    [
      'too-little',
      [{ ...commission, rate: { type: 'bonus', tiers: [{ from: '100%', pays: 500 }] } }],
      deal(),
      { worth: 501 },
    ],
  ])('%s', (code, components, one, goal) => {
    const said = solve(heldWith(components), one, goal);
    expect(said.cannotSay).toBeNull();
    expect(said.reachable).toBeNull();
    expect(said.notReachable?.code).toBe(code);
    expect(said.notReachable?.message).toMatch(/^\w.+\.$/);
  });

  test('with the figure that is reached', () =>
    expect(
      solve(heldWith([{ ...commission, rate: { type: 'bonus', tiers: [{ from: '100%', pays: 500 }] } }]), deal(), {
        worth: 501,
      }).notReachable?.message,
    ).toBe('With an amount of USD 10,000,000,000,000.00 it comes to USD 500.00.'));
});

describe('of such deals', () => {
  test('the smallest number is told, this one included', () => {
    const held = heldWith([commission]);
    // 4 × 10,000 fill the quota.
    expect(solve(held, deal(), { quota: true, by: 'deals' })).toMatchObject({ field: null, reachable: { deals: 4 } });
    expect(solve(held, deal(), { attainment: '60%', by: 'deals' })).toMatchObject({
      already: true,
      reachable: { deals: 0 },
    });
  });

  test('each has its own splits', () => {
    const held = heldWith([{ ...commission, measure: 'shared' }]);
    const related = {
      OpportunitySplit: [
        {
          Id: 's',
          OpportunityId: 'a',
          SplitOwnerId: 'mia',
          SplitPercentage: 50,
          SplitType: { DeveloperName: 'Revenue' },
        },
      ],
    };
    // 20 × 5,000.
    expect(solve(held, { ...deal(), related }, { quota: true, by: 'deals' }).reachable).toMatchObject({ deals: 20 });
  });
});

describe('the date', () => {
  test('is any on which what is there and the deal fill the quota', () => {
    const held = heldWith([commission]);
    const said = solve(held, deal({ Amount: 40_000 }), { quota: true, by: 'date' });
    expect(said).toMatchObject({ field: 'CloseDate' });
    // With 60,000 in the first quarter; alone in the last, whose quota is 100,000 ÷ 3 × 15 ÷ 31 = 16,129.03.
    expect(said.reachable).toEqual({
      by: 'date',
      earliest: '2026-02-10',
      latest: '2026-10-15',
      days: [
        { from: '2026-02-10', to: '2026-03-31' },
        { from: '2026-10-01', to: '2026-10-15' },
      ],
    });
    expect(said.estimate).toEqual(estimate(held, [{ ...deal({ Amount: 40_000 }), set: { CloseDate: '2026-02-10' } }]));
  });

  test('ends with the assignment', () => {
    const held = heldWith([{ ...commission, quota: 10_000, window: 'month' }]);
    // The quota of October is prorated to 15 of 31 days.
    expect(solve(held, deal(), { quota: true, by: 'date' }).reachable).toMatchObject({
      earliest: '2026-02-10',
      latest: '2026-10-15',
    });
  });

  test('may lie in some periods only', () => {
    const held = heldWith([{ ...commission, quota: undefined, window: 'month' }], {
      quotas: [
        { payee: 'mia', component: 'commission', period: '2026-03', amount: '10000' },
        { payee: 'mia', component: 'commission', period: '2026-05', amount: '10000' },
      ],
    });
    const said = solve(held, deal({}, '2026-03-05'), { quota: true, by: 'date' });
    expect(said.reachable).toMatchObject({
      days: [
        { from: '2026-03-01', to: '2026-03-31' },
        { from: '2026-05-01', to: '2026-05-31' },
      ],
    });
  });
});

describe('what is not clear is refused with the remedy', () => {
  const held = heldWith([commission]);
  test.each<[string, Goal]>([
    ['no-such-plan', { quota: true, plan: 'x' }],
    ['no-such-component', { quota: true, component: 'x' }],
    ['no-such-tier', { tier: '110%', component: 'commission' }],
    ['unclear-goal', { worth: 0 }],
    ['unclear-goal', { earned: 'much' }],
    ['unclear-goal', { attainment: '-5%' }],
  ])('%s', (code, goal) => {
    const said = solve(held, deal(), goal);
    expect(said.cannotSay?.code).toBe(code);
    expect(said.cannotSay?.message).toMatch(/^.+\.$/);
  });

  test('as an estimate refuses it', () => {
    expect(solve(held, deal({ CurrencyIsoCode: 'SEK' }), { quota: true }).cannotSay?.code).toBe('rate-missing');
    expect(solve(held, deal({ CloseDate: null }), { quota: true }).cannotSay?.code).toBe('date-missing');
    expect(solve({ ...held, version: '9.0' }, deal(), { quota: true }).cannotSay?.code).toBe('another-version');
  });
});

describe('what cannot be said', () => {
  const held = heldWith([commission]);
  test.each<[string, unknown, Deal, unknown]>([
    ['of a snapshot cut short', { ...held, plans: [{ plan: held.plans[0]?.plan }] }, deal(), { quota: true }],
    ['of a snapshot that is none', null, deal(), { quota: true }],
    ['of a snapshot of another version', { ...held, version: '3.0' }, deal(), { quota: true }],
    ['of a deal without a number, by the number of deals', held, deal({ Amount: 'abc' }), { next: true, by: 'deals' }],
    ['of a deal without a number, by its date', held, deal({ Amount: Number.NaN }), { next: true, by: 'date' }],
    ['of a deal outside of every period', held, deal({}, '2999-01-01'), { quota: true }],
    ['of no goal', held, deal(), null],
    ['of a way that there is not', held, deal(), { quota: true, by: 'luck' }],
    ['of a goal that is no number', held, deal(), { worth: Number.POSITIVE_INFINITY }],
  ])('%s', (_, snapshotGiven, one, goal) => {
    const { cannotSay, reachable } = solve(snapshotGiven as typeof held, one, goal as Goal);
    expect(cannotSay?.message).toMatch(/\w{3}/);
    expect(reachable).toBeNull();
  });
});

test('a tier is the bound that the plan writes: a version that has other ones has it on none of its days', () => {
  const component = (from: string) => ({
    id: 'commission',
    measure: 'bookings',
    window: 'quarter',
    quota: 100_000,
    rate: cliff([
      ['0%', '5%'],
      [from, '8%'],
    ]),
  });
  const version = (from: string, first: string, last: string | null) =>
    salesPlan([component(from)], { effective: { from: first, to: last } });
  const held = heldWith([], {
    plans: [version('50%', '2026-01-01', '2026-03-31'), version('40%', '2026-04-01', null)],
    records: {},
  });
  // 60,000 of 100,000 reach 50 % to the end of March; from April on they reach 40 %, which nobody asked for.
  expect(solve(held, deal({ Amount: 60_000 }), { next: true, by: 'date' })).toMatchObject({
    goal: { kind: 'tier', least: '50%' },
    reachable: { days: [{ from: '2026-02-10', to: '2026-03-31' }] },
  });
});
