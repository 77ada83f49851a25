// Reading a result: money as whole minor units, statements by their keys, and the rules that a statement was made by.
import type { Statement } from '@quotient/calc';
import { dayAfter, spanAt, type Span } from '../reference/calendar.ts';
import type { Book, Plan } from '../reference/types.ts';

/** Money in whole minor units. */
export const minor = (money: string): bigint => BigInt(money.replace('.', ''));
export const total = (amounts: readonly bigint[]): bigint => amounts.reduce((sum, one) => sum + one, 0n);

/** One component of one statement. */
export interface Cell {
  readonly statement: Statement;
  readonly component: Statement['components'][number];
  /** Payee, plan, component and window: the cells of one key follow each other through a window. */
  readonly key: string;
}

/** The components of statements, in their order. */
export const cellsOf = (statements: readonly Statement[]): Cell[] =>
  statements.flatMap((statement) =>
    statement.components.map((component) => ({
      statement,
      component,
      key: [statement.payee, statement.plan, component.id, component.window].join(' '),
    })),
  );

export const lineSum = ({ lines }: Cell['component']): bigint => total(lines.map(({ earned }) => minor(earned)));

/** What a statement is of. */
export const nameOf = ({ payee, plan, period }: Statement): string => `${payee} ${plan} ${period}`;
export const byName = (statements: readonly Statement[]): ReadonlyMap<string, Statement> =>
  new Map(statements.map((one) => [nameOf(one), one]));

/** The versions of a plan, in their order. */
export const versions = (book: Book, id: string): readonly Plan[] =>
  book.plans.filter((plan) => plan.id === id).sort((a, b) => (a.effective.from < b.effective.from ? -1 : 1));

/** The payment period of a statement. */
export function periodOf(book: Book, { plan: id, period }: Pick<Statement, 'plan' | 'period'>): Span {
  const [plan] = versions(book, id);
  const { pay = 'month', calendar = { fiscalYearStart: 1 } } = plan as Plan;
  for (
    let span = spanAt('2024-01-01', pay, calendar);
    span.start < '2030';
    span = spanAt(dayAfter(span.end), pay, calendar)
  )
    if (span.name === period) return span;
  throw new Error(`There is no period ${period}.`);
}

/** The rules that a statement is made by: those in force at the end of its payment period, else the first ones. */
export function rulesOf(book: Book, statement: Statement): Plan {
  const { end } = periodOf(book, statement);
  const list = versions(book, statement.plan);
  return (list.findLast(({ effective }) => effective.from <= end) ?? list[0]) as Plan;
}

/** Is a payee assigned on some day of a range, while a version of the plan is in force? */
export const isAssigned = (book: Book, payee: string, plan: string, from: string, to = from): boolean =>
  book.assignments.some(
    (entry) =>
      entry.payee === payee &&
      entry.plan === plan &&
      versions(book, plan).some(({ effective }) =>
        meets([from, to], [entry.from, entry.to ?? '9999'], [effective.from, effective.to ?? '9999']),
      ),
  );

/** Have ranges of days a day in common? */
const meets = (...ranges: readonly (readonly [from: string, to: string])[]): boolean =>
  (ranges
    .map(([from]) => from)
    .sort()
    .at(-1) as string) <= (ranges.map(([, to]) => to).sort()[0] as string);
