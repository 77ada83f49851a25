// The text of an ingest job as lines, told by their places in it, and a line as its values.
import { marksOf, type CsvForm } from './bulk-csv.ts';

/** Where a line begins, and where it ends without its ending. */
export interface Line {
  readonly start: number;
  readonly end: number;
}

/** The lines of a text that are not empty; a line break within quotes ends none. @throws Error in the platform's words */
export function linesOf(text: string, form: CsvForm): Line[] {
  const withReturn = marksOf(form).ending === '\r\n';
  const lines: Line[] = [];
  let start = text.startsWith('\uFEFF') ? 1 : 0;
  let quote = text.indexOf('"', start);
  while (start < text.length) {
    let end = text.indexOf('\n', start);
    while (quote >= 0 && (end < 0 || quote < end)) {
      const close = text.indexOf('"', quote + 1);
      if (close < 0) throw new Error('ClientInputError : The CSV has a quote that is not closed');
      if (end >= 0 && end < close) end = text.indexOf('\n', close);
      quote = text.indexOf('"', close + 1);
    }
    const hasReturn = end > start && text.charCodeAt(end - 1) === 13;
    if (end >= 0 && hasReturn !== withReturn)
      throw new Error(
        `ClientInputError : LineEnding is invalid on user data. Current LineEnding setting is ${form.lineEnding}`,
      );
    const line = { start, end: end < 0 ? text.length : hasReturn ? end - 1 : end };
    if (line.end > line.start) lines.push(line);
    start = end < 0 ? text.length : end + 1;
  }
  return lines;
}

/** The values of a line. */
export function valuesOf(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter);
  const values: string[] = [];
  for (let at = 0; ;) {
    let from = at;
    if (line[at] === '"') {
      from = line.indexOf('"', at + 1);
      while (from >= 0 && line[from + 1] === '"') from = line.indexOf('"', from + 2);
      values.push(line.slice(at + 1, from < 0 ? undefined : from).replaceAll('""', '"'));
      if (from < 0) return values;
    }
    const next = line.indexOf(delimiter, from);
    if (from === at) values.push(line.slice(at, next < 0 ? undefined : next));
    if (next < 0) return values;
    at = next + 1;
  }
}
