// Advice on a valid plan: what whoever is responsible for it should know before people are paid by it.
import type { Advice, Tell } from './advice.ts';
import { adviseOnFalls, adviseOnReadFalls } from './advice-falls.ts';
import { adviseOnPeople, type Around } from './advice-people.ts';
import { adviseOnDates, adviseOnMeasures, adviseOnPayable, adviseOnReading } from './advice-references.ts';
import { adviseOnLimit, adviseOnTable } from './advice-tables.ts';
import { paperPayout } from './plan-payout.ts';
import type { Plan } from './plan.ts';
import { references } from './references.ts';

export type { Advice } from './advice.ts';
export type { Around } from './advice-people.ts';

/**
 * What can be said about a plan that `readPlan` took: warnings first, then notes, each in the order of the plan.
 * Figures are those of the plan's own quotas and targets. What is known around it (assignments, quotas, other versions,
 * records) adds what only they can tell.
 */
export function advise(plan: Plan, around: Around = {}): Advice[] {
  const found: Advice[] = [];
  const tell: Tell = (severity, code, path, message, remedy, row) =>
    found.push({ code, path, message, remedy, severity, ...(row ? { row } : {}) });
  adviseOnDates(plan, tell);
  adviseOnMeasures(plan, tell);
  const read = new Set(plan.components.flatMap((component) => references(component).map(([id]) => id)));
  plan.components.forEach((component, i) => {
    const path = ['components', i];
    const payout = paperPayout(plan, component);
    if (payout) {
      adviseOnTable(payout, path, read.has(component.id), tell);
      adviseOnFalls(payout, path, tell);
    }
    adviseOnReadFalls(plan, component, path, tell);
    adviseOnReading(plan, component, path, tell);
  });
  adviseOnLimit(plan, tell);
  adviseOnPayable(plan, tell);
  adviseOnPeople(plan, around, tell);
  const rank = (severity: Advice['severity']): number => (severity === 'warning' ? 0 : 1);
  return found.sort((a, b) => rank(a.severity) - rank(b.severity));
}
