// Rows written and taken away by collections: at most 200 in a call, each with a result of its own.
import { keyField } from '@quotient/salesforce';
import { ConnectorError, exitCode } from '../error.ts';
import { servicePath, type Rest } from '../org/rest.ts';
import { checkOurs } from './ours.ts';
import { isHeld, type RefusedRow } from './outcome.ts';
import { keyOf, type Published, type Row } from './published.ts';

/** At most so many records, and about so many characters, in one call. Source: sObject collections. */
const most = 200;
const largest = 4_000_000;
/** So many calls are under way at once. */
const atOnce = 4;
/** Rows that somebody holds are sent so often again, after pauses of so many milliseconds at first. */
const [again, firstPause] = [4, 500];

interface Result {
  readonly success: boolean;
  readonly errors: readonly { readonly statusCode: string; readonly message: string }[];
}

/** Rows as they fit into calls. */
export function batchesOf(rows: readonly Row[]): Row[][] {
  const list: Row[][] = [];
  let size = 0;
  for (const row of rows) {
    const length = JSON.stringify(row).length;
    const last = list.at(-1);
    if (last && last.length < most && size + length <= largest) last.push(row);
    else {
      list.push([row]);
      size = 0;
    }
    size += length;
  }
  return list;
}

/**
 * Writes rows by their keys: sent again after a lost answer they change nothing. `written`: told how many more rows are done.
 * @throws ConnectorError `protocol` (65) where the org does not answer for each row; as `Rest.call` does
 */
export async function upsertRows(
  rest: Rest,
  object: string,
  rows: readonly Row[],
  written: (count: number) => void,
): Promise<RefusedRow[]> {
  checkOurs(object);
  const path = `${servicePath}/composite/sobjects/${object}/${keyField}`;
  const send = async (batch: readonly Row[]): Promise<RefusedRow[]> => {
    const records = batch.map((row) => ({ attributes: { type: object }, ...row }));
    const results = await rest.call('PATCH', path, { body: { allOrNone: false, records } });
    return refusedOf(object, results, batch.map(keyOf));
  };
  let left = rows;
  const refused: RefusedRow[] = [];
  for (let round = 1; ; round++) {
    const found = await inTurn(batchesOf(left), async (batch) => {
      const own = await send(batch);
      written(batch.length - own.filter(({ why }) => isHeld(why)).length);
      return own;
    });
    const held = new Set(found.filter(({ why }) => isHeld(why)).map(({ key }) => key));
    refused.push(...found.filter(({ key }) => round === again || !held.has(key)));
    if (held.size === 0 || round === again) return refused;
    left = left.filter((row) => held.has(keyOf(row)));
    await rest.pause(firstPause * 2 ** (round - 1));
  }
}

/**
 * Adds rows that have no key. After a lost answer nobody knows which of them there are.
 * @throws Unanswered in that case; ConnectorError as `upsertRows` does
 */
export async function insertRows(rest: Rest, object: string, rows: readonly Row[]): Promise<RefusedRow[]> {
  checkOurs(object);
  return inTurn(batchesOf(rows), async (batch) => {
    const records = batch.map((row) => ({ attributes: { type: object }, ...row }));
    const results = await rest.call('POST', `${servicePath}/composite/sobjects`, {
      body: { allOrNone: false, records },
    });
    return refusedOf(
      object,
      results,
      batch.map((row) => Object.values(row).join(' ')),
    );
  });
}

/** What is gone already needs no taking away. */
const isGone = (why: string): boolean => /ENTITY_IS_DELETED|INVALID_CROSS_REFERENCE_KEY|NOT_FOUND/.test(why);

/** Takes records away. @throws ConnectorError as `upsertRows` does */
export async function removeRows(
  rest: Rest,
  object: string,
  records: readonly Published[],
  removed: (count: number) => void,
): Promise<RefusedRow[]> {
  checkOurs(object);
  const batches = Array.from({ length: Math.ceil(records.length / most) }, (_, i) =>
    records.slice(i * most, (i + 1) * most),
  );
  const refused = await inTurn(batches, async (batch) => {
    const ids = batch.map(({ id }) => id).join(',');
    const results = await rest.call('DELETE', `${servicePath}/composite/sobjects?ids=${ids}&allOrNone=false`);
    removed(batch.length);
    return refusedOf(
      object,
      results,
      batch.map(({ key }) => key),
    );
  });
  return refused.filter(({ why }) => !isGone(why));
}

function refusedOf(object: string, results: unknown, keys: readonly string[]): RefusedRow[] {
  if (!Array.isArray(results) || results.length !== keys.length)
    throw new ConnectorError(
      'protocol',
      exitCode.badData,
      `${object}: ${keys.length} rows were sent, and the org answered for ${Array.isArray(results) ? results.length : 'none'}.`,
      ['Run the command again: rows that were written are recognised by their key.'],
    );
  return (results as Result[]).flatMap(({ success, errors }, i) =>
    success
      ? []
      : [
          {
            key: keys[i] as string,
            why: errors.map(({ message, statusCode }) => `${message} (${statusCode})`).join(', '),
          },
        ],
  );
}

/** Does some work for each of a list, a few at a time; after an error nothing further is begun, and what is under way ends first. */
async function inTurn<T, R>(list: readonly T[], work: (one: T) => Promise<R[]>): Promise<R[]> {
  const results: R[][] = [];
  let next = 0;
  let isOver = false;
  const worker = async (): Promise<void> => {
    while (next < list.length && !isOver) {
      const i = next++;
      try {
        results[i] = await work(list[i] as T);
      } catch (error) {
        isOver = true;
        throw error;
      }
    }
  };
  const ends = await Promise.allSettled(Array.from({ length: Math.min(atOnce, list.length) }, worker));
  const failed = ends.find((end) => end.status === 'rejected');
  if (failed) throw failed.reason;
  return results.flat();
}
