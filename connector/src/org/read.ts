// Reading all records of an object: by REST, or where they are many by a bulk job.
import { count, select, type Field, type Rows } from '@quotient/salesforce';
import { bulkRows, isRefusedJob } from './bulk.ts';
import type { Rest } from './rest.ts';

/** From so many records on a bulk job is faster, and spares the org's API requests. */
const many = 10_000;

export type Way = 'REST' | 'Bulk';

export interface Read {
  readonly rows: Rows;
  /** How they were read. */
  readonly by: Way;
}

/** @throws ConnectorError as `Rest.rows` and `bulkRows` do. */
export async function readAll(
  rest: Rest,
  object: string,
  fields: readonly Field[],
  where: string | undefined,
  progress: (count: number, total: number) => void,
  bulkFrom = many,
): Promise<Read> {
  const paths = fields.map(({ path }) => path);
  if ((await rest.count(count(object, where))) >= bulkFrom)
    try {
      return { rows: await bulkRows(rest, object, select(object, paths, where, null), fields, progress), by: 'Bulk' };
    } catch (error) {
      // Some objects are not read by bulk jobs.
      if (!isRefusedJob(error)) throw error;
    }
  return { rows: await rest.rows(select(object, paths, where), fields, progress), by: 'REST' };
}
