// CSV of Bulk API 2.0: what jobs may name as delimiter and line ending, and how values are written.
import { ApiError } from './error.ts';
import type { Value } from './rows.ts';
import { isNumeric, type FieldType } from './schema.ts';

const delimiters: Readonly<Record<string, string>> = {
  COMMA: ',',
  TAB: '\t',
  SEMICOLON: ';',
  PIPE: '|',
  CARET: '^',
  BACKQUOTE: '`',
};
const endings: Readonly<Record<string, string>> = { LF: '\n', CRLF: '\r\n' };

export interface CsvForm {
  readonly columnDelimiter: string;
  readonly lineEnding: string;
}

/** @throws ApiError INVALIDJOB for a delimiter or line ending that there is not */
export function csvForm(asked: Readonly<Record<string, unknown>>): CsvForm {
  const form = {
    columnDelimiter: String(asked['columnDelimiter'] ?? 'COMMA'),
    lineEnding: String(asked['lineEnding'] ?? 'LF'),
  };
  if (!Object.hasOwn(delimiters, form.columnDelimiter) || !Object.hasOwn(endings, form.lineEnding))
    throw new ApiError(
      400,
      'INVALIDJOB',
      `Invalid columnDelimiter or lineEnding: ${form.columnDelimiter}, ${form.lineEnding}`,
    );
  return form;
}

/** The delimiter and the line ending that a form names. */
export const marksOf = ({ columnDelimiter, lineEnding }: CsvForm): { delimiter: string; ending: string } => ({
  delimiter: delimiters[columnDelimiter] as string,
  ending: endings[lineEnding] as string,
});

/** Text in quotes. */
export const quoted = (text: string): string => (text.includes('"') ? `"${text.replaceAll('"', '""')}"` : `"${text}"`);

/** Writes a line; every value is quoted. */
export function csvLine(form: CsvForm, values: readonly string[]): string {
  const { delimiter, ending } = marksOf(form);
  return values.map(quoted).join(delimiter) + ending;
}

/**
 * How values of a type are written, in quotes: numbers from ten millions on with an exponent, times in UTC as Z. Nothing
 * and an empty text are the same.
 */
export function cellOf(type: FieldType): (value: Value) => string {
  if (isNumeric(type)) return (value) => (typeof value === 'number' ? `"${withExponent(value)}"` : '""');
  if (type === 'datetime') return (value) => (typeof value === 'string' ? `"${value.replace('+0000', 'Z')}"` : '""');
  if (type === 'id' || type === 'reference' || type === 'date' || type === 'boolean')
    return (value) => (value === null ? '""' : `"${value}"`);
  return (value) => (value === null ? '""' : typeof value === 'string' ? quoted(value) : `"${value}"`);
}

function withExponent(value: number): string {
  if (Math.abs(value) < 1e7) return String(value);
  const [digits = '', exponent = '0'] = value.toExponential().split('e+');
  return `${digits.includes('.') ? digits : `${digits}.0`}E${exponent}`;
}

/** So many lines are written as one text: long enough, and soon forgotten. */
const linesAtOnce = 128;

/** A head and so many lines behind it. */
export function bytesOf(head: string, count: number, line: (i: number) => string): Buffer {
  const parts = [Buffer.from(head)];
  for (let i = 0; i < count;) {
    let text = '';
    for (const end = Math.min(count, i + linesAtOnce); i < end; i++) text += line(i);
    parts.push(Buffer.from(text));
  }
  return Buffer.concat(parts);
}
