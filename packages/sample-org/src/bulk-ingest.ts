// Bulk API 2.0 ingest: jobs that take the text of a CSV file, and what came of each of its lines.
// Source: "Bulk API 2.0 Ingest" of the Bulk API 2.0 guide.
import { bytesOf, csvForm, marksOf, quoted, type CsvForm } from './bulk-csv.ts';
import { invalidState, timeOf, tooOld, versionOf, type ListedJob } from './bulk-jobs.ts';
import { partsOf } from './bulk-parts.ts';
import { linesOf, valuesOf, type Line } from './bulk-rows.ts';
import { linesAtOnce, writer, type Operation, type Outcome } from './bulk-write.ts';
import { headProblem } from './bulk-line.ts';
import { ApiError, notFound } from './error.ts';
import { to18 } from './id.ts';
import type { Limits } from './limits.ts';
import type { Org, Viewer } from './org.ts';
import type { Request, Response } from './rest.ts';
import { visibleType } from './rights.ts';
import type { ObjectType } from './schema.ts';

const operations: readonly Operation[] = ['insert', 'update', 'upsert', 'delete', 'hardDelete'];
const over = ['JobComplete', 'Failed', 'Aborted'];
/** So many records are one batch to the org's limits. */
const batchSize = 10_000;

type State = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

interface Job extends CsvForm {
  readonly id: string;
  readonly viewer: Viewer;
  readonly operation: Operation;
  readonly type: ObjectType;
  readonly externalId: string | null;
  readonly assignmentRule: string | null;
  readonly version: string;
  readonly made: Date;
  changed: Date;
  state: State;
  content: string | null;
  errorMessage: string | null;
  /** The line of names; null where there is none. */
  head: Line | null;
  successful: Done[];
  failed: Refused[];
  unprocessed: Line[];
}
type Done = Extract<Outcome, { created: boolean }> & { readonly line: Line };
type Refused = Extract<Outcome, { error: string }> & { readonly line: Line };

export class BulkIngests {
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
    return [...this.#jobs.values()].filter((job) => job.viewer.id === viewer.id).map(described);
  }

  /** Answers what stands below /jobs/ingest. */
  answer(request: Request, [id, part]: readonly string[]): Response {
    const { method, viewer } = request;
    this.#forget();
    if (id === undefined && method === 'POST') return { status: 200, body: this.#create(request) };
    const job = this.#jobs.get(to18(id ?? ''));
    if (!job || job.viewer.id !== viewer.id) throw notFound();
    if (part !== undefined) return partOf(job, part, request);
    switch (method) {
      case 'GET':
        this.#goOn(job);
        return { status: 200, body: { ...described(job), ...counts(job) } };
      case 'PATCH':
        this.#set(job, request.body);
        return { status: 200, body: described(job) };
      case 'DELETE':
        if (job.state !== 'UploadComplete' && !over.includes(job.state))
          throw invalidState('Deleting a job is allowed once it is uploaded, complete, aborted or failed.');
        this.#jobs.delete(job.id);
        return { status: 204 };
      default:
        throw notFound();
    }
  }

  #forget(): void {
    for (const job of tooOld(this.#org, this.#jobs.values())) this.#jobs.delete(job.id);
  }

  #create({ body, text, headers, viewer, version }: Request): object {
    const parts = partsOf(String(headers['content-type'] ?? ''), text);
    const asked = (parts ? parts.job : (body ?? {})) as Readonly<Record<string, unknown>>;
    const operation = String(asked['operation'] ?? '') as Operation;
    if (!operations.includes(operation)) throw new ApiError(400, 'INVALIDJOB', `Unsupported operation: ${operation}`);
    if ((asked['contentType'] ?? 'CSV') !== 'CSV')
      throw new ApiError(400, 'INVALIDJOB', `Unsupported content type ${String(asked['contentType'])}`);
    const type = visibleType(this.#org, viewer, String(asked['object'] ?? ''));
    if (!type) throw new ApiError(400, 'INVALIDENTITY', `Unable to find object: ${String(asked['object'] ?? '')}`);
    if (operation === 'hardDelete' && !viewer.seesAll)
      throw new ApiError(400, 'FEATURENOTENABLED', 'hardDelete operation requires special user profile permission');
    const form = csvForm(asked);
    this.#limits.checkBatches();
    const made = this.#org.clock();
    const job: Job = {
      id: to18(`750Sn${String(this.#next++).padStart(10, '0')}`),
      viewer,
      operation,
      type,
      externalId: externalIdOf(type, operation, asked['externalIdFieldName']),
      assignmentRule: asked['assignmentRuleId'] === undefined ? null : String(asked['assignmentRuleId']),
      version,
      ...form,
      made,
      changed: made,
      state: parts ? 'UploadComplete' : 'Open',
      content: parts ? parts.content : null,
      errorMessage: null,
      head: null,
      successful: [],
      failed: [],
      unprocessed: [],
    };
    this.#jobs.set(job.id, job);
    return described(job);
  }

  #set(job: Job, body: unknown): void {
    const { state } = (body ?? {}) as { state?: unknown };
    if (state === 'Aborted' && !over.includes(job.state)) {
      read(job);
      this.#reach(job, 'Aborted');
    } else if (state === 'UploadComplete' && job.state === 'Open') {
      if (job.content === null) throw new ApiError(400, 'CLIENT_INPUT_ERROR', 'The job has no data');
      this.#reach(job, 'UploadComplete');
    } else throw invalidState(`A job that is ${job.state} cannot become ${String(state)}.`);
  }

  #reach(job: Job, state: State): void {
    job.state = state;
    job.changed = this.#org.clock();
  }

  /** A job goes on from one look at it to the next; its records are written as it comes to its end. */
  #goOn(job: Job): void {
    if (job.state === 'UploadComplete') this.#reach(job, 'InProgress');
    else if (job.state === 'InProgress') this.#reach(job, this.#write(job) ? 'JobComplete' : 'Failed');
  }

  /** Returns whether the job could be carried out. */
  #write(job: Job): boolean {
    const { type, operation, content } = job;
    const problem = read(job);
    const head = job.head && valuesIn(job, job.head);
    job.errorMessage =
      problem ??
      (head === null
        ? 'InvalidBatch : The data is empty'
        : invalidBatch(headProblem(type, operation === 'delete' || operation === 'hardDelete', head)));
    if (job.errorMessage !== null || head === null || content === null) return false;
    const { delimiter } = marksOf(job);
    const write = writer(this.#org, job, head);
    const lines = job.unprocessed;
    this.#limits.use('DailyBulkApiBatches', Math.ceil(lines.length / batchSize));
    for (let i = 0; i < lines.length; i += linesAtOnce) {
      const some = lines.slice(i, i + linesAtOnce);
      const outcomes = write(some.map(({ start, end }) => valuesOf(content.slice(start, end), delimiter)));
      outcomes.forEach((outcome, j) => {
        const line = some[j] as Line;
        if ('error' in outcome) job.failed.push({ ...outcome, line });
        else job.successful.push({ ...outcome, line });
      });
    }
    job.unprocessed = [];
    return true;
  }
}

const invalidBatch = (problem: string | null): string | null => (problem === null ? null : `InvalidBatch : ${problem}`);

/** The field of an upsert. @throws ApiError INVALIDJOB where it is no external id */
function externalIdOf(type: ObjectType, operation: Operation, asked: unknown): string | null {
  const name = asked === undefined || asked === null ? null : String(asked);
  if (operation !== 'upsert') return name;
  const field = type.fields.get((name ?? '').toLowerCase());
  if (!field || !(field.externalId || field.name === 'Id'))
    throw new ApiError(400, 'INVALIDJOB', `Field name ${name ?? ''} is not an external id of ${type.name}`);
  return name;
}

/** Finds a job's lines, none of which is processed yet; returns what is wrong with its text. */
function read(job: Job): string | null {
  try {
    const [head, ...lines] = linesOf(job.content ?? '', job);
    job.head = head ?? null;
    job.unprocessed = lines;
    return null;
  } catch (error) {
    return (error as Error).message;
  }
}

const valuesIn = (job: Job, { start, end }: Line): string[] =>
  valuesOf((job.content ?? '').slice(start, end), marksOf(job).delimiter);

/** Takes a job's data, or answers one of its three lists. */
function partOf(job: Job, part: string, { method, text }: Request): Response {
  if (part === 'batches' && method === 'PUT') {
    if (job.state !== 'Open') throw invalidState(`Only an open job takes data; this one is ${job.state}.`);
    if (job.content !== null) throw new ApiError(400, 'CLIENT_INPUT_ERROR', 'Found multiple contents for job');
    job.content = text;
    return { status: 201 };
  }
  const lists: Readonly<Record<string, () => Buffer>> = {
    successfulresults: () =>
      csv(job, ['sf__Id', 'sf__Created'], job.successful, ({ id, created }) => [id, String(created)]),
    failedresults: () => csv(job, ['sf__Id', 'sf__Error'], job.failed, ({ id, error }) => [id, error]),
    unprocessedrecords: () =>
      csv(
        job,
        [],
        job.unprocessed.map((line) => ({ line })),
        () => [],
      ),
  };
  const list = lists[part.toLowerCase()];
  if (!list || method !== 'GET') throw notFound();
  if (!over.includes(job.state)) throw invalidState('The results are not ready: the job is not complete.');
  return { status: 200, bytes: list(), headers: { 'Content-Type': 'text/csv' } };
}

/** Lines of a job behind columns of our own. */
function csv<T extends { readonly line: Line }>(
  job: Job,
  names: readonly string[],
  items: readonly T[],
  own: (item: T) => readonly string[],
): Buffer {
  const { delimiter, ending } = marksOf(job);
  const lineOf = (before: readonly string[], line: Line | null): string =>
    [...before, ...(line ? valuesIn(job, line) : [])].map(quoted).join(delimiter) + ending;
  return bytesOf(lineOf(names, job.head), items.length, (i) => {
    const item = items[i] as T;
    return lineOf(own(item), item.line);
  });
}

const described = (job: Job): ListedJob => ({
  id: job.id,
  operation: job.operation,
  object: job.type.name,
  createdById: job.viewer.id,
  createdDate: timeOf(job.made),
  systemModstamp: timeOf(job.changed),
  state: job.state,
  ...(job.externalId === null ? {} : { externalIdFieldName: job.externalId }),
  ...(job.assignmentRule === null ? {} : { assignmentRuleId: job.assignmentRule }),
  concurrencyMode: 'Parallel',
  contentType: 'CSV',
  apiVersion: versionOf(job.version),
  lineEnding: job.lineEnding,
  columnDelimiter: job.columnDelimiter,
  ...(job.state === 'Open' ? { contentUrl: `services/data/${job.version}/jobs/ingest/${job.id}/batches` } : {}),
  ...(job.errorMessage === null ? {} : { errorMessage: job.errorMessage }),
  jobType: 'V2Ingest',
});

function counts({ successful, failed, state }: Job): object {
  const processed = successful.length + failed.length;
  const ms = over.includes(state) ? 1 + Math.ceil(processed / 100) : 0;
  return {
    numberRecordsProcessed: processed,
    numberRecordsFailed: failed.length,
    retries: 0,
    totalProcessingTime: ms,
    apiActiveProcessingTime: ms,
    apexProcessingTime: 0,
    isPkChunkingSupported: false,
  };
}
