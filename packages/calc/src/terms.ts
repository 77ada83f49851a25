// The terms of a component: table, steps and caps as quota, modifiers and other components stand, made once for all who share them.
import { parseDecimal, parsePercent } from './decimal.ts';
import { multiply, one, zero, type Fraction } from './fraction.ts';
import { capOf, type Terms } from './payout.ts';
import type { Component } from './plan.ts';
import type { Quota } from './quota.ts';
import { cutAt, positionOf, scaledBy, table, type Reached } from './table.ts';

const made = new WeakMap<Component, Map<string, Terms>>();
const texts = new WeakMap<Fraction, string>();

/** A fraction as text; what plans say is one value for all of its readers, and is written once. */
function text(value: Fraction | null): string {
  if (!value) return '';
  let written = texts.get(value);
  if (written === undefined) texts.set(value, (written = `${value.n}/${value.d}`));
  return written;
}

/** Terms that differ from payee to payee are made again rather than all kept. */
const mostKept = 2000;

/** The terms of a component: made once for all payees and payment periods for which the same holds. */
export function termsOf(component: Component, quota: Quota, reached: Reached, modifier: Fraction): Terms {
  let terms = made.get(component);
  if (!terms) made.set(component, (terms = new Map()));
  const { amount, unramped, target, rampedToZero } = quota;
  const key = `${text(amount)} ${amount === unramped ? '' : text(unramped)} ${text(target)} ${rampedToZero} ${reached.tier} ${reached.row} ${reached.column} ${text(modifier)}`;
  let known = terms.get(key);
  if (!known) {
    if (terms.size >= mostKept) terms.clear();
    terms.set(key, (known = makeTerms(component, quota, reached, modifier)));
  }
  return known;
}

/** Table, steps and caps with the quota, target and readings of this moment. */
function makeTerms(component: Component, quota: Quota, reached: Reached, modifier: Fraction): Terms {
  const { cap, rate, factors } = component;
  const whole = scaledBy(
    table(rate, component.blend ? { ...quota, amount: one, unramped: one, rampedToZero: false } : quota, reached),
    modifier,
  );
  const most = mostCounted(component, quota);
  const byRate = rate.type === 'marginal' && rate.crossing === 'whole';
  const each = cap?.record === undefined ? null : parseDecimal(cap.record);
  return {
    table: most && !byRate ? cutAt(whole, most) : whole,
    step: 'per' in rate && rate.per === 'record' ? 'record' : byRate ? 'whole' : 'difference',
    counted: byRate ? most : null,
    factors: factors ? [...factors.map(({ times }) => parsePercent(times) ?? zero), one] : [],
    each: each && multiply(each, modifier.n < 0n ? { n: -modifier.n, d: modifier.d } : modifier),
    cap: capOf(
      cap?.payout === undefined ? null : parseDecimal(cap.payout),
      cap?.target === undefined ? null : parseDecimal(cap.target),
      quota.target,
    ),
  };
}

/** The position up to which a cap on attainment counts; null where none does. */
export const mostCounted = ({ cap }: Component, { amount, rampedToZero }: Quota): Fraction | null =>
  cap?.attainment !== undefined && amount?.n && !rampedToZero ? positionOf(cap.attainment, amount) : null;
