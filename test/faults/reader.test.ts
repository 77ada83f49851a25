// The reader against every fault of the matrix: it comes to its end all the same, or ends with the right code and leaves what was
// there; and the next run finishes.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { full, seed } from '../random.ts';
import { matrix } from './matrix.ts';
import { elsewhere, isError, world, type Elsewhere, type World } from './world.ts';

let other: Elsewhere;
beforeAll(async () => {
  other = await elsewhere();
});
afterAll(() => other.close());

/** A short run takes one case of so many. */
const step = 10;
const address = 'https://elsewhere.invalid';
const cases = matrix(address)
  .filter(({ fault }) => fault.route !== 'collections')
  .filter((_, i) => full || i % step === seed % step);

/** Addresses of another host lead to one that hears who comes. */
const aimed = <T>(fault: T): T => JSON.parse(JSON.stringify(fault).replaceAll(address, other.origin)) as T;

describe(`${cases.length} faults`, () => {
  test.each(cases)('$name', async ({ way, fault, outcome, isLater }) => {
    const one: World = await world();
    try {
      if (isLater || fault.route === 'deleted') expect(isError(await one.sync(way))).toBe(false);
      const before = one.content();
      one.org.inject([aimed(fault)]);
      const ended = await one.sync(way, isLater ? { thoroughness: 'full' } : {});
      const fired = one.org.faults().some((record) => record.fired.length > 0);
      expect(fired).toBe(true);
      one.checkSecrets(ended);
      if ('exit' in outcome) {
        // Of a packing that breaks or bursts, what it holds may show first that something is wrong.
        const exits: readonly number[] = ['brokenGzip', 'gzipBomb'].includes(fault.kind) ? [65, 69] : [outcome.exit];
        expect(exits).toContain(isError(ended) ? ended.exitCode : ended);
        expect(one.content()).toEqual(before);
      } else {
        expect(isError(ended) ? `${ended.code}: ${ended.message}` : 'read').toBe('read');
        if (outcome.recovers === 'refresh') expect(one.refreshes()).toBe(1);
      }
      // The next run finishes, and then there is nothing left to do.
      one.org.clearFaults();
      const next = await one.sync(way, { verify: true });
      expect(isError(next) ? `${next.code}: ${next.message}` : 'read').toBe('read');
      const last = await one.sync(way, { verify: true });
      if (isError(last)) throw last;
      for (const { changed, gone } of Object.values(last.objects))
        expect({ changed, gone }).toEqual({ changed: 0, gone: 0 });
      expect(other.heard).toEqual([]);
    } finally {
      await one.close();
    }
  });
});
