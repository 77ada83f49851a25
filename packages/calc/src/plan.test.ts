// What is wrong with a plan is said with its code, its place and how to mend it, all of it at once: one row for each rule.
import { describe, expect, test } from 'vitest';
import { QuotientError, type Problem } from './error.ts';
import { readPlan } from './plan-rules.ts';

const measure = {
  object: 'Opportunity',
  value: 'Amount',
  date: 'CloseDate',
  where: { IsWon: { eq: true } },
  credit: 'owner',
};
const side = { object: 'Opportunity', value: 'count' };
const measures = {
  bookings: measure,
  deals: { ...measure, value: 'count' },
  seats: { ...measure, value: 'Seats__c', unit: 'number' },
  rate: { date: 'CloseDate', credit: 'owner', ratio: { of: { ...side, where: measure.where }, per: side } },
  mbo: { entered: true, credit: 'owner' },
  override: { earnings: { reports: 'direct', components: ['commission'] } },
};
const tiers = [
  { from: '0%', rate: '8%' },
  { from: '100%', rate: '12%' },
];
const byValue = [
  { from: 0, rate: '8%' },
  { from: 5000, rate: '12%' },
];
const curve = {
  type: 'curve',
  points: [
    { at: '50%', pays: '0%' },
    { at: '100%', pays: '100%' },
  ],
};
const matrix = {
  type: 'matrix',
  rows: { from: ['0%', '100%'] },
  columns: { component: 'count', from: [0, '50%', 10] },
  pays: [
    ['0%', 0, 500],
    ['100%', '120%', 1000],
  ],
};
const component = {
  id: 'commission',
  measure: 'bookings',
  window: 'quarter',
  quota: 300000,
  target: 24000,
  rate: { type: 'marginal', tiers },
};
const count = {
  id: 'count',
  measure: 'deals',
  window: 'quarter',
  quota: 10,
  rate: { type: 'bonus', tiers: [{ from: '100%', pays: 500 }] },
};
const win = { id: 'win', measure: 'rate', window: 'quarter', quota: 0.3, target: 100, rate: curve };
const score = {
  id: 'score',
  window: 'year',
  target: 1000,
  blend: [
    { component: 'commission', weight: '60%' },
    { component: 'count', weight: 0.4 },
  ],
  rate: curve,
};
const scores = { id: 'scores', measure: 'mbo', window: 'quarter', quota: 1, target: 100, rate: curve };
const above = {
  id: 'above',
  measure: 'override',
  window: 'quarter',
  rate: { type: 'marginal', by: 'value', tiers: byValue },
};
const plan = {
  quotient: 1,
  id: 'ae',
  name: 'Account Executive',
  currency: 'USD',
  effective: { from: '2026-01-01' },
  pay: 'month',
  measures,
  components: [component, count, win, score, scores, above],
};

/** The plan with its first component (or the one of an id) changed. */
const with_ = (change: object, id = 'commission'): object => ({
  ...plan,
  components: plan.components.map((one) => (one.id === id ? { ...one, ...change } : one)),
});
const rate = (change: object): object => with_({ rate: { ...component.rate, ...change } });
const measured = (change: object): object => ({
  ...plan,
  measures: { ...measures, bookings: { ...measure, ...change } },
});
const own = (value: unknown): object => JSON.parse(`{"__proto__":${JSON.stringify(value)}}`) as object;

function problemsOf(run: () => unknown): readonly Problem[] {
  try {
    run();
  } catch (error) {
    if (error instanceof QuotientError) return error.problems;
    throw error;
  }
  return [];
}
const told = (document: unknown): string[] =>
  problemsOf(() => readPlan(document)).map(({ code, path }) => `${code} ${path.join('.')}`);

describe('a right plan', () => {
  test('comes back as it was written', () => expect(readPlan(plan)).toEqual(plan));

  test.each<[name: string, plan: object]>([
    ['0 for a bound on attainment', rate({ tiers: [{ from: 0, rate: '8%' }] })],
    ['0% for a bound on a position', rate({ by: 'value', tiers: [{ from: '0%', rate: '8%' }] })],
    ['a rate above 1 with a percent sign', rate({ tiers: [{ from: 0, rate: '150%' }] })],
    [
      'a rate above 1 on units',
      with_({ measure: 'seats', rate: { type: 'marginal', tiers: [{ from: 0, rate: 50 }] } }),
    ],
    ['factors above everything', with_({ factors: [{ times: '150%' }, { times: 1.5 }] })],
    ['counts above everything', measured({ counts: [{ times: 2 }] })],
    ['both signs of another component', with_({ rate: matrix })],
    [
      'both signs of its own',
      with_({
        rate: {
          ...matrix,
          rows: { from: ['0%', 1000, '50%', 2000] },
          pays: undefined,
          rates: [0, 1, 2, 3].map(() => [0, '1%', '1x']),
        },
      }),
    ],
    ['a gate on itself', with_({ gate: { component: 'commission', attainment: '50%' } })],
    ['a gate of both kinds', with_({ gate: [{ component: 'count', attainment: '50%', value: 3 }] })],
    ['a table per record', rate({ per: 'record', by: 'value', tiers: byValue })],
    [
      'points from a plain 0',
      with_({
        modifiers: [
          {
            component: 'count',
            points: [
              { at: 0, times: 0 },
              { at: '80%', times: 1 },
            ],
          },
        ],
      }),
    ],
    [
      'an override that counts itself',
      { ...plan, measures: { ...measures, override: { earnings: { reports: 'all', components: ['above'] } } } },
    ],
    [
      'names that objects inherit',
      {
        ...with_({ measure: 'constructor', id: 'toString' }),
        measures: { ...measures, constructor: measure },
        components: [{ ...component, id: 'toString', measure: 'constructor' }],
      },
    ],
    [
      'everything after earned',
      {
        ...plan,
        limit: { payout: 450000, per: 'year' },
        holdback: [
          { component: 'commission', share: '30%', until: { months: 6 } },
          {
            component: 'commission',
            share: '70%',
            until: {
              collected: { object: 'Payment__c', record: 'Opportunity__c', value: 'Amount__c', date: 'Date__c' },
            },
          },
          { component: 'count', share: 1, until: 'Paid_Date__c' },
        ],
        clawback: [
          {
            component: 'commission',
            when: 'Churn_Date__c',
            schedule: [
              { within: 3, takes: '100%' },
              { within: 6, takes: '50%' },
            ],
          },
        ],
        draw: [
          { amount: 5000, recoverable: false, periods: 4, to: '2026-06-30' },
          { amount: 2500, recoverable: true },
        ],
        recovery: { from: 4, share: '50%' },
        payday: { months: 1, day: 15 },
        timeZone: 'America/Chicago',
      },
    ],
  ])('may have %s', (_, right) => expect(told(right)).toEqual([]));
});

const nested = (depth: number): object => {
  let where: object = { IsWon: { eq: true } };
  for (let i = 0; i < depth; i++) where = { not: where };
  return where;
};
const itself: Record<string, unknown> = { IsWon: { eq: true } };
itself['not'] = itself;
let doubled: object = { IsWon: { eq: true } };
for (let i = 0; i < 30; i++) doubled = { and: [doubled, doubled] };

describe('a plan with', () => {
  const perRecord = { type: 'marginal', per: 'record', by: 'value', tiers: byValue };
  const hold = (change: object): object => ({
    ...plan,
    holdback: [{ component: 'commission', share: '50%', until: 'Paid_Date__c', ...change }],
  });
  const claw = (change: object): object => ({
    ...plan,
    clawback: [{ component: 'commission', when: 'Churn_Date__c', schedule: [{ within: 3, takes: '100%' }], ...change }],
  });
  const collected = { object: 'Payment__c', record: 'Opportunity__c', value: 'Amount__c', date: 'Date__c' };
  const modify = (change: object): object => with_({ modifiers: [{ component: 'count', ...change }] });

  test.each<[name: string, plan: unknown, ...problems: string[]]>([
    // The document.
    ['no document', null, 'wrong-type '],
    ['an unknown key', { ...plan, curency: 'USD' }, 'unknown-key curency'],
    [
      'an unknown key deep inside',
      rate({ tiers: [{ from: '0%', rate: '8%', rates: 1 }] }),
      'unknown-key components.0.rate.tiers.0.rates',
    ],
    ['a key missing', { ...plan, name: undefined }, 'missing-key name'],
    [
      '`__proto__` as keys',
      { ...plan, ...own(1), measures: own(measure) },
      'reserved-key __proto__',
      'reserved-key measures.__proto__',
    ],
    ['a date object', { ...plan, name: new Date(0) }, 'wrong-type name'],
    ['another format version', { ...plan, quotient: 2 }, 'wrong-type quotient'],
    ['a value that cannot stand there', { ...plan, pay: 'week' }, 'unknown-value pay'],
    ['another kind of rate', rate({ type: 'margnal' }), 'unknown-value components.0.rate.type'],
    ['text for a list', { ...plan, components: 'all' }, 'wrong-type components'],
    ['an empty id', { ...plan, id: '' }, 'out-of-range id'],
    ['no component', { ...plan, components: [] }, 'out-of-range components'],
    ['a currency that is none', { ...plan, currency: 'dollars' }, 'wrong-form currency'],
    ['a month that is none', { ...plan, calendar: { fiscalYearStart: 13 } }, 'out-of-range calendar.fiscalYearStart'],
    ['a time zone that is none', { ...plan, timeZone: 'America/Chicgo' }, 'unknown-time-zone timeZone'],
    ['a day that is none', { ...plan, effective: { from: '2026-02-30' } }, 'bad-date effective.from'],
    [
      'a range that ends before it begins',
      { ...plan, effective: { from: '2026-02-01', to: '2026-01-01' } },
      'range effective',
    ],
    ['a payday that is none', { ...plan, payday: { day: 32 } }, 'out-of-range payday.day'],
    ['a payday before its period', { ...plan, payday: { months: -1 } }, 'out-of-range payday.months'],
    // Numbers.
    ['an amount in words', with_({ quota: 'much' }), 'wrong-form components.0.quota'],
    ['an amount without end', with_({ quota: '1e999' }), 'wrong-type components.0.quota'],
    ['an amount beyond all exponents', with_({ quota: '1e999999' }), 'wrong-form components.0.quota'],
    ['an amount of 10,000 digits', with_({ quota: '9'.repeat(10_000) }), 'out-of-range components.0.quota'],
    ['infinity', with_({ quota: Number.POSITIVE_INFINITY }), 'wrong-type components.0.quota'],
    [
      '1,001 tiers',
      rate({ tiers: Array.from({ length: 1001 }, (_, i) => ({ from: `${i}%`, rate: '1%' })) }),
      'out-of-range components.0.rate.tiers',
    ],
    // Filters.
    [
      'an unknown operator',
      measured({ where: { IsWon: { equals: true } } }),
      'unknown-key measures.bookings.where.IsWon.equals',
    ],
    [
      'a filter on no field',
      measured({ where: { 'Is Won': { eq: true } } }),
      'wrong-form measures.bookings.where.Is Won',
    ],
    ['a filter that is a list', measured({ where: [] }), 'wrong-type measures.bookings.where'],
    [
      '`or` without a list',
      measured({ where: { or: { IsWon: { eq: true } } } }),
      'wrong-type measures.bookings.where.or',
    ],
    ['`in` without a list', measured({ where: { Type: { in: 'New' } } }), 'wrong-type measures.bookings.where.Type.in'],
    ['`not` a list', measured({ where: { not: [] } }), 'wrong-type measures.bookings.where.not'],
    [
      'a filter nested 10,000 deep',
      measured({ where: nested(10_000) }),
      `too-deep measures.bookings.where${'.not'.repeat(62)}`,
    ],
    ['a filter inside itself', measured({ where: itself }), 'too-deep measures.bookings.where.not'],
    [
      'a filter without end',
      measured({ where: doubled }),
      expect.stringMatching(/^wrong-type measures\.bookings\.where\.and/) as string,
    ],
    // Measures.
    ['a measure of nothing', measured({ object: undefined }), 'measure measures.bookings'],
    ['a measure of two kinds', measured({ entered: true }), 'measure measures.bookings'],
    ['a measure without value', measured({ value: undefined }), 'missing-key measures.bookings.value'],
    ['a measure without date', measured({ date: undefined }), 'missing-key measures.bookings.date'],
    ['a measure for nobody', measured({ credit: undefined }), 'missing-key measures.bookings.credit'],
    ['a value that is no field', measured({ value: 'Amount; DROP' }), 'wrong-form measures.bookings.value'],
    ['a field that begins with a point', measured({ date: '.CloseDate' }), 'wrong-form measures.bookings.date'],
    ['an object that is no name', measured({ object: 'Opportunity o' }), 'wrong-form measures.bookings.object'],
    [
      'the sign # in a name',
      { ...plan, measures: { ...measures, 'rate#of': measure } },
      'measure-name measures.rate#of',
    ],
    [
      'a value of a ratio',
      { ...plan, measures: { ...measures, rate: { ...measures.rate, value: 'Amount' } } },
      'misplaced measures.rate.value',
    ],
    [
      'a filter beside a ratio',
      { ...plan, measures: { ...measures, rate: { ...measures.rate, where: {} } } },
      'misplaced measures.rate.where',
    ],
    [
      'a date of achievements',
      { ...plan, measures: { ...measures, mbo: { ...measures.mbo, date: 'CloseDate' } } },
      'misplaced measures.mbo.date',
    ],
    [
      'achievements by splits',
      { ...plan, measures: { ...measures, mbo: { entered: true, credit: { splits: 'Revenue' } } } },
      'misplaced measures.mbo.credit',
    ],
    [
      'a credit of earnings',
      { ...plan, measures: { ...measures, override: { ...measures.override, credit: 'owner' } } },
      'misplaced measures.override.credit',
    ],
    [
      'counts of earnings',
      { ...plan, measures: { ...measures, override: { ...measures.override, counts: [] } } },
      'misplaced measures.override.counts',
    ],
    [
      'earnings of nothing',
      { ...plan, measures: { ...measures, override: { earnings: { reports: 'all', components: [] } } } },
      'out-of-range measures.override.earnings.components',
    ],
    [
      'an unknown kind of credit',
      measured({ credit: { spits: 'Revenue' } }),
      'missing-key measures.bookings.credit.splits',
      'unknown-key measures.bookings.credit.spits',
    ],
    [
      'a team that gets more than everything',
      measured({ credit: { team: 'SE', share: '150%' } }),
      'share-above-1 measures.bookings.credit.share',
    ],
    [
      'depths that get more than everything',
      measured({ credit: { reports: { 1: 20 } } }),
      'share-above-1 measures.bookings.credit.reports.1',
    ],
    [
      'depths that get less than nothing',
      measured({ credit: { reports: { 1: '-5%' } } }),
      'share-below-0 measures.bookings.credit.reports.1',
    ],
    [
      'a depth that is none',
      measured({ credit: { reports: { first: '20%' } } }),
      'wrong-key measures.bookings.credit.reports.first',
    ],
    ['no depth at all', measured({ credit: { reports: {} } }), 'missing-key measures.bookings.credit.reports'],
    [
      'reports by owner and by splits',
      measured({ credit: { reports: 'all', by: { splits: 'Revenue' }, owner: 'Account.OwnerId' } }),
      'misplaced measures.bookings.credit.owner',
    ],
    // Components.
    [
      'two components of one id',
      { ...plan, components: [...plan.components, component] },
      'duplicate-id components.6.id',
    ],
    ['neither measure nor blend', with_({ measure: undefined }), 'component components.0'],
    ['measure and blend', with_({ measure: 'bookings' }, 'score'), 'component components.3'],
    ['a measure that is not there', with_({ measure: 'booking' }), 'unknown-measure components.0.measure'],
    ['a measure that objects inherit', with_({ measure: 'toString' }), 'unknown-measure components.0.measure'],
    ['a window shorter than its pay', { ...with_({ window: 'month' }), pay: 'quarter' }, 'window components.0.window'],
    ['a quota below 0', with_({ quota: -1 }), 'amount-below-0 components.0.quota'],
    [
      'a default quota below 0',
      with_({ quota: { crm: 'Bookings', default: '-1' } }),
      'amount-below-0 components.0.quota.default',
    ],
    ['a target below 0', with_({ target: -1 }), 'amount-below-0 components.0.target'],
    ['a quota of a blend', with_({ quota: 1 }, 'score'), 'misplaced components.3.quota'],
    ['a blend of nothing', with_({ blend: [] }, 'score'), 'out-of-range components.3.blend'],
    [
      'a weight above everything',
      with_({ blend: [{ component: 'count', weight: 60 }] }, 'score'),
      'share-above-1 components.3.blend.0.weight',
    ],
    ['factors of a ratio', with_({ factors: [{ times: 1 }] }, 'win'), 'misplaced components.2.factors'],
    ['factors of a blend', with_({ factors: [{ times: 1 }] }, 'score'), 'misplaced components.3.factors'],
    // Rates.
    ['slices of a ratio', with_({ rate: { type: 'marginal', tiers } }, 'win'), 'rate-type components.2.rate.type'],
    ['slices of a blend', with_({ rate: { type: 'cliff', tiers } }, 'score'), 'rate-type components.3.rate.type'],
    ['bounds out of order', rate({ tiers: [...tiers].reverse() }), 'bound-order components.0.rate.tiers.1.from'],
    ['a bound twice', rate({ tiers: [tiers[0], tiers[0]] }), 'bound-order components.0.rate.tiers.1.from'],
    [
      'bounds of one kind out of order between others',
      with_({ rate: { ...matrix, columns: { component: 'count', from: ['50%', 3, '20%'] } } }),
      'bound-order components.0.rate.columns.from.2',
    ],
    [
      'a bound on attainment without its percent sign',
      rate({ tiers: [tiers[0], { from: 1, rate: '12%' }] }),
      'percent-sign components.0.rate.tiers.1.from',
    ],
    ['a percent sign on a position', rate({ by: 'value', tiers }), 'percent-sign components.0.rate.tiers.1.from'],
    [
      'a bound below 0',
      rate({ tiers: [{ from: '-10%', rate: '8%' }] }),
      'bound-below-0 components.0.rate.tiers.0.from',
    ],
    [
      'a rate without its percent sign',
      rate({ tiers: [{ from: '0%', rate: 8 }] }),
      'rate-above-1 components.0.rate.tiers.0.rate',
    ],
    [
      'a rate on earnings without its percent sign',
      with_({ rate: { type: 'marginal', by: 'value', tiers: [{ from: 0, rate: 5 }] } }, 'above'),
      'rate-above-1 components.5.rate.tiers.0.rate',
    ],
    [
      'a multiple of no base rate',
      with_({ target: undefined, rate: { type: 'marginal', tiers: [{ from: '0%', rate: '1.5x' }] } }),
      'no-target components.0.rate.tiers.0.rate',
    ],
    ['a key of another rate', rate({ stack: true }), 'unknown-key components.0.rate.stack'],
    [
      'a table per record on a ratio',
      with_({ rate: { ...perRecord, type: 'bonus', tiers: [{ from: 0, pays: 5 }] } }, 'win'),
      'misplaced components.2.rate.per',
    ],
    [
      'a table per record on attainment',
      with_({ rate: { type: 'marginal', per: 'record', tiers } }),
      'per-record components.0.rate.per',
    ],
    [
      'a table per record by another component',
      with_({ rate: { ...perRecord, type: 'cliff', by: { component: 'count' } } }),
      'per-record components.0.rate.per',
    ],
    [
      'a table per record with a cap on attainment',
      with_({ rate: perRecord, cap: { attainment: '150%' } }),
      'misplaced components.0.rate.per',
    ],
    ['a curve per record', with_({ rate: { ...curve, per: 'record' } }), 'unknown-key components.0.rate.per'],
    [
      'a whole crossing per record',
      with_({ rate: { ...perRecord, crossing: 'whole' } }),
      'misplaced components.0.rate.crossing',
    ],
    [
      'a whole crossing of a cliff',
      rate({ type: 'cliff', crossing: 'whole' }),
      'unknown-key components.0.rate.crossing',
    ],
    [
      'what lies above another component',
      rate({ type: 'cliff', of: 'above', by: { component: 'count' } }),
      'misplaced components.0.rate.of',
    ],
    [
      'a plain bound on a blend',
      rate({ type: 'cliff', by: { component: 'score' }, tiers: [{ from: 1, rate: '8%' }] }),
      'percent-sign components.0.rate.tiers.0.from',
      'circle components.3.blend.0.component',
    ],
    [
      'a blend by value',
      with_({ rate: { type: 'bonus', by: 'value', tiers: [{ from: 1, pays: 5 }] } }, 'score'),
      'no-position components.3.rate.by',
    ],
    [
      'a curve without percent signs',
      with_({
        rate: {
          type: 'curve',
          points: [
            { at: 0.5, pays: 0 },
            { at: '100%', pays: 1 },
          ],
        },
      }),
      'percent-sign components.0.rate.points.0.at',
      'percent-sign components.0.rate.points.1.pays',
    ],
    ['a curve without a target', with_({ target: undefined, rate: curve }), 'no-target components.0.rate'],
    ['a bonus of nothing', with_({ rate: { type: 'bonus' } }), 'bonus components.0.rate'],
    [
      'a bonus of both kinds',
      with_({ rate: { type: 'bonus', tiers: [{ from: 0, pays: 5 }], every: '10%', pays: 5 } }),
      'bonus components.0.rate',
    ],
    ['a step that pays nothing', with_({ rate: { type: 'bonus', every: '10%' } }), 'bonus components.0.rate'],
    [
      'a step of nothing',
      with_({ rate: { type: 'bonus', by: 'value', every: 0, pays: 5 } }),
      'bonus components.0.rate.every',
    ],
    [
      'a step back',
      with_({ rate: { type: 'bonus', by: 'value', every: -5, pays: 5 } }),
      'bonus components.0.rate.every',
    ],
    [
      'a step on attainment without its percent sign',
      with_({ rate: { type: 'bonus', every: 20, pays: 5 } }),
      'percent-sign components.0.rate.every',
    ],
    [
      'steps that stack',
      with_({ rate: { type: 'bonus', every: '20%', pays: 5, stack: true } }),
      'misplaced components.0.rate.stack',
    ],
    [
      'an amount beside tiers',
      with_({ rate: { type: 'bonus', tiers: [{ from: 0, pays: 5 }], pays: 5 } }),
      'misplaced components.0.rate.pays',
    ],
    ['a matrix of nothing', with_({ rate: { ...matrix, pays: undefined } }), 'matrix components.0.rate'],
    [
      'a matrix of both kinds',
      with_({
        rate: {
          ...matrix,
          rates: [
            [0, 0, 0],
            [0, 0, 0],
          ],
        },
      }),
      'matrix components.0.rate',
    ],
    ['a matrix with a row too few', with_({ rate: { ...matrix, pays: [[0, 0, 0]] } }), 'matrix components.0.rate.pays'],
    [
      'a matrix with a cell too many',
      with_({
        rate: {
          ...matrix,
          pays: [
            [0, 0, 0],
            [0, 0, 0, 0],
          ],
        },
      }),
      'matrix components.0.rate.pays.1',
    ],
    [
      'a matrix without rows',
      with_({ rate: { ...matrix, rows: { from: [] }, pays: [] } }),
      'out-of-range components.0.rate.rows.from',
    ],
    [
      'a matrix of shares without a target',
      with_({
        target: undefined,
        rate: {
          ...matrix,
          pays: [
            [0, 0, 500],
            ['0%', '5%', 0],
          ],
        },
      }),
      'no-target components.0.rate.pays.1.1',
    ],
    [
      'a matrix of rates without percent signs',
      with_({
        rate: {
          ...matrix,
          pays: undefined,
          rates: [
            [0, 0, 15],
            [0, 0, 0],
          ],
        },
      }),
      'rate-above-1 components.0.rate.rates.0.2',
    ],
    [
      'a matrix of rates on a ratio',
      with_(
        {
          rate: {
            ...matrix,
            pays: undefined,
            rates: [
              [0, 0, 0],
              [0, 0, 0],
            ],
          },
        },
        'win',
      ),
      'rate-type components.2.rate.rates',
    ],
    [
      'a plain bound of a blend',
      with_({ rate: { ...matrix, rows: { from: [0, 1000] } } }, 'score'),
      'percent-sign components.3.rate.rows.from.1',
    ],
    [
      'a bound of a matrix below 0',
      with_({ rate: { ...matrix, rows: { from: [-5, '0%'] } } }),
      'bound-below-0 components.0.rate.rows.from.0',
    ],
    // Around the rate.
    [
      'a cap on attainment without its percent sign',
      with_({ cap: { attainment: 2 } }),
      'percent-sign components.0.cap.attainment',
    ],
    [
      'a cap on the attainment of a ratio',
      with_({ cap: { attainment: '200%' } }, 'win'),
      'misplaced components.2.cap.attainment',
    ],
    [
      'a cap on the attainment of a blend',
      with_({ cap: { attainment: '200%' } }, 'score'),
      'misplaced components.3.cap.attainment',
    ],
    ['a cap per record of a blend', with_({ cap: { record: 5 } }, 'score'), 'misplaced components.3.cap.record'],
    [
      'a cap at a multiple of no target',
      with_({ target: undefined, cap: { target: 3 } }),
      'no-target components.0.cap.target',
    ],
    ...(['payout', 'target', 'record'] as const).map((key): [string, object, string] => [
      `a cap on ${key} below 0`,
      with_({ cap: { [key]: -1 } }),
      `amount-below-0 components.0.cap.${key}`,
    ]),
    ['a modifier of nothing', modify({}), 'modifier components.0.modifiers.0'],
    [
      'a modifier of both kinds',
      modify({ tiers: [{ from: 0, times: 1 }], points: [{ at: 0, times: 1 }] }),
      'modifier components.0.modifiers.0',
    ],
    [
      'modifiers out of order',
      modify({
        tiers: [
          { from: '80%', times: 1 },
          { from: '50%', times: 1 },
        ],
      }),
      'bound-order components.0.modifiers.0.tiers.1.from',
    ],
    [
      'points of both signs',
      modify({
        points: [
          { at: 5, times: 1 },
          { at: '50%', times: 1 },
        ],
      }),
      'percent-sign components.0.modifiers.0.points',
    ],
    ['a gate without a bound', with_({ gate: { component: 'count' } }), 'gate components.0.gate'],
    [
      'a gate without its percent sign',
      with_({ gate: [{ component: 'count', attainment: 0.8 }] }),
      'percent-sign components.0.gate.0.attainment',
    ],
    [
      'a gate at a share of a position',
      with_({ gate: { component: 'count', value: '80%' } }),
      'wrong-form components.0.gate.value',
    ],
    [
      'a gate at the position of a blend',
      with_({ gate: { component: 'score', value: 5 } }, 'win'),
      'no-position components.2.gate.value',
    ],
    // What components read.
    [
      'a gate on nobody',
      with_({ gate: { component: 'comission', attainment: '50%' } }),
      'unknown-component components.0.gate.component',
    ],
    [
      'a second gate on nobody',
      with_({
        gate: [
          { component: 'count', value: 1 },
          { component: 'toString', value: 1 },
        ],
      }),
      'unknown-component components.0.gate.1.component',
    ],
    [
      'a blend of nobody',
      with_({ blend: [{ component: 'x', weight: 1 }] }, 'score'),
      'unknown-component components.3.blend.0.component',
    ],
    [
      'a modifier by nobody',
      modify({ component: 'nobody', tiers: [{ from: 0, times: 1 }] }),
      'unknown-component components.0.modifiers.0.component',
    ],
    [
      'a matrix by nobody',
      with_({ rate: { ...matrix, columns: { ...matrix.columns, component: 'nobody' } } }),
      'unknown-component components.0.rate.columns.component',
    ],
    [
      'a cliff by nobody',
      rate({ type: 'cliff', by: { component: 'nobody' } }),
      'unknown-component components.0.rate.by.component',
    ],
    [
      'a circle',
      {
        ...plan,
        components: [
          { ...component, id: 'a', gate: { component: 'b', attainment: '1%' } },
          { ...component, id: 'b', modifiers: [{ component: 'a', tiers: [{ from: 0, times: 1 }] }] },
        ],
      },
      'circle components.1.modifiers.0.component',
    ],
    [
      'a cliff by itself',
      rate({ type: 'cliff', by: { component: 'commission' } }),
      'circle components.0.rate.by.component',
    ],
    [
      'a blend of itself',
      with_({ blend: [{ component: 'score', weight: 1 }] }, 'score'),
      'circle components.3.blend.0.component',
    ],
    // After earned.
    ['a limit below 0', { ...plan, limit: { payout: -1, per: 'year' } }, 'amount-below-0 limit.payout'],
    [
      'a limit shorter than its pay',
      { ...plan, pay: 'quarter', limit: { payout: 1, per: 'month' } },
      'window limit.per',
    ],
    ['a holdback of nobody', hold({ component: 'comission' }), 'unknown-component holdback.0.component'],
    ['a holdback of more than everything', hold({ share: '101%' }), 'share-above-1 holdback.0.share'],
    [
      'holdbacks of more than everything',
      { ...plan, holdback: [0, 1, 2].map(() => ({ component: 'commission', share: '40%', until: { months: 1 } })) },
      'share-above-1 holdback.2.share',
    ],
    ['a holdback of a ratio', hold({ component: 'win' }), 'misplaced holdback.0.component'],
    ['a holdback of a blend', hold({ component: 'score' }), 'misplaced holdback.0.component'],
    ['a holdback until before', hold({ until: { months: -1 } }), 'out-of-range holdback.0.until.months'],
    [
      'a holdback until nothing',
      hold({ until: {} }),
      expect.stringMatching(/^missing-key holdback\.0\.until\./) as string,
    ],
    ...(['count', 'scores', 'above'] as const).map((id): [string, object, string] => [
      `${id} that is collected`,
      hold({ component: id, until: { collected } }),
      'misplaced holdback.0.until.collected',
    ]),
    ['a clawback of nobody', claw({ component: 'x' }), 'unknown-component clawback.0.component'],
    ['a clawback of a blend', claw({ component: 'score' }), 'misplaced clawback.0.component'],
    [
      'two clawbacks of one component',
      {
        ...plan,
        clawback: [1, 2].map(() => ({
          component: 'commission',
          when: 'Churn_Date__c',
          schedule: [{ within: 3, takes: 1 }],
        })),
      },
      'duplicate-clawback clawback.1.component',
    ],
    [
      'a clawback of more than everything',
      claw({ schedule: [{ within: 3, takes: 50 }] }),
      'share-above-1 clawback.0.schedule.0.takes',
    ],
    [
      'a clawback that runs back',
      claw({
        schedule: [
          { within: 6, takes: 1 },
          { within: 3, takes: 1 },
        ],
      }),
      'bound-order clawback.0.schedule.1.within',
    ],
    [
      'a clawback within no month',
      claw({ schedule: [{ within: 0, takes: 1 }] }),
      'out-of-range clawback.0.schedule.0.within',
    ],
    ['a clawback without steps', claw({ schedule: [] }), 'out-of-range clawback.0.schedule'],
    ['a draw below 0', { ...plan, draw: { amount: -1, recoverable: true } }, 'amount-below-0 draw.amount'],
    [
      'a second draw for no period',
      {
        ...plan,
        draw: [
          { amount: 1, recoverable: true, periods: 1 },
          { amount: 1, recoverable: true, periods: 0 },
        ],
      },
      'out-of-range draw.1.periods',
    ],
    [
      'a draw until no day',
      { ...plan, draw: [{ amount: 1, recoverable: true, to: '2026-02-30' }] },
      'bad-date draw.0.to',
    ],
    ['a recovery from before the first period', { ...plan, recovery: { from: 0 } }, 'out-of-range recovery.from'],
    ['a recovery of more than everything', { ...plan, recovery: { share: 50 } }, 'share-above-1 recovery.share'],
  ])('%s', (_, wrong, ...problems) => expect(told(wrong)).toEqual(problems));

  test('several faults tells all of them', () =>
    expect(told(with_({ measure: 'none', rate: { type: 'marginal', tiers: [tiers[1], tiers[0]] } }))).toHaveLength(2));

  test('10,000 unknown keys tells the first of them, soon', () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`unknown${i}`, i]));
    expect(told({ ...plan, ...many })).toHaveLength(200);
  });

  test('more components in a row than anybody can explain', () => {
    const row = (length: number): object => ({
      ...plan,
      measures: { bookings: measure },
      components: Array.from({ length }, (_, i) => ({
        ...component,
        id: `c${i}`,
        ...(i + 1 < length ? { gate: { component: `c${i + 1}`, attainment: '1%' } } : {}),
      })),
    });
    expect(told(row(16))).toEqual([]);
    expect(told(row(17))).toEqual(['too-deep components.0']);
    expect(told(row(1_000))).toEqual(['too-deep components.983']);
  });
});

test.each<[wrong: object, message: RegExp]>([
  [{ ...plan, curency: 'USD' }, /^curency: unknown key "curency"\. Did you mean "currency"\?$/],
  [
    { ...plan, currency: 'dollars' },
    /^currency: "dollars" is not an ISO 4217 currency\. Write an ISO 4217 currency such as USD\.$/,
  ],
  [{ ...plan, pay: 'mont' }, /^pay: "mont" cannot stand here\. Did you mean "month"\?$/],
  [{ ...plan, components: undefined }, /^components: "components" is missing\. Add it: a list\.$/],
  [{ ...plan, timeZone: 'Europe/Berln' }, /Did you mean "Europe\/Berlin"\?$/],
  [
    rate({ tiers: [{ from: '0%', rate: 8 }] }),
    /A rate of 8 would pay 8 for each unit of money\. 8 or 8%\? Write "8%"\.$/,
  ],
  [
    rate({ tiers: [tiers[0], { from: 1.5, rate: 1 }] }),
    /1\.5 is a bound on attainment and needs the percent sign\. Write "150%", or by: value/,
  ],
  [with_({ measure: 'booking' }), /There is no measure "booking"\. Did you mean "bookings"\?$/],
  [
    measured({ credit: 'ownr' }),
    /^measures\.bookings\.credit: "ownr" is not who is credited\. Write who is credited such as owner,/,
  ],
  [{ ...plan, recovery: { share: 50 } }, /A share of 50 is more than everything\. 50 or 50%\? Write "50%"\.$/],
])('the message of %# says what to do', (wrong, message) => {
  expect(() => readPlan(wrong)).toThrow(QuotientError);
  expect(() => readPlan(wrong)).toThrow(message);
});
