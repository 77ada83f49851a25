// One object in a sync: read anew, or brought up to date by what changed, or compared by all Ids; always counted in the end.
import { ConnectorError, exitCode } from '../error.ts';
import type { Way } from '../org/read.ts';
import type { Asked, Reading, ReadingWay } from '../store/store.ts';
import { isSame, readAnew, type Around } from './anew.ts';
import type { Applied } from './applied.ts';
import { changesOf } from './changes.ts';
import { comparedWith } from './compared.ts';
import { stampField } from './located.ts';

/** All Ids are compared after so long at the latest, in milliseconds. */
const comparedEvery = 7 * 86_400_000;

export interface ObjectAsked {
  readonly object: string;
  readonly asked: Asked;
  /** The org lists deletions of the object. */
  readonly isReplicated: boolean;
  /** What changes without a trace. */
  readonly untraced: readonly string[];
}

/** An object that has lost more than this share of its records is not believed: somebody may have lost the right to see them. */
const mostLost = 0.2;
/** So few records may go as they like. */
const few = 50;

/** What is asked for beside what changed. */
export type Thoroughness = 'changes' | 'compare' | 'full';

export interface ObjectRead {
  readonly way: ReadingWay;
  /** By which of the org's interfaces all records were read; null where they were not. */
  readonly by: Way | null;
  /** How it was read and why, in words. */
  readonly told: string;
  /** Records that are new or changed, and those that are gone; null where all were read. */
  readonly changed: number | null;
  readonly gone: number | null;
  /** It went on with a reading that was cut off: what changed since that began comes with the next. */
  readonly isTakenUp: boolean;
  readonly count: number;
}

/** @throws ConnectorError as `readPages` does; the reading is then kept as far as it came */
export async function readObject(
  around: Around,
  { object, asked, isReplicated, untraced }: ObjectAsked,
  { thoroughness, acceptsLoss, now }: { thoroughness: Thoroughness; acceptsLoss: boolean; now: number },
): Promise<ObjectRead> {
  const { store, sync, rest } = around;
  const before = store.reading(object, sync - 1);
  const anew = whyAnew();
  if (before && anew === null) {
    const isDue = thoroughness === 'compare' || now - before.compared > comparedEvery || !isReplicated;
    // What changes while it is read makes the numbers differ: once more, and then by all Ids.
    for (let round = isDue ? 2 : 0; round < 2; round++) {
      const applied = await changesOf(around, before, object, asked);
      if (applied === null) break;
      if (applied.count === (await counted()))
        return ended(before, 'changes', applied, before.compared, 'what changed');
    }
    await counted();
    const applied = await comparedWith(around, before, object, asked);
    if (applied) return ended(before, 'compared', applied, now, 'compared by all Ids');
  }
  if (before?.asked.where === asked.where) await counted();
  const { by, why, isTakenUp } = await readAnew(around, object, asked, now);
  const read = store.begun(object, sync) as Reading;
  return {
    way: 'anew',
    by,
    told: [by, why, anew ?? 'too much has changed'].filter(Boolean).join('; '),
    changed: null,
    gone: null,
    isTakenUp,
    count: read.count ?? 0,
  };

  /**
   * How many records the org shows.
   * @throws ConnectorError `lost-records` (65) where they are far fewer than before
   */
  async function counted(): Promise<number> {
    const number = await rest.count(object, asked.where ?? undefined);
    const known = before?.count ?? 0;
    if (acceptsLoss || known < few || number >= known * (1 - mostLost)) return number;
    throw new ConnectorError(
      'lost-records',
      exitCode.badData,
      `${object}: the org shows ${number} records where it showed ${known} before.`,
      [
        `Check whether the login may still see all records of ${object}. If they were deleted, run quotient sync --accept-loss.`,
      ],
    );
  }

  /** Why all records have to be read; null where changes will do. */
  function whyAnew(): string | null {
    if (!before) return '';
    if (thoroughness === 'full') return 'everything is asked for';
    if (!isSame(before.asked, asked)) return 'the plans ask for other fields or records than before';
    if (!asked.fields.some(({ path }) => path === stampField)) return `${object} has no ${stampField}`;
    if (untraced.length > 0) return `changes of ${untraced.join(', ')} leave no trace`;
    return null;
  }

  function ended(from: Reading, way: ReadingWay, applied: Applied, compared: number, told: string): ObjectRead {
    store.within(() =>
      store.endReading(store.beginReading(object, sync, way, asked, Math.max(now, from.watermark)), {
        ...applied,
        compared,
      }),
    );
    return {
      way,
      by: null,
      told,
      isTakenUp: false,
      changed: applied.changed.count,
      gone: applied.gone.size,
      count: applied.count,
    };
  }
}
