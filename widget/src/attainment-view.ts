// What a rep's home says of each plan, before it is drawn: components against pace, the open payment period, the year, the past.
import {
  calendarOf,
  compareDecimals,
  monthOf,
  parseDay,
  paydayOf,
  periodOf,
  QuotientError,
  statements,
  sumOf,
  unitOf,
  type Plan,
  type Snapshot,
  type Statement,
} from '@quotient/calc';
import { readOnce } from './estimate-view.ts';
import { isZero } from './zero.ts';

/** A component in its open window. */
export interface PartView {
  readonly id: string;
  readonly label: string;
  readonly window: string;
  /** The currency in which it counts; null for a number of things or a ratio. */
  readonly unit: string | null;
  readonly credited: string | null;
  readonly quota: string | null;
  readonly attainment: string | null;
  readonly earned: string;
  readonly withheld: string;
  /** Share of the window that has passed; null where nothing is asked for by now. */
  readonly pace: string | null;
  /** Credited less what pace asks for, where the calculation says it: below zero is behind. */
  readonly ahead: string | null;
}

export interface PastView {
  readonly period: string;
  readonly earned: string;
  readonly payable: string;
  /** The snapshot holds its records still, so it can be explained. */
  readonly isHeld: boolean;
}

/** One plan; nothing of it is added to another one. */
export interface PlanView {
  readonly plan: Plan;
  /** The statement of the open payment period; null where none is open. */
  readonly open: Statement | null;
  readonly payday: string | null;
  readonly parts: readonly PartView[];
  /** Of all components in their open windows. */
  readonly earned: string;
  /** Earned in the payment periods of the year of the as-of date, and in each of them. */
  readonly year: {
    readonly name: string;
    readonly earned: string;
    readonly periods: readonly { readonly period: string; readonly earned: string }[];
  };
  /** The last one first. */
  readonly past: readonly PastView[];
}

export type HomeView =
  | { readonly state: 'loading' | 'no-snapshot' }
  | { readonly state: 'broken'; readonly code: string; readonly message: string }
  | { readonly state: 'person'; readonly held: Snapshot; readonly plans: readonly PlanView[] };

/** The view of one snapshot: absent while it loads, null where there is none. */
export function homeOf(document: unknown): HomeView {
  if (document === undefined) return { state: 'loading' };
  if (document === null) return { state: 'no-snapshot' };
  try {
    const held = readOnce(document);
    if (held instanceof QuotientError) throw held;
    const made = statements(held);
    return { state: 'person', held, plans: held.plans.map((own) => planView(held, own, made)) };
  } catch (error) {
    // A snapshot that is damaged inside says nothing, and never a wrong number.
    if (error instanceof QuotientError) return { state: 'broken', ...wordsOf(error) };
    return { state: 'broken', code: 'snapshot', message: 'This is no snapshot, or a part of one. Publish it again.' };
  }
}

function wordsOf({ code, problems }: QuotientError): { code: string; message: string } {
  const [first] = problems;
  return { code, message: first ? `${first.message} ${first.remedy}`.trim() : '' };
}

function planView(held: Snapshot, own: Snapshot['plans'][number], all: readonly Statement[]): PlanView {
  const { plan } = own;
  const today = parseDay(held.asOf) ?? 0;
  const month = monthOf(today);
  const calendar = calendarOf(plan);
  const pay = plan.pay ?? 'month';
  const now = periodOf(month, pay, calendar);
  const mine = all.filter((one) => one.plan === plan.id);
  const open = mine.find(({ period }) => period === now.name) ?? null;
  const before = mine.filter((one) => one !== open);
  const past = [
    ...own.past.map((one) => ({ ...one, isHeld: false })),
    ...before.map(({ period, earned, payable }) => ({ period, earned, payable, isHeld: true })),
  ].reverse();
  const year = periodOf(month, 'year', calendar);
  const ofYear = new Set(Array.from({ length: year.months }, (_, i) => periodOf(year.first + i, pay, calendar).name));
  const inYear = [...(open ? [open] : []), ...past.filter(({ period }) => ofYear.has(period))];
  return {
    plan,
    open,
    payday: open && paydayOf(plan, now),
    parts: open ? open.components.map((one) => partView(own, one, today)) : [],
    earned: open ? sumOf(open.components.map(({ earnedInWindow }) => earnedInWindow)) : '0',
    year: { name: year.name, earned: sumOf(inYear.map(({ earned }) => earned)), periods: inYear },
    past,
  };
}

function partView(
  { plan, standing }: Snapshot['plans'][number],
  { id, window, credited, quota, attainment, earnedInWindow, withheld }: Statement['components'][number],
  today: number,
): PartView {
  const component = plan.components.find((one) => one.id === id);
  const unit = component ? unitOf(plan, component) : 'number';
  const { name, start, end } = periodOf(monthOf(today), component?.window ?? 'month', calendarOf(plan));
  const isAsked = attainment !== null && quota !== null && !isZero(quota) && unit !== 'ratio' && name === window;
  return {
    id,
    label: component?.label ?? id,
    window,
    unit: unit === 'money' ? plan.currency : null,
    credited,
    quota,
    attainment,
    earned: earnedInWindow,
    withheld,
    pace: isAsked ? ((today - start + 1) / (end - start + 1)).toFixed(12) : null,
    ahead: isAsked && standing?.component === id ? standing.ahead : null,
  };
}

/** Is a component at its pace or beyond? */
export const isAhead = ({ attainment, pace }: PartView): boolean => compareDecimals(attainment, pace) >= 0;
