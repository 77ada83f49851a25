// Rows as records: the objects that the calculation takes, all of one shape, with texts and days made once.
import type { CrmRecord } from '@quotient/calc';
import type { Column } from './column.ts';
import type { Rows } from './rows.ts';

/** Reads a field of a row. */
type Cell = (row: number) => unknown;

interface Leaf {
  readonly path: readonly string[];
  readonly cell: Cell;
}

const leaf = (column: Column, cell: Cell): Leaf => ({ path: column.path.split('.'), cell });

/** The records of rows, or those that `keep` names: the same as `recordAt` makes. */
export function recordsOf(rows: Rows, keep?: (row: number) => boolean): CrmRecord[] {
  const read = shape(rows.columns.map((column) => leaf(column, column.cells(rows.count))));
  const records: CrmRecord[] = [];
  for (let row = 0; row < rows.count; row++) if (!keep || keep(row)) records.push(read(row));
  return records;
}

/** One record of columns. */
export const recordOf = (columns: readonly Column[], valueOf: (column: Column) => unknown): CrmRecord =>
  shape(columns.map((column) => leaf(column, () => valueOf(column))))(0);

/** Makes objects of fields in the order of the columns. A parent of which nothing is known is nothing. */
function shape(leaves: readonly Leaf[]): (row: number) => Record<string, unknown> {
  const names = [...new Set(leaves.map(({ path }) => path[0] as string))];
  const cells = names.map((name): Cell => {
    const own = leaves.filter(({ path }) => path[0] === name);
    const plain = own.find(({ path }) => path.length === 1);
    if (plain) return plain.cell;
    const within = own.map(({ path, cell }) => ({ path: path.slice(1), cell }));
    const parent = shape(within);
    return (row) => (within.every(({ cell }) => cell(row) === null) ? null : parent(row));
  });
  // A copy has all its members from the start, so that records of one query have one form.
  const empty: Record<string, unknown> = Object.fromEntries(names.map((name) => [name, null]));
  return (row) => {
    const record = { ...empty };
    for (let i = 0; i < names.length; i++) record[names[i] as string] = (cells[i] as Cell)(row);
    return record;
  };
}
