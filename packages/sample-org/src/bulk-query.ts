// Bulk API 2.0 queries: jobs that run by themselves, and their results in CSV, page by page.
// Source: "Bulk API 2.0 Query" of the Bulk API 2.0 guide.
import { cellOf, csvForm, csvLine, marksOf, type CsvForm } from './bulk-csv.ts';
import { ApiError, notFound } from './error.ts';
import { to18 } from './id.ts';
import type { Org, Viewer } from './org.ts';
import type { Request, Response } from './rest.ts';
import type { Row } from './rows.ts';
import { objectOf, tableOf, type Table } from './soql/table.ts';

/** Results are kept for so long. */
const lifetimeMs = 7 * 24 * 3_600_000;
/** So many records stand on a page if nobody says how many. */
const pageSize = 50_000;

type State = 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Aborted' | 'Failed';

interface Job extends CsvForm {
  readonly id: string;
  readonly viewer: Viewer;
  readonly operation: string;
  readonly soql: string;
  readonly object: string;
  readonly version: string;
  readonly made: Date;
  changed: Date;
  state: State;
  /** What the query found as the job began; null before. */
  table: Table | null;
}

export class BulkQueries {
  readonly #org: Org;
  readonly #jobs = new Map<string, Job>();
  #next = 1;

  constructor(org: Org) {
    this.#org = org;
  }

  /** How many jobs have been made. */
  get made(): number {
    return this.#next - 1;
  }

  /** Answers what stands below /jobs/query. */
  answer(request: Request, [id, part]: readonly string[], base: string): Response {
    const { method, viewer } = request;
    this.#forget();
    if (id === undefined) {
      if (method === 'POST') return { status: 200, body: this.#create(request) };
      if (method !== 'GET') throw notFound();
      const own = [...this.#jobs.values()].filter((job) => job.viewer.id === viewer.id);
      return { status: 200, body: { done: true, records: own.map((job) => described(job)), nextRecordsUrl: null } };
    }
    const job = this.#jobs.get(to18(id));
    if (!job || job.viewer.id !== viewer.id) throw notFound();
    if (part === 'results' && method === 'GET') return results(job, request);
    if (part === 'resultPages' && method === 'GET') return { status: 200, body: pages(job, base) };
    if (part !== undefined) throw notFound();
    switch (method) {
      case 'GET':
        return { status: 200, body: this.#polled(job) };
      case 'PATCH':
        return { status: 200, body: this.#abort(job, request.body) };
      case 'DELETE':
        if (job.state === 'UploadComplete' || job.state === 'InProgress')
          throw invalidState('Deleting a job that is in progress is not allowed.');
        this.#drop(job);
        return { status: 204 };
      default:
        throw notFound();
    }
  }

  /** Lets go of jobs that are too old. */
  #forget(): void {
    const oldest = this.#org.clock().getTime() - lifetimeMs;
    for (const job of this.#jobs.values()) {
      if (job.made.getTime() >= oldest) return;
      this.#drop(job);
    }
  }

  #drop(job: Job): void {
    job.table?.release();
    this.#jobs.delete(job.id);
  }

  #create({ body, viewer, version }: Request): object {
    const asked = (body ?? {}) as Readonly<Record<string, unknown>>;
    const operation = String(asked['operation'] ?? '');
    if (operation !== 'query' && operation !== 'queryAll')
      throw new ApiError(400, 'INVALIDJOB', `Operation '${operation}' is not supported for query jobs`);
    if ((asked['contentType'] ?? 'CSV') !== 'CSV')
      throw new ApiError(400, 'INVALIDJOB', `Unsupported content type ${String(asked['contentType'])}`);
    const soql = String(asked['query'] ?? '');
    const form = csvForm(asked);
    const object = objectOf({ org: this.#org, viewer, soql, withDeleted: operation === 'queryAll' });
    const made = this.#org.clock();
    const job: Job = {
      id: to18(`750Sm${String(this.#next++).padStart(10, '0')}`),
      viewer,
      operation,
      soql,
      object,
      version,
      ...form,
      made,
      changed: made,
      state: 'UploadComplete',
      table: null,
    };
    this.#jobs.set(job.id, job);
    return described(job);
  }

  /** A job goes on from one look at it to the next; its query runs as it begins. */
  #polled(job: Job): object {
    if (job.state === 'UploadComplete') this.#run(job);
    else if (job.state === 'InProgress') this.#reach(job, 'JobComplete');
    const answer = { ...described(job), jobType: 'V2Query', numberRecordsProcessed: 0 };
    if (job.state !== 'JobComplete') return answer;
    return {
      ...answer,
      numberRecordsProcessed: job.table?.length,
      retries: 0,
      totalProcessingTime: 1,
      isPkChunkingSupported: false,
    };
  }

  #run(job: Job): void {
    const { viewer, soql, operation } = job;
    try {
      job.table = tableOf({ org: this.#org, viewer, soql, withDeleted: operation === 'queryAll' });
      this.#reach(job, 'InProgress');
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      this.#reach(job, 'Failed');
    }
  }

  #abort(job: Job, body: unknown): object {
    if ((body as { state?: unknown } | undefined)?.state !== 'Aborted')
      throw invalidState('Only the state Aborted can be set.');
    if (job.state !== 'UploadComplete' && job.state !== 'InProgress')
      throw invalidState(`The job is over already: it is ${job.state}.`);
    job.table?.release();
    job.table = null;
    this.#reach(job, 'Aborted');
    return described(job);
  }

  #reach(job: Job, state: State): void {
    job.state = state;
    job.changed = this.#org.clock();
  }
}

function results(job: Job, { query, version }: Request): Response {
  if (version !== job.version)
    throw new ApiError(409, 'INVALID_VERSION', 'The API version differs from that of the job');
  if (job.state !== 'JobComplete' || job.table === null)
    throw invalidState('The results are not ready: the job is not complete.');
  const { length } = job.table;
  const size = Number(query.get('maxRecords') ?? pageSize);
  if (!Number.isInteger(size) || size < 1) throw new ApiError(400, 'INVALID_MAX_RECORDS', 'maxRecords is not valid');
  const from = placeOf(query.get('locator'), length);
  const until = Math.min(from + size, length);
  return {
    status: 200,
    bytes: csv(job, job.table, from, until),
    headers: {
      'Content-Type': 'text/csv',
      'Sforce-Locator': until < length ? locatorOf(until) : 'null',
      'Sforce-NumberOfRecords': String(until - from),
    },
  };
}

const locatorOf = (place: number): string => Buffer.from(String(place)).toString('base64url');
const invalidState = (message: string): ApiError => new ApiError(400, 'INVALIDJOBSTATE', message);

/** Where a page begins. @throws ApiError INVALID_LOCATOR for what is no locator of `locatorOf` */
function placeOf(locator: string | null, length: number): number {
  if (locator === null) return 0;
  const place = Number(Buffer.from(locator, 'base64url').toString());
  if (!Number.isInteger(place) || place < 0 || (place > 0 && place >= length))
    throw new ApiError(400, 'INVALID_LOCATOR', 'The locator is not valid');
  return place;
}

const described = ({
  id,
  operation,
  object,
  viewer,
  made,
  changed,
  state,
  lineEnding,
  columnDelimiter,
  version,
}: Job): object => ({
  id,
  operation,
  object,
  createdById: viewer.id,
  createdDate: timeOf(made),
  systemModstamp: timeOf(changed),
  state,
  concurrencyMode: 'Parallel',
  contentType: 'CSV',
  apiVersion: Number(version.replace(/^v/, '')),
  lineEnding,
  columnDelimiter,
});
const timeOf = (date: Date): string => date.toISOString().replace('Z', '+0000');

/** The first pages of a result, to be read side by side. */
function pages({ id, table }: Job, base: string): object {
  const starts = Array.from({ length: Math.ceil((table?.length ?? 0) / pageSize) }, (_, i) => i * pageSize).slice(0, 5);
  return {
    resultPages: starts.map((start) => ({
      resultUrl: `${base}/jobs/query/${id}/results${start === 0 ? '' : `?locator=${locatorOf(start)}`}`,
    })),
    nextRecordUrl: null,
    done: true,
  };
}

/** So many rows are written as one text: long enough, and soon forgotten. */
const rowsAtOnce = 128;

function csv(form: CsvForm, { columns, row }: Table, from: number, until: number): Buffer {
  const { delimiter, ending } = marksOf(form);
  const cells = columns.map(({ field, get }, i) => {
    const cell = cellOf(field.type);
    const before = i === 0 ? '' : delimiter;
    return (one: Row): string => before + cell(get(one));
  });
  const names = columns.map(({ name }) => name);
  const parts = [Buffer.from(csvLine(form, names))];
  let one: Row | undefined;
  for (let i = from; i < until;) {
    let text = '';
    for (const end = Math.min(until, i + rowsAtOnce); i < end; i++) {
      one = row(i, one);
      for (const cell of cells) text += cell(one);
      text += ending;
    }
    parts.push(Buffer.from(text));
  }
  return Buffer.concat(parts);
}
