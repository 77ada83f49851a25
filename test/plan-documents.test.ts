// Plans as documents: the JSON Schemas take every plan and book of the repository and refuse what the calculation refuses, and
// what is said of the plans in words agrees with what the calculation pays.
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Ajv, type ValidateFunction } from 'ajv';
import { QuotientError, readBook, readPlan, type Plan } from '@quotient/calc';
import { advise, bookJsonSchema, describe as inWords, planJsonSchema, type JsonSchema } from '@quotient/calc/plans';
import { parse, parseAllDocuments } from 'yaml';
import { describe, expect, test } from 'vitest';
import { cases } from './cases.ts';
import { schemaFiles, schemaText } from './schemas.ts';

const ajv = new Ajv({ allErrors: true, allowUnionTypes: true });
const validator = (schema: JsonSchema): ValidateFunction => ajv.compile(schema);
const isPlan = validator(planJsonSchema());
const isBook = validator(bookJsonSchema());
const root = new URL('../', import.meta.url);

const text = (path: string): string => readFileSync(new URL(path, root), 'utf8');
const filesIn = (folder: string): string[] => readdirSync(new URL(folder, root)).map((name) => `${folder}${name}`);
/** What stands in fences of a language in a document, parsed. */
const fenced = (path: string, language: string): unknown[] =>
  [...text(path).matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm)]
    .filter(([, kind]) => kind === language)
    .flatMap(([, , body = '']) => parseAllDocuments(body).map((document) => document.toJS() as unknown));

const planFiles = [
  ...filesIn('packages/sample-org/company/plans/'),
  ...filesIn('test/data/crm-plans/plans/'),
  ...globSync('connector/templates/*/plans/*.yaml', { cwd: fileURLToPath(root) }).sort(),
];
const documented = fenced('docs/plan-format.md', 'yaml');
const plans: readonly (readonly [name: string, plan: unknown])[] = [
  ...planFiles.map((file) => [file, parse(text(file)) as unknown] as const),
  ...cases.flatMap(({ name, book }) =>
    (book as { plans: unknown[] }).plans.map((plan, i) => [`${name} ${i}`, plan] as const),
  ),
  ...documented
    .filter((plan) => (plan as { quotient?: unknown }).quotient === 1)
    .map((plan, i) => [`docs/plan-format.md ${i}`, plan] as const),
];

describe('the files in docs/schemas', () => {
  for (const [file, schema] of schemaFiles)
    test(`${file.pathname.split('/').at(-1)} is what the schemas say (npm run schemas)`, () =>
      expect(readFileSync(file, 'utf8')).toBe(schemaText(schema())));

  test.each([
    ['plan', planJsonSchema()],
    ['book', bookJsonSchema()],
  ] as const)('every key of a %s has a sentence', (_, schema) => {
    const without: string[] = [];
    const walk = (value: unknown, path: string): void => {
      if (typeof value !== 'object' || value === null) return;
      for (const [key, inner] of Object.entries(value)) {
        if (key === 'properties')
          for (const [name, property] of Object.entries(inner as Record<string, { description?: string }>))
            if (!property.description) without.push(`${path}.${name}`);
        walk(inner, `${path}.${key}`);
      }
    };
    walk(schema, '');
    expect(without).toEqual([]);
  });
});

describe('a right plan', () => {
  test('there are many', () => expect(plans.length).toBeGreaterThan(70));
  for (const [name, plan] of plans)
    test(name, () => {
      readPlan(plan);
      isPlan(plan);
      expect(isPlan.errors ?? []).toEqual([]);
    });
});

describe('a right book', () => {
  for (const { name, book } of cases)
    test(name, () => {
      readBook(book);
      isBook(book);
      expect(isBook.errors ?? []).toEqual([]);
    });
});

describe('a wrong plan is refused by the schema and by the calculation', () => {
  const right = parse(text('packages/sample-org/company/plans/ae-fy26.yaml')) as Plan;
  /** The plan with the value at a path changed; undefined removes it. */
  const changed = (path: readonly (string | number)[], value: unknown): unknown => {
    const copy = structuredClone(right) as unknown;
    const holder = path
      .slice(0, -1)
      .reduce<Record<string | number, unknown>>(
        (inner, key) => inner[key] as Record<string, unknown>,
        copy as Record<string, unknown>,
      );
    holder[path.at(-1) as string] = value;
    return JSON.parse(JSON.stringify(copy));
  };
  const rate = ['components', 0, 'rate'] as const;

  test.each<[name: string, path: readonly (string | number)[], value: unknown]>([
    ['another version', ['quotient'], 2],
    ['an unknown key', ['curency'], 'USD'],
    ['no currency', ['currency'], undefined],
    ['a currency in words', ['currency'], 'dollars'],
    ['a date that is none', ['effective', 'from'], '1 Feb'],
    ['a month that is none', ['calendar', 'fiscalYearStart'], 13],
    ['a window that is none', ['components', 0, 'window'], 'week'],
    ['an amount in words', ['components', 0, 'quota'], 'much'],
    ['a rate that is none', [...rate, 'tiers', 0, 'rate'], '8 percent'],
    ['no tiers', [...rate, 'tiers'], []],
    ['a type that is none', [...rate, 'type'], 'stairs'],
    ['a key of another type of rate', [...rate, 'points'], []],
    ['an unknown operator', ['measures', 'bookings', 'where'], { IsWon: { equals: true } }],
    ['an operator without its field', ['measures', 'bookings', 'where'], { IsWon: true }],
    ['an unknown operator deep inside', ['measures', 'bookings', 'where'], { or: [{ not: { IsWon: { is: true } } }] }],
    ['`or` that is no list', ['measures', 'bookings', 'where'], { or: { IsWon: { eq: true } } }],
    ['nobody who is credited', ['measures', 'bookings', 'credit'], 'everybody'],
    ['a holdback until nothing', ['holdback'], [{ component: 'commission', share: '50%', until: { weeks: 2 } }]],
  ])('%s', (_, path, value) => {
    const plan = changed(path, value);
    expect(isPlan(plan)).toBe(false);
    expect(() => readPlan(plan)).toThrow(QuotientError);
  });

  test('filters of every form are taken', () => {
    const where = {
      and: [{ Type: { in: ['A', null, 1] } }, { not: { or: [{ 'Account.Name': { like: 'A%' } }] } }],
      Amount: { gte: 1, lt: '5' },
    };
    expect(isPlan(changed(['measures', 'bookings', 'where'], where))).toBe(true);
  });
});

describe('what is said of plans', () => {
  test.each(plans)('%s: every component in words, and every figure is one', (_, document) => {
    const plan = readPlan(document);
    const said = inWords(plan);
    expect(said.components.map(({ id }) => id)).toEqual(plan.components.map(({ id }) => id));
    const words = JSON.stringify([said, advise(plan)]);
    expect(words).not.toMatch(/undefined|NaN|\[object|Infinity/);
    for (const { payout, picture } of said.components) {
      const attainments = (payout ?? []).map(({ attainment }) => Number(attainment ?? 0));
      expect(attainments).toEqual(attainments.toSorted((a, b) => a - b));
      const places = (picture?.points ?? []).map(({ at }) => Number(at));
      expect(places).toEqual(places.toSorted((a, b) => a - b));
    }
  });

  test.each(planFiles)('%s has no warnings', (file) =>
    expect(advise(readPlan(parse(text(file)))).filter(({ severity }) => severity === 'warning')).toEqual([]),
  );
});
