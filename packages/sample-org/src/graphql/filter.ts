// Arguments of a GraphQL query as SOQL: where, orderBy and scope. Source: "Filter Records" and "Order By Schema" of the guide.
import { visibleField, visibleType } from '../rights.ts';
import type { Org, Viewer } from '../org.ts';
import { isNumeric, type Field, type ObjectType } from '../schema.ts';
import { Problem } from './problem.ts';

interface Schema {
  readonly org: Org;
  readonly viewer: Viewer;
}
type Given = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Given =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const comparisons: Readonly<Record<string, string>> = { eq: '=', ne: '!=', lt: '<', lte: '<=', gt: '>', gte: '>=' };
const lists: Readonly<Record<string, string>> = { in: 'IN', nin: 'NOT IN' };
const joins: Readonly<Record<string, string>> = { inq: 'IN', ninq: 'NOT IN' };

/** The condition that `where` says; an empty text where it says none. @throws Problem for what the schema has not. */
export function whereText(schema: Schema, type: ObjectType, where: unknown, lead = ''): string {
  if (where === undefined || where === null) return '';
  const name = `${type.name}_Filter`;
  if (!isObject(where)) throw wrong('where', name, 'is no input object');
  const parts = Object.entries(where).flatMap(([key, value]) => {
    if (value === undefined) return [];
    if (key === 'and' || key === 'or') {
      const all = (Array.isArray(value) ? value : [value])
        .map((one) => whereText(schema, type, one, lead))
        .filter(Boolean);
      return all.length === 0 ? [] : [`(${all.join(` ${key.toUpperCase()} `)})`];
    }
    if (key === 'not') {
      const inner = whereText(schema, type, value, lead);
      return inner === '' ? [] : [`(NOT ${inner})`];
    }
    const parent = parentOf(schema, type, key);
    if (parent) {
      const inner = whereText(schema, parent, value, `${lead}${key}.`);
      return inner === '' ? [] : [inner];
    }
    const field = visibleField(schema.org, schema.viewer, type, key);
    if (!field || field.name !== key) throw unknown('where', name, key);
    return [tests(schema, field, `${lead}${field.name}`, value)];
  });
  return parts.length === 0 ? '' : parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(' AND ')})`;
}

/** What stands behind ORDER BY; an empty text where nothing is asked for. */
export function orderText(schema: Schema, type: ObjectType, orderBy: unknown): string {
  return orders(schema, type, orderBy, '').join(', ');
}

function orders(schema: Schema, type: ObjectType, orderBy: unknown, lead: string): string[] {
  if (orderBy === undefined || orderBy === null) return [];
  const name = `${type.name}_OrderBy`;
  if (!isObject(orderBy)) throw wrong('orderBy', name, 'is no input object');
  return Object.entries(orderBy).flatMap(([key, value]) => {
    if (value === undefined || value === null) return [];
    const parent = parentOf(schema, type, key);
    if (parent) return orders(schema, parent, value, `${lead}${key}.`);
    const field = visibleField(schema.org, schema.viewer, type, key);
    if (!field || field.name !== key) throw unknown('orderBy', name, key);
    const { order = 'ASC', nulls = 'FIRST', ...more } = isObject(value) ? value : { order: value };
    const [extra] = Object.keys(more);
    if (extra !== undefined || !isObject(value))
      throw unknown(`orderBy.${key}`, 'OrderByClause', extra ?? String(value));
    if (order !== 'ASC' && order !== 'DESC')
      throw wrong(`orderBy.${key}.order`, 'ResultOrder', 'is neither ASC nor DESC');
    if (nulls !== 'FIRST' && nulls !== 'LAST')
      throw wrong(`orderBy.${key}.nulls`, 'NullOrder', 'is neither FIRST nor LAST');
    return [`${lead}${field.name} ${order} NULLS ${nulls}`];
  });
}

/** The object that a relationship of an object leads to, as far as the viewer has its field. */
export function parentOf({ org, viewer }: Schema, type: ObjectType, name: string): ObjectType | undefined {
  for (const field of type.fields.values())
    if (field.relationshipName === name && visibleField(org, viewer, type, field.name))
      return visibleType(org, viewer, field.referenceTo[0] ?? '');
  return undefined;
}

function tests(schema: Schema, field: Field, path: string, operators: unknown): string {
  const place = `where.${path}`;
  if (!isObject(operators)) throw wrong(place, operatorsOf(field), 'is no input object');
  const parts = Object.entries(operators).flatMap(([operator, value]) => {
    if (value === undefined) return [];
    const comparison = comparisons[operator];
    if (comparison) return [`${path} ${comparison} ${literal(field, value, `${place}.${operator}`)}`];
    if (operator === 'like' && isText(field)) return [`${path} LIKE ${literal(field, value, `${place}.like`)}`];
    const list = lists[operator];
    if (list) {
      const values = Array.isArray(value) ? (value as unknown[]) : [value];
      // SOQL has no empty lists: nothing is in one.
      if (values.length === 0) return [operator === 'in' ? 'Id = null' : 'Id != null'];
      return [`${path} ${list} (${values.map((one) => literal(field, one, `${place}.${operator}`)).join(', ')})`];
    }
    const join = joins[operator];
    if (join && (field.type === 'id' || field.type === 'reference'))
      return [`${path} ${join} (${semiJoin(schema, value, `${place}.${operator}`)})`];
    throw unknown(place, operatorsOf(field), operator);
  });
  return parts.length === 1 ? (parts[0] ?? '') : parts.length === 0 ? 'Id != null' : `(${parts.join(' AND ')})`;
}

/** `{ Opportunity: { StageName: { eq: "…" } }, ApiName: "AccountId" }`: values of a field of other records. */
function semiJoin(schema: Schema, value: unknown, place: string): string {
  const { ApiName, ...objects } = isObject(value) ? value : {};
  const [entry, second] = Object.entries(objects);
  const type = visibleType(schema.org, schema.viewer, entry?.[0] ?? '');
  const field = type && visibleField(schema.org, schema.viewer, type, String(ApiName));
  if (!entry || second || !type || !field)
    throw wrong(place, 'JoinInput', 'is no input object with one object and the ApiName of one of its fields');
  const where = whereText(schema, type, entry[1]);
  return `SELECT ${field.name} FROM ${type.name}${where === '' ? '' : ` WHERE ${where}`}`;
}

const isText = ({ type }: Field): boolean => ['string', 'textarea', 'picklist', 'email', 'phone', 'url'].includes(type);

function literal(field: Field, value: unknown, place: string): string {
  const type = operatorsOf(field);
  if (value === null) return 'null';
  if (field.type === 'date' || field.type === 'datetime') return moment(field, value, place);
  if (field.type === 'boolean') {
    if (typeof value !== 'boolean') throw wrong(place, type, 'is no Boolean');
    return String(value);
  }
  if (isNumeric(field.type)) {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong(place, type, 'is no number');
    return Number.isInteger(value) ? BigInt(value).toString() : String(value);
  }
  if (typeof value !== 'string') throw wrong(place, type, 'is no text');
  return quoted(value);
}

/** `{ value: "2026-03-31" }`, `{ literal: TODAY }` or `{ range: { last_n_days: 7 } }`. */
function moment(field: Field, given: unknown, place: string): string {
  const type = field.type === 'date' ? 'DateInput' : 'DateTimeInput';
  const [entry, second] = isObject(given) ? Object.entries(given).filter(([, one]) => one !== undefined) : [];
  const [kind, value] = entry ?? [];
  if (second === undefined) {
    if (kind === 'literal' && typeof value === 'string' && /^[A-Z0-9_]+$/.test(value)) return value;
    if (kind === 'range' && isObject(value)) {
      const [range, another] = Object.entries(value);
      if (range && !another && /^\w+$/.test(range[0]) && Number.isInteger(range[1]))
        return `${range[0].toUpperCase()}:${String(range[1])}`;
    }
    if (kind === 'value' && value === null) return 'null';
    if (kind === 'value' && typeof value === 'string') {
      if (field.type === 'date' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value))) return value;
      const time = Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
      if (field.type === 'datetime' && value.length > 10 && !Number.isNaN(time)) return new Date(time).toISOString();
    }
  }
  throw wrong(
    place,
    type,
    `is none of { value: "${field.type === 'date' ? '2026-03-31' : '2026-03-31T09:00:00Z'}" }, { literal: TODAY } and { range: { last_n_days: 7 } }`,
  );
}

const quoted = (text: string): string =>
  `'${text.replace(/[\\']/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r').replaceAll('\t', '\\t')}'`;

const operatorsOf = ({ type }: Field): string =>
  `${({ id: 'Id', reference: 'Id', int: 'Integer', datetime: 'DateTime', textarea: 'TextArea' } as Readonly<Record<string, string>>)[type] ?? type.charAt(0).toUpperCase() + type.slice(1)}Operators`;

const wrong = (place: string, type: string, why: string): Problem =>
  new Problem('ValidationError', `Validation error of type WrongType: argument '${place}' of type '${type}' ${why}`);
const unknown = (place: string, type: string, name: string): Problem =>
  new Problem(
    'ValidationError',
    `Validation error of type WrongType: argument '${place}' contains a field not in '${type}': '${name}'`,
  );
