// What open deals would earn, of any snapshot and any deals: or why that cannot be said.
import { objectOf } from './deal.ts';
import { reasonsOf } from './estimate-because.ts';
import { estimateOf } from './estimate-plans.ts';
import { checkDeals } from './estimate-refusals.ts';
import type { Deal, Estimate } from './estimate-result.ts';
import { dateFields } from './estimate-dates.ts';
import { versionsOf } from './snapshot-account.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { readSnapshot } from './snapshot-read.ts';
import { refusalOf } from './snapshot-whole.ts';

/**
 * What the deals would change for the snapshot's payee, each counted as won with its changes on top. Snapshots of others
 * say what people below would earn, where a plan counts that.
 * Never throws on what a snapshot or a deal holds: `cannotSay` has the reason. Source: interfaces, "Estimates".
 */
export function estimate(held: Snapshot, deals: readonly Deal[], others: readonly Snapshot[] = []): Estimate {
  try {
    for (const one of [held, ...others]) readSnapshot(one);
    checkDeals(deals);
    const found = estimateOf(held, deals, others, reasonsOf);
    return { ...found, atOwnDates: found.cannotSay ? null : atOwnDates(held, deals, others) };
  } catch (error) {
    return { ...refusalOf(error, held), notes: [], plans: [], atOwnDates: null };
  }
}

/** The estimate at the dates that the deals' records say, where a change says another. */
function atOwnDates(held: Snapshot, deals: readonly Deal[], others: readonly Snapshot[]): Estimate['atOwnDates'] {
  const fields = (deal: Deal): string[] =>
    held.plans.flatMap(versionsOf).flatMap(({ plan }) => dateFields(plan, objectOf(deal)));
  const isMoved = (deal: Deal, name: string): boolean =>
    deal.set !== undefined && name in deal.set && deal.set[name] !== deal.record[name];
  if (!deals.some((deal) => fields(deal).some((name) => isMoved(deal, name)))) return null;
  const unmoved = deals.map((deal): Deal => {
    const dates = new Set(fields(deal));
    return {
      ...deal,
      set: Object.fromEntries(Object.entries(deal.set ?? {}).filter(([name]) => !dates.has(name))),
    };
  });
  const { cannotSay, plans } = estimateOf(held, unmoved, others, reasonsOf);
  return cannotSay ? null : plans;
}
