// The server: HTTP on loopback in front of the org.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { Auth } from './auth.ts';
import { ApiError, notFound, SampleOrgError } from './error.ts';
import type { Org } from './org.ts';
import { sampleUsers, type SampleUser } from './people.ts';
import { Rest, type Response } from './rest.ts';
import { setUp, type Setup } from './setup.ts';

/** The versions that the platform serves; its CLI asks for users in 51.0. */
const versions = Array.from({ length: 38 }, (_, i) => `${31 + i}.0`);
const zip = promisify(gzip);
const longest = 6 * 1024 * 1024;

export interface SampleOrg {
  readonly url: string;
  /** Active people, an administrator first. */
  readonly users: readonly SampleUser[];
  /** The org itself: for what the platform offers over no HTTP, such as merging and undeleting. */
  readonly org: Org;
  /** Ends a person's session: their tokens answer INVALID_SESSION_ID from now on. */
  expire(username: string): void;
  close(): Promise<void>;
}

export interface SampleOrgOptions extends Setup {
  /** 0 or absent: a free one. */
  readonly port?: number | undefined;
}

/**
 * Starts a sample org on loopback.
 * @throws SampleOrgError where its data cannot be read or the port is taken.
 */
export async function startSampleOrg({ port = 0, ...setup }: SampleOrgOptions = {}): Promise<SampleOrg> {
  const org = setUp(setup);
  const auth = new Auth(org);
  const rest = new Rest(org);
  let url = '';
  let requests = 0;
  const server = createServer((request, response) => {
    requests++;
    handle(request, response).catch((error: unknown) => {
      const { status, body } =
        error instanceof ApiError
          ? { status: error.status, body: [error.body] }
          : {
              status: 500,
              body: [
                {
                  message: `An unexpected error occurred: ${error instanceof Error ? error.message : String(error)}`,
                  errorCode: 'UNKNOWN_EXCEPTION',
                },
              ],
            };
      void send(request, response, { status, body });
    });
  });

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname, searchParams } = new URL((request.url ?? '/').replace(/^\/+/, '/'), 'http://localhost');
    const path = pathname.split('/').filter(Boolean);
    const method = (request.method ?? 'GET').toUpperCase();
    allowOrigin(request, response);
    if (method === 'OPTIONS') return send(request, response, { status: 204 });
    const text = method === 'GET' || method === 'HEAD' ? '' : await readBody(request);
    if (path[0]?.toLowerCase() !== 'services') throw notFound();
    if (path[1]?.toLowerCase() === 'oauth2')
      return send(request, response, oauth(path[2]?.toLowerCase(), request, text));
    if (path[1]?.toLowerCase() !== 'data') throw notFound();
    if (path[2] === undefined)
      return send(request, response, {
        status: 200,
        body: versions.map((version) => ({ label: `Release ${version}`, url: `/services/data/v${version}`, version })),
      });
    if (!versions.includes(path[2].replace(/^v/, ''))) throw notFound();
    const viewer = auth.viewer(request.headers.authorization);
    return send(
      request,
      response,
      rest.answer({
        method,
        path: path.slice(3),
        query: searchParams,
        version: path[2],
        headers: request.headers,
        viewer,
        body: parseJson(text),
      }),
    );
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
    { status, body, text, headers }: Response,
  ): Promise<void> {
    response.setHeader('Sforce-Limit-Info', `api-usage=${requests}/100000`);
    response.setHeader('Date', org.clock().toUTCString());
    if (body === undefined && text === undefined) {
      response.writeHead(status).end();
      return;
    }
    const plain = Buffer.from(text ?? JSON.stringify(body));
    response.setHeader('Content-Type', 'application/json;charset=UTF-8');
    for (const [name, value] of Object.entries(headers ?? {})) response.setHeader(name, value);
    response.setHeader('Vary', 'Accept-Encoding');
    const zipped =
      plain.length > 2_048 && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
        ? await zip(plain, { level: 1 })
        : null;
    if (zipped) response.setHeader('Content-Encoding', 'gzip');
    const payload = zipped ?? plain;
    response.setHeader('Content-Length', payload.length);
    response.writeHead(status).end(request.method === 'HEAD' ? undefined : payload);
  }

  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) =>
      reject(
        error.code === 'EADDRINUSE'
          ? new SampleOrgError('port-in-use', `Port ${port} is in use on this machine.`, [
              `Stop what listens on ${port}, or choose another with --port (0 takes a free one).`,
            ])
          : error,
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    url,
    org,
    users: sampleUsers(org),
    expire: (username) => auth.expire(username),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** Pages on this machine may read answers. */
function allowOrigin(request: IncomingMessage, response: ServerResponse): void {
  const { origin } = request.headers;
  if (!origin || !/^https?:\/\/(localhost|127\.0\.0\.1|\[::1\])(:\d+)?$/.test(origin)) return;
  response.setHeader('Access-Control-Allow-Origin', origin);
  response.setHeader('Access-Control-Allow-Headers', 'authorization, content-type, sforce-query-options');
  response.setHeader('Access-Control-Allow-Methods', 'GET, POST, PATCH, DELETE, HEAD, OPTIONS');
  response.setHeader('Access-Control-Expose-Headers', 'sforce-limit-info, sforce-locator, sforce-numberofrecords');
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > longest) throw new ApiError(413, 'REQUEST_TOO_LARGE', 'The request is larger than 6 MB');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ApiError(400, 'JSON_PARSER_ERROR', (error as Error).message);
  }
}
