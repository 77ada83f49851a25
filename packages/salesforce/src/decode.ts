// Records as REST answers them, as the calculation takes them.
import type { CrmRecord } from '@quotient/calc';

type Mutable = Record<string, unknown>;

/** The record without what REST adds (`attributes`, also of parents). Values stay as they came. */
export function decode(record: CrmRecord): CrmRecord {
  const out: Mutable = {};
  for (const key in record) {
    if (key === 'attributes') continue;
    const value = record[key];
    out[key] =
      typeof value === 'object' && value !== null && !Array.isArray(value) ? decode(value as CrmRecord) : value;
  }
  return out;
}

/** More digits than a double can hold: such numbers are kept as text, so that money stays exact. */
const long = /[:[,]\s*-?(?=[\d.]{16})\d[\d.]*(?:[eE][+-]?\d+)?\s*[,}\]]/;

/** Parses a page of JSON without losing a digit of a long number. */
export function parseExact(text: string): unknown {
  if (!long.test(text)) return JSON.parse(text);
  const keep = (_key: string, value: unknown, context?: { source?: string }): unknown =>
    typeof value === 'number' && context?.source !== undefined && context.source.replace(/\D/g, '').length > 15
      ? context.source
      : value;
  return JSON.parse(text, keep);
}
