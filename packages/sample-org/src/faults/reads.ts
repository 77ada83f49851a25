// Reads under way: what a page of REST or of a bulk job says about its read, and what came before it.
import type { Response } from '../rest.ts';
import { cursorOf, type Visit } from './visit.ts';

/** What a read has answered so far. */
export interface Read {
  readonly object: string | null;
  /** The first link that it gave: a path of REST or a bulk locator. */
  readonly link: string | null;
  /** The page before the one that is asked for. */
  readonly before: Response | null;
}

interface Reading extends Read {
  /** The page that was asked for last. */
  readonly url: string | null;
  readonly page: Response | null;
}

export type Json = Readonly<Record<string, unknown>>;
export const locatorHeader = 'Sforce-Locator';
const unread: Reading = { object: null, link: null, before: null, url: null, page: null };

/** Whether an answer is a page of CSV. */
export const isCsv = ({ status, text, headers }: Response): boolean =>
  status === 200 && text !== undefined && (headers?.['Content-Type'] ?? '').startsWith('text/csv');

/** An answer in JSON as its object; null where it is none. */
export function jsonOf({ status, body, text, headers }: Response): Json | null {
  if (status < 200 || status >= 300 || (text !== undefined && !(headers?.['Content-Type'] ?? 'json').includes('json')))
    return null;
  const value = body ?? (text === undefined || text === '' ? null : (JSON.parse(text) as unknown));
  return typeof value === 'object' ? (value as Json | null) : null;
}

/** The records of a page in JSON; null where it is none. */
export const recordsOf = (body: Json): readonly unknown[] | null =>
  typeof body['totalSize'] === 'number' && Array.isArray(body['records']) ? (body['records'] as unknown[]) : null;

/** Where the next page is: null at the last, undefined where the answer is no page of a read. */
export function linkOf(answer: Response): string | null | undefined {
  if (isCsv(answer)) {
    const locator = answer.headers?.[locatorHeader];
    return locator === 'null' ? null : locator;
  }
  const body = jsonOf(answer);
  if (!body || !recordsOf(body)) return undefined;
  return typeof body['nextRecordsUrl'] === 'string' ? body['nextRecordsUrl'] : null;
}

/** Whether an answer is the last of its read. */
export function isLast({ route, locator }: Visit, answer: Response): boolean {
  if (route === 'ingestResults') return locator?.toLowerCase() === 'unprocessedrecords';
  if (route !== 'bulkPoll' && route !== 'ingestPoll') return linkOf(answer) === null;
  return ['JobComplete', 'Failed', 'Aborted'].includes(String(jsonOf(answer)?.['state']));
}

export class Reads {
  readonly #byId = new Map<string, Reading>();

  /** The read that a request goes on with. */
  of({ read }: Visit): Read {
    return this.#byId.get(read ?? '') ?? unread;
  }

  /** Takes in what a request was answered, and says what came before. A page that comes twice is one page. */
  remember({ route, read, object }: Visit, url: string, answer: Response): Read {
    const link = linkOf(answer);
    const made = route === 'bulkCreate' || route === 'ingestCreate' ? jsonOf(answer)?.['id'] : undefined;
    const id = read ?? (typeof made === 'string' ? made : typeof link === 'string' ? cursorOf(link) : null);
    const known = this.#byId.get(id ?? '') ?? { ...unread, object };
    if (id === null || (link === undefined && made === undefined)) return known;
    const isNew = known.url !== url;
    const now: Reading = {
      object: known.object,
      link: known.link ?? link ?? null,
      before: isNew ? known.page : known.before,
      url: link === undefined ? null : url,
      page: link === undefined ? null : answer,
    };
    this.#byId.set(id, now);
    return now;
  }
}
