// A query as a table that stays as it was: its rows and columns, for results that are fetched over days.
import type { FieldType, Query } from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../error.ts';
import type { Frozen } from '../history.ts';
import type { Org, Row, Value, Viewer } from '../org.ts';
import type { Field, ObjectType } from '../schema.ts';
import { isAggregate } from './aggregate.ts';
import { noSuchColumn, path, type Context } from './path.ts';
import { readQuery } from './read.ts';
import { selection, type Selection } from './select.ts';

/** A column under the name that the query gives it. */
export interface Column {
  readonly name: string;
  readonly field: Field;
  readonly get: (row: Row) => Value;
}

/** What a query found. It stays the same whatever is written later, until it is released. */
export interface Table {
  readonly columns: readonly Column[];
  readonly length: number;
  /** The row at an index; `into`, an earlier row, may become this one. */
  readonly row: (index: number, into?: Row) => Row;
  readonly release: () => void;
}

interface Asked {
  readonly org: Org;
  readonly viewer: Viewer;
  readonly soql: string;
  readonly withDeleted: boolean;
}

/**
 * The object that a query asks for, and whether it says which rows come first.
 * @throws ApiError where the query cannot be answered as a table.
 */
export function asTable(asked: Asked): { readonly object: string; readonly isOrdered: boolean } {
  const { object, isOrdered } = plan({ ...asked, parents: (name) => asked.org.table(name).rows });
  return { object, isOrdered };
}

/** Runs a query. @throws ApiError as `asTable` does. */
export function tableOf(asked: Asked): Table {
  const frozen = new Map<string, Frozen>();
  const freeze = (name: string): Frozen => {
    const known = frozen.get(name) ?? asked.org.table(name).rows.freeze();
    frozen.set(name, known);
    return known;
  };
  const release = (): void => frozen.forEach((one) => one.release());
  try {
    const { object, columns, find } = plan({ ...asked, parents: freeze });
    const rows = freeze(object);
    const { places } = find();
    return { columns, length: places.length, row: (index, into) => rows.at(places[index] ?? 0, into), release };
  } catch (error) {
    release();
    throw error;
  }
}

/** A query that is understood, and not yet run. */
function plan(context: Context): {
  readonly object: string;
  readonly isOrdered: boolean;
  readonly columns: readonly Column[];
  readonly find: () => Selection;
} {
  const { query, type, calendar } = readQuery(context);
  const refused = unsupported(query);
  if (refused !== null) throw new ApiError(400, 'API_ERROR', refused);
  return {
    object: type.name,
    isOrdered: query.orderBy !== undefined || query.limit !== undefined,
    columns: (query.fields ?? []).map((field) => columnOf(context, type, field)),
    find: selection(context, type, query, calendar),
  };
}

/** Source: "SOQL Considerations" of the Bulk API 2.0 guide. */
function unsupported({ fields = [], groupBy, offset }: Query): string | null {
  const has = (test: (field: FieldType) => boolean): boolean => fields.some(test);
  const restriction = (what: string): string => `Implementation restriction: ${what} is not supported in Bulk Query`;
  if (
    groupBy ||
    has((field) => field.type === 'FieldSubquery' || (field.type === 'FieldFunctionExpression' && isAggregate(field)))
  )
    return 'Aggregate Relationships not supported in Bulk Query';
  if (offset !== undefined) return restriction('OFFSET');
  if (has((field) => field.type === 'FieldTypeof')) return restriction('TYPEOF');
  if (has((field) => field.type === 'FieldFunctionExpression' && field.functionName?.toUpperCase() === 'FIELDS'))
    return restriction('FIELDS()');
  return null;
}

function columnOf(context: Context, type: ObjectType, field: FieldType): Column {
  if (field.type === 'Field') return { name: field.alias ?? field.field, ...path(context, type, field.field) };
  if (field.type === 'FieldRelationship') {
    const name = [...field.relationships, field.field].join('.');
    return { name, ...path(context, type, name) };
  }
  const text = 'rawValue' in field ? (field.rawValue ?? '') : '';
  if (field.type !== 'FieldFunctionExpression' || !/^(tolabel|convertcurrency|format)\(/i.test(text))
    throw noSuchColumn(context, text, type);
  return { name: field.alias ?? text, ...path(context, type, String(field.parameters?.[0] ?? '')) };
}
