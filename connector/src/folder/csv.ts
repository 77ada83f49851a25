// CSV files of a plan folder: rows with their line, unknown columns named with the nearest known one.
import { existsSync, readFileSync } from 'node:fs';
import { suggest } from '@quotient/calc';
import { CsvError, parse } from 'csv-parse/sync';
import { ConnectorError, exitCode } from '../error.ts';

export interface CsvRow {
  readonly line: number;
  readonly values: Readonly<Record<string, string>>;
}

export const badFile = (place: string, message: string, remedy: string): ConnectorError =>
  new ConnectorError('bad-file', exitCode.usage, `${place}: ${message}`, [remedy]);

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

/** The rows of a file, or none where it does not exist. @throws ConnectorError (2) with file and line. */
export function readCsv(
  file: string,
  columns: { readonly required: readonly string[]; readonly optional: readonly string[] },
): CsvRow[] {
  if (!existsSync(file)) return [];
  let parsed: Parsed[];
  try {
    parsed = parse(readFileSync(file), {
      bom: true,
      info: true,
      skip_empty_lines: true,
      trim: true,
    }) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const quote = /QUOTE/.test(error.code);
    throw badFile(
      `${file}:${String((error as { lines?: number }).lines ?? 1)}`,
      quote
        ? 'a quote stands where none may stand, or is never closed.'
        : 'the line has another number of columns than the header.',
      quote
        ? 'Close the quote, and double quotes inside of a value.'
        : 'Add or remove values, and put quotes around values that hold a comma.',
    );
  }
  const [header, ...rows] = parsed;
  const names = header?.record ?? [];
  const known = [...columns.required, ...columns.optional];
  names.forEach((name, i) => {
    if (known.includes(name)) return;
    throw badFile(
      `${file}:1`,
      `unknown column "${name}" (column ${i + 1}).`,
      suggest(name, known, `Columns here: ${known.join(', ')}.`),
    );
  });
  const absent = columns.required.filter((name) => !names.includes(name));
  if (absent.length > 0)
    throw badFile(`${file}:1`, `the column "${absent.join('", "')}" is missing.`, `Columns here: ${known.join(', ')}.`);
  let before = header?.info.lines ?? 1;
  return rows.map(({ record, info }) => {
    const line = before + 1;
    before = info.lines;
    const values = Object.fromEntries(names.map((name, i) => [name, record[i] ?? '']));
    for (const name of columns.required)
      if (values[name] === '')
        throw badFile(`${file}:${line}`, `"${name}" is empty.`, 'Fill it in, or remove the line.');
    return { line, values };
  });
}
