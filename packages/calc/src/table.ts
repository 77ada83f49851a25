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

/** Of a component that there is not. */
export const unread: Reading = { attainment: null, position: null };

export const nothing: Table = { segments: [{ from: null, intercept: zero, slope: zero, tier: -1 }] };

export const isPercent = (bound: unknown): bound is string =>
  typeof bound === 'string' && bound.trimEnd().endsWith('%');

/** Does the table read the component's own attainment, so that a missing quota makes it pay nothing? */
export function readsAttainment(rate: Rate): boolean {
  if (rate.type === 'curve') return true;
  if (rate.type === 'matrix') return rate.rows.component === undefined || rate.columns.component === undefined;
  if (rate.type === 'bonus' && rate.every !== undefined) return isPercent(rate.every);
  if (rate.type === 'cliff' && typeof rate.by === 'object') return false;
  return (rate.by ?? 'attainment') === 'attainment';
}

/** The other components whose attainment a component reads; a gate may name its own. */
export function attainmentsRead({ rate, gate, modifiers }: Component): string[] {
  const foreign: [string | undefined, readonly (string | number)[]][] = [];
  if (rate.type === 'cliff' && typeof rate.by === 'object')
    foreign.push([rate.by.component, rate.tiers.map(({ from }) => from)]);
  if (rate.type === 'matrix')
    for (const { component, from } of [rate.rows, rate.columns]) foreign.push([component, from]);
  for (const { component, tiers, points } of modifiers ?? [])
    foreign.push([component, [...(tiers ?? []).map(({ from }) => from), ...(points ?? []).map(({ at }) => at)]]);
  return [
    ...foreign.flatMap(([component, bounds]) => (component !== undefined && bounds.some(isPercent) ? [component] : [])),
    ...gatesOf(gate).flatMap(({ component, attainment }) => (attainment === undefined ? [] : [component])),
  ];
}

/** The gates of a component as a list. */
export const gatesOf = (gate: Component['gate']): Gate[] => (gate ? [gate].flat() : []);

/** What a table reads of other components at the end of a payment period: the tier or cell side that they have reached. */
export interface Reached {
  readonly tier: number;
  readonly row: number;
  readonly column: number;
}

/** What a rate's table reads of other components; 0 where it reads none. */
export function reachedBy(rate: Rate, read: Read): Reached {
  if (rate.type === 'cliff' && typeof rate.by === 'object') {
    const bounds = rate.tiers.map(({ from }) => from);
    return { ...nowhere, tier: reachedIndex(bounds, read(rate.by.component)) };
  }
  return rate.type === 'matrix'
    ? { ...nowhere, row: sideReached(rate.rows, read), column: sideReached(rate.columns, read) }
    : nowhere;
}

const sideReached = ({ component, from }: Axis, read: Read): number =>
  component === undefined ? 0 : reachedIndex(from, read(component));

/** What a table reads that reads no other component. */
export const nowhere: Reached = { tier: 0, row: 0, column: 0 };

/** The table of a rate with the quota and target of one payee and window. Source: calculation, "Payout functions". */
export function table(rate: Rate, quota: Quota, reached: Reached = nowhere): Table {
  if (rate.type === 'matrix') return matrix(rate, quota, reached);
  if (quota.rampedToZero && readsAttainment(rate)) return metTable(rate, quota, reached);
  const { amount } = quota;
  if (readsAttainment(rate) && (amount === null || amount.n === 0n)) return nothing;
  const at = (bound: string | number): Fraction => positionOf(bound, amount);
  return tableAt(rate, quota, reached, at);
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
function metTable(rate: Exclude<Rate, Matrix>, quota: Quota, reached: Reached): Table {
  const unit = tableAt(rate, quota, reached, (bound) => positionOf(bound, one));
  const isWhole = rate.type === 'marginal' && rate.crossing === 'whole';
  const paid = isWhole ? segmentAt(unit.segments, one).slope : payAt(unit, one);
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
type Matrix = Extract<Rate, { type: 'matrix' }>;
type Axis = Matrix['rows'];
type Modifier = NonNullable<Component['modifiers']>[number];

/** The base rate, target ÷ quota; of a quota that a ramp made 0, the one before it. */
const baseRate = ({ rampedToZero, unramped, amount, target }: Quota): Fraction | null => {
  const against = rampedToZero ? unramped : amount;
  return target && against?.n ? divide(target, against) : null;
};

function tableAt(rate: Exclude<Rate, Matrix>, quota: Quota, reached: Reached, at: At): Table {
  const base = baseRate(quota);
  const rateOf = (value: string | number): Fraction => rateValue(value, base);
  switch (rate.type) {
    case 'marginal':
      return marginal(rate.tiers.map((tier) => ({ from: at(tier.from), rate: rateOf(tier.rate) })));
    case 'cliff': {
      const tiers = rate.tiers.map((tier) => ({ from: tier.from, rate: rateOf(tier.rate) }));
      if (typeof rate.by === 'object') return flatRate(tiers[reached.tier]?.rate ?? zero, reached.tier);
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
  }
}

/**
 * A matrix by the own position: a side that reads another component stands still, an own one moves with the position. Its
 * tier is the number of the cell, counted row by row; -1 where no bound of a side is reached.
 */
function matrix({ rows, columns, pays, rates }: Matrix, quota: Quota, reached: Reached): Table {
  const side = ({ component, from }: Axis, other: number): ((position: Fraction) => number) => {
    if (component !== undefined) return () => other;
    return (position) => from.findLastIndex((bound) => isReached(bound, position, quota));
  };
  const [row, column] = [side(rows, reached.row), side(columns, reached.column)];
  const base = baseRate(quota);
  const segment = (from: Fraction): Segment => {
    const [r, c] = [row(from), column(from)];
    if (r < 0 || c < 0) return { from, intercept: zero, slope: zero, tier: -1 };
    const tier = r * columns.from.length + c;
    if (rates) return { from, intercept: zero, slope: rateValue(rates[r]?.[c] ?? 0, base), tier };
    const cell = pays?.[r]?.[c] ?? 0;
    const paid = parsePercent(cell) ?? zero;
    return { from, intercept: isPercent(cell) ? multiply(paid, quota.target ?? zero) : paid, slope: zero, tier };
  };
  const bounds = [rows, columns]
    .flatMap(({ component, from }) => (component === undefined ? from : []))
    .map((bound) => positionOf(bound, quota.amount))
    .filter(({ n }) => n > 0n)
    .sort(compare);
  const starts = [zero, ...bounds.filter((bound, i) => i === 0 || compare(bound, bounds[i - 1] as Fraction) > 0)];
  return { segments: [below(zero), ...starts.map(segment)] };
}

/** Has a position reached an own bound? With a quota that a ramp made 0 the attainment is 1 at every position. */
function isReached(bound: string | number, position: Fraction, { amount, rampedToZero }: Quota): boolean {
  const value = parsePercent(bound) ?? zero;
  if (!isPercent(bound)) return compare(position, value) >= 0;
  if (rampedToZero) return compare(one, value) >= 0;
  return amount !== null && amount.n !== 0n && compare(position, multiply(value, amount)) >= 0;
}

/** The same table with all that it pays times a factor. */
export function scaledBy({ segments, every }: Table, factor: Fraction): Table {
  if (factor.n === factor.d) return every ? { segments, every } : { segments };
  const scaled = segments.map((segment) => ({
    ...segment,
    intercept: multiply(segment.intercept, factor),
    slope: multiply(segment.slope, factor),
  }));
  return every ? { segments: scaled, every: { ...every, pays: multiply(every.pays, factor) } } : { segments: scaled };
}

/** What a modifier makes of another component's reading: a tier's or a point's factor, 0 below the first, flat after the last. */
export function modifierOf({ tiers, points }: Modifier, reading: Reading): Fraction {
  if (tiers) {
    const tier =
      tiers[
        reachedIndex(
          tiers.map(({ from }) => from),
          reading,
        )
      ];
    return tier ? (parsePercent(tier.times) ?? zero) : zero;
  }
  const list = points ?? [];
  const value = list.some(({ at }) => isPercent(at)) ? reading.attainment : reading.position;
  if (value === null) return zero;
  const i = list.findLastIndex(({ at }) => compare(value, parsePercent(at) ?? zero) >= 0);
  const [from, to] = [list[i], list[i + 1]];
  if (!from) return zero;
  const [start, times] = [parsePercent(from.at) ?? zero, parsePercent(from.times) ?? zero];
  if (!to) return times;
  const [end, next] = [parsePercent(to.at) ?? zero, parsePercent(to.times) ?? zero];
  return add(times, multiply(divide(subtract(value, start), subtract(end, start)), subtract(next, times)));
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
  return paidOn(segmentAt(segments, position), position);
}

/** What the line of a segment pays at a position, whether or not it holds it; not always in lowest terms. */
export function paidOn({ intercept, slope }: Segment, position: Fraction): Fraction {
  const d = slope.d * position.d;
  // Who rounds it next has no use for lowest terms.
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
