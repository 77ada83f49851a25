import { count, select, type Field, type Rows } from '@quotient/salesforce';
import { bulkRows, isRefusedJob } from './bulk.ts';
import type { Rest } from './rest.ts';

const many = 10_000;
export type Way = 'REST' | 'Bulk';
export interface Place {
  readonly by: Way;
  readonly job: string | null;
  readonly next: string | null;
  readonly count: number;
  readonly total: number;
  readonly lastId: string | null;
  readonly why: string;
}
export interface Query {
  readonly object: string;
  readonly fields: readonly Field[];
  readonly where: string | undefined;
  readonly deleted?: boolean;
}

export async function readPages(
  rest: Rest,
  { object, fields, where }: Query,
  rows: Rows,
  received: (place: Place) => void,
  { bulkFrom = many }: { from?: Place; bulkFrom?: number } = {},
): Promise<Place> {
  const paths = fields.map(({ path }) => path);
  const total = await rest.count(count(object, where));
  let by: Way = 'REST';
  let read: Rows | null = null;
  if (total >= bulkFrom)
    try {
      read = await bulkRows(rest, object, select(object, paths, where, null), fields, () => undefined);
      by = 'Bulk';
    } catch (error) {
      if (!isRefusedJob(error)) throw error;
    }
  read ??= await rest.rows(select(object, paths, where), fields, () => undefined);
  received({ by, job: null, next: '', count: 0, total, lastId: null, why: '' });
  Object.assign(rows, { columns: read.columns, count: rows.count + read.count });
  const place: Place = { by, job: null, next: null, count: read.count, total, lastId: null, why: `${total} records` };
  received(place);
  return place;
}
