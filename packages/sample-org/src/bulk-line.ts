// Lines of an ingest job: which fields their columns fill, and with what.
import { ApiError } from './error.ts';
import type { Org } from './org.ts';
import { isNumeric, type Field, type ObjectType } from './schema.ts';

/** What is wrong with the names of the columns; null where nothing is. */
export function headProblem(type: ObjectType, isDeletion: boolean, head: readonly string[]): string | null {
  const names = head.map((name) => name.trim());
  const twice = names.find((name, i) => names.findIndex((one) => one.toLowerCase() === name.toLowerCase()) !== i);
  if (twice !== undefined) return `Field name duplicated: ${twice}`;
  const unknown = names.find((name) => columnOf(type, name) === null);
  if (unknown !== undefined) return `Field name not found : ${unknown}`;
  if (isDeletion && (names.length !== 1 || names[0]?.toLowerCase() !== 'id'))
    return "delete batches must contain only the 'id' column";
  return null;
}

/** A field, or the reference that a column such as Owner.Username fills by another field of its record. */
function columnOf(type: ObjectType, name: string): { readonly field: Field; readonly by: string | null } | null {
  const [head = '', by] = name.trim().split('.');
  if (by === undefined) {
    const field = type.fields.get(head.toLowerCase());
    return field ? { field, by: null } : null;
  }
  const field = [...type.fields.values()].find((one) => one.relationshipName?.toLowerCase() === head.toLowerCase());
  return field ? { field, by } : null;
}

/** The values of a line by field: an empty one is left as it is, `#N/A` is nothing. */
export function valuesOf(
  type: ObjectType,
  head: readonly string[],
  line: readonly string[],
  org: Org,
): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const [i, name] of head.entries()) {
    const text = line[i] ?? '';
    if (text === '') continue;
    const { field, by } = columnOf(type, name) as { field: Field; by: string | null };
    if (text === '#N/A') values[field.name] = null;
    else if (by !== null) values[field.name] = referenced(org, field, by, text);
    else if (field.type === 'boolean') {
      if (!/^(true|false|0|1)$/i.test(text)) throw invalidValue(field, text);
      values[field.name] = /^(true|1)$/i.test(text);
    } else if (isNumeric(field.type)) {
      if (Number.isNaN(Number(text))) throw invalidValue(field, text);
      values[field.name] = Number(text);
    } else values[field.name] = text;
  }
  return values;
}

const invalidValue = (field: Field, text: string): ApiError =>
  new ApiError(400, 'INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.label}: value not of required type: ${text}`, [
    field.name,
  ]);

/** The Id of the record that another field of it names. */
function referenced(org: Org, field: Field, by: string, text: string): string {
  for (const object of field.referenceTo) {
    const type = org.types.get(object.toLowerCase());
    const key = type?.fields.get(by.toLowerCase());
    const [row] = key ? org.table(object).rows.having(key.name, text, true) : [];
    if (row) return String(row['Id']);
  }
  throw new ApiError(
    400,
    'INVALID_FIELD',
    `Foreign key external ID: ${text} not found for field ${by} in entity ${field.referenceTo[0] ?? ''}`,
    [],
  );
}
