// Custom objects and fields from a folder in source format, as a deploy would bring them to the org.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { XMLParser } from 'fast-xml-parser';
import { SampleOrgError } from './error.ts';
import { makeField, makeObject, type Field, type FieldType, type ObjectType, type Sharing } from './schema.ts';

const types: Readonly<Record<string, FieldType>> = {
  Text: 'string',
  LongTextArea: 'textarea',
  TextArea: 'textarea',
  Html: 'textarea',
  Number: 'double',
  Currency: 'currency',
  Percent: 'percent',
  Date: 'date',
  DateTime: 'datetime',
  Checkbox: 'boolean',
  Lookup: 'reference',
  MasterDetail: 'reference',
  Picklist: 'picklist',
  Email: 'email',
  Phone: 'phone',
  Url: 'url',
};

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });

/** Adds what `<folder>/objects` defines to the types; `folder` is a package directory such as `force-app/main/default`. */
export function addMetadata(folder: string, types: Map<string, ObjectType>): void {
  const root = join(folder, 'objects');
  if (!existsSync(root))
    throw new SampleOrgError('bad-metadata', `${folder} holds no folder "objects".`, [
      'Name a package directory in source format, such as force-app/main/default.',
    ]);
  for (const name of readdirSync(root).sort()) {
    const file = join(root, name, `${name}.object-meta.xml`);
    let type = types.get(name.toLowerCase());
    if (!type) {
      if (!existsSync(file))
        throw new SampleOrgError('bad-metadata', `${join(root, name)} holds no ${name}.object-meta.xml.`, [
          'Add the object, or remove its folder.',
        ]);
      const xml = readMetadata(file, 'CustomObject');
      type = customObject(name, xml, types);
      types.set(name.toLowerCase(), type);
      allowActivities(name, xml, types);
    }
    const fields = join(root, name, 'fields');
    if (!existsSync(fields)) continue;
    for (const fieldFile of readdirSync(fields).sort()) {
      const path = join(fields, fieldFile);
      const field = attempt(path, () => customField(readMetadata(path, 'CustomField')));
      type.fields.set(field.name.toLowerCase(), field);
    }
  }
}

/** The permission sets of a package directory. */
export function permissionSetsOf(folder: string): { readonly name: string; readonly xml: Xml }[] {
  const root = join(folder, 'permissionsets');
  if (!existsSync(root)) return [];
  return readdirSync(root)
    .sort()
    .map((file) => ({
      name: file.replace(/\.permissionset-meta\.xml$/, ''),
      xml: readMetadata(join(root, file), 'PermissionSet'),
    }));
}

/** An element of XML by the names of its children; one that comes several times is a list. */
export type Xml = Readonly<Record<string, unknown>>;

/** The content of a document. @throws Error where it is not well-formed, or another element. */
export function readXml(text: string, element: string): Xml {
  const document = parser.parse(text, true) as Record<string, Xml | string>;
  const content = document[element];
  if (content === undefined) throw new Error(`It holds no <${element}>.`);
  return typeof content === 'string' ? {} : content;
}

/** The children of a name. */
export const listOf = (xml: Xml, name: string): Xml[] => {
  const found = xml[name];
  return (Array.isArray(found) ? found : found === undefined ? [] : [found]) as Xml[];
};

/** The content of a file. @throws SampleOrgError where it cannot be read */
export const readMetadata = (file: string, element: string): Xml =>
  attempt(file, () => readXml(readFileSync(file, 'utf8'), element));

function attempt<T>(file: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw new SampleOrgError('bad-metadata', `${file}: ${(error as Error).message}`, ['Correct the file.']);
  }
}

const sharingModels: Readonly<Record<string, Sharing>> = { Private: 'private', Read: 'read', ReadWrite: 'readWrite' };

/** An object that no type of the org is named as. */
export function customObject(name: string, xml: Xml, types: ReadonlyMap<string, ObjectType>): ObjectType {
  const sharing = sharingModels[String(xml['sharingModel'] ?? 'ReadWrite')] ?? 'readWrite';
  const type = makeObject(
    name,
    freePrefix(types),
    sharing,
    'OwnerId: reference(User) required\nName: string(80)',
    String(xml['pluralLabel'] ?? name),
  );
  return { ...type, label: String(xml['label'] ?? name), byPermission: true };
}

/** Lets tasks be about records of an object, where its metadata allows activities. */
export function allowActivities(name: string, xml: Xml, types: ReadonlyMap<string, ObjectType>): void {
  const fields = types.get('task')?.fields;
  const about = fields?.get('whatid');
  if (!about || xml['enableActivities'] !== 'true' || about.referenceTo.includes(name)) return;
  fields?.set('whatid', { ...about, referenceTo: [...about.referenceTo, name] });
}

function freePrefix(types: ReadonlyMap<string, ObjectType>): string {
  const taken = new Set([...types.values()].map(({ prefix }) => prefix));
  for (let n = types.size; ; n++) {
    const prefix = `a${n.toString(36).padStart(2, '0')}`;
    if (!taken.has(prefix)) return prefix;
  }
}

/** @throws Error where the sample org has no fields of its type. */
export function customField(xml: Xml): Field {
  const name = String(xml['fullName']);
  const type = types[String(xml['type'])];
  if (!type)
    throw new Error(
      `${name}: the sample org has no fields of type ${String(xml['type'])}, but ${Object.keys(types).join(', ')}.`,
    );
  const yes = (key: string): boolean => xml[key] === 'true';
  return makeField({
    name,
    type,
    label: String(xml['label'] ?? name),
    nillable: type !== 'boolean' && !yes('required') && xml['type'] !== 'MasterDetail',
    externalId: yes('externalId'),
    unique: yes('unique'),
    byPermission: true,
    ...(xml['inlineHelpText'] ? { helpText: String(xml['inlineHelpText']) } : {}),
    ...(xml['length'] ? { length: Number(xml['length']) } : {}),
    ...(xml['precision'] ? { precision: Number(xml['precision']), scale: Number(xml['scale'] ?? 0) } : {}),
    ...(type === 'reference' ? { referenceTo: [String(xml['referenceTo'])] } : {}),
  });
}
