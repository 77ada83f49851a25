// What a calculation says: statements with their lines and warnings, as plain data.

/** Money is text in the minor-unit scale of the plan's currency ("27600.00"); other numbers are plain decimal text. */
export type Money = string;
export type Decimal = string;

export interface Line {
  /** The record's id, or null for a line that belongs to no record. */
  readonly record: string | null;
  /** `base`: what the component pays at 0; `rerated`: earlier records revalued. */
  readonly reason?: 'base' | 'rerated';
  readonly date?: string;
  readonly value?: Decimal;
  readonly share?: Decimal;
  readonly earned: Money;
}

export interface ComponentResult {
  readonly id: string;
  /** The window's name: `2026-Q1`. */
  readonly window: string;
  readonly credited: Decimal | null;
  readonly quota: Decimal | null;
  /** Credited ÷ quota; null where there is no quota. */
  readonly attainment: Decimal | null;
  /** In this payment period. */
  readonly earned: Money;
  /** In the window, up to the end of this payment period. */
  readonly earnedInWindow: Money;
  /** What a gate keeps back in this window so far. */
  readonly withheld: Money;
  readonly lines: readonly Line[];
}

export interface Warning {
  readonly code: 'rate-missing' | 'value-missing' | 'attainment-null' | 'currency-unknown';
  readonly message: string;
  readonly record?: string;
  readonly component?: string;
  readonly measure?: string;
  readonly currency?: string;
  readonly date?: string;
}

/** The result for one payee, plan and payment period. */
export interface Statement {
  readonly payee: string;
  readonly plan: string;
  readonly period: string;
  readonly status: 'open' | 'closed';
  readonly currency: string;
  readonly components: readonly ComponentResult[];
  readonly earned: Money;
  readonly held: Money;
  readonly released: Money;
  readonly clawedBack: Money;
  readonly limited: Money;
  readonly adjustments: Money;
  /** What is owed after this statement. */
  readonly debt: Money;
  /** Contains a draw's advance and no base salary. */
  readonly payable: Money;
  readonly warnings: readonly Warning[];
}

export interface Result {
  readonly asOf: string;
  readonly statements: readonly Statement[];
}

/** Which figure of a statement: `earned`, `debt`, or of a component `credited`, `earnedInWindow`, `lines` (their sum), `lines[3]`. */
export interface FigureOf {
  readonly payee: string;
  readonly plan: string;
  readonly period: string;
  readonly component?: string;
  readonly figure: string;
}

/**
 * How a node follows from its inputs. "Nothing" is the result of `none`; arithmetic on it is nothing. Tables, bounds and
 * what the credits of a payment period bring refer to nodes that stand before, in the order of a walk that takes a node
 * after its inputs.
 * - `given`: a leaf out of the book (`record` and `field`, or `path`), or as a snapshot keeps it;
 * - `statement`: a leaf that is a figure of this statement or another one (`of`);
 * - `calendar`: a leaf that is a day, or a number of days, months or payment periods; `none`: there is no such figure;
 * - `sum` (of nothing 0), `difference` (the first less the others), `product` (of nothing 1), `quotient` (0 where the
 *   second is 0), `least`, `greatest`, `whole` (without its decimals), `first` (the others stand beside it);
 * - `rounded`, `rounded-even`: to the decimals of its result, a half away from zero or to the even neighbour;
 * - `reached`: 1 where the first is not less than the second, else 0;
 * - `option`: the second, if the first is 1; `last`: of options the last that holds, else 0;
 * - `line`: from its first input on (nothing: everywhere) the second + the third × (what is read − the fourth), each 0
 *   where it is absent; its result is the first. `table`: reads its first input on the last of its lines that begins
 *   there or below, 0 below all of them and for nothing;
 * - `running`: the node of the same label before it, and its input on top;
 * - `again`: the node of the same label before it, worked out anew: in its chain of first inputs, the one of the same label
 *   as this node's input is replaced by it;
 * - `onward`: what that node rises by when this node's input comes on top of what it started from: the sum (or the leaf) at
 *   the end of its chain of first inputs, or what replaced that last.
 */
export type By =
  | 'given'
  | 'statement'
  | 'calendar'
  | 'none'
  | 'sum'
  | 'difference'
  | 'product'
  | 'quotient'
  | 'least'
  | 'greatest'
  | 'whole'
  | 'first'
  | 'rounded'
  | 'rounded-even'
  | 'reached'
  | 'option'
  | 'last'
  | 'line'
  | 'table'
  | 'running'
  | 'again'
  | 'onward';

/** One figure with the way it came about: its inputs are what it was made of. */
export interface Trace {
  readonly label: string;
  /** The step in words with its numbers: "300,000.00 × 8 %". */
  readonly formula: string;
  /** A decimal, a date, or empty for nothing. */
  readonly result: string;
  /** Unit of the result: a currency code, `%`, `day`, or the unit of what is counted. */
  readonly unit: string;
  readonly by: By;
  /** The result as "n/d", where its decimals do not end. */
  readonly exact?: string;
  /** The record to open, where the figure is about one. */
  readonly record?: string;
  /** The record's field. */
  readonly field?: string;
  /** Place in the plan (`components[0].rate.tiers[1].rate`) or in the book (`entries[2].amount`). */
  readonly path?: string;
  /** The figure of a statement that this is. */
  readonly of?: FigureOf;
  readonly inputs: readonly Trace[];
}
