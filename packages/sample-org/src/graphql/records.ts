// Records as GraphQL answers them: fields with `value` and `displayValue`, parents and children.
import { ApiError } from '../error.ts';
import type { Row, Value } from '../org.ts';
import { visibleField, visibleType } from '../rights.ts';
import type { Field, ObjectType } from '../schema.ts';
import { parentOf as rowOf, type Context } from '../soql/path.ts';
import { readQuery } from '../soql/read.ts';
import { childrenOf, selection } from '../soql/select.ts';
import { weakEtag } from '../ui-etag.ts';
import { connection, pageArguments } from './connection.ts';
import type { Picked } from './document.ts';
import { orderText, whereText } from './filter.ts';
import { Problem } from './problem.ts';
import { checkArguments, leaf, shaped, type Asked, type Step } from './shape.ts';

/** Records of an object: a field of `uiapi { query { … } }`. */
export function records(asked: Asked, type: ObjectType, field: Picked, paths: readonly string[]): Step<unknown> {
  const soql = recordsQuery(asked, type, field, 'SELECT Id');
  const context = contextOf(asked, soql);
  const answer = connection<Row>(asked, field, type.name, (node) => nodeOf(asked, context, type, node, true));
  return fetched(asked, field, paths, () => {
    const { query, calendar } = readQuery(context);
    const { rows, places } = selection(context, type, query, calendar)();
    return answer({ length: places.length, at: (index) => rows.at(places[index] ?? 0) });
  });
}

/** A step whose refusal by the org is told beside the data. */
export const fetched =
  (asked: Asked, field: Picked, paths: readonly string[], fetch: () => unknown): Step<unknown> =>
  () => {
    try {
      return fetch();
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      asked.problems.failed(error.message, field.node, [...paths, field.key]);
      return null;
    }
  };

export const contextOf = ({ org, viewer }: Asked, soql: string): Context => ({
  org,
  viewer,
  soql,
  withDeleted: false,
  parents: (object) => org.table(object).rows,
});

/** The arguments of records as a query that selects something; what the schema has not is told. */
export function recordsQuery(asked: Asked, type: ObjectType, field: Picked, selects: string): string {
  checkArguments(asked, field, ['where', 'orderBy', 'scope', ...pageArguments]);
  const { where, orderBy, scope } = field.args;
  const all = `${selects} FROM ${type.name}`;
  try {
    const condition = whereText(asked, type, where);
    const order = orderText(asked, type, orderBy);
    if (scope !== undefined && (typeof scope !== 'string' || !/^\w+$/.test(scope)))
      throw new Problem('ValidationError', `Validation error of type WrongType: argument 'scope' is no scope`);
    return [
      all,
      ...(typeof scope === 'string' ? [`USING SCOPE ${scope.toLowerCase()}`] : []),
      ...(condition === '' ? [] : [`WHERE ${condition}`]),
      ...(order === '' ? [] : [`ORDER BY ${order}`]),
    ].join(' ');
  } catch (error) {
    told(asked, field, error);
    return all;
  }
}

/** Tells of arguments that the schema has not. */
export function told({ problems }: Asked, field: Picked, error: unknown): void {
  if (!(error instanceof Problem)) throw error;
  const { line = 1, column = 1 } = field.node.loc?.startToken ?? {};
  problems.add(error.type, `${error.message} @ '${field.at}'`, [{ line, column }]);
}

/** A record. Its children are asked for at the top alone: the platform's pages know one level of them. */
function nodeOf(asked: Asked, context: Context, type: ObjectType, node: Picked, top: boolean): Step<Row> {
  return shaped<Row>(asked, node, type.name, (field) => {
    checkArguments(asked, field, childOf(asked, type, field.name) ? ['where', 'orderBy', ...pageArguments] : []);
    switch (field.name) {
      case 'Id':
        return leaf(asked, field, 'ID', (row) => row['Id']);
      case 'ApiName':
        return leaf(asked, field, 'String', () => type.name);
      case 'DisplayValue':
        return leaf(asked, field, 'String', (row) => (visible(asked, type, 'Name') ? (row['Name'] ?? null) : null));
      case 'WeakEtag':
        return leaf(asked, field, 'Long', weakEtag);
      default:
        return (
          valueOf(asked, type, field) ??
          parent(asked, context, type, field) ??
          (top ? children(asked, type, field) : undefined)
        );
    }
  });
}

const visible = ({ org, viewer }: Asked, type: ObjectType, name: string): Field | undefined => {
  const field = visibleField(org, viewer, type, name);
  return field?.name === name ? field : undefined;
};

const valueTypes: Readonly<Record<string, string>> = {
  id: 'IDValue',
  reference: 'IDValue',
  datetime: 'DateTimeValue',
  phone: 'PhoneNumberValue',
};

/** The type of a field's value: `CurrencyValue`, `LongTextAreaValue`. */
export const valueType = ({ type, length }: Field): string =>
  valueTypes[type] ??
  (type === 'textarea' && length > 255
    ? 'LongTextAreaValue'
    : type === 'textarea'
      ? 'TextAreaValue'
      : `${type.charAt(0).toUpperCase()}${type.slice(1)}Value`);

function valueOf(asked: Asked, type: ObjectType, picked: Picked): Step<Row> | undefined {
  const field = visible(asked, type, picked.name);
  if (!field) return undefined;
  return envelope(asked, picked, field, (row) => row[field.name] ?? null);
}

/** A value in its envelope. */
export const envelope = (asked: Asked, picked: Picked, field: Field, read: (row: Row) => Value): Step<Row> =>
  shaped<Row>(asked, picked, valueType(field), (part) => {
    switch (part.name) {
      case 'value':
        return leaf(asked, part, 'value', read);
      case 'displayValue':
        return leaf(asked, part, 'String', (row) => asked.display(field, read(row), row));
      case 'label':
        return field.type === 'picklist' ? leaf(asked, part, 'String', read) : undefined;
      default:
        return undefined;
    }
  });

function parent(asked: Asked, context: Context, type: ObjectType, picked: Picked): Step<Row> | undefined {
  for (const field of type.fields.values()) {
    if (field.relationshipName !== picked.name || !visible(asked, type, field.name)) continue;
    const above = visibleType(asked.org, asked.viewer, field.referenceTo[0] ?? '');
    if (!above) return undefined;
    const find = rowOf(context, above, field);
    const read = nodeOf(asked, context, above, picked, false);
    return (row) => {
      const found = find(row);
      return found ? read(found) : null;
    };
  }
  return undefined;
}

function childOf(
  { org, viewer }: Asked,
  type: ObjectType,
  name: string,
): { child: ObjectType; field: string } | undefined {
  for (const child of org.types.values())
    for (const [field, relation] of child.children)
      if (
        relation === name &&
        child.fields.get(field.toLowerCase())?.referenceTo.includes(type.name) &&
        visibleType(org, viewer, child.name) &&
        visibleField(org, viewer, child, field)
      )
        return { child, field };
  return undefined;
}

function children(asked: Asked, type: ObjectType, picked: Picked): Step<Row> | undefined {
  const found = childOf(asked, type, picked.name);
  if (!found) return undefined;
  const { child, field } = found;
  const context = contextOf(asked, recordsQuery(asked, child, picked, 'SELECT Id'));
  const answer = connection<Row>(asked, picked, child.name, (node) => nodeOf(asked, context, child, node, false));
  let read: ((parent: string) => Row[]) | undefined;
  return (row) => {
    const { query, calendar } = readQuery(context);
    read ??= childrenOf(context, child, field, query, calendar);
    const rows = read(String(row['Id']));
    return answer({ length: rows.length, at: (index) => rows[index] as Row });
  };
}
