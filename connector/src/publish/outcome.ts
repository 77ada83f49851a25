// What became of rows that were sent to the org.

/** A row that the org did not take. */
export interface RefusedRow {
  readonly key: string;
  /** In the org's words, with its code. */
  readonly why: string;
}

export type By = 'REST' | 'Bulk';

export interface Sent {
  /** By which of the org's interfaces; null where nothing was sent. */
  readonly by: By | null;
  readonly refused: readonly RefusedRow[];
}

/** Rows that somebody else holds at the moment: written a little later. */
export const isHeld = (why: string): boolean => /UNABLE_TO_LOCK_ROW/.test(why);
