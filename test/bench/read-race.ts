// One race of reading the CRM, in a process that holds nothing else; prints its figures as JSON.
import { deepStrictEqual as same } from 'node:assert';
import { CsvPage, JsonPages, Rows, type Field } from '@quotient/salesforce';
import { parse } from 'csv-parse/sync';
import { Decimal } from 'decimal.js';
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

/** Some are empty, and some written with an exponent, as the platform does. */
const amount = (kind: number, value: number): string =>
  kind < 0.03 ? '' : kind < 0.04 ? `${Math.round(value)}E3` : value.toFixed(2);

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
      amount(chance.next(), chance.next() * 1e6),
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

const wrong = (value: string): never => {
  throw new Error(`"${value}" is none`);
};

/** A number of so many digits. */
function whole(value: string, at: number, count: number): number {
  let number = 0;
  for (let i = at; i < at + count; i++) {
    const digit = value.charCodeAt(i) - 48;
    if (!(digit >= 0 && digit <= 9)) wrong(value);
    number = number * 10 + digit;
  }
  return number;
}

/** A decimal in ten-thousandths, exactly. */
function tenThousandths(value: string): number | bigint {
  const point = value.indexOf('.');
  const places = point < 0 ? 0 : value.length - point - 1;
  if (value.length > 14 || places > 4 || /[^\d.]/.test(value)) {
    const digits = new Decimal(value).times(1e4).toFixed(0);
    const units = Number(digits);
    return Number.isSafeInteger(units) ? units : BigInt(digits);
  }
  return Number(point < 0 ? value : value.slice(0, point) + value.slice(point + 1)) * 10 ** (4 - places);
}

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** Days since 1970, of a day that the calendar has. */
function dayOf(value: string): number {
  const [year, month, day] = [whole(value, 0, 4), whole(value, 5, 2), whole(value, 8, 2)];
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const last = month === 2 && isLeap ? 29 : (monthLengths[month - 1] ?? 0);
  if (value[4] !== '-' || value[7] !== '-' || day < 1 || day > last) wrong(value);
  return Date.UTC(year, month - 1, day) / 86_400_000;
}

/** Milliseconds since 1970. */
function instantOf(value: string): number {
  const [hour, minute, second] = [whole(value, 11, 2), whole(value, 14, 2), whole(value, 17, 2)];
  if (value[10] !== 'T' || value[13] !== ':' || value[16] !== ':' || value[19] !== '.' || value[23] !== 'Z')
    wrong(value);
  if (hour > 23 || minute > 59 || second > 59 || value.length !== 24) wrong(value);
  return dayOf(value) * 86_400_000 + ((hour * 60 + minute) * 60 + second) * 1000 + whole(value, 20, 3);
}

/** The same cast for both rivals: what ours yields and refuses, with the means of the language. */
function cast(value: string, place: number): unknown {
  if (value === '') return null;
  switch (fields[place]?.type) {
    case 'id':
      return /^[A-Za-z0-9]{18}$/.test(value) ? value : wrong(value);
    case 'decimal':
      return tenThousandths(value);
    case 'day':
      return value.length === 10 ? dayOf(value) : wrong(value);
    case 'instant':
      return instantOf(value);
    case 'boolean':
      return value === 'true' || (value === 'false' ? false : wrong(value));
    default:
      return value;
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
        Id: cast(row[0] as string, 0),
        OwnerId: cast(row[1] as string, 1),
        AccountId: cast(row[2] as string, 2),
        Name: cast(row[3] as string, 3),
        StageName: cast(row[4] as string, 4),
        Amount: cast(row[5] as string, 5),
        CurrencyIsoCode: cast(row[6] as string, 6),
        CloseDate: cast(row[7] as string, 7),
        CreatedDate: cast(row[8] as string, 8),
        SystemModstamp: cast(row[9] as string, 9),
        IsWon: cast(row[10] as string, 10),
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
