// Filters in plain language: { IsWon: { eq: true } } is "IsWon is true".
import { listWords } from './figures.ts';
import type { Condition, Where } from './plan.ts';

type Value = Condition[string];

/** A filter as the rest of a sentence that begins with "records where"; empty where it lets everything through. */
export function whereWords(where: Where | undefined): string {
  return joined(Object.entries(where ?? {}).map(([key, inner]) => partWords(key, inner)));
}

function partWords(key: string, inner: Where[string]): string {
  if (key === 'and' || key === 'or') {
    const parts = (inner as readonly Where[]).map(whereWords);
    return parts.length === 1 ? (parts[0] ?? '') : `(${parts.join(` ${key} `)})`;
  }
  if (key === 'not') return `not (${whereWords(inner as Where)})`;
  return joined(
    Object.entries(inner as Condition).map(([operator, value]) => `${key} ${conditionWords(operator, value)}`),
  );
}

const joined = (parts: readonly string[]): string => parts.filter(Boolean).join(' and ');

const comparisons: Readonly<Record<string, string>> = {
  lt: 'is below',
  lte: 'is at most',
  gt: 'is above',
  gte: 'is at least',
  like: 'is like',
};

function conditionWords(operator: string, value: Value): string {
  const list = Array.isArray(value) ? (value as readonly Value[]).map(valueWords) : [];
  switch (operator) {
    case 'eq':
      return value === null ? 'is empty' : `is ${valueWords(value)}`;
    case 'ne':
      return value === null ? 'is not empty' : `is not ${valueWords(value)}`;
    case 'in':
      return list.length === 0 ? 'is one of nothing' : `is ${listWords(list, 'or')}`;
    case 'nin':
      return list.length === 0
        ? 'is anything'
        : `is neither ${list.join(' nor ')}`.replace(/^is neither (\S+)$/, 'is not $1');
    default:
      return `${comparisons[operator] ?? operator} ${valueWords(value)}`;
  }
}

/** Text that could be read as something else stands in quotes. */
function valueWords(value: Value): string {
  if (typeof value !== 'string') return value === null ? 'empty' : String(value);
  return /^[A-Za-z][\w-]*( [A-Za-z0-9][\w-]*)*$/.test(value) && !/^(true|false|null|and|or)$/i.test(value)
    ? value
    : JSON.stringify(value);
}
