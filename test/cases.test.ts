// The calculation against the worked cases.
import { calculate } from '@quotient/calc';
import { describe, expect, test } from 'vitest';
import { cases } from './cases.ts';
import { differences } from './expectation.ts';

describe('worked cases', () => {
  test('are all here', () => expect(cases.length).toBe(64));

  for (const { name, why, book, expect: expected } of cases)
    test(`${name}: ${why}`, () => expect(differences(calculate(book).statements, expected.statements)).toEqual([]));
});
