// Plans in words, and payout tables that say to the cent what the calculation pays.
import { describe as group, expect, test } from 'vitest';
import { calculate } from './calculate.ts';
import { readPlan } from './plan-rules.ts';
import { describe } from './plan-words.ts';

const bookings = {
  label: 'Bookings',
  object: 'Opportunity',
  value: 'Amount',
  date: 'CloseDate',
  where: { IsWon: { eq: true } },
  credit: 'owner',
};
const base = {
  id: 'commission',
  label: 'Commission',
  measure: 'bookings',
  window: 'quarter',
  quota: 90000,
  target: 7000,
};
const planOf = (change: object, rest: object = {}): object => ({
  quotient: 1,
  id: 'ae',
  name: 'Account Executive',
  currency: 'USD',
  effective: { from: '2026-01-01', to: '2026-12-31' },
  pay: 'quarter',
  measures: { bookings },
  components: [{ ...base, ...change }],
  ...rest,
});
const tiers = (...list: [from: string | number, rate: string][]): object[] =>
  list.map(([from, rate]) => ({ from, rate }));

group('a payout table', () => {
  /** What one record of so much earns in a full quarter. */
  function earned(plan: object, amount: string): string | undefined {
    const { statements } = calculate({
      asOf: '2026-03-31',
      plans: [plan],
      assignments: [{ payee: 'u1', plan: 'ae', from: '2026-01-01' }],
      records: {
        Opportunity:
          Number(amount) === 0
            ? []
            : [{ Id: 'a', OwnerId: 'u1', Amount: amount, CloseDate: '2026-02-01', IsWon: true }],
      },
    });
    return statements[0]?.components.find(({ id }) => id === 'commission')?.earnedInWindow;
  }

  test.each<[name: string, change: object]>([
    [
      'marginal',
      {
        rate: { type: 'marginal', tiers: tiers(['0%', '7%'], ['100%', '1.5x'], ['130%', '15%']) },
        cap: { payout: 21000 },
      },
    ],
    [
      'marginal with a threshold and a cap on attainment',
      { rate: { type: 'marginal', tiers: tiers(['40%', '7%'], ['100%', '11%']) }, cap: { attainment: '160%' } },
    ],
    ['cliff', { rate: { type: 'cliff', tiers: tiers(['50%', '6.5%'], ['100%', '9%']) }, cap: { target: '1.9' } }],
    [
      'cliff above its first bound',
      { rate: { type: 'cliff', of: 'above', tiers: tiers(['100%', '8%'], ['150%', '12%']) } },
    ],
    [
      'curve',
      {
        rate: {
          type: 'curve',
          points: [
            { at: '50%', pays: '30%' },
            { at: '100%', pays: '100%' },
            { at: '130%', pays: '200%' },
          ],
          beyond: 'extend',
        },
      },
    ],
    [
      'curve that pays nothing below',
      {
        rate: {
          type: 'curve',
          below: 'nothing',
          points: [
            { at: '80%', pays: '40%' },
            { at: '100%', pays: '100%' },
          ],
        },
      },
    ],
    [
      'bonus',
      {
        rate: {
          type: 'bonus',
          tiers: [
            { from: '100%', pays: 500 },
            { from: '120%', pays: 1500 },
          ],
        },
      },
    ],
    [
      'stacked bonus by value',
      {
        quota: undefined,
        rate: {
          type: 'bonus',
          by: 'value',
          stack: true,
          tiers: [
            { from: 4000, pays: 500 },
            { from: 90000, pays: 1500 },
          ],
        },
      },
    ],
    ['bonus without end', { rate: { type: 'bonus', by: 'value', every: 25000, pays: 333 }, cap: { payout: 1500 } }],
    [
      'records one by one',
      {
        quota: undefined,
        target: undefined,
        rate: { type: 'marginal', per: 'record', by: 'value', tiers: tiers([0, '5%'], [30000, '9%']) },
        cap: { record: 3000 },
      },
    ],
    [
      'matrix on the own attainment',
      {
        rate: {
          type: 'matrix',
          rows: { from: ['0%', '80%', '100%'] },
          columns: { from: ['0%'] },
          pays: [['10%'], ['50%'], [9000]],
        },
      },
    ],
  ])('%s: every row is what the calculation pays', (_, change) => {
    const plan = planOf(change);
    const [component] = describe(readPlan(plan)).components;
    const rows = component?.payout ?? [];
    expect(rows.length).toBeGreaterThan(2);
    expect(rows.map((row) => row.earned)).toEqual(rows.map((row) => earned(plan, row.credited ?? '')));
  });

  test('rises through the usual attainments and every bound, each once', () => {
    const [component] = describe(
      readPlan(planOf({ rate: { type: 'marginal', tiers: tiers(['0%', '7%'], ['100%', '10%'], ['130%', '15%']) } })),
    ).components;
    expect(component?.payout?.map(({ attainment }) => attainment)).toEqual([
      '0',
      '0.25',
      '0.5',
      '0.75',
      '0.9',
      '1',
      '1.25',
      '1.3',
      '1.5',
      '2',
    ]);
    expect(component?.payout?.at(-1)).toEqual({
      attainment: '2',
      credited: '180000',
      earned: '18450.00',
      effectiveRate: '0.1025',
      ofTarget: '2.635714285714',
    });
  });

  test('says rates where the plan names no quota', () => {
    const [component] = describe(
      readPlan(
        planOf({
          quota: undefined,
          target: undefined,
          rate: { type: 'marginal', tiers: tiers(['0%', '8%'], ['100%', '12%']) },
        }),
      ),
    ).components;
    expect(component?.payout?.find(({ attainment }) => attainment === '2')).toEqual({
      attainment: '2',
      credited: null,
      earned: null,
      effectiveRate: '0.1',
      ofTarget: null,
    });
    expect(component?.picture).toMatchObject({ by: 'attainment', unit: 'quota' });
    expect(component?.sentences.join(' ')).toContain('The plan names no quota: each person needs an own one.');
  });

  test('says nothing where multiples and rates depend on a quota at once', () => {
    const [component] = describe(
      readPlan(planOf({ quota: undefined, rate: { type: 'marginal', tiers: tiers(['0%', '8%'], ['100%', '1.5x']) } })),
    ).components;
    expect(component).toMatchObject({ payout: null, picture: null, assumes: null });
  });

  test('takes what is read of others at 100 %, and says so', () => {
    const plan = readPlan({
      ...planOf({}),
      measures: { bookings, store: { ...bookings, object: 'Store__c' } },
      components: [
        {
          id: 'store',
          label: 'Store sales',
          measure: 'store',
          window: 'quarter',
          rate: { type: 'marginal', by: 'value', tiers: [{ from: 0, rate: '0%' }] },
        },
        {
          id: 'nps',
          label: 'NPS',
          measure: 'store',
          window: 'quarter',
          quota: 10,
          rate: { type: 'marginal', tiers: [{ from: '0%', rate: '0%' }] },
        },
        {
          ...base,
          gate: { component: 'nps', attainment: '80%' },
          modifiers: [
            {
              component: 'nps',
              tiers: [
                { from: '0%', times: '75%' },
                { from: '100%', times: '110%' },
              ],
            },
          ],
          rate: {
            type: 'cliff',
            by: { component: 'store' },
            tiers: [
              { from: 0, rate: '5%' },
              { from: 200000, rate: '10%' },
            ],
          },
        },
      ],
    });
    const component = describe(plan).components[2];
    expect(component?.assumes).toBe('Shown with Store sales at USD 200,000, NPS at 100 % and every gate open.');
    expect(
      component?.payout?.find(({ attainment, credited }) => attainment === '1' || credited === '90000')?.earned,
    ).toBe('9900.00');
    expect(component?.sentences).toEqual([
      'Bookings of the quarter add up.',
      "The quota is USD 90,000 a quarter, unless a person's own quota says otherwise.",
      'The target incentive at 100 % is USD 7,000.00 a quarter; the base rate is 7.7778 %.',
      'Store sales chooses the tier; its rate is paid on all of Bookings.',
      'The pay is multiplied by NPS: 75 % from 0 % and 110 % from 100 %; below the first it is 0.',
      'Nothing is paid until NPS has reached an attainment of 80 %. What was kept back is paid when the gate opens in the same quarter; when the quarter ends with the gate shut, it is forfeited.',
      'It is paid for each quarter.',
    ]);
  });
});

test('a picture has two points where the pay jumps, and goes beyond the last bound', () => {
  const [component] = describe(
    readPlan(planOf({ rate: { type: 'cliff', tiers: tiers(['50%', '6%'], ['100%', '9%']) } })),
  ).components;
  expect(component?.picture).toEqual({
    by: 'credited',
    unit: 'USD',
    quota: '90000',
    bounds: ['45000', '90000'],
    points: [
      { at: '0', earned: '0.00' },
      { at: '45000', earned: '0.00' },
      { at: '45000', earned: '2700.00' },
      { at: '90000', earned: '5400.00' },
      { at: '90000', earned: '8100.00' },
      { at: '135000', earned: '12150.00' },
    ],
  });
});

test('a picture of a bonus without end goes up by steps', () => {
  const [component] = describe(
    readPlan(planOf({ quota: undefined, rate: { type: 'bonus', by: 'value', every: 20, pays: 2000 } })),
  ).components;
  expect(component?.picture?.points).toEqual([
    { at: '0', earned: '0.00' },
    { at: '20', earned: '0.00' },
    { at: '20', earned: '2000.00' },
    { at: '40', earned: '2000.00' },
    { at: '40', earned: '4000.00' },
    { at: '60', earned: '4000.00' },
    { at: '60', earned: '6000.00' },
    { at: '72', earned: '6000.00' },
  ]);
});

test('a component that only measures has no payout table, and says so', () => {
  const [component] = describe(readPlan(planOf({ rate: { type: 'marginal', tiers: tiers(['0%', '0%']) } }))).components;
  expect(component).toMatchObject({ payout: null, picture: null });
  expect(component?.sentences.at(-1)).toBe('It pays nothing of its own; what it counts is there for other components.');
});

test('a whole plan in words', () => {
  const plan = describe(
    readPlan({
      ...planOf({
        rate: { type: 'marginal', tiers: tiers(['0%', '8%'], ['100%', '12%']) },
        settle: 'end',
        factors: [{ where: { Years__c: { gte: 2 } }, times: '150%' }],
        cap: { record: 5000, payout: 60000 },
      }),
      pay: 'month',
      calendar: { fiscalYearStart: 2, yearNamedBy: 'start' },
      payday: { months: 1, day: 15 },
      holdback: [{ component: 'commission', share: '50%', until: { months: 6 } }],
      clawback: [
        {
          component: 'commission',
          when: 'Churn__c',
          schedule: [
            { within: 3, takes: '100%' },
            { within: 6, takes: '50%' },
          ],
        },
      ],
      limit: { payout: 450000, per: 'year' },
      draw: [
        { amount: 5000, recoverable: false, periods: 4 },
        { amount: 2500, recoverable: true },
      ],
      recovery: { from: 3, share: '50%' },
    }),
  );
  expect(plan.payment.sentences).toEqual([
    'The plan holds from 2026-01-01 to 2026-12-31, for the people who are assigned to it, on the days on which they are.',
    'It pays by the month, in USD, rounded half up; a month is paid 1 month later, on day 15.',
    'The fiscal year begins in February and is named by the year in which it begins.',
    'Whoever is assigned for a part of a window has a quota and a target for those days: an even part for each month, and of a month by its days.',
  ]);
  expect(plan.counted).toEqual([
    {
      title: 'Bookings',
      sentences: [
        'Amount of Opportunity records where IsWon is true, by CloseDate, in USD.',
        'All of it goes to the owner of the record.',
      ],
    },
  ]);
  expect(plan.components[0]?.rate).toEqual({
    columns: ['Attainment from', 'Rate'],
    rows: [
      ['0 %', '8 %'],
      ['100 %', '12 %'],
    ],
  });
  expect(plan.components[0]?.sentences).toEqual(
    expect.arrayContaining([
      "A record's pay is multiplied, by the first that fits: 150 % where Years__c is at least 2.",
      'One record brings at most USD 5,000.00, and costs no more.',
      'It is paid once, in the last payment period of the quarter in which the person is assigned.',
    ]),
  );
  expect(plan.payable.sentences).toEqual([
    "50 % of what a record earns in Commission is held back until 6 months after the record's date.",
    'When Churn__c of a record comes, pay of Commission is taken back: 100 % within 3 months and 50 % within 6 months; later nothing. The attainment stays.',
    'All components together pay at most USD 450,000.00 a year; what lies above may still come back.',
    'At least USD 5,000.00 is paid in a month, for 4 months: a guarantee that is not repaid.',
    'Then at least USD 2,500.00 is paid in a month: an advance that is repaid from later pay.',
    'What is owed is repaid from the 3rd month on, from at most 50 % of what is earned.',
    'A negative balance is carried to the next statement; nobody is asked for money.',
  ]);
});

group('who is credited', () => {
  test.each<[credit: unknown, words: RegExp]>([
    [{ owner: 'Account.OwnerId' }, /person in Account\.OwnerId/],
    [{ splits: 'Revenue' }, /share the record by Revenue splits/],
    [{ team: 'Sales Engineer', share: '40%' }, /^40 % goes to each team member in the role Sales Engineer/],
    [{ reports: 'direct' }, /directly below them/],
    [{ reports: 'all', by: { splits: 'Revenue' } }, /everybody below them brings: their shares by Revenue splits/],
    [{ reports: { 1: '20%', 2: '10%' } }, /20 % at depth 1 and 10 % at depth 2/],
  ])('%j', (credit, words) => {
    const plan = planOf(
      { rate: { type: 'marginal', tiers: tiers(['0%', '8%']) } },
      { measures: { bookings: { ...bookings, credit } } },
    );
    expect(describe(readPlan(plan)).counted[0]?.sentences[1]).toMatch(words);
  });
});
