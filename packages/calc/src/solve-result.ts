// What is asked of a deal that is to reach a goal, and what is answered.
import type { Estimate } from './estimate-result.ts';
import type { Decimal } from './result.ts';

/** What is to be reached. Bounds and attainments are as a plan writes them: `125%`; a plain number is a position. */
export type Aim =
  /** A tier of the component's table, by its bound. */
  | { readonly tier: string | number }
  /** The tier above the one that is reached without the deal. */
  | { readonly next: true }
  /** An attainment of 100 %. */
  | { readonly quota: true }
  | { readonly attainment: string | number }
  /** The deal itself is worth at least so much, in the plan's currency: the difference of the rounded payout. */
  | { readonly worth: string | number }
  /** At least so much is earned in the window of the component, or by all components in their windows. */
  | { readonly earned: string | number };

/** An aim, and what may be changed to reach it. */
export type Goal = Aim & {
  /** Id of the plan; may be left out where only one has the component. */
  readonly plan?: string;
  /** Id of the component. Without it, worth and earnings are those of the plan, other aims those of its first component that can have them. */
  readonly component?: string;
  /** The amount of this deal (the default), how many such deals, or the day on which it closes. */
  readonly by?: 'amount' | 'deals' | 'date';
  /** The field to change; without it the one that the component's measure reads. */
  readonly field?: string;
};

/** Days in a row, both included. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

export type Reachable =
  | {
      readonly by: 'amount';
      /** The smallest that reaches the goal, in minor units of the record's currency, or in whole units of what is no money. */
      readonly amount: Decimal;
      /** Null for a field that holds no money. */
      readonly currency: string | null;
    }
  /** The smallest number of such deals, this one included. */
  | { readonly by: 'deals'; readonly deals: number }
  | {
      readonly by: 'date';
      readonly earliest: string;
      readonly latest: string;
      /** All days that reach the goal, in order. */
      readonly days: readonly Days[];
    };

export interface Solution {
  /** Why nothing can be said; `not-proved` where no smaller answer could be ruled out. */
  readonly cannotSay: null | { readonly code: string; readonly message: string };
  readonly plan: string | null;
  /** Null for a plan as a whole. */
  readonly component: string | null;
  /** What is to be reached: a tier's bound as the plan writes it, an attainment (1 is 100 %), or money in its currency. */
  readonly goal: { readonly kind: 'tier' | 'attainment' | 'worth' | 'earned'; readonly least: string } | null;
  /** The field that was changed; null for a number of deals. */
  readonly field: string | null;
  /** It is reached without the deal: the amount or the number of deals is 0 unless the deal itself takes something away. */
  readonly already: boolean;
  readonly reachable: Reachable | null;
  readonly notReachable: null | { readonly code: Hindrance; readonly message: string };
  /** The estimate at the answer; of the deal as it stands where there is none. */
  readonly estimate: Estimate | null;
}

/** What stands between a deal and a goal. */
export type Hindrance =
  | 'no-quota'
  | 'no-tiers'
  | 'top-tier'
  | 'not-assigned'
  | 'not-credited'
  | 'no-share'
  | 'counts-deals'
  | 'gated'
  | 'settled-later'
  | 'capped'
  | 'too-little';
