// A book and plans from files, for a calculation without an org.
import { readPlan } from '@quotient/calc';
import type { People } from './book.ts';
import { ConnectorError, exitCode } from './error.ts';
import { inFile, readDocument } from './folder/document.ts';

export interface BookFiles {
  /** Runs a reader on the whole book; what it finds wrong is named by file, line and column. */
  readonly run: <T>(reader: (book: unknown) => T) => T;
  readonly people: People;
}

/** @throws ConnectorError (2) with file, line and column. */
export function calcFiles(bookFile: string, planFiles: readonly string[]): BookFiles {
  const source = readDocument(bookFile);
  const book = source.value;
  if (typeof book !== 'object' || book === null || Array.isArray(book))
    throw new ConnectorError(
      'bad-file',
      exitCode.usage,
      `${bookFile}:1:1: a book is an object with asOf, assignments, records and so on.`,
      ['See docs/plan-format.md for an example.'],
    );
  const plans = planFiles.map((file) => {
    const document = readDocument(file);
    return inFile(document, () => readPlan(document.value));
  });
  const own = (book as { plans?: unknown }).plans;
  if (own === undefined && plans.length === 0)
    throw new ConnectorError('no-plans', exitCode.usage, `${bookFile} holds no plans.`, [
      'Name plan files with --plan, or put them into the book.',
    ]);
  const whole = { ...book, plans: [...(Array.isArray(own) ? (own as unknown[]) : []), ...plans] };
  const users = ((book as { users?: unknown }).users ?? []) as { Id?: string; Name?: string }[];
  const names = new Map(Array.isArray(users) ? users.map(({ Id, Name }) => [String(Id), Name ?? String(Id)]) : []);
  return {
    run: (reader) => inFile(source, () => reader(whole)),
    people: {
      find: (id) => id,
      name: (id) => names.get(id) ?? id,
      username: () => '',
      isActive: () => true,
      above: () => new Set<string>(),
      below: () => new Set(),
    },
  };
}
