// Sync: brings the store up to date with what the plans need of the org, object by object, each counted.
import type { Plan, Settings } from '@quotient/calc';
import { fieldsOf, leftOut, since, type LeftOut } from '@quotient/salesforce';
import type { Rest } from '../org/rest.ts';
import { ConnectorError, exitCode } from '../error.ts';
import { lock } from '../store/file.ts';
import type { SyncFacts } from '../store/facts.ts';
import { Store } from '../store/store.ts';
import { describing, fieldsThatExist, lacksOf, refuseWithoutAny } from './fields.ts';
import { lookAt, readObject, type Beforehand, type ObjectAsked, type ObjectRead, type Thoroughness } from './object.ts';
import { verifyObject, type ObjectVerified } from './verified.ts';
import { orgFacts, orgId } from './org-facts.ts';

/** Told as pages arrive. */
export type Progress = (object: string, count: number, total: number) => void;

export interface SyncOptions {
  readonly progress?: Progress;
  readonly settings?: Settings;
  /** `changes` if not said: what changed since the last time; else all Ids are compared, or everything is read. */
  readonly thoroughness?: Thoroughness;
  /** An object may have lost many of its records. */
  readonly acceptsLoss?: boolean;
  /** Every record is compared with the org's afterwards, field by field. */
  readonly verify?: boolean;
  /** From so many records on an object is read by a bulk job. */
  readonly bulkFrom?: number;
  /** At most so many records are asked for at once. */
  readonly pageSize?: number;
}

export interface SyncResult {
  readonly org: string;
  /** The number of the sync in the store. */
  readonly sync: number;
  /** How many records of each object there are now. */
  readonly counts: Readonly<Record<string, number>>;
  /** How each object was read. */
  readonly objects: Readonly<Record<string, ObjectRead>>;
  /** Fields, and objects, that settings, pages and flags would read and the org does not have or hides. */
  readonly absent: readonly string[];
  /** Plans that need what the org does not have or hides; what the other plans need was read. */
  readonly leftOut: readonly LeftOut[];
  /** Objects in which store and org are the same; null where that was not asked for. */
  readonly verified: readonly ObjectVerified[] | null;
}

/**
 * Reads what the plans need into `dir`. Commands go on reading what was there before until all of it has come; a sync that
 * was cut off is taken up where it stopped. Plans that need what the org lacks are left out.
 * @throws ConnectorError 78 where that leaves no plan, 65 where a count does not fit, 75 where another sync is under way
 */
export async function sync(
  rest: Rest,
  plans: readonly Plan[],
  dir: string,
  {
    progress = () => undefined,
    settings = {},
    thoroughness = 'changes',
    acceptsLoss = false,
    verify = false,
    bulkFrom,
    pageSize,
  }: SyncOptions = {},
): Promise<SyncResult> {
  const release = lock(dir);
  try {
    const describe = describing(rest);
    const absent: string[] = [];
    const needed = fieldsOf(plans, settings);
    const [org] = await Promise.all([orgId(rest), ...needed.map(({ object }) => describe(object))]);
    const lacks = await lacksOf(needed, describe);
    const out = leftOut(plans, lacks, settings);
    const kept = plans.filter(({ id }) => !out.some(({ plan }) => plan === id));
    refuseWithoutAny(lacks, out, kept.length > 0);
    const asked: ObjectAsked[] = [];
    for (const needs of fieldsOf(kept, settings)) {
      const exists = await fieldsThatExist(needs, describe, absent);
      if (!exists) continue;
      const { fields, merged, ...found } = exists;
      const where = since(needs.object, kept, fields) ?? null;
      asked.push({ object: needs.object, asked: { org, fields, where, merged }, ...found });
    }
    const store = Store.toWrite(dir);
    try {
      const read = await readAll(store, asked, thoroughness);
      // What was cut off some time ago is as old as it was then: what changed since is read at once.
      const isOld = Object.values(read.objects).some(({ isTakenUp }) => isTakenUp);
      const result = isOld ? { ...(await readAll(store, asked, 'changes')), objects: read.objects } : read;
      return { ...result, verified: verify ? await verifyAll(store, result.sync) : null };
    } finally {
      store.close();
    }

    async function readAll(
      into: Store,
      objects: readonly ObjectAsked[],
      thorough: Thoroughness,
    ): Promise<Omit<SyncResult, 'verified'>> {
      // What is small is asked for at once, what is large one after another; the disk is written to while the org answers.
      const [beforehand, found, begun] = await Promise.all([
        Promise.all(objects.map((one) => lookAt({ rest, store: into, pageSize }, one, thorough))),
        orgFacts(rest, kept),
        (async () => into.beginSync(new Date().toISOString()))(),
      ]);
      const endings: (() => void)[] = [];
      const atEnd = (write: () => void): unknown => endings.push(write);
      const around = { rest, store: into, sync: begun, progress, bulkFrom, pageSize, atEnd };
      const read: Record<string, ObjectRead> = {};
      for (const [i, one] of objects.entries())
        read[one.object] = await readObject(around, one, beforehand[i] as Beforehand, acceptsLoss);
      const facts: SyncFacts = {
        org: rest.login.name,
        instanceUrl: rest.login.instanceUrl,
        syncedAt: new Date().toISOString(),
        ...found,
        lacks,
      };
      into.within(() => {
        for (const write of endings) write();
        into.endSync(
          begun,
          objects.map(({ object }) => object),
          facts,
        );
      });
      return {
        org: facts.org,
        sync: begun,
        counts: Object.fromEntries(Object.entries(read).map(([object, { count }]) => [object, count])),
        objects: read,
        absent,
        leftOut: out,
      };
    }
    /** @throws ConnectorError `store-differs` (65) with the first differences */
    async function verifyAll(from: Store, number: number): Promise<ObjectVerified[]> {
      const verified: ObjectVerified[] = [];
      for (const reading of from.objects(number))
        verified.push(
          await verifyObject(
            { rest, store: from, sync: number, progress, bulkFrom, pageSize },
            reading,
            asked.some(({ object, isReplicated }) => object === reading.object && isReplicated),
          ),
        );
      const differences = verified.flatMap((one) => one.differences);
      if (differences.length === 0) return verified;
      const shown = differences
        .slice(0, 5)
        .map(
          ({ object, id, what }) =>
            `${object} ${id} ${typeof what === 'string' ? `is ${what}` : `differs in ${what.join(', ')}`}`,
        );
      throw new ConnectorError(
        'store-differs',
        exitCode.badData,
        `Store and org differ in ${differences.length} records: ${shown.join('; ')}.`,
        ['Run quotient sync --compare, or quotient sync --full to read everything anew, and verify again.'],
      );
    }
  } finally {
    release();
  }
}
