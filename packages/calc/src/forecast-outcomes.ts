// The outcomes of open deals that are won or lost independently: all of them, or a sample that is the same every time.
import { isSafe } from './fraction.ts';
import type { Int } from './ledger.ts';

/** A digit of an outcome: how many values it has, and what each deal adds to it if it is won, and if it is lost. */
export interface Digit {
  readonly size: bigint;
  readonly won: readonly bigint[];
  readonly lost: readonly bigint[];
}

/** The digits of outcomes, each in a column: of numbers where all of its values are safe ones. */
export type Columns = readonly ArrayLike<Int>[];

/** What a deal moves a figure by: the mean if it is won less the mean if it is lost. */
export interface Moved {
  readonly mean: number;
  /** One standard error; 0 where it is exact. */
  readonly error: number;
}

export interface Distribution {
  readonly isExact: boolean;
  /** Of the outcomes, and then of others that `moved` reads besides. */
  readonly columns: Columns;
  /** How many there are with the others. */
  readonly count: number;
  /** Of the outcomes alone: they add up to 1. */
  readonly weights: readonly number[];
  /** By deal, from a figure of each of them all. */
  readonly moved: (figures: readonly number[]) => Moved[];
}

/** More outcomes that differ are sampled. */
const mostOutcomes = 4096;
const draws = 2048;

/** A deal by its chance, and by what it adds to the state of an outcome. */
interface Bet {
  readonly p: number;
  readonly won: Int;
  readonly lost: Int;
}

/** A deal that moves something, by its chance and its index among all. */
interface Chance {
  readonly p: number;
  readonly deal: number;
}

/** The outcomes of deals by their chances. */
export function outcomesOf(digits: readonly Digit[], chances: readonly number[]): Distribution {
  const movable = chances.flatMap((p, deal) =>
    digits.some(({ won, lost }) => won[deal] !== lost[deal]) ? [{ p, deal }] : [],
  );
  const { bets, columnsOf } = packed(digits, movable);
  const layers = isMany(digits, movable) ? null : convolve(bets);
  const found = layers ? exactly(layers, bets, columnsOf) : sampled(digits, movable);
  return {
    ...found,
    moved: (figures) => {
      const means = new Map(found.moved(figures).map((one, i) => [movable[i]?.deal, one]));
      return chances.map((_, deal) => means.get(deal) ?? { mean: 0, error: 0 });
    },
  };
}

/** All digits in one integer, each in a place of its own: the states of outcomes add up as their digits do. */
function packed(digits: readonly Digit[], movable: readonly Chance[]) {
  const places: bigint[] = [];
  const all = digits.reduce((stride, one) => (places.push(stride), stride * one.size), 1n);
  const kind = (value: bigint): Int => (isSafe(all) ? Number(value) : value) as Int;
  const sum = (deal: number, side: 'won' | 'lost'): Int =>
    kind(digits.reduce((total, one, i) => total + (one[side][deal] as bigint) * (places[i] as bigint), 0n));
  const sizes = digits.map((one) => ({ size: kind(one.size), isNumber: isSafe(one.size) }));
  return {
    bets: movable.map(({ p, deal }): Bet => ({ p, won: sum(deal, 'won'), lost: sum(deal, 'lost') })),
    columnsOf: (states: readonly Int[]): Columns => {
      let rests = states;
      return sizes.map(({ size, isNumber }) => {
        const column = rests.map((rest) => rest % size);
        rests = rests.map((rest, i) => (rest - (column[i] as Int)) / size);
        return isNumber ? Float64Array.from(column, Number) : column;
      });
    },
  };
}

/** Do so many deals have a digit to themselves that more outcomes differ than are looked at one by one? */
function isMany(digits: readonly Digit[], movable: readonly Chance[]): boolean {
  const own = new Set(digits.flatMap(({ size, won }) => (size === 2n ? [won.indexOf(1n)] : [])));
  return 2 ** movable.filter(({ deal }) => own.has(deal)).length > mostOutcomes;
}

type Layer = ReadonlyMap<Int, number>;

/** The probability of each state before each deal, and after the last; null where too many states differ. */
function convolve(bets: readonly Bet[]): Layer[] | null {
  const nothing = bets.some(({ won }) => typeof won === 'bigint') ? 0n : 0;
  const layers: Layer[] = [new Map([[nothing as Int, 1]])];
  for (const { p, won, lost } of bets) {
    const next = new Map<Int, number>();
    for (const [state, weight] of layers.at(-1) as Layer) {
      next.set(state + won, (next.get(state + won) ?? 0) + weight * p);
      next.set(state + lost, (next.get(state + lost) ?? 0) + weight * (1 - p));
    }
    if (next.size > mostOutcomes) return null;
    layers.push(next);
  }
  return layers;
}

function exactly(
  layers: readonly Layer[],
  bets: readonly Bet[],
  columnsOf: (states: readonly Int[]) => Columns,
): Distribution {
  const last = layers.at(-1) as Layer;
  const states = [...last.keys()];
  return {
    isExact: true,
    columns: columnsOf(states),
    count: states.length,
    weights: [...last.values()],
    moved: (figures) => {
      // From the last deal back: the mean of the figure from each state on.
      let means: Layer = new Map(states.map((state, i) => [state, figures[i] as number]));
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
function sampled(digits: readonly Digit[], movable: readonly Chance[]): Distribution {
  const random = generator();
  const looked = turnedIn(movable.length);
  const count = draws + looked * movable.length;
  const columns = digits.map(({ size }) => columnOf(size, count));
  const order = Uint16Array.from({ length: draws }, (_, k) => k);
  const moves = movable.map(({ deal }) => movesOf(digits, columns, deal));
  const isWon = movable.map(({ p }, i) => {
    shuffle(order, random);
    const wins = new Uint8Array(draws);
    const offset = random();
    for (let k = 0; k < draws; k++) wins[k] = ((order[k] as number) + offset) / draws < p ? 1 : 0;
    for (const { column, won, lost } of moves[i] ?? [])
      for (let k = 0; k < draws; k++) column[k] = (column[k] as Int) + (wins[k] ? won : lost);
    return wins;
  });
  const placeOf = (i: number, k: number): number => draws + i * looked + k;
  for (const column of columns)
    for (const i of movable.keys()) for (let k = 0; k < looked; k++) column[placeOf(i, k)] = column[k] as Int;
  moves.forEach((own, i) => {
    for (const { column, won, lost } of own)
      for (let k = 0; k < looked; k++) {
        const [is, other] = isWon[i]?.[k] ? [won, lost] : [lost, won];
        column[placeOf(i, k)] = (column[k] as Int) - is + other;
      }
  });
  return {
    isExact: false,
    columns,
    count,
    weights: Array.from({ length: draws }, () => 1 / draws),
    moved: (figures) =>
      moves.map((_, i) => {
        const differences = Array.from({ length: looked }, (_one, k) => {
          const more = (figures[k] as number) - (figures[placeOf(i, k)] as number);
          return isWon[i]?.[k] ? more : -more;
        });
        const mean = differences.reduce((sum, one) => sum + one, 0) / looked;
        const squares = differences.reduce((sum, one) => sum + (one - mean) ** 2, 0);
        return { mean, error: Math.sqrt(squares / (looked - 1) / looked) };
      }),
  };
}

/** A column of zeros for a digit of so many values. */
function columnOf(size: bigint, count: number): Int[] {
  if (!isSafe(size)) return Array.from({ length: count }, () => 0n as unknown as Int);
  return (size === 2n ? new Uint8Array(count) : new Float64Array(count)) as unknown as Int[];
}

/** The columns that a deal moves, and by what. */
function movesOf(digits: readonly Digit[], columns: readonly Int[][], deal: number) {
  return digits.flatMap(({ size, won, lost }, i) => {
    const kind = (value: bigint | undefined): Int => (isSafe(size) ? Number(value) : value) as Int;
    if (won[deal] === lost[deal]) return [];
    return [{ column: columns[i] as Int[], won: kind(won[deal]), lost: kind(lost[deal]) }];
  });
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
