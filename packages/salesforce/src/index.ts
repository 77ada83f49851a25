// The shape of the CRM, pure: what plans need of it, queries, records, and the objects that hold snapshots.
export { decode, parseExact } from './decode.ts';
export { fieldsOf, type ObjectNeeds } from './fields.ts';
export {
  keyField,
  planObject,
  planRows,
  snapshotFields,
  snapshotObject,
  snapshotOf,
  snapshotRow,
} from './org-objects.ts';
export { quoted, select, since } from './soql.ts';
