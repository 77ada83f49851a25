// Which fields date a deal in a plan, and whether a deal has them.
import { objectOf } from './deal.ts';
import type { Deal } from './estimate-result.ts';
import { field, textOf } from './filter.ts';
import { dayAt } from './period.ts';
import type { Plan } from './plan.ts';

const dating = new WeakMap<Plan, Map<string, readonly string[]>>();

/** The fields that date a deal of an object in a plan. */
export function dateFields(plan: Plan, object: string): readonly string[] {
  let byObject = dating.get(plan);
  if (!byObject) dating.set(plan, (byObject = new Map()));
  let found = byObject.get(object);
  if (!found) {
    const measures = Object.values(plan.measures).filter((measure) =>
      [measure.object, measure.ratio?.of.object, measure.ratio?.per.object].includes(object),
    );
    byObject.set(object, (found = [...new Set(measures.flatMap(({ date }) => date ?? []))]));
  }
  return found;
}

/** Why a deal cannot be dated, or null. */
export function undated(plan: Plan, deals: readonly Deal[]): string | null {
  for (const deal of deals) {
    for (const name of dateFields(plan, objectOf(deal))) {
      const value = field(name)({ ...deal.record, ...deal.set });
      if (dayAt(value, plan.timeZone ?? 'UTC') === null)
        return `The deal has no ${name} that is a date${value === null ? '' : ` ("${textOf(value)}")`}, so no period can be said.`;
    }
  }
  return null;
}
