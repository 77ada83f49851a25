// Elements in the form that the platform's compiler takes: no private members, and nothing that is loaded later.
import { parseSync, type Plugin } from 'vite';

interface Node {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly name?: string;
  readonly left?: Node;
}

/** The nodes of a syntax tree, each before those inside it, with the class around it, if any. */
function* nodesIn(value: unknown, inside = 0): Generator<{ readonly node: Node; readonly inside: number }> {
  if (typeof value !== 'object' || value === null) return;
  if (Array.isArray(value)) {
    for (const one of value) yield* nodesIn(one, inside);
    return;
  }
  const node = value as Node;
  const around = node.type === 'ClassBody' ? node.start : inside;
  if (typeof node.type === 'string') yield { node, inside: around };
  for (const inner of Object.values(value)) yield* nodesIn(inner, around);
}

/**
 * Private members become ordinary ones, each class's under names of its own: the platform's compiler refuses private methods.
 * They begin like lit's own private names, which the minifier shortens.
 */
export function withoutPrivate(code: string, id: string): string {
  if (!code.includes('#')) return code;
  const { program } = parseSync(id, code);
  let [text, last] = ['', 0];
  for (const { node, inside } of [...nodesIn(program)].sort((a, b) => a.node.start - b.node.start)) {
    if (node.type === 'BinaryExpression' && node.left?.type === 'PrivateIdentifier')
      throw new Error(`${id}: #${node.left.name} in … has no form without private members.`);
    if (node.type !== 'PrivateIdentifier') continue;
    text += `${code.slice(last, node.start)}_$${nameOf(id)}${inside}_${node.name}`;
    last = node.end;
  }
  return text + code.slice(last);
}

const nameOf = (id: string): string => /([\w-]+)\.\w+$/.exec(id)?.[1]?.replaceAll('-', '') ?? '';

/** What is loaded when somebody asks for it is there from the start: one module has no files to load. */
export function withoutLoading(code: string): string {
  const found: string[] = [];
  const text = code.replaceAll(/(?<!typeof )\bimport\('([^']+)'\)/g, (_, path: string) => {
    found.push(path);
    return `Promise.resolve(loaded${found.length - 1})`;
  });
  return found.map((path, i) => `import * as loaded${i} from '${path}';\n`).join('') + text;
}

/** The plugin of a build that makes both so, in our own sources. */
export const platformForm: Plugin = {
  name: 'platform-form',
  enforce: 'pre',
  transform: (code, id) =>
    /\/(widget|calc|salesforce|manifests)\/.*\.ts$/.test(id) ? withoutPrivate(withoutLoading(code), id) : null,
};
