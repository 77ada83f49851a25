// The trace against the statements: every figure is in it, and every node follows from its inputs, by arithmetic of this test alone.
import {
  calculate,
  estimate,
  explain,
  explainDeals,
  explainer,
  explainStatement,
  snapshots,
  statements as statementsOf,
  type Statement,
  type Trace,
} from '@quotient/calc';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cases } from './cases.ts';
import { books, everything } from './laws/books.ts';
import type { Book } from './reference/types.ts';
import { isCounted } from './trace/calendar.ts';
import { isPrinted, missing, nameOf, statementsByFigure } from './trace/figures.ts';
import { isGiven } from './trace/given.ts';
import { check, isSame, saysOf } from './trace/rules.ts';

/** What is wrong with a statement's trace. Without a book its leaves are taken as they are. */
function faultsOf(trace: Trace, statement: Statement, statements: readonly Statement[], book?: Book): string[] {
  const figures = statementsByFigure(statements);
  const faults = missing(trace, statement);
  const say = (text: string): unknown => faults.push(text);
  if (trace.result !== statement.payable) say(`payable is ${statement.payable}, the trace says ${trace.result}`);
  const stated: Trace[] = [];
  check(trace, say, (leaf) => {
    const { by, label, result, unit, path, record, field } = leaf;
    if (by === 'statement') stated.push(leaf);
    else if (
      book &&
      !(by === 'given' ? isGiven(leaf, book, statement.plan) : isCounted(leaf, book, statements, statement))
    )
      say(`"${label}", ${result} ${unit}, is not in the book at ${path ?? `${record}.${field}`}`);
  });
  const own = new Map<string, Trace>();
  const collect = (node: Trace): void => {
    if (node.of && node.by !== 'statement') own.set(nameOf(node.of), node);
    node.inputs.forEach(collect);
  };
  collect(trace);
  for (const leaf of stated) {
    const name = leaf.of ? nameOf(leaf.of) : '';
    const [printed, node] = [figures.get(name), own.get(name)];
    if (printed === undefined && !node) say(`"${leaf.label}" is no figure of a statement: ${name}`);
    if (printed !== undefined && !isPrinted(leaf, printed)) say(`${name} is ${printed}, a leaf says ${leaf.result}`);
    if (node && !isSame(saysOf(node), saysOf(leaf))) say(`${name} is ${node.result} above, a leaf says ${leaf.result}`);
  }
  return faults;
}

const nameOfStatement = ({ payee, plan, period }: Statement): string => `${payee} ${plan} ${period}`;

/** What is wrong with the traces of all statements of a book. */
function faultsIn(book: Book): string[] {
  const { statements } = calculate(book);
  const traceOf = explainer(book);
  return statements.flatMap((statement) =>
    faultsOf(traceOf(statement), statement, statements, book).map((fault) => `${nameOfStatement(statement)}: ${fault}`),
  );
}

const worked = cases.map(({ name, book }) => [name, book as Book] as const);

describe('the trace of every statement is complete', () => {
  test.each(worked)('of %s', (_, book) => {
    expect(faultsIn(book)).toEqual([]);
  });

  test('of random books', () => {
    fc.assert(
      fc.property(books(everything), (book) => {
        expect(faultsIn(book)).toEqual([]);
      }),
    );
  }, 600_000);

  test.each(worked)('of %s, from its snapshots', (_, book) => {
    for (const held of snapshots(book)) {
      const statements = statementsOf(held);
      for (const statement of statements) expect(faultsOf(explain(held, statement), statement, statements)).toEqual([]);
    }
  });
});

/** Every node of a tree, where it stands. */
const nodesIn = (node: Trace): Trace[] => [node, ...node.inputs.flatMap(nodesIn)];

/** Another result: the next day, one more, or something in place of nothing. */
function another({ result, unit }: Trace): string {
  if (result === '') return '1';
  if (unit === 'day') return new Date(Date.parse(result) + 86_400_000).toISOString().slice(0, 10);
  return result.replace(/\d+/, (digits) => String(BigInt(digits) + 1n));
}

describe('a single wrong result is noticed', () => {
  test.each(worked)('in the last trace of %s', (_, book) => {
    const { statements } = calculate(book);
    const statement = statements.at(-1) as Statement;
    const text = JSON.stringify(explainStatement(book, statement));
    const count = nodesIn(JSON.parse(text) as Trace).length;
    const unnoticed: string[] = [];
    for (let i = 0; i < count; i += Math.ceil(count / 60)) {
      const copy = JSON.parse(text) as Trace;
      const node = nodesIn(copy)[i] as Trace;
      const { exact: _exact, ...wrong } = { ...node, result: another(node) };
      delete (node as { exact?: string }).exact;
      Object.assign(node, wrong);
      if (faultsOf(copy, statement, statements, book).length === 0)
        unnoticed.push(`${node.label}: ${node.result} (${node.by})`);
    }
    expect(unnoticed).toEqual([]);
  });
});

test('what deals are worth follows from the payout with them and without them', () => {
  for (const [, book] of worked.filter(([name]) =>
    ['marginal-accelerator', 'cliff-retroactive', 'blend'].includes(name),
  ))
    for (const held of snapshots(book)) {
      const deal = {
        record: { Id: 'open', OwnerId: held.payee.Id, Amount: 250_000, CloseDate: held.asOf, Type: 'New Business' },
      };
      for (const { plan, worth } of estimate(held, [deal]).plans) {
        const trace = explainDeals(held, { plan }, [deal]);
        const faults: string[] = [];
        check(
          trace,
          (fault) => faults.push(fault),
          () => undefined,
        );
        expect([faults, trace.result]).toEqual([[], worth]);
      }
    }
});
