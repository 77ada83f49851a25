// The fields that a filter reads.
import type { Where } from './plan.ts';

/** The field paths that a filter names. */
export function fieldsIn(where: Where | undefined): string[] {
  return Object.entries(where ?? {}).flatMap(([key, inner]) => {
    if (key === 'and' || key === 'or') return (inner as readonly Where[]).flatMap(fieldsIn);
    return key === 'not' ? fieldsIn(inner as Where) : [key];
  });
}
