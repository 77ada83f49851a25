// A transaction under way: its writes are seen once it commits, and carry the time at which each was made.
import { makeId } from './id.ts';
import type { Org, Viewer } from './org.ts';

type Values = Readonly<Record<string, unknown>>;

export class Transaction {
  readonly #org: Org;
  readonly #writes: { readonly at: string; readonly write: () => unknown }[] = [];
  /** When it began. */
  readonly began: string;

  constructor(org: Org) {
    this.#org = org;
    this.began = org.now();
    org.underWay.add(this);
  }

  /** Returns the id that the record will have. */
  insert(viewer: Viewer, object: string, values: Values): string {
    const table = this.#org.table(object);
    const id = makeId(table.type.prefix, table.next++);
    this.#write(() => this.#org.insert(viewer, object, values, id));
    return id;
  }

  update(viewer: Viewer, object: string, id: string, values: Values): void {
    this.#write(() => this.#org.update(viewer, object, id, values));
  }

  delete(viewer: Viewer, object: string, id: string): void {
    this.#write(() => this.#org.delete(viewer, object, id));
  }

  /** Makes the writes visible. @throws ApiError where one of them is refused; then none of them is made. */
  commit(): void {
    this.#end();
    this.#org.together(() => {
      for (const { at, write } of this.#writes) this.#org.asAt(at, write);
    });
  }

  /** Ends it without a write. */
  rollback(): void {
    this.#end();
  }

  #end(): void {
    this.#org.underWay.delete(this);
  }

  #write(write: () => unknown): void {
    this.#writes.push({ at: this.#org.now(), write });
  }
}
