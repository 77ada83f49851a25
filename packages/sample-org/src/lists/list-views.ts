// List views over REST: which there are, what they show, and their records. Source: "List Views" of the REST guide.
import { notAllowed, notFound } from '../error.ts';
import type { Org } from '../org.ts';
import type { Request } from '../rest.ts';
import type { ObjectType } from '../schema.ts';
import { runQuery } from '../soql/query.ts';
import { numberIn } from './parameters.ts';
import { soqlOf, viewsOf, type View } from './view.ts';

/** Fields that results hold besides the columns, hidden. */
const hidden = ['Id', 'CreatedDate', 'LastModifiedDate', 'SystemModstamp'];

/** Answers `listviews`, `listviews/{id}`, and `describe` and `results` below. @throws ApiError as the platform does */
export function answerListViews(
  org: Org,
  request: Request,
  type: ObjectType,
  [id, what, ...rest]: readonly string[],
  base: string,
): object {
  const { method, viewer, query } = request;
  if (method !== 'GET') throw notAllowed(method, 'GET');
  const views = viewsOf(org, viewer, type);
  // Nobody looks at list views here, so that none was looked at lately.
  if (id === undefined || (id.toLowerCase() === 'recent' && what === undefined)) {
    const [offset, limit] = [numberIn(query, 'offset', 0, 2000), numberIn(query, 'limit', 25, 2000)];
    const listed = id === undefined ? views.slice(offset, offset + limit) : [];
    return {
      done: true,
      listviews: listed.map((view) => summary(view, base)),
      nextRecordsUrl: null,
      size: listed.length,
      sobjectType: type.name,
    };
  }
  const view = views.find((one) => one.id === id || one.id.slice(0, 15) === id);
  if (!view || rest.length > 0) throw notFound();
  if (what === undefined) return summary(view, base);
  if (what === 'describe') return description(view);
  if (what === 'results') return results(org, request, view);
  throw notFound();
}

function summary({ id, name, label, type }: View, base: string): object {
  const url = `${base}/sobjects/${type.name}/listviews/${id}`;
  return {
    describeUrl: `${url}/describe`,
    developerName: name,
    id,
    label,
    resultsUrl: `${url}/results`,
    soqlCompatible: true,
    url,
  };
}

const pathsOf = ({ columns }: View): string[] => [
  ...columns.map(({ path }) => path),
  ...hidden.filter((name) => !columns.some(({ path }) => path === name)),
];

const columnsOf = ({ columns, type }: View): object[] => [
  ...columns.map(({ path, field }) => ({
    ascendingLabel: null,
    descendingLabel: null,
    fieldNameOrPath: path,
    hidden: false,
    label: field.label,
    selectListItem: path,
    sortDirection: path === 'Name' ? 'ascending' : null,
    sortIndex: path === 'Name' ? 0 : null,
    sortable: field.type !== 'textarea',
    type: field.type,
  })),
  ...hidden
    .filter((name) => !columns.some(({ path }) => path === name))
    .map((name) => ({
      ascendingLabel: null,
      descendingLabel: null,
      fieldNameOrPath: name,
      hidden: true,
      label: type.fields.get(name.toLowerCase())?.label ?? name,
      selectListItem: name,
      sortDirection: null,
      sortIndex: null,
      sortable: false,
      type: type.fields.get(name.toLowerCase())?.type ?? 'string',
    })),
];

const description = (view: View): object => ({
  columns: columnsOf(view),
  id: view.id,
  orderBy: [
    { fieldNameOrPath: 'Name', nullsPosition: 'first', sortDirection: 'ascending' },
    { fieldNameOrPath: 'Id', nullsPosition: 'first', sortDirection: 'ascending' },
  ],
  query: soqlOf(view, pathsOf(view)),
  relatedEntityId: null,
  scope: view.isMine ? 'mine' : 'everything',
  scopeEntityId: null,
  sobjectType: view.type.name,
  transposed: false,
  whereCondition: null,
});

function results(org: Org, { viewer, query, version }: Request, view: View): object {
  const [offset, limit] = [numberIn(query, 'offset', 0, 2000), numberIn(query, 'limit', 25, 2000)];
  const paths = pathsOf(view);
  const answer = runQuery(org, viewer, `${soqlOf(view, paths)} LIMIT ${limit} OFFSET ${offset}`, version);
  const records = Array.from({ length: answer.length }, (_, i) => answer.record(i) as Record<string, unknown>);
  return {
    columns: columnsOf(view),
    developerName: view.name,
    done: true,
    id: view.id,
    label: view.label,
    records: records.map((record) => ({
      columns: paths.map((path) => {
        const value = record[path] ?? null;
        return { fieldNameOrPath: path, value: value === null ? null : String(value) };
      }),
    })),
    size: records.length,
  };
}
