// A piece of an answer: its bytes one by one, and four at a time, which is what makes reading fast.

export class Piece {
  readonly bytes: Uint8Array;
  readonly view: DataView;

  constructor(bytes: Uint8Array) {
    this.bytes = bytes;
    this.view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  }

  get length(): number {
    return this.bytes.length;
  }
}

const encoder = new TextEncoder();

/** The bytes of a text. */
export const pieceOf = (text: string): Piece => new Piece(encoder.encode(text));

const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const latin = new TextDecoder('latin1');
// oxlint-disable-next-line no-control-regex -- all of ASCII is meant
const isPlain = /^[\x00-\x7f]*$/;

/** Reads texts between two places: one decoding for all; only texts with other than plain letters take one of their own. */
export function textsBetween(bytes: Uint8Array, start: number, end: number): (from: number, to: number) => string {
  const all = latin.decode(bytes.subarray(start, end));
  return (from, to) => {
    const text = all.slice(from - start, to - start);
    return isPlain.test(text) ? text : utf8.decode(bytes.subarray(from, to));
  };
}

const [ones, highs] = [0x01_01_01_01, 0x80_80_80_80 | 0];

/** Of four bytes, the lowest that is 0 has its high bit set, and none below it. */
const zeros = (four: number): number => (four - ones) & ~four & highs;

/** How many whole bytes lie below the lowest bit that is set. */
const below = (bits: number): number => (31 - Math.clz32(bits & -bits)) >> 3;

const [quote, backslash] = [34, 92];
const [quotes, backslashes, spaces] = [quote * ones, backslash * ones, 32 * ones];

/** Where the next quotation mark stands, of which one has to come. */
export function quoteAt(view: DataView, from: number): number {
  for (let at = from; ; at += 4) {
    const found = zeros(view.getInt32(at, true) ^ quotes);
    if (found !== 0) return at + below(found);
  }
}

/** Where the next quotation mark, backslash or control character stands; `end` where there is none before. */
export function specialAt({ bytes, view }: Piece, from: number, end: number): number {
  let at = from;
  for (; at + 4 <= end; at += 4) {
    const four = view.getInt32(at, true);
    const found = zeros(four ^ quotes) | zeros(four ^ backslashes) | ((four - spaces) & ~four & highs);
    if (found !== 0) return at + below(found);
  }
  for (; at < end; at++) {
    const one = bytes[at] as number;
    if (one === quote || one === backslash || one < 32) break;
  }
  return at;
}

/** A hash of the bytes from one place up to another. */
export function hashOf({ bytes, view }: Piece, start: number, end: number): number {
  const size = end - start;
  let a = size;
  let b = 0x85_eb_ca_6b | 0;
  if (size < 4) for (let i = start; i < end; i++) a = Math.imul(a ^ (bytes[i] as number), 0x9e_37_79_b1);
  else {
    let i = start;
    for (; i + 8 <= end; i += 8) {
      a = Math.imul(a ^ view.getInt32(i, true), 0x9e_37_79_b1);
      b = Math.imul(b ^ view.getInt32(i + 4, true), 0xc2_b2_ae_35);
    }
    if (i + 4 <= end) a = Math.imul(a ^ view.getInt32(i, true), 0x9e_37_79_b1);
    // What is left, with some of what comes before.
    b = Math.imul(b ^ view.getInt32(end - 4, true), 0xc2_b2_ae_35);
  }
  let hash = a ^ ((b << 15) | (b >>> 17));
  hash = Math.imul(hash ^ (hash >>> 16), 0x85_eb_ca_6b);
  return (hash ^ (hash >>> 13)) >>> 1;
}

/** Are so many bytes of two pieces the same? */
export function isAlike(a: Piece, from: number, b: Piece, at: number, size: number): boolean {
  if (size >= 4) {
    const last = size - 4;
    for (let i = 0; i < last; i += 4)
      if (a.view.getInt32(from + i, true) !== b.view.getInt32(at + i, true)) return false;
    return a.view.getInt32(from + last, true) === b.view.getInt32(at + last, true);
  }
  for (let i = 0; i < size; i++) if (a.bytes[from + i] !== b.bytes[at + i]) return false;
  return true;
}
