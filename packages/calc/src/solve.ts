// What it takes to reach a goal: the smallest amount of a deal, the smallest number of such deals, or the days on which it may close.
import { fail } from './error.ts';
import type { Deal } from './estimate-result.ts';
import { estimate } from './estimate.ts';
import { isObject } from './forms.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { refusalOf } from './snapshot-whole.ts';
import { figureOf, isReached } from './solve-figure.ts';
import { isMeasured, isSubject, measure, subjectOf } from './solve-goal.ts';
import { proberOf } from './solve-probe.ts';
import type { Goal, Solution } from './solve-result.ts';
import { noDeals, ways, type Question } from './solve-ways.ts';

const silent: Solution = {
  cannotSay: null,
  plan: null,
  component: null,
  goal: null,
  field: null,
  already: false,
  reachable: null,
  notReachable: null,
  estimate: null,
};

/**
 * The smallest amount of a deal, or number of such deals, at which `estimate` reaches a goal, or the days on which it does
 * with the deal as it stands. Amounts are looked for in minor units of the record's currency, up to 16 digits before these;
 * deals up to 200; days from the as-of date on, at most a year ahead, while the payee is assigned.
 * Exact: no smaller amount or number reaches the goal. Never throws on what a snapshot, a deal or a goal holds: `cannotSay` has the reason.
 */
export function solve(held: Snapshot, deal: Deal, goal: Goal, others: readonly Snapshot[] = []): Solution {
  try {
    return solved(held, deal, goal, others);
  } catch (error) {
    return { ...silent, cannotSay: refusalOf(error, held).cannotSay };
  }
}

function solved(held: Snapshot, deal: Deal, goal: Goal, others: readonly Snapshot[]): Solution {
  const by = isObject(goal) ? (goal.by ?? 'amount') : null;
  if (by === null || !Object.hasOwn(ways, by))
    fail(
      'unclear-goal',
      [],
      'This is no goal to reach by amount, deals or date.',
      'Ask for one such as { next: true }.',
    );
  const asItStands = estimate(held, [deal], others);
  // An amount that is missing is what is asked for, and of a day without an assignment there is more to say.
  const why = asItStands.cannotSay?.code;
  if (asItStands.cannotSay && why !== 'not-assigned' && !(by === 'amount' && why === 'value-missing'))
    return { ...silent, cannotSay: asItStands.cannotSay };
  const subject = subjectOf(held, goal);
  if (!isSubject(subject)) return { ...silent, cannotSay: subject };
  const { own, component } = subject;
  const prober = proberOf(held, own.plan.id, others);
  const before = prober([deal]).before();
  const found = measure(goal, subject, before);
  const named = { ...silent, plan: own.plan.id, component: component?.id ?? null, estimate: asItStands };
  if (!isMeasured(found)) return { ...named, ...found };
  const { target } = found;
  const question: Question = { held, own, target, deal, goal, others, prober, before };
  const already = target.kind !== 'worth' && isReached(target, figureOf(target, before, before));
  const { deals, ...answer } = already && by === 'deals' ? noDeals : ways[by](question);
  const said = { ...named, goal: found.goal, already, ...answer };
  if (!deals || deals.length === 0) return said;
  const there = estimate(held, deals, others);
  return there.cannotSay ? { ...said, reachable: null, cannotSay: there.cannotSay } : { ...said, estimate: there };
}
