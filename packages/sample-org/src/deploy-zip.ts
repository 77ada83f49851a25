// What a deploy brings: the manifests of a ZIP in metadata format, and the components that they name.
import { unzipSync } from 'fflate';
import { kindOf, kinds, type Kind, type Parts } from './deploy-kinds.ts';
import { listOf, readXml, type Xml } from './metadata.ts';

/** A component with its content; `problem` where there is none that can be read. */
export interface Component {
  readonly kind: Kind;
  readonly name: string;
  /** Its path in the ZIP. */
  readonly file: string;
  readonly xml: Xml;
  readonly parts: Parts;
  readonly problem: string | null;
}

/** A component that is to go. */
export interface Removal {
  readonly type: string;
  readonly name: string;
  readonly file: string;
}

export interface Brought {
  /** In the order in which one builds on another. */
  readonly components: readonly Component[];
  /** What goes before anything comes, and what goes after it. */
  readonly before: readonly Removal[];
  readonly after: readonly Removal[];
}

/** @throws Error where it is no ZIP, or has no package.xml that can be read */
export function readZip(bytes: Uint8Array): Brought {
  const files = open(bytes);
  const manifest = files.get('package.xml');
  if (manifest === undefined) throw new Error('No package.xml found');
  const components = membersOf(manifest, 'package.xml').flatMap(({ type, name }) => {
    const kind = kindOf(type);
    if (!kind)
      return [
        lacking({ type, folder: null, suffix: '' }, name, `Unknown type name '${type}' specified in package.xml`),
      ];
    return name === '*' ? everyOne(files, kind) : [component(files, kind, name)];
  });
  const removals = (file: string): Removal[] =>
    files.has(file) ? membersOf(files.get(file) ?? '', file).map((one) => ({ ...one, file })) : [];
  const rank = ({ kind }: Component): number => kinds.findIndex(({ type }) => type === kind.type);
  return {
    components: components.sort((a, b) => rank(a) - rank(b)),
    before: [...removals('destructiveChangesPre.xml'), ...removals('destructiveChanges.xml')],
    after: removals('destructiveChangesPost.xml'),
  };
}

/** The texts of a ZIP by their paths; a folder around all of them is left out. */
function open(bytes: Uint8Array): ReadonlyMap<string, string> {
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(bytes);
  } catch (error) {
    throw new Error(`The file is no ZIP that can be read: ${String(error)}`, { cause: error });
  }
  const texts = Object.entries(entries).filter(([path]) => !path.endsWith('/'));
  const root = 'package.xml' in entries ? '' : (texts.find(([path]) => /^[^/]+\/package\.xml$/.test(path))?.[0] ?? '');
  const cut = root.replace(/package\.xml$/, '').length;
  return new Map(texts.map(([path, text]) => [path.slice(cut), new TextDecoder().decode(text)]));
}

function membersOf(text: string, file: string): { readonly type: string; readonly name: string }[] {
  try {
    return listOf(readXml(text, 'Package'), 'types').flatMap((one) =>
      listOf(one, 'members').map((member) => ({ type: String(one['name']), name: String(member) })),
    );
  } catch (error) {
    throw new Error(`${file}: ${(error as Error).message}`, { cause: error });
  }
}

const lacking = (kind: Kind, name: string, problem: string): Component => ({
  kind,
  name,
  file: 'package.xml',
  xml: {},
  parts: {},
  problem,
});

const pathOf = ({ folder, suffix, type }: Kind, name: string): string =>
  type === 'LightningComponentBundle'
    ? `${folder}/${name}/${name}.${suffix}`
    : `${folder ?? 'objects'}/${name}.${suffix}`;

function everyOne(files: ReadonlyMap<string, string>, kind: Kind): Component[] {
  const names = [...files.keys()].flatMap((path) => {
    const name = path.replace(/^.*\//, '').slice(0, -kind.suffix.length - 1);
    return path === pathOf(kind, name) ? [name] : [];
  });
  return names.map((name) => component(files, kind, name));
}

function component(files: ReadonlyMap<string, string>, kind: Kind, name: string): Component {
  const [object = '', child = ''] = kind.folder === null ? name.split('.') : [name];
  const file = pathOf(kind, object);
  const text = files.get(file);
  const missing = `An object '${name}' of type ${kind.type} was named in package.xml, but was not found in zipped directory`;
  if (text === undefined) return lacking(kind, name, missing);
  try {
    const whole = readXml(text, kind.folder === null ? 'CustomObject' : kind.type);
    const xml =
      kind.element === undefined ? whole : listOf(whole, kind.element).find(({ fullName }) => fullName === child);
    if (!xml) return lacking(kind, name, missing);
    const folder = file.replace(/[^/]*$/, '');
    const parts =
      kind.type === 'LightningComponentBundle'
        ? [...files].flatMap(([path, content]) =>
            path.startsWith(folder) ? [[path.slice(folder.length), content]] : [],
          )
        : [];
    return { kind, name, file, xml, parts: Object.fromEntries(parts) as Parts, problem: null };
  } catch (error) {
    return { kind, name, file, xml: {}, parts: {}, problem: `Error parsing file: ${(error as Error).message}` };
  }
}
