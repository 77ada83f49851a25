import { readPlan, type CrmRecord, type Plan } from '@quotient/calc';
import { describe, expect, test } from 'vitest';
import { fieldsOf } from './fields.ts';
import { leftOut } from './left-out.ts';
import { quotaObject } from './org-objects.ts';
import { orgQuotas } from './org-quotas.ts';

const plan = (id: string, windows: Readonly<Record<string, string>>, from = '2026-01-01', to = '2026-12-31'): Plan =>
  readPlan({
    quotient: 1,
    id,
    name: id,
    currency: 'USD',
    effective: { from, to },
    measures: { bookings: { object: 'Opportunity', value: 'Amount', date: 'CloseDate', credit: 'owner' } },
    components: Object.entries(windows).map(([component, window]) => ({
      id: component,
      measure: 'bookings',
      window,
      rate: { type: 'marginal', by: 'value', tiers: [{ from: 0, rate: '1%' }] },
    })),
  });
const plans = [plan('ae', { commission: 'quarter', club: 'year' }), plan('se', { commission: 'month' })];
/** A quota as the org keeps it. */
const record = (more: CrmRecord = {}): CrmRecord => ({
  Id: 'a001',
  Key__c: 'one',
  Payee__c: 'u1',
  Plan__c: null,
  Component__c: 'commission',
  Period__c: '2026-Q1',
  Amount__c: 250_000,
  ...more,
});

describe('a record is a quota', () => {
  test.each<[name: string, record: CrmRecord, row: object]>([
    ['of each plan that has the component', record(), { component: 'commission', period: '2026-Q1', amount: '250000' }],
    ['of the plan that it names', record({ Plan__c: 'se', Period__c: '2026-03' }), { plan: 'se', period: '2026-03' }],
    ['of a year', record({ Component__c: 'club', Period__c: '2026' }), { component: 'club', period: '2026' }],
    ['of 0', record({ Amount__c: 0 }), { amount: '0' }],
    ['with all of its digits', record({ Amount__c: '1234567890123456.78' }), { amount: '1234567890123456.78' }],
  ])('%s', (_name, given, row) => {
    const { quotas, bad } = orgQuotas([given], plans);
    expect(bad).toEqual([]);
    expect(quotas).toEqual([
      { place: 'QuotientQuota__c "one"', row: expect.objectContaining({ payee: 'u1', ...row }) },
    ]);
  });

  test('beside one of another person, plan, component or period', () => {
    const records = [
      record(),
      record({ Payee__c: 'u2' }),
      record({ Plan__c: 'ae' }),
      record({ Component__c: 'club', Period__c: '2026' }),
      record({ Period__c: '2026-Q2' }),
    ];
    expect(orgQuotas(records, plans)).toMatchObject({ quotas: { length: 5 }, bad: [] });
  });

  test('for a window that the component has in any version of its plan', () => {
    const versions = [
      plan('ae', { commission: 'quarter' }, '2026-01-01', '2026-06-30'),
      plan('ae', { commission: 'month' }, '2026-07-01', '2026-12-31'),
    ];
    const records = ['2026-Q1', '2026-07', '2026'].map((Period__c) => record({ Period__c }));
    const { quotas, bad } = orgQuotas(records, versions);
    expect(quotas.map(({ row }) => row.period)).toEqual(['2026-Q1', '2026-07']);
    expect(bad[0]?.message).toBe('Period__c is "2026", and commission has a quota for each quarter or month.');
    expect(bad[0]?.remedy).toBe('Write it like 2026-Q1 or 2026-03.');
  });
});

describe('a record is none, and says why:', () => {
  const empty = 'Fill it in, or delete the record.';
  test.each<[name: string, more: CrmRecord, message: string, remedy: string]>([
    ['no person', { Payee__c: null }, 'Payee__c is empty.', empty],
    ['no component', { Component__c: '' }, 'Component__c is empty.', empty],
    ['no period', { Period__c: null }, 'Period__c is empty.', empty],
    ['no amount', { Amount__c: null }, 'Amount__c is empty.', empty],
    ['a plan that is none', { Plan__c: 'se2' }, 'There is no plan "se2".', 'Did you mean "se"?'],
    ['a plan like no other', { Plan__c: 'managers' }, 'There is no plan "managers".', 'Plans here: ae, se.'],
    [
      'a component that is none',
      { Component__c: 'comission' },
      'There is no component "comission".',
      'Did you mean "commission"?',
    ],
    [
      'a component of another plan',
      { Plan__c: 'se', Component__c: 'club' },
      'There is no component "club" in plan se.',
      'Components here: commission.',
    ],
    [
      'a period that is none',
      { Plan__c: 'ae', Period__c: 'Q1 2026' },
      'Period__c is "Q1 2026", and commission has a quota for each quarter.',
      'Write it like 2026-Q1.',
    ],
    [
      'a month that is none',
      { Plan__c: 'se', Period__c: '2026-13' },
      'Period__c is "2026-13", and commission has a quota for each month.',
      'Write it like 2026-03.',
    ],
    [
      'a period of another length',
      { Component__c: 'club' },
      'Period__c is "2026-Q2", and club has a quota for each year.',
      'Write it like 2026.',
    ],
    ['an amount below 0', { Amount__c: -0.5 }, 'Amount__c is -0.5, which is below 0.', 'Write 0 or more.'],
  ])('%s', (_name, more, message, remedy) => {
    const { quotas, bad } = orgQuotas([record({ Key__c: 'good' }), record({ Period__c: '2026-Q2', ...more })], plans);
    expect(quotas.map(({ place }) => place)).toEqual(['QuotientQuota__c "good"']);
    expect(bad).toEqual([{ place: 'QuotientQuota__c "one"', message, remedy }]);
  });

  test('the same as another one, which is named too', () => {
    const { quotas, bad } = orgQuotas([record(), record({ Key__c: 'two', Amount__c: 1 })], plans);
    expect(quotas).toHaveLength(1);
    expect(bad).toEqual([
      {
        place: 'QuotientQuota__c "two"',
        message: 'QuotientQuota__c "one" is a quota of the same person for the same (commission, 2026-Q1).',
        remedy: 'Delete one of them, or correct what it is for.',
      },
    ]);
  });
});

describe('the quotas of the org are needed', () => {
  const missing = [{ object: quotaObject, field: null }];

  test('where the settings ask for them, and nowhere else', () => {
    const asked = (settings: { quotas?: 'org' }): string[] => fieldsOf(plans, settings).map(({ object }) => object);
    expect(asked({})).toEqual(['Opportunity', 'User']);
    expect(asked({ quotas: 'org' })).toEqual(['Opportunity', quotaObject, 'User']);
  });

  test('by each plan: without them no default counts in their place', () => {
    const out = leftOut(plans, missing, { quotas: 'org' });
    expect(out).toEqual([
      expect.objectContaining({ plan: 'ae', components: ['commission', 'club'] }),
      expect.objectContaining({ plan: 'se', components: ['commission'] }),
    ]);
    expect(out[0]).toMatchObject({
      message:
        'Plan ae is left out: commission and club need QuotientQuota__c, which the org does not have or this login may not read.',
      remedy:
        'Install the package in manifests/, and give the login the permission set QuotientConnector; or remove quotas: org from settings.yaml; then sync again.',
    });
    expect(leftOut(plans, missing)).toEqual([]);
  });

  test('and what else a plan lacks has a remedy of its own', () => {
    const lacks = [{ object: 'Opportunity', field: 'Amount' }, ...missing];
    expect(leftOut(plans, lacks, { quotas: 'org' })[0]?.remedy).toBe(
      "Create Opportunity.Amount, or correct the plan, or give the connector's user read access to Opportunity.Amount. Install the package in manifests/, and give the login the permission set QuotientConnector; or remove quotas: org from settings.yaml; then sync again.",
    );
  });
});
