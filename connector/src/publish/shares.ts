// Who may read a snapshot beside its payee: those above them by the hierarchy of the plan folder. Where that is the one of roles,
// the org does it by itself; where it is the one of managers, each snapshot is shared with them by name.
import { snapshotShareObject } from '@quotient/salesforce';
import { isRefusal } from '../org/refusal.ts';
import type { Rest } from '../org/rest.ts';
import { Unanswered } from '../org/transport.ts';
import { insertRows, removeRows } from './collections.ts';
import type { RefusedRow } from './outcome.ts';
import type { Published, Row } from './published.ts';

export interface Shared {
  /** How many were given something to read, and how many had something taken away. */
  readonly given: number;
  readonly ended: number;
  readonly refused: readonly RefusedRow[];
}

/** Who is to read the snapshot of a payee. */
export type Readers = (payee: string) => ReadonlySet<string>;

/** After so many lost answers it is given up. */
const mostTries = 3;

/**
 * Gives snapshots that the org has to those who are to read them, and takes them from everybody else with whom they were shared by name.
 * `isDryRun`: only counts.
 * @throws ConnectorError as `insertRows` and `removeRows` do
 */
export async function shareSnapshots(
  rest: Rest,
  snapshots: readonly Published[],
  readers: Readers,
  isDryRun: boolean,
): Promise<Shared> {
  for (let tries = 1; ; tries++) {
    const found = await differing(rest, snapshots, readers);
    if (!found) return { given: 0, ended: 0, refused: [] };
    const { missing, over } = found;
    if (isDryRun) return { given: missing.length, ended: over.length, refused: [] };
    try {
      // What somebody may no longer read goes first.
      const kept = await removeRows(rest, snapshotShareObject, over, () => undefined);
      const refused = await insertRows(rest, snapshotShareObject, missing);
      return { given: missing.length - refused.length, ended: over.length, refused: [...kept, ...refused] };
    } catch (error) {
      if (!(error instanceof Unanswered) || tries === mostTries) throw error;
      await rest.pause(error.after ?? 1_000 * tries);
    }
  }
}

/** Rows that are missing, and rows that are there and should not be; null where the org shows the snapshots of all to everybody. */
async function differing(
  rest: Rest,
  snapshots: readonly Published[],
  readers: Readers,
): Promise<{ readonly missing: readonly Row[]; readonly over: readonly Published[] } | null> {
  const shares = await sharesOf(rest);
  if (!shares) return null;
  const wanted = new Map<string, Row>();
  for (const { id, key } of snapshots)
    for (const reader of readers(key))
      wanted.set(`${id} ${reader}`, { ParentId: id, UserOrGroupId: reader, AccessLevel: 'Read' });
  const isRight = ({ key, values }: Published): boolean => wanted.has(key) && values['AccessLevel'] === 'Read';
  const right = new Set(shares.filter(isRight).map(({ key }) => key));
  return {
    missing: [...wanted].flatMap(([key, row]) => (right.has(key) ? [] : [row])),
    over: shares.filter((share) => !isRight(share)),
  };
}

/** The snapshots that were shared with people by name: groups and rules are the administrator's. */
async function sharesOf(rest: Rest): Promise<Published[] | null> {
  try {
    const rows = await rest.all(
      `SELECT Id, ParentId, UserOrGroupId, AccessLevel FROM ${snapshotShareObject} WHERE RowCause = 'Manual' ORDER BY Id`,
    );
    return rows.flatMap((values) => {
      const person = String(values['UserOrGroupId']);
      return person.startsWith('005')
        ? [{ id: String(values['Id']), key: `${String(values['ParentId'])} ${person}`, values }]
        : [];
    });
  } catch (error) {
    if (isRefusal(error, 'INVALID_TYPE')) return null;
    throw error;
  }
}
