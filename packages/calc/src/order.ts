// The order of texts, and places among numbers in order.

/** Below 0, 0 or above 0 as `a` comes before, is, or comes after `b`, character by character: the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** How many of some numbers, from low to high, lie below a bound. */
export function countBelow(sorted: ArrayLike<number>, bound: number): number {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((sorted[middle] as number) < bound) low = middle + 1;
    else high = middle;
  }
  return low;
}
