// The resource sobjects: objects, their records by Id or external id, and what a record leads to.
import { upsert } from './collections.ts';
import type { Cursors } from './cursor.ts';
import { describe, describeGlobal } from './describe.ts';
import { notAllowed, notFound } from './error.ts';
import { isId } from './id.ts';
import { answerListViews } from './lists/list-views.ts';
import type { Org, Row } from './org.ts';
import { may } from './permission-sets.ts';
import { fieldsOf, pickedFields, recordBody } from './record-body.ts';
import { deleted, updated } from './replication.ts';
import type { Request, Response } from './rest.ts';
import { childrenNamed, knownType, parentNamed, visibleField } from './rights.ts';
import type { ObjectType } from './schema.ts';
import { runQuery } from './soql/query.ts';
import type { Viewed } from './viewed.ts';

const ok = (body: unknown): Response => ({ status: 200, body });

export class Sobjects {
  readonly #org: Org;
  readonly #cursors: Cursors;
  readonly #viewed: Viewed;

  constructor(org: Org, cursors: Cursors, viewed: Viewed) {
    this.#org = org;
    this.#cursors = cursors;
    this.#viewed = viewed;
  }

  /** Answers what lies below /sobjects. @throws ApiError as the platform does */
  answer(request: Request, path: readonly string[], base: string): Response {
    const { method, viewer, body, query } = request;
    const [name, second, third, ...rest] = path;
    const org = this.#org;
    if (name === undefined)
      return ok({
        encoding: 'UTF-8',
        maxBatchSize: 200,
        sobjects: [...org.types.values()]
          .filter((one) => may(org, viewer, one.name, 'read'))
          .map((one) => describeGlobal(org, one, viewer, base)),
      });
    const type = knownType(org, viewer, name);
    if (second === undefined) {
      if (method === 'GET')
        return ok({
          objectDescribe: describeGlobal(org, type, viewer, base),
          recentItems: this.#viewed.list(viewer, base, 200, type),
        });
      if (method !== 'POST') throw notAllowed(method);
      const row = org.insert(viewer, type.name, fieldsOf(body));
      return { status: 201, body: { id: row['Id'], success: true, errors: [] } };
    }
    if (second === 'updated' && method === 'GET') return ok(updated(org, viewer, type, query));
    if (second === 'deleted' && method === 'GET') return ok(deleted(org, viewer, type, query));
    if (second === 'describe' && third === undefined) return ok(describe(org, type, viewer, base));
    if (second.toLowerCase() === 'listviews')
      return ok(answerListViews(org, request, type, third === undefined ? [] : [third, ...rest], base));
    if (third === undefined) return this.#byId(request, type, second, base);
    if (isId(second) && !type.fields.has(second.toLowerCase()))
      return this.#related(request, type, org.find(viewer, type.name, second), [third, ...rest], base);
    return this.#byExternalId(request, type, second, decodeURIComponent(third), base);
  }

  #byId({ method, viewer, body, query }: Request, type: ObjectType, id: string, base: string): Response {
    switch (method) {
      case 'HEAD':
      case 'GET': {
        const row = this.#org.find(viewer, type.name, id);
        return ok(recordBody(this.#org, viewer, type, row, base, pickedFields(query)));
      }
      case 'PATCH':
        this.#org.update(viewer, type.name, id, fieldsOf(body));
        return { status: 204 };
      case 'DELETE':
        this.#org.delete(viewer, type.name, id);
        return { status: 204 };
      default:
        throw notAllowed(method);
    }
  }

  /** What relationships lead to: a parent, or children a page at a time. Source: "sObject Relationships" of the REST guide. */
  #related(request: Request, type: ObjectType, row: Row, path: readonly string[], base: string): Response {
    const { method, viewer, query, version } = request;
    const [name = '', ...rest] = path;
    if (method !== 'GET' && method !== 'HEAD') throw notAllowed(method, 'GET,HEAD');
    const picked = pickedFields(query);
    const above = parentNamed(this.#org, viewer, type, name);
    if (above) {
      const parent = this.#org.find(viewer, above.parent.name, String(row[above.field.name] ?? ''));
      if (rest.length > 0) return this.#related(request, above.parent, parent, rest, base);
      return ok(recordBody(this.#org, viewer, above.parent, parent, base, picked));
    }
    const found = rest.length === 0 ? childrenNamed(this.#org, viewer, type, name) : undefined;
    if (!found) throw notFound();
    const { child, field } = found;
    const names = [...child.fields.values()]
      .map((one) => one.name)
      .filter((one) => visibleField(this.#org, viewer, child, one));
    const soql = `SELECT ${(picked ?? names).join(', ')} FROM ${child.name} WHERE ${field.name} = '${String(row['Id'])}'`;
    return ok(this.#cursors.first(viewer.id, runQuery(this.#org, viewer, soql, version), base, 2000));
  }

  #byExternalId(
    { method, viewer, body, query }: Request,
    type: ObjectType,
    fieldName: string,
    value: string,
    base: string,
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
    return ok(recordBody(this.#org, viewer, type, visible, base, pickedFields(query)));
  }
}
