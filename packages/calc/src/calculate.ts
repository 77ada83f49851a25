// The calculation: a book in, statements out. One direction: records → credits → positions → payouts → statements.
import { accountsOf, type AccountKey, type Accounts } from './accounts.ts';
import { checkBook } from './book-rules.ts';
import { bookSchema, type Book } from './book.ts';
import { parseDay, type Day } from './period.ts';
import type { Result, Statement } from './result.ts';
import { release } from './run.ts';
import { read } from './schema.ts';
import { sourceOf } from './source.ts';
import { statementsOf } from './statement.ts';

/**
 * Every statement of a book up to its as-of date, ordered by payee, plan and period. Pure: the same book in any order of
 * its rows gives the same result.
 * @throws QuotientError with path and remedy of everything that is wrong with the book.
 */
export function calculate(document: unknown): Result {
  const book = readBook(document);
  const accounts = accountsOf(book, sourceOf(book, book.records ?? {}), parseDay(book.asOf) as Day);
  return { asOf: book.asOf, statements: accounts.keys.flatMap((key) => statementsFor(accounts, key)) };
}

/** The statements of one account; what they were made of is let go, so that a large book takes little memory. */
export function statementsFor({ account, counted }: Accounts, key: AccountKey): Statement[] {
  const own = account(key);
  const statements = statementsOf(own);
  release(own, counted);
  return statements;
}

/** Reads and checks a book. */
export function readBook(document: unknown): Book {
  const book = read(bookSchema, document);
  checkBook(book);
  return book;
}
