// Small arbitraries that random books are made of.
import fc from 'fast-check';
import type { Amount } from '../../reference/types.ts';

const day = 86_400_000;
export const dayText = (time: number): string => new Date(time).toISOString().slice(0, 10);
export const daysLater = (date: string, days: number): string => dayText(Date.parse(date) + days * day);

export const someDay = (from: string, to: string): fc.Arbitrary<string> =>
  fc.integer({ min: Date.parse(from) / day, max: Date.parse(to) / day }).map((number) => dayText(number * day));
export const percent = (min: number, max: number): fc.Arbitrary<string> => fc.integer({ min, max }).map((n) => `${n}%`);

/** A value in one of so many books. */
export const oneIn = <T>(count: number, value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: count - 1, arbitrary: fc.constant(undefined) }, value);
export const maybe = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => oneIn(2, value);
export const seldom = <T>(value: fc.Arbitrary<T>): fc.Arbitrary<T | undefined> => oneIn(4, value);
/** A value where a condition holds, else none. */
export const where = <T>(condition: boolean, value: () => fc.Arbitrary<T>): fc.Arbitrary<T | undefined> =>
  condition ? value() : fc.constant(undefined);

/** Numbers from 0 to `max`, each above the one before. */
export const rising = (max: number, size = 4): fc.Arbitrary<number[]> =>
  fc
    .uniqueArray(fc.oneof(fc.constant(0), fc.integer({ min: 1, max })), { minLength: 1, maxLength: size })
    .map((values) => values.sort((a, b) => a - b));

/** A record without the keys whose value is undefined. */
export const dense = <T extends object>(value: T): { [K in keyof T]: Exclude<T[K], undefined> } =>
  Object.fromEntries(Object.entries(value).filter(([, one]) => one !== undefined)) as {
    [K in keyof T]: Exclude<T[K], undefined>;
  };

/** Up to 10^18 hundredths, as text. */
export const hugeAmount = (min: bigint = -(10n ** 18n)): fc.Arbitrary<string> =>
  fc.bigInt({ min, max: 10n ** 18n }).map((minor) => {
    const digits = String(minor < 0n ? -minor : minor).padStart(3, '0');
    return `${minor < 0n ? '-' : ''}${digits.slice(0, -2)}.${digits.slice(-2)}`;
  });

export const units = ['month', 'quarter', 'half', 'year'] as const;

/** Amounts of records. */
export const amount: fc.Arbitrary<Amount | null> = fc.oneof(
  { weight: 6, arbitrary: fc.integer({ min: -500_000, max: 3_000_000 }).map((minor) => (minor / 100).toFixed(2)) },
  fc.integer({ min: -9000, max: 30_000 }),
  fc.constantFrom<Amount | null>(null, 0, '0.005', '-0.015'),
);
