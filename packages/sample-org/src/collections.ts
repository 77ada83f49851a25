// Collections of up to 200 records: written each with its own result, or read by their ids.
import { ApiError, notFound } from './error.ts';
import { isId, to18 } from './id.ts';
import type { Org, Row, Viewer } from './org.ts';
import type { ObjectType } from './schema.ts';

export interface Upserted {
  readonly id: string;
  readonly created: boolean;
}

/** What came of one record. */
interface Result {
  readonly id?: string;
  readonly created?: boolean;
  readonly success: boolean;
  readonly errors: readonly object[];
}

const rolledBack: Pick<Result, 'success' | 'errors'> = {
  success: false,
  errors: [
    {
      statusCode: 'ALL_OR_NONE_OPERATION_ROLLED_BACK',
      message: 'Record rolled back because not all records were valid and the request was using AllOrNone header',
      fields: [],
    },
  ],
};

/**
 * Writes each of a list; with `allOrNone` the first error undoes all. `more` is what a result holds in any case.
 * @throws ApiError INVALID_BATCH_SIZE for more than 200.
 */
export function writeEach<T>(
  org: Org,
  items: readonly T[],
  allOrNone: boolean,
  write: (item: T) => { readonly id: string; readonly created?: boolean },
  more: (item: T) => Pick<Result, 'created'> = () => ({}),
): Result[] {
  if (items.length > 200)
    throw new ApiError(
      400,
      'INVALID_BATCH_SIZE',
      `The batch of size ${items.length} is too large; at most 200 records are allowed`,
    );
  const attempt = (item: T): Result => {
    const known = more(item);
    try {
      return { ...write(item), success: true, errors: [] };
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      return {
        ...known,
        success: false,
        errors: [{ statusCode: error.errorCode, message: error.message, fields: error.fields ?? [] }],
      };
    }
  };
  const stand = (results: readonly Result[]): boolean => !allOrNone || results.every(({ success }) => success);
  const results = org.together(() => items.map(attempt), stand);
  if (stand(results)) return results;
  return results.map(({ success, created, ...result }) => ({
    ...(created === undefined ? {} : { created }),
    ...(success ? rolledBack : { ...result, success }),
  }));
}

/** The type of a record in a collection, by its attributes. */
export function typeOf(record: unknown): string {
  const attributes = (record as { attributes?: { type?: unknown } } | null)?.attributes;
  if (typeof attributes?.type !== 'string')
    throw new ApiError(400, 'INVALID_FIELD', 'type is not specified in attributes');
  return attributes.type;
}

/** The type whose ids begin as an id does. */
export function typeOfId(org: Org, id: string): ObjectType {
  const type = [...org.types.values()].find(({ prefix }) => prefix === id.slice(0, 3));
  if (!type || !isId(id)) throw new ApiError(400, 'MALFORMED_ID', `malformed id ${id}`);
  return type;
}

/** Records by their ids; undefined for what is deleted or not the viewer's to see. */
export const readEach = (org: Org, viewer: Viewer, type: ObjectType, ids: readonly string[]): (Row | undefined)[] =>
  ids.map((id) => {
    const row = org.table(type.name).rows.get(to18(id));
    return row && org.sees(viewer, type, row) ? row : undefined;
  });

/** Changes the record with an external id, or adds it. @throws ApiError where the external id is missing or undecided. */
export function upsert(
  org: Org,
  viewer: Viewer,
  type: ObjectType,
  fieldName: string,
  values: Record<string, unknown>,
): Upserted {
  const value = valueOf(values, fieldName);
  const rest = Object.fromEntries(Object.entries(values).filter(([name]) => name.toLowerCase() !== 'id'));
  if (value === null) {
    if (fieldName.toLowerCase() === 'id')
      return { id: String(org.insert(viewer, type.name, rest)['Id']), created: true };
    throw new ApiError(400, 'MISSING_ARGUMENT', `${fieldName} not specified`);
  }
  const { found } = org.byExternalId(viewer, type.name, fieldName, value);
  const [row] = found;
  if (found.length > 1)
    throw new ApiError(
      400,
      'DUPLICATE_EXTERNAL_ID',
      `${fieldName}: more than one record found: ${found.map(({ Id }) => String(Id)).join(', ')}`,
    );
  if (row) return { id: String(org.update(viewer, type.name, String(row['Id']), rest)['Id']), created: false };
  if (fieldName.toLowerCase() === 'id') throw notFound();
  return { id: String(org.insert(viewer, type.name, rest)['Id']), created: true };
}

/** Would an upsert add the record, as far as the viewer can tell? */
export function isNew(
  org: Org,
  viewer: Viewer,
  type: ObjectType,
  fieldName: string,
  values: Record<string, unknown>,
): boolean {
  const value = valueOf(values, fieldName);
  return value === null || org.byExternalId(viewer, type.name, fieldName, value).found.length === 0;
}

function valueOf(values: Record<string, unknown>, fieldName: string): string | null {
  const value = Object.entries(values).find(([name]) => name.toLowerCase() === fieldName.toLowerCase())?.[1];
  return value === null || value === undefined || value === '' ? null : String(value);
}
