// The page of the tests as one script: the components as the platform compiles them, LWC's own engine, and the elements.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, type Plugin, type Rolldown } from 'vite';
import { moduleFolder } from '../../manifests/module/build.ts';
import { compile } from './compile.ts';

const here = (relative: string): string => fileURLToPath(new URL(relative, import.meta.url));
const components = join(moduleFolder, '..');

/** How a page differs from others. */
export interface Make {
  /** LWC's own shadow DOM, which most pages of the platform have, or the browser's. */
  readonly shadow: 'native' | 'synthetic';
  /** Without web security components have no `customElements`. */
  readonly security?: 'off';
  /** Files of the elements in place of those of the package. */
  readonly elements?: ReadonlyMap<string, string>;
  /** The engine as it is shipped, or with its warnings. */
  readonly mode?: 'production' | 'development';
}

const lightning: Readonly<Record<string, string>> = {
  'lightning/graphql': 'graphql',
  'lightning/navigation': 'navigation',
  'lightning/platformShowToastEvent': 'show-toast-event',
  'lightning/refresh': 'refresh',
  'lightning/uiRecordApi': 'ui-record-api',
};
const values: Readonly<Record<string, string>> = {
  '@salesforce/user/Id': 'userId',
  '@salesforce/i18n/locale': 'locale',
};
const [compiled, value, entry] = ['\0lwc:', '\0value:', '\0entry'];

function platform({ shadow, security, elements }: Make): Plugin {
  const sourceOf = (path: string): string => {
    const given =
      dirname(path) === dirname(join(moduleFolder, 'x')) ? elements?.get(path.slice(moduleFolder.length)) : undefined;
    const source = given ?? (existsSync(path) ? readFileSync(path, 'utf8') : '');
    return security === 'off' && path.endsWith('.js') ? `const customElements = undefined;\n${source}` : source;
  };
  return {
    name: 'platform',
    enforce: 'pre',
    resolveId(id, importer = '') {
      const own = lightning[id];
      if (id === entry) return id;
      if (own) return here(`platform/${own}.ts`);
      if (id in values) return `${value}${values[id] ?? ''}`;
      if (id === 'lwc') return here('../../node_modules/@lwc/engine-dom/dist/index.js');
      if (id.startsWith('c/')) {
        const name = join(id.slice(2), id.slice(2));
        const own = here(`components/${name}`);
        const path = existsSync(`${own}.js`) ? own : join(components, name);
        return `${compiled}${existsSync(`${path}.js`) ? `${path}.js` : `${path}.css`}.mjs`;
      }
      if (importer.startsWith(compiled) && id.startsWith('./'))
        return `${compiled}${join(dirname(importer.slice(compiled.length)), id.replace(/\?.*/, ''))}.mjs`;
      return null;
    },
    load(id) {
      if (id === entry)
        return `${shadow === 'synthetic' ? `import '@lwc/synthetic-shadow';` : ''}import ${JSON.stringify(here('platform/page.ts'))};`;
      if (id.startsWith(value)) return `export default globalThis.quotientPage.person.${id.slice(value.length)};`;
      if (!id.startsWith(compiled)) return null;
      const path = id.slice(compiled.length, -'.mjs'.length);
      const source = sourceOf(path);
      return path.endsWith('.css') && source === '' ? 'export default undefined;' : compile(path, source);
    },
  };
}

/** The script of a page with components. */
export const pageScript = (make: Make): Promise<string> => bundled([platform(make)], make.mode ?? 'development');

async function bundled(plugins: Plugin[], mode: string): Promise<string> {
  const output = (await build({
    configFile: false,
    logLevel: 'error',
    plugins,
    define: { 'process.env.NODE_ENV': JSON.stringify(mode) },
    build: {
      write: false,
      minify: false,
      target: 'es2022',
      rolldownOptions: { input: entry, preserveEntrySignatures: false, output: { codeSplitting: false } },
      modulePreload: false,
    },
  })) as Rolldown.RolldownOutput;
  const [chunk] = output.output;
  return chunk.code;
}

/** A script that shows the elements of the package, or others, on a page without components and without web security. */
export async function plainScript(elements?: ReadonlyMap<string, string>): Promise<string> {
  const own = '\0elements:';
  const files: Plugin = {
    name: 'elements',
    enforce: 'pre',
    resolveId: (id, importer) =>
      id === entry ? id : importer?.startsWith(own) || importer === entry ? `${own}${id.replace('./', '')}` : null,
    load(id) {
      if (id === entry)
        return `import { widget } from './quotientWidget.js';
          widget().define();
          globalThis.quotientPlain = (name, properties) =>
            document.body.append(Object.assign(document.createElement(name), properties));`;
      const name = id.slice(own.length);
      return id.startsWith(own) ? (elements?.get(name) ?? readFileSync(join(moduleFolder, name), 'utf8')) : null;
    },
  };
  return bundled([files], 'production');
}
