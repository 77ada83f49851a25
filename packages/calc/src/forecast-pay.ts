// What an outcome pays: the state of an outcome says where each position ends, and the payout function what that earns.
import { follow, type Standing, type Version } from './component.ts';
import type { Bet } from './forecast-outcomes.ts';
import type { Closing } from './forecast-run.ts';
import { gcd, lcm } from './fraction.ts';
import { emptyLedger, join, ledger, pick, type Counted, type Int, type Ledger } from './ledger.ts';
import { creditKeys } from './part.ts';
import { isPlain } from './payout.ts';
import { references } from './references.ts';
import { stepsOf, runOf, type Account } from './run.ts';
import { unread, type Reading } from './table.ts';

/** A plan without the deals of its outcomes, with all of them won, and with all of them lost. */
export interface Sides {
  readonly without: Account;
  readonly won: Account;
  readonly lost: Account;
}

export interface Pay {
  /** The state of an outcome without any of the deals, and what each of them adds to it. */
  readonly start: Int;
  readonly bets: readonly Pick<Bet, 'won' | 'lost'>[];
  /** The closings in an outcome. The same position is the same standing. */
  readonly at: (state: Int) => readonly Standing[];
}

/** A digit of a state: how many values it has, and what each deal adds to it. */
interface Digit {
  readonly size: bigint;
  readonly won: readonly bigint[];
  readonly lost: readonly bigint[];
}

/** The credits of a component in an outcome, by the digits that decide them. */
interface Axis {
  readonly key: string;
  readonly digits: readonly number[];
  readonly ledger: (digits: readonly number[] | readonly bigint[]) => Ledger;
}

/** A component in a payment period, with those that it reads. */
interface Node {
  readonly id: string;
  readonly index: number;
  readonly standing: Standing;
  readonly reads: readonly Node[];
  readonly axes: Axis[];
  /** All digits that it depends on. */
  readonly digits: Set<number>;
  readonly known: Map<string, Standing>;
}

/**
 * What outcomes pay. Where only the sum of the credits decides, a state holds sums; where their order does too (a tier for
 * whole deals, factors, limits on one record), it holds which deals are won.
 */
export function payOf(sides: Sides, closings: readonly Closing[], deals: readonly string[]): Pay {
  const ids = new Map(deals.map((id, i) => [id, i]));
  const nodes = nodesOf(sides.without, closings);
  const ordered = new Set(
    [...nodes.values()].flatMap((node) =>
      isPlain(node.standing.terms) ? [] : keysOf(node).map((key) => placeOf(node, key)),
    ),
  );
  const digits: Digit[] = [];
  const bits = new Map<number, number>();
  const axes = new Map<string, Axis>();
  for (const node of nodes.values())
    for (const key of keysOf(node)) {
      const place = placeOf(node, key);
      let axis = axes.get(place);
      if (!axis) {
        const credits = creditsOf(sides, node, key, ids);
        axis = ordered.has(place)
          ? orderedAxis(key, credits, digits, bits, deals.length)
          : summedAxis(key, credits, digits, deals.length);
        axes.set(place, axis);
      }
      node.axes.push(axis);
    }
  // What is read stands before what reads it.
  for (const { axes: own, reads, digits: all } of nodes.values()) {
    for (const i of own.flatMap((axis) => axis.digits)) all.add(i);
    for (const read of reads) for (const i of read.digits) all.add(i);
  }
  const { start, bets, digitsOf } = packed(digits, deals.length);
  const top = closings.map((one) => nodes.get(nodeKey(one)) as Node);
  return {
    start,
    bets,
    at: (state) => {
      const now = digitsOf(state);
      return top.map((node) => standingOf(node, now, sides.without));
    },
  };
}

const nodeKey = ({ id, index }: Pick<Node, 'id' | 'index'>): string => `${index} ${id}`;

/** The closings and what they read, each after what it reads. */
function nodesOf(account: Account, closings: readonly Closing[]): Map<string, Node> {
  const { standing } = runOf(account);
  const nodes = new Map<string, Node>();
  const visit = (id: string, index: number): Node[] => {
    const own = standing(id, index);
    if (!own) return [];
    const key = nodeKey({ id, index });
    let node = nodes.get(key);
    if (!node) {
      const others = references(own.component).flatMap(([other]) => (other === id ? [] : [other]));
      const reads = [...new Set(others)].flatMap((other) => visit(other, index));
      node = { id, index, standing: own, reads, axes: [], digits: new Set(), known: new Map() };
      nodes.set(key, node);
    }
    return [node];
  };
  for (const { id, index } of closings) visit(id, index);
  return nodes;
}

function keysOf({ standing: { component, version } }: Node): string[] {
  const name = component.measure;
  const measure = name === undefined ? undefined : version.plan.measures[name];
  return name !== undefined && measure ? creditKeys(name, measure) : [];
}

/** Components of one window in one payment period share what they count. */
const placeOf = ({ index, standing }: Node, key: string): string => `${index} ${standing.window.name} ${key}`;

/** The credits that a component counts, without deals and of each deal on either side. */
interface Credits {
  readonly without: Ledger;
  readonly won: Ledger;
  readonly lost: Ledger;
  /** The deal of a credit; undefined for others. */
  readonly dealOf: (what: Counted | undefined) => number | undefined;
  readonly window: { readonly start: number; readonly end: number };
}

function creditsOf(sides: Sides, { index, standing }: Node, key: string, ids: ReadonlyMap<string, number>): Credits {
  const { start, end } = standing.window;
  const until = Math.min(end, stepsOf(sides.without)[index]?.period.end ?? end);
  const of = (account: Account): Ledger => {
    const whole = stepsOf(account)[index]?.version.ledgerOf(key, until) as Ledger;
    const inside = [...whole.at.keys()].filter((i) => {
      const { day, id } = whole.at[i] as Counted;
      return start <= day && day <= until && (account === sides.without || ids.has(id));
    });
    return ledger(pick(whole, inside));
  };
  return {
    without: of(sides.without),
    won: of(sides.won),
    lost: of(sides.lost),
    dealOf: (what) => what && ids.get(what.id),
    window: { start, end },
  };
}

/** Credits of which the sum decides: one credit of that sum. */
function summedAxis(
  key: string,
  { without, won, lost, dealOf, window }: Credits,
  digits: Digit[],
  deals: number,
): Axis {
  const scale = [without, won, lost].reduce((common, one) => lcm(common, one.scale), 1n);
  const sums = (from: Ledger): bigint[] => {
    const list = Array.from({ length: deals }, () => 0n);
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
  const most = least + unit * size;
  const reach = [least, most].reduce(
    (farthest, one) => (one < 0n ? (-one > farthest ? -one : farthest) : one > farthest ? one : farthest),
    0n,
  );
  const plain = Number.isSafeInteger(Number(reach));
  const own = size > 1n ? [digits.push({ size, won: upper, lost: lower }) - 1] : [];
  return {
    key,
    digits: own,
    ledger: ([digit = 0n]) => {
      const sum = least + unit * BigInt(digit);
      const amount = plain ? Number(sum) : sum;
      const at = [{ id: '', day: window.start }];
      return { digits: null, at, values: [amount], shares: [], scale, amounts: [amount], reach, plain };
    },
  };
}

/** Credits whose order decides: those of the deals that are won, and of the others as they are lost. */
function orderedAxis(
  key: string,
  { without, won, lost, dealOf }: Credits,
  digits: Digit[],
  bits: Map<number, number>,
  deals: number,
): Axis {
  const side = new Map<Counted, boolean>();
  for (const at of won.at) side.set(at, true);
  for (const at of lost.at) side.set(at, false);
  const all = ledger(join(join(without, won), lost));
  const own = [...new Set([...won.at, ...lost.at].map((at) => dealOf(at) as number))];
  const places = own.map((deal) => {
    let place = bits.get(deal);
    if (place === undefined) {
      const one = Array.from({ length: deals }, (_, i) => (i === deal ? 1n : 0n));
      place = digits.push({ size: 2n, won: one, lost: one.map(() => 0n) }) - 1;
      bits.set(deal, place);
    }
    return place;
  });
  // By credit: whose deal it is, by its place among those, and on which side; -1 for what is there in every outcome.
  const placeOfDeal = new Map(own.map((deal, place) => [deal, place]));
  const dealAt = all.at.map((at) => (side.has(at) ? (placeOfDeal.get(dealOf(at) as number) as number) : -1));
  const isWonAt = all.at.map((at) => side.get(at) === true);
  return {
    key,
    digits: places,
    ledger: (values) => {
      const isWon = places.map((_, place) => Number(values[place]) === 1);
      const kept = dealAt.flatMap((deal, i) => (deal < 0 || isWon[deal] === isWonAt[i] ? i : []));
      const chosen = pick(all, kept);
      return {
        ...all,
        ...chosen,
        amounts: all.plain ? (chosen.values as Ledger['amounts']) : kept.map((i) => all.amounts[i] as number | bigint),
      };
    },
  };
}

/** All digits in one integer, each in a place of its own: the states of outcomes add up as their digits do. */
function packed(digits: readonly Digit[], deals: number) {
  const places: bigint[] = [];
  const size = digits.reduce((stride, one) => (places.push(stride), stride * one.size), 1n);
  const isSmall = Number.isSafeInteger(Number(size));
  const kind = (value: bigint): Int => (isSmall ? Number(value) : value) as Int;
  const sum = (deal: number, side: 'won' | 'lost'): Int =>
    kind(digits.reduce((all, one, i) => all + (one[side][deal] as bigint) * (places[i] as bigint), 0n));
  const sizes = digits.map((one) => kind(one.size));
  return {
    start: kind(0n),
    bets: Array.from({ length: deals }, (_, deal) => ({ won: sum(deal, 'won'), lost: sum(deal, 'lost') })),
    digitsOf: (state: Int): Int[] => {
      let rest = state;
      return sizes.map((one) => {
        const digit = rest % one;
        rest = (rest - digit) / one;
        return digit;
      });
    },
  };
}

/** A component in an outcome, made once for all outcomes in which the same digits stand. */
function standingOf(node: Node, digits: readonly Int[], subject: Account): Standing {
  const { id, index, standing, axes, reads, digits: own, known } = node;
  let key = '';
  for (const i of own) key += `${digits[i]} `;
  let found = known.get(key);
  if (!found) {
    const { period, version } = stepsOf(subject)[index] as ReturnType<typeof stepsOf>[number];
    const credits: Version = {
      plan: version.plan,
      ledgerOf: (name) => {
        const axis = axes.find((one) => one.key === name) as Axis;
        return axis.ledger(axis.digits.map((i) => digits[i] as Int));
      },
    };
    const read = (other: string): Reading => {
      const one = reads.find((node) => node.id === other);
      return one ? standingOf(one, digits, subject) : unread;
    };
    // Thousands of outcomes are kept: without their credits they are small.
    found = {
      ...(follow(id, subject, standing)(period, credits, read) as Standing),
      ledger: emptyLedger,
      per: null,
      totals: [],
      which: [],
    };
    known.set(key, found);
  }
  return found;
}
