// The people below a snapshot's payee: how far below they stand, and whether plans count what they earn.
import { parseDay, type Day } from './period.ts';
import { versionsOf } from './snapshot-account.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';

/** How far below the payee somebody stands on a day; undefined where they don't. */
export function distanceBelow(held: Snapshot, person: string, day: Day): number | undefined {
  const { below, earlier = [], later = [] } = held;
  const then =
    earlier.find(({ to }) => day <= (parseDay(to) as Day))?.below ??
    later.findLast(({ from }) => (parseDay(from) as Day) <= day)?.below ??
    below;
  return Object.hasOwn(then, person) ? then[person] : undefined;
}

/** Does a plan of a snapshot, by any of its versions, count what others earn? */
export const countsEarnings = (own: SnapshotPlan): boolean =>
  versionsOf(own).some(({ plan }) => Object.values(plan.measures).some(({ earnings }) => earnings));

/** Everybody who is or will be below the payee, or was in an open window or when earnings were counted that still matter. */
export const peopleBelow = ({ below, earlier = [], later = [], plans }: Snapshot): string[] => [
  ...new Set([
    ...[below, ...[...earlier, ...later].map((one) => one.below)].flatMap(Object.keys),
    ...plans.flatMap((own) =>
      versionsOf(own).flatMap(({ plan, credits }) =>
        Object.entries(credits).flatMap(([key, rows]) =>
          plan.measures[key]?.earnings ? rows.flatMap(([index]) => own.records[index]?.[0] ?? []) : [],
        ),
      ),
    ),
  ]),
];
