// What open deals would earn, of any snapshot and any deals: or why that cannot be said.
import { reasonsOf } from './estimate-because.ts';
import { estimateOf } from './estimate-plans.ts';
import { checkDeals } from './estimate-refusals.ts';
import type { Deal, Estimate } from './estimate-result.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { checkParts, refusalOf } from './snapshot-whole.ts';

/**
 * What the deals would change for the snapshot's payee, each counted as won with its changes on top. Snapshots of others
 * say what people below would earn, where a plan counts that.
 * Never throws on what a snapshot or a deal holds: `cannotSay` has the reason. Source: interfaces, "Estimates".
 */
export function estimate(held: Snapshot, deals: readonly Deal[], others: readonly Snapshot[] = []): Estimate {
  try {
    for (const one of [held, ...others]) checkParts(one);
    checkDeals(deals);
    return estimateOf(held, deals, others, reasonsOf);
  } catch (error) {
    return { ...refusalOf(error, held), notes: [], plans: [], atOwnDates: null };
  }
}
