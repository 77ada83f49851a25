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

/** Every two digits, by their number, and what they add to the bits of their block. */
const pairs = Array.from({ length: 62 * 62 }, (_, i) => `${digits[Math.floor(i / 62)]}${digits[i % 62]}`);
const bitsOfPairs = Uint8Array.from(pairs, (pair) => suffixes.indexOf(to18(`0000000000000${pair}`).slice(17)));

/** What the ids of 3,844 numbers in a row have in common: all but two digits, and most of what the suffix is made of. */
interface Head {
  readonly number: number;
  readonly text: string;
  readonly suffix: string;
  readonly bits: number;
}
const heads = new Map<string, Head>();

function headOf(prefix: string, number: number): Head {
  let rest = '';
  for (let value = number; rest.length < 7; value = Math.floor(value / 62)) rest = digits[value % 62] + rest;
  const text = `${prefix}Sm0${rest}`;
  const suffix = to18(`${text}00`).slice(15);
  const head = { number, text, suffix: suffix.slice(0, 2), bits: suffixes.indexOf(suffix.charAt(2)) };
  heads.set(prefix, head);
  return head;
}

/** The n-th id of an object. */
export function makeId(prefix: string, n: number): string {
  const number = Math.floor(n / pairs.length);
  let head = heads.get(prefix);
  if (head?.number !== number) head = headOf(prefix, number);
  const last = n - number * pairs.length;
  return head.text + pairs[last] + head.suffix + suffixes.charAt(head.bits | (bitsOfPairs[last] ?? 0));
}

const digitOf = Int8Array.from({ length: 128 }, (_, code) => digits.indexOf(String.fromCharCode(code)));
const marks = 'Sm0';

/** The number that an id of `makeId` was made of; -1 for another. */
export function numberOf(prefix: string, id: string): number {
  if (id.length !== 18) return -1;
  let [n, capitals] = [0, 0];
  for (let i = 0; i < 15; i++) {
    const code = id.charCodeAt(i);
    if (i >= 6) {
      const digit = digitOf[code] ?? -1;
      if (digit < 0) return -1;
      n = n * 62 + digit;
    } else if (code !== (i < 3 ? prefix.charCodeAt(i) : marks.charCodeAt(i - 3))) return -1;
    if (code >= 65 && code <= 90) capitals |= 1 << i;
  }
  for (let block = 0; block < 3; block++)
    if (id.charCodeAt(15 + block) !== suffixes.charCodeAt((capitals >> (5 * block)) & 31)) return -1;
  return n;
}
