// Exact rationals equal slow fractions: numerators and denominators multiplied out, never reduced.
import { Decimal } from 'decimal.js';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseDecimal, parsePercent, printDecimal, printMinor } from './decimal.ts';
import { add, ceiling, compare, divide, fraction, multiply, round, subtract } from './fraction.ts';

type Slow = readonly [n: bigint, d: bigint];
const same = (a: { n: bigint; d: bigint }, [n, d]: Slow): boolean => a.n * d === n * a.d;
const sign = (value: bigint): number => (value < 0n ? -1 : value > 0n ? 1 : 0);

const integer = fc.bigInt(-(10n ** 24n), 10n ** 24n);
const positive = fc.bigInt(1n, 10n ** 18n);
const pair = fc.tuple(integer, positive);

describe('a fraction', () => {
  test('adds, subtracts, multiplies, divides and compares as slow fractions do', () => {
    fc.assert(
      fc.property(pair, pair, ([a, b], [c, d]) => {
        const [x, y] = [fraction(a, b), fraction(c, d)];
        expect(same(add(x, y), [a * d + c * b, b * d])).toBe(true);
        expect(same(subtract(x, y), [a * d - c * b, b * d])).toBe(true);
        expect(same(multiply(x, y), [a * c, b * d])).toBe(true);
        expect(compare(x, y)).toBe(sign(a * d - c * b));
        if (c !== 0n) expect(same(divide(x, y), c < 0n ? [-a * d, -b * c] : [a * d, b * c])).toBe(true);
      }),
    );
  });

  test('stands in lowest terms over a positive denominator', () => {
    fc.assert(
      fc.property(
        pair,
        fc.bigInt(-(10n ** 6n), 10n ** 6n).filter((k) => k !== 0n),
        ([n, d], k) => {
          expect(fraction(n * k, d * k)).toEqual(fraction(n, d));
          expect(fraction(n, d).d).toBeGreaterThan(0n);
        },
      ),
    );
  });

  test('is rounded to the nearest integer, a half away from zero or to the even one', () => {
    fc.assert(
      fc.property(pair, ([n, d]) => {
        const slow = (even: boolean): bigint => {
          const [whole, rest] = [(n < 0n ? -n : n) / d, (n < 0n ? -n : n) % d];
          const up = rest * 2n > d || (rest * 2n === d && (!even || whole % 2n === 1n));
          return (n < 0n ? -1n : 1n) * (whole + (up ? 1n : 0n));
        };
        expect(round(fraction(n, d), 'half-up')).toBe(slow(false));
        expect(round(fraction(n, d), 'half-even')).toBe(slow(true));
        const up = ceiling(fraction(n, d));
        expect(up * d >= n && (up - 1n) * d < n).toBe(true);
      }),
    );
  });

  test('cannot be divided by nothing', () => expect(() => divide(fraction(1n), fraction(0n))).toThrow(RangeError));
});

const exact = Decimal.clone({ precision: 400, toExpNeg: -9e15, toExpPos: 9e15 });
const text = fc
  .tuple(
    fc.constantFrom('', '-', '+'),
    fc.bigInt(0n, 10n ** 30n),
    fc.option(fc.stringMatching(/^\d{1,20}$/)),
    fc.option(fc.integer({ min: -30, max: 30 })),
  )
  .map(
    ([minus, whole, decimals, exponent]) =>
      `${minus}${whole}${decimals === null ? '' : `.${decimals}`}${exponent === null ? '' : `e${exponent}`}`,
  );

describe('a decimal', () => {
  test('is read as decimal.js reads it, exponents and doubles included', () => {
    fc.assert(
      fc.property(fc.oneof(text, fc.double({ noNaN: true, noDefaultInfinity: true })), (written) => {
        const read = parseDecimal(written);
        const expected = new exact(written);
        expect(read && new exact(read.n.toString()).div(read.d.toString()).eq(expected)).toBe(true);
      }),
    );
  });

  test('is printed as decimal.js prints it, rounded half-even to twelve places', () => {
    const rounding = Decimal.clone({
      precision: 400,
      rounding: Decimal.ROUND_HALF_EVEN,
      toExpNeg: -9e15,
      toExpPos: 9e15,
    });
    fc.assert(
      fc.property(pair, ([n, d]) => {
        const expected = new rounding(n.toString()).div(d.toString()).toDecimalPlaces(12).toFixed();
        expect(printDecimal(fraction(n, d))).toBe(expected === '-0' ? '0' : expected);
      }),
    );
  });

  test('of minor units is printed with all its places', () => {
    fc.assert(
      fc.property(integer, fc.integer({ min: 0, max: 4 }), (minor, digits) => {
        expect(printMinor(minor, digits)).toBe(new exact(`${minor}e-${digits}`).toFixed(digits));
        if (Number.isSafeInteger(Number(minor)))
          expect(printMinor(Number(minor), digits)).toBe(printMinor(minor, digits));
      }),
    );
  });

  test.each([
    ['50%', 1n, 2n],
    ['33.3 %', 333n, 1000n],
    ['0.5', 1n, 2n],
    [0.08, 2n, 25n],
    ['-10%', -1n, 10n],
  ])('%s is a share', (share, n, d) => expect(parsePercent(share)).toEqual({ n, d }));

  test.each([
    '',
    ' ',
    'abc',
    '1.2.3',
    '1,5',
    '0x10',
    'Infinity',
    'NaN',
    '--1',
    'e5',
    '1e9999',
    null,
    undefined,
    {},
    true,
  ])('%o is none', (value) => expect(parseDecimal(value)).toBeNull());
});
