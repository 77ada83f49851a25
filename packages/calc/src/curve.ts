// The payout function as a picture: points, marks and positions. Numbers here are for drawing only; figures are text elsewhere.
import type { Deal, EstimateAsDated } from './estimate-result.ts';
import { runsOf, standingAt } from './estimate-plans.ts';
import { runBoth, type Runs } from './estimate-run.ts';
import { unitOf } from './part.ts';
import { printDecimal } from './decimal.ts';
import type { Fraction } from './fraction.ts';
import type { Standing } from './component.ts';
import { payoutAt, type Currency } from './payout.ts';
import { stepsOf } from './slices.ts';
import type { Snapshot } from './snapshot-schema.ts';
import type { Segment } from './table.ts';

export interface CurvePoint {
  readonly credited: number;
  readonly earned: number;
}

export interface CurveMark {
  readonly credited: number;
  /** The bound as the plan writes it, `100 %` or `50000`. */
  readonly label: string;
  /** What begins there: `12%`, or an amount. */
  readonly pays: string;
}

export interface Curve {
  readonly component: string;
  readonly label: string;
  readonly window: string;
  readonly currency: string;
  readonly unit: 'money' | 'number' | 'ratio';
  readonly quota: string | null;
  readonly points: readonly CurvePoint[];
  readonly marks: readonly CurveMark[];
  /** The most that the window pays, or null. */
  readonly cap: number | null;
  readonly position: readonly [before: number, after: number];
  readonly earned: readonly [before: number, after: number];
}

/** A component of a plan. */
export interface CurveOf {
  readonly plan: string;
  readonly component: string;
}

/** The payout curve of a component in the window that the deals (or the as-of date) fall in; null where it has no position. */
export function curve(held: Snapshot, { plan, component }: CurveOf, deals: readonly Deal[] = []): Curve | null {
  const own = held.plans.find((one) => one.plan.id === plan);
  return own ? drawn(runBoth(held, own, deals), component) : null;
}

/** The same of the deals of an estimate, from its own runs. */
export function curveOf(found: EstimateAsDated, { plan, component }: CurveOf): Curve | null {
  const runs = runsOf(found, plan);
  return runs ? drawn(runs, component) : null;
}

function drawn({ own, before, after, day, account }: Runs, component: string): Curve | null {
  const [then, now] = [standingAt(before, component, day), standingAt(after, component, day)];
  if (!then?.position || !now?.position) return null;
  const earnedAt = (position: Fraction): number =>
    Number(payoutAt(now.terms, position, account.currency)) / 10 ** account.currency.digits;
  const [start, end] = reach(then, now);
  return {
    component: now.component.id,
    label: now.component.label ?? now.component.id,
    window: now.window.name,
    currency: own.plan.currency,
    unit: unitOf(own.plan, now.component),
    quota: now.quota.amount ? printDecimal(now.quota.amount) : null,
    points: points(now, start, end, account.currency),
    marks: marks(now, start, end),
    cap: now.terms.cap ? toNumber(now.terms.cap) : null,
    position: [toNumber(then.position), toNumber(now.position)],
    earned: [earnedAt(then.position), earnedAt(now.position)],
  };
}

const toNumber = ({ n, d }: Fraction): number => Number(n) / Number(d);

/** From 0 (or below) to a little beyond the next bound, the quota or the position, whichever is farthest. */
function reach(then: Standing, now: Standing): [number, number] {
  const positions = [then, now].map(({ position }) => (position ? toNumber(position) : 0));
  const farthest = Math.max(...positions, now.quota.amount ? toNumber(now.quota.amount) : 0);
  const bounds = now.terms.table.segments.flatMap(({ from }) => (from ? [toNumber(from)] : []));
  const next = bounds.find((bound) => bound > Math.max(...positions)) ?? 0;
  return [Math.min(0, ...positions), Math.max(farthest, next, 1e-9) * 1.15];
}

/** Two points at each bound, so that a jump is drawn as one. */
function points({ terms }: Standing, start: number, end: number, { digits }: Currency): CurvePoint[] {
  const { segments, every } = terms.table;
  const cap = terms.cap ? toNumber(terms.cap) : Number.POSITIVE_INFINITY;
  const round = (money: number): number => Math.round(Math.min(money, cap) * 10 ** digits) / 10 ** digits;
  if (every) {
    const [step, pays] = [toNumber(every.step), toNumber(every.pays)];
    const count = Math.min(200, Math.max(0, Math.floor(end / step)));
    return [
      { credited: start, earned: 0 },
      ...Array.from({ length: count }, (_, i) => [
        { credited: (i + 1) * step, earned: round(i * pays) },
        { credited: (i + 1) * step, earned: round((i + 1) * pays) },
      ]).flat(),
      { credited: end, earned: round(count * pays) },
    ];
  }
  const at = (segment: Segment, x: number): number => toNumber(segment.intercept) + toNumber(segment.slope) * x;
  return segments.flatMap((segment, i) => {
    const from = segment.from ? Math.max(toNumber(segment.from), start) : start;
    const next = segments[i + 1]?.from;
    const to = Math.min(next ? toNumber(next) : end, end);
    if (to <= from && !(from === start && to === start && i === 0)) return [];
    const inside = capCrossing(segment, cap, from, to);
    return [from, ...inside, to].map((x) => ({ credited: x, earned: round(at(segment, x)) }));
  });
}

/** Where a segment reaches the cap, if it does on the way. */
function capCrossing(segment: Segment, cap: number, from: number, to: number): number[] {
  const slope = toNumber(segment.slope);
  if (slope <= 0 || cap === Number.POSITIVE_INFINITY) return [];
  const x = (cap - toNumber(segment.intercept)) / slope;
  return x > from && x < to ? [x] : [];
}

function marks({ component, terms }: Standing, start: number, end: number): CurveMark[] {
  const steps = stepsOf(component.rate);
  return terms.table.segments.flatMap(({ from, tier }) => {
    const step = steps[tier];
    if (!from || !step) return [];
    const credited = toNumber(from);
    return credited < start || credited > end ? [] : [{ credited, label: step.from, pays: step.pays }];
  });
}
