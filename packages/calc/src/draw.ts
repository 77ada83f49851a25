// Draws and debt: what is guaranteed in a payment period, what is repaid and what is owed after it.
import type { Stretch } from './assignment.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import { fraction, multiply, one, round, zero, type Fraction, type Rounding } from './fraction.ts';
import { roundToMinor } from './money.ts';
import type { Currency } from './payout.ts';
import { monthOf, parseDay, periodOf, type Calendar, type Period } from './period.ts';
import type { Plan } from './plan.ts';

export interface Draw {
  /** In minor units, prorated. */
  readonly amount: bigint;
  readonly recoverable: boolean;
  /** The share of what is earned that recovery may take. */
  readonly recovery: Fraction;
}

interface Assigned {
  readonly plan: Plan;
  readonly assigned: readonly Stretch[];
  readonly calendar: Calendar;
  readonly currency: Currency;
}

const none: Draw = { amount: 0n, recoverable: true, recovery: one };

/** The draw in force in a payment period. No draw is a recoverable draw of 0: a negative balance is carried. */
export function drawIn({ plan, assigned, calendar, currency }: Assigned, period: Period): Draw {
  if (!plan.draw && !plan.recovery) return none;
  const nth = nthPeriod(assigned, period, calendar, plan.pay ?? 'month');
  const recovery = (plan.recovery?.from ?? 1) > nth ? zero : (parsePercent(plan.recovery?.share ?? 1) ?? one);
  const list = plan.draw === undefined ? [] : Array.isArray(plan.draw) ? plan.draw : [plan.draw];
  let rest = nth;
  for (const draw of list) {
    if (draw.to !== undefined && period.start > (parseDay(draw.to) ?? 0)) continue;
    if (draw.periods !== undefined && rest > draw.periods) {
      rest -= draw.periods;
      continue;
    }
    const whole = parseDecimal(draw.amount) ?? zero;
    const share = assignedShare(assigned, period);
    const amount = plan.proration === 'none' && share.n > 0n ? whole : multiply(whole, share);
    return {
      amount: roundToMinor(amount, currency.digits, currency.rounding),
      recoverable: draw.recoverable,
      recovery,
    };
  }
  return { amount: 0n, recoverable: true, recovery };
}

/** The how manyeth payment period of the assignment; 1 is the one that holds its first day. */
function nthPeriod(assigned: readonly Stretch[], period: Period, calendar: Calendar, unit: Period['unit']): number {
  const start = assigned[0];
  if (!start) return 0;
  return (period.first - periodOf(monthOf(start.from), unit, calendar).first) / period.months + 1;
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
): { paid: bigint; debt: bigint } {
  const takeable = balance > 0n && debt > 0n ? round(multiply(recovery, { n: balance, d: 1n }), rounding) : 0n;
  const repaid = debt < takeable ? debt : takeable;
  const left = balance - repaid;
  const advance = amount - left;
  const added = recoverable ? advance : -left;
  return { paid: left > amount ? left : amount, debt: debt - repaid + (added > 0n ? added : 0n) };
}
