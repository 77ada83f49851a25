// YAML and JSON files: read with the place of everything, or refused with line and column, whatever stands in them.
import { describe, expect, test } from 'vitest';
import { ConnectorError } from '../error.ts';
import { readText } from './document.ts';

const read = (text: string): unknown => readText(text, 'plan.yaml').value;

function refusal(text: string): string {
  try {
    read(text);
  } catch (error) {
    if (error instanceof ConnectorError) return error.message;
    throw error;
  }
  return 'none';
}

const laughs = [
  'a: &a [x, x, x]',
  ...'bcdefghi'.split('').map((name, i) => {
    const before = `*${'abcdefghi'[i]}`;
    return `${name}: &${name} [${[before, before, before].join(', ')}]`;
  }),
].join('\n');

test.each<[name: string, text: string, value: unknown]>([
  ['YAML', 'a: 1\nb: [x, "2", null, true]\n', { a: 1, b: ['x', '2', null, true] }],
  ['JSON', ' {"a": [1, {"b": "\\"c\\\\"}]}', { a: [1, { b: '"c\\' }] }],
  ['YAML that looks like JSON', '{a: 1, }', { a: 1 }],
  ['a byte order mark', '\uFEFFa: 1', { a: 1 }],
  ['nothing', '', null],
  ['days as text', 'a: 2026-03-31', { a: '2026-03-31' }],
  ['an alias', 'a: &x [1]\nb: *x', { a: [1], b: [1] }],
  ['a merge key as any other', 'a: &x {c: 1}\nb: {<<: *x}', { a: { c: 1 }, b: { '<<': { c: 1 } } }],
  ['a list of no pairs', 'a: []', { a: [] }],
])('%s is read', (_, text, value) => expect(read(text)).toEqual(value));

describe('refused with its place is', () => {
  test.each<[name: string, text: string, message: RegExp]>([
    ['a key twice', 'a: 1\nb:\n  c: 1\n  c: 2\n', /^plan\.yaml:4:3: the key "c" stands here twice\.$/],
    ['a key twice, once in quotes', 'a: 1\n"a": 2', /^plan\.yaml:2:1: the key "a" stands here twice/],
    [
      'a key twice in JSON',
      '{"a": 1,\n "b": {"c": 1, "\\u0063": 2}}',
      /^plan\.yaml:2:16: the key "c" stands here twice/,
    ],
    ['a line that is no YAML', 'a: 1\n b: 2', /^plan\.yaml:1:4: Nested mappings/],
    ['JSON that is cut off', '{"a": [1,\n2', /^plan\.yaml:2:\d+: /],
    ['a second document', 'a: 1\n---\nb: 2', /^plan\.yaml:\d:\d+: a second document begins here/],
    ['an unknown tag', 'a: !!binary aGk=', /^plan\.yaml:1:4: Unresolved tag/],
    ['a tag for a date', 'a: !!timestamp 2026-03-31', /^plan\.yaml:1:4: Unresolved tag/],
    ['an alias of nothing', 'a: *b', /Unresolved alias/],
    ['an alias of aliases of aliases', laughs, /Excessive alias count/],
    ['1,000 aliases', `a: &a 1\nb: [${'*a, '.repeat(1_000)}]`, /more than 100 aliases/],
    ['10,000 brackets', '['.repeat(10_000), /^plan\.yaml:1:2\d\d: it is nested deeper than 200 levels/],
    ['10,000 brackets in JSON', '['.repeat(10_000) + ']'.repeat(10_000), /it is nested deeper than 200 levels/],
    [
      '10,000 levels of maps',
      Array.from({ length: 10_000 }, (_, i) => `${' '.repeat(i % 300)}a:`).join('\n'),
      /^plan\.yaml:\d+:\d+: /,
    ],
    ['10,000 levels in one line', '- '.repeat(10_000), /it is nested deeper than 200 levels/],
    ['10,000 explicit keys', '? '.repeat(10_000), /it is nested deeper than 200 levels/],
  ])('%s', (_, text, message) => {
    expect(refusal(text)).toMatch(message);
  });
});

test('10,000 keys are no trouble', () => {
  const text = Array.from({ length: 10_000 }, (_, i) => `k${i}: 1`).join('\n');
  expect(Object.keys(read(text) as object)).toHaveLength(10_000);
});

test('`__proto__` is a key as any other', () => {
  for (const text of ['__proto__: {x: 1}', '{"__proto__": {"x": 1}}']) {
    const value = read(text) as object;
    expect(Object.keys(value)).toEqual(['__proto__']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  }
});

const yaml = 'a:\n  - b: 1\n  - c: [10, 20]\n    d: 5\n';
const json = '{\n"a": [\n  {"b": 1},\n  {"x": [1, {"a": 2}], "c": [10, 20],\n   "d": {}} ] }';

test.each<[text: string, path: (string | number)[], place: string]>([
  [yaml, [], '1:1'],
  [yaml, ['a'], '1:1'],
  [yaml, ['a', 1, 'c', 1], '3:13'],
  [yaml, ['a', 1, 'd'], '4:5'],
  [yaml, ['a', 1, 'none'], '3:5'],
  [json, [], '1:1'],
  [json, ['a'], '2:1'],
  [json, ['a', 0], '3:3'],
  [json, ['a', 1], '4:3'],
  [json, ['a', 1, 'c'], '4:24'],
  [json, ['a', 1, 'c', 1], '4:34'],
  [json, ['a', 1, 'd', 'none'], '5:4'],
  [json, ['none', 'a'], '1:1'],
])('in %j the place of %j is %s', (text, path, place) => expect(readText(text, 'book').placeOf(path)).toBe(place));

test('several places are found at once', () =>
  expect(readText(json, 'book').placesOf([['a', 1, 'c'], [], ['a', 0, 'b']])).toEqual(['4:24', '1:1', '3:4']));
