// A page of records in JSON, as REST answers a query: read byte by byte, so that no digit of a number is lost.
import type { Column } from './column.ts';
import { spells } from './cells.ts';
import { close, closeList, JsonText, open, openList } from './json-text.ts';
import { isAlike, pieceOf, type Piece } from './piece.ts';
import { malformed } from './problem.ts';
import type { Rows } from './rows.ts';

/** What a page says beside its records. */
export interface PageHead {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl: string | null;
}

const [quote, minus] = [34, 45];
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Fields by name, of the record itself or of a parent. */
interface Names {
  /** The path of what stands here, as it is in the columns. */
  readonly path: string;
  readonly key: Piece;
  readonly column: Column | null;
  /** Its place among the columns. */
  readonly place: number;
  readonly index: number;
  readonly within: readonly Names[];
}

/** Reads pages of the same query into rows. */
export class JsonPages {
  readonly #rows: Rows;
  readonly #names: readonly Names[];
  readonly #seen: Int32Array;
  readonly #json = new JsonText((message) => this.#fail(message));
  #start = 0;

  constructor(rows: Rows) {
    this.#rows = rows;
    this.#names = namesOf(rows.columns, '');
    this.#seen = new Int32Array(rows.columns.length).fill(-1);
  }

  /** Reads one whole page. @throws QuotientError `malformed`, `unreadable`; the rows then hold nothing of it. */
  read(bytes: Uint8Array): PageHead {
    const before = this.#rows.count;
    try {
      return this.#page(bytes);
    } catch (error) {
      this.#rows.count = before;
      this.#seen.fill(-1);
      throw error;
    }
  }

  #page(bytes: Uint8Array): PageHead {
    const json = this.#json;
    json.begin(bytes);
    this.#start = this.#rows.count;
    let [totalSize, done, nextRecordsUrl, hasRecords]: [number | null, boolean | null, string | null, boolean] = [
      null,
      null,
      null,
      false,
    ];
    if (!json.isEmpty(open, close, '{'))
      do {
        const { start, end } = json.name();
        const name = json.text(start, end);
        if (name === 'records') {
          hasRecords = true;
          this.#records();
        } else {
          const value = json.small();
          if (name === 'totalSize' && typeof value === 'number') totalSize = value;
          if (name === 'done' && typeof value === 'boolean') done = value;
          if (name === 'nextRecordsUrl' && typeof value === 'string') nextRecordsUrl = value;
        }
      } while (json.goesOn(close));
    json.space();
    if (json.at < bytes.length) this.#fail('Something follows the page');
    if (!hasRecords || totalSize === null || done === null) this.#fail('This is no page of records');
    return { totalSize, done, nextRecordsUrl };
  }

  #fail(message: string): never {
    return malformed(message, this.#json.at, this.#rows.count - this.#start);
  }

  #records(): void {
    if (this.#json.isEmpty(openList, closeList, '[')) return;
    do this.#record();
    while (this.#json.goesOn(closeList));
  }

  #record(): void {
    const rows = this.#rows;
    rows.reserve();
    const row = rows.count;
    this.#fields(this.#names, row);
    const seen = this.#seen;
    for (let i = 0; i < seen.length; i++) {
      if (seen[i] === row) continue;
      const column = rows.columns[i] as Column;
      // Only a parent that a record does not have leaves fields out.
      if (!column.path.includes('.')) this.#fail(`${column.path} is missing`);
      column.putNull(row);
    }
    rows.count++;
  }

  /** The fields of a record or of a parent of it. */
  #fields(names: readonly Names[], row: number): void {
    const json = this.#json;
    if (json.isEmpty(open, close, '{')) return;
    let next = 0;
    do {
      const { start, end } = json.name();
      const found = this.#found(names, names[next], start, end);
      if (found) {
        next = found.index + 1;
        this.#value(found, row);
      } else json.skip();
    } while (json.goesOn(close));
  }

  /** The field of a name, first looked for where it mostly is: records of a page have their fields in the order of the query. */
  #found(names: readonly Names[], next: Names | undefined, start: number, end: number): Names | undefined {
    const json = this.#json;
    if (!json.isEscaped) return named(names, next, json.piece, start, end);
    const size = json.unescape(start, end);
    return named(names, next, json.unescaped, 0, size);
  }

  #value({ column, within, path, place }: Names, row: number): void {
    const json = this.#json;
    json.space();
    const { bytes } = json;
    const first = bytes[json.at];
    if (first === open) {
      if (within.length === 0) this.#fail(`${path} is an object`);
      return this.#fields(within, row);
    }
    if (first === quote) {
      if (!column) this.#fail(`${path} is a text and no record`);
      const start = json.at + 1;
      const end = json.string();
      this.#seen[place] = row;
      if (json.isEscaped) {
        const size = json.unescape(start, end);
        return column.put(row, json.unescaped, 0, size);
      }
      return column.put(row, json.piece, start, end);
    }
    if (first === openList) this.#fail(`${path} is a list`);
    const start = json.at;
    json.word();
    if (spells(bytes, start, 'null') && json.at - start === 4) {
      if (column) this.#seen[place] = row;
      return column?.putNull(row);
    }
    if (!column) this.#fail(`${path} is no record`);
    const isNumber = first === minus || ((first as number) >= 48 && (first as number) <= 57);
    if (isNumber !== (column.type === 'decimal')) this.#fail(`${path} has another type than its description says`);
    this.#seen[place] = row;
    column.put(row, json.piece, start, json.at);
  }
}

/** What REST says of each record beside its fields. */
const attributes = pieceOf('attributes');

const isKey = (key: Piece, piece: Piece, start: number, end: number): boolean =>
  key.length === end - start && isAlike(key, 0, piece, start, key.length);

/** Names of the platform are the same in capital and small letters. */
function named(
  names: readonly Names[],
  next: Names | undefined,
  piece: Piece,
  start: number,
  end: number,
): Names | undefined {
  if (next && isKey(next.key, piece, start, end)) return next;
  if (isKey(attributes, piece, start, end)) return undefined;
  const same = names.find(({ key }) => isKey(key, piece, start, end));
  if (same) return same;
  const name = utf8.decode(piece.bytes.subarray(start, end)).toLowerCase();
  return names.find(({ key }) => utf8.decode(key.bytes).toLowerCase() === name);
}

/** The names that columns have below a path. */
function namesOf(columns: readonly Column[], below: string): Names[] {
  const heads = new Set(
    columns.flatMap(({ path }) => (path.startsWith(below) ? [path.slice(below.length).split('.')[0] as string] : [])),
  );
  return [...heads].map((name, index) => {
    const path = `${below}${name}`;
    return {
      path,
      key: pieceOf(name),
      column: columns.find((one) => one.path === path) ?? null,
      place: columns.findIndex((one) => one.path === path),
      index,
      within: namesOf(columns, `${path}.`),
    };
  });
}
