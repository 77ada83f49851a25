// List views as deploys bring them: their columns, and the query that they stand for. A view of a filter that somebody may not read is none to them.
import type { Org, Viewer } from '../org.ts';
import { listOf, type Xml } from '../metadata.ts';
import { visibleField } from '../rights.ts';
import { isNumeric, type Field, type ObjectType } from '../schema.ts';
import { to18 } from '../id.ts';

export interface Column {
  /** A field, or one of a parent, as SOQL writes it. */
  readonly path: string;
  readonly field: Field;
}

export interface Filter {
  readonly field: Field;
  readonly operator: string;
  readonly values: readonly string[];
  readonly soql: string;
}

export interface View {
  readonly id: string;
  readonly name: string;
  readonly label: string;
  readonly type: ObjectType;
  readonly columns: readonly Column[];
  readonly isMine: boolean;
  readonly filters: readonly Filter[];
  /** How filters go together, such as `1 AND (2 OR 3)`. */
  readonly logic: string;
}

/** Columns and fields of filters by their names in metadata; others are named as in SOQL. Source: "ListView" of the Metadata API guide. */
const standard: Readonly<Record<string, string>> = {
  NAME: 'Name',
  OBJECT_ID: 'Id',
  LAST_UPDATE: 'LastModifiedDate',
  CREATED_DATE: 'CreatedDate',
  'OWNER.ALIAS': 'Owner.Alias',
  'CORE.USERS.ALIAS': 'Owner.Alias',
  CREATEDBY_USER: 'CreatedBy.Alias',
  UPDATEDBY_USER: 'LastModifiedBy.Alias',
};

/** The list views of an object that the viewer has, by label. */
export function viewsOf(org: Org, viewer: Viewer, type: ObjectType): View[] {
  const rows = [...org.table('MetadataComponent').rows.values()];
  const own = rows.filter(
    (row) => row['Type'] === 'ListView' && String(row['FullName']).startsWith(`${type.name}.`) && row['Content'],
  );
  return own
    .flatMap((row) => {
      const id = to18(`00B${String(row['Id']).slice(3, 15)}`);
      return viewOf(org, viewer, type, id, String(row['FullName']), JSON.parse(String(row['Content'])) as Xml) ?? [];
    })
    .sort((a, b) => (a.label < b.label ? -1 : 1));
}

function viewOf(org: Org, viewer: Viewer, type: ObjectType, id: string, fullName: string, xml: Xml): View | undefined {
  const scope = String(xml['filterScope'] ?? 'Everything').toLowerCase();
  const filters = listOf(xml, 'filters').map((one) => filterOf(org, viewer, type, one));
  const known = filters.filter((one) => one !== undefined);
  if (!['everything', 'mine'].includes(scope) || known.length < filters.length) return undefined;
  return {
    id,
    name: fullName.slice(type.name.length + 1),
    label: String(xml['label']),
    type,
    columns: listOf(xml, 'columns').flatMap((one) => columnOf(org, viewer, type, String(one)) ?? []),
    isMine: scope === 'mine',
    filters: known,
    logic: String(xml['booleanFilter'] ?? known.map((_, i) => i + 1).join(' AND ')),
  };
}

function columnOf(org: Org, viewer: Viewer, type: ObjectType, name: string): Column | undefined {
  const path = standard[name] ?? name;
  const field = path.includes('.') ? undefined : visibleField(org, viewer, type, path);
  return field && { path: field.name, field };
}

const comparisons: Readonly<Record<string, string>> = {
  equals: '=',
  notEqual: '!=',
  lessThan: '<',
  greaterThan: '>',
  lessOrEqual: '<=',
  greaterOrEqual: '>=',
};

function filterOf(org: Org, viewer: Viewer, type: ObjectType, xml: Xml): Filter | undefined {
  const operator = String(xml['operation']);
  const field = columnOf(org, viewer, type, String(xml['field']))?.field;
  const values = String(xml['value'] ?? '')
    .split(',')
    .map((value) => value.trim());
  if (!field) return undefined;
  const one = (value: string): string | undefined => {
    const sign = comparisons[operator];
    if (sign) return `${field.name} ${sign} ${literal(field, value)}`;
    if (operator === 'startsWith') return `${field.name} LIKE ${quoted(`${value}%`)}`;
    if (operator === 'contains' || operator === 'notContain') {
      const holds = `${field.name} LIKE ${quoted(`%${value}%`)}`;
      return operator === 'contains' ? holds : `(NOT ${holds})`;
    }
    return undefined;
  };
  const parts = values.map(one);
  if (parts.includes(undefined)) return undefined;
  const join = ['notEqual', 'notContain'].includes(operator) ? ' AND ' : ' OR ';
  return { field, operator, values, soql: `(${parts.join(join)})` };
}

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;

function literal({ type }: Field, value: string): string {
  if (value === '') return 'null';
  if (type === 'boolean') return String(value === '1' || value.toLowerCase() === 'true');
  if (isNumeric(type)) return value;
  if (type === 'date' || type === 'datetime') return value;
  return quoted(value);
}

/** The query of a view for some fields; `order` instead of by Name. */
export function soqlOf(
  view: View,
  fields: readonly string[],
  order = 'Name ASC NULLS FIRST, Id ASC NULLS FIRST',
): string {
  const where = view.logic.replaceAll(/\d+/g, (n) => view.filters[Number(n) - 1]?.soql ?? '');
  return [
    `SELECT ${fields.join(', ')} FROM ${view.type.name}`,
    view.isMine ? 'USING SCOPE mine' : '',
    where === '' ? '' : `WHERE ${where}`,
    `ORDER BY ${order}`,
  ]
    .filter(Boolean)
    .join(' ');
}
