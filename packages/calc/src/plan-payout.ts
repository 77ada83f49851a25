// What a component pays on paper: its table with the plan's own quota and target, what it reads of others at 100 %.
import { unitOf } from './part.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import { add, compare, divide, least, most, multiply, negate, one, subtract, zero, type Fraction } from './fraction.ts';
import type { Component, Plan, Rate } from './plan.ts';
import type { Quota } from './quota.ts';
import {
  cutAt,
  isPercent,
  modifierOf,
  reachedBy,
  scaledBy,
  payAt,
  positionOf,
  readsAttainment,
  segmentAt,
  table,
  type Reading,
  type Table,
} from './table.ts';

/** A component with a quota and a target as the plan says them. */
export interface PaperPayout {
  readonly plan: Plan;
  readonly component: Component;
  /** What a position counts; of a blend it is the attainment itself. */
  readonly unit: 'money' | 'number' | 'ratio' | 'attainment';
  /** The plan's default; of a blend 1. Null where the plan names none. */
  readonly quota: Fraction | null;
  readonly target: Fraction | null;
  /**
   * What amounts are in: money, or `quota` where the plan names no quota and everything grows with it: then positions and
   * pay are multiples of the quota.
   */
  readonly scale: 'money' | 'quota';
  /** The plan names no quota and the table needs one: positions are shares of it. */
  readonly isByShare: boolean;
  /** With modifiers, before the caps in money. */
  readonly table: Table;
  /** The most that the window pays, or null. */
  readonly cap: Fraction | null;
  /** What is assumed of the components that this one reads. */
  readonly assumed: ReadonlyMap<string, Reading>;
  /** The most that one record brings, with modifiers, or null. */
  readonly record: Fraction | null;
}

/**
 * The payout of a component on paper; null where it cannot be told without a quota.
 * A table by attainment for which the plan has no quota is read with a quota of 1.
 */
export function paperPayout(plan: Plan, component: Component): PaperPayout | null {
  const unit = countedUnit(plan, component);
  const own = component.blend ? one : quotaOnPaper(component);
  const target = parseDecimal(component.target ?? null);
  const isByShare = own === null && needsQuota(component);
  const scale = isByShare ? scaleWithoutQuota(component) : 'money';
  if (scale === null) return null;
  const amount = own ?? (isByShare ? one : null);
  const quota: Quota = { amount, unramped: amount, target, rampedToZero: false };
  const assumed = assumptions(plan, component);
  const read = (id: string): Reading => assumed.get(id) ?? { attainment: one, position: null };
  const whole = table(component.rate, quota, reachedBy(component.rate, read));
  const { cap } = component;
  const counted = cap?.attainment !== undefined && amount ? positionOf(cap.attainment, amount) : null;
  const caps = [
    cap?.payout === undefined ? null : parseDecimal(cap.payout),
    cap?.target === undefined || target === null ? null : multiply(parseDecimal(cap.target) ?? zero, target),
  ].filter((value) => value !== null);
  const factor = (component.modifiers ?? [])
    .map((modifier) => modifierOf(modifier, read(modifier.component)))
    .reduce(multiply, one);
  return {
    plan,
    component,
    unit,
    quota: own,
    target,
    scale,
    isByShare,
    table: scaledBy(counted ? cutAt(whole, counted) : whole, factor),
    cap: scale === 'quota' || caps.length === 0 ? null : caps.reduce(least),
    record: cap?.record === undefined ? null : multiply(parseDecimal(cap.record) ?? zero, factor),
    assumed,
  };
}

/** What a component counts; a blend has an attainment and no position. */
export const countedUnit = (plan: Plan, component: Component): PaperPayout['unit'] =>
  component.blend ? 'attainment' : unitOf(plan, component);

/** The default quota of a plan; null where there is none or it is 0. */
export function quotaOnPaper({ quota }: Component): Fraction | null {
  const given = parseDecimal(typeof quota === 'object' ? (quota.default ?? null) : (quota ?? null));
  return given?.n ? given : null;
}

/** Does the component's own table need a quota? */
export const needsQuota = (component: Component): boolean =>
  !component.blend && (readsOwnAttainment(component.rate) || multiples(component).length > 0);

/** Does a table read the own attainment? A matrix may read positions, or others on both sides. */
export const readsOwnAttainment = (rate: Rate): boolean =>
  rate.type === 'matrix'
    ? [rate.rows, rate.columns].some(({ component, from }) => component === undefined && from.some(isPercent))
    : readsAttainment(rate);

/** Rates that are multiples of the base rate. */
function multiples({ rate }: Component): string[] {
  const rates =
    rate.type === 'matrix'
      ? (rate.rates ?? []).flat()
      : 'tiers' in rate
        ? (rate.tiers ?? []).map((tier) => ('rate' in tier ? tier.rate : 0))
        : [];
  return rates.filter((value) => typeof value === 'string' && value.endsWith('x')) as string[];
}

/** With a quota of 1: amounts of money stay money, rates bring multiples of the quota; both at once cannot be told. */
function scaleWithoutQuota(component: Component): 'money' | 'quota' | null {
  const { rate } = component;
  const count =
    rate.type === 'matrix'
      ? (rate.rates ?? []).flat().length
      : rate.type === 'marginal' || rate.type === 'cliff'
        ? rate.tiers.length
        : 0;
  if (count === 0) return 'money';
  const some = multiples(component).length;
  if (some === 0) return readsOwnAttainment(rate) ? 'quota' : 'money';
  return some === count && readsOwnAttainment(rate) ? 'money' : null;
}

/** Others at 100 %; where they have no quota but are read by position, at the highest bound that is asked of them. */
function assumptions(plan: Plan, component: Component): Map<string, Reading> {
  const found = new Map<string, Reading>();
  const read = (id: string, bounds: readonly (string | number)[]): void => {
    const other = plan.components.find((one) => one.id === id);
    const quota = other && quotaOnPaper(other);
    const plain = bounds.filter((bound) => !isPercent(bound)).map((bound) => parsePercent(bound) ?? zero);
    const highest = plain.reduce<Fraction | null>((top, bound) => (top && compare(top, bound) > 0 ? top : bound), null);
    const before = found.get(id)?.position ?? null;
    found.set(id, {
      attainment: one,
      position: quota ?? (before && highest ? (compare(before, highest) > 0 ? before : highest) : (highest ?? before)),
    });
  };
  const { rate } = component;
  if (rate.type === 'cliff' && typeof rate.by === 'object')
    read(
      rate.by.component,
      rate.tiers.map(({ from }) => from),
    );
  if (rate.type === 'matrix')
    for (const axis of [rate.rows, rate.columns]) if (axis.component !== undefined) read(axis.component, axis.from);
  for (const modifier of component.modifiers ?? [])
    read(modifier.component, [
      ...(modifier.tiers ?? []).map(({ from }) => from),
      ...(modifier.points ?? []).map(({ at }) => at),
    ]);
  found.delete(component.id);
  return found;
}

/** What a position pays, exactly: with modifiers and caps, before rounding. Of a table per record it is one record's. */
export function paysAt(payout: PaperPayout, position: Fraction): Fraction {
  return limited(payout, payAt(payout.table, position));
}

/** What the positions just below pay: differs from `paysAt` where the pay jumps. */
export function paysBelow(payout: PaperPayout, position: Fraction): Fraction {
  const { segments, every } = payout.table;
  if (every) {
    const at = payAt(payout.table, position);
    const steps = divide(position, every.step);
    const jumps = steps.d === 1n && steps.n > 0n && (!every.most || compare(position, every.most) <= 0);
    return limited(payout, jumps ? subtract(at, every.pays) : at);
  }
  const before = segments.findLast(({ from }) => from === null || compare(from, position) < 0);
  const { intercept, slope } = before ?? segmentAt(segments, position);
  return limited(payout, add(intercept, multiply(slope, position)));
}

/** Of one record, what a record brings at most; else what the window pays at most. */
function limited({ component, cap, record }: PaperPayout, paid: Fraction): Fraction {
  if (isPerRecord(component)) return record ? most(negate(record), least(record, paid)) : paid;
  return cap ? least(cap, paid) : paid;
}

export const isPerRecord = ({ rate }: Component): boolean => 'per' in rate && rate.per === 'record';

/** Does the table pay 0 at every position? Such components measure for others. */
export const paysNothing = ({ table: { segments, every } }: PaperPayout): boolean =>
  every ? every.pays.n === 0n : segments.every(({ intercept, slope }) => intercept.n === 0n && slope.n === 0n);

/** The positions at which something begins, rising, above 0: bounds, the first steps of an endless bonus, and where a cap is reached. */
export function boundsOf(payout: PaperPayout): Fraction[] {
  const { segments, every } = payout.table;
  const starts = every
    ? [1n, 2n, 3n].map((n) => multiply({ n, d: 1n }, every.step))
    : segments.flatMap(({ from }) => (from && from.n > 0n ? [from] : []));
  const capped = capReached(payout);
  return distinct(capped ? [...starts, capped] : starts);
}

/** The position from which on the cap in money limits the pay; null where there is none. */
export function capReached(payout: PaperPayout): Fraction | null {
  const { cap, component } = payout;
  const { segments, every } = payout.table;
  if (!cap || isPerRecord(component)) return null;
  if (every) {
    if (every.pays.n <= 0n) return null;
    const steps = divide(cap, every.pays);
    const whole = steps.n / steps.d + (steps.n % steps.d === 0n ? 0n : 1n);
    return multiply({ n: whole, d: 1n }, every.step);
  }
  for (const [i, { from, intercept, slope }] of segments.entries()) {
    if (from === null) continue;
    if (compare(add(intercept, multiply(slope, from)), cap) >= 0) return from.n > 0n ? from : null;
    if (slope.n <= 0n) continue;
    const at = divide(subtract(cap, intercept), slope);
    const next = segments[i + 1]?.from;
    if (compare(at, from) >= 0 && (!next || compare(at, next) < 0)) return at;
  }
  return null;
}

/** Rising, each once. */
export const distinct = (values: readonly Fraction[]): Fraction[] =>
  [...values].sort(compare).filter((value, i, all) => i === 0 || compare(value, all[i - 1] as Fraction) !== 0);
