// A deal as it would be once won.
import type { CrmRecord } from './book.ts';
import type { Deal } from './estimate-result.ts';

export const objectOf = (deal: Deal): string => deal.object ?? 'Opportunity';

/** Closed and won, in the org's won stage, with the changes on top. */
export function asWon({ record, set }: Deal, wonStage: string | undefined): CrmRecord {
  return { ...record, IsClosed: true, IsWon: true, ...(wonStage ? { StageName: wonStage } : {}), ...set };
}
