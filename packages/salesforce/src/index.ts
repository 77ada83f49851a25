// The shape of the CRM, pure: what plans need of it, queries, records, and the objects that hold snapshots.
export { parseExact } from './exact.ts';
export { crmQuotas, type CrmQuotas, type RefusedQuota } from './crm-quotas.ts';
export { since } from './filters.ts';
export { fieldsOf, type Need, type ObjectNeeds } from './fields.ts';
export { accessTo, leftOut, nameOf, remedyOf, type Lack, type LeftOut } from './left-out.ts';
export { namedValues, type NamedValue } from './named-values.ts';
export {
  keyField,
  planObject,
  planRows,
  quotaFields,
  quotaObject,
  snapshotFields,
  snapshotObject,
  snapshotOf,
  snapshotRow,
  snapshotShareObject,
} from './org-objects.ts';
export { holdsQuota, orgQuotas, type BadQuota, type OrgQuota, type OrgQuotas } from './org-quotas.ts';
export type { Field } from './rows/column.ts';
export { BlockRoom, blocksOf, damaged, keyFinder, rowsOf } from './rows/blocks.ts';
export { CsvPage } from './rows/csv.ts';
export { fieldTypeOf, type FieldType } from './rows/field-type.ts';
export { JsonPages, type PageHead } from './rows/json.ts';
export { recordsOf } from './rows/records.ts';
export { Rows } from './rows/rows.ts';
export { leadersByRole } from './roles.ts';
export { count, parentsOf, quoted, select } from './soql.ts';
