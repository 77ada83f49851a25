// The reference calculation against the worked cases: what judges the calculation is judged first.
import { describe, expect, test } from 'vitest';
import { cases } from './cases.ts';
import { differences } from './expectation.ts';
import { reference } from './reference/statements.ts';
import type { Book } from './reference/types.ts';

describe('the reference calculation', () => {
  for (const { name, why, book, expect: expected } of cases)
    test(`${name}: ${why}`, () =>
      expect(differences(reference(book as Book).statements, expected.statements)).toEqual([]));
});
