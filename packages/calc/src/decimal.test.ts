// Decimals as text: read, printed, added up and compared exactly; decimal.js is the judge.
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { compareDecimals, printDecimal, sumOf } from './decimal.ts';

test.each([
  [[], '0'],
  [['0.10', '0.20'], '0.30'],
  [['-3.50', '1.25'], '-2.25'],
  [['-0.50', '0.45'], '-0.05'],
  [['9007199254740993', '0.01'], '9007199254740993.01'],
])('the sum of %j is %s', (decimals, expected) => expect(sumOf(decimals)).toBe(expected));

test('sums and comparisons agree with decimal.js', () => {
  const exact = Decimal.clone({ precision: 60 });
  const decimal = fc
    .tuple(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.integer({ min: 0, max: 6 }))
    .map(([integer, places]) => new exact(`${integer}e-${places}`).toFixed(places));
  fc.assert(
    fc.property(decimal, decimal, (a, b) => {
      expect(new exact(sumOf([a, b])).eq(new exact(a).plus(b))).toBe(true);
      expect(Math.sign(compareDecimals(a, b))).toBe(new exact(a).comparedTo(b));
    }),
  );
});

test('what is missing comes before every number', () => expect(compareDecimals(null, '-5')).toBe(-1));

test('quotients are printed to 12 decimals as decimal.js rounds them, next to the middle between two as well', () => {
  const exact = Decimal.clone({ precision: 80, rounding: Decimal.ROUND_HALF_EVEN });
  const part = fc.oneof(fc.bigInt(1n, 10n ** 6n), fc.bigInt(1n, 10n ** 20n));
  const quotient = fc.tuple(fc.bigInt(0n, 10n ** 8n), part);
  /** A half of the last decimal, a little more or less. */
  const middle = fc
    .tuple(fc.bigInt(0n, 12n * 10n ** 12n), fc.bigInt(-3n, 3n), fc.integer({ min: 14, max: 20 }))
    .map(([units, more, places]): [bigint, bigint] => [
      (units * 2n + 1n) * 5n * 10n ** BigInt(places - 13) + more,
      10n ** BigInt(places),
    ]);
  fc.assert(
    fc.property(fc.oneof(quotient, middle), ([n, d]) => {
      const expected = new exact(n.toString()).div(d.toString()).toDecimalPlaces(12).toFixed();
      expect(printDecimal({ n, d })).toBe(expected);
    }),
  );
});
