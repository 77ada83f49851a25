// Hostile plans, books and files: each gives a result or errors with their places, within a second, and changes no prototype.
import { QuotientError } from '@quotient/calc';
import fc from 'fast-check';
import { afterAll, describe, expect, test } from 'vitest';
import { books as generated, everything } from '../laws/books.ts';
import { mutate, mutations } from './mutation.ts';
import { book, books, texts } from './texts.ts';
import { withstand, withstandBook, withstandPlan, withstandText, type End } from './withstand.ts';

const isFull = process.env['QUOTIENT_FULL'] === '1';
const all = isFull ? 50_000 : 5_000;
const timeout = isFull ? 1_800_000 : 180_000;

/** How many inputs ended how: a test of inputs that are all refused at the door would say little. */
const ends = new Map<string, Record<End, number>>();
function count(what: string, end: End): void {
  const counts = ends.get(what) ?? { result: 0, refused: 0 };
  counts[end]++;
  ends.set(what, counts);
}

interface Hostile {
  readonly says: string;
  /** Share of all runs. */
  readonly part: number;
  /** At least so many of a hundred still give a result. */
  readonly results: number;
  readonly of: (count: (end: End) => void) => fc.IProperty<[input: unknown]>;
}
const property =
  <T>(inputs: fc.Arbitrary<T>, withstand: (input: T) => End): Hostile['of'] =>
  (told) =>
    fc.property<[unknown]>(inputs, (input) => told(withstand(input as T)));

describe('withstands', () => {
  test.each<Hostile>([
    {
      says: 'worked cases with changes',
      part: 0.4,
      results: 20,
      of: property(fc.tuple(book, mutations), ([one, changes]) => withstandBook(mutate(one, changes))),
    },
    {
      says: 'random books with changes',
      part: 0.3,
      results: 20,
      of: property(fc.tuple(generated(everything), mutations), ([one, changes]) => withstandBook(mutate(one, changes))),
    },
    {
      says: 'plans with changes',
      part: 0.1,
      results: 10,
      of: property(fc.tuple(book, mutations), ([{ plans }, changes]) => withstandPlan(mutate(plans[0], changes))),
    },
    {
      says: 'files with aliases, merge keys, keys twice and broken lines',
      part: 0.15,
      results: 10,
      of: property(texts, withstandText),
    },
    {
      says: 'anything at all',
      part: 0.05,
      results: 0,
      of: property(fc.anything(), (value) => {
        withstandPlan(value);
        return withstandBook(value);
      }),
    },
  ])(
    '$says',
    ({ says, part, results, of }) => {
      fc.assert(
        of((end) => count(says, end)),
        { numRuns: all * part },
      );
      expect(ends.get(says)?.result).toBeGreaterThanOrEqual((all * part * results) / 100);
    },
    timeout,
  );
});

describe('is told', () => {
  test('an error of another kind', () => {
    const overflow = (): never => {
      throw new RangeError('Maximum call stack size exceeded');
    };
    expect(() => withstand(overflow)).toThrow(/no error of the family: RangeError/);
  });

  test('an error without a problem', () =>
    expect(() =>
      withstand(() => {
        throw new QuotientError([]);
      }),
    ).toThrow(/no error of the family/));

  test('a change to a prototype', () => {
    const prototype = Map.prototype as { polluted?: boolean };
    const pollute = (): unknown => (prototype.polluted = true);
    try {
      expect(() => withstand(pollute)).toThrow(/changed a prototype: Map/);
    } finally {
      delete prototype.polluted;
    }
  });

  test('more time than there is', () => {
    const dawdle = (): void => {
      const start = process.cpuUsage();
      for (let used = process.cpuUsage(start); used.user + used.system < 60_000;) used = process.cpuUsage(start);
    };
    expect(() => withstand(dawdle, undefined, 50)).toThrow(/took \d+/);
  });
});

/** Inputs of which each is the first of its kind: of a feature, or of a name that comes from outside. */
describe('withstands', () => {
  const [given] = books as [{ plans: [{ measures: object; components: [object] }] }];
  const [plan] = given.plans;
  const counted = (change: object): object => ({
    ...given,
    plans: [
      {
        ...plan,
        measures: Object.fromEntries(
          Object.entries(plan.measures).map(([name, measure]) => [name, { ...measure, ...change }]),
        ),
      },
    ],
  });
  const paid = (change: object): object => ({
    ...given,
    plans: [{ ...plan, components: [{ ...plan.components[0], ...change }] }],
  });
  const deal = { Id: 'a', OwnerId: 'u1', IsWon: true, CloseDate: '2026-01-15', Amount: 5 };
  const sold = (change: object): object => ({ ...given, records: { Opportunity: [{ ...deal, ...change }] } });
  const noText = { toString: 1, valueOf: 1 };

  test.each<[name: string, book: unknown, end: End]>([
    ['a right book', given, 'result'],
    ['no records', { ...given, records: {} }, 'result'],
    [
      'records that are none, out of order',
      { ...given, records: { Opportunity: [{ Id: 'b' }, null, { Id: 'a' }] } },
      'refused',
    ],
    ['records of an object that objects inherit', counted({ object: 'constructor' }), 'result'],
    ['a value that cannot be text', sold({ Amount: noText }), 'result'],
    ['a currency that cannot be text', sold({ CurrencyIsoCode: noText }), 'result'],
    ['an owner that cannot be text', sold({ OwnerId: noText }), 'result'],
    ['a date that cannot be text', sold({ CloseDate: noText }), 'result'],
    ['a filtered field that cannot be text', sold({ IsWon: noText }), 'result'],
    ['a currency that objects inherit', sold({ CurrencyIsoCode: 'constructor' }), 'result'],
    [
      'split people who cannot be text',
      {
        ...counted({ credit: { splits: 'Revenue' } }),
        records: {
          Opportunity: [deal],
          OpportunitySplit: [
            {
              Id: 's',
              OpportunityId: 'a',
              SplitOwnerId: noText,
              SplitPercentage: noText,
              SplitType: { DeveloperName: 'Revenue' },
            },
          ],
        },
      },
      'result',
    ],
    ['a depth that nobody has', counted({ credit: { reports: { 999: '1%' } } }), 'result'],
    ['an amount beyond all measure', sold({ Amount: '9e999' }), 'result'],
    ['an amount close to nothing', sold({ Amount: '1e-999' }), 'result'],
    ['a filter on what objects inherit', counted({ where: { constructor: { ne: null } } }), 'result'],
    ['a slow pattern', counted({ where: { Name: { like: '%a'.repeat(100) } } }), 'result'],
    [
      'a table of 1,000 tiers whose rates have nothing in common',
      paid({
        rate: {
          type: 'curve',
          points: Array.from({ length: 1_000 }, (_, i) => ({ at: `${i + 1 / (i + 3)}%`, pays: `${(i * i) / 7}%` })),
        },
        quota: 1234.5,
        target: 777,
      }),
      'result',
    ],
    [
      '1,001 components',
      { ...given, plans: [{ ...plan, components: Array.from({ length: 1_001 }, () => plan.components[0]) }] },
      'refused',
    ],
    [
      '1,000 components that read one another in a row',
      {
        ...given,
        plans: [
          {
            ...plan,
            components: Array.from({ length: 1_000 }, (_, i) => ({
              ...plan.components[0],
              id: `c${i}`,
              ...(i < 999 ? { gate: { component: `c${i + 1}`, value: 1 } } : {}),
            })),
          },
        ],
      },
      'refused',
    ],
    [
      'a hierarchy as deep as may be that counts its earnings through as many components as may be',
      {
        ...given,
        plans: [
          {
            ...plan,
            measures: { ...plan.measures, over: { earnings: { reports: 'direct', components: ['c0', 'own'] } } },
            components: [
              { ...plan.components[0], id: 'own' },
              ...Array.from({ length: 16 }, (_, i) => ({
                id: `c${i}`,
                measure: 'over',
                window: 'year',
                rate: { type: 'marginal', by: 'value', tiers: [{ from: 0, rate: '50%' }] },
                ...(i < 15 ? { gate: { component: `c${i + 1}`, value: 0 } } : {}),
              })),
            ],
          },
        ],
        assignments: Array.from({ length: 51 }, (_, i) => ({ payee: `p${i}`, plan: 'p', from: '2026-01-01' })),
        entries: [],
        users: Array.from({ length: 51 }, (_, i) => ({ Id: `p${i}`, ManagerId: i < 50 ? `p${i + 1}` : null })),
        records: { Opportunity: [{ ...deal, OwnerId: 'p0', Amount: 100_000 }] },
      },
      'result',
    ],
    ['8,000 years', { ...given, asOf: '9999-12-31' }, 'refused'],
    ['100 years', { ...given, asOf: '2126-12-31', plans: [{ ...plan, effective: { from: '2026-01-01' } }] }, 'result'],
    ['the year 0', { ...given, asOf: '0000-01-01' }, 'result'],
    [
      'the last day',
      {
        ...given,
        asOf: '9999-12-31',
        assignments: [{ payee: 'u1', plan: 'p', from: '9999-12-31' }],
        plans: [{ ...plan, effective: { from: '2026-01-01' } }],
        entries: [],
      },
      'result',
    ],
  ])('%s', (_, input, end) => expect(withstandBook(input)).toBe(end));
});

afterAll(() => {
  for (const [says, { result, refused }] of ends)
    console.log(`hostile: ${says}: ${result} results, ${refused} refused`);
});
