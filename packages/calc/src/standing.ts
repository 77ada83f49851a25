// Where somebody stands in a plan: one row of figures, made with the snapshot, so that a team of thousands is read at once.
import { periodsOf } from './balance.ts';
import { printDecimal, printMinor } from './decimal.ts';
import { fraction, multiply, subtract } from './fraction.ts';
import { unitOf } from './part.ts';
import { parseDay, type Day } from './period.ts';
import { accountOf } from './snapshot-account.ts';
import type { Snapshot, SnapshotPlan, Standing } from './snapshot-schema.ts';

/** The standing of a plan of a snapshot at its as-of date; null where no payment period is open. */
export function standingOf(held: Snapshot, own: SnapshotPlan): Standing | null {
  const asOf = parseDay(held.asOf) as Day;
  const account = accountOf(held, own, asOf);
  const open = periodsOf(account).at(-1);
  const leading =
    open?.standings.find(({ quota, component }) => quota.amount !== null && component.measure !== undefined) ??
    open?.standings[0];
  if (!open || !leading || asOf > open.period.end) return null;
  const { component, window, position, quota, attainment } = leading;
  const { digits } = account.currency;
  const unit = unitOf(own.plan, component);
  const pace = fraction(BigInt(asOf - window.start + 1), BigInt(window.end - window.start + 1));
  const credit = component.measure === undefined ? undefined : own.plan.measures[component.measure]?.credit;
  return {
    period: open.period.name,
    component: component.id,
    label: component.label ?? component.id,
    window: window.name,
    unit,
    rollsUp: typeof credit === 'object' && 'reports' in credit,
    credited: position && printDecimal(position),
    quota: quota.amount && printDecimal(quota.amount),
    attainment: attainment && printDecimal(attainment),
    pace: printDecimal(pace),
    ahead:
      position && quota.amount && !quota.rampedToZero && unit !== 'ratio'
        ? printDecimal(subtract(position, multiply(quota.amount, pace)), 2)
        : null,
    earned: printMinor(
      open.standings.reduce((sum, { paid }) => sum + paid, 0n),
      digits,
    ),
    payable: printMinor(open.payable, digits),
  };
}
