// The people whom a command names: by Id or username, one by one or with everybody below.
import { snapshots, type Book, type Snapshot } from '@quotient/calc';
import type { People } from './book.ts';
import { ConnectorError, exitCode } from './error.ts';

/** @throws ConnectorError (2) where the org has nobody of that name. */
export function personNamed(people: People, named: string): string {
  const id = people.find(named);
  if (id === undefined)
    throw new ConnectorError(
      'unknown-person',
      exitCode.usage,
      `There is no person "${named}" among those that were read.`,
      ['Write an Id or username of the org.'],
    );
  return id;
}

/** The Ids of one person, or of a manager and everybody below; undefined where nobody is named. */
export function peopleNamed(
  people: People,
  payee: string | undefined,
  team: string | undefined,
): ReadonlySet<string> | undefined {
  if (payee !== undefined) return new Set([personNamed(people, payee)]);
  if (team === undefined) return undefined;
  const id = personNamed(people, team);
  return new Set([id, ...people.below(id)]);
}

/** The snapshots of some people, or of all, who have a plan in force. @throws ConnectorError (2) where nobody has. */
export function snapshotsInForce(book: Book, ids: ReadonlySet<string> | undefined, who = 'anybody'): Snapshot[] {
  const held = snapshots(book, ids && [...ids]).filter(({ plans }) => plans.length > 0);
  if (held.length === 0)
    throw new ConnectorError('nothing', exitCode.usage, `No plan is in force for ${who} as of ${book.asOf}.`, [
      'Check the as-of date and the assignments.',
    ]);
  return held;
}
