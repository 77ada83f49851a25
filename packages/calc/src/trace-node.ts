// Nodes of a trace: each is worked out from its inputs by its rule, and says so in words.
import { grouped, parseDecimal, printDecimal, printMinor, tenTo } from './decimal.ts';
import {
  add,
  compare,
  divide,
  fraction,
  least,
  most,
  multiply,
  one,
  round,
  subtract,
  zero,
  type Fraction,
} from './fraction.ts';
import { minorDigits } from './money.ts';
import { parseDay, printDay, type Day } from './period.ts';
import type { By, FigureOf, Trace } from './result.ts';

/** A value; null is nothing. */
export type Value = Fraction | null;

/** What a node may say besides what follows from its inputs; `value` where it is known, or needs more than the inputs. */
interface More {
  readonly unit?: string;
  readonly words?: string;
  readonly value?: Value;
  readonly record?: string;
  readonly field?: string;
  readonly path?: string;
  readonly of?: FigureOf;
}

export const noInputs: readonly Trace[] = [];

/** A node that follows from its inputs by a rule. */
export function node(by: By, inputs: readonly Trace[], label = '', more: More = {}): Trace {
  const { unit = unitOf(by, inputs), words = inWords(by, inputs), value = work(by, inputs, unit), ...about } = more;
  return { label, formula: words, ...printed(value, unit), unit, by, ...about, inputs };
}

export const sum = (inputs: readonly Trace[], label?: string, more?: More): Trace => node('sum', inputs, label, more);
export const minus = (inputs: readonly Trace[], label?: string, more?: More): Trace =>
  node('difference', inputs, label, more);
export const times = (inputs: readonly Trace[], label?: string, more?: More): Trace =>
  node('product', inputs, label, more);
export const over = (inputs: readonly Trace[], label?: string, more?: More): Trace =>
  node('quotient', inputs, label, more);
export const reached = (read: Trace, bound: Trace, label?: string): Trace => node('reached', [read, bound], label);
/** At least nothing. */
export const positive = (one_: Trace, label?: string): Trace => node('greatest', [one_, nil(one_.unit)], label);

export const leaf = (by: By, label: string, words: string, value: Value, unit: string, more?: More): Trace =>
  node(by, noInputs, label, { words, value, unit, ...more });
export const nil = (unit = '', label = '', of?: FigureOf): Trace => sum(noInputs, label, { unit, ...(of && { of }) });

/** What is written at a place of the plan or the book: "8%", 0.08, "1.5x", 300000. */
export function given(written: unknown, path: string, unit = '', label = path.replace(/.*\./, '')): Trace {
  const text = String(written).trim();
  const number = parseDecimal(text.replace(/[%x]$/, ''));
  const isShare = text.endsWith('%');
  const value = number && isShare ? divide(number, hundred) : number;
  return leaf('given', label, text, value, isShare ? '%' : text.endsWith('x') ? 'x' : unit, { path });
}

export type Given = (key: string, unit?: string, label?: string) => Trace;

/** Reads a part of a plan by the keys below it: `rate.tiers[1].from`. */
export const givenIn =
  (root: unknown, path = ''): Given =>
  (key, unit, label) =>
    given(
      key
        .split(/[.[\]]+/)
        .reduce<unknown>((value, one_) => (one_ ? (value as Record<string, unknown>)[one_] : value), root),
      path + key,
      unit,
      label,
    );

export const dayLeaf = (label: string, day: Day, record?: string): Trace =>
  leaf(
    record === undefined ? 'calendar' : 'given',
    label,
    '',
    whole(day),
    'day',
    record === undefined ? {} : { record, field: label },
  );

/** A number of days, months or periods from one day to another, both included. */
export const countLeaf = (
  label: string,
  count: number,
  unit: 'days' | 'months' | 'periods',
  from: Day,
  to: Day,
): Trace => leaf('calendar', label, `${printDay(from)} to ${printDay(to)}`, whole(count), unit);
export const daysLeaf = (from: Day, to: Day): Trace => countLeaf('Days', to - from + 1, 'days', from, to);

const hundred: Fraction = { n: 100n, d: 1n };
const whole = (count: number): Fraction => ({ n: BigInt(count), d: 1n });

/** What a node says. */
export function valueOf({ result, exact, unit }: Trace): Value {
  if (exact !== undefined) {
    const [n = '0', d = '1'] = exact.split('/');
    return { n: BigInt(n), d: BigInt(d) };
  }
  if (unit === 'day') return whole(parseDay(result) ?? 0);
  const value = parseDecimal(result);
  return value && unit === '%' ? divide(value, hundred) : value;
}

export const isZero = (one_: Trace): boolean => !valueOf(one_)?.n;

const ends = tenTo(12);
const isMoney = (unit: string): boolean => /^[A-Z]{3}$/.test(unit);

/** The result of a value in its unit: money in minor units where it is whole in them. */
function printed(value: Value, unit: string): { result: string; exact?: string } {
  if (value === null) return { result: '' };
  if (unit === 'day') return { result: printDay(Number(value.n)) };
  const shown = unit === '%' ? multiply(value, hundred) : value;
  if (ends % shown.d !== 0n) return { result: printDecimal(shown), exact: `${value.n}/${value.d}` };
  const digits = isMoney(unit) ? minorDigits(unit) : 0;
  const scale = tenTo(digits);
  return { result: scale % shown.d ? printDecimal(shown) : printMinor(shown.n * (scale / shown.d), digits) };
}

function unitOf(by: By, inputs: readonly Trace[]): string {
  const [first = '', second] = inputs.map(({ unit }) => unit);
  switch (by) {
    case 'product':
      return (
        inputs.find(({ unit }) => isMoney(unit))?.unit ?? (inputs.every(({ unit }) => /^[%x]/.test(unit)) ? '%' : '')
      );
    case 'quotient':
      return first && first === second ? '%' : first;
    case 'reached':
      return '';
    case 'option':
      return second ?? '';
    case 'table':
      return inputs[1]?.inputs[1]?.unit ?? '';
    default:
      return first;
  }
}

/** A node's result in a sentence. */
function said({ result, unit }: Trace): string {
  if (result === '') return 'nothing';
  return unit === 'day'
    ? result
    : grouped(result.replace(/(\.\d{4})\d+/, '$1…')) + (unit === '%' ? ' %' : unit === 'x' ? '×' : '');
}

const signs: Partial<Record<By, string>> = {
  sum: ' + ',
  difference: ' − ',
  product: ' × ',
  quotient: ' ÷ ',
  reached: ' against ',
};

function inWords(by: By, inputs: readonly Trace[]): string {
  const [first, second] = inputs;
  const words = inputs.slice(0, 6).map(said);
  if (!first) return by === 'product' ? 'all' : 'nothing';
  if (by === 'line') {
    const [from, pays, rate, above] = words;
    const start = first.result === '' ? '' : `from ${from}: `;
    return (
      start +
      (rate
        ? `${second && !isZero(second) ? `${pays} + ` : ''}${rate} of ${above ? `what lies above ${above}` : 'all'}`
        : (pays ?? ''))
    );
  }
  if (by === 'table') return `${words[0]}: ${lineAt(first, inputs.slice(1))?.formula ?? 'below the table'}`;
  if (by === 'option') return isZero(first) ? 'not reached' : `reached: ${words[1]}`;
  const sign = signs[by];
  if (sign) return inputs.length > words.length ? `${inputs.length} together` : words.join(sign);
  return words.length > 1 && by !== 'first' && by !== 'last'
    ? `the ${by} of ${words.join(' and ')}`
    : `${words[0]}${/^rounded/.test(by) ? ', rounded' : ''}`;
}

const lineAt = (read: Trace, lines: readonly Trace[]): Trace | undefined => {
  const at = valueOf(read);
  return lines.findLast(({ inputs: [from] }) => {
    const start = from ? valueOf(from) : null;
    return at && (start === null || compare(start, at) <= 0);
  });
};

const fold: Partial<Record<By, (a: Fraction, b: Fraction) => Fraction>> = {
  sum: add,
  product: multiply,
  difference: subtract,
  quotient: (a, b) => (b.n ? divide(a, b) : zero),
  least,
  greatest: most,
};

/** What a rule makes of its inputs. */
function work(by: By, inputs: readonly Trace[], unit: string): Value {
  const [input] = inputs;
  const values = inputs.map(valueOf);
  const [first = null, second = null] = values;
  const step = fold[by];
  if (step) {
    const list = by === 'sum' ? [zero, ...values] : by === 'product' ? [one, ...values] : values;
    return list.includes(null) ? null : (list as Fraction[]).reduce(step);
  }
  switch (by) {
    case 'reached':
      return first && second && compare(first, second) >= 0 ? one : zero;
    case 'whole':
      return first && { n: first.n / first.d, d: 1n };
    case 'rounded':
    case 'rounded-even': {
      const scale = tenTo(minorDigits(unit));
      const { n, d } = first ?? zero;
      return fraction(round(fraction(n * scale, d), by === 'rounded' ? 'half-up' : 'half-even'), scale);
    }
    case 'option':
      return second;
    case 'last': {
      const holds = inputs.findLast(({ inputs: [one_] }) => one_ && !isZero(one_));
      return holds ? valueOf(holds) : zero;
    }
    case 'table': {
      const line = input && lineAt(input, inputs.slice(1));
      if (!first || !line) return zero;
      const [, pays = zero, rate = zero, above = zero] = line.inputs.map((one_) => valueOf(one_) ?? zero);
      return add(pays, multiply(rate, subtract(first, above)));
    }
    default:
      return first;
  }
}

/** All of it. */
export const all = times(noInputs, '', { unit: '%' });
