// Rows as bytes, one block a column, and back: what a store keeps of records.
import { QuotientError } from '@quotient/calc';
import type { Column, Field } from './column.ts';
import { Rows } from './rows.ts';

/** A block begins with its checksum, the number of rows, and the number and lengths of its parts; all are 32-bit numbers. */
const headLength = 3;
const word = 4;

/** The records of rows as one block of bytes for each column, in the columns' order; reading them back gives the same rows. */
export const blocksOf = (rows: Rows): Uint8Array[] =>
  rows.columns.map((column) => blockOf(rows.count, column.parts(rows.count)));

function blockOf(count: number, parts: readonly Uint8Array[]): Uint8Array {
  const head = word * (headLength + parts.length);
  const block = new Uint8Array(head + parts.reduce((sum, { length }) => sum + length, 0));
  const numbers = new DataView(block.buffer);
  numbers.setUint32(word, count, true);
  numbers.setUint32(2 * word, parts.length, true);
  let at = head;
  for (const [i, part] of parts.entries()) {
    numbers.setUint32(word * (headLength + i), part.length, true);
    block.set(part, at);
    at += part.length;
  }
  numbers.setUint32(0, checksum(block), true);
  return block;
}

/** Rows of blocks. @throws QuotientError `damaged` where a block is not whole or holds another number of records */
export function rowsOf(fields: readonly Field[], count: number, blocks: readonly Uint8Array[]): Rows {
  const rows = new Rows(fields);
  for (const [i, column] of rows.columns.entries()) fill(column, count, blocks[i] ?? new Uint8Array(0));
  rows.count = count;
  return rows;
}

function fill(column: Column, count: number, block: Uint8Array): void {
  const numbers = new DataView(block.buffer, block.byteOffset, block.byteLength);
  const isWhole =
    block.length >= word * headLength &&
    numbers.getUint32(0, true) === checksum(block) &&
    numbers.getUint32(word, true) === count;
  if (!isWhole) damaged(column.path);
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const number = numbers.getUint32(2 * word, true);
  let at = word * (headLength + number);
  for (let i = 0; i < number; i++) {
    const length = numbers.getUint32(word * (headLength + i), true);
    parts.push(new Uint8Array(block.subarray(at, at + length)));
    at += length;
  }
  if (at !== block.length) damaged(column.path);
  column.take(parts);
}

function damaged(path: string): never {
  throw new QuotientError([
    {
      code: 'damaged',
      path: [path],
      message: `The stored values of ${path} are not what was written.`,
      remedy: 'Restore a backup of the store, or remove it and read everything anew.',
    },
  ]);
}

/** Of everything behind the checksum: changes with every single bit of it. */
function checksum(block: Uint8Array): number {
  let [a, b] = [1, 0];
  for (let at = word; at < block.length;) {
    // Sums stay exact for so many bytes.
    const end = Math.min(block.length, at + 4096);
    for (; at < end; at++) {
      a += block[at] as number;
      b += a;
    }
    a %= 65_521;
    b %= 65_521;
  }
  return ((b << 16) | a) >>> 0;
}
