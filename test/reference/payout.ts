// P in the reference calculation: what a component's credits earn, step by step, through modifiers and caps to minor units.
import type { Credit } from './credits.ts';
import { holds } from './filter.ts';
import { isBelowZero, isZero, least, minorOf, minus, most, must, nil, plus, times, type Q } from './numbers.ts';
import { factorOf, pays, rateWhere, readingAt, type QuotaState, type Reading, type ReadOther } from './table.ts';
import type { Component, Plan } from './types.ts';

/** What P needs to know besides the credits. */
export interface Terms {
  readonly plan: Plan;
  readonly component: Component;
  readonly quota: QuotaState;
  readonly other: ReadOther;
}

/** R(P) before the first credit and after each: the sum of their steps with T(0). */
export function chainOf(terms: Terms, credits: readonly Credit[]): readonly bigint[] {
  let position = nil;
  let earned = terms.component.rate.per === 'record' ? nil : tableAt(terms, nil);
  const after = [rounded(terms, earned)];
  for (const credit of credits) {
    const next = plus(position, credit.amount);
    earned = plus(earned, stepOf(terms, credit, position, next));
    position = next;
    after.push(rounded(terms, earned));
  }
  return after;
}

/** R(P) of a ratio or a blend, which have no records: the table at what they read. A blend below 0, or without one, pays 0. */
export function amountAt(terms: Terms, { position, attainment }: Reading): bigint {
  if (!terms.component.blend) return rounded(terms, tableAt(terms, position ?? nil));
  if (attainment === null || isBelowZero(attainment)) return 0n;
  return rounded(terms, pays(terms.component, { position: null, attainment }, terms.quota, terms.other));
}

/** The position as far as a cap on attainment counts it. */
function counted({ component: { cap }, quota: { amount, isYetToCome } }: Terms, position: Q): Q {
  if (cap?.attainment === undefined || !amount || isYetToCome || isZero(amount)) return position;
  return least(position, times(must(cap.attainment), amount));
}

const tableAt = (terms: Terms, position: Q): Q =>
  pays(terms.component, readingAt(counted(terms, position), terms.quota), terms.quota, terms.other);

function stepOf(terms: Terms, credit: Credit, before: Q, after: Q): Q {
  const { plan, component, quota, other } = terms;
  const { rate, factors, cap } = component;
  const step = (): Q => {
    if (rate.per === 'record') return pays(component, { position: credit.amount, attainment: null }, quota, other);
    if (rate.type !== 'marginal' || rate.crossing !== 'whole')
      return minus(tableAt(terms, after), tableAt(terms, before));
    const [from, to] = [counted(terms, before), counted(terms, after)];
    return times(minus(to, from), rateWhere(component, readingAt(to, quota), quota));
  };
  const factor = factors?.find(({ where }) => holds(where, credit.row ?? {}, plan.timeZone));
  const scaled = factor ? times(step(), must(factor.times)) : step();
  if (cap?.record === undefined) return scaled;
  return most(minus(nil, must(cap.record)), least(scaled, must(cap.record)));
}

/** Modifiers, caps in money, R. */
function rounded({ plan, component, quota, other }: Terms, earned: Q): bigint {
  const { modifiers = [], cap } = component;
  const modified = modifiers
    .map((modifier) => factorOf(modifier, other(modifier.component)))
    .reduce((product, factor) => times(product, factor), earned);
  const caps = [
    ...(cap?.payout === undefined ? [] : [must(cap.payout)]),
    ...(cap?.target === undefined || !quota.target ? [] : [times(must(cap.target), quota.target)]),
  ];
  return minorOf(caps.reduce(least, modified), plan.currency, plan.rounding);
}
