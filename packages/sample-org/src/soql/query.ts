// Running a query: which rows, in which order, and how each is answered.
import type { FieldFunctionExpression, FieldType, Query } from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../error.ts';
import type { Org, Row, Viewer } from '../org.ts';
import { mayField } from '../permission-sets.ts';
import { childrenNamed } from '../rights.ts';
import type { ObjectType } from '../schema.ts';
import { aggregate, isAggregate } from './aggregate.ts';
import type { Calendar } from './dates.ts';
import { at, noSuchColumn, parentOf, path, relationship, type Context } from './path.ts';
import { readQuery } from './read.ts';
import { recordAccess } from './record-access.ts';
import { childrenOf, count, select } from './select.ts';

/**
 * What a query answers: how many records there are, and each of them when it is asked for. Which records they are is
 * settled with the query, their values when they are asked for; a record that is deleted meanwhile keeps its last ones.
 */
export interface Answer {
  readonly object: string;
  readonly totalSize: number;
  readonly length: number;
  readonly record: (index: number) => object;
  /** May the viewer, as they are by now, still see what a record is made of? */
  readonly isVisible: (index: number, viewer: Viewer) => boolean;
}

const always = (): boolean => true;

/**
 * Runs a query; `withDeleted` as the resource queryAll, which reads the recycle bin too; `among` only the records that hold a test.
 * @throws ApiError as the platform answers a query that it does not understand.
 */
export function runQuery(
  org: Org,
  viewer: Viewer,
  soql: string,
  version: string,
  withDeleted = false,
  among?: (row: Row) => boolean,
): Answer {
  const context: Context = { org, viewer, soql, withDeleted, parents: (object) => org.table(object).rows };
  const { query, type, calendar } = readQuery(context);
  if (type.name === 'UserRecordAccess') return recordAccess(context, query);
  const fields = query.fields ?? [];
  const only = fields[0];
  if (fields.length === 1 && only?.type === 'FieldFunctionExpression' && only.rawValue?.toUpperCase() === 'COUNT()') {
    const total = Math.min(count(context, type, query, calendar), query.limit ?? Number.POSITIVE_INFINITY);
    return { object: type.name, totalSize: total, length: 0, record: () => ({}), isVisible: always };
  }
  if (query.groupBy || fields.some((field) => field.type === 'FieldFunctionExpression' && isAggregate(field))) {
    const { orderBy: _, limit: __, offset: ___, ...all } = query;
    const results = aggregate(context, type, query, select(context, type, all, calendar), calendar);
    return {
      object: 'AggregateResult',
      totalSize: results.length,
      length: results.length,
      record: (index) => results[index] ?? {},
      isVisible: always,
    };
  }
  const { rows, places } = select(context, type, query, calendar, among);
  const project = projection(context, type, fields, version, calendar, query);
  return {
    object: type.name,
    totalSize: places.length,
    length: places.length,
    record: (index) => project(rows.at(places[index] ?? 0)),
    isVisible: (index, now) => org.sees(now, type, rows.at(places[index] ?? 0)),
  };
}

/** The plan of a query: here every query passes over its table, and no more is said of it than the viewer may count. @throws ApiError as `runQuery` does. */
export function explain(org: Org, viewer: Viewer, soql: string, version: string): object {
  const { object, totalSize } = runQuery(org, viewer, soql, version);
  const all = org.types.has(object.toLowerCase())
    ? runQuery(org, viewer, `SELECT COUNT() FROM ${object}`, version).totalSize
    : totalSize;
  return {
    sourceQuery: soql,
    plans: [
      {
        cardinality: totalSize,
        fields: [],
        leadingOperationType: 'TableScan',
        notes: [],
        relativeCost: 1,
        sobjectCardinality: all,
        sobjectType: object,
      },
    ],
  };
}

type Project = (row: Row) => Record<string, unknown>;

/** How a row is answered: attributes, fields in the order asked for, parents as nested records, children as results. */
function projection(
  context: Context,
  type: ObjectType,
  fields: readonly FieldType[],
  version: string,
  calendar: Calendar,
  query: Pick<Query, 'limit'>,
): Project {
  const steps: ((row: Row, out: Record<string, unknown>) => void)[] = [];
  const parents = new Map<string, FieldType[]>();
  const plain = (text: string, name?: string): void => {
    const { field, get } = path(context, type, text);
    const shown = name ?? field.name;
    steps.push((row, out) => void (out[shown] = get(row)));
  };
  for (const field of fields) {
    if (field.type === 'Field') plain(field.field, field.alias);
    else if (field.type === 'FieldRelationship') {
      const [first = '', ...rest] = field.relationships;
      if (first.toLowerCase() === type.name.toLowerCase() && rest.length === 0) {
        plain(field.field);
        continue;
      }
      const known = [...parents.keys()].find((name) => name.toLowerCase() === first.toLowerCase()) ?? first;
      if (!parents.has(known)) {
        const lead = relationship(context, type, first);
        const at = steps.length;
        parents.set(known, []);
        steps.push(() => undefined);
        const find = parentOf(context, lead.parent, lead.field);
        let project: Project | undefined;
        steps[at] = (row, out) => {
          const parent = find(row);
          project ??= projection(context, lead.parent, parents.get(known) ?? [], version, calendar, {});
          out[lead.field.relationshipName ?? known] = parent ? project(parent) : null;
        };
      }
      const inner =
        rest.length > 0
          ? { ...field, relationships: rest, rawValue: [...rest, field.field].join('.') }
          : ({ type: 'Field', field: field.field } as FieldType);
      parents.get(known)?.push(inner);
      path(context, type, [...field.relationships, field.field].join('.'));
    } else if (field.type === 'FieldSubquery') steps.push(children(context, type, field.subquery, version, calendar));
    else if (field.type === 'FieldFunctionExpression') functionField(field);
    else throw new ApiError(400, 'MALFORMED_QUERY', 'TYPEOF is not supported here');
  }
  return (row) => {
    const out: Record<string, unknown> = {
      attributes: { type: type.name, url: `/services/data/${version}/sobjects/${type.name}/${String(row['Id'])}` },
    };
    for (const step of steps) step(row, out);
    return out;
  };

  function functionField(field: FieldFunctionExpression): void {
    const name = String(field.functionName).toUpperCase();
    const argument = String(field.parameters?.[0] ?? '');
    if (name === 'FIELDS') {
      if (argument.toUpperCase() !== 'STANDARD' && (query.limit === undefined || query.limit > 200))
        throw new ApiError(400, 'MALFORMED_QUERY', `The SOQL FIELDS function must have a LIMIT of at most 200`);
      for (const one of type.fields.values())
        if (
          mayField(context.org, context.viewer, type.name, one.name, 'read') &&
          (argument.toUpperCase() === 'ALL' || one.custom === (argument.toUpperCase() === 'CUSTOM'))
        )
          plain(one.name);
    } else if (['TOLABEL', 'CONVERTCURRENCY', 'FORMAT'].includes(name)) {
      const { field: inner, get } = path(context, type, argument);
      const shown = field.alias ?? inner.name;
      steps.push(
        (row, out) => void (out[shown] = name === 'FORMAT' && get(row) !== null ? String(get(row)) : get(row)),
      );
    } else throw noSuchColumn(context, field.rawValue ?? name, type);
  }
}

/** A subquery on children: the same shape as a query's answer, or null where there are none. */
function children(
  context: Context,
  type: ObjectType,
  subquery: Query & { relationshipName?: string },
  version: string,
  calendar: Calendar,
): (row: Row, out: Record<string, unknown>) => void {
  const wanted = String(subquery.relationshipName ?? subquery.sObject ?? '');
  const found = childrenNamed(context.org, context.viewer, type, wanted);
  if (found) {
    const { child, field, relation } = found;
    const project = projection(context, child, subquery.fields ?? [], version, calendar, subquery);
    const find = childrenOf(context, child, field.name, subquery, calendar);
    return (row, out) => {
      const own = find(String(row['Id']));
      out[relation] = own.length === 0 ? null : { totalSize: own.length, done: true, records: own.map(project) };
    };
  }
  throw new ApiError(
    400,
    'INVALID_TYPE',
    at(
      context.soql,
      wanted,
      `Didn't understand relationship '${wanted}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
    ),
  );
}
