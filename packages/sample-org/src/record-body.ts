// A record as REST answers it, and what a request brings of one.
import { ApiError } from './error.ts';
import type { Org, Row, Viewer } from './org.ts';
import { visibleField } from './rights.ts';
import type { ObjectType } from './schema.ts';

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The fields that a body in JSON gives a record. @throws ApiError JSON_PARSER_ERROR where it is no object */
export function fieldsOf(body: unknown): Record<string, unknown> {
  if (!isObject(body)) throw new ApiError(400, 'JSON_PARSER_ERROR', 'The request body is no JSON object');
  const { attributes: _, ...values } = body;
  return values;
}

/** The names in `?fields=`; undefined where there is none. */
export const pickedFields = (query: URLSearchParams): string[] | undefined =>
  query
    .get('fields')
    ?.split(',')
    .map((one) => one.trim());

/** A record with the fields that are picked, else all that the viewer may read. @throws ApiError INVALID_FIELD for others */
export function recordBody(
  org: Org,
  viewer: Viewer,
  type: ObjectType,
  row: Row,
  base: string,
  picked?: readonly string[],
): object {
  const names = picked ?? [...type.fields.values()].map(({ name }) => name);
  const fields = names.flatMap((name) => {
    const field = visibleField(org, viewer, type, name);
    if (field || !picked) return field ?? [];
    throw new ApiError(
      400,
      'INVALID_FIELD',
      `No such column '${name}' on entity '${type.name}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  });
  return {
    attributes: { type: type.name, url: `${base}/sobjects/${type.name}/${String(row['Id'])}` },
    ...Object.fromEntries(fields.map(({ name }) => [name, row[name] ?? null])),
    Id: row['Id'],
  };
}
