// What a condition leaves of the Ids and the stamps that rows can have, so that not every row has to be looked at.
import type { Value } from '../rows.ts';
import type { Field } from '../schema.ts';

/** From and until, both included; Ids as text, stamps in milliseconds. */
export interface Span<T extends string | number> {
  readonly from: T;
  readonly until: T;
}

/** Absent: any. */
export interface Spans {
  readonly ids?: Span<string>;
  readonly stamps?: Span<number>;
  /** The Ids themselves, where they are listed. */
  readonly listed?: ReadonlySet<string>;
}

const lastId = '~';

/** What a comparison with a value leaves. */
export function spansOf(operator: string, field: Field, wanted: Value): Spans {
  if (field.name === 'Id' && typeof wanted === 'string') {
    if (operator === '=') return { listed: new Set([wanted]), ids: { from: wanted, until: wanted } };
    const ids = between(operator, wanted, '', lastId);
    return ids ? { ids } : {};
  }
  if (field.name === 'SystemModstamp' && typeof wanted === 'number') {
    const stamps = between(operator, wanted, Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY);
    return stamps ? { stamps } : {};
  }
  return {};
}

/** What a list of values leaves. */
export function listedSpans(field: Field, values: ReadonlySet<Value>): Spans {
  if (field.name !== 'Id') return {};
  const listed = new Set([...values].filter((value) => typeof value === 'string'));
  let [from, until] = [lastId, ''];
  for (const id of listed) {
    if (id < from) from = id;
    if (id > until) until = id;
  }
  return { listed, ids: { from, until } };
}

function between<T extends string | number>(operator: string, wanted: T, lowest: T, highest: T): Span<T> | null {
  switch (operator) {
    case '=':
      return { from: wanted, until: wanted };
    case '>':
    case '>=':
      return { from: wanted, until: highest };
    case '<':
    case '<=':
      return { from: lowest, until: wanted };
    default:
      return null;
  }
}

/** What two conditions leave that both hold. */
export const bothSpans = (a: Spans, b: Spans): Spans =>
  present({
    ids: narrowed(a.ids, b.ids),
    stamps: narrowed(a.stamps, b.stamps),
    listed: a.listed ?? b.listed,
  });

/** What two conditions leave of which one holds. */
export const eitherSpans = (a: Spans, b: Spans): Spans =>
  present({
    ids: a.ids && b.ids && widened(a.ids, b.ids),
    stamps: a.stamps && b.stamps && widened(a.stamps, b.stamps),
    listed: a.listed && b.listed && new Set([...a.listed, ...b.listed]),
  });

const present = (spans: { [K in keyof Spans]: Spans[K] | undefined }): Spans =>
  Object.fromEntries(Object.entries(spans).filter(([, span]) => span !== undefined)) as Spans;

function narrowed<T extends string | number>(a: Span<T> | undefined, b: Span<T> | undefined): Span<T> | undefined {
  if (!a || !b) return a ?? b;
  return { from: a.from > b.from ? a.from : b.from, until: a.until < b.until ? a.until : b.until };
}

const widened = <T extends string | number>(a: Span<T>, b: Span<T>): Span<T> => ({
  from: a.from < b.from ? a.from : b.from,
  until: a.until > b.until ? a.until : b.until,
});
