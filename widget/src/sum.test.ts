// Decimals as text add up exactly.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDecimals, isZero, sum } from './sum.ts';

test.each([
  [[], '0'],
  [['0.10', '0.20'], '0.30'],
  [['-3.50', '1.25'], '-2.25'],
  [['-0.50', '0.45'], '-0.05'],
  [['9007199254740993', '0.01'], '9007199254740993.01'],
])('the sum of %j is %s', (decimals, expected) => expect(sum(decimals)).toBe(expected));

test('sums and comparisons agree with whole cents', () => {
  const cents = fc.bigInt(-(10n ** 20n), 10n ** 20n);
  const text = (value: bigint): string => {
    const digits = String(value < 0n ? -value : value).padStart(3, '0');
    return `${value < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  };
  fc.assert(
    fc.property(cents, cents, (a, b) => {
      expect(sum([text(a), text(b)])).toBe(text(a + b));
      expect(Math.sign(compareDecimals(text(a), text(b)))).toBe(a < b ? -1 : a > b ? 1 : 0);
      expect(isZero(text(a))).toBe(a === 0n);
    }),
  );
});

test('what is missing comes before every number', () => expect(compareDecimals(null, '-5')).toBe(-1));
