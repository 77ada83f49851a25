// Records in CSV, as Bulk results come: strict, in pieces of any size, into typed columns.
import { fill } from './column-fill.ts';
import { CsvValues } from './csv-values.ts';
import { malformed } from './problem.ts';
import type { Rows } from './rows.ts';

const lf = 10;

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
  readonly #values: CsvValues;
  readonly #start: number;
  #offset = 0;
  #hasHead = false;

  constructor(rows: Rows, delimiter: Delimiter = 'COMMA') {
    this.#rows = rows;
    this.#delimiter = delimiters[delimiter].charCodeAt(0);
    this.#start = rows.count;
    this.#values = new CsvValues(rows.columns.length, this.#delimiter, (message, at, record) =>
      this.#fail(message, at, record),
    );
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
    for (let at = 0; at < piece.length;) {
      at += this.#values.add(piece, at);
      this.#take(false);
    }
    if (this.#values.length > longestRecord) this.#fail('A record is longer than any of the platform', 0);
  }

  #end(declared: number | undefined): number {
    this.#take(true);
    if (this.#values.length > 0) this.#fail('The page ends within a record', 0);
    if (!this.#hasHead) this.#fail('The page has no head', 0);
    const count = this.#rows.count - this.#start;
    if (declared !== undefined && count !== declared)
      this.#fail(`${count} records came, and ${declared} were declared`, 0);
    return count;
  }

  #fail(message: string, at: number, record = 0): never {
    return malformed(message, this.#offset + at, this.#rows.count - this.#start + record);
  }

  /** Reads all records that are whole. */
  #take(isLast: boolean): void {
    const values = this.#values;
    const rows = this.#rows;
    let at = this.#hasHead ? 0 : this.#head(values.piece.bytes.subarray(0, values.length), isLast);
    if (!this.#hasHead) return;
    for (values.mark(at, isLast); values.count > 0; values.mark(at, isLast)) {
      rows.reserve(values.count);
      for (const [i, column] of rows.columns.entries()) fill(column, rows.count, values, 2 * i);
      rows.count += values.count;
      at = values.end;
    }
    this.#offset += at;
    values.drop(at);
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
