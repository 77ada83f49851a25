// Builds the elements as the module of Lightning web components that holds them: force-app/main/default/lwc/quotientWidget.
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';
import config from '../../vite.config.ts';
import { platformForm } from './platform-form.ts';

const path = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));

/** The folder of the module. */
export const moduleFolder = path('../force-app/main/default/lwc/quotientWidget/');
const banner = `/* Quotient, MIT. Holds lit, BSD-3-Clause, (c) Google LLC. Built from widget by npm run build. */\n`;

/**
 * Nothing runs before it is asked for: where web security is off, elements cannot be, and a component that imports them must
 * still come to say so.
 */
function whenAsked(code: string): string {
  const [, imports = '', body = '', names = ''] =
    /^((?:import\{[^}]*\}from"[^"]+";)*)([\s\S]*?);?export\{([^}]*)\};?\s*$/.exec(code) ?? [];
  if (!names) throw new Error('The bundle does not end with its exports.');
  const faces = names.split(',').map((one) => one.split(' as '));
  const given = faces.map(([inner = '', outer = inner]) => `${outer}:${inner}`).join(',');
  return `${imports}let held;export const widget=()=>held??=(()=>{${body};return{${given}}})();\n`;
}

/** The files of the module, built from the sources as they are, or as a plugin changes them. */
export async function buildModule(change?: Plugin): Promise<ReadonlyMap<string, string>> {
  const { plugins, build: own } = config;
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    plugins: [change, platformForm, plugins],
    // As users get it, whatever NODE_ENV says.
    resolve: { conditions: ['quotient-source', 'module', 'browser', 'production'] },
    build: {
      write: false,
      minify: 'terser',
      terserOptions: own?.terserOptions ?? {},
      target: 'es2022',
      lib: { entry: path('quotient-widget.ts'), formats: ['es'], fileName: () => 'quotientWidget.js' },
      rolldownOptions: {
        output: {
          chunkFileNames: '[name].js',
          // A file may have 131,072 bytes: the elements with lit and their words, and the calculation with its traces.
          codeSplitting: { groups: [{ name: 'calculation', test: /calc\/src\// }] },
        },
      },
    },
  })) as Rolldown.RolldownOutput[];
  const chunks = (output[0]?.output ?? []).flatMap((one) => (one.type === 'chunk' ? [one] : []));
  return new Map(
    chunks
      .map(({ fileName, code, isEntry }): [string, string] => [fileName, banner + (isEntry ? whenAsked(code) : code)])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

/** Writes the files, and takes those away that are none any more. */
export async function writeModule(): Promise<void> {
  const files = await buildModule();
  mkdirSync(moduleFolder, { recursive: true });
  for (const name of readdirSync(moduleFolder))
    if (name.endsWith('.js') && !files.has(name)) rmSync(moduleFolder + name);
  for (const [name, code] of files) writeFileSync(moduleFolder + name, code);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await writeModule();
