// What the reference calculation reads: the plan format and the book as they are written.
import type { FiscalCalendar, SpanUnit } from './calendar.ts';
import type { Row } from './filter.ts';
import type { Rounding } from './numbers.ts';

export type Amount = string | number;

export interface Part {
  readonly object?: string;
  readonly value?: string;
  readonly where?: Row;
}
export type CreditRule =
  | 'owner'
  | {
      readonly owner?: string;
      readonly splits?: string;
      readonly team?: string;
      readonly share?: Amount;
      readonly record?: string;
      readonly reports?: 'direct' | 'all' | Readonly<Record<string, Amount>>;
      readonly by?: { readonly splits: string; readonly record?: string };
    };
export interface Measure extends Part {
  readonly date?: string;
  readonly unit?: 'money' | 'number';
  readonly credit?: CreditRule;
  readonly counts?: readonly { readonly where?: Row; readonly times: Amount }[];
  readonly entered?: true;
  readonly earnings?: { readonly reports: 'direct' | 'all'; readonly components: readonly string[] };
  readonly ratio?: { readonly of: Part; readonly per: Part };
}

export interface Tier {
  readonly from: Amount;
  readonly rate?: Amount;
  readonly pays?: Amount;
  readonly times?: Amount;
}
export interface Point {
  readonly at: Amount;
  readonly pays?: Amount;
  readonly times?: Amount;
}
export interface Axis {
  readonly component?: string;
  readonly from: readonly Amount[];
}
export interface Rate {
  readonly type: 'marginal' | 'cliff' | 'curve' | 'bonus' | 'matrix';
  readonly by?: 'attainment' | 'value' | { readonly component: string };
  readonly per?: 'record';
  readonly crossing?: 'split' | 'whole';
  readonly of?: 'all' | 'above';
  readonly tiers?: readonly Tier[];
  readonly points?: readonly Point[];
  readonly below?: 'flat' | 'nothing';
  readonly beyond?: 'flat' | 'extend';
  readonly stack?: boolean;
  readonly every?: Amount;
  readonly pays?: Amount | readonly (readonly Amount[])[];
  readonly rates?: readonly (readonly Amount[])[];
  readonly rows?: Axis;
  readonly columns?: Axis;
}
export interface Gate {
  readonly component: string;
  readonly attainment?: Amount;
  readonly value?: Amount;
}
export interface Modifier {
  readonly component: string;
  readonly tiers?: readonly Tier[];
  readonly points?: readonly Point[];
}
export interface Component {
  readonly id: string;
  readonly measure?: string;
  readonly blend?: readonly { readonly component: string; readonly weight: Amount }[];
  readonly window: SpanUnit;
  readonly against?: 'window' | 'to-date';
  readonly settle?: 'running' | 'end';
  readonly quota?: Amount | { readonly crm: string; readonly default?: Amount };
  readonly target?: Amount;
  readonly rate: Rate;
  readonly factors?: readonly { readonly where?: Row; readonly times: Amount }[];
  readonly modifiers?: readonly Modifier[];
  readonly cap?: {
    readonly payout?: Amount;
    readonly attainment?: Amount;
    readonly target?: Amount;
    readonly record?: Amount;
  };
  readonly gate?: Gate | readonly Gate[];
}
export interface Collected {
  readonly object: string;
  readonly record: string;
  readonly value: string;
  readonly date: string;
}
export interface Holdback {
  readonly component: string;
  readonly share: Amount;
  readonly until: string | { readonly months: number } | { readonly collected: Collected };
}
export interface Clawback {
  readonly component: string;
  readonly when: string;
  readonly schedule: readonly { readonly within: number; readonly takes: Amount }[];
}
export interface Draw {
  readonly amount: Amount;
  readonly recoverable: boolean;
  readonly to?: string;
  readonly periods?: number;
}
export interface Plan {
  readonly id: string;
  readonly currency: string;
  readonly rounding?: Rounding;
  readonly calendar?: FiscalCalendar;
  readonly timeZone?: string;
  readonly effective: { readonly from: string; readonly to?: string | null };
  readonly pay?: SpanUnit;
  readonly proration?: 'days' | 'window-days' | 'none';
  readonly measures: Readonly<Record<string, Measure>>;
  readonly components: readonly Component[];
  readonly limit?: { readonly payout: Amount; readonly per: SpanUnit };
  readonly holdback?: readonly Holdback[];
  readonly clawback?: readonly Clawback[];
  readonly draw?: Draw | readonly Draw[];
  readonly recovery?: { readonly from?: number; readonly share?: Amount };
}

export interface Assignment {
  readonly payee: string;
  readonly plan: string;
  readonly from: string;
  readonly to?: string | null;
  readonly ramp?: readonly Amount[];
  readonly targets?: Readonly<Record<string, Amount>>;
}
export interface Book {
  readonly asOf: string;
  readonly plans: readonly Plan[];
  readonly assignments: readonly Assignment[];
  readonly quotas?: readonly {
    readonly payee: string;
    readonly plan?: string;
    readonly component: string;
    readonly period: string;
    readonly amount: Amount;
    readonly prorated?: boolean;
  }[];
  readonly rates?: readonly { readonly currency: string; readonly from?: string | null; readonly rate: Amount }[];
  readonly corporateCurrency?: string;
  readonly entries?: readonly {
    readonly id: string;
    readonly payee: string;
    readonly plan: string;
    readonly date: string;
    readonly amount?: Amount;
    readonly measure?: string;
    readonly value?: Amount;
  }[];
  readonly users?: readonly { readonly Id: string; readonly ManagerId?: string | null }[];
  readonly managers?: readonly {
    readonly person: string;
    readonly manager: string | null;
    readonly from?: string | null;
    readonly to?: string | null;
  }[];
  readonly records?: Readonly<Record<string, readonly Row[]>>;
}
