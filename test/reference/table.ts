// What a table pays in the reference calculation: T for one position, read from the plan as it is written.
import {
  floor,
  isBelowZero,
  isPercent,
  isZero,
  least,
  minus,
  most,
  must,
  nil,
  order,
  over,
  plus,
  times,
  unit,
} from './numbers.ts';
import type { Q } from './numbers.ts';
import type { Amount, Component, Modifier, Point, Rate, Tier } from './types.ts';

/** A component seen by another one, or by its own table. */
export interface Reading {
  readonly position: Q | null;
  readonly attainment: Q | null;
}
export type ReadOther = (component: string) => Reading;

export interface QuotaState {
  readonly amount: Q | null;
  /** Before the ramp. */
  readonly full: Q | null;
  readonly target: Q | null;
  /** A ramp made it 0: it is read as equal to the position. */
  readonly isYetToCome: boolean;
}

/** Position and attainment of so much credited. */
export function readingAt(position: Q, { amount, isYetToCome }: QuotaState): Reading {
  if (isYetToCome) return { position, attainment: unit };
  return { position, attainment: amount === null || isZero(amount) ? null : over(position, amount) };
}

/** The last bound of a list that is reached: percentages by the attainment, plain numbers by the position; -1 for none. */
export function reachedIn(bounds: readonly Amount[], { position, attainment }: Reading): number {
  // Beside percentages a plain 0 is one of them: 0 is 0 either way.
  const hasPercent = bounds.some(isPercent);
  return bounds.findLastIndex((bound) => {
    const value = isPercent(bound) || (hasPercent && isZero(must(bound))) ? attainment : position;
    return value !== null && order(value, must(bound)) >= 0;
  });
}

/** Does a component's own table read an attainment? */
export function readsAttainment({ type, per, by, every, rows, columns }: Rate): boolean {
  if (per === 'record') return false;
  if (type === 'curve') return true;
  if (type === 'matrix') return !rows?.component || !columns?.component;
  if (every !== undefined) return isPercent(every);
  return by === undefined || by === 'attainment';
}

/** T: what the table pays at a reading, exactly. */
export function pays(component: Component, own: Reading, quota: QuotaState, other: ReadOther): Q {
  const { rate } = component;
  const { position, attainment } = own;
  const byAttainment = readsAttainment(rate) && rate.type !== 'matrix';
  if (byAttainment && attainment === null) return nil;
  const x = position ?? nil;
  const tiers = rate.tiers ?? [];
  const isNegative = isBelowZero(position ?? attainment ?? nil);
  // With a quota read as equal to the position, every percentage is one of the position itself.
  const scale = quota.isYetToCome ? most(x, nil) : (quota.amount ?? nil);
  const place = (bound: Amount): Q => (byAttainment ? times(must(bound), scale) : must(bound));
  const isReached = (bound: Amount): boolean =>
    byAttainment ? order(attainment as Q, must(bound)) >= 0 : order(x, must(bound)) >= 0;
  const rateOf = (value: Amount | undefined): Q => rateAt(value ?? 0, quota);

  switch (rate.type) {
    case 'marginal': {
      const [first] = tiers;
      if (!first) return nil;
      if (isNegative) return isZero(must(first.from)) ? times(rateOf(first.rate), x) : nil;
      return tiers.reduce((earned, tier, i) => {
        const next = tiers[i + 1];
        const until = next ? least(x, place(next.from)) : x;
        const slice = most(nil, minus(until, place(tier.from)));
        return plus(earned, times(rateOf(tier.rate), slice));
      }, nil);
    }
    case 'cliff': {
      if (isNegative) return nil;
      const by = rate.by;
      const reached =
        typeof by === 'object'
          ? tiers[
              reachedIn(
                tiers.map(({ from }) => from),
                other(by.component),
              )
            ]
          : tiers.findLast(({ from }) => isReached(from));
      if (!reached) return nil;
      const base = rate.of === 'above' ? minus(x, place(tiers[0]?.from ?? 0)) : x;
      return times(rateOf(reached.rate), base);
    }
    case 'curve': {
      const target = quota.target ?? nil;
      return isNegative ? nil : times(target, shareOfTarget(rate, attainment as Q));
    }
    case 'bonus': {
      if (isNegative) return nil;
      if (rate.every !== undefined)
        return times(floor(over(byAttainment ? (attainment as Q) : x, must(rate.every))), must(rate.pays));
      const reached = tiers.filter(({ from }) => isReached(from)).map((tier) => must(tier.pays));
      return rate.stack ? reached.reduce(plus, nil) : (reached.at(-1) ?? nil);
    }
    case 'matrix': {
      if (isNegative) return nil;
      const [row, column] = [rate.rows, rate.columns].map((axis) =>
        reachedIn(axis?.from ?? [], axis?.component ? other(axis.component) : own),
      );
      if (row === undefined || column === undefined || row < 0 || column < 0) return nil;
      if (rate.rates) return times(rateOf(rate.rates[row]?.[column]), x);
      const cell = (rate.pays as readonly (readonly Amount[])[])[row]?.[column] ?? 0;
      return isPercent(cell) ? times(must(cell), quota.target ?? nil) : must(cell);
    }
  }
}

/** The rate of the tier in which a position stands; below 0 that of a first tier from 0; 0 without an attainment to read. */
export function rateWhere({ rate }: Component, own: Reading, quota: QuotaState): Q {
  const tiers = rate.tiers ?? [];
  const [first] = tiers;
  const reading = readsAttainment(rate) ? own.attainment : own.position;
  if (reading === null) return nil;
  if (isBelowZero(own.position ?? nil)) return first && isZero(must(first.from)) ? rateAt(first.rate ?? 0, quota) : nil;
  const tier = tiers.findLast(({ from }) => order(reading, must(from)) >= 0);
  return tier ? rateAt(tier.rate ?? 0, quota) : nil;
}

/** A percentage, money per unit, or a multiple of the base rate: target ÷ quota, where a ramp made it 0 the quota before it. */
function rateAt(value: Amount, { amount, full, target, isYetToCome }: QuotaState): Q {
  if (typeof value !== 'string' || !value.endsWith('x')) return must(value);
  const quota = isYetToCome ? full : amount;
  return quota && target && !isZero(quota) ? times(must(value.slice(0, -1)), over(target, quota)) : nil;
}

function shareOfTarget({ points = [], below, beyond }: Rate, attainment: Q): Q {
  const [first] = points;
  const [before, last] = [points.at(-2), points.at(-1)];
  if (!first || !last) return nil;
  if (order(attainment, must(first.at)) < 0) return below === 'nothing' ? nil : must(first.pays);
  if (order(attainment, must(last.at)) >= 0)
    return beyond === 'extend' && before ? onLine(before, last, 'pays', attainment) : must(last.pays);
  return between(points, 'pays', attainment);
}

/** Linear between the two points around a value. */
function between(points: readonly Point[], key: 'pays' | 'times', value: Q): Q {
  const i = points.findLastIndex((point) => order(value, must(point.at)) >= 0);
  return onLine(points[i] as Point, points[i + 1] as Point, key, value);
}

function onLine(a: Point, b: Point, key: 'pays' | 'times', value: Q): Q {
  const way = over(minus(value, must(a.at)), minus(must(b.at), must(a.at)));
  return plus(must(a[key]), times(way, minus(must(b[key]), must(a[key]))));
}

/** The factor of a modifier: below its first bound 0, after its last point flat. */
export function factorOf({ tiers, points }: Modifier, reading: Reading): Q {
  if (tiers) {
    const bounds = tiers.map(({ from }) => from);
    const tier: Tier | undefined = tiers[reachedIn(bounds, reading)];
    return tier ? must(tier.times) : nil;
  }
  const [first, last] = [points?.[0], points?.at(-1)];
  const value = points?.some((point) => isPercent(point.at)) ? reading.attainment : reading.position;
  if (!points || !first || !last || value === null || order(value, must(first.at)) < 0) return nil;
  return order(value, must(last.at)) >= 0 ? must(last.times) : between(points, 'times', value);
}
