// What jobs of both kinds have in common: how they are listed, what they refuse, how long they are kept.
import { ApiError } from './error.ts';
import type { Org } from './org.ts';
import type { Request, Response } from './rest.ts';

export type JobType = 'V2Query' | 'V2Ingest';

/** A job as lists show it. */
export type ListedJob = Readonly<Record<string, unknown>> & { readonly id: string; readonly jobType: JobType };

/** Jobs are kept for so long. */
const lifetimeMs = 7 * 24 * 3_600_000;
/** So many jobs stand on a page of a list. */
const listSize = 1_000;

export const timeOf = (date: Date): string => date.toISOString().replace('Z', '+0000');
export const versionOf = (version: string): number => Number(version.replace(/^v/, ''));
export const invalidState = (message: string): ApiError => new ApiError(400, 'INVALIDJOBSTATE', message);

/** The jobs that are too old to be kept; `jobs` are in the order of their making. */
export function* tooOld<J extends { readonly made: Date }>(org: Org, jobs: Iterable<J>): Generator<J> {
  const oldest = org.clock().getTime() - lifetimeMs;
  for (const job of jobs)
    if (job.made.getTime() < oldest) yield job;
    else return;
}

/**
 * Jobs of a type, 1,000 at a time. Source: "Get Information About All Query Jobs" of the Bulk API 2.0 guide: there
 * is no job with PK chunking, which is of the older API, and none that is serial.
 */
export function listOf(jobs: readonly ListedJob[], { query }: Request, type: JobType, url: string): Response {
  const wanted = query.get('jobType')?.toLowerCase() ?? type.toLowerCase();
  const none = query.get('isPkChunkingEnabled') === 'true' || query.get('concurrencyMode')?.toLowerCase() === 'serial';
  const after = behind(query.get('queryLocator'));
  const left = jobs
    .filter(({ id, jobType }) => !none && jobType.toLowerCase() === wanted && id > after)
    .sort((a, b) => (a.id < b.id ? -1 : 1));
  const records = left.slice(0, listSize);
  const done = records.length === left.length;
  const filters = new URLSearchParams(query);
  filters.set('queryLocator', `01g${records.at(-1)?.id.slice(3) ?? ''}-${listSize}`);
  return { status: 200, body: { done, records, nextRecordsUrl: done ? null : `${url}?${filters.toString()}` } };
}

/** The job behind which a page of a list begins. */
function behind(locator: string | null): string {
  if (locator === null) return '';
  const rest = /^01g(\w{15})-\d+$/.exec(locator)?.[1];
  if (rest === undefined) throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
  return `750${rest}`;
}
