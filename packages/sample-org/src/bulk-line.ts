// Lines of an ingest job: which fields their columns fill, and with what.
import { ApiError } from './error.ts';
import type { Org, Viewer } from './org.ts';
import type { Value } from './rows.ts';
import { visibleField, visibleType } from './rights.ts';
import { isNumeric, type Field, type ObjectType } from './schema.ts';

/** What is wrong with the names of the columns; null where nothing is. */
export function headProblem(type: ObjectType, isDeletion: boolean, head: readonly string[]): string | null {
  const names = head.map((name) => name.trim());
  const twice = names.find((name, i) => names.findIndex((one) => one.toLowerCase() === name.toLowerCase()) !== i);
  if (twice !== undefined) return `Field name duplicated: ${twice}`;
  const unknown = names.find((name) => fieldOf(type, name) === null);
  if (unknown !== undefined) return `Field name not found : ${unknown}`;
  if (isDeletion && (names.length !== 1 || names[0]?.toLowerCase() !== 'id'))
    return "delete batches must contain only the 'id' column";
  return null;
}

/** A field, or the reference that a column such as Owner.Username fills by another field of its record. */
function fieldOf(type: ObjectType, name: string): { readonly field: Field; readonly by: string | null } | null {
  const [head = '', by] = name.trim().split('.');
  if (by === undefined) {
    const field = type.fields.get(head.toLowerCase());
    return field ? { field, by: null } : null;
  }
  const field = [...type.fields.values()].find((one) => one.relationshipName?.toLowerCase() === head.toLowerCase());
  return field ? { field, by } : null;
}

/** Reads lines under a head without a problem: the values of each by field; an empty one is left as it is, `#N/A` is nothing. */
export function lineReader(
  org: Org,
  viewer: Viewer,
  type: ObjectType,
  head: readonly string[],
): (values: readonly string[]) => Record<string, unknown> {
  const columns = head.map((name) => {
    const { field, by } = fieldOf(type, name) as { field: Field; by: string | null };
    return { name: field.name, read: by === null ? reader(field) : referenced(org, viewer, field, by) };
  });
  return (values) => {
    if (values.length !== columns.length)
      throw new ApiError(400, 'INVALID_CSV', `The row has ${values.length} values, and the header ${columns.length}`);
    const row: Record<string, unknown> = {};
    columns.forEach(({ name, read }, i) => {
      const text = values[i] ?? '';
      if (text !== '') row[name] = text === '#N/A' ? null : read(text);
    });
    return row;
  };
}

type Reader = (text: string) => Value;

function reader(field: Field): Reader {
  const checked =
    (pattern: RegExp, value: Reader): Reader =>
    (text) => {
      if (!pattern.test(text)) throw invalidValue(field, text);
      return value(text);
    };
  if (field.type === 'boolean') return checked(/^(true|false|0|1)$/i, (text) => /^(true|1)$/i.test(text));
  if (isNumeric(field.type)) return checked(/^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i, Number);
  if (field.type === 'date') return checked(/^\d{4}-(0\d|1[0-2])-([0-2]\d|3[01])$/, (text) => text);
  if (field.type === 'datetime')
    return checked(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)?$/, String);
  return (text) => text;
}

const invalidValue = (field: Field, text: string): ApiError =>
  new ApiError(400, 'INVALID_TYPE_ON_FIELD_IN_RECORD', `${field.label}: value not of required type: ${text}`, [
    field.name,
  ]);

/** Reads the Id of the record that another field of it names, among those that the viewer may see. */
function referenced(org: Org, viewer: Viewer, field: Field, by: string): Reader {
  const found = new Map<string, string>();
  return (text) => {
    const known = found.get(text);
    if (known !== undefined) return known;
    for (const object of field.referenceTo) {
      const type = visibleType(org, viewer, object);
      const key = type && visibleField(org, viewer, type, by);
      const row =
        key &&
        org
          .table(object)
          .rows.having(key.name, text, true)
          .find((one) => org.sees(viewer, type, one));
      if (!row) continue;
      found.set(text, String(row['Id']));
      return String(row['Id']);
    }
    throw new ApiError(
      400,
      'INVALID_FIELD',
      `Foreign key external ID: ${text} not found for field ${by} in entity ${field.referenceTo[0] ?? ''}`,
      [],
    );
  };
}
