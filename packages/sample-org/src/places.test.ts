// Places of rows by their ids, against a plain map.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { makeId } from './id.ts';
import { Places } from './places.ts';

const ids = [
  ...[3, 4, 5, 6, 9, 1, 3_900, 2 ** 40].map((n) => makeId('006', n)),
  '0061a00000AbCdEAAV',
  '006Sm0000000005ZZZ',
  makeId('001', 5),
];

test('every id has the place that was set last, in whatever order they come and go', () => {
  const step = fc.record({ id: fc.constantFrom(...ids), place: fc.nat(), isGone: fc.boolean() });
  fc.assert(
    fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
      const places = new Places('006');
      const expected = new Map<string, number>();
      for (const { id, place, isGone } of steps) {
        if (isGone) expected.delete(id);
        else expected.set(id, place);
        if (isGone) places.delete(id);
        else places.set(id, place);
        expect(ids.map((one) => places.get(one))).toEqual(ids.map((one) => expected.get(one)));
      }
    }),
    { numRuns: 1_000 },
  );
});
