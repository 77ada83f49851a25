// Reading and writing the org over REST: every answer checked, every page counted, no token ever sent elsewhere.
import { setTimeout as wait } from 'node:timers/promises';
import { JsonPages, parseExact, Rows, type Field, type PageHead } from '@quotient/salesforce';
import { ConnectorError, exitCode } from '../error.ts';

export const apiVersion = 'v66.0';

/** Where an org is and what lets us in. */
export interface Login {
  readonly instanceUrl: string;
  readonly accessToken: string;
  /** Alias or username, for messages. */
  readonly name: string;
}

export interface RestOptions {
  /** Waits before a request is tried again, in milliseconds; as many tries as entries, and one. */
  readonly retries?: readonly number[];
  /** A request without an answer for so long is given up, in milliseconds. */
  readonly timeout?: number;
}

interface QueryBody extends PageHead {
  readonly records: Record<string, unknown>[];
}

/** How an answer is read: of which type it has to be, and what is made of it. */
interface Reading<T> {
  readonly type: RegExp;
  readonly read: (bytes: Uint8Array, headers: Headers) => T;
}

const utf8 = new TextDecoder('utf-8', { fatal: true });
const json: Reading<unknown> = { type: /json/i, read: (bytes) => parseExact(utf8.decode(bytes)) };

/** An answer that is none. */
export const protocol = (message: string): ConnectorError =>
  new ConnectorError('protocol', exitCode.badData, message, [
    'Run the command again. If it stays, something between this machine and the org changes answers: a proxy, for example.',
  ]);

export class Rest {
  readonly login: Login;
  readonly #retries: readonly number[];
  readonly #timeout: number;

  constructor(login: Login, { retries = [300, 1_000, 3_000], timeout = 60_000 }: RestOptions = {}) {
    this.login = login;
    this.#retries = retries;
    this.#timeout = timeout;
  }

  /** One call; the parsed answer, or null where there is none (204, or 404 where `missing` allows it). */
  call(
    method: string,
    path: string,
    { body, missing = false }: { body?: unknown; missing?: boolean } = {},
  ): Promise<unknown> {
    return this.#ask(method, path, json, body, missing);
  }

  /** What is made of an answer that is no JSON, or is read in a way of its own; asked for again where it cannot be read. */
  async get<T>(path: string, reading: Reading<T>): Promise<T> {
    return (await this.#ask('GET', path, reading)) as T;
  }

  async #ask<T>(method: string, path: string, reading: Reading<T>, body?: unknown, missing = false): Promise<T | null> {
    for (let attempt = 0; ; attempt++) {
      const delay = this.#retries[attempt];
      const outcome = await this.#once(method, path, reading, body);
      if (outcome.kind === 'again') {
        if (delay === undefined) throw outcome.error;
        await wait(delay * (0.5 + Math.random() / 2));
        continue;
      }
      if (outcome.kind === 'read') return outcome.value;
      if (outcome.status === 404 && missing) return null;
      throw refusal(this.login, outcome.status, outcome.body);
    }
  }

  #now: number | null = null;
  serverTime(): number | null {
    return this.#now;
  }

  async #once<T>(
    method: string,
    path: string,
    reading: Reading<T>,
    body: unknown,
  ): Promise<
    | { kind: 'again'; error: ConnectorError }
    | { kind: 'read'; value: T | null }
    | { kind: 'refused'; status: number; body: unknown }
  > {
    const unavailable = (reason: string): { kind: 'again'; error: ConnectorError } => ({
      kind: 'again',
      error: new ConnectorError(
        'unavailable',
        exitCode.unavailable,
        `${this.login.name} (${this.login.instanceUrl}) does not answer: ${reason}.`,
        ['Check that the org is up and the network reaches it, then run the command again.'],
      ),
    });
    let response: Response;
    let bytes: Uint8Array;
    try {
      response = await fetch(new URL(path, this.login.instanceUrl), {
        method,
        redirect: 'manual',
        signal: AbortSignal.timeout(this.#timeout),
        headers: {
          authorization: `Bearer ${this.login.accessToken}`,
          accept: reading === json ? 'application/json' : '*/*',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      bytes = new Uint8Array(await response.arrayBuffer());
    } catch (error) {
      const cause = (error as { cause?: { code?: string; message?: string } }).cause;
      return unavailable(cause?.code ?? cause?.message ?? (error as Error).message);
    }
    this.#now = Date.parse(response.headers.get('date') ?? '') || this.#now;
    if (response.status >= 300 && response.status < 400)
      throw new ConnectorError(
        'redirect',
        exitCode.permission,
        `${this.login.instanceUrl} sends requests on to ${response.headers.get('location') ?? 'another address'}; the token was not sent there.`,
        ["Log in again with the org's current address."],
      );
    if (response.status >= 500 || response.status === 420 || response.status === 429)
      return unavailable(`it answered ${response.status}`);
    const isRefused = response.status >= 400;
    if (bytes.length === 0)
      return isRefused ? { kind: 'refused', status: response.status, body: null } : { kind: 'read', value: null };
    const what = `${method} ${path.split('?')[0]}`;
    const type = response.headers.get('content-type') ?? '';
    const expected: Reading<unknown> = isRefused ? json : reading;
    if (!expected.type.test(type))
      return {
        kind: 'again',
        error: protocol(
          `${what} answered ${type || 'something'} where ${expected.type === json.type ? 'JSON' : 'CSV'} was expected.`,
        ),
      };
    try {
      if (isRefused) return { kind: 'refused', status: response.status, body: json.read(bytes, response.headers) };
      return { kind: 'read', value: reading.read(bytes, response.headers) };
    } catch (error) {
      if (error instanceof ConnectorError) throw error;
      const isCut = error instanceof SyntaxError || error instanceof TypeError;
      const reason = isCut ? 'JSON that is cut short.' : `what cannot be read: ${(error as Error).message}`;
      return { kind: 'again', error: protocol(`${what} answered ${reason}`) };
    }
  }

  /**
   * Pages of a query, each read by `read`, which says how many records it holds.
   * @throws ConnectorError `reconciliation` (65) where the pages hold another number of records than the server declared.
   */
  async *#pages<T extends PageHead & { readonly length: number }>(
    soql: string,
    read: (bytes: Uint8Array, object: string) => T,
  ): AsyncGenerator<{ readonly page: T; readonly count: number; readonly total: number }> {
    const object = /\bFROM (\w+)/.exec(soql)?.[1] ?? 'the query';
    const seen = new Set<string>();
    let count = 0;
    let total: number | undefined;
    for (
      let path: string | undefined = `/services/data/${apiVersion}/query?q=${encodeURIComponent(soql)}`;
      path !== undefined;
    ) {
      const page: T = await this.get(path, { type: json.type, read: (bytes) => read(bytes, object) });
      total ??= page.totalSize;
      count += page.length;
      if (page.totalSize !== total)
        throw reconciliation(object, total, page.totalSize, 'The declared number changed between pages');
      yield { page, count, total };
      if (page.done) break;
      const next = page.nextRecordsUrl;
      if (!next) throw protocol(`${object}: a page says that more follow, but not where.`);
      if (seen.has(next)) throw protocol(`${object}: the page ${next} came twice.`);
      seen.add(next);
      path = next.startsWith('/') ? next : new URL(next).pathname;
    }
    if (count !== total) throw reconciliation(object, total ?? 0, count, 'Records are missing or came twice');
  }

  /** All records of a query as typed rows. @throws ConnectorError as its pages do. */
  async rows(soql: string, fields: readonly Field[], progress: (count: number, total: number) => void): Promise<Rows> {
    const rows = new Rows(fields);
    const pages = new JsonPages(rows);
    const read = (bytes: Uint8Array) => {
      const before = rows.count;
      return { ...pages.read(bytes), length: rows.count - before };
    };
    for await (const { count, total } of this.#pages(soql, read)) progress(count, total);
    return rows;
  }

  /** How many records a query of `COUNT()` counts. */
  async count(soql: string): Promise<number> {
    const path = `/services/data/${apiVersion}/query?q=${encodeURIComponent(soql)}`;
    return checkPage(await this.call('GET', path), 'the count').totalSize;
  }

  /** All records of a query that is known to be small. */
  async all(soql: string): Promise<Record<string, unknown>[]> {
    const records: Record<string, unknown>[] = [];
    const read = (bytes: Uint8Array, object: string) => {
      const page = checkPage(parseExact(utf8.decode(bytes)), object);
      return { ...page, length: page.records.length };
    };
    for await (const { page } of this.#pages(soql, read)) records.push(...page.records);
    return records;
  }
}

/** Another number of records than was declared. */
export function reconciliation(object: string, expected: number, got: number, what: string): ConnectorError {
  return new ConnectorError(
    'reconciliation',
    exitCode.badData,
    `${object}: the org declared ${expected} records, and ${got} came. ${what}; nothing was kept.`,
    ['Run the command again. If it stays, compare with SELECT COUNT() in the org.'],
  );
}

function checkPage(body: unknown, object: string): QueryBody {
  const page = body as Partial<QueryBody> | null;
  if (
    typeof page !== 'object' ||
    page === null ||
    typeof page.totalSize !== 'number' ||
    typeof page.done !== 'boolean' ||
    !Array.isArray(page.records)
  )
    throw protocol(`${object}: the answer is no page of records.`);
  return page as QueryBody;
}

/** What the org refused, in our words, with the exit code of its kind. */
function refusal({ name, instanceUrl }: Login, status: number, body: unknown): ConnectorError {
  const first = (Array.isArray(body) ? body[0] : body) as {
    errorCode?: string;
    error?: string;
    message?: string;
    error_description?: string;
  } | null;
  const code = first?.errorCode ?? first?.error ?? `HTTP_${status}`;
  const message = (first?.message ?? first?.error_description ?? `status ${status}`).trim().split('\n').at(-1) ?? '';
  if (status === 401)
    return new ConnectorError(
      'session-expired',
      exitCode.permission,
      `${name} does not accept the login: ${message} (${code}).`,
      [`Log in again: sf org login web --instance-url ${instanceUrl}, or set QUOTIENT_ACCESS_TOKEN to a fresh token.`],
    );
  if (code === 'REQUEST_LIMIT_EXCEEDED')
    return new ConnectorError('limit', exitCode.temporary, `${name} has used up its API requests: ${message}`, [
      'Wait until the limit is free again (24 hours rolling) and run the command again.',
    ]);
  if (status === 403)
    return new ConnectorError('forbidden', exitCode.permission, `${name} does not allow this: ${message} (${code}).`, [
      'Ask an administrator for API access and the permission set QuotientConnector.',
    ]);
  if (code === 'INVALID_TYPE' || code === 'INVALID_FIELD' || status === 404)
    return new ConnectorError('missing', exitCode.missing, `${name} lacks something: ${message} (${code}).`, [
      'Install the package in manifests/, or ask for access to the object and its fields.',
    ]);
  return new ConnectorError('refused', exitCode.badData, `${name} refused a request: ${message} (${code}).`, [
    'Correct what the message names and run the command again.',
  ]);
}
