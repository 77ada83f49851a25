// Records of one object, field by field: the same whether they came as JSON or as CSV.
import type { CrmRecord } from '@quotient/calc';
import { Column, type Field } from './column.ts';
import { recordOf } from './records.ts';

export class Rows {
  readonly columns: readonly Column[];
  /** How many records are whole. */
  count = 0;
  #room = 0;

  constructor(fields: readonly Field[]) {
    this.columns = fields.map((field) => new Column(field));
  }

  /** Makes room for so many more records than there are. */
  reserve(more = 1): void {
    if (this.count + more <= this.#room) return;
    while (this.#room < this.count + more) this.#room = Math.max(2048, this.#room * 2);
    for (const column of this.columns) column.reserve(this.#room);
  }

  /** Empties the rows; memory and known texts are kept for those to come. */
  clear(): void {
    this.count = 0;
    for (const column of this.columns) column.forget();
  }

  /** Leaves only the rows that `keep` names; each is asked for once, in order. */
  keep(keep: (row: number) => boolean): void {
    let kept = 0;
    for (let row = 0; row < this.count; row++) {
      if (!keep(row)) continue;
      if (kept < row) for (const column of this.columns) column.move(row, kept);
      kept++;
    }
    this.count = kept;
  }

  /** The record Id of a row. */
  idAt(row: number): string {
    return this.columns.find(({ path }) => path === 'Id')?.textAt(row) ?? '';
  }

  /** A record as the calculation takes it: fields of parents within the parent. */
  recordAt(row: number): CrmRecord {
    return recordOf(this.columns, (column) => column.valueAt(row));
  }
}
