// A table as it was, against copies that were taken of it: whatever is written later, and taken back.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { generatedRows } from './generated.ts';
import type { Frozen } from './history.ts';
import { makeId } from './id.ts';
import { Rows, type Row, type Undo } from './rows.ts';

const ids = Array.from({ length: 12 }, (_, i) => makeId('001', i + 1));
/** Five generated rows; the other ids are free. */
const table = () => new Rows('001', generatedRows('001', 5, { Name: (i) => `Generated ${i}` }));
const copy = (rows: Rows | Frozen): (Row | null)[] =>
  ids.map((id) => {
    const row = rows.any(id);
    return row ? { Id: row['Id'] ?? null, Name: row['Name'] ?? null, IsDeleted: row['IsDeleted'] ?? null } : null;
  });

const step = fc.oneof(
  fc.record({ make: fc.constantFrom('write', 'bin', 'purge'), id: fc.constantFrom(...ids), name: fc.string() }),
  fc.record({ make: fc.constantFrom('undo', 'freeze', 'release'), id: fc.constant(''), name: fc.constant('') }),
);

test('a frozen table stays what it was until it is released', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
      const rows = table();
      const undos: Undo[] = [];
      const frozen: { table: Frozen; was: (Row | null)[]; undos: number }[] = [];
      for (const { make, id, name } of steps) {
        if (make === 'write') undos.push(rows.set(id, { Id: id, Name: name, IsDeleted: false }));
        else if (make === 'bin' && rows.has(id)) undos.push(rows.set(id, { Id: id, Name: name, IsDeleted: true }));
        else if (make === 'purge' && rows.any(id)) undos.push(rows.purge(id));
        // What was settled before somebody began to read is not taken back.
        else if (make === 'undo' && undos.length > Math.max(0, ...frozen.map((one) => one.undos))) undos.pop()?.();
        else if (make === 'freeze') frozen.push({ table: rows.freeze(), was: copy(rows), undos: undos.length });
        else if (make === 'release') frozen.shift()?.table.release();
        for (const { table, was } of frozen) expect(copy(table)).toEqual(was);
      }
    }),
    { numRuns: 500 },
  );
});

test('places lead to the rows as they were', () => {
  const rows = table();
  const frozen = rows.freeze();
  rows.set(ids[2] ?? '', { Id: ids[2] ?? '', Name: 'Changed', IsDeleted: false });
  rows.purge(ids[3] ?? '');
  expect([0, 1, 2, 3, 4].map((place) => frozen.at(place)['Name'])).toEqual(
    [0, 1, 2, 3, 4].map((i) => `Generated ${i}`),
  );
  expect(rows.at(2)['Name']).toBe('Changed');
});
