import { describe, expect, test } from 'vitest';
import type { CrmRecord } from './book.ts';
import { flagIds, type FlagId } from './flag-catalogue.ts';
import { flags } from './flags.ts';
import { flagWords } from './flag-words.ts';
import { snapshot } from './snapshot.ts';
import { bookings, salesPlan } from './testing.ts';
import type { Snapshot } from './snapshot-schema.ts';

/** Day 45 of the 90 of the quarter: an even pace asks for half of the quota. */
const asOf = '2026-02-14';

const account = { NumberOfEmployees: 500 };

/** A deal that closed: of five people 9 were won and 10 lost, won ones within 40 days, put off once, at a discount of 10 %. */
const past = (i: number): CrmRecord => ({
  Id: `past-${String(i).padStart(2, '0')}`,
  OwnerId: `colleague-${i % 5}`,
  Amount: 5000 + 1000 * i,
  CloseDate: '2026-01-10',
  CreatedDate: '2025-12-01T09:00:00.000+0000',
  IsClosed: true,
  IsWon: i < 9,
  PushCount: 1,
  Discount__c: 10,
  Account: account,
});

/** What mia has won: 50,000 of her quota of 100,000, where nothing else is said. */
const won = (Amount: number, more: CrmRecord = {}): CrmRecord => ({
  ...past(0),
  Id: 'won',
  OwnerId: 'mia',
  Amount,
  CloseDate: '2026-02-05',
  CreatedDate: '2025-12-27T09:00:00.000+0000',
  ...more,
});

/** An open deal that raises no flag. */
const open = (Id: string, more: CrmRecord = {}): CrmRecord => ({
  Id,
  Name: `Deal ${Id}`,
  OwnerId: 'mia',
  Amount: 10_000,
  CloseDate: '2026-03-20',
  CreatedDate: '2026-01-20T09:00:00.000+0000',
  LastStageChangeDate: '2026-02-10T09:00:00.000+0000',
  LastActivityDate: '2026-02-12',
  StageName: 'Proposal',
  NextStep: 'Call on Monday',
  PushCount: 0,
  Discount__c: 5,
  Probability: 50,
  IsClosed: false,
  IsWon: false,
  Account: account,
  ...more,
});

const ten = (more: CrmRecord = {}): CrmRecord[] =>
  Array.from({ length: 10 }, (_, i) => open(`d${i}`, i === 0 ? more : {}));

const amounts = (...list: readonly number[]): CrmRecord[] => list.map((Amount, i) => open(`d${i}`, { Amount }));

interface Asked {
  readonly won?: readonly CrmRecord[];
  readonly open?: readonly CrmRecord[];
  readonly coaching?: Record<string, unknown>;
  readonly plan?: Record<string, unknown>;
  readonly component?: Record<string, unknown>;
  readonly credit?: unknown;
  readonly more?: Record<string, unknown>;
  readonly rows?: Record<string, readonly CrmRecord[]>;
}

/** Mia: 5 % of what she wins up to 100,000 in the quarter, 10 % above. */
const bookWith = (asked: Asked = {}) => ({
  asOf,
  plans: [
    salesPlan(
      [
        {
          id: 'commission',
          label: 'Commission',
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
          ...asked.component,
        },
      ],
      {
        effective: { from: '2025-07-01', to: '2026-12-31' },
        measures: { bookings: { ...bookings, credit: asked.credit ?? 'owner' } },
        ...asked.plan,
      },
    ),
  ],
  corporateCurrency: 'USD',
  assignments: [{ payee: 'mia', plan: 'ae', from: '2026-01-01', to: null }],
  users: [{ Id: 'mia', Name: 'Mia' }],
  coaching: { fields: { discount: 'Discount__c' }, ...asked.coaching },
  records: {
    Opportunity: [
      ...Array.from({ length: 19 }, (_, i) => past(i)),
      ...(asked.won ?? [won(50_000)]),
      ...(asked.open ?? ten()),
    ],
    ...asked.rows,
  },
  ...asked.more,
});

const heldBy = (asked: Asked = {}): Snapshot => snapshot(bookWith(asked), 'mia');
const said = (asked: Asked = {}) => flags(heldBy(asked));
const all = (asked: Asked = {}) => {
  const { cannotSay, flags: today, more } = said(asked);
  expect(cannotSay).toBeNull();
  return [...today, ...more];
};
const flag = (asked: Asked, id: FlagId) => all(asked).find((one) => one.id === id);

test('who is on pace with deals that move has no flag', () => expect(all()).toEqual([]));

/** Days in 2025 on which something was won, in thousands. */
const earlier = (...list: readonly (readonly [date: string, thousands: number])[]): CrmRecord[] =>
  list.map(([CloseDate, thousands], i) =>
    won(thousands * 1000, { Id: `early-${i}`, CloseDate, CreatedDate: `${CloseDate}T09:00:00.000+0000` }),
  );
const since = (from: string) => ({ assignments: [{ payee: 'mia', plan: 'ae', from, to: null }] });

/** Mia's closed deals: so many won of ten. */
const record = (count: number): CrmRecord[] =>
  Array.from({ length: 10 }, (_, i) => won(i === 0 ? 50_000 : 0, { Id: `own-${i}`, IsWon: i < count }));

const shared = (SplitPercentage: number): Asked => ({
  credit: { splits: 'Overlay' },
  open: [open('d0', { OwnerId: 'colleague-1' })],
  rows: {
    OpportunitySplit: [
      {
        Id: 'split',
        OpportunityId: 'd0',
        SplitOwnerId: 'mia',
        SplitPercentage,
        SplitType: { DeveloperName: 'Overlay' },
      },
    ],
  },
});

const months = ['2025-07-20', '2025-08-20', '2025-09-20', '2025-10-20', '2025-11-20', '2025-12-01'] as const;
const alternating = (high: number, low: number): Asked => ({
  won: [won(50_000), ...earlier(...months.map((date, i) => [date, i % 2 === 0 ? high : low] as const))],
  more: since('2025-07-01'),
});

const quotas = (own: number): Asked => ({
  more: {
    assignments: ['mia', 'a', 'b', 'c', 'd'].map((payee) => ({ payee, plan: 'ae', from: '2026-01-01', to: null })),
    quotas: [{ payee: 'mia', component: 'commission', period: '2026-Q1', amount: own }],
  },
});

/** Each flag: a book in which it rises, and one next to it in which it does not. */
const cases: Readonly<Record<FlagId, readonly [why: string, rises: Asked, misses: Asked]>> = {
  'behind-pace': ['40 % where 50 % are due is 10 points behind', { won: [won(40_000)] }, { won: [won(40_001)] }],
  'behind-ramp': [
    // February at 50 % of 33,333.33, March whole: a quota of 50,000. By 14 February half of 16,666.67 is due, 8,333.33;
    // 10 % of the quota below that is 3,333.33.
    'half of February is due: 8,333.33 of 50,000',
    { won: [won(3333)], more: { assignments: [ramped()] } },
    { won: [won(3334)], more: { assignments: [ramped()] } },
  ],
  'gap-above-coverage': [
    'open deals of 49,999 for a gap of 50,000',
    { open: amounts(20_000, 20_000, 9999) },
    { open: amounts(20_000, 20_000, 10_000) },
  ],
  'coverage-thin': [
    '10 of 20 closed deals were won, so 50,000 ask for 100,000',
    { open: amounts(...Array.from({ length: 9 }, () => 10_000), 9999) },
    { open: ten() },
  ],
  'deal-below-tier': [
    // 50,000 − 45,455 = 4,545 are missing, and 10 % of the deal are 4,545.5.
    'a tenth of a deal of 45,455 reaches the quota',
    { open: amounts(45_455, 30_000, 30_000) },
    { open: amounts(45_454, 30_000, 30_000) },
  ],
  'accelerator-in-reach': ['15,000 are 15 % of the quota', { won: [won(85_000)] }, { won: [won(84_999)] }],
  'cap-reached': [
    '5 % of 50,000 are the cap of 2,500',
    { component: { cap: { payout: 2500 } } },
    { won: [won(49_999)], component: { cap: { payout: 2500 } } },
  ],
  'close-date-moved': ['three times', { open: ten({ PushCount: 3 }) }, { open: ten({ PushCount: 2 }) }],
  overdue: ['since yesterday', { open: ten({ CloseDate: '2026-02-13' }) }, { open: ten({ CloseDate: '2026-02-14' }) }],
  'stage-old': [
    '41 days, where half of the won ones took 40 altogether',
    { open: ten({ LastStageChangeDate: '2026-01-04T23:00:00.000+0000' }) },
    { open: ten({ LastStageChangeDate: '2026-01-05T01:00:00.000+0000' }) },
  ],
  'no-activity': [
    'for 14 days',
    { open: ten({ LastActivityDate: '2026-01-31' }) },
    { open: ten({ LastActivityDate: '2026-02-01' }) },
  ],
  'no-next-step': [
    '30 days before it closes',
    { open: ten({ NextStep: ' ', CloseDate: '2026-03-16' }) },
    { open: ten({ NextStep: ' ', CloseDate: '2026-03-17' }) },
  ],
  'amount-unusual': [
    // Won: 5,000 to 13,000 and 50,000; the eighth of ten is 12,000, three times that 36,000.
    'more than three times the upper quartile of 12,000',
    { open: ten({ Amount: 36_000.01 }) },
    { open: ten({ Amount: 36_000 }) },
  ],
  'win-rate-low': [
    // With mia's ten, 12 of 29 are won, 41.4 %; three quarters of that are 31 %. With four, 13 of 29: 33.6 %.
    '3 of 10 where 12 of 29 are won',
    { won: record(3) },
    { won: record(4) },
  ],
  'discount-high': [
    'won deals were given 10 %',
    { open: ten({ Discount__c: 10.01 }) },
    { open: ten({ Discount__c: 10 }) },
  ],
  concentration: [
    'half of 100,000 in one deal',
    { open: amounts(50_000, 25_000, 25_000) },
    { open: amounts(49_999, 25_000, 25_001) },
  ],
  'hockey-stick': [
    // The last 18 of the 92 days of the quarter begin on 14 December.
    'half of the quarter in its last fifth',
    { won: [won(50_000), ...earlier(['2025-11-05', 5], ['2025-12-14', 5])], more: since('2025-10-01') },
    { won: [won(50_000), ...earlier(['2025-11-05', 5.1], ['2025-12-14', 5])], more: since('2025-10-01') },
  ],
  'overlay-without-credit': ['a share of 0 %', shared(0), shared(1)],
  'payout-volatile': [
    // 5 % of 16,000 and of 4,000 in turn: 800 and 200, on average 500, each 300 away.
    '60 % of the average away from it',
    alternating(16, 4),
    alternating(15.99, 4.01),
  ],
  'quota-out-of-line': ['150,000 where five people have 100,000 in the middle', quotas(150_000), quotas(149_999)],
};

function ramped() {
  return { payee: 'mia', plan: 'ae', from: '2026-02-01', to: null, ramp: ['50%', '100%'] };
}

describe.each(flagIds)('%s', (id) => {
  const [why, rises, misses] = cases[id];
  test(`rises: ${why}`, () => {
    const found = flag(rises, id);
    expect(found).toMatchObject({ id, title: flagWords[`flag.${id}`] });
    expect(found?.evidence.length).toBeGreaterThan(0);
    expect(found?.message).toMatch(/^\S.*\.$/);
    expect(found?.nextStep).toMatch(/[.?]$/);
  });
  test('does not rise next to it', () => expect(flag(misses, id)).toBeUndefined());
  test('is never raised where it is off', () => {
    const off = said({ ...rises, coaching: { ...rises.coaching, off: [id] } });
    expect([...off.flags, ...off.more].map((one) => one.id)).not.toContain(id);
    expect(off.diagnostics.flatMap((one) => one.flags)).not.toContain(id);
  });
});

describe('money at stake', () => {
  test('of a deal is what it adds to the pay of the open window', () =>
    // 45,455 × 5 %, with a chance of one half: for an overdue deal within 15 minutes that is 4,545.5 for an hour.
    expect(flag({ open: [open('d0', { Amount: 45_455, CloseDate: '2026-02-13' })] }, 'overdue')).toMatchObject({
      atStake: { amount: '2272.75', currency: 'USD' },
      perHour: '4545.5',
    }));

  test('of a deal that goes beyond a bound follows the table', () =>
    // 50,000 × 5 % + 20,000 × 10 %.
    expect(flag({ open: ten({ Amount: 70_000, PushCount: 3 }) }, 'close-date-moved')?.atStake?.amount).toBe('4500.00'));

  test('of a tier that a deal leaves just out of reach is what the rest pays', () =>
    // 100,000 − 95,455 = 4,545 at 5 %.
    expect(flag({ open: amounts(45_455, 30_000, 30_000) }, 'deal-below-tier')).toMatchObject({
      atStake: { amount: '227.25' },
      benchmark: { value: '100000', unit: 'USD', source: 'plan' },
    }));

  test('of being behind is what is paid from here to the quota', () =>
    expect(flag({ won: [won(40_000)] }, 'behind-pace')?.atStake?.amount).toBe('3000.00'));

  test('is not said of a deal that counts after the open windows', () => {
    const asked = { open: [...ten(), open('later', { CloseDate: '2026-04-02', PushCount: 3 })] };
    expect(flag(asked, 'close-date-moved')).toMatchObject({ atStake: null, perHour: null });
    expect(said(asked).diagnostics).toContainEqual({
      code: 'after-window',
      flags: [],
      field: 'CloseDate',
      message: '1 deal would count only after the open windows, so what they pay is not said.',
    });
  });

  test('counts the share of who is credited with a part', () => {
    const { credit, rows } = shared(40);
    const asked: Asked = {
      credit: credit,
      open: [open('d0', { PushCount: 3, OwnerId: 'colleague-1' })],
      ...(rows ? { rows } : {}),
    };
    // 40 % of 10,000 at 5 %.
    expect(flag(asked, 'close-date-moved')?.atStake?.amount).toBe('200.00');
  });
});

describe('thresholds', () => {
  const coaching = (more: Record<string, unknown>) => ({ coaching: { fields: {}, ...more } });

  test('are configured', () => {
    const four = { thresholds: { 'close-date-moved': { times: 4 } } };
    expect(flag({ open: ten({ PushCount: 3 }), ...coaching(four) }, 'close-date-moved')).toBeUndefined();
    expect(flag({ open: ten({ PushCount: 4 }), ...coaching(four) }, 'close-date-moved')).toBeDefined();
  });

  test('are configured for a segment alone', () => {
    const own = { bySegment: { enterprise: { 'close-date-moved': { times: 5 } } } };
    const enterprise = { Account: { NumberOfEmployees: 2000 }, PushCount: 4 };
    expect(flag({ open: ten(enterprise), ...coaching(own) }, 'close-date-moved')).toBeUndefined();
    expect(flag({ open: ten({ PushCount: 4 }), ...coaching(own) }, 'close-date-moved')).toBeDefined();
  });

  test('in place of a benchmark are said to be configured', () => {
    const configured = { fields: { discount: 'Discount__c' }, thresholds: { 'discount-high': { percent: '25%' } } };
    expect(flag({ open: ten({ Discount__c: 25 }), coaching: configured }, 'discount-high')).toBeUndefined();
    expect(flag({ open: ten({ Discount__c: 25.5 }), coaching: configured }, 'discount-high')?.benchmark).toMatchObject({
      value: '25',
      source: 'configuration',
      n: null,
    });
  });

  test('a benchmark has its source and how much it is made of', () =>
    expect(flag({ open: ten({ PushCount: 3 }) }, 'close-date-moved')).toMatchObject({
      message:
        'The close date of Deal d0 has been put off 3 times; that of deals won in Mid-market was put off 1 times on average.',
      benchmark: { value: '1', unit: 'times', source: 'segment', n: 10 },
    }));

  test('training stands beside the flag that it is for', () => {
    const training = { title: 'Dates that hold', url: 'https://example.com/dates' };
    const asked = { open: ten({ PushCount: 3 }), ...coaching({ training: { 'close-date-moved': training } }) };
    expect(flag(asked, 'close-date-moved')?.training).toEqual(training);
  });
});

describe('an activity', () => {
  test('that is planned for a day to come is one', () =>
    expect(flag({ open: ten({ LastActivityDate: '2026-02-20' }) }, 'no-activity')).toBeUndefined());

  test('is planned or not, where a field says so', () => {
    const coaching = { fields: { openActivity: 'HasOpenActivity' } };
    const quiet = { LastActivityDate: '2025-12-01' };
    const deals = (HasOpenActivity: boolean) => ten(quiet).map((one) => ({ ...one, HasOpenActivity }));
    expect(flag({ open: deals(true), coaching }, 'no-activity')).toBeUndefined();
    expect(flag({ open: deals(false), coaching }, 'no-activity')?.message).toBe(
      'No activity is planned for Deal d0; the last one was 75 days ago.',
    );
  });
});

describe('what cannot be said', () => {
  test.each(['PushCount', 'LastStageChangeDate', 'LastActivityDate', 'NextStep', 'Discount__c'])(
    '%s is not read: said once, and nothing is raised by it',
    (field) => {
      const deals = ten().map((one) => ({ ...one, [field]: undefined }));
      const { flags: today, more, diagnostics } = said({ open: deals.map((one) => JSON.parse(JSON.stringify(one))) });
      expect([...today, ...more]).toEqual([]);
      const missing = diagnostics.filter((one) => one.field === field);
      expect(missing).toHaveLength(1);
      expect(missing[0]).toMatchObject({ code: 'field-missing', flags: [expect.any(String)] });
    },
  );

  test.each([
    ['Amount', 'many', 'Value', 'field-invalid'],
    ['PushCount', 'often', 'PushCount', 'field-invalid'],
    ['Probability', 140, 'Probability', 'field-invalid'],
    ['CurrencyIsoCode', 'XXX', 'CurrencyIsoCode', 'rate-missing'],
  ])('%s %s of a deal', (field, value, place, code) => {
    const { cannotSay, flags: today, more, diagnostics } = said({ open: ten({ [field]: value }) });
    expect(cannotSay).toBeNull();
    expect(diagnostics).toContainEqual(expect.objectContaining({ code, field: place }));
    expect([...today, ...more].filter(({ subject }) => subject.id === 'd0')).toEqual([]);
  });

  test('a close date that is none', () => {
    const held = heldBy();
    const fields = { ...held.deals?.fields, CloseDate: { same: '2026-02-31' } };
    const { cannotSay, diagnostics } = flags({ ...held, deals: { ...held.deals, fields } } as Snapshot);
    expect(cannotSay).toBeNull();
    expect(diagnostics).toContainEqual({
      code: 'field-invalid',
      flags: ['overdue'],
      field: 'CloseDate',
      message: 'CloseDate of 10 deals is no date: of Deal d0 it is "2026-02-31". Mend it in the record.',
    });
  });

  test('a probability of 140 % leaves a deal without what an hour is worth', () =>
    expect(flag({ open: ten({ Probability: 140, PushCount: 3 }) }, 'close-date-moved')).toMatchObject({
      atStake: { amount: '500.00' },
      perHour: null,
    }));

  test('a component without a quota', () =>
    expect(
      said({
        component: { quota: undefined, rate: { type: 'marginal', by: 'value', tiers: [{ from: 0, rate: '5%' }] } },
      }).diagnostics,
    ).toContainEqual(expect.objectContaining({ code: 'no-quota', field: 'ae/commission' })));

  test.each([
    ['of another version', (held: Snapshot) => ({ ...held, version: '9.0' }), 'another-version'],
    ['without plans', (held: Snapshot) => ({ ...held, plans: [] }), 'no-plan'],
    [
      'of a version without open deals',
      ({ deals: _, ...held }: Snapshot) => ({ ...held, version: '1.0' }),
      'no-open-deals',
    ],
    ['without rates', ({ rates: _, ...held }: Snapshot) => held, 'snapshot'],
    ['without currency', ({ corporateCurrency: _, ...held }: Snapshot) => held, 'snapshot'],
    ['cut short in a column', (held: Snapshot) => ({ ...held, deals: { ...held.deals, count: 11 } }), 'snapshot'],
    [
      'with credits over no denominator',
      (held: Snapshot) => {
        const credits = { ae: { bookings: { per: '0', amounts: { same: 1 } } } };
        return { ...held, deals: { ...held.deals, credits } };
      },
      'snapshot',
    ],
    ['without benchmarks of its own', (held: Snapshot) => ({ ...held, benchmarks: { deals: [] } }), 'snapshot'],
    ['that is none', () => null, 'snapshot'],
  ])('a snapshot %s', (_, change, code) => {
    const answer = flags(change(heldBy()) as Snapshot);
    expect(answer).toMatchObject({ cannotSay: { code }, flags: [], more: [], diagnostics: [] });
    expect(answer.cannotSay?.message).not.toBe('');
  });
});

describe('what is credited of open deals', () => {
  test('is published with them, in hundredths', () =>
    expect(heldBy({ open: amounts(10_000, 2500.5) }).deals?.credits).toEqual({
      ae: { bookings: { per: '100', amounts: { values: [1_000_000, 250_050] } } },
    }));

  test('is not published of a plan that cannot credit one of them, which is told', () => {
    const held = heldBy({ open: [...amounts(10_000), open('d1', { Amount: null })] });
    expect(held.deals?.credits).toEqual({});
    expect(flags(held).diagnostics).toContainEqual({
      code: 'field-invalid',
      flags: [],
      field: 'Value',
      message: '1 deal cannot be credited: d1 has no Amount and is not credited.',
    });
  });
});

describe('for today', () => {
  const many = () =>
    ten().map((one, i) => ({ ...one, PushCount: 3, NextStep: null, CloseDate: '2026-02-10', Amount: 10_000 + i }));

  test('there are as many as a day holds, one for each subject, and what an hour is worth most for comes first', () => {
    const { flags: today, more, found } = said({ open: many() });
    expect(today.map(({ id, subject }) => [id, subject.id])).toEqual(
      ['d9', 'd8', 'd7', 'd6', 'd5'].map((id) => ['overdue', id]),
    );
    expect(more).toHaveLength(20);
    expect(found).toMatchObject({ 'close-date-moved': 10, overdue: 10, 'no-next-step': 10 });
  });

  test('as many as are configured', () =>
    expect(said({ open: many(), coaching: { perDay: 2 } }).flags).toHaveLength(2));

  test('the order of the deals does not matter', () =>
    expect(said({ open: many().toReversed() })).toEqual(said({ open: many() })));

  test('a manager has no flags on deals that only people below own', () => {
    const book = bookWith({
      credit: { reports: 'all' },
      open: ten({ OwnerId: 'colleague-1', PushCount: 3 }).map((one) => ({ ...one, OwnerId: 'colleague-1' })),
      won: [won(50_000, { OwnerId: 'colleague-1' })],
      more: { users: [{ Id: 'mia' }, ...[0, 1, 2, 3, 4].map((i) => ({ Id: `colleague-${i}`, ManagerId: 'mia' }))] },
    });
    const held = snapshot(book, 'mia');
    expect(held.deals?.count).toBe(10);
    expect(flags(held).found['close-date-moved']).toBeUndefined();
  });
});
