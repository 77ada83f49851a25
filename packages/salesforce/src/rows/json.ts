// A page of records in JSON, as REST answers a query: read byte by byte, so that no digit of a number is lost.
import type { Column } from './column.ts';
import { isUtf8, spells } from './cells.ts';
import { malformed } from './problem.ts';
import type { Rows } from './rows.ts';

/** What a page says beside its records. */
export interface PageHead {
  readonly totalSize: number;
  readonly done: boolean;
  readonly nextRecordsUrl: string | null;
}

const [quote, backslash, comma, colon, open, close, openList, closeList] = [34, 92, 44, 58, 123, 125, 91, 93];
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** Fields by name, of the record itself or of a parent. */
interface Names {
  /** The path of what stands here, as it is in the columns. */
  readonly path: string;
  readonly key: Uint8Array;
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
  #bytes: Uint8Array = new Uint8Array(0);
  #at = 0;
  #start = 0;
  #unescaped: Uint8Array = new Uint8Array(1024);

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
    this.#bytes = bytes;
    this.#at = 0;
    this.#start = this.#rows.count;
    let [totalSize, done, nextRecordsUrl, hasRecords]: [number | null, boolean | null, string | null, boolean] = [
      null,
      null,
      null,
      false,
    ];
    if (!this.#isEmpty(open, close, '{'))
      do {
        const { start, end } = this.#name();
        const name = this.#text(start, end);
        if (name === 'records') {
          hasRecords = true;
          this.#records();
        } else {
          const value = this.#small();
          if (name === 'totalSize' && typeof value === 'number') totalSize = value;
          if (name === 'done' && typeof value === 'boolean') done = value;
          if (name === 'nextRecordsUrl' && typeof value === 'string') nextRecordsUrl = value;
        }
      } while (this.#goesOn(close));
    this.#space();
    if (this.#at < bytes.length) this.#fail('Something follows the page');
    if (!hasRecords || totalSize === null || done === null) this.#fail('This is no page of records');
    return { totalSize, done, nextRecordsUrl };
  }

  #fail(message: string): never {
    return malformed(message, this.#at, this.#rows.count - this.#start);
  }

  #records(): void {
    if (this.#isEmpty(openList, closeList, '[')) return;
    do this.#record();
    while (this.#goesOn(closeList));
  }

  #record(): void {
    const rows = this.#rows;
    rows.reserve();
    const row = rows.count;
    this.#fields(this.#names, row);
    const seen = this.#seen;
    for (let i = 0; i < seen.length; i++) if (seen[i] !== row) rows.columns[i]?.putNull(row);
    rows.count++;
  }

  /** The fields of a record or of a parent of it. */
  #fields(names: readonly Names[], row: number): void {
    if (this.#isEmpty(open, close, '{')) return;
    let next = 0;
    do {
      const { start, end } = this.#name();
      const found = this.#found(names, names[next], start, end);
      if (found) {
        next = found.index + 1;
        this.#value(found, row);
      } else this.#skip();
    } while (this.#goesOn(close));
  }

  /** The field of a name, first looked for where it mostly is: records of a page have their fields in the order of the query. */
  #found(names: readonly Names[], next: Names | undefined, start: number, end: number): Names | undefined {
    const [bytes, from, to] = this.#isEscaped
      ? [this.#unescaped, 0, this.#unescape(start, end)]
      : [this.#bytes, start, end];
    if (next && isKey(next.key, bytes, from, to)) return next;
    if (isKey(attributes, bytes, from, to)) return undefined;
    return names.find(({ key }) => isKey(key, bytes, from, to)) ?? this.#spelled(names, bytes.subarray(from, to));
  }

  /** Names of the platform are the same in capital and small letters. */
  #spelled(names: readonly Names[], key: Uint8Array): Names | undefined {
    const name = utf8.decode(key).toLowerCase();
    return names.find((one) => utf8.decode(one.key).toLowerCase() === name);
  }

  #value({ column, within, path, place }: Names, row: number): void {
    this.#space();
    const bytes = this.#bytes;
    const first = bytes[this.#at];
    if (first === open) {
      if (within.length === 0) this.#fail(`${path} is an object`);
      return this.#fields(within, row);
    }
    if (first === quote) {
      if (!column) this.#fail(`${path} is a text and no record`);
      const start = this.#at + 1;
      const end = this.#string();
      this.#seen[place] = row;
      if (this.#isEscaped) {
        const size = this.#unescape(start, end);
        return column.put(row, this.#unescaped, 0, size);
      }
      return column.put(row, bytes, start, end);
    }
    if (first === openList) this.#fail(`${path} is a list`);
    const start = this.#at;
    this.#word();
    if (spells(bytes, start, 'null') && this.#at - start === 4) return;
    if (!column) this.#fail(`${path} is no record`);
    const isNumber = first === 45 || ((first as number) >= 48 && (first as number) <= 57);
    if (isNumber !== (column.type === 'decimal')) this.#fail(`${path} has another type than its description says`);
    this.#seen[place] = row;
    column.put(row, bytes, start, this.#at);
  }

  #space(): void {
    const bytes = this.#bytes;
    for (let one = bytes[this.#at]; one === 32 || one === 10 || one === 13 || one === 9; one = bytes[this.#at])
      this.#at++;
  }

  /** Goes into an object or a list; is it empty? Then it goes behind it. */
  #isEmpty(first: number, last: number, character: string): boolean {
    this.#expect(first, character);
    this.#space();
    if (this.#bytes[this.#at] !== last) return false;
    this.#at++;
    return true;
  }

  /** Goes behind a comma, or behind what ends an object or a list: does it go on? */
  #goesOn(last: number): boolean {
    this.#space();
    const after = this.#bytes[this.#at++];
    if (after !== comma && after !== last)
      this.#fail(`A comma or a ${last === close ? 'brace' : 'bracket'} is missing`);
    return after === comma;
  }

  readonly #place = { start: 0, end: 0 };

  /** Goes behind a name and its colon; where the name stands. */
  #name(): { readonly start: number; readonly end: number } {
    this.#space();
    if (this.#bytes[this.#at] !== quote) this.#fail('A name is missing');
    const place = this.#place;
    place.start = this.#at + 1;
    place.end = this.#string();
    this.#expect(colon, ':');
    return place;
  }

  #expect(byte: number, character: string): void {
    this.#space();
    if (this.#bytes[this.#at] !== byte) this.#fail(`"${character}" is missing`);
    this.#at++;
  }

  #isEscaped = false;

  /** Goes behind a text; where it ends. */
  #string(): number {
    const bytes = this.#bytes;
    this.#isEscaped = false;
    let at = this.#at + 1;
    for (let one = bytes[at]; one !== quote; one = bytes[at]) {
      if (one === backslash) {
        this.#isEscaped = true;
        at += isEscape(bytes, at + 1) ? 1 : bytes.length;
      } else if (one === undefined || one < 32) {
        this.#at = at;
        this.#fail('A text does not end, or holds what it may not');
      }
      at++;
    }
    this.#at = at + 1;
    return at;
  }

  /** Goes behind a number, a truth value or null, and checks that it is one. */
  #word(): void {
    const bytes = this.#bytes;
    const start = this.#at;
    for (let one = bytes[this.#at]; one !== undefined && !endsWord(one); one = bytes[this.#at]) this.#at++;
    const end = this.#at;
    if (isNumber(bytes, start, end)) return;
    for (const word of ['null', 'true', 'false']) if (end - start === word.length && spells(bytes, start, word)) return;
    this.#at = start;
    this.#fail('A value is missing');
  }

  #skip(): void {
    this.#space();
    const first = this.#bytes[this.#at];
    if (first === quote) this.#string();
    else if (first === open) {
      if (this.#isEmpty(open, close, '{')) return;
      do {
        this.#name();
        this.#skip();
      } while (this.#goesOn(close));
    } else if (first === openList) {
      if (this.#isEmpty(openList, closeList, '[')) return;
      do this.#skip();
      while (this.#goesOn(closeList));
    } else this.#word();
  }

  /** A value of the page's head. */
  #small(): unknown {
    this.#space();
    const start = this.#at;
    this.#skip();
    try {
      return JSON.parse(utf8.decode(this.#bytes.subarray(start, this.#at)));
    } catch {
      return this.#fail('A value cannot be read');
    }
  }

  #text(start: number, end: number): string {
    return utf8.decode(this.#bytes.subarray(start, end));
  }

  /** Writes a text without its escapes; how long it is then. */
  #unescape(start: number, end: number): number {
    const raw = this.#bytes.subarray(start, end);
    if (!isUtf8(raw, 0, raw.length)) this.#fail('A text is no UTF-8');
    const text = JSON.parse(`"${utf8.decode(raw)}"`) as string;
    const room = 3 * text.length;
    if (this.#unescaped.length < room) this.#unescaped = new Uint8Array(2 * room);
    return encoder.encodeInto(text, this.#unescaped).written;
  }
}

const encoder = new TextEncoder();
/** What REST says of each record beside its fields. */
const attributes = encoder.encode('attributes');
const letters = new Set([...'"\\/bfnrt'].map((letter) => letter.charCodeAt(0)));

/** Is it what may stand behind a backslash? */
function isEscape(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at] as number;
  if (first !== 117) return letters.has(first);
  for (let i = at + 1; i <= at + 4; i++) {
    const one = (bytes[i] ?? 0) | 32;
    if (!((one >= 48 && one <= 57 && (bytes[i] as number) >= 48) || (one >= 97 && one <= 102))) return false;
  }
  return true;
}

/** What a word ends at: a comma, a brace, a bracket or space. */
const endsWord = (one: number): boolean =>
  one === comma || one === close || one === closeList || one === 32 || one === 10 || one === 13 || one === 9;

/** A number as JSON writes it. */
function isNumber(bytes: Uint8Array, start: number, end: number): boolean {
  let at = start;
  const digits = (): number => {
    const from = at;
    for (let one = bytes[at] as number; at < end && one >= 48 && one <= 57; one = bytes[at] as number) at++;
    return at - from;
  };
  if (bytes[at] === 45) at++;
  const isZero = bytes[at] === 48;
  const whole = digits();
  if (whole === 0 || (isZero && whole > 1)) return false;
  if (at < end && bytes[at] === 46) {
    at++;
    if (digits() === 0) return false;
  }
  if (at < end && (bytes[at] === 69 || bytes[at] === 101)) {
    at++;
    if (bytes[at] === 43 || bytes[at] === 45) at++;
    if (digits() === 0) return false;
  }
  return at === end;
}

function isKey(key: Uint8Array, bytes: Uint8Array, start: number, end: number): boolean {
  if (key.length !== end - start) return false;
  for (let i = 0; i < key.length; i++) if (key[i] !== bytes[start + i]) return false;
  return true;
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
      key: encoder.encode(name),
      column: columns.find((one) => one.path === path) ?? null,
      place: columns.findIndex((one) => one.path === path),
      index,
      within: namesOf(columns, `${path}.`),
    };
  });
}
