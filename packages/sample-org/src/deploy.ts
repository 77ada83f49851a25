// Metadata deploys over REST: a ZIP and options in, and what became of each component out.
import { bring, problemsOf, remove } from './deploy-components.ts';
import { readZip, type Brought, type Component, type Removal } from './deploy-zip.ts';
import { ApiError, noAccess, notFound } from './error.ts';
import { makeId } from './id.ts';
import type { Org, Viewer } from './org.ts';
import type { Request, Response } from './rest.ts';

/** Source: "Deploying Metadata with REST" of the Metadata API guide. */
interface Options {
  readonly checkOnly: boolean;
  readonly rollbackOnError: boolean;
  readonly ignoreWarnings: boolean;
  readonly [name: string]: unknown;
}

/** What became of one component: DeployMessage. */
type Message = Readonly<Record<string, string | number | boolean | null>>;

interface Job {
  readonly id: string;
  readonly options: Options;
  readonly bytes: Uint8Array;
  readonly by: Viewer;
  readonly created: string;
  status: 'Pending' | 'Succeeded' | 'SucceededPartial' | 'Failed' | 'Canceled';
  completed: string | null;
  total: number;
  successes: readonly Message[];
  failures: readonly Message[];
  errorMessage: string | null;
}

export class Deploys {
  readonly #org: Org;
  readonly #jobs = new Map<string, Job>();

  constructor(org: Org) {
    this.#org = org;
  }

  /** Answers `/metadata/deployRequest`. Who may not change the org is refused. */
  answer(request: Request, [room = '', id, ...rest]: readonly string[], base: string): Response {
    const { method, viewer, query } = request;
    if (room.toLowerCase() !== 'deployrequest' || rest.length > 0) throw notFound();
    if (!viewer.seesAll) throw noAccess();
    if (id === undefined) {
      if (method !== 'POST')
        throw new ApiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are POST`);
      const job = this.#begin(request);
      return { status: 201, body: this.#told(job, base, false) };
    }
    const job = this.#jobs.get(id.slice(0, 15));
    if (!job) throw notFound();
    if (method === 'PATCH') {
      this.#cancel(job, request.body);
      return { status: 202, body: this.#told(job, base, false) };
    }
    if (method !== 'GET')
      throw new ApiError(405, 'METHOD_NOT_ALLOWED', `HTTP Method '${method}' not allowed. Allowed are GET,PATCH`);
    if (job.status === 'Pending') carryOut(this.#org, job);
    return { status: 200, body: this.#told(job, base, query.get('includeDetails') === 'true') };
  }

  #begin({ headers, text, body, viewer }: Request): Job {
    const validated = (body as { validatedDeployRequestId?: unknown } | undefined)?.validatedDeployRequestId;
    const known = validated === undefined ? undefined : this.#jobs.get(String(validated).slice(0, 15));
    if (validated !== undefined && !(known?.options.checkOnly && known.status === 'Succeeded'))
      throw new ApiError(400, 'INVALID_ID_FIELD', `invalid deployment ID: ${String(validated)}`);
    const { options, bytes } = known
      ? { options: { ...known.options, checkOnly: false }, bytes: known.bytes }
      : partsOf(String(headers['content-type'] ?? ''), text);
    const job: Job = {
      id: makeId('0Af', this.#jobs.size + 1),
      options,
      bytes,
      by: viewer,
      created: this.#org.now(),
      status: 'Pending',
      completed: null,
      total: 0,
      successes: [],
      failures: [],
      errorMessage: null,
    };
    this.#jobs.set(job.id.slice(0, 15), job);
    return job;
  }

  #cancel(job: Job, body: unknown): void {
    const asked = (body as { deployResult?: { status?: unknown } } | undefined)?.deployResult?.status;
    if (asked !== 'Canceling')
      throw new ApiError(400, 'INVALID_OPERATION', 'A deployment can only be given the status Canceling');
    if (job.status !== 'Pending')
      throw new ApiError(400, 'INVALID_ID_FIELD', `Deployment already completed with status: ${job.status}`);
    job.status = 'Canceled';
    job.completed = this.#org.now();
  }

  #told(job: Job, base: string, details: boolean): object {
    const { id, options, status, successes, failures, by } = job;
    const { checkOnly, rollbackOnError, ignoreWarnings } = options;
    const name = (person: string): string => String(this.#org.table('User').rows.get(person)?.['Name'] ?? '');
    const canceled = status === 'Canceled';
    return {
      id,
      url: `${base}/metadata/deployRequest/${id}${details ? '?includeDetails=true' : ''}`,
      deployOptions: options,
      deployResult: {
        id,
        checkOnly,
        ignoreWarnings,
        rollbackOnError,
        status,
        done: status !== 'Pending',
        success: status === 'Succeeded' || status === 'SucceededPartial',
        numberComponentsTotal: job.total,
        numberComponentsDeployed: successes.length,
        numberComponentErrors: failures.length,
        numberTestsTotal: 0,
        numberTestsCompleted: 0,
        numberTestErrors: 0,
        runTestsEnabled: false,
        createdDate: job.created,
        startDate: status === 'Pending' ? null : job.created,
        lastModifiedDate: job.completed ?? job.created,
        completedDate: job.completed,
        createdBy: by.id,
        createdByName: name(by.id),
        canceledBy: canceled ? by.id : null,
        canceledByName: canceled ? name(by.id) : null,
        errorStatusCode: job.errorMessage === null ? null : 'UNKNOWN_EXCEPTION',
        errorMessage: job.errorMessage,
        stateDetail: null,
        details: details
          ? {
              componentSuccesses: successes,
              componentFailures: failures,
              retrieveResult: null,
              runTestResult: { numTestsRun: 0, numFailures: 0, totalTime: 0, successes: [], failures: [] },
            }
          : null,
      },
    };
  }
}

/** The options and the ZIP of a request of several parts, which has come as one character a byte. */
function partsOf(type: string, text: string): { options: Options; bytes: Uint8Array } {
  const boundary = /^multipart\/form-data;.*boundary="?([^";]+)"?/i.exec(type)?.[1];
  if (boundary === undefined)
    throw new ApiError(
      415,
      'UNSUPPORTED_MEDIA_TYPE',
      `Content-Type '${type}' is not supported: a deploy has several parts`,
    );
  let asked: { deployOptions?: Record<string, unknown> } | null = null;
  let bytes: Uint8Array | null = null;
  for (const part of text.split(`--${boundary}`)) {
    const end = part.indexOf('\r\n\r\n');
    if (end < 0) continue;
    const content = part.slice(end + 4).replace(/\r\n$/, '');
    const name = /name="?(\w+)"?/i.exec(part.slice(0, end))?.[1];
    if (name === 'file') bytes = Buffer.from(content, 'latin1');
    else asked = parse(Buffer.from(content, 'latin1').toString('utf8'));
  }
  if (bytes === null) throw new ApiError(400, 'INVALID_OPERATION', 'The request has no part "file" with a ZIP');
  const options = asked?.deployOptions ?? {};
  const yes = (name: string, otherwise: boolean): boolean =>
    options[name] === undefined ? otherwise : String(options[name]) === 'true';
  return {
    options: {
      ...options,
      checkOnly: yes('checkOnly', false),
      rollbackOnError: yes('rollbackOnError', true),
      ignoreWarnings: yes('ignoreWarnings', false),
    },
    bytes,
  };
}

function parse(text: string): { deployOptions?: Record<string, unknown> } {
  try {
    return JSON.parse(text) as { deployOptions?: Record<string, unknown> };
  } catch (error) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', (error as Error).message);
  }
}

/** Deploys as a whole, or as far as it goes where the options say so; nothing stands of what is only checked. */
function carryOut(org: Org, job: Job): void {
  job.completed = org.now();
  let brought: Brought;
  try {
    brought = readZip(job.bytes);
  } catch (error) {
    job.status = 'Failed';
    job.errorMessage = (error as Error).message;
    return;
  }
  const { checkOnly, rollbackOnError } = job.options;
  const takeBack = keepTypes(org);
  let stands = false;
  try {
    org.together(
      () => {
        const messages = [
          ...brought.before.map((one) => taken(org, one)),
          ...brought.components.flatMap((one) => deployed(org, one)),
          ...brought.after.map((one) => taken(org, one)),
        ];
        job.total = brought.before.length + brought.components.length + brought.after.length;
        job.successes = messages.filter(({ success }) => success === true);
        job.failures = messages.filter(({ success }) => success !== true);
      },
      () => (stands = !checkOnly && (job.failures.length === 0 || !rollbackOnError)),
    );
  } finally {
    if (!stands) takeBack();
    org.forgetTables();
  }
  const partly = job.successes.length > 0 && !rollbackOnError;
  job.status = job.failures.length === 0 ? 'Succeeded' : partly ? 'SucceededPartial' : 'Failed';
}

const message = (values: Message): Message => ({
  id: null,
  created: false,
  changed: false,
  deleted: false,
  success: true,
  problem: null,
  problemType: null,
  lineNumber: null,
  columnNumber: null,
  warning: false,
  ...values,
});

function deployed(org: Org, component: Component): Message[] {
  const { kind, name, file } = component;
  const own = { componentType: kind.type, fullName: name, fileName: file, createdDate: org.now() };
  const problems = problemsOf(org, component);
  if (problems.length === 0) return [message({ ...own, ...bring(org, component) })];
  return problems.map((problem) => message({ ...own, success: false, problem, problemType: 'Error' }));
}

function taken(org: Org, removal: Removal): Message {
  const { type, name, file } = removal;
  const own = { componentType: type, fullName: name, fileName: file, createdDate: org.now() };
  try {
    const id = remove(org, removal);
    if (id !== null) return message({ ...own, id, changed: true, deleted: true });
    return message({ ...own, problem: `No ${type} named: ${name} found`, problemType: 'Warning', warning: true });
  } catch (error) {
    return message({ ...own, success: false, problem: (error as Error).message, problemType: 'Error' });
  }
}

/** Returns what gives the org its objects and fields of now back. */
function keepTypes({ types }: Org): () => void {
  const kept = [...types].map(([name, type]) => ({ name, type, own: { ...type }, fields: [...type.fields] }));
  return () => {
    types.clear();
    for (const { name, type, own, fields } of kept) {
      Object.assign(type, own);
      type.fields.clear();
      for (const [key, field] of fields) type.fields.set(key, field);
      types.set(name, type);
    }
  };
}
