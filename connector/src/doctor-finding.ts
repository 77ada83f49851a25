// What the doctor finds, and what a check is given to find it.
import type { PlanFolder } from './folder/folder.ts';
import type { Rest } from './org/rest.ts';
import type { Describe } from './sync/fields.ts';

/** `stops`: a plan cannot be calculated. `degrades`: something is left out, slower, or cannot be told. */
export type Level = 'stops' | 'degrades' | 'fine';

export interface Finding {
  readonly level: Level;
  readonly code: string;
  readonly message: string;
  /** What to do; empty where all is well. */
  readonly remedy: string;
  /** The plans that it is about. */
  readonly plans: readonly string[];
}

export type Examine = (asked: Asked) => Promise<Finding[]>;

export interface Asked {
  readonly rest: Rest;
  readonly describe: Describe;
  readonly folder: PlanFolder;
}

export const finding = (
  level: Level,
  code: string,
  message: string,
  remedy = '',
  plans: readonly string[] = [],
): Finding => ({
  level,
  code,
  message,
  remedy,
  plans,
});

/** The value that is most like another, as a hint. */
export function nearest(value: string, list: readonly string[]): string {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
  const like =
    list.find((one) => plain(one) === plain(value)) ??
    list.find((one) => plain(one).startsWith(plain(value).slice(0, 4)));
  return like === undefined ? `: ${list.slice(0, 6).join(', ')}` : `: "${like}"`;
}
