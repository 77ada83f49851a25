// The values that filters of plans name, by object and field: what a CRM should know.
import type { Measure, Plan } from '@quotient/calc';

export interface NamedValue {
  readonly object: string;
  /** The path of the field, such as StageName or Account.Industry. */
  readonly field: string;
  readonly value: string;
  readonly plan: string;
}

type Where = NonNullable<Measure['where']>;

/** All texts that the filters of plans compare fields with. */
export const namedValues = (plans: readonly Plan[]): NamedValue[] =>
  plans.flatMap((plan) =>
    Object.entries(plan.measures).flatMap(([name, measure]) => {
      const object = measure.object;
      if (object === undefined) return [];
      const filters = [
        measure.where,
        ...(measure.counts ?? []).map(({ where }) => where),
        ...plan.components
          .filter((component) => component.measure === name)
          .flatMap(({ factors }) => (factors ?? []).map(({ where }) => where)),
      ];
      return filters.flatMap((where) =>
        valuesIn(where).map(({ field, value }) => ({ object, field, value, plan: plan.id })),
      );
    }),
  );

function valuesIn(where: Where | undefined): { field: string; value: string }[] {
  return Object.entries(where ?? {}).flatMap(([key, inner]) => {
    if (key === 'and' || key === 'or') return (inner as readonly Where[]).flatMap(valuesIn);
    if (key === 'not') return valuesIn(inner as Where);
    const tests = inner as Readonly<Record<string, unknown>>;
    return ['eq', 'ne', 'in', 'notIn']
      .flatMap((test) => tests[test] ?? [])
      .filter((value) => typeof value === 'string')
      .map((value) => ({ field: key, value }));
  });
}
