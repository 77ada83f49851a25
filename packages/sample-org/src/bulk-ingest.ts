// Bulk API 2.0 ingest: jobs that write records of a CSV file, each with its own result.
// Source: "Bulk API 2.0 Ingest" of the Bulk API 2.0 guide.
import { csvForm, csvLine, csvLines, type CsvForm } from './bulk-csv.ts';
import { headProblem, valuesOf } from './bulk-line.ts';
import { upsert } from './collections.ts';
import { ApiError, noAccess, notFound } from './error.ts';
import { to18 } from './id.ts';
import type { Org, Viewer } from './org.ts';
import type { Request, Response } from './rest.ts';
import type { ObjectType } from './schema.ts';

const operations = ['insert', 'update', 'upsert', 'delete', 'hardDelete'] as const;
type Operation = (typeof operations)[number];
type State = 'Open' | 'UploadComplete' | 'InProgress' | 'JobComplete' | 'Failed' | 'Aborted';

interface Job extends CsvForm {
  readonly id: string;
  readonly owner: Viewer;
  readonly operation: Operation;
  readonly type: ObjectType;
  readonly externalId: string | null;
  readonly version: string;
  readonly made: Date;
  changed: Date;
  state: State;
  content: string | null;
  errorMessage: string | null;
  head: readonly string[];
  successful: Written[];
  failed: Refused[];
  unprocessed: (readonly string[])[];
}
interface Written {
  readonly id: string;
  readonly created: boolean;
  readonly line: readonly string[];
}
interface Refused {
  readonly id: string;
  readonly error: string;
  readonly line: readonly string[];
}

export class BulkIngests {
  readonly #org: Org;
  readonly #jobs = new Map<string, Job>();
  #next = 1;

  constructor(org: Org) {
    this.#org = org;
  }

  /** How many jobs have been made. */
  get count(): number {
    return this.#jobs.size;
  }

  /** Answers what stands below /jobs/ingest. */
  answer(request: Request, [id, part]: readonly string[]): Response {
    const { method, viewer } = request;
    if (id === undefined) {
      if (method === 'POST') return { status: 200, body: this.#create(request) };
      if (method !== 'GET') throw notFound();
      const own = [...this.#jobs.values()].filter(({ owner }) => owner.id === viewer.id);
      return { status: 200, body: { done: true, records: own.map(described), nextRecordsUrl: null } };
    }
    const job = this.#jobs.get(to18(id));
    if (!job || job.owner.id !== viewer.id) throw notFound();
    if (part !== undefined) return this.#part(job, part, request);
    switch (method) {
      case 'GET':
        this.#goOn(job);
        return { status: 200, body: { ...described(job), ...counts(job) } };
      case 'PATCH':
        return { status: 200, body: this.#set(job, request.body) };
      case 'DELETE':
        if (!['UploadComplete', 'JobComplete', 'Aborted', 'Failed'].includes(job.state))
          throw invalidState('Deleting a job is allowed once it is uploaded, complete, aborted or failed.');
        this.#jobs.delete(job.id);
        return { status: 204 };
      default:
        throw notFound();
    }
  }

  #create({ body, text, headers, viewer, version }: Request): object {
    const parts = multipart(String(headers['content-type'] ?? ''), text);
    const asked = (parts ? parts.job : (body ?? {})) as Readonly<Record<string, unknown>>;
    const operation = String(asked['operation'] ?? '') as Operation;
    if (!operations.includes(operation)) throw new ApiError(400, 'INVALIDJOB', `Unsupported operation: ${operation}`);
    if ((asked['contentType'] ?? 'CSV') !== 'CSV')
      throw new ApiError(400, 'INVALIDJOB', `Unsupported content type ${String(asked['contentType'])}`);
    const type = this.#org.types.get(String(asked['object'] ?? '').toLowerCase());
    if (!type) throw new ApiError(400, 'INVALIDENTITY', `Unable to find object: ${String(asked['object'] ?? '')}`);
    if (operation === 'hardDelete' && !viewer.seesAll)
      throw new ApiError(400, 'FEATURENOTENABLED', 'hardDelete operation requires special user profile permission');
    const externalId = asked['externalIdFieldName'] === undefined ? null : String(asked['externalIdFieldName']);
    if (operation === 'upsert') {
      const field = type.fields.get((externalId ?? '').toLowerCase());
      if (!field || !(field.externalId || field.name === 'Id'))
        throw new ApiError(400, 'INVALIDJOB', `Field name ${externalId ?? ''} is not an external id of ${type.name}`);
    }
    const made = this.#org.clock();
    const job: Job = {
      id: to18(`750Sn${String(this.#next++).padStart(10, '0')}`),
      owner: viewer,
      operation,
      type,
      externalId,
      version,
      ...csvForm(asked),
      made,
      changed: made,
      state: parts ? 'UploadComplete' : 'Open',
      content: parts ? parts.content : null,
      errorMessage: null,
      head: [],
      successful: [],
      failed: [],
      unprocessed: [],
    };
    this.#jobs.set(job.id, job);
    return described(job);
  }

  #part(job: Job, part: string, { method, text }: Request): Response {
    if (part === 'batches' && method === 'PUT') {
      if (job.state !== 'Open') throw invalidState(`Only an open job takes data; this one is ${job.state}.`);
      if (job.content !== null) throw new ApiError(400, 'CLIENT_INPUT_ERROR', 'Found multiple contents for job');
      job.content = text;
      return { status: 201 };
    }
    const lists: Readonly<Record<string, () => string>> = {
      successfulresults: () =>
        csv(
          job,
          ['sf__Id', 'sf__Created'],
          job.successful.map(({ id, created, line }) => [id, String(created), ...line]),
        ),
      failedresults: () =>
        csv(
          job,
          ['sf__Id', 'sf__Error'],
          job.failed.map(({ id, error, line }) => [id, error, ...line]),
        ),
      unprocessedrecords: () => csv(job, [], job.unprocessed),
    };
    const list = lists[part.toLowerCase()];
    if (!list || method !== 'GET') throw notFound();
    if (!['JobComplete', 'Failed', 'Aborted'].includes(job.state))
      throw invalidState('The results are not ready: the job is not complete.');
    return { status: 200, text: list(), headers: { 'Content-Type': 'text/csv' } };
  }

  #set(job: Job, body: unknown): object {
    const { state } = (body ?? {}) as { state?: unknown };
    if (state === 'Aborted' && ['Open', 'UploadComplete', 'InProgress'].includes(job.state)) {
      job.unprocessed = job.content === null ? [] : (readable(job)?.slice(1) ?? []);
      this.#reach(job, 'Aborted');
    } else if (state === 'UploadComplete' && job.state === 'Open') {
      if (job.content === null) throw new ApiError(400, 'CLIENT_INPUT_ERROR', 'The job has no data');
      this.#reach(job, 'UploadComplete');
    } else throw invalidState(`A job that is ${job.state} cannot become ${String(state)}.`);
    return described(job);
  }

  #reach(job: Job, state: State): void {
    job.state = state;
    job.changed = this.#org.clock();
  }

  /** A job goes on from one look at it to the next; its records are written as it comes to its end. */
  #goOn(job: Job): void {
    if (job.state === 'UploadComplete') this.#reach(job, 'InProgress');
    else if (job.state === 'InProgress') this.#write(job);
  }

  #write(job: Job): void {
    const lines = readable(job);
    const [head, ...records] = lines ?? [];
    const problem =
      lines === null
        ? job.errorMessage
        : headProblem(job.type, ['delete', 'hardDelete'].includes(job.operation), head ?? []);
    if (problem !== null || head === undefined) {
      job.errorMessage = `InvalidBatch : ${problem ?? 'The data is empty'}`;
      job.unprocessed = records;
      return this.#reach(job, 'Failed');
    }
    job.head = head;
    for (const line of records) {
      const id = line[head.findIndex((name) => name.toLowerCase() === 'id')] ?? '';
      try {
        if (line.length !== head.length)
          throw new ApiError(400, 'INVALID_CSV', `The row has ${line.length} values, and the header ${head.length}`);
        job.successful.push({ ...this.#writeOne(job, valuesOf(job.type, head, line, this.#org)), line });
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const fields = error.fields?.join(', ') ?? '';
        job.failed.push({ id, error: `${error.errorCode}:${error.message}:${fields} --`, line });
      }
    }
    job.content = null;
    this.#reach(job, 'JobComplete');
  }

  #writeOne({ operation, type, owner, externalId }: Job, values: Record<string, unknown>): Omit<Written, 'line'> {
    const { Id, ...rest } = values;
    const id = String(Id ?? '');
    switch (operation) {
      case 'insert':
        return { id: String(this.#org.insert(owner, type.name, rest)['Id']), created: true };
      case 'update':
        if (id === '') throw new ApiError(400, 'MISSING_ARGUMENT', 'Id not specified in an update call');
        return { id: String(this.#org.update(owner, type.name, id, rest)['Id']), created: false };
      case 'upsert': {
        const { id: written, created } = upsert(this.#org, owner, type, externalId ?? 'Id', values);
        return { id: written, created };
      }
      case 'delete':
      case 'hardDelete':
        if (operation === 'hardDelete' && !owner.seesAll) throw noAccess();
        this.#org[operation](owner, type.name, id);
        return { id: to18(id), created: false };
    }
  }
}

const invalidState = (message: string): ApiError => new ApiError(400, 'INVALIDJOBSTATE', message);

const described = (job: Job): object => ({
  id: job.id,
  operation: job.operation,
  object: job.type.name,
  createdById: job.owner.id,
  createdDate: timeOf(job.made),
  systemModstamp: timeOf(job.changed),
  state: job.state,
  ...(job.externalId === null ? {} : { externalIdFieldName: job.externalId }),
  concurrencyMode: 'Parallel',
  contentType: 'CSV',
  apiVersion: Number(job.version.replace(/^v/, '')),
  jobType: 'V2Ingest',
  ...(job.state === 'Open' ? { contentUrl: `services/data/${job.version}/jobs/ingest/${job.id}/batches` } : {}),
  lineEnding: job.lineEnding,
  columnDelimiter: job.columnDelimiter,
  ...(job.errorMessage === null ? {} : { errorMessage: job.errorMessage }),
});
const timeOf = (date: Date): string => date.toISOString().replace('Z', '+0000');

const counts = ({ successful, failed }: Job): object => ({
  numberRecordsProcessed: successful.length + failed.length,
  numberRecordsFailed: failed.length,
  retries: 0,
  totalProcessingTime: 1,
  apiActiveProcessingTime: 1,
  apexProcessingTime: 0,
});

/** The lines of a job's data, the head first; null where they cannot be read, and the job says why. */
function readable(job: Job): string[][] | null {
  try {
    return csvLines(job.content ?? '', job);
  } catch (error) {
    job.errorMessage = (error as Error).message;
    return null;
  }
}

const csv = (job: Job, head: readonly string[], lines: readonly (readonly string[])[]): string =>
  [[...head, ...job.head], ...lines].map((line) => csvLine(job, line)).join('');

/** The parts of a job that comes with its data; null where it does not. */
function multipart(type: string, text: string): { job: unknown; content: string } | null {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined) return null;
  const parts = new Map<string, string>();
  for (const part of text.split(`--${boundary}`)) {
    const [head, ...body] = part.split('\r\n\r\n');
    const name = /name="?(\w+)"?/i.exec(head ?? '')?.[1];
    if (name !== undefined) parts.set(name, body.join('\r\n\r\n').replace(/\r\n$/, ''));
  }
  try {
    return { job: JSON.parse(parts.get('job') ?? ''), content: parts.get('content') ?? '' };
  } catch {
    throw new ApiError(400, 'INVALIDJOB', 'The request has no part "job" in JSON');
  }
}
