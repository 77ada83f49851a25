// Versions of records as the UI API tells them: the same as long as a record is.
import { createHash } from 'node:crypto';
import type { Row } from './org.ts';

/** When a record was written last, in milliseconds. */
export const weakEtag = (row: Row): number => Date.parse(String(row['SystemModstamp']).replace('+0000', 'Z'));

export const etag = (row: Row): string =>
  createHash('md5')
    .update(`${String(row['Id'])} ${String(row['SystemModstamp'])}`)
    .digest('hex');
