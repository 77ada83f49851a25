// Each law fails where its rule is broken: on a copy of the calculation with a mutation, and not on a copy without.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { Breach } from './law.ts';
import { laws } from './laws.ts';
import { mutations } from './mutations.ts';
import { mutant } from './mutant.ts';

const whole = mutant();

describe('the laws find out where', () => {
  for (const { law, wrong, ...mutation } of mutations)
    test(`${wrong} (${laws[law].says})`, async () => {
      const found = fc.check(laws[law].of(await mutant(mutation)), { numRuns: 2000, endOnFailure: true });
      expect(found.errorInstance).toBeInstanceOf(Breach);
      // The same inputs, up to the one that tells them apart.
      const untouched = fc.check(laws[law].of(await whole), { numRuns: found.numRuns, endOnFailure: true });
      expect(untouched.errorInstance).toBe(null);
    });

  test('every law has a rule that is broken', () =>
    expect([...new Set(mutations.map(({ law }) => law))].sort()).toEqual(Object.keys(laws).sort()));

  test('a mutation that is none is refused', async () => {
    await expect(mutant({ file: 'draw.ts', find: 'no such text', replace: '' })).rejects.toThrow(/0 times/);
    await expect(mutant({ file: 'draw.ts', find: 'import', replace: '' })).rejects.toThrow(/name a text that stands/);
  });
});
