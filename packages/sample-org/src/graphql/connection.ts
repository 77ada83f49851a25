// Connections: pages of edges with their cursors and counts. Source: "Paginate Query Results" of the platform's GraphQL guide.
import type { Picked } from './document.ts';
import { leaf, shaped, type Asked, type Step } from './shape.ts';

/** What a connection is over, in order, read one by one. */
export interface Found<T> {
  readonly length: number;
  readonly at: (index: number) => T;
}

interface Page<T> {
  readonly found: Found<T>;
  readonly from: number;
  readonly until: number;
}

const usual = 10;
const most = 2_000;
const cursor = (place: number): string => Buffer.from(`after:${place}`).toString('base64');

/** Arguments of every connection. */
export const pageArguments = ['first', 'after', 'upperBound'];

/** How what was found is answered. A cursor says how many came before: who asks with it is answered from what they may see then. */
export function connection<T>(
  asked: Asked,
  field: Picked,
  type: string,
  nodeOf: (field: Picked) => Step<T>,
): (found: Found<T>) => object {
  const { first, after } = readArguments(asked, field);
  const info = (one: Picked): Step<Page<T>> =>
    shaped<Page<T>>(asked, one, 'PageInfo', (inner) => {
      switch (inner.name) {
        case 'hasNextPage':
          return leaf(asked, inner, 'Boolean', ({ until, found }) => until < found.length);
        case 'hasPreviousPage':
          return leaf(asked, inner, 'Boolean', ({ from }) => from > 0);
        case 'startCursor':
          return leaf(asked, inner, 'String', ({ from, until }) => (from === until ? null : cursor(from)));
        case 'endCursor':
          return leaf(asked, inner, 'String', ({ from, until }) => (from === until ? null : cursor(until - 1)));
        default:
          return undefined;
      }
    });
  const edges = (one: Picked): Step<Page<T>> => {
    const edge = shaped<{ readonly source: T; readonly place: number }>(asked, one, `${type}Edge`, (inner) => {
      if (inner.name === 'cursor') return leaf(asked, inner, 'String', ({ place }) => cursor(place));
      if (inner.name !== 'node') return undefined;
      const node = nodeOf(inner);
      return ({ source }) => node(source);
    });
    return ({ found, from, until }) =>
      Array.from({ length: until - from }, (_, i) => edge({ source: found.at(from + i), place: from + i }));
  };
  const answer = shaped<Page<T>>(asked, field, `${type}Connection`, (one) => {
    switch (one.name) {
      case 'edges':
        return edges(one);
      case 'pageInfo':
        return info(one);
      case 'totalCount':
        return leaf(asked, one, 'Int', ({ found }) => found.length);
      case 'pageResultCount':
        return leaf(asked, one, 'Int', ({ from, until }) => until - from);
      default:
        return undefined;
    }
  });
  return (found) => {
    const from = Math.min(after, found.length);
    return answer({ found, from, until: Math.min(from + first, found.length) });
  };
}

function readArguments({ problems }: Asked, { args, at, node }: Picked): { first: number; after: number } {
  const { first = usual, after, upperBound } = args;
  const wrong = (what: string): void => problems.invalid('WrongType', what, at, node);
  const size = typeof first === 'number' && Number.isInteger(first) && first >= 1 && first <= most ? first : null;
  if (size === null) wrong(`argument 'first' is no whole number from 1 to ${most}`);
  if (upperBound !== undefined && upperBound !== null)
    if (!Number.isInteger(upperBound) || (upperBound as number) < 1) wrong(`argument 'upperBound' is no whole number`);
    else if (size !== null && size < 200) wrong(`argument 'first' is at least 200 where there is an 'upperBound'`);
  if (after === undefined || after === null) return { first: size ?? usual, after: 0 };
  const [, place] = /^after:(\d{1,9})$/.exec(Buffer.from(String(after), 'base64').toString('latin1')) ?? [];
  if (place === undefined) wrong(`argument 'after' is no cursor of this org`);
  return { first: size ?? usual, after: Number(place ?? 0) + 1 };
}
