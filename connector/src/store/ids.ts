// Sets of record Ids: 18 bytes each, so that a million take some 30 MB and are found without making texts of them.

const width = 18;
const latin = new TextDecoder('latin1');

export class IdSet {
  #bytes: Uint8Array;
  #table: Uint32Array;
  /** How many Ids it holds. */
  size = 0;

  constructor(expected = 64) {
    this.#bytes = new Uint8Array(width * Math.max(64, expected));
    this.#table = new Uint32Array(2 ** Math.ceil(Math.log2(Math.max(128, expected * 2))));
  }

  /** Adds the Id that stands at a place, if it is new; its number, from 0 on in the order of coming. */
  add(bytes: Uint8Array, at: number): number {
    const slot = this.#slotOf(bytes, at);
    const known = this.#table[slot] as number;
    if (known > 0) return known - 1;
    const number = this.size++;
    if (width * this.size > this.#bytes.length) {
      const more = new Uint8Array(this.#bytes.length * 2);
      more.set(this.#bytes);
      this.#bytes = more;
    }
    for (let i = 0; i < width; i++) this.#bytes[width * number + i] = bytes[at + i] as number;
    this.#table[slot] = this.size;
    if (this.size * 2 > this.#table.length) this.#grow();
    return number;
  }

  /** The number of the Id that stands at a place; −1 where it is none of these. */
  find(bytes: Uint8Array, at: number): number {
    return (this.#table[this.#slotOf(bytes, at)] as number) - 1;
  }

  /** The Id of a number. */
  idAt(number: number): string {
    return latin.decode(this.#bytes.subarray(width * number, width * (number + 1)));
  }

  /** All Ids, one after another. */
  get bytes(): Uint8Array {
    return this.#bytes.subarray(0, width * this.size);
  }

  /** Where an Id stands in the table, or would. */
  #slotOf(bytes: Uint8Array, at: number): number {
    const table = this.#table;
    const mask = table.length - 1;
    let slot = hashOf(bytes, at) & mask;
    for (let number = table[slot] as number; number > 0; number = table[slot] as number) {
      if (isSame(this.#bytes, width * (number - 1), bytes, at)) break;
      slot = (slot + 1) & mask;
    }
    return slot;
  }

  #grow(): void {
    const table = new Uint32Array(this.#table.length * 2);
    const mask = table.length - 1;
    for (let number = 1; number <= this.size; number++) {
      let slot = hashOf(this.#bytes, width * (number - 1)) & mask;
      while ((table[slot] as number) > 0) slot = (slot + 1) & mask;
      table[slot] = number;
    }
    this.#table = table;
  }
}

/** The Ids of texts. */
export function idSetOf(ids: Iterable<string>): IdSet {
  const set = new IdSet();
  for (const id of ids) set.add(idBytes(id), 0);
  return set;
}

const encoder = new TextEncoder();

/** The 18 bytes of an Id. */
export const idBytes = (id: string): Uint8Array => encoder.encode(id);

/** Ids differ most in the characters before the last three. */
function hashOf(bytes: Uint8Array, at: number): number {
  let hash = 0;
  for (let i = 3; i < 15; i++) hash = Math.imul(hash ^ (bytes[at + i] as number), 0x01_00_01_93);
  hash ^= hash >>> 15;
  return Math.imul(hash, 0x2c_1b_3c_6d) ^ (hash >>> 12);
}

/** Below 0, 0 or above 0 as an Id comes before another, is the same or comes after it. */
export function compareIds(a: Uint8Array, from: number, b: Uint8Array, at: number): number {
  for (let i = 0; i < width; i++) {
    const difference = (a[from + i] as number) - (b[at + i] as number);
    if (difference !== 0) return difference;
  }
  return 0;
}

function isSame(a: Uint8Array, from: number, b: Uint8Array, at: number): boolean {
  for (let i = width - 1; i >= 0; i--) if (a[from + i] !== b[at + i]) return false;
  return true;
}
