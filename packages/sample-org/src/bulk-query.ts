// Bulk API 2.0 queries: jobs that run by themselves, and their results in CSV, page by page.
// Source: "Bulk API 2.0 Query" of the Bulk API 2.0 guide.
import { invalidState, timeOf, tooOld, versionOf, type ListedJob } from './bulk-jobs.ts';
import { bytesOf, cellOf, csvForm, csvLine, marksOf, type CsvForm } from './bulk-csv.ts';
import { ApiError, notFound } from './error.ts';
import { to18 } from './id.ts';
import type { Limits } from './limits.ts';
import type { Org, Viewer } from './org.ts';
import type { Request, Response } from './rest.ts';
import type { Row } from './rows.ts';
import { asTable, tableOf, type Table } from './soql/table.ts';

/** So many records stand on a page if nobody says how many. */
const pageSize = 50_000;
/** So many pages stand on a list of them. */
const pagesAtOnce = 5;

type State = 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Aborted' | 'Failed';

interface Job extends CsvForm {
  readonly id: string;
  readonly viewer: Viewer;
  readonly operation: string;
  readonly soql: string;
  readonly object: string;
  /** Would the platform read it in chunks? ORDER BY and LIMIT keep it from that. */
  readonly isChunked: boolean;
  readonly version: string;
  readonly made: Date;
  changed: Date;
  state: State;
  /** What the query found as the job began; null before. */
  table: Table | null;
}

export class BulkQueries {
  readonly #org: Org;
  readonly #limits: Limits;
  readonly #jobs = new Map<string, Job>();
  #next = 1;

  constructor(org: Org, limits: Limits) {
    this.#org = org;
    this.#limits = limits;
  }

  /** A person's jobs. */
  list(viewer: Viewer): ListedJob[] {
    this.#forget();
    return [...this.#jobs.values()].filter((job) => job.viewer.id === viewer.id).map(listed);
  }

  /** Answers what stands below /jobs/query. */
  answer(request: Request, [id, part]: readonly string[], base: string): Response {
    const { method, viewer } = request;
    this.#forget();
    if (id === undefined && method === 'POST') return { status: 200, body: this.#create(request) };
    const job = this.#jobs.get(to18(id ?? ''));
    if (!job || job.viewer.id !== viewer.id) throw notFound();
    switch (method === 'GET' ? part?.toLowerCase() : undefined) {
      case 'results':
        return results(job, request);
      case 'resultpages':
        return { status: 200, body: resultPages(job, request, base) };
    }
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

  #forget(): void {
    for (const job of tooOld(this.#org, this.#jobs.values())) this.#drop(job);
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
    const { object, isOrdered } = asTable({ org: this.#org, viewer, soql, withDeleted: operation === 'queryAll' });
    this.#limits.checkQueryJob();
    this.#limits.use('DailyBulkV2QueryJobs', 1);
    const made = this.#org.clock();
    const job: Job = {
      id: to18(`750Sm${String(this.#next++).padStart(10, '0')}`),
      viewer,
      operation,
      soql,
      object,
      isChunked: !isOrdered,
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
    else if (job.state === 'InProgress') {
      this.#limits.use('DailyBulkV2QueryFileStorageMB', megabytes(job));
      this.#reach(job, 'JobComplete');
    }
    const records = job.state === 'JobComplete' ? (job.table?.length ?? 0) : 0;
    return {
      ...listed(job),
      numberRecordsProcessed: records,
      retries: 0,
      totalProcessingTime: job.table ? 1 + Math.ceil(records / 100) : 0,
      isPkChunkingSupported: job.isChunked,
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

/** What a job found. @throws ApiError where it is not complete, or was made in another version of the API */
function complete({ version, state, table }: Job, asked: string): Table {
  if (asked !== version) throw new ApiError(409, 'INVALID_VERSION', 'The API version differs from that of the job');
  if (state !== 'JobComplete' || table === null)
    throw invalidState('The results are not ready: the job is not complete.');
  return table;
}

function results(job: Job, { query, version }: Request): Response {
  const table = complete(job, version);
  const { length } = table;
  const size = Number(query.get('maxRecords') ?? pageSize);
  if (!Number.isInteger(size) || size < 1) throw new ApiError(400, 'INVALID_MAX_RECORDS', 'maxRecords is not valid');
  const from = placeOf(query.get('locator'), length);
  const until = Math.min(from + size, length);
  return {
    status: 200,
    bytes: csv(job, table, from, until),
    headers: {
      'Content-Type': 'text/csv',
      'Sforce-Locator': until < length ? locatorOf(until) : 'null',
      'Sforce-NumberOfRecords': String(until - from),
    },
  };
}

const locatorOf = (place: number): string => Buffer.from(String(place)).toString('base64url');

/** Where a page begins. @throws ApiError INVALID_LOCATOR for what is no locator of `locatorOf` */
function placeOf(locator: string | null, length: number): number {
  if (locator === null) return 0;
  const place = Number(Buffer.from(locator, 'base64url').toString());
  if (!Number.isInteger(place) || place < 0 || (place > 0 && place >= length))
    throw new ApiError(400, 'INVALID_LOCATOR', 'The locator is not valid');
  return place;
}

const described = ({ id, operation, object, viewer, made, changed, state, version, ...form }: Job) => ({
  id,
  operation,
  object,
  createdById: viewer.id,
  createdDate: timeOf(made),
  systemModstamp: timeOf(changed),
  state,
  concurrencyMode: 'Parallel',
  contentType: 'CSV',
  apiVersion: versionOf(version),
  lineEnding: form.lineEnding,
  columnDelimiter: form.columnDelimiter,
});
const listed = (job: Job): ListedJob => ({ ...described(job), jobType: 'V2Query' });

/** Five pages of a result, to be read side by side, and where the next five are. */
function resultPages(job: Job, { query, version }: Request, base: string): object {
  const { length } = complete(job, version);
  const first = placeOf(query.get('locator'), length);
  const starts = Array.from({ length: pagesAtOnce }, (_, i) => first + i * pageSize).filter((start) => start < length);
  const next = first + pagesAtOnce * pageSize;
  const url = `${base}/jobs/query/${job.id}`;
  return {
    resultPages: starts.map((start) => ({ resultUrl: `${url}/results?locator=${locatorOf(start)}` })),
    nextRecordsUrl: next < length ? `${url}/resultPages?locator=${locatorOf(next)}` : null,
    done: next >= length,
  };
}

/** The size of a result, by that of its first rows. */
function megabytes(job: Job): number {
  const { table } = job;
  const some = Math.min(100, table?.length ?? 0);
  return table && some > 0 ? (csv(job, table, 0, some).length * (table.length / some)) / 1_000_000 : 0;
}

function csv(form: CsvForm, { columns, row }: Table, from: number, until: number): Buffer {
  const { delimiter, ending } = marksOf(form);
  const cells = columns.map(({ field, get }, i) => {
    const cell = cellOf(field.type);
    const before = i === 0 ? '' : delimiter;
    return (one: Row): string => before + cell(get(one));
  });
  const names = columns.map(({ name }) => name);
  let one: Row | undefined;
  return bytesOf(csvLine(form, names), until - from, (i) => {
    one = row(from + i, one);
    let text = '';
    for (const cell of cells) text += cell(one);
    return text + ending;
  });
}
