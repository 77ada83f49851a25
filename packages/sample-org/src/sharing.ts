// Who sees and who changes which record: permission sets first, then owners, those above them, teams, sharing rows, and what belongs to a record that one sees.
import type { Org, Viewer } from './org.ts';
import { may, mayAll } from './permission-sets.ts';
import type { Row } from './rows.ts';
import type { ObjectType } from './schema.ts';
import { isShared } from './shares.ts';

/** May the viewer see every record of an object, now and whoever owns it? */
export function seesEvery(org: Org, viewer: Viewer, type: ObjectType): boolean {
  if (viewer.seesAll) return true;
  if (type.byPermission && !may(org, viewer, type.name, 'read')) return false;
  return type.sharing === 'read' || type.sharing === 'readWrite' || mayAll(org, viewer, type.name, 'read');
}

/** May the viewer see a record? */
export function sees(org: Org, viewer: Viewer, type: ObjectType, row: Row): boolean {
  if (seesEvery(org, viewer, type)) return true;
  if (type.byPermission && !may(org, viewer, type.name, 'read')) return false;
  if (typeof type.sharing === 'object') {
    const parent = parentOf(org, type, type.sharing.parent, row);
    return parent !== null && sees(org, viewer, parent.type, parent.row);
  }
  return (
    owns(viewer, type, String(row['OwnerId'] ?? row['QuotaOwnerId'])) ||
    (type.name === 'Opportunity' && isOnTeam(org, viewer, String(row['Id']))) ||
    (type.name === 'Task' && seesParent(org, viewer, type, row)) ||
    isShared(org, viewer, type, row, ['Read', 'Edit'])
  );
}

/** May the viewer change a record, as far as sharing goes? Its owner and who stands above, who was given it to edit, and who may change all. */
export function mayEdit(org: Org, viewer: Viewer, type: ObjectType, row: Row): boolean {
  if (type.sharing === 'readWrite' || mayTransfer(org, viewer, type, row)) return true;
  if (typeof type.sharing === 'object') {
    const parent = parentOf(org, type, type.sharing.parent, row);
    if (!parent) return false;
    if (!type.shares) return mayEdit(org, viewer, parent.type, parent.row);
    return may(org, viewer, parent.type.name, 'edit') && mayTransfer(org, viewer, parent.type, parent.row);
  }
  return isShared(org, viewer, type, row, ['Edit']);
}

/** May the viewer delete a record, as far as sharing goes? Being given it to edit is not enough. */
export const mayDelete = (org: Org, viewer: Viewer, type: ObjectType, row: Row): boolean =>
  (type.fields.has('ownerid') ? mayTransfer : mayEdit)(org, viewer, type, row);

/** May the viewer give a record away, or share it? Its owner and who stands above, and who may change all. */
export function mayTransfer(org: Org, viewer: Viewer, type: ObjectType, row: Row): boolean {
  if (viewer.seesAll || mayAll(org, viewer, type.name, 'edit')) return true;
  return row['OwnerId'] !== undefined && owns(viewer, type, String(row['OwnerId']));
}

/** Is the viewer the owner, or above the owner where the object lets the hierarchy in? */
const owns = (viewer: Viewer, type: ObjectType, owner: string): boolean =>
  type.hierarchies === false ? owner === viewer.id : viewer.below.has(owner);

const isOnTeam = (org: Org, viewer: Viewer, opportunity: string): boolean =>
  org
    .table('OpportunityTeamMember')
    .rows.having('OpportunityId', opportunity)
    .some((member) => member['UserId'] === viewer.id && member['IsDeleted'] !== true);

/** Is a task about a record that the viewer sees? Source: "Organization-Wide Sharing Defaults", private activities. */
function seesParent(org: Org, viewer: Viewer, type: ObjectType, row: Row): boolean {
  for (const name of type.fields.get('whatid')?.referenceTo ?? []) {
    const parent = org.types.get(name.toLowerCase());
    const found = parent && org.table(parent.name).rows.any(String(row['WhatId']));
    if (found) return found['IsDeleted'] !== true && sees(org, viewer, parent, found);
  }
  return false;
}

function parentOf(org: Org, type: ObjectType, fieldName: string, row: Row): { type: ObjectType; row: Row } | null {
  const field = type.fields.get(fieldName.toLowerCase());
  const parent = org.types.get(field?.referenceTo[0]?.toLowerCase() ?? '');
  const found = parent && org.table(parent.name).rows.any(String(row[fieldName]));
  return found ? { type: parent, row: found } : null;
}
