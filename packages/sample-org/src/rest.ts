// The REST API: routes under /services/data/vXX.X, answered from the org for one viewer.
import { BulkIngests } from './bulk-ingest.ts';
import { listOf } from './bulk-jobs.ts';
import { BulkQueries } from './bulk-query.ts';
import { batch, composite } from './composite.ts';
import { answerCollections } from './composite-sobjects.ts';
import { Cursors } from './cursor.ts';
import { Deploys } from './deploy.ts';
import { describeColumns } from './describe.ts';
import { ApiError, notAllowed, notFound } from './error.ts';
import { answerGraphql } from './graphql/endpoint.ts';
import type { Limits } from './limits.ts';
import { numberIn } from './lists/parameters.ts';
import type { Org, Viewer } from './org.ts';
import { answerParameterizedSearch, answerSearch } from './search/endpoint.ts';
import { Sobjects } from './sobjects.ts';
import { explain, runQuery, type Answer } from './soql/query.ts';
import { uiApi } from './ui-api.ts';
import { Viewed } from './viewed.ts';

export interface Request {
  readonly method: string;
  /** Path segments behind the version. */
  readonly path: readonly string[];
  readonly query: URLSearchParams;
  readonly version: string;
  /** The org's own address. */
  readonly url: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly viewer: Viewer;
  /** The body as it came, and parsed where it is JSON. */
  readonly text: string;
  readonly body: unknown;
}

export interface Response {
  readonly status: number;
  readonly body?: unknown;
  /** Instead of a body in JSON, with its type among the headers. */
  readonly text?: string;
  /** Instead of a text that is long: its bytes in UTF-8. */
  readonly bytes?: Buffer;
  readonly headers?: Readonly<Record<string, string>>;
}

const ok = (body: unknown): Response => ({ status: 200, body });

export class Rest {
  readonly #org: Org;
  readonly #limits: Limits;
  readonly #cursors: Cursors;
  readonly #queries: BulkQueries;
  readonly #ingests: BulkIngests;
  readonly #deploys: Deploys;
  readonly #viewed: Viewed;
  readonly #sobjects: Sobjects;

  constructor(org: Org, limits: Limits) {
    this.#org = org;
    this.#limits = limits;
    this.#cursors = new Cursors(org.clock);
    this.#queries = new BulkQueries(org, limits);
    this.#ingests = new BulkIngests(org, limits);
    this.#deploys = new Deploys(org);
    this.#viewed = new Viewed(org);
    this.#sobjects = new Sobjects(org, this.#cursors, this.#viewed);
  }

  answer(request: Request): Response {
    const { path, version, url, viewer } = request;
    const base = `/services/data/${version}`;
    const [head, ...rest] = path;
    switch (head?.toLowerCase()) {
      case undefined:
        return ok({
          ...Object.fromEntries(
            [
              'limits',
              'sobjects',
              'query',
              'queryAll',
              'search',
              'parameterizedSearch',
              'recent',
              'composite',
              'graphql',
              'ui-api',
              'tooling',
              'jobs',
              'metadata',
            ].map((name) => [name, `${base}/${name}`]),
          ),
          identity: `${url}/id/${this.#org.id}/${viewer.id}`,
        });
      case 'limits':
        return ok(this.#limits.body);
      case 'query':
      case 'queryall':
        return this.#query(request, rest, base, head?.toLowerCase() === 'queryall');
      case 'sobjects':
        return this.#sobjects.answer(request, rest, base);
      case 'composite':
        return this.#composite(request, rest, base);
      case 'search':
        return ok(answerSearch(this.#org, request, rest));
      case 'parameterizedsearch':
        return ok(answerParameterizedSearch(this.#org, request, rest));
      case 'recent':
        if (rest.length > 0) throw notFound();
        return ok(this.#viewed.list(viewer, base, numberIn(request.query, 'limit', 200, 200)));
      case 'graphql':
        if (request.method !== 'POST') throw notAllowed(request.method);
        if (rest.length > 0) throw notFound();
        return ok(answerGraphql(this.#org, viewer, request.body, version));
      case 'ui-api':
        return uiApi(this.#org, request, rest);
      case 'jobs':
        return this.#jobs(request, rest, base);
      case 'metadata':
        return this.#deploys.answer(request, rest, base);
      default:
        throw notFound();
    }
  }

  #composite(request: Request, path: readonly string[], base: string): Response {
    const room = path[0]?.toLowerCase();
    if (room === 'sobjects') return ok(answerCollections(this.#org, request, path, base));
    if (room !== undefined && (room !== 'batch' || path.length > 1)) throw notFound();
    if (request.method !== 'POST') throw notAllowed(request.method);
    const each = (one: Request): Response => this.answer(one);
    return room === undefined ? composite(this.#org, request, each) : batch(request, each);
  }

  #jobs(request: Request, [kind = '', ...rest]: readonly string[], base: string): Response {
    const { method, viewer } = request;
    const room = kind.toLowerCase();
    if (room !== 'query' && room !== 'ingest') throw notFound();
    if (rest.length === 0 && method === 'GET') {
      const jobs = [...this.#queries.list(viewer), ...this.#ingests.list(viewer)];
      return listOf(jobs, request, room === 'query' ? 'V2Query' : 'V2Ingest', `${base}/jobs/${room}`);
    }
    return room === 'query' ? this.#queries.answer(request, rest, base) : this.#ingests.answer(request, rest);
  }

  #query(
    { method, query, headers, viewer, version }: Request,
    [locator]: readonly string[],
    base: string,
    withDeleted: boolean,
  ): Response {
    if (method !== 'GET') throw notAllowed(method);
    const asked = /batchSize=(\d+)/i.exec(String(headers['sforce-query-options'] ?? ''))?.[1];
    const batchSize = Math.min(2000, Math.max(200, Number(asked ?? 2000)));
    if (locator) return ok(this.#cursors.next(viewer, locator, base, batchSize));
    const explained = query.get('explain');
    if (explained !== null) return ok(explain(this.#org, viewer, explained, version));
    const soql = query.get('q');
    if (soql === null) throw new ApiError(400, 'MALFORMED_QUERY', 'A query string has to be specified');
    const answer = runQuery(this.#org, viewer, soql, version, withDeleted);
    if (/\sFOR\s+VIEW\s*$/i.test(soql)) this.#viewed.mark(viewer, idsOf(answer));
    if (query.get('columns') === 'true')
      return ok({
        columnMetadata: describeColumns(this.#org, soql, answer.object),
        entityName: answer.object,
        groupBy: / group by /i.test(soql),
        idSelected: /select[\s\S]*\bid\b[\s\S]*from/i.test(soql),
        keyPrefix: this.#org.types.get(answer.object.toLowerCase())?.prefix ?? null,
      });
    return ok(this.#cursors.first(viewer.id, answer, base, batchSize));
  }
}

/** Ids of the records that an answer holds, as far as their addresses say them. */
const idsOf = (answer: Answer): string[] =>
  Array.from({ length: Math.min(answer.length, 200) }, (_, i) => {
    const { attributes } = answer.record(i) as { attributes?: { url?: string } };
    return attributes?.url?.split('/').at(-1) ?? '';
  });
