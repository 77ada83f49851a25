// The rules of a trace, once more: what each node must say, given what its inputs say.
import type { Trace } from '@quotient/calc';
import {
  isZero,
  least,
  minus,
  most,
  nil,
  order,
  over,
  plus,
  q,
  read,
  times,
  unit,
  whole,
  type Q,
} from '../reference/numbers.ts';

const known = new WeakMap<Trace, Q | null>();

/** What a node says; null is nothing. Each node is read once. */
export function saysOf(node: Trace): Q | null {
  let said = known.get(node);
  if (said === undefined) known.set(node, (said = readOff(node)));
  return said;
}

function readOff({ result, exact, unit: kind }: Trace): Q | null {
  if (exact !== undefined) {
    const [n, d] = exact.split('/');
    return q(BigInt(n ?? ''), BigInt(d ?? ''));
  }
  if (result === '') return null;
  if (kind === 'day') return q(Date.parse(result) / 86_400_000);
  const value = read(result);
  if (!value) throw new Error(`"${result}" is no number`);
  return kind === '%' ? over(value, q(100)) : value;
}

/** What stood last under a label: the node that is worked out again, where it starts from, and what it says there. */
interface Stand {
  readonly node: Trace;
  readonly from: string;
  readonly start: Q | null;
  readonly value: Q | null;
}

/** Walks a tree, a node after its inputs; `fault` hears of each node that does not follow from its inputs. Leaves go to `leaf`. */
export function check(root: Trace, fault: (text: string) => void, leaf: (node: Trace) => void): void {
  const stands = new Map<string, Stand>();
  const last = new Map<string, Q>();

  const walk = (node: Trace): void => {
    const { by, label, inputs } = node;
    for (const input of inputs) walk(input);
    const said = saysOf(node);
    const must = mustSay(node);
    if (!isSame(said, must)) fault(`"${label}" by ${by} says ${print(said)}, and not ${print(must)}: ${node.formula}`);
    if (said) last.set(label, said);
    if (by !== 'again' && by !== 'onward' && inputs.length > 0) {
      const from = startOf(node);
      stands.set(label, { node, from: from.label, start: saysOf(from), value: said });
    }
  };

  const mustSay = (node: Trace): Q | null => {
    const { by, label, inputs } = node;
    const [first] = inputs;
    if (by === 'given' || by === 'statement' || by === 'calendar') {
      if (inputs.length > 0) fault(`"${label}" is a leaf with inputs`);
      leaf(node);
      return saysOf(node);
    }
    if (by === 'running') return plus(last.get(label) ?? nil, saysOf(first as Trace) ?? nil);
    if (by !== 'again' && by !== 'onward') return follow(node, inputs.map(saysOf));
    const stand = stands.get(label);
    const put = first ? saysOf(first) : null;
    if (!stand || !first) return null;
    if (by === 'again') {
      const value = redo(stand.node, first.label, put);
      stands.set(label, { ...stand, from: first.label, start: put, value });
      return value;
    }
    const start = plus(stand.start ?? nil, put ?? nil);
    const value = redo(stand.node, stand.from, start) ?? nil;
    stands.set(label, { ...stand, start, value });
    return minus(value, stand.value ?? nil);
  };
  walk(root);
}

/** Down the first inputs: the sum or the leaf that a node starts from. */
const startOf = (node: Trace): Trace =>
  node.by === 'sum' || node.by === 'running' || !node.inputs[0] ? node : startOf(node.inputs[0]);

/** A node worked out with another value for one of its chain of first inputs. */
function redo(node: Trace, label: string, value: Q | null): Q | null {
  const [first, ...others] = node.inputs;
  if (!first) throw new Error(`nothing in the chain is labelled "${label}"`);
  const put = first.label === label ? value : redo(first, label, value);
  return follow(node, [put, ...others.map(saysOf)]);
}

/** What a rule makes of the values of a node's inputs. */
function follow({ by, inputs, result }: Trace, values: readonly (Q | null)[]): Q | null {
  const [first = null, second = null] = values;
  const fold = (start: Q | null, step: (a: Q, b: Q) => Q): Q | null => {
    const list = start ? [start, ...values] : values;
    return list.includes(null) ? null : (list as Q[]).reduce(step);
  };
  switch (by) {
    case 'none':
      return null;
    case 'sum':
      return fold(nil, plus);
    case 'product':
      return fold(unit, times);
    case 'difference':
      return fold(null, minus);
    case 'quotient':
      return fold(null, (a, b) => (isZero(b) ? nil : over(a, b)));
    case 'least':
      return fold(null, least);
    case 'greatest':
      return fold(null, most);
    case 'first':
    case 'line':
      return first;
    case 'whole':
      return first && q(first[0] / first[1]);
    case 'rounded':
    case 'rounded-even': {
      const scale = q(10n ** BigInt(result.split('.')[1]?.length ?? 0));
      return over(q(whole(times(first ?? nil, scale), by === 'rounded' ? 'half-up' : 'half-even')), scale);
    }
    case 'reached':
      return first && second && order(first, second) >= 0 ? unit : nil;
    case 'option':
      return second;
    case 'last': {
      const option = inputs.findLast((one) => one.inputs[0] && isSame(saysOf(one.inputs[0]), unit));
      return option ? saysOf(option) : nil;
    }
    case 'table':
      return first ? onLines(first, inputs.slice(1)) : nil;
    default:
      throw new Error(`${by} is no rule of arithmetic`);
  }
}

function onLines(at: Q, lines: readonly Trace[]): Q {
  const line = lines.findLast(({ inputs: [from] }) => {
    const start = from ? saysOf(from) : null;
    return start === null || order(start, at) <= 0;
  });
  if (!line) return nil;
  const [, pays = nil, rate = nil, above = nil] = line.inputs.map((one) => saysOf(one) ?? nil);
  return plus(pays, times(rate, minus(at, above)));
}

export const isSame = (a: Q | null, b: Q | null): boolean => (a && b ? order(a, b) === 0 : a === b);
const print = (value: Q | null): string => (value ? value.join('/') : 'nothing');
