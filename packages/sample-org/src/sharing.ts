// Who sees and who changes which record: owners, those above them, teams, and what belongs to a record that one sees.
import type { Org, Viewer } from './org.ts';
import type { Row } from './rows.ts';
import type { ObjectType } from './schema.ts';

/** May the viewer see a record? */
export function sees(org: Org, viewer: Viewer, type: ObjectType, row: Row): boolean {
  if (viewer.seesAll || type.sharing === 'read' || type.sharing === 'readWrite') return true;
  if (typeof type.sharing === 'object') {
    const parent = parentOf(org, type, type.sharing.parent, row);
    return parent !== null && sees(org, viewer, parent.type, parent.row);
  }
  return (
    viewer.below.has(String(row['OwnerId'] ?? row['QuotaOwnerId'])) ||
    (type.name === 'Opportunity' && isOnTeam(org, viewer, String(row['Id'])))
  );
}

/** May the viewer change a record? Its owner and who stands above, and who may change all. */
export function mayEdit(org: Org, viewer: Viewer, type: ObjectType, row: Row): boolean {
  if (viewer.seesAll || type.sharing === 'readWrite') return true;
  if (typeof type.sharing === 'object') {
    const parent = parentOf(org, type, type.sharing.parent, row);
    return parent !== null && mayEdit(org, viewer, parent.type, parent.row);
  }
  return row['OwnerId'] !== undefined && viewer.below.has(String(row['OwnerId']));
}

const isOnTeam = (org: Org, viewer: Viewer, opportunity: string): boolean =>
  org
    .table('OpportunityTeamMember')
    .rows.having('OpportunityId', opportunity)
    .some((member) => member['UserId'] === viewer.id && member['IsDeleted'] !== true);

function parentOf(org: Org, type: ObjectType, fieldName: string, row: Row): { type: ObjectType; row: Row } | null {
  const field = type.fields.get(fieldName.toLowerCase());
  const parent = org.types.get(field?.referenceTo[0]?.toLowerCase() ?? '');
  const found = parent && org.table(parent.name).rows.any(String(row[fieldName]));
  return found ? { type: parent, row: found } : null;
}
