// Figures over outcomes: quantiles, means and chances, and how far a sample's may be off.
import { printDecimal, tenTo } from './decimal.ts';
import { add, fraction, isSafe, round, type Fraction } from './fraction.ts';
import { fit } from './money.ts';
import type { Spread } from './forecast-result.ts';

/** An integer, and a bigint only where a number would not be safe. */
export type Whole = number | bigint;

/** A figure by outcome, each of a weight. */
export interface Weighed {
  readonly values: ArrayLike<Whole>;
  readonly weights: readonly number[];
}

/** Integers as shares of what lies between the least and the most of them, so that a double tells them apart. */
export interface Shares {
  readonly least: Whole;
  readonly of: (value: Whole) => number;
  /** What a share, or a difference of two, is of that. */
  readonly back: (share: number) => Fraction;
}

const fine = 2n ** 52n;

export function sharesOf(values: ArrayLike<Whole>): Shares {
  let [least, most]: [Whole, Whole] = [values[0] ?? 0, values[0] ?? 0];
  for (let i = 0; i < values.length; i++) {
    const value = values[i] as Whole;
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const all = BigInt(most) - BigInt(least) || 1n;
  const isSmall = typeof least === 'number' && typeof most === 'number' && isSafe(all);
  const [start, width] = [Number(least), Number(all)];
  return {
    least,
    of: (value) =>
      isSmall ? (Number(value) - start) / width : Number(((BigInt(value) - BigInt(least)) * fine) / all) / Number(fine),
    back: (share) => fraction(BigInt(Math.round(share * Number(fine))) * all, fine),
  };
}

/** The sum of weights, as a chance from 0 to 1. */
export const printChance = (weight: number): string =>
  printDecimal(fraction(BigInt(Math.round(Math.min(1, Math.max(0, weight)) * 1e6)), 1_000_000n));

/** The largest standard error of a chance from so many draws. */
export const chanceError = (draws: number): string => printChance(0.5 / Math.sqrt(draws));

/** Sums of weights that differ by less are the same sum in another order. */
const close = 1e-9;

/** Quantiles and mean of a figure; `draws` where its outcomes are sampled, which then weigh the same. */
export function spreadOf(
  figure: Weighed,
  draws: number | null,
  print: (value: Whole) => string,
  printMean = (mean: Fraction): string => print(fit(round(mean, 'half-even'))),
): Spread {
  const { values, weights } = draws === null ? sorted(figure) : sortedDraws(figure);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const quantile = (part: number): Whole => {
    let sum = 0;
    for (let i = 0; i < weights.length; i++)
      if ((sum += (weights[i] as number) / total) >= part - close) return values[i] as Whole;
    return values[values.length - 1] ?? 0;
  };
  const shares = sharesOf(values);
  const shared = weights.map((_, i) => shares.of(values[i] as Whole));
  const mean = weights.reduce((sum, weight, i) => sum + (shared[i] as number) * (weight / total), 0);
  const spread = {
    p10: print(quantile(0.1)),
    p50: print(quantile(0.5)),
    p90: print(quantile(0.9)),
    mean: printMean(add(shares.back(mean), fraction(BigInt(shares.least)))),
  };
  if (draws === null) return { ...spread, error: null };
  const around = (part: number): string => {
    const [width, middle] = [2 * Math.sqrt((part * (1 - part)) / draws), BigInt(quantile(part))];
    const below = middle - BigInt(quantile(part - width));
    const above = BigInt(quantile(part + width)) - middle;
    return print(fit(below > above ? below : above));
  };
  const variance = weights.reduce((sum, weight, i) => sum + ((shared[i] as number) - mean) ** 2 * (weight / total), 0);
  return {
    ...spread,
    error: {
      p10: around(0.1),
      p50: around(0.5),
      p90: around(0.9),
      mean: printMean(shares.back(Math.sqrt(variance / draws))),
    },
  };
}

function sorted({ values, weights }: Weighed): Weighed {
  const valueOf = (i: number): Whole => values[i] as Whole;
  const order = [...weights.keys()].sort((a, b) =>
    valueOf(a) < valueOf(b) ? -1 : valueOf(a) > valueOf(b) ? 1 : a - b,
  );
  return { values: order.map(valueOf), weights: order.map((i) => weights[i] as number) };
}

/** Draws weigh the same, so that their values are sorted alone. */
function sortedDraws({ values, weights }: Weighed): Weighed {
  for (let i = 0; i < values.length; i++) if (typeof values[i] !== 'number') return sorted({ values, weights });
  return { values: new Float64Array(values as ArrayLike<number>).sort(), weights };
}

const places = tenTo(12);

/** Positions as integers of one unit, that of all of them or the decimals that are printed; and how to print these. */
export function positionsOf(positions: readonly Fraction[]) {
  const [first] = positions;
  const isOne = positions.every(({ d }) => d === first?.d);
  const unit = isOne && first ? first.d : places;
  return {
    values: positions.map(({ n, d }) => fit(isOne ? n : round({ n: n * places, d }, 'half-even'))),
    print: (value: Whole): string => printDecimal(fraction(BigInt(value), unit)),
    /** Means are made of doubles, which are sure of fewer decimals. */
    printMean: ({ n, d }: Fraction): string => printDecimal(fraction(n, d * unit), 6),
  };
}
