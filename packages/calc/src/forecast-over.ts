// A plan over the outcomes of its deals: what each outcome pays in all, its components, and which deals move that.
import { parseDecimal, printMinor } from './decimal.ts';
import type { Counted } from './forecast-deals.ts';
import { outcomesOf, type Bet } from './forecast-outcomes.ts';
import { payOf } from './forecast-pay.ts';
import type { Mover, Outcomes } from './forecast-result.ts';
import { accountUntil, type Closing } from './forecast-run.ts';
import { chanceError, sharesOfLargest, type Weighed } from './forecast-spread.ts';
import type { Outcome } from './forecast-component.ts';
import type { Standing } from './component.ts';
import { round } from './fraction.ts';
import type { Int } from './ledger.ts';
import { fit } from './money.ts';
import { compareText } from './order.ts';
import type { Day } from './period.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';

export interface Over {
  readonly outcomes: Outcomes;
  /** How many were drawn; null where they are all of them. */
  readonly draws: number | null;
  /** What all components earn, in minor units. */
  readonly totals: readonly Weighed[];
  /** By closing, the standings that differ. */
  readonly standings: readonly (readonly Outcome[])[];
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
  const bets = pay.bets.map((bet, i): Bet => ({ ...bet, p: doubleOf(deals[i]?.chance.won) }));
  const movable = [...bets.keys()].filter((i) => bets[i]?.won !== bets[i]?.lost);
  const start = bets.reduce((state, { won, lost }) => (won === lost ? state + won : state), pay.start);
  const { isExact, states, weights, others, moved } = outcomesOf(
    start,
    movable.map((i) => bets[i] as Bet),
  );
  const known = new Map<Int, { readonly standings: readonly Standing[]; readonly total: Weighed['value'] }>();
  for (const state of [...states, ...others]) {
    if (known.has(state)) continue;
    const standings = pay.at(state);
    known.set(state, { standings, total: fit(standings.reduce((sum, { paid }) => sum + paid, 0n)) });
  }
  const totalOf = (state: Int): Weighed['value'] => known.get(state)?.total as Weighed['value'];
  const shares = sharesOfLargest([...known.values()].map(({ total }) => total));
  const money = (share: number): string => printMinor(round(shares.back(share), 'half-even'), digits);
  const moves = new Map(moved((state) => shares.of(totalOf(state))).map((one, i) => [movable[i], one]));
  const draws = isExact ? null : states.length;
  return {
    outcomes: {
      method: isExact ? 'exact' : 'sampled',
      n: states.length,
      deals: deals.length,
      error: draws === null ? null : chanceError(draws),
    },
    draws,
    totals: states.map((state, i) => ({ value: totalOf(state), weight: weights[i] as number })),
    standings: closings.map((_, place) => {
      const weightOf = new Map<Standing, number>();
      states.forEach((state, i) => {
        const standing = known.get(state)?.standings[place] as Standing;
        weightOf.set(standing, (weightOf.get(standing) ?? 0) + (weights[i] as number));
      });
      return Array.from(weightOf, ([standing, weight]) => ({ standing, weight }));
    }),
    movers: deals
      .map((deal, i) => ({ deal, ...(moves.get(i) ?? { mean: 0, error: 0 }) }))
      .sort((a, b) => Math.abs(b.mean) - Math.abs(a.mean) || compareText(a.deal.id, b.deal.id))
      .map(({ deal: { id, name, chance }, mean, error }) => ({
        record: id,
        name,
        chance,
        moves: money(mean),
        error: isExact ? null : money(error),
      })),
  };
}

/** A chance as a double, which a probability may be. */
function doubleOf(chance: string | undefined): number {
  const exact = parseDecimal(chance);
  return exact ? Number(exact.n) / Number(exact.d) : 0;
}
