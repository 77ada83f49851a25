// Records in CSV, as Bulk results come: strict, in pieces of any size, into typed columns.
import type { Column } from './column.ts';
import { Piece, quoteAt } from './piece.ts';
import { malformed } from './problem.ts';
import type { Rows } from './rows.ts';

const [quote, lf, cr] = [34, 10, 13];

/** What may stand between values, by its name in a Bulk job. */
export const delimiters = { COMMA: ',', TAB: '\t', SEMICOLON: ';', PIPE: '|', CARET: '^', BACKQUOTE: '`' } as const;
export type Delimiter = keyof typeof delimiters;

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** More bytes than a record has that a plan reads: some fields of long text, filled to the last. */
const longestRecord = 2 * 1024 * 1024;

/** Reads one page of CSV: its head has to name the fields in their order, and no record may be skipped. */
export class CsvPage {
  readonly #rows: Rows;
  readonly #delimiter: number;
  readonly #start: number;
  #rest = new Uint8Array(0);
  #offset = 0;
  #hasHead = false;
  #unquoted = new Piece(new Uint8Array(1024));

  constructor(rows: Rows, delimiter: Delimiter = 'COMMA') {
    this.#rows = rows;
    this.#delimiter = delimiters[delimiter].charCodeAt(0);
    this.#start = rows.count;
  }

  /** Takes the next piece. @throws QuotientError `malformed`, `unreadable`; the rows then hold nothing of the page. */
  push(piece: Uint8Array): void {
    this.#whole(() => this.#push(piece));
  }

  /**
   * Ends the page; how many records it held.
   * @throws QuotientError `malformed` where it ends within a record, or holds another number than was declared; the rows then
   * hold nothing of it.
   */
  end(declared?: number): number {
    return this.#whole(() => this.#end(declared));
  }

  #whole<T>(read: () => T): T {
    try {
      return read();
    } catch (error) {
      this.#rows.count = this.#start;
      throw error;
    }
  }

  #push(piece: Uint8Array): void {
    const rest = this.#rest;
    let at = 0;
    // What is left of the piece before is read with as much of this one as makes a whole record.
    for (let size = 4096; rest.length > 0 && at === 0; size *= 4) {
      const joined = new Uint8Array(rest.length + Math.min(size, piece.length));
      joined.set(rest);
      joined.set(piece.subarray(0, joined.length - rest.length), rest.length);
      const end = this.#take(joined, false);
      if (end < rest.length && size < piece.length) continue;
      if (end < rest.length) return this.#keep(joined, end);
      this.#offset += rest.length;
      this.#rest = new Uint8Array(0);
      at = end - rest.length;
      if (at === 0) break;
    }
    this.#keep(piece, this.#take(piece, false, at));
  }

  #end(declared: number | undefined): number {
    const bytes = this.#rest;
    this.#keep(bytes, this.#take(bytes, true));
    if (this.#rest.length > 0) this.#fail('The page ends within a record', 0);
    if (!this.#hasHead) this.#fail('The page has no head', 0);
    const count = this.#rows.count - this.#start;
    if (declared !== undefined && count !== declared)
      this.#fail(`${count} records came, and ${declared} were declared`, 0);
    return count;
  }

  #keep(bytes: Uint8Array, from: number): void {
    if (bytes.length - from > longestRecord) this.#fail('A record is longer than any of the platform', from);
    // A copy, so that who gave the piece may use its memory again.
    this.#rest = bytes.slice(from);
    this.#offset += from;
  }

  #fail(message: string, at: number): never {
    return malformed(message, this.#offset + at, this.#rows.count - this.#start);
  }

  /** Reads all records from a place on that are whole; where the first begins that is not. */
  #take(bytes: Uint8Array, isLast: boolean, from = 0): number {
    let at = from;
    if (!this.#hasHead) {
      at = this.#head(bytes, isLast);
      if (at === 0) return 0;
    }
    const rows = this.#rows;
    const { columns } = rows;
    const piece = new Piece(bytes);
    for (let next = 0; at < bytes.length; at = next) {
      rows.reserve();
      next = this.#record(piece, at, isLast, columns, rows.count);
      if (next < 0) break;
      rows.count++;
    }
    return at;
  }

  /** Reads one record; where the next one begins, or −1 where it is not whole yet. */
  #record(piece: Piece, start: number, isLast: boolean, columns: readonly Column[], row: number): number {
    const { bytes } = piece;
    const { length } = bytes;
    const delimiter = this.#delimiter;
    const last = columns.length - 1;
    let at = start;
    for (let i = 0; i <= last; i++) {
      const column = columns[i] as Column;
      if (bytes[at] === quote) {
        const from = ++at;
        let isEscaped = false;
        for (;;) {
          at = quoteAt(piece, at, length);
          if (at >= length || (at + 1 >= length && !isLast)) return -1;
          if (bytes[at + 1] !== quote) break;
          isEscaped = true;
          at += 2;
        }
        if (isEscaped) this.#putUnquoted(column, row, bytes, from, at);
        else column.put(row, piece, from, at);
        at++;
      } else {
        const from = at;
        for (; at < length; at++) {
          const one = bytes[at];
          if (one === delimiter || one === lf || one === cr) break;
          if (one === quote) this.#fail('A quotation mark stands within a value', at);
        }
        if (at >= length && !isLast) return -1;
        column.put(row, piece, from, at);
      }
      const after = bytes[at];
      if (i < last) {
        if (after !== delimiter) {
          if (at >= length) return -1;
          this.#fail(
            after === lf || after === cr
              ? `A record has ${i + 1} values and not ${last + 1}`
              : 'A value goes on after its closing quotation mark',
            at,
          );
        }
        at++;
      } else if (after === lf) at++;
      else if (after === cr) {
        if (at + 1 >= length && !isLast) return -1;
        at += bytes[at + 1] === lf ? 2 : 1;
      } else if (at < length)
        this.#fail(
          after === delimiter
            ? `A record has more than ${last + 1} values`
            : 'A value goes on after its closing quotation mark',
          at,
        );
      else if (!isLast) return -1;
    }
    return at;
  }

  /** A value with its doubled quotation marks made single. */
  #putUnquoted(column: Column, row: number, bytes: Uint8Array, start: number, end: number): void {
    if (this.#unquoted.length < end - start) this.#unquoted = new Piece(new Uint8Array(2 * (end - start)));
    const target = this.#unquoted.bytes;
    let size = 0;
    for (let i = start; i < end; i++) {
      const one = bytes[i] as number;
      target[size++] = one;
      if (one === quote) i++;
    }
    column.put(row, this.#unquoted, 0, size);
  }

  /** Checks the first line; where the first record begins, 0 where the line is not whole yet. */
  #head(bytes: Uint8Array, isLast: boolean): number {
    const end = bytes.indexOf(lf);
    if (end < 0 && !isLast) return 0;
    const line = utf8
      .decode(bytes.subarray(0, end < 0 ? bytes.length : end))
      .replace(/^\uFEFF/, '')
      .replace(/\r$/, '');
    const names = line.split(String.fromCharCode(this.#delimiter)).map((name) => name.replace(/^"(.*)"$/, '$1'));
    const expected = this.#rows.columns.map(({ path }) => path);
    // A line that does not begin as the head does is a record, whose values belong into no message.
    if (names[0]?.toLowerCase() !== expected[0]?.toLowerCase()) this.#fail('The page has no head', 0);
    if (names.length !== expected.length || names.some((name, i) => name.toLowerCase() !== expected[i]?.toLowerCase()))
      this.#fail(
        `The head names "${names.join(', ').slice(0, 200)}" and not "${expected.join(', ').slice(0, 200)}"`,
        0,
      );
    this.#hasHead = true;
    return end < 0 ? bytes.length : end + 1;
  }
}
