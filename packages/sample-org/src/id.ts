// Record ids: 15 characters with a key prefix, and the 3 that make them safe where case is ignored.

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
const suffixes = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345';

/** The 18-character form of a 15-character id. Source: "ID Field Type" of the object reference. */
export function to18(id: string): string {
  if (id.length !== 15) return id;
  let suffix = '';
  for (let block = 0; block < 3; block++) {
    let bits = 0;
    for (let i = 0; i < 5; i++) {
      const code = id.charCodeAt(block * 5 + i);
      if (code >= 65 && code <= 90) bits |= 1 << i;
    }
    suffix += suffixes[bits];
  }
  return id + suffix;
}

export const isId = (text: string): boolean =>
  /^[A-Za-z0-9]{15}$/.test(text) ||
  (/^[A-Za-z0-9]{18}$/.test(text) && to18(text.slice(0, 15)).toLowerCase() === text.toLowerCase());

/** The n-th id of an object. */
export function makeId(prefix: string, n: number): string {
  let rest = '';
  for (let value = n; rest.length < 9; value = Math.floor(value / 62)) rest = digits[value % 62] + rest;
  return to18(`${prefix}Sm0${rest}`);
}

/** The number that an id of `makeId` was made of; -1 for another. */
export function numberOf(prefix: string, id: string): number {
  if (id.length !== 18 || !id.startsWith(`${prefix}Sm0`)) return -1;
  let n = 0;
  for (let i = 6; i < 15; i++) {
    const digit = digits.indexOf(id.charAt(i));
    if (digit < 0) return -1;
    n = n * 62 + digit;
  }
  return n;
}
