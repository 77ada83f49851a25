// One field of many records: typed values side by side, from the bytes of an answer.
import { copyId, dayAt, instantAt, isId, isUtf8, truthAt } from './cells.ts';
import { powers, readDecimal, type DecimalCell } from './decimal-cell.ts';
import { Dictionary } from './dictionary.ts';
import type { FieldType } from './field-type.ts';
import { Piece, textsBetween } from './piece.ts';
import { unreadable } from './problem.ts';

/** A field to read: its path in a query, such as `Account.Name`, and what it holds. */
export interface Field {
  readonly path: string;
  readonly type: FieldType;
}

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const latin = new TextDecoder('latin1');
const words: Readonly<Record<FieldType, string>> = {
  id: 'record Id',
  text: 'text in UTF-8',
  boolean: 'true or false',
  decimal: 'number',
  day: 'date',
  instant: 'date and time',
};

/** A dictionary that grows beyond this, and beyond a quarter of the rows, holds texts that hardly come again. */
export const mostTexts = 1024;
const none = new Uint8Array(0);

/** What stands for an empty field. */
export const noDay = -2_147_483_648;

export class Column {
  readonly path: string;
  readonly type: FieldType;
  /** Units of decimals, days, milliseconds, or 0, 1 and 2 for false, true and nothing; NaN for nothing else. */
  numbers = new Float64Array(0);
  /** How many of a decimal's units stand behind the point. */
  places = none;
  /** Numbers of texts, or of records' Ids, in the dictionary. */
  codes = new Uint32Array(0);
  /** The records' own Ids of 18 characters, or texts one after another. */
  bytes = none;
  /** Where the text of each row ends. */
  ends = new Uint32Array(0);
  dictionary: Dictionary | null;
  /** Decimals with more digits than a double is sure of, by row. */
  readonly long = new Map<number, string>();
  readonly #cell: DecimalCell = { units: 0, places: 0, long: null };
  /** Holds the records' own Ids. */
  readonly isKey: boolean;
  readonly #id = new Piece(new Uint8Array(18));

  constructor({ path, type }: Field) {
    this.path = path;
    this.type = type;
    this.isKey = path === 'Id';
    this.dictionary = type === 'text' || (type === 'id' && !this.isKey) ? this.newDictionary() : null;
  }

  /** Makes room for so many rows. */
  reserve(rows: number): void {
    if (this.type === 'decimal' || this.type === 'day' || this.type === 'instant' || this.type === 'boolean') {
      this.numbers = grown(this.numbers, new Float64Array(rows));
      if (this.type === 'decimal') this.places = grown(this.places, new Uint8Array(rows));
    } else if (this.isKey) this.bytes = grown(this.bytes, new Uint8Array(18 * rows));
    else if (this.dictionary) this.codes = grown(this.codes, new Uint32Array(rows));
    else this.ends = grown(this.ends, new Uint32Array(rows));
  }

  putNull(row: number): void {
    switch (this.type) {
      case 'boolean':
        this.numbers[row] = 2;
        return;
      case 'decimal':
        this.numbers[row] = Number.NaN;
        this.long.delete(row);
        return;
      case 'day':
        this.numbers[row] = noDay;
        return;
      case 'instant':
        this.numbers[row] = Number.NaN;
        return;
      default:
        if (this.isKey) unreadable(this.path, '', words.id);
        if (this.dictionary) this.codes[row] = 0;
        else this.ends[row] = row === 0 ? 0 : (this.ends[row - 1] as number);
    }
  }

  /** Takes the value of a row from a part of an answer; an empty one is nothing. @throws QuotientError `unreadable` */
  put(row: number, piece: Piece, start: number, end: number): void {
    if (start === end) return this.putNull(row);
    const { bytes } = piece;
    switch (this.type) {
      case 'text':
        return this.dictionary ? this.#putCode(row, piece, start, end) : this.#putText(row, bytes, start, end);
      case 'id':
        return this.#putId(row, piece, start, end);
      case 'decimal':
        return this.#putDecimal(row, bytes, start, end);
      case 'day': {
        const day = dayAt(piece, start, end);
        if (Number.isNaN(day)) this.refuse(bytes, start, end);
        this.numbers[row] = day;
        return;
      }
      case 'instant': {
        const instant = instantAt(piece, start, end);
        if (Number.isNaN(instant)) this.refuse(bytes, start, end);
        this.numbers[row] = instant;
        return;
      }
      case 'boolean': {
        const truth = truthAt(bytes, start, end);
        if (truth < 0) this.refuse(bytes, start, end);
        this.numbers[row] = truth;
      }
    }
  }

  /** @throws QuotientError `unreadable` always */
  refuse(bytes: Uint8Array, start: number, end: number): never {
    return unreadable(this.path, latin.decode(bytes.subarray(start, Math.min(end, start + 80))), words[this.type]);
  }

  #putDecimal(row: number, bytes: Uint8Array, start: number, end: number): void {
    const cell = this.#cell;
    if (!readDecimal(bytes, start, end, cell)) this.refuse(bytes, start, end);
    this.numbers[row] = cell.units;
    this.places[row] = cell.places;
    if (cell.long !== null) this.long.set(row, cell.long);
    else if (this.long.size > 0) this.long.delete(row);
  }

  #putId(row: number, piece: Piece, start: number, end: number): void {
    const { bytes } = piece;
    if (this.isKey) {
      if (!copyId(bytes, start, end, this.bytes, 18 * row)) this.refuse(bytes, start, end);
      return;
    }
    if (end - start === 18)
      return this.dictionary ? this.#putCode(row, piece, start, end) : this.#putText(row, bytes, start, end);
    if (!copyId(bytes, start, end, this.#id.bytes, 0)) this.refuse(bytes, start, end);
    if (this.dictionary) this.#putCode(row, this.#id, 0, 18);
    else this.#putText(row, this.#id.bytes, 0, 18);
  }

  #putCode(row: number, piece: Piece, start: number, end: number): void {
    const dictionary = this.dictionary as Dictionary;
    const code = dictionary.codeOf(piece, start, end);
    if (code < 0) this.refuse(piece.bytes, start, end);
    this.codes[row] = code;
    if (code > mostTexts && code * 4 > row) this.spell(row + 1, dictionary);
  }

  /** From the dictionary to texts one after another. */
  spell(rows: number, dictionary: Dictionary): void {
    ({ bytes: this.bytes, ends: this.ends } = dictionary.spelled(this.codes, rows));
    this.dictionary = null;
    this.codes = new Uint32Array(0);
  }

  /** Makes room for so many bytes of texts. */
  reserveBytes(size: number): void {
    if (size > this.bytes.length)
      this.bytes = grown(this.bytes, new Uint8Array(Math.max(size, this.bytes.length * 2, 4096)));
  }

  #putText(row: number, bytes: Uint8Array, start: number, end: number): void {
    const from = row === 0 ? 0 : (this.ends[row - 1] as number);
    const to = from + end - start;
    this.reserveBytes(to);
    const target = this.bytes;
    let high = 0;
    for (let i = start, k = from; i < end; i++, k++) {
      const one = bytes[i] as number;
      high |= one;
      target[k] = one;
    }
    const isGood = this.type === 'id' ? isId(bytes, start, end) : high < 0x80 || isUtf8(bytes, start, end);
    if (!isGood) this.refuse(bytes, start, end);
    this.ends[row] = to;
  }

  /** The value of a row: text, truth, number (text where a double is not sure of it), `YYYY-MM-DD`, an instant in UTC, or null. */
  valueAt(row: number): string | number | boolean | null {
    switch (this.type) {
      case 'decimal':
        return this.#decimalAt(row);
      case 'day': {
        const day = this.numbers[row] as number;
        return day === noDay ? null : new Date(day * 86_400_000).toISOString().slice(0, 10);
      }
      case 'instant': {
        const instant = this.numbers[row] as number;
        return Number.isNaN(instant) ? null : new Date(instant).toISOString();
      }
      case 'boolean': {
        const truth = this.numbers[row] as number;
        return truth === 2 ? null : truth === 1;
      }
      default:
        return this.textAt(row);
    }
  }

  #decimalAt(row: number): string | number | null {
    const units = this.numbers[row] as number;
    if (Number.isNaN(units)) return this.long.get(row) ?? null;
    // Both are whole numbers that a double holds: the quotient is the double next to the decimal.
    return units / (powers[this.places[row] as number] as number);
  }

  /** Reads the values of so many rows, those that come again made once. */
  cells(count: number): (row: number) => unknown {
    if (this.isKey) {
      const all = latin.decode(this.bytes.subarray(0, 18 * count));
      return (row) => all.slice(18 * row, 18 * row + 18);
    }
    if (this.dictionary) {
      const { codes } = this;
      const { texts } = this.dictionary;
      return (row) => texts[codes[row] as number] ?? null;
    }
    if (this.type === 'text' || this.type === 'id') {
      const textBetween = textsBetween(this.bytes, 0, count === 0 ? 0 : (this.ends[count - 1] as number));
      return (row) => {
        const [from, to] = [row === 0 ? 0 : (this.ends[row - 1] as number), this.ends[row] as number];
        return from === to ? null : textBetween(from, to);
      };
    }
    if (this.type !== 'day' && this.type !== 'instant') return (row) => this.valueAt(row);
    const known = new Map<number, unknown>();
    return (row) => {
      const number = this.numbers[row] as number;
      let value = known.get(number);
      if (value === undefined) known.set(number, (value = this.valueAt(row)));
      return value;
    };
  }

  /** Moves the value of a row to an earlier one. */
  move(from: number, to: number): void {
    if (this.numbers.length > 0) this.numbers[to] = this.numbers[from] as number;
    if (this.places.length > 0) this.places[to] = this.places[from] as number;
    if (this.codes.length > 0) this.codes[to] = this.codes[from] as number;
    if (this.isKey) this.bytes.copyWithin(18 * to, 18 * from, 18 * from + 18);
    else if (this.ends.length > 0) {
      const start = this.ends[from - 1] as number;
      const end = this.ends[from] as number;
      const target = to === 0 ? 0 : (this.ends[to - 1] as number);
      this.bytes.copyWithin(target, start, end);
      this.ends[to] = target + end - start;
    }
    const long = this.long.get(from);
    if (long !== undefined) this.long.set(to, long);
    else if (this.long.size > 0) this.long.delete(to);
  }

  /** Lets go of what no row holds any more: texts that are too many to be of use to others. */
  forget(): void {
    this.long.clear();
    if (this.dictionary && this.dictionary.size > mostTexts) this.dictionary = this.newDictionary();
  }

  /** A dictionary for the column's texts, which holds none yet. */
  newDictionary(): Dictionary {
    return this.type === 'text' ? new Dictionary() : new Dictionary(isId);
  }

  /** The text of a row, or its record Id; null for nothing. */
  textAt(row: number): string | null {
    if (this.dictionary) return this.dictionary.texts[this.codes[row] as number] ?? null;
    if (this.isKey) return latin.decode(this.bytes.subarray(18 * row, 18 * row + 18));
    const from = row === 0 ? 0 : (this.ends[row - 1] as number);
    const to = this.ends[row] as number;
    return from === to ? null : utf8.decode(this.bytes.subarray(from, to));
  }
}

/** A larger list that begins with the values of a smaller one. */
function grown<T extends Float64Array | Uint8Array | Uint32Array>(small: T, large: T): T {
  large.set(small);
  return large;
}
