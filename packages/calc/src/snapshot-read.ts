// Reading a published snapshot, without its schema: it was checked where it was made, and a page has no bytes to spare.
import { fail } from './error.ts';
import type { Snapshot } from './snapshot-schema.ts';

/** The version that this package writes. A reader accepts its own major version only; a minor one adds keys. */
export const snapshotVersion = '1.2';

/**
 * Reads a published snapshot.
 * @throws QuotientError `another-version` where its major version is not this package's, `snapshot` where it is none.
 */
export function readSnapshot(document: unknown): Snapshot {
  const { version, asOf, payee, plans, below, rates } = (document ?? {}) as Partial<Snapshot>;
  if (version !== undefined && String(version).split('.')[0] !== snapshotVersion.split('.')[0])
    fail(
      'another-version',
      ['version'],
      `This snapshot has version ${String(version)}; this page reads ${snapshotVersion}.`,
      'Publish again with the connector of the same version.',
    );
  const isWhole =
    version &&
    asOf &&
    payee?.Id &&
    below &&
    Array.isArray(rates) &&
    Array.isArray(plans) &&
    plans.every((one) => one && isPlan(one));
  if (!isWhole) fail('snapshot', [], 'This is no snapshot, or a part of one.', 'Publish it again.');
  return document as Snapshot;
}

const isPlan = ({
  plan,
  assignments,
  quotas,
  entries,
  records,
  credits,
}: Partial<Snapshot['plans'][number]>): boolean =>
  Boolean(plan?.measures && credits) &&
  [plan?.components, assignments, quotas, entries, records].every((list) => Array.isArray(list));
