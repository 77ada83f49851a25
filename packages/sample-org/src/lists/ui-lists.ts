// Lists as pages read them: of list views, and of what is related to a record. Source: "List Views" and "Related Lists" of the User Interface API guide.
import { createHash } from 'node:crypto';
import { ApiError, notAllowed, notFound } from '../error.ts';
import { isId } from '../id.ts';
import type { Org, Row } from '../org.ts';
import type { Request } from '../rest.ts';
import { childrenNamed, knownType, visibleType, type Children } from '../rights.ts';
import type { ObjectType } from '../schema.ts';
import { runQuery } from '../soql/query.ts';
import { listed, representation } from '../ui-records.ts';
import { numberIn } from './parameters.ts';
import { soqlOf, viewsOf, type View } from './view.ts';

type Path = readonly string[];

/** Answers `list-info` below /ui-api: the list views of an object, or one of them. @throws ApiError as the platform does */
export function listInfo(org: Org, request: Request, path: Path): object {
  if (path.length === 1 && !isId(path[0] ?? '')) {
    const type = knownType(org, request.viewer, path[0]);
    const lists = viewsOf(org, request.viewer, type).map((view) => ({
      apiName: view.name,
      id: view.id,
      label: view.label,
      listReference: referenceOf(view),
    }));
    return { count: lists.length, lists, objectApiName: type.name };
  }
  const view = viewAt(org, request, path);
  return {
    cloneable: false,
    createable: false,
    deletable: false,
    displayColumns: view.columns.map(({ path: fieldApiName, field }) => ({
      fieldApiName,
      label: field.label,
      lookupId: null,
      sortable: field.type !== 'textarea',
    })),
    eTag: etagOf(view),
    filterLogicString: view.logic,
    filteredByInfo: view.filters.map(({ field, operator, values }) => ({
      fieldApiName: field.name,
      label: field.label,
      operandLabels: values,
      operator,
    })),
    label: view.label,
    listReference: referenceOf(view),
    orderedByInfo: [{ fieldApiName: 'Name', isAscending: true, label: 'Name' }],
    updateable: false,
    visibility: 'Public',
  };
}

/** Answers `list-records` below /ui-api: a page of a list view. @throws ApiError as the platform does */
export function listRecords(org: Org, request: Request, path: Path): object {
  const view = viewAt(org, request, path);
  const shown = view.columns.map((column) => `${view.type.name}.${column.path}`);
  const soql = (order: string | undefined): string => soqlOf(view, ['Id'], order);
  return {
    ...page(org, request, view.type, shown, soql),
    listInfoETag: etagOf(view),
    listReference: referenceOf(view),
  };
}

/** Answers `related-list-records` below /ui-api: a page of a record's children. @throws ApiError as the platform does */
export function relatedListRecords(org: Org, request: Request, path: Path): object {
  const { parent, id, children } = relatedAt(org, request, path);
  const { child, field } = children;
  const soql = (order = 'Id'): string => `SELECT Id FROM ${child.name} WHERE ${field.name} = '${id}' ORDER BY ${order}`;
  return { ...page(org, request, child, [], soql), listReference: relatedReference(parent, id, children) };
}

/** Answers `related-list-count` below /ui-api: how many children the viewer sees. @throws ApiError as the platform does */
export function relatedListCount(org: Org, request: Request, path: Path): object {
  const { parent, id, children } = relatedAt(org, request, path);
  const soql = `SELECT Id FROM ${children.child.name} WHERE ${children.field.name} = '${id}' LIMIT 2000`;
  const { totalSize } = runQuery(org, request.viewer, soql, request.version);
  // Source: "maxCount" of the resource; 9 where none is given.
  const most = numberIn(request.query, 'maxCount', 9, 1999);
  return {
    count: Math.min(totalSize, most),
    hasMore: totalSize > most,
    listReference: relatedReference(parent, id, children),
  };
}

/** The view that a path names by object and name, or by Id. */
function viewAt(org: Org, { method, viewer }: Request, [first = '', name, ...rest]: Path): View {
  if (method !== 'GET') throw notAllowed(method, 'GET');
  if (rest.length > 0) throw notFound();
  const types = name === undefined ? [...org.types.values()] : [knownType(org, viewer, first)];
  const visible = types.filter((type) => visibleType(org, viewer, type.name));
  const views = visible.flatMap((type) => viewsOf(org, viewer, type));
  const found = views.find((view) =>
    name === undefined ? view.id === first || view.id.slice(0, 15) === first : view.name === name,
  );
  if (!found) throw notFound();
  return found;
}

function relatedAt(
  org: Org,
  { method, viewer }: Request,
  [id = '', relation = '', ...rest]: Path,
): { readonly parent: ObjectType; readonly id: string; readonly children: Children } {
  if (method !== 'GET') throw notAllowed(method, 'GET');
  const parent = [...org.types.values()].find(({ prefix }) => prefix === id.slice(0, 3));
  if (!parent || !visibleType(org, viewer, parent.name) || rest.length > 0) throw notFound();
  const row = org.find(viewer, parent.name, id);
  const children = childrenNamed(org, viewer, parent, relation);
  if (!children) throw notFound();
  return { parent, id: String(row['Id']), children };
}

/** A page of records. What it counts is what it holds: how many there are in all is not told. */
function page(
  org: Org,
  request: Request,
  type: ObjectType,
  shown: readonly string[],
  soql: (order: string | undefined) => string,
): object {
  const { query, viewer, version } = request;
  for (const name of ['where', 'searchTerm'])
    if (query.has(name)) throw new ApiError(400, 'ILLEGAL_QUERY_PARAMETER_VALUE', `${name} is not supported here`);
  const size = numberIn(query, 'pageSize', 50, 2000);
  const from = numberIn(query, 'pageToken', 0, 2000);
  const [fields, optional] = [listed(query, 'fields'), listed(query, 'optionalFields')];
  const sorts = listed(query, 'sortBy').map((text) => text.replace(new RegExp(`^(-?)${type.name}\\.`), '$1'));
  const order = sorts.map((text) => (text.startsWith('-') ? `${text.slice(1)} DESC` : text)).join(', ');
  const text = `${soql(order === '' ? undefined : order)} LIMIT ${size + 1} OFFSET ${from}`;
  const answer = runQuery(org, viewer, text, version);
  const ids = Array.from({ length: answer.length }, (_, i) => String((answer.record(i) as Row)['Id']));
  const rows = ids.slice(0, size).map((id) => org.table(type.name).rows.get(id) as Row);
  const records = rows.map((row) =>
    representation(org, request, type, row, fields, [...shown, ...optional, `${type.name}.Id`]),
  );
  const token = (at: number | null): string | null => (at === null ? null : String(at));
  return {
    count: records.length,
    currentPageToken: token(from),
    fields,
    nextPageToken: token(ids.length > size ? from + size : null),
    optionalFields: optional,
    pageSize: size,
    previousPageToken: token(from === 0 ? null : Math.max(0, from - size)),
    records,
    sortBy: sorts,
  };
}

const referenceOf = ({ id, name, type }: View): object => ({
  id,
  listViewApiName: name,
  objectApiName: type.name,
  type: 'listView',
});

const relatedReference = (parent: ObjectType, id: string, { relation }: Children): object => ({
  inContextOfRecordId: id,
  parentObjectApiName: parent.name,
  recordTypeId: null,
  relatedListId: relation,
  type: 'relatedList',
});

const etagOf = (view: View): string =>
  createHash('md5')
    .update(soqlOf(view, ['Id']))
    .digest('hex');
