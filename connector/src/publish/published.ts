// What the org has of an object of ours, by key.
import { keyField } from '@quotient/salesforce';
import { protocol } from '../org/refusal.ts';
import type { Rest } from '../org/rest.ts';
import { checkOurs } from './ours.ts';

/** A record as it is to be: its fields by their names, the key among them. */
export type Row = Readonly<Record<string, string>>;

/** A record of ours that the org has. */
export interface Published {
  readonly id: string;
  readonly key: string;
  readonly values: Readonly<Record<string, unknown>>;
}

export const keyOf = (row: Row): string => row[keyField] ?? '';

/**
 * All records of an object of ours with some of their fields.
 * @throws ConnectorError `protocol` (65) where a record is of another object; as `Rest.all` does
 */
export async function publishedOf(rest: Rest, object: string, fields: readonly string[]): Promise<Published[]> {
  checkOurs(object);
  const rows = await rest.all(`SELECT Id, ${keyField}, ${fields.join(', ')} FROM ${object} ORDER BY Id`);
  return rows.map((values) => {
    const { type } = (values['attributes'] ?? {}) as { readonly type?: unknown };
    if (type !== object || typeof values['Id'] !== 'string')
      throw protocol(`${object}: the org answered with a record of ${String(type)}.`);
    return { id: values['Id'], key: String(values[keyField] ?? ''), values };
  });
}
