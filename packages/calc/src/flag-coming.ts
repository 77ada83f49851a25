// The open deals that a component counts in its window if they are won: how many, what they bring, the largest.
import type { MeasureCredits } from './flag-credits.ts';
import type { OpenDeals } from './flag-open.ts';
import { fraction, zero, type Fraction } from './fraction.ts';
import type { Day } from './period.ts';

/** Some of the deals that a component counts in its window. */
interface Sum {
  readonly count: number;
  readonly total: Fraction;
}

/** A deal that brings something. */
export interface Bringing {
  readonly row: number;
  readonly value: Fraction;
}

export interface Coming extends Sum {
  /** What the deal of a row brings × `scale`; null where it is not among them. */
  readonly amount: (row: number) => number | bigint | null;
  readonly scale: bigint;
  /** The same, exactly; not always in lowest terms. */
  readonly value: (row: number) => Fraction | null;
  /** Those that bring more than nothing. */
  readonly gains: Sum;
  /** The one that brings most, of several the one whose record comes first. */
  readonly largest: Bringing | null;
}

/** What comes of open deals up to a day; `dayOf` is the day on which each counts. */
export function comingOf(
  credits: MeasureCredits | undefined,
  { count, isBefore }: Pick<OpenDeals, 'count' | 'isBefore'>,
  dayOf: (row: number) => Day | null,
  last: Day,
): Coming {
  if (!credits) return nothing;
  const { scale } = credits;
  const amount: Coming['amount'] = (row) => {
    const credited = credits.amount(row);
    const day = credited === null ? null : dayOf(row);
    return day !== null && day <= last ? credited : null;
  };
  const [all, gains] = [counter(), counter()];
  let [largest, most]: [number, number | bigint] = [-1, 0];
  for (let row = 0; row < count; row++) {
    const brings = amount(row);
    if (brings === null) continue;
    all.add(brings);
    if (brings <= 0) continue;
    gains.add(brings);
    if (brings > most || (brings >= most && isBefore(row, largest))) [largest, most] = [row, brings];
  }
  // Of one measure all have one denominator.
  const valueOf = (brings: number | bigint): Fraction => ({ n: BigInt(brings), d: scale });
  return {
    ...all.sum(scale),
    amount,
    scale,
    value: (row) => {
      const brings = amount(row);
      return brings === null ? null : valueOf(brings);
    },
    gains: gains.sum(scale),
    largest: largest < 0 ? null : { row: largest, value: valueOf(most) },
  };
}

const nothing: Coming = {
  count: 0,
  total: zero,
  amount: () => null,
  scale: 1n,
  value: () => null,
  gains: { count: 0, total: zero },
  largest: null,
};

/** Adds whole numbers, as numbers while that is safe. */
function counter(): { readonly add: (amount: number | bigint) => void; readonly sum: (scale: bigint) => Sum } {
  let [count, safely, rest] = [0, 0, 0n];
  return {
    add: (amount) => {
      count++;
      if (typeof amount === 'number' && Number.isSafeInteger(safely + amount)) safely += amount;
      else rest += BigInt(amount);
    },
    sum: (scale) => ({ count, total: fraction(BigInt(safely) + rest, scale) }),
  };
}
