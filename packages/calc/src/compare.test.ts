// Costs of two results, by payee and currency.
import { expect, test } from 'vitest';
import { compare } from './compare.ts';
import type { Result, Statement } from './result.ts';

const statement = (payee: string, earned: string, change: Partial<Statement> = {}): Statement => ({
  payee,
  plan: 'ae',
  period: '2026-03',
  status: 'closed',
  currency: 'USD',
  components: [],
  earned,
  held: '0.00',
  released: '0.00',
  clawedBack: '0.00',
  limited: '0.00',
  adjustments: '0.00',
  debt: '0.00',
  payable: earned,
  warnings: [],
  ...change,
});
const result = (...statements: Statement[]): Result => ({ asOf: '2026-03-31', statements });

const before = result(
  statement('ann', '100.10'),
  statement('ann', '50.00', { period: '2026-04' }),
  statement('bo', '80.00'),
  statement('cy', '10.00'),
  statement('mo', '5.00', { plan: 'manager' }),
);
const after = result(
  statement('ann', '120.10'),
  statement('ann', '60.25', { period: '2026-04' }),
  statement('bo', '20.00', { payable: '30.00' }),
  statement('cy', '10.00'),
  statement('mo', '5.00', { plan: 'manager' }),
);

test('sums what each payee earns and is paid, and the total', () => {
  const [usd] = compare(before, after).currencies;
  expect(usd?.payees.find(({ payee }) => payee === 'ann')).toEqual({
    payee: 'ann',
    plan: 'ae',
    before: { earned: '150.10', payable: '150.10' },
    after: { earned: '180.35', payable: '180.35' },
    difference: { earned: '30.25', payable: '30.25' },
    change: '0.201532311792',
  });
  expect(usd?.total).toEqual({
    before: { earned: '245.10', payable: '245.10' },
    after: { earned: '215.35', payable: '225.35' },
    difference: { earned: '-29.75', payable: '-19.75' },
    change: '-0.121379028968',
  });
});

test('names winners and losers, the largest first', () => {
  const more = result(...after.statements, statement('di', '1000.00'), statement('ed', '-70.00'));
  const [usd] = compare(before, more).currencies;
  expect(usd?.winners.map(({ payee, change }) => [payee, change])).toEqual([
    ['di', null],
    ['ann', '0.201532311792'],
  ]);
  expect(usd?.losers.map(({ payee }) => payee)).toEqual(['ed', 'bo']);
});

test('shows the people of a plan, and others where they differ', () => {
  const payees = (result_: Result): string[] =>
    compare(before, result_, { plan: 'ae' }).currencies.flatMap((one) => one.payees.map(({ payee }) => payee));
  expect(payees(after)).toEqual(['ann', 'bo', 'cy']);
  expect(payees(result(...after.statements.slice(0, -1), statement('mo', '6.00', { plan: 'manager' })))).toEqual([
    'ann',
    'bo',
    'cy',
    'mo',
  ]);
});

test('never adds currencies', () => {
  const { currencies } = compare(result(statement('ann', '10.00')), result(statement('ann', '9', { currency: 'JPY' })));
  expect(
    currencies.map(({ currency, total }) => [
      currency,
      total.before.earned,
      total.after.earned,
      total.difference.earned,
    ]),
  ).toEqual([
    ['JPY', '0', '9', '9'],
    ['USD', '10.00', '0.00', '-10.00'],
  ]);
});

test('counts the statements that are asked for', () => {
  const [usd] = compare(before, after, { counts: ({ period }) => period === '2026-04' }).currencies;
  expect(usd?.total.difference).toEqual({ earned: '10.25', payable: '10.25' });
});
