// The calculation: a book in, statements out. One direction: records → credits → positions → payouts → statements.
import { stretches, type Stretch } from './assignment.ts';
import { checkBook } from './book-rules.ts';
import { bookSchema, type Book } from './book.ts';
import { credit, type Source } from './credit.ts';
import { ratesOf } from './currency.ts';
import { hierarchy } from './hierarchy.ts';
import { ledgers } from './ledger.ts';
import { minorDigits } from './money.ts';
import { calendarOf, parseDay, type Day } from './period.ts';
import type { Result } from './result.ts';
import { read } from './schema.ts';
import { timelines } from './timeline.ts';
import { statementsOf, type Account } from './statement.ts';

/**
 * Every statement of a book up to its as-of date, ordered by payee, plan and period. Pure: the same book in any order of
 * its rows gives the same result.
 * @throws QuotientError with path and remedy of everything that is wrong with the book.
 */
export function calculate(document: unknown): Result {
  const book = readBook(document);
  return { asOf: book.asOf, statements: accounts(book).flatMap(statementsOf) };
}

/** Reads and checks a book. */
export function readBook(document: unknown): Book {
  const book = read(bookSchema, document);
  checkBook(book);
  return book;
}

/** What crediting reads of a book. */
export function sourceOf(book: Book): Source {
  const corporateCurrency = book.corporateCurrency ?? book.plans[0]?.currency ?? 'USD';
  return {
    records: book.records ?? {},
    timeline: timelines(book.records ?? {}),
    entries: book.entries ?? [],
    rates: ratesOf(book.rates ?? [], corporateCurrency),
    corporateCurrency,
    above: hierarchy(book.users ?? [], book.managers),
    dated: (book.managers ?? []).length > 0,
  };
}

/** One account for each payee and plan, ordered by payee, then plan. */
export function accounts(book: Book): Account[] {
  const source = sourceOf(book);
  const asOf = parseDay(book.asOf) as Day;
  const list = book.plans.flatMap((plan) => {
    const assigned = new Map<string, Stretch[]>();
    for (const [payee, entries] of Map.groupBy(
      book.assignments.filter((one) => one.plan === plan.id),
      ({ payee: id }) => id,
    ))
      assigned.set(payee, stretches(entries, plan));
    const credits = credit(plan, source, { assigned, asOf });
    const mine = <T extends { payee: string }>(rows: readonly T[] | undefined): Map<string, T[]> =>
      Map.groupBy(rows ?? [], ({ payee }) => payee);
    // A row that names its plan goes before one for any plan.
    const quotas = mine(book.quotas?.toSorted((a, b) => Number(a.plan === undefined) - Number(b.plan === undefined)));
    const entries = mine(book.entries?.filter((entry) => entry.plan === plan.id));
    return [...assigned]
      .filter(([, days]) => days.length > 0)
      .map(([payee, days]): Account => ({
        payee,
        plan,
        assigned: days,
        quotas: quotas.get(payee) ?? [],
        entries: entries.get(payee) ?? [],
        // An entry may come before the first day of the assignment, a payment on signing for one.
        from: (entries.get(payee) ?? []).reduce(
          (first, { amount, date }) => (amount === undefined ? first : Math.min(first, parseDay(date) as Day)),
          (days[0] as Stretch).from,
        ),
        warnings: credits.warnings.get(payee) ?? [],
        ledgerOf: ledgers((key) => credits.byMeasure.get(key)?.get(payee)),
        calendar: calendarOf(plan),
        currency: { digits: minorDigits(plan.currency), rounding: plan.rounding ?? 'half-up' },
        asOf,
      }));
  });
  return list.sort((a, b) => compareText(a.payee, b.payee) || compareText(a.plan.id, b.plan.id));
}

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);
