// Statements of a book without an org, for tests of their documents.
import type { Book as CalcBook } from '@quotient/calc';
import { sheetsOf, type Sheets, type StatementsAsked } from '../connector/src/statement.ts';

/** The sheets of a book, as if it had been read from an org at this address. */
export function sheetsFor(
  document: unknown,
  asked: StatementsAsked = {},
  instanceUrl = 'https://acme.my.salesforce.com',
): Sheets {
  const book = document as CalcBook;
  const users = book.users ?? [];
  return sheetsOf(
    {
      book,
      people: {
        find: (id) => id,
        name: (id) => users.find(({ Id }) => Id === id)?.Name ?? id,
        username: (id) => (users.some(({ Id }) => Id === id) ? `${id}@acme.example` : ''),
        isActive: () => true,
        above: () => new Set<string>(),
        below: () => new Set(),
      },
      meta: {
        sync: 1,
        org: 'Acme',
        instanceUrl,
        syncedAt: '2026-04-13T10:00:00.000Z',
        corporateCurrency: book.corporateCurrency ?? 'USD',
        wonStage: null,
        rates: [],
        counts: {},
        asked: {},
      },
      leftOut: [],
      hierarchy: 'managers',
      refusedQuotas: [],
    },
    asked,
  );
}
