// The server: HTTP on loopback in front of the org.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { ConnectedApp } from './assertion.ts';
import { Auth, tokenOf } from './auth.ts';
import { ApiError, notFound, SampleOrgError } from './error.ts';
import type { Altered } from './faults/alteration.ts';
import { Changes } from './faults/change.ts';
import { faultsEndpoint } from './faults/endpoint.ts';
import { checkFaults, type Fault } from './faults/fault.ts';
import { FaultScript, type FaultRecord, type Meeting, type RequestRecord } from './faults/script.ts';
import { sendFaulty } from './faults/wire.ts';
import { Limits, type LimitName } from './limits.ts';
import { sampleUsers, viewers, type SampleUser } from './people.ts';
import type { Org } from './org.ts';
import { Rest, type Response } from './rest.ts';
import { setUp, type Setup } from './setup.ts';

/** The versions that the platform serves; its CLI asks for users in 51.0. */
const versions = Array.from({ length: 38 }, (_, i) => `${31 + i}.0`);
const zip = promisify(gzip);
/** The largest body, and the largest data of a bulk job, in megabytes. */
const [longest, longestData] = [6, 150];

export interface SampleOrg {
  readonly url: string;
  /** Active people, an administrator first. */
  readonly users: readonly SampleUser[];
  /** The org itself: for what the platform offers over no HTTP, such as merging and undeleting. */
  readonly org: Org;
  /** Ends a person's session: their tokens answer INVALID_SESSION_ID from now on. */
  expire(username: string): void;
  /** Faults that come with answers from now on; like all that follows only in an org with `faults`. */
  inject(faults: readonly Fault[]): void;
  /** The faults of the org, and at which requests each has fired. */
  faults(): readonly FaultRecord[];
  /** Takes all faults and actions out, empties the log of requests and puts the clock right. */
  clearFaults(): void;
  /** What the org was asked, in order; the endpoint of faults is not among it. */
  requests(): readonly RequestRecord[];
  /** Does something when the n-th request of the log comes, from 1, before it is carried out. */
  onRequest(n: number, action: () => void | Promise<void>): void;
  close(): Promise<void>;
}

export interface SampleOrgOptions extends Setup {
  /** 0 or absent: a free one. */
  readonly port?: number | undefined;
  /** Opens `/quotient/faults` and the methods on faults, and keeps a log of requests. */
  readonly faults?: boolean | undefined;
  /** How much of what may be used in 24 hours, where it is not as much as in other orgs. */
  readonly limits?: Partial<Record<LimitName, number>> | undefined;
  /** Apps that may log people in by signed assertions. */
  readonly apps?: readonly ConnectedApp[] | undefined;
  /** Waits so many milliseconds before an answer that is to be slow. */
  readonly wait?: ((ms: number) => Promise<void>) | undefined;
}

/**
 * Starts a sample org on loopback.
 * @throws SampleOrgError where its data cannot be read or the port is taken.
 */
export async function startSampleOrg({
  port = 0,
  faults = false,
  wait = sleep,
  limits: most,
  apps,
  ...setup
}: SampleOrgOptions = {}): Promise<SampleOrg> {
  const org = setUp(setup);
  const auth = new Auth(org, apps);
  const script = faults ? faultScript(org, auth) : null;
  const limits = new Limits(org, most);
  const rest = new Rest(org, limits);
  let url = '';
  const server = createServer((request, response) => {
    limits.use('DailyApiRequests', 1);
    void answer(request, response);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    allowOrigin(request, response);
    let leaving: ReturnType<Meeting['leave']>;
    try {
      leaving = await met(request);
    } catch (error) {
      leaving = { answer: refused(error), wire: null };
    }
    await send(request, response, leaving.answer, leaving.wire);
  }

  async function met(request: IncomingMessage): Promise<ReturnType<Meeting['leave']>> {
    const { method = 'GET', url = '/', headers } = request;
    const body = method === 'GET' || method === 'HEAD' ? '' : await readBody(request);
    if (!script || isFaults(request)) return { answer: handle(request, body), wire: null };
    const token = tokenOf(headers.authorization);
    const meeting = await script.meet({ method, url: url.replace(/^\/+/, '/'), token, body });
    return meeting.leave(meeting.refusal ?? asText(handled(request, body)));
  }

  /** The answer to a request, or the platform's form of what it refuses. */
  function handled(request: IncomingMessage, body: string): Response {
    try {
      return handle(request, body);
    } catch (error) {
      return refused(error);
    }
  }

  function handle(request: IncomingMessage, text: string): Response {
    const { pathname, searchParams } = new URL((request.url ?? '/').replace(/^\/+/, '/'), 'http://localhost');
    const path = pathname.split('/').filter(Boolean);
    const method = (request.method ?? 'GET').toUpperCase();
    if (method === 'OPTIONS') return { status: 204 };
    if (script && isFaults(request)) return faultsEndpoint(script, method, parseJson(text));
    if (path[0]?.toLowerCase() === 'id') return auth.identity(request.headers.authorization, path.slice(1), url);
    if (path[0]?.toLowerCase() !== 'services') throw notFound();
    if (path[1]?.toLowerCase() === 'oauth2') return oauth(path[2]?.toLowerCase(), request, text);
    if (path[1]?.toLowerCase() !== 'data') throw notFound();
    if (path[2] === undefined)
      return {
        status: 200,
        body: versions.map((version) => ({ label: `Release ${version}`, url: `/services/data/v${version}`, version })),
      };
    if (!versions.includes(path[2].replace(/^v/, ''))) throw notFound();
    const viewer = auth.viewer(request.headers.authorization);
    return rest.answer({
      method,
      path: path.slice(3),
      query: searchParams,
      version: path[2],
      url,
      headers: request.headers,
      viewer,
      text,
      body: isOther(request) ? undefined : parseJson(text),
    });
  }

  function oauth(endpoint: string | undefined, request: IncomingMessage, text: string): Response {
    switch (endpoint) {
      case 'token':
        return auth.token(new URLSearchParams(text), url);
      case 'userinfo':
        return { status: 200, body: auth.userinfo(auth.viewer(request.headers.authorization), url) };
      case 'revoke':
        auth.revoke(new URLSearchParams(text).get('token') ?? '');
        return { status: 200 };
      default:
        throw notFound();
    }
  }

  async function send(
    request: IncomingMessage,
    response: ServerResponse,
    { status, body, text, bytes, headers, encoding }: Altered,
    wire: Fault | null = null,
  ): Promise<void> {
    response.setHeader('Sforce-Limit-Info', limits.usage);
    response.setHeader('Date', org.clock().toUTCString());
    const hasBody = body !== undefined || text !== undefined || bytes !== undefined;
    const plain = bytes ?? Buffer.from(text ?? (body === undefined ? '' : JSON.stringify(body)), encoding);
    if (hasBody) response.setHeader('Content-Type', 'application/json;charset=UTF-8');
    for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
    if (hasBody) response.setHeader('Vary', 'Accept-Encoding');
    if (wire) return sendFaulty(wire, { response, status, payload: plain, wait });
    if (!hasBody) {
      response.writeHead(status).end();
      return;
    }
    const zipped =
      plain.length > 2_048 && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
        ? await zip(plain, { level: 1 })
        : null;
    if (zipped) response.setHeader('Content-Encoding', 'gzip');
    const payload = zipped ?? plain;
    response.setHeader('Content-Length', payload.length);
    response.writeHead(status).end(request.method === 'HEAD' ? undefined : payload);
  }

  function scripted(): FaultScript {
    if (!script) throw new Error('This sample org was started without faults.');
    return script;
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      org.keeper?.close();
      reject(
        error.code === 'EADDRINUSE'
          ? new SampleOrgError('port-in-use', `Port ${port} is in use on this machine.`, [
              `Stop what listens on ${port}, or choose another with --port (0 takes a free one).`,
            ])
          : error,
      );
    });
    server.listen(port, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    org,
    users: sampleUsers(org),
    expire: (username) => auth.expire(username),
    inject: (faults) => scripted().inject(checkFaults(faults)),
    faults: () => scripted().faults(),
    clearFaults: () => scripted().clear(),
    requests: () => scripted().requests(),
    onRequest: (n, action) => scripted().onRequest(n, action),
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          org.keeper?.close();
          resolve();
        });
        server.closeAllConnections();
      }),
  };
}

/** Changes are made by the first administrator. */
function faultScript(org: Org, auth: Auth): FaultScript {
  const viewer = viewers(org)(sampleUsers(org)[0]?.id ?? '');
  if (!viewer) throw new Error('The org has no administrator.');
  return new FaultScript(org, new Changes(org, viewer), (token) => auth.revoke(token));
}

const isFaults = ({ url }: IncomingMessage): boolean => /^\/+quotient\/faults\/?(\?|$)/i.test(url ?? '');

/** Faults change text. */
function asText({ bytes, ...answer }: Response): Response {
  return bytes ? { ...answer, text: bytes.toString('utf8') } : answer;
}

/** An error in the platform's form. */
function refused(error: unknown): Response {
  if (error instanceof ApiError) return { status: error.status, body: [error.body] };
  const message = `An unexpected error occurred: ${error instanceof Error ? error.message : String(error)}`;
  return { status: 500, body: [{ message, errorCode: 'UNKNOWN_EXCEPTION' }] };
}

/** Pages on this machine may read answers. */
function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  if (!origin || !/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin)) return;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type, sforce-query-options');
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS');
  response.setHeader('Access-Control-Expose-Headers', 'sforce-limit-info, sforce-locator, sforce-numberofrecords');
}

/** Data of bulk jobs is no JSON. */
const isOther = ({ headers, url }: IncomingMessage): boolean =>
  /^(text\/csv|multipart\/form-data)/i.test(headers['content-type'] ?? '') ||
  /\/jobs\/ingest\/\w+\/batches\/?$/i.test(url ?? '');

/** @throws ApiError REQUEST_TOO_LARGE once a body that is too long has come as a whole: then the answer is heard */
async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  const most = isOther(request) ? longestData : longest;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size <= most * 1024 * 1024) chunks.push(chunk);
    else chunks.length = 0;
  }
  if (size > most * 1024 * 1024) throw new ApiError(413, 'REQUEST_TOO_LARGE', `The request is larger than ${most} MB`);
  return Buffer.concat(chunks).toString(isDeploy(request) ? 'latin1' : 'utf8');
}

/** A deploy brings a ZIP: its text has one character for each byte. */
const isDeploy = ({ headers, url }: IncomingMessage): boolean =>
  /\/metadata\/deployRequest\/?$/i.test(url ?? '') && /^multipart\//i.test(headers['content-type'] ?? '');

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', (error as Error).message);
  }
}
