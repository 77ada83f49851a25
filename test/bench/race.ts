// The calculation against its rivals on a book in a file, in a process that holds nothing else; prints the figures as JSON.
import { deepStrictEqual as deepEqual } from 'node:assert';
import { readFileSync } from 'node:fs';
import { calculate, type Book } from '@quotient/calc';
import { payByDecimals } from './decimal-rival.ts';
import { inTurn, ms, type Figure } from './measure.ts';

const text = readFileSync(process.argv[2] as string, 'utf8');
const parsed = JSON.parse(text) as Book;
// Both must answer the same, or the race means nothing.
deepEqual(payByDecimals(parsed), calculate(parsed));
const decimal = inTurn(
  () => calculate(parsed),
  () => payByDecimals(parsed),
);
const parse = inTurn(
  () => calculate(parsed),
  () => JSON.parse(text) as unknown,
);
const figures: Figure[] = [
  {
    name: 'way: calculation of the public data set ÷ JSON.parse of the same book',
    ratio: 1 / parse.ratio,
    atMost: 2,
    detail: `${ms(parse.ours)} ÷ ${ms(parse.rival)}, ${(text.length / 1e6).toFixed(1)} MB`,
  },
  {
    name: 'way: calculation of the public data set, speed, ours ÷ decimal.js for each record',
    ratio: decimal.ratio,
    atLeast: 10,
    detail: `${ms(decimal.rival)} ÷ ${ms(decimal.ours)}`,
  },
];
process.stdout.write(JSON.stringify(figures));
