// Parts of a plan: a measure, or one side of a ratio, that counts records or entries.
import { minorDigits } from './money.ts';
import type { Component, Measure, Plan } from './plan.ts';

/** The keys under which a measure's credits stand. */
export const creditKeys = (name: string, measure: Measure): string[] =>
  measure.ratio ? [`${name}#of`, `${name}#per`] : [name];

/** Is a measure's value an amount of money in the plan's currency? */
export const isMoney = (measure: Measure): boolean =>
  !measure.ratio && !measure.entered && measure.value !== 'count' && measure.unit !== 'number';

/** What a component's position counts. */
export function unitOf(plan: Plan, { measure: name }: Component): 'money' | 'number' | 'ratio' {
  const measure = name === undefined ? undefined : plan.measures[name];
  return !measure || measure.ratio ? 'ratio' : isMoney(measure) ? 'money' : 'number';
}

/** One measure, or one side of a ratio, that counts records. */
export interface Part {
  /** The key under which its credits stand. */
  readonly key: string;
  readonly name: string;
  readonly measure: Measure;
  readonly counts: Pick<Measure, 'object' | 'value' | 'where'>;
}

/** The parts of a plan that count records or entries; what counts earnings is credited from statements. */
export const partsOf = (plan: Plan): Part[] =>
  Object.entries(plan.measures).flatMap(([name, measure]): Part[] => {
    const { ratio } = measure;
    if (measure.earnings) return [];
    return ratio
      ? (['of', 'per'] as const).map((side) => ({ key: `${name}#${side}`, name, measure, counts: ratio[side] }))
      : [{ key: name, name, measure, counts: measure }];
  });

/** Does a part count amounts of money, as a side of a ratio may? */
export const countsMoney = ({ measure, counts }: Pick<Part, 'measure' | 'counts'>): boolean =>
  counts.value !== 'count' && !measure.entered && measure.unit !== 'number';

/** The scale of a measure's values: decimals of money, 0 for a count, null for numbers with their own decimals. */
export function digitsOf(plan: Plan, part: Pick<Part, 'measure' | 'counts'>): number | null {
  if (part.counts.value === 'count') return 0;
  return countsMoney(part) ? minorDigits(plan.currency) : null;
}
