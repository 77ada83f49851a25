// Small plans whose pay rises, falls and jumps with the amount: every amount is tried, and the first that reaches a goal is the answer.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Deal } from './estimate-result.ts';
import { snapshot } from './snapshot.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { figureOf, isReached, type Target } from './solve-figure.ts';
import { proberOf } from './solve-probe.ts';
import type { Goal } from './solve-result.ts';
import { solve } from './solve.ts';

/** Amounts are whole yen; none above is tried. */
const mostTried = 900;

const percent = (min: number, max: number) => fc.integer({ min, max }).map((n) => `${n}%`);
const maybe = <T>(value: fc.Arbitrary<T>, weight = 1) =>
  fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight, arbitrary: value });
const bounds = fc
  .uniqueArray(fc.integer({ min: 0, max: 200 }), { minLength: 1, maxLength: 4 })
  .map((list) => list.sort((a, b) => a - b).map((n) => `${n}%`));
const four = <T>(value: fc.Arbitrary<T>) => fc.array(value, { minLength: 4, maxLength: 4 });

const rates = (others: readonly string[]) =>
  fc.oneof(
    fc
      .record({ from: bounds, rate: four(percent(0, 60)), of: maybe(fc.constantFrom('all', 'above')) })
      .map(({ from, rate, of }) => ({
        type: 'cliff',
        of,
        tiers: from.map((one, i) => ({ from: one, rate: rate[i] })),
      })),
    fc
      .record({ from: bounds, rate: four(percent(0, 60)), crossing: maybe(fc.constant('whole'), 3) })
      .map(({ from, rate, crossing }) => ({
        type: 'marginal',
        crossing,
        tiers: from.map((one, i) => ({ from: one, rate: rate[i] })),
      })),
    fc
      .record({ at: bounds, pays: four(percent(0, 250)), beyond: fc.constantFrom('flat', 'extend') })
      .map(({ at, pays, beyond }) => ({
        type: 'curve',
        beyond,
        points: at.map((one, i) => ({ at: one, pays: pays[i] })),
      })),
    fc
      .record({ from: bounds, pays: four(fc.integer({ min: -50, max: 150 })), stack: fc.boolean() })
      .map(({ from, pays, stack }) => ({
        type: 'bonus',
        stack,
        tiers: from.map((one, i) => ({ from: one, pays: pays[i] })),
      })),
    fc
      .record({ every: percent(5, 60), pays: fc.integer({ min: 1, max: 40 }) })
      .map((rest) => ({ type: 'bonus', ...rest })),
    ...(others.length === 0
      ? []
      : [
          fc
            .record({ component: fc.constantFrom(...others), from: bounds, rate: four(percent(0, 60)) })
            .map(({ component, from, rate }) => ({
              type: 'cliff',
              by: { component },
              tiers: from.map((one, i) => ({ from: one, rate: rate[i] })),
            })),
        ]),
  );

/** A component that reads those before it. */
const componentOf = (id: string, others: readonly string[]) =>
  fc
    .record({
      quota: fc.integer({ min: 50, max: 400 }),
      target: fc.integer({ min: 10, max: 300 }),
      rate: rates(others),
      measure: fc.constantFrom('all', 'all', 'half'),
      factors: maybe(fc.constant([{ where: { Years__c: { gte: 2 } }, times: '150%' }, { times: '40%' }])),
      payout: maybe(fc.integer({ min: 10, max: 200 })),
      record: maybe(fc.integer({ min: 5, max: 60 })),
      attainment: maybe(percent(50, 200)),
      gate: maybe(fc.record({ component: fc.constantFrom(...others, id), attainment: percent(0, 150) })),
      modifier: maybe(
        fc.record({ from: bounds, times: four(percent(0, 150)), byPoints: fc.boolean(), pick: fc.nat(3) }),
        others.length > 0 ? 3 : 1,
      ),
    })
    .map(({ payout, record, attainment, modifier, ...rest }) => ({
      id,
      window: 'quarter',
      ...rest,
      cap: (payout ?? record ?? attainment) ? { payout, record, attainment } : undefined,
      modifiers:
        modifier && others.length > 0
          ? [
              {
                component: others[modifier.pick % others.length],
                ...(modifier.byPoints
                  ? { points: modifier.from.map((at, i) => ({ at, times: modifier.times[i] })) }
                  : { tiers: modifier.from.map((from, i) => ({ from, times: modifier.times[i] })) }),
              },
            ]
          : undefined,
    }));

const components = fc
  .integer({ min: 1, max: 3 })
  .chain((count) =>
    fc.tuple(...Array.from({ length: count }, (_, i) => componentOf(`c${i}`, ['c0', 'c1'].slice(0, i)))),
  );

const records = fc.array(
  fc.record({
    Amount: fc.integer({ min: -60, max: 150 }),
    CloseDate: fc.constantFrom('2026-01-20', '2026-02-05', '2026-02-08'),
    Years__c: fc.constantFrom(1, 2),
  }),
  { maxLength: 4 },
);

/** A value without the keys that say nothing. */
const plain = (value: object): never => JSON.parse(JSON.stringify(value)) as never;

const heldWith = (list: readonly object[], rows: readonly object[]): Snapshot => {
  const money = {
    object: 'Opportunity',
    value: 'Amount',
    date: 'CloseDate',
    where: { IsWon: { eq: true } },
    credit: 'owner',
  };
  return snapshot(
    plain({
      asOf: '2026-02-10',
      corporateCurrency: 'JPY',
      plans: [
        {
          quotient: 1,
          id: 'p',
          name: 'Plan',
          currency: 'JPY',
          effective: { from: '2026-01-01' },
          measures: { all: money, half: { ...money, counts: [{ times: '50%' }] } },
          components: list,
        },
      ],
      assignments: [{ payee: 'u', plan: 'p', from: '2026-01-01', to: null }],
      rates: [{ currency: 'USD', rate: '0.4' }],
      records: {
        Opportunity: rows.map((row, i) => ({ Id: `r${i}`, OwnerId: 'u', IsWon: true, IsClosed: true, ...row })),
      },
    }),
    'u',
  );
};

test('the answer is the first of all amounts that reaches the goal', () => {
  let [found, falling, missing, open] = [0, 0, 0, 0];
  fc.assert(
    fc.property(
      components,
      records,
      fc.record({
        kind: fc.constantFrom<'worth' | 'earned'>('worth', 'earned'),
        pick: fc.nat(3),
        part: fc.double({ min: 0, max: 1, noNaN: true }),
        day: fc.constantFrom('2026-02-06', '2026-02-20'),
        Years__c: fc.constantFrom(1, 2),
        isLarge: fc.boolean(),
      }),
      (list, rows, { kind, pick, part, day, Years__c, isLarge }) => {
        const held = heldWith(list, rows);
        const component = held.plans[0]?.plan.components[pick] ?? null;
        const deal: Deal = { record: { Id: 'deal', OwnerId: 'u', Amount: 1, CloseDate: day, Years__c } };
        const prober = proberOf(held, 'p', []);
        const before = prober([deal]).before();
        const target = (least: bigint): Target => ({
          kind,
          component,
          least: { n: least, d: 1n },
        });
        const figures = Array.from({ length: mostTried + 1 }, (_, amount) =>
          figureOf(target(0n), prober([{ ...deal, set: { Amount: amount } }]).after(), before),
        );
        const sorted = figures.map((one) => one?.n ?? 0n).sort((a, b) => Number(b - a));
        const least = sorted[isLarge ? 0 : Math.floor(part * (sorted.length - 1))] as bigint;
        if (least <= 0n) return;
        const goal = { [kind]: String(least), ...(component ? { component: component.id } : {}) } as unknown as Goal;
        const said = solve(held, deal, goal);
        if (said.cannotSay) {
          expect(said.cannotSay.code).toBe('not-proved');
          open++;
          return;
        }
        const first = figures.findIndex((figure) => isReached(target(least), figure));
        expect(said.reachable).toEqual({ by: 'amount', amount: String(first), currency: 'JPY' });
        found++;
        if (!isReached(target(least), figures.at(-1) ?? null)) falling++;
        const more = solve(held, deal, { ...goal, [kind]: String((sorted[0] as bigint) + 1n) });
        if (more.notReachable) missing++;
        else if (more.reachable?.by === 'amount') expect(Number(more.reachable.amount)).toBeGreaterThan(mostTried);
      },
    ),
    { numRuns: Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 2), endOnFailure: true },
  );
  expect(Math.min(found, falling, missing)).toBeGreaterThan(8);
  expect(open * 20).toBeLessThan(found);
}, 1_200_000);
