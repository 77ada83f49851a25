// Sharing rows: who was given a record that they neither own nor stand above, as `QuotientSnapshot__Share` holds it.
import { ApiError, noAccess } from './error.ts';
import type { Org, Viewer } from './org.ts';
import type { Row } from './rows.ts';
import { lowerCase, makeObject, type ObjectType } from './schema.ts';

export const shareName = (object: string): string => object.replace(/__c$/, '__Share');

/**
 * Adds the sharing object of every custom object that is not open to all for writing. It holds the rows that somebody
 * made; what owners and the hierarchy may needs none. Source: "Sharing a Record Using Apex" of the Apex guide.
 */
export function addShareObjects(types: Map<string, ObjectType>): void {
  const shared = [...types.values()];
  for (const type of shared) {
    const name = shareName(type.name);
    if (!type.custom || type.sharing === 'readWrite' || typeof type.sharing === 'object') continue;
    if (types.has(lowerCase(name))) continue;
    const made = makeObject(
      name,
      freePrefix(types),
      { parent: 'ParentId' },
      `
      ParentId: reference(${type.name}) required fixed > Shares
      UserOrGroupId: reference(User) required fixed
      AccessLevel: picklist(Read, Edit, All) required
      RowCause: picklist(Owner, Manual, Rule) fixed`,
    );
    types.set(lowerCase(name), { ...made, shares: type.name });
  }
}

function freePrefix(types: ReadonlyMap<string, ObjectType>): string {
  const taken = new Set([...types.values()].map(({ prefix }) => prefix));
  for (let n = 0; ; n++) {
    const prefix = `0s${n.toString(36)}`;
    if (!taken.has(prefix)) return prefix;
  }
}

/** Was the record given to the viewer, or to somebody below whose rights the hierarchy hands up? */
export function isShared(org: Org, viewer: Viewer, type: ObjectType, row: Row, levels: readonly string[]): boolean {
  return sharesOf(org, type, row).some(
    ({ UserOrGroupId, AccessLevel }) =>
      levels.includes(String(AccessLevel)) &&
      (type.hierarchies === false ? UserOrGroupId === viewer.id : viewer.below.has(String(UserOrGroupId))),
  );
}

function sharesOf(org: Org, type: ObjectType, row: Row): Row[] {
  const shares = type.custom ? org.types.get(lowerCase(shareName(type.name))) : undefined;
  if (!shares) return [];
  const { rows } = org.table(shares.name);
  return rows.size === 0
    ? []
    : rows.having('ParentId', String(row['Id'])).filter(({ IsDeleted }) => IsDeleted !== true);
}

/**
 * Settles a sharing row that is written, by who may share the record.
 * @throws ApiError for a level or a cause that nobody can give, and where it is not the viewer's to give.
 */
export function checkShare(org: Org, viewer: Viewer, type: ObjectType, row: Row): void {
  const shared = org.types.get(lowerCase(type.shares ?? ''));
  if (!shared || !org.mayEdit(viewer, type, row)) throw noAccess();
  const wrong = (field: string, what: string): ApiError =>
    new ApiError(400, 'FIELD_INTEGRITY_EXCEPTION', `field integrity exception: ${field} (${what})`, [field]);
  row['RowCause'] ??= 'Manual';
  if (row['RowCause'] !== 'Manual')
    throw wrong('RowCause', `a row of cause ${String(row['RowCause'])} is made by the org`);
  const level = row['AccessLevel'];
  if (level !== 'Read' && level !== 'Edit') throw wrong('AccessLevel', `invalid sharing access level ${String(level)}`);
  if (shared.sharing === 'read' && level === 'Read')
    throw wrong('AccessLevel', 'trivial share level Read, for organization with default level Read');
}

/** What was shared by hand ends with the owner who shared it. */
export function endShares(org: Org, type: ObjectType, row: Row): void {
  for (const share of sharesOf(org, type, row)) org.drop(shareName(type.name), share);
}
