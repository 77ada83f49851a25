// An org from a folder of CSV files named after their objects; a line that cannot be read stops everything.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { CsvError, parse } from 'csv-parse/sync';
import { SampleOrgError } from './error.ts';
import { isId, to18 } from './id.ts';
import type { Org, Row, Value } from './org.ts';
import { isNumeric, makeField, type Field, type FieldType, type ObjectType } from './schema.ts';

interface Parsed {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const fail = (message: string, action: string): never => {
  throw new SampleOrgError('bad-data', message, [action]);
};

/** Loads every CSV file of a folder. Nothing is loaded before all of them were read. */
export function loadFolder(org: Org, folder: string): void {
  if (!existsSync(folder))
    fail(`There is no folder ${folder}.`, 'Name a folder with CSV files such as User.csv and Opportunity.csv.');
  const files = readdirSync(folder)
    .filter((name) => name.endsWith('.csv'))
    .sort();
  if (files.length === 0)
    fail(`${folder} holds no CSV files.`, 'Add files named after their objects, such as Opportunity.csv.');
  const tables = files.map((name) => readFile(org, join(folder, name)));
  for (const { type, rows } of tables) for (const { row } of rows) org.load(type.name, row);
  for (const { type, rows, file } of tables) {
    for (const { row, line } of rows) {
      for (const field of type.fields.values()) {
        const value = row[field.name];
        if (
          field.type === 'reference' &&
          typeof value === 'string' &&
          !field.referenceTo.some((object) => org.types.has(object.toLowerCase()) && org.table(object).rows.has(value))
        )
          fail(
            `${file}:${line}: ${field.name} "${value}" is the Id of no ${field.referenceTo.join(' or ')}.`,
            `Add the ${field.referenceTo[0]} to its CSV file, or correct the Id.`,
          );
      }
    }
  }
}

interface Loaded {
  readonly file: string;
  readonly type: ObjectType;
  readonly rows: readonly { readonly row: Row; readonly line: number }[];
}

function readFile(org: Org, file: string): Loaded {
  const object = basename(file, '.csv');
  const type =
    org.types.get(object.toLowerCase()) ??
    fail(
      `${file}: the org has no object ${object}.`,
      'Name the file after an object, such as Opportunity.csv, or add the object by --metadata.',
    );
  const [header, ...lines] = parseFile(file);
  const names = (header?.record ?? []).map((name) => name.trim());
  const fields = names.map((name, i) => {
    const known = type.fields.get(name.toLowerCase());
    if (known) return known;
    if (!/^\w+__c$/.test(name))
      fail(
        `${file}:1: ${object} has no field "${name}" (column ${i + 1}).`,
        'Use an API field name, or one that ends with __c for a field of your own.',
      );
    const field = makeField({ name, type: guess(lines.map(({ record }) => record[i] ?? '')) });
    type.fields.set(name.toLowerCase(), field);
    return field;
  });
  const twice = names.find((name, i) => names.indexOf(name) !== i);
  if (twice !== undefined) fail(`${file}:1: the column "${twice}" stands twice.`, 'Remove one of them.');
  const ids = new Map<string, number>();
  let start = header?.info.lines ?? 1;
  const rows = lines.map(({ record, info }) => {
    const line = start + 1;
    start = info.lines;
    const row = Object.fromEntries(
      fields.map((field, i) => [field.name, readValue(field, record[i] ?? '', `${file}:${line}`)]),
    );
    const id = row['Id'];
    if (typeof id === 'string') {
      const before = ids.get(id);
      if (before !== undefined)
        fail(`${file}:${line}: the Id ${id} stands already in line ${before}.`, 'Give each record its own Id.');
      ids.set(id, line);
    }
    return { row, line };
  });
  return { file, type, rows };
}

function parseFile(file: string): Parsed[] {
  try {
    return parse(readFileSync(file), { bom: true, info: true, skip_empty_lines: true }) as unknown as Parsed[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const line = Number((error as { lines?: number }).lines ?? 0);
    const words: Readonly<Record<string, [string, string]>> = {
      CSV_RECORD_INCONSISTENT_FIELDS_LENGTH: [
        'has another number of columns than the header',
        'Add or remove values, and put quotes around values that hold a comma.',
      ],
      CSV_RECORD_INCONSISTENT_COLUMNS: [
        'has another number of columns than the header',
        'Add or remove values, and put quotes around values that hold a comma.',
      ],
      CSV_QUOTE_NOT_CLOSED: [
        'opens a quote that is never closed',
        'Close it, and double the quotes inside of a value.',
      ],
    };
    const [what, remedy] = words[error.code] ?? [
      `cannot be read: ${error.message}`,
      'Put quotes around values that hold quotes, commas or line breaks, and double the quotes inside.',
    ];
    return fail(`${file}:${line}: the line ${what}.`, remedy);
  }
}

/** The type of a field that only the file knows, from its values. */
function guess(values: readonly string[]): FieldType {
  const given = values.filter((value) => value !== '');
  const all = (pattern: RegExp): boolean => given.length > 0 && given.every((value) => pattern.test(value));
  if (all(/^(true|false)$/i)) return 'boolean';
  if (all(/^\d{4}-\d\d-\d\d$/)) return 'date';
  if (all(/^\d{4}-\d\d-\d\dT/)) return 'datetime';
  if (all(/^-?\d+(\.\d+)?$/) && !given.some((value) => /^-?0\d/.test(value))) return 'double';
  return given.some((value) => value.length > 255) ? 'textarea' : 'string';
}

function readValue(field: Field, text: string, place: string): Value {
  if (text === '') return field.type === 'boolean' ? false : null;
  const bad = (expected: string): never =>
    fail(`${place}: ${field.name} is "${text}", expected ${expected}.`, 'Correct the value.');
  if (isNumeric(field.type))
    return /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/.test(text.trim()) ? Number(text) : bad('a number such as 1200.50');
  switch (field.type) {
    case 'boolean':
      return /^(true|1)$/i.test(text) ? true : /^(false|0)$/i.test(text) ? false : bad('true or false');
    case 'date': {
      const date = new Date(`${text}T00:00:00Z`);
      return /^\d{4}-\d\d-\d\d$/.test(text) && !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
        ? text
        : bad('a date such as 2026-03-31');
    }
    case 'datetime':
      return Number.isNaN(Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')))
        ? bad('a date and time such as 2026-03-31T09:00:00.000+0000')
        : text;
    case 'id':
    case 'reference':
      return isId(text) ? to18(text) : bad('an Id of 15 or 18 characters');
    default:
      return text;
  }
}
