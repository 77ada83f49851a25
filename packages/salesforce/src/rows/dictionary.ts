// Texts that come again and again, each kept once and known by its number.
import { isUtf8 } from './cells.ts';
import { hashOf, isAlike, Piece, textsBetween } from './piece.ts';

export class Dictionary {
  /** By number, as far as they were asked for; 0 stands for nothing. */
  readonly #texts: (string | null)[] = [null];
  readonly #isGood: (bytes: Uint8Array, start: number, end: number) => boolean;
  /** The texts one after another, and where each ends, by number. */
  kept = new Piece(new Uint8Array(1024));
  ends = new Uint32Array(256);
  /** Hashes and, behind each, the number of its text; by the hash, or the next place that is free. */
  #table = new Int32Array(1024);
  /** Texts and nothing. */
  size = 1;

  constructor(isGood = isUtf8) {
    this.#isGood = isGood;
  }

  /** By number; 0 stands for nothing. */
  get texts(): readonly (string | null)[] {
    const texts = this.#texts;
    if (texts.length === this.size) return texts;
    const ends = this.ends;
    const textAt = textsBetween(this.kept.bytes, ends[texts.length - 1] as number, ends[this.size - 1] as number);
    for (let code = texts.length; code < this.size; code++)
      texts.push(textAt(ends[code - 1] as number, ends[code] as number));
    return texts;
  }

  /** The number of a text; −1 where it is new and not as `isGood` says. */
  codeOf(piece: Piece, start: number, end: number): number {
    const hash = hashOf(piece, start, end);
    const table = this.#table;
    const mask = table.length - 1;
    let slot = (hash << 1) & mask;
    for (let code = table[slot + 1] as number; code !== 0; code = table[slot + 1] as number) {
      if (table[slot] === hash && this.holds(code, piece, start, end)) return code;
      slot = (slot + 2) & mask;
    }
    return this.#isGood(piece.bytes, start, end) ? this.#add(slot, hash, piece.bytes, start, end) : -1;
  }

  /** Is a text the one of a number? */
  holds(code: number, piece: Piece, start: number, end: number): boolean {
    if (code === 0) return false;
    const from = this.ends[code - 1] as number;
    const size = end - start;
    return (this.ends[code] as number) - from === size && isAlike(this.kept, from, piece, start, size);
  }

  /** The texts of so many rows one after another, of the numbers they have here, and where each ends. */
  spelled(codes: Uint32Array, count: number): { bytes: Uint8Array<ArrayBuffer>; ends: Uint32Array<ArrayBuffer> } {
    const ends = new Uint32Array(codes.length);
    let end = 0;
    for (let row = 0; row < count; row++) {
      const code = codes[row] as number;
      if (code > 0) end += (this.ends[code] as number) - (this.ends[code - 1] as number);
      ends[row] = end;
    }
    const bytes = new Uint8Array(end);
    for (let row = 0; row < count; row++) {
      const code = codes[row] as number;
      const from = row === 0 ? 0 : (ends[row - 1] as number);
      if (code > 0) bytes.set(this.kept.bytes.subarray(this.ends[code - 1], this.ends[code]), from);
    }
    return { bytes, ends };
  }

  #add(slot: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const code = this.size++;
    const from = this.ends[code - 1] as number;
    const to = from + end - start;
    if (to > this.kept.length) {
      const more = new Uint8Array(Math.max(to, this.kept.length * 2));
      more.set(this.kept.bytes);
      this.kept = new Piece(more);
    }
    const kept = this.kept.bytes;
    for (let i = start, k = from; i < end; i++, k++) kept[k] = bytes[i] as number;
    if (code >= this.ends.length) {
      const ends = new Uint32Array(code * 2);
      ends.set(this.ends);
      this.ends = ends;
    }
    this.ends[code] = to;
    this.#table[slot] = hash;
    this.#table[slot + 1] = code;
    if (code * 4 > this.#table.length) this.#grow();
    return code;
  }

  #grow(): void {
    const old = this.#table;
    const table = new Int32Array(old.length * 2);
    const mask = table.length - 1;
    for (let from = 0; from < old.length; from += 2) {
      if (old[from + 1] === 0) continue;
      const hash = old[from] as number;
      let slot = (hash << 1) & mask;
      while (table[slot + 1] !== 0) slot = (slot + 2) & mask;
      table[slot] = hash;
      table[slot + 1] = old[from + 1] as number;
    }
    this.#table = table;
  }
}
