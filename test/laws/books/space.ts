// How much of the plan format random books take in.

/** What books may hold besides the simplest plans. */
export interface Space {
  /** Matrix, per record, crossing whole, factors, modifiers, a cap per record. */
  readonly steps: boolean;
  /** Holdback, clawback and plan limit. */
  readonly later: boolean;
  /** Overrides on the earnings of others. */
  readonly overrides: boolean;
  /** Two versions of a plan, the second with other rules. */
  readonly versions: boolean;
  /** A second plan, in a currency of its own, for some of the people. */
  readonly plans: boolean;
  /** Line items, blends of blends, several managers at once, moves in the hierarchy, amounts up to 10^18 minor units, and more. */
  readonly wide: boolean;
}

/** A component that others may read. */
export interface Known {
  readonly id: string;
  readonly kind: Kind;
}
export type Kind = 'money' | 'items' | 'count' | 'number' | 'entered' | 'ratio' | 'earnings' | 'blend';

/** Does a component of this kind take its credits one by one? */
export const hasSlices = (kind: Kind): boolean => kind !== 'ratio' && kind !== 'blend';
export const onMoney = (kind: Kind): boolean => kind === 'money' || kind === 'items' || kind === 'earnings';
/** Is its position a number? A blend has only an attainment. */
export const hasPosition = ({ kind }: Known): boolean => kind !== 'blend';
