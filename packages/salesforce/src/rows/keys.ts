// Record Ids that rise, in a ninth of their bytes where they lie close: the first one, and how far behind it each stands.
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

/** Ids that rise: the first of them, and how far each stands behind it. */
export interface PackedKeys {
  readonly first: Uint8Array;
  /** Distances, or their last 16 bits where there are `turns`. */
  readonly distances: Uint32Array | Uint16Array;
  /** By what is before these 16 bits: the first row that has it, or more. */
  readonly turns: Uint32Array | null;
}
const turn = 0x1_00_00;

/** Ids of 18 characters; null where they do not rise, or lie too far apart. */
export function packedKeys(bytes: Uint8Array, count: number): PackedKeys | null {
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
  const turns = Math.floor(last / turn) < count / 2 ? turnsOf(distances) : null;
  return { first, distances: turns ? Uint16Array.from(distances) : distances, turns };
}

function turnsOf(distances: Uint32Array): Uint32Array {
  const turns = new Uint32Array(Math.floor((distances.at(-1) as number) / turn) + 1);
  let next = 0;
  for (let row = 0; row < distances.length; row++)
    for (; next * turn <= (distances[row] as number); next++) turns[next] = row;
  return turns;
}

/** The Ids, 18 bytes each. */
export function unpackedKeys({ first, distances, turns }: PackedKeys): Uint8Array<ArrayBuffer> {
  const start = numberAt(first, 0);
  const bytes = new Uint8Array(width * distances.length);
  let high = 0;
  for (let row = 0; row < distances.length; row++) {
    const at = width * row;
    if (turns) while (high + 1 < turns.length && (turns[high + 1] as number) <= row) high++;
    for (let i = 0; i < fixed; i++) bytes[at + i] = first[i] as number;
    const number = start + high * turn + (distances[row] as number);
    const front = Math.floor(number / half);
    putHalf(bytes, at + fixed, front);
    putHalf(bytes, at + fixed + 3, number - front * half);
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

/** The row of the Id that stands at a place; −1 where it is none of these. */
export function rowOfKey({ first, distances, turns }: PackedKeys, bytes: Uint8Array, at: number): number {
  if (!beginAlike(bytes, at, first, 0)) return -1;
  const distance = numberAt(bytes, at) - numberAt(first, 0);
  let [low, high, wanted] = [0, distances.length, distance];
  if (turns) {
    const front = Math.floor(distance / turn);
    if (front < 0 || front >= turns.length) return -1;
    [low, high, wanted] = [turns[front] as number, turns[front + 1] ?? high, distance - front * turn];
  }
  while (low < high) {
    const middle = (low + high) >> 1;
    const found = distances[middle] as number;
    if (found === wanted) return middle;
    if (found < wanted) low = middle + 1;
    else high = middle;
  }
  return -1;
}
