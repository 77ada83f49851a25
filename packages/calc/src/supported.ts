// What the plan format can say and this version cannot calculate yet: refused by name, never calculated without it.
import type { Problem } from './error.ts';
import type { Plan } from './plan.ts';

const remedy = 'A later version calculates it; leave it out or keep paying this part by hand until then.';

/** The features of a plan that this version does not calculate. */
export function unsupported(plan: Plan, at: readonly (string | number)[]): Problem[] {
  const found: [path: (string | number)[], name: string][] = [];
  if (plan.holdback?.length) found.push([['holdback'], 'A holdback']);
  if (plan.clawback?.length) found.push([['clawback'], 'A clawback']);
  if (plan.limit) found.push([['limit'], 'A plan limit']);
  for (const [name, measure] of Object.entries(plan.measures))
    if (measure.earnings) found.push([['measures', name, 'earnings'], 'An override on earnings']);
  plan.components.forEach(({ rate, factors, modifiers, cap }, i) => {
    if (rate.type === 'matrix') found.push([['components', i, 'rate'], 'A matrix']);
    if ('per' in rate && rate.per) found.push([['components', i, 'rate', 'per'], 'A table per record']);
    if (rate.type === 'marginal' && rate.crossing === 'whole')
      found.push([['components', i, 'rate', 'crossing'], 'crossing: whole']);
    if (factors?.length) found.push([['components', i, 'factors'], 'A factor on records']);
    if (modifiers?.length) found.push([['components', i, 'modifiers'], 'A modifier']);
    if (cap?.record !== undefined) found.push([['components', i, 'cap', 'record'], 'A cap per record']);
  });
  return found.map(([path, name]) => ({
    code: 'not-supported',
    path: [...at, ...path],
    message: `${name} is not calculated by this version.`,
    remedy,
  }));
}
