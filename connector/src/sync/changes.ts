// Reading what changed: records by their time stamps and those of their parents, those that left the filter, and deletions.
import { parentsOf, Rows } from '@quotient/salesforce';
import { readOnePage, readPages } from '../org/read.ts';
import { stampField } from '../store/batches.ts';
import { idSetOf } from '../store/ids.ts';
import type { Asked, Reading } from '../store/store.ts';
import type { Around } from './anew.ts';
import { apply, type Applied } from './applied.ts';
import { deletedSince, type Deletions } from './deleted.ts';

/**
 * So far back from the watermark changes are read again, in milliseconds: records may become visible after others that are
 * younger, and the clocks of an org's servers differ.
 */
export const overlap = 20 * 60_000;

/** More changes than this share of the records are read with all of them. */
const mostShare = 0.3;
const few = 2_000;

/** An instant of SOQL. */
const instant = (time: number): string => `${new Date(time).toISOString().slice(0, 19)}Z`;

/**
 * Records changed since an instant, by themselves or by a parent that they are read or filtered with. A record that others were merged
 * into has taken over what named them, which does not show there.
 */
export function changedSince({ fields, where, merged }: Asked, since: number): string {
  const paths = [...fields.map(({ path }) => path), ...(where?.match(/\b[A-Z]\w*(?:\.\w+)+\b/g) ?? [])];
  const parents = new Set([...parentsOf(paths), ...merged]);
  return ['', ...[...parents].map((parent) => `${parent}.`)]
    .map((prefix) => `${prefix}${stampField} >= ${instant(since)}`)
    .join(' OR ');
}

/** What an org says of the changes of an object before these are read. */
export interface Outlook {
  /** How many records there are. */
  readonly total: number;
  /** Selects what changed. */
  readonly where: string;
  /** How many records changed; these themselves, where they are few. */
  readonly changed: { readonly total: number; readonly rows: Rows | null };
  /** What was deleted; null where the org's list does not reach back so far. */
  readonly deleted: Deletions | null;
  /** The Ids of what changed and is no longer asked for. */
  readonly left: readonly string[];
}

/** Asks at once for all that is to be known, and for the first page of what changed. @throws ConnectorError as `readPages` does */
export async function outlookOf(
  { rest, pageSize }: Pick<Around, 'rest' | 'pageSize'>,
  before: Reading,
  object: string,
  asked: Asked,
): Promise<Outlook> {
  const since = before.watermark - overlap;
  const own = changedSince(asked, since);
  const where = among(asked, own);
  const [changed, deleted, total, left] = await Promise.all([
    readOnePage(rest, { object, fields: asked.fields, where, pageSize }),
    deletedSince(rest, object, since),
    rest.count(object, asked.where ?? undefined),
    asked.where === null ? [] : rest.all(`SELECT Id FROM ${object} WHERE (${own}) AND (NOT (${asked.where}))`),
  ]);
  return { where, changed, total, deleted, left: left.map(({ Id }) => String(Id)) };
}

/** A filter within what is asked for. */
export const among = ({ where }: Asked, filter: string): string =>
  where === null ? filter : `(${where}) AND (${filter})`;

export interface Changes extends Applied {
  /** What became visible later has stamps from this instant on. */
  readonly covered: number;
}

/**
 * What changed of an object since its last whole reading; null where that cannot be said: too much has changed, or the org's
 * list of deletions does not reach back so far.
 * @throws ConnectorError as `readPages` does
 */
export async function changesOf(
  { rest, store, progress, bulkFrom, pageSize }: Around,
  before: Reading,
  object: string,
  { fields }: Asked,
  { where, changed, deleted, left }: Outlook,
): Promise<Changes | null> {
  const { total } = changed;
  if (deleted === null || (total > few && total > mostShare * (before.count ?? 0))) return null;
  const rows = changed.rows ?? new Rows(fields);
  if (changed.rows && total > 0) progress(object, total, total);
  if (!changed.rows)
    await readPages(
      rest,
      { object, fields, where, pageSize },
      rows,
      (place) => {
        if (place.count === 0) rows.clear();
        progress(object, place.count, place.total);
      },
      { total, ...(bulkFrom !== undefined && { bulkFrom }) },
    );
  return { ...apply(store, before, rows, idSetOf([...deleted.ids, ...left])), covered: deleted.covered };
}
