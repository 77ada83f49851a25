// Reading a published snapshot, without its schema: it was checked where it was made, and a page has no bytes to spare.
import { checksumOf } from './checksum.ts';
import { fail } from './error.ts';
import { fault, isObject, type Fault, type Row } from './forms.ts';
import { faultIn } from './snapshot-forms.ts';
import type { Snapshot } from './snapshot-schema.ts';

/** The version that this package writes. A reader accepts its own major version only; a minor one adds keys. */
export const snapshotVersion = '1.3';

/** Names from a document can be of any length. */
const longest = 80;

/**
 * Reads a published snapshot.
 * @throws QuotientError `another-version` where its major version is not this package's; `unknown-kind` where a plan in it has a
 * type, a word or a key that this package does not know; `snapshot` where it is none, or lacks what figures are made of.
 */
export function readSnapshot(document: unknown): Snapshot {
  const { version } = (document ?? {}) as Partial<Snapshot>;
  if (version !== undefined && String(version).split('.')[0] !== snapshotVersion.split('.')[0])
    fail(
      'another-version',
      ['version'],
      `This snapshot has version ${String(version)}; this page reads ${snapshotVersion}.`,
      'Publish again with the connector of the same version.',
    );
  if (isObject(document) && read.has(document)) return document as Snapshot;
  const isAsWritten = isObject(document) && hasChecksum(document);
  const found = isAsWritten ? null : version === undefined ? fault() : faultIn(document, 'Snapshot');
  if (found) refuse(found);
  read.set(document as object, isAsWritten);
  return document as Snapshot;
}

/** Is a snapshot as a connector of this version wrote it? Every part of it was looked at there. */
export const isAsPublished = (held: Snapshot): boolean => read.get(held) ?? false;

/** Snapshots that are whole, each looked at once; and whether they are as they were written. */
const read = new WeakMap<object, boolean>();

function hasChecksum(document: Row): boolean {
  const { version, checksum } = document;
  if (version !== snapshotVersion || typeof checksum !== 'string') return false;
  try {
    return checksumOf(document) === checksum;
  } catch (error) {
    // Too many levels for the text of a document.
    if (!(error instanceof RangeError)) throw error;
    return false;
  }
}

/** @throws QuotientError with what is wrong. */
export function refuse({ path, unknown }: Fault): never {
  if (unknown === undefined) fail('snapshot', path, 'This is no snapshot, or a part of one.', 'Publish it again.');
  const said = JSON.stringify(unknown.slice(0, longest));
  const key = path.findLast((one) => typeof one === 'string' && one !== unknown);
  fail(
    'unknown-kind',
    path,
    `This page does not know ${said}${key === undefined ? '' : ` ${path.at(-1) === unknown ? 'in' : 'as'} ${key}`}.`,
    'Publish again with the connector of the same version.',
  );
}
