// Reading all records of a query page by page, by REST or by a bulk job, from wherever a reading stands.
import { Rows, type Field } from '@quotient/salesforce';
import { bulkPages } from './bulk.ts';
import { restPages } from './pages.ts';
import { Refusal } from './refusal.ts';
import { servicePath, type Rest } from './rest.ts';

export type Way = 'REST' | 'Bulk';

/** From so many records on a bulk job is faster, and spares the org's API requests. */
const many = 10_000;
const pageSize = 2_000;

/** Where a reading stands: enough to take it up again in another process. */
export interface Place {
  readonly by: Way;
  /** Why by that way, in words; empty where that goes without saying. */
  readonly why: string;
  /** The bulk job; null by REST. */
  readonly job: string | null;
  /** The next page: a locator of the job, or a path of REST; '' for the first, null when all pages are read. */
  readonly next: string | null;
  /** Records read so far, and declared. */
  readonly count: number;
  readonly total: number;
  /** The last record Id read by REST, which reads in their order; null before, and by a bulk job. */
  readonly lastId: string | null;
}

export interface Query {
  readonly object: string;
  /** At most so many records on a page; the way's own number where it is absent. */
  readonly pageSize?: number | undefined;
  readonly fields: readonly Field[];
  readonly where: string | undefined;
  /** By REST, no further page is asked for. */
  readonly isFirstPageOnly?: boolean;
}

/** Told where a reading stands: once it begins, or begins again, with a count of 0; then after each page, which stands in the rows. */
export type Receiver = (place: Place) => void;

/**
 * Reads a query into `rows`, whose receiver may empty them after each page. Every page is counted, and all of them. `total`: how
 * many records there are, where that is known.
 * @throws ConnectorError as `restPages` and `bulkPages` do
 */
export async function readPages(
  rest: Rest,
  query: Query,
  rows: Rows,
  received: Receiver,
  { from, total, bulkFrom = many }: { readonly from?: Place; readonly total?: number; readonly bulkFrom?: number } = {},
): Promise<Place> {
  const way = from ?? (await chosen(rest, total ?? (await rest.count(query.object, query.where)), bulkFrom));
  if (way.by === 'REST')
    try {
      return await restPages(rest, query, rows, received, way, from !== undefined);
    } catch (error) {
      const why = whyBeyondRest(error);
      if (why === undefined) throw error;
      return bulkPages(rest, query, rows, received, { ...start, by: 'Bulk', why }, false);
    }
  try {
    return await bulkPages(rest, query, rows, received, way, from !== undefined);
  } catch (error) {
    if (!isRefusedJob(error)) throw error;
    const why = `the org runs no bulk job for ${query.object}`;
    return restPages(rest, query, rows, received, { ...start, by: 'REST', why }, false);
  }
}

/**
 * Reads a query that is most likely answered by one page of REST, without counting first: its rows, or only how many there are
 * where these do not fit.
 * @throws ConnectorError as `restPages` does
 */
export async function readOnePage(
  rest: Rest,
  query: Query,
): Promise<{ readonly total: number; readonly rows: Rows | null }> {
  const rows = new Rows(query.fields);
  try {
    const from = { ...start, by: 'REST', why: '' } as const;
    const { next, total } = await restPages(
      rest,
      { ...query, isFirstPageOnly: true },
      rows,
      () => undefined,
      from,
      false,
    );
    return { total, rows: next === null ? rows : null };
  } catch (error) {
    if (whyBeyondRest(error) === undefined) throw error;
    return { total: await rest.count(query.object, query.where), rows: null };
  }
}

const start = { job: null, next: '', count: 0, total: 0, lastId: null } as const;

/** By which way to read, and why. */
async function chosen(rest: Rest, total: number, bulkFrom: number): Promise<Place> {
  const text = `${total.toLocaleString('en-US')} records`;
  const usage = rest.usage();
  const isShort = usage !== null && usage.of - usage.used < total / pageSize + 10;
  if (total < bulkFrom && !isShort) return { ...start, by: 'REST', why: '', total };
  if (total > 0 && (await jobsLeft(rest)) === 0)
    return { ...start, by: 'REST', why: `${text}, and no bulk jobs left today`, total };
  return { ...start, by: 'Bulk', why: total < bulkFrom ? `${text}, and few API requests left today` : text, total };
}

/** How many bulk queries the org still runs today; many where it does not say. */
async function jobsLeft(rest: Rest): Promise<number> {
  const limits = (await rest.call('GET', `${servicePath}/limits`, { missing: true })) as {
    readonly DailyBulkV2QueryJobs?: { readonly Remaining?: unknown };
  } | null;
  const left = limits?.DailyBulkV2QueryJobs?.Remaining;
  return typeof left === 'number' ? left : Number.POSITIVE_INFINITY;
}

/** What REST cannot do and a bulk job can, by the code of the refusal. */
const beyondRest: Readonly<Record<string, string>> = {
  'too-long': 'the query is too long for REST',
  slow: 'the query takes too long by REST',
};

const whyBeyondRest = (error: unknown): string | undefined =>
  error instanceof Refusal ? beyondRest[error.code] : undefined;

/** Some objects and queries are not read by bulk jobs. */
const isRefusedJob = (error: unknown): boolean => error instanceof Refusal && error.code === 'refused';
