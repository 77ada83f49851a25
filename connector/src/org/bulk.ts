// Pages of a bulk job: the org makes the result by itself, and it is read page by page as it comes, each counted.
import { CsvPage, select, type Rows } from '@quotient/salesforce';
import { ConnectorError, exitCode } from '../error.ts';
import type { Received } from './attempt.ts';
import { completed, jobOf, Lost, type Job } from './job.ts';
import type { Place, Query, Receiver } from './read.ts';
import { isRefusal, protocol, reconciliation } from './refusal.ts';
import { instantOf, servicePath, type Rest } from './rest.ts';
import { Unanswered } from './transport.ts';

/** So many records stand on a page. */
const mostOnPage = 50_000;
/** A query whose jobs end badly again and again is given up. */
const mostJobs = 3;

const jobs = `${servicePath}/jobs/query`;

/**
 * Reads the pages of a query by a bulk job from a place on. A page that does not come whole is asked for again; a job that ends
 * badly is replaced.
 * @throws ConnectorError `job-failed` (69), `job-late` (75), `reconciliation`, `protocol` (65); Refusal where the org runs no such job
 */
export async function bulkPages(
  rest: Rest,
  query: Query,
  rows: Rows,
  received: Receiver,
  from: Place,
  isTakenUp: boolean,
): Promise<Place> {
  let place = isTakenUp ? from : null;
  for (let made = 0; ; place = null) {
    try {
      if (place === null || place.job === null) {
        made++;
        place = { ...from, job: await make(rest, query), next: '', count: 0, lastId: null };
        received(place);
      }
      const total = await totalOf(rest, place.job as string);
      const end = await resultsOf(rest, query, rows, received, { ...place, total });
      // Results are kept for days and count against a limit; a job that cannot be deleted harms nothing else.
      await rest.call('DELETE', `${jobs}/${place.job}`, { missing: true }).catch(() => null);
      return end;
    } catch (error) {
      const why = error instanceof Lost ? error.message : isRefusal(error, 'NOT_FOUND') ? 'it is gone' : null;
      if (why === null) throw error;
      if (made >= mostJobs)
        throw new ConnectorError(
          'job-failed',
          exitCode.unavailable,
          `${rest.login.name} ended ${made} bulk jobs of ${query.object} without a result: ${why}.`,
          ['Run the command again. If it stays, look at the jobs under Bulk Data Load Jobs in the org.'],
        );
    }
  }
}

/** Makes a job; one that was made without an answer is found. */
async function make(rest: Rest, query: Query): Promise<string> {
  const { object, fields, where } = query;
  const paths = fields.map(({ path }) => path);
  const body = {
    operation: 'query',
    query: select(object, paths, where, null),
    contentType: 'CSV',
    columnDelimiter: 'COMMA',
    lineEnding: 'LF',
  };
  const since = (rest.serverTime() ?? rest.now()) - 5_000;
  for (let tries = 1; ; tries++)
    try {
      return jobOf(await rest.call('POST', jobs, { body })).id;
    } catch (error) {
      if (!(error instanceof Unanswered) || tries >= mostJobs) throw error;
      await rest.pause(error.after ?? 1_000 * tries);
      for (const id of await lookUp(rest, object, since)) if (await isFor(rest, id, query)) return id;
    }
}

/** The jobs of this login that were made for an object since an instant: ours, and those of others that use the same login. */
async function lookUp(rest: Rest, object: string, since: number): Promise<string[]> {
  const { records = [] } = ((await rest.call('GET', jobs)) ?? {}) as { readonly records?: readonly Job[] };
  const recent = records.filter(
    (job) =>
      job.object === object &&
      job.operation === 'query' &&
      !['Failed', 'Aborted'].includes(job.state) &&
      instantOf(job.createdDate ?? '') >= since,
  );
  if (recent.length === 0) return [];
  const me = (await rest.call('GET', '/services/oauth2/userinfo')) as { readonly user_id?: string } | null;
  return recent.filter((job) => job.createdById === me?.user_id).map(({ id }) => id);
}

/** A job does not say what it was asked, but it has as many records as the query then. */
async function isFor(rest: Rest, id: string, { object, where }: Query): Promise<boolean> {
  try {
    return (await totalOf(rest, id)) === (await rest.count(object, where));
  } catch (error) {
    if (error instanceof Lost || isRefusal(error, 'NOT_FOUND')) return false;
    throw error;
  }
}

/** How many records a job has, once it is complete. @throws Lost where it ended otherwise */
const totalOf = async (rest: Rest, id: string): Promise<number> =>
  (await completed(rest, `${jobs}/${id}`, 'Run the command again later: it goes on with the same job.'))
    .numberRecordsProcessed;

async function resultsOf(
  rest: Rest,
  { object, pageSize = mostOnPage }: Query,
  rows: Rows,
  received: Receiver,
  from: Place,
): Promise<Place> {
  const seen = new Set<string>();
  let place = from;
  let firstId = '';
  for (let at = place.next; at !== null; at = place.next) {
    const locator = at;
    seen.add(locator);
    const page = await rest.ask(
      {
        method: 'GET',
        path: `${jobs}/${place.job}/results?maxRecords=${pageSize}${locator === '' ? '' : `&locator=${encodeURIComponent(locator)}`}`,
      },
      { type: /text\/csv/i, read: (answer) => readPage(answer) },
    );
    if (page === null) throw protocol(`${object}: a page is empty.`);
    ({ place, firstId } = page);
    received(place);
  }
  return place;

  /** Reads a page into the rows as it comes; nothing of it stays where it is not whole. */
  async function readPage(answer: Received): Promise<{ place: Place; firstId: string }> {
    const declared = answer.header('sforce-numberofrecords');
    const next = answer.header('sforce-locator');
    if (next === undefined || next === '' || declared === undefined)
      throw protocol(`${object}: a page does not say how many records it has, or where the next one is.`);
    if (seen.has(next)) throw protocol(`${object}: the pages go round in a circle.`);
    const start = rows.count;
    try {
      const page = new CsvPage(rows);
      for await (const piece of answer.body) page.push(piece);
      const count = place.count + page.end(Number(declared));
      if (next === 'null' ? count !== place.total : count > place.total)
        throw reconciliation(object, place.total, count, 'Records are missing or came twice');
      const id = rows.count > start ? rows.idAt(start) : '';
      if (id !== '' && id === firstId) throw protocol(`${object}: a page came twice.`);
      return { place: { ...place, next: next === 'null' ? null : next, count }, firstId: id };
    } catch (error) {
      rows.count = start;
      throw error;
    }
  }
}
