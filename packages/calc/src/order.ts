// The order of texts.

/** Below 0, 0 or above 0 as `a` comes before, is, or comes after `b`, character by character: the same on every machine. */
export const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
