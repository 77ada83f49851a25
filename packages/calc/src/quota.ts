// Quotas and targets: an amount spread over a window's months, scaled by ramp and assigned days.
import type { QuotaRow } from './book.ts';
import type { Stretch } from './assignment.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import { add, fraction, multiply, one, zero, type Fraction } from './fraction.ts';
import { daysIn, firstDay, type Month, type Period } from './period.ts';
import type { Component, Plan } from './plan.ts';

export interface Quota {
  /** After ramp and proration; null where there is none. */
  readonly amount: Fraction | null;
  /** Before the ramp: the quota of the base rate where a ramp makes it 0. */
  readonly unramped: Fraction | null;
  /** The target incentive, prorated but never ramped. */
  readonly target: Fraction | null;
  /** The ramp made it 0: "no quota yet". */
  readonly rampedToZero: boolean;
}

/**
 * Quota and target of a component for one window, up to and including the month `until`.
 * Source: calculation, "Quota": the book's row, then the plan's default; a row that is `prorated` is final, and so is a ratio's quota.
 */
export function quotaOf(
  plan: Plan,
  component: Component,
  window: Period,
  assigned: readonly Stretch[],
  rows: readonly QuotaRow[],
  until: Month = window.first + window.months - 1,
): Quota {
  const proration = plan.proration ?? 'days';
  const row = rows.find(
    (one) =>
      one.component === component.id && one.period === window.name && (one.plan === undefined || one.plan === plan.id),
  );
  const given = row ? parseDecimal(row.amount) : defaultOf(component);
  const isRate = component.measure !== undefined && plan.measures[component.measure]?.ratio !== undefined;
  const spread = (amount: (stretch: Stretch | null) => Fraction, ramped: boolean): Fraction =>
    sum(
      parts(window, until, assigned, proration).map(({ stretch, month, share }) =>
        multiply(multiply(amount(stretch), share), ramped ? rampOf(stretch, month) : one),
      ),
    );

  const own = parsePercent(component.target ?? null);
  const whole = assigned.find(({ from, to }) => from <= window.start && to >= window.end);
  if (whole && whole.ramp.length === 0 && until >= window.first + window.months - 1) {
    // Assigned on every day without a ramp: the spread adds up to the amount itself.
    return { amount: given, unramped: given, target: whole.targets.get(component.id) ?? own, rampedToZero: false };
  }
  const hasTarget = own !== null || assigned.some(({ targets }) => targets.has(component.id));
  const target = hasTarget ? spread((stretch) => stretch?.targets.get(component.id) ?? own ?? zero, false) : null;
  if (given === null || isRate) return { amount: given, unramped: given, target, rampedToZero: false };
  if (row?.prorated) {
    // Final for the whole window: of it, what falls on the months up to `until`.
    const months = Math.min(until - window.first + 1, window.months);
    const part = multiply(given, fraction(BigInt(months), BigInt(window.months)));
    return { amount: part, unramped: part, target, rampedToZero: false };
  }
  const amount = spread(() => given, true);
  const unramped = spread(() => given, false);
  return { amount, unramped, target, rampedToZero: amount.n === 0n && unramped.n !== 0n };
}

function defaultOf(component: Component): Fraction | null {
  const { quota } = component;
  return parsePercent(typeof quota === 'object' ? (quota.default ?? null) : (quota ?? null));
}

interface Part {
  readonly stretch: Stretch | null;
  readonly month: Month;
  /** Share of the window's amount that falls on it. */
  readonly share: Fraction;
}

/**
 * The window's months cut by assignment. With `none` every month counts whole, for the entry in force at its end, else the
 * next one, else the last one: who joins late carries the whole window.
 */
function parts(
  window: Period,
  until: Month,
  assigned: readonly Stretch[],
  proration: NonNullable<Plan['proration']>,
): Part[] {
  const months = Array.from(
    { length: Math.max(0, Math.min(until, window.first + window.months - 1) - window.first + 1) },
    (_, i) => window.first + i,
  );
  return months.flatMap((month): Part[] => {
    const [start, end] = [firstDay(month), firstDay(month + 1) - 1];
    if (proration === 'none') {
      const stretch = assigned.find(({ to }) => to >= end) ?? assigned.at(-1) ?? null;
      return [{ stretch, month, share: fraction(1n, BigInt(window.months)) }];
    }
    return assigned
      .map((stretch) => ({ stretch, days: Math.min(stretch.to, end) - Math.max(stretch.from, start) + 1 }))
      .filter(({ days }) => days > 0)
      .map(({ stretch, days }) => ({
        stretch,
        month,
        share:
          proration === 'days'
            ? fraction(BigInt(days), BigInt(window.months * daysIn(month)))
            : fraction(BigInt(days), BigInt(window.end - window.start + 1)),
      }));
  });
}

function rampOf(stretch: Stretch | null, month: Month): Fraction {
  return (month >= (stretch?.rampFrom ?? month) ? stretch?.ramp[month - stretch.rampFrom] : undefined) ?? one;
}

const sum = (list: readonly Fraction[]): Fraction => list.reduce(add, zero);
