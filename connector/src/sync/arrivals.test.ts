import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { CsvPage, Rows } from '@quotient/salesforce';
import fc from 'fast-check';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Store } from '../store/store.ts';
import { Arrivals } from './arrivals.ts';

const fields = [{ path: 'Id', type: 'id' }] as const;
const asked = { org: '00D000000000001AAA', fields, where: null, merged: [] };
const place = { by: 'REST', why: '', job: null, next: '', count: 0, total: 0, lastId: null } as const;
const idOf = (n: number): string => `0060000000000${String(n).padStart(2, '0')}AAA`;

let dir: string;
beforeEach(() => (dir = mkdtempSync(join(tmpdir(), 'quotient-arrivals-'))));
afterEach(() => rmSync(dir, { recursive: true }));

function rowsWith(numbers: readonly number[]): Rows {
  const rows = new Rows(fields);
  const page = new CsvPage(rows);
  page.push(new TextEncoder().encode(['Id', ...numbers.map(idOf), ''].join('\n')));
  page.end();
  return rows;
}

test('a record that comes twice is named, in whatever order pages bring their records, also after a reading was taken up', () => {
  const store = Store.toWrite(dir);
  const pages = fc.array(fc.array(fc.nat(40), { minLength: 1, maxLength: 5 }), { maxLength: 8 });
  fc.assert(
    fc.property(pages, fc.boolean(), fc.nat(8), (lists, isSorted, takenUp) => {
      const sync = store.beginSync('2026-01-01T00:00:00.000Z');
      const reading = store.beginReading('Opportunity', sync, 'anew', asked, 0);
      let arrivals = new Arrivals(store, reading);
      const came = new Set<number>();
      for (const [i, list] of lists.entries()) {
        const numbers = isSorted ? list.toSorted((a, b) => a - b) : list;
        if (i === takenUp) arrivals = new Arrivals(store, reading);
        const twice = numbers.find((n, k) => came.has(n) || numbers.indexOf(n) < k);
        const rows = rowsWith(numbers);
        expect(arrivals.repeated(rows)).toBe(twice === undefined ? null : idOf(twice));
        if (twice !== undefined) return;
        for (const n of numbers) came.add(n);
        expect(arrivals.count).toBe(came.size);
        store.keep(reading, rows, place);
      }
    }),
    { numRuns: 200 },
  );
  store.close();
});
