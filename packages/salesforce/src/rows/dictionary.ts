// Texts that come again and again, each kept once and known by its number.
import { isUtf8 } from './cells.ts';

const text = new TextDecoder('utf-8', { ignoreBOM: true });

export class Dictionary {
  /** By number; 0 stands for nothing. */
  readonly texts: (string | null)[] = [null];
  readonly #isGood: (bytes: Uint8Array, start: number, end: number) => boolean;
  #bytes = new Uint8Array(1024);
  readonly #ends: number[] = [0];
  readonly #hashes: number[] = [0];
  #table = new Uint32Array(256);

  constructor(isGood = isUtf8) {
    this.#isGood = isGood;
  }

  /** The number of a text; −1 where it is new and not as `isGood` says. */
  codeOf(bytes: Uint8Array, start: number, end: number): number {
    const hash = hashOf(bytes, start, end);
    const mask = this.#table.length - 1;
    let slot = hash & mask;
    for (let code = this.#table[slot] as number; code !== 0; code = this.#table[slot] as number) {
      if (this.#hashes[code] === hash && this.#holds(code, bytes, start, end)) return code;
      slot = (slot + 1) & mask;
    }
    return this.#isGood(bytes, start, end) ? this.#add(slot, hash, bytes, start, end) : -1;
  }

  #holds(code: number, bytes: Uint8Array, start: number, end: number): boolean {
    const from = this.#ends[code - 1] as number;
    if ((this.#ends[code] as number) - from !== end - start) return false;
    for (let i = start, k = from; i < end; i++, k++) if (bytes[i] !== this.#bytes[k]) return false;
    return true;
  }

  #add(slot: number, hash: number, bytes: Uint8Array, start: number, end: number): number {
    const code = this.texts.length;
    const from = this.#ends[code - 1] as number;
    const to = from + end - start;
    if (to > this.#bytes.length) {
      const more = new Uint8Array(Math.max(to, this.#bytes.length * 2));
      more.set(this.#bytes);
      this.#bytes = more;
    }
    for (let i = start, k = from; i < end; i++, k++) this.#bytes[k] = bytes[i] as number;
    this.#ends.push(to);
    this.#hashes.push(hash);
    this.texts.push(text.decode(bytes.subarray(start, end)));
    this.#table[slot] = code;
    if (code * 2 > this.#table.length) this.#grow();
    return code;
  }

  #grow(): void {
    const old = this.#table;
    this.#table = new Uint32Array(old.length * 4);
    const mask = this.#table.length - 1;
    for (const code of old) {
      if (code === 0) continue;
      let slot = (this.#hashes[code] as number) & mask;
      while (this.#table[slot] !== 0) slot = (slot + 1) & mask;
      this.#table[slot] = code;
    }
  }
}

/** Four bytes at a time. */
function hashOf(bytes: Uint8Array, start: number, end: number): number {
  let hash = end - start;
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const four =
      (bytes[i] as number) |
      ((bytes[i + 1] as number) << 8) |
      ((bytes[i + 2] as number) << 16) |
      ((bytes[i + 3] as number) << 24);
    hash = Math.imul(hash ^ four, 0x9e_37_79_b1);
    hash ^= hash >>> 15;
  }
  for (; i < end; i++) hash = Math.imul(hash ^ (bytes[i] as number), 0x85_eb_ca_6b);
  hash ^= hash >>> 13;
  return Math.imul(hash, 0xc2_b2_ae_35) >>> 1;
}
