// One object in a sync: read anew, or brought up to date by what changed, or compared by all Ids; always counted in the end.
import { ConnectorError, exitCode } from '../error.ts';
import type { Way } from '../org/read.ts';
import { stampField } from '../store/batches.ts';
import type { Asked, Reading, ReadingWay } from '../store/store.ts';
import { isSame, readAnew, type Around } from './anew.ts';
import type { Applied } from './applied.ts';
import { changesOf, outlookOf, overlap, type Changes, type Outlook } from './changes.ts';
import { comparedWith } from './compared.ts';
import { deletedSince } from './deleted.ts';

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

/** What is known of an object before it is read. */
export interface Beforehand {
  /** Its last whole reading; null where there is none. */
  readonly before: Reading | null;
  /** Why all records have to be read; null where changes will do. */
  readonly anew: string | null;
  /** What the org says of changes; null where they are not what is asked for. */
  readonly outlook: Outlook | null;
  /** The server's clock, in milliseconds: everything that changes later comes with the next sync. */
  readonly now: number;
}

/** @throws ConnectorError as `outlookOf` does */
export async function lookAt(
  around: Pick<Around, 'rest' | 'store' | 'pageSize'>,
  { object, asked, isReplicated, untraced }: ObjectAsked,
  thoroughness: Thoroughness,
): Promise<Beforehand> {
  const { store, rest } = around;
  const now = rest.serverTime() ?? Date.now();
  const last = store.reading(object);
  // A clock that was ahead says of changes to come that they are here.
  const isAhead = last !== null && Math.max(last.watermark, last.compared) > now + overlap;
  const before = isAhead ? { ...last, watermark: Math.min(last.watermark, now), compared: 0 } : last;
  const anew = whyAnew();
  if (!before || anew !== null) return { before, anew, outlook: null, now };
  const isDue = thoroughness === 'compare' || now - before.compared > comparedEvery || !isReplicated;
  return { before, anew, now, outlook: isDue ? null : await outlookOf(around, before, object, asked) };

  function whyAnew(): string | null {
    if (!before) return '';
    if (thoroughness === 'full') return 'everything is asked for';
    if (!isSame(before.asked, asked)) return 'the plans ask for other fields or records than before';
    if (!asked.fields.some(({ path }) => path === stampField)) return `${object} has no ${stampField}`;
    if (untraced.length > 0) return `changes of ${untraced.join(', ')} leave no trace`;
    return null;
  }
}

/** So few changes are kept in memory until the sync ends, and written with its end. */
const mostKept = 2_000;

/** A reading in a sync: what it leaves to be written as the sync ends. */
export interface AroundSync extends Around {
  readonly atEnd: (write: () => void) => void;
}

/** @throws ConnectorError as `readPages` does; the reading is then kept as far as it came */
export async function readObject(
  around: AroundSync,
  { object, asked, isReplicated }: ObjectAsked,
  { before, anew, outlook, now }: Beforehand,
  acceptsLoss: boolean,
): Promise<ObjectRead> {
  const { store, sync, rest } = around;
  if (before && anew === null) {
    const applied = outlook && (await applying(before, outlook));
    if (applied) return ended(before, 'changes', applied, applied.covered, 'what changed');
    await counted();
    const covered = await coveredNow();
    const compared = await comparedWith(around, before, object, asked);
    if (compared) return ended(before, 'compared', compared, covered, 'compared by all Ids');
  }
  if (before?.asked.org === asked.org && before.asked.where === asked.where) await counted();
  const { by, why, isTakenUp } = await readAnew(around, object, asked, Math.min(now, await coveredNow()));
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

  /** What changed, where that makes as many records as the org has; null else. What changes while it is read is read once more. */
  async function applying(from: Reading, first: Outlook): Promise<Changes | null> {
    for (let seen = first, round = 0; round < 2; seen = await outlookOf(around, from, object, asked), round++) {
      believed(seen.total);
      const applied = await changesOf(around, from, object, asked, seen);
      if (applied === null) return null;
      if (applied.count === seen.total || applied.count === (await counted())) return applied;
    }
    return null;
  }

  /** How many records the org shows. @throws ConnectorError as `believed` does */
  async function counted(): Promise<number> {
    return believed(await rest.count(object, asked.where ?? undefined));
  }

  /** @throws ConnectorError `lost-records` (65) where they are far fewer than before */
  function believed(number: number): number {
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

  /** Up to where everything is visible now. */
  async function coveredNow(): Promise<number> {
    return (isReplicated && (await deletedSince(rest, object, now - overlap))?.covered) || now;
  }

  function ended(
    from: Reading,
    way: 'changes' | 'compared',
    applied: Applied,
    covered: number,
    told: string,
  ): ObjectRead {
    const watermark = Math.max(Math.min(now, covered), from.watermark);
    const write = (): void =>
      store.endReading(store.beginReading(object, sync, way, asked, watermark), {
        ...applied,
        compared: way === 'compared' ? now : from.compared,
      });
    if (applied.changed.count <= mostKept) around.atEnd(write);
    else store.within(write);
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
