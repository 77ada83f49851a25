// Amounts of the CRM as minor units, against decimal.js.
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fit, minorDigits, toMinor } from './money.ts';

test.each([
  ['USD', 2],
  ['JPY', 0],
  ['KWD', 3],
  ['CLF', 4],
  ['XYZ', 2],
])('%s has %i decimals', (currency, digits) => expect(minorDigits(currency)).toBe(digits));

const exact = Decimal.clone({ precision: 100 });
const amount = fc.oneof(
  fc
    .tuple(fc.bigInt(-(10n ** 19n), 10n ** 19n), fc.integer({ min: 0, max: 6 }))
    .map(([n, places]) => `${n}e-${places}`),
  fc.double({ min: -1e18, max: 1e18, noNaN: true }),
  // Halves of a minor unit, as doubles.
  fc
    .tuple(fc.integer({ min: -(2 ** 40), max: 2 ** 40 }), fc.integer({ min: 0, max: 5 }))
    .map(([n, places]) => n / 10 ** places),
);

describe('an amount', () => {
  test.each([
    ['half-up', Decimal.ROUND_HALF_UP],
    ['half-even', Decimal.ROUND_HALF_EVEN],
  ] as const)('is rounded %s to minor units as decimal.js rounds it', (rounding, mode) => {
    fc.assert(
      fc.property(amount, fc.integer({ min: 0, max: 4 }), (written, digits) => {
        const expected = BigInt(new exact(written).times(new exact(10).pow(digits)).toDecimalPlaces(0, mode).toFixed());
        const minor = toMinor(written, digits, rounding);
        expect(BigInt(minor ?? Number.NaN)).toBe(expected);
        expect(typeof minor).toBe(Number.isSafeInteger(Number(expected)) ? 'number' : 'bigint');
      }),
    );
  });

  test.each([null, undefined, '', 'much', Number.NaN, Number.POSITIVE_INFINITY, true, {}])('is not %o', (value) =>
    expect(toMinor(value, 2, 'half-up')).toBeNull(),
  );

  test('stays a number up to the last safe integer, and is a bigint from there', () => {
    const last = BigInt(Number.MAX_SAFE_INTEGER);
    expect([fit(last), fit(-last), fit(last + 1n), fit(-last - 1n)]).toEqual([
      Number.MAX_SAFE_INTEGER,
      -Number.MAX_SAFE_INTEGER,
      last + 1n,
      -last - 1n,
    ]);
  });
});
