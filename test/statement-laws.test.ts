// The documents of statements against the statements: steps and CSV rows add up to the cent, and HTML shows the same figures.
import { calculate, sumOf, type Statement } from '@quotient/calc';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { statementCsv } from '../connector/src/statement-csv.ts';
import { statementHtml } from '../connector/src/statement-html.ts';
import { isNone, wayOf } from '../connector/src/statement-steps.ts';
import type { Sheets } from '../connector/src/statement.ts';
import { cases } from './cases.ts';
import { books, everything } from './laws/books.ts';
import { sheetsFor } from './statement-books.ts';

type Row = Readonly<Record<string, string>>;

const keyOf = ({ payee, plan, period }: Pick<Statement, 'payee' | 'plan' | 'period'>): string =>
  `${payee} ${plan} ${period}`;
/** A sum without zeros behind its point: "1.50" is "1.5". */
const total = (amounts: readonly string[]): string => {
  const sum = sumOf(amounts);
  return sum.includes('.') ? sum.replace(/\.?0+$/, '') : sum;
};
const plain = (amount: string): string => total([amount]);

/** The sheets of every payment period of a book. */
function everySheet(book: unknown): Sheets[] {
  const { statements } = calculate(book);
  return [...new Set(statements.map(({ period }) => period))].map((period) => sheetsFor(book, { period }));
}

/** What is wrong with steps and rows of statements. */
function faultsOf(sheets: Sheets, all: readonly Statement[]): string[] {
  const faults: string[] = [];
  const rows = Map.groupBy(parse<Row>(statementCsv(sheets), { columns: true }), (row) =>
    keyOf(row as unknown as Statement),
  );
  for (const { statement, steps } of sheets.sheets) {
    const { payee, plan, earned, adjustments, payable, debt } = statement;
    const must = (what: string, is: string, should: string): unknown =>
      plain(is) === plain(should) || faults.push(`${keyOf(statement)}: ${what} is ${is}, and not ${should}`);
    const own = all.filter((one) => one.payee === payee && one.plan === plan);
    const before = own[own.findIndex(({ period }) => period === statement.period) - 1];
    const of = (...items: string[]) => steps.filter(({ item }) => items.includes(item));
    const amount = (...items: string[]): string => sumOf(of(...items).map((one) => one.amount));
    must('the sum of amounts', sumOf(steps.map((one) => one.amount)), payable);
    must('the sum of debts', sumOf(steps.map((one) => one.debt)), debt);
    must('earned by components', amount('earned'), earned);
    must('adjustments', amount('adjustment'), adjustments);
    must('the debt before', sumOf(of('debtBefore').map((one) => one.debt)), before?.debt ?? '0');
    for (const { item, label, ...moves } of of('repaid', 'carried', 'advance'))
      must(`${item}, "${label}",`, moves.debt, moves.amount);
    const csv = rows.get(keyOf(statement)) ?? [];
    must('the column amount', sumOf(csv.map((row) => row['amount'] ?? '')), payable);
    must('the column debt', sumOf(csv.map((row) => row['debt'] ?? '')), debt);
    const way = wayOf(statement, steps);
    must('the last row', way.at(-1)?.amount ?? '', payable);
    // A total is what the rows since the total before it come to, on top of that.
    let sum = '0';
    for (const { label, amount: row, isTotal } of way) {
      if (isTotal) must(`the total "${label}"`, row, sum);
      else sum = sumOf([sum, row]);
    }
  }
  return faults;
}

const moved = new Set<string>();

describe('steps and CSV rows add up to what is payable and owed', () => {
  test.each(cases.map(({ name, book }) => [name, book] as const))('of %s', (_, book) => {
    const { statements } = calculate(book);
    for (const sheets of everySheet(book)) {
      expect(faultsOf(sheets, statements)).toEqual([]);
      for (const { item, amount, debt } of sheets.sheets.flatMap(({ steps }) => steps))
        if (!isNone(amount) || !isNone(debt)) moved.add(item);
    }
  });

  test('the cases move every kind of step', () => {
    expect([...moved].sort()).toEqual([
      'adjustment',
      'advance',
      'carried',
      'clawedBack',
      'debtBefore',
      'earned',
      'guarantee',
      'held',
      'limited',
      'released',
      'repaid',
    ]);
  });

  test('of random books', () => {
    fc.assert(
      fc.property(books(everything), (book) => {
        const { statements } = calculate(book);
        if (statements.length === 0) return;
        expect(everySheet(book).flatMap((sheets) => faultsOf(sheets, statements))).toEqual([]);
      }),
      { numRuns: (fc.readConfigureGlobal().numRuns ?? 100) / 4 },
    );
  }, 600_000);
});

test.each(['=HYPERLINK("http://x")', '+1+1', '-2+3', '@SUM(1)', '\tx', 'Ann, "the\nfirst"'])(
  'a spreadsheet takes the name %j for a text, and what is taken off for a number',
  (name) => {
    const book = cases.find((one) => one.name === 'example')?.book as { users: { Id: string }[] };
    const csv = statementCsv(sheetsFor({ ...book, users: book.users.map((user) => ({ ...user, Name: name })) }));
    const rows = parse<Row>(csv, { columns: true });
    expect(rows.map((row) => row['name'])).toEqual(rows.map(() => (/^[A-Z]/.test(name) ? name : `'${name}`)));
    expect(rows.find(({ item }) => item === 'held')?.['amount']).toBe('-13800.00');
  },
);

/** A figure of a document as it is read, without its currency and its thousands. */
const read = (text: string): string => text.replaceAll(/[^\d.-]/g, '');

describe('HTML shows the figures of the statement, to the cent', () => {
  const dataOf = (part: string): [value: string, text: string][] =>
    [...part.matchAll(/<data value="([^"]*)">([^<]*)<\/data>/g)].map(([, value = '', text = '']) => [value, text]);
  const tableOf = (page: string, caption: string): string =>
    /<table>[\s\S]*?<\/table>/.exec(page.slice(page.indexOf(`aria-label="${caption}`)))?.[0] ?? '';

  test.each(cases.map(({ name, book }) => [name, book] as const))('of %s', (_, book) => {
    for (const { sheets, ...about } of everySheet(book))
      for (const sheet of sheets) {
        const page = statementHtml({ ...about, sheets: [sheet] }, false);
        const { statement, components } = sheet;
        const { earned, held, released, clawedBack, limited, payable } = statement;
        const way = dataOf(tableOf(page, 'From earned to payable')).map(([, text]) => plain(read(text)));
        const minus = (amount: string): string => total(['0', amount.startsWith('-') ? amount.slice(1) : `-${amount}`]);
        const at = components.length;
        expect(way.slice(0, at + 5)).toEqual([
          ...components.map((one) => plain(one.earned)),
          plain(earned),
          minus(held),
          plain(released),
          minus(clawedBack),
          minus(limited),
        ]);
        expect(way.at(-1)).toBe(plain(payable));
        const table = dataOf(tableOf(page, 'Components'));
        expect(table.map(([value]) => value)).toEqual(
          components.flatMap((one) =>
            [one.credited, one.quota, one.attainment, one.earned, one.earnedInWindow, one.withheld].filter(
              (value) => value !== null,
            ),
          ),
        );
        for (const { lines, label } of components.filter((one) => one.lines.length > 0)) {
          const shown = dataOf(tableOf(page, label.replaceAll("'", '&#39;')));
          expect(shown.length).toBeGreaterThan(0);
          expect(plain(read(shown.at(-1)?.[1] ?? ''))).toBe(total(lines.map((line) => line.earned)));
        }
        // What is read is what programs read: money exactly, shares and quantities as far as they are shown.
        for (const [value, text] of dataOf(page))
          if (/^\p{Sc}|^-\p{Sc}|^-?[A-Z]{3}/u.test(text) && /^-?\d+(\.\d{1,2})?$/.test(value))
            expect(plain(read(text))).toBe(plain(value));
      }
  });
});
