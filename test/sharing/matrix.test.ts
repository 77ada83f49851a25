// Every person, every object, every way to read: what comes is what the person may see, to the record, the count and the order.
import { afterAll, beforeAll, describe, test } from 'vitest';
import { objects, type Hierarchy } from './oracle.ts';
import { personas, type Persona } from './personas.ts';
import { ways } from './ways.ts';
import { makeWorld, type World } from './world.ts';

const hierarchies: readonly Hierarchy[] = ['roles', 'managers'];

describe.each(hierarchies)('who stands above whom by %s', (hierarchy) => {
  let world: World;
  let people: ReturnType<typeof personas>;
  beforeAll(async () => {
    world = await makeWorld(hierarchy, { people: 50, quotas: 12 }, 20261130);
    people = personas(world);
  });
  afterAll(() => world.close());

  const names: readonly Persona[] = [
    'rep',
    'other rep',
    'manager',
    'manager of managers',
    'comp admin',
    'connector',
    'nobody',
    'editor',
    'administrator',
  ];
  describe.each(names)('%s', (name) => {
    describe.each(objects)('%s', (object) => {
      test.each(Object.keys(ways))('%s', async (way) => {
        await ways[way]?.(world, people[name], object);
      });
    });
  });
});
