// What changed and what was deleted between two times, as /updated and /deleted answer it.
import { ApiError } from './error.ts';
import type { Org, Viewer } from './org.ts';
import type { Row } from './rows.ts';
import type { ObjectType } from './schema.ts';
import { seesEvery } from './sharing.ts';
import { orderedPlaces, scan } from './soql/scan.ts';

const dayMs = 86_400_000;
/** More ids than this are not answered at once. */
const mostIds = 600_000;

interface Span {
  /** Whole minutes, as the org writes times. */
  readonly start: string;
  readonly end: string;
  readonly covered: string;
}

/**
 * Ids of records that were added, changed or undeleted from `start` up to `end`.
 * @throws ApiError INVALID_REPLICATION_DATE, EXCEEDED_ID_LIMIT. Source: "Get Updated" of the REST API guide.
 */
export function updated(org: Org, viewer: Viewer, type: ObjectType, query: URLSearchParams, most = mostIds): object {
  const { start, end, covered } = spanOf(org, query, 30);
  const { rows } = org.table(type.name);
  const test = (row: Row): boolean => {
    const stamp = String(row['SystemModstamp']);
    return row['IsDeleted'] !== true && stamp >= start && stamp < end && org.sees(viewer, type, row);
  };
  const places = scan(rows, { test, spans: { stamps: { from: ms(start), until: ms(end) } } }, 'id', most + 1);
  if (places.length > most) throw tooMany(most);
  const ids = Array.from(orderedPlaces(rows, places, 'id'), (place) => String(rows.at(place)['Id']));
  return { ids, latestDateCovered: covered };
}

/**
 * Records that were deleted from `start` up to `end` and are not back, in the recycle bin or purged from it. The delete
 * log says nothing of what was deleted before `earliestDateAvailable`.
 * @throws ApiError INVALID_REPLICATION_DATE, EXCEEDED_ID_LIMIT. Source: "Get Deleted" of the REST API guide.
 */
export function deleted(org: Org, viewer: Viewer, type: ObjectType, query: URLSearchParams, most = mostIds): object {
  const { start, end, covered } = spanOf(org, query, 15);
  const { rows, purged } = org.table(type.name);
  // Of what is purged the last owner is known as long as its row is.
  const isSeen = (id: string): boolean => {
    const place = rows.placeOf(id);
    return seesEvery(org, viewer, type) || (place !== undefined && org.sees(viewer, type, rows.at(place)));
  };
  const all = [...purged].flatMap(([id, deletedDate]) => (isSeen(id) ? [{ id, deletedDate }] : []));
  for (const row of rows.binned())
    if (org.sees(viewer, type, row)) all.push({ id: String(row['Id']), deletedDate: String(row['SystemModstamp']) });
  const deletedRecords = all
    .filter(({ deletedDate }) => deletedDate >= start && deletedDate < end)
    .sort((a, b) => (a.deletedDate < b.deletedDate || (a.deletedDate === b.deletedDate && a.id < b.id) ? -1 : 1));
  if (deletedRecords.length > most) throw tooMany(most);
  return { deletedRecords, earliestDateAvailable: org.deletionsKnownFrom, latestDateCovered: covered };
}

function spanOf(org: Org, query: URLSearchParams, days: number): Span {
  const [start, end] = [instant(query, 'start'), instant(query, 'end')];
  if (start >= end) throw invalid('start must be before end');
  if (start < org.clock().getTime() - days * dayMs) throw invalid(`start cannot be more than ${days} days ago`);
  return {
    start: text(start),
    end: text(end),
    covered: text(Math.min(end, minutes(ms(org.coveredUntil())))),
  };
}

/** A parameter in ISO 8601 with an offset; a plus sign may have become a space on its way. Seconds are cut off. */
function instant(query: URLSearchParams, name: string): number {
  const given = query.get(name);
  if (given === null) throw new ApiError(400, 'MISSING_ARGUMENT', `The parameter ${name} is missing`);
  const [, time, offset] = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?)(Z|[ +-]\d\d:?\d\d)$/.exec(given) ?? [];
  const zone = offset?.replace(' ', '+').replace(/(\d\d):?(\d\d)$/, '$1:$2');
  const ms = Date.parse(`${time ?? ''}${zone ?? ''}`);
  if (Number.isNaN(ms)) throw invalid(`${name} is no date and time with an offset, such as 2026-03-31T09:00:00+00:00`);
  return minutes(ms);
}

const minutes = (ms: number): number => Math.floor(ms / 60_000) * 60_000;
const ms = (time: string): number => Date.parse(time.replace('+0000', 'Z'));
const text = (ms: number): string => new Date(ms).toISOString().replace('Z', '+0000');
const invalid = (message: string): ApiError => new ApiError(400, 'INVALID_REPLICATION_DATE', message);
const tooMany = (most: number): ApiError =>
  new ApiError(400, 'EXCEEDED_ID_LIMIT', `More than ${most} records lie between start and end`);
