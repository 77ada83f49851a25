// What a request asks for: its route, its object, and the read that it is part of.
import type { Route } from './fault.ts';

/** A request as it came. */
export interface Asked {
  readonly method: string;
  /** The path with its query string. */
  readonly url: string;
  readonly token: string | null;
  readonly body: string;
}

export interface Visit {
  /** Null where faults have no name for it; `any` meets it nevertheless. */
  readonly route: Exclude<Route, 'any'> | null;
  /** The object that the request names itself. */
  readonly object: string | null;
  /** The SOQL that it carries. */
  readonly soql: string | null;
  /** The cursor or job that it goes on with. */
  readonly read: string | null;
  /** Where the page that it asks for is: a path of REST, a bulk locator, a list of an ingest job; null for a first page. */
  readonly locator: string | null;
}

/** The cursor of a locator or of a path that ends in one. */
export const cursorOf = (locator: string): string => (locator.split('/').at(-1) ?? '').split('-')[0] ?? '';

export function visitOf({ method, url, body }: Asked): Visit {
  const { pathname, searchParams } = new URL(url, 'http://localhost');
  const [room, kind, , head, second, third] = pathname.split('/').filter(Boolean);
  const visit = (route: Visit['route'], more: Partial<Visit> = {}): Visit => ({
    route,
    object: null,
    soql: null,
    read: null,
    locator: null,
    ...more,
  });
  if (room !== 'services') return visit(null);
  if (kind === 'oauth2') return visit(pathname.endsWith('/token') ? 'token' : null);
  switch (head?.toLowerCase()) {
    case 'query':
    case 'queryall': {
      if (second !== undefined) return visit('queryMore', { read: cursorOf(second), locator: pathname });
      const soql = searchParams.get('q');
      return visit(/^\s*select\s+count\(\)/i.test(soql ?? '') ? 'count' : 'query', { soql, object: objectOf(soql) });
    }
    case 'sobjects':
      return visit(third === 'describe' || third === 'deleted' ? third : null, { object: second ?? null });
    case 'composite':
      return visit(second === 'sobjects' ? 'collections' : null, { object: third ?? null });
    case 'jobs':
      return second === 'query' ? visitOfJob() : second === 'ingest' ? visitOfIngest() : visit(null);
    default:
      return visit(null);
  }

  function visitOfJob(): Visit {
    const [, , , , , read = null, part] = pathname.split('/').filter(Boolean);
    if (read === null) {
      const soql = method === 'POST' ? queryOf(body) : null;
      return visit(method === 'POST' ? 'bulkCreate' : null, { soql, object: objectOf(soql) });
    }
    if (part === 'results') return visit('bulkResults', { read, locator: searchParams.get('locator') });
    if (part !== undefined) return visit(null, { read });
    return visit(method === 'GET' ? 'bulkPoll' : method === 'DELETE' ? 'bulkDelete' : null, { read });
  }

  function visitOfIngest(): Visit {
    const [, , , , , read = null, part] = pathname.split('/').filter(Boolean);
    if (read === null) return visit(method === 'POST' ? 'ingestCreate' : null, { object: objectOfJob(body) });
    if (part !== undefined) return visit(method === 'PUT' ? 'ingestUpload' : 'ingestResults', { read, locator: part });
    return visit(method === 'GET' ? 'ingestPoll' : method === 'PATCH' ? 'ingestClose' : null, { read });
  }
}

/** The object of a query, not of a query within it. */
function objectOf(soql: string | null): string | null {
  let text = soql ?? '';
  for (let outer = ''; outer !== text; text = text.replaceAll(/\([^()]*\)/g, ' ')) outer = text;
  return /\bfrom\s+(\w+)/i.exec(text)?.[1] ?? null;
}

/** The object of an ingest job, which may come in JSON or as the first part of several. */
const objectOfJob = (body: string): string | null => /"object"\s*:\s*"(\w+)"/i.exec(body.slice(0, 10_000))?.[1] ?? null;

/** A body that is no JSON is the org's to refuse. */
function queryOf(body: string): string | null {
  try {
    const { query } = JSON.parse(body) as { readonly query?: unknown };
    return typeof query === 'string' ? query : null;
  } catch {
    return null;
  }
}
