// From what was synced to what people see: the snapshots of those who are still there, published and kept as a run.
import { snapshotsOf, type PlanLeftOut, type SyncedBook } from '../book.ts';
import type { Rest } from '../org/rest.ts';
import { keepRun } from '../replay.ts';
import { lock } from '../store/file.ts';
import { publish, type PublishOptions, type PublishResult } from './publish.ts';
import { setFor } from './readable.ts';

/** A payee who may not read snapshots, and the permission set that lets them. */
export interface Unread {
  readonly payee: string;
  readonly name: string;
  readonly username: string;
  readonly permissionSet: string;
}

export interface Publishing extends Omit<PublishResult, 'unread'> {
  /** Repeats it: quotient verify --run; null for a dry run. */
  readonly run: string | null;
  /** Plans that are left out, since the org lacks what they read: what their people were shown stays as it is. */
  readonly leftOut: readonly PlanLeftOut[];
  /** People who keep what was published before. */
  readonly kept: number;
  /** People with plans who have left the org: nothing is published to them. */
  readonly gone: readonly string[];
  /** People who may not read snapshots: nothing is published to them before somebody lets them. */
  readonly unread: readonly Unread[];
}

/** @throws ConnectorError `locked` (75) where another command publishes from the folder, and as `publish` does */
export async function publishSynced(
  rest: Rest,
  dir: string,
  synced: SyncedBook,
  options: Omit<PublishOptions, 'stays' | 'readers'>,
): Promise<Publishing> {
  // A look at what would be written keeps nobody from writing.
  const release = options.dryRun === true ? () => undefined : lock(dir, 'publish');
  try {
    return await publishAll(rest, dir, synced, options);
  } finally {
    release();
  }
}

async function publishAll(
  rest: Rest,
  dir: string,
  synced: SyncedBook,
  options: Omit<PublishOptions, 'stays' | 'readers'>,
): Promise<Publishing> {
  // A snapshot that lacks one of a person's plans would show less than they earn.
  const kept = new Set(synced.leftOut.flatMap(({ payees }) => payees));
  const all = snapshotsOf(synced).filter(({ payee }) => !kept.has(payee.Id));
  const gone = all.filter(({ payee }) => !synced.people.isActive(payee.Id));
  const snapshots = all.filter(({ payee }) => synced.people.isActive(payee.Id));
  const stays = { snapshots: kept, plans: new Set(synced.leftOut.map(({ plan }) => plan)) };
  const { above, below, isActive, name, username } = synced.people;
  const readers = (payee: string): ReadonlySet<string> =>
    new Set(synced.hierarchy === 'managers' ? [...above(payee)].filter(isActive) : []);
  const result = await publish(rest, synced.book.plans, snapshots, { ...options, stays, readers });
  const unread = result.unread.map((payee): Unread => ({
    payee,
    name: name(payee),
    username: username(payee),
    permissionSet: setFor(below(payee).size > 0),
  }));
  const shown = snapshots.filter(({ payee }) => !result.unread.includes(payee.Id));
  const figures = shown.map(({ inputs = '', payee }) => [inputs, payee.Id] as const);
  return {
    ...result,
    run: result.dryRun ? null : keepRun(dir, synced, undefined, figures).id,
    leftOut: synced.leftOut,
    kept: kept.size,
    gone: gone.map(({ payee }) => payee.Name),
    unread,
  };
}
