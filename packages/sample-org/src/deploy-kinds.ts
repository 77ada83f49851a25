// Kinds of metadata that a deploy brings, in the order in which one builds on another, and what the org has of each.
import { createHash } from 'node:crypto';
import type { Xml } from './metadata.ts';
import type { Org, Row } from './org.ts';

export interface Kind {
  readonly type: string;
  /** Where its files are, and how their names end; null for what stands in the file of its object. */
  readonly folder: string | null;
  readonly suffix: string;
  /** The element that it is among those of its object. */
  readonly element?: string;
}

/** Source: "Metadata Types" of the Metadata API guide. */
export const kinds: readonly Kind[] = [
  { type: 'CustomObject', folder: 'objects', suffix: 'object' },
  { type: 'CustomField', folder: null, suffix: 'object', element: 'fields' },
  { type: 'CompactLayout', folder: null, suffix: 'object', element: 'compactLayouts' },
  { type: 'ListView', folder: null, suffix: 'object', element: 'listViews' },
  { type: 'Layout', folder: 'layouts', suffix: 'layout' },
  { type: 'LightningComponentBundle', folder: 'lwc', suffix: 'js-meta.xml' },
  { type: 'FlexiPage', folder: 'flexipages', suffix: 'flexipage' },
  { type: 'CustomTab', folder: 'tabs', suffix: 'tab' },
  { type: 'CustomApplication', folder: 'applications', suffix: 'app' },
  { type: 'PermissionSet', folder: 'permissionsets', suffix: 'permissionset' },
];

export const kindOf = (type: string): Kind | undefined => kinds.find((kind) => kind.type === type);

/** The files of a bundle: their texts by their names. */
export type Parts = Readonly<Record<string, string>>;

/** The record of a component that the org has. */
export const standing = (org: Org, type: string, name: string): Row | undefined =>
  org
    .table('MetadataComponent')
    .rows.having('FullName', name, true)
    .find((row) => row['Type'] === type && row['IsDeleted'] !== true);

export const has = (org: Org, type: string, name: string): boolean => standing(org, type, name) !== undefined;

/** What became of a component: its record, and whether it is new or another than before. */
export interface Kept {
  readonly id: string;
  readonly created: boolean;
  readonly changed: boolean;
}

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Keeps that the org has a component, with the files of a bundle. */
export function keepComponent(
  org: Org,
  type: string,
  name: string,
  label: string,
  { fullName: _, ...content }: Xml,
  parts: Parts,
): Kept {
  const known = standing(org, type, name);
  // What stands in an object's file is kept for itself, and the order of elements says nothing.
  const apart = kinds.flatMap(({ element }) => (type === 'CustomObject' && element !== undefined ? [element] : []));
  const own = Object.entries(content).filter(([element]) => !apart.includes(element));
  const print = createHash('sha256')
    .update(JSON.stringify([own.sort(byName), Object.entries(parts).sort(byName)]))
    .digest('hex');
  const row = org.load('MetadataComponent', {
    ...known,
    Type: type,
    FullName: name,
    Print: print,
    Content: type === 'ListView' ? JSON.stringify({ ...content, label }) : null,
    IsDeleted: false,
  });
  if (type === 'CustomTab')
    list(org, 'TabDefinition', 'Name', name, {
      Label: label,
      SobjectName: org.types.get(name.toLowerCase())?.name ?? null,
      IsCustom: true,
    });
  if (type === 'CustomApplication') list(org, 'AppDefinition', 'DeveloperName', name, { Label: label });
  return { id: String(row['Id']), created: !known, changed: known?.['Print'] !== print };
}

/** Keeps that the org has a component no longer; returns the Id of its record. */
export function dropComponent(org: Org, type: string, name: string): string | null {
  const known = standing(org, type, name);
  if (!known) return null;
  org.drop('MetadataComponent', known);
  if (type === 'CustomTab') unlist(org, 'TabDefinition', 'Name', name);
  if (type === 'CustomApplication') unlist(org, 'AppDefinition', 'DeveloperName', name);
  return String(known['Id']);
}

function list(org: Org, object: string, key: string, name: string, values: Row): void {
  const known = org.table(object).rows.having(key, name)[0];
  org.load(object, { ...known, DurableId: name, [key]: name, ...values, IsDeleted: false });
}

function unlist(org: Org, object: string, key: string, name: string): void {
  for (const row of org.table(object).rows.having(key, name)) org.drop(object, row);
}
