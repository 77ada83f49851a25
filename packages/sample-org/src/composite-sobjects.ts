// The resource composite/sobjects: up to 200 records read or written in one request.
import { isNew, readEach, typeOf, typeOfId, upsert, writeEach } from './collections.ts';
import { ApiError, notAllowed } from './error.ts';
import { to18 } from './id.ts';
import type { Org } from './org.ts';
import { fieldsOf, isObject, recordBody } from './record-body.ts';
import type { Request } from './rest.ts';
import { knownType } from './rights.ts';

/** Answers what lies below /composite/sobjects. @throws ApiError as the platform does */
export function answerCollections(
  org: Org,
  { method, viewer, body, query }: Request,
  path: readonly string[],
  base: string,
): unknown {
  const [, name, externalId] = path;
  const listed = (names: string): string[] => (query.get(names) ?? '').split(',').filter(Boolean);
  if (method === 'DELETE')
    return writeEach(org, listed('ids'), query.get('allOrNone') === 'true', (id) => {
      org.delete(viewer, typeOfId(org, id).name, id);
      return { id: to18(id) };
    });
  if (name !== undefined && externalId === undefined && (method === 'GET' || method === 'POST')) {
    const asked = method === 'GET' ? { ids: listed('ids'), fields: listed('fields') } : body;
    if (!isObject(asked) || !Array.isArray(asked['ids']) || !Array.isArray(asked['fields']))
      throw new ApiError(400, 'JSON_PARSER_ERROR', 'The request has no lists "ids" and "fields"');
    const type = knownType(org, viewer, name);
    const [ids, fields] = [asked['ids'].map(String), asked['fields'].map(String)];
    return readEach(org, viewer, type, ids).map((row) =>
      row ? recordBody(org, viewer, type, row, base, fields) : null,
    );
  }
  if (!isObject(body) || !Array.isArray(body['records']))
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'The request body has no list "records"');
  const allOrNone = body['allOrNone'] === true;
  const records = body['records'] as unknown[];
  if (method === 'POST' && name === undefined)
    return writeEach(org, records, allOrNone, (record) => ({
      id: String(org.insert(viewer, typeOf(record), fieldsOf(record))['Id']),
    }));
  if (method === 'PATCH' && name === undefined)
    return writeEach(org, records, allOrNone, (record) => {
      const { Id, id, ...values } = fieldsOf(record);
      return { id: String(org.update(viewer, typeOf(record), String(Id ?? id), values)['Id']) };
    });
  if (method === 'PATCH' && externalId !== undefined) {
    const type = knownType(org, viewer, name);
    return writeEach(
      org,
      records,
      allOrNone,
      (record) => upsert(org, viewer, type, externalId, fieldsOf(record)),
      (record) => ({ created: isNew(org, viewer, type, externalId, fieldsOf(record)) }),
    );
  }
  throw notAllowed(method);
}
