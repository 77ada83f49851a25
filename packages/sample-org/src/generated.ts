// Rows that are computed from their number alone: nothing is stored, however many there are.
import { makeId, numberOf } from './id.ts';
import type { Base, Stamps, Value } from './rows.ts';

/** How each field of the i-th row is computed. */
export type Fields = Readonly<Record<string, (i: number) => Value>>;

/** Generated rows with the ids that an object's first records have. */
export function generatedRows(
  prefix: string,
  count: number,
  fields: Fields,
  more: Pick<Base, 'having' | 'stamps'> = {},
): Base {
  const all: Fields = { Id: (i) => makeId(prefix, i + 1), ...fields, IsDeleted: () => false };
  class Generated {
    [field: string]: Value;
    number: number;
    constructor(i: number) {
      this.number = i;
    }
  }
  for (const [name, compute] of Object.entries(all))
    Object.defineProperty(Generated.prototype, name, {
      get(this: Generated): Value {
        return compute(this.number);
      },
    });
  return {
    count,
    indexOf: (id) => {
      const n = numberOf(prefix, id);
      return n >= 1 && n <= count ? n - 1 : -1;
    },
    row: (i, into) => {
      if (!(into instanceof Generated)) return new Generated(i);
      into.number = i;
      return into;
    },
    copy: (i) => Object.fromEntries(Object.entries(all).map(([name, compute]) => [name, compute(i)])),
    ...more,
  };
}

/** A whole number from 0 up to 2^32, that looks random and is always the same for a row and a purpose. */
export function draw(i: number, purpose: number): number {
  let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(purpose + 1, 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 16), 0x7feb352d);
  h = Math.imul(h ^ (h >>> 15), 0x846ca68b);
  return (h ^ (h >>> 16)) >>> 0;
}

/** One of a list. */
export const pick = <T>(list: readonly T[], i: number, purpose: number): T => list[draw(i, purpose) % list.length] as T;

/**
 * Stamps of `count` rows in steps over a time in milliseconds, in an order that has nothing to do with their numbers.
 * Ranks from `tied[0]` up to `tied[1]` share one stamp, as after a change of many records at once.
 */
export function spreadStamps(
  count: number,
  from: number,
  until: number,
  tied: readonly [number, number],
): Stamps & { readonly ofRow: (i: number) => number } {
  // Multiplication modulo the count with a factor that has no divisor in common with it meets every rank once.
  let factor = Math.max(1, Math.floor(count * 0.618));
  while (divisor(factor, count) !== 1) factor++;
  const back = inverse(factor, count);
  const stampOf = (rank: number): number =>
    from + Math.floor(((until - from) * (rank >= tied[0] && rank < tied[1] ? tied[0] : rank)) / count);
  return {
    at: (rank) => (rank * back) % count,
    stampOf,
    ofRow: (i) => stampOf((i * factor) % count),
    first: (ms) => {
      let [low, high] = [0, count];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (stampOf(middle) >= ms) high = middle;
        else low = middle + 1;
      }
      return low;
    },
  };
}

const divisor = (a: number, b: number): number => (b === 0 ? a : divisor(b, a % b));

/** What a number is multiplied with to give 1 modulo another. */
function inverse(a: number, modulus: number): number {
  let [r, next] = [modulus, a % modulus];
  let [t, nextT] = [0, 1];
  while (next !== 0) {
    const times = Math.floor(r / next);
    [r, next] = [next, r - times * next];
    [t, nextT] = [nextT, t - times * nextT];
  }
  return modulus === 1 ? 0 : (t + modulus) % modulus;
}
