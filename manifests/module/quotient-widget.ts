// What the Lightning web components take of the elements: how to register them, what a deal must bring, and words.
import { leave } from './whole-templates.ts';
import type { CrmRecord, Plan } from '@quotient/calc';
import { define } from '@quotient/widget';
import { de } from '@quotient/widget/messages.de';
import { fieldsOf } from '../../packages/salesforce/src/fields.ts';
import { readable } from '../../widget/src/estimate-view.ts';

leave();

/** What plans read of a deal. Fields are paths from the opportunity, such as `Account.Industry`. */
export interface DealNeeds {
  /** Fields without which a figure would be another one. */
  readonly needed: readonly string[];
  /** Fields that are shown, or that plans can do without. */
  readonly wanted: readonly string[];
  /** Fields of rows that say who shares the deal, by object. */
  readonly related: Readonly<Record<string, readonly string[]>>;
}

const shares = ['OpportunitySplit', 'OpportunityTeamMember'];

/** What the plans of snapshots read of a deal; a document that is no snapshot of this version asks for nothing. */
export function dealNeeds(documents: readonly unknown[]): DealNeeds {
  const plans = readable(documents).flatMap((snapshot) =>
    snapshot.plans.flatMap(({ plan, versions = [] }): Plan[] => [plan, ...versions.map((one) => one.plan)]),
  );
  const needs = fieldsOf(plans);
  const deal = needs.find(({ object }) => object === 'Opportunity');
  return {
    needed: (deal?.needed ?? []).filter((field) => field !== 'Id'),
    wanted: (deal?.wanted ?? []).filter((field) => field !== 'Id'),
    related: Object.fromEntries(
      needs.filter(({ object }) => shares.includes(object)).map(({ object, needed }) => [object, needed]),
    ),
  };
}

/**
 * Who shares a deal, as a snapshot holds it, where the page cannot read that itself: rows by object, of an open deal alone.
 * Null where the snapshot does not hold the deal.
 */
export function heldShares(document: unknown, deal: string): Readonly<Record<string, readonly CrmRecord[]>> | null {
  const shares = readable([document])[0]?.shares;
  return shares && Object.hasOwn(shares, deal) ? (shares[deal] ?? null) : null;
}

/** The elements' words besides English. */
export const messages = { de };

export { define };
