import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { chanceReader, fewestClosed } from './chance.ts';
import { parseDay, printDay } from './period.ts';

const asOf = parseDay('2026-06-30') as number;
/** Closed deals that took so many days. */
const took = (days: number, count: number, won: number, Size = 'big', closed = asOf - 1) =>
  Array.from({ length: count }, (_, i) => ({
    CreatedDate: `${printDay(closed - days)}T09:00:00.000+0000`,
    CloseDate: printDay(closed),
    IsClosed: true,
    IsWon: i < won,
    Size,
  }));
const open = (age: number, Probability: unknown = 20, Size = 'big') => ({
  CreatedDate: printDay(asOf - age),
  IsClosed: false,
  Probability,
  Size,
});
const segmentOf = ({ Size }: Readonly<Record<string, unknown>>): string | null => (Size as string | undefined) ?? null;
const stage = { won: '0.2', from: 'stage', n: 0, among: null };

describe('the chance of an open deal', () => {
  const closed = [...took(10, 40, 10), ...took(60, 40, 30), ...took(60, 50, 10, 'small')];

  test.each([
    ['is that of its segment at its age: 30 of 40', open(11), '0.75', 40, 'Big deals open for 11 days or more'],
    ['counts every deal that took as long: 40 of 80', open(10), '0.5', 80, 'Big deals open for 10 days or more'],
    ['is its own segment’s: 10 of 50', open(60, 20, 'small'), '0.2', 50, 'Small deals open for 60 days or more'],
    [
      'is that of all where its segment has too few: 40 of 90',
      open(20, 20, 'new'),
      '0.4444',
      90,
      'Deals open for 20 days or more',
    ],
    ['starts on the day of creation', open(1), '0.5', 80, 'Big deals open for 1 day or more'],
  ])('%s', (_, deal, won, n, among) => {
    expect(chanceReader(closed, asOf, segmentOf)(deal)).toEqual({ won, from: 'learned', n, among });
  });

  test.each([
    ['no closed deal took as long', closed, open(61)],
    ['too few are closed', took(60, fewestClosed - 1, 20), open(30)],
    ['nobody knows when it was created', closed, { ...open(30), CreatedDate: null }],
    ['it was created later', closed, open(-1)],
    ['the others close later', took(60, 40, 30, 'big', asOf + 1), open(30)],
    ['the others closed before they were created', took(-5, 40, 30), open(0)],
    ['of the others nobody knows what became', took(60, 40, 30).map((deal) => ({ ...deal, IsWon: null })), open(30)],
  ])('is the stage’s where %s', (_, others, deal) => {
    expect(chanceReader(others, asOf, segmentOf)(deal)).toEqual(stage);
  });

  test('is learned without a probability, and is unknown with neither', () => {
    expect(chanceReader(closed, asOf, segmentOf)(open(30, null))?.won).toBe('0.75');
    expect(chanceReader([], asOf, segmentOf)(open(30, null))).toBeNull();
  });

  test.each([140, -1, 'NaN', 'likely', {}, Number.POSITIVE_INFINITY])(
    'is unknown with a probability of %s',
    (percent) => {
      expect(chanceReader(closed, asOf, segmentOf)(open(30, percent))).toBeNull();
    },
  );

  test('is the share of those that took as long, whatever their order', () => {
    const ended = fc.record({ days: fc.nat(40), won: fc.boolean(), size: fc.constantFrom('big', 'small') });
    fc.assert(
      fc.property(fc.array(ended, { minLength: 30, maxLength: 120 }), fc.nat(30), (list, age) => {
        const others = list.flatMap(({ days, won, size }) => took(days, 1, won ? 1 : 0, size));
        const own = list.filter(({ days, size }) => days >= age && size === 'big');
        const all = list.filter(({ days }) => days >= age);
        const chosen = [own, all].find(({ length }) => length >= fewestClosed);
        const said = chanceReader(others, asOf, segmentOf)(open(age));
        if (!chosen) expect(said).toEqual(stage);
        else {
          expect(said?.n).toBe(chosen.length);
          expect(Number(said?.won)).toBeCloseTo(chosen.filter(({ won }) => won).length / chosen.length, 4);
        }
      }),
    );
  });
});
