// A ledger: one payee's credits of one measure in order, as integers over one denominator.
import type { CrmRecord } from './book.ts';
import { tenTo } from './decimal.ts';
import { fraction, lcm, multiply, one, type Fraction } from './fraction.ts';
import { fit } from './money.ts';
import type { Day } from './period.ts';

/**
 * An integer of the kernel. Typed as a number, it holds a bigint where numbers are not safe: + − × % and comparisons mean
 * the same for both, as long as the two kinds never meet in one expression. `ints` makes a list of one kind.
 */
export type Int = number;

/** What is credited: in minor units for money, a fraction or whole number else. */
export type Value = number | bigint | Fraction;

/** What a credit stands for: a record, and the day on which it counts. Earnings have none, and a snapshot keeps the fields that its plan reads. */
export interface Counted {
  readonly id: string;
  readonly day: Day;
  readonly record?: CrmRecord | undefined;
}

/** One credit. */
export interface CreditLine {
  readonly record: string;
  readonly day: Day;
  readonly value: Value;
  readonly share: Fraction;
}

/** Credits by day, then record, column by column: records come so from their timeline. `digits` is the scale of money values; null for numbers with their own decimals. */
export interface Draft {
  readonly digits: number | null;
  readonly at: readonly Counted[];
  readonly values: readonly Value[];
  /** Empty as long as every credit has all of its value. */
  readonly shares: readonly Fraction[];
}

/** A draft that still grows. */
export interface OpenDraft extends Draft {
  readonly at: Counted[];
  readonly values: Value[];
  readonly shares: Fraction[];
}

export const draft = (digits: number | null): OpenDraft => ({ digits, at: [], values: [], shares: [] });

/** Adds a credit to a draft. */
export function collect({ at, values, shares }: OpenDraft, what: Counted, value: Value, share: Fraction): void {
  if (share !== one || shares.length > 0) {
    while (shares.length < at.length) shares.push(one);
    shares.push(share);
  }
  at.push(what);
  values.push(value);
}

/** Moves the last credit of a draft to where its day and record belong. */
export function settle({ at, values, shares }: OpenDraft): void {
  const last = at.length - 1;
  let place = last;
  while (place > 0 && byDay(at[last] as Counted, at[place - 1] as Counted) < 0) place--;
  if (place === last) return;
  for (const list of [at, values, shares] as unknown[][]) if (list.length > last) list.splice(place, 0, list.pop());
}

/** Takes a credit out of a draft, if it is there. */
export function discard({ at, values, shares }: OpenDraft, what: Counted): void {
  let [place, end] = [0, at.length];
  while (place < end) {
    const middle = (place + end) >> 1;
    if (byDay(at[middle] as Counted, what) < 0) place = middle + 1;
    else end = middle;
  }
  if (at[place]?.id !== what.id || at[place]?.day !== what.day) return;
  for (const list of [at, values, shares] as unknown[][]) if (list.length > place) list.splice(place, 1);
}

/** Credits by date, then record, each with its credited amount × `scale` as an integer. */
export interface Ledger extends Draft {
  readonly scale: bigint;
  /** amounts[i] is value × share of the i-th credit, × scale. */
  readonly amounts: readonly (number | bigint)[];
  /** Upper bound of |position| × scale at any time. */
  readonly reach: bigint;
  /** The amounts are the values themselves, all of them numbers. */
  readonly plain: boolean;
}

export const emptyLedger: Ledger = { ...draft(null), scale: 1n, amounts: [], reach: 0n, plain: true };

/** The i-th credit. */
export function lineAt({ at, values, shares }: Draft, i: number): CreditLine {
  const { id, day } = at[i] as Counted;
  return { record: id, day, value: values[i] as Value, share: shares[i] ?? one };
}

/** Some of the credits of a draft, in the order of their indexes. */
export function pick({ digits, at, values, shares }: Draft, indexes: readonly number[]): Draft {
  return {
    digits,
    at: indexes.map((i) => at[i] as Counted),
    values: indexes.map((i) => values[i] as Value),
    shares: shares.length === 0 ? [] : indexes.map((i) => shares[i] ?? one),
  };
}

/** The credits of two drafts of the same measure, in order. The second's mostly come last. */
export function join(a: Draft, b: Draft): Draft {
  const all: OpenDraft = { digits: a.digits, at: [...a.at], values: [...a.values], shares: [...a.shares] };
  for (const [i, what] of b.at.entries()) {
    collect(all, what, b.values[i] as Value, b.shares[i] ?? one);
    settle(all);
  }
  return all;
}

/** The credits from one index up to another. */
export function slice(whole: Ledger, from: number, to: number): Ledger {
  const { digits, at, values, shares, scale, amounts, reach, plain } = whole;
  const own = values.slice(from, to);
  return {
    digits,
    at: at.slice(from, to),
    values: own,
    shares: shares.length === 0 ? shares : shares.slice(from, to),
    scale,
    // Plain credits are their own amounts: one list for both.
    amounts: plain ? (own as Ledger['amounts']) : amounts.slice(from, to),
    reach,
    plain,
  };
}

/** Brings credits over one denominator. */
export function ledger(draft: Draft): Ledger {
  const { digits, values, shares } = draft;
  const base = digits === null ? 1n : tenTo(digits);
  const plain = shares.length === 0 ? sumOf(values) : null;
  if (plain !== null)
    return { ...draft, scale: base, amounts: values as readonly number[], reach: BigInt(plain), plain: true };
  return (digits === null ? null : shared(draft, base)) ?? exactly(draft, base);
}

/** Whole values with shares: each is a number times its share over the shares' denominator; null where one is not safe. */
function shared(draft: Draft, base: bigint): Ledger | null {
  const { values, shares } = draft;
  let common = 1n;
  let before: Fraction | null = null;
  for (const share of shares) {
    if (share !== before && common % share.d !== 0n) common = lcm(common, share.d);
    before = share;
  }
  const amounts: number[] = [];
  let reach = 0;
  let factor = 1;
  before = null;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    const share = shares[i] ?? one;
    if (share !== before) factor = Number(share.n * (common / share.d));
    before = share;
    if (typeof value !== 'number') return null;
    const amount = value * factor;
    reach += Math.abs(amount);
    amounts.push(amount);
  }
  if (!Number.isSafeInteger(reach)) return null;
  return { ...draft, scale: base * common, amounts, reach: BigInt(reach), plain: false };
}

function exactly(draft: Draft, base: bigint): Ledger {
  const { values, shares } = draft;
  const exact = values.map((value, i) => credited(value, shares[i] ?? one, base));
  const scale = exact.reduce((least, { d }) => lcm(least, d), base);
  let reach = 0n;
  const amounts = exact.map(({ n, d }) => {
    const amount = n * (scale / d);
    reach += amount < 0n ? -amount : amount;
    return fit(amount);
  });
  return { ...draft, scale, amounts, reach, plain: false };
}

/** The sum of magnitudes where all values are plain numbers and it is safe; else null. */
function sumOf(values: readonly Value[]): number | null {
  let sum = 0;
  for (const value of values) {
    if (typeof value !== 'number') return null;
    sum += Math.abs(value);
  }
  return Number.isSafeInteger(sum) ? sum : null;
}

/** Ledgers by measure, each made once. */
export function ledgers(draftOf: (key: string) => Draft | undefined): (key: string) => Ledger {
  const made = new Map<string, Ledger>();
  return (key) => {
    let one = made.get(key);
    if (!one) {
      const draft = draftOf(key);
      made.set(key, (one = draft ? ledger(draft) : emptyLedger));
    }
    return one;
  };
}

const byDay = (a: Counted, b: Counted): number => a.day - b.day || (a.id < b.id ? -1 : a.id === b.id ? 0 : 1);

/** Value × share as an exact number in major units. */
function credited(value: Value, share: Fraction, base: bigint): Fraction {
  const whole = typeof value === 'object' ? value : fraction(BigInt(value), base);
  return share === one ? whole : multiply(whole, share);
}

/** All numbers where the largest is safe, else all bigints. */
export function ints(values: readonly (number | bigint)[], big: boolean): Int[] {
  return values.map((value) => (big ? BigInt(value) : Number(value)) as Int);
}
