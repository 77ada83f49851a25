// The calculation: a book in, statements out. One direction: records → credits → positions → payouts → statements.
import { accounts } from './accounts.ts';
import { checkBook } from './book-rules.ts';
import { bookSchema, type Book } from './book.ts';
import type { Result } from './result.ts';
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
  return { asOf: book.asOf, statements: accounts(book, sourceOf(book, book.records ?? {})).flatMap(statementsOf) };
}

/** Reads and checks a book. */
export function readBook(document: unknown): Book {
  const book = read(bookSchema, document);
  checkBook(book);
  return book;
}
