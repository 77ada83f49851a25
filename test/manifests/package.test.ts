// The Salesforce package: every part resolves, refers to what is there, and grants what it is for and no more.
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import { unzipSync } from 'fflate';
import { describe, expect, test } from 'vitest';
import {
  fields,
  files,
  library,
  listOf,
  manifests,
  membersOf,
  named,
  readXml,
  source,
  textsOf,
  type Xml,
} from './package.ts';

const require = createRequire(import.meta.url);
const set = library.ComponentSet.fromSource(source);
set.sourceApiVersion = '66.0';
const manifest = membersOf(`${manifests}package.xml`);
const bundles = manifest.get('LightningComponentBundle') ?? [];
const pages = named('flexipage');
const tabs = named('tab');
const permissionSets = named('permissionset');

describe('the package', () => {
  test('is a project by the schema of projects', () => {
    const path = require.resolve('@salesforce/core').replace(/lib\/.*$/, 'schemas/sfdx-project.schema.json');
    const validate = new Ajv({ strict: false, allErrors: true }).compile(
      JSON.parse(readFileSync(path, 'utf8')) as object,
    );
    const project = JSON.parse(readFileSync(`${manifests}sfdx-project.json`, 'utf8')) as object;
    expect(validate(project), JSON.stringify(validate.errors)).toBe(true);
    expect(validate({ ...project, packageDirectories: 'force-app' })).toBe(false);
  });

  test.each(files)('%s is well-formed metadata', (path) => {
    const text = readFileSync(source + path, 'utf8');
    expect(text).toMatch(
      /^<\?xml version="1.0" encoding="UTF-8"\?>\n<\w+ xmlns="http:\/\/soap.sforce.com\/2006\/04\/metadata">/,
    );
    expect(Object.keys(readXml(source + path))).not.toEqual([]);
  });

  test('resolves: each file belongs to a component that the library knows', () => {
    const known = new Set(
      set
        .getSourceComponents()
        .toArray()
        .flatMap((one) => [one, ...one.getChildren()])
        .flatMap((one) => [one.xml, ...one.walkContent()]),
    );
    expect(files.filter((path) => !known.has(source + path))).toEqual([]);
  });

  test('package.xml is what the library makes of the source', async () => {
    expect(readFileSync(`${manifests}package.xml`, 'utf8')).toBe(await set.getPackageXml(4));
  });

  test('becomes a package in metadata format', async () => {
    const { zipBuffer } = await new library.MetadataConverter().convert(set, 'metadata', { type: 'zip' });
    const zip = unzipSync(zipBuffer ?? new Uint8Array());
    const object = new TextDecoder().decode(zip['objects/QuotientSnapshot__c.object']);
    expect(object.match(/<fullName>\w+__c<\/fullName>/g)).toHaveLength(6);
    for (const bundle of bundles) expect(Object.keys(zip)).toContain(`lwc/${bundle}/${bundle}.js-meta.xml`);
    expect(Object.keys(zip).some((path) => /\.(cls|trigger|page)$/.test(path))).toBe(false);
  });

  test('is without code on the server', () => {
    expect([...manifest.keys()].filter((type) => /^(Apex|Aura|Visualforce|Flow)/.test(type))).toEqual([]);
  });
});

describe('objects', () => {
  const objects = named('object');

  test.each([...objects])('%s is private, and has a unique external key that must not be empty', (name, xml) => {
    expect(xml).toMatchObject({ sharingModel: 'Private', externalSharingModel: 'Private' });
    expect(fields.get(`${name}.Key__c`)).toMatchObject({ externalId: 'true', unique: 'true', required: 'true' });
  });

  test.each([...objects])('%s: layout, list views and short forms name its own fields', (name, xml) => {
    const standard = ['Name', 'OwnerId', 'CreatedById', 'LastModifiedById', 'NAME', 'LAST_UPDATE'];
    const own = (field: unknown): boolean => standard.includes(String(field)) || fields.has(`${name}.${String(field)}`);
    const layout = [...named('layout')].find(([title]) => title.startsWith(`${name}-`))?.[1] ?? {};
    const laid = listOf(layout, 'layoutSections')
      .flatMap((section) => listOf(section, 'layoutColumns'))
      .flatMap((column) => (typeof column === 'object' ? listOf(column, 'layoutItems') : []))
      .map(({ field }) => field);
    const ofFolder = (kind: string): Xml[] =>
      files
        .filter((path) => path.startsWith(`objects/${name}/`) && path.endsWith(`.${kind}-meta.xml`))
        .map((path) => readXml(source + path));
    const listed = ofFolder('listView').flatMap((view) => [
      ...textsOf(view, 'columns'),
      ...listOf(view, 'filters').map(({ field }) => field),
    ]);
    const short = ofFolder('compactLayout').flatMap((one) => textsOf(one, 'fields'));
    const search = Object.values((xml['searchLayouts'] ?? {}) as Xml).flat();
    expect([...laid, ...listed, ...short, ...search].filter((field) => !own(field))).toEqual([]);
    for (const [key] of [...fields].filter(([key]) => key.startsWith(`${name}.`)))
      expect(laid, 'the layout shows every field').toContain(key.split('.')[1]);
  });
});

describe('pages', () => {
  const instances = (page: Xml): Xml[] =>
    listOf(page, 'flexiPageRegions')
      .flatMap((region) => listOf(region, 'itemInstances'))
      .map((item) => item['componentInstance'] as Xml);
  const targets: Readonly<Record<string, string>> = {
    AppPage: 'lightning__AppPage',
    HomePage: 'lightning__HomePage',
    RecordPage: 'lightning__RecordPage',
  };

  test.each([...pages])('%s places components that are there, where they may stand', (_, page) => {
    const ours = instances(page)
      .map(({ componentName }) => String(componentName))
      .filter((name) => name.startsWith('c:'))
      .map((name) => name.slice(2));
    expect(ours).not.toEqual([]);
    for (const name of ours) {
      expect(bundles).toContain(name);
      const bundle = readXml(`${source}lwc/${name}/${name}.js-meta.xml`);
      expect(bundle['isExposed']).toBe('true');
      expect(textsOf(bundle['targets'] as Xml, 'target')).toContain(targets[String(page['type'])]);
    }
  });

  test.each([...pages])(
    '%s: each facet is used once, each name is its own, the template has the regions',
    (_, page) => {
      const regions: Readonly<Record<string, readonly string[]>> = {
        'flexipage:recordHomeTemplateDesktop': ['header', 'main', 'sidebar'],
        'flexipage:defaultAppHomeTemplate': ['main'],
        'home:desktopTemplate': ['top', 'bottomLeft', 'bottomRight', 'sidebar'],
      };
      const all = listOf(page, 'flexiPageRegions');
      const of = (type: string): string[] => all.filter((one) => one['type'] === type).map(({ name }) => String(name));
      expect(of('Region').toSorted()).toEqual(regions[String((page['template'] as Xml)['name'])]?.toSorted());
      const asked = instances(page)
        .flatMap((one) => listOf(one, 'componentInstanceProperties'))
        .filter(({ name }) => name === 'body' || name === 'tabs')
        .map(({ value }) => String(value));
      expect(asked.toSorted()).toEqual(of('Facet').toSorted());
      const names = instances(page).map(({ identifier }) => String(identifier));
      expect(new Set(names).size).toBe(names.length);
    },
  );

  test('every component that may be placed is on a page', () => {
    const placed = new Set([...pages.values()].flatMap(instances).map(({ componentName }) => componentName));
    const exposed = bundles.filter(
      (name) => readXml(`${source}lwc/${name}/${name}.js-meta.xml`)['isExposed'] === 'true',
    );
    expect(exposed.filter((name) => !placed.has(`c:${name}`))).toEqual([]);
  });

  test('tabs and the app lead to pages and objects of the package', () => {
    for (const [name, tab] of tabs)
      if (tab['flexiPage'] !== undefined)
        expect(pages.get(String(tab['flexiPage']))).toMatchObject({ type: 'AppPage' });
      else expect(manifest.get('CustomObject')).toContain(name);
    const app = named('app').get('Quotient') ?? {};
    expect(
      textsOf(app, 'tabs')
        .filter((tab) => !tab.startsWith('standard-'))
        .toSorted(),
    ).toEqual([...tabs.keys()].toSorted());
    const overrides = listOf(app, 'actionOverrides').map((one) => [
      one['pageOrSobjectType'],
      pages.get(String(one['content']))?.['type'],
    ]);
    expect(overrides).toEqual([
      ['standard-home', 'HomePage'],
      ['Opportunity', 'RecordPage'],
    ]);
  });
});

describe('permission sets', () => {
  const granted = (xml: Xml): Record<string, string> =>
    Object.fromEntries(
      listOf(xml, 'objectPermissions').map((one) => [
        String(one['object']),
        Object.keys(one)
          .filter((right) => one[right] === 'true')
          .join(' '),
      ]),
    );

  test.each([...permissionSets])('%s names fields that are there and may be named', (_, xml) => {
    const objects = Object.keys(granted(xml));
    for (const one of listOf(xml, 'fieldPermissions')) {
      const field = fields.get(String(one['field']));
      expect(field, String(one['field'])).toBeDefined();
      expect(field?.['required'], `${String(one['field'])} must not be empty and cannot be granted`).not.toBe('true');
    }
    const asked = listOf(xml, 'fieldPermissions').map(({ field }) => String(field));
    const all = [...fields]
      .filter(([key, field]) => objects.includes(key.split('.')[0] ?? '') && field['required'] !== 'true')
      .map(([key]) => key);
    expect(asked.toSorted()).toEqual(all.toSorted());
    for (const { tab } of listOf(xml, 'tabSettings')) expect([...tabs.keys()]).toContain(tab);
    for (const { application } of listOf(xml, 'applicationVisibilities')) expect(application).toBe('Quotient');
  });

  test.each(['QuotientRep', 'QuotientManager'])('%s reads snapshots and nothing else', (name) => {
    const xml = permissionSets.get(name) ?? {};
    expect(granted(xml)).toEqual({ QuotientSnapshot__c: 'allowRead' });
    expect(listOf(xml, 'fieldPermissions').filter(({ editable }) => editable !== 'false')).toEqual([]);
    expect(listOf(xml, 'userPermissions')).toEqual([]);
  });

  test('QuotientConnector writes our objects, and may use the API', () => {
    const xml = permissionSets.get('QuotientConnector') ?? {};
    const all = 'allowCreate allowDelete allowEdit allowRead modifyAllRecords viewAllRecords';
    expect(granted(xml)).toEqual({ QuotientSnapshot__c: all, QuotientPlan__c: all, QuotientQuota__c: all });
    expect(listOf(xml, 'userPermissions').map(({ name }) => name)).toEqual(['ApiEnabled']);
  });
});

describe('taking the package away', () => {
  test('names all of it; what belongs to an object goes with it', () => {
    const gone = membersOf(`${manifests}destructive/destructiveChanges.xml`);
    const withObject = ['CompactLayout', 'CustomField', 'Layout', 'ListView'];
    expect(gone).toEqual(new Map([...manifest].filter(([type]) => !withObject.includes(type))));
    for (const type of withObject)
      for (const member of manifest.get(type) ?? [])
        expect(gone.get('CustomObject')).toContain(/^\w+?__c/.exec(member)?.[0]);
  });

  test('brings nothing', () => {
    expect(membersOf(`${manifests}destructive/package.xml`).size).toBe(0);
    expect(readXml(`${manifests}destructive/package.xml`)['version']).toBe('66.0');
  });
});
