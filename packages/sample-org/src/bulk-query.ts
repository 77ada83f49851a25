// Bulk API 2.0 queries: jobs that run by themselves, and their results in CSV, page by page.
import { csvForm, csvLine, type CsvForm } from './bulk-csv.ts';
import { ApiError, notFound } from './error.ts';
import { to18 } from './id.ts';
import type { Org, Viewer } from './org.ts';
import type { Request, Response } from './rest.ts';
import { runQuery, type Answer } from './soql/query.ts';
import { selectList } from './soql/select-list.ts';

/** Results are kept for so long. */
const lifetimeMs = 7 * 24 * 3_600_000;
/** So many records stand on a page if nobody says how many. */
const pageSize = 50_000;

type State = 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Aborted';

interface Job extends CsvForm {
  readonly id: string;
  readonly owner: string;
  readonly operation: string;
  readonly object: string;
  readonly version: string;
  readonly made: Date;
  readonly answer: Answer;
  /** The fields of the query, as it writes them. */
  readonly fields: readonly string[];
  state: State;
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
    if (id === undefined) {
      if (method === 'POST') return { status: 200, body: this.#create(request) };
      if (method !== 'GET') throw notFound();
      const own = [...this.#jobs.values()].filter(({ owner }) => owner === viewer.id);
      return { status: 200, body: { done: true, records: own.map((job) => described(job)), nextRecordsUrl: null } };
    }
    const job = this.#job(viewer, id);
    if (part === 'results' && method === 'GET') return this.#results(job, request);
    if (part === 'resultPages' && method === 'GET') return { status: 200, body: pages(job, base) };
    if (part !== undefined) throw notFound();
    switch (method) {
      case 'GET':
        return { status: 200, body: this.#polled(job) };
      case 'PATCH':
        return { status: 200, body: abort(job, request.body) };
      case 'DELETE':
        if (job.state === 'UploadComplete' || job.state === 'InProgress')
          throw invalidState('Deleting a job that is in progress is not allowed.');
        this.#jobs.delete(job.id);
        return { status: 204 };
      default:
        throw notFound();
    }
  }

  #job(viewer: Viewer, id: string): Job {
    const job = this.#jobs.get(to18(id));
    if (!job || job.owner !== viewer.id || this.#org.clock().getTime() - job.made.getTime() > lifetimeMs)
      throw notFound();
    return job;
  }

  #create({ body, viewer, version }: Request): object {
    const asked = (body ?? {}) as Readonly<Record<string, unknown>>;
    const operation = String(asked['operation'] ?? '');
    if (operation !== 'query' && operation !== 'queryAll')
      throw new ApiError(400, 'INVALIDJOB', `Operation '${operation}' is not supported for query jobs`);
    if ((asked['contentType'] ?? 'CSV') !== 'CSV')
      throw new ApiError(400, 'INVALIDJOB', `Unsupported content type ${String(asked['contentType'])}`);
    const query = String(asked['query'] ?? '');
    const refused = unsupported(query);
    if (refused)
      throw new ApiError(400, 'API_ERROR', `Implementation restriction: ${refused} is not supported in Bulk Query`);
    const form = csvForm(asked);
    const answer = runQuery(this.#org, viewer, query, version, operation === 'queryAll');
    const job: Job = {
      id: to18(`750Sm${String(this.#next++).padStart(10, '0')}`),
      owner: viewer.id,
      operation,
      object: answer.object,
      version,
      ...form,
      made: this.#org.clock(),
      answer,
      fields: selectList(query),
      state: 'UploadComplete',
    };
    this.#jobs.set(job.id, job);
    return described(job);
  }

  /** A job goes on from one look at it to the next. */
  #polled(job: Job): object {
    if (job.state === 'UploadComplete') job.state = 'InProgress';
    else if (job.state === 'InProgress') job.state = 'JobComplete';
    if (job.state !== 'JobComplete') return { ...described(job), jobType: 'V2Query', numberRecordsProcessed: 0 };
    return {
      ...described(job),
      jobType: 'V2Query',
      numberRecordsProcessed: job.answer.length,
      retries: 0,
      totalProcessingTime: 1,
      isPkChunkingSupported: false,
    };
  }

  #results(job: Job, { query, version }: Request): Response {
    if (version !== job.version)
      throw new ApiError(409, 'INVALID_VERSION', 'The API version differs from that of the job');
    if (job.state !== 'JobComplete') throw invalidState('The results are not ready: the job is not complete.');
    const size = Number(query.get('maxRecords') ?? pageSize);
    if (!Number.isInteger(size) || size < 1) throw new ApiError(400, 'INVALID_MAX_RECORDS', 'maxRecords is not valid');
    const locator = query.get('locator');
    const from = locator === null ? 0 : Number(Buffer.from(locator, 'base64url').toString());
    if (!Number.isInteger(from) || from < 0 || (from > 0 && from >= job.answer.length))
      throw new ApiError(400, 'INVALID_LOCATOR', 'The locator is not valid');
    const until = Math.min(from + size, job.answer.length);
    return {
      status: 200,
      text: csv(job, from, until),
      headers: {
        'Content-Type': 'text/csv',
        'Sforce-Locator': until < job.answer.length ? locatorOf(until) : 'null',
        'Sforce-NumberOfRecords': String(until - from),
      },
    };
  }
}

const locatorOf = (place: number): string => Buffer.from(String(place)).toString('base64url');
const invalidState = (message: string): ApiError => new ApiError(400, 'INVALIDJOBSTATE', message);

const described = ({
  id,
  operation,
  object,
  owner,
  made,
  state,
  lineEnding,
  columnDelimiter,
  version,
}: Job): object => ({
  id,
  operation,
  object,
  createdById: owner,
  createdDate: timeOf(made),
  systemModstamp: timeOf(made),
  state,
  concurrencyMode: 'Parallel',
  contentType: 'CSV',
  apiVersion: Number(version.replace(/^v/, '')),
  lineEnding,
  columnDelimiter,
});
const timeOf = (date: Date): string => date.toISOString().replace('Z', '+0000');

function abort(job: Job, body: unknown): object {
  if ((body as { state?: unknown } | undefined)?.state !== 'Aborted')
    throw new ApiError(400, 'INVALIDJOBSTATE', 'Only the state Aborted can be set.');
  if (job.state === 'JobComplete') throw invalidState('The job is complete already.');
  job.state = 'Aborted';
  return described(job);
}

/** The first pages of a result, to be read side by side. */
function pages({ id, answer }: Job, base: string): object {
  const starts = Array.from({ length: Math.ceil(answer.length / pageSize) }, (_, i) => i * pageSize).slice(0, 5);
  return {
    resultPages: starts.map((start) => ({
      resultUrl: `${base}/jobs/query/${id}/results${start === 0 ? '' : `?locator=${locatorOf(start)}`}`,
    })),
    nextRecordUrl: null,
    done: true,
  };
}

/** What a bulk query may not hold; undefined where all is well. */
function unsupported(query: string): string | undefined {
  if (/\bgroup\s+by\b/i.test(query)) return 'GROUP BY';
  if (/\boffset\s+\d/i.test(query)) return 'OFFSET';
  if (/\btypeof\b/i.test(query)) return 'TYPEOF';
  if (/\bfields\s*\(/i.test(query)) return 'FIELDS()';
  if (/\(\s*select\b/i.test(query.split(/\bfrom\b/i)[0] ?? '')) return 'A query from parents to children';
  if (/select[^()]*\b(count|sum|avg|min|max|count_distinct)\s*\(/i.test(query)) return 'An aggregate function';
  return undefined;
}

/** Nothing and an empty text are the same. */
function csv(job: Job, from: number, until: number): string {
  const { answer, fields } = job;
  const paths = fields.map((field) => field.split('.'));
  let text = csvLine(job, fields);
  for (let i = from; i < until; i++) {
    const record = answer.record(i);
    text += csvLine(
      job,
      paths.map((path) => shown(path.reduce(member, record as unknown))),
    );
  }
  return text;
}

/** A field of a record by its name as the query writes it, which is mostly its own. */
function member(record: unknown, name: string): unknown {
  if (typeof record !== 'object' || record === null) return null;
  const own = (record as Readonly<Record<string, unknown>>)[name];
  if (own !== undefined) return own;
  const key = Object.keys(record).find((one) => one.toLowerCase() === name.toLowerCase());
  return key === undefined ? null : (record as Readonly<Record<string, unknown>>)[key];
}

/** Numbers from ten millions on with an exponent, times in UTC as Z. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'number') return withExponent(value);
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value);
  return /^\d{4}-\d\d-\d\dT[\d:.]+\+0000$/.test(text) ? text.replace('+0000', 'Z') : text;
}

function withExponent(value: number): string {
  if (Math.abs(value) < 1e7) return String(value);
  const [digits = '', exponent = '0'] = value.toExponential().split('e+');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent}`;
}
