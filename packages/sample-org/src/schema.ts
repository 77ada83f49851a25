// The shape of objects: fields with their types, as describe answers them.

export type FieldType =
  | 'id'
  | 'string'
  | 'textarea'
  | 'picklist'
  | 'boolean'
  | 'int'
  | 'double'
  | 'currency'
  | 'percent'
  | 'date'
  | 'datetime'
  | 'reference'
  | 'email'
  | 'phone'
  | 'url';

export interface Field {
  readonly name: string;
  readonly label: string;
  readonly type: FieldType;
  readonly length: number;
  readonly precision: number;
  readonly scale: number;
  readonly nillable: boolean;
  readonly createable: boolean;
  readonly updateable: boolean;
  readonly custom: boolean;
  readonly externalId: boolean;
  readonly unique: boolean;
  readonly values: readonly string[];
  readonly referenceTo: readonly string[];
  readonly relationshipName: string | null;
  readonly helpText?: string;
  /** Came by a deploy: seen and changed by whom a permission set lets. */
  readonly byPermission?: boolean;
}

/** Who sees records of an object that they don't own. `parent`: who sees the record that the field names. */
export type Sharing = 'private' | 'read' | 'readWrite' | { readonly parent: string };

export interface ObjectType {
  readonly name: string;
  readonly label: string;
  readonly labelPlural: string;
  readonly prefix: string;
  readonly custom: boolean;
  readonly sharing: Sharing;
  /** By lower-case name. */
  readonly fields: Map<string, Field>;
  /** Parent's name for its children of this object: relationship name by reference field. */
  readonly children: ReadonlyMap<string, string>;
  /** Came by a deploy: used by whom a permission set lets, and by who sees all. */
  readonly byPermission?: boolean;
  /** Is what somebody owns also that of the people above them? Absent: yes. */
  readonly hierarchies?: boolean;
  /** Known to deploys alone: no API shows it. */
  readonly hidden?: boolean;
  /** The object whose records rows of this one share. */
  readonly shares?: string;
}

const lowered = new Map<string, string>();
/** A name in lower case; the same names come again and again. */
export function lowerCase(name: string): string {
  let text = lowered.get(name);
  if (text === undefined) {
    if (lowered.size >= 10_000) lowered.clear();
    lowered.set(name, (text = name.toLowerCase()));
  }
  return text;
}

export const isNumeric = (type: FieldType): boolean => ['int', 'double', 'currency', 'percent'].includes(type);

/** Words of a name: `CloseDate` is "Close Date". */
const labelOf = (name: string): string =>
  name
    .replace(/__c$/, '')
    .replaceAll('_', ' ')
    .replace(/Id$/, ' ID')
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .trim();

export function makeField(field: Pick<Field, 'name' | 'type'> & Partial<Field>): Field {
  const custom = field.name.endsWith('__c');
  const numeric = isNumeric(field.type);
  return {
    label: labelOf(field.name),
    length:
      { id: 18, reference: 18, string: 255, textarea: 32_768, picklist: 255, email: 80, phone: 40, url: 255 }[
        field.type as string
      ] ?? 0,
    precision: numeric ? 18 : 0,
    scale: numeric && field.type !== 'int' ? 2 : 0,
    nillable: true,
    createable: true,
    updateable: true,
    custom,
    externalId: false,
    unique: false,
    values: [],
    referenceTo: [],
    relationshipName:
      field.type === 'reference' ? (custom ? field.name.replace(/__c$/, '__r') : field.name.replace(/Id$/, '')) : null,
    ...field,
  };
}

/**
 * Reads a field written as `Amount: currency(18,2) required readonly` (or `fixed`, `external`); a reference names its object, and the name of the
 * parent's children behind an arrow: `AccountId: reference(Account) > Opportunities`.
 */
export function parseField(text: string): { field: Field; children: string | null } {
  const match = /^(\w+): (\w+)(?:\(([^)]*)\))?((?: \w+)*)(?: > (\w+))?$/.exec(text.trim());
  if (!match) throw new Error(`field definition: ${text}`);
  const [, name = '', type = '', args = '', flags = '', children = null] = match;
  const list = args === '' ? [] : args.split(',').map((arg) => arg.trim());
  const readonly = flags.includes('readonly');
  const numeric = isNumeric(type as FieldType);
  return {
    field: makeField({
      name,
      type: type as FieldType,
      nillable: !flags.includes('required') && type !== 'boolean' && type !== 'id',
      createable: !readonly,
      updateable: !readonly && !flags.includes('fixed'),
      externalId: flags.includes('external'),
      ...(type === 'picklist' ? { values: list } : {}),
      ...(type === 'reference' ? { referenceTo: list } : {}),
      ...(numeric && list.length > 0 ? { precision: Number(list[0]), scale: Number(list[1] ?? 0) } : {}),
      ...(!numeric && type !== 'picklist' && type !== 'reference' && list.length > 0
        ? { length: Number(list[0]) }
        : {}),
    }),
    children,
  };
}

const system = [
  'Id: id readonly',
  'CreatedDate: datetime required readonly',
  'CreatedById: reference(User) required readonly',
  'LastModifiedDate: datetime required readonly',
  'LastModifiedById: reference(User) required readonly',
  'SystemModstamp: datetime required readonly',
  'IsDeleted: boolean readonly',
];

/** Makes an object of field definitions, one a line; every object has the system fields. */
export function makeObject(
  name: string,
  prefix: string,
  sharing: Sharing,
  definitions: string,
  labelPlural = `${labelOf(name)}s`,
): ObjectType {
  const parsed = [
    ...system,
    ...definitions
      .split('\n')
      .map((line) => line.trim())
      .filter(Boolean),
  ].map(parseField);
  return {
    name,
    label: labelOf(name),
    labelPlural,
    prefix,
    custom: name.endsWith('__c'),
    sharing,
    fields: new Map(parsed.map(({ field }) => [field.name.toLowerCase(), field])),
    children: new Map(parsed.flatMap(({ field, children }) => (children ? [[field.name, children] as const] : []))),
  };
}
