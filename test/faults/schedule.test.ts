// Schedules: the same seed is the same schedule, and in two orgs the same bytes; every kind comes up.
import { faultKinds, startSampleOrg } from '@quotient/sample-org';
import { describe, expect, test } from 'vitest';
import { logIn, readOnce, type Asked } from './client.ts';
import { scheduleOf } from './schedule.ts';

const seeds = Array.from({ length: 2_000 }, (_, seed) => seed);
const schedules = seeds.map((seed) => scheduleOf(seed));

test('a seed gives the same schedule, and another seed another one', () => {
  expect(seeds.map((seed) => scheduleOf(seed))).toEqual(schedules);
  const different = new Set(schedules.map(({ faults, changes }) => JSON.stringify([faults, changes])));
  expect(different.size).toBe(seeds.length);
});

test('a seed that has failed gives what it gave then', () => {
  expect(scheduleOf(19)).toEqual({
    seed: 19,
    faults: [{ route: 'bulkPoll', at: 4, times: 1, kind: 'resetBeforeAnswer' }],
    changes: [
      {
        route: 'any',
        at: 16,
        kind: 'change',
        arg: { make: 'merge', object: 'Account', record: 5_296, loser: 1_137 },
      },
      { route: 'any', at: 15, kind: 'change', arg: { make: 'delete', object: 'Opportunity', record: 5_767 } },
      {
        route: 'any',
        at: 18,
        kind: 'change',
        arg: {
          make: 'insert',
          object: 'Opportunity',
          values: { Name: 'Made meanwhile 3', StageName: 'Negotiation', Amount: 0, CloseDate: '2026-02-11' },
        },
      },
      {
        route: 'any',
        at: 5,
        kind: 'change',
        arg: {
          make: 'update',
          object: 'Opportunity',
          record: 6_081,
          values: { StageName: 'Prospecting', Amount: 31_637_684, CloseDate: '2026-09-19' },
        },
      },
    ],
  });
});

test('a schedule has one to eight faults and at most six changes, and every number of each comes up', () => {
  const numbers = (list: readonly number[]): number[] => [...new Set(list)].sort((a, b) => a - b);
  expect(numbers(schedules.map(({ faults }) => faults.length))).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  expect(numbers(schedules.map(({ changes }) => changes.length))).toEqual([0, 1, 2, 3, 4, 5, 6]);
});

test('every kind comes up, and every change', () => {
  const kinds = new Set(schedules.flatMap(({ faults, changes }) => [...faults, ...changes].map(({ kind }) => kind)));
  expect(faultKinds.filter((kind) => !kinds.has(kind))).toEqual([]);
  const made = new Set(schedules.flatMap(({ changes }) => changes.map(({ arg }) => arg.make)));
  expect([...made].sort()).toEqual(['delete', 'insert', 'merge', 'purge', 'reparent', 'undelete', 'update']);
});

test('faults show once, some times and for ever, at a number and at the last page', () => {
  const all = schedules.flatMap(({ faults }) => faults);
  expect(new Set(all.map(({ times }) => times))).toEqual(new Set([1, 2, 3, -1]));
  expect(all.some(({ at }) => at === 'last')).toBe(true);
  const jumps = all.filter(({ kind }) => kind === 'clockJumps');
  expect(new Set(jumps.map(({ times }) => times))).toEqual(new Set([1]));
});

describe('in an org', () => {
  test('every schedule is one that it takes', async () => {
    const org = await startSampleOrg({ faults: true });
    for (const { faults, changes } of schedules) {
      org.inject([...faults, ...changes]);
      org.clearFaults();
    }
    await org.close();
  });

  /** What came over the wire; of a connection that was reset, only that it was. */
  const seen = ({ asked, head, body, ending }: Asked): string =>
    ending === 'end' ? JSON.stringify([asked, head, body.toString('base64')]) : `${asked} ${ending}`;

  async function replay(seed: number): Promise<{ bytes: string[]; fired: readonly (readonly number[])[] }> {
    const org = await startSampleOrg({ faults: true, clock: () => new Date('2026-04-13T15:00:00Z') });
    const { faults, changes } = scheduleOf(seed);
    const token = await logIn(org);
    org.clearFaults();
    org.inject([...faults, ...changes]);
    const answers = [...(await readOnce(org, 'REST', token)), ...(await readOnce(org, 'Bulk', token))];
    const fired = org.faults().map(({ fired }) => fired);
    await org.close();
    return { bytes: answers.map(seen), fired };
  }

  test.each(seeds.slice(0, 20))('seed %i comes again byte for byte', async (seed) => {
    const first = await replay(seed);
    expect(await replay(seed)).toEqual(first);
    expect(first.bytes.length).toBeGreaterThan(6);
  });
});
