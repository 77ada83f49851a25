// What a leaf of a trace says it was given, looked up in the book.
import type { Trace } from '@quotient/calc';
import { over, q, read, unit, type Q } from '../reference/numbers.ts';
import type { Book, Plan } from '../reference/types.ts';
import { isSame, saysOf } from './rules.ts';

/** Is what a leaf says in the book, where it says that it is? */
export function isGiven({ path, record, field, unit: kind, ...leaf }: Trace, book: Book, plan: string): boolean {
  const said = saysOf({ ...leaf, unit: kind });
  if (path !== undefined) {
    const plans = book.plans.filter(({ id }) => id === plan);
    const roots: readonly unknown[] = /^(assignments|quotas|entries|rates)\[/.test(path) ? [book] : plans;
    return roots.some((root) => {
      const written = valueAt(root, path);
      return isSame(said, path.endsWith('value') && written === 'count' ? unit : numberOf(written));
    });
  }
  if (record === undefined || field === undefined) return false;
  const rows = Object.values(book.records ?? {}).flatMap((list) => list.filter((row) => String(row['Id']) === record));
  return rows.some((row) => {
    const written = fieldOf(row, field);
    if (kind === 'day') return daysOf(written, book.plans).includes(leaf.result);
    if (field === 'SplitPercentage') return isSame(said, percent(read(written)));
    return isSame(said, read(written));
  });
}

const percent = (value: Q | null): Q => (value ? over(value, q(100)) : q(0));

const numberOf = (written: unknown): Q | null =>
  typeof written === 'string' || typeof written === 'number' ? read(String(written).replace(/x$/, '')) : null;

function valueAt(root: unknown, path: string): unknown {
  return path
    .split(/[.[\]]+/)
    .filter((key) => key !== '')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], root);
}

const fieldOf = (row: Readonly<Record<string, unknown>>, field: string): unknown =>
  row[field] ??
  field.split('.').reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], row);

/** The calendar days that a date, or a date with a time, falls on in the time zones of the plans. */
function daysOf(written: unknown, plans: readonly Plan[]): string[] {
  const text = String(written);
  if (text.length === 10) return [text];
  return plans.map(({ timeZone = 'UTC' }) =>
    new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' }).format(
      Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')),
    ),
  );
}
