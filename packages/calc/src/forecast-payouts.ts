// The payout of credits that go on from the same first ones in many ways.
import { isSafe } from './fraction.ts';
import { ints, type Int, type Ledger } from './ledger.ts';
import { linesAt, paidOf, stepByStep, type Bounds, type Currency, type Terms } from './payout.ts';

/**
 * What is earned in all by the first credits of a ledger and by others that come after them: a function of those, for the many
 * ways in which it may go on. `bounds` holds what any of these ways may have; where its reach is safe, amounts are numbers.
 */
export function payoutsAfter(
  terms: Terms,
  bounds: Bounds,
  first: Pick<Ledger, 'amounts'> & { readonly which: readonly number[] },
  currency: Currency,
): (amounts: Ledger['amounts'], which: readonly number[]) => Int {
  const lines = linesAt(terms, bounds, currency.digits);
  const halfEven = currency.rounding === 'half-even';
  const isPlainly = !lines.big && isSafe(bounds.reach);
  const kind = (amounts: Ledger['amounts']): readonly Int[] =>
    isPlainly ? (amounts as readonly Int[]) : ints(amounts, lines.big);
  const start = stepByStep(terms, lines, kind(first.amounts), first.which, halfEven, null, null);
  return (amounts, which) =>
    paidOf(lines, stepByStep(terms, lines, kind(amounts), which, halfEven, start, null).earned, halfEven);
}
