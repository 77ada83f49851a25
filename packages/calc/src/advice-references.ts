// Advice on how the parts of a plan fit together: what components read of each other, shares, measures, what happens to pay later.
import { fieldsIn } from './filter-fields.ts';
import type { Tell } from './advice.ts';
import { labelBy, labelOf } from './component-words.ts';
import { parsePercent } from './decimal.ts';
import type { Problem } from './error.ts';
import { listWords, percentWords, shareWords } from './figures.ts';
import { add, compare, one, zero } from './fraction.ts';
import { lengthOf, monthOf, parseDay, periodOf, calendarOf, type Day } from './period.ts';
import type { Component, Measure, Plan } from './plan.ts';
import { references } from './references.ts';
import { gatesOf } from './table.ts';

/** A component and what it reads of others. */
export function adviseOnReading(plan: Plan, component: Component, path: Problem['path'], tell: Tell): void {
  for (const [id, where] of references(component)) {
    const other = plan.components.find((one) => one.id === id);
    if (other && lengthOf(other.window) < lengthOf(component.window))
      tell(
        'warning',
        'shorter-window',
        [...path, ...where],
        `${labelOf(component)} has a window of a ${component.window} and reads ${labelOf(other)}, whose window is a ${other.window}: one bad ${other.window} undoes the pay of the whole ${component.window}.`,
        `Let it read a component whose window is a ${component.window}.`,
      );
  }
  const gates = gatesOf(component.gate);
  if (gates.length > 0)
    tell(
      'note',
      'gate-forfeits',
      [...path, 'gate'],
      `What the gate on ${listWords([...new Set(gates.map((gate) => labelBy(plan, gate.component)))])} keeps back is forfeited when the ${component.window} ends with the gate shut.`,
      'Say so to the people in the plan.',
    );
  if (component.blend) {
    const sum = component.blend.map(({ weight }) => parsePercent(weight) ?? zero).reduce(add, zero);
    if (compare(sum, one) !== 0)
      tell(
        'warning',
        'shares-do-not-add-up',
        [...path, 'blend'],
        `The weights of the blend add up to ${percentWords(sum, 6)}: when every part is at 100 %, the blend is at ${percentWords(sum, 6)}.`,
        'Let the weights add up to 100 %.',
      );
  }
  component.modifiers?.forEach(({ component: id, tiers, points }, i) => {
    const first = tiers?.[0]?.from ?? points?.[0]?.at;
    if (first !== undefined && (parsePercent(first)?.n ?? 0n) > 0n)
      tell(
        'note',
        'modifier-below-first',
        [...path, 'modifiers', i],
        `Below ${String(first)} of ${labelBy(plan, id)} the factor is 0: ${labelOf(component)} pays nothing.`,
        'Add a first bound at 0, if something shall be paid there.',
      );
  });
}

/** Measures that nothing uses, and such that count what was not won. */
export function adviseOnMeasures(plan: Plan, tell: Tell): void {
  for (const [name, measure] of Object.entries(plan.measures)) {
    const path = ['measures', name];
    if (!plan.components.some((component) => component.measure === name))
      tell(
        'warning',
        'unused-measure',
        path,
        `No component uses the measure ${name}.`,
        'Name it in a component, or leave it out.',
      );
    if (countsOpenDeals(measure))
      tell(
        'warning',
        'counts-open-deals',
        measure.where ? [...path, 'where'] : path,
        `${name} counts opportunities that are open or lost too: its filter asks neither whether they are won nor for their stage.`,
        'Add IsWon: { eq: true } to `where`.',
      );
    const { credit } = measure;
    if (typeof credit === 'object' && 'reports' in credit && typeof credit.reports === 'object') {
      const depths = Object.keys(credit.reports)
        .map(Number)
        .sort((a, b) => a - b);
      const gap = depths.find((depth, i) => depth !== i + 1);
      if (gap !== undefined)
        tell(
          'note',
          'depth-left-out',
          [...path, 'credit', 'reports', String(gap)],
          `Depth ${gap} is credited and depth ${gap - 1} is not.`,
          `Add a share for depth ${gap - 1}, if one is meant.`,
        );
    }
  }
  const rates = plan.components
    .map((component, i) => ({ component, i }))
    .filter(({ component: { rate } }) => rate.type === 'marginal' || rate.type === 'cliff');
  for (const { component, i } of rates) {
    const twin = rates.find(
      (other) =>
        other.i < i && other.component.measure === component.measure && other.component.window === component.window,
    );
    if (twin && pays(component) && pays(twin.component))
      tell(
        'note',
        'paid-twice',
        ['components', i],
        `${labelOf(twin.component)} and ${labelOf(component)} both pay rates on ${String(component.measure)} of the ${component.window}: the same records are paid twice.`,
        'Put both into one table, if that is not meant.',
      );
  }
}

const pays = ({ rate }: Component): boolean =>
  'tiers' in rate &&
  (rate.tiers ?? []).some((tier) => 'rate' in tier && parsePercent(String(tier.rate).replace(/x$/, ''))?.n !== 0n);

/** Does a measure of opportunities take open ones? Only the platform's own fields can say. */
function countsOpenDeals({ object, where, ratio, date }: Measure): boolean {
  if (ratio)
    return [ratio.of, ratio.per].some((side) => countsOpenDeals({ object: side.object, where: side.where, date }));
  const prefix = object === 'Opportunity' ? '' : object === 'OpportunityLineItem' ? 'Opportunity.' : null;
  if (prefix === null || date !== `${prefix}CloseDate`) return false;
  return !fieldsIn(where).some((field) => asksForState(field, prefix));
}

/** Fields of one's own may say it as well. */
const asksForState = (field: string, prefix: string): boolean =>
  ['IsWon', 'IsClosed', 'StageName', 'ForecastCategory', 'ForecastCategoryName', 'Probability'].some(
    (name) => field === `${prefix}${name}`,
  ) || field.endsWith('__c');

/** Clawbacks that rise, draws that never begin, and a recovery of nothing. */
export function adviseOnPayable(plan: Plan, tell: Tell): void {
  (plan.clawback ?? []).forEach(({ schedule }, i) =>
    schedule.forEach(({ within, takes }, k) => {
      const before = schedule[k - 1];
      if (!before) return;
      if (compare(parsePercent(takes) ?? zero, parsePercent(before.takes) ?? zero) > 0)
        tell(
          'note',
          'clawback-rises',
          ['clawback', i, 'schedule', k],
          `Between ${before.within} and ${within} months ${shareWords(takes)} is taken back, earlier only ${shareWords(before.takes)}.`,
          'Let the shares fall, if that is not meant.',
        );
    }),
  );
  const draws = plan.draw === undefined ? [] : [plan.draw].flat();
  const at = (i: number): Problem['path'] => (Array.isArray(plan.draw) ? ['draw', i] : ['draw']);
  const endless = draws.findIndex(({ to, periods }) => to === undefined && periods === undefined);
  if (endless >= 0 && endless < draws.length - 1)
    tell(
      'warning',
      'unreachable-draw',
      at(endless + 1),
      `Draw ${endless + 2} never begins: the one before it has no end.`,
      'Give the one before it `periods` or `to`.',
    );
  draws.forEach(({ to }, i) => {
    if (to !== undefined && to < plan.effective.from)
      tell(
        'warning',
        'unreachable-draw',
        [...at(i), 'to'],
        `The draw ends on ${to}, before the plan begins on ${plan.effective.from}.`,
        'Write a later day.',
      );
  });
  if (plan.recovery?.share !== undefined && parsePercent(plan.recovery.share)?.n === 0n)
    tell(
      'warning',
      'without-effect',
      ['recovery', 'share'],
      'Recovery takes 0 % of what is earned: what is owed is never repaid.',
      'Write a share above 0.',
    );
}

/** A plan that begins inside of a window, which is then shorter than its quota says. */
export function adviseOnDates(plan: Plan, tell: Tell): void {
  const from = parseDay(plan.effective.from);
  if (from === null) return;
  const cut = plan.components.filter(({ window }) => windowAt(plan, from, window).start < from);
  const longest = cut.toSorted((a, b) => lengthOf(b.window) - lengthOf(a.window))[0];
  if (!longest) return;
  const { name } = windowAt(plan, from, longest.window);
  tell(
    'note',
    'begins-inside-window',
    ['effective', 'from'],
    `The plan begins on ${plan.effective.from}, inside of ${name}, the first window of ${listWords(cut.map(labelOf))}: ${plan.proration === 'none' ? 'the whole quota counts for it' : 'quota and target are those of a part of it'}.`,
    'Begin with a window, or set calendar: fiscalYearStart, if the fiscal year is another one.',
  );
}

const windowAt = (plan: Plan, day: Day, unit: Component['window']) => periodOf(monthOf(day), unit, calendarOf(plan));
