// Which components a component reads, and that they never read each other in a circle.
import type { Path, Report } from './error.ts';
import type { Component, Plan } from './plan.ts';
import { gatesOf } from './table.ts';

/** The components that a component reads, with the place where it names them. A gate may name its own. */
export function references(component: Component): [id: string, path: Path][] {
  const { rate, gate, blend, modifiers } = component;
  const list: [string, Path][] = gatesOf(gate).map((one, i): [string, Path] => [
    one.component,
    ['gate', ...(Array.isArray(gate) ? [i] : []), 'component'],
  ]);
  if (rate.type === 'cliff' && typeof rate.by === 'object') list.push([rate.by.component, ['rate', 'by', 'component']]);
  if (rate.type === 'matrix')
    for (const side of ['rows', 'columns'] as const)
      if (rate[side].component !== undefined) list.push([rate[side].component, ['rate', side, 'component']]);
  blend?.forEach((part, i) => list.push([part.component, ['blend', i, 'component']]));
  modifiers?.forEach((modifier, i) => list.push([modifier.component, ['modifiers', i, 'component']]));
  return list;
}

/** Longer rows of components that read one another are no plan that anybody can explain. */
const mostInARow = 16;

interface Step {
  readonly id: string;
  readonly index: number;
  /** How many read one another in a row from here on. */
  row: number;
  readonly reads: [id: string, path: Path][];
  next: number;
}

/**
 * Reports `circle` where components read each other in one (a gate on itself is none), and `too-deep` where more than 16 do
 * in a row. In one pass, without recursion.
 */
export function checkCircles({ components }: Plan, report: Report): void {
  const indexOf = new Map(components.map(({ id }, i) => [id, i]));
  const rows = new Map<string, number>();
  for (const start of components) {
    const way: Step[] = [];
    const open = new Set<string>();
    const enter = (id: string): void => {
      const index = indexOf.get(id);
      const component = index === undefined ? undefined : components[index];
      if (index === undefined || !component || rows.has(id)) return;
      const reads = references(component).filter(([other, path]) => other !== id || path[0] !== 'gate');
      way.push({ id, index, row: 1, reads, next: 0 });
      open.add(id);
    };
    enter(start.id);
    for (let step = way.at(-1); step; step = way.at(-1)) {
      const [other, path] = step.reads[step.next++] ?? [];
      if (other === undefined || path === undefined) {
        rows.set(step.id, step.row);
        open.delete(step.id);
        way.pop();
        const reader = way.at(-1);
        if (reader) reader.row = Math.max(reader.row, step.row + 1);
        if (step.row === mostInARow + 1)
          report(
            ['components', step.index],
            'too-deep',
            `More than ${mostInARow} components read one another in a row from "${step.id}" on.`,
            'Let some of them read something else.',
          );
      } else if (open.has(other)) {
        const circle = [...open].slice([...open].indexOf(other));
        report(
          ['components', step.index, ...path],
          'circle',
          `Components read each other in a circle: ${shortened([...circle, other]).join(' → ')}.`,
          'Let one of them read something else.',
        );
      } else if (rows.has(other)) step.row = Math.max(step.row, (rows.get(other) ?? 0) + 1);
      else enter(other);
    }
  }
}

/** A long way with its middle left out. */
export const shortened = (way: readonly string[]): readonly string[] =>
  way.length <= 12 ? way : [...way.slice(0, 6), '…', ...way.slice(-5)];
