// A team: one row for each person and plan, and totals that are sums of the rows, for each currency on its own.
import { add, divide, fraction, multiply, subtract, zero, type Fraction } from './fraction.ts';
import { parseDecimal, printDecimal, printMinor, tenTo } from './decimal.ts';
import { unitOf } from './part.ts';
import { minorDigits } from './money.ts';
import { periodsOf } from './balance.ts';
import { parseDay, type Day } from './period.ts';
import { accountOf } from './snapshot-account.ts';
import type { Snapshot } from './snapshot-schema.ts';

export interface TeamRow {
  readonly payee: Snapshot['payee'];
  readonly plan: string;
  readonly planName: string;
  readonly currency: string;
  /** The open payment period. */
  readonly period: string;
  /** The leading component, the first with a quota (else the first), and its window. */
  readonly component: string;
  readonly label: string;
  readonly window: string;
  /** What is credited: money, or a number of things. */
  readonly unit: 'money' | 'number' | 'ratio';
  /** It counts what people below are credited, so it is left out of totals beside theirs. */
  readonly rollsUp: boolean;
  readonly credited: string | null;
  readonly quota: string | null;
  readonly attainment: string | null;
  /** Share of the window that has passed at the as-of date. */
  readonly pace: string;
  /** Credited less the part of the quota that pace asks for: below zero is behind. Null without a quota or where it is a rate. */
  readonly ahead: string | null;
  /** Σ over the components of what they have earned in their open windows. */
  readonly earned: string;
  /** Of the open payment period. */
  readonly payable: string;
}

export interface TeamTotal {
  readonly currency: string;
  readonly people: number;
  /** Credited and quota of money: of those who sell, or of those who lead where nobody else is shown. */
  readonly credited: string;
  readonly quota: string;
  readonly attainment: string | null;
  readonly earned: string;
  readonly payable: string;
}

export interface Team {
  /** The earliest as-of date of the snapshots. */
  readonly asOf: string;
  readonly rows: readonly TeamRow[];
  readonly totals: readonly TeamTotal[];
}

/** Where a team stands, from the snapshots that the viewer may see. Currencies are never added. */
export function team(snapshots: readonly Snapshot[]): Team {
  const rows = snapshots.flatMap(rowsOf);
  return { asOf: snapshots.map(({ asOf }) => asOf).sort()[0] ?? '', rows, totals: totals(rows) };
}

/** The totals of some rows, one for each currency in order of its code. */
export function totals(rows: readonly TeamRow[]): TeamTotal[] {
  return [...Map.groupBy(rows, ({ currency }) => currency)]
    .map(([currency, own]) => total(currency, own))
    .sort((a, b) => (a.currency < b.currency ? -1 : 1));
}

function rowsOf(held: Snapshot): TeamRow[] {
  const asOf = parseDay(held.asOf) as Day;
  return held.plans.flatMap((own): TeamRow[] => {
    const account = accountOf(held, own, asOf);
    const open = [...periodsOf(account)].at(-1);
    const leading =
      open?.standings.find(({ quota, component }) => quota.amount !== null && component.measure !== undefined) ??
      open?.standings[0];
    if (!open || !leading || asOf > open.period.end) return [];
    const { component, window, position, quota, attainment } = leading;
    const { digits } = account.currency;
    const unit = unitOf(own.plan, component);
    const pace = fraction(BigInt(asOf - window.start + 1), BigInt(window.end - window.start + 1));
    const credit = component.measure === undefined ? undefined : own.plan.measures[component.measure]?.credit;
    return [
      {
        payee: held.payee,
        plan: own.plan.id,
        planName: own.plan.name,
        currency: own.plan.currency,
        period: open.period.name,
        component: component.id,
        label: component.label ?? component.id,
        window: window.name,
        unit,
        rollsUp: typeof credit === 'object' && 'reports' in credit,
        credited: position && printDecimal(position),
        quota: quota.amount && printDecimal(quota.amount),
        attainment: attainment && printDecimal(attainment),
        pace: printDecimal(pace),
        ahead:
          position && quota.amount && !quota.rampedToZero && unit !== 'ratio'
            ? printDecimal(subtract(position, multiply(quota.amount, pace)), 2)
            : null,
        earned: printMinor(
          open.standings.reduce((sum, { paid }) => sum + paid, 0n),
          digits,
        ),
        payable: printMinor(open.payable, digits),
      },
    ];
  });
}

function total(currency: string, rows: readonly TeamRow[]): TeamTotal {
  const digits = minorDigits(currency);
  const sum = (values: readonly (string | null)[]): Fraction =>
    values.reduce<Fraction>((all, value) => add(all, parseDecimal(value) ?? zero), zero);
  const money = (values: readonly string[]): string => {
    const all = sum(values);
    return printMinor(all.n * (tenTo(digits) / all.d), digits);
  };
  const measured = rows.filter(
    ({ quota, attainment, unit }) => quota !== null && attainment !== null && unit === 'money',
  );
  const counted = measured.some(({ rollsUp }) => !rollsUp) ? measured.filter(({ rollsUp }) => !rollsUp) : measured;
  const [credited, quota] = [sum(counted.map((row) => row.credited)), sum(counted.map((row) => row.quota))];
  return {
    currency,
    people: new Set(rows.map(({ payee }) => payee.Id)).size,
    credited: printDecimal(credited),
    quota: printDecimal(quota),
    attainment: quota.n === 0n ? null : printDecimal(divide(credited, quota)),
    earned: money(rows.map((row) => row.earned)),
    payable: money(rows.map((row) => row.payable)),
  };
}
