// When a payee is assigned to a plan: stretches of days within the plan's effective range.
import type { Assignment } from './book.ts';
import { endOfTime, monthOf, parseDay, type Day, type Month, type Period } from './period.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import type { Plan } from './plan.ts';
import { one, type Fraction } from './fraction.ts';

/** One entry of an assignment, cut to the plan's effective range. */
export interface Stretch {
  readonly from: Day;
  readonly to: Day;
  /** Month of the entry's own `from`: the first entry of its ramp is for it. */
  readonly rampFrom: Month;
  readonly ramp: readonly Fraction[];
  readonly targets: ReadonlyMap<string, Fraction>;
}

/** From when to when a version of a plan is in effect. */
export type Effective = Plan['effective'];

/** The stretches of one payee in one plan, in order; what lies outside of the ranges of all its versions is left out. */
export function stretches(entries: readonly Assignment[], effective: readonly Effective[]): Stretch[] {
  const ranges = covered(effective);
  return entries
    .flatMap(({ from, to, ramp, targets }) =>
      ranges.map((range) => ({
        from: Math.max(dayAt(from), range.from),
        to: Math.min(to ? dayAt(to) : endOfTime, range.to),
        rampFrom: monthOf(dayAt(from)),
        ramp: (ramp ?? []).map((share) => parsePercent(share) ?? one),
        targets: new Map(
          Object.entries(targets ?? {}).flatMap(([id, amount]) => {
            const parsed = parseDecimal(amount);
            return parsed ? [[id, parsed] as const] : [];
          }),
        ),
      })),
    )
    .filter(({ from, to }) => from <= to)
    .sort((a, b) => a.from - b.from);
}

/** The days that the versions of a plan cover; versions that follow one another make one range. */
function covered(effective: readonly Effective[]): { from: Day; to: Day }[] {
  const ranges: { from: Day; to: Day }[] = [];
  const given = effective.map(({ from, to }) => ({ from: dayAt(from), to: to ? dayAt(to) : endOfTime }));
  for (const range of given.sort((a, b) => a.from - b.from)) {
    const last = ranges.at(-1);
    if (last && range.from <= last.to + 1) last.to = Math.max(last.to, range.to);
    else ranges.push({ ...range });
  }
  return ranges;
}

export function isAssigned(list: readonly Stretch[], day: Day): boolean {
  for (let i = 0; i < list.length; i++) {
    const { from, to } = list[i] as Stretch;
    if (from <= day && day <= to) return true;
  }
  return false;
}

/** Is there an assigned day in a period? */
export const overlaps = (assigned: readonly Stretch[], { start, end }: Pick<Period, 'start' | 'end'>): boolean =>
  assigned.some(({ from, to }) => from <= end && to >= start);

const dayAt = (text: string): Day => parseDay(text) as Day;
