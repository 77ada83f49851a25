// How an expectation is read: partial statements; given keys must be equal, lines of zero may be absent.

type Row = Readonly<Record<string, unknown>>;

/** What differs between statements and what was expected of them, in words; empty where nothing does. */
export function differences(got: readonly object[], expected: readonly Row[]): string[] {
  const keyOf = (row: Row): string => ['payee', 'plan', 'period'].map((key) => String(row[key] ?? '')).join(' ');
  const byKey = new Map((got as readonly Row[]).map((row) => [keyOf(row), row]));
  const found = expected.flatMap((row) => {
    const key = keyOf(row);
    const statement =
      byKey.get(key) ??
      (row['plan'] === undefined
        ? (got as readonly Row[]).find((one) => one['payee'] === row['payee'] && one['period'] === row['period'])
        : undefined);
    return statement ? compare(statement, row, key) : [`${key}: no such statement`];
  });
  const complete = expected.every((row) => row['plan'] !== undefined && row['status'] !== undefined);
  return complete && got.length !== expected.length
    ? [...found, `${got.length} statements, expected ${expected.length}`]
    : found;
}

function compare(got: unknown, expected: unknown, path: string): string[] {
  if (Array.isArray(expected) && Array.isArray(got)) {
    if (path.endsWith('.lines')) return compareLists(got.filter(notZero), expected.filter(notZero), path);
    return compareLists(got, expected, path);
  }
  if (typeof expected === 'object' && expected !== null) {
    if (typeof got !== 'object' || got === null)
      return [`${path}: ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`];
    return Object.entries(expected).flatMap(([key, value]) => compare((got as Row)[key], value, `${path}.${key}`));
  }
  return Object.is(got, expected) ? [] : [`${path}: ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`];
}

function compareLists(got: readonly unknown[], expected: readonly unknown[], path: string): string[] {
  if (got.length !== expected.length) return [`${path}: ${JSON.stringify(got)}, expected ${JSON.stringify(expected)}`];
  return expected.flatMap((value, i) => compare(got[i], value, `${path}[${i}]`));
}

const notZero = (line: unknown): boolean => Number((line as Row)['earned']) !== 0;
