// What credits bring step by step, between two runs in which one of them has another value.
import type { Standing } from './component.ts';
import { add, compare, least, most, multiply, negate, one, subtract, zero, type Fraction } from './fraction.ts';
import { positionAfter, type Terms } from './payout.ts';
import { around, type Span } from './solve-span.ts';
import { payAt, segmentAt, type Table } from './table.ts';

/** The way from what one run pays to what the other does, in money, before modifiers, cap and rounding. */
export interface Way {
  /** It may rise and fall. */
  readonly turns: boolean;
  /** It goes in step with the record's value. */
  readonly isLine: boolean;
  readonly paid: () => Span;
}

/** A credit: the position before and after it, its value and its factor. */
interface Move {
  readonly from: Fraction;
  readonly to: Fraction;
  readonly value: Fraction;
  readonly factor: Fraction;
}

/** The way of what the credits of a ledger bring, of which one changes its value; null where the step of one of them may turn. */
export function stepsBetween(terms: Terms, l: Standing, r: Standing): Way | null {
  if (r.ledger.at.length !== l.ledger.at.length || r.after !== l.after) return null;
  const first = firstMoved(l, r);
  const [was, is] = [movesOf(terms, l, first), movesOf(terms, r, first)];
  let [up, down] = [zero, zero];
  for (const [i, a] of was.entries()) {
    const b = is[i] as Move;
    const { at } = l.ledger;
    if (at[first + i]?.id !== r.ledger.at[first + i]?.id || a.factor !== b.factor || !isSteady(terms, a, b))
      return null;
    const difference = subtract(brought(terms, b), brought(terms, a));
    if (difference.n > 0n) up = add(up, difference);
    else down = add(down, difference);
  }
  const isStill = up.n === 0n && down.n === 0n;
  const isLine = isStill || (terms.each === null && !terms.table.every);
  return {
    turns: !isLine && up.n !== 0n && down.n !== 0n,
    isLine,
    paid: () => {
      const start = earned(terms, l);
      return around([start, add(start, add(up, down)), ...(isLine ? [] : [add(start, up), add(start, down)])]);
    },
  };
}

/** Do two positions lie on one straight line of a table? */
export const isOnOneLine = ({ segments, every }: Table, a: Fraction, b: Fraction): boolean =>
  compare(a, b) === 0 || (!every && segmentAt(segments, a) === segmentAt(segments, b));

const valueAt = ({ ledger: { amounts, scale } }: Standing, i: number): Fraction => ({
  n: BigInt(amounts[i] as number | bigint),
  d: scale,
});

/** The index of the first credit that two standings do not share. */
function firstMoved(l: Standing, r: Standing): number {
  let i = 0;
  while (i < l.after && l.ledger.at[i]?.id === r.ledger.at[i]?.id && compare(valueAt(l, i), valueAt(r, i)) === 0) i++;
  return i;
}

function movesOf({ factors }: Terms, standing: Standing, first: number): Move[] {
  let from = positionAfter(standing.ledger, first);
  return Array.from({ length: standing.after - first }, (_, k) => {
    const value = valueAt(standing, first + k);
    // The credits of a ledger have one denominator.
    const to = { n: from.n + value.n, d: value.d };
    const move: Move = { from, to, value, factor: factors[standing.which[first + k] ?? 0] ?? one };
    from = to;
    return move;
  });
}

/** What the credits bring, from what the table pays at 0, exactly. */
const earned = (terms: Terms, standing: Standing): Fraction =>
  movesOf(terms, standing, 0).reduce(
    (sum, move) => add(sum, brought(terms, move)),
    terms.step === 'record' ? zero : payAt(terms.table, zero),
  );

/** Does what a credit brings only rise, or only fall, from one of its values to another? */
function isSteady({ table, step, counted }: Terms, a: Move, b: Move): boolean {
  if (step === 'record') return table.every !== undefined || isOnOneLine(table, a.value, b.value);
  if (step === 'difference')
    return table.every
      ? compare(a.from, b.from) === 0 || compare(payAt(table, a.from), payAt(table, b.from)) === 0
      : isOnOneLine(table, a.from, b.from) && isOnOneLine(table, a.to, b.to);
  const counts = (position: Fraction): boolean => counted === null || compare(position, counted) <= 0;
  if (counts(a.from) !== counts(b.from) || counts(a.to) !== counts(b.to)) return false;
  return !counts(a.to) || isOnOneLine(table, a.to, b.to);
}

/** What one credit brings. */
function brought({ table, step, counted, each }: Terms, { from, to, value, factor }: Move): Fraction {
  const upTo = (position: Fraction): Fraction => (counted ? least(position, counted) : position);
  const paid =
    step === 'record'
      ? payAt(table, value)
      : step === 'whole'
        ? multiply(segmentAt(table.segments, upTo(to)).slope, subtract(upTo(to), upTo(from)))
        : subtract(payAt(table, to), payAt(table, from));
  const whole = multiply(paid, factor);
  return each ? most(least(whole, each), negate(each)) : whole;
}
