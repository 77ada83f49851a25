// Values as they stand in an answer: days, instants, truth values and record Ids.
import type { Piece } from './piece.ts';

const dash = 45;
const highs = 0x80_80_80_80 | 0;

/** Sets the high bits of bytes that are more than 9, so that no digits. */
const beyond = (digits: number): number => ((digits + 0x76_76_76_76) | digits) & highs;
/** The number of the two lowest digits, or of all four; each is a byte. */
const two = (digits: number): number => (digits & 0xff) * 10 + ((digits >>> 8) & 0xff);
const four = (digits: number): number => two(digits) * 100 + two(digits >>> 16);

/** Days since 1970 of YYYY-MM-DD; NaN where it is no day of the calendar. */
export function dayAt({ view }: Piece, start: number, end: number): number {
  if (end - start !== 10) return Number.NaN;
  // What should stand there is taken away, so that digits are numbers and everything else is 0.
  const year = view.getInt32(start, true) ^ 0x30_30_30_30;
  const month = view.getInt32(start + 4, true) ^ 0x2d_30_30_2d;
  const day = view.getUint16(start + 8, true) ^ 0x30_30;
  if ((beyond(year) | beyond(month) | beyond(day) | (month & 0xff_00_00_ff)) !== 0) return Number.NaN;
  return dayOf(four(year), two(month >>> 8), two(day));
}

const daysBefore = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334, 365];

/** Days since 1970 of the first of a month; the thirteenth is January of the next year. */
function firstOf(year: number, month: number): number {
  const isLeap = (year & 3) === 0 && (year % 100 !== 0 || year % 400 === 0);
  const before = year - 1;
  const leapDays = (before >> 2) - ((before / 100) | 0) + ((before / 400) | 0) + (month > 2 && isLeap ? 1 : 0);
  return 365 * year + leapDays + (daysBefore[month - 1] as number) - 719_527;
}

/** The same of the months that most days are of. */
const nearYear = 1900;
const firsts = Int32Array.from({ length: 12 * 300 }, (_, i) => firstOf(nearYear + Math.floor(i / 12), (i % 12) + 1));

/** Days since 1970; NaN for none of the calendar. */
function dayOf(year: number, month: number, day: number): number {
  if (month < 1 || month > 12 || day < 1) return Number.NaN;
  const i = 12 * (year - nearYear) + month - 1;
  if (i < 0 || i + 1 >= firsts.length) return dayWithin(firstOf(year, month), firstOf(year, month + 1), day);
  return dayWithin(firsts[i] as number, firsts[i + 1] as number, day);
}

const dayWithin = (first: number, next: number, day: number): number =>
  first + day <= next ? first + day - 1 : Number.NaN;

const [colon, dot, plus, letterZ] = [58, 46, 43, 90];

/** Milliseconds since 1970 of an instant, as REST (+0000) and as Bulk (Z) write it; NaN where it is none. */
export function instantAt({ bytes, view }: Piece, start: number, end: number): number {
  if (end - start < 20) return Number.NaN;
  const year = view.getInt32(start, true) ^ 0x30_30_30_30;
  const month = view.getInt32(start + 4, true) ^ 0x2d_30_30_2d;
  const day = view.getInt32(start + 8, true) ^ 0x30_54_30_30;
  const hour = view.getInt32(start + 11, true) ^ 0x30_3a_30_30;
  const second = view.getInt32(start + 15, true) ^ 0x30_30_3a_30;
  const between = (month & 0xff_00_00_ff) | ((day | hour) & 0xff_00_00) | (second & 0xff_00);
  if ((beyond(year) | beyond(month) | beyond(day) | beyond(hour) | beyond(second) | between) !== 0) return Number.NaN;
  const [hours, minutes, seconds] = [two(hour), (hour >>> 24) * 10 + (second & 0xff), two(second >>> 16)];
  if (hours > 23 || minutes > 59 || seconds > 59) return Number.NaN;
  let at = start + 19;
  let fraction = 0;
  if (bytes[at] === dot) {
    if (end - at < 5) return Number.NaN;
    const digits = view.getInt32(at, true) ^ 0x30_30_30_2e;
    if (beyond(digits) !== 0) return Number.NaN;
    fraction = two(digits >>> 8) * 10 + (digits >>> 24);
    at += 4;
  }
  const offset = offsetAt(bytes, at, end);
  return (
    dayOf(four(year), two(month >>> 8), two(day)) * 86_400_000 +
    ((hours * 60 + minutes - offset) * 60 + seconds) * 1000 +
    fraction
  );
}

/** A number of two digits; −1 where one is no digit. */
function twoAt(bytes: Uint8Array, at: number): number {
  const tens = (bytes[at] as number) - 48;
  const units = (bytes[at + 1] as number) - 48;
  return tens >>> 0 > 9 || units >>> 0 > 9 ? -1 : tens * 10 + units;
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

/** High bits of the bytes that are letters or digits; what else is set says nothing. */
function idBytes(four: number): number {
  const small = four | 0x20_20_20_20;
  const digits = (four + 0x50_50_50_50) & ~(four + 0x46_46_46_46);
  const letters = (small + 0x1f_1f_1f_1f) & ~(small + 0x05_05_05_05);
  return (digits | letters) & ~four;
}

/** Writes a record Id of 18 characters as `copyId` does, by words. */
export function copyLongId({ view }: Piece, start: number, to: Piece, place: number): boolean {
  const a = view.getInt32(start, true);
  const b = view.getInt32(start + 4, true);
  const c = view.getInt32(start + 8, true);
  const d = view.getInt32(start + 12, true);
  const e = view.getInt32(start + 14, true);
  const target = to.view;
  target.setInt32(place, a, true);
  target.setInt32(place + 4, b, true);
  target.setInt32(place + 8, c, true);
  target.setInt32(place + 12, d, true);
  target.setInt32(place + 14, e, true);
  const all = idBytes(a) & idBytes(b) & idBytes(c) & idBytes(d) & idBytes(e);
  return (all & highs) === highs;
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
  let i = start;
  // Plain letters, of which most texts are.
  while (i < end && (bytes[i] as number) < 0x80) i++;
  while (i < end) {
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
