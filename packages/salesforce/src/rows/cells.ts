// Values as they stand in an answer, byte by byte: days, instants, truth values and record Ids.

const digit = (bytes: Uint8Array, at: number): number => (bytes[at] as number) - 48;

/** A number of so many digits; −1 where one is no digit. */
function digitsAt(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = at; i < at + count; i++) {
    const one = digit(bytes, i);
    if (one < 0 || one > 9) return -1;
    value = value * 10 + one;
  }
  return value;
}

const dash = 45;
const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days since 1970 of YYYY-MM-DD; NaN where it is no day of the calendar. */
export function dayAt(bytes: Uint8Array, start: number, end: number): number {
  if (end - start !== 10 || bytes[start + 4] !== dash || bytes[start + 7] !== dash) return Number.NaN;
  const year = digitsAt(bytes, start, 4);
  const month = digitsAt(bytes, start + 5, 2);
  const day = digitsAt(bytes, start + 8, 2);
  if (year < 0 || month < 1 || month > 12 || day < 1) return Number.NaN;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  if (day > (monthLengths[month - 1] as number) + (month === 2 && isLeap ? 1 : 0)) return Number.NaN;
  // Years begin in March: a leap day is then the last of its year.
  const shifted = month > 2 ? year : year - 1;
  const ofYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  return (
    365 * shifted + Math.floor(shifted / 4) - Math.floor(shifted / 100) + Math.floor(shifted / 400) + ofYear - 719_468
  );
}

const [colon, dot, plus, letterT, letterZ] = [58, 46, 43, 84, 90];

/** Milliseconds since 1970 of an instant, as REST (+0000) and as Bulk (Z) write it; NaN where it is none. */
export function instantAt(bytes: Uint8Array, start: number, end: number): number {
  const day = dayAt(bytes, start, start + 10);
  if (bytes[start + 10] !== letterT || bytes[start + 13] !== colon || bytes[start + 16] !== colon) return Number.NaN;
  const hour = digitsAt(bytes, start + 11, 2);
  const minute = digitsAt(bytes, start + 14, 2);
  const second = digitsAt(bytes, start + 17, 2);
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59) return Number.NaN;
  let at = start + 19;
  let fraction = 0;
  if (bytes[at] === dot) {
    fraction = digitsAt(bytes, at + 1, 3);
    if (fraction < 0) return Number.NaN;
    at += 4;
  }
  const offset = offsetAt(bytes, at, end);
  return ((day * 24 + hour) * 60 + minute - offset) * 60_000 + second * 1000 + fraction;
}

/** Minutes east of Greenwich of Z, +hhmm or +hh:mm; NaN where it is none. */
function offsetAt(bytes: Uint8Array, at: number, end: number): number {
  if (bytes[at] === letterZ) return end === at + 1 ? 0 : Number.NaN;
  const sign = bytes[at] === plus ? 1 : bytes[at] === dash ? -1 : Number.NaN;
  const minutesAt = bytes[at + 3] === colon ? at + 4 : at + 3;
  const [hours, minutes] = [digitsAt(bytes, at + 1, 2), digitsAt(bytes, minutesAt, 2)];
  return end !== minutesAt + 2 || hours < 0 || minutes < 0 || minutes > 59 ? Number.NaN : sign * (hours * 60 + minutes);
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

/** Are these letters and digits alone, 15 or 18 of them? */
export function isId(bytes: Uint8Array, start: number, end: number): boolean {
  if (end - start !== 18 && end - start !== 15) return false;
  for (let i = start; i < end; i++) {
    const one = bytes[i] as number;
    if (!((one >= 48 && one <= 57) || (one >= 65 && one <= 90) || (one >= 97 && one <= 122))) return false;
  }
  return true;
}

/** Writes the 18 characters of a record Id of 15 or 18; false where it is none. */
export function copyId(bytes: Uint8Array, start: number, end: number, to: Uint8Array, place: number): boolean {
  if (!isId(bytes, start, end)) return false;
  for (let i = start, k = place; i < end; i++, k++) to[k] = bytes[i] as number;
  if (end - start === 15) putChecks(to, place);
  return true;
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
