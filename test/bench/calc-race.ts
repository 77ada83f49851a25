// One race of the calculation on a large book, in a process that holds nothing else; prints its figures as JSON.
import { deepStrictEqual as deepEqual } from 'node:assert';
import { calculate, calculation, explainStatement, type Book, type Trace } from '@quotient/calc';
import { changedRecord, makeBook } from './calc-book.ts';
import { kernel } from './kernel.ts';
import { ms, pairs, type Figure } from './measure.ts';
import { traceBook, traceStatement } from './trace-book.ts';

const payees = 1000;
const records = 200_000;
const bookOf = (count: number): Book => makeBook({ records: count, payees, seed: 1 });
const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;

const races: Readonly<Record<string, () => Figure[]>> = {
  kernel,
  book: () => {
    const text = JSON.stringify(bookOf(records));
    const parsed = JSON.parse(text) as Book;
    const { ours, rival, ratio } = pairs(
      () => calculate(parsed),
      () => JSON.parse(text) as unknown,
      9,
    );
    return [
      {
        name: `calc: whole book of ${records} records and ${payees} payees on the six templates ÷ JSON.parse of the same book`,
        ratio,
        atMost: 2,
        detail: `${ms(ours)} ÷ ${ms(rival)}, ${megabytes(text.length)} of JSON`,
      },
    ];
  },
  memory: () => {
    const text = JSON.stringify(bookOf(records));
    const size = text.length;
    const parsed = JSON.parse(text) as Book;
    const used = (): number => {
      (globalThis as unknown as { gc: () => void }).gc();
      return process.memoryUsage().heapUsed + process.memoryUsage().arrayBuffers;
    };
    const before = used();
    const running = calculation(parsed);
    const after = used();
    if (running.result.statements.length === 0) throw new Error('the book has no statements');
    return [
      {
        name: 'calc: memory of the whole book’s calculation, kept with its result, beyond the parsed input ÷ size of the JSON',
        ratio: (after - before) / size,
        atMost: 2,
        detail: `${megabytes(after - before)} ÷ ${megabytes(size)}`,
      },
    ];
  },
  growth: () => {
    const [small, large] = [bookOf(records / 4), bookOf(records)];
    const { ours, rival, ratio } = pairs(
      () => calculate(large),
      () => calculate(small),
      9,
    );
    return [
      {
        name: `calc: cost of ${records} records ÷ cost of ${records / 4} of them`,
        ratio,
        atMost: 4.4,
        detail: `${ms(ours)} ÷ ${ms(rival)}`,
      },
    ];
  },
  change: () => {
    const book = bookOf(records);
    const running = calculation(book);
    const { object, record } = changedRecord(book) as { object: string; record: { Id: string } };
    const old = book.records?.[object]?.find(({ Id }) => Id === record.Id);
    if (!old) throw new Error('the changed record is none of the book');
    const changed: Book = {
      ...book,
      records: {
        ...book.records,
        [object]: (book.records?.[object] ?? []).map((one) => (one['Id'] === record.Id ? record : one)),
      },
    };
    // The same bytes as from scratch, there and back.
    deepEqual(running.change({ records: { [object]: [record] } }), calculate(changed));
    deepEqual(running.change({ records: { [object]: [old] } }), calculate(book));
    let turn = 0;
    const { ours, rival, ratio } = pairs(
      () => running.change({ records: { [object]: [turn++ % 2 === 0 ? record : old] } }),
      () => calculate(book),
      9,
    );
    return [
      {
        name: `calc: one changed record of ${records}, recalculated, ÷ the whole book`,
        ratio,
        atMost: 0.01,
        detail: `${ms(ours)} ÷ ${ms(rival)}`,
      },
    ];
  },
  trace: () => {
    const book = traceBook();
    const nodes = (trace: Trace): number => trace.inputs.reduce((sum, one) => sum + nodes(one), 1);
    let count = 0;
    const { ours, rival, ratio } = pairs(
      () => {
        calculate(book);
        count = nodes(explainStatement(book, traceStatement));
      },
      () => calculate(book),
      40,
    );
    return [
      {
        name: 'calc: a statement of 5,000 lines with its whole trace ÷ the same without',
        ratio,
        atMost: 3,
        detail: `${ms(ours)} ÷ ${ms(rival)}, ${count} steps`,
      },
    ];
  },
};

const race = races[process.argv[2] as string];
if (!race) throw new Error(`no race ${process.argv[2]}`);
process.stdout.write(JSON.stringify(race()));
