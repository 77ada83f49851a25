// The reference calculation against the worked cases, and against what they leave out: what judges the calculation is judged first.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cases } from './cases.ts';
import { differences } from './expectation.ts';
import { books, everything } from './laws/books.ts';
import { book, examples, from, plan, until } from './reference/examples.ts';
import { reference } from './reference/statements.ts';
import type { Book } from './reference/types.ts';

describe('the reference calculation', () => {
  for (const { name, why, book, expect: expected } of cases)
    test(`${name}: ${why}`, () =>
      expect(differences(reference(book as Book).statements, expected.statements)).toEqual([]));
});

describe('the reference calculation, where the cases are silent', () => {
  for (const { name, given, expect: expected } of examples)
    test(name, () => expect(differences(reference(given).statements, expected)).toEqual([]));

  test.each([
    ['overlap', from('2026-03-01')],
    ['differ', { ...from('2026-04-01'), currency: 'EUR' }],
    ['differ', { ...from('2026-04-01'), pay: 'quarter' as const }],
    ['differ', { ...from('2026-04-01'), calendar: { fiscalYearStart: 2 } }],
  ])('versions that %s are refused', (reason, second) =>
    expect(() => reference(book([plan(until('2026-03-31')), plan(second)], []))).toThrow(reason),
  );

  test('the order of plans, assignments, entries and records changes nothing', () => {
    fc.assert(
      fc.property(books(everything), (given) => {
        const turned: Book = {
          ...given,
          plans: given.plans.toReversed(),
          assignments: given.assignments.toReversed(),
          quotas: (given.quotas ?? []).toReversed(),
          rates: (given.rates ?? []).toReversed(),
          entries: (given.entries ?? []).toReversed(),
          users: (given.users ?? []).toReversed(),
          managers: (given.managers ?? []).toReversed(),
          records: Object.fromEntries(
            Object.entries(given.records ?? {}).map(([name, rows]) => [name, rows.toReversed()]),
          ),
        };
        const sorted = ({ statements }: ReturnType<typeof reference>): unknown[] =>
          statements.map(({ warnings, ...rest }) => ({
            ...rest,
            warnings: (warnings as object[]).map((one) => JSON.stringify(one)).sort(),
          }));
        expect(sorted(reference(turned))).toEqual(sorted(reference(given)));
      }),
    );
  });
});
