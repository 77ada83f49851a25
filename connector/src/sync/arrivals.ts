// The records that a reading has brought, none of which may come twice. As long as Ids rise in stretches that lie apart, the
// stretches say so; only where they overlap does it take all the Ids.
import type { Rows } from '@quotient/salesforce';
import { keysOf, rangeOf, type IdRange } from '../store/batches.ts';
import { IdSet } from '../store/ids.ts';
import type { Reading, Store } from '../store/store.ts';

export class Arrivals {
  readonly #store: Store;
  readonly #reading: Reading;
  readonly #ranges: IdRange[] = [];
  #ids: IdSet | null = null;
  /** How many records have come. */
  count = 0;

  /** Begins with what the reading has kept. */
  constructor(store: Store, reading: Reading) {
    [this.#store, this.#reading] = [store, reading];
    for (const batch of store.batches.of(reading)) {
      this.count += batch.count;
      if (batch.range) this.#ranges.push(batch.range);
      else this.#ids ??= this.#kept();
    }
  }

  /** Takes rows that are to be kept next; the Id of one that has come before, or null. */
  repeated(rows: Rows): string | null {
    if (rows.count === 0) return null;
    if (!this.#ids) {
      const range = rangeOf(rows);
      const isApart = range !== null && this.#ranges.every(([first, last]) => range[1] < first || last < range[0]);
      if (isApart) this.#ranges.push(range);
      else this.#ids = this.#kept();
    }
    this.count += rows.count;
    const ids = this.#ids;
    if (!ids) return null;
    const bytes = keysOf(rows);
    for (let row = 0; row < rows.count; row++) {
      const before = ids.size;
      ids.add(bytes, 18 * row);
      if (ids.size === before) return rows.idAt(row);
    }
    return null;
  }

  #kept(): IdSet {
    const ids = new IdSet();
    for (const { rows } of this.#store.batches.live(this.#reading, [])) {
      const bytes = keysOf(rows);
      for (let row = 0; row < rows.count; row++) ids.add(bytes, 18 * row);
    }
    return ids;
  }
}
