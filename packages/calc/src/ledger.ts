// A ledger: one payee's credits of one measure in order, as integers over one denominator.
import { tenTo } from './decimal.ts';
import { fraction, lcm, multiply, one, type Fraction } from './fraction.ts';
import { fit } from './money.ts';
import type { Day } from './period.ts';

/**
 * An integer of the kernel. Typed as a number, it holds a bigint where numbers are not safe: + − × % and comparisons mean
 * the same for both, as long as the two kinds never meet in one expression. `ints` makes a list of one kind.
 */
export type Int = number;

/** One credit. `value` is in minor units for money, a fraction or whole number else. */
export interface CreditLine {
  readonly record: string;
  readonly day: Day;
  readonly value: number | bigint | Fraction;
  readonly share: Fraction;
}

/** Credits as they are collected. `digits` is the scale of money values; null for numbers with their own decimals. */
export interface Draft {
  readonly digits: number | null;
  readonly lines: CreditLine[];
  /** The lines were collected in their order already. */
  readonly ordered: boolean;
}

export const draft = (digits: number | null, ordered: boolean): Draft => ({ digits, lines: [], ordered });

/** Credits by date, then record, each with its credited amount × `scale` as an integer. */
export interface Ledger {
  readonly lines: readonly CreditLine[];
  readonly digits: number | null;
  readonly scale: bigint;
  /** amounts[i] is value × share of lines[i], × scale. */
  readonly amounts: readonly (number | bigint)[];
  /** Upper bound of |position| × scale at any time. */
  readonly reach: bigint;
}

export const emptyLedger: Ledger = { lines: [], digits: null, scale: 1n, amounts: [], reach: 0n };

/** Orders collected credits and brings them over one denominator. */
export function ledger({ digits, lines, ordered }: Draft): Ledger {
  const sorted = ordered ? lines : [...lines].sort(byDay);
  const base = digits === null ? 1n : tenTo(digits);
  let scale = base;
  for (const { value, share } of sorted)
    if (share !== one || typeof value === 'object') scale = lcm(scale, credited({ value, share }, base).d);
  let reach = 0;
  let bigReach = 0n;
  const amounts = sorted.map(({ value, share }) => {
    if (scale === base && share === one && typeof value === 'number') {
      reach += Math.abs(value);
      return value;
    }
    const exact = credited({ value, share }, base);
    const amount = exact.n * (scale / exact.d);
    bigReach += amount < 0n ? -amount : amount;
    return fit(amount);
  });
  return { lines: sorted, digits, scale, amounts, reach: bigReach + BigInt(Math.ceil(reach)) };
}

const byDay = (a: CreditLine, b: CreditLine): number =>
  a.day - b.day || (a.record < b.record ? -1 : a.record > b.record ? 1 : 0);

/** Value × share as an exact number in major units. */
function credited({ value, share }: Pick<CreditLine, 'value' | 'share'>, base: bigint): Fraction {
  const whole = typeof value === 'object' ? value : fraction(BigInt(value), base);
  return share === one ? whole : multiply(whole, share);
}

/** All numbers where the largest is safe, else all bigints. */
export function ints(values: readonly (number | bigint)[], big: boolean): Int[] {
  return values.map((value) => (big ? BigInt(value) : Number(value)) as Int);
}
