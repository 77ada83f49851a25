// A permission set as its metadata says it, and as the records that the platform keeps of it.
import { listOf, type Xml } from './metadata.ts';
import type { Org, Row } from './org.ts';

/** What is wrong with a permission set in this org, in the platform's words; `has` says what the org will have. */
export function permissionSetProblems(
  org: Org,
  xml: Xml,
  has: (type: 'CustomApplication' | 'CustomTab', name: string) => boolean,
): string[] {
  const problems: string[] = [];
  const lacks = (element: string, type: string, name: string): void =>
    void problems.push(`In field: ${element} - no ${type} named ${name} found`);
  for (const one of listOf(xml, 'objectPermissions')) {
    const name = String(one['object']);
    if (!org.types.has(name.toLowerCase())) lacks('object', 'CustomObject', name);
  }
  for (const one of listOf(xml, 'fieldPermissions')) {
    const name = String(one['field']);
    const field = fieldOf(org, name);
    if (!field) lacks('field', 'CustomField', name);
    else if (!field.nillable && field.type !== 'boolean')
      problems.push(`You cannot deploy to a required field: ${name}`);
  }
  for (const one of listOf(xml, 'applicationVisibilities')) {
    const name = String(one['application']);
    if (!has('CustomApplication', name)) lacks('application', 'CustomApplication', name);
  }
  for (const one of listOf(xml, 'tabSettings')) {
    const name = String(one['tab']);
    if (!has('CustomTab', name)) lacks('tab', 'CustomTab', name);
  }
  return problems;
}

/** Writes a permission set in place of the one of its name; returns its Id, and whether it is new. */
export function putPermissionSet(org: Org, name: string, xml: Xml): { readonly id: string; readonly created: boolean } {
  const known = permissionSet(org, name);
  const stamp = { LastModifiedDate: org.now(), SystemModstamp: org.now() };
  const row = org.load('PermissionSet', {
    ...(known ?? { CreatedDate: org.now(), IsDeleted: false }),
    ...stamp,
    Name: name,
    Label: String(xml['label'] ?? name),
    Description: xml['description'] === undefined ? null : String(xml['description']),
    IsOwnedByProfile: false,
    IsCustom: true,
  });
  const ParentId = String(row['Id']);
  dropRights(org, ParentId);
  const own = { ParentId, CreatedDate: org.now(), ...stamp, IsDeleted: false };
  const yes = (one: Xml, key: string): boolean => one[key] === 'true';
  for (const one of listOf(xml, 'objectPermissions'))
    org.load('ObjectPermissions', {
      ...own,
      SobjectType: org.types.get(String(one['object']).toLowerCase())?.name ?? String(one['object']),
      PermissionsRead: yes(one, 'allowRead'),
      PermissionsCreate: yes(one, 'allowCreate'),
      PermissionsEdit: yes(one, 'allowEdit'),
      PermissionsDelete: yes(one, 'allowDelete'),
      PermissionsViewAllRecords: yes(one, 'viewAllRecords'),
      PermissionsModifyAllRecords: yes(one, 'modifyAllRecords'),
    });
  for (const one of listOf(xml, 'fieldPermissions')) {
    const [object = '', field = ''] = String(one['field']).split('.');
    const type = org.types.get(object.toLowerCase());
    const SobjectType = type?.name ?? object;
    org.load('FieldPermissions', {
      ...own,
      SobjectType,
      Field: `${SobjectType}.${type?.fields.get(field.toLowerCase())?.name ?? field}`,
      PermissionsRead: yes(one, 'readable') || yes(one, 'editable'),
      PermissionsEdit: yes(one, 'editable'),
    });
  }
  return { id: ParentId, created: known === undefined };
}

/** Removes a permission set from the org, from whoever has it too; returns whether it was there. */
export function dropPermissionSet(org: Org, name: string): boolean {
  const known = permissionSet(org, name);
  if (!known) return false;
  const id = String(known['Id']);
  dropRights(org, id);
  dropRows(org, 'PermissionSetAssignment', 'PermissionSetId', id);
  org.drop('PermissionSet', known);
  return true;
}

/** Gives a person a permission set. */
export function assign(org: Org, person: string, name: string): void {
  const set = permissionSet(org, name);
  if (!set) return;
  const stamp = { CreatedDate: org.now(), LastModifiedDate: org.now(), SystemModstamp: org.now(), IsDeleted: false };
  org.load('PermissionSetAssignment', { AssigneeId: person, PermissionSetId: String(set['Id']), ...stamp });
}

export const permissionSet = (org: Org, name: string): Row | undefined =>
  org
    .table('PermissionSet')
    .rows.having('Name', name, true)
    .find((row) => row['IsDeleted'] !== true);

function dropRights(org: Org, id: string): void {
  for (const object of ['ObjectPermissions', 'FieldPermissions']) dropRows(org, object, 'ParentId', id);
}

function dropRows(org: Org, object: string, field: string, value: string): void {
  for (const row of org.table(object).rows.having(field, value)) org.drop(object, row);
}

function fieldOf(org: Org, name: string) {
  const [object = '', field = ''] = name.split('.');
  return org.types.get(object.toLowerCase())?.fields.get(field.toLowerCase());
}
