// GROUP BY and aggregate functions: rows of groups in the platform's form, named by alias or expr0, expr1, …
import type { FieldFunctionExpression, OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../error.ts';
import type { Row, Value } from '../org.ts';
import { makeField, type Field, type ObjectType } from '../schema.ts';
import { dateFunction, type Calendar } from './dates.ts';
import { at, path, type Context } from './path.ts';
import { Found, type Places } from './scan.ts';
import type { Selection } from './select.ts';
import { compileWhere, key, order, type Scope } from './where.ts';

const functions = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);

/** COUNT, SUM and so on; the parser says it of date functions too. */
export const isAggregate = ({ functionName }: FieldFunctionExpression): boolean =>
  functions.has(String(functionName).toUpperCase());

interface Expression {
  readonly text: string;
  readonly field: Field;
  readonly of: (group: Group) => Value;
}

/** Places of the rows of a group. */
type Group = Places | readonly number[];
type Read = (place: number) => Value;

/** The results of an aggregate query. */
export function aggregate(
  context: Context,
  type: ObjectType,
  query: Query,
  { rows, places }: Selection,
  calendar: Calendar,
): object[] {
  const reader =
    (get: (row: Row) => Value): Read =>
    (place) =>
      get(rows.at(place));
  const expression = (text: string, name?: string, parameter?: string): Expression => {
    const upper = name?.toUpperCase();
    if (upper !== undefined && functions.has(upper))
      return { text: text.toLowerCase(), ...compute(context, type, upper, parameter ?? '', reader) };
    const convert = name === undefined ? undefined : dateFunction(name, calendar);
    if (name !== undefined && !convert)
      throw new ApiError(400, 'MALFORMED_QUERY', at(context.soql, name, `unexpected token: '${name}'`));
    const { field, get } = path(context, type, parameter ?? text);
    const read = reader((row) => (convert ? convert(get(row)) : get(row)));
    return {
      text: text.toLowerCase(),
      field: convert ? makeField({ name: field.name, type: 'int' }) : field,
      of: (group) => (group[0] === undefined ? null : read(group[0])),
    };
  };
  const groupClauses =
    query.groupBy === undefined ? [] : Array.isArray(query.groupBy) ? query.groupBy : [query.groupBy];
  const grouping = groupClauses.map((clause) =>
    'fn' in clause && clause.fn
      ? expression(String(clause.fn.rawValue), String(clause.fn.functionName), String(clause.fn.parameters?.[0]))
      : expression(String((clause as { field: string }).field)),
  );
  let anonymous = 0;
  const columns = (query.fields ?? []).map((field) => {
    if (field.type === 'FieldFunctionExpression') {
      const made = expression(String(field.rawValue), String(field.functionName), String(field.parameters?.[0] ?? ''));
      if (!isAggregate(field) && !grouping.some(({ text }) => text === made.text))
        throw ungrouped(String(field.rawValue));
      return { name: field.alias ?? `expr${anonymous++}`, made };
    }
    if (field.type !== 'Field' && field.type !== 'FieldRelationship')
      throw new ApiError(400, 'MALFORMED_QUERY', 'a grouped query selects fields and aggregates only');
    const text = field.type === 'FieldRelationship' ? [...field.relationships, field.field].join('.') : field.field;
    const made = expression(text);
    if (!grouping.some((one) => one.text === made.text)) throw ungrouped(text);
    return { name: ('alias' in field && field.alias) || made.field.name, made };
  });

  const groups =
    grouping.length === 0
      ? [places]
      : grouped(places, (place) => {
          const at = [place];
          return JSON.stringify(grouping.map(({ of, field }) => key(of(at), field)));
        });
  const scope: Scope<Group> = {
    context,
    calendar,
    left: ({ fn, field }) => {
      const made = fn
        ? expression(String(fn.rawValue), String(fn.functionName), String(fn.parameters?.[0] ?? ''))
        : expression(String(field));
      return { field: made.field, get: made.of };
    },
    values: () => {
      throw new ApiError(400, 'MALFORMED_QUERY', 'a semi-join is not allowed in HAVING');
    },
  };
  const kept = groups.filter(compileWhere(query.having, scope).test);
  const clauses: OrderByClause[] =
    query.orderBy === undefined ? [] : Array.isArray(query.orderBy) ? query.orderBy : [query.orderBy];
  const sorts = clauses.map((clause) => {
    const made =
      'fn' in clause && clause.fn
        ? expression(
            String(clause.fn.rawValue),
            String(clause.fn.functionName),
            String(clause.fn.parameters?.[0] ?? ''),
          )
        : (columns.find(({ name }) => name === (clause as { field: string }).field)?.made ??
          expression(String((clause as { field: string }).field)));
    return {
      of: (group: Group) => key(made.of(group), made.field),
      sign: clause.order === 'DESC' ? -1 : 1,
      nullsLast: clause.nulls === 'LAST',
    };
  });
  kept.sort((a, b) => {
    for (const { of, sign, nullsLast } of sorts) {
      const [x, y] = [of(a), of(b)];
      if (x === y) continue;
      if (x === null || y === null) return (x === null) === nullsLast ? 1 : -1;
      return order(x, y) * sign;
    }
    return 0;
  });
  const offset = query.offset ?? 0;
  return kept.slice(offset, query.limit === undefined ? undefined : offset + query.limit).map((group) => ({
    attributes: { type: 'AggregateResult' },
    ...Object.fromEntries(columns.map(({ name, made }) => [name, made.of(group)])),
  }));
}

/** Places with the same key, in the order in which the keys first come. */
function grouped(places: Places, keyOf: (place: number) => string): Group[] {
  const groups = new Map<string, Found>();
  for (const place of places) {
    const text = keyOf(place);
    let group = groups.get(text);
    if (!group) groups.set(text, (group = new Found()));
    group.add(place);
  }
  return [...groups.values()].map((group) => group.places);
}

const ungrouped = (text: string): ApiError =>
  new ApiError(400, 'MALFORMED_QUERY', `Field must be grouped or aggregated: ${text}`);

function compute(
  context: Context,
  type: ObjectType,
  name: string,
  parameter: string,
  reader: (get: (row: Row) => Value) => Read,
): Omit<Expression, 'text'> {
  const count = makeField({ name, type: 'int' });
  if (parameter === '') return { field: count, of: (group) => group.length };
  const { field, get } = path(context, type, parameter);
  const read = reader(get);
  const fold = <T>(group: Group, start: T, step: (total: T, value: NonNullable<Value>) => T): T => {
    let total = start;
    for (const place of group) {
      const value = read(place);
      if (value !== null) total = step(total, value);
    }
    return total;
  };
  const counted = (group: Group): number => fold(group, 0, (total) => total + 1);
  const extreme = (group: Group, sign: number): Value =>
    fold<Value>(group, null, (best, value) => (best === null || order(value, best) * sign < 0 ? value : best));
  // Sums of decimals as the platform's decimals: in ten-thousandths, so that cents add up.
  const sum = (group: Group): Value => {
    const total = fold<number | null>(group, null, (total, value) => (total ?? 0) + Math.round(Number(value) * 1e4));
    return total === null ? null : total / 1e4;
  };
  switch (name) {
    case 'COUNT':
      return { field: count, of: counted };
    case 'COUNT_DISTINCT':
      return { field: count, of: (group) => fold(group, new Set<Value>(), (values, value) => values.add(value)).size };
    case 'SUM':
      return { field, of: sum };
    case 'AVG':
      return { field, of: (group) => (counted(group) === 0 ? null : Number(sum(group)) / counted(group)) };
    default:
      return { field, of: (group) => extreme(group, name === 'MIN' ? 1 : -1) };
  }
}
