// What leaves for a terminal and for payroll: hostile texts control neither.
import { execFile } from 'node:child_process';
import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { startSampleOrg } from '@quotient/sample-org';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { csvLine, table } from '../../connector/src/render.ts';
import { escaped, visible } from '../../connector/src/visible.ts';
import { Disguise, fillFolder, fillOrg, harmlessText, type Replace } from '../hosts/hostile-company.ts';
import { hostileTexts } from './texts-of-fields.ts';

const controls = /(?!\n)\p{Cc}|[\u061C\u200E\u200F\u2028-\u202E\u2066-\u2069]/u;

/** The records of an envelope of the CLI. */
const rowsOf = (json = ''): Record<string, unknown>[] =>
  (JSON.parse(json) as { result: { rows: Record<string, unknown>[] } }).result.rows;

describe('a terminal', () => {
  test.each([
    ['a colour', 'A\x1B[31mB', 'A\u241B[31mB'],
    ['a control sequence in one character', 'A\x9B2JB', 'A\uFFFD2JB'],
    ['a bell and a backspace', '\x07\b', '\u2407\u2408'],
    ['a right-to-left override', 'A\u202EB', 'A\uFFFDB'],
    ['plain writing, and lines', 'Zoë 株式会社 \u05E9\nB', 'Zoë 株式会社 \u05E9\nB'],
  ])('is shown %s', (_, text, expected) => expect(visible(text)).toBe(expected));

  test.each(hostileTexts)(
    'is shown $kind in JSON without being told anything, and a program reads it as it is',
    ({ text }) => {
      const json = escaped(JSON.stringify({ text }));
      expect(json).not.toMatch(controls);
      expect(JSON.parse(json)).toEqual({ text });
    },
  );

  test('has a line for each row of a table, whatever stands in it', () => {
    const lines = table(hostileTexts, [
      { title: 'Kind', of: ({ kind }) => kind },
      { title: 'Text', of: ({ text }) => text },
    ]).split('\n');
    expect(lines).toHaveLength(hostileTexts.length + 2);
    for (const line of lines) expect(line).not.toMatch(controls);
  });
});

const path = (relative: string): string => fileURLToPath(new URL(`../../${relative}`, import.meta.url));
const run = promisify(execFile);

interface Printed {
  readonly html: string;
  readonly csv: string;
  readonly text: string;
  readonly attainment: string;
  readonly json: string;
  readonly statement: string;
  readonly flags: string;
  readonly refusal: string;
}

/** What the real commands print of a company with these texts. */
async function printed(replace: Replace, replaceLong: Replace): Promise<Printed> {
  const org = await startSampleOrg({ metadata: path('manifests/force-app/main/default') });
  const dir = mkdtempSync(join(tmpdir(), 'quotient-hostile-'));
  const accessToken = org.users[0]?.accessToken ?? '';
  const headers = { authorization: `Bearer ${accessToken}`, 'content-type': 'application/json' };
  const ask = async (method: string, resource: string, body?: unknown): Promise<unknown> =>
    (
      await fetch(`${org.url}/services/data/v66.0/${resource}`, {
        method,
        headers,
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    ).json();
  const quotient = async (...args: string[]): Promise<string> => {
    const { stdout } = await run(
      process.execPath,
      ['--conditions=quotient-source', path('connector/bin/quotient.js'), ...args, '--dir', dir],
      {
        maxBuffer: 1e9,
        env: { ...process.env, QUOTIENT_INSTANCE_URL: org.url, QUOTIENT_ACCESS_TOKEN: accessToken },
      },
    );
    return stdout;
  };
  try {
    cpSync(path('packages/sample-org/company'), dir, { recursive: true });
    fillFolder(dir, replaceLong);
    await fillOrg(ask, replace);
    await quotient('sync');
    const statement = ['statement', '--period', '2026-03'];
    return {
      html: await quotient(...statement, '--format', 'html'),
      csv: await quotient(...statement, '--format', 'csv'),
      text: await quotient(...statement, '--no-trace'),
      attainment: await quotient('attainment'),
      json: await quotient('attainment', '--json'),
      statement: await quotient(...statement, '--format', 'json'),
      flags: await quotient('flags', '--json'),
      refusal: await quotient('attainment', '--json', '--payee', `nobody ${replace('', 1_000)}`).catch(
        (error: unknown) => (error as { stdout: string }).stdout,
      ),
    };
  } finally {
    await org.close();
    rmSync(dir, { recursive: true, force: true });
  }
}

describe('what commands print of a company whose every text is hostile', () => {
  let [harmless, hostile]: Partial<Printed>[] = [];
  beforeAll(async () => {
    const disguise = new Disguise();
    [harmless, hostile] = await Promise.all([
      printed(harmlessText, harmlessText),
      printed(disguise.replace, disguise.replaceLong),
    ]);
  }, 300_000);

  const tags = (html = ''): string[] => html.match(/<\/?[a-z][^\s>]*/gi) ?? [];
  test('a statement in HTML has the same elements, and no more', () => {
    expect(tags(harmless?.html).length).toBeGreaterThan(1_000);
    expect(tags(hostile?.html).sort()).toEqual(tags(harmless?.html).sort());
    expect(hostile?.html).toContain('&lt;script&gt;quotientHit');
  });
  const figuresOf = (csv = ''): string[] =>
    parse<Record<string, string>>(csv, { columns: true })
      .map(({ payee, item, component, credited, quota, attainment, amount, debt }) =>
        [payee, item, component, credited, quota, attainment, amount, debt].join(' '),
      )
      .sort();
  test('a statement for payroll has the same figures, and no formula', () => {
    expect(figuresOf(hostile?.csv)).toEqual(figuresOf(harmless?.csv));
    expect(figuresOf(hostile?.csv).length).toBeGreaterThan(50);
    for (const cell of parse(hostile?.csv ?? '').flat())
      if (!/^-?\d+(\.\d+)?$/.test(cell)) expect(cell).not.toMatch(/^[=@+\-\t\r\n]/);
  });
  test('tables have their lines, and nothing that a terminal obeys', () => {
    for (const name of ['text', 'attainment'] as const) {
      expect(harmless?.[name]?.split('\n').length).toBeGreaterThan(50);
      for (const line of (hostile?.[name] ?? '').split('\n')) expect(line).not.toMatch(controls);
    }
    expect(hostile?.attainment?.split('\n').length).toBe(harmless?.attainment?.split('\n').length);
  });
  test('JSON says the same figures, names as they are, and nothing that a terminal obeys', () => {
    for (const name of ['json', 'statement', 'flags', 'refusal'] as const)
      for (const line of (hostile?.[name] ?? '').split('\n')) expect(line).not.toMatch(controls);
    const figures = (json?: string): unknown =>
      rowsOf(json).map(({ payee, earned, payable }) => [payee, earned, payable]);
    expect(figures(hostile?.json)).toEqual(figures(harmless?.json));
    const said = JSON.stringify(JSON.parse(hostile?.flags ?? ''));
    for (const mark of ['\u009B', '\u202E', '\u2067']) expect(said).toContain(mark);
  });
});

test.each<{ flags: string[] }>([{ flags: [] }, { flags: ['--json'] }])(
  'what is wrong with a plan whose keys are hostile is said, and told to no terminal: calc $flags',
  async ({ flags }) => {
    const dir = mkdtempSync(join(tmpdir(), 'quotient-hostile-'));
    const book = join(dir, 'book.json');
    writeFileSync(book, JSON.stringify({ plans: [{ '\u009B2J\u202Ename': 1 }] }));
    try {
      const command = [
        '--conditions=quotient-source',
        path('connector/bin/quotient.js'),
        'calc',
        '--book',
        book,
        ...flags,
      ];
      const { stderr } = await run(process.execPath, command).catch((error: unknown) => error as { stderr: string });
      expect(stderr).toMatch(/2J.*name/);
      expect(stderr).not.toMatch(controls);
    } finally {
      rmSync(dir, { recursive: true, force: true });
    }
  },
);

/** What a reader of the file does, as csvLine says. */
const read = (line: string): string[] =>
  parse(line, { relax_column_count: true })[0]?.map((text) =>
    /^'+[=@+\-\t\r\n\0\uFF1D\uFF20\uFF0B\uFF0D]/.test(text) ? text.slice(1) : text,
  ) ?? [];

describe('a CSV line', () => {
  const start = fc.constantFrom(
    '=',
    '@',
    '+',
    '-',
    '\t',
    '\r',
    '\n',
    "'",
    '＝',
    '＋',
    '－',
    '＠',
    '1',
    'a',
    '"',
    ',',
    ' ',
  );
  const texts = fc.array(fc.string({ unit: start, minLength: 1 }), { minLength: 1, maxLength: 4 });

  test('begins no formula, and gives back what was written', () => {
    fc.assert(
      fc.property(texts, (values) => {
        const line = csvLine(values);
        for (const cell of parse(line)[0] ?? [])
          if (!/^[+-]?\d+(\.\d+)?$/.test(cell)) expect(cell).not.toMatch(/^[=@+\-\t\r\n\0＝＠＋－]/);
        expect(read(line)).toEqual(values);
      }),
    );
  });
  test('leaves numbers as they are', () => expect(csvLine(['-12.50', '+1', '0.5'])).toBe('-12.50,+1,0.5'));
  test.each(hostileTexts.filter(({ text }) => !text.includes('\r')))('keeps $kind', ({ text }) =>
    expect(read(csvLine(['a', text, 'b']))).toEqual(['a', text.toWellFormed(), 'b']),
  );
});
