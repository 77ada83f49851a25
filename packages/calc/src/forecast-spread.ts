// Figures over outcomes: quantiles, means and chances, and how far a sample's may be off.
import { printDecimal, tenTo } from './decimal.ts';
import { fraction, round, type Fraction } from './fraction.ts';
import { fit } from './money.ts';
import type { Spread } from './forecast-result.ts';

/** An integer, and a bigint only where a number would not be safe. */
export type Whole = number | bigint;

/** A figure in one outcome or several alike, in units of a decimal place. */
export interface Weighed {
  readonly value: Whole;
  readonly weight: number;
}

/** Integers as shares of the largest of them and back, so that none is too large for a double. */
export interface Shares {
  readonly of: (value: Whole) => number;
  readonly back: (share: number) => Fraction;
}

const fine = 2n ** 52n;

export function sharesOfLargest(values: readonly Whole[]): Shares {
  let largest: Whole = 1;
  for (const value of values) {
    const magnitude = value < 0 ? -value : value;
    if (magnitude > largest) largest = magnitude;
  }
  const most = BigInt(largest);
  return {
    of: (value) =>
      typeof value === 'number' && typeof largest === 'number'
        ? value / largest
        : Number((BigInt(value) * fine) / most) / Number(fine),
    back: (share) => fraction(BigInt(Math.round(share * Number(fine))) * most, fine),
  };
}

/** The sum of weights, as a chance from 0 to 1. */
export const printChance = (weight: number): string =>
  printDecimal(fraction(BigInt(Math.round(Math.min(1, Math.max(0, weight)) * 1e6)), 1_000_000n));

/** The largest standard error of a chance from so many draws. */
export const chanceError = (draws: number): string => printChance(0.5 / Math.sqrt(draws));

/** Sums of weights that differ by less are the same sum in another order. */
const close = 1e-9;

/** Quantiles and mean of a figure; `draws` where its outcomes are sampled. */
export function spreadOf(
  list: readonly Weighed[],
  draws: number | null,
  print: (value: Whole) => string,
  printMean = print,
): Spread {
  const sorted = list.toSorted((a, b) => (a.value < b.value ? -1 : a.value > b.value ? 1 : 0));
  const total = sorted.reduce((sum, { weight }) => sum + weight, 0);
  const quantile = (part: number): Whole => {
    let sum = 0;
    for (const { value, weight } of sorted) if ((sum += weight / total) >= part - close) return value;
    return sorted.at(-1)?.value ?? 0;
  };
  const shares = sharesOfLargest(sorted.map(({ value }) => value));
  const shared = sorted.map(({ value, weight }) => ({ share: shares.of(value), weight: weight / total }));
  const mean = shared.reduce((sum, { share, weight }) => sum + share * weight, 0);
  const nearest = (share: number): Whole => fit(round(shares.back(share), 'half-even'));
  const spread = {
    p10: print(quantile(0.1)),
    p50: print(quantile(0.5)),
    p90: print(quantile(0.9)),
    mean: printMean(nearest(mean)),
  };
  if (draws === null) return { ...spread, error: null };
  const around = (part: number): string => {
    const [width, middle] = [2 * Math.sqrt((part * (1 - part)) / draws), BigInt(quantile(part))];
    const below = middle - BigInt(quantile(part - width));
    const above = BigInt(quantile(part + width)) - middle;
    return print(fit(below > above ? below : above));
  };
  const variance = shared.reduce((sum, { share, weight }) => sum + (share - mean) ** 2 * weight, 0);
  return {
    ...spread,
    error: {
      p10: around(0.1),
      p50: around(0.5),
      p90: around(0.9),
      mean: printMean(nearest(Math.sqrt(variance / draws))),
    },
  };
}

const places = 12;

/** A position as an integer of the decimals that are printed of it. */
export const toPlaces = ({ n, d }: Fraction): Whole => fit(round({ n: n * tenTo(places), d }, 'half-even'));
export const printPlaces = (value: Whole): string => printDecimal(fraction(BigInt(value), tenTo(places)));
/** Means are made of doubles, which are sure of fewer decimals. */
export const printMean = (value: Whole): string => printDecimal(fraction(BigInt(value), tenTo(places)), 6);
