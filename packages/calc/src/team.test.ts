import { describe, expect, test } from 'vitest';
import { snapshots } from './snapshot.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { team } from './team.ts';
import { salesPlan } from './testing.ts';

/** Reps with a quota of 90,000 in the quarter at 10 %, half of it gone: [person, division, currency, won]. */
const people = [
  ['ann', 'East', 'USD', 90_000],
  ['ben', 'East', 'USD', 18_000],
  ['cid', 'West', 'USD', 36_000.5],
  ['dora', null, 'EUR', 9000],
] as const;

const plan = (currency: string) =>
  salesPlan(
    [
      {
        id: 'commission',
        measure: 'bookings',
        window: 'quarter',
        quota: 90_000,
        rate: { type: 'marginal', tiers: [{ from: '0%', rate: '10%' }] },
      },
    ],
    { id: `rep-${currency}`, name: 'Rep', currency },
  );

const held = snapshots({
  asOf: '2026-02-14',
  corporateCurrency: 'USD',
  plans: [plan('USD'), plan('EUR')],
  rates: [{ currency: 'EUR', rate: '0.9' }],
  assignments: people.map(([payee, , currency]) => ({ payee, plan: `rep-${currency}`, from: '2026-01-01', to: null })),
  users: people.map(([Id, Division]) => ({ Id, Name: Id, Division })),
  records: {
    Opportunity: people.map(([OwnerId, , CurrencyIsoCode, Amount]) => ({
      Id: `006-${OwnerId}`,
      OwnerId,
      Amount,
      CurrencyIsoCode,
      CloseDate: '2026-01-15',
      IsWon: true,
      IsClosed: true,
    })),
  },
});

describe('a team', () => {
  const found = team(held);

  test('has totals that are sums of its rows, each currency on its own', () => {
    expect(found.totals).toEqual([
      {
        currency: 'EUR',
        people: 1,
        credited: '9000',
        quota: '90000',
        attainment: '0.1',
        earned: '900.00',
        payable: '0.00',
      },
      {
        // 90,000 + 18,000 + 36,000.50 of 270,000; 10 % of each, 3,600.05 of the last.
        currency: 'USD',
        people: 3,
        credited: '144000.5',
        quota: '270000',
        attainment: '0.533335185185',
        earned: '14400.05',
        payable: '0.00',
      },
    ]);
  });

  test('has the same of each division, who has none last', () =>
    expect(found.groups.map(({ division, totals }) => [division, totals.map(({ earned }) => earned)])).toEqual([
      ['East', ['10800.00']],
      ['West', ['3600.05']],
      [null, ['900.00']],
    ]));

  test('has the distribution of attainments: 10 %, 20 %, 40 % and 100 %', () =>
    expect(found.distribution).toEqual({
      rows: 4,
      lowest: '0.1',
      quartiles: ['0.1', '0.2', '0.400005555556'],
      highest: '1',
      bands: [
        { from: '0', to: '0.5', rows: 3 },
        { from: '0.5', to: '0.8', rows: 0 },
        { from: '0.8', to: '1', rows: 0 },
        { from: '1', to: '1.2', rows: 1 },
        { from: '1.2', to: null, rows: 0 },
      ],
    }));

  test('says whom to help first, with what is missing to pace: half of 90,000 is 45,000', () =>
    expect(found.helpFirst.map(({ payee, missing }) => [payee, missing])).toEqual([
      ['dora', '36000'],
      ['ben', '27000'],
      ['cid', '8999.5'],
    ]));

  test('of snapshots without a published standing is the same', () => {
    const earlier = held.map((one): Snapshot => ({
      ...one,
      plans: one.plans.map(({ standing: _, ...rest }) => rest),
    }));
    expect(team(earlier)).toEqual(found);
  });

  test('leaves out who cannot be read, and says so; the others are as without them', () => {
    const [ann, ben, ...others] = held as [Snapshot, Snapshot, ...Snapshot[]];
    const cut = { ...ben, plans: ben.plans.map(({ credits: _, ...rest }) => rest) } as unknown as Snapshot;
    const read = team([{ ...ann, version: '2.0' }, cut, null as unknown as Snapshot, ...others]);
    expect(read.leftOut).toMatchObject([
      { payee: 'ann', name: 'ann', cannotSay: { code: 'another-version' } },
      { payee: 'ben', name: 'ben', cannotSay: { code: 'snapshot', message: expect.stringContaining('Publish it') } },
      { payee: null, name: null, cannotSay: { code: 'snapshot' } },
    ]);
    expect({ ...read, leftOut: [] }).toEqual(team(others));
  });

  test('of nobody is empty, not zero', () =>
    expect(team([])).toMatchObject({
      asOf: '',
      rows: [],
      totals: [],
      distribution: { lowest: null, quartiles: null },
    }));
});
