// Scenarios: worked examples that travel with a plan, run as a book and compared with what they expect.
import { isRecord, type Assignment } from './book.ts';
import { parseDecimal } from './decimal.ts';
import { fail, QuotientError, type Problem } from './error.ts';
import { compare as compareFractions } from './fraction.ts';
import { calendarOf, printDay, type Day } from './period.ts';
import { periodNamed } from './period-name.ts';
import type { Plan } from './plan.ts';
import type { Result, Statement } from './result.ts';

export type Scenario = NonNullable<Plan['scenarios']>[number];

/** One expected figure that came out otherwise. */
export interface Difference {
  /** Where it stands: `u1 2026-03: components.commission.earned`. */
  readonly path: string;
  readonly expected: unknown;
  /** Undefined where there is nothing at that place. */
  readonly got: unknown;
}

export interface ScenarioResult {
  readonly name: string;
  readonly passed: boolean;
  readonly differences: readonly Difference[];
  /** The statements that were expected, as they came out; null for one that there is not. */
  readonly got: readonly (Statement | null)[];
}

type Row = Readonly<Record<string, unknown>>;
type Path = Problem['path'];

/**
 * Runs a scenario. Its `given` is a partial book in which the plan stands; the payees of `expect` are assigned from the
 * plan's first day, where `given` does not assign them; the as-of date is the end of the last expected period. An
 * expectation is a partial statement: given keys must be equal, components are found by id, lines of zero may be absent.
 * @throws QuotientError with paths in the plan where the scenario is no book or names no period.
 */
export function runScenario(plan: Plan, scenario: Scenario, calculate: (book: unknown) => Result): ScenarioResult {
  const at: Path = ['scenarios', plan.scenarios?.indexOf(scenario) ?? 0];
  const book = scenarioBook(plan, scenario, at);
  const { statements } = inScenario(plan, scenario, at, () => calculate(book));
  const pairs = scenario.expect.map((expected) => ({ expected, got: statementOf(statements, plan, expected) }));
  const differences = pairs.flatMap(({ expected, got }) => {
    const place = `${String(expected['payee'])} ${String(expected['period'])}`;
    return got ? compareRow(got, expected, `${place}:`) : [{ path: place, expected: 'a statement', got: undefined }];
  });
  return { name: scenario.name, passed: differences.length === 0, differences, got: pairs.map(({ got }) => got) };
}

/** The book of a scenario: what it gives, its own plan first, and everybody assigned of whom it expects something. */
export function scenarioBook(plan: Plan, { given, expect }: Scenario, at: Path = []): unknown {
  const others = Array.isArray(given['plans']) ? (given['plans'] as readonly Plan[]) : [];
  const assigned = Array.isArray(given['assignments']) ? (given['assignments'] as readonly Assignment[]) : [];
  const planOf = (row: Row): string => (typeof row['plan'] === 'string' ? row['plan'] : plan.id);
  const versions = (id: string): readonly Plan[] => [plan, ...others].filter((one) => isRecord(one) && one.id === id);
  expect.forEach((row, i) => {
    if (typeof row['payee'] !== 'string' || typeof row['period'] !== 'string')
      fail(
        'expectation',
        [...at, 'expect', i],
        'An expectation names a payee and a period.',
        'Add payee: and period:, such as 2026-03.',
      );
  });
  const ends = expect.map((row, i): Day => {
    const name = String(row['period']);
    const period = periodNamed(name, calendarOf(versions(planOf(row))[0] ?? plan));
    return (
      period?.end ??
      fail(
        'period',
        [...at, 'expect', i, 'period'],
        `"${name}" is no period.`,
        'Write 2026-03, 2026-Q1, 2026-H1 or 2026.',
      )
    );
  });
  if (ends.length === 0)
    fail(
      'expectation',
      [...at, 'expect'],
      'The scenario expects nothing.',
      'Add an expectation with payee: and period:.',
    );
  const added = expect
    .map((row) => ({ payee: String(row['payee']), plan: planOf(row) }))
    .filter((one, i, all) => all.findIndex((other) => other.payee === one.payee && other.plan === one.plan) === i)
    .filter((one) => !assigned.some((row) => row.payee === one.payee && row.plan === one.plan))
    .map((one) => ({ ...one, from: firstDayOf(versions(one.plan)) ?? plan.effective.from }));
  const { scenarios: _, ...own } = plan;
  return {
    asOf: printDay(Math.max(...ends)),
    ...given,
    ...(given['records'] === undefined ? {} : { records: recordsOf(plan, given['records'], at) }),
    plans: [own, ...others],
    assignments: [...assigned, ...added],
  };
}

const firstDayOf = (versions: readonly Plan[]): string | undefined =>
  versions.flatMap(({ effective }) => (isRecord(effective) ? [effective.from] : [])).sort()[0];

/** A plain list holds records of the one object that the plan counts. */
function recordsOf(plan: Plan, records: unknown, at: Path): unknown {
  if (!Array.isArray(records)) return records;
  const objects = objectsOf(plan);
  const object = objects.length === 1 ? objects[0] : objects.find((name) => name === 'Opportunity');
  if (object === undefined)
    fail(
      'records',
      [...at, 'given', 'records'],
      `The plan counts ${objects.join(', ') || 'no object'}: a plain list does not say which records these are.`,
      'Write records: { Opportunity: [ … ] }.',
    );
  return { [object]: records as unknown };
}

const objectsOf = (plan: Plan): string[] => [
  ...new Set(
    Object.values(plan.measures).flatMap(({ object, ratio }) =>
      [object, ratio?.of.object, ratio?.per.object].filter((name) => name !== undefined),
    ),
  ),
];

/** Puts the problems of the scenario's book where they stand in the plan. */
function inScenario<T>(plan: Plan, { given }: Scenario, at: Path, run: () => T): T {
  try {
    return run();
  } catch (error) {
    if (!(error instanceof QuotientError)) throw error;
    const place = ([key, index, ...rest]: Path): Path => {
      if (key === 'plans' && typeof index === 'number')
        return index === 0 ? rest : [...at, 'given', 'plans', index - 1, ...rest];
      if (key === 'records' && Array.isArray(given['records'])) return [...at, 'given', 'records', ...rest];
      return [...at, 'given', ...(key === undefined ? [] : [key]), ...(index === undefined ? [] : [index]), ...rest];
    };
    throw new QuotientError(error.problems.map((problem) => ({ ...problem, path: place(problem.path) })));
  }
}

/** The statement that is meant: of this plan where the expectation names none, else of any. */
function statementOf(statements: readonly Statement[], plan: Plan, expected: Row): Statement | null {
  const own = statements.filter(({ payee, period }) => payee === expected['payee'] && period === expected['period']);
  if (expected['plan'] !== undefined) return own.find((one) => one.plan === expected['plan']) ?? null;
  return own.find((one) => one.plan === plan.id) ?? own[0] ?? null;
}

function compareRow(got: unknown, expected: unknown, path: string): Difference[] {
  if (Array.isArray(expected)) return compareLists(got, expected, path);
  if (isRecord(expected)) {
    if (!isRecord(got)) return [{ path, expected, got }];
    return Object.entries(expected).flatMap(([key, value]) =>
      compareRow(got[key], value, `${path}${path.endsWith(':') ? ' ' : '.'}${key}`),
    );
  }
  return isSame(got, expected) ? [] : [{ path, expected, got }];
}

function compareLists(got: unknown, expected: readonly unknown[], path: string): Difference[] {
  if (!Array.isArray(got)) return [{ path, expected, got }];
  if (path.endsWith(' components'))
    return expected.flatMap((row) => {
      const id = isRecord(row) ? row['id'] : undefined;
      const found = (got as readonly unknown[]).find((one) => isRecord(one) && one['id'] === id);
      return found === undefined
        ? [{ path: `${path}.${String(id)}`, expected: row, got: undefined }]
        : compareRow(found, row, `${path}.${String(id)}`);
    });
  const isLines = path.endsWith('.lines');
  const [there, wanted] = [got as readonly unknown[], expected].map((list) =>
    isLines ? list.filter(isNotZero) : list,
  ) as [unknown[], unknown[]];
  if (there.length !== wanted.length) return [{ path, expected: wanted, got: there }];
  return wanted.flatMap((value, i) => compareRow(there[i], value, `${path}.${i}`));
}

const isNotZero = (line: unknown): boolean => !isRecord(line) || parseDecimal(line['earned'])?.n !== 0n;

/** Text is compared letter by letter; a number that the plan writes without quotes by its value. */
function isSame(got: unknown, expected: unknown): boolean {
  if (typeof expected !== 'number' || typeof got !== 'string') return got === expected;
  const [a, b] = [parseDecimal(got), parseDecimal(expected)];
  return a !== null && b !== null && compareFractions(a, b) === 0;
}
