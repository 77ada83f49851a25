// The trace of quota and target: a row or the plan's amount, spread over the assigned days and scaled by the ramp.
import type { Stretch } from './assignment.ts';
import type { Standing } from './component.ts';
import { daysIn, firstDay, monthOf, parseDay, printDay, type Day, type Month, type Period } from './period.ts';
import { compare, type Fraction } from './fraction.ts';
import type { Trace } from './result.ts';
import { countLeaf, daysLeaf, given, nil, over, sum, times, valueOf, type Given } from './trace-node.ts';
import type { Told } from './trace-told.ts';

/** What a table is made with: nodes in place of the numbers of a quota. */
export interface QuotaTrace {
  readonly amount: Trace | null;
  readonly unramped: Trace | null;
  readonly target: Trace | null;
}

/** Quota and target of a component; `until` is the last month whose part counts. */
export function quotaTrace(
  told: Told,
  standing: Standing,
  own: Given,
  until: Month,
  unit: string,
  currency: string,
): QuotaTrace {
  const { component, version, window, quota } = standing;
  const { plan } = version;
  const { quotas, assigned } = told.account;
  const { id } = component;
  const row = quotas.find(
    (one) => one.component === id && one.period === window.name && (one.plan ?? plan.id) === plan.id,
  );
  const key = typeof component.quota === 'object' ? 'quota.default' : 'quota';
  const amount =
    quota.amount &&
    (row
      ? given(row.amount, `quotas[${told.rows.quotas.indexOf(row)}].amount`, unit, 'Quota')
      : own(key, unit, 'Quota'));
  const spread = (label: string, of: (stretch: Stretch | null) => Trace, isRamped: boolean): Trace =>
    sum(partsOf(told, window, until, plan.proration ?? 'days', of, isRamped), label);
  /** One of some amounts, if that is all of it, else the spread. */
  const either = (value: Fraction | null, amounts: readonly Trace[], otherwise: () => Trace): Trace | null =>
    value && (amounts.find((one) => compare(valueOf(one) as Fraction, value) === 0) ?? otherwise());
  const targetOf = (stretch: Stretch | null): Trace => {
    const at = stretch?.targets.has(id) ? assignmentAt(told, stretch) : -1;
    const mine = told.rows.assignments[at]?.targets?.[id];
    if (mine !== undefined) return given(mine, `assignments[${at}].targets.${id}`, currency, 'Target');
    return component.target === undefined ? nil(currency, 'Target') : own('target', currency, 'Target');
  };
  const months = (count: number): Trace => monthsLeaf(window, count);
  const isFinal = row?.prorated;
  const ofRow = (): Trace =>
    over(
      [times([amount as Trace, months(until - window.first + 1)], '', { unit }), months(window.months)],
      'Quota to date',
    );
  return {
    amount:
      amount &&
      either(quota.amount, [amount], isFinal ? ofRow : () => spread('Quota by days and ramp', () => amount, true)),
    unramped:
      amount &&
      either(quota.unramped, [amount], isFinal ? ofRow : () => spread('Quota before the ramp', () => amount, false)),
    target: either(quota.target, [...assigned, null].map(targetOf), () => spread('Target by days', targetOf, false)),
  };
}

/** The first so many months of a window. */
const monthsLeaf = ({ first, start }: Period, months: number): Trace =>
  countLeaf('Months', months, 'months', start, firstDay(first + months) - 1);

/** The row of an assignment that a stretch was cut from. */
const assignmentAt = ({ account: { payee, versions }, rows }: Told, { from, rampFrom }: Stretch): number =>
  rows.assignments.findIndex((one) => {
    const start = parseDay(one.from) as Day;
    return (
      one.payee === payee &&
      one.plan === versions[0].plan.id &&
      start <= from &&
      (!one.to || from <= (parseDay(one.to) as Day)) &&
      monthOf(start) === rampFrom
    );
  });

/** A window's months up to one, cut by assignment: what falls on each of an amount. Source: calculation, "Quota". */
function partsOf(
  told: Told,
  window: Period,
  until: Month,
  proration: 'days' | 'window-days' | 'none',
  of: (stretch: Stretch | null) => Trace,
  isRamped: boolean,
): Trace[] {
  const { assigned } = told.account;
  const parts: Trace[] = [];
  for (let month = window.first; month <= until && month < window.first + window.months; month++) {
    const [start, end] = [firstDay(month), firstDay(month + 1) - 1];
    const inForce = assigned.find(({ to }) => to >= end) ?? assigned.at(-1) ?? null;
    for (const stretch of proration === 'none' ? [inForce] : assigned) {
      const [from, to] = [Math.max(stretch?.from ?? start, start), Math.min(stretch?.to ?? end, end)];
      if (proration !== 'none' && from > to) continue;
      const amount = of(stretch);
      const factors = [proration === 'window-days' ? amount : over([amount, monthsLeaf(window, window.months)])];
      if (proration === 'window-days') factors.push(over([daysLeaf(from, to), daysLeaf(window.start, window.end)]));
      else if (proration === 'days' && to - from + 1 < daysIn(month))
        factors.push(over([daysLeaf(from, to), daysLeaf(start, end)]));
      const nth = month - (stretch?.rampFrom ?? month);
      if (isRamped && stretch?.ramp[nth]) {
        const at = assignmentAt(told, stretch);
        factors.push(given(told.rows.assignments[at]?.ramp?.[nth], `assignments[${at}].ramp[${nth}]`));
      }
      parts.push(times(factors, printDay(start).slice(0, 7), { unit: amount.unit }));
    }
  }
  return parts;
}
