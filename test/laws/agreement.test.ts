// The calculation against the reference, which shares no code with it, on random books over the whole plan format.
import { calculate } from '@quotient/calc';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { reference } from '../reference/statements.ts';
import { books, calculated, everything } from './books.ts';

interface Said {
  readonly warnings: readonly { readonly code: string; readonly record?: string; readonly component?: string }[];
}
/** A statement whose warnings are what they are about, in any order. */
const bare = (statement: object): object => ({
  ...statement,
  warnings: (statement as Said).warnings
    .map(({ code, record, component }) => `${code} ${record ?? component ?? ''}`)
    .sort(),
});

test.each([
  ['of one simple plan', calculated],
  ['over the whole plan format', everything],
])(
  'the calculation agrees with the reference on every figure of every statement, on books %s',
  (_, space) => {
    fc.assert(
      fc.property(books(space), (book) => {
        expect(calculate(book).statements.map(bare)).toEqual(reference(book).statements.map(bare));
      }),
    );
  },
  1_200_000,
);
