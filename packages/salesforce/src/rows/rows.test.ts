// Records of REST and of Bulk are the same rows, whatever is in them and however they are cut.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { blocksOf, rowsOf } from './blocks.ts';
import { CsvPage, delimiters, type Delimiter } from './csv.ts';
import { JsonPages } from './json.ts';
import { recordsOf } from './records.ts';
import { Rows } from './rows.ts';
import type { Field } from './column.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const fields: readonly Field[] = [
  { path: 'Id', type: 'id' },
  { path: 'Name', type: 'text' },
  { path: 'Amount', type: 'decimal' },
  { path: 'CloseDate', type: 'day' },
  { path: 'SystemModstamp', type: 'instant' },
  { path: 'IsWon', type: 'boolean' },
  { path: 'OwnerId', type: 'id' },
  { path: 'Account.Name', type: 'text' },
  { path: 'Account.Owner.Title', type: 'text' },
];

function csv(
  text: string | Uint8Array,
  of: readonly Field[] = fields,
  delimiter: Delimiter = 'COMMA',
  cuts: readonly number[] = [],
) {
  const rows = new Rows(of);
  const page = new CsvPage(rows, delimiter);
  const all = typeof text === 'string' ? bytes(text) : text;
  let from = 0;
  for (const cut of [...cuts.map((one) => one % (all.length + 1)).sort((a, b) => a - b), all.length]) {
    page.push(all.subarray(from, cut));
    from = cut;
  }
  expect(page.end()).toBe(rows.count);
  return Array.from({ length: rows.count }, (_, i) => rows.recordAt(i));
}
function json(text: string, of: readonly Field[] = fields) {
  const rows = new Rows(of);
  const head = new JsonPages(rows).read(bytes(text));
  return { head, records: Array.from({ length: rows.count }, (_, i) => rows.recordAt(i)) };
}
const page = (records: readonly string[]): string =>
  `{"totalSize":${records.length},"done":true,"records":[${records.join(',')}]}`;

describe('a value', () => {
  const one: readonly Field[] = [{ path: 'Id', type: 'id' }];
  const id = '006A00000000001AAA';
  const read = (type: Field['type'], value: string): unknown =>
    csv(`"Id","F"\n"${id}","${value}"\n`, [...one, { path: 'F', type }])[0]?.['F'];

  test.each([
    ['1234.50', 1234.5],
    ['-0.07', -0.07],
    ['1.6147805824397E13', 16_147_805_824_397],
    ['1.5E-3', 0.0015],
    ['12.5E1', 125],
    ['-7e14', -700_000_000_000_000],
    ['4E15', '4000000000000000'],
    ['1234567890.25', 1_234_567_890.25],
    ['90071992547409.93', '90071992547409.93'],
    ['9007199254740993', '9007199254740993'],
    ['123456789012345678.10', '123456789012345678.1'],
    ['0.1000000000000000', 0.1],
    ['1E20', '100000000000000000000'],
    ['-0', -0],
    ['', null],
  ])('of a number, %s, is %s, exactly', (text, value) => {
    expect(read('decimal', text)).toBe(value);
  });

  test('of a date is a day of the calendar exactly if the language says so', () => {
    fc.assert(
      fc.property(fc.nat(4000), fc.nat(14), fc.nat(33), (year, month, day) => {
        const text = [String(year).padStart(4, '0'), ...[month, day].map((one) => String(one).padStart(2, '0'))].join(
          '-',
        );
        const time = Date.parse(`${text}T00:00:00.000Z`);
        const isDay = !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
        if (isDay) expect(read('day', text)).toBe(text);
        else expect(() => read('day', text)).toThrow(/date/);
      }),
      { numRuns: 2000 },
    );
  });

  test.each(['', '2024-02-29', '1999-12-31', '1600-01-01'])('of a date, "%s", stays', (text) => {
    expect(read('day', text)).toBe(text || null);
  });

  test.each([
    ['2024-09-24T03:26:07.000+0000', '2024-09-24T03:26:07.000Z'],
    ['2024-09-24T03:26:07.000Z', '2024-09-24T03:26:07.000Z'],
    ['2024-09-24T03:26:07+02:00', '2024-09-24T01:26:07.000Z'],
    ['1899-12-31T23:59:59.999Z', '1899-12-31T23:59:59.999Z'],
    ['2200-02-28T00:00:00Z', '2200-02-28T00:00:00.000Z'],
  ])('of a time, %s, is the instant %s', (text, value) => {
    expect(read('instant', text)).toBe(value);
  });

  test('of a record Id of 15 characters has 18', () => {
    expect(csv('Id\n001D000000IqhSL\n', one)[0]?.['Id']).toBe('001D000000IqhSLIAZ');
  });

  test.each([
    ['decimal', '12,5'],
    ['decimal', '1.2.3'],
    ['decimal', '-'],
    ['decimal', 'NaN'],
    ['day', '2023-02-29'],
    ['day', '2024-2-29'],
    ['instant', '2024-09-24 03:26:07'],
    ['instant', '2024-09-24T25:26:07.000Z'],
    ['instant', '2024-09-24T03:26:07.0a0Z'],
    ['instant', '2024-09-24T03:26:07.00Z'],
    ['instant', '2024-09-24T03:26:07.000'],
    ['instant', '2024-09-24T03:26;07.000Z'],
    ['decimal', '5E'],
    ['decimal', '5E1x'],
    ['boolean', 'yes'],
    ['id', '006A0000000000'],
    ['id', '006A00000000001AA!'],
  ] as const)('that is no %s, %s, is refused with its field', (type, text) => {
    expect(() => csv(`Id,F\n${id},"${text}"\n`, [...one, { path: 'F', type }])).toThrow(
      /^F: A value of the form ".*" is no /,
    );
  });

  test.each([...'/:@[`{-_ é'])('of a record Id with "%s" is refused wherever that stands', (other) => {
    for (let at = 0; at < id.length; at++) {
      const wrong = id.slice(0, at) + other + id.slice(at + 1);
      for (const text of [wrong, wrong.slice(0, 18)]) {
        expect(() => csv(`Id\n${text}\n`, one)).toThrow(/is no record Id/);
        expect(() => csv(`F\n${text}\n`, [{ path: 'F', type: 'id' }])).toThrow(/is no record Id/);
      }
    }
  });

  test('that is refused is told by its form alone', () => {
    expect(() => csv(`Id,F\n${id},Zoë 7 Ltd\n`, [...one, { path: 'F', type: 'decimal' }])).toThrow(
      'F: A value of the form "xxxx 9 xxx" is no number.',
    );
  });

  test('that is no UTF-8 is refused', () => {
    const text = bytes(`Id,F\n${id},"ab?"\n`);
    text[text.indexOf(63)] = 0xff;
    expect(() => csv(text, [...one, { path: 'F', type: 'text' }])).toThrow(/no text in UTF-8/);
  });
});

describe('CSV that is wrong is refused with its place:', () => {
  test.each([
    [
      'a record too short',
      'Id,F\n006A00000000001AAA\n',
      /A record has 1 values and not 2 \(record 1 of the page, byte 23\)/,
    ],
    ['a record too long', 'Id,F\n006A00000000001AAA,a,b\n', /A record has more than 2 values/],
    ['a head of other fields', 'Id,G\n006A00000000001AAA,a\n', /The head names "Id, G" and not "Id, F"/],
    ['no head', '', /The page has no head/],
    ['a record in the place of the head', '006A00000000001AAA,Zoë\n', /^: The page has no head|^The page has no head/],
    ['a cut within a quoted value', 'Id,F\n006A00000000001AAA,"a', /The page ends within a record \(record 1/],
    ['a cut between values', 'Id,F\n006A00000000001AAA', /The page ends within a record/],
    ['a quotation mark within a value', 'Id,F\n006A00000000001AAA,a"b\n', /A quotation mark stands within a value/],
    [
      'text behind a closing quotation mark',
      'Id,F\n"006A00000000001AAA"x,a\n',
      /goes on after its closing quotation mark/,
    ],
    ['a record without Id', 'Id,F\n,a\n', /is no record Id/],
  ])('%s', (_, text, says) => {
    expect(() =>
      csv(text, [
        { path: 'Id', type: 'id' },
        { path: 'F', type: 'text' },
      ]),
    ).toThrow(says);
  });
});

describe('JSON that is wrong is refused with its place:', () => {
  const id = '"Id":"006A00000000001AAA"';
  test.each([
    ['a cut', page([`{${id},"Name":"a"}`]).slice(0, -12), /malformed|missing|does not end/],
    ['something behind the page', `${page([])} x`, /Something follows the page/],
    ['no page', '{"a":1}', /no page of records/],
    ['a list', '[]', /"\{" is missing/],
    ['a text where a number belongs', page([`{${id},"Amount":"1,5"}`]), /is no number/],
    ['a number where a text belongs', page([`{${id},"Name":1}`]), /another type/],
    ['a number that is none', page([`{${id},"Amount":01}`]), /A value is missing/],
    ['a name without value', page([`{${id},"Name":}`]), /A value is missing/],
    ['a record without Id', page(['{"Name":"a"}']), /Id is missing \(record 1/],
    ['a record whose Id is nothing', page(['{"Id":null,"Name":"a"}']), /is no record Id/],
    ['a record without a field that was asked for', page([`{${id}}`]), /Name is missing \(record 1/],
    ['an escape that is none', page([`{${id},"Name":"\\x"}`]), /does not end, or holds what it may not/],
  ])('%s', (_, text, says) => {
    expect(() => json(text)).toThrow(says);
  });
});

test('a page says how many records there are, and where more are', () => {
  const { head } = json(
    '{"done":false, "totalSize" : 2500,"nextRecordsUrl":"/services/data/v66.0/query/01g-2000","records":[]}',
  );
  expect(head).toEqual({ totalSize: 2500, done: false, nextRecordsUrl: '/services/data/v66.0/query/01g-2000' });
});

/** A record by its values as the org keeps them. */
const letters = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789'];
const key = fc.string({ unit: fc.constantFrom(...letters), minLength: 15, maxLength: 15 });
const text = fc.oneof(
  fc.constantFrom(
    'New Business',
    'Renewal',
    'a,b;c|d^e`f\tg',
    '"',
    '""',
    'line\nline',
    'line\r\nline',
    '\u0000',
    '\uFEFFx',
    '€ñ😀',
    ' ',
    '',
  ),
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
);
const decimal = fc.oneof(
  fc.tuple(fc.bigInt({ min: -(10n ** 18n), max: 10n ** 18n }), fc.nat(4)).map(([units, places]) => {
    const digits = String(units < 0n ? -units : units).padStart(places + 1, '0');
    const cut = digits.length - places;
    return `${units < 0n ? '-' : ''}${digits.slice(0, cut)}${places > 0 ? `.${digits.slice(cut)}` : ''}`;
  }),
  fc.tuple(fc.integer({ min: 1, max: 99_999 }), fc.integer({ min: -6, max: 18 })).map(([m, e]) => `${m}E${e}`),
);
const day = fc
  .integer({ min: -100_000, max: 100_000 })
  .map((one) => new Date(one * 86_400_000).toISOString().slice(0, 10));
const instant = fc.integer({ min: -4e12, max: 4e12 }).map((one) => new Date(one).toISOString().slice(0, 23));
const optional = <T>(of: fc.Arbitrary<T>): fc.Arbitrary<T | null> => fc.option(of, { freq: 4 });
const record = fc.record({
  id: key,
  name: optional(text),
  amount: optional(decimal),
  closed: optional(day),
  changed: optional(instant),
  won: optional(fc.boolean()),
  owner: optional(fc.constantFrom('005A0000000BcDe', '005a0000000bCdE', '005000000000000')),
  account: optional(text),
  title: optional(text),
});
type Kept = typeof record extends fc.Arbitrary<infer T> ? T : never;

/** As REST answers it: JSON with numbers, `+0000`, parents within. */
function asJson({ id, name, amount, closed, changed, won, owner, account, title }: Kept): string {
  const parent = (value: string | null, body: string): string =>
    value === null ? 'null' : `{"attributes":{"type":"X","url":"/x"},${body}}`;
  const ownerOf = parent(title, `"Title":${JSON.stringify(title)}`);
  const isKnown = account !== null || title !== null;
  return `{"attributes":{"type":"Opportunity","url":"/services/data/v66.0/sobjects/Opportunity/${id}"},"Id":"${id}","Name":${JSON.stringify(name)},"Amount":${amount},"CloseDate":${JSON.stringify(closed)},"SystemModstamp":${changed === null ? null : `"${changed}+0000"`},"IsWon":${won},"OwnerId":${JSON.stringify(owner)},"Account":${isKnown ? `{"attributes":{},"Name":${JSON.stringify(account)},"Owner":${ownerOf}}` : null}}`;
}
/** Numbers from ten millions on have an exponent. */
function withExponent(number: string | null): string | null {
  const [, sign = '', first = '', more = '', behind = ''] = /^(-?)(\d)(\d{7,})(?:\.(\d+))?$/.exec(number ?? '') ?? [];
  return first === '' ? number : `${sign}${first}.${more}${behind}E${more.length}`;
}
/** As Bulk writes it: quoted text, `Z`, exponents, parents by their path. */
function asCsv(
  { id, name, amount, closed, changed, won, owner, account, title }: Kept,
  between: string,
  isBare: boolean,
): string {
  const cell = (value: string | boolean | null): string => {
    const plain = value === null ? '' : String(value);
    return isBare && !/["\r\n]/.test(plain) && !plain.includes(between) ? plain : `"${plain.replaceAll('"', '""')}"`;
  };
  return [id, name, withExponent(amount), closed, changed && `${changed}Z`, won, owner, account, title]
    .map(cell)
    .join(between);
}

test('records of REST and of Bulk are the same rows, with every delimiter and line ending, however the answer is cut', () => {
  fc.assert(
    fc.property(
      fc.array(record, { maxLength: 12 }),
      fc.constantFrom(...(Object.keys(delimiters) as Delimiter[])),
      fc.boolean(),
      fc.constantFrom('\n', '\r\n'),
      fc.array(fc.nat(5000), { maxLength: 6 }),
      fc.constantFrom(1, 1, 1, 1, 60),
      (few, delimiter, isBare, ending, cuts, times) => {
        const records = Array.from({ length: times }, () => few).flat();
        const between = delimiters[delimiter];
        const head = fields.map(({ path }) => `"${path}"`).join(between);
        const lines = [head, ...records.map((one) => asCsv(one, between, isBare))]
          .map((line) => line + ending)
          .join('');
        const found = csv(lines, fields, delimiter, cuts);
        expect(found).toEqual(json(page(records.map(asJson))).records);
        for (const [i, { name, amount, closed, won }] of records.entries()) {
          expect(found[i]?.['Name']).toBe(name || null);
          expect(found[i]?.['CloseDate']).toBe(closed);
          expect(found[i]?.['IsWon']).toBe(won);
          if (amount !== null) expect(Number(found[i]?.['Amount'])).toBe(Number(amount));
        }
      },
    ),
  );
});

test('records that are longer than the pieces they come in', () => {
  const names = Array.from({ length: 9 }, (_, i) => `${'x'.repeat(i * 12_000)}"${i}`);
  const lines = names.map((name, i) => `"006A0000000000${i}AAA","${name.replaceAll('"', '""')}"\n`).join('');
  const cuts = Array.from({ length: 200 }, (_, i) => i * 700);
  const found = csv(
    `Id,Name\n${lines}`,
    [
      { path: 'Id', type: 'id' },
      { path: 'Name', type: 'text' },
    ],
    'COMMA',
    cuts,
  );
  expect(found.map(({ Name }) => Name)).toEqual(names);
});

test('texts that hardly come again are read as those that do', () => {
  const names = Array.from({ length: 3000 }, (_, i) => `Deal ${i % 2600} ä`);
  const rows = names.map((name, i) => `006A0000000${String(i).padStart(4, '0')},${name}`);
  const found = csv(`Id,Name\n${rows.join('\n')}\n`, [
    { path: 'Id', type: 'id' },
    { path: 'Name', type: 'text' },
  ]);
  expect(found.map(({ Name }) => Name)).toEqual(names);
});

test('record Ids of 15 characters that hardly come again get their others too', () => {
  const ids = Array.from({ length: 3000 }, (_, i) => `001d000000${String(i).padStart(5, '0')}`);
  const found = csv(`F\n${ids.join('\n')}\n`, [{ path: 'F', type: 'id' }]);
  expect(found.map(({ F }) => F)).toEqual(ids.map((one) => `${one}AAA`));
});

test('JSON that JSON.parse refuses is refused, and nothing of another kind is thrown', () => {
  const whole = page([`{"Id":"006A00000000001AAA","Name":"a\\u00e9","Amount":-1.5e3,"Account":{"Name":null}}`]);
  fc.assert(
    fc.property(
      fc.nat(whole.length),
      fc.nat(3),
      fc.constantFrom('', '"', '{', '}', ',', ':', '0', '-', ' ', '\\', 'e', '\u0001', ']'),
      (at, cut, put) => {
        const broken = whole.slice(0, at) + put + whole.slice(at + cut);
        let isJson = true;
        try {
          JSON.parse(broken);
        } catch {
          isJson = false;
        }
        try {
          json(broken);
          expect(isJson).toBe(true);
        } catch (error) {
          if ((error as Error).name !== 'QuotientError') throw error;
        }
      },
    ),
    { numRuns: 3000 },
  );
});

describe('rows as blocks of bytes', () => {
  const rowsWith = (records: readonly Kept[]): Rows => {
    const rows = new Rows(fields);
    new JsonPages(rows).read(bytes(page(records.map(asJson))));
    return rows;
  };

  test('are the same rows when they are read back, and records made at once those made one by one', () => {
    fc.assert(
      fc.property(fc.array(record, { maxLength: 12 }), fc.array(fc.boolean(), { maxLength: 12 }), (records, kept) => {
        const rows = rowsWith(records);
        const one = Array.from({ length: rows.count }, (_, row) => rows.recordAt(row));
        const back = rowsOf(fields, rows.count, blocksOf(rows));
        expect(recordsOf(back)).toEqual(one);
        expect(recordsOf(rows, (row) => kept[row] === true)).toEqual(one.filter((_, row) => kept[row] === true));
        // What is left of rows is what it was, and rows that are emptied take others.
        back.keep((row) => kept[row] === true);
        expect(recordsOf(back)).toEqual(one.filter((_, row) => kept[row] === true));
        expect(blocksOf(back)).toEqual(blocksOf(rowsOf(fields, back.count, blocksOf(back))));
        rows.clear();
        new JsonPages(rows).read(bytes(page(records.toReversed().map(asJson))));
        expect(recordsOf(rows)).toEqual(one.toReversed());
      }),
    );
  });

  test.each([70, 3000])('are the same rows where %i names hardly come again', (count) => {
    const records: Kept[] = Array.from({ length: count }, (_, i) => ({
      id: `006A0000000${String(i).padStart(4, '0')}`,
      name: i % 7 === 0 ? null : i % 9 === 0 ? 'Deal ä' : `Deal ${i} ä`,
      amount: null,
      closed: null,
      changed: null,
      won: null,
      owner: null,
      account: i % 5 === 0 ? 'Some' : null,
      title: null,
    }));
    const rows = rowsWith(records);
    const back = recordsOf(rowsOf(fields, rows.count, blocksOf(rows)));
    expect(back).toEqual(recordsOf(rows));
    expect(back.map(({ Name }) => Name)).toEqual(records.map(({ name }) => name));
  });

  test('are refused when an end is missing, or the number of rows is another', () => {
    fc.assert(
      fc.property(fc.array(record, { minLength: 1, maxLength: 4 }), fc.nat(), (records, cut) => {
        const rows = rowsWith(records);
        const blocks = blocksOf(rows);
        for (const [i, block] of blocks.entries())
          expect(() => rowsOf(fields, rows.count, blocks.with(i, block.slice(0, cut % block.length)))).toThrow(
            /not what was written/,
          );
        expect(() => rowsOf(fields, rows.count + 1, blocks)).toThrow(/not what was written/);
      }),
    );
  });
});
