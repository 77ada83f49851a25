// `where` filters: the platform's GraphQL operators, compiled to a test on records.
import type { CrmRecord } from './book.ts';
import { parseDecimal } from './decimal.ts';
import { compare } from './fraction.ts';
import type { Where } from './plan.ts';

export type Test = (record: CrmRecord) => boolean;
type Getter = (record: CrmRecord) => unknown;

/** Reads a dotted field path: nested objects as REST answers them, or a flat key of that name. Absent is null. */
export function field(path: string): Getter {
  const [head = '', ...rest] = path.split('.');
  if (rest.length === 0) return (record) => record[head] ?? null;
  return (record) => {
    let value: unknown = record[head];
    for (const key of rest) {
      if (typeof value !== 'object' || value === null) return record[path] ?? null;
      value = (value as CrmRecord)[key];
    }
    return value ?? null;
  };
}

/** All of: several keys and several operators mean `and`. Text compares ignoring case, numbers by value, dates by day. */
export function test(where: Where | undefined): Test {
  const tests = Object.entries(where ?? {}).map(([key, inner]): Test => {
    if (key === 'and') return every((inner as readonly Where[]).map(test));
    if (key === 'or') return some((inner as readonly Where[]).map(test));
    if (key === 'not') return not(test(inner as Where));
    return every(
      Object.entries(inner as Record<string, unknown>).map(([operator, operand]) =>
        condition(field(key), operator, operand),
      ),
    );
  });
  return every(tests);
}

function every(tests: readonly Test[]): Test {
  if (tests.length === 1) return tests[0] as Test;
  return (record) => {
    for (const one of tests) if (!one(record)) return false;
    return true;
  };
}
const some =
  (tests: readonly Test[]): Test =>
  (record) =>
    tests.some((one) => one(record));
const not =
  (one: Test): Test =>
  (record) =>
    !one(record);

function condition(get: Getter, operator: string, operand: unknown): Test {
  switch (operator) {
    case 'eq':
      return equals(get, operand);
    case 'ne':
      return not(equals(get, operand));
    case 'in':
      return some((operand as unknown[]).map((one) => equals(get, one)));
    case 'nin':
      return not(some((operand as unknown[]).map((one) => equals(get, one))));
    case 'like':
      return like(get, String(operand));
    default:
      return (record) => {
        const order = ordered(get(record), operand);
        if (order === null) return false;
        return operator === 'lt'
          ? order < 0
          : operator === 'lte'
            ? order <= 0
            : operator === 'gt'
              ? order > 0
              : order >= 0;
      };
  }
}

function equals(get: Getter, operand: unknown): Test {
  if (typeof operand === 'boolean' || operand === null) {
    return (record) => {
      const value = get(record);
      return (
        value === operand || (typeof value === 'string' && operand !== null && value.toLowerCase() === String(operand))
      );
    };
  }
  return (record) => {
    const value = get(record);
    return value === operand || (value !== null && ordered(value, operand) === 0);
  };
}

const dateLike = /^\d{4}-\d\d-\d\d(T|$)/;

/** The order of two values, or null where they cannot be compared (one is null). */
function ordered(value: unknown, operand: unknown): number | null {
  if (value === null || operand === null || value === undefined) return null;
  if (typeof value === 'string' && typeof operand === 'string') {
    if (dateLike.test(value) && dateLike.test(operand)) {
      const length = Math.min(value.length, operand.length) <= 10 ? 10 : Number.POSITIVE_INFINITY;
      if (length === 10) return compareText(value.slice(0, 10), operand.slice(0, 10));
      return Math.sign(Date.parse(zoned(value)) - Date.parse(zoned(operand)));
    }
  }
  const [a, b] = [parseDecimal(value), parseDecimal(operand)];
  if (a && b) return compare(a, b);
  return compareText(String(value).toLowerCase(), String(operand).toLowerCase());
}

const zoned = (text: string): string => text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2');
const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

function like(get: Getter, pattern: string): Test {
  const source = pattern
    .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('%', '[^]*')
    .replaceAll('_', '[^]');
  const matcher = new RegExp(`^${source}$`, 'i');
  return (record) => {
    const value = get(record);
    return value !== null && matcher.test(String(value));
  };
}
