// Figures of statements by name, and those that a trace must hold.
import type { FigureOf, Statement, Trace } from '@quotient/calc';
import { must, plain, sum } from '../reference/numbers.ts';
import { saysOf } from './rules.ts';

export type Figures = ReadonlyMap<string, string | null>;

const amounts = ['earned', 'held', 'released', 'clawedBack', 'limited', 'adjustments', 'debt', 'payable'] as const;
const ofComponent = ['credited', 'quota', 'attainment', 'earned', 'earnedInWindow', 'withheld'] as const;

export const nameOf = ({ payee, plan, period, component = '', figure }: FigureOf): string =>
  JSON.stringify([payee, plan, period, component, figure]);

const known = new WeakMap<readonly Statement[], Figures>();

/** Every figure that statements print, and the sum of each component's lines. */
export function statementsByFigure(statements: readonly Statement[]): Figures {
  let figures = known.get(statements);
  if (!figures) known.set(statements, (figures = new Map(statements.flatMap((one) => [...figuresOf(one)]))));
  return figures;
}

function figuresOf(statement: Statement): Map<string, string | null> {
  const { payee, plan, period, components } = statement;
  const figures = new Map<string, string | null>();
  const put = (figure: string, value: string | null, component?: string): unknown =>
    figures.set(nameOf({ payee, plan, period, figure, ...(component === undefined ? {} : { component }) }), value);
  for (const key of amounts) put(key, statement[key]);
  for (const one of components) {
    for (const key of ofComponent) put(key, one[key], one.id);
    const records = one.lines.filter(({ record }) => record !== null);
    records.forEach(({ earned }, i) => put(`lines[${i}]`, earned, one.id));
    put('lines', plain(sum(one.lines.map(({ earned }) => must(earned)))), one.id);
  }
  return figures;
}

/** Does a node say a figure as a statement prints it? */
export function isPrinted(node: Trace, printed: string | null): boolean {
  const said = saysOf(node);
  if (printed === null || said === null) return printed === null && said === null;
  return plain(said) === plain(must(printed));
}

/** What a statement prints and its trace does not say. */
export function missing(trace: Trace, statement: Statement): string[] {
  const found = new Map<string, Trace>();
  const collect = (node: Trace): void => {
    if (node.of && node.by !== 'statement') found.set(nameOf(node.of), node);
    node.inputs.forEach(collect);
  };
  collect(trace);
  const faults: string[] = [];
  for (const [name, printed] of figuresOf(statement)) {
    const [, , , component, figure = ''] = JSON.parse(name) as string[];
    if (/^lines\[/.test(figure) || (printed === null && !found.has(name))) continue;
    const node = found.get(name);
    if (!node) faults.push(`${component} ${figure} is not in the trace`);
    else if (!isPrinted(node, printed))
      faults.push(`${component} ${figure} is ${printed}, the trace says ${node.result}`);
  }
  for (const { id, lines } of statement.components) {
    const { payee, plan, period } = statement;
    const [rest, ...records] = found.get(nameOf({ payee, plan, period, component: id, figure: 'lines' }))?.inputs ?? [];
    const [own, others] = [
      lines.filter(({ record }) => record === null),
      lines.filter(({ record }) => record !== null),
    ];
    if (!rest || !isPrinted(rest, own[0]?.earned ?? '0'))
      faults.push(`${id}: the line without record is not in the trace`);
    if (records.length !== others.length) faults.push(`${id} has ${others.length} lines, the trace ${records.length}`);
    others.forEach(({ record, earned }, i) => {
      const node = records[i];
      if (!node || node.record !== record || !isPrinted(node, earned))
        faults.push(`${id}: the line of ${record} is ${earned}, the trace says ${node?.record} ${node?.result}`);
    });
  }
  return faults;
}
