import fc from 'fast-check';
import { expect, test } from 'vitest';
import { blocksOf, keyFinder, rowsOf } from './blocks.ts';
import { CsvPage } from './csv.ts';
import { Rows } from './rows.ts';

const fields = [{ path: 'Id', type: 'id' }] as const;
const letters = [...'0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'];
const encoder = new TextEncoder();

function rowsWith(ids: readonly string[]): Rows {
  const rows = new Rows(fields);
  const page = new CsvPage(rows);
  page.push(encoder.encode(['Id', ...ids, ''].join('\n')));
  page.end();
  return rows;
}
const idsOf = (rows: Rows): string[] => Array.from({ length: rows.count }, (_, row) => rows.idAt(row));

/** Ids of 15 characters that begin alike, or hardly: the last few differ. */
const id = fc
  .tuple(fc.constantFrom('006Hb0000', '006Hb00a0', '0'), fc.array(fc.constantFrom(...letters), { maxLength: 6 }))
  .map(([start, end]) => start.padEnd(15 - end.length, '0') + end.join(''));
const ids = fc.uniqueArray(id, { minLength: 1, maxLength: 40 });

test('Ids come back from their blocks in their order, whether they rise or not', () => {
  fc.assert(
    fc.property(ids, fc.boolean(), (list, isSorted) => {
      const rows = rowsWith(isSorted ? list.toSorted() : list);
      const [block] = blocksOf(rows) as [Uint8Array];
      expect(idsOf(rowsOf(fields, rows.count, [block]))).toEqual(idsOf(rows));
    }),
    { numRuns: 500 },
  );
});

test('an Id whose last three characters do not follow from the others stays as it is', () => {
  const odd = '006Hb0000000002AAB';
  const rows = rowsWith(['006Hb0000000001AAA', odd]);
  expect(idsOf(rowsOf(fields, 2, blocksOf(rows)))).toEqual(['006Hb0000000001AAA', odd]);
});

test('rows are found by Ids that are there, and by no others', () => {
  fc.assert(
    fc.property(ids, ids, (list, others) => {
      const rows = rowsWith(list.toSorted());
      const find = keyFinder(rows.count, blocksOf(rows)[0] as Uint8Array);
      if (!find) return;
      const kept = idsOf(rows);
      for (const other of [...kept, ...idsOf(rowsWith(others))])
        expect(find(encoder.encode(`..${other}`), 2)).toBe(kept.indexOf(other));
    }),
    { numRuns: 500 },
  );
});

test('Ids that rise close to each other take two bytes each, those far apart four', () => {
  const rows = rowsWith(Array.from({ length: 1000 }, (_, i) => `006Hb0000${String(i).padStart(6, '0')}`));
  expect((blocksOf(rows)[0] as Uint8Array).length).toBeLessThan(2100);
  const far = rowsWith(Array.from({ length: 1000 }, (_, i) => `006Hb00000${String(i).padStart(3, '0')}00`));
  expect((blocksOf(far)[0] as Uint8Array).length).toBeLessThan(4100);
  for (const one of [rows, far]) {
    const find = keyFinder(1000, blocksOf(one)[0] as Uint8Array);
    for (const row of [0, 1, 500, 999]) expect(find?.(encoder.encode(one.idAt(row)), 0)).toBe(row);
  }
});
