// The laws of the calculation, on random books over the whole plan space.
import * as calculation from '@quotient/calc';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { laws } from './laws.ts';

describe('for every book', () => {
  for (const { says, of } of Object.values(laws)) test(says, () => fc.assert(of(calculation)));
});
