// What `plan test` says: each scenario with what was given, expected and got.
import { calculate } from '@quotient/calc';
import { runScenario, type Difference, type Scenario, type ScenarioResult } from '@quotient/calc/plans';
import { ConnectorError, exitCode } from './error.ts';
import { inFile } from './folder/document.ts';
import type { PlanFile } from './plan-files.ts';

export interface TestedScenario extends ScenarioResult {
  readonly given: Scenario['given'];
  readonly expected: Scenario['expect'];
}

export interface TestedPlan {
  readonly file: string;
  readonly plan: string;
  readonly scenarios: readonly TestedScenario[];
}

/**
 * Runs the scenarios of a plan file.
 * @throws ConnectorError (2) with file, line and column of a scenario that cannot be run.
 */
export function testPlan({ file, plan, source }: PlanFile): TestedPlan {
  const problems: ConnectorError[] = [];
  const scenarios = (plan.scenarios ?? []).flatMap((scenario) => {
    try {
      const result = inFile(source, () => runScenario(plan, scenario, calculate));
      return [{ ...result, given: scenario.given, expected: scenario.expect }];
    } catch (error) {
      if (!(error instanceof ConnectorError)) throw error;
      problems.push(error);
      return [];
    }
  });
  const [first] = problems;
  if (first)
    throw new ConnectorError(first.code, exitCode.usage, problems.map(({ message }) => message).join('\n'), []);
  return { file, plan: plan.id, scenarios };
}

/** The scenarios of a plan as text; of one that failed also what it was given. */
export function testedText({ file, plan, scenarios }: TestedPlan): string {
  if (scenarios.length === 0) return `${file}: ${plan} has no scenarios`;
  return scenarios.map((scenario) => `${file}: ${scenarioText(scenario)}`).join('\n');
}

function scenarioText({ name, passed, given, expected, differences }: TestedScenario): string {
  const lines = [
    `${passed ? '✓' : '✗'} ${name}`,
    ...givenLines(given),
    ...expected.map((row) => `    expected  ${compact(row)}`),
    ...(passed
      ? ['    got       all of it']
      : differences.map((difference) => `    got       ${differenceText(difference)}`)),
  ];
  return lines.join('\n');
}

/** One line for each part of the book; a record or row each where there are few. */
function givenLines(given: Scenario['given']): string[] {
  const entries = Object.entries(given).flatMap(([key, value]) => {
    if (Array.isArray(value)) return value.map((row) => `${key}: ${compact(row)}`);
    if (key !== 'records' || typeof value !== 'object' || value === null) return [`${key}: ${compact(value)}`];
    return Object.entries(value).flatMap(([object, rows]) =>
      (Array.isArray(rows) ? (rows as unknown[]) : [rows]).map((row) => `${object}: ${compact(row)}`),
    );
  });
  const most = 12;
  const shown = entries.length > most ? [...entries.slice(0, most), `and ${entries.length - most} more`] : entries;
  return shown.map((line) => `    given     ${line}`);
}

export const differenceText = ({ path, expected, got }: Difference): string =>
  got === undefined
    ? `${path}: nothing, expected ${compact(expected)}`
    : `${path}: ${compact(got)}, expected ${compact(expected)}`;

/** A value as a plan file could hold it, on one line. */
function compact(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(compact).join(', ')}]`;
  if (typeof value === 'object' && value !== null)
    return `{ ${Object.entries(value)
      .map(([key, inner]) => `${key}: ${compact(inner)}`)
      .join(', ')} }`;
  return JSON.stringify(value) ?? 'nothing';
}
