// Which components a component reads, and that they never read each other in a circle.
import { QuotientError, type Problem } from './error.ts';
import type { Component, Plan } from './plan.ts';
import { gatesOf } from './table.ts';

type Path = Problem['path'];

/** The other components that a component reads, with the place where it names them. */
export function references(component: Component): [id: string, path: Path][] {
  const { rate } = component;
  const list: [string, Path][] = gatesOf(component.gate).map((gate): [string, Path] => [gate.component, ['gate']]);
  if (rate.type === 'cliff' && typeof rate.by === 'object') list.push([rate.by.component, ['rate', 'by']]);
  if (rate.type === 'matrix')
    for (const side of ['rows', 'columns'] as const)
      if (rate[side].component) list.push([rate[side].component, ['rate', side]]);
  component.blend?.forEach((part, i) => list.push([part.component, ['blend', i]]));
  component.modifiers?.forEach((modifier, i) => list.push([modifier.component, ['modifiers', i]]));
  return list;
}

/** @throws QuotientError `circle` where components read each other in one; a gate on itself is none. */
export function refuseCircles(plan: Plan, at: Path): void {
  const done = new Set<Component>();
  const open = new Set<string>();
  const visit = (component: Component, i: number): void => {
    if (done.has(component)) return;
    if (open.has(component.id))
      throw new QuotientError([
        {
          code: 'circle',
          path: [...at, 'components', i],
          message: `Components read each other in a circle: ${[...open, component.id].join(' → ')}.`,
          remedy: 'Let one of them read something else.',
        },
      ]);
    open.add(component.id);
    for (const [id] of references(component)) {
      const index = plan.components.findIndex((other) => other.id === id);
      const other = plan.components[index];
      if (other && other !== component) visit(other, index);
    }
    open.delete(component.id);
    done.add(component);
  };
  plan.components.forEach(visit);
}
