// Records as pages read and write them: the resource /ui-api/records. Source: "Records" of the User Interface API guide.
import { displayFor } from './display.ts';
import { ApiError, notAllowed, notFound } from './error.ts';
import { isId } from './id.ts';
import type { Org, Row, Value } from './org.ts';
import type { Request, Response } from './rest.ts';
import { parentNamed, visibleField, visibleType } from './rights.ts';
import type { ObjectType } from './schema.ts';
import { noSuchColumn, parentOf, type Context } from './soql/path.ts';
import { etag, weakEtag } from './ui-etag.ts';

type Display = ReturnType<typeof displayFor>;

/** Answers `records` and `records/{id}` below /ui-api. @throws ApiError as the platform does. */
export function uiRecords(org: Org, request: Request, [id, ...rest]: readonly string[]): Response {
  const { method, viewer, body, query } = request;
  if (rest.length > 0) throw notFound();
  if (id === undefined) {
    if (method !== 'POST') throw notAllowed(method, 'POST');
    const { apiName, fields } = bodyOf(body);
    const type = visibleType(org, viewer, String(apiName));
    if (!type) throw notFound();
    const row = org.insert(viewer, type.name, fields);
    return { status: 201, body: whole(org, request, type, row) };
  }
  const known = [...org.types.values()].find(({ prefix }) => prefix === id.slice(0, 3));
  const type = known && isId(id) ? visibleType(org, viewer, known.name) : undefined;
  if (!type) throw notFound();
  switch (method) {
    case 'GET': {
      const [asked, optional] = [listed(query, 'fields'), listed(query, 'optionalFields')];
      if (asked.length + optional.length === 0)
        throw new ApiError(400, 'MISSING_ARGUMENT', 'Either fields or optionalFields has to say what is read');
      const row = org.find(viewer, type.name, id);
      return { status: 200, body: representation(org, request, type, row, asked, optional) };
    }
    case 'PATCH': {
      const row = org.update(viewer, type.name, id, bodyOf(body).fields);
      return { status: 200, body: whole(org, request, type, row) };
    }
    case 'DELETE':
      org.delete(viewer, type.name, id);
      return { status: 204 };
    default:
      throw notAllowed(method, 'GET,PATCH,DELETE');
  }
}

function bodyOf(body: unknown): { apiName: unknown; fields: Record<string, unknown> } {
  const { apiName, fields } = (body ?? {}) as { apiName?: unknown; fields?: unknown };
  if (typeof fields !== 'object' || fields === null || Array.isArray(fields))
    throw new ApiError(400, 'JSON_PARSER_ERROR', 'The request body has no object "fields"');
  return { apiName, fields: fields as Record<string, unknown> };
}

/** The values of a parameter that may come several times, or hold several. */
export const listed = (query: URLSearchParams, name: string): string[] =>
  query
    .getAll(name)
    .flatMap((text) => text.split(','))
    .map((text) => text.trim())
    .filter(Boolean);

/** A record with all of its fields, as an answer to a write. */
const whole = (org: Org, request: Request, type: ObjectType, row: Row): object =>
  representation(
    org,
    request,
    type,
    row,
    [],
    [...type.fields.values()].map(({ name }) => `${type.name}.${name}`),
  );

/** A tree of the fields that are asked for: `Opportunity.Owner.Name` is Owner, and in it Name. */
type Tree = Map<string, Tree | null>;

/** A record as pages read it: some of its fields, and of optional ones those that the viewer has. @throws ApiError INVALID_FIELD */
export function representation(
  org: Org,
  { viewer }: Request,
  type: ObjectType,
  row: Row,
  asked: readonly string[],
  optional: readonly string[],
): object {
  const context: Context = {
    org,
    viewer,
    soql: [...asked, ...optional].join(', '),
    withDeleted: false,
    parents: (object) => org.table(object).rows,
  };
  const tree: Tree = new Map();
  for (const [text, required] of [
    ...asked.map((text) => [text, true] as const),
    ...optional.map((text) => [text, false] as const),
  ]) {
    const [object = '', ...path] = text.split('.');
    if (object.toLowerCase() !== type.name.toLowerCase() || path.length === 0)
      throw new ApiError(
        400,
        'INVALID_FIELD',
        `The field ${text} does not begin with the record's object: write ${type.name}.Name`,
      );
    grow(context, tree, type, path, required);
  }
  return recordOf(context, displayFor(org, viewer), type, row, tree);
}

/** Adds a path to a tree. @throws ApiError INVALID_FIELD where it leads nowhere and has to. */
function grow(context: Context, tree: Tree, type: ObjectType, [head = '', ...rest]: string[], required: boolean): void {
  const { org, viewer } = context;
  const missing = (): void => {
    if (required) throw noSuchColumn(context, head, type);
  };
  if (rest.length === 0) {
    const field = visibleField(org, viewer, type, head);
    if (!field) missing();
    else if (!tree.has(field.name)) tree.set(field.name, null);
    return;
  }
  const above = parentNamed(org, viewer, type, head);
  if (!above) {
    missing();
    return;
  }
  const inner = tree.get(above.relation) ?? new Map<string, Tree | null>();
  grow(context, inner, above.parent, rest, required);
  if (inner.size > 0) tree.set(above.relation, inner);
}

function recordOf(context: Context, display: Display, type: ObjectType, row: Row, tree: Tree): object {
  const fields = [...tree].map(([name, inner]) => {
    if (inner) {
      const above = parentNamed(context.org, context.viewer, type, name);
      const found = above && parentOf(context, above.parent, above.field)(row);
      if (!above || !found) return [name, { displayValue: null, value: null }] as const;
      const value = recordOf(context, display, above.parent, found, inner);
      return [name, { displayValue: nameOf(context, above.parent, found), value }] as const;
    }
    const field = visibleField(context.org, context.viewer, type, name);
    const value: Value = row[name] ?? null;
    return [name, { displayValue: field ? display(field, value, row) : null, value }] as const;
  });
  return {
    apiName: type.name,
    childRelationships: {},
    eTag: etag(row),
    fields: Object.fromEntries(fields),
    id: row['Id'],
    lastModifiedById: row['LastModifiedById'] ?? null,
    lastModifiedDate: row['LastModifiedDate'] ?? null,
    recordTypeId: null,
    recordTypeInfo: null,
    systemModstamp: row['SystemModstamp'] ?? null,
    weakEtag: weakEtag(row),
  };
}

const nameOf = ({ org, viewer }: Context, type: ObjectType, row: Row): Value =>
  visibleField(org, viewer, type, 'Name') ? (row['Name'] ?? null) : null;
