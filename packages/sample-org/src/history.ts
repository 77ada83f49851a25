// What rows were before they were changed, as long as somebody reads a table as it was.
import type { Row, Rows } from './rows.ts';

/** A row up to a version of its table; `row` is undefined where it was generated. */
interface Past {
  readonly until: number;
  readonly row: Row | undefined;
  readonly isPurged: boolean;
}

/** Who reads a table as it was at a version, and how many places it had. */
interface Reader {
  readonly version: number;
  readonly places: number;
}

/** Keeps of each row what one of the readers can still ask for, and nothing while there is none. */
export class History {
  readonly #past = new Map<number, Past[]>();
  readonly #readers = new Set<Reader>();
  #latest: Reader | null = null;

  /** Returns how the reader leaves. */
  enter(version: number, places: number): () => void {
    const reader = { version, places };
    this.#readers.add(reader);
    this.#latest = reader;
    return () => {
      this.#readers.delete(reader);
      this.#latest = [...this.#readers].at(-1) ?? null;
      if (this.#readers.size === 0) this.#past.clear();
    };
  }

  /** Takes in what a row is before a change that brings its table to a version. */
  keep(place: number, until: number, row: Row | undefined, isPurged: boolean): void {
    const latest = this.#latest;
    if (latest === null || place >= latest.places) return;
    const past = this.#past.get(place);
    if (past === undefined) this.#past.set(place, [{ until, row, isPurged }]);
    else if ((past.at(-1)?.until ?? 0) <= latest.version) past.push({ until, row, isPurged });
  }

  /** What was at a place at a version; undefined where it is the same still. */
  at(place: number, version: number): Past | undefined {
    return this.#past.get(place)?.find(({ until }) => until > version);
  }
}

/** A table as it was: whatever is written later, its rows stay what they were. */
export class Frozen {
  readonly #rows: Rows;
  readonly #history: History;
  readonly #version: number;
  readonly #places: number;
  /** Says that nobody reads it any more. */
  readonly release: () => void;

  constructor(rows: Rows, history: History) {
    this.#rows = rows;
    this.#history = history;
    this.#version = rows.version;
    this.#places = rows.places;
    this.release = history.enter(rows.version, rows.places);
  }

  /** The row at a place; `into` as for a base. */
  at(place: number, into?: Row): Row {
    const past = this.#history.at(place, this.#version);
    if (past === undefined) return this.#rows.at(place, into);
    return past.row ?? this.#rows.generated(place, into);
  }

  /** The row with an id, unless it was deleted. */
  get(id: string): Row | undefined {
    const row = this.any(id);
    return row && row['IsDeleted'] !== true ? row : undefined;
  }

  /** The row with an id, in the recycle bin too. */
  any(id: string): Row | undefined {
    const place = this.#rows.placeOf(id);
    if (place === undefined || place >= this.#places) return undefined;
    const past = this.#history.at(place, this.#version);
    return (past ? past.isPurged : this.#rows.isPurged(place)) ? undefined : this.at(place);
  }
}
