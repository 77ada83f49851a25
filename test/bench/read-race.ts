// One race of reading the CRM, in a process that holds nothing else; prints its figures as JSON.
import { deepStrictEqual as same } from 'node:assert';
import { CsvPage, JsonPages, Rows, type Field } from '@quotient/salesforce';
import { parse } from 'csv-parse/sync';
import { initParser, inferSchema } from 'udsv';
import { chanceOf, idOf } from './calc-records.ts';
import { inTurn, ms, type Figure } from './measure.ts';
import { page } from './rest-page.ts';

const fields: readonly Field[] = [
  { path: 'Id', type: 'id' },
  { path: 'OwnerId', type: 'id' },
  { path: 'AccountId', type: 'id' },
  { path: 'Name', type: 'text' },
  { path: 'StageName', type: 'text' },
  { path: 'Amount', type: 'decimal' },
  { path: 'CurrencyIsoCode', type: 'text' },
  { path: 'CloseDate', type: 'day' },
  { path: 'CreatedDate', type: 'instant' },
  { path: 'SystemModstamp', type: 'instant' },
  { path: 'IsWon', type: 'boolean' },
  { path: 'Description', type: 'text' },
];

const stages = ['Prospecting', 'Qualification', 'Negotiation', 'Closed Won', 'Closed Lost'];

/** Opportunities as text, field by field: names with commas and accents, notes with quotation marks and line breaks. */
function opportunities(count: number): readonly string[][] {
  const chance = chanceOf(1);
  return Array.from({ length: count }, (_, i) => {
    const instant = new Date(1.5e12 + chance.next() * 2e11).toISOString();
    const kind = chance.next();
    return [
      idOf('006', i),
      idOf('005', chance.whole(0, 1999)),
      idOf('001', chance.whole(0, 19_999)),
      kind < 0.1 ? `Deal, number ${i}` : kind < 0.15 ? `Größe ${i}` : `Opportunity number ${i}`,
      chance.pick(stages),
      chance.holds(0.03) ? '' : (chance.next() * 1e6).toFixed(2),
      'USD',
      instant.slice(0, 10),
      instant,
      instant,
      String(chance.holds(0.5)),
      chance.holds(0.1)
        ? 'They said "yes"\nand signed'
        : `What was said about deal ${i % 50}, in a sentence of some length`,
    ];
  });
}

const csvOf = (rows: readonly (readonly string[])[]): Uint8Array =>
  new TextEncoder().encode(
    [fields.map(({ path }) => path), ...rows]
      .map((row) => `${row.map((value) => `"${value.replaceAll('"', '""')}"`).join(',')}\n`)
      .join(''),
  );

/** The same cast for both rivals: ten-thousandths, days, milliseconds, truth, text. */
function cast(value: string, place: number): unknown {
  switch (place) {
    case 5:
      return value === '' ? null : Math.round(Number(value) * 1e4);
    case 7:
      return (
        Date.UTC(Number(value.slice(0, 4)), Number(value.slice(5, 7)) - 1, Number(value.slice(8, 10))) / 86_400_000
      );
    case 8:
    case 9:
      return Date.parse(value);
    case 10:
      return value === 'true';
    default:
      return value === '' ? null : value;
  }
}
const recordOf = (row: readonly string[]): object =>
  Object.fromEntries(row.map((value, i) => [fields[i]?.path as string, cast(value, i)]));

function readCsv(bytes: Uint8Array): Rows {
  const rows = new Rows(fields);
  const reader = new CsvPage(rows);
  for (let at = 0; at < bytes.length; at += 65_536) reader.push(bytes.subarray(at, at + 65_536));
  reader.end();
  return rows;
}

const races: Readonly<Record<string, () => Figure[]>> = {
  csv: () => {
    const bytes = csvOf(opportunities(40_000));
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
    const byCsvParse = (): object[] =>
      parse(buffer, {
        columns: true,
        cast: (value: string, { header, index }: { header: boolean; index: number }) =>
          header ? value : cast(value, index),
      });
    const byUdsv = (): object[] => {
      const text = buffer.toString('utf8');
      const parser = initParser(inferSchema(text));
      return parser.stringArrs<string[]>(text).map((row) => ({
        Id: row[0],
        OwnerId: row[1],
        AccountId: row[2],
        Name: row[3],
        StageName: row[4],
        Amount: cast(row[5] as string, 5),
        CurrencyIsoCode: row[6],
        CloseDate: cast(row[7] as string, 7),
        CreatedDate: cast(row[8] as string, 8),
        SystemModstamp: cast(row[9] as string, 9),
        IsWon: row[10] === 'true',
        Description: cast(row[11] as string, 11),
      }));
    };
    // All three must say the same, or the race means nothing.
    const [ours, theirs, others] = [readCsv(bytes), byCsvParse(), byUdsv()];
    for (const i of [0, 1, 777, 39_999]) {
      const own = fields.map(({ path }, k) => [path, cast(String(ours.recordAt(i)[path] ?? ''), k)]);
      same(Object.fromEntries(own), theirs[i]);
      same({ ...others[i] }, { ...theirs[i] });
    }
    const parsed = inTurn(() => readCsv(bytes), byCsvParse);
    const split = inTurn(() => readCsv(bytes), byUdsv);
    return [
      {
        name: 'read: Bulk CSV to typed columns, every value quoted, speed, ours ÷ csv-parse with a cast to the same values',
        ratio: parsed.ratio,
        atLeast: 8,
        detail: `${ms(parsed.rival)} ÷ ${ms(parsed.ours)}, ${(bytes.length / 1e6).toFixed(1)} MB`,
      },
      {
        name: 'read: Bulk CSV to typed columns, every value quoted, speed, ours ÷ udsv with the same cast',
        ratio: split.ratio,
        atLeast: 3.5,
        detail: `${ms(split.rival)} ÷ ${ms(split.ours)}`,
      },
    ];
  },
  json: () => {
    const records = opportunities(20_000).map((row) => {
      const record = recordOf(row) as Record<string, unknown>;
      const stamp = String(row[8]).replace('Z', '+0000');
      const Amount = row[5] === '' ? null : Number(row[5]);
      return { ...record, Amount, CloseDate: row[7], CreatedDate: stamp, SystemModstamp: stamp };
    });
    const pages = Array.from({ length: 10 }, (_, i) => Buffer.from(page(records.slice(2000 * i, 2000 * (i + 1)))));
    const ours = (): Rows => {
      const rows = new Rows(fields);
      const reader = new JsonPages(rows);
      for (const one of pages) reader.read(one);
      return rows;
    };
    same(ours().recordAt(19_999)['Amount'], records[19_999]?.Amount);
    const {
      ratio,
      ours: own,
      rival,
    } = inTurn(ours, () => pages.map((one) => JSON.parse(one.toString('utf8')) as unknown));
    return [
      {
        name: 'read: REST pages with exact decimals, ours ÷ plain JSON.parse of the same pages',
        ratio: 1 / ratio,
        atMost: 2,
        detail: `${ms(own)} ÷ ${ms(rival)}, 10 pages of 2,000 records`,
      },
    ];
  },
};

const race = races[process.argv[2] as string];
if (!race) throw new Error(`no race ${process.argv[2]}`);
process.stdout.write(JSON.stringify(race()));
