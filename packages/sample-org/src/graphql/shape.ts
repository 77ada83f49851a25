// Answers in the shape of what is asked for: one step for each field, settled before anything is read.
import type { displayFor } from '../display.ts';
import type { Org, Viewer } from '../org.ts';
import type { Picked } from './document.ts';
import type { Problems } from './problem.ts';

/** What a request is answered with. */
export interface Asked {
  readonly org: Org;
  readonly viewer: Viewer;
  readonly display: ReturnType<typeof displayFor>;
  readonly problems: Problems;
}

/** Reads what one field says of its source. */
export type Step<T> = (source: T) => unknown;

/** How a field that holds others is answered; `of` knows the steps of its type, and nothing for what the type has not. */
export function shaped<T>(
  { problems }: Pick<Asked, 'problems'>,
  { at, node, name, below }: Pick<Picked, 'at' | 'node' | 'name' | 'below'>,
  type: string,
  of: (field: Picked) => Step<T> | undefined,
): (source: T) => Record<string, unknown> {
  if (!below)
    problems.invalid('SubSelectionRequired', `Sub selection required for type ${type} of field ${name}`, at, node);
  return inShape({ problems }, below ?? [], type, of);
}

/** The same for fields without one that holds them. */
export function inShape<T>(
  { problems }: Pick<Asked, 'problems'>,
  fields: readonly Picked[],
  type: string,
  of: (field: Picked) => Step<T> | undefined,
): (source: T) => Record<string, unknown> {
  const steps = fields.flatMap((field) => {
    const step = field.name === '__typename' ? () => type : of(field);
    if (step) return [[field.key, step] as const];
    if (!field.optional)
      problems.invalid('FieldUndefined', `Field '${field.name}' in type '${type}' is undefined`, field.at, field.node);
    return [];
  });
  return (source) => Object.fromEntries(steps.map(([key, step]) => [key, step(source)]));
}

/** The step of a field that holds no others. */
export function leaf<T>({ problems }: Pick<Asked, 'problems'>, field: Picked, type: string, step: Step<T>): Step<T> {
  if (field.below)
    problems.invalid(
      'SubSelectionNotAllowed',
      `Sub selection not allowed on leaf type ${type} of field ${field.name}`,
      field.at,
      field.node,
    );
  return step;
}

/** Says which arguments of a field its type has not. */
export function checkArguments({ problems }: Pick<Asked, 'problems'>, field: Picked, known: readonly string[]): void {
  for (const name of Object.keys(field.args))
    if (!known.includes(name))
      problems.invalid('UnknownArgument', `Unknown field argument ${name}`, field.at, field.node);
}
