// A period by its name: `2026-03`, `2026-Q1`, `2026-H1` or `2026` of a plan's fiscal calendar.
import { periodOf, type Calendar, type Period } from './period.ts';
import type { Unit } from './plan.ts';

/** How periods are written. */
export const periodName = /^\d{4}(-(0[1-9]|1[0-2]|Q[1-4]|H[12]))?$/;

/** The period of that name; null where no period has it. */
export function periodNamed(name: string, calendar: Calendar): Period | null {
  const unit = unitOfName(name);
  if (!unit) return null;
  const january = Number(name.slice(0, 4)) * 12;
  // A fiscal year may begin in the calendar year before or end in the one after the year that names it.
  for (let month = january - 12; month < january + 24; month++) {
    const period = periodOf(month, unit, calendar);
    if (period.name === name) return period;
  }
  return null;
}

/** The unit of a period by its name; null where no period is written so. */
export function unitOfName(name: string): Unit | null {
  if (!periodName.test(name)) return null;
  if (name.length === 4) return 'year';
  return name[5] === 'Q' ? 'quarter' : name[5] === 'H' ? 'half' : 'month';
}
