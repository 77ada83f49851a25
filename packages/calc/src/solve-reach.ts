// What components read between two runs of one deal, the smaller and the larger: bounds that hold for every amount in between.
import type { Standing } from './component.ts';
import { parsePercent } from './decimal.ts';
import { compare, one, zero } from './fraction.ts';
import { positionAfter } from './payout.ts';
import type { Day } from './period.ts';
import type { Component } from './plan.ts';
import type { Probe } from './solve-probe.ts';
import { anything, around, only, over, plus, times, type Span } from './solve-span.ts';
import { isPercent, modifierOf, reachedBy, reachedIndex, unread, type Reached, type Reading } from './table.ts';

/** What a component reads; null where it has none, whatever the amount. */
export interface Reach {
  readonly attainment: Span | null;
  readonly position: Span | null;
}

/** What each component reads at the end of the payment period of an index. */
export type ReachOf = (id: string, index: number) => Reach;

/**
 * The reach of components between two runs. Between them a record's value only grows or only falls, and so does a position
 * that counts it; a ratio and a blend are made of such.
 */
export function reachBetween({ run: left, account: { asOf } }: Probe, { run: right }: Probe): ReachOf {
  const known = new Map<string, Reach>();
  const reach: ReachOf = (id, index) => {
    const key = `${index} ${id}`;
    let found = known.get(key);
    if (!found) known.set(key, (found = made(id, index)));
    return found;
  };
  return reach;

  function made(id: string, index: number): Reach {
    const [l, r] = [left.standing(id, index), right.standing(id, index)];
    if (!l || !r) return { attainment: null, position: null };
    const { component, quota, attainment } = l;
    if (l === r) return { attainment: attainment && only(attainment), position: l.position && only(l.position) };
    if (component.blend) return { attainment: blended(component.blend, index), position: null };
    const position = positionBetween(l, r, Math.min(left.steps[index]?.period.end ?? asOf, asOf));
    if (quota.rampedToZero) return { attainment: only(one), position };
    return { attainment: position && quota.amount?.n ? over(position, only(quota.amount)) : null, position };
  }

  function blended(parts: NonNullable<Component['blend']>, index: number): Span | null {
    let total: Span = only(zero);
    for (const { component, weight } of parts) {
      const { attainment } = reach(component, index);
      if (!attainment) return null;
      total = plus(total, times(only(parsePercent(weight) ?? zero), attainment));
    }
    return total;
  }
}

/** Both sides of a ratio move with the same value or stay, so that their quotient only rises or only falls while the lower one is not 0. */
function positionBetween(l: Standing, r: Standing, until: Day): Span | null {
  if (!l.position || !r.position) return null;
  if (l.per && r.per) {
    const [from, to] = [l.per, r.per].map(
      (per) => positionAfter(per, per.at.findLastIndex(({ day }) => day <= until) + 1).n,
    );
    const isSteady = from === to || (from !== undefined && to !== undefined && from * to > 0n);
    if (!isSteady) return anything;
  }
  return around([l.position, r.position]);
}

/** The lowest and the highest that a component reads; null where there is no bound. */
function ends({ attainment, position }: Reach): readonly [low: Reading, high: Reading] | null {
  const isOpen = (span: Span | null): boolean => span !== null && (!span.low || !span.high);
  if (isOpen(attainment) || isOpen(position)) return null;
  return [
    { attainment: attainment?.low ?? null, position: position?.low ?? null },
    { attainment: attainment?.high ?? null, position: position?.high ?? null },
  ];
}

/** What a table reads of other components, from the least to the most; null where nothing is known. */
export function reachedBetween(
  { rate }: Component,
  reach: (id: string) => Reach,
): readonly [low: Reached, high: Reached] | null {
  let isKnown = true;
  const at = (end: 0 | 1) =>
    reachedBy(rate, (id) => {
      const reading = ends(reach(id))?.[end];
      isKnown &&= reading !== undefined;
      return reading ?? unread;
    });
  const both = [at(0), at(1)] as const;
  return isKnown ? both : null;
}

/** What the modifiers of a component make of its payout, all together. */
export const modifiersBetween = ({ modifiers }: Component, reach: (id: string) => Reach): Span =>
  (modifiers ?? []).reduce(
    (product, modifier) => times(product, modifierBetween(modifier, reach(modifier.component))),
    only(one),
  );

function modifierBetween(modifier: NonNullable<Component['modifiers']>[number], reach: Reach): Span {
  const both = ends(reach);
  if (!both) return anything;
  const [low, high] = both;
  const { tiers, points } = modifier;
  const list: readonly { times: string | number }[] = tiers ?? points ?? [];
  const bounds = tiers ? tiers.map(({ from }) => from) : (points ?? []).map(({ at }) => at);
  // Points are all on attainment as soon as one of them is.
  const onAttainment = points?.some(({ at }) => isPercent(at));
  const reading = ({ attainment, position }: Reading): Reading => {
    const value = onAttainment ? attainment : position;
    return points ? { attainment: value, position: value } : { attainment, position };
  };
  const [from, to] = [reachedIndex(bounds, reading(low)), reachedIndex(bounds, reading(high))];
  const passed = list.slice(Math.max(0, from), to + 1).map((entry) => parsePercent(entry.times) ?? zero);
  const own = [modifierOf(modifier, low), modifierOf(modifier, high)] as const;
  // What is interpolated ends just below the next point, where another line may begin.
  return around([...own, ...(tiers || from < 0 ? passed : passed.slice(1))]);
}

/** Is something read that reaches a bound for every amount, or for none? Null where it is so for some. */
export function opensBetween(
  gate: { attainment?: string | number | undefined; value?: string | number | undefined },
  { attainment, position }: Reach,
): boolean | null {
  const reached = (bound: string | number | undefined, span: Span | null): boolean | null => {
    if (bound === undefined) return true;
    const value = parsePercent(bound) ?? zero;
    if (!span || (span.high && compare(span.high, value) < 0)) return false;
    return span.low && compare(span.low, value) >= 0 ? true : null;
  };
  const both = [reached(gate.attainment, attainment), reached(gate.value, position)];
  if (both.includes(false)) return false;
  return both.includes(null) ? null : true;
}
