// Rows of a book beside one another: what comes twice, and what overlaps.
import { compareText } from './order.ts';

/** Tells values that come again; `undefined` is none. */
export function once<T>(values: readonly T[], again: (value: T, index: number) => void): void {
  const seen = new Set<T>();
  values.forEach((value, i) => {
    if (value === undefined) return;
    if (seen.has(value)) again(value, i);
    seen.add(value);
  });
}

/** Days as they are written; without `from` since ever, without `to` for ever, both inclusive. */
interface Range {
  readonly from?: string | null | undefined;
  readonly to?: string | null | undefined;
}

/** Ranges by their first days, each with its place in the list. */
export function inOrder<T>(rows: readonly T[], rangeOf: (row: T) => Range): { row: T; i: number; range: Range }[] {
  return rows
    .map((row, i) => ({ row, i, range: rangeOf(row) }))
    .sort((a, b) => compareText(a.range.from ?? '', b.range.from ?? '') || a.i - b.i);
}

/** Tells each range that begins before the end of one before it. */
export function overlaps<T extends { readonly range: Range }>(
  sorted: readonly T[],
  tell: (one: T, before: T, inWords: string) => void,
): void {
  let longest: T | undefined;
  for (const one of sorted) {
    const [from, until] = [one.range.from, longest?.range.to];
    if (longest && (!until || until >= (from ?? '')))
      tell(
        one,
        longest,
        `one begins ${from ? `on ${from}` : 'at the beginning'}, another lasts ${until ? `until ${until}` : 'without end'}`,
      );
    if (!longest || (until && (!one.range.to || one.range.to > until))) longest = one;
  }
}

/** The remedy for ranges that overlap. */
export const endBefore = 'End one before the other begins (`to` is inclusive).';
