// A package directory in source format, kept as if a deploy had brought it.
import { globSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { keepComponent, kinds } from './deploy-kinds.ts';
import { readMetadata, type Xml } from './metadata.ts';
import type { Org } from './org.ts';

const childKinds: Readonly<Record<string, readonly [folder: string, suffix: string]>> = {
  CustomField: ['fields', 'field'],
  CompactLayout: ['compactLayouts', 'compactLayout'],
  ListView: ['listViews', 'listView'],
};

/** Keeps that the org has each component of a package directory. @throws SampleOrgError for a file that cannot be read */
export function keepFolder(org: Org, folder: string): void {
  for (const { type, folder: own, suffix } of kinds) {
    const [children, childSuffix] = childKinds[type] ?? ['', ''];
    const ending = own === 'lwc' ? suffix : `${own === null ? childSuffix : suffix}-meta.xml`;
    const pattern = own === null ? `objects/*/${children}/*.${ending}` : `${own}/**/*.${ending}`;
    for (const path of globSync(pattern, { cwd: folder }).sort()) {
      const xml: Xml = readMetadata(join(folder, path), type);
      const name = basename(path, `.${ending}`);
      const full = own === null ? `${basename(dirname(dirname(path)))}.${name}` : name;
      const bundle = join(folder, dirname(path));
      const parts = own === 'lwc' ? globSync('**/*.*', { cwd: bundle }) : [];
      const texts = Object.fromEntries(parts.map((part) => [part, readFileSync(join(bundle, part), 'utf8')]));
      keepComponent(org, type, full, labelOf(xml, full), xml, texts);
    }
  }
}

export const labelOf = (xml: Xml, name: string): string => String(xml['label'] ?? xml['masterLabel'] ?? name);
