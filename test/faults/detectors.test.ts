// Each guard of the reader is needed: in a copy without it, a fault that it finds does another harm than is expected of it.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { matrix, type FaultCase } from './matrix.ts';
import { elsewhere, isError, reader, world, type Elsewhere, type Reader } from './world.ts';

const source = fileURLToPath(new URL('../../connector/src/', import.meta.url));
// Its name lets vitest read its TypeScript as it reads this repository's packages; its place lets it find them.
const copies = fileURLToPath(new URL('../../node_modules/.cache/@quotient/', import.meta.url));
let made = 0;

interface Guard {
  readonly what: string;
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
  /** The case of the matrix that shows it. */
  readonly shownBy: string;
}

const guards: readonly Guard[] = [
  {
    what: 'the number of records of all pages',
    file: 'org/pages.ts',
    find: 'if (next === null ? count !== total : count > total)',
    replace: 'if (false)',
    shownBy: 'REST, last page: fewerRecords, for ever',
  },
  {
    what: 'the declared number on every page',
    file: 'org/pages.ts',
    find: 'if (head.totalSize !== (declared ?? head.totalSize))',
    replace: 'if (false)',
    shownBy: 'REST, middle page: totalChanges, for ever',
  },
  {
    what: 'a page that came twice',
    file: 'org/pages.ts',
    find: 'if (length > 0 && id === firstId)',
    replace: 'if (false)',
    shownBy: 'REST, middle page: pageAgain records, once',
  },
  {
    what: 'the host of the next page',
    file: 'org/rest.ts',
    find: "if (url.origin !== origin || !url.pathname.startsWith('/services/data/'))",
    replace: 'if (false)',
    shownBy: 'REST, first page: foreignNext https://elsewhere.invalid, for ever',
  },
  {
    what: 'a query that the org forgot',
    file: 'org/pages.ts',
    find: "if (!isRefusal(error, 'INVALID_QUERY_LOCATOR')) throw error;",
    replace: 'throw error;',
    shownBy: 'REST, middle page: locatorExpired, once',
  },
  {
    what: 'the number of records of each page of a job',
    file: 'org/bulk.ts',
    find: 'page.end(Number(declared))',
    replace: 'page.end()',
    shownBy: 'Bulk, middle page: cutRows, once',
  },
  {
    what: 'the number of records of a job',
    file: 'org/bulk.ts',
    find: "if (next === 'null' ? count !== place.total : count > place.total)",
    replace: 'if (false)',
    shownBy: 'Bulk, bulkPoll: totalChanges, for ever',
  },
  {
    what: 'the locator of each page',
    file: 'org/bulk.ts',
    find: "if (next === undefined || next === '' || declared === undefined)",
    replace: 'if (false)',
    shownBy: 'Bulk, middle page: locatorMissing, for ever',
  },
  {
    what: 'a job that was made without an answer',
    file: 'org/bulk.ts',
    find: 'if (!(error instanceof Unanswered) || tries >= mostJobs) throw error;',
    replace: 'throw error;',
    shownBy: 'Bulk, bulkCreate: lostAnswer, once',
  },
  {
    what: 'redirections',
    file: 'org/transport.ts',
    find: 'if (status >= 300 && status < 400)',
    replace: 'if (false)',
    shownBy: 'REST, first page: redirect https://elsewhere.invalid/, once',
  },
  {
    what: 'the type of an answer',
    file: 'org/transport.ts',
    find: 'if (!reading.type.test(type))',
    replace: 'if (false)',
    shownBy: 'REST, first page: htmlPage, for ever',
  },
  {
    what: 'how long the org asks to wait',
    file: 'org/transport.ts',
    find: 'if (wait > this.#left)',
    replace: 'if (false)',
    shownBy: 'REST, first page: throttled {"seconds":7200,"as":"seconds"}, once',
  },
  {
    what: 'limits that are worth a second try',
    file: 'org/transport.ts',
    find: "error.code === 'busy' || error.code === 'slow'",
    replace: 'false',
    shownBy: 'REST, first page: concurrentLimit, once',
  },
  {
    what: 'how dense a body may be packed',
    file: 'org/attempt.ts',
    find: 'if (made > largest || (isPacked && made > small && made > came * mostDense))',
    replace: 'if (false)',
    shownBy: 'REST, first page: gzipBomb, for ever',
  },
  {
    what: 'far fewer records than before',
    file: 'sync/object.ts',
    find: 'number >= known * (1 - mostLost)',
    replace: 'true',
    shownBy: 'REST, count: countDrops, for ever',
  },
];

let other: Elsewhere;
beforeAll(async () => {
  other = await elsewhere();
});
afterAll(() => other.close());

/** The reader without a guard, or whole. @throws Error where the file does not hold the guard's text exactly once */
async function without(guard: Guard | null): Promise<Reader> {
  if (!guard) return reader;
  const folder = join(copies, `reader-${process.pid}-${made++}`);
  mkdirSync(folder, { recursive: true });
  try {
    cpSync(source, folder, { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
    const file = join(folder, guard.file);
    const parts = readFileSync(file, 'utf8').split(guard.find);
    if (parts.length !== 2) throw new Error(`${guard.file} holds "${guard.find}" ${parts.length - 1} times`);
    writeFileSync(file, parts.join(guard.replace));
    const load = (path: string): Promise<unknown> => import(/* @vite-ignore */ join(folder, path));
    return {
      ...((await load('org/rest.ts')) as Pick<Reader, 'Rest'>),
      ...((await load('sync/sync.ts')) as Pick<Reader, 'sync'>),
      ...((await load('error.ts')) as Pick<Reader, 'asConnectorError'>),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** What becomes of a case: how it ends, what is in the store then, and whether the store is what the org holds. */
async function becomes({ way, fault, isLater }: FaultCase, by: Reader): Promise<unknown> {
  const one = await world(by);
  try {
    if (isLater) await one.sync(way);
    one.org.inject([
      JSON.parse(JSON.stringify(fault).replaceAll('https://elsewhere.invalid', other.origin)) as typeof fault,
    ]);
    const ended = await one.sync(way);
    one.org.clearFaults();
    const content = one.content();
    const records = Object.values(content ?? {}).map((rows) => (rows as unknown[]).length);
    return { ended: isError(ended) ? ended.exitCode : 'read', records };
  } finally {
    await one.close();
  }
}

describe('without a guard for', () => {
  const cases = new Map(matrix().map((one) => [one.name, one]));
  test.each(guards)('$what, a fault does harm', async (guard) => {
    const shown = cases.get(guard.shownBy);
    if (!shown) throw new Error(`the matrix has no case "${guard.shownBy}"`);
    const whole = await becomes(shown, await without(null));
    expect(whole).toMatchObject({ ended: 'exit' in shown.outcome ? shown.outcome.exit : 'read' });
    expect(await becomes(shown, await without(guard)).catch((error: unknown) => String(error))).not.toEqual(whole);
  });
});
