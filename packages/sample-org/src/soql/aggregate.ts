// GROUP BY and aggregate functions: rows of groups in the platform's form, named by alias or expr0, expr1, …
import type { FieldFunctionExpression, OrderByClause, Query } from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../error.ts';
import type { Row, Value } from '../org.ts';
import { makeField, type Field, type ObjectType } from '../schema.ts';
import { dateFunction, type Calendar } from './dates.ts';
import { at, path, type Context } from './path.ts';
import { compileWhere, key, order, type Scope } from './where.ts';

const functions = new Set(['COUNT', 'COUNT_DISTINCT', 'SUM', 'AVG', 'MIN', 'MAX']);

/** COUNT, SUM and so on; the parser says it of date functions too. */
export const isAggregate = ({ functionName }: FieldFunctionExpression): boolean =>
  functions.has(String(functionName).toUpperCase());

interface Expression {
  readonly text: string;
  readonly field: Field;
  readonly of: (rows: readonly Row[]) => Value;
}

/** The results of an aggregate query. */
export function aggregate(
  context: Context,
  type: ObjectType,
  query: Query,
  rows: readonly Row[],
  calendar: Calendar,
): object[] {
  const expression = (text: string, name?: string, parameter?: string): Expression => {
    const upper = name?.toUpperCase();
    if (upper !== undefined && functions.has(upper))
      return { text: text.toLowerCase(), ...compute(context, type, upper, parameter ?? '') };
    const convert = name === undefined ? undefined : dateFunction(name, calendar);
    if (name !== undefined && !convert)
      throw new ApiError(400, 'MALFORMED_QUERY', at(context.soql, name, `unexpected token: '${name}'`));
    const { field, get } = path(context, type, parameter ?? text);
    const read = (row: Row): Value => (convert ? convert(get(row)) : get(row));
    return {
      text: text.toLowerCase(),
      field: convert ? makeField({ name: field.name, type: 'int' }) : field,
      of: (group) => (group[0] ? read(group[0]) : null),
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
      ? [[...rows]]
      : [
          ...Map.groupBy(rows, (row) =>
            JSON.stringify(grouping.map(({ of, field }) => key(of([row]), field))),
          ).values(),
        ];
  const scope: Scope<Row[]> = {
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
  const kept = groups.filter(compileWhere(query.having, scope));
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
      of: (group: Row[]) => key(made.of(group), made.field),
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

const ungrouped = (text: string): ApiError =>
  new ApiError(400, 'MALFORMED_QUERY', `Field must be grouped or aggregated: ${text}`);

function compute(context: Context, type: ObjectType, name: string, parameter: string): Omit<Expression, 'text'> {
  const count = makeField({ name, type: 'int' });
  if (parameter === '') return { field: count, of: (rows) => rows.length };
  const { field, get } = path(context, type, parameter);
  const present = (rows: readonly Row[]): Value[] => rows.map(get).filter((value) => value !== null);
  const numbers = (rows: readonly Row[]): number[] => present(rows).map(Number);
  const extreme = (rows: readonly Row[], sign: number): Value =>
    present(rows).reduce<Value>((best, value) => (best === null || order(value, best) * sign < 0 ? value : best), null);
  // Sums of decimals as the platform's decimals: in ten-thousandths, so that cents add up.
  const sum = (rows: readonly Row[]): Value =>
    numbers(rows).length === 0
      ? null
      : numbers(rows).reduce((total, value) => total + Math.round(value * 1e4), 0) / 1e4;
  switch (name) {
    case 'COUNT':
      return { field: count, of: (rows) => present(rows).length };
    case 'COUNT_DISTINCT':
      return { field: count, of: (rows) => new Set(present(rows)).size };
    case 'SUM':
      return { field, of: sum };
    case 'AVG':
      return { field, of: (rows) => (numbers(rows).length === 0 ? null : Number(sum(rows)) / numbers(rows).length) };
    default:
      return { field, of: (rows) => extreme(rows, name === 'MIN' ? 1 : -1) };
  }
}
