// Suites over a company of 50, once for each way to say who stands above whom, and for each persona and each object of ours.
import { afterAll, beforeAll, describe } from 'vitest';
import type { Person } from './company.ts';
import { objects, type Hierarchy, type ObjectName } from './oracle.ts';
import { personas, type Persona } from './personas.ts';
import { makeWorld, type Size, type World } from './world.ts';

export interface Stage {
  /** There once the suite runs. */
  readonly world: () => World;
  readonly person: (name: Persona) => Person;
}

const hierarchies: readonly Hierarchy[] = ['roles', 'managers'];
const seed = 20261130;

export function inEachHierarchy(size: Size, suite: (stage: Stage) => void): void {
  describe.each(hierarchies)('who stands above whom by %s', (hierarchy) => {
    let world: World;
    let people: ReturnType<typeof personas>;
    beforeAll(async () => {
      world = await makeWorld(hierarchy, size, seed);
      people = personas(world);
    });
    afterAll(() => world.close());
    suite({ world: () => world, person: (name) => people[name] });
  });
}

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

/** `but`: personas that are left out. */
export function eachPersonaAndObject(
  suite: (name: Persona, object: ObjectName) => void,
  but: readonly Persona[] = [],
): void {
  describe.each(names.filter((name) => !but.includes(name)))('%s', (name) => {
    describe.each(objects)('%s', (object) => suite(name, object));
  });
}
