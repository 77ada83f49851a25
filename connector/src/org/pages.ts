// Pages of a query by REST: in the order of Ids, each counted; from behind the last Id where the org has forgotten the query.
import { JsonPages, select, type Rows } from '@quotient/salesforce';
import { ConnectorError, exitCode } from '../error.ts';
import type { Place, Query, Receiver } from './read.ts';
import { isRefusal, protocol, reconciliation, refusal } from './refusal.ts';
import { json, nextPath, servicePath, type Rest } from './rest.ts';
import { bytesOf } from './transport.ts';

/** A query that the org forgets so often without a page in between is given up. */
const mostRestarts = 3;
/** An address of more bytes is refused by the platform. */
const longest = 16_000;

/**
 * Reads the pages of a query from a place on.
 * @throws ConnectorError `reconciliation`, `protocol` (65) where pages are not what was declared, `forgotten` (69), `too-long` (78)
 */
export async function restPages(
  rest: Rest,
  query: Query,
  rows: Rows,
  received: Receiver,
  from: Place,
  isTakenUp: boolean,
): Promise<Place> {
  const { object } = query;
  let place: Place = isTakenUp ? from : { ...from, next: '', count: 0, lastId: null };
  if (!isTakenUp) received(place);
  const sized = query.pageSize === undefined ? {} : { 'sforce-query-options': `batchSize=${query.pageSize}` };
  const pages = new JsonPages(rows);
  const seen = new Set<string>();
  /** How many records the org declares for the query as it was asked last; null before its first page. */
  let declared: number | null = null;
  let firstId = '';
  let restarts = 0;
  for (let path: string | null = place.next === '' ? first(rest, query, place.lastId) : place.next; path !== null;) {
    const asked = path;
    seen.add(asked);
    try {
      const page = await rest.ask(
        { method: 'GET', path: asked, headers: sized },
        { type: json.type, read: async (answer) => readPage(await bytesOf(answer), asked === from.next) },
      );
      if (page === null) throw protocol(`${object}: a page is empty.`);
      ({ declared, firstId, place } = page);
      path = place.next;
      restarts = 0;
      received(place);
      if (query.isFirstPageOnly === true) return place;
    } catch (error) {
      if (!isRefusal(error, 'INVALID_QUERY_LOCATOR')) throw error;
      if (++restarts > mostRestarts) throw forgotten(rest, object);
      path = first(rest, query, place.lastId);
      declared = null;
    }
  }
  return place;

  /** Reads a page into the rows: all of it, or nothing where it does not fit to what came before. */
  function readPage(bytes: Uint8Array, isTaken: boolean): { declared: number; firstId: string; place: Place } {
    const start = rows.count;
    try {
      const head = pages.read(bytes);
      const length = rows.count - start;
      const count = place.count + length;
      // A query that is asked anew declares what is left.
      const total = declared !== null || (isTaken && place.next !== '') ? place.total : place.count + head.totalSize;
      if (head.totalSize !== (declared ?? head.totalSize))
        throw reconciliation(object, declared ?? 0, head.totalSize, 'The declared number changed between pages');
      const next = nextPath(head, object, rest.origin);
      if (next === null ? count !== total : count > total)
        throw reconciliation(object, total, count, 'Records are missing or came twice');
      if (next !== null && (seen.has(next) || length === 0))
        throw protocol(`${object}: the pages go round in a circle.`);
      const id = length === 0 ? '' : rows.idAt(start);
      if (length > 0 && id === firstId) throw protocol(`${object}: a page came twice.`);
      const lastId = length === 0 ? place.lastId : rows.idAt(rows.count - 1);
      return { declared: head.totalSize, firstId: id, place: { ...place, next, count, total, lastId } };
    } catch (error) {
      rows.count = start;
      throw error;
    }
  }
}

/** The path of a query's first page, or of the first behind a record. */
function first(rest: Rest, { object, fields, where }: Query, lastId: string | null): string {
  const behind = lastId === null ? undefined : `Id > '${lastId}'`;
  const filter = where === undefined ? behind : behind === undefined ? where : `(${where}) AND ${behind}`;
  const soql = select(
    object,
    fields.map(({ path }) => path),
    filter,
  );
  const path = `${servicePath}/query?q=${encodeURIComponent(soql)}`;
  if (path.length > longest) throw refusal({ name: rest.login.name, origin: rest.origin }, 414, null);
  return path;
}

const forgotten = (rest: Rest, object: string): ConnectorError =>
  new ConnectorError(
    'forgotten',
    exitCode.unavailable,
    `${rest.login.name} forgets the query of ${object} again and again before it is read.`,
    ['Run the command again: it goes on where it stopped.'],
  );
