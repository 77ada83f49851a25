// JSON byte by byte: where names, texts and numbers stand, without making anything of them; what is no JSON is refused.
import { isUtf8, spells } from './cells.ts';
import { Piece, specialAt } from './piece.ts';

const [quote, backslash, comma, colon] = [34, 92, 44, 58];
/** What objects and lists begin and end with. */
export const [open, close, openList, closeList] = [123, 125, 91, 93];
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });

/** A text of JSON, and how far it is read. */
export class JsonText {
  piece = new Piece(new Uint8Array(0));
  bytes = this.piece.bytes;
  at = 0;
  /** Has the text or name that was read last an escape? */
  isEscaped = false;
  /** Where `unescape` writes. */
  unescaped = new Piece(new Uint8Array(1024));
  /** Refuses what stands here. */
  readonly fail: (message: string) => never;

  constructor(fail: (message: string) => never) {
    this.fail = fail;
  }

  /** Begins another text. */
  begin({ buffer, byteOffset, byteLength }: Uint8Array): void {
    // Bytes of one class everywhere, and not Node's own beside: what V8 has made fast for them stays so.
    this.bytes = new Uint8Array(buffer, byteOffset, byteLength);
    this.piece = new Piece(this.bytes);
    this.at = 0;
  }

  /** Goes behind space. */
  space(): void {
    const bytes = this.bytes;
    for (let one = bytes[this.at]; one === 32 || one === 10 || one === 13 || one === 9; one = bytes[this.at]) this.at++;
  }

  /** Goes into an object or a list; is it empty? Then it goes behind it. */
  isEmpty(first: number, last: number, character: string): boolean {
    this.expect(first, character);
    this.space();
    if (this.bytes[this.at] !== last) return false;
    this.at++;
    return true;
  }

  /** Goes behind a comma, or behind what ends an object or a list: does it go on? */
  goesOn(last: number): boolean {
    this.space();
    const after = this.bytes[this.at++];
    if (after !== comma && after !== last) this.fail(`A comma or a ${last === close ? 'brace' : 'bracket'} is missing`);
    return after === comma;
  }

  readonly #place = { start: 0, end: 0 };

  /** Goes behind a name and its colon; where the name stands. */
  name(): { readonly start: number; readonly end: number } {
    this.space();
    if (this.bytes[this.at] !== quote) this.fail('A name is missing');
    const place = this.#place;
    place.start = this.at + 1;
    place.end = this.string();
    this.expect(colon, ':');
    return place;
  }

  /** Goes behind a character that has to come. */
  expect(byte: number, character: string): void {
    this.space();
    if (this.bytes[this.at] !== byte) this.fail(`"${character}" is missing`);
    this.at++;
  }

  /** Goes behind a text; where it ends. */
  string(): number {
    const { bytes, piece } = this;
    this.isEscaped = false;
    let at = specialAt(piece, this.at + 1, bytes.length);
    for (; bytes[at] !== quote; at = specialAt(piece, at, bytes.length)) {
      if (bytes[at] !== backslash || !isEscape(bytes, at + 1)) {
        this.at = at;
        this.fail('A text does not end, or holds what it may not');
      }
      this.isEscaped = true;
      at += 2;
    }
    this.at = at + 1;
    return at;
  }

  /** Goes behind a number, a truth value or null, and checks that it is one. */
  word(): void {
    const bytes = this.bytes;
    const start = this.at;
    for (let one = bytes[this.at]; one !== undefined && !endsWord(one); one = bytes[this.at]) this.at++;
    const end = this.at;
    if (isNumber(bytes, start, end)) return;
    for (const word of ['null', 'true', 'false']) if (end - start === word.length && spells(bytes, start, word)) return;
    this.at = start;
    this.fail('A value is missing');
  }

  /** Goes behind any value. */
  skip(): void {
    this.space();
    const first = this.bytes[this.at];
    if (first === quote) this.string();
    else if (first === open) {
      if (this.isEmpty(open, close, '{')) return;
      do {
        this.name();
        this.skip();
      } while (this.goesOn(close));
    } else if (first === openList) {
      if (this.isEmpty(openList, closeList, '[')) return;
      do this.skip();
      while (this.goesOn(closeList));
    } else this.word();
  }

  /** A value of the page's head. */
  small(): unknown {
    this.space();
    const start = this.at;
    this.skip();
    try {
      return JSON.parse(utf8.decode(this.bytes.subarray(start, this.at)));
    } catch {
      return this.fail('A value cannot be read');
    }
  }

  /** What stands in a place. */
  text(start: number, end: number): string {
    return utf8.decode(this.bytes.subarray(start, end));
  }

  /** Writes a text without its escapes; how long it is then. */
  unescape(start: number, end: number): number {
    const { bytes } = this;
    // A text grows no longer by this: six bytes of an escape make three at most.
    if (this.unescaped.length < end - start) this.unescaped = new Piece(new Uint8Array(2 * (end - start)));
    const target = this.unescaped.bytes;
    let size = 0;
    for (let i = start; i < end; i++) {
      const one = bytes[i] as number;
      if (one !== backslash) target[size++] = one;
      else if (bytes[++i] !== letterU) target[size++] = escapes[bytes[i] as number] as number;
      else return this.#decoded(start, end);
    }
    return size;
  }

  /** The same by the language, for characters that are written by their numbers. */
  #decoded(start: number, end: number): number {
    const raw = this.bytes.subarray(start, end);
    if (!isUtf8(raw, 0, raw.length)) this.fail('A text is no UTF-8');
    return encoder.encodeInto(JSON.parse(`"${utf8.decode(raw)}"`) as string, this.unescaped.bytes).written;
  }
}

const encoder = new TextEncoder();
const letterU = 117;
/** What the letter behind a backslash stands for; 0 for a letter that may not stand there. */
const escapes = new Uint8Array(256);
for (const [letter, meant] of ['""', '\\\\', '//', 'b\b', 'f\f', 'n\n', 'r\r', 't\t'])
  escapes[(letter as string).charCodeAt(0)] = (meant as string).charCodeAt(0);

/** Is it what may stand behind a backslash? */
function isEscape(bytes: Uint8Array, at: number): boolean {
  const first = bytes[at] as number;
  if (first !== letterU) return (escapes[first] ?? 0) > 0;
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
