// Writing the lines of an ingest job, so many at once as the platform does, each with what came of it.
import { lineReader } from './bulk-line.ts';
import { upsert } from './collections.ts';
import { ApiError } from './error.ts';
import { isId, to18 } from './id.ts';
import type { Org, Viewer } from './org.ts';
import type { ObjectType } from './schema.ts';

export type Operation = 'insert' | 'update' | 'upsert' | 'delete' | 'hardDelete';

/** So many lines are written together; an upsert cannot have the same external id twice among them. */
export const linesAtOnce = 200;

/** What a line did, or why it did nothing. */
export type Outcome =
  | { readonly id: string; readonly created: boolean }
  | { readonly id: string; readonly error: string };

interface Asked {
  readonly viewer: Viewer;
  readonly operation: Operation;
  readonly type: ObjectType;
  readonly externalId: string | null;
}

/** Writes the values of up to 200 lines at a time, under a head without a problem. */
export function writer(
  org: Org,
  asked: Asked,
  head: readonly string[],
): (lines: readonly (readonly string[])[]) => Outcome[] {
  const read = lineReader(org, asked.viewer, asked.type, head);
  const column = (name: string): number => head.findIndex((one) => one.trim().toLowerCase() === name.toLowerCase());
  const idColumn = column('Id');
  const keyColumn = asked.operation === 'upsert' ? column(asked.externalId ?? '') : -1;
  return (lines) => {
    const twice = repeated(lines.map((line) => line[keyColumn] ?? ''));
    const writeLine = (line: readonly string[]): Outcome => {
      const key = line[keyColumn]?.toLowerCase();
      try {
        if (key !== undefined && twice.has(key)) throw duplicate(asked.externalId ?? '', line[keyColumn] ?? '');
        return writeOne(org, asked, read(line));
      } catch (error) {
        if (!(error instanceof ApiError)) throw error;
        const id = line[idColumn] ?? '';
        return { id, error: inWords(error, id) };
      }
    };
    return org.together(() => org.asAt(org.now(), () => lines.map(writeLine)));
  };
}

/** Texts that come more than once, whatever their case. */
function repeated(texts: readonly string[]): ReadonlySet<string> {
  const [seen, twice] = [new Set<string>(), new Set<string>()];
  for (const text of texts) {
    const key = text.toLowerCase();
    if (seen.has(key) && key !== '') twice.add(key);
    seen.add(key);
  }
  return twice;
}

const duplicate = (field: string, value: string): ApiError =>
  new ApiError(400, 'DUPLICATE_VALUE', `Duplicate external id specified: ${value}`, [field]);

/** An error as results say it: code, message, and the fields that it is about. */
function inWords({ errorCode, message, fields = [] }: ApiError, id: string): string {
  if (errorCode === 'NOT_FOUND')
    return isId(id) ? 'INVALID_CROSS_REFERENCE_KEY:invalid cross reference id:--' : `MALFORMED_ID:bad id ${id}:Id --`;
  return `${errorCode}:${message}:${fields.length === 0 ? '' : `${fields.join(', ')} `}--`;
}

function writeOne(org: Org, { operation, type, viewer, externalId }: Asked, values: Record<string, unknown>): Outcome {
  const { Id, ...rest } = values;
  const id = String(Id ?? '');
  switch (operation) {
    case 'insert':
      if (id !== '')
        throw new ApiError(400, 'INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']);
      return { id: String(org.insert(viewer, type.name, rest)['Id']), created: true };
    case 'update':
      if (id === '') throw new ApiError(400, 'MISSING_ARGUMENT', 'Id not specified in an update call');
      return { id: String(org.update(viewer, type.name, id, rest)['Id']), created: false };
    case 'upsert': {
      const written = upsert(org, viewer, type, externalId ?? 'Id', values);
      return { id: written.id, created: written.created };
    }
    case 'delete':
    case 'hardDelete':
      if (id === '') throw new ApiError(400, 'MISSING_ARGUMENT', 'Id not specified');
      org[operation](viewer, type.name, id);
      return { id: to18(id), created: false };
  }
}
