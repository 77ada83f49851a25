// The rules that need the whole plan: references, bounds and their signs, rates that make sense.
import { isMoney } from './credit.ts';
import { QuotientError, type Problem } from './error.ts';
import { parsePercent } from './decimal.ts';
import { compare, one, zero } from './fraction.ts';
import { references, refuseCircles } from './references.ts';
import { lengthOf } from './period.ts';
import { planSchema, type Component, type Measure, type Plan } from './plan.ts';
import { nearest, read } from './schema.ts';
import { gatesOf, isPercent } from './table.ts';
import { unsupported } from './supported.ts';

type Path = readonly (string | number)[];
type Report = (path: Path, code: string, message: string, remedy: string) => void;

const checked = new WeakSet<object>();

/**
 * Reads a plan file's document. The plan comes back as it was written.
 * @throws QuotientError with every problem found, each with its path.
 */
export function readPlan(document: unknown, at: Path = []): Plan {
  const plan = read(planSchema, document, [...at]);
  checkPlan(plan, at);
  return plan;
}

/** Checks a plan that has the right shape. A plan that was checked once is not checked again. */
export function checkPlan(plan: Plan, at: Path = []): void {
  if (checked.has(plan)) return;
  const problems: Problem[] = [];
  const report: Report = (path, code, message, remedy) =>
    problems.push({ code, path: [...at, ...path], message, remedy });
  Object.entries(plan.measures).forEach(([name, measure]) => checkMeasure(measure, ['measures', name], report));
  const seen = new Set<string>();
  plan.components.forEach((component, i) => {
    const path = ['components', i];
    if (seen.has(component.id))
      report([...path, 'id'], 'duplicate-id', `Two components have the id "${component.id}".`, 'Give each its own id.');
    seen.add(component.id);
    checkComponent(plan, component, path, report);
  });
  if (problems.length === 0) refuseCircles(plan, at);
  problems.push(...unsupported(plan, at));
  if (problems.length > 0) throw new QuotientError(problems);
  checked.add(plan);
}

function checkMeasure(measure: Measure, path: Path, report: Report): void {
  const ways = [
    measure.object !== undefined,
    measure.entered,
    measure.ratio !== undefined,
    measure.earnings !== undefined,
  ].filter(Boolean).length;
  if (ways !== 1)
    report(
      path,
      'measure',
      ways === 0
        ? 'A measure needs an object, a ratio, entered: true or earnings.'
        : 'A measure is one of: object, ratio, entered, earnings.',
      'Keep one of them.',
    );
  if (measure.object !== undefined && measure.value === undefined)
    report(path, 'measure', 'A measure of an object needs a value.', 'Add value: a field such as Amount, or count.');
  if ((measure.object !== undefined || measure.ratio) && measure.date === undefined)
    report(path, 'measure', 'A measure needs a date.', 'Add date: a field such as CloseDate.');
  if (!measure.earnings && measure.credit === undefined)
    report(path, 'measure', 'A measure says who is credited.', 'Add credit: owner, or another rule.');
  measure.counts?.forEach((entry, i) => checkShare(entry.times, [...path, 'counts', i, 'times'], report));
}

function checkComponent(plan: Plan, component: Component, path: Path, report: Report): void {
  const { rate, measure: name } = component;
  const measure = name === undefined ? undefined : plan.measures[name];
  if ((name === undefined) === (component.blend === undefined))
    report(
      path,
      'component',
      'A component has a measure or a blend, one of them.',
      'Add measure: with the name of a measure.',
    );
  if (name !== undefined && !measure) {
    const known = Object.keys(plan.measures);
    const near = nearest(name, known);
    report(
      [...path, 'measure'],
      'unknown-measure',
      `There is no measure "${name}".`,
      near ? `Did you mean "${near}"?` : `Measures here: ${known.join(', ')}.`,
    );
  }
  const pay = plan.pay ?? 'month';
  if (lengthOf(pay) > lengthOf(component.window))
    report(
      [...path, 'window'],
      'window',
      `The window (${component.window}) is shorter than the payment period (${pay}).`,
      `Pay by ${component.window}, or choose a longer window.`,
    );
  for (const [other, where] of references(component)) {
    if (plan.components.some(({ id }) => id === other)) continue;
    const near = nearest(
      other,
      plan.components.map(({ id }) => id),
    );
    report(
      [...path, ...where],
      'unknown-component',
      `There is no component "${other}".`,
      near ? `Did you mean "${near}"?` : 'Name the id of a component of this plan.',
    );
  }
  if ((measure?.ratio || component.blend) && (rate.type === 'marginal' || rate.type === 'cliff'))
    report(
      [...path, 'rate', 'type'],
      'rate-type',
      `A ${component.blend ? 'blend' : 'ratio'} has no slices, so it cannot be ${rate.type}.`,
      'Use curve, bonus or matrix.',
    );
  checkRate(component, measure, [...path, 'rate'], report);
  if (component.cap?.attainment !== undefined)
    checkAttainmentBound(component.cap.attainment, [...path, 'cap', 'attainment'], report);
  const gates = gatesOf(component.gate);
  gates.forEach((gate, i) => {
    const at = [...path, 'gate', ...(Array.isArray(component.gate) ? [i] : [])];
    if (gate.attainment === undefined && gate.value === undefined)
      report(at, 'gate', 'A gate needs an attainment or a value.', 'Add attainment: "80%".');
    if (gate.attainment !== undefined) checkAttainmentBound(gate.attainment, [...at, 'attainment'], report);
  });
}

function checkRate(component: Component, measure: Measure | undefined, path: Path, report: Report): void {
  const { rate } = component;
  if (rate.type === 'matrix') return;
  if (rate.type === 'curve') {
    checkBounds(
      rate.points.map(({ at }) => at),
      'attainment',
      [...path, 'points'],
      'at',
      report,
    );
    rate.points.forEach(({ pays }, i) => {
      if (!isPercent(pays) && Number(pays) !== 0)
        report(
          [...path, 'points', i, 'pays'],
          'percent-sign',
          `A curve pays a share of the target: ${pays} needs the percent sign.`,
          `Write "${pays}%".`,
        );
    });
    if (component.target === undefined)
      report(path, 'target', 'A curve pays shares of a target, and there is none.', 'Add target: to the component.');
    return;
  }
  if (rate.type === 'bonus') {
    if ((rate.tiers === undefined) === (rate.every === undefined))
      report(path, 'bonus', 'A bonus has tiers, or every with pays.', 'Keep one of them.');
    if (rate.every !== undefined) {
      if (rate.pays === undefined) report(path, 'bonus', '`every` needs pays.', 'Add pays: an amount.');
      checkBounds([rate.every], rate.by ?? 'attainment', path, 'every', report);
      if (compare(parsePercent(rate.every) ?? zero, zero) <= 0)
        report([...path, 'every'], 'bonus', 'A step must be more than 0.', 'Write how much makes a full step.');
    } else
      checkBounds(
        (rate.tiers ?? []).map(({ from }) => from),
        rate.by ?? 'attainment',
        [...path, 'tiers'],
        'from',
        report,
      );
    return;
  }
  const by =
    rate.type === 'cliff' && typeof rate.by === 'object'
      ? 'either'
      : ((rate.by as 'attainment' | 'value' | undefined) ?? 'attainment');
  checkBounds(
    rate.tiers.map(({ from }) => from),
    by,
    [...path, 'tiers'],
    'from',
    report,
  );
  rate.tiers.forEach(({ rate: value }, i) => {
    const at = [...path, 'tiers', i, 'rate'];
    const multiple = typeof value === 'string' && value.endsWith('x');
    if (multiple && component.target === undefined)
      report(
        at,
        'base-rate',
        `${value} is a multiple of the base rate, target ÷ quota, and there is no target.`,
        'Add target: to the component.',
      );
    if (!multiple && measure && isMoney(measure) && !isPercent(value) && compare(parsePercent(value) ?? zero, one) > 0)
      report(
        at,
        'rate-above-1',
        `A rate of ${value} would pay ${value} for each unit of money. ${value} or ${value}%?`,
        `Write "${value}%".`,
      );
  });
}

/** Bounds rise, and carry the percent sign where only an attainment can be read. */
function checkBounds(
  bounds: readonly (string | number)[],
  by: 'attainment' | 'value' | 'either',
  path: Path,
  key: string,
  report: Report,
): void {
  bounds.forEach((bound, i) => {
    const at = key === 'every' ? [...path, key] : [...path, i, key];
    if (by === 'attainment') checkAttainmentBound(bound, at, report, 'or by: value if it is a position');
    if (by === 'value' && isPercent(bound))
      report(
        at,
        'percent-sign',
        `The table reads positions (by: value), but ${bound} is an attainment.`,
        'Write a plain number, or by: attainment.',
      );
    const before = bounds[i - 1];
    if (
      before !== undefined &&
      isPercent(bound) === isPercent(before) &&
      compare(parsePercent(bound) ?? zero, parsePercent(before) ?? zero) <= 0
    )
      report(
        at,
        'bound-order',
        `${bound} does not lie above the bound before it (${before}).`,
        'Order the bounds from low to high, each once.',
      );
  });
}

function checkAttainmentBound(bound: string | number, path: Path, report: Report, otherwise = ''): void {
  if (!isPercent(bound) && Number(bound) !== 0)
    report(
      path,
      'percent-sign',
      `${bound} is a bound on attainment and needs the percent sign.`,
      `Write "${suggested(bound)}%"${otherwise ? `, ${otherwise}` : ''}.`,
    );
}

const suggested = (bound: string | number): string | number =>
  Number(bound) <= 5 ? Math.round(Number(bound) * 1e6) / 1e4 : bound;

function checkShare(share: string | number, path: Path, report: Report): void {
  if (compare(parsePercent(share) ?? zero, one) > 0)
    report(
      path,
      'share-above-1',
      `A share of ${share} is more than everything. ${share} or ${share}%?`,
      `Write "${share}%".`,
    );
}
