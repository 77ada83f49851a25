// Hostile files: documents with changes, written as YAML or JSON, and then broken as text.
import fc from 'fast-check';
import { stringify } from 'yaml';
import { cases } from '../cases.ts';
import { mutate, mutations, type Mutation } from './mutation.ts';

interface Document {
  readonly plans: readonly unknown[];
}
/** The books of the worked cases. */
export const books: readonly Document[] = cases.map(({ book }) => book as Document);
export const book: fc.Arbitrary<Document> = fc.constantFrom(...books);

const laughs = `a: &a [x, x]
b: &b [*a, *a, *a, *a]
c: &c [*b, *b, *b, *b]
d: &d [*c, *c, *c, *c]
e: &e [*d, *d, *d, *d]
`;
const pieces = [
  '',
  '\n',
  '\t',
  ' ',
  '  ',
  '#',
  '"',
  "'",
  '{',
  '[',
  '}',
  ']',
  ',',
  ': ',
  '- ',
  '? ',
  '|\n',
  '>-\n',
  '%',
].concat(
  ['*a', '&a ', '<<: *a\n', '&a [*a]', '--- ', '...\n', '\0', '\uFEFF', '1e999999', '.nan', '.inf', laughs],
  ['__proto__: {polluted: true}\n', '"__proto__": {"polluted": true},', '!!js/function ', '!!timestamp ', '!a '],
  ['['.repeat(5_000), '- '.repeat(3_000), '? '.repeat(3_000), '{"a":'.repeat(3_000), 'k: 1\n'.repeat(2)],
);

interface Cut {
  readonly at: number;
  readonly length: number;
  readonly piece: string;
}
const cut: fc.Arbitrary<Cut> = fc.record({
  at: fc.nat(),
  length: fc.oneof(fc.constant(0), fc.nat(20)),
  piece: fc.constantFrom(...pieces),
});

/** Texts of plans (mostly) and books. */
export const texts: fc.Arbitrary<string> = fc
  .record({
    whole: book,
    changes: mutations,
    isPlan: fc.nat(3).map((n) => n > 0),
    isJson: fc.boolean(),
    cuts: fc.oneof(fc.constant<Cut[]>([]), fc.array(cut, { minLength: 1, maxLength: 2 })),
  })
  .map(({ whole, changes, isPlan, isJson, cuts }): string => {
    const document = written(isPlan ? whole.plans[0] : whole, changes);
    const text = isJson ? JSON.stringify(document) : stringify(document);
    return cuts.reduce((all, { at, length, piece }) => {
      const place = at % (all.length + 1);
      return all.slice(0, place) + piece + all.slice(place + length);
    }, text ?? '');
  });

/** What JSON keeps of a changed document, without changes that it cannot write. */
function written(document: unknown, changes: readonly Mutation[]): unknown {
  const writable = changes.filter(({ made, way }) => made === null && way !== 'move');
  const changed = mutate(document, writable);
  const text = isCircular(changed)
    ? undefined
    : JSON.stringify(changed, (_, value: unknown) => (typeof value === 'bigint' ? String(value) : value));
  return text !== undefined && text.length < 20_000 ? (JSON.parse(text) as unknown) : document;
}

/** Does something stand inside of itself? JSON cannot write it. */
function isCircular(value: unknown, above: readonly unknown[] = []): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return above.includes(value) || Object.values(value).some((one) => isCircular(one, [...above, value]));
}
