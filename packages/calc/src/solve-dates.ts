// The days on which a deal reaches a goal: stretches of days that a plan treats alike are tried once.
import { isAssigned } from './assignment.ts';
import { objectOf } from './deal.ts';
import type { Deal } from './estimate-result.ts';
import { earningsUnknown } from './estimate-refusals.ts';
import { dateFields } from './estimate-dates.ts';
import { calendarOf, dayAt, parseDay, periodsBetween, printDay, type Day } from './period.ts';
import { stretchesIn, versionsOf } from './snapshot-account.ts';
import { countsEarnings } from './snapshot-below.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { operandsIn, partsFor } from './solve-field.ts';
import { figureOf, isReached, type Target } from './solve-figure.ts';
import { withValue, type Prober, type Probes } from './solve-probe.ts';
import type { Days } from './solve-result.ts';

/** So many days from the as-of date are looked at, the same as a year and a day. */
const farthest = 366;

/** The field that dates a deal for a component; null where the plan dates no such object. */
export function dateField(own: SnapshotPlan, target: Pick<Target, 'component'>, deal: Deal): string | null {
  const [part] = partsFor(own.plan, target.component, objectOf(deal));
  return part?.measure.date ?? dateFields(own.plan, objectOf(deal))[0] ?? null;
}

export interface DaysFound {
  readonly days: readonly Days[];
  /** The run of the last day that was tried, with the one without the deal; null where the payee is assigned on none. */
  readonly last: Probes | null;
}

/** The days from the as-of date on which the deal reaches the goal, in stretches. */
export function daysReaching(
  target: Target,
  held: Snapshot,
  own: SnapshotPlan,
  { deal, field, others }: { readonly deal: Deal; readonly field: string; readonly others: readonly Snapshot[] },
  prober: Prober,
): DaysFound {
  const today = parseDay(held.asOf) as Day;
  const assigned = stretchesIn(own);
  const end = Math.min(today + farthest, Math.max(...assigned.map(({ to }) => to)));
  const starts = startsOf(held, own, field, others, today, end);
  const days: { from: Day; to: Day }[] = [];
  let last: DaysFound['last'] = null;
  starts.forEach((from, i) => {
    const to = (starts[i + 1] ?? end + 1) - 1;
    if (!isAssigned(assigned, from)) return;
    const dated = withValue(deal, field, printDay(from));
    if (earningsUnknown(held, [dated], others)) return;
    last = prober([dated]);
    if (!isReached(target, figureOf(target, last.after(), last.before()))) return;
    const previous = days.at(-1);
    if (previous && previous.to === from - 1) previous.to = to;
    else days.push({ from, to });
  });
  return { days: days.map(({ from, to }) => ({ from: printDay(from), to: printDay(to) })), last };
}

/** The first days of stretches within which it makes no difference on which day a deal closes. */
function startsOf(
  held: Snapshot,
  own: SnapshotPlan,
  name: string,
  others: readonly Snapshot[],
  today: Day,
  end: Day,
): readonly Day[] {
  const plans = versionsOf(own).map(({ plan }) => plan);
  const every = (): Day[] => Array.from({ length: Math.max(0, end - today + 1) }, (_, i) => today + i);
  if (others.length > 0 && countsEarnings(own)) return every();
  const filtered = filterDays(own, name);
  if (!filtered) return every();
  // Up to the as-of date credits count in any case; their order beside the deal matters where each is a step of its own.
  const counted = own.records.map(([, day]) => parseDay(day) as Day);
  const stepped = plans.some(({ components }) => components.some(isStepped));
  const periods = Array.from(periodsBetween(today, end, own.plan.pay ?? 'month', calendarOf(own.plan)));
  const days = [
    today,
    ...periods.map(({ start }) => start),
    ...stretchesIn(own).flatMap(({ from, to }) => [from, to + 1]),
    ...held.rates.flatMap(({ from }) => (from ? [parseDay(from) ?? today] : [])),
    ...(held.later ?? []).map(({ from }) => parseDay(from) as Day),
    ...counted.filter((day) => stepped || day > today).flatMap((day) => [day, day + 1]),
    ...filtered,
  ];
  return [...new Set(days.filter((day) => day >= today && day <= end))].sort((a, b) => a - b);
}

const isStepped = ({ rate, factors, cap }: SnapshotPlan['plan']['components'][number]): boolean =>
  factors !== undefined || cap?.record !== undefined || (rate.type === 'marginal' && rate.crossing === 'whole');

/** The days next to which a filter on a date may begin or cease to hold; null where one compares it as text. */
function filterDays(own: SnapshotPlan, name: string): Day[] | null {
  const days: Day[] = [];
  for (const { operator, operand } of operandsIn(own, name)) {
    if (operand === null) continue;
    // In the time zones of other versions an instant may fall on the day before or after.
    const day = operator === 'like' ? null : dayAt(operand, own.plan.timeZone ?? 'UTC');
    if (day === null) return null;
    days.push(day - 1, day, day + 1, day + 2);
  }
  return days;
}
