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

/** One figure with the way it came about: its children are what it was made of. */
export interface Trace {
  readonly label: string;
  /** The step in words with its numbers: "300,000.00 at 8 %". */
  readonly formula: string;
  readonly result: string;
  /** Unit of the result: a currency code, `%`, or the unit of what is counted. */
  readonly unit: string;
  /** The record to open, where the figure is a record's field. */
  readonly record?: string;
  readonly inputs: readonly Trace[];
}
