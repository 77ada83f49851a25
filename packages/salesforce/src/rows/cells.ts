// Values as they stand in an answer: days, instants, truth values and record Ids.
import type { Piece } from './piece.ts';

const dash = 45;
const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** A number of two digits; −1 where one is no digit. */
function twoAt(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 48;
  const units = (bytes[at + 1] as number) - 48;
  return tens >>> 0 > 9 || units >>> 0 > 9 ? -1 : tens * 10 + units;
}

/** A number of four digits; −1 where one is no digit. */
function fourAt(view: DataView, at: number): number {
  const digits = view.getInt32(at, true) ^ 0x30_30_30_30;
  if ((((digits + 0x76_76_76_76) | digits) & 0x80_80_80_80) !== 0) return -1;
  const pairs = Math.imul(digits, 10) + (digits >>> 8);
  return (pairs & 0xff) * 100 + ((pairs >>> 16) & 0xff);
}

/** Days since 1970 of YYYY-MM-DD; NaN where it is no day of the calendar. */
export function dayAt({ bytes, view }: Piece, start: number, end: number): number {
  if (end - start !== 10 || bytes[start + 4] !== dash || bytes[start + 7] !== dash) return Number.NaN;
  const year = fourAt(view, start);
  const month = twoAt(bytes, start + 5);
  const day = twoAt(bytes, start + 8);
  if (year < 0 || month < 1 || month > 12 || day < 1) return Number.NaN;
  const isLeap = (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (day > (monthLengths[month - 1] as number) + (month === 2 && isLeap ? 1 : 0)) return Number.NaN;
  const before = year - 1;
  const leapDays = (before >> 2) - ((before / 100) | 0) + ((before / 400) | 0) + (month > 2 && isLeap ? 1 : 0);
  return 365 * year + leapDays + (daysBefore[month - 1] as number) + day - 719_528;
}

const [colon, dot, plus, letterT, letterZ] = [58, 46, 43, 84, 90];

/** Milliseconds since 1970 of an instant, as REST (+0000) and as Bulk (Z) write it; NaN where it is none. */
export function instantAt(piece: Piece, start: number, end: number): number {
  const { bytes } = piece;
  if (end - start < 20) return Number.NaN;
  const day = dayAt(piece, start, start + 10);
  if (bytes[start + 10] !== letterT || bytes[start + 13] !== colon || bytes[start + 16] !== colon) return Number.NaN;
  const hour = twoAt(bytes, start + 11);
  const minute = twoAt(bytes, start + 14);
  const second = twoAt(bytes, start + 17);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return Number.NaN;
  let at = start + 19;
  let fraction = 0;
  if (bytes[at] === dot) {
    const tenths = twoAt(bytes, at + 1);
    const last = (bytes[at + 3] as number) - 48;
    if (at + 4 > end || tenths < 0 || last >>> 0 > 9) return Number.NaN;
    fraction = tenths * 10 + last;
    at += 4;
  }
  const offset = offsetAt(bytes, at, end);
  return day * 86_400_000 + ((hour * 60 + minute - offset) * 60 + second) * 1000 + fraction;
}

/** Minutes east of Greenwich of Z, +hhmm or +hh:mm; NaN where it is none. */
function offsetAt(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] === letterZ) return end === at + 1 ? 0 : Number.NaN;
  const sign = bytes[at] === plus ? 1 : bytes[at] === dash ? -1 : Number.NaN;
  const minutesAt = bytes[at + 3] === colon ? at + 4 : at + 3;
  if (end !== minutesAt + 2) return Number.NaN;
  const hours = twoAt(bytes, at + 1);
  const minutes = twoAt(bytes, minutesAt);
  return hours < 0 || minutes < 0 || minutes > 59 ? Number.NaN : sign * (hours * 60 + minutes);
}

/** 1 for true, 0 for false, −1 for neither. */
export function truthAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start === 4 && spells(bytes, start, 'true')) return 1;
  return end - start === 5 && spells(bytes, start, 'false') ? 0 : -1;
}

export function spells(bytes: Uint8Array, start: number, word: string): boolean {
  for (let i = 0; i < word.length; i++) if (bytes[start + i] !== word.charCodeAt(i)) return false;
  return true;
}

const checks = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** What Ids are made of, in the order of their values and of their bytes. */
export const idLetters = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
/** 1 for these. */
const isIdByte = new Uint8Array(256);
for (const letter of idLetters) isIdByte[letter.charCodeAt(0)] = 1;

/** Are these letters and digits alone, 15 or 18 of them? */
export function isId(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 18 && end - start !== 15) return false;
  let all = 1;
  for (let i = start; i < end; i++) all &= isIdByte[bytes[i] as number] as number;
  return all === 1;
}

/** Writes the 18 characters of a record Id of 15 or 18; false where it is none. */
export function copyId(bytes: Uint8Array, start: number, end: number, to: Uint8Array, place: number): boolean {
  if (end - start !== 18 && end - start !== 15) return false;
  let all = 1;
  for (let i = start, k = place; i < end; i++, k++) {
    const one = bytes[i] as number;
    all &= isIdByte[one] as number;
    to[k] = one;
  }
  if (end - start === 15) putChecks(to, place);
  return all === 1;
}

/** Writes the last three characters of a record Id behind its 15 others: they say which of these are capitals. */
export function putChecks(id: Uint8Array, at: number): void {
  for (let part = 0; part < 3; part++) {
    let bits = 0;
    for (let i = 0; i < 5; i++) {
      const one = id[at + 5 * part + i] as number;
      if (one >= 65 && one <= 90) bits |= 1 << i;
    }
    id[at + 15 + part] = checks.charCodeAt(bits);
  }
}

/** Is a part of an answer UTF-8 as it should be? */
export function isUtf8(bytes: Uint8Array, start: number, end: number): boolean {
  for (let i = start; i < end;) {
    const first = bytes[i] as number;
    const more =
      first < 0x80
        ? 0
        : first >= 0xc2 && first < 0xe0
          ? 1
          : first >= 0xe0 && first < 0xf0
            ? 2
            : first >= 0xf0 && first < 0xf5
              ? 3
              : -1;
    if (more < 0 || i + more >= end) return false;
    const second = bytes[i + 1] as number;
    // Overlong forms, surrogates, and what lies beyond the last character.
    if ((first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f)) return false;
    if ((first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f)) return false;
    for (let k = 1; k <= more; k++) if (((bytes[i + k] as number) & 0xc0) !== 0x80) return false;
    i += more + 1;
  }
  return true;
}
