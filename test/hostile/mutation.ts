// Mutations of documents: wrong types, missing and doubled parts, names of prototypes, numbers and dates beyond all measure.
import fc from 'fast-check';

/** A change somewhere in a document; places are chosen by a number, so that a change fits every document. */
export interface Mutation {
  readonly place: number;
  readonly way: 'nudge' | 'replace' | 'remove' | 'rename' | 'double' | 'move' | 'wrap' | 'add';
  readonly value: unknown;
  /** The name of a value that no text holds, to be used in place of the other. */
  readonly made: Made | null;
  readonly key: string;
  readonly other: number;
}

const nestedLists = (depth: number): unknown => {
  let value: unknown = [];
  for (let i = 0; i < depth; i++) value = [value];
  return value;
};
const nestedFilter = (depth: number): unknown => {
  let value: unknown = { IsWon: { eq: true } };
  for (let i = 0; i < depth; i++) value = i % 2 ? { not: value } : { and: [value] };
  return value;
};
const names = ['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'valueOf', 'length', '', 'a.b', '\0', 'é🙂'];
const ids = ['u1', 'u2', 'm1', 'd1', 'A', 'B', 'C', 'M', 'p', 'q', 'c0', 'c1', 'commission', 'mbo', 'b', 'bookings'];
const numbers = [0, -0, 1, -1, 0.1, 1.5, 80, 1e-308, 1e21, 1e308, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY];
const texts = [
  ' ',
  'x',
  '1e999',
  '1e999999',
  '1e-999',
  '-1e30',
  '9'.repeat(29),
  '9'.repeat(10_000),
  `0.${'0'.repeat(28)}1`,
  `0.${'3'.repeat(150)}`,
  '0x10',
  '1_000',
  '50%',
  '150%',
  '-5%',
  '1.5x',
  '%',
  'x'.repeat(100_000),
  '2026-02-30',
  '0000-01-01',
  '0001-01-01',
  '1900-01-01',
  '9999-12-31',
  '2026-03-31T23:30:00.000+0000',
  '2026-03-31Tnever',
  '2026-Q1',
  '2026',
];
const words = [
  'owner',
  'month',
  'quarter',
  'half',
  'year',
  'end',
  'record',
  'whole',
  'above',
  'value',
  'attainment',
  'marginal',
  'cliff',
  'curve',
  'bonus',
  'matrix',
  'to-date',
  'none',
  'window-days',
  'count',
  'number',
  'EUR',
  'JPY',
  'XXX',
  'Asia/Tokyo',
];

/** Values that are no part of a document that anybody wrote; JSON can say most of them. */
export const hostile: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], [{}], { a: 1 }) },
  { weight: 6, arbitrary: fc.constantFrom<unknown>(...numbers) },
  { weight: 8, arbitrary: fc.constantFrom<unknown>(...texts) },
  { weight: 8, arbitrary: fc.constantFrom<unknown>(...words) },
  { weight: 8, arbitrary: fc.constantFrom<unknown>(...ids) },
  { weight: 3, arbitrary: fc.constantFrom<unknown>(...names) },
  { weight: 3, arbitrary: fc.integer({ min: -2, max: 400 }) },
  { weight: 3, arbitrary: fc.jsonValue() },
  { weight: 1, arbitrary: fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true }) },
);

/** Values that hold themselves, or far more than they take: made when they are needed, because no text holds them. */
const made = {
  'nested lists': () => nestedLists(10_000),
  'a nested filter': () => nestedFilter(10_000),
  'a filter of 30 levels': () => nestedFilter(30),
  'a filter that holds itself': () => {
    const loop: Record<string, unknown> = { IsWon: { eq: true } };
    loop['not'] = loop;
    return loop;
  },
  'a filter that doubles 40 times': () => {
    let laughs: unknown = { IsWon: { eq: true } };
    for (let i = 0; i < 40; i++) laughs = { or: [laughs, laughs] };
    return laughs;
  },
  'a prototype': () => JSON.parse('{"__proto__":{"polluted":true}}') as unknown,
  'what cannot be text': () => JSON.parse('{"toString":1,"valueOf":2,"constructor":3}') as unknown,
  'an object without prototype': () => Object.create(null) as unknown,
  'a date': () => new Date(0),
  'a map': () => new Map([[1, 2]]),
  'a symbol': () => Symbol('s'),
  'a bigint': () => 10n ** 400n,
  'a function': () => () => 1,
  'a slow pattern': () => ({ Name: { like: '%a%a%a%a%a%a%a%a%a%a%a%a%b' } }),
  'a long list': () => Array.from({ length: 1_500 }, (_, i) => i),
} as const satisfies Readonly<Record<string, () => unknown>>;
type Made = keyof typeof made;

const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(),
  way: fc.oneof(
    { weight: 6, arbitrary: fc.constant('nudge' as const) },
    { weight: 3, arbitrary: fc.constant('replace' as const) },
    { weight: 4, arbitrary: fc.constantFrom('remove', 'rename', 'double', 'move', 'wrap', 'add') },
  ),
  value: hostile,
  made: fc.oneof(
    { weight: 12, arbitrary: fc.constant(null) },
    { weight: 1, arbitrary: fc.constantFrom(...(Object.keys(made) as Made[])) },
  ),
  key: fc.constantFrom(...names, ...ids, 'where', 'gate', 'cap', 'by', 'per', 'every', 'quota', 'earnings', 'blend'),
  other: fc.nat(),
});

/** One to four changes; mostly one, so that many documents still say something. */
export const mutations: fc.Arbitrary<readonly Mutation[]> = fc.oneof(
  { weight: 2, arbitrary: fc.array(mutation, { minLength: 1, maxLength: 1 }) },
  { weight: 1, arbitrary: fc.array(mutation, { minLength: 2, maxLength: 4 }) },
);

const days = texts.filter((text) => /^\d{4}-\d\d-\d\d/.test(text)).concat('2026-02-28', '2026-03-31', '2025-12-31');
const shares = ['0%', '1%', '33.3%', '50%', '80%', '100%', '150%', '1000%'];
const amounts = [0, 1, -1, 0.5, 1000, '0.005', '-1e3', 1e21, '9'.repeat(29), `0.${'3'.repeat(28)}`];

/** A value of the same kind: what stands there may still be right. */
function nudged(old: unknown, other: number): unknown {
  const among = (list: readonly unknown[]): unknown => list[other % list.length];
  if (typeof old === 'boolean') return !old;
  if (typeof old === 'number') return among(amounts);
  if (typeof old !== 'string') return among([old, null]);
  if (/^\d{4}-\d\d-\d\d/.test(old)) return among(days);
  if (old.endsWith('%')) return among(shares);
  if (/^-?\d+(\.\d+)?$/.test(old)) return among(amounts.map(String));
  return among([...words, ...ids]);
}

type Holder = Record<string, unknown> | unknown[];
interface Slot {
  readonly holder: Holder;
  readonly key: string;
}

/** A copy of a document with changes. */
export function mutate(document: unknown, changes: readonly Mutation[]): unknown {
  const root = { document: structuredClone(document) };
  for (const { place, way, value: plain, made: name, key, other } of changes) {
    const value = name === null ? plain : made[name]();
    const slots = slotsOf(root);
    if (slots.length === 0) break;
    const slot = slots[place % slots.length] as Slot;
    const old = read(slot);
    if (way === 'nudge') write(slot, nudged(old, other));
    else if (way === 'replace') write(slot, value);
    else if (way === 'remove') remove(slot);
    else if (way === 'rename') {
      remove(slot);
      write({ ...slot, key: Array.isArray(slot.holder) ? slot.key : key }, old);
    } else if (way === 'double' && Array.isArray(slot.holder)) slot.holder.push(old);
    else if (way === 'move') write(slot, read(slots[other % slots.length] as Slot));
    else if (way === 'wrap') write(slot, other % 2 ? [old] : { [key]: old });
    else if (typeof old === 'object' && old !== null) write({ holder: old as Holder, key }, value);
  }
  return root.document;
}

/** Every place in a document, but not so many that a cycle or a long list takes over. */
function slotsOf(root: Holder): Slot[] {
  const slots: Slot[] = [];
  const seen = new Set<unknown>();
  const waiting: Holder[] = [root];
  while (waiting.length > 0 && slots.length < 5_000) {
    const holder = waiting.shift() as Holder;
    for (const key of Object.keys(holder).slice(0, 200)) {
      const slot = { holder, key };
      slots.push(slot);
      const value = read(slot);
      if (typeof value !== 'object' || value === null || seen.has(value)) continue;
      seen.add(value);
      waiting.push(value as Holder);
    }
  }
  return slots;
}

const read = ({ holder, key }: Slot): unknown => Object.getOwnPropertyDescriptor(holder, key)?.value as unknown;

/** Writes an own key, also one named `__proto__`. */
function write({ holder, key }: Slot, value: unknown): void {
  if (Array.isArray(holder)) {
    if (/^\d+$/.test(key)) holder[Number(key)] = value;
    else holder.push(value);
  } else Object.defineProperty(holder, key, { value, writable: true, enumerable: true, configurable: true });
}

function remove({ holder, key }: Slot): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}
