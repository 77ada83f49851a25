// The reader against schedules of several faults, while others change the org: whatever comes, nothing is lost, nothing counts
// twice, and once the faults are over the store is what the org holds.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { full, seed } from '../random.ts';
import { scheduleOf } from './schedule.ts';
import { elsewhere, isError, world, type Elsewhere } from './world.ts';

let other: Elsewhere;
beforeAll(async () => {
  other = await elsewhere();
});
afterAll(() => other.close());

const [runs, together] = [full ? 1_000 : 100, 25];
/** Runs may end with these codes as long as faults are about. */
const expected = [65, 69, 75, 77, 78];

describe(`${runs} schedules of faults and changes`, () => {
  test.each(Array.from({ length: runs / together }, (_, i) => seed + i * together))(
    'from seed %i on',
    async (first) => {
      for (let own = first; own < first + together; own++) await follow(own);
    },
    together * 10_000,
  );
});

async function follow(own: number): Promise<void> {
  const one = await world();
  const told = (reason: string): string => `seed ${own}: ${reason}`;
  try {
    const { faults, changes } = scheduleOf(own, other.origin);
    const way = own % 2 === 0 ? 'REST' : 'Bulk';
    if (own % 3 === 0) expect(isError(await one.sync(way)), told('a sync before')).toBe(false);
    const before = one.content();
    one.org.inject([...faults, ...changes]);
    for (let run = 0; run < 2; run++) {
      const ended = await one.sync(way);
      one.checkSecrets(ended);
      if (!isError(ended)) continue;
      expect(expected, told(`${ended.code}: ${ended.message}`)).toContain(ended.exitCode);
      if (run === 0) expect(one.content(), told('what was there')).toEqual(before);
    }
    one.org.clearFaults();
    const next = await one.sync(way, { acceptsLoss: true });
    expect(isError(next) ? `${next.code}: ${next.message}` : 'read', told('the next run')).toBe('read');
    const last = await one.sync(way, { verify: true });
    if (isError(last)) throw new Error(told(`${last.code}: ${last.message}`));
    for (const { changed, gone } of Object.values(last.objects))
      expect({ changed, gone }, told('nothing is left to do')).toEqual({ changed: 0, gone: 0 });
    expect(other.heard, told('elsewhere')).toEqual([]);
  } finally {
    await one.close();
  }
}
