// The templates of plan folders: where they stand, what each says of itself, and writing one into a folder.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { suggest } from '@quotient/calc';
import { ConnectorError, exitCode } from './error.ts';

export interface Template {
  readonly name: string;
  /** What it is for: the first line of its settings.yaml. */
  readonly summary: string;
  /** Its files, relative to its folder, plans first. */
  readonly files: readonly string[];
}

export const defaultTemplate = 'saas-ae';

/** Beside `src` as beside `dist`, so that it is found in the repository and in the published package. */
const root = fileURLToPath(new URL('../templates/', import.meta.url));

/** All templates, by name. A new folder beside the others is a new template. */
export function templates(): Template[] {
  return readdirSync(root)
    .sort()
    .map((name) => ({ name, summary: summaryOf(name), files: filesOf(name) }));
}

/**
 * Writes a template into a folder, which is made where it is missing; nothing is written where a file is in the way.
 * @returns the paths of what was written, plans first.
 * @throws ConnectorError (2): no such template, or a file that exists (unless `force` overwrites it).
 */
export function writeTemplate(name: string, dir: string, { force = false } = {}): string[] {
  const known = templates();
  const template = known.find((one) => one.name === name);
  if (!template) {
    const names = known.map((one) => one.name);
    throw new ConnectorError('unknown-template', exitCode.usage, `There is no template "${name}".`, [
      suggest(name, names, `Templates: ${names.join(', ')}.`),
    ]);
  }
  const targets = template.files.map((file) => join(dir, file));
  for (const folder of new Set([dir, ...targets.map((target) => dirname(target))])) refuseFile(folder);
  const existing = targets.filter((target) => existsSync(target));
  if (existing.length > 0 && !force)
    throw new ConnectorError(
      'file-exists',
      exitCode.usage,
      existing.length === 1
        ? `${existing[0] ?? ''} exists already; nothing was written.`
        : `These files exist already, and nothing was written:\n${existing.map((file) => `  ${file}`).join('\n')}`,
      ['Name another folder with --dir, or overwrite them with --force.'],
    );
  template.files.forEach((file, i) => {
    const target = targets[i] as string;
    mkdirSync(dirname(target), { recursive: true });
    copyFileSync(join(root, name, file), target);
  });
  return targets;
}

/** @throws ConnectorError (2) where a file stands in place of a folder. */
function refuseFile(folder: string): void {
  if (existsSync(folder) && !statSync(folder).isDirectory())
    throw new ConnectorError('file-exists', exitCode.usage, `${folder} is a file, and a folder is needed there.`, [
      'Name another folder with --dir.',
    ]);
}

function filesOf(name: string): string[] {
  const all = readdirSync(join(root, name), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, name).length + 1))
    .sort();
  const isPlan = (file: string): boolean => dirname(file) === 'plans';
  return [...all.filter(isPlan), ...all.filter((file) => !isPlan(file))];
}

function summaryOf(name: string): string {
  const [first = ''] = readFileSync(join(root, name, 'settings.yaml'), 'utf8').split('\n');
  return first.replace(/^#\s*/, '');
}
