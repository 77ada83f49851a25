import { describe, expect, test } from 'vitest';
import { forecast } from './forecast.ts';
import { snapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { bookings, salesPlan } from './testing.ts';

type Row = Readonly<Record<string, unknown>>;

const deal = (Id: string, more: Row = {}): Row => ({
  Id,
  Name: `Deal ${Id}`,
  OwnerId: 'A',
  Amount: 20_000,
  CloseDate: '2026-03-20',
  IsClosed: false,
  IsWon: false,
  Probability: 50,
  ForecastCategory: 'Pipeline',
  ...more,
});
const won = (Id: string, Amount: number): Row =>
  deal(Id, { Amount, CloseDate: '2026-01-20', IsClosed: true, IsWon: true, Probability: 100 });

/** A quarter of 100,000: 5 % of all below it, 10 % of all from it on, back to the first dollar. */
const commission = {
  id: 'commission',
  measure: 'bookings',
  window: 'quarter',
  quota: 100_000,
  rate: {
    type: 'cliff',
    tiers: [
      { from: '0%', rate: '5%' },
      { from: '100%', rate: '10%' },
    ],
  },
};

const bookWith = (deals: readonly Row[], components: readonly Row[] = [commission], measures: Row = {}) => ({
  asOf: '2026-02-10',
  corporateCurrency: 'USD',
  wonStage: 'Closed Won',
  plans: [salesPlan(components, { measures: { bookings, ...measures } })],
  assignments: [{ payee: 'A', plan: 'ae', from: '2026-01-01' }],
  records: { Opportunity: deals },
});
const said = (...of: Parameters<typeof bookWith>) => forecast(snapshot(bookWith(...of), 'A'));

describe('over outcomes', () => {
  test('the mean of pay is not the pay of the mean', () => {
    // 80,000 are won. With 40,000 more at a half: 5 % of 80,000 or 10 % of 120,000, so 4,000 or 12,000.
    const { plans } = said([won('W', 80_000), deal('D', { Amount: 40_000 })]);
    expect(plans[0]).toMatchObject({
      cannotSay: null,
      outcomes: { method: 'exact', n: 2, deals: 1, error: null },
      // 8,000; 10 % of the mean position of 100,000 would be 10,000.
      earned: { p10: '4000.00', p50: '4000.00', p90: '12000.00', mean: '8000.00', error: null },
      components: [
        {
          id: 'commission',
          window: '2026-Q1',
          until: '2026-03-31',
          quota: '100000',
          credited: { p10: '80000', p90: '120000', mean: '100000' },
          quotaReached: '0.5',
          tiers: [
            { from: '0%', pays: '5%', reached: '1' },
            { from: '100%', pays: '10%', reached: '0.5' },
          ],
        },
      ],
      movers: [{ record: 'D', name: 'Deal D', chance: { won: '0.5', from: 'stage', n: 0 }, moves: '8000.00' }],
    });
  });

  test('deals of the same amount are outcomes of how many are won', () => {
    // Of four at a half: 0 to 4 won by 1, 4, 6, 4 and 1 in 16; the fifth of 20,000 makes the quota: 4 of them beside 20,000.
    const deals = ['1', '2', '3', '4'].map((id) => deal(id));
    const [plan] = said([won('W', 20_000), ...deals]).plans;
    expect(plan?.outcomes).toMatchObject({ method: 'exact', n: 5, deals: 4 });
    expect(plan?.components[0]?.quotaReached).toBe('0.0625');
    // (1 × 1,000 + 4 × 2,000 + 6 × 3,000 + 4 × 4,000 + 1 × 10,000) ÷ 16
    expect(plan?.earned?.mean).toBe('3312.50');
  });

  test('the deals that move most come first', () => {
    const { plans } = said([
      won('W', 70_000),
      deal('small', { Amount: 1_000 }),
      deal('large', { Amount: 30_000, Probability: 10 }),
    ]);
    expect(plans[0]?.movers.map(({ record, moves }) => [record, moves])).toEqual([
      // Won: 10 % of 100,000 or of 101,000, lost: 5 % of 70,000 or of 71,000, each at a half.
      ['large', '6525.00'],
      // One time in ten 10 %, else 5 % of 1,000.
      ['small', '55.00'],
    ]);
  });

  test('a lost deal is lost to a win rate', () => {
    const count = (where: Row) => ({ object: 'Opportunity', value: 'count', where });
    const rate = {
      id: 'rate',
      measure: 'rate',
      window: 'quarter',
      quota: 0.5,
      target: 1_000,
      rate: { type: 'bonus', tiers: [{ from: '100%', pays: 1_000 }] },
    };
    const measures = {
      rate: {
        date: 'CloseDate',
        credit: 'owner',
        ratio: { of: count({ IsWon: { eq: true } }), per: count({ IsClosed: { eq: true } }) },
      },
    };
    // One of one is won. With two open deals: 3 of 3, 2 of 3 or 1 of 3.
    const [plan] = said([won('W', 10_000), deal('1'), deal('2', { Amount: 5_000 })], [rate], measures).plans;
    expect(plan?.components[0]).toMatchObject({
      credited: { p10: '0.333333333333', p50: '0.666666666667', p90: '1' },
      quotaReached: '0.75',
      earned: { mean: '750.00' },
    });
  });

  test('a gate opens in those outcomes that reach it', () => {
    const gated = {
      id: 'gated',
      measure: 'bookings',
      window: 'quarter',
      rate: { type: 'marginal', by: 'value', tiers: [{ from: 0, rate: '1%' }] },
      gate: { component: 'commission', attainment: '100%' },
    };
    const [plan] = said([won('W', 80_000), deal('D', { Probability: 25 })], [commission, gated]).plans;
    // 1 % of 100,000 one time in four, else nothing.
    expect(plan?.components[1]?.earned).toMatchObject({ p10: '0.00', p90: '1000.00', mean: '250.00' });
    expect(plan?.categories?.closed).toEqual({ deals: 0, earned: '4000.00', worth: '4800.00' });
  });

  test('without open deals all is as it stands', () => {
    const [plan] = said([won('W', 80_000)]).plans;
    expect(plan?.outcomes).toEqual({ method: 'exact', n: 1, deals: 0, error: null });
    expect(plan?.earned).toEqual({ p10: '4000.00', p50: '4000.00', p90: '4000.00', mean: '4000.00', error: null });
    expect(plan?.categories?.pipeline).toEqual({ deals: 0, earned: '4000.00', worth: '4000.00' });
  });

  test('forty deals of any amount are drawn, and say how far off they may be', () => {
    const deals = Array.from({ length: 40 }, (_, i) => deal(`D${i}`, { Amount: 1_000.01 + i * 137.77 }));
    const [plan] = said([won('W', 20_000), ...deals]).plans;
    expect(plan?.outcomes).toEqual({ method: 'sampled', n: 2048, deals: 40, error: '0.011049' });
    // Half of Σ (1,000.01 + 137.77 i) over 40, beside 20,000.
    const mean = 20_000 + (40 * 1_000.01 + 137.77 * 780) / 2;
    const credited = plan?.components[0]?.credited;
    expect(Math.abs(Number(credited?.mean) - mean)).toBeLessThan(Number(credited?.error?.mean));
    expect(plan?.movers.every(({ error }) => Number(error) >= 0)).toBe(true);
  });
});

describe('by forecast category', () => {
  test('each holds those before it; omitted deals count nowhere', () => {
    const { plans, notes } = said([
      won('W', 10_000),
      deal('1', { ForecastCategory: 'Forecast' }),
      deal('2', { ForecastCategory: undefined, ForecastCategoryName: 'Best Case' }),
      deal('3'),
      deal('4', { ForecastCategory: 'Omitted' }),
      deal('5', { ForecastCategory: null }),
    ]);
    const [plan] = plans;
    expect(plan?.categories).toEqual({
      closed: { deals: 0, earned: '500.00', worth: '500.00' },
      commit: { deals: 1, earned: '1500.00', worth: '1500.00' },
      bestCase: { deals: 2, earned: '2500.00', worth: '2500.00' },
      pipeline: { deals: 4, earned: '4500.00', worth: '4500.00' },
    });
    expect(plan?.components[0]?.categories.commit).toEqual({ credited: '30000', attainment: '0.3', earned: '1500.00' });
    expect(notes).toEqual([
      { code: 'no-category', message: '1 deal without a forecast category: counted as pipeline.' },
      { code: 'omitted', message: '1 deal omitted from forecasts: counted nowhere.' },
    ]);
  });

  test('an overdue deal counts as closing today, and that is said', () => {
    const { plans, notes } = said([deal('D', { CloseDate: '2025-12-20' })]);
    expect(plans[0]?.categories?.pipeline.earned).toBe('1000.00');
    expect(notes).toEqual([
      { code: 'overdue', message: '1 deal should have closed before 2026-02-10: counted as closing that day.' },
    ]);
  });
});

describe('what cannot be said is said', () => {
  const good = deal('good');
  test.each([
    ['in an unknown currency', { CurrencyIsoCode: 'XTS' }, 'rate-missing', 'everything'],
    ['with an amount that is no number', { Amount: 'a lot' }, 'value-missing', 'everything'],
    ['without an amount', { Amount: null }, 'value-missing', 'everything'],
    ['that closes after the windows', { CloseDate: '2026-07-01' }, 'after-window', 'everything'],
    ['with a probability of 140 %', { Probability: 140 }, 'chance-invalid', 'outcomes'],
    ['with a probability that is no number', { Probability: 'NaN' }, 'chance-invalid', 'outcomes'],
    ['without a probability', { Probability: null }, 'chance-missing', 'outcomes'],
  ])('of a deal %s', (_, more, code, from) => {
    const { plans, leftOut } = said([good, deal('bad', more)]);
    expect(leftOut).toMatchObject([{ plan: 'ae', record: 'bad', name: 'Deal bad', from, cannotSay: { code } }]);
    expect(leftOut[0]?.cannotSay.message).toMatch(/\w{3}/);
    expect(plans[0]?.categories?.pipeline.deals).toBe(from === 'outcomes' ? 2 : 1);
    expect(plans[0]?.outcomes?.deals).toBe(1);
    expect(plans[0]?.earned?.mean).toBe('500.00');
  });

  test('of a date that a snapshot holds and that is none', () => {
    const held = snapshot(bookWith([good]), 'A');
    const fields = { ...held.deals?.fields, CloseDate: { same: 'soon' } };
    const { leftOut, plans } = forecast({
      ...held,
      deals: { ...(held.deals as NonNullable<Snapshot['deals']>), fields },
    });
    expect(leftOut).toMatchObject([{ record: 'good', from: 'everything', cannotSay: { code: 'date-missing' } }]);
    expect(plans[0]?.outcomes?.deals).toBe(0);
  });

  test('of a chance that a snapshot holds and that is none', () => {
    const held = snapshot(bookWith([good]), 'A');
    for (const won of ['1.4', '-0.1', 'NaN', '', null]) {
      const chance = { same: { won, from: 'stage', n: 0, among: null } };
      const deals = { ...(held.deals as NonNullable<Snapshot['deals']>), chance };
      expect(forecast({ ...held, deals }).leftOut).toMatchObject([
        { from: 'outcomes', cannotSay: { code: 'chance-invalid' } },
      ]);
    }
  });

  const whole = snapshot(bookWith([good, won('W', 1_000)]), 'A');
  test.each<[string, unknown, string]>([
    ['of another version', { ...whole, version: '2.0' }, 'another-version'],
    ['that is none', null, 'snapshot'],
    ['without plans', { ...whole, plans: undefined }, 'snapshot'],
    ['without a currency', { ...whole, corporateCurrency: undefined }, 'snapshot'],
    ['as of no day', { ...whole, asOf: '2026-02-31' }, 'snapshot'],
    ['whose deals are cut short', { ...whole, deals: { ...whole.deals, segment: { values: [] } } }, 'snapshot'],
    ['whose deals say nothing', { ...whole, deals: { count: 3 } }, 'snapshot'],
    [
      'whose credits are cut short',
      { ...whole, plans: whole.plans.map((own) => ({ ...own, records: [] })) },
      'snapshot',
    ],
    [
      'whose assignments are cut short',
      { ...whole, plans: whole.plans.map((own) => ({ ...own, assignments: [{}] })) },
      'snapshot',
    ],
    [
      'whose rules are cut short',
      {
        ...whole,
        plans: whole.plans.map((own) => ({ ...own, plan: { ...own.plan, components: [{ id: 'commission' }] } })),
      },
      'snapshot',
    ],
    ['from before open deals were kept', { ...whole, version: '1.0', deals: undefined }, 'no-open-deals'],
    ['without a plan in force', { ...whole, plans: [] }, 'no-plan'],
  ])('of a snapshot %s', (_, held, code) => {
    const { cannotSay, plans, leftOut } = forecast(structuredClone(held) as Snapshot);
    expect(cannotSay?.code).toBe(code);
    expect(cannotSay?.message).toMatch(/\w{3}/);
    expect([...plans, ...leftOut]).toEqual([]);
  });

  test('of a plan that counts what others earn', () => {
    const override = {
      id: 'override',
      measure: 'team',
      window: 'quarter',
      rate: { type: 'marginal', by: 'value', tiers: [{ from: 0, rate: '2%' }] },
    };
    const measures = { team: { earnings: { reports: 'direct', components: ['commission'] } } };
    const [plan] = said([good], [commission, override], measures).plans;
    expect(plan).toMatchObject({ cannotSay: { code: 'earnings-of-others' }, earned: null, components: [] });
  });

  test('no amount is too large for a mean', () => {
    const { plans } = said([deal('D', { Amount: '1e400' }), deal('E', { Amount: '-1e400' })]);
    expect(JSON.stringify(plans)).not.toMatch(/NaN|Infinity/);
    expect(plans[0]?.earned?.mean).toMatch(/^\d{300,}\.\d\d$/);
  });
});
