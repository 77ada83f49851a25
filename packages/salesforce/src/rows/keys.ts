// Record Ids that rise, in a fourth of their bytes: the first one, and how far behind it each stands.
import { idLetters, putChecks } from './cells.ts';

const [width, fixed, digits, base] = [18, 9, 6, 62] as const;
/** Two numbers of three digits each are quicker taken apart than one of six. */
const half = base ** 3;
const farthest = 0xff_ff_ff_ff;

const values = new Uint8Array(128);
const letters = new Uint8Array(base);
for (const [value, letter] of [...idLetters].entries()) {
  letters[value] = letter.charCodeAt(0);
  values[letter.charCodeAt(0)] = value;
}

/** The six characters before the last three, as a number. They rise as Ids do. */
function numberAt(bytes: Uint8Array, at: number): number {
  let number = 0;
  for (let i = at + fixed; i < at + fixed + digits; i++)
    number = number * base + (values[bytes[i] as number] as number);
  return number;
}

function beginAlike(a: Uint8Array, from: number, b: Uint8Array, at: number): boolean {
  for (let i = fixed - 1; i >= 0; i--) if (a[from + i] !== b[at + i]) return false;
  return true;
}

const checked = new Uint8Array(width);

/** Are the last three characters those that follow from the others? */
function isChecked(bytes: Uint8Array, at: number): boolean {
  for (let i = 0; i < 15; i++) checked[i] = bytes[at + i] as number;
  putChecks(checked, 0);
  return checked[15] === bytes[at + 15] && checked[16] === bytes[at + 16] && checked[17] === bytes[at + 17];
}

/** Ids of 18 characters in two parts; null where they do not rise, or lie too far apart. */
export function packedKeys(bytes: Uint8Array, count: number): [first: Uint8Array, distances: Uint32Array] | null {
  if (count === 0) return null;
  const first = bytes.slice(0, width);
  const start = numberAt(first, 0);
  const distances = new Uint32Array(count);
  let last = -1;
  for (let row = 0; row < count; row++) {
    const at = width * row;
    const distance = numberAt(bytes, at) - start;
    if (distance <= last || distance > farthest || !beginAlike(bytes, at, first, 0) || !isChecked(bytes, at))
      return null;
    distances[row] = last = distance;
  }
  return [first, distances];
}

/** The Ids of two parts, 18 bytes each. */
export function unpackedKeys(first: Uint8Array, distances: Uint32Array): Uint8Array<ArrayBuffer> {
  const start = numberAt(first, 0);
  const bytes = new Uint8Array(width * distances.length);
  for (let row = 0; row < distances.length; row++) {
    const at = width * row;
    for (let i = 0; i < fixed; i++) bytes[at + i] = first[i] as number;
    const number = start + (distances[row] as number);
    const high = Math.floor(number / half);
    putHalf(bytes, at + fixed, high);
    putHalf(bytes, at + fixed + 3, number - high * half);
    putChecks(bytes, at);
  }
  return bytes;
}

function putHalf(bytes: Uint8Array, at: number, number: number): void {
  const rest = (number / base) | 0;
  const top = (rest / base) | 0;
  bytes[at] = letters[top] as number;
  bytes[at + 1] = letters[rest - top * base] as number;
  bytes[at + 2] = letters[number - rest * base] as number;
}

/** The row of the Id that stands at a place; −1 where it is none of two parts'. */
export function rowOfKey(first: Uint8Array, distances: Uint32Array, bytes: Uint8Array, at: number): number {
  if (!beginAlike(bytes, at, first, 0)) return -1;
  const wanted = numberAt(bytes, at) - numberAt(first, 0);
  let [low, high] = [0, distances.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const distance = distances[middle] as number;
    if (distance === wanted) return middle;
    if (distance < wanted) low = middle + 1;
    else high = middle;
  }
  return -1;
}
