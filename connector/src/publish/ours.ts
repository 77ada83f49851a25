// What publishing may write: our own objects, and nothing else in the org.
import { planObject, snapshotObject, snapshotShareObject } from '@quotient/salesforce';
import { ConnectorError, exitCode } from '../error.ts';

const ours: readonly string[] = [snapshotObject, planObject, snapshotShareObject];

/** @throws ConnectorError `not-ours` (70) for any other object */
export function checkOurs(object: string): void {
  if (ours.includes(object)) return;
  throw new ConnectorError('not-ours', exitCode.bug, `Quotient does not write ${object}.`, [
    'Report it with the command that you ran.',
  ]);
}
