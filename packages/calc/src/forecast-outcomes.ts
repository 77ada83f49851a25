// The outcomes of open deals that are won or lost independently: all of them, or a sample that is the same every time.
import type { Int } from './ledger.ts';

/** A deal by its chance, and by what it adds to the state of an outcome if it is won, and if it is lost. */
export interface Bet {
  readonly p: number;
  readonly won: Int;
  readonly lost: Int;
}

/** States with their weights, which add up to 1. */
export interface Weighted {
  readonly states: readonly Int[];
  readonly weights: readonly number[];
}

/** What a deal moves a figure of the state by: the mean if it is won less the mean if it is lost. */
export interface Moved {
  readonly mean: number;
  /** One standard error; 0 where it is exact. */
  readonly error: number;
}

export interface Distribution extends Weighted {
  readonly isExact: boolean;
  /** The states that `moved` reads besides. */
  readonly others: readonly Int[];
  readonly moved: (figure: (state: Int) => number) => Moved[];
}

/** More outcomes that differ are sampled. */
const mostStates = 4096;
const draws = 2048;

/** The outcomes of deals from a state on. */
export function outcomesOf(start: Int, bets: readonly Bet[]): Distribution {
  const layers = convolve(start, bets);
  return layers ? exactly(layers, bets) : sampled(start, bets);
}

type Layer = ReadonlyMap<Int, number>;

/** The probability of each state before each deal, and after the last; null where too many states differ. */
function convolve(start: Int, bets: readonly Bet[]): Layer[] | null {
  const layers: Layer[] = [new Map([[start, 1]])];
  for (const { p, won, lost } of bets) {
    const next = new Map<Int, number>();
    for (const [state, weight] of layers.at(-1) as Layer) {
      next.set(state + won, (next.get(state + won) ?? 0) + weight * p);
      next.set(state + lost, (next.get(state + lost) ?? 0) + weight * (1 - p));
    }
    if (next.size > mostStates) return null;
    layers.push(next);
  }
  return layers;
}

function exactly(layers: readonly Layer[], bets: readonly Bet[]): Distribution {
  const last = layers.at(-1) as Layer;
  return {
    isExact: true,
    states: [...last.keys()],
    weights: [...last.values()],
    others: [],
    moved: (figure) => {
      // From the last deal back: the mean of the figure from each state on.
      let means: Layer = new Map([...last.keys()].map((state) => [state, figure(state)]));
      const result: Moved[] = [];
      for (let i = bets.length - 1; i >= 0; i--) {
        const { p, won, lost } = bets[i] as Bet;
        const before = new Map<Int, number>();
        let mean = 0;
        for (const [state, weight] of layers[i] as Layer) {
          const [up, down] = [means.get(state + won) as number, means.get(state + lost) as number];
          mean += weight * (up - down);
          before.set(state, p * up + (1 - p) * down);
        }
        result.push({ mean, error: 0 });
        means = before;
      }
      return result.reverse();
    },
  };
}

/** So many of the draws are also looked at with each deal turned around, one at a time. */
const turnedIn = (deals: number): number => Math.max(16, Math.floor(draws / 2 / deals));

/**
 * Draws in which each deal is won as often as its chance says: of n equal parts of its chance each holds one draw, in an order
 * of its own. Their means are unbiased and no less sure than those of free draws, whose errors are stated.
 */
function sampled(start: Int, bets: readonly Bet[]): Distribution {
  const random = generator();
  const states = Array.from({ length: draws }, () => start);
  const order = Uint16Array.from(states.keys());
  const isWon = bets.map(({ p, won, lost }) => {
    shuffle(order, random);
    return states.map((_, k) => {
      const wins = ((order[k] as number) + random()) / draws < p;
      states[k] = (states[k] as Int) + (wins ? won : lost);
      return wins;
    });
  });
  const looked = states.slice(0, turnedIn(bets.length));
  const turned = bets.map(({ won, lost }, i) =>
    looked.map((state, k) => (isWon[i]?.[k] ? state - won + lost : state - lost + won)),
  );
  return {
    isExact: false,
    states,
    weights: states.map(() => 1 / draws),
    others: turned.flat(),
    moved: (figure) =>
      turned.map((list, i) => {
        const differences = list.map((other, k) => {
          const more = figure(looked[k] as Int) - figure(other);
          return isWon[i]?.[k] ? more : -more;
        });
        const mean = differences.reduce((sum, one) => sum + one, 0) / differences.length;
        const squares = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0);
        return { mean, error: Math.sqrt(squares / (differences.length - 1) / differences.length) };
      }),
  };
}

/** Numbers from 0 up to 1, always the same ones. */
function generator(): () => number {
  let seed = 0;
  return () => {
    seed = (seed + 0x6d_2b_79_f5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), seed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function shuffle(order: Uint16Array, random: () => number): void {
  for (let i = order.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    const one = order[i] as number;
    order[i] = order[j] as number;
    order[j] = one;
  }
}
