// Many rows written by bulk jobs: CSV that the org takes in as a whole and works through by itself.
import { keyField } from '@quotient/salesforce';
import { CsvError, parse } from 'csv-parse/sync';
import { ConnectorError, exitCode } from '../error.ts';
import { servicePath, type Rest } from '../org/rest.ts';
import { completed, jobOf, Lost } from '../org/job.ts';
import { isRefusal, protocol } from '../org/refusal.ts';
import { bytesOf, Unanswered } from '../org/transport.ts';
import { checkOurs } from './ours.ts';
import type { RefusedRow } from './outcome.ts';
import { keyOf, type Row } from './published.ts';

const jobs = `${servicePath}/jobs/ingest`;
/** A job takes 150 MB in base64; so many bytes of CSV are well below. */
const largest = 80_000_000;
/** Rows whose jobs end badly again and again are given up. */
const mostJobs = 3;

const cell = (value: string): string => `"${value.replaceAll('"', '""')}"`;

/** Rows as the text of one job or several, all with the same columns. */
function* partsOf(rows: readonly Row[]): Generator<{ readonly csv: string; readonly rows: readonly Row[] }> {
  const names = [...new Set(rows.flatMap(Object.keys))];
  const head = `${names.map(cell).join(',')}\n`;
  let [lines, held, size]: [string[], Row[], number] = [[head], [], head.length];
  for (const row of rows) {
    // An empty value would leave what is there: nothing is written with a word of its own.
    const line = `${names.map((name) => cell(row[name] || '#N/A')).join(',')}\n`;
    const bytes = Buffer.byteLength(line);
    if (size + bytes > largest && held.length > 0) {
      yield { csv: lines.join(''), rows: held };
      [lines, held, size] = [[head], [], head.length];
    }
    lines.push(line);
    held.push(row);
    size += bytes;
  }
  if (held.length > 0) yield { csv: lines.join(''), rows: held };
}

/**
 * Writes rows by their keys with bulk jobs. A job that is lost or ends badly is made again: rows that it wrote are recognised.
 * @throws ConnectorError `job-failed` (69), `job-late` (75); Refusal where the org runs no such job
 */
export async function ingestRows(
  rest: Rest,
  object: string,
  rows: readonly Row[],
  written: (count: number) => void,
): Promise<RefusedRow[]> {
  checkOurs(object);
  const refused: RefusedRow[] = [];
  for (const { csv, rows: own } of partsOf(rows)) {
    refused.push(...(await ingested(rest, object, csv, own.length)));
    written(own.length);
  }
  return refused;
}

/** What a job refuses of some rows. */
async function ingested(rest: Rest, object: string, csv: string, count: number): Promise<RefusedRow[]> {
  for (let made = 1; ; made++) {
    const job: { id: string | null } = { id: null };
    try {
      job.id = await uploaded(rest, object, csv, (id) => (job.id = id));
      const refused = await refusedBy(rest, job.id, count);
      await rest.call('DELETE', `${jobs}/${job.id}`, { missing: true }).catch(() => null);
      return refused;
    } catch (error) {
      if (!isLost(error)) throw error;
      // Whether it works or not, nobody waits for it any more.
      if (job.id !== null)
        await rest.call('PATCH', `${jobs}/${job.id}`, { body: { state: 'Aborted' }, missing: true }).catch(() => null);
      if (made === mostJobs) throw error instanceof Lost ? failed(error.message) : error;
      await rest.pause(1_000 * made);
    }
  }
}

const isLost = (error: unknown): boolean =>
  error instanceof Lost || error instanceof Unanswered || isRefusal(error, 'NOT_FOUND');

const failed = (why: string): ConnectorError =>
  new ConnectorError('job-failed', exitCode.unavailable, `Bulk jobs to publish fail: ${why}.`, [
    'Run the command again: rows that were written are recognised by their key.',
  ]);

/** Taking data in is answered with nothing, of no type. */
const anything = { type: /^/, read: () => Promise.resolve(null) };

/** The id of a job that has all its data. `made`: told it as soon as there is one. */
async function uploaded(rest: Rest, object: string, csv: string, made: (id: string) => void): Promise<string> {
  const { id } = jobOf(
    await rest.call('POST', jobs, {
      body: {
        object,
        operation: 'upsert',
        externalIdFieldName: keyField,
        contentType: 'CSV',
        lineEnding: 'LF',
        columnDelimiter: 'COMMA',
      },
    }),
  );
  made(id);
  // A job takes its data once: after an answer that was lost it is another job's turn.
  await rest.ask({ method: 'PUT', path: `${jobs}/${id}/batches`, csv, isRepeatable: false }, anything);
  try {
    await rest.call('PATCH', `${jobs}/${id}`, { body: { state: 'UploadComplete' } });
  } catch (error) {
    // It was closed before: the answer to that was lost.
    if (!isRefusal(error, 'INVALIDJOBSTATE')) throw error;
  }
  return id;
}

/** The rows that a job did not write, once it is complete. @throws Lost where it has not worked through all of them */
async function refusedBy(rest: Rest, id: string, count: number): Promise<RefusedRow[]> {
  const { numberRecordsProcessed, numberRecordsFailed = 0 } = await completed(
    rest,
    `${jobs}/${id}`,
    'Run the command again later: what it has written by then is recognised.',
  );
  if (numberRecordsProcessed !== count)
    throw new Lost(`the last one has worked through ${numberRecordsProcessed} of ${count} rows`);
  return numberRecordsFailed > 0 ? failedOf(rest, id, numberRecordsFailed) : [];
}

/** The rows that a job did not write, each with the reason. */
async function failedOf(rest: Rest, job: string, count: number): Promise<RefusedRow[]> {
  const path = `${jobs}/${job}/failedResults`;
  const refused = await rest.ask(
    { method: 'GET', path },
    {
      type: /text\/csv/i,
      read: async (answer) => {
        const rows = rowsIn(Buffer.from(await bytesOf(answer)));
        if (rows?.length === count && rows.every((row) => keyOf(row) !== '' && row['sf__Error'])) return rows;
        throw protocol(`A bulk job does not say why each of ${count} rows failed.`);
      },
    },
  );
  return (refused ?? []).map((row) => ({ key: keyOf(row), why: row['sf__Error'] ?? '' }));
}

/** The rows of a CSV file; null where it is none. */
function rowsIn(bytes: Buffer): Row[] | null {
  try {
    return parse(bytes, { columns: true, bom: true }) as unknown as Row[];
  } catch (error) {
    if (error instanceof CsvError) return null;
    throw error;
  }
}
