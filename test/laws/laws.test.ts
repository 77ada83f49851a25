// Laws that hold for every book.
import { calculate, estimate, snapshot, statements as statementsOf, type Statement } from '@quotient/calc';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Book } from '../reference/types.ts';
import { books, calculated, people } from './books.ts';

const anyBook = books(calculated);
const minor = (money: string): bigint => BigInt(money.replace('.', ''));

test('the order of its rows changes nothing', () => {
  fc.assert(
    fc.property(anyBook, fc.infiniteStream(fc.nat()), (book, numbers) => {
      const mixed = <T>(list: readonly T[]): T[] =>
        list
          .map((value) => ({ value, rank: numbers.next().value as number }))
          .sort((a, b) => a.rank - b.rank)
          .map(({ value }) => value);
      const { assignments, quotas, rates, entries, users, managers, records } = book;
      const shuffled: Book = {
        ...book,
        assignments: mixed(assignments),
        quotas: mixed(quotas ?? []),
        rates: mixed(rates ?? []),
        entries: mixed(entries ?? []),
        users: mixed(users ?? []),
        managers: mixed(managers ?? []),
        records: Object.fromEntries(Object.entries(records ?? {}).map(([name, rows]) => [name, mixed(rows)])),
      };
      expect(JSON.stringify(calculate(shuffled))).toBe(JSON.stringify(calculate(book)));
    }),
  );
});

/** The book with one more record. */
const joined = (book: Book, deal: Readonly<Record<string, unknown>>): Book => ({
  ...book,
  records: { ...book.records, Opportunity: [...(book.records?.['Opportunity'] ?? []), deal] },
});
const dealOf = (book: Book, OwnerId: string, Amount: number) => ({
  Id: 'NEW',
  OwnerId,
  Amount,
  Type: 'New',
  Years__c: 2,
  Seats__c: 5,
  CloseDate: book.asOf,
  IsWon: true,
  IsClosed: true,
});

test("a stranger's record changes nothing", () => {
  fc.assert(
    fc.property(anyBook, fc.integer({ min: -9000, max: 30_000 }), (book, amount) => {
      const users = [...(book.users ?? []), { Id: 'Z', ManagerId: null }];
      expect(calculate(joined({ ...book, users }, dealOf(book, 'Z', amount)))).toEqual(calculate(book));
    }),
  );
});

test('lines sum to what the payout has moved, over a window to what is earned and withheld', () => {
  fc.assert(
    fc.property(anyBook, (book) => {
      const settles = new Map(book.plans[0]?.components.map(({ id, settle }) => [id, settle]));
      const moved = new Map<string, bigint>();
      const paid = new Map<string, bigint>();
      for (const { payee, components } of calculate(book).statements)
        for (const { id, window, lines, earned, earnedInWindow, withheld } of components) {
          const key = `${payee} ${id} ${window}`;
          moved.set(
            key,
            lines.reduce((sum, line) => sum + minor(line.earned), moved.get(key) ?? 0n),
          );
          paid.set(key, (paid.get(key) ?? 0n) + minor(earned));
          expect(paid.get(key)).toBe(minor(earnedInWindow));
          if (settles.get(id) !== 'end') expect(moved.get(key)).toBe(minor(earnedInWindow) + minor(withheld));
        }
    }),
  );
});

const latest = (list: readonly Statement[], payee: string): Statement | undefined =>
  list.findLast((one) => one.payee === payee && one.components.length > 0);
const isCovered = (book: Book, payee: string): boolean =>
  book.assignments.some(
    (one) =>
      one.payee === payee && one.from <= book.asOf && (one.to ?? '9999') >= book.asOf && book.asOf >= '2026-02-11',
  ) && (book.plans[0]?.effective.to ?? '9999') >= book.asOf;

test('a snapshot gives the statements of its book', () => {
  fc.assert(
    fc.property(anyBook, (book) => {
      const { statements } = calculate(book);
      for (const payee of people) {
        if (!isCovered(book, payee)) continue;
        for (const { warnings: _, ...own } of statementsOf(snapshot(book, payee)))
          expect(statements.find((one) => one.payee === payee && one.period === own.period)).toMatchObject(own);
      }
    }),
  );
});

test('an estimate is the difference between two whole calculations', () => {
  fc.assert(
    fc.property(anyBook, fc.integer({ min: -9000, max: 30_000 }), fc.constantFrom(...people), (book, amount, owner) => {
      const deal = dealOf(book, owner, amount);
      const [before, after] = [calculate(book).statements, calculate(joined(book, deal)).statements];
      for (const payee of people) {
        if (!isCovered(book, payee)) continue;
        const [was, is] = [latest(before, payee), latest(after, payee)];
        const open = { ...deal, IsWon: false, IsClosed: false };
        const { cannotSay, plans } = estimate(snapshot(book, payee), [{ record: open }]);
        if (cannotSay) {
          expect(is?.warnings).toContainEqual(expect.objectContaining({ code: cannotSay.code, record: 'NEW' }));
          continue;
        }
        expect([payee, minor(plans[0]?.change ?? '')]).toEqual([
          payee,
          minor(is?.earned ?? '0') - minor(was?.earned ?? '0'),
        ]);
      }
    }),
  );
});
