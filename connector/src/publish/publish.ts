// Publishing: snapshots and plans into the org by external id, only what changed, every result checked.
import { publication, QuotientError, type Plan, type Snapshot } from '@quotient/calc';
import { keyField, planObject, planRows, snapshotObject, snapshotRow } from '@quotient/salesforce';
import { ConnectorError, exitCode } from '../error.ts';
import { isRefusal } from '../org/refusal.ts';
import type { Rest } from '../org/rest.ts';
import type { Progress } from '../sync/sync.ts';
import { batchesOf, removeRows, upsertRows } from './collections.ts';
import { differencesOf, type Difference } from './difference.ts';
import { ingestRows } from './ingest.ts';
import type { RefusedRow, Sent } from './outcome.ts';
import { keyOf, publishedOf, type Published, type Row } from './published.ts';
import { isUnread, peopleWhoRead } from './readable.ts';
import { shareSnapshots, type Readers } from './shares.ts';

export interface PublishResult {
  /** Objects and keys, such as "QuotientPlan__c ae-fy26". */
  readonly created: readonly string[];
  readonly updated: readonly string[];
  /** Of people and plans that there are none of any more. */
  readonly removed: readonly string[];
  readonly unchanged: number;
  /** How often a snapshot was given to somebody above its payee to read, and how often that was ended. */
  readonly shared: readonly [given: number, ended: number];
  /** How snapshots were written. */
  readonly by: Sent['by'];
  readonly dryRun: boolean;
  /** Of a dry run: what would be other than now, person by person. */
  readonly differences: readonly Difference[];
  /** Ids of payees who may not read snapshots, so that the org gives them none: what is theirs is not published. */
  readonly unread: readonly string[];
}

export interface PublishOptions {
  /** Nothing is written. */
  readonly dryRun?: boolean;
  /** What seems unchanged is written too. */
  readonly isFull?: boolean;
  /** Keys of snapshots, and of plans, that stay as they are, though they are not given. */
  readonly stays?: { readonly snapshots: ReadonlySet<string>; readonly plans: ReadonlySet<string> };
  /** Who reads the snapshot of a payee beside them; where it is absent, what the org shows to whom stays as it is. */
  readonly readers?: Readers;
  /** What others have published stays: nothing is taken away. */
  readonly keepsOthers?: boolean;
  /** Much may be taken away. */
  readonly acceptsLoss?: boolean;
  /** What takes more calls goes by bulk jobs. */
  readonly mostCalls?: number;
  /** Told as rows are written. */
  readonly progress?: Progress;
}

/** More than this share of what is published is not taken away unasked: the folder may be another one. */
const mostLost = 0.2;
/** So few may go. */
const few = 10;
/** What takes more calls than these goes by bulk jobs. */
const manyCalls = 50;

/** What is to be done to an object. */
interface Work {
  readonly object: string;
  readonly created: readonly Row[];
  readonly updated: readonly Row[];
  readonly removed: readonly Published[];
  readonly unchanged: number;
  readonly before: ReadonlyMap<string, Published>;
}

/**
 * Writes what differs from the org, as `publication` makes it, and takes away what is of nobody any more. Done again after a lost
 * answer, or after it was cut off, it does the rest: the key decides. Rows that the org refuses do not keep the others back; that of a
 * payee who may not read snapshots is no error but named in the result, since an administrator mends it and nothing of it may stand
 * meanwhile.
 * @throws ConnectorError `refused` (65) with the first refusals, `lost-snapshots` (65) where very many would be taken away,
 * before anything is written; as `Rest.call` and `ingestRows` do
 */
export async function publish(
  rest: Rest,
  plans: readonly Plan[],
  snapshots: readonly Snapshot[],
  options: PublishOptions = {},
): Promise<PublishResult> {
  const { dryRun = false, stays, readers } = options;
  const rows = snapshots.map((one) => snapshotRow(one, ''));
  const [planWork, marked] = await Promise.all([
    workOf(rest, planObject, ['Name', 'Body__c'], planRows(plans), stays?.plans ?? new Set(), options),
    workOf(rest, snapshotObject, ['OwnerId', 'InputsHash__c'], rows, stays?.snapshots ?? new Set(), options),
  ]);
  const { work: snapshotWork, tooLarge } = withBodies(marked, snapshots);
  const works = [planWork, snapshotWork];
  for (const work of works) checkLoss(work, options);
  const differences = dryRun ? await differencesOf(rest, snapshots, keysOf(snapshotWork.updated)) : [];
  const sent = dryRun ? null : [await done(rest, planWork, options), await done(rest, snapshotWork, options)];
  const shared = readers && (await shareSnapshots(rest, await standing(rest, snapshotWork, dryRun), readers, dryRun));
  const found = [...(sent ?? []).flatMap((one) => one.refused), ...(shared?.refused ?? []), ...tooLarge];
  const refused = found.filter((row) => !isUnread(row));
  const unread = dryRun ? await unreadOf(rest, snapshotWork) : found.filter(isUnread).map(({ key }) => key);
  if (refused.length > 0) throw refusedRows(refused, rows.length + plans.length);
  const named = (of: (work: Work) => readonly string[]): string[] =>
    works.flatMap((work) => of(work).map((key) => `${work.object} ${key}`));
  const writtenKeys = (rows: readonly Row[]): string[] => keysOf(rows).filter((key) => !unread.includes(key));
  return {
    created: named(({ created }) => writtenKeys(created)),
    updated: named(({ updated }) => writtenKeys(updated)),
    removed: named(({ removed }) => removed.map(({ key }) => key)),
    unchanged: planWork.unchanged + snapshotWork.unchanged,
    shared: [shared?.given ?? 0, shared?.ended ?? 0],
    by: sent?.[1]?.by ?? null,
    dryRun,
    differences,
    unread,
  };
}

/**
 * The rows that are written with their documents, without those that the org's field cannot hold. What has not changed needs
 * none: its flags and forecast, which take longer than all else of it, are not made again.
 */
function withBodies(
  work: Work,
  snapshots: readonly Snapshot[],
): { readonly work: Work; readonly tooLarge: RefusedRow[] } {
  const own = new Map(snapshots.map((one) => [one.payee.Id, one]));
  const tooLarge: RefusedRow[] = [];
  const whole = (rows: readonly Row[]): Row[] =>
    rows.flatMap((row) => {
      const one = own.get(keyOf(row));
      if (!one) return [];
      try {
        return [snapshotRow(one, JSON.stringify(publication(one)))];
      } catch (error) {
        if (!(error instanceof QuotientError)) throw error;
        tooLarge.push({ key: keyOf(row), why: error.message });
        return [];
      }
    });
  return { work: { ...work, created: whole(work.created), updated: whole(work.updated) }, tooLarge };
}

/** Whose snapshot the org would not give them: asked before a dry run says what would be written. */
async function unreadOf(rest: Rest, { created, updated, before }: Work): Promise<string[]> {
  const isGiven = (row: Row): boolean => before.get(keyOf(row))?.values['OwnerId'] !== row['OwnerId'];
  const given = [...created, ...updated].filter(isGiven);
  const able = given.length === 0 ? null : await peopleWhoRead(rest);
  return able ? keysOf(given).filter((key) => !able.has(key)) : [];
}

/** The records of an object after some work: they are asked for again only where some have come or gone. */
const standing = async (
  rest: Rest,
  { object, created, removed, before }: Work,
  isDryRun: boolean,
): Promise<Published[]> =>
  isDryRun || created.length + removed.length === 0 ? [...before.values()] : publishedOf(rest, object, ['OwnerId']);

const keysOf = (rows: readonly Row[]): string[] => rows.map(keyOf);

/** Compares rows with what the org has, by some fields that say whether they are the same. */
async function workOf(
  rest: Rest,
  object: string,
  marks: readonly string[],
  rows: readonly Row[],
  stays: ReadonlySet<string>,
  { isFull = false, keepsOthers = false }: PublishOptions,
): Promise<Work> {
  const published = await publishedOf(rest, object, marks);
  const before = new Map(published.map((one) => [one.key, one]));
  const isSame = (row: Row): boolean => {
    const known = before.get(keyOf(row));
    return known !== undefined && !isFull && marks.every((mark) => known.values[mark] === row[mark]);
  };
  const keys = new Set(keysOf(rows));
  const changed = rows.filter((row) => !isSame(row));
  return {
    object,
    before,
    created: changed.filter((row) => !before.has(keyOf(row))),
    updated: changed.filter((row) => before.has(keyOf(row))),
    removed: keepsOthers ? [] : published.filter(({ key }) => !keys.has(key) && !stays.has(key)),
    unchanged: rows.length - changed.length,
  };
}

function checkLoss({ object, removed, before }: Work, { acceptsLoss = false }: PublishOptions): void {
  if (acceptsLoss || removed.length <= few || removed.length <= mostLost * before.size) return;
  throw new ConnectorError(
    'lost-snapshots',
    exitCode.badData,
    `${removed.length} of ${before.size} published records of ${object} are of nobody that the plan folder names; nothing was written.`,
    [
      'Check that this is the right plan folder. If these people and plans are gone, publish with --accept-loss; if others publish them, with --keep-others.',
    ],
  );
}

async function done(
  rest: Rest,
  { object, created, updated, removed }: Work,
  { progress = () => undefined, mostCalls = manyCalls }: PublishOptions,
): Promise<Sent> {
  const rows = [...created, ...updated];
  const total = rows.length + removed.length;
  let count = 0;
  const told = (more: number): void => progress(object, (count += more), total);
  const { by, refused } = await written(rest, object, rows, mostCalls, told);
  return { by, refused: [...refused, ...(await removeRows(rest, object, removed, told))] };
}

/** Many rows are written by bulk jobs where the org runs them. */
async function written(
  rest: Rest,
  object: string,
  rows: readonly Row[],
  mostCalls: number,
  told: (count: number) => void,
): Promise<Sent> {
  if (rows.length === 0) return { by: null, refused: [] };
  const usage = rest.usage();
  const calls = batchesOf(rows).length;
  if (calls > mostCalls || (usage !== null && usage.of - usage.used < calls + 10))
    try {
      return { by: 'Bulk', refused: await ingestRows(rest, object, rows, told) };
    } catch (error) {
      if (!noJobs.some((code) => isRefusal(error, code))) throw error;
    }
  return { by: 'REST', refused: await upsertRows(rest, object, rows, told) };
}

/** The org runs no bulk job: not for this object, not for this login, or no more today. */
const noJobs = ['INVALIDENTITY', 'FEATURENOTENABLED', 'API_DISABLED_FOR_ORG', 'EXCEEDEDQUOTA'];

const refusedRows = (refused: readonly RefusedRow[], total: number): ConnectorError =>
  new ConnectorError(
    'refused',
    exitCode.badData,
    `${refused.length} of ${total} rows were not published: ${refused
      .slice(0, 3)
      .map(({ key, why }) => `${key}: ${why}`)
      .join('; ')}.`,
    [`Correct what is named, and publish again; the other rows were written. ${keyField} tells rows apart.`],
  );
