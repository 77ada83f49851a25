// The values of a write: which fields may be given, in which form, and what must not be missing or twice.
import { ApiError, noAccess } from './error.ts';
import { isId, to18 } from './id.ts';
import type { Org, Viewer } from './org.ts';
import { seesAll } from './people.ts';
import { may, mayAll, mayField } from './permission-sets.ts';
import type { Row, Value } from './rows.ts';
import { isNumeric, lowerCase, type Field, type ObjectType } from './schema.ts';

/** The fields of a write by their canonical names. @throws ApiError for a field or a value that cannot be written. */
export function readValues(
  org: Org,
  viewer: Viewer,
  type: ObjectType,
  values: Readonly<Record<string, unknown>>,
  right: 'createable' | 'updateable',
): Row {
  const row: Row = {};
  for (const key of Object.keys(values)) {
    if (key === 'attributes') continue;
    const value = values[key];
    const field = type.fields.get(lowerCase(key));
    if (
      !field ||
      !(mayField(org, viewer, type.name, field.name, 'read') || mayField(org, viewer, type.name, field.name, 'edit'))
    )
      throw new ApiError(400, 'INVALID_FIELD', `No such column '${key}' on sobject of type ${type.name}`);
    if (!field[right] || !mayField(org, viewer, type.name, field.name, 'edit'))
      throw new ApiError(
        400,
        'INVALID_FIELD_FOR_INSERT_UPDATE',
        `Unable to create/update fields: ${field.name}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
        [field.name],
      );
    row[field.name] = readValue(org, viewer, field, value);
    // A task may be given to anybody, other records to those below.
    if (
      field.name === 'OwnerId' &&
      type.name !== 'Task' &&
      row[field.name] !== viewer.id &&
      !viewer.seesAll &&
      !viewer.below.has(String(row[field.name])) &&
      !mayAll(org, viewer, type.name, 'edit')
    )
      throw noAccess();
  }
  return row;
}

function readValue(org: Org, viewer: Viewer, field: Field, value: unknown): Value {
  if (value === null || value === undefined || value === '') return field.type === 'boolean' ? false : null;
  const bad = (): ApiError =>
    new ApiError(
      400,
      'JSON_PARSER_ERROR',
      `Cannot deserialize instance of ${field.type} from ${typeof value === 'string' ? 'VALUE_STRING' : 'VALUE'} value ${String(value)} or request may be missing a required field`,
    );
  if (isNumeric(field.type)) {
    const number =
      typeof value === 'number' ? value : typeof value === 'string' && value.trim() !== '' ? Number(value) : Number.NaN;
    if (!Number.isFinite(number)) throw bad();
    return number;
  }
  if (field.type === 'boolean') {
    if (typeof value !== 'boolean') throw bad();
    return value;
  }
  if (typeof value !== 'string') throw bad();
  if (field.type === 'date' && !(/^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(Date.parse(value)))) throw bad();
  if (field.type === 'datetime' && Number.isNaN(Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')))) throw bad();
  if (field.type === 'reference') return readReference(org, viewer, field, value);
  if (field.length > 0 && value.length > field.length)
    throw new ApiError(
      400,
      'STRING_TOO_LONG',
      `${field.label}: data value too large: ${value.slice(0, 100)} (max length=${field.length})`,
      [field.name],
    );
  return value;
}

/** A record that the viewer may not see is no record to refer to. */
function readReference(org: Org, viewer: Viewer, field: Field, value: string): string {
  const found = parentWith(org, viewer, field, value) ?? parentWith(org, viewer, field, to18(value));
  if (!found && !isId(value))
    throw new ApiError(400, 'MALFORMED_ID', `${field.label}: id value of incorrect type: ${value}`, [field.name]);
  if (!found) throw new ApiError(400, 'INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', [field.name]);
  if (found['IsDeleted'] === true) throw new ApiError(400, 'ENTITY_IS_DELETED', 'entity is deleted', [field.name]);
  return String(found['Id']);
}

function parentWith(org: Org, viewer: Viewer, { referenceTo }: Field, id: string): Row | undefined {
  for (const object of referenceTo) {
    const type = org.types.get(object.toLowerCase());
    const row = type && org.table(type.name).rows.any(id);
    if (row && org.sees(viewer, type, row)) return row;
  }
  return undefined;
}

/**
 * @throws ApiError INACTIVE_OWNER_OR_USER where a record is given to somebody who has left, TRANSFER_REQUIRES_READ where to
 * somebody who may not read records of its object. Source: "Core Data Types Used in API Calls", StatusCode.
 */
export function checkOwner(org: Org, type: ObjectType, after: Row, before?: Row): void {
  const owner = after['OwnerId'];
  if (typeof owner !== 'string' || owner === before?.['OwnerId']) return;
  const user = org.table('User').rows.any(owner);
  if (user?.['IsActive'] !== false) {
    if (!user || may(org, { id: owner, seesAll: seesAll(org, user) }, type.name, 'read')) return;
    throw new ApiError(400, 'TRANSFER_REQUIRES_READ', 'The new owner must have read permission', ['OwnerId']);
  }
  throw new ApiError(
    400,
    'INACTIVE_OWNER_OR_USER',
    `operation performed with inactive user [${owner}] as owner of ${type.custom ? 'custom object' : type.label}: ${type.label}`,
    ['OwnerId'],
  );
}

/** @throws ApiError REQUIRED_FIELD_MISSING where a field is empty that must not be. */
export function checkRequired(type: ObjectType, row: Row, isAsked: (field: Field) => boolean): void {
  const missing: string[] = [];
  for (const field of type.fields.values())
    if (!field.nillable && field.type !== 'boolean' && (row[field.name] ?? null) === null && isAsked(field))
      missing.push(field.name);
  if (missing.length > 0)
    throw new ApiError(400, 'REQUIRED_FIELD_MISSING', `Required fields are missing: [${missing.join(', ')}]`, missing);
}

/** @throws ApiError DUPLICATE_VALUE where another record holds the value of a unique field; which one, only who sees it is told. */
export function checkUnique(org: Org, viewer: Viewer, type: ObjectType, row: Row): void {
  for (const field of type.fields.values()) {
    if (!field.unique || row[field.name] === null || row[field.name] === undefined) continue;
    const same = org.table(type.name).rows.having(field.name, String(row[field.name]), true);
    const other = same.find((one) => one['IsDeleted'] !== true && one['Id'] !== row['Id']);
    const isSeen = other && org.sees(viewer, type, other);
    if (other)
      throw new ApiError(
        400,
        'DUPLICATE_VALUE',
        isSeen
          ? `duplicate value found: ${field.name} duplicates value on record with id: ${String(other['Id'])}`
          : 'duplicate value found: <unknown> duplicates value on record with id: <unknown>',
        [],
      );
  }
}
