// The figure that a goal is about: what it is with a deal, and the most that it may be for any amount between two runs.
import type { Standing } from './component.ts';
import { worthIn } from './estimate-shares.ts';
import { compare, negate, one, type Fraction } from './fraction.ts';
import type { Component } from './plan.ts';
import { standingIn, type Probe } from './solve-probe.ts';
import { opensBetween, reachBetween, reachedBetween, type Reach } from './solve-reach.ts';
import { stepsOf, tierReached } from './slices.ts';
import { totalBetween, unmoved, type Between } from './solve-totals.ts';
import { gatesOf, reachedBy, segmentAt, unread, type Read } from './table.ts';

/** What is measured: a tier by its index, an attainment, or money in minor units. */
export type Kind = 'tier' | 'attainment' | 'worth' | 'earned';

export interface Target {
  readonly kind: Kind;
  /** Null for all components of the plan. */
  readonly component: Component | null;
  readonly least: Fraction;
}

/** A figure with a deal, without whose worth there is a run before it; null where there is none. */
export function figureOf(target: Target, after: Probe, before: Probe): Fraction | null {
  const { kind, component } = target;
  const id = component?.id ?? '';
  switch (kind) {
    case 'tier': {
      const standing = standingIn(after, id);
      const index = standing && tierIndexOf(standing, (other) => after.run.standing(other, after.at) ?? unread);
      return index === null || index === undefined ? null : tierBy(target, standing as Standing, index);
    }
    case 'attainment':
      return standingIn(after, id)?.attainment ?? null;
    case 'worth':
      return whole(totalOf(after, component) - totalOf(before, component));
    case 'earned':
      if (after.at < 0 || !after.run.steps[after.at]?.isMember) return null;
      return whole(paying(after, component).reduce((sum, { paid }) => sum + paid, 0n));
  }
}

/** A tier by its index in the table that the target is of; null where a version of the plan has no such bound as is asked for. */
function tierBy({ component, least }: Target, standing: Standing, index: number): Fraction | null {
  if (standing.component === component || !component) return whole(BigInt(index));
  const bound = stepsOf(component.rate)[Number(least.n)]?.from;
  const place = stepsOf(standing.component.rate).findIndex(({ from }) => from === bound);
  return place < 0 ? null : whole(BigInt(index - place) + least.n);
}

const whole = (n: bigint): Fraction => ({ n, d: 1n });
/** Below everything that is asked for. */
const below: Fraction = negate(one);

export const isReached = ({ least }: Target, figure: Fraction | null): boolean =>
  figure !== null && compare(figure, least) >= 0;

/** Index of the tier that a component has reached, -1 below the first; null where its table has no tiers of a position. */
export function tierIndexOf(standing: Standing, read: Read): number | null {
  const { component, position, terms } = standing;
  if (position === null || terms.table.every || terms.step === 'record') return null;
  const steps = stepsOf(component.rate);
  if (steps.length === 0) return null;
  if (isByAnother(component)) return position.n < 0n ? -1 : reachedBy(component.rate, read).tier;
  const from = tierReached(standing);
  return from === null ? -1 : segmentAt(terms.table.segments, position).tier;
}

const isByAnother = ({ rate }: Component): boolean => rate.type === 'cliff' && typeof rate.by === 'object';

/** The components that a figure of money adds up, in the payment period of the deal. */
function paying(probe: Probe, component: Component | null): readonly Standing[] {
  if (!component) return probe.run.standings(probe.at);
  const standing = standingIn(probe, component.id);
  return standing ? [standing] : [];
}

/** The last payment period of each window of each component, by index, with the component's standing. */
function lastIn({ run }: Probe, component: Component | null): readonly (readonly [index: number, Standing])[] {
  const last = new Map<string, readonly [number, Standing]>();
  run.steps.forEach(({ isMember }, index) => {
    if (!isMember) return;
    const standings = component ? [run.standing(component.id, index)] : run.standings(index);
    for (const one of standings) if (one) last.set(`${one.component.id} ${one.window.name}`, [index, one]);
  });
  return [...last.values()];
}

const totalOf = (probe: Probe, component: Component | null): bigint =>
  worthIn(lastIn(probe, component).map(([, standing]) => standing));

/**
 * The most that a figure may be for any amount between two runs; null where nothing is known. `isExact`: what is credited
 * grows in step with the amount, without the rounding of a conversion.
 */
export function mostBetween(
  { kind, component }: Target,
  left: Probe,
  right: Probe,
  before: Probe,
  isExact: boolean,
): Fraction | null {
  const reachOf = reachBetween(left, right);
  const at =
    (index: number) =>
    (id: string): Reach =>
      reachOf(id, index);
  const { digits } = left.account.currency;
  if (kind === 'tier') return component && tierBetween(component, right, at(right.at));
  if (kind === 'attainment') {
    const { attainment } = reachOf(component?.id ?? '', right.at);
    // Without an attainment for every amount there is nothing to wait for.
    return attainment ? attainment.high : below;
  }
  if (kind === 'worth') {
    const [ls, rs] = [lastIn(left, component), lastIn(right, component)];
    const parts = ls.map(([index, l], i) => {
      const r = (rs[i] as (typeof rs)[number])[1];
      return l === r ? unmoved(l.total) : totalBetween(l, r, at(index), digits);
    });
    const most = mostOf(parts, isExact);
    return most === null ? null : whole(most - totalOf(before, component));
  }
  const rs = paying(right, component);
  const parts = paying(left, component).map((l, i) => paidBetween(l, rs[i] as Standing, at(right.at), digits));
  const most = mostOf(parts, isExact);
  return most === null ? null : whole(most);
}

function tierBetween(component: Component, right: Probe, reach: (id: string) => Reach): Fraction | null {
  const { position } = reach(component.id);
  if (!position?.high) return null;
  if (isByAnother(component)) {
    const reached = reachedBetween(component, reach);
    return reached && whole(BigInt(reached[1].tier));
  }
  const segments = standingIn(right, component.id)?.terms.table.segments;
  return segments ? whole(BigInt(segmentAt(segments, position.high).tier)) : null;
}

/** What is paid out of a total: nothing while a gate is shut or until it is settled. */
function paidBetween(l: Standing, r: Standing, reach: (id: string) => Reach, digits: number): Between {
  if (l === r || !l.settled) return unmoved(l.paid);
  const gates = gatesOf(l.component.gate).map((gate) => opensBetween(gate, reach(gate.component)));
  if (gates.includes(false)) return unmoved(0n);
  const total = totalBetween(l, r, reach, digits);
  if (!gates.includes(null)) return total;
  const { most } = total;
  return { left: l.paid, right: r.paid, most: most === null ? null : most > 0n ? most : 0n, isStraight: false };
}

/** The most that several totals come to together. Those that go straight go straight together, but for what each is rounded by. */
function mostOf(parts: readonly Between[], isExact: boolean): bigint | null {
  let [apart, others] = [0n, 0n];
  const moving = parts.filter(({ left, right, isStraight }) => isStraight && left !== right);
  for (const part of parts) {
    if (part.most === null) return null;
    apart += part.most;
    if (!moving.includes(part)) others += part.most;
  }
  if (!isExact || moving.every(({ left, right }) => left < right) || moving.every(({ left, right }) => left > right))
    return apart;
  const sum = (pick: (one: Between) => bigint): bigint => moving.reduce((all, one) => all + pick(one), 0n);
  const [left, right] = [sum((one) => one.left), sum((one) => one.right)];
  const together = others + (left > right ? left : right) + BigInt(moving.length);
  return together < apart ? together : apart;
}
