// Rows column by column, as small as JSON makes them: what is the same in all rows once, what comes again and again by its index.

import type { Snapshot } from './snapshot-schema.ts';

/** One column: one value for all rows, a list of values and each row's index into it, or each row's value. */
export type Column = NonNullable<Snapshot['deals']>['segment'];

export function columnOf(values: readonly unknown[]): Column {
  const indexes = new Map<string, number>();
  const of: unknown[] = [];
  const at = values.map((value) => {
    const key = JSON.stringify(value ?? null);
    const index = indexes.get(key) ?? of.push(value ?? null) - 1;
    indexes.set(key, index);
    return index;
  });
  if (of.length === 1) return { same: of[0] };
  return of.length * 2 <= values.length ? { of, at } : { values: values.map((value) => value ?? null) };
}

export function valueIn(column: Column, row: number): unknown {
  if ('same' in column) return column.same;
  return ('values' in column ? column.values[row] : column.of[column.at[row] ?? -1]) ?? null;
}

/** Reads a column row by row; what is made of a value that many rows share is made once. Without a column all is null. */
export function columnReader<T>(column: Column | undefined, make: (value: unknown) => T): (row: number) => T {
  if (!column || 'same' in column) {
    const same = make(column?.same ?? null);
    return () => same;
  }
  if ('values' in column) return (row) => make(column.values[row] ?? null);
  const made = column.of.map((value) => make(value ?? null));
  return (row) => made[column.at[row] as number] as T;
}

/** The values that a column holds, whatever their rows. */
export const valuesOf = (column: Column): readonly unknown[] =>
  'same' in column ? [column.same] : 'values' in column ? column.values : column.of;

/** Does a column say something of each of so many rows? */
export function isColumn(column: unknown, count: unknown): boolean {
  if (typeof column !== 'object' || column === null) return false;
  const { at, of, values } = column as { at?: unknown; of?: unknown; values?: unknown };
  if (at === undefined && values === undefined) return 'same' in column;
  const list = at ?? values;
  return (
    Array.isArray(list) &&
    list.length === count &&
    (at === undefined || (Array.isArray(of) && areIndexes(list, of.length)))
  );
}

function areIndexes(list: readonly unknown[], count: number): boolean {
  for (const i of list) if (!Number.isInteger(i) || (i as number) < 0 || (i as number) >= count) return false;
  return true;
}
