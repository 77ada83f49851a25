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
export function addMetadata(folder: string, objects: Map<string, ObjectType>): void {
  const root = join(folder, 'objects');
  if (!existsSync(root))
    throw new SampleOrgError('bad-metadata', `${folder} holds no folder "objects".`, [
      'Name a package directory in source format, such as force-app/main/default.',
    ]);
  for (const name of readdirSync(root).sort()) {
    const file = join(root, name, `${name}.object-meta.xml`);
    let type = objects.get(name.toLowerCase());
    if (!type) {
      if (!existsSync(file))
        throw new SampleOrgError('bad-metadata', `${join(root, name)} holds no ${name}.object-meta.xml.`, [
          'Add the object, or remove its folder.',
        ]);
      type = customObject(name, read(file, 'CustomObject'), objects.size);
      objects.set(name.toLowerCase(), type);
    }
    const fields = join(root, name, 'fields');
    if (!existsSync(fields)) continue;
    for (const fieldFile of readdirSync(fields).sort()) {
      const field = customField(read(join(fields, fieldFile), 'CustomField'), join(fields, fieldFile));
      type.fields.set(field.name.toLowerCase(), field);
    }
  }
}

type Xml = Readonly<Record<string, unknown>>;

function read(file: string, element: string): Xml {
  try {
    const document = parser.parse(readFileSync(file, 'utf8'), true) as Record<string, Xml>;
    const content = document[element];
    if (content) return content;
  } catch (error) {
    throw new SampleOrgError('bad-metadata', `${file} is no well-formed XML: ${(error as Error).message}`, [
      'Correct the file.',
    ]);
  }
  throw new SampleOrgError('bad-metadata', `${file} holds no <${element}>.`, ['Correct the file.']);
}

const sharingModels: Readonly<Record<string, Sharing>> = { Private: 'private', Read: 'read', ReadWrite: 'readWrite' };

function customObject(name: string, xml: Xml, n: number): ObjectType {
  const sharing = sharingModels[String(xml['sharingModel'] ?? 'ReadWrite')] ?? 'readWrite';
  const type = makeObject(
    name,
    `a${String(n).padStart(2, '0')}`,
    sharing,
    'OwnerId: reference(User) required\nName: string(80)',
    String(xml['pluralLabel'] ?? name),
  );
  return { ...type, label: String(xml['label'] ?? name) };
}

function customField(xml: Xml, file: string): Field {
  const name = String(xml['fullName']);
  const type = types[String(xml['type'])];
  if (!type)
    throw new SampleOrgError('bad-metadata', `${file}: the sample org has no fields of type ${String(xml['type'])}.`, [
      `Use one of ${Object.keys(types).join(', ')}.`,
    ]);
  const yes = (key: string): boolean => xml[key] === 'true';
  return makeField({
    name,
    type,
    label: String(xml['label'] ?? name),
    nillable: type !== 'boolean' && !yes('required') && xml['type'] !== 'MasterDetail',
    externalId: yes('externalId'),
    unique: yes('unique'),
    ...(xml['length'] ? { length: Number(xml['length']) } : {}),
    ...(xml['precision'] ? { precision: Number(xml['precision']), scale: Number(xml['scale'] ?? 0) } : {}),
    ...(type === 'reference' ? { referenceTo: [String(xml['referenceTo'])] } : {}),
  });
}
