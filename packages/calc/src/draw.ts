// Draws and debt: what is guaranteed in a payment period, what is repaid and what is owed after it.
import { overlaps, type Stretch } from './assignment.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import { fraction, multiply, one, round, zero, type Fraction, type Rounding } from './fraction.ts';
import { roundToMinor } from './money.ts';
import type { Currency } from './payout.ts';
import { endOfTime, parseDay, periodsBetween, type Calendar, type Day, type Period } from './period.ts';
import type { Plan } from './plan.ts';

export interface Draw {
  /** In minor units, prorated. */
  readonly amount: bigint;
  readonly recoverable: boolean;
  /** The share of what is earned that recovery may take. */
  readonly recovery: Fraction;
}

interface Assigned {
  readonly assigned: readonly Stretch[];
  readonly calendar: Calendar;
  readonly currency: Currency;
}

const none: Draw = { amount: 0n, recoverable: true, recovery: one };

/** The draw in force in a payment period, by the rules of its plan. No draw is a recoverable draw of 0: a negative balance is carried. */
export function drawIn(plan: Plan, { assigned, calendar, currency }: Assigned, period: Period): Draw {
  if (!plan.draw && !plan.recovery) return none;
  const paid = [...periodsBetween(assigned[0]?.from ?? endOfTime, period.start, plan.pay ?? 'month', calendar)].filter(
    (one) => overlaps(assigned, one),
  );
  const recovery = (plan.recovery?.from ?? 0) > paid.length ? zero : (parsePercent(plan.recovery?.share ?? 1) ?? one);
  const list = plan.draw === undefined ? [] : [plan.draw].flat();
  let [at, used] = [0, 0];
  for (const { start } of paid) {
    const isOver = ({ to, periods }: (typeof list)[number]): boolean =>
      (to !== undefined && start > (parseDay(to) as Day)) || used === periods;
    while (at < list.length && isOver(list[at] as (typeof list)[number])) [at, used] = [at + 1, 0];
    used++;
  }
  const draw = list[at];
  if (draw) {
    const whole = parseDecimal(draw.amount) ?? zero;
    const share = assignedShare(assigned, period);
    const amount = plan.proration === 'none' && share.n > 0n ? whole : multiply(whole, share);
    return {
      amount: roundToMinor(amount, currency.digits, plan.rounding ?? 'half-up'),
      recoverable: draw.recoverable,
      recovery,
    };
  }
  return { amount: 0n, recoverable: true, recovery };
}

/** Assigned days of a payment period ÷ its days. */
function assignedShare(assigned: readonly Stretch[], period: Period): Fraction {
  const days = assigned.reduce(
    (sum, { from, to }) => sum + Math.max(0, Math.min(to, period.end) - Math.max(from, period.start) + 1),
    0,
  );
  return fraction(BigInt(days), BigInt(period.end - period.start + 1));
}

/** What is paid of a balance, and the debt after it. Source: calculation, "Draw". */
export function settleDebt(
  balance: bigint,
  debt: bigint,
  { amount, recoverable, recovery }: Draw,
  rounding: Rounding,
): { paid: bigint; repaid: bigint; debt: bigint } {
  const takeable = balance > 0n && debt > 0n ? round(multiply(recovery, { n: balance, d: 1n }), rounding) : 0n;
  const repaid = debt < takeable ? debt : takeable;
  const left = balance - repaid;
  const advance = amount - left;
  const added = recoverable ? advance : -left;
  return { paid: left > amount ? left : amount, repaid, debt: debt - repaid + (added > 0n ? added : 0n) };
}
