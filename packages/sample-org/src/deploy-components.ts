// Components come into the org and go: what each needs is looked for first, in the platform's words.
import { labelOf } from './deploy-folder.ts';
import { dropComponent, has, keepComponent, type Kept } from './deploy-kinds.ts';
import type { Component, Removal } from './deploy-zip.ts';
import { allowActivities, customField, customObject, listOf, type Xml } from './metadata.ts';
import type { Org } from './org.ts';
import { dropPermissionSet, permissionSet, permissionSetProblems, putPermissionSet } from './permission-set-file.ts';
import type { ObjectType } from './schema.ts';
import { addShareObjects, shareName } from './shares.ts';

/** Why a component cannot come; empty where it can. */
export function problemsOf(org: Org, { kind, name, xml, parts, problem }: Component): string[] {
  if (problem !== null) return [problem];
  const lacks = (element: string, type: string, names: readonly string[]): string[] =>
    names
      .filter((one) => !(type === 'CustomObject' ? org.types.has(one.toLowerCase()) : has(org, type, one)))
      .map((one) => `In field: ${element} - no ${type} named ${one} found`);
  switch (kind.type) {
    case 'CustomField':
      return fieldProblems(org, name, xml);
    case 'ListView':
      return textsOf(xml, 'columns')
        .filter((column) => !/^[A-Z_.]+$/.test(column) && !field(org, `${objectOf(name)}.${column}`))
        .map((column) => `Could not resolve list view column: ${column}`);
    case 'CompactLayout':
      return unknownFields(org, objectOf(name), textsOf(xml, 'fields'));
    case 'Layout': {
      const columns = listOf(xml, 'layoutSections').flatMap((section) => elements(section, 'layoutColumns'));
      const laid = columns.flatMap((column) =>
        textsOf({ f: elements(column, 'layoutItems').map((one) => one['field']) }, 'f'),
      );
      return unknownFields(org, name.split('-')[0] ?? '', laid);
    }
    case 'LightningComponentBundle':
      return `${name}.js` in parts || `${name}.css` in parts ? [] : [`Cannot find Lightning Component Bundle ${name}`];
    case 'FlexiPage':
      return pageProblems(org, xml);
    case 'CustomTab':
      return [
        ...lacks('flexiPage', 'FlexiPage', textsOf(xml, 'flexiPage')),
        ...(xml['customObject'] === 'true' ? lacks('customObject', 'CustomObject', [name]) : []),
      ];
    case 'CustomApplication':
      return [
        ...lacks(
          'tab',
          'CustomTab',
          textsOf(xml, 'tabs').filter((tab) => !tab.startsWith('standard-')),
        ),
        ...lacks(
          'content',
          'FlexiPage',
          listOf(xml, 'actionOverrides').map(({ content }) => String(content)),
        ),
      ];
    case 'PermissionSet':
      return permissionSetProblems(org, xml, (type, one) => has(org, type, one));
    default:
      return [];
  }
}

const objectOf = (name: string): string => name.split('.')[0] ?? '';
const textsOf = (xml: Xml, name: string): string[] => listOf(xml, name).map(String);
/** Children that have children: an empty one is a text. */
const elements = (xml: Xml, name: string): Xml[] => listOf(xml, name).filter((one) => typeof one === 'object');

function field(org: Org, name: string) {
  const [object = '', one = ''] = name.split('.');
  return org.types.get(object.toLowerCase())?.fields.get(one.toLowerCase());
}

const unknownFields = (org: Org, object: string, names: readonly string[]): string[] =>
  names
    .filter((name) => !field(org, `${object}.${name}`))
    .map((name) => `In field: field - no CustomField named ${object}.${name} found`);

function fieldProblems(org: Org, name: string, xml: Xml): string[] {
  const type = org.types.get(objectOf(name).toLowerCase());
  if (!type) return [`Entity Enumeration Or ID: bad value for restricted picklist field: ${objectOf(name)}`];
  const target = xml['referenceTo'];
  if (target !== undefined && !org.types.has(String(target).toLowerCase()))
    return [`referenceTo value of '${String(target)}' does not resolve to a valid sObject type`];
  try {
    const made = customField(xml);
    const known = field(org, name);
    return known && known.type !== made.type && !known.byPermission
      ? [`There is already a field named ${made.name} on ${type.label}.`]
      : [];
  } catch (error) {
    return [(error as Error).message];
  }
}

function pageProblems(org: Org, xml: Xml): string[] {
  const instances = listOf(xml, 'flexiPageRegions')
    .flatMap((region) => elements(region, 'itemInstances'))
    .flatMap((item) => elements(item, 'componentInstance'));
  const own = instances.map(({ componentName }) => String(componentName)).filter((name) => /^(c:|[^:]+$)/.test(name));
  const missing = own.filter((name) => !has(org, 'LightningComponentBundle', name.replace(/^c:/, '')));
  const object = xml['sobjectType'];
  return [
    ...missing.map((name) => `We couldn't retrieve the design time component information for component ${name}.`),
    ...(object !== undefined && !org.types.has(String(object).toLowerCase())
      ? [`In field: sobjectType - no CustomObject named ${String(object)} found`]
      : []),
  ];
}

/** Brings a component that has no problems. */
export function bring(org: Org, { kind, name, xml, parts }: Component): Kept {
  if (kind.type === 'CustomObject') bringObject(org, name, xml);
  if (kind.type === 'CustomField') bringField(org, objectOf(name), xml);
  if (kind.type === 'PermissionSet') putPermissionSet(org, name, xml);
  return keepComponent(org, kind.type, name, labelOf(xml, name), xml, parts);
}

/** Objects are changed in place: tables know them. */
function bringObject(org: Org, name: string, xml: Xml): void {
  const known = org.types.get(name.toLowerCase());
  if (known && !known.byPermission) return;
  const made = customObject(name, xml, org.types);
  if (known) Object.assign(known, { label: made.label, labelPlural: made.labelPlural, sharing: made.sharing });
  else org.types.set(name.toLowerCase(), made);
  allowActivities(name, xml, org.types);
  addShareObjects(org.types);
}

function bringField(org: Org, object: string, xml: Xml): void {
  const made = customField(xml);
  const type = org.types.get(object.toLowerCase()) as ObjectType;
  type.fields.set(made.name.toLowerCase(), made);
}

/** Removes a component; null where the org has none, else its Id. @throws Error where it cannot go */
export function remove(org: Org, { type, name }: Removal): string | null {
  if (type === 'PermissionSet' && isAssigned(org, name))
    throw new Error(`You can't delete a permission set that's assigned to users: ${name}`);
  const id = dropComponent(org, type, name);
  if (id === null) return null;
  if (type === 'PermissionSet') dropPermissionSet(org, name);
  if (type === 'CustomField') removeField(org, name);
  if (type === 'CustomObject') removeObject(org, name);
  return id;
}

function isAssigned(org: Org, name: string): boolean {
  const set = permissionSet(org, name);
  const given = org.table('PermissionSetAssignment').rows.having('PermissionSetId', String(set?.['Id']));
  return given.some((row) => row['IsDeleted'] !== true);
}

function removeField(org: Org, name: string): void {
  const [object = '', one = ''] = name.split('.');
  org.types.get(object.toLowerCase())?.fields.delete(one.toLowerCase());
  dropRightsOn(org, 'FieldPermissions', 'Field', name);
}

/** With an object go its records, what shares them, what permission sets say of it, and what stands in its file. */
function removeObject(org: Org, name: string): void {
  for (const one of [name, shareName(name)]) {
    if (!org.types.has(one.toLowerCase())) continue;
    const rows = [...org.table(one).rows.all()];
    for (const row of rows) org.drop(one, row);
    org.types.delete(one.toLowerCase());
  }
  for (const object of ['ObjectPermissions', 'FieldPermissions']) dropRightsOn(org, object, 'SobjectType', name);
  const components = [...org.table('MetadataComponent').rows.values()];
  for (const row of components) {
    const full = String(row['FullName']);
    if (full.startsWith(`${name}.`) || full.startsWith(`${name}-`)) org.drop('MetadataComponent', row);
  }
}

function dropRightsOn(org: Org, object: string, key: string, value: string): void {
  for (const row of org.table(object).rows.having(key, value)) org.drop(object, row);
}
