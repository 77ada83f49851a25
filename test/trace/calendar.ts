// What a leaf of a trace takes from the calendar, counted again.
import type { Statement, Trace } from '@quotient/calc';
import type { Book } from '../reference/types.ts';

const dayMs = 86_400_000;
const later = (date: string, days: number): string =>
  new Date(Date.parse(date) + days * dayMs).toISOString().slice(0, 10);
const monthOf = (date: string): number => Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7));
const isMonthEnd = (date: string): boolean => later(date, 1).endsWith('-01');

/** Is a leaf a day of the book or the calendar, or a number of days, months or payment periods between the two that it names? */
export function isCounted(
  { label, formula, result, unit }: Trace,
  book: Book,
  statements: readonly Statement[],
  of: Statement,
): boolean {
  if (unit === 'day') {
    const [, months, date] = /^(\d+) months after (.*)$/.exec(label) ?? [];
    if (months !== undefined && date !== undefined) return result === monthsAfter(date, Number(months));
    return isMonthEnd(result) || daysIn(book, statements).has(result);
  }
  const [from = '', to = ''] = formula.split(' to ');
  const count = Number(result);
  if (unit === 'days') return count === (Date.parse(to) - Date.parse(from)) / dayMs + 1;
  if (unit === 'periods') {
    const own = statements.filter(
      ({ payee, plan, components }) => payee === of.payee && plan === of.plan && components.length > 0,
    );
    return count === own.filter(({ period }) => period <= of.period).length;
  }
  if (label === 'Months') return count === monthOf(to) - monthOf(from) + 1;
  const isWhole = (n: number): boolean => monthsAfter(from, n) <= to;
  return (count === 0 || isWhole(count)) && !isWhole(count + 1);
}

/** The same day so many months later, or the last one of a shorter month. */
function monthsAfter(date: string, months: number): string {
  const month = monthOf(date) - 1 + months;
  const first = `${String(Math.floor(month / 12)).padStart(4, '0')}-${String((month % 12) + 1).padStart(2, '0')}-01`;
  const same = later(first, Number(date.slice(8)) - 1);
  return same.slice(0, 7) === first.slice(0, 7) ? same : later(`${later(first, 31).slice(0, 7)}-01`, -1);
}

const known = new WeakMap<readonly Statement[], ReadonlySet<unknown>>();

/** Days that a book and its statements speak of. */
function daysIn(book: Book, statements: readonly Statement[]): ReadonlySet<unknown> {
  let days = known.get(statements);
  if (!days) known.set(statements, (days = daysOf(book, statements)));
  return days;
}

const daysOf = (book: Book, statements: readonly Statement[]): ReadonlySet<unknown> =>
  new Set<unknown>([
    book.asOf,
    ...book.assignments.map(({ to }) => to),
    ...book.plans.map(({ effective }) => effective.to),
    ...statements.flatMap(({ components }) => components.flatMap(({ lines }) => lines.map(({ date }) => date))),
  ]);
