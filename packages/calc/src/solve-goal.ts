// A goal as it is asked, as a figure of a plan that can be measured; or why it cannot be, or cannot be reached.
import { labelOf } from './component-words.ts';
import { parseDecimal, parsePercent, printDecimal, printMinor, tenTo } from './decimal.ts';
import { compare, ceiling, one, zero, type Fraction } from './fraction.ts';
import type { Because } from './estimate-result.ts';
import { minorDigits } from './money.ts';
import type { Component } from './plan.ts';
import { tierIndexOf, type Target } from './solve-figure.ts';
import type { Goal, Hindrance, Solution } from './solve-result.ts';
import { standingIn, type Probe } from './solve-probe.ts';
import { stepsOf, type Step } from './slices.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { versionsOf } from './snapshot-account.ts';
import { isPercent, unread } from './table.ts';

/** The plan and component that a goal is about. */
export interface Subject {
  readonly own: SnapshotPlan;
  readonly component: Component | null;
}

export const isSubject = (found: Subject | Because): found is Subject => 'own' in found;

const isMoney = (goal: Goal): boolean => 'worth' in goal || 'earned' in goal;

/** Which plan and component a goal is about, or why that cannot be said. */
export function subjectOf({ plans }: Snapshot, goal: Goal): Subject | Because {
  const named = plans.filter(({ plan }) => goal.plan === undefined || plan.id === goal.plan);
  if (named.length === 0)
    return { code: 'no-such-plan', message: `There is no plan ${goal.plan}. Name one of: ${idsOf(plans)}.` };
  const { component: id } = goal;
  const able = named.flatMap((own): Subject[] => {
    const components = componentsIn(own);
    if (id === undefined && isMoney(goal)) return [{ own, component: null }];
    const component =
      id === undefined ? components.find((other) => suits(other, goal)) : components.find((other) => other.id === id);
    return component ? [{ own, component }] : [];
  });
  const [first, second] = able;
  if (first && !second) return first;
  if (first && second)
    return {
      code: 'which-plan',
      message: `Several plans can be meant. Name one of: ${idsOf(able.map(({ own }) => own))}.`,
    };
  if (id === undefined) {
    const [own] = named as [SnapshotPlan];
    return { own, component: own.plan.components[0] as Component };
  }
  const known = named.flatMap((own) => componentsIn(own).map((other) => other.id));
  return { code: 'no-such-component', message: `There is no component ${id}. Name one of: ${known.join(', ')}.` };
}

const idsOf = (plans: readonly SnapshotPlan[]): string => plans.map(({ plan }) => plan.id).join(', ');

/** The components of the version in force, then those that only other versions have. */
const componentsIn = (own: SnapshotPlan): Component[] => {
  const all = [own.plan, ...versionsOf(own).map(({ plan }) => plan)].flatMap(({ components }) => components);
  return [...new Map(all.toReversed().map((component) => [component.id, component])).values()].toReversed();
};

/** Can a component have such a goal? */
function suits({ rate, quota, blend }: Component, goal: Goal): boolean {
  if ('next' in goal) return stepsOf(rate).length > 0 && !blend;
  if ('tier' in goal) return stepsOf(rate).some((step) => isBound(step, goal.tier));
  return quota !== undefined || blend !== undefined;
}

/** Does a tier begin at a bound? */
const isBound = ({ from }: Step, bound: string | number): boolean => {
  const [a, b] = [parsePercent(from), parsePercent(bound)];
  return a !== null && b !== null && isPercent(from) === isPercent(bound) && compare(a, b) === 0;
};

/** What is to be measured, and what is said of it. */
export interface Measured {
  readonly target: Target;
  readonly goal: NonNullable<Solution['goal']>;
}

export const isMeasured = (found: object): found is Measured => 'target' in found;

export type Unmeasured = { readonly cannotSay: Because } | { readonly notReachable: Because<Hindrance> };

/** The figure that a goal asks for, in the payment period of a run without the deal. */
export function measure(goal: Goal, { own, component: named }: Subject, before: Probe): Measured | Unmeasured {
  const unclear = (message: string): Unmeasured => ({ cannotSay: { code: 'unclear-goal', message } });
  if ('worth' in goal || 'earned' in goal) {
    const kind = 'worth' in goal ? 'worth' : 'earned';
    const money = parseDecimal('worth' in goal ? goal.worth : goal.earned);
    if (!money || money.n <= 0n) return unclear(`${kind} has to be an amount of more than 0, such as "5000".`);
    const digits = minorDigits(own.plan.currency);
    const least = ceiling({ n: money.n * tenTo(digits), d: money.d });
    return {
      target: { kind, component: named, least: { n: least, d: 1n } },
      goal: { kind, least: printMinor(least, digits) },
    };
  }
  const standing = named && standingIn(before, named.id);
  if (!standing)
    return {
      notReachable: {
        code: 'not-assigned',
        message: `The payee has no ${named?.id ?? 'component'} on the day on which the deal counts. Ask for another date.`,
      },
    };
  const { component } = standing;
  if ('tier' in goal || 'next' in goal) return tierOf(goal, standing.component, before);
  const least = 'quota' in goal ? one : parsePercent(goal.attainment);
  if (!least || compare(least, zero) < 0) return unclear('attainment has to be a percentage such as "125%".');
  if (standing.attainment === null)
    return {
      notReachable: {
        code: 'no-quota',
        message: `${labelOf(component)} has no quota in ${standing.window.name}, so there is no attainment. Enter a quota.`,
      },
    };
  return { target: { kind: 'attainment', component, least }, goal: { kind: 'attainment', least: printDecimal(least) } };
}

function tierOf(
  goal: Extract<Goal, { tier: unknown } | { next: true }>,
  component: Component,
  before: Probe,
): Measured | Unmeasured {
  const standing = standingIn(before, component.id);
  const now = standing && tierIndexOf(standing, (id) => before.run.standing(id, before.at) ?? unread);
  if (now === null || now === undefined)
    return {
      notReachable: {
        code: 'no-tiers',
        message: `The table of ${labelOf(component)} has no tiers that what is credited climbs. Ask for an attainment or an amount.`,
      },
    };
  const steps = stepsOf(component.rate);
  const index = 'next' in goal ? now + 1 : steps.findIndex((step) => isBound(step, goal.tier));
  const step = steps[index];
  if (step) {
    const least: Fraction = { n: BigInt(index), d: 1n };
    return { target: { kind: 'tier', component, least }, goal: { kind: 'tier', least: step.from } };
  }
  if ('next' in goal)
    return {
      notReachable: {
        code: 'top-tier',
        message: `${labelOf(component)} has reached its highest tier, ${steps.at(-1)?.from}.`,
      },
    };
  const known = steps.map(({ from }) => from).join(', ');
  return {
    cannotSay: {
      code: 'no-such-tier',
      message: `${labelOf(component)} has no tier from ${goal.tier}. Name one of: ${known}.`,
    },
  };
}
