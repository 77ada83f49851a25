// Random rate tables, of every type that a component's kind allows.
import fc from 'fast-check';
import type { Amount, Axis, Rate } from '../../reference/types.ts';
import { hasPosition, hasSlices, onMoney, type Kind, type Known, type Space } from './space.ts';
import { dense, maybe, percent, rising, seldom, where } from './values.ts';

export interface Setting {
  readonly space: Space;
  readonly kind: Kind;
  /** Components that this one may read. */
  readonly others: readonly Known[];
  /** Amounts are up to 10^18 minor units. */
  readonly isHuge: boolean;
}

type By = 'attainment' | 'value';
const four = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T[]> => fc.array(value, { minLength: 4, maxLength: 4 });
const amounts = four(fc.integer({ min: -50, max: 2500 }));

const rateValue = (kind: Kind): fc.Arbitrary<Amount> =>
  fc.oneof(
    { weight: 3, arbitrary: onMoney(kind) ? percent(0, 40) : fc.integer({ min: 0, max: 60 }) },
    fc.constantFrom<Amount>('1x', '1.5x', '2x'),
  );

/** Bounds of the own table. */
const scaleOf = ({ kind, isHuge }: Setting): number =>
  onMoney(kind) ? (isHuge ? 10 ** 14 : 150) : kind === 'ratio' ? 0.02 : 0.2;
const boundsBy = (setting: Setting, by: By, max = 220): fc.Arbitrary<Amount[]> =>
  rising(max).map((list) =>
    list.map((n) => (by === 'attainment' ? `${n}%` : Number((n * scaleOf(setting)).toFixed(4)))),
  );
/** Another component with bounds that can be read of it: percentages are its attainment, plain numbers its position. */
export const reading = (others: readonly Known[]): fc.Arbitrary<Required<Axis>> =>
  fc.constantFrom(...others).chain((one) => {
    const attainments = rising(150).map((list): Amount[] => list.map((n) => `${n}%`));
    const positions = rising(30).map((list): Amount[] => list.map((n) => n * 40));
    return (hasPosition(one) ? fc.oneof(attainments, positions) : attainments).map((from) => ({
      component: one.id,
      from,
    }));
  });

const fill = <K extends 'rate' | 'pays'>(bounds: readonly Amount[], key: K, values: readonly Amount[]) =>
  bounds.map((from, i) => ({ from, [key]: values[i % values.length] }) as { from: Amount } & Record<K, Amount>);

const bys = (kind: Kind): fc.Arbitrary<By> =>
  fc.constantFrom<By>(...(kind === 'blend' ? (['attainment'] as const) : (['attainment', 'value'] as const)));
const perRecord = ({ space, kind }: Setting) =>
  where(space.steps && hasSlices(kind), () => seldom(fc.constant('record' as const)));

const curve = fc
  .record({
    bounds: rising(200),
    pays: four(fc.integer({ min: 0, max: 250 })),
    below: maybe(fc.constantFrom('flat' as const, 'nothing' as const)),
    beyond: maybe(fc.constantFrom('flat' as const, 'extend' as const)),
  })
  .map(({ bounds, pays, ...rest }): Rate =>
    dense({ type: 'curve' as const, points: bounds.map((n, i) => ({ at: `${n}%`, pays: `${pays[i]}%` })), ...rest }),
  );

const bonus = (setting: Setting): fc.Arbitrary<Rate> =>
  fc
    .record({ by: bys(setting.kind), per: perRecord(setting), stack: maybe(fc.boolean()), amounts })
    .chain(({ by: given, per, stack, amounts: pays }) => {
      const by = per ? 'value' : given;
      return boundsBy(setting, by).map((bounds): Rate =>
        dense({ type: 'bonus' as const, by, per, stack, tiers: fill(bounds, 'pays', pays) }),
      );
    });

const every = (setting: Setting): fc.Arbitrary<Rate> =>
  fc
    .record({
      by: bys(setting.kind),
      per: setting.space.wide ? perRecord(setting) : fc.constant(undefined),
      step: fc.integer({ min: 1, max: 40 }),
      pays: fc.integer({ min: 1, max: 300 }),
    })
    .map(({ by: given, per, step, pays }): Rate => {
      const by = per ? 'value' : given;
      const size = by === 'attainment' ? `${step}%` : Number((step * scaleOf(setting)).toFixed(4));
      return dense({ type: 'bonus' as const, by, per, every: size, pays });
    });

const marginal = (setting: Setting): fc.Arbitrary<Rate> =>
  fc
    .record({
      by: bys(setting.kind),
      per: perRecord(setting),
      crossing: where(setting.space.steps, () => seldom(fc.constantFrom('whole' as const, 'split' as const))),
      rates: four(rateValue(setting.kind)),
    })
    .chain(({ by: given, per, crossing, rates }) => {
      const by = per ? 'value' : given;
      return boundsBy(setting, by).map((bounds): Rate =>
        dense({
          type: 'marginal' as const,
          by,
          per,
          crossing: per ? undefined : crossing,
          tiers: fill(bounds, 'rate', rates),
        }),
      );
    });

const cliff = (setting: Setting): fc.Arbitrary<Rate> =>
  fc
    .record({
      by: bys(setting.kind),
      per: perRecord(setting),
      of: maybe(fc.constantFrom('all' as const, 'above' as const)),
      rates: four(rateValue(setting.kind)),
    })
    .chain(({ by: given, per, of, rates }) => {
      const by = per ? 'value' : given;
      return boundsBy(setting, by).map((bounds): Rate =>
        dense({ type: 'cliff' as const, by, per, of, tiers: fill(bounds, 'rate', rates) }),
      );
    });

const cliffByOther = ({ kind, others }: Setting): fc.Arbitrary<Rate> =>
  fc
    .record({ other: reading(others), rates: four(rateValue(kind)) })
    .map(({ other: { component, from }, rates }): Rate => ({
      type: 'cliff',
      by: { component },
      tiers: fill(from, 'rate', rates),
    }));

/** Rows and columns each read the own component or another; cells are shares of the target, amounts or rates. */
function matrix(setting: Setting): fc.Arbitrary<Rate> {
  const { space, kind, others } = setting;
  const own = bys(kind)
    .chain((by) => boundsBy(setting, by))
    .map((from): Axis => ({ from }));
  const other: fc.Arbitrary<Axis> = others.length > 0 ? reading(others) : own;
  const sides: fc.Arbitrary<[Axis, Axis]> = space.wide
    ? fc.oneof(
        fc.tuple(own, other),
        fc.tuple(other, own),
        fc.tuple(own, own),
        kind === 'blend' ? fc.tuple(own, other) : fc.tuple(other, other),
      )
    : fc.tuple(own, other);
  return fc
    .record({
      sides,
      hasRates: hasSlices(kind) ? fc.boolean() : fc.constant(false),
      cells: four(fc.integer({ min: 0, max: 40 })),
      rates: four(space.wide ? rateValue(kind) : onMoney(kind) ? percent(0, 40) : fc.integer({ min: 0, max: 60 })),
    })
    .map(({ sides: [rows, columns], hasRates, cells, rates }): Rate => {
      const cell = (i: number): Amount => {
        const n = cells[i % 4] ?? 0;
        return hasRates ? (rates[i % 4] ?? 0) : n % 2 === 0 ? `${n * 4}%` : n * 100;
      };
      const grid = rows.from.map((_, i) => columns.from.map((__, k) => cell(i + k)));
      return { type: 'matrix', rows, columns, [hasRates ? 'rates' : 'pays']: grid };
    });
}

/** A rate table for a component of some kind. */
export function tableOf(setting: Setting): fc.Arbitrary<Rate> {
  const { space, kind, others } = setting;
  const slices = hasSlices(kind);
  return fc.oneof(
    curve,
    bonus(setting),
    every(setting),
    ...(slices ? [marginal(setting), marginal(setting), cliff(setting)] : []),
    ...(slices && others.length > 0 ? [cliffByOther(setting)] : []),
    ...(space.steps && (space.wide || others.length > 0) ? [matrix(setting)] : []),
  );
}
