// What is published of a snapshot says the same flags and the same forecast, without open deals and without words.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { flags } from './flags.ts';
import { forecast } from './forecast.ts';
import { publication } from './publication.ts';
import { publishedFlags, publishedForecast } from './published.ts';
import { snapshotSchema, type Snapshot } from './snapshot-schema.ts';
import { snapshots } from './snapshot.ts';
import { bookings, salesPlan } from './testing.ts';

const folder = new URL('../../../test/cases/', import.meta.url);
const cases = readdirSync(folder).flatMap((name): [string, Snapshot[]][] => {
  const { book } = JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as { book?: unknown };
  return book === undefined ? [] : [[name, snapshots(book)]];
});

const commission = {
  id: 'commission',
  measure: 'bookings',
  window: 'quarter',
  quota: 90_000,
  rate: {
    type: 'marginal',
    tiers: [
      { from: '0%', rate: '8%' },
      { from: '100%', rate: '12%' },
    ],
  },
};

/** A rep with so many open deals, which overlays share where a plan credits by splits. */
function withDeals(count: number, credit: 'owner' | { splits: string } = 'owner'): Snapshot[] {
  const open = Array.from({ length: count }, (_, i) => ({
    Id: `d${String(i).padStart(3, '0')}`,
    Name: `Deal ${i}`,
    OwnerId: 'mia',
    Amount: 1000 + 137 * i,
    CloseDate: `2026-0${(i % 3) + 2}-1${i % 9}`,
    StageName: 'Negotiation',
    Probability: 10 + ((i * 7) % 80),
    PushCount: i % 6,
    LastActivityDate: '2026-01-02',
    NextStep: i % 2 ? '' : 'Call',
    IsWon: false,
    IsClosed: false,
  }));
  return snapshots({
    asOf: '2026-02-15',
    plans: [salesPlan([commission], { measures: { bookings: { ...bookings, credit } } })],
    users: [{ Id: 'mia', Name: 'Mia' }],
    assignments: [{ payee: 'mia', plan: 'ae', from: '2026-01-01' }],
    records: {
      Opportunity: open,
      OpportunitySplit: open.map(({ Id }) => ({
        Id: `s${Id}`,
        OpportunityId: Id,
        SplitOwnerId: 'mia',
        SplitPercentage: 40,
        'SplitType.DeveloperName': 'Revenue',
      })),
    },
  });
}

/** What a forecast says of plans, without deals that move little. */
const largest = (held: Snapshot) => forecast(held).plans.map((plan) => ({ ...plan, movers: plan.movers.slice(0, 10) }));

describe.each([...cases, ['forty open deals', withDeals(40)]] as [string, Snapshot[]][])('%s', (_, list) => {
  test('says what the snapshot says, after its way through JSON', () => {
    for (const held of list) {
      const document = JSON.parse(JSON.stringify(publication(held))) as Snapshot;
      expect(document).toEqual(publication(held));
      expect(snapshotSchema.parse(document)).toEqual(document);
      expect(document.deals).toBeUndefined();
      expect(publication(document)).toEqual(document);
      expect(flags(document)).toEqual(flags(held));
      expect(forecast(document).plans).toEqual(largest(held));
    }
  });
});

test('holds no sentence: a page has the words of its language', () => {
  const [held] = withDeals(40) as [Snapshot];
  const said = flags(held);
  expect(said.flags.length).toBeGreaterThan(3);
  const text = JSON.stringify(publication(held));
  for (const { message, nextStep } of [...said.flags, ...said.more])
    for (const words of [message, nextStep]) expect(text).not.toContain(words);
});

test('keeps of open deals who shares them, where a plan credits by that', () => {
  const [held] = withDeals(3, { splits: 'Revenue' }) as [Snapshot];
  expect(publication(held).shares?.['d001']).toEqual({
    OpportunitySplit: [expect.objectContaining({ SplitOwnerId: 'mia', SplitPercentage: 40 })],
  });
  expect(publication((withDeals(3) as [Snapshot])[0]).shares).toBeUndefined();
});

test('five hundred open deals take less than 64 KB', () => {
  const [held] = withDeals(500) as [Snapshot];
  expect(JSON.stringify(publication(held)).length).toBeLessThan(65_536);
});

describe('a document of an earlier connector', () => {
  const [held] = withDeals(3) as [Snapshot];
  test('says so, and no flags', () =>
    expect(publishedFlags(held)).toMatchObject({ cannotSay: { code: 'not-published' }, today: [], more: [] }));
  test('and no forecast', () =>
    expect(publishedForecast(held)).toMatchObject({ cannotSay: { code: 'not-published' }, plans: [] }));
});

test.each<[string, object]>([
  ['flags of which one lacks a part', { today: [{}], more: [], diagnostics: [], found: {} }],
  ['flags that are a number', 7 as never],
])('%s are refused', (_, damaged) => {
  const document = { ...publication((withDeals(3) as [Snapshot])[0]), flags: damaged } as Snapshot;
  expect(publishedFlags(document)).toMatchObject({ cannotSay: { code: 'snapshot' }, today: [] });
  expect(flags(document)).toMatchObject({ cannotSay: { code: 'snapshot' }, flags: [] });
});
