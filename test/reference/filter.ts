// Filters of the reference calculation, read anew for each record.
import { order, read } from './numbers.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A field by its path, through nested records or as a flat key of that name; null where there is none. */
export function at(row: Row, path: string): unknown {
  if (path in row) return row[path] ?? null;
  const [head = '', ...rest] = path.split('.');
  const inner = row[head];
  return rest.length === 0 || typeof inner !== 'object' || inner === null ? null : at(inner as Row, rest.join('.'));
}

/** Does a filter hold for a record? All of its keys must, and all of a key's operators. */
export function holds(where: Row | undefined, row: Row): boolean {
  return Object.entries(where ?? {}).every(([key, inner]) => {
    if (key === 'and') return (inner as Row[]).every((one) => holds(one, row));
    if (key === 'or') return (inner as Row[]).some((one) => holds(one, row));
    if (key === 'not') return !holds(inner as Row, row);
    return Object.entries(inner as Row).every(([operator, operand]) => compares(at(row, key), operator, operand));
  });
}

function compares(value: unknown, operator: string, operand: unknown): boolean {
  switch (operator) {
    case 'eq':
      return value === null || operand === null ? value === operand : ranked(value, operand) === 0;
    case 'ne':
      return !compares(value, 'eq', operand);
    case 'in':
      return (operand as unknown[]).some((one) => compares(value, 'eq', one));
    case 'nin':
      return !compares(value, 'in', operand);
    case 'like':
      return value !== null && like([...String(value).toLowerCase()], [...String(operand).toLowerCase()]);
  }
  if (value === null || operand === null) return false;
  const rank = ranked(value, operand);
  return { lt: rank < 0, lte: rank <= 0, gt: rank > 0, gte: rank >= 0 }[operator] ?? false;
}

function ranked(a: unknown, b: unknown): number {
  const [left, right] = [read(a), read(b)];
  if (left && right) return order(left, right);
  const [one, other] = [String(a).toLowerCase(), String(b).toLowerCase()];
  return one < other ? -1 : one > other ? 1 : 0;
}

/** % stands for any text, _ for one character. */
function like(text: readonly string[], pattern: readonly string[]): boolean {
  const [sign, ...rest] = pattern;
  if (sign === undefined) return text.length === 0;
  if (sign === '%') return like(text, rest) || (text.length > 0 && like(text.slice(1), pattern));
  return text.length > 0 && (sign === '_' || sign === text[0]) && like(text.slice(1), rest);
}
