// The org's tables and its clock, and writes that stand or fall together.
import { notFound } from './error.ts';
import { makeId, to18 } from './id.ts';
import { Rows, type Base, type Row, type Undo } from './rows.ts';
import type { ObjectType } from './schema.ts';

export interface Table {
  readonly type: ObjectType;
  readonly rows: Rows;
  /** Ids of purged records, with when each was deleted. */
  readonly purged: Map<string, string>;
  next: number;
}

/** One record of a table that was written. */
export interface Written {
  readonly table: Table;
  readonly id: string;
}

/** Where writes are kept. */
export interface Keeper {
  /** Hears of writes once they stand, before anybody is answered; where it throws they are taken back. */
  readonly keep: (written: readonly Written[]) => void;
  readonly close: () => void;
}

type Write = Written & { readonly undo: Undo };

export class Records {
  readonly id: string;
  readonly types: Map<string, ObjectType>;
  clock: () => Date;
  readonly #tables = new Map<string, Table>();
  /** Tables by their names as they are written. */
  readonly #named = new Map<string, Table>();
  /** Grows with every write: who caches what depends on records compares it. */
  version = 0;
  /** The delete log begins here. */
  deletionsKnownFrom = '2016-01-01T00:00:00.000+0000';
  /** Transactions that have begun and not ended. */
  readonly underWay = new Set<{ readonly began: string }>();
  keeper: Keeper | null = null;
  #written: Write[] | null = null;
  #at: string | null = null;

  constructor(id: string, types: Map<string, ObjectType>, clock: () => Date) {
    this.id = id;
    this.types = types;
    this.clock = clock;
  }

  /** The table of an object; @throws ApiError NOT_FOUND where the org has no such object. */
  table(object: string): Table {
    const known = this.#named.get(object);
    if (known) return known;
    const key = object.toLowerCase();
    let table = this.#tables.get(key);
    if (!table) {
      const type = this.types.get(key);
      if (!type) throw notFound();
      this.#tables.set(key, (table = { type, rows: new Rows(type.prefix), purged: new Map(), next: 1 }));
    }
    this.#named.set(table.type.name, table);
    return table;
  }

  /** Lets go of the tables of objects that the org has no longer. */
  forgetTables(): void {
    for (const [key, { type }] of this.#tables) if (this.types.get(key) !== type) this.#tables.delete(key);
    this.#named.clear();
    this.version++;
  }

  /** All tables that anything was asked of. */
  get tables(): Table[] {
    return [...this.#tables.values()];
  }

  /** Begins an object's table with generated rows. */
  generate(object: string, base: Base): void {
    const { type } = this.table(object);
    const table = { type, rows: new Rows(type.prefix, base), purged: new Map(), next: base.count + 1 };
    this.#tables.set(object.toLowerCase(), table);
    this.#named.set(type.name, table);
    this.version++;
  }

  now(): string {
    return this.#at ?? this.clock().toISOString().replace('Z', '+0000');
  }

  /** Up to when every change is visible: now, or when the oldest transaction under way began. */
  coveredUntil(): string {
    return [...this.underWay].reduce((oldest, { began }) => (began < oldest ? began : oldest), this.now());
  }

  /** Does something as if it were an earlier time. */
  asAt<T>(time: string, work: () => T): T {
    const before = this.#at;
    this.#at = time;
    try {
      return work();
    } finally {
      this.#at = before;
    }
  }

  /** Runs writes that stand or fall together: they fall where `work` throws, or `stand` says no of its result. */
  together<T>(work: () => T, stand: (result: T) => boolean = () => true): T {
    const outer = this.#written;
    const written = (this.#written ??= []);
    const start = written.length;
    let stands = false;
    try {
      const result = work();
      stands = stand(result);
      return result;
    } finally {
      this.#written = outer;
      if (!stands) this.#takeBack(written.splice(start));
      else if (!outer && written.length > 0) this.#keep(written);
    }
  }

  #takeBack(written: Write[]): void {
    for (const { undo } of written.reverse()) {
      undo();
      this.version++;
    }
  }

  #keep(written: Write[]): void {
    try {
      this.keeper?.keep(written);
    } catch (error) {
      this.#takeBack(written);
      throw error;
    }
  }

  /** Writes a record as it is. */
  put(object: string, row: Row): void {
    const table = this.table(object);
    const id = String(row['Id']);
    this.#write({ table, id, undo: table.rows.set(id, row) });
  }

  /** Removes a deleted record for good. */
  drop(object: string, row: Row): void {
    const table = this.table(object);
    const id = String(row['Id']);
    const purge = table.rows.purge(id);
    table.purged.set(id, String(row['SystemModstamp']));
    this.#write({
      table,
      id,
      undo: () => {
        table.purged.delete(id);
        purge();
      },
    });
  }

  #write(written: Write): void {
    this.version++;
    if (this.#written) this.#written.push(written);
    else this.#keep([written]);
  }

  /** Adds a record as it is, without the rules of writing: for data that the org starts with. */
  load(object: string, row: Row): Row {
    const table = this.table(object);
    const id = typeof row['Id'] === 'string' ? to18(row['Id']) : makeId(table.type.prefix, table.next++);
    const full = { ...row, Id: id };
    this.put(object, full);
    return full;
  }

  /** Shortens the delete log: of what was deleted before a time nothing is known from now on. */
  forgetDeletions(before: string): void {
    this.deletionsKnownFrom = before;
    for (const { purged } of this.#tables.values())
      for (const [id, deletedDate] of purged) if (deletedDate < before) purged.delete(id);
    this.keeper?.keep([]);
  }
}
