// Faults within a page of CSV: rows, cells and columns that are not what the org has.

/** Cuts a page into its lines, each with its ending; a line break within quotes is no end of a line. */
function linesOf(text: string): string[] {
  const lines: string[] = [];
  let start = 0;
  let isQuoted = false;
  for (let i = 0; i < text.length; i++)
    if (text[i] === '"') isQuoted = !isQuoted;
    else if (text[i] === '\n' && !isQuoted) {
      lines.push(text.slice(start, i + 1));
      start = i + 1;
    }
  return start < text.length ? [...lines, text.slice(start)] : lines;
}

/** A line as its quoted cells, and what stands between and behind them. */
function cellsOf(line: string): { cells: string[]; delimiter: string; ending: string } {
  const cells = line.match(/"(?:[^"]|"")*"/g) ?? [];
  return {
    cells,
    delimiter: cells.length > 1 ? (line[cells[0]?.length ?? 0] ?? ',') : ',',
    ending: /\r?\n$/.exec(line)?.[0] ?? '',
  };
}

/** A line with other cells. */
function withCells(line: string, change: (cells: readonly string[]) => readonly string[]): string {
  const { cells, delimiter, ending } = cellsOf(line);
  return change(cells).join(delimiter) + ending;
}

/** A page of which the row in the middle is another. */
function withMiddle(text: string, change: (line: string, header: string) => string): string | null {
  const lines = linesOf(text);
  const middle = Math.floor(lines.length / 2);
  const line = lines[middle];
  if (middle === 0 || line === undefined) return null;
  return lines.with(middle, change(line, lines[0] ?? '')).join('');
}

/** The first half of the rows, cut on the end of a row; null where there are none. */
export function cutRows(text: string): string | null {
  const lines = linesOf(text);
  return lines.length < 2 ? null : lines.slice(0, 1 + Math.floor((lines.length - 1) / 2)).join('');
}

/** The page up to the first quote of the row in the middle. */
export function cutInQuotes(text: string): string | null {
  const lines = linesOf(text);
  const middle = Math.floor(lines.length / 2);
  return middle === 0 ? null : `${lines.slice(0, middle).join('')}"`;
}

/** A NUL at the end of a cell of the row in the middle. */
export function nulByte(text: string, column: string | undefined): string | null {
  return withMiddle(text, (line, header) =>
    withCells(line, (cells) => {
      const named = cellsOf(header).cells.findIndex((name) => name.toLowerCase() === `"${column?.toLowerCase()}"`);
      const place = named < 0 ? cells.length - 1 : named;
      return cells.with(place, `${(cells[place] ?? '"').slice(0, -1)}\0"`);
    }),
  );
}

export function raggedRow(text: string, cells: 'less' | 'more'): string | null {
  return withMiddle(text, (line) =>
    withCells(line, (all) => (cells === 'less' && all.length > 1 ? all.slice(0, -1) : [...all, '""'])),
  );
}

/** The last two names of the header are exchanged; a single one is another name. */
export function wrongHeader(text: string): string | null {
  const [header = '', ...rows] = linesOf(text);
  const exchanged = withCells(header, (names) =>
    names.length < 2 ? ['"Other"'] : [...names.slice(0, -2), names.at(-1) ?? '', names.at(-2) ?? ''],
  );
  return [exchanged, ...rows].join('');
}

/** The last column is missing, in the header and in every row; null where it is the only one. */
export function missingColumn(text: string): string | null {
  const lines = linesOf(text);
  if (cellsOf(lines[0] ?? '').cells.length < 2) return null;
  return lines.map((line) => withCells(line, (cells) => cells.slice(0, -1))).join('');
}
