// The values of a column in many records at once, from CSV: a loop for each type, so that each is compiled for its own.
import { copyId, copyLongId, dayAt, instantAt, isUtf8, truthAt } from './cells.ts';
import { mostTexts, noDay, type Column } from './column.ts';
import type { CsvValues } from './csv-values.ts';
import { readDecimal, type DecimalCell } from './decimal-cell.ts';
import type { Dictionary } from './dictionary.ts';
import { Piece } from './piece.ts';

/**
 * Takes a column's values of all records that are marked, from a row on; `first` is the place of its first mark.
 * @throws QuotientError `unreadable`
 */
export function fill(column: Column, row: number, values: CsvValues, first: number): void {
  switch (column.type) {
    case 'decimal':
      return fillDecimals(column, row, values, first);
    case 'day':
      return fillDays(column, row, values, first);
    case 'instant':
      return fillInstants(column, row, values, first);
    case 'boolean':
      return fillTruths(column, row, values, first);
    default:
      if (column.isKey) return fillKeys(column, row, values, first);
      return fillTexts(column, row, values, first, fillCodes(column, row, values, first));
  }
}

const cell: DecimalCell = { units: 0, places: 0, long: null };

function fillDecimals(column: Column, row: number, { piece, marks, count, step }: CsvValues, first: number): void {
  const { bytes } = piece;
  const { numbers, places, long } = column;
  for (let i = 0, at = first; i < count; i++, at += step) {
    const start = marks[at] as number;
    const end = marks[at + 1] as number;
    if (start === end) {
      column.putNull(row + i);
      continue;
    }
    if (!readDecimal(bytes, start, end, cell)) column.refuse(bytes, start, end);
    numbers[row + i] = cell.units;
    places[row + i] = cell.places;
    if (cell.long !== null) long.set(row + i, cell.long);
    else if (long.size > 0) long.delete(row + i);
  }
}

function fillDays(column: Column, row: number, { piece, marks, count, step }: CsvValues, first: number): void {
  const { numbers } = column;
  for (let i = 0, at = first; i < count; i++, at += step) {
    const start = marks[at] as number;
    const end = marks[at + 1] as number;
    const day = start === end ? noDay : dayAt(piece, start, end);
    if (Number.isNaN(day)) column.refuse(piece.bytes, start, end);
    numbers[row + i] = day;
  }
}

function fillInstants(column: Column, row: number, { piece, marks, count, step }: CsvValues, first: number): void {
  const { numbers } = column;
  for (let i = 0, at = first; i < count; i++, at += step) {
    const start = marks[at] as number;
    const end = marks[at + 1] as number;
    // No instant is NaN, which stands for nothing.
    const instant = instantAt(piece, start, end);
    if (Number.isNaN(instant) && start !== end) column.refuse(piece.bytes, start, end);
    numbers[row + i] = instant;
  }
}

function fillTruths(column: Column, row: number, { piece, marks, count, step }: CsvValues, first: number): void {
  const { bytes } = piece;
  const { numbers } = column;
  for (let i = 0, at = first; i < count; i++, at += step) {
    const start = marks[at] as number;
    const end = marks[at + 1] as number;
    const truth = start === end ? 2 : truthAt(bytes, start, end);
    if (truth < 0) column.refuse(bytes, start, end);
    numbers[row + i] = truth;
  }
}

function fillKeys(column: Column, row: number, { piece, marks, count, step }: CsvValues, first: number): void {
  const own = new Piece(column.bytes);
  for (let i = 0, at = first; i < count; i++, at += step) {
    const start = marks[at] as number;
    const end = marks[at + 1] as number;
    if (start === end) column.putNull(row + i);
    else putId(column, piece, start, end, own, 18 * (row + i));
  }
}

/** Writes the 18 characters of a record Id. */
function putId(column: Column, piece: Piece, start: number, end: number, to: Piece, place: number): void {
  const isGood =
    end - start === 18 ? copyLongId(piece, start, to, place) : copyId(piece.bytes, start, end, to.bytes, place);
  if (!isGood) column.refuse(piece.bytes, start, end);
}

/** Texts up to this are looked for where the row before has its own: mostly they are the same, as currencies are. */
const shortText = 8;
const id = new Piece(new Uint8Array(18));

/** Takes values as long as the column has a dictionary; how many. */
function fillCodes(column: Column, row: number, { piece, marks, count, step }: CsvValues, first: number): number {
  const { codes, dictionary } = column;
  if (!dictionary) return 0;
  const isId = column.type === 'id';
  let before = 0;
  for (let i = 0, at = first; i < count; i++, at += step) {
    const start = marks[at] as number;
    const end = marks[at + 1] as number;
    if (start === end) {
      codes[row + i] = 0;
      continue;
    }
    let code = before;
    if (isId && end - start !== 18) code = codeOfShortId(column, dictionary, piece.bytes, start, end);
    else if (end - start > shortText || !dictionary.holds(before, piece, start, end))
      code = dictionary.codeOf(piece, start, end);
    if (code < 0) column.refuse(piece.bytes, start, end);
    codes[row + i] = before = code;
    if (code > mostTexts && code * 4 > row + i) {
      column.spell(row + i + 1, dictionary);
      return i + 1;
    }
  }
  return count;
}

function codeOfShortId(column: Column, dictionary: Dictionary, bytes: Uint8Array, start: number, end: number): number {
  if (!copyId(bytes, start, end, id.bytes, 0)) column.refuse(bytes, start, end);
  return dictionary.codeOf(id, 0, 18);
}

/** Takes the values behind so many as texts one after another. */
function fillTexts(
  column: Column,
  row: number,
  { piece, marks, count, step }: CsvValues,
  first: number,
  done: number,
): void {
  if (done === count) return;
  const { ends } = column;
  let to = row + done === 0 ? 0 : (ends[row + done - 1] as number);
  // All of them are no longer than the piece, but for the three characters that short Ids get.
  column.reserveBytes(to + piece.length + 3 * count);
  const own = new Piece(column.bytes);
  const isId = column.type === 'id';
  for (let i = done, at = first + done * step; i < count; i++, at += step) {
    const start = marks[at] as number;
    const end = marks[at + 1] as number;
    if (!isId) {
      if (isHigh(piece, start, end, own, to) && !isUtf8(piece.bytes, start, end))
        column.refuse(piece.bytes, start, end);
      to += end - start;
    } else if (start !== end) {
      putId(column, piece, start, end, own, to);
      to += 18;
    }
    ends[row + i] = to;
  }
}

/** Copies a text and what stands behind it, up to three bytes; may it hold other than plain letters? */
function isHigh({ view }: Piece, start: number, end: number, to: Piece, place: number): boolean {
  let all = 0;
  for (let from = start, k = place; from < end; from += 4, k += 4) {
    const four = view.getInt32(from, true);
    all |= four;
    to.view.setInt32(k, four, true);
  }
  return (all & 0x80_80_80_80) !== 0;
}
