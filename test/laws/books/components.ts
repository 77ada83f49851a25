// Random components: a rate with quota, target, window and everything that limits it.
import fc from 'fast-check';
import type { Amount, Component, Gate, Modifier } from '../../reference/types.ts';
import { hasPosition, hasSlices, type Known } from './space.ts';
import { reading, tableOf, type Setting } from './tables.ts';
import { dense, hugeAmount, maybe, percent, seldom, units, where } from './values.ts';

const factors = fc.constantFrom<Component['factors']>(
  [{ where: { Years__c: { gte: 2 } }, times: '150%' }],
  [{ where: { Type: { eq: 'New' } }, times: '0%' }, { times: '33.3%' }],
);

/** Gates on the components that may be read, and on the own one. */
function gateOn(others: readonly Known[], own: Known): fc.Arbitrary<Gate> {
  const all = [...others, own];
  const withPosition = all.filter(hasPosition);
  const attainment = percent(0, 120);
  const value = fc.integer({ min: -100, max: 4000 });
  const named = (list: readonly Known[]) => fc.constantFrom(...list.map(({ id }) => id));
  const onAttainment: fc.Arbitrary<Gate> = fc.record({ component: named(all), attainment });
  if (withPosition.length === 0) return onAttainment;
  return fc.oneof(
    onAttainment,
    fc.record({ component: named(withPosition), value }),
    fc.record({ component: named(withPosition), attainment, value }),
  );
}

function modifierOn(others: readonly Known[]): fc.Arbitrary<Modifier> {
  return fc.record({ other: reading(others), byPoints: fc.boolean() }).map(({ other: { component, from }, byPoints }) =>
    byPoints
      ? { component, points: from.map((at, i) => ({ at, times: `${50 + i * 25}%` })) }
      : {
          component,
          tiers: from.map((one, i) => ({ from: one, times: i % 2 === 0 ? `${75 + i * 20}%` : 0.5 + i / 4 })),
        },
  );
}

function quotaOf({ kind, isHuge, space }: Setting): fc.Arbitrary<Component['quota']> {
  if (kind === 'blend') return fc.constant(undefined);
  const given: fc.Arbitrary<Amount> =
    kind === 'ratio'
      ? fc.constantFrom<Amount>(0.3, '0.5', 0)
      : fc.oneof(
          { weight: 6, arbitrary: isHuge ? hugeAmount(100n) : fc.integer({ min: 100, max: 40_000 }) },
          fc.constant(0),
        );
  return fc.oneof(
    { weight: 6, arbitrary: given },
    { weight: 1, arbitrary: fc.constant(undefined) },
    ...(space.wide
      ? [given.map((amount) => ({ crm: 'Forecast', default: amount })), fc.constant({ crm: 'Forecast' })]
      : []),
  );
}

/** A component that reads those before it. */
export function componentOf(id: string, setting: Setting, pay: number): fc.Arbitrary<Component> {
  const { space, kind, others, isHuge } = setting;
  const slices = hasSlices(kind);
  const hasOthers = others.length > 0;
  const gate = gateOn(others, { id, kind });
  return fc
    .record({
      window: fc.constantFrom(...units.slice(pay)),
      against: seldom(fc.constant('to-date' as const)),
      settle: maybe(fc.constantFrom('running' as const, 'end' as const)),
      quota: quotaOf(setting),
      target: fc.oneof({ weight: 6, arbitrary: fc.integer({ min: 100, max: 9000 }) }, fc.constant('333.335')),
      rate: tableOf(setting),
      factors: where(space.steps && slices, () => seldom(factors)),
      modifiers: where(space.steps && hasOthers, () =>
        seldom(fc.array(modifierOn(others), { minLength: 1, maxLength: 2 })),
      ),
      payout: seldom<Amount>(isHuge ? hugeAmount(0n) : fc.integer({ min: 100, max: 5000 })),
      times: seldom(fc.constantFrom<Amount>(1, '1.5', 3)),
      upTo: where(slices, () => seldom(percent(50, 200))),
      each: where(space.steps && slices, () => seldom(fc.integer({ min: 10, max: 900 }))),
      gate: where(space.wide || hasOthers, () =>
        seldom(fc.oneof(gate, fc.array(gate, { minLength: 1, maxLength: 3 }))),
      ),
      parts: where(kind === 'blend', () =>
        fc.uniqueArray(
          fc.record({ component: fc.constantFrom(...others.map((one) => one.id)), weight: percent(0, 100) }),
          {
            minLength: 1,
            maxLength: 3,
            selector: ({ component }) => component,
          },
        ),
      ),
    })
    .map(({ payout, times, upTo, each, parts, rate, ...rest }) => {
      const cap = dense({ payout, target: times, record: each, attainment: 'per' in rate ? undefined : upTo });
      return dense({
        id,
        ...(parts ? { blend: parts } : { measure: kind }),
        ...rest,
        rate,
        cap: Object.keys(cap).length > 0 ? cap : undefined,
      }) as Component;
    });
}
