// Filters of the reference calculation, read anew for each record.
import { dayIn } from './calendar.ts';
import { decimal, order } from './numbers.ts';

export type Row = Readonly<Record<string, unknown>>;

/** A field by its path, through nested records or as a flat key of that name; null where there is none. */
export function at(row: Row, path: string): unknown {
  if (Object.hasOwn(row, path)) return row[path] ?? null;
  const [head = '', ...rest] = path.split('.');
  const inner = Object.hasOwn(row, head) ? row[head] : null;
  return rest.length === 0 || typeof inner !== 'object' || inner === null ? null : at(inner as Row, rest.join('.'));
}

/** Does a filter hold for a record? All of its keys must, and all of a key's operators; days are those of a time zone. */
export function holds(where: Row | undefined, row: Row, timeZone = 'UTC'): boolean {
  return Object.entries(where ?? {}).every(([key, inner]) => {
    if (key === 'and') return (inner as Row[]).every((one) => holds(one, row, timeZone));
    if (key === 'or') return (inner as Row[]).some((one) => holds(one, row, timeZone));
    if (key === 'not') return !holds(inner as Row, row, timeZone);
    return Object.entries(inner as Row).every(([operator, operand]) =>
      compares(at(row, key), operator, operand, timeZone),
    );
  });
}

/** Of an empty field only `eq null`, `ne x` and `nin` hold. */
function compares(value: unknown, operator: string, operand: unknown, timeZone: string): boolean {
  switch (operator) {
    case 'eq':
      return value === null || operand === null ? value === operand : ranked(value, operand, timeZone) === 0;
    case 'ne':
      return !compares(value, 'eq', operand, timeZone);
    case 'in':
      return value !== null && (operand as unknown[]).some((one) => compares(value, 'eq', one, timeZone));
    case 'nin':
      return !compares(value, 'in', operand, timeZone);
    case 'like':
      return value !== null && like([...String(value).toLowerCase()], [...String(operand).toLowerCase()]);
  }
  if (value === null || operand === null) return false;
  const rank = ranked(value, operand, timeZone);
  return { lt: rank < 0, lte: rank <= 0, gt: rank > 0, gte: rank >= 0 }[operator] ?? false;
}

/** Dates by day, numbers by value even as text, all else as text ignoring case. */
function ranked(a: unknown, b: unknown, timeZone: string): number {
  const [day, other] = [dayIn(a, timeZone), dayIn(b, timeZone)];
  if (day !== null && other !== null) return day < other ? -1 : day > other ? 1 : 0;
  const [left, right] = [decimal(a), decimal(b)];
  if (left && right) return order(left, right);
  const [one, two] = [String(a).toLowerCase(), String(b).toLowerCase()];
  return one < two ? -1 : one > two ? 1 : 0;
}

/** % stands for any text, _ for one character. */
function like(text: readonly string[], pattern: readonly string[]): boolean {
  const [sign, ...rest] = pattern;
  if (sign === undefined) return text.length === 0;
  if (sign === '%') return like(text, rest) || (text.length > 0 && like(text.slice(1), pattern));
  return text.length > 0 && (sign === '_' || sign === text[0]) && like(text.slice(1), rest);
}
