// Rows in view are on the page, and the heights always add up.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowWindow } from './row-window.ts';

test('all rows that are in view are on the page, and the table keeps its height', () => {
  fc.assert(
    fc.property(
      fc.nat(6000),
      fc.integer({ min: 20, max: 120 }),
      fc.nat(400_000),
      fc.integer({ min: 1, max: 1200 }),
      (count, height, scroll, view) => {
        const scrollTop = Math.min(scroll, Math.max(0, count * height - view));
        const { first, end, above, below } = rowWindow(count, height, scrollTop, view);
        expect(above + (end - first) * height + below).toBe(count * height);
        expect(first * height).toBeLessThanOrEqual(scrollTop);
        expect(end * height).toBeGreaterThanOrEqual(Math.min(scrollTop + view, count * height));
        expect(end - first).toBeLessThanOrEqual(Math.ceil(view / height) + 17);
      },
    ),
  );
});
