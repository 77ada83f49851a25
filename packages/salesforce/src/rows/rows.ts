// Records of one object, field by field: the same whether they came as JSON or as CSV.
import type { CrmRecord } from '@quotient/calc';
import { Column, type Field } from './column.ts';

export class Rows {
  readonly columns: readonly Column[];
  /** How many records are whole. */
  count = 0;
  #room = 0;

  constructor(fields: readonly Field[]) {
    this.columns = fields.map((field) => new Column(field));
  }

  /** Makes room for one more record than there are. */
  reserve(): void {
    if (this.count < this.#room) return;
    this.#room = Math.max(2048, this.#room * 2);
    for (const column of this.columns) column.reserve(this.#room);
  }

  /** A record as the calculation takes it: fields of parents within the parent. */
  recordAt(row: number): CrmRecord {
    const record: Record<string, unknown> = {};
    for (const column of this.columns) {
      const value = column.valueAt(row);
      const path = column.path.split('.');
      if (path.length === 1) record[column.path] = value;
      else putDeep(record, path, value);
    }
    return record;
  }
}

/** A parent of which nothing is known is nothing. */
function putDeep(record: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [head = '', ...rest] = path;
  if (rest.length === 0) {
    record[head] = value;
    return;
  }
  const parent = record[head];
  if (value === null && (parent === null || parent === undefined)) {
    record[head] = null;
    return;
  }
  const own = (parent ?? {}) as Record<string, unknown>;
  record[head] = own;
  putDeep(own, rest, value);
}
