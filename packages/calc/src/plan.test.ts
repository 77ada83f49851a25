// What is wrong with a plan or a book is said with its place and how to mend it, all of it at once.
import { describe, expect, test } from 'vitest';
import { calculate } from './calculate.ts';
import { QuotientError } from './error.ts';
import { readPlan } from './plan-rules.ts';

const measure = {
  object: 'Opportunity',
  value: 'Amount',
  date: 'CloseDate',
  where: { IsWon: { eq: true } },
  credit: 'owner',
};
const tiers = [
  { from: '0%', rate: '8%' },
  { from: '100%', rate: '12%' },
];
const component = {
  id: 'commission',
  measure: 'bookings',
  window: 'quarter',
  quota: 300000,
  target: 24000,
  rate: { type: 'marginal', tiers },
};
const plan = {
  quotient: 1,
  id: 'ae',
  name: 'Account Executive',
  currency: 'USD',
  effective: { from: '2026-01-01' },
  pay: 'month',
  measures: { bookings: measure },
  components: [component],
};
const with_ = (change: object): object => ({ ...plan, components: [{ ...component, ...change }] });
const rate = (change: object): object => with_({ rate: { ...component.rate, ...change } });

function problemsOf(run: () => unknown): string[] {
  try {
    run();
  } catch (error) {
    if (error instanceof QuotientError)
      return error.problems.map(({ path, message, remedy }) => `${path.join('.')}: ${message} ${remedy}`);
    throw error;
  }
  return [];
}

test('a right plan comes back as it was written', () => expect(readPlan(plan)).toEqual(plan));

describe('a plan with', () => {
  test.each<[name: string, plan: object, problem: RegExp]>([
    ['an unknown key', { ...plan, curency: 'USD' }, /^curency: unknown key "curency"\. Did you mean "currency"\?/],
    [
      'an unknown key deep inside',
      rate({ tiers: [{ from: '0%', rates: '8%' }] }),
      /^components\.0\.rate\.tiers\.0.*"rates"\. Did you mean "rate"\?/,
    ],
    [
      'an unknown operator',
      { ...plan, measures: { bookings: { ...measure, where: { IsWon: { equals: true } } } } },
      /equals/,
    ],
    [
      'a currency that is none',
      { ...plan, currency: 'dollars' },
      /^currency: expected an ISO 4217 currency such as USD/,
    ],
    ['an amount in words', with_({ quota: 'much' }), /^components\.0\.quota: expected a decimal such as 1200/],
    ['another format version', { ...plan, quotient: 2 }, /^quotient: expected 1, the version of the plan format/],
    ['no component', { ...plan, components: [] }, /^components: a plan needs at least one component/],
    [
      'bounds out of order',
      rate({ tiers: [...tiers].reverse() }),
      /^components\.0\.rate\.tiers\.1\.from: 0% does not lie above the bound before it \(100%\)\. Order the bounds/,
    ],
    ['a bound twice', rate({ tiers: [tiers[0], tiers[0]] }), /tiers\.1\.from: 0% does not lie above/],
    [
      'a bound on attainment without its percent sign',
      rate({ tiers: [tiers[0], { from: 1, rate: '12%' }] }),
      /tiers\.1\.from: 1 is a bound on attainment and needs the percent sign\. Write "100%"/,
    ],
    [
      'a percent sign on a position',
      rate({ by: 'value', tiers }),
      /tiers\.0\.from: The table reads positions \(by: value\), but 0% is an attainment/,
    ],
    [
      'a rate without its percent sign',
      rate({ tiers: [{ from: '0%', rate: 8 }] }),
      /tiers\.0\.rate: A rate of 8 would pay 8 for each unit of money\. 8 or 8%\?/,
    ],
    [
      'a multiple of no base rate',
      with_({ target: undefined, rate: { type: 'marginal', tiers: [{ from: '0%', rate: '1.5x' }] } }),
      /1\.5x is a multiple of the base rate, target ÷ quota, and there is no target/,
    ],
    [
      'a measure that is not there',
      with_({ measure: 'booking' }),
      /^components\.0\.measure: There is no measure "booking"\. Did you mean "bookings"\?/,
    ],
    [
      'a gate on nobody',
      with_({ gate: { component: 'comission', attainment: '50%' } }),
      /There is no component "comission"\. Did you mean "commission"\?/,
    ],
    ['a gate without a bound', with_({ gate: { component: 'commission' } }), /A gate needs an attainment or a value/],
    [
      'two components of one id',
      { ...plan, components: [component, component] },
      /^components\.1\.id: Two components have the id "commission"/,
    ],
    [
      'a window shorter than its pay',
      { ...with_({ window: 'month' }), pay: 'quarter' },
      /The window \(month\) is shorter than the payment period \(quarter\)/,
    ],
    [
      'a curve without a target',
      with_({ target: undefined, rate: { type: 'curve', points: [{ at: '0%', pays: '0%' }] } }),
      /A curve pays shares of a target, and there is none/,
    ],
    [
      'a step of nothing',
      with_({ rate: { type: 'bonus', by: 'value', every: 0, pays: 5 } }),
      /A step must be more than 0/,
    ],
    [
      'slices of a ratio',
      {
        ...plan,
        measures: {
          bookings: {
            date: 'CloseDate',
            credit: 'owner',
            ratio: { of: { object: 'Opportunity', value: 'count' }, per: { object: 'Opportunity', value: 'count' } },
          },
        },
      },
      /A ratio has no slices, so it cannot be marginal/,
    ],
    [
      'a circle',
      {
        ...plan,
        components: [
          { ...component, id: 'a', gate: { component: 'b', attainment: '1%' } },
          { ...component, id: 'b', gate: { component: 'a', attainment: '1%' } },
        ],
      },
      /Components read each other in a circle: a → b → a/,
    ],
    [
      'a feature that is not calculated yet',
      with_({ cap: { record: 500 } }),
      /A cap per record is not calculated by this version/,
    ],
    [
      'a share above everything',
      { ...plan, measures: { bookings: { ...measure, counts: [{ times: 50 }] } } },
      /A share of 50 is more than everything\. 50 or 50%\?/,
    ],
  ])('%s', (_, wrong, problem) =>
    expect(problemsOf(() => readPlan(wrong))).toContainEqual(expect.stringMatching(problem)),
  );

  test('several faults tells all of them', () => {
    const wrong = with_({ measure: 'none', rate: { type: 'marginal', tiers: [tiers[1], tiers[0]] } });
    expect(problemsOf(() => readPlan(wrong))).toHaveLength(2);
  });
});

const ann = '005000000000001AAA';
const deal = { Id: '006000000000001AAA', OwnerId: ann, Amount: 1000, CloseDate: '2026-03-31', IsWon: true };
const book = {
  asOf: '2026-03-31',
  plans: [plan],
  assignments: [{ payee: ann, plan: 'ae', from: '2026-01-01' }],
  users: [{ Id: ann, Name: 'Ann' }],
  records: { Opportunity: [deal] },
};

describe('a book with', () => {
  test.each<[name: string, change: object, problem: RegExp]>([
    ['a day that is none', { asOf: '2026-02-30' }, /^asOf: 2026-02-30 is no day of the calendar/],
    ['two plans of one id', { plans: [plan, { ...plan }] }, /^plans\.1\.id: Two plans have the id "ae"/],
    [
      'a plan that is not there',
      { assignments: [{ payee: ann, plan: 'ea', from: '2026-01-01' }] },
      /^assignments\.0\.plan: There is no plan "ea"\. Did you mean "ae"\?/,
    ],
    [
      'assignments that overlap',
      {
        assignments: [
          { payee: ann, plan: 'ae', from: '2026-01-01' },
          { payee: ann, plan: 'ae', from: '2026-02-01' },
        ],
      },
      /^assignments\.1: Two assignments of 005000000000001AAA to plan ae overlap/,
    ],
    [
      'a range that ends before it begins',
      { assignments: [{ payee: ann, plan: 'ae', from: '2026-03-01', to: '2026-02-01' }] },
      /The range ends \(2026-02-01\) before it begins/,
    ],
    [
      'a record twice',
      { records: { Opportunity: [deal, deal] } },
      /^records\.Opportunity\.1\.Id: Two records of Opportunity have the Id/,
    ],
    ['something else than a record', { records: { Opportunity: [5] } }, /^records\.Opportunity\.0: Expected a record/],
    [
      'a record without Id',
      { records: { Opportunity: [{ Amount: 1 }] } },
      /^records\.Opportunity\.0: A record has no Id/,
    ],
    [
      'two quotas for one thing',
      { quotas: [1, 2].map((amount) => ({ payee: ann, component: 'commission', period: '2026-Q1', amount })) },
      /^quotas\.1: Two quotas stand for the same payee/,
    ],
    [
      'a quota of no component',
      { quotas: [{ payee: ann, component: 'comission', period: '2026-Q1', amount: 1 }] },
      /There is no component "comission"\. Did you mean "commission"\?/,
    ],
    [
      'managers in a circle',
      {
        plans: [{ ...plan, measures: { bookings: { ...measure, credit: { reports: 'all' } } } }],
        users: [
          { Id: ann, ManagerId: '5' },
          { Id: '5', ManagerId: ann },
        ],
      },
      /form a circle at/,
    ],
    ['an unknown key', { quotes: [] }, /unknown key "quotes"\. Did you mean "quotas"\?/],
  ])('%s', (_, change, problem) =>
    expect(problemsOf(() => calculate({ ...book, ...change }))).toContainEqual(expect.stringMatching(problem)),
  );
});

test('what cannot be credited is a warning by name, never a silent zero', () => {
  const records = [
    deal,
    { ...deal, Id: '006000000000002AAA', Amount: null },
    { ...deal, Id: '006000000000003AAA', CurrencyIsoCode: 'CHF' },
  ];
  const { statements } = calculate({ ...book, records: { Opportunity: records } });
  const march = statements.find(({ period }) => period === '2026-03');
  expect(march?.components[0]?.credited).toBe('1000');
  expect(march?.warnings.map(({ code, record }) => [code, record])).toEqual([
    ['value-missing', '006000000000002AAA'],
    ['rate-missing', '006000000000003AAA'],
  ]);
});
