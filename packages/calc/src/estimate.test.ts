import { describe, expect, test } from 'vitest';
import { closingOrders } from './closing-orders.ts';
import { curve, curveOf } from './curve.ts';
import { estimateOf } from './estimate-plans.ts';
import type { Deal } from './estimate-result.ts';
import { estimate } from './estimate.ts';
import { openDeals } from './open-deals.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { snapshot } from './snapshot.ts';
import { salesPlan } from './testing.ts';

/** One rep on a quarter of 100,000: 5 % up to the quota, 10 % above it; 60,000 are won already. */
const bookWith = (more: Record<string, unknown> = {}, records: readonly Record<string, unknown>[] = []) => ({
  asOf: '2026-02-10',
  plans: [
    salesPlan(
      [
        {
          id: 'commission',
          measure: 'bookings',
          window: 'quarter',
          quota: 100_000,
          rate: {
            type: 'marginal',
            tiers: [
              { from: '0%', rate: '5%' },
              { from: '100%', rate: '10%' },
            ],
          },
        },
      ],
      more,
    ),
  ],
  assignments: [{ payee: 'mia', plan: 'ae', from: '2026-01-01', to: null }],
  records: {
    Opportunity: [
      { Id: 'won', OwnerId: 'mia', Amount: 60_000, CloseDate: '2026-01-20', IsWon: true, IsClosed: true },
      ...records,
    ],
  },
});

const deal = (Id: string, Amount: number, CloseDate: string) => ({
  record: { Id, OwnerId: 'mia', Amount, CloseDate, IsClosed: false, IsWon: false },
});

describe('of several deals', () => {
  const held = snapshot(bookWith(), 'mia');
  const deals = [deal('a', 30_000, '2026-02-25'), deal('b', 50_000, '2026-02-20')];

  test('each one has what it adds to those that close before it', () => {
    // b first: 40,000 × 5 % + 10,000 × 10 % = 3,000; then a: 30,000 × 10 % = 3,000.
    expect(estimate(held, deals).plans[0]).toMatchObject({
      worth: '6000.00',
      shares: [
        { record: 'b', worth: '3000.00' },
        { record: 'a', worth: '3000.00' },
      ],
    });
  });

  test('a single one has no shares', () => expect(estimate(held, [deals[0]!]).plans[0]?.shares).toEqual([]));

  test('it is said what each adds as the first and as the last, and that no order within a window pays more', () => {
    // a first: 30,000 × 5 % = 1,500, last 3,000. b first: 3,000; last, from 90 %: 10,000 × 5 % + 40,000 × 10 % = 4,500.
    expect(closingOrders(held, deals).plans[0]).toMatchObject({
      best: { worth: '6000.00' },
      worst: { worth: '6000.00' },
      deals: [
        { record: 'b', first: '3000.00', last: '4500.00' },
        { record: 'a', first: '1500.00', last: '3000.00' },
      ],
    });
  });

  test('over two windows the best order has the large one in the window that is nearly full', () => {
    // Q1 holds 60,000. 50,000 in Q1 and 30,000 in Q2: 3,000 + 1,500 = 4,500; the other way: 1,500 + 2,500 = 4,000.
    const spread = [deal('a', 30_000, '2026-02-25'), deal('b', 50_000, '2026-04-20')];
    expect(closingOrders(held, spread).plans[0]).toMatchObject({
      best: { deals: ['b', 'a'], worth: '4500.00' },
      worst: { deals: ['a', 'b'], worth: '4000.00' },
    });
  });

  test('more orders than can be tried are refused, with how many can', () => {
    const many = Array.from({ length: 7 }, (_, i) => deal(`d${i}`, 1000, '2026-02-20'));
    expect(closingOrders(held, many)).toEqual({
      cannotSay: { code: 'too-many-deals', message: '7 deals have too many orders to try. Ask for at most 6 of them.' },
      plans: [],
    });
  });
});

describe('of one deal', () => {
  test('the tiers before and after it are named as the plan writes them', () => {
    const { tier, next } = estimate(snapshot(bookWith(), 'mia'), [deal('a', 30_000, '2026-02-25')]).plans[0]!
      .components[0]!;
    expect([tier, next]).toEqual([['0%', '0%'], { at: '100%', pays: '10%', remaining: '10000' }]);
    expect(
      estimate(snapshot(bookWith(), 'mia'), [deal('a', 50_000, '2026-02-25')]).plans[0]?.components[0]?.tier,
    ).toEqual(['0%', '100%']);
  });

  test('what is held of it is released on its dates, or waits for an event', () => {
    // 30,000 × 5 % = 1,500: a fifth until two months later, a tenth until it is paid, which has no date yet.
    const holdback = [
      { component: 'commission', share: '20%', until: { months: 2 } },
      { component: 'commission', share: '10%', until: 'Paid__c' },
    ];
    const held = snapshot(bookWith({ holdback }), 'mia');
    expect(estimate(held, [deal('a', 30_000, '2026-02-25')]).plans[0]?.held).toEqual({
      amount: '450.00',
      releases: [{ date: '2026-04-25', amount: '300.00' }],
      waiting: '150.00',
    });
    expect(estimate(snapshot(bookWith(), 'mia'), [deal('a', 30_000, '2026-02-25')]).plans[0]?.held).toBeNull();
  });

  test('whose date is moved stands beside what it is at its own date', () => {
    // At its own date 40,000 × 5 % + 10,000 × 10 % = 3,000; in the next quarter 50,000 × 5 % = 2,500.
    const moved = { ...deal('a', 50_000, '2026-02-25'), set: { CloseDate: '2026-04-02' } };
    const { plans, atOwnDates } = estimate(snapshot(bookWith(), 'mia'), [moved]);
    expect([plans[0]?.worth, plans[0]?.components[0]?.window]).toEqual(['2500.00', '2026-Q2']);
    expect([atOwnDates?.[0]?.worth, atOwnDates?.[0]?.components[0]?.window]).toEqual(['3000.00', '2026-Q1']);
    expect(estimate(snapshot(bookWith(), 'mia'), [deal('a', 50_000, '2026-02-25')]).atOwnDates).toBeNull();
  });

  test('at a date that is none says why, and nothing of its own date', () => {
    const moved = { ...deal('a', 50_000, '2026-02-25'), set: { CloseDate: 'soon' } };
    const { cannotSay, atOwnDates } = estimate(snapshot(bookWith(), 'mia'), [moved]);
    expect([cannotSay?.code, atOwnDates]).toEqual(['date-missing', null]);
  });

  test('has the curve of its own runs: that of the deal', () => {
    const held = snapshot(bookWith(), 'mia');
    const of = { plan: 'ae', component: 'commission' };
    const deals = [deal('a', 50_000, '2026-04-02')];
    const drawn = curveOf(estimateOf(held, deals), of);
    expect(drawn).toMatchObject({ window: '2026-Q2', position: [0, 50_000], earned: [0, 2500] });
    expect(drawn).toEqual(curve(held, of, deals));
    expect(curveOf(estimateOf(held, deals), { ...of, plan: 'other' })).toBeNull();
  });

  test('a plan limit that acts is named', () => {
    const held = snapshot(bookWith({ limit: { per: 'month', payout: 1000 } }), 'mia');
    expect(estimate(held, [deal('a', 30_000, '2026-02-25')]).plans[0]?.acts).toEqual(['limit']);
  });

  test('a table for each record names no tier of the position, and no next bound of it', () => {
    const components = [
      {
        id: 'kicker',
        measure: 'bookings',
        window: 'quarter',
        rate: { type: 'bonus', by: 'value', per: 'record', tiers: [{ from: 100_000, pays: 1000 }] },
      },
    ];
    expect(
      estimate(snapshot(bookWith({ components }), 'mia'), [deal('a', 30_000, '2026-02-25')]).plans[0]?.components[0],
    ).toMatchObject({ tier: [null, null], next: null });
  });
});

describe('where a deal brings nothing it says why', () => {
  const held = snapshot(bookWith(), 'mia');
  const said = (one: Deal, by: Snapshot = held) => estimate(by, [one]);
  const reason = (one: Deal, by: Snapshot = held) => said(one, by).plans[0]?.because.map(({ code }) => code);
  const shut = { component: 'commission', attainment: '100%' };
  const component = (more: Record<string, unknown>) => ({
    components: [{ ...bookWith().plans[0]?.components[0], ...more }],
  });

  test('nothing where it brings something', () => expect(reason(deal('a', 30_000, '2026-02-25'))).toEqual([]));

  // The gate opens at 100,000, of which 60,000 and 30,000 are won; a cliff from 100 % pays nothing below it.
  test.each<[code: string, more: Record<string, unknown>, deal: Deal]>([
    ['not-credited', {}, { record: { ...deal('a', 30_000, '2026-02-25').record, OwnerId: 'ben' } }],
    ['not-credited', {}, { ...deal('a', 30_000, '2026-02-25'), object: 'Quote' }],
    ['no-value', {}, deal('a', 0, '2026-02-25')],
    ['gated', component({ gate: shut }), deal('a', 30_000, '2026-02-25')],
    ['settled-later', component({ settle: 'end' }), deal('a', 30_000, '2026-02-25')],
    ['no-quota', component({ quota: undefined }), deal('a', 30_000, '2026-02-25')],
    ['capped', component({ cap: { payout: 3000 } }), deal('a', 30_000, '2026-02-25')],
    ['flat', component({ rate: { type: 'cliff', tiers: [{ from: '100%', rate: '5%' }] } }), deal('a', 1, '2026-02-25')],
  ])('%s', (code, more, one) => {
    const { plans } = said(one, snapshot(JSON.parse(JSON.stringify(bookWith(more))), 'mia'));
    expect(plans[0]).toMatchObject({ change: '0.00', because: [{ record: 'a', code }] });
  });

  test('of several deals one that adds nothing is named', () => {
    const [plan] = estimate(held, [deal('a', 30_000, '2026-02-25'), deal('b', 5000, '2027-01-10')]).plans;
    expect(plan).toMatchObject({ worth: '1500.00', because: [{ record: 'b', code: 'not-assigned' }] });
  });

  test('of two plans the one that does not cover its day does, beside what the other pays', () => {
    const [ae] = bookWith().plans;
    const later = { ...ae, id: 'later', effective: { from: '2026-02-01', to: '2027-12-31' } };
    const both = snapshot(
      {
        ...bookWith(),
        plans: [ae, later],
        assignments: ['ae', 'later'].map((plan) => ({ payee: 'mia', plan, from: '2026-01-01' })),
      },
      'mia',
    );
    // In 2027 only the later plan runs: 30,000 × 5 %.
    expect(said(deal('a', 30_000, '2027-02-25'), both).plans).toMatchObject([
      { plan: 'ae', worth: '0.00', because: [{ code: 'not-assigned' }] },
      { plan: 'later', worth: '1500.00', because: [] },
    ]);
  });
});

describe('what cannot be said of a deal', () => {
  const held = snapshot(bookWith(), 'mia');
  const record = deal('a', 30_000, '2026-02-25').record;
  test.each<[string, code: string, says: RegExp, record: unknown]>([
    ['after the plan', 'not-assigned', /on 2027-01-01.*another date/, { ...record, CloseDate: '2027-01-01' }],
    ['centuries ago', 'date-outside', /1900-01-01 lies outside.*Mend it/, { ...record, CloseDate: '1900-01-01' }],
    ['a thousand years ahead', 'date-outside', /2999-01-01/, { ...record, CloseDate: '2999-01-01' }],
    ['on no day of the calendar', 'date-missing', /"2026-02-30"/, { ...record, CloseDate: '2026-02-30' }],
    ['of no number', 'value-missing', /"abc", which is no number.*Mend/, { ...record, Amount: 'abc' }],
    ['of an endless number', 'value-missing', /"Infinity"/, { ...record, Amount: Number.POSITIVE_INFINITY }],
    ['in an unknown currency', 'rate-missing', /in XXX: no rate to USD/, { ...record, CurrencyIsoCode: 'XXX' }],
    ['without an Id', 'no-deal', /Id of its own/, { ...record, Id: undefined }],
    ['without a record', 'no-deal', /no list of deals/, null],
  ])('%s', (_, code, says, given) => {
    const one = { record: given } as Deal;
    for (const { cannotSay, plans } of [estimate(held, [one]), closingOrders(held, [one])]) {
      expect(cannotSay).toEqual({ code, message: expect.stringMatching(says) });
      expect(plans).toEqual([]);
    }
  });

  test('two of one record, or none', () => {
    for (const deals of [[], [{ record }, { record }]]) expect(estimate(held, deals).cannotSay?.code).toBe('no-deal');
  });

  test('a probability of 140 % is not read: it pays 30,000 × 5 %', () =>
    expect(estimate(held, [{ record: { ...record, Probability: 140 } }]).plans[0]?.worth).toBe('1500.00'));

  test('late by less than a year it is taken at the as-of date, even before the plan', () => {
    const { cannotSay, notes, plans } = estimate(held, [deal('a', 30_000, '2025-12-20')]);
    expect([cannotSay, notes[0]?.code, plans[0]?.worth]).toEqual([null, 'ended-period', '1500.00']);
    expect(estimate(held, [deal('a', 30_000, '2024-12-20')]).cannotSay?.code).toBe('date-outside');
  });
});

describe('a snapshot holds the open deals', () => {
  const open = (Id: string, more: Record<string, unknown> = {}) => ({
    Id,
    OwnerId: 'mia',
    Amount: 10_000,
    CloseDate: '2026-03-10',
    IsWon: false,
    IsClosed: false,
    ...more,
  });

  test('that its plans would credit to the payee, with the fields that were read, empty ones too', () => {
    const held = snapshot(
      bookWith({}, [
        open('mine', { NextStep: null, Account: { Name: 'Alder', NumberOfEmployees: 150 }, Probability: 40 }),
        open('another', { OwnerId: 'ben', NextStep: 'call' }),
      ]),
      'mia',
    );
    expect(openDeals(held)).toMatchObject([
      {
        deal: { record: { Id: 'mine', Amount: 10_000, NextStep: null, 'Account.Name': 'Alder' } },
        segment: 'mid-market',
      },
    ]);
    expect(Object.keys(held.deals?.fields ?? {})).not.toContain('PushCount');
  });

  test('and none where there are none', () => expect(snapshot(bookWith(), 'mia').deals).toBeUndefined());
});

test('a deal counts for who led its owner on its day, also where that has changed since', () => {
  // mia led tom up to five days ago; 5 % of 10,000 is hers if the deal counts on one of the days until then.
  const held = snapshot(
    {
      ...bookWith({
        measures: {
          bookings: { object: 'Opportunity', value: 'Amount', date: 'CloseDate', credit: { reports: 'all' } },
        },
      }),
      managers: [{ person: 'tom', manager: 'mia', to: '2026-02-05' }],
    },
    'mia',
  );
  expect(held).toMatchObject({ below: {}, earlier: [{ to: '2026-02-05', below: { tom: 1 } }] });
  const dated = (CloseDate: string) =>
    estimate(held, [{ record: { Id: 'd', OwnerId: 'tom', Amount: 10_000, CloseDate } }]);
  const worth = (CloseDate: string) => dated(CloseDate).plans[0]?.worth;
  expect([worth('2026-02-06'), worth('2026-02-20')]).toEqual(['0.00', '0.00']);
  expect(dated('2026-02-05').plans[0]).toMatchObject({ worth: '500.00' });
});
