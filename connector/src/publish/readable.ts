// Who may read snapshots at all: the org gives nobody a record of an object that they may not read.
import { quoted, snapshotObject } from '@quotient/salesforce';
import { isRefusal } from '../org/refusal.ts';
import type { Rest } from '../org/rest.ts';
import type { RefusedRow } from './outcome.ts';

/** Was a row refused since its owner may not read its object? Source: TRANSFER_REQUIRES_READ among the status codes of the SOAP API guide. */
export const isUnread = ({ why }: RefusedRow): boolean => /TRANSFER_REQUIRES_READ/.test(why);

/**
 * Ids of the people who may read snapshots, by permission sets (that of a profile is one too) or since their profile sees
 * all; null where this login may not ask.
 * @throws ConnectorError as `Rest.all` does
 */
export async function peopleWhoRead(rest: Rest): Promise<ReadonlySet<string> | null> {
  const sets = `SELECT ParentId FROM ObjectPermissions WHERE SobjectType = ${quoted(snapshotObject)} AND PermissionsRead = true`;
  try {
    const given = await rest.all(
      `SELECT Id, AssigneeId FROM PermissionSetAssignment WHERE PermissionSetId IN (${sets}) ORDER BY Id`,
    );
    const seeing = await rest.all('SELECT Id FROM User WHERE Profile.PermissionsViewAllData = true ORDER BY Id');
    return new Set([...given.map(({ AssigneeId }) => String(AssigneeId)), ...seeing.map(({ Id }) => String(Id))]);
  } catch (error) {
    if (['INVALID_TYPE', 'INVALID_FIELD', 'INSUFFICIENT_ACCESS'].some((code) => isRefusal(error, code))) return null;
    throw error;
  }
}

/** The permission set that lets somebody read: of who leads nobody, and of who leads somebody. */
export const setFor = (leads: boolean): string => (leads ? 'QuotientManager' : 'QuotientRep');

/** Commands of the CLI that let people read, one for each permission set. */
export function remedyFor(people: readonly { readonly username: string; readonly permissionSet: string }[]): string {
  const bySet = [...Map.groupBy(people, ({ permissionSet }) => permissionSet)];
  return bySet
    .map(
      ([set, own]) =>
        `sf org assign permset --name ${set}${own.map((one) => ` --on-behalf-of ${one.username}`).join('')}`,
    )
    .join(' && ');
}
