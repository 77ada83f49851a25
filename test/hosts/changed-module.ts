// The elements' module with one place of its sources changed, for tests that have to fail then.
import type { Plugin } from 'vite';
import { buildModule } from '../../manifests/module/build.ts';

/** Builds the elements with another text in a file. @throws Error where the file does not hold what is to be changed */
export async function changedModule(file: string, from: string, to: string): Promise<ReadonlyMap<string, string>> {
  let isDone = false;
  const change: Plugin = {
    name: 'change',
    enforce: 'pre',
    transform(code, id) {
      if (!id.endsWith(file)) return null;
      isDone = code.includes(from);
      return code.replace(from, to);
    },
  };
  const elements = await buildModule(change);
  if (!isDone) throw new Error(`${file} holds no ${from}.`);
  return elements;
}
