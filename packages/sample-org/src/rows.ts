// The rows of a table: those that are stored, on top of those that are generated from their number alone.
import { Frozen, History } from './history.ts';
import { Places } from './places.ts';

export type Value = string | number | boolean | null;
/** A record with canonical field names; absent fields are null. */
export type Row = Record<string, Value>;

/** Rows that are computed and never stored. Their ids rise with their number, which is from 0 to `count` − 1. */
export interface Base {
  readonly count: number;
  /** The number of the row with an id; -1 where there is none. */
  readonly indexOf: (id: string) => number;
  /** A row whose fields are computed as they are read. `into`, an earlier row, becomes this one instead of a new one. */
  readonly row: (i: number, into?: Row) => Row;
  /** The same with every field computed, to be changed. */
  readonly copy: (i: number) => Row;
  /** The numbers of the rows with a value in a field, where that can be said without reading all. */
  readonly having?: (field: string, value: string) => readonly number[] | null;
  /** The rows in the order of SystemModstamp, where that can be said without reading all. */
  readonly stamps?: Stamps;
}

/** Ranks, from 0 to `count` − 1, of generated rows by their stamps in milliseconds. */
export interface Stamps {
  readonly at: (rank: number) => number;
  readonly stampOf: (rank: number) => number;
  /** The first rank with a stamp at a time or later; the count where there is none. */
  readonly first: (ms: number) => number;
}

/** Takes a change back. Changes are taken back in the opposite order of their making. */
export type Undo = () => void;

type Index = Map<string, Set<number>>;

/**
 * A table's rows. Every row has a place, a number that stays its own: generated rows come first, then those that were
 * inserted. A deleted row waits in the recycle bin, and a purged one keeps its place for who was promised it.
 */
export class Rows {
  readonly base: Base | null;
  readonly #inserted: Row[] = [];
  readonly #places: Places;
  readonly #changed = new Map<number, Row>();
  readonly #purged = new Set<number>();
  readonly #indexes = new Map<string, Index>();
  readonly #history = new History();
  readonly #start: number;
  #binned = 0;
  #disorder = 0;
  readonly #derived = new Map<(rows: Rows) => unknown, { readonly version: number; readonly value: unknown }>();
  /** Grows with every change. */
  version = 0;

  /** `prefix` is that of the ids. */
  constructor(prefix: string, base: Base | null = null) {
    this.base = base;
    this.#places = new Places(prefix);
    this.#start = base?.count ?? 0;
  }

  /** How many rows there are outside of the recycle bin. */
  get size(): number {
    return this.places - this.#purged.size - this.#binned;
  }

  /** How many places there are, those of purged rows too. */
  get places(): number {
    return this.#start + this.#inserted.length;
  }

  /** Do ids rise with places? */
  get inOrder(): boolean {
    return this.#disorder === 0;
  }

  /** The row with an id, unless it is deleted. */
  get(id: string): Row | undefined {
    const row = this.any(id);
    return row && row['IsDeleted'] !== true ? row : undefined;
  }

  has(id: string): boolean {
    return this.get(id) !== undefined;
  }

  /** The row with an id, in the recycle bin too. */
  any(id: string): Row | undefined {
    const place = this.placeOf(id);
    return place === undefined || this.#purged.has(place) ? undefined : this.at(place);
  }

  /** The row at a place as it is now, or as it was last; `into` as for a base. */
  at(place: number, into?: Row): Row {
    return this.stored(place) ?? this.generated(place, into);
  }

  /** The generated row at a place, whatever was changed; `into` as for a base. */
  generated(place: number, into?: Row): Row {
    return (this.base as Base).row(place, into);
  }

  /** The stored row at a place; undefined where it is generated. */
  stored(place: number): Row | undefined {
    return place < this.#start ? this.#changed.get(place) : this.#inserted[place - this.#start];
  }

  isPurged(place: number): boolean {
    return this.#purged.has(place);
  }

  /** All rows outside of the recycle bin. */
  *values(): Generator<Row, undefined> {
    for (const row of this.all()) if (row['IsDeleted'] !== true) yield row;
  }

  /** All rows, those in the recycle bin too. */
  *all(): Generator<Row, undefined> {
    for (let place = 0; place < this.places; place++) if (!this.#purged.has(place)) yield this.at(place);
  }

  /** The rows in the recycle bin. */
  *binned(): Generator<Row, undefined> {
    for (const place of this.storedPlaces())
      if (!this.#purged.has(place) && this.at(place)['IsDeleted'] === true) yield this.at(place);
  }

  *[Symbol.iterator](): Generator<[string, Row], undefined> {
    for (const row of this.values()) yield [String(row['Id']), row];
  }

  /** Rows with a value in a field, in the recycle bin too; `anyCase` finds text whatever its case. */
  having(field: string, value: string, anyCase = false): Row[] {
    let index = this.#indexes.get(field);
    if (!index) this.#indexes.set(field, (index = this.#indexed(field)));
    const places = index.get(keyOf(value));
    if (!places && !this.base) return [];
    const stored = Array.from(places ?? [], (place) => this.at(place));
    return [...this.#generated(field, value), ...stored].filter(
      (row) => row[field] === value || (anyCase && keyOf(row[field]) === keyOf(value)),
    );
  }

  /** What `make` makes of the rows, made anew once they have changed. */
  derived<T>(make: (rows: Rows) => T): T {
    let known = this.#derived.get(make);
    if (known?.version !== this.version) {
      known = { version: this.version, value: make(this) };
      this.#derived.set(make, known);
    }
    return known.value as T;
  }

  /** The table as it is now, to be read while it changes. */
  freeze(): Frozen {
    return new Frozen(this, this.#history);
  }

  /** A row to be changed: its own object with every field. */
  copy(row: Row): Row {
    const place = this.placeOf(String(row['Id'])) as number;
    const stored = this.stored(place);
    return stored ? { ...stored } : (this.base as Base).copy(place);
  }

  /** Adds a row, or puts it in the place of the one with its id. */
  set(id: string, row: Row): Undo {
    const known = this.placeOf(id);
    if (known === undefined) return this.#insert(id, row);
    const before = this.stored(known);
    const wasPurged = this.#purged.has(known);
    if (wasPurged) this.#revive(known);
    this.#store(known, row);
    return () => {
      this.#store(known, before);
      if (wasPurged) this.#drop(known);
    };
  }

  /** Removes a row for good. */
  purge(id: string): Undo {
    const place = this.placeOf(id) as number;
    this.#drop(place);
    return () => this.#revive(place);
  }

  /** The place of the row with an id, purged or not. */
  placeOf(id: string): number | undefined {
    const stored = this.#places.get(id);
    if (stored !== undefined || !this.base) return stored;
    const i = this.base.indexOf(id);
    return i < 0 ? undefined : i;
  }

  #insert(id: string, row: Row): Undo {
    const place = this.places;
    const last = place === 0 ? '' : String(this.at(place - 1)['Id']);
    const falls = last > id;
    if (falls) this.#disorder++;
    this.#places.set(id, place);
    this.#inserted.push(row);
    this.#count(place, undefined, row);
    return () => {
      this.#count(place, row, undefined);
      this.#inserted.pop();
      this.#places.delete(id);
      if (falls) this.#disorder--;
    };
  }

  #store(place: number, row: Row | undefined): void {
    const before = this.stored(place);
    this.#remember(place);
    if (place >= this.#start) this.#inserted[place - this.#start] = row as Row;
    else if (row) this.#changed.set(place, row);
    else this.#changed.delete(place);
    this.#count(place, before, row);
  }

  #drop(place: number): void {
    this.#remember(place);
    this.#count(place, this.stored(place), undefined);
    this.#purged.add(place);
  }

  #revive(place: number): void {
    this.#remember(place);
    this.#purged.delete(place);
    this.#count(place, undefined, this.stored(place));
  }

  /** Keeps what a row is before the change that comes next. */
  #remember(place: number): void {
    this.#history.keep(place, this.version + 1, this.stored(place), this.#purged.has(place));
  }

  /** Keeps the size and the indexes with a change of what is stored. */
  #count(place: number, before: Row | undefined, after: Row | undefined): void {
    this.version++;
    this.#binned += Number(after?.['IsDeleted'] === true) - Number(before?.['IsDeleted'] === true);
    for (const [field, index] of this.#indexes) {
      if (before) index.get(keyOf(before[field]))?.delete(place);
      if (after) enter(index, keyOf(after[field]), place);
    }
  }

  /** Places of the rows that are stored, purged ones too. */
  *storedPlaces(): Generator<number, undefined> {
    yield* this.#changed.keys();
    for (let place = this.#start; place < this.places; place++) yield place;
  }

  #indexed(field: string): Index {
    const index: Index = new Map();
    const add = (place: number): void => {
      if (!this.#purged.has(place)) enter(index, keyOf(this.at(place)[field]), place);
    };
    for (const place of this.storedPlaces()) add(place);
    return index;
  }

  /** Generated rows that nobody has changed, with a value in a field whatever its case. */
  #generated(field: string, value: string): Row[] {
    if (!this.base) return [];
    const known = this.base.having?.(field, value);
    const rows: Row[] = [];
    const add = (i: number): void => {
      if (!this.#changed.has(i) && !this.#purged.has(i)) rows.push(this.generated(i));
    };
    if (known) for (const i of known) add(i);
    else {
      const scanned = this.generated(0);
      for (let i = 0; i < this.#start; i++) if (keyOf(this.base.row(i, scanned)[field]) === keyOf(value)) add(i);
    }
    return rows;
  }
}

const keyOf = (value: Value | undefined): string => String(value ?? '').toLowerCase();

function enter(index: Index, key: string, place: number): void {
  const places = index.get(key);
  if (places) places.add(place);
  else index.set(key, new Set([place]));
}
