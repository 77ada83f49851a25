// The matrix is whole, and each of its faults is one that an org shows.
import { faultKinds, startSampleOrg, type SampleOrg } from '@quotient/sample-org';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { logIn, readOnce } from './client.ts';
import { matrix, type FaultCase } from './matrix.ts';

const cases = matrix();

describe('the matrix', () => {
  test('has hundreds of cases, each under a name of its own', () => {
    expect(cases.length).toBeGreaterThanOrEqual(240);
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
  });

  test('has every kind', () => {
    const kinds = new Set(cases.map(({ fault }) => fault.kind));
    expect(faultKinds.filter((kind) => !kinds.has(kind))).toEqual([]);
  });

  test('has both ways, all places, and every end', () => {
    const ends = new Set(cases.map(({ outcome }) => ('exit' in outcome ? outcome.exit : outcome.recovers)));
    expect([...ends].map(String).sort()).toEqual([
      '65',
      '69',
      '75',
      '77',
      '78',
      'lookUpJob',
      'newJob',
      'nextRun',
      'nothing',
      'otherUrl',
      'otherWay',
      'refresh',
      'restart',
      'sameKey',
      'sameRequest',
    ]);
    expect([...new Set(cases.map(({ way, place }) => `${way} ${place}`))].sort()).toEqual([
      'Bulk first',
      'Bulk last',
      'Bulk middle',
      'REST first',
      'REST last',
      'REST middle',
    ]);
  });

  test('never lets a fault that goes on for ever recover, but where it does no harm or there is another way', () => {
    const endless = cases.filter(({ fault }) => fault.times === -1);
    const recovering = endless.filter(({ outcome }) => 'recovers' in outcome).map(({ fault }) => fault.kind);
    expect(new Set(recovering)).toEqual(
      new Set([
        'oneByteChunks',
        'slowAnswer',
        'objectRefused',
        'serverError',
        'lostAnswer',
        // From behind the last record, by a bulk job, or by the job that was made.
        'locatorExpired',
        'uriTooLong',
        'headersTooLarge',
        'resetInBody',
        'stalledBody',
        'cutJson',
      ]),
    );
  });

  test('leads to the address that it is given', () => {
    const there = matrix('http://127.0.0.1:9').filter(({ fault }) => JSON.stringify(fault).includes('127.0.0.1:9'));
    expect(new Set(there.map(({ fault }) => fault.kind))).toEqual(new Set(['redirect', 'foreignNext']));
  });
});

describe('in an org', () => {
  let org: SampleOrg;
  beforeAll(async () => {
    const clock = (): Date => new Date('2026-04-13T15:00:00Z');
    org = await startSampleOrg({ faults: true, clock, wait: async () => undefined });
  });
  afterAll(() => org.close());

  const byKind = Map.groupBy(cases, ({ fault }) => fault.kind);
  test.each([...byKind])('every case of %s fires where it says', async (_, ofKind) => {
    const wrong: string[] = [];
    for (const one of ofKind) if (!(await fires(one))) wrong.push(one.name);
    expect(wrong).toEqual([]);
  });

  const isPage = ({ path }: { readonly path: string }): boolean =>
    /\/query\/01g|\/query\?q=SELECT%20Id|\/results/.test(path);
  const pageOf = { first: 1, middle: 2, last: 3 } as const;

  async function fires({ way, place, fault }: FaultCase): Promise<boolean> {
    org.clearFaults();
    const token = await logIn(org);
    org.inject([fault]);
    await readOnce(org, way, token);
    const [at, ...more] = org.faults()[0]?.fired ?? [];
    const asked = org.requests().slice(0, at);
    const last = asked.at(-1);
    return (
      at !== undefined &&
      last !== undefined &&
      (fault.times === -1 || more.length === 0) &&
      (!isPage(last) || asked.filter(isPage).length === pageOf[place])
    );
  }
});
