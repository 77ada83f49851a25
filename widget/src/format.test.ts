// How numbers, money and periods read in two languages.
import { describe, expect, test } from 'vitest';
import { formatOf } from './format.ts';

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');

describe('in English', () => {
  const format = formatOf('en-US');
  test.each([
    ['money to the cent', format.money('3840.00', 'USD'), '$3,840.00'],
    ['money of a currency without cents', format.money('3840', 'JPY'), '¥3,840'],
    [
      'money beyond the range of a binary number',
      format.money('90071992547409931234.56', 'USD'),
      '$90,071,992,547,409,931,234.56',
    ],
    ['money below zero', format.money('-12.30', 'EUR'), '-€12.30'],
    ['an amount without empty cents', format.amount('36000', 'USD'), '$36,000'],
    ['an amount with cents', format.amount('36000.50', 'USD'), '$36,000.50'],
    ['a number of things', format.amount('12', null), '12'],
    ['a percentage', format.percent('0.96'), '96%'],
    ['a percentage just below a bound', format.percent('0.99987'), '99.99%'],
    ['a third', format.percent('0.333333333333'), '33.33%'],
    ['a bound on attainment', format.written('125%', 'USD'), '125%'],
    ['a fine rate', format.written('0.125%', 'USD'), '0.125%'],
    ['a bound on the position', format.written('50000', 'USD'), '$50,000'],
    ['a multiple of the base rate', format.written('1.5x', 'USD'), '1.5×'],
    ['a day', format.day('2026-04-29'), 'Apr 29, 2026'],
    ['a month', format.period('2026-04', false), 'Apr 2026'],
    ['a quarter', format.period('2026-Q1', false), 'Q1 2026'],
    ['a quarter of a fiscal year', format.period('2026-Q1', true), 'Q1 FY26'],
    ['a fiscal year', format.period('2026', true), 'FY26'],
  ])('%s', (_, shown, expected) => expect(plain(shown)).toBe(expected));

  test('splits the cents from the figure', () =>
    expect(format.moneyParts('3840.00', 'USD')).toEqual(['$3,840', '.00']));
});

describe('in German', () => {
  const format = formatOf('de-DE');
  test.each([
    ['money', format.money('3840.00', 'EUR'), '3.840,00 €'],
    ['a percentage', format.percent('1.084'), '108,4 %'],
    ['a day', format.day('2026-04-29'), '29.04.2026'],
  ])('%s', (_, shown, expected) => expect(plain(shown)).toBe(expected));

  test('keeps a figure together where the currency follows the cents', () =>
    expect(format.moneyParts('3840.00', 'EUR').map(plain)).toEqual(['3.840,00 €', '']));
});

describe('what a person types', () => {
  test.each([
    ['en-US', '36,000', '36000'],
    ['en-US', '$ 36,000.50', '36000.50'],
    ['en-US', '.5', '0.5'],
    ['en-US', '-5', '-5'],
    ['de-DE', '36.000,50 €', '36000.50'],
    ['de-CH', '36’000.50', '36000.50'],
    ['fr-FR', '36 000,50', '36000.50'],
    ['en-US', '', null],
    ['en-US', 'many', null],
    ['en-US', '1.2.3', null],
  ])('%s %s is %s', (locale, typed, expected) => expect(formatOf(locale).read(typed)).toBe(expected));

  test('an unknown language is read as English', () =>
    expect(formatOf('not a language').money('1.00', 'USD')).toBe('$1.00'));
});
