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

/** The stretches of one payee in one plan, in order; those outside of the plan's range are left out. */
export function stretches(entries: readonly Assignment[], plan: Plan): Stretch[] {
  const start = dayAt(plan.effective.from);
  const end = plan.effective.to ? dayAt(plan.effective.to) : endOfTime;
  return entries
    .map(({ from, to, ramp, targets }) => ({
      from: Math.max(dayAt(from), start),
      to: Math.min(to ? dayAt(to) : endOfTime, end),
      rampFrom: monthOf(dayAt(from)),
      ramp: (ramp ?? []).map((share) => parsePercent(share) ?? one),
      targets: new Map(
        Object.entries(targets ?? {}).flatMap(([id, amount]) => {
          const parsed = parseDecimal(amount);
          return parsed ? [[id, parsed] as const] : [];
        }),
      ),
    }))
    .filter(({ from, to }) => from <= to)
    .sort((a, b) => a.from - b.from);
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
