// A part of a page of CSV, and where the values of its whole records stand.
import { Piece, quoteAt } from './piece.ts';

const [quote, lf, cr] = [34, 10, 13];

/** Bytes that are read at once: few, so that they are still at hand when columns take their values. */
const usualRoom = 32_768;
/** Behind what has come stand quotation marks, so that every search for one ends, and numbers may be read beyond. */
const margin = 16;
/** Records that are marked at once. */
const mostRecords = 256;

/** Refuses what stands at a place, in a record that follows so many others here. */
type Fail = (message: string, at: number, record: number) => never;

export class CsvValues {
  readonly #width: number;
  readonly #delimiter: number;
  readonly #fail: Fail;
  /** A copy of what has come and is not read yet. */
  piece = new Piece(new Uint8Array(usualRoom + margin));
  length = 0;
  /** Where each value begins and ends, record by record. */
  readonly marks: Int32Array;
  /** From a mark to the same one of the next record. */
  readonly step: number;
  /** How many records are marked, and where these end. */
  count = 0;
  end = 0;
  /** The marks of values with doubled quotation marks. */
  readonly #doubled: number[] = [];

  constructor(width: number, delimiter: number, fail: Fail) {
    this.#width = width;
    this.#delimiter = delimiter;
    this.#fail = fail;
    this.step = 2 * width;
    this.marks = new Int32Array(this.step * mostRecords);
  }

  /** Takes as many bytes from a place on as there is room for; how many. */
  add(bytes: Uint8Array, from: number): number {
    if (this.length + margin === this.piece.length) {
      const more = new Piece(new Uint8Array(2 * this.length + margin));
      more.bytes.set(this.piece.bytes);
      this.piece = more;
    }
    const size = Math.min(bytes.length - from, this.piece.length - margin - this.length);
    this.piece.bytes.set(bytes.subarray(from, from + size), this.length);
    this.length += size;
    this.#close();
    return size;
  }

  /** Lets go of what stands before a place. */
  drop(before: number): void {
    this.piece.bytes.copyWithin(0, before, this.length);
    this.length -= before;
    this.#close();
  }

  /** The first byte behind is none that a value or a record could go on with. */
  #close(): void {
    this.piece.bytes.fill(quote, this.length, this.length + margin);
    this.piece.bytes[this.length] = 0;
  }

  /** Marks the values of whole records from a place on. */
  mark(start: number, isLast: boolean): void {
    this.#doubled.length = 0;
    this.count = 0;
    this.end = start;
    this.#records(isLast);
    const { bytes } = this.piece;
    const { marks } = this;
    const marked = this.count * this.step;
    for (const place of this.#doubled)
      if (place < marked) marks[place + 1] = halved(bytes, marks[place] as number, marks[place + 1] as number);
  }

  #records(isLast: boolean): void {
    const { bytes, view } = this.piece;
    const { marks, step, length } = this;
    const delimiter = this.#delimiter;
    // What mostly stands between two values: the one's quotation mark, the delimiter, the other's.
    const between = quote | (delimiter << 8) | (quote << 16);
    let at = this.end;
    for (let place = 0; at < length && place < marks.length;) {
      const behind = place + step;
      while (place < behind) {
        if (bytes[at] === quote) {
          marks[place] = at + 1;
          at = quoteAt(view, at + 1);
          while (place + 2 < behind && (view.getInt32(at, true) & 0xff_ff_ff) === between) {
            marks[place + 1] = at;
            place += 2;
            marks[place] = at + 3;
            at = quoteAt(view, at + 3);
          }
          if (bytes[at + 1] === quote) at = this.#behindDoubled(at, place);
          if (at >= length || (at + 1 >= length && !isLast)) return;
          marks[place + 1] = at++;
        } else {
          marks[place] = at;
          at = this.#behindBare(at);
          if (at >= length && !isLast) return;
          marks[place + 1] = at;
        }
        place += 2;
        if (bytes[at] === (place < behind ? delimiter : lf)) at++;
        else at = this.#behindOther(at, (behind - place) / 2, isLast);
        if (at < 0) return;
      }
      this.count++;
      this.end = at;
    }
  }

  /** From a doubled quotation mark to the one that ends the value; `length` or more where that has not come. */
  #behindDoubled(from: number, place: number): number {
    const { bytes, view } = this.piece;
    this.#doubled.push(place);
    let at = from;
    while (at < this.length && bytes[at + 1] === quote) at = quoteAt(view, at + 2);
    return at;
  }

  /** Where a value without quotation marks ends. */
  #behindBare(from: number): number {
    const { bytes } = this.piece;
    let at = from;
    for (; at < this.length; at++) {
      const one = bytes[at];
      if (one === this.#delimiter || one === lf || one === cr) break;
      if (one === quote) this.#fail('A quotation mark stands within a value', at, this.count);
    }
    return at;
  }

  /** Goes behind what is not as usual behind a value that so many follow; −1 where the record is not whole yet. */
  #behindOther(at: number, left: number, isLast: boolean): number {
    const { length } = this;
    const { bytes } = this.piece;
    if (at >= length) return left === 0 && isLast ? length : -1;
    const after = bytes[at];
    const isEnd = after === lf || after === cr;
    // Only what ends with CR is not as usual here.
    if (isEnd && left === 0) return at + 1 >= length && !isLast ? -1 : at + (bytes[at + 1] === lf ? 2 : 1);
    const width = this.#width;
    return this.#fail(
      isEnd
        ? `A record has ${width - left} values and not ${width}`
        : after === this.#delimiter
          ? `A record has more than ${width} values`
          : 'A value goes on after its closing quotation mark',
      at,
      this.count,
    );
  }
}

/** Makes doubled quotation marks single; where the value ends then. */
function halved(bytes: Uint8Array, start: number, end: number): number {
  let to = start;
  for (let i = start; i < end; i++) {
    const one = bytes[i] as number;
    bytes[to++] = one;
    if (one === quote) i++;
  }
  return to;
}
