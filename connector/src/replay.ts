// Runs: a calculation that was shown is kept with all that it was made of, and can be repeated byte for byte.
import { createHash } from 'node:crypto';
import { calculate, snapshotVersion, type Book, type Result } from '@quotient/calc';
import { bookOf, snapshotsOf, type BookRules, type Hierarchy, type SyncedBook } from './book.ts';
import { ConnectorError, exitCode } from './error.ts';
import { readStore, Store, type Run } from './store/store.ts';

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** What a book is made of beside the records. */
const rulesOf = (
  { asOf, plans, assignments, quotas, entries, segments, coaching }: Book,
  hierarchy: Hierarchy,
): BookRules => ({
  asOf,
  plans,
  assignments,
  ...(quotas && { quotas }),
  ...(entries && { entries }),
  ...(segments && { segments }),
  ...(coaching && { coaching }),
  ...(hierarchy !== 'managers' && { hierarchy }),
});

const digestOf = (result: Result): string => sha256(JSON.stringify(result));

/** Everything that a run depends on: what it was made of, and the version of the calculation. */
const inputsOf = (store: Store, sync: number, document: string, isRead = false): string =>
  sha256(JSON.stringify([snapshotVersion, document, store.facts(sync), store.hashes(sync, isRead)]));

/**
 * Keeps a run of what was synced into a folder; the same inputs are the same run. `figures`: digests of what is shown, and to whom.
 */
export function keepRun(
  dir: string,
  { book, meta, hierarchy }: SyncedBook,
  result: Result = calculate(book),
  figures: readonly (readonly [digest: string, payee: string])[] = [],
): Run {
  const store = Store.toWrite(dir);
  try {
    const body = JSON.stringify(rulesOf(book, hierarchy));
    const document = sha256(body);
    const inputs = inputsOf(store, meta.sync, document);
    const run = {
      id: inputs.slice(0, 12),
      sync: meta.sync,
      made: new Date().toISOString(),
      document,
      inputs,
      digest: digestOf(result),
    };
    store.keepRun(run, body, figures);
    return store.run(run.id) ?? run;
  } finally {
    store.close();
  }
}

export interface Verified {
  readonly run: string;
  readonly made: string;
  readonly asOf: string;
  readonly sync: number;
  readonly statements: number;
  /** Of a figure that was asked for: whose it is. */
  readonly payee: string | null;
  readonly digest: string;
}

/**
 * Repeats a run, named by its id or by the digest of a figure that it showed, from what is kept, and compares byte for byte.
 * @throws ConnectorError `run-unknown` (2); `input-gone`, `input-changed`, `run-differs` (65)
 */
export function verifyRun(
  dir: string,
  asked: { readonly run?: string | undefined; readonly digest?: string | undefined },
): Verified {
  const store = Store.toRead(dir);
  try {
    const figure = asked.digest === undefined ? null : store.figure(asked.digest);
    const run = store.run(figure?.run ?? asked.run ?? '');
    if (!run)
      throw new ConnectorError(
        'run-unknown',
        exitCode.usage,
        `No run ${asked.digest === undefined ? `"${asked.run}"` : `with the figure ${asked.digest}`} is kept in ${dir}.`,
        ['Name a run as quotient publish and quotient statement print it, or the digest that a page shows.'],
      );
    const gone = (what: string): ConnectorError =>
      new ConnectorError('input-gone', exitCode.badData, `Run ${run.id} cannot be repeated: ${what}`, [
        'Restore a backup that holds it: quotient store restore --file FILE.',
      ]);
    const document = store.document(run.document);
    if (store.facts(run.sync) === null) throw gone(`the records of sync ${run.sync} were purged.`);
    if (document === null) throw gone('its plans, assignments and quotas are not kept any more.');
    if (sha256(document) !== run.document || inputsOf(store, run.sync, run.document, true) !== run.inputs)
      throw new ConnectorError(
        'input-changed',
        exitCode.badData,
        `Run ${run.id} cannot be repeated: what it was made of is no longer what it was, or another version of Quotient made it.`,
        ['Use the version of Quotient that made the run, or restore a backup from before the change.'],
      );
    const { records, meta } = readStore(dir, run.sync);
    const book = bookOf(JSON.parse(document) as BookRules, records, meta);
    const result = calculate(book);
    const digest = digestOf(result);
    const shown = figure === null ? null : snapshotsOf({ book }).find(({ payee }) => payee.Id === figure.payee)?.inputs;
    if (digest !== run.digest || (figure !== null && shown !== asked.digest))
      throw new ConnectorError(
        'run-differs',
        exitCode.bug,
        `Run ${run.id} comes out otherwise than on ${run.made}, from the same inputs.`,
        ['Report it with the command that you ran: the same inputs have to give the same bytes.'],
      );
    return {
      run: run.id,
      made: run.made,
      asOf: book.asOf,
      sync: run.sync,
      statements: result.statements.length,
      payee: figure?.payee ?? null,
      digest,
    };
  } finally {
    store.close();
  }
}
