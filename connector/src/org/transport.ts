// The transport: requests that are tried again where that is safe, within limits, and whose answers are checked for what they are.
import { setTimeout as sleep } from 'node:timers/promises';
import { QuotientError } from '@quotient/calc';
import { ConnectorError, exitCode } from '../error.ts';
import { Broken, Line, type Received, type Sent } from './attempt.ts';
import { protocol, refusal } from './refusal.ts';
import { Session, type Login } from './session.ts';

/** How long and how often things are tried; times in milliseconds. */
export interface TransportOptions {
  readonly headers?: number;
  readonly idle?: number;
  readonly total?: number;
  /** How often one request is tried. */
  readonly tries?: number;
  /** How long all waiting of a run may take. */
  readonly budget?: number;
  /** The machine's clock, its waiting and its dice. */
  readonly now?: () => number;
  readonly wait?: (ms: number) => Promise<unknown>;
  readonly random?: () => number;
}

/** Waits grow from the first to the last, each taken in part by chance. */
const [firstWait, longestWait] = [500, 60_000];

/** How an answer is read: of which type it has to be, and what is made of it. */
export interface Reading<T> {
  readonly type: RegExp;
  readonly read: (answer: Received) => Promise<T>;
}

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** A body of CSV in place of JSON. */
  readonly csv?: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** 404 is no error: the answer is null then. */
  readonly missing?: boolean;
  /** Asking again does no harm; true if not said, but for POST. */
  readonly isRepeatable?: boolean;
}

/** What became of one attempt. */
type Outcome<T> =
  | { readonly kind: 'done'; readonly value: T | null }
  | { readonly kind: 'again'; readonly error: ConnectorError; readonly after?: number | undefined }
  | { readonly kind: 'renew'; readonly refused: string; readonly error: ConnectorError };

/** A request that is not repeatable may have been carried out, and nobody said so. */
export class Unanswered extends ConnectorError {
  /** Milliseconds that the org asks to wait; undefined where it does not say. */
  readonly after: number | undefined;

  constructor({ message, exitCode: exit, actions }: ConnectorError, after: number | undefined) {
    super('unanswered', exit, message, actions);
    this.after = after;
  }
}

/** So many API requests the org has used, and so many it may in 24 hours. */
export interface Usage {
  readonly used: number;
  readonly of: number;
}

export class Transport {
  readonly session: Session;
  readonly #line: Line;
  readonly #tries: number;
  #left: number;
  readonly #wait: (ms: number) => Promise<unknown>;
  readonly #random: () => number;
  readonly now: () => number;
  /** The org's clock at its last answer, in milliseconds; null before the first. */
  serverTime: number | null = null;
  usage: Usage | null = null;

  constructor(login: Login, options: TransportOptions = {}) {
    const { headers = 60_000, idle = 60_000, total = 30 * 60_000, tries = 6, budget = 10 * 60_000 } = options;
    this.session = new Session(login);
    this.#line = new Line(this.session.origin, { headers, idle, total });
    this.#tries = tries;
    this.#left = budget;
    this.now = options.now ?? Date.now;
    this.#wait = options.wait ?? sleep;
    this.#random = options.random ?? Math.random;
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  /** Waits, whatever the budget says: for what takes its time by nature. */
  pause(ms: number): Promise<unknown> {
    return this.#wait(ms);
  }

  /**
   * One request until it is answered; null where there is nothing: 204, or 404 where that is expected.
   * @throws ConnectorError `unavailable` (69), `protocol` (65), `throttled` (75), `redirect` (77), Unanswered where a request that is
   * not repeatable may have been carried out; Refusal where the org says no
   */
  async ask<T>(asked: Asked, reading: Reading<T>): Promise<T | null> {
    const { method, isRepeatable = method !== 'POST' } = asked;
    let renewed = false;
    for (let attempt = 1; ; attempt++) {
      const outcome = await this.#attempt(asked, reading);
      if (outcome.kind === 'done') return outcome.value;
      if (outcome.kind === 'renew') {
        if (renewed || !(await this.session.renew(outcome.refused))) throw outcome.error;
        renewed = true;
        continue;
      }
      const { after } = outcome;
      if (!isRepeatable && after !== undefined && after > this.#left) throw later(outcome.error, after);
      if (!isRepeatable) throw new Unanswered(outcome.error, after);
      const wait = after ?? this.#random() * Math.min(longestWait, firstWait * 2 ** (attempt - 1));
      if (attempt >= this.#tries) throw outcome.error;
      if (wait > this.#left) throw after === undefined ? outcome.error : later(outcome.error, wait);
      this.#left -= wait;
      await this.#wait(wait);
    }
  }

  async #attempt<T>(asked: Asked, reading: Reading<T>): Promise<Outcome<T>> {
    const { authorization, name, origin } = this.session;
    const unavailable = (reason: string): Outcome<T> => ({
      kind: 'again',
      error: new ConnectorError(
        'unavailable',
        exitCode.unavailable,
        `${name} (${origin}) does not answer: ${reason}.`,
        ['Check that the org is up and the network reaches it, then run the command again.'],
      ),
    });
    let answer: Received;
    try {
      answer = await this.#line.send(sent(asked, authorization));
    } catch (error) {
      if (error instanceof Broken) return unavailable(error.message);
      throw error;
    }
    try {
      return await this.#judge(asked, reading, answer, authorization);
    } catch (error) {
      if (error instanceof Broken) return unavailable(error.message);
      if (error instanceof ConnectorError && error.code !== 'protocol' && error.code !== 'reconciliation') throw error;
      if (error instanceof ConnectorError) return { kind: 'again', error };
      if (!isUnreadable(error)) throw error;
      const reason =
        error instanceof QuotientError ? `what cannot be read: ${error.message}` : 'JSON that is cut short.';
      return { kind: 'again', error: protocol(`${asked.method} ${plain(asked.path)} answered ${reason}`) };
    } finally {
      answer.drop();
    }
  }

  /** What an answer of the org says beside itself; others that answer in its place have clocks of their own. */
  #note(answer: Received): void {
    const date = Date.parse(answer.header('date') ?? '');
    if (!Number.isNaN(date)) this.serverTime = date;
    const [, used, of] = /api-usage=(\d+)\/(\d+)/.exec(answer.header('sforce-limit-info') ?? '') ?? [];
    if (used !== undefined) this.usage = { used: Number(used), of: Number(of) };
  }

  async #judge<T>(asked: Asked, reading: Reading<T>, answer: Received, authorization: string): Promise<Outcome<T>> {
    const { status } = answer;
    const { name, origin } = this.session;
    if (status >= 300 && status < 400)
      throw new ConnectorError(
        'redirect',
        exitCode.permission,
        `${origin} sends requests on to ${originOf(answer.header('location'), origin)}; the token was not sent there.`,
        ["Log in again with the org's current address."],
      );
    if (status === 204) {
      this.#note(answer);
      return { kind: 'done', value: null };
    }
    const type = answer.header('content-type') ?? '';
    const what = `${asked.method} ${plain(asked.path)}`;
    if (status < 300) {
      if (!reading.type.test(type))
        return {
          kind: 'again',
          error: new ConnectorError(
            'unavailable',
            exitCode.unavailable,
            `${what} answered ${type || 'something'} where ${reading.type.source.replace('\\/', '/')} was expected.`,
            [
              'Something between this machine and the org answers for it: a proxy, or a page that says the org is down.',
            ],
          ),
        };
      this.#note(answer);
      if (!/charset=(?!utf-?8)/i.test(type)) return { kind: 'done', value: await reading.read(answer) };
      throw protocol(`${what} answered in another encoding than UTF-8: ${type}.`);
    }
    const isJson = /json/i.test(type);
    if (status === 404 && isJson && asked.missing === true) return { kind: 'done', value: null };
    const error = refusal(this.session, status, isJson ? await bodyOf(answer) : null);
    if (status === 401) return { kind: 'renew', refused: authorization, error };
    const date = Date.parse(answer.header('date') ?? '');
    const after = retryAfter(answer.header('retry-after'), Number.isNaN(date) ? this.now() : date);
    if (error.code === 'busy' || error.code === 'slow') return { kind: 'again', after, error };
    // What the org does not have it says in JSON: a page that is not found is another's.
    const isOthers = status === 404 && !isJson;
    if (status < 500 && status !== 420 && status !== 429 && !isOthers) throw error;
    const exit = status === 429 ? exitCode.temporary : exitCode.unavailable;
    return {
      kind: 'again',
      after,
      error: new ConnectorError(
        status === 429 ? 'throttled' : 'unavailable',
        exit,
        `${name} (${origin}) does not answer: it says ${status}.`,
        ['Check that the org is up, then run the command again: it goes on where it stopped.'],
      ),
    };
  }
}

function sent({ method, path, body, csv, headers }: Asked, authorization: string): Sent {
  const type = csv !== undefined ? 'text/csv; charset=UTF-8' : body !== undefined ? 'application/json' : null;
  return {
    method,
    path,
    headers: { ...headers, authorization, accept: '*/*', ...(type !== null && { 'content-type': type }) },
    body: csv ?? (body === undefined ? undefined : JSON.stringify(body)),
  };
}

/** A path without what was asked: queries hold values. */
const plain = (path: string): string => path.split('?')[0] ?? '';

/** All bytes of a body. */
export async function bytesOf({ body }: Received): Promise<Uint8Array> {
  const pieces: Uint8Array[] = [];
  for await (const piece of body) pieces.push(piece);
  return pieces.length === 1 ? (pieces[0] as Uint8Array) : Buffer.concat(pieces);
}

/** The body of a refusal; null where it is not what it says to be. */
async function bodyOf(answer: Received): Promise<unknown> {
  const text = new TextDecoder().decode(await bytesOf(answer));
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}

/** Is an answer whole, but not what it should be? */
const isUnreadable = (error: unknown): boolean =>
  error instanceof QuotientError ||
  error instanceof SyntaxError ||
  (error as { code?: string }).code === 'ERR_ENCODING_INVALID_ENCODED_DATA';

/** Where an answer sends on to, without what else its address holds: a token, maybe. */
const originOf = (location: string | undefined, base: string): string =>
  location !== undefined && URL.canParse(location, base) ? new URL(location, base).origin : 'another address';

/** Milliseconds to wait, given in seconds or as a date of the clock of who answers. */
function retryAfter(given: string | undefined, now: number): number | undefined {
  if (given === undefined) return undefined;
  if (/^\d+$/.test(given.trim())) return Number(given) * 1000;
  const date = /[a-z]{3}/i.test(given) ? Date.parse(given) : Number.NaN;
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const later = ({ message }: ConnectorError, wait: number): ConnectorError =>
  new ConnectorError('later', exitCode.temporary, `${message} It asks to wait ${Math.ceil(wait / 60_000)} minutes.`, [
    'Run the command again after that: it goes on where it stopped.',
  ]);
