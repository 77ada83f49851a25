// A component in plain language: what it reads, what it pays, and everything that limits, delays or changes the pay.
import { isMoney } from './part.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import { amountWords, listWords, moneyWords, numberWords, percentWords, shareWords } from './figures.ts';
import { whereWords } from './filter-words.ts';
import { divide, multiply, zero } from './fraction.ts';
import { isPerRecord, needsQuota, quotaOnPaper, type PaperPayout } from './plan-payout.ts';
import type { Component, Plan } from './plan.ts';
import { gatesOf, isPercent } from './table.ts';

/** A table in words: a row for each tier, point or cell. */
export interface RateWords {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly string[])[];
}

export const labelOf = ({ label, id }: Component): string => label ?? id;

/** The label of a component by its id. */
export const labelBy = (plan: Plan, id: string): string => {
  const component = plan.components.find((one) => one.id === id);
  return component ? labelOf(component) : id;
};

/** What a component counts, as a noun: its measure's label, or the blend's parts. */
export function countedBy(plan: Plan, { measure, blend }: Component): string {
  if (blend) return 'a blend of attainments';
  return (measure === undefined ? undefined : plan.measures[measure]?.label) ?? measure ?? '';
}

const isMoneyCounted = (plan: Plan, { measure }: Component): boolean =>
  measure !== undefined && plan.measures[measure] !== undefined && isMoney(plan.measures[measure]);

/** A bound in words: "100 % of quota", or "300,000" with its currency. */
export function boundWords(bound: string | number, plan: Plan, component: Component): string {
  if (isPercent(bound)) return shareWords(bound);
  const value = numberWords(parseDecimal(bound) ?? zero);
  return isMoneyCounted(plan, component) ? `${plan.currency} ${value}` : value;
}

/** Sentences about a component, in the order in which its pay comes about. */
export function componentSentences(plan: Plan, component: Component): string[] {
  return [
    ...counting(plan, component),
    ...quotaSentences(plan, component),
    rateSentence(plan, component),
    ...changes(plan, component),
    ...caps(plan, component),
    ...gates(plan, component),
    component.settle === 'end'
      ? `It is paid once, in the last payment period of the ${component.window} in which the person is assigned.`
      : (plan.pay ?? 'month') === component.window
        ? `It is paid for each ${component.window}.`
        : `Every ${plan.pay ?? 'month'} pays the difference to what the ${component.window} has paid before.`,
  ];
}

function counting(plan: Plan, component: Component): string[] {
  const { blend, window } = component;
  if (!blend)
    return [`${countedBy(plan, component)} of the ${window} add up.`.replace(/^./, (first) => first.toUpperCase())];
  const parts = blend.map(
    ({ component: id, weight }) => `${shareWords(weight)} of the attainment of ${labelBy(plan, id)}`,
  );
  return [`Its attainment is ${listWords(parts)}. If one of them is missing, so is this one.`];
}

function quotaSentences(plan: Plan, component: Component): string[] {
  const { quota, target, window, against } = component;
  const money = isMoneyCounted(plan, component);
  const amount = (value: string | number): string =>
    money ? `${plan.currency} ${numberWords(parseDecimal(value) ?? zero)}` : numberWords(parseDecimal(value) ?? zero);
  const sentences: string[] = [];
  if (typeof quota === 'object')
    sentences.push(
      `The quota comes from the CRM (${quota.crm}${quota.productFamily === undefined ? '' : `, product family ${quota.productFamily}`})${quota.default === undefined ? '' : `, else it is ${amount(quota.default)}`}, unless a person's own quota says otherwise.`,
    );
  else if (quota !== undefined)
    sentences.push(`The quota is ${amount(quota)} a ${window}, unless a person's own quota says otherwise.`);
  else if (needsQuota(component)) sentences.push('The plan names no quota: each person needs an own one.');
  if (against === 'to-date')
    sentences.push(
      'Quota and target are read up to date: the parts of the months so far against what is credited so far.',
    );
  const on = quotaOnPaper(component);
  const paid = parseDecimal(target ?? null);
  if (target !== undefined)
    sentences.push(
      `The target incentive at 100 % is ${plan.currency} ${amountWords(target, plan)} a ${window}${on && paid && on.n > 0n ? `; the base rate is ${money ? percentWords(divide(paid, on), 4) : `${plan.currency} ${numberWords(divide(paid, on))} a unit`}` : ''}.`,
    );
  return sentences;
}

function rateSentence(plan: Plan, component: Component): string {
  const { rate } = component;
  const each = 'per' in rate && rate.per === 'record' ? 'Each record goes through the table on its own. ' : '';
  switch (rate.type) {
    case 'marginal':
      return rate.crossing === 'whole'
        ? 'Each record is paid whole at the rate of the tier in which the position stands after it; a return costs the rate of where it leads.'
        : `${each}Each slice between two bounds earns its own rate${(parsePercent(rate.tiers[0]?.from ?? 0)?.n ?? 0n) > 0n ? '; what lies below the first bound earns nothing' : ''}.`;
    case 'cliff':
      if (typeof rate.by === 'object')
        return `${labelBy(plan, rate.by.component)} chooses the tier; its rate is paid on all of ${countedBy(plan, component)}.`;
      return rate.of === 'above'
        ? 'The tier that is reached pays its rate on everything above the first bound.'
        : `${each}The tier that is reached pays its rate on everything, back to the first unit.`;
    case 'curve':
      return `It pays a share of the target on a straight line between the points; below the first point ${rate.below === 'nothing' ? 'nothing' : 'as much as there'}, beyond the last one ${rate.beyond === 'extend' ? 'on with the same slope' : 'no more'}.`;
    case 'bonus':
      if (rate.every !== undefined)
        return `${each}Every full ${boundWords(rate.every, plan, component)} pays ${plan.currency} ${amountWords(rate.pays ?? 0, plan)}, without end.`;
      return rate.stack
        ? `${each}Each bound that is reached pays its amount; they add up.`
        : `${each}The highest bound that is reached pays its amount.`;
    case 'matrix':
      return `${axisWords(plan, component, 'rows')} chooses the row and ${axisWords(plan, component, 'columns')} the column, each by the highest bound reached; below the first bound of either nothing is paid.`;
  }
}

function axisWords(plan: Plan, component: Component, side: 'rows' | 'columns'): string {
  const axis = component.rate.type === 'matrix' ? component.rate[side] : undefined;
  if (axis?.component !== undefined && axis.component !== component.id) return labelBy(plan, axis.component);
  return axis?.from.some(isPercent) ? 'The own attainment' : 'The own position';
}

function changes(plan: Plan, component: Component): string[] {
  const factors = (component.factors ?? []).map(({ where, times }) => {
    const filter = whereWords(where);
    return filter ? `${shareWords(times)} where ${filter}` : `${shareWords(times)} for all others`;
  });
  const modifiers = (component.modifiers ?? []).map(({ component: id, tiers, points }) => {
    const steps = tiers
      ? tiers.map(({ from, times }) => `${shareWords(times)} from ${readBound(plan, id, from)}`)
      : (points ?? []).map(({ at, times }) => `${shareWords(times)} at ${readBound(plan, id, at)}`);
    return `The pay is multiplied by ${labelBy(plan, id)}: ${listWords(steps)}${points ? ', on a line in between' : ''}; below the first it is 0.`;
  });
  return [
    ...(factors.length > 0 ? [`A record's pay is multiplied, by the first that fits: ${factors.join('; ')}.`] : []),
    ...modifiers,
  ];
}

/** A bound on another component: a percentage is its attainment, a plain number its position. */
function readBound(plan: Plan, id: string, bound: string | number): string {
  const other = plan.components.find((one) => one.id === id);
  return other ? boundWords(bound, plan, other) : String(bound);
}

function caps(plan: Plan, component: Component): string[] {
  const { cap, target, window } = component;
  if (!cap) return [];
  return [
    ...(cap.record === undefined
      ? []
      : [`One record brings at most ${plan.currency} ${amountWords(cap.record, plan)}, and costs no more.`]),
    ...(cap.attainment === undefined
      ? []
      : [`What is credited counts up to an attainment of ${shareWords(cap.attainment)}.`]),
    ...(cap.target === undefined
      ? []
      : [
          `The ${window} pays at most ${numberWords(parseDecimal(cap.target) ?? zero)} × the target${target === undefined ? '' : `, ${ofTarget(plan, component, cap.target)}`}.`,
        ]),
    ...(cap.payout === undefined
      ? []
      : [`The ${window} pays at most ${plan.currency} ${amountWords(cap.payout, plan)}.`]),
  ];
}

function gates(plan: Plan, component: Component): string[] {
  const list = gatesOf(component.gate).map(({ component: id, attainment, value }) => {
    const bounds = [
      ...(attainment === undefined ? [] : [`an attainment of ${shareWords(attainment)}`]),
      ...(value === undefined ? [] : [readBound(plan, id, String(value))]),
    ];
    return `${id === component.id ? 'this component' : labelBy(plan, id)} has reached ${listWords(bounds)}`;
  });
  return list.length === 0
    ? []
    : [
        `Nothing is paid until ${listWords(list)}. What was kept back is paid when the gate opens in the same ${component.window}; when the ${component.window} ends with the gate shut, it is forfeited.`,
      ];
}

/** The rate table with its columns in words; null for a bonus without end. */
export function rateWords(plan: Plan, component: Component): RateWords | null {
  const { rate } = component;
  const place = (bound: string | number): string => boundWords(bound, plan, component);
  switch (rate.type) {
    case 'marginal':
    case 'cliff': {
      const by = rate.type === 'cliff' && typeof rate.by === 'object' ? rate.by.component : null;
      const title = by
        ? `${labelBy(plan, by)} from`
        : rate.by === 'value'
          ? `${rate.per ? 'Record' : 'Position'} from`
          : 'Attainment from';
      return {
        columns: [title, 'Rate'],
        rows: rate.tiers.map((tier) => [
          by ? readBound(plan, by, tier.from) : place(tier.from),
          rateInWords(plan, component, tier.rate),
        ]),
      };
    }
    case 'curve':
      return {
        columns: ['Attainment', 'Pays', 'That is'],
        rows: rate.points.map(({ at, pays }) => [
          shareWords(at),
          `${shareWords(pays)} of target`,
          ofTarget(plan, component, pays),
        ]),
      };
    case 'bonus':
      return rate.tiers
        ? {
            columns: [rate.by === 'value' ? 'Position from' : 'Attainment from', rate.stack ? 'Adds' : 'Pays'],
            rows: rate.tiers.map(({ from, pays }) => [place(from), `${plan.currency} ${amountWords(pays, plan)}`]),
          }
        : null;
    case 'matrix': {
      const cells = rate.pays ?? rate.rates ?? [];
      const bound = (side: 'rows' | 'columns', value: string | number): string => {
        const other = rate[side].component;
        return other === undefined ? place(value) : readBound(plan, other, value);
      };
      return {
        columns: ['Rows ↓ columns →', ...rate.columns.from.map((value) => `from ${bound('columns', value)}`)],
        rows: rate.rows.from.map((value, r) => [
          `from ${bound('rows', value)}`,
          ...rate.columns.from.map((_, c) => {
            const cell = cells[r]?.[c] ?? 0;
            if (rate.rates) return rateInWords(plan, component, cell);
            return isPercent(cell) ? `${shareWords(cell)} of target` : `${plan.currency} ${amountWords(cell, plan)}`;
          }),
        ]),
      };
    }
  }
}

const ofTarget = (plan: Plan, { target }: Component, share: string | number): string =>
  target === undefined
    ? ''
    : `${plan.currency} ${moneyWords(multiply(parsePercent(share) ?? zero, parseDecimal(target) ?? zero), plan)}`;

/** A rate in words: "8 %", "USD 50 a unit", or "1.5 × the base rate". */
export function rateInWords(plan: Plan, component: Component, rate: string | number): string {
  if (typeof rate === 'string' && rate.endsWith('x'))
    return `${numberWords(parseDecimal(rate.slice(0, -1)) ?? zero)} × base rate`;
  return isPercent(rate) || isMoneyCounted(plan, component)
    ? shareWords(rate)
    : `${plan.currency} ${numberWords(parseDecimal(rate) ?? zero)} a unit`;
}

/** What is assumed of other components, as a sentence; null where nothing is. */
export function assumedWords({ plan, assumed, component }: PaperPayout): string | null {
  const reads = [...assumed].map(([id, { position }]) => {
    const other = plan.components.find((one) => one.id === id);
    const isAtQuota = other && (quotaOnPaper(other) !== null || other.blend || position === null);
    return `${labelBy(plan, id)} at ${isAtQuota ? '100 %' : other && position ? readBound(plan, id, numberWords(position, 12).replaceAll(',', '')) : '100 %'}`;
  });
  const gated = gatesOf(component.gate).length > 0 ? ['every gate open'] : [];
  const each = isPerRecord(component) ? ['one record'] : [];
  const all = [...each, ...reads, ...gated];
  return all.length === 0 ? null : `Shown with ${listWords(all)}.`;
}
