// The REST API: routes under /services/data/vXX.X, answered from the org for one viewer.
import { BulkIngests } from './bulk-ingest.ts';
import { listOf } from './bulk-jobs.ts';
import { BulkQueries } from './bulk-query.ts';
import { isNew, readEach, typeOf, typeOfId, upsert, writeEach } from './collections.ts';
import { batch, composite } from './composite.ts';
import { Cursors } from './cursor.ts';
import { Deploys } from './deploy.ts';
import { describe, describeColumns, describeGlobal } from './describe.ts';
import { ApiError, notFound } from './error.ts';
import { answerGraphql } from './graphql/endpoint.ts';
import { to18 } from './id.ts';
import type { Limits } from './limits.ts';
import type { Org, Row, Viewer } from './org.ts';
import { deleted, updated } from './replication.ts';
import { may, mayField } from './permission-sets.ts';
import type { ObjectType } from './schema.ts';
import { explain, runQuery } from './soql/query.ts';
import { uiApi } from './ui-records.ts';

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
const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const notAllowed = (method: string): ApiError =>
  new ApiError(
    405,
    'METHOD_NOT_ALLOWED',
    `HTTP Method '${method}' not allowed. Allowed are HEAD,GET,POST,PATCH,DELETE`,
  );

export class Rest {
  readonly #org: Org;
  readonly #limits: Limits;
  readonly #cursors: Cursors;
  readonly #queries: BulkQueries;
  readonly #ingests: BulkIngests;
  readonly #deploys: Deploys;

  constructor(org: Org, limits: Limits) {
    this.#org = org;
    this.#limits = limits;
    this.#cursors = new Cursors(org.clock);
    this.#queries = new BulkQueries(org, limits);
    this.#ingests = new BulkIngests(org, limits);
    this.#deploys = new Deploys(org);
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
        return this.#sobjects(request, rest, base);
      case 'composite':
        return this.#composite(request, rest, base);
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

  /** @throws ApiError NOT_FOUND for an object that is not there, or not the viewer's to use */
  #type(viewer: Viewer, name: string | undefined): ObjectType {
    const type = this.#org.types.get((name ?? '').toLowerCase());
    if (!type || !may(this.#org, viewer, type.name, 'read')) throw notFound();
    return type;
  }

  #sobjects(request: Request, path: readonly string[], base: string): Response {
    const { method, viewer, body, query } = request;
    const [name, second, third] = path;
    if (name === undefined)
      return ok({
        encoding: 'UTF-8',
        maxBatchSize: 200,
        sobjects: [...this.#org.types.values()]
          .filter((one) => may(this.#org, viewer, one.name, 'read'))
          .map((one) => describeGlobal(this.#org, one, viewer, base)),
      });
    const type = this.#type(viewer, name);
    if (second === undefined) {
      if (method === 'GET')
        return ok({ objectDescribe: describeGlobal(this.#org, type, viewer, base), recentItems: [] });
      if (method !== 'POST') throw notAllowed(method);
      const row = this.#org.insert(viewer, type.name, fieldsOf(body));
      return { status: 201, body: { id: row['Id'], success: true, errors: [] } };
    }
    if (second === 'updated' && method === 'GET') return ok(updated(this.#org, viewer, type, query));
    if (second === 'deleted' && method === 'GET') return ok(deleted(this.#org, viewer, type, query));
    if (second === 'describe' && third === undefined) return ok(describe(this.#org, type, viewer, base));
    const picked = query
      .get('fields')
      ?.split(',')
      .map((one) => one.trim());
    if (third === undefined) {
      switch (method) {
        case 'HEAD':
        case 'GET':
          return ok(this.#record(viewer, type, this.#org.find(viewer, type.name, second), base, picked));
        case 'PATCH':
          this.#org.update(viewer, type.name, second, fieldsOf(body));
          return { status: 204 };
        case 'DELETE':
          this.#org.delete(viewer, type.name, second);
          return { status: 204 };
        default:
          throw notAllowed(method);
      }
    }
    return this.#byExternalId(request, type, second, decodeURIComponent(third), base, picked);
  }

  #byExternalId(
    { method, viewer, body }: Request,
    type: ObjectType,
    fieldName: string,
    value: string,
    base: string,
    picked: readonly string[] | undefined,
  ): Response {
    const { found } = this.#org.byExternalId(viewer, type.name, fieldName, value);
    if (found.length > 1)
      return { status: 300, body: found.map(({ Id }) => `${base}/sobjects/${type.name}/${String(Id)}`) };
    const [visible] = found;
    if (method === 'PATCH') {
      const result = upsert(this.#org, viewer, type, fieldName, { ...fieldsOf(body), [fieldName]: value });
      return {
        status: result.created ? 201 : 200,
        body: { id: result.id, success: true, errors: [], created: result.created },
      };
    }
    if (!visible) throw notFound();
    if (method === 'DELETE') {
      this.#org.delete(viewer, type.name, String(visible['Id']));
      return { status: 204 };
    }
    return ok(this.#record(viewer, type, visible, base, picked));
  }

  #record(viewer: Viewer, type: ObjectType, row: Row, base: string, picked?: readonly string[]): object {
    const shown = (name: string): boolean => mayField(this.#org, viewer, type.name, name, 'read');
    const fields = picked
      ? picked.map(
          (name) =>
            (shown(name) ? type.fields.get(name.toLowerCase()) : undefined) ??
            (() => {
              throw new ApiError(
                400,
                'INVALID_FIELD',
                `No such column '${name}' on entity '${type.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
              );
            })(),
        )
      : [...type.fields.values()].filter(({ name }) => shown(name));
    return {
      attributes: { type: type.name, url: `${base}/sobjects/${type.name}/${String(row['Id'])}` },
      ...Object.fromEntries(fields.map(({ name }) => [name, row[name] ?? null])),
      Id: row['Id'],
    };
  }

  #composite(request: Request, path: readonly string[], base: string): Response {
    const { method, viewer, body, query } = request;
    const room = path[0]?.toLowerCase();
    if (room === undefined || (room === 'batch' && path.length === 1)) {
      if (method !== 'POST') throw notAllowed(method);
      const each = (one: Request): Response => this.answer(one);
      return room === undefined ? composite(this.#org, request, each) : batch(request, each);
    }
    if (room !== 'sobjects') throw notFound();
    const [, name, externalId] = path;
    const listed = (names: string): string[] => (query.get(names) ?? '').split(',').filter(Boolean);
    const org = this.#org;
    if (method === 'DELETE')
      return ok(
        writeEach(org, listed('ids'), query.get('allOrNone') === 'true', (id) => {
          org.delete(viewer, typeOfId(org, id).name, id);
          return { id: to18(id) };
        }),
      );
    if (name !== undefined && externalId === undefined && (method === 'GET' || method === 'POST')) {
      const asked = method === 'GET' ? { ids: listed('ids'), fields: listed('fields') } : body;
      if (!isObject(asked) || !Array.isArray(asked['ids']) || !Array.isArray(asked['fields']))
        throw new ApiError(400, 'JSON_PARSER_ERROR', 'The request has no lists "ids" and "fields"');
      const type = this.#type(viewer, name);
      const [ids, fields] = [asked['ids'].map(String), asked['fields'].map(String)];
      return ok(
        readEach(org, viewer, type, ids).map((row) => (row ? this.#record(viewer, type, row, base, fields) : null)),
      );
    }
    if (!isObject(body) || !Array.isArray(body['records']))
      throw new ApiError(400, 'JSON_PARSER_ERROR', 'The request body has no list "records"');
    const allOrNone = body['allOrNone'] === true;
    const records = body['records'] as unknown[];
    if (method === 'POST' && name === undefined)
      return ok(
        writeEach(org, records, allOrNone, (record) => ({
          id: String(org.insert(viewer, typeOf(record), fieldsOf(record))['Id']),
        })),
      );
    if (method === 'PATCH' && name === undefined)
      return ok(
        writeEach(org, records, allOrNone, (record) => {
          const { Id, id, ...values } = fieldsOf(record);
          return { id: String(org.update(viewer, typeOf(record), String(Id ?? id), values)['Id']) };
        }),
      );
    if (method === 'PATCH' && externalId !== undefined) {
      const type = this.#type(viewer, name);
      return ok(
        writeEach(
          org,
          records,
          allOrNone,
          (record) => upsert(org, viewer, type, externalId, fieldsOf(record)),
          (record) => ({ created: isNew(org, viewer, type, externalId, fieldsOf(record)) }),
        ),
      );
    }
    throw notAllowed(method);
  }
}

function fieldsOf(body: unknown): Record<string, unknown> {
  if (!isObject(body)) throw new ApiError(400, 'JSON_PARSER_ERROR', 'The request body is no JSON object');
  const { attributes: _, ...values } = body;
  return values;
}
