// Every person, every object, every way to read: what comes is what the person may see, to the record, the count and the order.
import { test } from 'vitest';
import { ways } from './ways.ts';
import { eachPersonaAndObject, inEachHierarchy } from './worlds.ts';

inEachHierarchy({ people: 50, quotas: 12 }, ({ world, person }) => {
  eachPersonaAndObject((name, object) => {
    test.each(Object.keys(ways))('%s', async (way) => {
      await ways[way]?.(world(), person(name), object);
    });
  });
});
