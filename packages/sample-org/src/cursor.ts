// Query pages: a cursor keeps the answer of a query, and pages are cut from it until it is read.
import { ApiError } from './error.ts';
import type { Viewer } from './org.ts';
import type { Answer } from './soql/query.ts';

const lifetimeMs = 2 * 24 * 3_600_000;

interface Cursor {
  readonly owner: string;
  readonly answer: Answer;
  readonly made: number;
}

export class Cursors {
  readonly #open = new Map<string, Cursor>();
  readonly #clock: () => Date;
  #next = 1;

  constructor(clock: () => Date) {
    this.#clock = clock;
  }

  /** The first page of an answer. `batchSize` is between 200 and 2,000; a locator stands for the rest. */
  first(owner: string, answer: Answer, base: string, batchSize: number): object {
    if (answer.length <= batchSize) return page(answer, 0, answer.length, null);
    const id = `01gSm${String(this.#next++).padStart(10, '0')}`;
    const now = this.#clock().getTime();
    for (const [old, { made }] of this.#open) if (now - made > lifetimeMs) this.#open.delete(old);
    this.#open.set(id, { owner, answer, made: now });
    return page(answer, 0, batchSize, `${base}/query/${id}-${batchSize}`);
  }

  /**
   * A later page. What its person may not see any more is left out, so that a page may hold fewer records.
   * @throws ApiError INVALID_QUERY_LOCATOR for what is unknown, too old or somebody else's.
   */
  next(viewer: Viewer, locator: string, base: string, batchSize: number): object {
    const [id = '', position = ''] = locator.split('-');
    const cursor = this.#open.get(id);
    const from = Number(position);
    if (
      !cursor ||
      cursor.owner !== viewer.id ||
      this.#clock().getTime() - cursor.made > lifetimeMs ||
      !Number.isInteger(from) ||
      from <= 0 ||
      from >= cursor.answer.length
    )
      throw new ApiError(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator');
    const until = Math.min(from + batchSize, cursor.answer.length);
    return page(
      cursor.answer,
      from,
      until,
      until < cursor.answer.length ? `${base}/query/${id}-${until}` : null,
      viewer,
    );
  }
}

function page(answer: Answer, from: number, until: number, nextRecordsUrl: string | null, later?: Viewer): object {
  const places = Array.from({ length: until - from }, (_, i) => from + i);
  const records = (later ? places.filter((place) => answer.isVisible(place, later)) : places).map(answer.record);
  return {
    totalSize: answer.totalSize,
    done: nextRecordsUrl === null,
    ...(nextRecordsUrl === null ? {} : { nextRecordsUrl }),
    records,
  };
}
