// Payout tables: every type is a list of straight lines, money = intercept + slope × position, each from a bound on.
import { parseDecimal, parsePercent } from './decimal.ts';
import { add, compare, divide, least, multiply, negate, one, subtract, zero, type Fraction } from './fraction.ts';
import type { Component, Gate, Rate } from './plan.ts';
import type { Quota } from './quota.ts';

/** From `from` on (null: from minus infinity) the table pays intercept + slope × position, until the next segment begins. */
export interface Segment {
  readonly from: Fraction | null;
  readonly intercept: Fraction;
  readonly slope: Fraction;
  /** Index of the tier or point that begins here; -1 below the first. */
  readonly tier: number;
}

export interface Table {
  readonly segments: readonly Segment[];
  /** A bonus for each full step instead of segments; steps above `most` do not count. */
  readonly every?: { readonly step: Fraction; readonly pays: Fraction; readonly most?: Fraction };
}

/** What another component says at the end of the payment period. */
export interface Reading {
  readonly attainment: Fraction | null;
  readonly position: Fraction | null;
}
export type Read = (component: string) => Reading;

export const nothing: Table = { segments: [{ from: null, intercept: zero, slope: zero, tier: -1 }] };

export const isPercent = (bound: unknown): bound is string =>
  typeof bound === 'string' && bound.trimEnd().endsWith('%');

/** Does the table read an attainment, so that a missing quota makes it pay nothing? */
export function readsAttainment(rate: Rate): boolean {
  if (rate.type === 'curve') return true;
  if (rate.type === 'matrix') return rate.rows.component === undefined || rate.columns.component === undefined;
  if (rate.type === 'bonus' && rate.every !== undefined) return isPercent(rate.every);
  if (rate.type === 'cliff' && typeof rate.by === 'object') return false;
  return (rate.by ?? 'attainment') === 'attainment';
}

/** The other components whose attainment a component reads; a gate may name its own. */
export function attainmentsRead({ rate, gate }: Component): string[] {
  const by = rate.type === 'cliff' && typeof rate.by === 'object' && rate.tiers.some(({ from }) => isPercent(from));
  return [
    ...(by ? [(rate.by as { component: string }).component] : []),
    ...gatesOf(gate).flatMap(({ component, attainment }) => (attainment === undefined ? [] : [component])),
  ];
}

/** The gates of a component as a list. */
export const gatesOf = (gate: Component['gate']): Gate[] => (gate ? [gate].flat() : []);

/** The table of a rate with the quota and target of one payee and window. Source: calculation, "Payout functions". */
export function table(rate: Rate, quota: Quota, read: Read): Table {
  if (quota.rampedToZero && readsAttainment(rate)) return metTable(rate, quota, read);
  const { amount } = quota;
  if (readsAttainment(rate) && rate.type !== 'matrix' && (amount === null || amount.n === 0n)) return nothing;
  const at = (bound: string | number): Fraction => positionOf(bound, amount);
  return tableAt(rate, quota, read, at);
}

/** The position at which a bound lies: "80%" of the quota, or a plain number. */
export function positionOf(bound: string | number, quota: Fraction | null): Fraction {
  const value = parsePercent(bound) ?? zero;
  return isPercent(bound) ? multiply(value, quota ?? zero) : value;
}

/**
 * With a quota that a ramp made 0 the attainment is 1 at every position: what the table pays at 100 % of a quota of 1 is,
 * for rates, what each unit of the position brings, and for amounts what it pays at any position.
 */
function metTable(rate: Rate, quota: Quota, read: Read): Table {
  const unit = tableAt(rate, quota, read, (bound) => positionOf(bound, one));
  const paid = payAt(unit, one);
  const perUnit = rate.type === 'marginal' || rate.type === 'cliff';
  const below = unit.segments[0];
  return {
    segments: [
      { from: null, intercept: zero, slope: below?.slope ?? zero, tier: below?.tier ?? -1 },
      {
        from: zero,
        intercept: perUnit ? zero : paid,
        slope: perUnit ? paid : zero,
        tier: segmentAt(unit.segments, one).tier,
      },
    ],
  };
}

type At = (bound: string | number) => Fraction;

function tableAt(rate: Rate, quota: Quota, read: Read, at: At): Table {
  const against = quota.rampedToZero ? quota.unramped : quota.amount;
  const base = quota.target && against?.n ? divide(quota.target, against) : null;
  const rateOf = (value: string | number): Fraction => rateValue(value, base);
  switch (rate.type) {
    case 'marginal':
      return marginal(rate.tiers.map((tier) => ({ from: at(tier.from), rate: rateOf(tier.rate) })));
    case 'cliff': {
      const tiers = rate.tiers.map((tier) => ({ from: tier.from, rate: rateOf(tier.rate) }));
      if (typeof rate.by === 'object') {
        const reached = reachedIndex(
          rate.tiers.map(({ from }) => from),
          read(rate.by.component),
        );
        return flatRate(reached < 0 ? zero : (tiers[reached]?.rate ?? zero), reached);
      }
      return cliff(
        tiers.map((tier) => ({ from: at(tier.from), rate: tier.rate })),
        rate.of === 'above',
      );
    }
    case 'curve':
      return curve(rate, (bound) => at(bound), quota.target ?? zero);
    case 'bonus':
      if (rate.every !== undefined)
        return {
          segments: nothing.segments,
          every: { step: at(rate.every), pays: parseDecimal(rate.pays ?? 0) ?? zero },
        };
      return bonus(
        (rate.tiers ?? []).map((tier) => ({ from: at(tier.from), pays: parseDecimal(tier.pays) ?? zero })),
        rate.stack ?? false,
      );
    case 'matrix':
      return nothing;
  }
}

/** "8%", 0.08, money per unit, or "1.5x" of the base rate. */
export function rateValue(value: string | number, base: Fraction | null): Fraction {
  if (typeof value === 'string' && value.endsWith('x'))
    return base ? multiply(parseDecimal(value.slice(0, -1)) ?? zero, base) : zero;
  return parsePercent(value) ?? zero;
}

/** The last bound that a component's attainment or position reaches; -1 where it reaches none. */
export function reachedIndex(bounds: readonly (string | number)[], { attainment, position }: Reading): number {
  return bounds.findLastIndex((bound) => {
    const value = parsePercent(bound) ?? zero;
    const reading = isPercent(bound) ? attainment : position;
    return reading !== null && compare(reading, value) >= 0;
  });
}

interface Tier {
  readonly from: Fraction;
  readonly rate: Fraction;
}

function below(slope: Fraction, tier = -1): Segment {
  return { from: null, intercept: zero, slope, tier };
}

function marginal(tiers: readonly Tier[]): Table {
  const first = tiers[0];
  const startsAtZero = first !== undefined && first.from.n === 0n;
  const segments: Segment[] = [startsAtZero ? below(first.rate, 0) : below(zero)];
  let earned = zero;
  tiers.forEach(({ from, rate }, i) => {
    const before = tiers[i - 1];
    if (before) earned = add(earned, multiply(before.rate, subtract(from, before.from)));
    segments.push({ from, intercept: subtract(earned, multiply(rate, from)), slope: rate, tier: i });
  });
  return { segments };
}

function cliff(tiers: readonly Tier[], above: boolean): Table {
  const start = tiers[0]?.from ?? zero;
  return {
    segments: [
      below(zero),
      ...tiers.map(({ from, rate }, i) => ({
        from,
        intercept: above ? negate(multiply(rate, start)) : zero,
        slope: rate,
        tier: i,
      })),
    ],
  };
}

function flatRate(rate: Fraction, tier: number): Table {
  return { segments: [below(zero), { from: zero, intercept: zero, slope: rate, tier }] };
}

function curve(rate: Extract<Rate, { type: 'curve' }>, at: At, target: Fraction): Table {
  const points = rate.points.map((point) => ({
    at: at(point.at),
    pays: multiply(parsePercent(point.pays) ?? zero, target),
  }));
  const segments: Segment[] = [below(zero)];
  const first = points[0];
  if (first && first.at.n > 0n && rate.below !== 'nothing')
    segments.push({ from: zero, intercept: first.pays, slope: zero, tier: -1 });
  points.forEach((point, i) => {
    const next = points[i + 1];
    const before = points[i - 1];
    const [a, b] = next ? [point, next] : [before ?? point, point];
    const runs = compare(a.at, b.at) !== 0 && (next !== undefined || rate.beyond === 'extend');
    const slope = runs ? divide(subtract(b.pays, a.pays), subtract(b.at, a.at)) : zero;
    segments.push({ from: point.at, intercept: subtract(point.pays, multiply(slope, point.at)), slope, tier: i });
  });
  return { segments };
}

function bonus(tiers: readonly { from: Fraction; pays: Fraction }[], stack: boolean): Table {
  let total = zero;
  return {
    segments: [
      below(zero),
      ...tiers.map(({ from, pays }, i) => ({
        from,
        intercept: (total = stack ? add(total, pays) : pays),
        slope: zero,
        tier: i,
      })),
    ],
  };
}

/** The segment that holds a position: a bound belongs to what begins at it. */
export function segmentAt(segments: readonly Segment[], position: Fraction): Segment {
  return segments.findLast(({ from }) => from === null || compare(from, position) <= 0) ?? (segments[0] as Segment);
}

/** What a table pays at a position, exactly; not always in lowest terms. */
export function payAt({ segments, every }: Table, position: Fraction): Fraction {
  if (every) {
    if (position.n < 0n || every.step.n <= 0n) return zero;
    const steps = divide(every.most ? least(every.most, position) : position, every.step);
    return multiply({ n: steps.n / steps.d, d: 1n }, every.pays);
  }
  const { intercept, slope } = segmentAt(segments, position);
  const d = slope.d * position.d;
  // Not in lowest terms: who rounds it next has no use for them.
  return { n: intercept.n * d + slope.n * position.n * intercept.d, d: intercept.d * d };
}

/** The same table for positions up to a bound: more is not counted. */
export function cutAt(given: Table, bound: Fraction): Table {
  if (given.every) return { ...given, every: { ...given.every, most: bound } };
  const flat: Segment = {
    from: bound,
    intercept: payAt(given, bound),
    slope: zero,
    tier: segmentAt(given.segments, bound).tier,
  };
  return { segments: [...given.segments.filter(({ from }) => from === null || compare(from, bound) < 0), flat] };
}
