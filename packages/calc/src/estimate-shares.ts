// Several deals: what each one adds in the order in which they close.
import type { Standing } from './component.ts';
import type { Deal, DealShare } from './estimate-result.ts';
import { dateFields } from './estimate-dates.ts';
import type { World } from './estimate-run.ts';
import { objectOf } from './deal.ts';
import { printMinor } from './decimal.ts';
import { field } from './filter.ts';
import { compareText } from './order.ts';
import { dayAt } from './period.ts';
import { runOf, type Account } from './run.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';

/** The record of a deal. */
export const idOf = ({ record }: Deal): unknown => record['Id'];

/** Σ over components and windows of what the payout function says at their last payment period, in minor units. */
export function worthIn(standings: Iterable<Standing>): bigint {
  const last = new Map<string, Standing>();
  let sum = 0n;
  for (const standing of standings) {
    const { component, window, total } = standing;
    const before = last.get(component.id);
    sum += before?.window.name === window.name ? total - before.total : total;
    last.set(component.id, standing);
  }
  return sum;
}

/** The same of all components of an account. */
export function worthOf(account: Account): bigint {
  const { steps, standings } = runOf(account);
  return worthIn(steps.flatMap((_, index) => standings(index)));
}

/** The deals by the day on which a plan counts them, then by record. */
export function inClosingOrder({ plan }: SnapshotPlan, deals: readonly Deal[]): Deal[] {
  const dayOf = (deal: Deal): number =>
    Math.max(
      ...dateFields(plan, objectOf(deal)).map(
        (name) => dayAt(field(name)({ ...deal.record, ...deal.set }), plan.timeZone ?? 'UTC') ?? 0,
      ),
    );
  return deals
    .map((deal) => ({ deal, day: dayOf(deal) }))
    .sort((a, b) => a.day - b.day || compareText(String(idOf(a.deal)), String(idOf(b.deal))))
    .map(({ deal }) => deal);
}

/** What each of several deals adds to the worth of those that close before it; all of them together are the whole worth. */
export function sharesOf(held: Snapshot, own: SnapshotPlan, deals: readonly Deal[], world: World): DealShare[] {
  if (deals.length < 2) return [];
  const ordered = inClosingOrder(own, deals);
  let before = worthOf(world.account(held, own, 'before'));
  return ordered.map((deal, i) => {
    const account = world.account(
      held,
      own,
      i + 1 === ordered.length ? 'after' : new Set(ordered.slice(0, i + 1).map(idOf)),
    );
    const worth = worthOf(account);
    const share = worth - before;
    before = worth;
    return { record: String(idOf(deal)), worth: printMinor(share, account.currency.digits) };
  });
}
