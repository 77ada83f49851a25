// WHERE and HAVING as tests on rows: operators, lists, date literals and semi-joins.
import type {
  Condition as Comparison,
  HavingClause,
  Query,
  ValueQueryCondition,
  WhereClause,
} from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../error.ts';
import { to18 } from '../id.ts';
import type { Row, Value } from '../org.ts';
import { isNumeric, type Field, type ObjectType } from '../schema.ts';
import { dateFunction, rangeOf, type Calendar, type Range } from './dates.ts';
import { at, path, type Context } from './path.ts';
import { bothSpans, eitherSpans, listedSpans, spansOf, type Spans } from './span.ts';

export type Test<T> = (row: T) => boolean;

/** A clause as a test, and what it leaves of Ids and stamps. */
export interface Condition<T> {
  readonly test: Test<T>;
  readonly spans: Spans;
}

export interface Scope<T> {
  readonly context: Context;
  readonly calendar: Calendar;
  /** The value that the left side of a condition names. */
  readonly left: (condition: Leaf) => { field: Field; get: (row: T) => Value };
  /** Values of a semi-join's subquery. */
  readonly values: (subquery: Query) => ReadonlySet<Value>;
}

type Leaf = Comparison & {
  readonly field?: string;
  readonly fn?: { functionName?: string; parameters?: unknown[]; rawValue?: string };
};
type Clause = WhereClause | HavingClause;
type Token<T> = Condition<T> | 'and' | 'or' | 'not' | '(' | ')';

/** The test of a clause. AND binds closer than OR. */
export function compileWhere<T>(clause: Clause | undefined, scope: Scope<T>): Condition<T> {
  if (!clause) return always;
  const tokens: Token<T>[] = [];
  for (let node: Clause | undefined = clause; node; node = 'right' in node ? node.right : undefined) {
    const left = node.left as (Leaf & { openParen?: number; closeParen?: number; operator?: string }) | null;
    if (left) {
      tokens.push(...Array.from({ length: left.openParen ?? 0 }, () => '(' as const));
      if (left.operator) tokens.push(leaf(left, scope));
      tokens.push(...Array.from({ length: left.closeParen ?? 0 }, () => ')' as const));
    }
    const operator = 'operator' in node ? String(node.operator ?? '').toLowerCase() : '';
    if (operator === 'and' || operator === 'or' || operator === 'not') tokens.push(operator);
  }
  const rest = [...tokens];
  return either(rest);
}

const always: Condition<unknown> = { test: () => true, spans: {} };

function either<T>(tokens: Token<T>[]): Condition<T> {
  let one = both(tokens);
  while (tokens[0] === 'or') {
    tokens.shift();
    const [a, b] = [one, both(tokens)];
    one = { test: (row) => a.test(row) || b.test(row), spans: eitherSpans(a.spans, b.spans) };
  }
  return one;
}

function both<T>(tokens: Token<T>[]): Condition<T> {
  let one = single(tokens);
  while (tokens[0] === 'and') {
    tokens.shift();
    const [a, b] = [one, single(tokens)];
    one = { test: (row) => a.test(row) && b.test(row), spans: bothSpans(a.spans, b.spans) };
  }
  return one;
}

function single<T>(tokens: Token<T>[]): Condition<T> {
  const token = tokens.shift();
  if (token === 'not') {
    const inner = single(tokens);
    return { test: (row) => !inner.test(row), spans: {} };
  }
  if (token === '(') {
    const inner = either(tokens);
    tokens.shift();
    return inner;
  }
  return typeof token === 'object' ? token : always;
}

/** Compares text ignoring case, Ids as they are. */
export const key = (value: Value, field: Field): Value =>
  typeof value === 'string' && field.type !== 'id' && field.type !== 'reference' ? value.toLowerCase() : value;

export function order(a: Value, b: Value): number {
  if (a === b) return 0;
  return (a as string | number) < (b as string | number) ? -1 : 1;
}

function leaf<T>(condition: Leaf, scope: Scope<T>): Condition<T> {
  const { context } = scope;
  const { field, get } = scope.left(condition);
  const operator = String((condition as { operator: string }).operator).toUpperCase();
  const listed = (values: ReadonlySet<Value>): Spans =>
    condition.field?.toLowerCase() === field.name.toLowerCase() ? listedSpans(field, values) : {};
  if ('valueQuery' in condition) {
    const values = scope.values((condition as ValueQueryCondition).valueQuery);
    const inside: Test<T> = (row) => values.has(get(row));
    return operator === 'NOT IN'
      ? { test: (row) => !inside(row) && get(row) !== null, spans: {} }
      : { test: inside, spans: listed(values) };
  }
  const { value, literalType } = condition as { value: string | string[]; literalType?: string | string[] };
  const typeAt = (i: number): string => String(Array.isArray(literalType) ? literalType[i] : (literalType ?? 'STRING'));
  const wrong = (): ApiError =>
    new ApiError(
      400,
      'INVALID_FIELD',
      at(
        context.soql,
        String(condition.field ?? condition.fn?.rawValue ?? field.name),
        `value of filter criterion for field '${field.name}' must be of type ${field.type === 'reference' || field.type === 'id' ? 'ID' : field.type} and should ${['date', 'datetime', 'boolean', 'double', 'currency', 'int', 'percent'].includes(field.type) ? 'not ' : ''}be enclosed in quotes`,
      ),
    );
  const operands = (Array.isArray(value) ? value : [value]).map((text, i) =>
    operand(text, typeAt(i), field, scope.calendar, wrong),
  );
  if (field.type === 'textarea' && field.length > 255)
    throw new ApiError(
      400,
      'INVALID_FIELD',
      at(context.soql, field.name, `field '${field.name}' can not be filtered in a query call`),
    );
  switch (operator) {
    case 'IN':
    case 'NOT IN': {
      const set = new Set(operands.map((one) => key(one as Value, field)));
      return operator === 'IN'
        ? { test: (row) => set.has(key(get(row), field)), spans: listed(set) }
        : { test: (row) => !set.has(key(get(row), field)), spans: {} };
    }
    case 'LIKE': {
      const source = String(operands[0])
        .replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
        .replaceAll('%', '[^]*')
        .replaceAll('_', '[^]');
      const pattern = new RegExp(`^${source}$`, 'i');
      return { test: (row) => pattern.test(String(get(row) ?? '')), spans: {} };
    }
    case 'INCLUDES':
    case 'EXCLUDES': {
      const sets = operands.map((one) => String(one).toLowerCase().split(';'));
      const holds: Test<T> = (row) => {
        const chosen = String(get(row) ?? '')
          .toLowerCase()
          .split(';');
        return sets.some((all) => all.every((one) => chosen.includes(one)));
      };
      return { test: operator === 'INCLUDES' ? holds : (row) => !holds(row), spans: {} };
    }
    default: {
      const given = operands[0] as Value | Range;
      const isOwn = condition.field?.toLowerCase() === field.name.toLowerCase() && !Array.isArray(given);
      return {
        test: comparison(operator, given, field, get, wrong),
        spans: isOwn ? spansOf(operator, field, instant(given as Value, field)) : {},
      };
    }
  }
}

function comparison<T>(
  operator: string,
  given: Value | Range,
  field: Field,
  get: (row: T) => Value,
  wrong: () => ApiError,
): Test<T> {
  if (Array.isArray(given)) {
    const [from, until] = given as Range;
    const on = (row: T): string | null => (get(row) === null ? null : String(get(row)).slice(0, 10));
    const tests: Readonly<Record<string, (day: string) => boolean>> = {
      '=': (day) => day >= from && day < until,
      '!=': (day) => !(day >= from && day < until),
      '<': (day) => day < from,
      '<=': (day) => day < until,
      '>': (day) => day >= until,
      '>=': (day) => day >= from,
    };
    const test = tests[operator] ?? (() => false);
    return (row) => {
      const day = on(row);
      return day === null ? operator === '!=' : test(day);
    };
  }
  const wanted = key(instant(given as Value, field), field);
  const read = (row: T): Value => key(instant(get(row), field), field);
  if (operator === '=') return (row) => read(row) === wanted;
  if (operator === '!=' || operator === '<>') return (row) => read(row) !== wanted;
  if (wanted === null || typeof wanted === 'boolean') throw wrong();
  return (row) => {
    const value = read(row);
    if (value === null) return false;
    const sign = order(value, wanted);
    return operator === '<' ? sign < 0 : operator === '<=' ? sign <= 0 : operator === '>' ? sign > 0 : sign >= 0;
  };
}

/** Date-times compare as instants. */
export const instant = (value: Value, field: Field): Value =>
  field.type === 'datetime' && typeof value === 'string'
    ? Date.parse(value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
    : value;

function operand(text: string, type: string, field: Field, calendar: Calendar, wrong: () => ApiError): Value | Range {
  const dated = field.type === 'date' || field.type === 'datetime';
  switch (type) {
    case 'NULL':
      return null;
    case 'BOOLEAN':
      if (field.type !== 'boolean') throw wrong();
      return text.toLowerCase() === 'true';
    case 'INTEGER':
    case 'DECIMAL':
      if (!isNumeric(field.type)) throw wrong();
      return Number(text);
    case 'INTEGER_WITH_CURRENCY_PREFIX':
    case 'DECIMAL_WITH_CURRENCY_PREFIX':
      return Number(text.slice(3));
    case 'DATE':
      if (field.type !== 'date') throw wrong();
      return text;
    case 'DATETIME':
      if (field.type !== 'datetime') throw wrong();
      return text;
    case 'DATE_LITERAL':
    case 'DATE_N_LITERAL': {
      const range = dated ? rangeOf(text, calendar) : null;
      if (!range) throw wrong();
      return range;
    }
    default: {
      if (dated || isNumeric(field.type) || field.type === 'boolean') throw wrong();
      const plain = text
        .replace(/^'|'$/g, '')
        .replace(
          /\\(['"\\nrtbf%_])/g,
          (_, escaped: string) => ({ n: '\n', r: '\r', t: '\t', b: '\b', f: '\f' })[escaped] ?? escaped,
        );
      return field.type === 'id' || field.type === 'reference' ? to18(plain) : plain;
    }
  }
}

/** The left side of a condition on a record: a field, a path or a date function of one. */
export function fieldOf(
  context: Context,
  type: ObjectType,
  calendar: Calendar,
): (condition: Leaf) => { field: Field; get: (row: Row) => Value } {
  return (condition) => {
    if (!condition.fn) return path(context, type, String(condition.field));
    const convert = dateFunction(String(condition.fn.functionName), calendar);
    const inner = path(context, type, String(condition.fn.parameters?.[0]));
    if (!convert)
      throw new ApiError(
        400,
        'MALFORMED_QUERY',
        at(context.soql, String(condition.fn.functionName), `unexpected token: '${String(condition.fn.functionName)}'`),
      );
    return {
      field: { ...inner.field, type: String(condition.fn.functionName).toUpperCase() === 'DAY_ONLY' ? 'date' : 'int' },
      get: (row) => convert(inner.get(row)),
    };
  };
}
