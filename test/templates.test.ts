// The templates of `quotient init`: each is a whole plan folder, and its scenarios hold in both calculations and notice a changed number.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { calculate, type Plan } from '@quotient/calc';
import { readFolder } from '@quotient/sf-plugin';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { makeBook } from './bench/calc-book.ts';
import { differences } from './expectation.ts';
import { firstOf, lastOf, shiftMonth, spanAt } from './reference/calendar.ts';
import { reference } from './reference/statements.ts';
import type { Book } from './reference/types.ts';

type Row = Readonly<Record<string, unknown>>;
type Scenario = NonNullable<Plan['scenarios']>[number];

const folder = fileURLToPath(new URL('../connector/templates/', import.meta.url));
const templates = readdirSync(folder).sort();
const planFiles = templates.flatMap((template) =>
  readdirSync(`${folder}${template}/plans`).map((file) => ({ template, file: `${template}/plans/${file}` })),
);
const planOf = (file: string): Plan => parse(readFileSync(`${folder}${file}`, 'utf8')) as Plan;

/** The last day of a payment period of a plan, by its name. */
function endOf(plan: Plan, name: string): string {
  const calendar = plan.calendar ?? { fiscalYearStart: 1 };
  for (let month = plan.effective.from.slice(0, 7); month < '2100'; month = shiftMonth(month, 1)) {
    const span = spanAt(firstOf(month), plan.pay ?? 'month', calendar);
    if (span.name === name) return lastOf(span.months.at(-1) ?? month);
  }
  throw new Error(`${plan.id} has no payment period ${name}.`);
}

/** The book of a scenario: what is given, the plan itself, and those expected in it from its first day on. */
function bookOf(plan: Plan, { given, expect: expected }: Scenario): Book {
  const { plans = [], assignments = [], ...rest } = given as Partial<Book>;
  const { scenarios: _, ...rules } = plan;
  const assigned = new Set(assignments.filter((row) => row.plan === plan.id).map(({ payee }) => payee));
  const payees = [...new Set(expected.map(({ payee }) => String(payee)))].filter((payee) => !assigned.has(payee));
  return {
    asOf: expected
      .map(({ period }) => endOf(plan, String(period)))
      .sort()
      .at(-1) as string,
    plans: [rules as Book['plans'][number], ...plans],
    assignments: [
      ...assignments,
      ...payees.map((payee) => ({ payee, plan: plan.id, from: plan.effective.from, to: null })),
    ],
    ...rest,
  };
}

/** What a scenario expects and a calculation does not say; components are found by their id. */
function unmet(plan: Plan, scenario: Scenario, statements: readonly Row[]): string[] {
  const own = statements.filter((statement) => statement['plan'] === plan.id);
  return scenario.expect.flatMap((expected) => {
    const ids = (expected['components'] as readonly Row[] | undefined)?.map(({ id }) => id);
    const narrowed = own.map((statement) => ({
      ...statement,
      components: ids?.map((id) => (statement['components'] as readonly Row[]).find((one) => one['id'] === id)),
    }));
    return differences(narrowed, [{ ...expected, plan: plan.id }]);
  });
}

const byReference = (plan: Plan, scenario: Scenario): string[] =>
  unmet(plan, scenario, reference(bookOf(plan, scenario)).statements);

test('the six templates are here', () =>
  expect(templates).toEqual(['account-manager', 'k12', 'manager', 'saas-ae', 'sales-engineer', 'sdr']));

describe.each(templates)('the folder %s', (template) => {
  test('is read whole, and its rows name plans, components and measures that it has', () => {
    const { plans, assignments, quotas, entries } = readFolder(`${folder}${template}`);
    const has = (plan: string | undefined, where: (one: Plan) => boolean): boolean =>
      plans.some((one) => one.id === (plan ?? one.id) && where(one));
    const component = (id: string) => (plan: Plan) => plan.components.some((one) => one.id === id);
    const wrong = [
      ...assignments.filter(({ row }) => !has(row.plan, ({ effective }) => effective.from <= row.from)),
      ...assignments.filter(({ row }) => Object.keys(row.targets ?? {}).some((id) => !has(row.plan, component(id)))),
      ...quotas.filter(({ row }) => !has(row.plan, component(row.component))),
      ...entries.filter(
        ({ row }) =>
          !has(row.plan, ({ measures }) => measures[row.measure ?? '']?.entered ?? row.measure === undefined),
      ),
    ];
    expect(wrong.map(({ place }) => place)).toEqual([]);
    expect(new Set(assignments.map(({ row }) => row.plan)).size).toBe(plans.length);
  });
});

test('a company on all of the templates is paid the same by both calculations', () => {
  const book = makeBook({ records: 800, payees: 70, seed: 1 });
  const judged = reference(book as Book).statements;
  expect(new Set(judged.map((statement) => statement['plan']))).toEqual(new Set(book.plans.map(({ id }) => id)));
  const comparable = (statements: readonly object[]): Row[] =>
    statements.map((statement) => ({
      ...statement,
      warnings: (statement as { warnings: { code: string }[] }).warnings.map(({ code }) => code),
    }));
  expect(differences(comparable(calculate(book).statements), comparable(judged))).toEqual([]);
});

describe.each(planFiles)('$file', ({ file }) => {
  const plan = planOf(file);
  const scenarios = plan.scenarios ?? [];

  test('has at least four scenarios', () => expect(scenarios.length).toBeGreaterThanOrEqual(4));

  test.each(scenarios)('$name', (scenario) => {
    expect(byReference(plan, scenario)).toEqual([]);
    expect(unmet(plan, scenario, calculate(bookOf(plan, scenario)).statements as unknown as Row[])).toEqual([]);
  });

  test('each of its numbers changes what a scenario expects', () => {
    const unnoticed = changed(plan).filter(
      ({ changed: other }) => !scenarios.some((scenario) => byReference(other, scenario).length > 0),
    );
    expect(unnoticed.map(({ place, from, to }) => `${place}: ${from} → ${to}`)).toEqual(onlyShown[plan.id] ?? []);
  });
});

/** Numbers that no scenario can notice: the target incentive of a plan whose rates are money is shown, and pays nothing. */
const onlyShown: Readonly<Record<string, readonly string[]>> = { 'sdr-2026': ['components.0.target: 1500 → 1650'] };

interface Change {
  readonly place: string;
  readonly from: string;
  readonly to: string;
  readonly changed: Plan;
}

/** The plan with one of its numbers changed, once for each number of its rules; where a table begins, 0, is none. */
function changed(plan: Plan): Change[] {
  const { measures, components, holdback, clawback, draw, limit } = plan;
  return leaves({ measures, components, holdback, clawback, draw, limit }, []).flatMap(({ path, value }) => {
    const [, number = '', sign = ''] = /^(-?[\d.]+)(%|x)?$/.exec(String(value)) ?? [];
    if (number === '' || (Number(number) === 0 && ['from', 'pays'].includes(path.at(-1) ?? ''))) return [];
    const larger = Math.round(Number(number) * 1.1 * 1e6) / 1e6;
    const to = typeof value === 'number' && Number.isInteger(value) && value < 20 ? value + 1 : `${larger || 7}${sign}`;
    return [{ place: path.join('.'), from: String(value), to: String(to), changed: replaced(plan, path, to) as Plan }];
  });
}

function leaves(value: unknown, path: readonly string[]): { path: readonly string[]; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function replaced(value: unknown, [key, ...rest]: readonly string[], to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value))
    return value.map((one, i) => (String(i) === key ? replaced(one, rest, to) : one) as unknown);
  return { ...(value as object), [key]: replaced((value as Row)[key], rest, to) };
}
