// Figures in words and tables: money with its currency, attainments in percent, columns that line up.

import { visible } from './visible.ts';

const formats = new Map<string, Intl.NumberFormat>();

/** A format of numbers by a key, made once. */
export function format(key: string, options: Intl.NumberFormatOptions): Intl.NumberFormat {
  let found = formats.get(key);
  if (!found) formats.set(key, (found = new Intl.NumberFormat('en-US', options)));
  return found;
}

/** Decimal text is formatted as it is: Intl takes it digit by digit. */
export const money = (amount: string, currency: string): string =>
  format(currency, { style: 'currency', currency }).format(amount as Intl.StringNumericLiteral);

/** An attainment such as "1.1" as 110 %, exact to two decimals; "no quota" where there is none. */
export const percent = (share: string | null): string =>
  share === null
    ? 'no quota'
    : format('percent', { style: 'percent', maximumFractionDigits: 2 }).format(share as Intl.StringNumericLiteral);

export const plain = (value: string | null): string =>
  value === null ? '' : format('plain', { maximumFractionDigits: 2 }).format(value as Intl.StringNumericLiteral);

export interface Column<T> {
  readonly title: string;
  readonly of: (row: T) => string;
  readonly right?: boolean;
}

/** A table for a terminal. */
export function table<T>(rows: readonly T[], columns: readonly Column<T>[]): string {
  const cells = rows.map((row) => columns.map(({ of }) => visible(of(row).replaceAll(/\s*[\r\n]\s*/g, ' '))));
  const widths = columns.map(({ title }, i) => Math.max(title.length, ...cells.map((row) => row[i]?.length ?? 0)));
  const line = (texts: readonly string[]): string =>
    texts
      .map((text, i) => (columns[i]?.right ? text.padStart(widths[i] ?? 0) : text.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [
    line(columns.map(({ title }) => title)),
    line(widths.map((width) => '─'.repeat(width))),
    ...cells.map(line),
  ].join('\n');
}

/** What a spreadsheet takes for the beginning of a formula, in full width too, behind apostrophes that we may have put there. */
const formula = /^'*[=@+\-\t\r\n\0\uFF1D\uFF20\uFF0B\uFF0D]/;
const number = /^[+-]?\d+(\.\d+)?$/;

/**
 * A CSV line by RFC 4180. A text that a spreadsheet would take for a formula is defused with an apostrophe; who reads the file
 * takes one away from each text that begins with apostrophes and such a character, and has what was written.
 */
export function csvLine(values: readonly (string | null)[]): string {
  return values
    .map((value) => {
      const text = value ?? '';
      const safe = formula.test(text) && !number.test(text) ? `'${text}` : text;
      return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
    })
    .join(',');
}
