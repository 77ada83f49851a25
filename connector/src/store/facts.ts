// What a sync found out about the org beside the records, and what is told of a sync that is read.
import type { Field, Lack } from '@quotient/salesforce';

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
  /** The fields and the filter by which the records of each object were asked for. */
  readonly asked: Readonly<Record<string, { readonly fields: readonly Field[]; readonly where: string | null }>>;
}
