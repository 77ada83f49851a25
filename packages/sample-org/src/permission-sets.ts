// What permission sets let people do with objects and fields that came by a deploy.
import { ApiError } from './error.ts';
import type { Org, Viewer } from './org.ts';
import type { Row } from './rows.ts';
import { lowerCase } from './schema.ts';

export type ObjectRight = 'read' | 'create' | 'edit' | 'delete';
export type FieldRight = 'read' | 'edit';

/**
 * May the viewer do this with records of an object, as far as sharing lets? Objects that came by no deploy are open to
 * everybody; the others to who sees all, and to whom a permission set lets.
 */
export function may(org: Org, viewer: Pick<Viewer, 'id' | 'seesAll'>, object: string, right: ObjectRight): boolean {
  const type = org.types.get(lowerCase(object));
  if (type?.hidden) return false;
  if (!type?.byPermission || viewer.seesAll) return true;
  return rightsOf(org, viewer.id).objects.get(type.name)?.has(right) ?? false;
}

/** Does a permission set let the viewer see, or change, every record of an object whoever owns it? */
export function mayAll(org: Org, viewer: Viewer, object: string, right: 'read' | 'edit'): boolean {
  const type = org.types.get(lowerCase(object));
  if (!type?.byPermission) return false;
  return viewer.seesAll || (rightsOf(org, viewer.id).objects.get(type.name)?.has(`${right} all`) ?? false);
}

/**
 * May the viewer see, or change, a field? One that came by a deploy is hidden from everybody, administrators too, until
 * a permission set names it; a field that must not be empty goes with its object.
 * Source: "Field Permissions" and "PermissionSet" of the Metadata API guide.
 */
export function mayField(org: Org, viewer: Viewer, object: string, field: string, right: FieldRight): boolean {
  const type = org.types.get(lowerCase(object));
  const found = type?.fields.get(lowerCase(field));
  if (!type || !found) return false;
  if (!found.byPermission) return true;
  if (!found.nillable && found.type !== 'boolean')
    return may(org, viewer, object, right) || (right === 'edit' && may(org, viewer, object, 'create'));
  return rightsOf(org, viewer.id).fields.get(`${type.name}.${found.name}`)?.has(right) ?? false;
}

/** @throws ApiError DUPLICATE_VALUE where a person has the permission set already. */
export function checkAssignment(org: Org, { AssigneeId, PermissionSetId }: Row): void {
  const { rows } = org.table('PermissionSetAssignment');
  const given = rows.having('AssigneeId', String(AssigneeId));
  if (given.some((row) => row['PermissionSetId'] === PermissionSetId && row['IsDeleted'] !== true))
    throw new ApiError(
      400,
      'DUPLICATE_VALUE',
      `Duplicate PermissionSetAssignment. Assignee: ${String(AssigneeId)}; Permission Set: ${String(PermissionSetId)}`,
      ['AssigneeId', 'PermissionSetId'],
    );
}

interface Rights {
  readonly objects: ReadonlyMap<string, ReadonlySet<string>>;
  /** By `Object.Field`. */
  readonly fields: ReadonlyMap<string, ReadonlySet<string>>;
}

const known = new WeakMap<Org, { readonly version: string; readonly people: Map<string, Rights> }>();

/** The union of a person's permission sets, kept as long as nothing is written to them. */
function rightsOf(org: Org, person: string): Rights {
  const version = ['PermissionSetAssignment', 'ObjectPermissions', 'FieldPermissions']
    .map((object) => org.table(object).rows.version)
    .join(' ');
  let kept = known.get(org);
  if (kept?.version !== version) known.set(org, (kept = { version, people: new Map() }));
  let rights = kept.people.get(person);
  if (!rights) kept.people.set(person, (rights = readRights(org, person)));
  return rights;
}

const objectRights: Readonly<Record<string, string>> = {
  PermissionsRead: 'read',
  PermissionsCreate: 'create',
  PermissionsEdit: 'edit',
  PermissionsDelete: 'delete',
  PermissionsViewAllRecords: 'read all',
  PermissionsModifyAllRecords: 'edit all',
};
const fieldRights: Readonly<Record<string, string>> = { PermissionsRead: 'read', PermissionsEdit: 'edit' };

function readRights(org: Org, person: string): Rights {
  const [objects, fields] = [new Map<string, Set<string>>(), new Map<string, Set<string>>()];
  const add = (to: Map<string, Set<string>>, key: string, row: Row, names: Readonly<Record<string, string>>): void => {
    const rights = to.get(key) ?? new Set();
    for (const [name, right] of Object.entries(names)) if (row[name] === true) rights.add(right);
    to.set(key, rights);
  };
  const isThere = ({ IsDeleted }: Row): boolean => IsDeleted !== true;
  for (const { PermissionSetId } of org
    .table('PermissionSetAssignment')
    .rows.having('AssigneeId', person)
    .filter(isThere)) {
    const parent = String(PermissionSetId);
    for (const row of org.table('ObjectPermissions').rows.having('ParentId', parent).filter(isThere))
      add(objects, String(row['SobjectType']), row, objectRights);
    for (const row of org.table('FieldPermissions').rows.having('ParentId', parent).filter(isThere))
      add(fields, String(row['Field']), row, fieldRights);
  }
  return { objects, fields };
}
