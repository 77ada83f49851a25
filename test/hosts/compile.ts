// Lightning web components compiled as the platform does it: by the parts of LWC's own compiler.
import { createRequire } from 'node:module';
import { basename, dirname } from 'node:path';

const require = createRequire(import.meta.url);

interface Options {
  readonly [name: string]: unknown;
}
const babel = require('@babel/core') as {
  transformSync(code: string, options: Options): { readonly code: string } | null;
};
const classes: unknown = require('@babel/plugin-transform-class-properties');
const components = (require('@lwc/babel-plugin-component') as { readonly default: unknown }).default;
const templates = require('@lwc/template-compiler') as {
  readonly default: (
    source: string,
    filename: string,
    options: Options,
  ) => { readonly code: string; readonly warnings: readonly { readonly level: number; readonly message: string }[] };
};
const styles = require('@lwc/style-compiler') as {
  transform(source: string, filename: string, options: Options): { readonly code: string };
};

const apiVersion = 66;

/**
 * Compiles a file of a component: its script, template or style.
 * @throws Error as the compiler does, and where it warns.
 */
export function compile(path: string, source: string): string {
  const name = basename(dirname(path));
  const about = { namespace: 'c', name, apiVersion };
  if (path.endsWith('.html')) {
    const { code, warnings } = templates.default(source, path, { ...about, enableDynamicComponents: false });
    if (warnings.length > 0) throw new Error(`${path}: ${warnings.map(({ message }) => message).join('; ')}`);
    return code;
  }
  if (path.endsWith('.css')) return styles.transform(source, path, { scoped: false, apiVersion }).code;
  const answer = babel.transformSync(source, {
    filename: path,
    babelrc: false,
    configFile: false,
    compact: false,
    sourceMaps: false,
    plugins: [
      [components, { ...about, isExplicitImport: basename(path, '.js') !== name, dynamicImports: {} }],
      [classes, { loose: true }],
    ],
  });
  if (!answer) throw new Error(`${path}: the compiler answers nothing.`);
  return answer.code;
}
