// The components in the package: they compile, keep the platform's rules, and say where an admin may place them.
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ESLint, type Linter } from 'eslint';
import { XMLParser } from 'fast-xml-parser';
import { describe, expect, test } from 'vitest';
import { compile } from './compile.ts';

const folder = fileURLToPath(new URL('../../manifests/force-app/main/default/lwc/', import.meta.url));
const files = globSync('*/*.{js,html,css}', { cwd: folder })
  .filter((path) => !path.startsWith('quotientWidget/'))
  .sort();
const read = (path: string): string => readFileSync(join(folder, path), 'utf8');

const require = createRequire(import.meta.url);
const lwc = require('@lwc/eslint-plugin-lwc') as ESLint.Plugin;
/** The rules that hold for components of today's platform; the others ask for what old browsers needed. */
const kept = [
  'consistent-component-name',
  'no-api-reassignments',
  'no-async-operation',
  'no-attributes-during-construction',
  'no-deprecated',
  'no-document-query',
  'no-dupe-class-members',
  'no-inner-html',
  'no-leading-uppercase-api-name',
  'no-leaky-event-listeners',
  'no-template-children',
  'prefer-custom-event',
  'valid-api',
  'valid-graphql-wire-adapter-callback-parameters',
  'valid-track',
  'valid-wire',
];
/** All that a page may read of the platform. */
const adapters = [
  { module: 'lightning/graphql', identifier: 'graphql' },
  { module: 'lightning/uiRecordApi', identifier: 'getRecord' },
];
const eslint = new ESLint({
  overrideConfigFile: true,
  cwd: folder,
  overrideConfig: [
    {
      files: ['**/*.js'],
      languageOptions: {
        parser: require('@babel/eslint-parser') as Linter.Parser,
        parserOptions: {
          requireConfigFile: false,
          babelOptions: { parserOpts: { plugins: [['decorators', { decoratorsBeforeExport: false }]] } },
        },
      },
      plugins: { '@lwc/lwc': lwc },
      rules: {
        ...Object.fromEntries(kept.map((name) => [`@lwc/lwc/${name}`, 'error' as const])),
        '@lwc/lwc/no-unknown-wire-adapters': ['error', { adapters }],
        'no-undef': 'off',
        'no-unused-vars': 'error',
        'no-restricted-globals': ['error', 'eval', 'Worker', 'localStorage'],
      },
    },
  ],
});
const lint = async (source: string, path: string): Promise<string[]> => {
  const [result] = await eslint.lintText(source, { filePath: join(folder, path) });
  return (result?.messages ?? []).map(({ ruleId, message, line }) => `${path}:${line} ${ruleId ?? ''} ${message}`);
};

describe('the components of the package', () => {
  test.each(files)('%s compiles', (path) => {
    expect(compile(join(folder, path), read(path))).toMatch(/export/);
  });
  test('keep the lint rules of Lightning web components', async () => {
    const found = await Promise.all(files.filter((path) => path.endsWith('.js')).map((path) => lint(read(path), path)));
    expect(found.flat()).toEqual([]);
  });
  test('would not with a breach in them', async () => {
    const path = 'quotientTeam/quotientTeam.js';
    const breach = read(path).replace(
      'leave() {',
      "leave() {\n        this.template.querySelector('div').innerHTML = this.title;",
    );
    expect((await lint(breach, path)).join()).toMatch(/no-inner-html/);
    expect((await lint(read(path).replace('withoutMe = false', 'withoutMe = true'), path)).join()).toMatch(/valid-api/);
  });
  test('have templates of which the compiler refuses what is not theirs', () => {
    expect(() => compile('/c/a/a.html', '<template><p onquotient-select={a}></p></template>')).toThrow(
      /LWC1056|event/i,
    );
  });
});

describe('what the hosts say', () => {
  const source = read('quotientWords/quotientWords.js').replace(/^import .*$/m, "const LOCALE = 'de-AT';");
  const words = import(`data:text/javascript,${encodeURIComponent(source)}`) as Promise<{
    readonly languages: Readonly<Record<'en' | 'de', Readonly<Record<string, string>>>>;
    readonly say: (key: string, values?: object) => string;
  }>;
  const holes = (text = ''): string[] => [...text.matchAll(/\{\w+\}/g)].map(([hole]) => hole).sort();

  test('is there in English and German, with the same placeholders', async () => {
    const { en, de } = (await words).languages;
    expect(Object.keys(de)).toEqual(Object.keys(en));
    for (const [key, text] of Object.entries(en)) expect(holes(de[key]), key).toEqual(holes(text));
  });
  test('is in the viewer’s language', async () => {
    expect((await words).say('list.waiting', { count: 2 })).toBe('Fragen (2 warten auf Ihre Antwort)');
  });
  test('is all that they ask for', async () => {
    const { en } = (await words).languages;
    const scripts = files.filter((path) => path.endsWith('.js')).map(read);
    const asked = scripts.flatMap((text) => [...text.matchAll(/say\('([\w.-]+)'/g)].map(([, key = '']) => key));
    expect(asked.length).toBeGreaterThan(20);
    expect(asked.filter((key) => !(key in en))).toEqual([]);
  });
});

interface Meta {
  readonly isExposed: string;
  readonly apiVersion: string;
  readonly masterLabel: string;
  readonly description: string;
  readonly targets?: { readonly target: readonly string[] };
  readonly targetConfigs?: {
    readonly targetConfig: readonly {
      readonly '@targets': string;
      readonly property: readonly { readonly '@name': string; readonly '@type': string; readonly '@label': string }[];
      readonly objects?: { readonly object: string };
      readonly supportedFormFactors: { readonly supportedFormFactor: readonly { readonly '@type': string }[] };
    }[];
  };
}
const parser = new XMLParser({
  ignoreAttributes: false,
  attributeNamePrefix: '@',
  parseTagValue: false,
  isArray: (name) => ['target', 'targetConfig', 'property', 'supportedFormFactor'].includes(name),
});
const metaOf = (name: string): Meta =>
  (parser.parse(read(`${name}/${name}.js-meta.xml`)) as { readonly LightningComponentBundle: Meta })
    .LightningComponentBundle;
const components = [...new Set(globSync('*/*', { cwd: folder }).map((path) => dirname(path)))].sort();

describe('where an admin may place them', () => {
  test.each([
    ['quotientEstimate', ['lightning__RecordPage']],
    ['quotientAttainment', ['lightning__HomePage', 'lightning__AppPage', 'lightning__RecordPage', 'lightning__Tab']],
    ['quotientCoaching', ['lightning__HomePage', 'lightning__AppPage', 'lightning__RecordPage', 'lightning__Tab']],
    ['quotientTeam', ['lightning__HomePage', 'lightning__AppPage', 'lightning__Tab']],
  ])('%s on %j', (name, targets) => {
    const meta = metaOf(name);
    expect(meta.isExposed).toBe('true');
    expect(meta.targets?.target).toEqual(targets);
  });
  test.each([
    ['quotientEstimate', ['Opportunity']],
    ['quotientAttainment', ['User']],
    ['quotientCoaching', ['User']],
    ['quotientTeam', []],
  ])('%s on record pages of %j alone, whose record it takes', (name, objects) => {
    const onRecords = metaOf(name).targetConfigs?.targetConfig.filter(
      (config) => config['@targets'] === 'lightning__RecordPage',
    );
    expect(onRecords?.map((config) => config.objects?.object)).toEqual(objects);
    expect(/@api recordId\b/.test(read(`${name}/${name}.js`))).toBe(objects.length > 0);
  });
  // The platform has home pages on desktops alone ("Configure Your Component for Different Form Factors"), so Large is all that
  // is true of them; a tab takes neither form factors nor properties, and is on both.
  test('on phones too, but for home pages, which phones have none of', () => {
    for (const name of components)
      for (const config of metaOf(name).targetConfigs?.targetConfig ?? []) {
        expect(config['@targets'], name).not.toBe('lightning__Tab');
        const sizes = config.supportedFormFactors.supportedFormFactor.map((one) => one['@type']);
        expect(sizes, name).toEqual(config['@targets'] === 'lightning__HomePage' ? ['Large'] : ['Large', 'Small']);
      }
  });
  test('with properties that the component has', () => {
    for (const name of components)
      for (const { property } of metaOf(name).targetConfigs?.targetConfig ?? [])
        for (const one of property)
          expect(read(`${name}/${name}.js`), name).toMatch(new RegExp(`@api ${one['@name']}\\b`));
  });
  test('every component says its version, and each file belongs to one', () => {
    for (const name of components) {
      expect(metaOf(name)).toMatchObject({ apiVersion: '66.0', masterLabel: expect.stringMatching(/^Quotient /) });
      expect(metaOf(name).description).toMatch(/\.$/);
    }
    expect(files.filter((path) => basename(path).replace(/\.\w+$/, '') !== dirname(path))).toEqual([]);
  });
  test('package.xml names each of them', () => {
    const manifest = readFileSync(join(folder, '../../../../package.xml'), 'utf8');
    for (const name of components) expect(manifest).toContain(`<members>${name}</members>`);
  });
});
