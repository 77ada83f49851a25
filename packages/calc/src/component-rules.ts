// Rules of components: what they count and read, and what goes around their rate.
import { checkAmount, checkBounds, checkShare, checkSign, isZero, type Amount } from './bound-rules.ts';
import { under, type Path, type Report } from './error.ts';
import { kindOf, measureOf, type Kind } from './measure-rules.ts';
import { lengthOf } from './period.ts';
import type { Component, Plan } from './plan.ts';
import { references } from './references.ts';
import { suggest } from './schema.ts';
import { gatesOf, isPercent } from './table.ts';
import { checkRate, readsOf, type Subject } from './table-rules.ts';

/** What a component counts; undefined where it is not said, which is reported elsewhere. */
export function componentKind(plan: Plan, component: Component): Kind | undefined {
  if (component.blend) return 'blend';
  const measure = measureOf(plan, component.measure);
  return measure && kindOf(measure);
}

export function checkComponents(plan: Plan, report: Report): void {
  const byId = new Map<string, Component>();
  plan.components.forEach((component, i) => {
    const { id } = component;
    if (byId.has(id))
      report(['components', i, 'id'], 'duplicate-id', `Two components have the id "${id}".`, 'Give each its own id.');
    else byId.set(id, component);
  });
  const kindAt = (id: string): Kind | undefined => {
    const found = byId.get(id);
    return found && componentKind(plan, found);
  };
  plan.components.forEach((component, i) => {
    const inside = under(['components', i], report);
    checkSources(plan, component, [...byId.keys()], inside);
    const subject: Subject = { component, kind: componentKind(plan, component), kindAt };
    checkRate(subject, under(['rate'], inside));
    checkAround(subject, inside);
    checkReadings(subject, inside);
  });
}

/** What it counts, over which window, and that what it reads is there. */
function checkSources(plan: Plan, component: Component, ids: readonly string[], report: Report): void {
  const { measure: name, blend, quota, target, window } = component;
  if ((name === undefined) === (blend === undefined))
    report([], 'component', 'A component has a measure or a blend, one of them.', 'Write measure: or blend:.');
  if (name !== undefined && !measureOf(plan, name)) {
    const known = Object.keys(plan.measures);
    report(
      ['measure'],
      'unknown-measure',
      `There is no measure "${name}".`,
      suggest(name, known, `Measures here: ${known.join(', ') || 'none'}.`),
    );
  }
  const pay = plan.pay ?? 'month';
  if (lengthOf(pay) > lengthOf(window))
    report(
      ['window'],
      'window',
      `The window (${window}) is shorter than the payment period (${pay}).`,
      `Pay by ${window}, or choose a longer window.`,
    );
  const known = new Set(ids);
  for (const [other, path] of references(component))
    if (!known.has(other))
      report(
        path,
        'unknown-component',
        `There is no component "${other}".`,
        suggest(other, ids, 'Name the id of a component of this plan.'),
      );
  // An attainment against less than nothing would fall as more is sold.
  if (typeof quota === 'object') checkAmount(quota.default, 'A quota', ['quota', 'default'], report);
  else checkAmount(quota, 'A quota', ['quota'], report);
  checkAmount(target, 'A target', ['target'], report);
  if (blend && quota !== undefined)
    report(
      ['quota'],
      'misplaced',
      'A blend is made of the attainments of others and has no quota.',
      'Leave it out, or count a measure.',
    );
}

/** What stands around the rate: factors, caps. */
function checkAround({ component, kind }: Subject, report: Report): void {
  const { factors, cap, target, rate } = component;
  const hasLines = kind !== 'ratio' && kind !== 'blend';
  const refuse = (path: Path): void =>
    report(path, 'misplaced', `A ${kind} has no record lines, so "${path.at(-1)}" says nothing.`, 'Leave it out.');
  if (!hasLines && factors) refuse(['factors']);
  if (!cap) return;
  if (!hasLines && cap.record !== undefined) refuse(['cap', 'record']);
  if (cap.attainment !== undefined) {
    checkSign(cap.attainment, 'attainment', ['cap', 'attainment'], report);
    if (!hasLines)
      report(
        ['cap', 'attainment'],
        'misplaced',
        `A cap on attainment limits what is credited, and a ${kind} credits nothing.`,
        'Let the curve end flat, or use cap: { payout } or { target }.',
      );
  }
  checkAmount(cap.payout, 'A cap', ['cap', 'payout'], report);
  checkAmount(cap.attainment, 'A cap', ['cap', 'attainment'], report);
  checkAmount(cap.target, 'A cap', ['cap', 'target'], report);
  checkAmount(cap.record, 'A cap', ['cap', 'record'], report);
  if (cap.target !== undefined && target === undefined)
    report(
      ['cap', 'target'],
      'no-target',
      `The ${rate.type} is capped at a multiple of the target, and there is none.`,
      'Add target: to the component, or cap: { payout }.',
    );
}

/** What is read of other components: blend, modifiers, gates. */
function checkReadings(subject: Subject, report: Report): void {
  const { blend, modifiers, gate } = subject.component;
  blend?.forEach(({ weight }, i) => checkShare(weight, ['blend', i, 'weight'], report));
  modifiers?.forEach(({ component, tiers, points }, i) => {
    const path = ['modifiers', i];
    if ((tiers === undefined) === (points === undefined))
      report(path, 'modifier', 'A modifier has tiers or points, one of them.', 'Write tiers: or points:.');
    const reads = readsOf(subject, component);
    const check = (bounds: readonly Amount[], list: string, key: string): void =>
      checkBounds(bounds, reads, (k) => [...path, list, k, key], report);
    if (tiers)
      check(
        tiers.map(({ from }) => from),
        'tiers',
        'from',
      );
    if (!points) return;
    const bounds = points.map(({ at }) => at);
    check(bounds, 'points', 'at');
    const signs = new Set(bounds.filter((one) => !isZero(one)).map(isPercent));
    if (signs.size > 1)
      report(
        [...path, 'points'],
        'percent-sign',
        'Between an attainment and a position there is no line.',
        'Write all of them with the percent sign, or none.',
      );
  });
  gatesOf(gate).forEach(({ component, attainment, value }, i) => {
    const path = ['gate', ...(Array.isArray(gate) ? [i] : [])];
    if (attainment === undefined && value === undefined)
      report(path, 'gate', 'A gate needs an attainment or a value.', 'Add attainment: "80%".');
    if (attainment !== undefined) checkSign(attainment, 'attainment', [...path, 'attainment'], report);
    if (value !== undefined && readsOf(subject, component) === 'attainment')
      report(
        [...path, 'value'],
        'no-position',
        `"${component}" is a blend: it has an attainment and no position.`,
        'Write attainment: in place of value:.',
      );
  });
}
