// CSV of Bulk API 2.0: what jobs may name as delimiter and line ending, and how values are written and read.
import { parse } from 'csv-parse/sync';
import { ApiError } from './error.ts';

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
  if (!delimiters[form.columnDelimiter] || !endings[form.lineEnding])
    throw new ApiError(
      400,
      'INVALIDJOB',
      `Invalid columnDelimiter or lineEnding: ${form.columnDelimiter}, ${form.lineEnding}`,
    );
  return form;
}

/** Writes a line; every value is quoted. */
export const csvLine = ({ columnDelimiter, lineEnding }: CsvForm, values: readonly string[]): string =>
  values.map((value) => `"${value.replaceAll('"', '""')}"`).join(delimiters[columnDelimiter]) + endings[lineEnding];

/** Lines of values, the head first. @throws Error in words where it is no such CSV */
export function csvLines(text: string, { columnDelimiter, lineEnding }: CsvForm): string[][] {
  const ending = endings[lineEnding] as string;
  const bare = text.replaceAll(/"(?:[^"]|"")*"/g, '');
  if (ending === '\n' ? bare.includes('\r\n') : /[^\r]\n/.test(bare))
    throw new Error(`LineEnding is invalid on user data. Current LineEnding setting is ${lineEnding}`);
  return parse(text, {
    bom: true,
    delimiter: delimiters[columnDelimiter] as string,
    record_delimiter: ending,
    relax_column_count: true,
    skip_empty_lines: true,
  });
}
