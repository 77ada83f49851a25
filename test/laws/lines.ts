// Lines, payment periods and windows: what must add up inside of a statement and from one to the next.
import { dayAfter, spanAt, type Span } from '../reference/calendar.ts';
import type { Book, Component, Plan } from '../reference/types.ts';
import {
  byName,
  cellsOf,
  isAssigned,
  lineSum,
  minor,
  nameOf,
  periodOf,
  rulesOf,
  total,
  versions,
  type Cell,
} from './figures.ts';
import { same, type Calculation } from './law.ts';
import { withComponents, without, withoutOverrides, withPlans } from './variants.ts';

/**
 * A component's lines sum to what its payout has moved: over a window, to what is earned in it and what a gate withholds,
 * wherever the component is settled; earnings sum to those of the window and of the statement.
 */
export function linesSum({ calculate }: Calculation, book: Book): string[] {
  const { statements } = calculate(book);
  const lines = new Map<string, bigint>();
  const earned = new Map<string, bigint>();
  return [
    ...cellsOf(statements).flatMap((cell) => {
      const { component, key, statement } = cell;
      const moved = (lines.get(key) ?? 0n) + lineSum(component);
      const paid = (earned.get(key) ?? 0n) + minor(component.earned);
      lines.set(key, moved);
      earned.set(key, paid);
      const where = `${key} in ${statement.period}`;
      return [
        ...same(`earned in the window of ${where}`, minor(component.earnedInWindow), paid),
        ...(isSettled(book, cell)
          ? same(`lines of ${where}`, moved, minor(component.earnedInWindow) + minor(component.withheld))
          : same(
              `paid or withheld before the end of ${where}`,
              [component.earnedInWindow, component.withheld].map(minor),
              [0n, 0n],
            )),
      ];
    }),
    ...statements.flatMap((one) =>
      same(
        `earned of ${nameOf(one)}`,
        minor(one.earned),
        total(one.components.map((component) => minor(component.earned))),
      ),
    ),
  ];
}

function isSettled(book: Book, cell: Cell): boolean {
  const { payee, plan } = cell.statement;
  const { end } = periodOf(book, cell.statement);
  const window = windowOf(book, cell);
  const { settle } = componentOf(rulesOf(book, cell.statement), cell.component.id);
  return settle !== 'end' || end >= window.end || !isAssigned(book, payee, plan, dayAfter(end), window.end);
}

const componentOf = (plan: Plan, id: string): Component => plan.components.find((one) => one.id === id) as Component;

/**
 * Lines stand before gate and settlement: without gates, and settled as it runs, a plan has the same lines, and in every
 * payment period they sum to what is earned in it. Not where people count what others earned: those earnings stand after
 * the gates.
 */
export function linesStandBeforeGates({ calculate }: Calculation, given: Book): string[] {
  const book = withoutOverrides(given);
  const running = withPlans(book, (plan) => withComponents(plan, (component) => without(component, 'gate', 'settle')));
  const settled = byName(calculate(book).statements);
  return calculate(running).statements.flatMap((one) =>
    one.components.flatMap((component, i) => {
      const where = `${component.id} of ${nameOf(one)}`;
      return [
        ...same(`lines of ${where}`, lineSum(component), minor(component.earned)),
        ...same(`lines of ${where} with gates`, settled.get(nameOf(one))?.components[i]?.lines, component.lines),
      ];
    }),
  );
}

const months = { month: 1, quarter: 3, half: 6, year: 12 } as const;
const pays = ['quarter', 'half', 'year'] as const;

/**
 * Payment periods partition a window: paid by the quarter, half or year instead of by the month, a window brings the same.
 * The windows are as long as the payment period, and nobody counts what others earned (that is counted by payment period).
 * What is settled at the end is compared once the window is over, and all once the payee is assigned in the payment period.
 * Where the plan has several versions, or reads quotas to date, the payment periods must end together too: the window is
 * over, and the payee is assigned at its end.
 */
export function periodsPartitionWindows({ calculate }: Calculation, given: Book): string[] {
  const long = withPlans(withoutOverrides(given), (plan) =>
    withComponents(without(plan, 'limit'), (component) => ({
      ...component,
      window: component.window === 'month' ? 'quarter' : component.window,
    })),
  );
  const shortest = Math.min(...long.plans.flatMap(({ components }) => components.map(({ window }) => months[window])));
  const paidBy = (pay: NonNullable<Plan['pay']>): Book => withPlans(long, (plan) => ({ ...plan, pay }));
  const byMonth = lastCells(calculate, paidBy('month'));
  return pays
    .filter((pay) => months[pay] <= shortest)
    .flatMap((pay) => {
      const book = paidBy(pay);
      return [...lastCells(calculate, book)]
        .filter(([key, cell]) => (byMonth.has(key) || hasBegun(book, cell)) && endsTogether(book, cell))
        .flatMap(([key, { component }]) =>
          same(`${key} paid by ${pay}`, component.earnedInWindow, byMonth.get(key)?.component.earnedInWindow),
        );
    });
}

/** The last cell of each component and window. */
const lastCells = (calculate: Calculation['calculate'], book: Book): ReadonlyMap<string, Cell> =>
  new Map(cellsOf(calculate(book).statements).map((cell) => [cell.key, cell]));

/** Is the payee assigned in the window by the as-of date? */
const hasBegun = (book: Book, cell: Cell): boolean =>
  isAssigned(book, cell.statement.payee, cell.statement.plan, windowOf(book, cell).start, book.asOf);

function endsTogether(book: Book, cell: Cell): boolean {
  const plan = rulesOf(book, cell.statement);
  const { settle } = componentOf(plan, cell.component.id);
  const { end } = windowOf(book, cell);
  const { payee } = cell.statement;
  const { start } = periodOf(book, cell.statement);
  if (!isAssigned(book, payee, plan.id, start, book.asOf)) return false;
  const isOneAlways =
    versions(book, plan.id).length === 1 && plan.components.every(({ against }) => against !== 'to-date');
  if (isOneAlways) return settle !== 'end' || end <= book.asOf;
  const isLast = periodOf(book, cell.statement).end === end;
  return isLast && end <= book.asOf && isAssigned(book, payee, plan.id, end);
}

function windowOf(book: Book, { statement, component: { id } }: Cell): Span {
  const plan = rulesOf(book, statement);
  const { calendar = { fiscalYearStart: 1 } } = plan;
  return spanAt(periodOf(book, statement).start, componentOf(plan, id).window, calendar);
}
