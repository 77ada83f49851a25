// The Salesforce package as the platform's own library and a plain XML parser read it.
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename } from 'node:path';
import { fileURLToPath } from 'node:url';
import type * as Library from '@salesforce/source-deploy-retrieve';
import { XMLParser } from 'fast-xml-parser';

/** The library speaks CommonJS, and only as a whole. */
export const library = createRequire(import.meta.url)('@salesforce/source-deploy-retrieve') as typeof Library;

export const manifests = fileURLToPath(new URL('../../manifests/', import.meta.url));
export const source = `${manifests}force-app/main/default/`;

/** All metadata files, by their paths in the package directory. */
export const files: readonly string[] = globSync('**/*.xml', { cwd: source }).sort();

const parser = new XMLParser({ ignoreAttributes: true, parseTagValue: false });
export type Xml = Readonly<Record<string, unknown>>;

/** The content of a metadata file; @throws Error where it is not well-formed. */
export function readXml(path: string): Xml {
  const document = parser.parse(readFileSync(path, 'utf8'), true) as Record<string, Xml | string>;
  const content = Object.entries(document).find(([name]) => name !== '?xml')?.[1];
  return typeof content === 'object' ? content : {};
}

const children = (xml: Xml, name: string): unknown[] => {
  const found = xml[name];
  return Array.isArray(found) ? (found as unknown[]) : found === undefined ? [] : [found];
};

/** The children of a name; one that comes once is a list of one. */
export const listOf = (xml: Xml, name: string): readonly Xml[] => children(xml, name) as Xml[];

/** The same where they are texts. */
export const textsOf = (xml: Xml, name: string): readonly string[] => children(xml, name).map(String);

/** The files of a kind, such as `flexipage`, by their names. */
export const named = (kind: string): ReadonlyMap<string, Xml> =>
  new Map(
    files
      .filter((path) => path.endsWith(`.${kind}-meta.xml`))
      .map((path) => [basename(path, `.${kind}-meta.xml`), readXml(source + path)]),
  );

/** The fields of our objects by `Object.Field`. */
export const fields: ReadonlyMap<string, Xml> = new Map<string, Xml>(
  files
    .filter((path) => path.endsWith('.field-meta.xml'))
    .map(
      (path) => [`${path.split('/')[1] ?? ''}.${basename(path, '.field-meta.xml')}`, readXml(source + path)] as const,
    ),
);

/** What a manifest names, by type. */
export const membersOf = (path: string): ReadonlyMap<string, readonly string[]> =>
  new Map(listOf(readXml(path), 'types').map((type) => [String(type['name']), textsOf(type, 'members')]));
