// Reading by a bulk job: the org makes the result by itself, and it is read page by page, each counted.
import { setTimeout as wait } from 'node:timers/promises';
import { CsvPage, Rows, type Field } from '@quotient/salesforce';
import { ConnectorError, exitCode } from '../error.ts';
import { apiVersion, protocol, reconciliation, type Rest } from './rest.ts';

/** So many records stand on a page. */
const pageSize = 50_000;
/** A job that takes longer is given up, in milliseconds. */
const longest = 30 * 60_000;

interface Job {
  readonly id: string;
  readonly state: string;
  readonly numberRecordsProcessed?: number;
  readonly errorMessage?: string;
}

const jobs = `/services/data/${apiVersion}/jobs/query`;

/** The org refuses to run a query as a bulk job. */
export const isRefusedJob = (error: unknown): boolean => error instanceof ConnectorError && error.code === 'refused';

/**
 * All records of a query as typed rows. A page that does not come whole is asked for again.
 * @throws ConnectorError `job-failed` (69), `job-late` (75), `reconciliation` (65); `refused` where the org runs no such job.
 */
export async function bulkRows(
  rest: Rest,
  object: string,
  soql: string,
  fields: readonly Field[],
  progress: (count: number, total: number) => void,
): Promise<Rows> {
  const body = { operation: 'query', query: soql, contentType: 'CSV', columnDelimiter: 'COMMA', lineEnding: 'LF' };
  const { id } = jobOf(await rest.call('POST', jobs, { body }));
  try {
    const total = await completed(rest, id);
    const rows = await resultsOf(rest, object, id, fields, (count) => progress(count, total));
    if (rows.count !== total) throw reconciliation(object, total, rows.count, 'Records are missing or came twice');
    return rows;
  } finally {
    // Results are kept for days and count against a limit; a job that cannot be deleted harms nothing else.
    await rest.call('DELETE', `${jobs}/${id}`, { missing: true }).catch(() => null);
  }
}

function jobOf(answer: unknown): Job {
  const job = answer as Partial<Job> | null;
  if (typeof job?.id !== 'string' || !/^\w{15,18}$/.test(job.id) || typeof job.state !== 'string')
    throw protocol('The answer is no bulk job.');
  return job as Job;
}

/** Waits until a job is complete; how many records it has. */
async function completed(rest: Rest, id: string): Promise<number> {
  const until = Date.now() + longest;
  for (let pause = 50; ; pause = Math.min(pause * 2, 5_000)) {
    const { state, numberRecordsProcessed, errorMessage } = jobOf(await rest.call('GET', `${jobs}/${id}`));
    if (state === 'JobComplete') {
      if (typeof numberRecordsProcessed !== 'number')
        throw protocol('A bulk job does not say how many records it has.');
      return numberRecordsProcessed;
    }
    if (state === 'Failed' || state === 'Aborted')
      throw new ConnectorError(
        'job-failed',
        exitCode.unavailable,
        `${rest.login.name} ended the bulk job ${id} as ${state}: ${errorMessage ?? 'it does not say why'}.`,
        ['Run the command again. If it stays, look at the job under Bulk Data Load Jobs in the org.'],
      );
    if (Date.now() > until)
      throw new ConnectorError(
        'job-late',
        exitCode.temporary,
        `The bulk job ${id} of ${rest.login.name} is ${state} after ${longest / 60_000} minutes.`,
        ['Run the command again when the org has less to do.'],
      );
    await wait(pause);
  }
}

async function resultsOf(
  rest: Rest,
  object: string,
  id: string,
  fields: readonly Field[],
  progress: (count: number) => void,
): Promise<Rows> {
  const rows = new Rows(fields);
  const seen = new Set<string>();
  for (let locator = ''; locator !== 'null';) {
    const at = locator === '' ? '' : `&locator=${encodeURIComponent(locator)}`;
    locator = await rest.get(`${jobs}/${id}/results?maxRecords=${pageSize}${at}`, {
      type: /csv/i,
      read: (bytes, headers) => readPage(rows, bytes, headers, object),
    });
    if (seen.has(locator)) throw protocol(`${object}: the page ${locator} came twice.`);
    seen.add(locator);
    progress(rows.count);
  }
  return rows;
}

/** Reads a page into the rows, none of it where it is not whole; where the next one is. */
function readPage(rows: Rows, bytes: Uint8Array, headers: Headers, object: string): string {
  const declared = headers.get('sforce-numberofrecords');
  const locator = headers.get('sforce-locator');
  if (locator === null || declared === null)
    throw protocol(`${object}: a page does not say how many records it has, or where the next one is.`);
  const page = new CsvPage(rows);
  page.push(bytes);
  page.end(Number(declared));
  return locator;
}
