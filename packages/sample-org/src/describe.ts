// Describe: objects and fields as the platform lists them.
import type { Org, Viewer } from './org.ts';
import { may, mayField, type ObjectRight } from './permission-sets.ts';
import { cascades } from './recycle-bin.ts';
import { isNumeric, type Field, type ObjectType } from './schema.ts';
import { selectList } from './soql/select-list.ts';

const soapTypes: Readonly<Record<string, string>> = {
  id: 'tns:ID',
  reference: 'tns:ID',
  boolean: 'xsd:boolean',
  int: 'xsd:int',
  double: 'xsd:double',
  currency: 'xsd:double',
  percent: 'xsd:double',
  date: 'xsd:date',
  datetime: 'xsd:dateTime',
};

/** @param isEditable whether the viewer may change it */
function describeField(field: Field, isEditable: boolean): object {
  return {
    name: field.name,
    label: field.label,
    type: field.type,
    soapType: soapTypes[field.type] ?? 'xsd:string',
    length: field.length,
    byteLength: field.length * 3,
    precision: field.precision,
    scale: field.scale,
    digits: field.type === 'int' ? field.precision : 0,
    nillable: field.nillable,
    createable: field.createable && isEditable,
    updateable: field.updateable && isEditable,
    custom: field.custom,
    externalId: field.externalId,
    idLookup: field.externalId || field.type === 'id',
    unique: field.unique,
    calculated: false,
    caseSensitive: false,
    defaultValue: field.type === 'boolean' ? false : null,
    defaultedOnCreate: field.type === 'boolean',
    deprecatedAndHidden: false,
    filterable: field.type !== 'textarea',
    groupable: field.type !== 'textarea' && !isNumeric(field.type),
    sortable: field.type !== 'textarea',
    aggregatable: field.type !== 'textarea',
    nameField: field.name === 'Name',
    namePointing: false,
    polymorphicForeignKey: false,
    permissionable: field.nillable,
    restrictedPicklist: false,
    autoNumber: false,
    htmlFormatted: false,
    encrypted: false,
    cascadeDelete: false,
    dependentPicklist: false,
    inlineHelpText: field.helpText ?? null,
    picklistValues: field.values.map((value) => ({
      active: true,
      defaultValue: false,
      label: value,
      validFor: null,
      value,
    })),
    referenceTo: field.referenceTo,
    relationshipName: field.relationshipName,
    relationshipOrder: null,
  };
}

/** One object, short: as the list of all objects has it. */
export function describeGlobal(org: Org, type: ObjectType, viewer: Viewer, base: string): object {
  const writes = (right: ObjectRight): boolean =>
    (viewer.seesAll || type.custom || type.sharing !== 'read') && may(org, viewer, type.name, right);
  return {
    name: type.name,
    label: type.label,
    labelPlural: type.labelPlural,
    keyPrefix: type.prefix,
    custom: type.custom,
    queryable: true,
    retrieveable: true,
    searchable: true,
    layoutable: true,
    createable: writes('create'),
    updateable: writes('edit'),
    deletable: writes('delete'),
    undeletable: writes('delete'),
    mergeable: type.name === 'Account',
    replicateable: true,
    triggerable: true,
    feedEnabled: false,
    mruEnabled: true,
    activateable: false,
    customSetting: false,
    deprecatedAndHidden: false,
    hasSubtypes: false,
    isInterface: false,
    isSubtype: false,
    urls: {
      sobject: `${base}/sobjects/${type.name}`,
      describe: `${base}/sobjects/${type.name}/describe`,
      rowTemplate: `${base}/sobjects/${type.name}/{ID}`,
    },
  };
}

/** One object with its fields and child relationships. */
export function describe(org: Org, type: ObjectType, viewer: Viewer, base: string): object {
  const visible = [...org.types.values()].filter(({ name }) => may(org, viewer, name, 'read'));
  const childRelationships = visible.flatMap((child) =>
    [...child.fields.values()]
      .filter(
        ({ name, referenceTo }) => referenceTo.includes(type.name) && mayField(org, viewer, child.name, name, 'read'),
      )
      .map((field) => ({
        childSObject: child.name,
        field: field.name,
        relationshipName: child.children.get(field.name) ?? null,
        cascadeDelete: cascades(child, field.name),
        deprecatedAndHidden: false,
        restrictedDelete: false,
      })),
  );
  return {
    ...describeGlobal(org, type, viewer, base),
    actionOverrides: [],
    childRelationships,
    compactLayoutable: true,
    fields: [...type.fields.values()]
      .filter(({ name }) => mayField(org, viewer, type.name, name, 'read'))
      .map((field) => describeField(field, mayField(org, viewer, type.name, field.name, 'edit'))),
    namedLayoutInfos: [],
    networkScopeFieldName: null,
    recordTypeInfos: [],
    supportedScopes: [
      { label: 'All', name: 'everything' },
      { label: 'Mine', name: 'mine' },
    ],
  };
}

/** Column metadata, as the CLI asks for it behind every query. */
export function describeColumns(org: Org, soql: string, object: string): object[] {
  const type = org.types.get(object.toLowerCase());
  return selectList(soql).map((text) => {
    const field = type?.fields.get(text.toLowerCase());
    return {
      aggregate: /\(/.test(text),
      apexType: field?.type ?? 'String',
      booleanType: field?.type === 'boolean',
      columnName: field?.name ?? text,
      custom: field?.custom ?? false,
      displayName: field?.name ?? text,
      foreignKeyName: null,
      insertable: field?.createable ?? false,
      joinColumns: [],
      numberType: field !== undefined && field.precision > 0,
      textType: field === undefined || field.length > 0,
      updatable: field?.updateable ?? false,
    };
  });
}
