import { readPlan, type Plan } from '@quotient/calc';
import { expect, test } from 'vitest';
import { leftOut, type Lack } from './left-out.ts';

const flat = { type: 'marginal', by: 'value', tiers: [{ from: 0, rate: '1%' }] };
const plan = (id: string, from: string, to: string, measures: object, components: object[]): Plan =>
  readPlan({
    quotient: 1,
    id,
    name: id,
    currency: 'USD',
    effective: { from, to },
    measures,
    components: components.map((one) => ({ window: 'quarter', rate: flat, ...one })),
  });
const count = (value: string): object => ({ object: 'Opportunity', value, date: 'CloseDate', credit: 'owner' });
const missing: Lack = { object: 'Opportunity', field: 'Extra__c' };

test('all versions of a plan are left out where one needs what is missing', () => {
  const plans = [
    plan('ae', '2026-01-01', '2026-06-30', { a: count('Amount') }, [{ id: 'commission', measure: 'a' }]),
    plan('ae', '2026-07-01', '2026-12-31', { a: count('Extra__c') }, [{ id: 'commission', measure: 'a' }]),
    plan('se', '2026-01-01', '2026-12-31', { a: count('Amount') }, [{ id: 'bonus', measure: 'a' }]),
  ];
  expect(leftOut(plans, [missing]).map((one) => one.plan)).toEqual(['ae']);
});

test('each thing that is missing is said once, with the components that need it', () => {
  const measures = { a: count('Extra__c'), b: { ...count('Amount'), where: { Other__c: { eq: true } } } };
  const components = [
    { id: 'one', measure: 'a' },
    { id: 'two', measure: 'a' },
    { id: 'three', measure: 'b' },
  ];
  const [out] = leftOut(
    [plan('ae', '2026-01-01', '2026-12-31', measures, components)],
    [missing, { object: 'Opportunity', field: 'Other__c' }],
  );
  expect(out).toMatchObject({
    components: ['one', 'two', 'three'],
    message:
      'Plan ae is left out: one and two need Opportunity.Extra__c, which the org does not have or this login may not read; three needs Opportunity.Other__c, which the org does not have or this login may not read.',
    remedy:
      "Create Opportunity.Extra__c and Opportunity.Other__c, or correct the plan, or give the connector's user read access to Opportunity.Extra__c and read access to Opportunity.Other__c; then sync again.",
  });
});

test('who keeps quotas in the CRM is told which permission reads them', () => {
  const own = plan('ae', '2026-01-01', '2026-12-31', { a: count('Amount') }, [
    { id: 'commission', measure: 'a', quota: { crm: 'Revenue' } },
  ]);
  const [out] = leftOut([own], [{ object: 'ForecastingQuota', field: null }]);
  expect(out?.remedy).toMatch(/the permission "View All Forecasts", and read access to ForecastingQuota; then sync/);
});

test('nothing is left out where nothing is missing', () => {
  const own = plan('ae', '2026-01-01', '2026-12-31', { a: count('Amount') }, [{ id: 'commission', measure: 'a' }]);
  expect(leftOut([own], [])).toEqual([]);
  expect(leftOut([own], [missing])).toEqual([]);
});
