// Random plans: components with measures, holdback, clawback, limit and draws; a plan alone or in two versions.
import fc from 'fast-check';
import type { Amount, Clawback, Component, Draw, Holdback, Plan } from '../../reference/types.ts';
import { componentOf } from './components.ts';
import { measureOf } from './measures.ts';
import { hasSlices, type Kind, type Space } from './space.ts';
import { daysLater, dense, maybe, percent, seldom, someDay, units, where } from './values.ts';

const drawOf: fc.Arbitrary<Draw> = fc
  .record({
    amount: fc.oneof<fc.Arbitrary<Amount>[]>(fc.integer({ min: 0, max: 2000 }), fc.constant('333.3335')),
    recoverable: fc.boolean(),
    to: seldom(someDay('2026-01-01', '2026-06-30')),
    periods: maybe(fc.integer({ min: 1, max: 4 })),
  })
  .map(dense);
const draws = fc.oneof(drawOf, fc.array(drawOf, { minLength: 1, maxLength: 3 }));

interface Part extends Pick<Component, 'id'> {
  readonly kind: Kind;
}

const collected = { object: 'Payment__c', record: 'Opportunity__c', value: 'Amount__c', date: 'Date__c' };

/** Entries for components with record lines; the money of a record can be collected. */
function holdbacks(parts: readonly Part[]): fc.Arbitrary<Holdback[] | undefined> {
  const able = parts.filter(({ kind }) => hasSlices(kind));
  if (able.length === 0) return fc.constant(undefined);
  const entry = fc.constantFrom(...able).chain(({ id, kind }) => {
    const dates: Holdback['until'][] = kind === 'earnings' || kind === 'entered' ? [] : ['Paid_Date__c'];
    const money: Holdback['until'][] = kind === 'money' || kind === 'items' ? [{ collected }, { collected }] : [];
    return fc.record({
      component: fc.constant(id),
      share: percent(1, 33),
      until: fc.constantFrom<Holdback['until']>({ months: 0 }, { months: 2 }, ...dates, ...money),
    });
  });
  return maybe(fc.array(entry, { minLength: 1, maxLength: 3 }));
}

const schedules = fc.constantFrom<Clawback['schedule']>(
  [
    { within: 3, takes: '100%' },
    { within: 6, takes: '33%' },
  ],
  [{ within: 12, takes: 0.5 }],
);
function clawbacks(parts: readonly Part[]): fc.Arbitrary<Clawback[] | undefined> {
  const able = parts.filter(({ kind }) => hasSlices(kind) && kind !== 'earnings' && kind !== 'entered');
  if (able.length === 0) return fc.constant(undefined);
  const entry = fc.record({
    component: fc.constantFrom(...able.map(({ id }) => id)),
    when: fc.constant('Churn_Date__c'),
    schedule: schedules,
  });
  return maybe(fc.uniqueArray(entry, { selector: ({ component }) => component, minLength: 1, maxLength: 2 }));
}

/** What of a plan may change from one version to the next. */
type Rules = Omit<Plan, 'id' | 'currency' | 'calendar' | 'pay' | 'effective'>;
interface Frame {
  readonly space: Space;
  readonly kinds: readonly Kind[];
  /** Index of the payment period's unit. */
  readonly pay: number;
  readonly isHuge: boolean;
}

function rulesOf({ space, kinds, pay, isHuge }: Frame): fc.Arbitrary<Rules> {
  const parts = kinds.map((kind, i) => ({ id: `c${i}`, kind }));
  const measures = [...new Set(kinds)].filter((kind) => kind !== 'blend');
  return fc
    .record({
      rounding: maybe(fc.constantFrom('half-up' as const, 'half-even' as const)),
      timeZone: maybe(fc.constantFrom('America/Chicago', 'Asia/Tokyo')),
      proration: maybe(fc.constantFrom('days' as const, 'window-days' as const, 'none' as const)),
      measures: fc.record(Object.fromEntries(measures.map((kind) => [kind, measureOf(kind, space)]))),
      components: fc
        .tuple(
          ...parts.map(({ id, kind }, i) => componentOf(id, { space, kind, others: parts.slice(0, i), isHuge }, pay)),
        )
        .chain((components) => fc.shuffledSubarray(components, { minLength: components.length })),
      draw: seldom(draws),
      recovery: seldom(fc.record({ from: fc.integer({ min: 1, max: 4 }), share: percent(0, 100) })),
      limit: where(space.later, () =>
        seldom(
          fc.record({
            payout: fc.oneof<fc.Arbitrary<Amount>[]>(fc.integer({ min: 0, max: 4000 }), fc.constant('1234.5675')),
            per: fc.constantFrom(...units.slice(pay)),
          }),
        ),
      ),
      holdback: where(space.later, () => holdbacks(parts)),
      clawback: where(space.later, () => clawbacks(parts)),
    })
    .map((rules) => dense(rules) as Rules);
}

/** The second version: the kinds of the first with some rules exchanged, or kinds of its own, or one component fewer or more. */
function laterRules(frame: Frame, first: Rules): fc.Arbitrary<Rules> {
  const kindsOf = fc.oneof(
    { weight: 3, arbitrary: fc.constant(frame.kinds) },
    { weight: 1, arbitrary: kindsIn(frame.space) },
    { weight: 1, arbitrary: fc.constant(frame.kinds.slice(0, Math.max(minimum(frame.space), frame.kinds.length - 1))) },
    { weight: 1, arbitrary: fc.constantFrom<Kind>('money', 'count').map((kind) => [...frame.kinds, kind]) },
  );
  return kindsOf.chain((kinds) =>
    fc
      .tuple(rulesOf({ ...frame, kinds }), fc.array(fc.boolean(), { minLength: 17, maxLength: 17 }))
      .map(([fresh, changes]) => (kinds === frame.kinds ? exchanged(first, fresh, changes) : fresh)),
  );
}

/** Keys of a component that can be exchanged alone; what a table allows beside it goes with the table. */
const alone = ['window', 'against', 'settle', 'quota', 'target', 'gate', 'modifiers'] as const;
const table = ['rate', 'cap', 'factors', 'blend'] as const;

function exchanged(first: Rules, fresh: Rules, changes: readonly boolean[]): Rules {
  const keys = ['rounding', 'timeZone', 'proration', 'measures', 'draw', 'recovery', 'limit', 'holdback', 'clawback'];
  const components = first.components.map((component): Component => {
    const other = fresh.components.find(({ id }) => id === component.id) as Component;
    const taken = [...alone.filter((_, i) => changes[keys.length + i]), ...(changes[16] ? table : [])];
    return merged(component, other, taken);
  });
  return {
    ...merged(
      first,
      fresh,
      keys.filter((_, i) => changes[i]),
    ),
    components,
  };
}

/** One with some keys of another, absent ones too. */
function merged<T extends object>(one: T, other: T, keys: readonly string[]): T {
  const taken = keys.map((key) => [key, (other as Record<string, unknown>)[key]]);
  return dense({ ...one, ...(Object.fromEntries(taken) as Partial<T>) }) as T;
}

/** Overrides name two components, so that every plan has them. */
const minimum = ({ overrides }: Space): number => (overrides ? 2 : 1);

function kindsIn(space: Space): fc.Arbitrary<Kind[]> {
  const kinds: Kind[] = ['money', 'money', 'count', 'number', 'entered', 'ratio', 'blend'];
  if (space.wide) kinds.push('items', 'blend');
  if (space.overrides) kinds.push('earnings');
  return fc
    .array(fc.constantFrom(...kinds), { minLength: minimum(space), maxLength: space.wide ? 5 : 4 })
    .map((list) => list.map((kind, i) => (kind === 'blend' && i === 0 ? 'money' : kind)));
}

const currencies = ['USD', 'USD', 'JPY', 'BHD'];

/** The versions of one plan, in order: currency, payment period and calendar are the same in all. */
export function planOf(space: Space, id: string, isHuge: boolean): fc.Arbitrary<Plan[]> {
  const fixed = fc.record({
    currency: fc.constantFrom(...currencies, ...(space.wide ? ['USD', 'CLF'] : [])),
    calendar: maybe(
      fc.record({
        fiscalYearStart: fc.integer({ min: 1, max: 12 }),
        yearNamedBy: fc.constantFrom('start' as const, 'end' as const),
      }),
    ),
    effective: fc.record({
      from: fc.constantFrom('2026-01-01', '2026-02-11'),
      to: fc.constantFrom(null, '2026-09-20'),
    }),
    changes: where(space.versions, () =>
      maybe(fc.record({ on: someDay('2026-02-20', '2026-09-10'), gap: fc.constantFrom(0, 0, 0, 25) })),
    ),
  });
  return fc
    .record({ fixed, pay: fc.constantFrom(0, 0, 0, 1), kinds: kindsIn(space) })
    .chain(({ fixed: { effective, changes, ...same }, pay, kinds }) => {
      const frame = { space, kinds, pay, isHuge };
      const version = (rules: Rules, from: string, to: string | null): Plan =>
        dense({ quotient: 1, id, name: 'Plan', ...same, pay: units[pay], effective: { from, to }, ...rules }) as Plan;
      return rulesOf(frame).chain((first): fc.Arbitrary<Plan[]> => {
        if (!changes) return fc.constant([version(first, effective.from, effective.to)]);
        const from = daysLater(changes.on, Math.min(changes.gap, 9));
        return laterRules(frame, first).map((second) => [
          version(first, effective.from, daysLater(changes.on, -1)),
          version(second, from, effective.to),
        ]);
      });
    });
}
