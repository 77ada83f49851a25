// The calculation against the worked cases.
import { calculate, QuotientError } from '@quotient/calc';
import { describe, expect, test } from 'vitest';
import { cases } from './cases.ts';
import { differences } from './expectation.ts';

/** Cases whose features this version refuses by name. One that starts to pass turns its test red: take it off the list. */
const expectedFailures = new Set<string>([
  'cap-per-record',
  'clawback-beside-holdback',
  'clawback',
  'crossing-whole',
  'example',
  'holdback-behind-a-gate',
  'holdback-collected',
  'holdback-several',
  'holdback',
  'holdbacks-round-together',
  'leaver-holdback',
  'limit-and-holdback',
  'matrix-of-rates',
  'matrix-of-target',
  'modifier-by-points',
  'modifier-rerates',
  'override-on-earnings',
  'per-record',
  'plan-limit',
  'record-factor',
]);

describe('worked cases', () => {
  test('are all here', () => expect(cases.length).toBe(64));

  for (const { name, why, book, expect: expected } of cases) {
    const run = expectedFailures.has(name) ? test.fails : test;
    run(`${name}: ${why}`, () => expect(differences(calculate(book).statements, expected.statements)).toEqual([]));
    if (expectedFailures.has(name)) {
      test(`${name} is refused by name`, () => {
        const refusal = (): unknown => calculate(book);
        expect(refusal).toThrow(QuotientError);
        expect(refusal).toThrow(/is not calculated by this version/);
      });
    }
  }
});
