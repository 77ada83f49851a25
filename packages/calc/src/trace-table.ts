// The trace of a payout table: the plan's tiers, points and cells as lines with the bounds at which they begin.
import type { Standing } from './component.ts';
import { parsePercent } from './decimal.ts';
import { compare, multiply, one, zero } from './fraction.ts';
import type { Trace } from './result.ts';
import { isPercent, readsAttainment, table } from './table.ts';
import {
  all,
  isZero,
  leaf,
  minus,
  nil,
  node,
  over,
  positive,
  reached,
  sum,
  times,
  valueOf,
  type Given,
} from './trace-node.ts';
import type { QuotaTrace } from './trace-quota.ts';

type Amount = string | number;

/** What a component's tables are told with. */
export interface Setting {
  readonly standing: Standing;
  /** Reads the component in the plan. */
  readonly own: Given;
  readonly quota: QuotaTrace;
  readonly currency: string;
  /** Unit of the position. */
  readonly unit: string;
  /** What another component says: its attainment for a percentage, else its position. */
  readonly read: (component: string, bound: Amount) => Trace;
}

/** What a table makes of what is read, such as the position. */
export type Pays = (read: Trace) => Trace;

export const tableLabel = 'By the table';
export const rateLabel = 'Rate reached';

/** A line, named by the bound at which it begins, as the plan writes it. */
const line = (from: Trace, ...pays: Trace[]): Trace =>
  node('line', [from, ...pays], from === everywhere ? 'Everywhere' : `From ${from.inputs[0]?.formula ?? from.result}`);
const everywhere = leaf('none', '', 'everywhere', null, '');

/** Of what is given at the bounds that another component may reach, the last that it does. */
function lastReached(
  { own, read }: Setting,
  id: string,
  bounds: readonly Amount[],
  key: (i: number) => string,
  of: (i: number) => Trace,
  label?: string,
): Trace {
  return node(
    'last',
    bounds.map((bound, i) => node('option', [reached(read(id, bound), own(key(i))), of(i)])),
    label,
  );
}

const slope = (from: readonly Trace[], to: readonly Trace[]): Trace =>
  over([minus([to[1] as Trace, from[1] as Trace]), minus([to[0] as Trace, from[0] as Trace])]);

/** A modifier: what it makes of another component's reading. */
export function modifierTrace(setting: Setting, i: number): Trace {
  const { standing, own, read } = setting;
  const { component, tiers, points = [] } = (standing.component.modifiers ?? [])[i] ?? { component: '' };
  const key = `modifiers[${i}]`;
  const label = `Modifier by ${component}`;
  if (tiers) {
    const at = (name: string) => (k: number) => `${key}.tiers[${k}].${name}`;
    return lastReached(
      setting,
      component,
      tiers.map(({ from }) => from),
      at('from'),
      (k) => own(at('times')(k)),
      label,
    );
  }
  const ends = points.map((_, k) => [own(`${key}.points[${k}].at`), own(`${key}.points[${k}].times`)] as const);
  const bound = points.map(({ at }) => at).find(isPercent) ?? 0;
  const lines = ends.map(([at, pays], k) => {
    const next = ends[k + 1];
    return next ? line(at, pays, slope([at, pays], next), at) : line(at, pays);
  });
  return node('table', [read(component, bound), ...lines], label);
}

/** The table of a component as a function of what it reads. `byRate` has the rate of the tier instead of what it pays. */
export function paysFor(setting: Setting, byRate = false): Pays {
  const { standing, own, quota, currency, unit } = setting;
  const { rate, blend } = standing.component;
  const { rampedToZero } = standing.quota;
  const readsOwn = readsAttainment(rate);
  // With a quota that a ramp made 0 the attainment is 1 at every position: the table is read at 100 % of a quota of 1.
  const isMet = !blend && rampedToZero && readsOwn && rate.type !== 'matrix';
  const amount = blend || isMet ? all : quota.amount;
  const target = quota.target ?? nil(currency);
  const none = nil(currency);
  const start = nil(unit);
  const bound = (key: string): Trace => {
    const written = own(key, unit);
    return written.unit === '%' ? times([written, amount ?? start]) : written;
  };
  const against = rampedToZero ? quota.unramped : quota.amount;
  const rateAt = (key: string): Trace => {
    const written = own(key);
    return written.unit === 'x'
      ? times([written, quota.target && against ? over([target, against], 'Base rate') : nil('%')])
      : written;
  };
  const paid = (key: string): Trace => {
    const written = own(key, currency);
    return written.unit === '%' ? times([written, target]) : written;
  };
  const steps = (read: Trace): Trace =>
    times(
      [node('whole', [over([positive(read), bound('rate.every')], '', { unit: '' })]), own('rate.pays', currency)],
      tableLabel,
    );
  const linesOf = (): Trace[] => {
    switch (rate.type) {
      case 'marginal': {
        const tiers = rate.tiers.map(
          (_, i) => [bound(`rate.tiers[${i}].from`), rateAt(`rate.tiers[${i}].rate`)] as const,
        );
        const full = tiers.slice(1).map(([from], i) => {
          const [below, per] = tiers[i] as readonly [Trace, Trace];
          return times([minus([from, below]), per], '', { unit: currency });
        });
        return tiers.map(([from, per], i) => {
          const begin = i === 0 && isZero(from) ? everywhere : from;
          return byRate ? line(begin, per) : line(begin, sum(full.slice(0, i), '', { unit: currency }), per, from);
        });
      }
      case 'cliff': {
        const { by, of, tiers } = rate;
        const per = (i: number): Trace => rateAt(`rate.tiers[${i}].rate`);
        const from = (i: number): string => `rate.tiers[${i}].from`;
        if (typeof by === 'object')
          return [
            line(
              start,
              none,
              lastReached(
                setting,
                by.component,
                tiers.map((tier) => tier.from),
                from,
                per,
              ),
            ),
          ];
        return tiers.map((_, i) => line(bound(from(i)), none, per(i), ...(of === 'above' ? [bound(from(0))] : [])));
      }
      case 'curve': {
        const points = rate.points.map(
          (_, i) => [bound(`rate.points[${i}].at`), times([own(`rate.points[${i}].pays`), target])] as const,
        );
        const [first, pays] = points[0] as readonly [Trace, Trace];
        const isFlat = (valueOf(first)?.n ?? 0n) > 0n && rate.below !== 'nothing';
        return [
          ...(isFlat ? [line(start, pays)] : []),
          ...points.map((point, i) => {
            const [from, to] = points[i + 1]
              ? [point, points[i + 1]]
              : [rate.beyond === 'extend' ? points[i - 1] : undefined, point];
            return from && to ? line(...point, slope(from, to), point[0]) : line(...point);
          }),
        ];
      }
      case 'bonus': {
        const pays = (rate.tiers ?? []).map((_, i) => own(`rate.tiers[${i}].pays`, currency));
        return pays.map((one_, i) =>
          line(bound(`rate.tiers[${i}].from`), rate.stack ? sum(pays.slice(0, i + 1)) : one_),
        );
      }
      case 'matrix':
        return matrixLines();
    }
  };

  /** A side that reads another component stands still; with an own one a line begins at each of its bounds. */
  function matrixLines(): Trace[] {
    if (rate.type !== 'matrix') return [];
    const kernel = blend ? { ...standing.quota, amount: one, rampedToZero: false } : standing.quota;
    const { rates } = rate;
    const cell = (r: number, c: number): Trace =>
      rates ? rateAt(`rate.rates[${r}][${c}]`) : paid(`rate.pays[${r}][${c}]`);
    const isOwn = (side: 'rows' | 'columns'): boolean => rate[side].component === undefined;
    const across = (side: 'rows' | 'columns', index: number, of: (index: number) => Trace): Trace =>
      isOwn(side)
        ? of(index)
        : lastReached(setting, rate[side].component ?? '', rate[side].from, (i) => `rate.${side}.from[${i}]`, of);
    return table(rate, kernel)
      .segments.slice(1)
      .flatMap(({ from }) => {
        const begin = from ?? zero;
        const indexOf = (side: 'rows' | 'columns'): number =>
          isOwn(side)
            ? rate[side].from.findLastIndex((written) => {
                const value = parsePercent(written) ?? zero;
                const at = isPercent(written) ? kernel.amount : one;
                if (isPercent(written) && kernel.rampedToZero) return compare(one, value) >= 0;
                return at !== null && at.n !== 0n && compare(begin, multiply(value, at)) >= 0;
              })
            : 0;
        const [r, c] = [indexOf('rows'), indexOf('columns')];
        if (r < 0 || c < 0) return [];
        const sides = (['rows', 'columns'] as const)
          .filter(isOwn)
          .map((side) => bound(`rate.${side}.from[${side === 'rows' ? r : c}]`));
        const value = across('rows', r, (row) => across('columns', c, (column) => cell(row, column)));
        const at = begin.n ? node('greatest', sides) : start;
        return [rates ? line(at, none, value) : line(at, value)];
      });
  }

  const isEvery = rate.type === 'bonus' && rate.every !== undefined;
  const isEmpty =
    rate.type !== 'matrix' &&
    ((readsOwn && (!amount || isZero(amount))) || (isEvery && (valueOf(bound('rate.every'))?.n ?? 0n) <= 0n));
  const label = byRate ? rateLabel : tableLabel;
  const read =
    (lines: readonly Trace[]): Pays =>
    (input) =>
      node('table', [input, ...lines], label, byRate ? {} : { unit: currency });
  if (isEmpty) return read([]);
  if (isEvery && !isMet) return steps;
  const lines = isEvery ? [] : linesOf();
  if (!isMet) return read(lines);
  const met = isEvery ? steps(all) : node('table', [all, ...lines], 'At 100 %');
  const perUnit = rate.type === 'marginal' || rate.type === 'cliff';
  const base = perUnit && !byRate ? [none] : [];
  const goesOn = rate.type === 'marginal' && lines[0]?.inputs[0] === everywhere;
  // `crossing: whole` takes credits at the rate of the tier, and pays nothing for the position as such.
  const rateMet =
    rate.type === 'marginal' && rate.crossing === 'whole' && !byRate ? paysFor(setting, true)(start) : met;
  return read([
    ...(goesOn ? [line(everywhere, ...base, rateAt('rate.tiers[0].rate'))] : []),
    line(start, ...base, rateMet),
  ]);
}
