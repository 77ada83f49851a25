// Small calls to the org over REST: one question, one answer, or a few pages of records.
import { count as countOf, parseExact } from '@quotient/salesforce';
import { protocol } from './refusal.ts';
import type { Login } from './session.ts';
import { bytesOf, Transport, type Asked, type Reading, type TransportOptions, type Usage } from './transport.ts';

export const apiVersion = 'v66.0';
export const servicePath = `/services/data/${apiVersion}`;

/** An instant as the platform writes it, +0000 and all, in milliseconds; NaN where it is none. */
export const instantOf = (text: string): number => Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));

const utf8 = new TextDecoder('utf-8', { fatal: true });
export const json: Reading<unknown> = {
  type: /application\/json/i,
  read: async (answer) => {
    const bytes = await bytesOf(answer);
    return bytes.length === 0 ? null : parseExact(utf8.decode(bytes));
  },
};

interface QueryBody {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl?: unknown;
  readonly records: Record<string, unknown>[];
}

export class Rest {
  readonly login: Pick<Login, 'name' | 'instanceUrl'>;
  readonly #transport: Transport;

  /** @throws ConnectorError `bad-url` (2) */
  constructor(login: Login, options: TransportOptions = {}) {
    this.#transport = new Transport(login, options);
    this.login = { name: login.name, instanceUrl: this.origin };
  }

  /** The org's clock at its last answer, in milliseconds; null before the first. */
  serverTime(): number | null {
    return this.#transport.serverTime;
  }

  /** The org's API requests in 24 hours, as it said at last. */
  usage(): Usage | null {
    return this.#transport.usage;
  }

  now(): number {
    return this.#transport.now();
  }

  pause(ms: number): Promise<unknown> {
    return this.#transport.pause(ms);
  }

  close(): Promise<void> {
    return this.#transport.close();
  }

  /** A request whose answer is read in a way of its own. @throws ConnectorError as `Transport.ask` does */
  ask<T>(asked: Asked, reading: Reading<T>): Promise<T | null> {
    return this.#transport.ask(asked, reading);
  }

  /**
   * One call; the parsed answer, or null where there is none (204, or 404 where `missing` allows it).
   * @throws ConnectorError as `Transport.ask` does
   */
  call(method: string, path: string, more: Omit<Asked, 'method' | 'path'> = {}): Promise<unknown> {
    return this.#transport.ask({ method, path, ...more }, json);
  }

  /** How many records of an object there are. */
  async count(object: string, where?: string): Promise<number> {
    const path = `${servicePath}/query?q=${encodeURIComponent(countOf(object, where))}`;
    return (await this.#page(path, object)).totalSize;
  }

  /** All records of a query that is known to be small. @throws ConnectorError `protocol` (65) where their number is not what was declared */
  async all(soql: string): Promise<Record<string, unknown>[]> {
    const object = /\bFROM (\w+)/.exec(soql)?.[1] ?? 'the query';
    const records: Record<string, unknown>[] = [];
    for (let path: string | null = `${servicePath}/query?q=${encodeURIComponent(soql)}`; path !== null;) {
      const page = await this.#page(path, object);
      records.push(...page.records);
      path = nextPath(page, object, this.#transport.session.origin);
      if (path === null && records.length !== page.totalSize)
        throw protocol(`${object}: the org declared ${page.totalSize} records, and ${records.length} came.`);
    }
    return records;
  }

  async #page(path: string, object: string): Promise<QueryBody> {
    const page = await this.#transport.ask(
      { method: 'GET', path },
      { type: json.type, read: async (answer) => checkPage(await json.read(answer), object) },
    );
    if (page === null) throw protocol(`${object}: the answer is empty.`);
    return page;
  }

  /** The address of the org, to which alone the token goes. */
  get origin(): string {
    return this.#transport.session.origin;
  }
}

/**
 * The path of the page after one; null where there is none.
 * @throws ConnectorError `protocol` (65) where it is missing, too much, or leads elsewhere
 */
export function nextPath(
  page: { readonly done: boolean; readonly nextRecordsUrl?: unknown },
  object: string,
  origin: string,
): string | null {
  const next = page.nextRecordsUrl ?? null;
  if (page.done !== (next === null))
    throw protocol(`${object}: a page says both that it is the last and that it is not.`);
  if (next === null) return null;
  if (typeof next !== 'string' || !URL.canParse(next, origin))
    throw protocol(`${object}: the next page has no address.`);
  const url = new URL(next, origin);
  if (url.origin !== origin || !url.pathname.startsWith('/services/data/'))
    throw protocol(`${object}: the next page lies at ${url.origin}, which is not the org.`);
  return url.pathname + url.search;
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
