// What a sync found out about the org beside the records, and what is told of a sync that is read.
import type { Lack } from '@quotient/salesforce';

/** What a sync found out beside the records. */
export interface SyncFacts {
  readonly org: string;
  readonly instanceUrl: string;
  readonly syncedAt: string;
  readonly corporateCurrency: string;
  readonly wonStage: string | null;
  readonly rates: readonly { readonly currency: string; readonly from: string | null; readonly rate: string }[];
  /** What plans needed and the org did not have or hid; earlier syncs ended with an error instead. */
  readonly lacks?: readonly Lack[];
}

export interface StoreMeta extends SyncFacts {
  /** The number of the sync. */
  readonly sync: number;
  readonly counts: Readonly<Record<string, number>>;
  /** The fields that were read of each object. */
  readonly fields: Readonly<Record<string, readonly string[]>>;
}
