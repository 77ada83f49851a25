// What a forecast answers.
import type { Chance } from './chance.ts';
import type { Decimal, Money } from './result.ts';

/** By forecast category: nothing more closes; what is committed is won too; the best case too; the whole pipeline too. */
export type Category = 'closed' | 'commit' | 'bestCase' | 'pipeline';

/** A figure over the outcomes: one in ten is at most `p10`, nine in ten are at most `p90`. */
export interface Spread {
  readonly p10: string;
  readonly p50: string;
  readonly p90: string;
  readonly mean: string;
  /** Of sampled outcomes: one standard error of the mean, and how far two of them move each quantile. Null where it is exact. */
  readonly error: null | { readonly p10: string; readonly p50: string; readonly p90: string; readonly mean: string };
}

/** An open deal of which something cannot be said: it counts in no figure, or not in the outcomes, for want of a chance. */
export interface LeftOut {
  readonly plan: string;
  readonly record: string;
  readonly name: string | null;
  readonly from: 'everything' | 'outcomes';
  readonly cannotSay: { readonly code: string; readonly message: string };
}

export interface ComponentForecast {
  readonly id: string;
  readonly label: string;
  /** The window that is open on the as-of date, and its last day: all figures are as it ends. */
  readonly window: string;
  readonly until: string;
  readonly unit: 'money' | 'number' | 'ratio';
  readonly quota: Decimal | null;
  readonly categories: Readonly<
    Record<Category, { readonly credited: Decimal | null; readonly attainment: Decimal | null; readonly earned: Money }>
  >;
  /** Null for a blend, which credits nothing itself. */
  readonly credited: Spread | null;
  /** In the window: what the payout function says where it is settled and no gate is shut. */
  readonly earned: Spread;
  /** The chance of an attainment of 100 % or more, from 0 to 1; null without a quota. */
  readonly quotaReached: Decimal | null;
  /** The chance that each bound of the table is reached; empty for tables without tiers. */
  readonly tiers: readonly { readonly from: string; readonly pays: string; readonly reached: Decimal }[];
}

/** What a deal moves: the mean of what is earned if it is won, less the mean if it is lost. */
export interface Mover {
  readonly record: string;
  readonly name: string | null;
  readonly chance: Chance;
  readonly moves: Money;
  /** One standard error, where the outcomes are sampled. */
  readonly error: Money | null;
}

/** How the outcomes were found: all of them, or `n` drawn so that each deal is won as often as its chance says. */
export interface Outcomes {
  readonly method: 'exact' | 'sampled';
  /** How many outcomes that differ, or how many drawn. */
  readonly n: number;
  /** How many deals are won or lost in them. */
  readonly deals: number;
  /** Of sampled outcomes, the largest standard error of a chance. */
  readonly error: Decimal | null;
}

/** Of one plan, in its currency. What is earned is before holdback, clawback, plan limit and draw. */
export interface PlanForecast {
  readonly cannotSay: null | { readonly code: string; readonly message: string };
  readonly plan: string;
  readonly name: string;
  readonly currency: string;
  /** How many deals each category adds, and what is earned then; `worth` is before gates. */
  readonly categories: Readonly<
    Record<Category, { readonly deals: number; readonly earned: Money; readonly worth: Money }>
  > | null;
  readonly outcomes: Outcomes | null;
  /** The sum over components, each in its open window. */
  readonly earned: Spread | null;
  readonly components: readonly ComponentForecast[];
  /** The deals that move most come first. */
  readonly movers: readonly Mover[];
}

export interface Forecast {
  readonly cannotSay: null | { readonly code: string; readonly message: string };
  readonly asOf: string;
  readonly notes: readonly { readonly code: string; readonly message: string }[];
  readonly leftOut: readonly LeftOut[];
  readonly plans: readonly PlanForecast[];
}

/** What is published of a forecast. */
export type PublishedForecast = Pick<Forecast, 'plans'>;
