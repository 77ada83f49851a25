// The values of a column as bytes, and back.
import type { Column } from './column.ts';
import type { Dictionary } from './dictionary.ts';
import { packedKeys, rowOfKey, unpackedKeys, type PackedKeys } from './keys.ts';
import { pieceOf } from './piece.ts';

const encoder = new TextEncoder();
const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
const none = new Uint8Array(0);

/** The values of so many rows as bytes. */
export function partsOf(column: Column, count: number): Uint8Array[] {
  if (column.isKey) return keyParts(column.bytes, count);
  if (column.dictionary) return dictionaryParts(column, count, column.dictionary);
  if (column.type === 'text' || column.type === 'id') return spelledParts(column, count);
  const numbers = column.numbers.subarray(0, count);
  if (column.type === 'boolean') return [Uint8Array.from(numbers)];
  if (column.type === 'day') return [bytesOf(Int32Array.from(numbers))];
  if (column.type === 'instant') return [bytesOf(numbers)];
  const long = [...column.long].filter(([row]) => row < count);
  return [
    bytesOf(numbers),
    column.places.subarray(0, count),
    encoder.encode(long.length === 0 ? '' : JSON.stringify(long)),
  ];
}

function keyParts(bytes: Uint8Array, count: number): Uint8Array[] {
  const packed = packedKeys(bytes, count);
  if (!packed) return [bytes.subarray(0, 18 * count)];
  const { first, distances, turns } = packed;
  return [first, bytesOf(distances), ...(turns ? [bytesOf(turns)] : [])];
}

/** Ids that rise, of their parts; null where they may not rise. */
function keysIn([first, second, third]: readonly Uint8Array<ArrayBuffer>[]): PackedKeys | null {
  if (!first || !second) return null;
  return {
    first,
    distances: third ? as(Uint16Array, second) : as(Uint32Array, second),
    turns: third ? as(Uint32Array, third) : null,
  };
}

const spelledParts = ({ bytes, ends }: Pick<Column, 'bytes' | 'ends'>, count: number): Uint8Array[] => [
  bytesOf(ends.subarray(0, count)),
  bytes.subarray(0, count === 0 ? 0 : ends[count - 1]),
];

/** Only the texts that rows have, and their numbers in as few bytes as they take; one after another where they hardly come again. */
function dictionaryParts(column: Column, count: number, dictionary: Dictionary): Uint8Array[] {
  if (dictionary.size > 64 && dictionary.size * 4 > 3 * count)
    return spelledParts(dictionary.spelled(column.codes, count), count);
  const { texts } = dictionary;
  const place = new Uint32Array(texts.length);
  const used: string[] = [];
  const codes = new Uint32Array(count);
  for (let row = 0; row < count; row++) {
    const code = column.codes[row] as number;
    if (code > 0 && place[code] === 0) place[code] = used.push(texts[code] as string);
    codes[row] = place[code] as number;
  }
  const width = used.length < 256 ? 1 : used.length < 65_536 ? 2 : 4;
  const fitting = width === 1 ? Uint8Array.from(codes) : width === 2 ? Uint16Array.from(codes) : codes;
  return [bytesOf(fitting), encoder.encode(JSON.stringify(used)), Uint8Array.of(width)];
}

/** Takes the values that `partsOf` gave. */
export function take(column: Column, parts: readonly Uint8Array<ArrayBuffer>[]): void {
  const [first = none, second = none, third = none] = parts;
  const keys = column.isKey ? keysIn(parts) : null;
  if (column.isKey) column.bytes = keys ? unpackedKeys(keys) : first;
  else if (column.type === 'boolean') column.numbers = Float64Array.from(first);
  else if (column.type === 'day') column.numbers = Float64Array.from(as(Int32Array, first));
  else if (column.type === 'instant') column.numbers = as(Float64Array, first);
  else if (column.type === 'decimal') {
    column.numbers = as(Float64Array, first);
    column.places = second;
    if (third.length > 0)
      for (const [row, text] of JSON.parse(utf8.decode(third)) as [number, string][]) column.long.set(row, text);
  } else if (parts.length === 3) {
    const width = third[0];
    column.codes = Uint32Array.from(
      width === 1 ? first : width === 2 ? as(Uint16Array, first) : as(Uint32Array, first),
    );
    column.dictionary = column.newDictionary();
    for (const text of JSON.parse(utf8.decode(second)) as string[]) {
      const piece = pieceOf(text);
      column.dictionary.codeOf(piece, 0, piece.length);
    }
  } else {
    column.dictionary = null;
    column.ends = as(Uint32Array, first);
    column.bytes = second;
  }
}

/** Finds the row of the Id that stands at a place among the parts of Ids that rise, −1 for none; null where they may not rise. */
export function finderIn(
  parts: readonly Uint8Array<ArrayBuffer>[],
): ((bytes: Uint8Array, at: number) => number) | null {
  const keys = keysIn(parts);
  return keys && ((bytes, at) => rowOfKey(keys, bytes, at));
}

const bytesOf = (list: Int32Array | Float64Array | Uint8Array | Uint16Array | Uint32Array): Uint8Array =>
  new Uint8Array(list.buffer, list.byteOffset, list.byteLength);

/** Bytes as numbers, where they are. */
const as = <T>(
  list: { new (buffer: ArrayBuffer, at: number, length: number): T; readonly BYTES_PER_ELEMENT: number },
  { buffer, byteOffset, byteLength }: Uint8Array<ArrayBuffer>,
): T => new list(buffer, byteOffset, byteLength / list.BYTES_PER_ELEMENT);
