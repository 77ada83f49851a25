// The org's state: tables of records, who may see and change them, and the rules that every write obeys.
import { ApiError, noAccess, notFound } from './error.ts';
import { isId, makeId, to18 } from './id.ts';
import type { Field, ObjectType } from './schema.ts';
import { deriveOpportunity, remember, remembered } from './opportunity.ts';
import * as recycleBin from './recycle-bin.ts';
import { Rows, type Base, type Row, type Undo } from './rows.ts';
import { mayEdit, sees } from './sharing.ts';
import { Transaction } from './transaction.ts';
import { checkRequired, checkUnique, readValues } from './values.ts';

export type { Row, Value } from './rows.ts';

export interface Table {
  readonly type: ObjectType;
  readonly rows: Rows;
  /** Ids of purged records, with when each was deleted. */
  readonly purged: Map<string, string>;
  next: number;
}

/** The person on whose behalf a request is made. */
export interface Viewer {
  readonly id: string;
  readonly seesAll: boolean;
  /** Users below in the role hierarchy, and the person. */
  readonly below: ReadonlySet<string>;
}

/** One record of a table that was written. */
export interface Written {
  readonly table: Table;
  readonly id: string;
}

export class Org {
  readonly id: string;
  readonly types: Map<string, ObjectType>;
  clock: () => Date;
  readonly #tables = new Map<string, Table>();
  /** Grows with every write: who caches what depends on records compares it. */
  version = 0;
  /** The delete log begins here. */
  deletionsKnownFrom = '2016-01-01T00:00:00.000+0000';
  /** Transactions that have begun and not ended. */
  readonly underWay = new Set<Transaction>();
  /** Hears of writes once they stand, before anybody is answered. */
  onWritten: ((written: readonly Written[]) => void) | null = null;
  #written: (Written & { readonly undo: Undo })[] | null = null;
  #at: string | null = null;

  constructor(id: string, types: Map<string, ObjectType>, clock: () => Date) {
    this.id = id;
    this.types = types;
    this.clock = clock;
  }

  /** The table of an object; @throws ApiError NOT_FOUND where the org has no such object. */
  table(object: string): Table {
    const key = object.toLowerCase();
    let table = this.#tables.get(key);
    if (!table) {
      const type = this.types.get(key);
      if (!type) throw notFound();
      this.#tables.set(key, (table = { type, rows: new Rows(), purged: new Map(), next: 1 }));
    }
    return table;
  }

  /** Begins an object's table with generated rows. */
  generate(object: string, base: Base): void {
    const { type } = this.table(object);
    this.#tables.set(object.toLowerCase(), { type, rows: new Rows(base), purged: new Map(), next: base.count + 1 });
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

  /** Begins a transaction; its writes are visible from its commit on. */
  begin(): Transaction {
    return new Transaction(this);
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
      if (!stands)
        for (const { undo } of written.splice(start).reverse()) {
          undo();
          this.version++;
        }
      this.#written = outer;
      if (!outer && written.length > 0) this.onWritten?.(written);
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

  #write(written: Written & { readonly undo: Undo }): void {
    this.version++;
    if (this.#written) this.#written.push(written);
    else this.onWritten?.([written]);
  }

  /** Adds a record as it is, without the rules of writing: for data that the org starts with. */
  load(object: string, row: Row): Row {
    const table = this.table(object);
    const id = typeof row['Id'] === 'string' ? to18(row['Id']) : makeId(table.type.prefix, table.next++);
    const full = { ...row, Id: id };
    this.put(object, full);
    return full;
  }

  /** May the viewer see a record? */
  sees(viewer: Viewer, type: ObjectType, row: Row): boolean {
    return sees(this, viewer, type, row);
  }

  /** May the viewer change a record? */
  mayEdit(viewer: Viewer, type: ObjectType, row: Row): boolean {
    return mayEdit(this, viewer, type, row);
  }

  /**
   * A record that the viewer may see.
   * @throws ApiError as the platform answers what is not there or not theirs, and ENTITY_IS_DELETED from the recycle bin.
   */
  find(viewer: Viewer, object: string, id: string): Row {
    const { type, rows } = this.table(object);
    if (!isId(id)) throw notFound();
    const row = rows.any(to18(id));
    if (!row || !this.sees(viewer, type, row)) throw notFound();
    if (row['IsDeleted'] === true) throw new ApiError(404, 'ENTITY_IS_DELETED', 'entity is deleted');
    return row;
  }

  /** Adds a record; `id` where it is known already. */
  insert(viewer: Viewer, object: string, values: Readonly<Record<string, unknown>>, id?: string): Row {
    const table = this.table(object);
    const { type } = table;
    if (!type.custom && type.sharing === 'read' && !viewer.seesAll) throw noAccess();
    const now = this.now();
    const given = readValues(this, viewer, type, values, 'createable');
    const row: Row = {
      Id: id ?? makeId(type.prefix, table.next++),
      ...(type.fields.has('ownerid') ? { OwnerId: viewer.id } : {}),
      ...given,
      CreatedDate: now,
      CreatedById: viewer.id,
      LastModifiedDate: now,
      LastModifiedById: viewer.id,
      SystemModstamp: now,
      IsDeleted: false,
    };
    if (type.name === 'Opportunity') deriveOpportunity(this, row);
    checkRequired(type, row, ({ createable, name }) => createable && name !== 'OwnerId');
    checkUnique(this, type, row);
    this.together(() => {
      this.put(type.name, row);
      if (type.name === 'Opportunity') remember(this, row);
    });
    return row;
  }

  update(viewer: Viewer, object: string, id: string, values: Readonly<Record<string, unknown>>): Row {
    const { type, rows } = this.table(object);
    const row = this.find(viewer, object, id);
    if (!this.mayEdit(viewer, type, row)) throw noAccess();
    const given = readValues(this, viewer, type, values, 'updateable');
    const now = this.now();
    const after: Row = {
      ...rows.copy(row),
      ...given,
      LastModifiedDate: now,
      LastModifiedById: viewer.id,
      SystemModstamp: now,
    };
    if (type.name === 'Opportunity') deriveOpportunity(this, after, row);
    checkRequired(type, after, ({ name }) => name in given);
    checkUnique(this, type, after);
    this.together(() => {
      this.put(type.name, after);
      if (type.name === 'Opportunity' && remembered.some((name) => after[name] !== row[name])) remember(this, after);
    });
    return after;
  }

  /** Puts a record into the recycle bin, with what belongs to it. */
  delete(viewer: Viewer, object: string, id: string): void {
    recycleBin.remove(this, viewer, object, id);
  }

  /** Takes a record out of the recycle bin, with what was deleted together with it. */
  undelete(viewer: Viewer, object: string, id: string): Row {
    return recycleBin.undelete(this, viewer, object, id);
  }

  /** Removes a record from the recycle bin for good, with what belongs to it. */
  purge(viewer: Viewer, object: string, id: string): void {
    recycleBin.purge(this, viewer, object, id);
  }

  /** Deletes a record without leaving it in the recycle bin; who sees all records may. */
  hardDelete(viewer: Viewer, object: string, id: string): void {
    if (!viewer.seesAll) throw noAccess();
    this.together(() => {
      this.delete(viewer, object, id);
      this.purge(viewer, object, id);
    });
  }

  /** Empties the recycle bin of what the viewer may change; returns how many records that were. */
  emptyBin(viewer: Viewer): number {
    return recycleBin.emptyBin(this, viewer);
  }

  /** Shortens the delete log: of what was deleted before a time nothing is known from now on. */
  forgetDeletions(before: string): void {
    this.deletionsKnownFrom = before;
    for (const { purged } of this.#tables.values())
      for (const [id, deletedDate] of purged) if (deletedDate < before) purged.delete(id);
  }

  /** Merges one or two accounts into another. */
  merge(viewer: Viewer, winner: string, losers: readonly string[]): Row {
    return recycleBin.merge(this, viewer, winner, losers);
  }

  /** The record with a value in an external id field, or none. */
  byExternalId(object: string, fieldName: string, value: string): { field: Field; row: Row | undefined } {
    const { type, rows } = this.table(object);
    const field = type.fields.get(fieldName.toLowerCase());
    if (!field || !(field.externalId || field.name === 'Id'))
      throw new ApiError(
        400,
        'INVALID_FIELD',
        `Provided external ID field does not exist or is not accessible: ${fieldName}`,
      );
    if (field.name === 'Id') return { field, row: rows.get(to18(value)) };
    return { field, row: rows.having(field.name, value, true).find((row) => row['IsDeleted'] !== true) };
  }
}
