// The credits of a component over outcomes: where only their sum decides, the sum; where their order does too, which deals are won.
import type { Standing } from './component.ts';
import type { Columns, Digit } from './forecast-outcomes.ts';
import { gcd, isSafe, lcm, magnitude, type Fraction } from './fraction.ts';
import { join, ledger, pick, type Counted, type Int, type Ledger } from './ledger.ts';
import type { Bounds } from './payout.ts';
import { stepsOf, type Account } from './run.ts';

/** A plan without the deals of its outcomes, with all of them won, and with all of them lost. */
export interface Sides {
  readonly without: Account;
  readonly won: Account;
  readonly lost: Account;
}

/** The credits that one key of a component counts. */
export interface Axis {
  /** The digits of an outcome that decide them. */
  readonly digits: readonly number[];
  /** The credits of any outcome lie within these. */
  readonly bounds: Bounds & Pick<Ledger, 'at'>;
  /** How many of them come before those of all deals. */
  readonly first: number;
  /** Its lists hold until another outcome is asked for. */
  readonly tail: (columns: Columns, outcome: number) => Tail;
}

/** The credits of an outcome that come after the first ones, and the position after them. */
interface Tail {
  readonly position: Fraction;
  readonly amounts: readonly (number | bigint)[];
  /** Their places in the bounds; empty where the sum stands for all credits. */
  readonly places: readonly number[];
}

/** The credits of a component, without deals and of each deal on either side. */
export interface Credits {
  readonly without: Ledger;
  readonly won: Ledger;
  readonly lost: Ledger;
  /** The index of a credit's deal; undefined for others. */
  readonly dealOf: (what: Counted | undefined) => number | undefined;
}

/** What a key of a component counts in the window of a payment period. */
export function creditsOf(
  sides: Sides,
  { window: { start, end } }: Pick<Standing, 'window'>,
  index: number,
  key: string,
  deals: ReadonlyMap<string, number>,
): Credits {
  const until = Math.min(end, stepsOf(sides.without)[index]?.period.end ?? end);
  const of = (account: Account): Ledger => {
    const whole = stepsOf(account)[index]?.version.ledgerOf(key, until) as Ledger;
    const inside = [...whole.at.keys()].filter((i) => {
      const { day, id } = whole.at[i] as Counted;
      return start <= day && day <= until && (account === sides.without || deals.has(id));
    });
    return ledger(pick(whole, inside));
  };
  return {
    without: of(sides.without),
    won: of(sides.won),
    lost: of(sides.lost),
    dealOf: (what) => what && deals.get(what.id),
  };
}

/** The digits of outcomes, as axes add them. */
export class Digits {
  readonly list: Digit[] = [];
  readonly deals: number;
  readonly #bits = new Map<number, number>();

  constructor(deals: number) {
    this.deals = deals;
  }

  add(digit: Digit): number {
    return this.list.push(digit) - 1;
  }

  /** The digit that is 1 where a deal is won. */
  bit(deal: number): number {
    let place = this.#bits.get(deal);
    if (place === undefined) {
      const one = Array.from({ length: this.deals }, (_, i) => (i === deal ? 1n : 0n));
      place = this.add({ size: 2n, won: one, lost: one.map(() => 0n) });
      this.#bits.set(deal, place);
    }
    return place;
  }
}

/** Credits of which the sum decides: one credit of that sum. */
export function summedAxis({ without, won, lost, dealOf }: Credits, digits: Digits): Axis {
  const scale = [without, won, lost].reduce((common, one) => lcm(common, one.scale), 1n);
  const sums = (from: Ledger): bigint[] => {
    const list = Array.from({ length: digits.deals }, () => 0n);
    from.amounts.forEach((amount, i) => {
      const deal = dealOf(from.at[i]);
      if (deal !== undefined) list[deal] = (list[deal] as bigint) + BigInt(amount) * (scale / from.scale);
    });
    return list;
  };
  const [up, down] = [sums(won), sums(lost)];
  const low = up.map((sum, i) => (sum < (down[i] as bigint) ? sum : (down[i] as bigint)));
  const more = [up, down].map((list) => list.map((sum, i) => sum - (low[i] as bigint))) as [bigint[], bigint[]];
  const unit = more.flat().reduce(gcd, 0n) || 1n;
  const [upper, lower] = more.map((list) => list.map((sum) => sum / unit)) as [bigint[], bigint[]];
  const size = upper.reduce((total, sum, i) => total + sum + (lower[i] as bigint), 1n);
  const base = without.amounts.reduce<bigint>((sum, amount) => sum + BigInt(amount) * (scale / without.scale), 0n);
  const least = low.reduce((sum, one) => sum + one, base);
  const reach = [least, least + unit * size].map(magnitude).reduce((a, b) => (a > b ? a : b));
  const own = size > 1n ? digits.add({ size, won: upper, lost: lower }) : null;
  const [start, each] = [Number(least), Number(unit)];
  return {
    digits: own === null ? [] : [own],
    bounds: { scale, reach, amounts: [], at: [] },
    first: 0,
    tail: (columns, outcome) => {
      const digit = own === null ? 0 : (columns[own]?.[outcome] as Int);
      const sum = isSafe(reach) ? start + each * digit : least + unit * BigInt(digit);
      return { position: { n: BigInt(sum), d: scale }, amounts: [sum], places: [] };
    },
  };
}

/** Credits whose order decides: those of the deals that are won, and of the others as they are lost. */
export function orderedAxis({ without, won, lost, dealOf }: Credits, digits: Digits): Axis {
  const isWon = new Map<Counted, number>([
    ...won.at.map((at) => [at, 1] as const),
    ...lost.at.map((at) => [at, 0] as const),
  ]);
  const all = ledger(join(join(without, won), lost));
  // By credit: the digit of its deal and the value with which it is there; of what is there in every outcome, none.
  const decided = all.at.map((at) =>
    isWon.has(at) ? { digit: digits.bit(dealOf(at) as number), value: isWon.get(at) } : null,
  );
  const found = decided.findIndex((one) => one !== null);
  const first = found < 0 ? decided.length : found;
  const kind = isSafe(all.reach) ? Number : BigInt;
  const amounts = all.amounts.map((amount) => kind(amount)) as Int[];
  const start = amounts.slice(0, first).reduce((sum, amount) => sum + amount, kind(0) as Int);
  const [there, places]: [Int[], number[]] = [[], []];
  let last = -1;
  let position: Fraction = { n: 0n, d: 1n };
  return {
    digits: [...new Set(decided.flatMap((one) => one?.digit ?? []))],
    bounds: { ...all, amounts },
    first,
    tail: (columns, outcome) => {
      // Components that share an axis ask for one outcome after another.
      if (outcome !== last) {
        let sum = start;
        there.length = 0;
        places.length = 0;
        for (let i = first; i < amounts.length; i++) {
          const one = decided[i];
          if (one && columns[one.digit]?.[outcome] !== one.value) continue;
          sum += amounts[i] as Int;
          there.push(amounts[i] as Int);
          places.push(i);
        }
        last = outcome;
        position = { n: BigInt(sum), d: all.scale };
      }
      return { position, amounts: there, places };
    },
  };
}
