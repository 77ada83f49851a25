// Rows as bytes, one block a column, and back: what a store keeps of records.
import { QuotientError } from '@quotient/calc';
import { finderIn, partsOf, take } from './column-parts.ts';
import type { Column, Field } from './column.ts';
import { Rows } from './rows.ts';

/** A block begins with the number of rows, and the number and lengths of its parts; all are 32-bit numbers. */
const headLength = 2;
const word = 4;
/** Parts begin where any number may stand, so that they are read where they are. */
const aligned = (at: number): number => (at + 7) & ~7;

/** Memory for blocks that is used again and again. */
export class BlockRoom {
  #bytes = new Uint8Array(0);

  /** Some bytes, whatever they held before; those that were given before are worth nothing then. */
  take(length: number): Uint8Array<ArrayBuffer> {
    if (this.#bytes.length < length) this.#bytes = new Uint8Array(length);
    return this.#bytes.subarray(0, length);
  }
}

/**
 * The records of rows as one block of bytes for each column, in the columns' order; reading them back gives the same rows. They
 * stand in `room` until it is used again.
 */
export function blocksOf(rows: Rows, room = new BlockRoom()): Uint8Array[] {
  const all = rows.columns.map((column) => partsOf(column, rows.count));
  const lengths = all.map((parts) => parts.reduce((end, { length }) => aligned(end + length), headOf(parts)));
  const bytes = room.take(lengths.reduce((sum, length) => sum + length, 0));
  let at = 0;
  return all.map((parts, i) => {
    const from = at;
    at += lengths[i] as number;
    return putBlock(bytes.subarray(from, at), rows.count, parts);
  });
}

const headOf = (parts: readonly Uint8Array[]): number => aligned(word * (headLength + parts.length));

function putBlock(block: Uint8Array, count: number, parts: readonly Uint8Array[]): Uint8Array {
  const numbers = new DataView(block.buffer, block.byteOffset, block.byteLength);
  let at = headOf(parts);
  block.fill(0, 0, at);
  numbers.setUint32(0, count, true);
  numbers.setUint32(word, parts.length, true);
  for (const [i, part] of parts.entries()) {
    numbers.setUint32(word * (headLength + i), part.length, true);
    block.set(part, at);
    const end = at + part.length;
    at = aligned(end);
    block.fill(0, end, at);
  }
  return block;
}

/** Rows of blocks. @throws QuotientError `damaged` where a block is not whole or holds another number of records */
export function rowsOf(fields: readonly Field[], count: number, blocks: readonly Uint8Array[]): Rows {
  const rows = new Rows(fields);
  for (const [i, column] of rows.columns.entries()) fill(column, count, blocks[i] ?? new Uint8Array(0));
  rows.count = count;
  return rows;
}

const fill = (column: Column, count: number, block: Uint8Array): void =>
  take(column, partsIn(column.path, count, block));

/**
 * Finds rows by record Ids in the block of a column of Ids, without taking these apart: the row of the Id that stands at a place,
 * −1 for none. Null where they may not rise.
 * @throws QuotientError `damaged` as `rowsOf` does
 */
export const keyFinder = (count: number, block: Uint8Array): ((bytes: Uint8Array, at: number) => number) | null =>
  finderIn(partsIn('Id', count, block));

function partsIn(path: string, count: number, block: Uint8Array): Uint8Array<ArrayBuffer>[] {
  // What does not begin at such a place is copied.
  const bytes = (block.byteOffset % 8 === 0 ? block : new Uint8Array(block)) as Uint8Array<ArrayBuffer>;
  const numbers = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const isBegun = bytes.length >= word * headLength && numbers.getUint32(0, true) === count;
  const number = isBegun ? numbers.getUint32(word, true) : damaged(path);
  let at = aligned(word * (headLength + number));
  if (at > bytes.length) damaged(path);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  for (let i = 0; i < number; i++) {
    const length = numbers.getUint32(word * (headLength + i), true);
    parts.push(bytes.subarray(at, at + length));
    at = aligned(at + length);
  }
  if (at !== bytes.length) damaged(path);
  return parts;
}

/** @throws QuotientError `damaged` always */
export function damaged(path: string): never {
  throw new QuotientError([
    {
      code: 'damaged',
      path: [path],
      message: `The stored values of ${path} are not what was written.`,
      remedy: 'Restore a backup of the store, or remove it and read everything anew.',
    },
  ]);
}
