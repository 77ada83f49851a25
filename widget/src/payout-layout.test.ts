// Labels of the payout curve stay apart and inside, at every width and for every deal.
import { describe, expect, test } from 'vitest';
import type { Curve } from '@quotient/calc';
import { boxOf, overlap } from './chart-labels.ts';
import { layoutPayout, stretch, type ChartTexts } from './payout-layout.ts';

const tiers = [
  { credited: 0, label: '0%', pays: '8%' },
  { credited: 300_000, label: '100%', pays: '12%' },
  { credited: 375_000, label: '125%', pays: '15%' },
];
const points = [
  { credited: 0, earned: 0 },
  { credited: 300_000, earned: 24_000 },
  { credited: 375_000, earned: 33_000 },
  { credited: 431_250, earned: 41_437.5 },
];
const at = (x: number): number =>
  x <= 300_000 ? x * 0.08 : x <= 375_000 ? 24_000 + (x - 300_000) * 0.12 : 33_000 + (x - 375_000) * 0.15;
const curve = (before: number, after: number, cap: number | null = null): Curve => ({
  component: 'commission',
  label: 'Commission',
  window: '2026-Q1',
  currency: 'USD',
  unit: 'money',
  quota: '300000',
  points,
  marks: tiers,
  cap,
  position: [before, after],
  earned: [at(before), at(after)],
});
const texts: ChartTexts = {
  bound: ({ label }) => [`${label} of quota`, label],
  pays: (pays) => pays,
  now: 'now $23,040.00',
  deal: '+$3,840.00',
  cap: 'cap $40,000',
  start: (credited) => `${Math.round(credited / 3000)}%`,
};

const positions = [0, 1_000, 60_000, 150_000, 288_000, 299_999, 300_000, 360_000, 400_000];
const deals = [0, 500, 12_000, 36_000, 120_000, -36_000];
const cases = [240, 280, 320, 380, 760].flatMap((width) =>
  positions.flatMap((before) => deals.map((deal) => ({ width, before, after: Math.min(before + deal, 431_250) }))),
);

test.each(cases)('at $width px, from $before to $after', ({ width, before, after }) => {
  const { labels } = layoutPayout(curve(before, after, 40_000), width, texts);
  const boxes = labels.map(boxOf);
  boxes.forEach((box, i) => {
    expect(box.left).toBeGreaterThanOrEqual(-0.5);
    expect(box.right).toBeLessThanOrEqual(width + 0.5);
    boxes.slice(i + 1).forEach((other) => expect(overlap(box, other, 0)).toBe(false));
  });
});

describe('the three stretches', () => {
  test('meet at the positions', () => {
    const { done, deal, rest, before, after } = layoutPayout(curve(288_000, 324_000), 380, texts);
    expect(done.at(-1)).toEqual(before);
    expect(deal[0]).toEqual(before);
    expect(deal.at(-1)).toEqual(after);
    expect(rest[0]).toEqual(after);
  });

  test('keep a jump as an upright line', () => {
    const jump = {
      points: [
        { credited: 0, earned: 0 },
        { credited: 10, earned: 0 },
        { credited: 10, earned: 500 },
        { credited: 20, earned: 500 },
      ],
    };
    expect(stretch(jump, 5, 15)).toEqual([
      { credited: 5, earned: 0 },
      { credited: 10, earned: 0 },
      { credited: 10, earned: 500 },
      { credited: 15, earned: 500 },
    ]);
  });

  test('a thin deal is looked at more closely', () => {
    const near = layoutPayout(curve(288_000, 290_000), 380, texts);
    expect(near.after.x - near.before.x).toBeGreaterThan(3.5);
    expect(near.labels.some(({ text }) => text === '0%')).toBe(false);
  });

  test('the rate that is paid around the deal is always said', () => {
    const { labels } = layoutPayout(curve(288_000, 324_000), 280, texts);
    expect(labels.filter(({ kind }) => kind === 'rate').map(({ text }) => text)).toContain('12%');
  });
});
