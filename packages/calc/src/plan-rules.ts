// The rules of a plan as a whole: read, its own dates and names checked, and its parts by the rules of each.
import { checkComponents } from './component-rules.ts';
import { collect, type Path, type Report } from './error.ts';
import { checkMeasures } from './measure-rules.ts';
import { badDay, checkPayable } from './payable-rules.ts';
import { isTimeZone, parseDay } from './period.ts';
import { planSchema, type Plan } from './plan.ts';
import { checkCircles } from './references.ts';
import { read, suggest } from './schema.ts';

/**
 * Reads a plan file's document. The plan comes back as it was written.
 * @throws QuotientError with every problem found, each with its path.
 */
export function readPlan(document: unknown, at: Path = []): Plan {
  const plan = read(planSchema, document, at);
  collect((report) => checkPlan(plan, report), at);
  return plan;
}

/** Checks a plan that has the right shape. Source: the plan format and the calculation, every sentence that makes something an error. */
export function checkPlan(plan: Plan, report: Report): void {
  checkMeasures(plan, report);
  checkComponents(plan, report);
  checkCircles(plan, report);
  checkPayable(plan, report);
  const { effective, timeZone } = plan;
  checkRange(effective.from, effective.to, ['effective'], report);
  if (timeZone !== undefined && !isTimeZone(timeZone))
    report(
      ['timeZone'],
      'unknown-time-zone',
      `There is no time zone "${timeZone}".`,
      suggest(timeZone, Intl.supportedValuesOf('timeZone'), 'Write one such as America/Chicago.'),
    );
}

/** Both days exist, and the first is not after the last. */
export function checkRange(
  from: string | null | undefined,
  to: string | null | undefined,
  path: Path,
  report: Report,
): void {
  if (typeof from === 'string' && parseDay(from) === null) badDay(from, [...path, 'from'], report);
  if (typeof to === 'string' && parseDay(to) === null) badDay(to, [...path, 'to'], report);
  if (typeof from === 'string' && typeof to === 'string' && to < from)
    report(path, 'range', `The range ends (${to}) before it begins (${from}).`, 'Exchange the two dates.');
}
