// Two plans on the same period, people and records: the two books, and the comparison as table and CSV.
import { existsSync } from 'node:fs';
import {
  calculate,
  calendarOf,
  parseDay,
  printDay,
  readBook,
  type Book,
  type Plan,
  type QuotaRow,
  type Result,
  type Statement,
} from '@quotient/calc';
import { compare, periodNamed, type ComparedCurrency, type ComparedPayee, type Comparison } from '@quotient/calc/plans';
import type { People } from './book.ts';
import { calcFiles } from './calc-files.ts';
import { ConnectorError, exitCode } from './error.ts';
import { readDocument } from './folder/document.ts';
import { planNamed, readPlanFile } from './plan-files.ts';
import { csvLine, money, percent, table } from './render.ts';

/** Days from the first to the last, both inclusive. */
export interface Days {
  readonly from: string;
  readonly to: string;
}

/** The days of a period of a plan's fiscal calendar. @throws ConnectorError (2) where there is no such period. */
export function daysOf(period: string, plan: Plan): Days {
  const found = periodNamed(period, calendarOf(plan));
  if (!found)
    throw new ConnectorError('bad-period', exitCode.usage, `"${period}" is no period.`, [
      'Write 2026-03, 2026-Q1, 2026-H1 or 2026.',
    ]);
  return { from: printDay(found.start), to: printDay(found.end) };
}

/** The days on which a plan holds, up to the as-of date's year where it has no end. */
export const wholePlan = ({ effective }: Plan): Days => ({ from: effective.from, to: effective.to ?? '9999-12-31' });

/** A book file and the first plan where the book does not hold it. @throws ConnectorError (2) with file, line and column. */
export function bookFromFile(file: string, a: string): { book: Book; people: People } {
  const own = (readDocument(file).value as { plans?: unknown } | null)?.plans;
  const plans = Array.isArray(own) ? (own as { id?: unknown }[]) : [];
  const isThere = plans.some(({ id }) => id === (existsSync(a) ? readPlanFile(a).plan.id : a));
  // A name that is neither a plan of the book nor a file is told as what it is.
  if (!isThere) planNamed(a, []);
  const files = calcFiles(file, isThere ? [] : [a]);
  return { book: files.run(readBook), people: files.people };
}

/**
 * Compares what two plans cost. In the second run everybody who is assigned to the first plan is in the second one, as if
 * it had always been theirs: on the same days, with their quotas for components of the same id.
 * @throws QuotientError where one of the books is not a right one.
 */
export function comparePlans(book: Book, a: Plan, b: Plan, days: Days): Comparison {
  const [before, after] = [withPlan(book, a, a), withPlan(book, a, b)];
  const [was, is] = [before, after].map((one) => inDays(one, days)) as [Result, Result];
  if (was.statements.length === 0 && is.statements.length === 0)
    throw new ConnectorError(
      'nothing',
      exitCode.usage,
      `No payment period of ${a.id} or ${b.id} ends from ${days.from} to ${days.to}, as of ${book.asOf}.`,
      ['Choose a period in which people are assigned and that has begun.'],
    );
  return compare(was, is, { plan: a.id });
}

/** The statements of a book whose payment periods end on these days. */
function inDays(book: Book, { from, to }: Days): Result {
  const { asOf, statements } = calculate(readBook(book));
  const ends = (statement: Statement): number => {
    const plan = book.plans.find(({ id }) => id === statement.plan);
    return (plan && periodNamed(statement.period, calendarOf(plan))?.end) ?? Number.NaN;
  };
  return { asOf, statements: statements.filter((one) => ends(one) >= dayOf(from) && ends(one) <= dayOf(to)) };
}

const dayOf = (text: string): number => parseDay(text) ?? Number.MAX_SAFE_INTEGER;

/** The book with a plan in place of another one: under its id and on its days, so that all rows about people stay theirs. */
function withPlan(book: Book, a: Plan, b: Plan): Book {
  const plan: Plan = { ...b, id: a.id, effective: a.effective };
  const overlaps = ({ effective }: Plan): boolean =>
    effective.from <= (a.effective.to ?? '9999') && a.effective.from <= (effective.to ?? '9999');
  const plans = [...book.plans.filter((one) => one.id !== a.id || !overlaps(one)), plan];
  const own = new Set(plan.components.map(({ id }) => id));
  const assignments = book.assignments.map((row) =>
    row.plan !== a.id || !row.targets
      ? row
      : { ...row, targets: Object.fromEntries(Object.entries(row.targets).filter(([id]) => own.has(id))) },
  );
  const entries = (book.entries ?? []).filter(
    (row) => row.plan !== a.id || row.measure === undefined || plan.measures[row.measure] !== undefined,
  );
  return { ...book, plans, assignments, quotas: quotasWith(book, plans, a, b), entries };
}

/** Quotas of components that there are; those that were set for the second plan go before those of the first. */
function quotasWith({ quotas = [], assignments }: Book, plans: readonly Plan[], a: Plan, b: Plan): QuotaRow[] {
  const people = new Set(assignments.filter((row) => row.plan === a.id).map(({ payee }) => payee));
  const isKnown = ({ plan, component }: QuotaRow): boolean =>
    plans.some(({ id, components }) => (plan ?? id) === id && components.some((one) => one.id === component));
  const moved = quotas
    .filter((row) => b.id !== a.id && row.plan === b.id && people.has(row.payee))
    .map((row) => ({ ...row, plan: a.id }));
  const key = ({ payee, component, period }: QuotaRow): string => JSON.stringify([payee, component, period]);
  const before = new Set(moved.map(key));
  return [...moved, ...quotas.filter((row) => row.plan !== a.id || !before.has(key(row)))].filter(isKnown);
}

export interface Names {
  readonly a: string;
  readonly b: string;
  readonly person: (id: string) => string;
}

/** Tables by currency: everybody, the largest winners and losers, and the total. */
export function comparisonText({ currencies }: Comparison, names: Names): string {
  return currencies.map((one) => currencyText(one, names)).join('\n\n');
}

const most = 5;

function currencyText({ currency, payees, total, winners, losers }: ComparedCurrency, { a, b, person }: Names): string {
  const amount = (value: string): string => money(value, currency);
  const gain = (value: string): string =>
    `${value.startsWith('-') || /^0(\.0*)?$/.test(value) ? '' : '+'}${amount(value)}`;
  const change = (value: string | null): string => (value === null ? '' : percent(value));
  const rows: (Omit<ComparedPayee, 'payee' | 'plan'> & { readonly name: string })[] = [
    ...payees.map((row) => ({ ...row, name: person(row.payee) })),
    { ...total, name: `Total of ${payees.length}` },
  ];
  const list = (title: string, people: readonly ComparedPayee[]): string[] =>
    people.length === 0
      ? []
      : [
          `${title}: ${people
            .slice(0, most)
            .map((row) => `${person(row.payee)} ${gain(row.difference.earned)}`)
            .join(', ')}${people.length > most ? `, and ${people.length - most} more` : ''}`,
        ];
  return [
    `${currency}: A is ${a}, B is ${b}`,
    '',
    table(rows, [
      { title: 'Person', of: ({ name }) => name },
      { title: 'Earned A', of: ({ before }) => amount(before.earned), right: true },
      { title: 'Earned B', of: ({ after }) => amount(after.earned), right: true },
      { title: 'Difference', of: ({ difference }) => gain(difference.earned), right: true },
      { title: 'Change', of: (row) => change(row.change), right: true },
      { title: 'Payable A', of: ({ before }) => amount(before.payable), right: true },
      { title: 'Payable B', of: ({ after }) => amount(after.payable), right: true },
      { title: 'Difference', of: ({ difference }) => gain(difference.payable), right: true },
    ]),
    '',
    ...list('Largest winners', winners),
    ...list('Largest losers', losers),
    ...(winners.length + losers.length === 0 ? ['Nobody earns more or less.'] : []),
  ].join('\n');
}

const csvColumns = [
  'payee',
  'name',
  'plan',
  'currency',
  'earnedA',
  'earnedB',
  'earnedDifference',
  'payableA',
  'payableB',
  'payableDifference',
  'change',
] as const;

export const comparisonCsv = ({ currencies }: Comparison, { person }: Names): string =>
  [
    csvLine(csvColumns),
    ...currencies.flatMap(({ currency, payees }) =>
      payees.map(({ payee, plan, before, after, difference, change }) =>
        csvLine([
          payee,
          person(payee),
          plan,
          currency,
          before.earned,
          after.earned,
          difference.earned,
          before.payable,
          after.payable,
          difference.payable,
          change,
        ]),
      ),
    ),
  ].join('\n');
