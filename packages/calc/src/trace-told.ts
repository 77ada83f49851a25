// What a trace is told from: an account with its payment periods, and where its rows stand in the book or the snapshot.
import type { AccountPeriod } from './balance.ts';
import type { Assignment, Entry, QuotaRow, RateRow } from './book.ts';
import type { Standing } from './component.ts';
import { tenTo } from './decimal.ts';
import { fraction, type Fraction } from './fraction.ts';
import type { Ledger } from './ledger.ts';
import type { Component, Plan } from './plan.ts';
import type { FigureOf, Trace } from './result.ts';
import type { Account } from './run.ts';
import type { Credited } from './trace-credit.ts';
import { leaf, type Value } from './trace-node.ts';

/** Rows by their place in the book, or in the snapshot. */
export interface Rows {
  readonly assignments: readonly Assignment[];
  readonly quotas: readonly QuotaRow[];
  readonly entries: readonly Entry[];
  readonly rates: readonly RateRow[];
}

/** What only a book can say of a credit; a snapshot keeps its value and share alone. */
export interface FromBook {
  /** The i-th credit's value, where it is what somebody earned. */
  readonly earning: (of: Credited, ledger: Ledger, i: number) => Trace;
  /** The part of a credit's value that counts, by what. */
  readonly share: (of: Credited, ledger: Ledger, i: number) => Trace;
}

export interface Told {
  readonly account: Account;
  readonly periods: readonly AccountPeriod[];
  readonly rows: Rows;
  readonly corporateCurrency: string;
  readonly book: FromBook | null;
}

/** A payment period, or a component in it, as figures of it are named. */
export type Named = (figure: string) => FigureOf;
export const named =
  ({ payee, versions: [{ plan }] }: Account, period: string, component?: string): Named =>
  (figure) => ({ payee, plan: plan.id, period, ...(component !== undefined && { component }), figure });

export const labelOf = ({ label, id }: Component): string => label ?? id;
export const roundedBy = ({ rounding }: Plan): 'rounded' | 'rounded-even' =>
  rounding === 'half-even' ? 'rounded-even' : 'rounded';
export const minorOf = (minor: bigint, { currency }: Account): Fraction => fraction(minor, tenTo(currency.digits));

/** A leaf for a figure of a statement. */
export const stated = (of: FigureOf, value: Value, unit: string, label = of.figure): Trace =>
  leaf('statement', label, `as stated in ${of.period}`, value, unit, { of });

/** The component in the payment periods before, as far back as its window goes. */
export function earlierIn(
  { periods }: Told,
  at: AccountPeriod,
  { component, window }: Standing,
): { period: string; standing: Standing }[] {
  const list: { period: string; standing: Standing }[] = [];
  for (const { period, standings } of periods.slice(0, periods.indexOf(at))) {
    const standing = standings.find((one) => one.component.id === component.id);
    if (standing && standing.window.name !== window.name) list.length = 0;
    else if (standing) list.push({ period: period.name, standing });
  }
  return list;
}
