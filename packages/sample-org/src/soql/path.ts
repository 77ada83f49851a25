// Field paths of a query: `Amount`, `Account.Name`, `Owner.Manager.Name`, with the platform's errors where they lead nowhere.
import { ApiError } from '../error.ts';
import type { Org, Row, Value, Viewer } from '../org.ts';
import { may, mayField } from '../permission-sets.ts';
import type { Rows } from '../rows.ts';
import type { Field, ObjectType } from '../schema.ts';

export interface Path {
  readonly field: Field;
  /** Reads the value; null where a parent is missing or not the viewer's to see. */
  readonly get: (row: Row) => Value;
}

/** What a query is run with. */
export interface Context {
  readonly org: Org;
  readonly viewer: Viewer;
  readonly soql: string;
  /** Are records in the recycle bin read too? */
  readonly withDeleted: boolean;
  /** Where parents are found. */
  readonly parents: (object: string) => Pick<Rows, 'get' | 'any'>;
}

/** The platform's picture of where in the query something is wrong. */
export function at(soql: string, needle: string, message: string): string {
  const index = Math.max(0, soql.toLowerCase().indexOf(needle.toLowerCase()));
  const from = Math.max(0, index - 40);
  return `\n${soql.slice(from, index + needle.length + 40)}\n${' '.repeat(index - from)}^\nERROR at Row:1:Column:${index + 1}\n${message}`;
}

export function noSuchColumn({ soql }: Context, name: string, type: ObjectType): ApiError {
  return new ApiError(
    400,
    'INVALID_FIELD',
    at(
      soql,
      name,
      `No such column '${name}' on entity '${type.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
    ),
  );
}

/** The reference field behind a relationship name such as `Account`, `Owner` or `Payee__r`. */
export function relationship(context: Context, type: ObjectType, name: string): { field: Field; parent: ObjectType } {
  for (const field of type.fields.values()) {
    if (field.relationshipName?.toLowerCase() !== name.toLowerCase()) continue;
    if (!mayField(context.org, context.viewer, type.name, field.name, 'read')) continue;
    const parent = context.org.types.get(field.referenceTo[0]?.toLowerCase() ?? '');
    if (parent && may(context.org, context.viewer, parent.name, 'read')) return { field, parent };
  }
  throw new ApiError(
    400,
    'INVALID_FIELD',
    at(
      context.soql,
      `${name}.`,
      `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. Please reference your WSDL or the describe call for the appropriate names.`,
    ),
  );
}

/** The parent record that a reference leads to, where the viewer may see it. */
export function parentOf(
  { org, viewer, withDeleted, parents }: Context,
  parent: ObjectType,
  field: Field,
): (row: Row) => Row | null {
  const rows = parents(parent.name);
  return (row) => {
    const id = String(row[field.name]);
    const found = withDeleted ? rows.any(id) : rows.get(id);
    return found && org.sees(viewer, parent, found) ? found : null;
  };
}

/** @throws ApiError INVALID_FIELD where the path names no field. */
export function path(context: Context, type: ObjectType, text: string): Path {
  const [head = '', ...rest] = text.split('.');
  if (rest.length === 0) {
    const field = type.fields.get(head.toLowerCase());
    if (!field || !mayField(context.org, context.viewer, type.name, field.name, 'read'))
      throw noSuchColumn(context, head, type);
    const { name } = field;
    return { field, get: (row) => row[name] ?? null };
  }
  if (head.toLowerCase() === type.name.toLowerCase()) return path(context, type, rest.join('.'));
  const { field, parent } = relationship(context, type, head);
  const inner = path(context, parent, rest.join('.'));
  const lead = parentOf(context, parent, field);
  return {
    field: inner.field,
    get: (row) => {
      const found = lead(row);
      return found ? inner.get(found) : null;
    },
  };
}
