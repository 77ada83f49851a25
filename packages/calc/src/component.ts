// One component of one payee: its windows, and how its payout moves from payment period to payment period.
import type { Stretch } from './assignment.ts';
import type { QuotaRow } from './book.ts';
import { creditKeys } from './credit.ts';
import { parseDecimal, parsePercent, tenTo } from './decimal.ts';
import { add, compare, divide, multiply, one, zero, type Fraction } from './fraction.ts';
import { emptyLedger, slice, type Int, type Ledger } from './ledger.ts';
import { capOf, payoutAt, payouts, positionAfter, type Currency, type Terms } from './payout.ts';
import { periodOf, type Calendar, type Day, type Period } from './period.ts';
import type { Component, Plan } from './plan.ts';
import { quotaOf, type Quota } from './quota.ts';
import {
  cutAt,
  gatesOf,
  isPercent,
  payAt,
  positionOf,
  readsAttainment,
  table,
  type Read,
  type Reading,
} from './table.ts';

/** What a payee brings to a component. */
export interface Subject {
  readonly plan: Plan;
  readonly assigned: readonly Stretch[];
  readonly quotas: readonly QuotaRow[];
  readonly ledgerOf: (key: string) => Ledger;
  readonly calendar: Calendar;
  readonly currency: Currency;
  readonly asOf: Day;
}

/** A component at the end of a payment period, as things stand then. */
export interface Standing {
  readonly component: Component;
  readonly window: Period;
  readonly quota: Quota;
  readonly position: Fraction | null;
  readonly attainment: Fraction | null;
  readonly terms: Terms;
  /** The window's credits; of a ratio those of its numerator. */
  readonly ledger: Ledger;
  /** Index of this payment period's first credit, and of the first after it. */
  readonly first: number;
  readonly after: number;
  /** What the position pays, rounded, before gate and settlement, in minor units. */
  readonly total: bigint;
  /** Rounded payouts after each credit: `totals[i + 1] − totals[i]` is the line of credit i. Empty where there are no lines. */
  readonly totals: readonly Int[];
  /** What is no record's: `base` in the window's first payment period, else `rerated`. */
  readonly rest: { readonly reason: 'base' | 'rerated'; readonly earned: bigint };
  /** Components whose gates are shut; nothing is paid until there are none. */
  readonly shut: readonly string[];
  readonly settled: boolean;
  /** The cap limits what this position pays. */
  readonly isCapped: boolean;
  /** Paid in the window up to here, and before this payment period. */
  readonly paid: bigint;
  readonly paidBefore: bigint;
  readonly attainmentMissing: boolean;
}

interface Memory {
  readonly window: Period;
  readonly ledgers: readonly Ledger[];
  readonly total: bigint;
  readonly paid: bigint;
  readonly after: number;
  /** The quota, terms and totals of a window in which nothing moves them. */
  readonly fixed: { readonly quota: Quota; readonly terms: Terms; readonly totals: readonly Int[] | null } | null;
}

/** Follows one component through payment periods, in order. */
export function follow(component: Component, subject: Subject): (period: Period, read: Read) => Standing {
  const { plan, calendar, currency, asOf } = subject;
  const measure = component.measure === undefined ? undefined : plan.measures[component.measure];
  const isRatio = measure?.ratio !== undefined;
  const hasLines = measure !== undefined && !isRatio;
  const keys = measure && component.measure ? creditKeys(component.measure, measure) : [];
  const moves =
    component.against === 'to-date' || (component.rate.type === 'cliff' && typeof component.rate.by === 'object');
  const gates = gatesOf(component.gate);
  let memory: Memory | null = null;

  return (period, read) => {
    const isFirst = !memory || period.first >= memory.window.first + memory.window.months;
    const window = isFirst || !memory ? periodOf(period.first, component.window, calendar) : memory.window;
    const past: Memory =
      isFirst || !memory
        ? {
            window,
            ledgers: keys.map((key) => within(subject.ledgerOf(key), window)),
            total: 0n,
            paid: 0n,
            after: 0,
            fixed: null,
          }
        : memory;
    const end = Math.min(period.end, asOf);
    const [ledger = emptyLedger, denominators] = past.ledgers;
    const after = countUntil(ledger, end);
    const position = denominators
      ? ratio(positionAfter(ledger, after), positionAfter(denominators, countUntil(denominators, end)))
      : hasLines
        ? positionAfter(ledger, after)
        : null;

    const quota =
      past.fixed?.quota ??
      quotaOf(
        plan,
        component,
        window,
        subject.assigned,
        subject.quotas,
        component.against === 'to-date' ? period.first + period.months - 1 : undefined,
      );
    const attainment = component.blend ? blended(component.blend, read) : attained(position, quota);
    const terms = past.fixed?.terms ?? (moves ? termsOf(component, quota, read) : fixedTerms(component, quota, read));
    const totals = hasLines ? (past.fixed?.totals ?? payouts(terms, ledger, currency)) : [];
    const total = hasLines
      ? BigInt(totals[after] as Int)
      : unlined(component, quota, terms, position, attainment, currency);
    const held = hasLines ? BigInt(totals[past.after] as Int) : total;

    const own: Reading = { attainment, position };
    const shut = gates
      .filter((gate) => !reaches(gate, gate.component === component.id ? own : read(gate.component)))
      .map((gate) => gate.component);
    const settled = component.settle !== 'end' || lastAssigned(subject.assigned, window) <= period.end;
    const paid = shut.length === 0 && settled ? total : 0n;
    const standing: Standing = {
      component,
      window,
      quota,
      position,
      attainment,
      terms,
      ledger,
      first: past.after,
      after,
      total,
      totals,
      rest: { reason: isFirst && hasLines ? 'base' : 'rerated', earned: held - past.total },
      shut,
      settled,
      isCapped: component.cap !== undefined && limits(terms, position, mostCounted(component, quota), total, currency),
      paid,
      paidBefore: past.paid,
      attainmentMissing: attainment === null && (component.blend !== undefined || readsAttainment(component.rate)),
    };
    memory = {
      window,
      ledgers: past.ledgers,
      total,
      paid,
      after,
      fixed: moves ? null : { quota, terms, totals: hasLines ? totals : null },
    };
    return standing;
  };
}

/** The credits of a window; amounts and order stay. */
function within(whole: Ledger, window: Period): Ledger {
  const from = countUntil(whole, window.start - 1);
  const to = countUntil(whole, window.end);
  return from === 0 && to === whole.at.length ? whole : slice(whole, from, to);
}

/** How many credits lie on or before a day. */
function countUntil({ at }: Ledger, day: Day): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle]?.day ?? 0) <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

const ratio = (of: Fraction, per: Fraction): Fraction => (per.n === 0n ? zero : divide(of, per));

function attained(position: Fraction | null, quota: Quota): Fraction | null {
  if (quota.rampedToZero) return one;
  return position === null || quota.amount === null || quota.amount.n === 0n ? null : divide(position, quota.amount);
}

function blended(parts: NonNullable<Component['blend']>, read: Read): Fraction | null {
  let total = zero;
  for (const { component, weight } of parts) {
    const { attainment } = read(component);
    if (attainment === null) return null;
    total = add(total, multiply(parsePercent(weight) ?? zero, attainment));
  }
  return total;
}

const known = new WeakMap<Component, Map<string, Terms>>();

/** Terms that nothing but the quota moves: made once for all payees who have the same. */
function fixedTerms(component: Component, quota: Quota, read: Read): Terms {
  let terms = known.get(component);
  if (!terms) known.set(component, (terms = new Map()));
  const text = (value: Fraction | null): string => (value ? `${value.n}/${value.d}` : '');
  const key = `${text(quota.amount)} ${text(quota.unramped)} ${text(quota.target)} ${quota.rampedToZero}`;
  let one = terms.get(key);
  if (!one) terms.set(key, (one = termsOf(component, quota, read)));
  return one;
}

/** Table and cap with the quota, target and readings of this moment. */
function termsOf(component: Component, quota: Quota, read: Read): Terms {
  const { cap } = component;
  const whole = table(
    component.rate,
    component.blend ? { ...quota, amount: one, unramped: one, rampedToZero: false } : quota,
    read,
  );
  const most = mostCounted(component, quota);
  return {
    table: most ? cutAt(whole, most) : whole,
    cap: capOf(
      cap?.payout === undefined ? null : parseDecimal(cap.payout),
      cap?.target === undefined ? null : parseDecimal(cap.target),
      quota.target,
    ),
  };
}

/** The position up to which a cap on attainment counts; null where none does. */
const mostCounted = ({ cap }: Component, { amount, rampedToZero }: Quota): Fraction | null =>
  cap?.attainment !== undefined && amount?.n && !rampedToZero ? positionOf(cap.attainment, amount) : null;

/** Does a cap limit what the position pays? */
function limits(
  { cap, table: paying }: Terms,
  position: Fraction | null,
  counted: Fraction | null,
  total: bigint,
  { digits }: Currency,
): boolean {
  if (position === null) return false;
  const full = counted !== null && compare(position, counted) > 0;
  // Most payouts lie so far below the cap that their cents say so.
  return (
    full ||
    (cap !== null && (total + 1n) * cap.d >= cap.n * tenTo(digits) && compare(payAt(paying, position), cap) >= 0)
  );
}

/** A ratio and a blend have no records to line up: the payout of the position, or of the attainment. */
function unlined(
  component: Component,
  quota: Quota,
  terms: Terms,
  position: Fraction | null,
  attainment: Fraction | null,
  currency: Currency,
): bigint {
  const reading = component.blend ? attainment : (position ?? zero);
  if (reading === null || (component.blend && reading.n < 0n)) return 0n;
  return payoutAt(terms, reading, currency);
}

function reaches(
  gate: { attainment?: string | number | undefined; value?: string | number | undefined },
  { attainment, position }: Reading,
): boolean {
  const reached = (bound: string | number | undefined, reading: Fraction | null): boolean =>
    bound === undefined || (reading !== null && compare(reading, parsePercent(bound) ?? zero) >= 0);
  return (
    reached(
      gate.attainment,
      gate.attainment === undefined || isPercent(gate.attainment) || Number(gate.attainment) === 0
        ? attainment
        : position,
    ) && reached(gate.value, position)
  );
}

/** The last assigned day in a window. */
export function lastAssigned(assigned: readonly Stretch[], window: Period): Day {
  return assigned.reduce(
    (last, { from, to }) => (from <= window.end ? Math.max(last, Math.min(to, window.end)) : last),
    window.start,
  );
}
