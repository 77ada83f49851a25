// `where` filters: the platform's GraphQL operators, compiled to a test on records.
import { compareText } from './order.ts';
import type { CrmRecord } from './book.ts';
import { parseDecimal } from './decimal.ts';
import { compare } from './fraction.ts';
import { dayAt } from './period.ts';
import type { Where } from './plan.ts';

export type Test = (record: CrmRecord) => boolean;
type Getter = (record: CrmRecord) => unknown;

/** Reads a dotted field path: nested objects as REST answers them, or a flat key of that name. Absent is null. */
export function field(path: string): Getter {
  const [head = '', ...rest] = path.split('.');
  const first = keyOf(head);
  if (rest.length === 0) return first;
  const flat = keyOf(path);
  const others = rest.map(keyOf);
  return (record) => {
    let value = first(record);
    for (const key of others) {
      if (typeof value !== 'object' || value === null) return flat(record);
      value = key(value as CrmRecord);
    }
    return value;
  };
}

/** Reads a record's own key. A look at the record itself is slower, so only names that objects inherit take one. */
function keyOf(key: string): Getter {
  return key in []
    ? (record) => (Object.hasOwn(record, key) ? (record[key] ?? null) : null)
    : (record) => record[key] ?? null;
}

/**
 * All of: several keys and several operators mean `and`. Text compares ignoring case, numbers by value, dates by the day on
 * which they fall in a time zone.
 */
export function test(where: Where | undefined, timeZone = 'UTC'): Test {
  const tests = Object.entries(where ?? {}).map(([key, inner]): Test => {
    if (key === 'and') return every((inner as readonly Where[]).map((one) => test(one, timeZone)));
    if (key === 'or') return some((inner as readonly Where[]).map((one) => test(one, timeZone)));
    if (key === 'not') return not(test(inner as Where, timeZone));
    const get = field(key);
    return every(
      Object.entries(inner as Record<string, unknown>).map(([name, operand]) => operator(get, name, operand, timeZone)),
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

function operator(get: Getter, name: string, operand: unknown, timeZone: string): Test {
  switch (name) {
    case 'eq':
      return remembered(get, equals(operand, timeZone));
    case 'ne':
      return not(remembered(get, equals(operand, timeZone)));
    case 'in':
      return remembered(get, isAnyOf(operand as unknown[], timeZone));
    case 'nin':
      return not(remembered(get, isAnyOf(operand as unknown[], timeZone)));
    case 'like':
      return like(get, String(operand));
    default: {
      const orderOf = against(operand, timeZone);
      const holds = orders[name] as (order: number) => boolean;
      return (record) => {
        const order = orderOf(get(record));
        return order !== null && holds(order);
      };
    }
  }
}

const orders: Readonly<Record<string, (order: number) => boolean>> = {
  lt: (order) => order < 0,
  lte: (order) => order <= 0,
  gt: (order) => order > 0,
  gte: (order) => order >= 0,
};

type Says = (value: unknown) => boolean;

/** Texts such as stages and types come again and again: what holds for one is remembered. */
function remembered(get: Getter, says: Says): Test {
  const known = new Map<string, boolean>();
  return (record) => {
    const value = get(record);
    if (typeof value !== 'string') return says(value);
    let holds = known.get(value);
    if (holds === undefined) {
      holds = says(value);
      if (known.size < mostRemembered) known.set(value, holds);
    }
    return holds;
  };
}
const mostRemembered = 1000;

/** Of an empty field only `eq null`, `ne x` and `nin` hold. */
function isAnyOf(operands: readonly unknown[], timeZone: string): Says {
  const any = operands.filter((one) => one !== null).map((one) => equals(one, timeZone));
  return (value) => value !== null && any.some((says) => says(value));
}

function equals(operand: unknown, timeZone: string): Says {
  if (typeof operand === 'boolean' || operand === null) {
    const text = operand === null ? null : String(operand);
    return (value) => value === operand || (text !== null && typeof value === 'string' && value.toLowerCase() === text);
  }
  const orderOf = against(operand, timeZone);
  return (value) => value === operand || orderOf(value) === 0;
}

/** The order of a value beside an operand, or null where the two cannot be compared: one is null, or no single value. */
type OrderOf = (value: unknown) => number | null;

function against(operand: unknown, timeZone: string): OrderOf {
  if (operand === null) return () => null;
  const number = parseDecimal(operand);
  const plain = typeof operand === 'number' ? operand : null;
  const text = String(operand).toLowerCase();
  const day = dayAt(operand, timeZone);
  return (value) => {
    if (value === null || typeof value === 'object') return null;
    if (number) {
      // Two doubles have the order of their shortest decimals.
      if (plain !== null && typeof value === 'number' && Number.isFinite(value)) return value - plain;
      const parsed = parseDecimal(value);
      if (parsed) return compare(parsed, number);
    }
    const other = day === null ? null : dayAt(value, timeZone);
    if (day !== null && other !== null) return other - day;
    return compareText((typeof value === 'string' ? value : String(value)).toLowerCase(), text);
  };
}

/** `%` stands for any text, `_` for one character. Piece by piece from the left, so that no pattern is slow. */
function like(get: Getter, pattern: string): Test {
  const pieces = pattern.toLowerCase().split('%').map(pieceOf);
  const [first, last] = [pieces[0] as Piece, pieces.at(-1) as Piece];
  const middle = pieces.slice(1, -1);
  return (record) => {
    const value = get(record);
    if (value === null || typeof value === 'object') return false;
    const text = String(value).toLowerCase();
    const start = first.at(text, 0);
    if (pieces.length === 1) return start === text.length;
    if (start < 0) return false;
    let from = start;
    for (const piece of middle) {
      from = piece.after(text, from);
      if (from < 0) return false;
    }
    return last.ends(text, from);
  };
}

/** A piece of a pattern without `%`: where it ends if it stands at a place, is found after it, or closes the text. */
interface Piece {
  readonly at: (text: string, from: number) => number;
  readonly after: (text: string, from: number) => number;
  readonly ends: (text: string, from: number) => boolean;
}

function pieceOf(piece: string): Piece {
  if (!piece.includes('_'))
    return {
      at: (text, from) => (text.startsWith(piece, from) ? from + piece.length : -1),
      after: (text, from) => {
        const found = text.indexOf(piece, from);
        return found < 0 ? -1 : found + piece.length;
      },
      ends: (text, from) => text.length - piece.length >= from && text.endsWith(piece),
    };
  const source = piece.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replaceAll('_', '[^]');
  const [here, anywhere, end] = [new RegExp(source, 'uy'), new RegExp(source, 'gu'), new RegExp(`${source}$`, 'u')];
  const match = (matcher: RegExp, text: string, from: number): number => {
    matcher.lastIndex = from;
    return matcher.test(text) ? matcher.lastIndex : -1;
  };
  return {
    at: (text, from) => match(here, text, from),
    after: (text, from) => match(anywhere, text, from),
    ends: (text, from) => end.test(text.slice(from)),
  };
}

/** What a field holds, as text; a list or an object, which no field of a CRM holds, by its kind. */
export const textOf = (value: unknown): string =>
  typeof value === 'object' && value !== null ? (Array.isArray(value) ? 'a list' : 'an object') : String(value);

/** Some fields of a record, as flat keys; those that are empty are left out. */
export const only = (record: CrmRecord, names: readonly string[]): Record<string, unknown> =>
  Object.fromEntries(
    names.flatMap((name) => {
      const value = field(name)(record);
      return value === null ? [] : [[name, value]];
    }),
  );
