// The runs of a forecast: a plan of a snapshot to the end of its open windows, with deals won, lost or as they stand.
import { componentOf, type Standing } from './component.ts';
import type { Deal } from './estimate-result.ts';
import { worldOf } from './estimate-run.ts';
import { calendarOf, monthOf, parseDay, periodOf, type Day, type Period } from './period.ts';
import { runOf, type Account } from './run.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';

/** A component in the last payment period of its open window, by the index of that in a run. */
export interface Closing {
  readonly id: string;
  readonly window: Period;
  readonly index: number;
}

const windowOf = ({ plan }: SnapshotPlan, today: Day, unit: Period['unit']): Period =>
  periodOf(monthOf(today), unit, calendarOf(plan));

/** The end of the longest of the windows that are open. */
export const horizonOf = (held: Snapshot, own: SnapshotPlan): Day =>
  Math.max(...own.plan.components.map(({ window }) => windowOf(own, parseDay(held.asOf) as Day, window).end));

/** The account of a plan up to a day: with deals as they close, or without what they count for as they stand. */
export function accountUntil(
  held: Snapshot,
  own: SnapshotPlan,
  deals: readonly Deal[],
  horizon: Day,
  when: 'before' | 'after' = 'after',
): Account {
  return { ...worldOf([held], deals).account(held, own, deals.length > 0 ? when : 'before'), asOf: horizon };
}

/** The components of the plan in force, each as its open window ends; without those that nothing is said of then. */
export function closingsOf(account: Account, held: Snapshot, own: SnapshotPlan): Closing[] {
  const { steps, standing } = runOf(account);
  return own.plan.components.flatMap(({ id, window: unit }): Closing[] => {
    const window = windowOf(own, parseDay(held.asOf) as Day, unit);
    const index = steps.findLastIndex(
      ({ period, version, isMember }) =>
        isMember &&
        period.start >= window.start &&
        period.end <= window.end &&
        componentOf(version.plan, id)?.window === unit,
    );
    return index >= 0 && standing(id, index) ? [{ id, window, index }] : [];
  });
}

/** Closings in a run of the same payment periods. */
export const standingsAt = (account: Account, closings: readonly Closing[]): Standing[] =>
  closings.map(({ id, index }) => runOf(account).standing(id, index) as Standing);
