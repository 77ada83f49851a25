// Asking an org with faults in tests: what comes over the socket byte for byte, and reads that believe all they are told.
import { connect } from 'node:net';
import type { SampleOrg } from '../server.ts';

export const soql = 'SELECT Id, Name, Amount, StageName FROM Opportunity';
export const base = '/services/data/v66.0';

export interface Ask {
  readonly method?: string;
  readonly token?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

export interface Told {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

const tokenOf = (org: SampleOrg): string => org.users[0]?.accessToken ?? '';

/** One request as the first administrator; a path without a leading slash begins after the version. */
export async function tell(
  org: SampleOrg,
  path: string,
  { method = 'GET', token = tokenOf(org), headers, body }: Ask = {},
): Promise<Told> {
  const answer = await fetch(`${org.url}${path.startsWith('/') ? path : `${base}/${path}`}`, {
    method,
    redirect: 'manual',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { status: answer.status, headers: answer.headers, text: await answer.text() };
}

/** Pages of 200 opportunities by REST, by following each link on this org, `most` at most. */
export async function restPages(org: SampleOrg, most = 30): Promise<Told[]> {
  const headers = { 'sforce-query-options': 'batchSize=200' };
  const pages: Told[] = [];
  for (let path: string | undefined = `${base}/query?q=${encodeURIComponent(soql)}`; path && pages.length < most;) {
    const page = await tell(org, path, { headers });
    pages.push(page);
    const next = /"nextRecordsUrl":"([^"]+)"/.exec(page.text)?.[1];
    path = next && new URL(next, org.url).pathname;
  }
  return pages;
}

/** A bulk job for opportunities that is complete; its path. */
export async function bulkJob(org: SampleOrg): Promise<string> {
  const made = await tell(org, 'jobs/query', { method: 'POST', body: { operation: 'query', query: soql } });
  const path = `${base}/jobs/query/${(JSON.parse(made.text) as { id: string }).id}`;
  for (;;) {
    const { status, text } = await tell(org, path);
    if (status !== 200 || /"state":"(JobComplete|Failed|Aborted)"/.test(text)) return path;
  }
}

/** Pages of 200 records of a job, by following each locator, `most` at most. */
export async function bulkPages(org: SampleOrg, job: string, most = 30): Promise<Told[]> {
  const pages: Told[] = [];
  for (let locator: string | null = ''; locator !== null && locator !== 'null' && pages.length < most;) {
    const page: Told = await tell(org, `${job}/results?maxRecords=200${locator === '' ? '' : `&locator=${locator}`}`);
    pages.push(page);
    locator = page.headers.get('sforce-locator');
  }
  return pages;
}

export interface RawAnswer {
  /** The status line and headers as lines; empty where nothing came. */
  readonly head: readonly string[];
  /** What came behind the head, as it came. */
  readonly body: Buffer;
  /** `open` where the connection was still open when all was there that was waited for. */
  readonly ending: 'end' | 'reset' | 'open';
}

/** A request by a bare socket, up to its end or until `enough` is satisfied with what of the body is there. */
export function askRaw(
  org: SampleOrg,
  path: string,
  {
    method = 'GET',
    token = tokenOf(org),
    headers = {},
    body,
    enough = () => false,
  }: Ask & { readonly enough?: (body: Buffer, head: string) => boolean } = {},
): Promise<RawAnswer> {
  return new Promise((resolve) => {
    const content = body === undefined ? '' : JSON.stringify(body);
    const socket = connect(Number(new URL(org.url).port), '127.0.0.1');
    let bytes = Buffer.alloc(0);
    const finish = (ending: RawAnswer['ending']): void => {
      const end = bytes.indexOf('\r\n\r\n');
      socket.destroy();
      resolve({
        head: end < 0 ? [] : bytes.subarray(0, end).toString('latin1').split('\r\n'),
        body: end < 0 ? Buffer.alloc(0) : bytes.subarray(end + 4),
        ending,
      });
    };
    socket.on('data', (chunk: Buffer) => {
      bytes = Buffer.concat([bytes, chunk]);
      const end = bytes.indexOf('\r\n\r\n');
      if (end >= 0 && enough(bytes.subarray(end + 4), bytes.subarray(0, end).toString('latin1'))) finish('open');
    });
    socket.on('end', () => finish('end'));
    socket.on('error', () => finish('reset'));
    const more = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`);
    socket.write(
      `${method} ${path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer ${token}\r\nConnection: close\r\nContent-Length: ${content.length}\r\n${more.join('')}\r\n${content}`,
    );
  });
}
