// Which rows a query selects, and in which order: kept as places of a table, so that an answer of millions stays small.
import type { OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../error.ts';
import type { Row, Rows, Value } from '../rows.ts';
import type { ObjectType } from '../schema.ts';
import { seesEvery } from '../sharing.ts';
import type { Calendar } from './dates.ts';
import { path, type Context } from './path.ts';
import { orderedPlaces, scan, type Places, type Way } from './scan.ts';
import { compileWhere, fieldOf, instant, key, order, type Condition, type Scope } from './where.ts';

/** Rows of a table, by their places. */
export interface Selection {
  readonly rows: Rows;
  readonly places: Places;
}

type Ordering = OrderByClause | OrderByClause[] | undefined;
const listOf = (clauses: Ordering): OrderByClause[] =>
  clauses === undefined ? [] : Array.isArray(clauses) ? clauses : [clauses];

/** The rows of a query after WHERE, USING SCOPE, ORDER BY, OFFSET and LIMIT, as far as the viewer may see them. */
export const select = (
  context: Context,
  type: ObjectType,
  query: Query,
  calendar: Calendar,
  among?: Condition<Row>['test'],
): Selection => selection(context, type, query, calendar, among)();

/** How the rows of a query are found, `among` those of a test. @throws ApiError where the query cannot be understood. */
export function selection(
  context: Context,
  type: ObjectType,
  query: Query,
  calendar: Calendar,
  among?: Condition<Row>['test'],
): () => Selection {
  const { rows } = context.org.table(type.name);
  const { offset = 0, limit } = query;
  if (offset > 2000) throw new ApiError(400, 'NUMBER_OUTSIDE_VALID_RANGE', 'Maximum SOQL offset allowed is 2000');
  const keys = sortKeys(context, type, query.orderBy);
  const way = wayOf(listOf(query.orderBy));
  const enough = limit === undefined ? Number.POSITIVE_INFINITY : offset + limit;
  const { test, spans } = conditionOf(context, type, query, calendar);
  const condition = { test: among ? (row: Row) => test(row) && among(row) : test, spans };
  return () => {
    const places = found(rows, condition, way ?? 'id', way ? enough : Number.POSITIVE_INFINITY);
    const ordered = way ? places : sortPlaces(rows, places, keys);
    return { rows, places: offset === 0 && ordered.length <= enough ? ordered : ordered.slice(offset, enough) };
  };
}

/** How many rows a query finds without ORDER BY, OFFSET and LIMIT. */
export function count(context: Context, type: ObjectType, query: Query, calendar: Calendar): number {
  const { rows } = context.org.table(type.name);
  const isOpen = seesEvery(context.org, context.viewer, type);
  if (!query.where && !query.usingScope && isOpen && !context.withDeleted) return rows.size;
  return found(rows, conditionOf(context, type, query, calendar), 'id').length;
}

/** Children of a record, in the order that their query asks for. */
export function childrenOf(
  context: Context,
  type: ObjectType,
  fieldName: string,
  query: Query,
  calendar: Calendar,
): (parent: string) => Row[] {
  const { rows } = context.org.table(type.name);
  const holds = testOf(context, type, query, calendar);
  const sorts = sortKeys(context, type, query.orderBy);
  const { offset = 0, limit } = query;
  return (parent) => {
    const own = rows.having(fieldName, parent).filter(holds);
    own.sort((a, b) => order(a['Id'] ?? null, b['Id'] ?? null));
    const numbers = sorted(
      own.length,
      sorts,
      sorts.map(({ read }) => own.map(read)),
    );
    const wanted = numbers.slice(offset, limit === undefined ? undefined : offset + limit);
    return Array.from(wanted, (i) => own[i] as Row);
  };
}

function scopeOf(context: Context, type: ObjectType, calendar: Calendar): Scope<Row> {
  return {
    context,
    calendar,
    left: fieldOf(context, type, calendar),
    values: (subquery) => {
      const inner = context.org.types.get((subquery.sObject ?? '').toLowerCase());
      const first = subquery.fields?.[0];
      if (!inner || !first || !('field' in first))
        throw new ApiError(400, 'MALFORMED_QUERY', 'a semi-join selects one field of one object');
      const name = 'rawValue' in first && first.rawValue ? first.rawValue : String(first.field);
      const { get } = path(context, inner, name);
      const { rows, places } = select(context, inner, subquery, calendar);
      const values = new Set<Value>();
      for (const place of places) values.add(get(rows.at(place)));
      return values;
    },
  };
}

/** WHERE, the scope and what the viewer may see, as one test. */
function testOf(context: Context, type: ObjectType, query: Query, calendar: Calendar): Condition<Row>['test'] {
  return conditionOf(context, type, query, calendar).test;
}

function conditionOf(context: Context, type: ObjectType, query: Query, calendar: Calendar): Condition<Row> {
  const { org, viewer, withDeleted } = context;
  const { test, spans } = compileWhere(query.where, scopeOf(context, type, calendar));
  const mine = query.usingScope?.toLowerCase() === 'mine';
  return {
    test: (row) =>
      (withDeleted || row['IsDeleted'] !== true) &&
      test(row) &&
      org.sees(viewer, type, row) &&
      (!mine || row['OwnerId'] === viewer.id),
    spans,
  };
}

const found = (rows: Rows, condition: Condition<Row>, way: Way, enough = Number.POSITIVE_INFINITY): Places =>
  orderedPlaces(rows, scan(rows, condition, way, enough), way);

/** The order of a scan that gives the order asked for; null where the rows have to be sorted. */
function wayOf(clauses: readonly OrderByClause[]): Way | null {
  const names = clauses.map((clause) =>
    'field' in clause && clause.order !== 'DESC' ? String(clause.field).toLowerCase() : '',
  );
  if (names.length === 0 || names[0] === 'id') return 'id';
  return names[0] === 'systemmodstamp' && (names.length === 1 || names[1] === 'id') ? 'stamp' : null;
}

interface SortKey {
  readonly read: (row: Row) => Value;
  readonly sign: number;
  readonly nullsLast: boolean;
}

function sortKeys(context: Context, type: ObjectType, clauses: Ordering): SortKey[] {
  return listOf(clauses).map((clause) => {
    if (!('field' in clause) || !clause.field)
      throw new ApiError(400, 'MALFORMED_QUERY', 'only fields may be ordered by without GROUP BY');
    const { field, get } = path(context, type, clause.field);
    return {
      read: (row) => key(instant(get(row), field), field),
      sign: clause.order === 'DESC' ? -1 : 1,
      nullsLast: clause.nulls === 'LAST',
    };
  });
}

/** Rows whose keys are the same stay in the order of their Ids. */
function sortPlaces(rows: Rows, places: Places, keys: readonly SortKey[]): Places {
  const columns = keys.map(({ read }) => Array.from(places, (place) => read(rows.at(place))));
  return sorted(places.length, keys, columns).map((i) => places[i] ?? 0);
}

/** Numbers from 0 up to a count, in the order of what stands there in each key's column; equals stay as they are. */
function sorted(count: number, keys: readonly SortKey[], columns: readonly (readonly Value[])[]): Uint32Array {
  return Uint32Array.from({ length: count }, (_, i) => i).sort((a, b) => {
    for (const [k, { sign, nullsLast }] of keys.entries()) {
      const [x, y] = [columns[k]?.[a] ?? null, columns[k]?.[b] ?? null];
      if (x === y) continue;
      if (x === null || y === null) return (x === null) === nullsLast ? 1 : -1;
      return order(x, y) * sign;
    }
    return a - b;
  });
}
