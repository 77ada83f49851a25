// What is wrong with a book is said with its code and its place before anything is calculated: one row for each rule.
import { describe, expect, test } from 'vitest';
import { calculate, readBook } from './calculate.ts';
import { QuotientError } from './error.ts';

const ann = '005000000000001AAA';
const measure = {
  object: 'Opportunity',
  value: 'Amount',
  date: 'CloseDate',
  where: { IsWon: { eq: true } },
  credit: 'owner',
};
const component = {
  id: 'commission',
  measure: 'bookings',
  window: 'quarter',
  quota: 300000,
  rate: { type: 'marginal', tiers: [{ from: '0%', rate: '8%' }] },
};
const plan = {
  quotient: 1,
  id: 'ae',
  name: 'Account Executive',
  currency: 'USD',
  effective: { from: '2026-01-01' },
  pay: 'month',
  measures: { bookings: measure, mbo: { entered: true, credit: 'owner' } },
  components: [component],
};
/** The first version of the plan, and the one that follows it. */
const first = { ...plan, effective: { from: '2026-01-01', to: '2026-03-31' } };
const second = {
  ...plan,
  effective: { from: '2026-04-01' },
  components: [{ ...component, id: 'bonus' }, component],
};
const deal = { Id: '006000000000001AAA', OwnerId: ann, Amount: 1000, CloseDate: '2026-03-31', IsWon: true };
const assignment = { payee: ann, plan: 'ae', from: '2026-01-01' };
const quota = { payee: ann, component: 'commission', period: '2026-Q1', amount: 1000 };
const entry = { id: 'e1', payee: ann, plan: 'ae', date: '2026-03-15', amount: '-500.00' };
const achievement = { id: 'e2', payee: ann, plan: 'ae', date: '2026-03-15', measure: 'mbo', value: '0.8' };
const book = {
  asOf: '2026-03-31',
  plans: [plan],
  assignments: [assignment],
  quotas: [quota],
  entries: [entry, achievement],
  users: [{ Id: ann, Name: 'Ann' }],
  records: { Opportunity: [deal] },
};

function told(document: unknown): string[] {
  try {
    readBook(document);
  } catch (error) {
    if (error instanceof QuotientError) return error.problems.map(({ code, path }) => `${code} ${path.join('.')}`);
    throw error;
  }
  return [];
}
const lead = (...managers: (string | null)[]): { Id: string; ManagerId: string | null }[] =>
  managers.map((ManagerId, i) => ({ Id: `p${i}`, ManagerId }));

describe('a right book', () => {
  test('comes back as it was written', () => expect(readBook(book)).toEqual(book));

  test.each<[name: string, change: object]>([
    ['versions of a plan', { plans: [second, first], quotas: [{ ...quota, component: 'bonus', plan: 'ae' }] }],
    ['a payee who is no user', { users: [] }],
    ['a quota for a plan beside one for any plan', { quotas: [quota, { ...quota, plan: 'ae' }] }],
    [
      'stretches one after the other',
      {
        assignments: [
          { ...assignment, to: '2026-01-31' },
          { ...assignment, from: '2026-02-01' },
        ],
      },
    ],
    ['an assignment since ever to a plan of this year', { assignments: [{ ...assignment, from: '1900-01-01' }] }],
    ['team members without Id', { records: { OpportunityTeamMember: [{ UserId: ann }, { UserId: ann }] } }],
    ['records in any order', { records: { Opportunity: [{ Id: 'b' }, { Id: 'a' }] } }],
    [
      'ids that objects inherit',
      {
        records: { constructor: [{ Id: 'toString' }] },
        users: [{ Id: 'constructor' }],
        assignments: [{ ...assignment, payee: 'toString' }],
      },
    ],
    ['a hierarchy of 51 levels', { users: lead(...Array.from({ length: 50 }, (_, i) => `p${i + 1}`), null) }],
    [
      'managers who change places',
      {
        managers: [
          { person: 'a', manager: 'b', to: '2026-03-15' },
          { person: 'b', manager: 'a', from: '2026-03-16' },
        ],
      },
    ],
    [
      'two currencies and a corporate one',
      { plans: [plan, { ...plan, id: 'eu', currency: 'EUR' }], corporateCurrency: 'USD' },
    ],
    [
      'a static rate beside a dated one',
      {
        rates: [
          { currency: 'EUR', rate: 0.9 },
          { currency: 'EUR', from: '2026-01-01', rate: 0.9 },
        ],
      },
    ],
  ])('may have %s', (_, change) => expect(told({ ...book, ...change })).toEqual([]));
});

describe('a book with', () => {
  const rival = (change: object): object => ({ plans: [first, { ...second, ...change }] });
  const achieved = (change: object): object => ({ entries: [{ ...achievement, ...change }] });

  test.each<[name: string, change: unknown, ...problems: string[]]>([
    // The document.
    ['an unknown key', { quotes: [] }, 'unknown-key quotes'],
    ['a day that is none', { asOf: '2026-02-30' }, 'bad-date asOf'],
    ['no day at all', { asOf: 'today' }, 'wrong-form asOf'],
    [
      'a wrong plan',
      { plans: [{ ...plan, components: [component, component] }] },
      'duplicate-id plans.0.components.1.id',
    ],
    ['records that are no list', { records: { Opportunity: {} } }, 'wrong-type records.Opportunity'],
    [
      'objects named as the prototype',
      { records: JSON.parse('{"__proto__":[]}') as object },
      'reserved-key records.__proto__',
    ],
    // Versions.
    ['versions that overlap', rival({ effective: { from: '2026-03-31' } }), 'overlap plans.1.effective'],
    ['a version beside one without end', { plans: [second, plan] }, 'overlap plans.0.effective'],
    ['one plan twice', { plans: [plan, { ...plan }] }, 'overlap plans.1.effective'],
    [
      'a third version inside of the first',
      {
        plans: [
          plan,
          { ...plan, effective: { from: '2026-02-01', to: '2026-02-28' } },
          { ...plan, effective: { from: '2026-05-01', to: '2026-05-31' } },
        ],
      },
      'overlap plans.1.effective',
      'overlap plans.2.effective',
    ],
    [
      'versions of two currencies',
      { ...rival({ currency: 'EUR' }), corporateCurrency: 'USD' },
      'version plans.1.currency',
    ],
    ['versions of two payment periods', rival({ pay: 'quarter' }), 'version plans.1.pay'],
    ['versions of two calendars', rival({ calendar: { fiscalYearStart: 2 } }), 'version plans.1.calendar'],
    [
      "an override on nobody's component",
      {
        plans: [
          {
            ...plan,
            measures: {
              ...plan.measures,
              over: { earnings: { reports: 'all', components: ['commission', 'comission'] } },
            },
          },
        ],
      },
      'unknown-component plans.0.measures.over.earnings.components.1',
    ],
    // Assignments.
    ['a plan that is not there', { assignments: [{ ...assignment, plan: 'ea' }] }, 'unknown-plan assignments.0.plan'],
    [
      'a plan that objects inherit',
      { assignments: [{ ...assignment, plan: 'constructor' }] },
      'unknown-plan assignments.0.plan',
    ],
    ['nobody assigned', { assignments: [{ ...assignment, payee: '' }] }, 'out-of-range assignments.0.payee'],
    [
      'somebody with an endless id',
      { assignments: [{ ...assignment, payee: 'x'.repeat(256) }] },
      'out-of-range assignments.0.payee',
    ],
    [
      'assignments that overlap',
      { assignments: [assignment, { ...assignment, from: '2026-02-01' }] },
      'overlap assignments.1',
    ],
    [
      'a third assignment inside of the first',
      {
        assignments: [
          assignment,
          { ...assignment, from: '2026-02-01', to: '2026-02-02' },
          { ...assignment, from: '2026-03-01' },
        ],
      },
      'overlap assignments.1',
      'overlap assignments.2',
    ],
    [
      'an assignment on no day',
      { assignments: [{ ...assignment, from: '2026-02-30' }] },
      'bad-date assignments.0.from',
    ],
    ['an assignment until no day', { assignments: [{ ...assignment, to: '2026-02-30' }] }, 'bad-date assignments.0.to'],
    [
      'an assignment that ends before it begins',
      { assignments: [{ ...assignment, from: '2026-03-01', to: '2026-02-01' }] },
      'range assignments.0',
    ],
    ['an assignment of 8,000 years', { asOf: '9999-12-31', entries: [] }, 'too-long-ago assignments.0.from'],
    [
      'a ramp above everything',
      { assignments: [{ ...assignment, ramp: ['25%', 50] }] },
      'share-above-1 assignments.0.ramp.1',
    ],
    ['a ramp in words', { assignments: [{ ...assignment, ramp: ['slow'] }] }, 'wrong-form assignments.0.ramp.0'],
    [
      'a target of no component',
      { assignments: [{ ...assignment, targets: { comission: 5 } }] },
      'unknown-component assignments.0.targets.comission',
    ],
    [
      'a target below 0',
      { assignments: [{ ...assignment, targets: { commission: -5 } }] },
      'amount-below-0 assignments.0.targets.commission',
    ],
    // Quotas.
    [
      'a quota of no component',
      { quotas: [{ ...quota, component: 'comission' }] },
      'unknown-component quotas.0.component',
    ],
    ['a quota of no plan', { quotas: [{ ...quota, plan: 'x' }] }, 'unknown-plan quotas.0.plan'],
    [
      "a quota of another plan's component",
      {
        plans: [plan, { ...plan, id: 'b', components: [{ ...component, id: 'other' }] }],
        quotas: [{ ...quota, plan: 'b' }],
      },
      'unknown-component quotas.0.component',
    ],
    ['two quotas for one thing', { quotas: [quota, { ...quota, amount: 5 }] }, 'duplicate-quota quotas.1'],
    ['a quota for no period', { quotas: [{ ...quota, period: '2026-Q5' }] }, 'wrong-form quotas.0.period'],
    ['a quota below 0', { quotas: [{ ...quota, amount: '-1' }] }, 'amount-below-0 quotas.0.amount'],
    // Entries.
    ['an entry for no plan', { entries: [{ ...entry, plan: 'x' }] }, 'unknown-plan entries.0.plan'],
    ['an entry twice', { entries: [entry, { ...achievement, id: 'e1' }] }, 'duplicate-id entries.1.id'],
    ['an entry on no day', { entries: [{ ...entry, date: '2026-04-31' }] }, 'bad-date entries.0.date'],
    ['an entry of long ago', { entries: [{ ...entry, date: '0001-01-01' }] }, 'too-long-ago entries.0.date'],
    ['an entry of nothing', { entries: [{ ...entry, amount: undefined }] }, 'entry entries.0'],
    ['an entry of both kinds', achieved({ amount: 5 }), 'entry entries.0'],
    ['an achievement without value', achieved({ value: undefined }), 'entry entries.0'],
    ['a value without measure', achieved({ measure: undefined }), 'entry entries.0'],
    ['an amount with a measure', { entries: [{ ...entry, measure: 'mbo' }] }, 'entry entries.0'],
    ['an achievement for no measure', achieved({ measure: 'mob' }), 'unknown-measure entries.0.measure'],
    [
      'an achievement for a measure that objects inherit',
      achieved({ measure: 'constructor' }),
      'unknown-measure entries.0.measure',
    ],
    ['an achievement for a measure of records', achieved({ measure: 'bookings' }), 'not-entered entries.0.measure'],
    // Currencies.
    ['a rate of no currency', { rates: [{ currency: 'eur', rate: 1 }] }, 'wrong-form rates.0.currency'],
    ['a rate of nothing', { rates: [{ currency: 'EUR', rate: 0 }] }, 'rate rates.0.rate'],
    ['a rate below 0', { rates: [{ currency: 'EUR', rate: '-0.9' }] }, 'rate rates.0.rate'],
    ['a rate from no day', { rates: [{ currency: 'EUR', from: '2026-02-29', rate: 1 }] }, 'bad-date rates.0.from'],
    [
      'two rates of one day',
      { rates: [1, 2].map((rate) => ({ currency: 'EUR', from: '2026-01-01', rate })) },
      'duplicate-rate rates.1',
    ],
    [
      'two rates without a day',
      {
        rates: [
          { currency: 'EUR', rate: 1 },
          { currency: 'EUR', from: null, rate: 1 },
        ],
      },
      'duplicate-rate rates.1',
    ],
    [
      'two currencies and no corporate one',
      { plans: [plan, { ...plan, id: 'eu', currency: 'EUR' }] },
      'missing-key corporateCurrency',
    ],
    ['a corporate currency that is none', { corporateCurrency: 'US' }, 'wrong-form corporateCurrency'],
    // People.
    ['a user twice', { users: [{ Id: ann }, { Id: ann }] }, 'duplicate-id users.1.Id'],
    ['a user without Id', { users: [{ Name: 'Ann' }] }, 'missing-key users.0.Id'],
    ['a manager of oneself', { users: lead('p0') }, 'circle users.0.ManagerId'],
    ['managers in a circle', { users: lead('p1', 'p2', 'p0', 'p0') }, 'circle users.0.ManagerId'],
    ['two circles', { users: lead('p1', 'p0', 'p3', 'p2') }, 'circle users.0.ManagerId', 'circle users.2.ManagerId'],
    [
      'a hierarchy of 52 levels',
      { users: lead(...Array.from({ length: 51 }, (_, i) => `p${i + 1}`), null) },
      'too-deep users.0.ManagerId',
    ],
    [
      'a manager from no day',
      { managers: [{ person: 'a', manager: 'b', from: '2026-02-30' }] },
      'bad-date managers.0.from',
    ],
    [
      'a manager until before',
      { managers: [{ person: 'a', manager: 'b', from: '2026-02-03', to: '2026-02-01' }] },
      'range managers.0',
    ],
    [
      'a circle on one day',
      {
        managers: [
          { person: 'a', manager: 'b', to: '2026-03-16' },
          { person: 'b', manager: 'a', from: '2026-03-16' },
        ],
      },
      'circle managers.1',
    ],
    [
      'a circle from the beginning',
      {
        managers: [
          { person: 'a', manager: 'b', to: '2026-03-16' },
          { person: 'b', manager: 'a' },
        ],
      },
      'circle managers.0',
    ],
    [
      'a circle of users and dated managers',
      { users: [{ Id: 'a', ManagerId: 'b' }], managers: [{ person: 'b', manager: 'a', from: '2026-03-16' }] },
      'circle managers.0',
    ],
    // Records.
    ['a record twice', { records: { Opportunity: [deal, deal] } }, 'duplicate-id records.Opportunity.1.Id'],
    [
      'something else than a record',
      { records: { Opportunity: [{ Id: 'b' }, null, { Id: 'a' }, 5, []] } },
      'bad-record records.Opportunity.1',
      'bad-record records.Opportunity.3',
      'bad-record records.Opportunity.4',
    ],
    ['a record without Id', { records: { Opportunity: [{ Amount: 1 }] } }, 'id-missing records.Opportunity.0'],
    ['a record whose Id is a number', { records: { Opportunity: [{ Id: 5 }] } }, 'id-missing records.Opportunity.0'],
    [
      'a team member whose Id is a number',
      { records: { OpportunityTeamMember: [{ Id: 5 }] } },
      'id-missing records.OpportunityTeamMember.0',
    ],
  ])('%s', (_, change, ...problems) => expect(told({ ...book, ...(change as object) })).toEqual(problems));

  test('no book at all', () => {
    for (const nothing of [null, undefined, 5, 'book', [], new Map()]) expect(told(nothing)).toHaveLength(1);
  });

  test('versions that do not fit says both', () => {
    expect(() => readBook({ ...book, ...rival({ currency: 'EUR' }), corporateCurrency: 'USD' })).toThrow(
      /differ in currency: USD \(from 2026-01-01\) and EUR \(from 2026-04-01\)/,
    );
    expect(() => readBook({ ...book, ...rival({ effective: { from: '2026-03-31' } }) })).toThrow(
      /one begins on 2026-03-31, another lasts until 2026-03-31/,
    );
  });

  test('100,000 people in a row is looked through at once', () => {
    const users = lead(...Array.from({ length: 100_000 }, (_, i) => (i % 50 === 49 ? null : `p${i + 1}`)));
    const managers = Array.from({ length: 20_000 }, (_, i) => ({
      person: `p${i * 5 + 1}`,
      manager: `p${i * 5 + 2}`,
      from: '2026-01-01',
    }));
    expect(told({ ...book, users, managers })).toEqual([]);
  });
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
