// Reading what changed: records by their time stamps and those of their parents, those that left the filter, and deletions.
import { parentsOf, Rows } from '@quotient/salesforce';
import { readPages } from '../org/read.ts';
import type { Rest } from '../org/rest.ts';
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

/** Fields that name a record of those kinds that can be merged. */
const mergeable = /(?:^|\.)(?:Account|Contact|Lead)Id$/i;

/**
 * Records changed since an instant, by themselves or by a parent that they are read or filtered with. A record that others were merged
 * into has taken over what named them, which does not show there.
 */
export function changedSince({ fields, where }: Asked, since: number): string {
  const paths = [...fields.map(({ path }) => path), ...(where?.match(/\b[A-Z]\w*(?:\.\w+)+\b/g) ?? [])];
  const merged = paths.filter((path) => mergeable.test(path)).map((path) => path.slice(0, -2));
  const parents = new Set([...parentsOf(paths), ...merged]);
  return ['', ...[...parents].map((parent) => `${parent}.`)]
    .map((prefix) => `${prefix}${stampField} >= ${instant(since)}`)
    .join(' OR ');
}

/** What an org says of the changes of an object before these are read. */
export interface Outlook {
  /** Selects what changed. */
  readonly changed: string;
  /** How many records changed, and how many there are. */
  readonly number: number;
  readonly total: number;
  /** What was deleted; null where the org's list does not reach back so far. */
  readonly deleted: Deletions | null;
  /** The Ids of what changed and is no longer asked for. */
  readonly left: readonly string[];
}

/** Asks at once for all that is to be known before changes are read. @throws ConnectorError as `Rest.all` does */
export async function outlookOf(rest: Rest, before: Reading, object: string, asked: Asked): Promise<Outlook> {
  const since = before.watermark - overlap;
  const changed = changedSince(asked, since);
  const [deleted, number, total, left] = await Promise.all([
    deletedSince(rest, object, since),
    rest.count(object, among(asked, changed)),
    rest.count(object, asked.where ?? undefined),
    asked.where === null ? [] : rest.all(`SELECT Id FROM ${object} WHERE (${changed}) AND (NOT (${asked.where}))`),
  ]);
  return { changed, number, total, deleted, left: left.map(({ Id }) => String(Id)) };
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
  asked: Asked,
  { changed, number, deleted, left }: Outlook,
): Promise<Changes | null> {
  if (deleted === null || (number > few && number > mostShare * (before.count ?? 0))) return null;
  const rows = new Rows(asked.fields);
  // What was undeleted meanwhile comes with the changes.
  if (number > 0)
    await readPages(
      rest,
      { object, fields: asked.fields, where: among(asked, changed), pageSize },
      rows,
      (place) => {
        if (place.count === 0) rows.clear();
        progress(object, place.count, place.total);
      },
      { total: number, ...(bulkFrom !== undefined && { bulkFrom }) },
    );
  return { ...apply(store, before, rows, idSetOf([...deleted.ids, ...left])), covered: deleted.covered };
}
