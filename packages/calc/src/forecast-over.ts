// A plan over the outcomes of its deals: what each outcome pays in all, its components, and which deals move that.
import { parseDecimal, printMinor } from './decimal.ts';
import type { Counted } from './forecast-deals.ts';
import { outcomesOf, type Moved } from './forecast-outcomes.ts';
import { payOf, type Ending } from './forecast-pay.ts';
import type { Mover, Outcomes } from './forecast-result.ts';
import { accountUntil, type Closing } from './forecast-run.ts';
import { chanceError, sharesOf, type Weighed } from './forecast-spread.ts';
import type { Weight } from './forecast-component.ts';
import { magnitude, round } from './fraction.ts';
import { fit } from './money.ts';
import { compareText } from './order.ts';
import type { Day } from './period.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';

export interface Over {
  readonly outcomes: Outcomes;
  /** How many were drawn; null where they are all of them. */
  readonly draws: number | null;
  /** What all components earn, in minor units. */
  readonly totals: Weighed;
  /** By closing, how it ends. */
  readonly endings: readonly (readonly Weight[])[];
  readonly movers: readonly Mover[];
}

/** The outcomes of those deals that have a chance; the others stay as they stand. */
export function overOutcomes(
  held: Snapshot,
  own: SnapshotPlan,
  closings: readonly Closing[],
  counted: readonly Counted[],
  horizon: Day,
  digits: number,
): Over {
  const deals = counted.flatMap((one) => (one.chance ? [{ ...one, chance: one.chance }] : []));
  const wins = deals.map(({ won }) => won);
  const pay = payOf(
    {
      without: accountUntil(held, own, wins, horizon, 'before'),
      won: accountUntil(held, own, wins, horizon),
      lost: accountUntil(
        held,
        own,
        deals.map(({ lost }) => lost),
        horizon,
      ),
    },
    closings,
    deals.map(({ id }) => id),
  );
  const { isExact, columns, count, weights, moved } = outcomesOf(
    pay.digits,
    deals.map(({ chance }) => doubleOf(chance.won)),
  );
  const endings: (readonly Ending[])[] = [];
  const totals = Array.from({ length: count }, (_, i) => {
    const list = pay.at(columns, i);
    if (i < weights.length) endings.push(list);
    return fit(list.reduce((sum, { paid }) => sum + paid, 0n));
  });
  const shares = sharesOf(totals);
  const minor = (share: number): bigint => round(shares.back(share), 'half-even');
  const means = moved(totals.map(shares.of));
  const draws = isExact ? null : weights.length;
  return {
    outcomes: {
      method: isExact ? 'exact' : 'sampled',
      n: weights.length,
      deals: deals.length,
      error: draws === null ? null : chanceError(draws),
    },
    draws,
    totals: { values: totals.slice(0, weights.length), weights },
    endings: closings.map((_, place) => {
      const list = weights.map((weight, i) => ({ ending: endings[i]?.[place] as Ending, weight }));
      return isExact ? together(list) : list;
    }),
    movers: deals
      .map(({ id, name, chance }, i) => {
        const { mean, error } = means[i] as Moved;
        return { id, name, chance, moves: minor(mean), error: minor(error) };
      })
      .sort((a, b) => Number(magnitude(b.moves) - magnitude(a.moves)) || compareText(a.id, b.id))
      .map(({ id, name, chance, moves, error }) => ({
        record: id,
        name,
        chance,
        moves: printMinor(moves, digits),
        error: isExact ? null : printMinor(error, digits),
      })),
  };
}

/** Outcomes in which a component ends the same way, each way once. */
function together(list: readonly Weight[]): Weight[] {
  const weightOf = new Map<Ending, number>();
  for (const { ending, weight } of list) weightOf.set(ending, (weightOf.get(ending) ?? 0) + weight);
  return Array.from(weightOf, ([ending, weight]) => ({ ending, weight }));
}

/** A chance as a double, which a probability may be. */
function doubleOf(chance: string | undefined): number {
  const exact = parseDecimal(chance);
  return exact ? Number(exact.n) / Number(exact.d) : 0;
}
