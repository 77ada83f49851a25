// What an estimate is asked and what it answers.
import type { CrmRecord } from './book.ts';
import type { Decimal, Money } from './result.ts';

/** A deal as the page has it: the live record, its splits and team where known, and the fields to change. */
export interface Deal {
  readonly object?: string;
  readonly record: CrmRecord;
  readonly related?: Readonly<Record<string, readonly CrmRecord[]>>;
  readonly set?: CrmRecord;
}

/** A reason in words, with its code. */
export interface Because<Code extends string = string> {
  readonly code: Code;
  readonly message: string;
}

export type Pair<T> = readonly [before: T, after: T];

/** A slice of the deal at one rate, for a table by slices. */
export interface Slice {
  /** Credited value of the slice. */
  readonly value: Decimal;
  /** As the plan writes it: `12 %`. */
  readonly rate: string;
  readonly earned: Money;
}

/** The nearest bound above the position after the deal. */
export interface NextBound {
  /** The bound as the plan writes it: `125%` or `50000`. */
  readonly at: string;
  /** What begins there: `15 %`, or an amount. */
  readonly pays: string;
  /** How much more must be credited in the window. */
  readonly remaining: Decimal;
}

/** What is held of the deals' own lines: how much, released when, and how much waits for an event without a date. */
export interface HeldBack {
  readonly amount: Money;
  readonly releases: readonly { readonly date: string; readonly amount: Money }[];
  readonly waiting: Money;
}

/** What a deal adds to the worth of those that close before it. */
export interface DealShare {
  readonly record: string;
  readonly worth: Money;
}

/** An order in which deals close, and what they are worth together then. */
export interface ClosingOrder {
  readonly deals: readonly string[];
  readonly worth: Money;
}

export interface ClosingOrders {
  readonly cannotSay: null | Because;
  readonly plans: readonly {
    readonly plan: string;
    readonly currency: string;
    readonly best: ClosingOrder;
    readonly worst: ClosingOrder;
    /** As an estimate of the deals at their own dates says it. */
    readonly because: PlanEstimate['because'];
    /** What each deal adds if it closes before all the others, and after all of them; in the order of closing. */
    readonly deals: readonly { readonly record: string; readonly first: Money; readonly last: Money }[];
  }[];
}

export interface ComponentEstimate {
  readonly id: string;
  readonly label: string;
  readonly window: string;
  /** `count` and other numbers are not money. */
  readonly unit: 'money' | 'number' | 'ratio';
  readonly credited: Pair<Decimal | null>;
  readonly quota: Decimal | null;
  readonly attainment: Pair<Decimal | null>;
  /** The bound that is reached, as the plan writes it; null below the first, and in tables without tiers. */
  readonly tier: Pair<string | null>;
  /** Difference of the rounded payout, before gate and settlement. */
  readonly worth: Money;
  /** When it is paid: now, in a period, or once a gate opens. */
  readonly when: 'now' | { readonly period: string } | { readonly gate: string };
  readonly change: Money;
  readonly earnedInWindow: Pair<Money>;
  /** What limits it: `cap`, `gate`, `modifier`, … */
  readonly acts: readonly string[];
  readonly slices: readonly Slice[];
  readonly next: NextBound | null;
}

export interface PlanEstimate {
  readonly plan: string;
  readonly name: string;
  readonly currency: string;
  /** What the deals are worth, even if that is paid later: the first figure to show. */
  readonly worth: Money;
  readonly change: Money;
  /** Why deals change nothing of what is earned, or of several some add nothing to the others; each names its record. */
  readonly because: readonly (Because & { readonly record: string })[];
  /** Null where the plan holds nothing back of these deals. */
  readonly held: HeldBack | null;
  /** What limits all components together: `limit`, `debt`. */
  readonly acts: readonly string[];
  /** Of several deals, each one's part in the order of closing; empty for one. */
  readonly shares: readonly DealShare[];
  readonly periods: readonly {
    readonly period: string;
    readonly payday: string | null;
    readonly change: Money;
    readonly payable: Pair<Money>;
  }[];
  readonly components: readonly ComponentEstimate[];
}

/** The estimate of deals at the dates that they have, changes included. */
export interface EstimateAsDated {
  readonly cannotSay: null | Because;
  /** The as-of date of both runs. */
  readonly asOf: string;
  /** What to know beside the figures: "taken at 13 Apr 2026, since its date lies in an ended period". */
  readonly notes: readonly Because[];
  readonly plans: readonly PlanEstimate[];
}

export interface Estimate extends EstimateAsDated {
  /** The same at the deals' own dates, where their changes move them to others; else null. */
  readonly atOwnDates: readonly PlanEstimate[] | null;
}
