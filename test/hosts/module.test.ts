// The module that holds the elements in an org: it is what the sources make, in a form and a size that the platform takes.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parseSync } from 'vite';
import { beforeAll, describe, expect, test } from 'vitest';
import { buildModule, moduleFolder } from '../../manifests/module/build.ts';
import { withoutLoading, withoutPrivate } from '../../manifests/module/platform-form.ts';
import { compile } from './compile.ts';

let built: ReadonlyMap<string, string>;
beforeAll(async () => {
  built = await buildModule();
});

describe('the module quotientWidget', () => {
  test('is what its sources make: run npm run build where it is not', () => {
    expect(readdirSync(moduleFolder).filter((name) => name.endsWith('.js'))).toEqual([...built.keys()]);
    for (const [name, code] of built)
      expect(readFileSync(join(moduleFolder, name), 'utf8') === code, `${name} is up to date`).toBe(true);
  });
  test('has files of no more than 131,072 bytes, which every release takes', () => {
    for (const [name, code] of built) expect(Buffer.byteLength(code), name).toBeLessThanOrEqual(131_072);
  });
  test('loads nothing later, and nothing from elsewhere', () => {
    for (const [name, code] of built) {
      const { staticImports, dynamicImports } = parseSync(name, code).module;
      expect(dynamicImports, name).toEqual([]);
      for (const { moduleRequest } of staticImports)
        expect(existsSync(join(moduleFolder, moduleRequest.value)), `${name} imports ${moduleRequest.value}`).toBe(
          true,
        );
    }
  });
  test('is taken by the compiler of Lightning web components', () => {
    for (const [name, code] of built) expect(compile(join(moduleFolder, name), code), name).toContain('export');
  });
  test('runs nothing of the elements before it is asked to', async () => {
    const { widget } = (await import(pathToFileURL(join(moduleFolder, 'quotientWidget.js')).href)) as {
      widget: () => unknown;
    };
    // There are no elements in Node, as there are none without web security.
    expect(widget).toThrow(/HTMLElement|document|CSSStyleSheet/);
  });
});

describe('the form that the platform takes', () => {
  const source = `class A { #a = 1; #b() { return this.#a + '#a'; } static c = (one: A) => one.#b(); }`;
  test('is needed: its compiler refuses private methods', () => {
    expect(() => compile('/c/a/a.js', 'class A { #b() {} }')).toThrow(/private methods/);
  });
  test('has no private members, and leaves texts alone', () => {
    const text = withoutPrivate(source, '/widget/src/a-b.ts');
    expect(text).toBe(
      `class A { _$ab8_a = 1; _$ab8_b() { return this._$ab8_a + '#a'; } static c = (one: A) => one._$ab8_b(); }`,
    );
  });
  test('keeps members of the same name in two classes apart', () => {
    const names = withoutPrivate('class A { #a = 1 }\nclass B extends A { #a = 2 }', '/widget/src/a.ts').match(
      /_\$\w+/g,
    );
    expect(new Set(names).size).toBe(2);
  });
  test('refuses what it cannot say', () => {
    expect(() => withoutPrivate('class A { #a; static is = (one) => #a in one; }', '/a.ts')).toThrow(/#a in/);
  });
  test('loads from the start what is loaded when asked for', () => {
    expect(withoutLoading(`let a: typeof import('./a.ts'); void import('./a.ts');`)).toBe(
      `import * as loaded0 from './a.ts';\nlet a: typeof import('./a.ts'); void Promise.resolve(loaded0);`,
    );
  });
});
