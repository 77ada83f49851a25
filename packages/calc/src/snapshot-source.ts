// What crediting reads of a snapshot: its rates and hierarchy, with the records of deals.
import type { CrmRecord } from './book.ts';
import type { Source } from './credit.ts';
import type { Deal } from './estimate-result.ts';
import { ratesIn } from './snapshot-account.ts';
import { distanceBelow } from './snapshot-below.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { rowsOf } from './source.ts';
import { timelines } from './timeline.ts';

/** Crediting to the snapshot's payee of records that it does not hold. */
export const sourceIn = (held: Snapshot, records: Readonly<Record<string, readonly CrmRecord[]>>): Source => ({
  rows: rowsOf(records),
  timeline: timelines(records),
  entries: [],
  rates: ratesIn(held),
  corporateCurrency: held.corporateCurrency,
  above: (person, day) => {
    const distance = distanceBelow(held, person, day);
    return distance === undefined ? [] : [{ manager: held.payee.Id, distance }];
  },
  dated: held.earlier !== undefined || held.later !== undefined,
});

/** The rows of other objects that come with deals. */
export function relatedRows(deals: readonly Deal[]): Record<string, CrmRecord[]> {
  const rows: Record<string, CrmRecord[]> = {};
  for (const deal of deals)
    for (const [object, list] of Object.entries(deal.related ?? {})) (rows[object] ??= []).push(...list);
  return rows;
}
