// Scenarios run as books, and say exactly what came out otherwise.
import { describe, expect, test } from 'vitest';
import { calculate } from './calculate.ts';
import { QuotientError, type Problem } from './error.ts';
import type { Plan } from './plan.ts';
import { readPlan } from './plan-rules.ts';
import { runScenario, type ScenarioResult } from './scenario.ts';

const bookings = { object: 'Opportunity', value: 'Amount', date: 'CloseDate', credit: 'owner' };
const component = (id: string, rate: string): object => ({
  id,
  measure: 'bookings',
  window: 'quarter',
  rate: { type: 'marginal', by: 'value', tiers: [{ from: 0, rate }] },
});
const planWith = (scenario: object, change: object = {}): Plan =>
  readPlan({
    quotient: 1,
    id: 'ae',
    name: 'Account Executive',
    currency: 'USD',
    calendar: { fiscalYearStart: 2, yearNamedBy: 'start' },
    effective: { from: '2026-02-01', to: '2027-01-31' },
    measures: { bookings },
    components: [component('commission', '10%'), component('kicker', '1%')],
    scenarios: [{ name: 'an example', given: {}, expect: [], ...scenario }],
    ...change,
  });
const run = (plan: Plan): ScenarioResult =>
  runScenario(plan, (plan.scenarios ?? [])[0] as NonNullable<Plan['scenarios']>[number], calculate);
const sale = (Id: string, Amount: number, CloseDate = '2026-03-10', OwnerId = 'u1'): object => ({
  Id,
  OwnerId,
  Amount,
  CloseDate,
});

describe('a scenario passes', () => {
  test.each<[name: string, scenario: object, change?: object]>([
    [
      'with records as a plain list, and only the components that it names',
      {
        given: { records: [sale('a', 1000)] },
        expect: [{ payee: 'u1', period: '2026-03', components: [{ id: 'kicker', earned: '10.00' }] }],
      },
    ],
    [
      'with records by object',
      {
        given: { records: { Opportunity: [sale('a', 1000)] } },
        expect: [{ payee: 'u1', period: '2026-03', earned: '110.00', warnings: [] }],
      },
    ],
    [
      'with lines, of which those of zero may be absent',
      {
        given: { records: [sale('a', 1000), sale('b', 0, '2026-03-11')] },
        expect: [
          {
            payee: 'u1',
            period: '2026-03',
            components: [{ id: 'commission', lines: [{ record: 'a', earned: '100.00' }] }],
          },
        ],
      },
    ],
    [
      'with numbers as the file writes them',
      { given: { records: [sale('a', 1000)] }, expect: [{ payee: 'u1', period: '2026-03', earned: 110 }] },
    ],
    [
      'as of the end of the last period that it expects something of',
      {
        given: { records: [sale('a', 1000), sale('late', 5000, '2026-05-01')] },
        expect: [
          { payee: 'u1', period: '2026-03', earned: '110.00' },
          { payee: 'u1', period: '2026-04', status: 'closed', earned: '0.00' },
        ],
      },
    ],
    [
      'with its own assignments where it has some',
      {
        given: { records: [sale('a', 1000)], assignments: [{ payee: 'u1', plan: 'ae', from: '2026-03-11' }] },
        expect: [{ payee: 'u1', period: '2026-03', earned: '0.00' }],
      },
    ],
  ])('%s', (_, scenario, change) => expect(run(planWith(scenario, change)).differences).toEqual([]));

  test('beside other plans', () => {
    const manager = {
      quotient: 1,
      id: 'manager',
      name: 'Manager',
      currency: 'USD',
      effective: { from: '2026-02-01' },
      measures: { bookings: { ...bookings, credit: { reports: 'direct' } } },
      components: [component('team', '1%')],
    };
    const result = run(
      planWith({
        given: { plans: [manager], users: [{ Id: 'u1', ManagerId: 'm1' }, { Id: 'm1' }], records: [sale('a', 1000)] },
        expect: [
          { payee: 'u1', period: '2026-03', earned: '110.00' },
          { payee: 'm1', plan: 'manager', period: '2026-03', earned: '10.00' },
        ],
      }),
    );
    expect(result).toMatchObject({ passed: true, got: [{ payee: 'u1' }, { payee: 'm1', plan: 'manager' }] });
  });
});

describe('a scenario fails', () => {
  const given = { records: [sale('a', 1000)] };
  test.each<[name: string, expected: object, difference: object]>([
    ['by a figure', { earned: '111.00' }, { path: 'u1 2026-03: earned', expected: '111.00', got: '110.00' }],
    ['by a number', { earned: 111 }, { path: 'u1 2026-03: earned', expected: 111, got: '110.00' }],
    [
      'by a text that is not letter by letter the same',
      { earned: '110' },
      { path: 'u1 2026-03: earned', expected: '110', got: '110.00' },
    ],
    [
      'by a component',
      { components: [{ id: 'commission', earned: '99.00' }] },
      { path: 'u1 2026-03: components.commission.earned', expected: '99.00', got: '100.00' },
    ],
    [
      'by a component that there is not',
      { components: [{ id: 'club', earned: '1.00' }] },
      { path: 'u1 2026-03: components.club', expected: { id: 'club', earned: '1.00' }, got: undefined },
    ],
    [
      'by a line',
      { components: [{ id: 'kicker', lines: [{ record: 'b' }] }] },
      { path: 'u1 2026-03: components.kicker.lines.0.record', expected: 'b', got: 'a' },
    ],
    ['by a key that there is not', { bonus: '1.00' }, { path: 'u1 2026-03: bonus', expected: '1.00', got: undefined }],
  ])('%s', (_, expected, difference) =>
    expect(run(planWith({ given, expect: [{ payee: 'u1', period: '2026-03', ...expected }] }))).toMatchObject({
      passed: false,
      differences: [difference],
    }),
  );

  test('by the number of lines', () => {
    const { differences } = run(
      planWith({ given, expect: [{ payee: 'u1', period: '2026-03', components: [{ id: 'kicker', lines: [] }] }] }),
    );
    expect(differences).toEqual([
      { path: 'u1 2026-03: components.kicker.lines', expected: [], got: [expect.objectContaining({ record: 'a' })] },
    ]);
  });
  test('by a statement that there is not', () =>
    expect(
      run(
        planWith({
          given: { assignments: [{ payee: 'u1', plan: 'ae', from: '2026-05-01' }] },
          expect: [{ payee: 'u1', period: '2026-03' }],
        }),
      ),
    ).toMatchObject({
      passed: false,
      got: [null],
      differences: [{ path: 'u1 2026-03', got: undefined }],
    }));
});

function problemsOf(plan: Plan): readonly Problem[] {
  try {
    run(plan);
  } catch (error) {
    if (error instanceof QuotientError) return error.problems;
    throw error;
  }
  return [];
}

describe('what is wrong with a scenario is said with its place in the plan', () => {
  test.each<[name: string, scenario: object, path: (string | number)[]]>([
    ['no period', { expect: [{ payee: 'u1' }] }, ['scenarios', 0, 'expect', 0]],
    [
      'a period that is none',
      { expect: [{ payee: 'u1', period: '2026-Q7' }] },
      ['scenarios', 0, 'expect', 0, 'period'],
    ],
    ['nothing expected', { expect: [] }, ['scenarios', 0, 'expect']],
    [
      'a record without an Id',
      { given: { records: [{ Amount: 1 }] }, expect: [{ payee: 'u1', period: '2026-03' }] },
      ['scenarios', 0, 'given', 'records', 0],
    ],
    [
      'an unknown key',
      { given: { quota: [] }, expect: [{ payee: 'u1', period: '2026-03' }] },
      ['scenarios', 0, 'given', 'quota'],
    ],
    [
      'a quota of no component',
      {
        given: { quotas: [{ payee: 'u1', component: 'club', period: '2026', amount: 1 }] },
        expect: [{ payee: 'u1', period: '2026-03' }],
      },
      ['scenarios', 0, 'given', 'quotas', 0, 'component'],
    ],
    [
      'another plan that is wrong',
      { given: { plans: [{ id: 'other' }] }, expect: [{ payee: 'u1', period: '2026-03' }] },
      ['scenarios', 0, 'given', 'plans', 0],
    ],
  ])('%s', (_, scenario, path) => {
    expect(problemsOf(planWith(scenario))[0]?.path.slice(0, path.length)).toEqual(path);
  });

  test.each<[effective: object, path: (string | number)[]]>([
    [{ from: '2025-06-01', to: '2026-06-30' }, ['effective']],
    [{ from: '2026-06-01', to: '2027-06-30' }, ['scenarios', 0, 'given', 'plans', 0, 'effective']],
  ])('versions that overlap, told of the later one: %j', (effective, path) => {
    const { scenarios: _, ...version } = planWith({});
    const plan = planWith({
      given: { plans: [{ ...version, effective }] },
      expect: [{ payee: 'u1', period: '2026-03' }],
    });
    expect(problemsOf(plan).map((problem) => problem.path)).toEqual([path]);
  });

  test('a plain list where the plan counts several objects and no opportunities', () =>
    expect(() =>
      run(
        planWith(
          { given: { records: [sale('a', 1)] }, expect: [{ payee: 'u1', period: '2026-03' }] },
          { measures: { bookings: { ...bookings, object: 'Order' }, other: { ...bookings, object: 'Invoice__c' } } },
        ),
      ),
    ).toThrow(/The plan counts Order, Invoice__c: a plain list does not say which records these are/));
});
