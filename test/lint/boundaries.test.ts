// Dependencies point one way: a planted breach of each rule is found by the linter as `npm run check` runs it.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
let copy = '';

beforeAll(() => {
  copy = mkdtempSync(join(tmpdir(), 'quotient-lint-'));
  cpSync(join(root, '.oxlintrc.json'), join(copy, '.oxlintrc.json'));
  cpSync(join(root, 'test/lint'), join(copy, 'test/lint'), { recursive: true });
  symlinkSync(join(root, 'node_modules'), join(copy, 'node_modules'));
});
afterAll(() => rmSync(copy, { recursive: true, force: true }));

function lint(file: string, source: string): string {
  const path = join(copy, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, source);
  try {
    return execFileSync(join(root, 'node_modules/.bin/oxlint'), [path], { cwd: copy, encoding: 'utf8', stdio: 'pipe' });
  } catch (error) {
    return String((error as { stdout?: string }).stdout);
  } finally {
    rmSync(path);
  }
}

const breaches: [what: string, file: string, source: string, message: RegExp][] = [
  [
    'calc imports Node',
    'packages/calc/src/a.ts',
    "import { readFileSync } from 'node:fs';\nexport const a = readFileSync;\n",
    /The calculation is pure/,
  ],
  [
    'calc imports the connector',
    'packages/calc/src/a.ts',
    "export { sync } from '@quotient/sf-plugin';\n",
    /The calculation is pure/,
  ],
  ['calc reads the clock', 'packages/calc/src/a.ts', 'export const a = Date.now();\n', /Date\.now/],
  ['calc makes a date of now', 'packages/calc/src/a.ts', 'export const a = new Date();\n', /no clock/],
  [
    'salesforce imports the connector',
    'packages/salesforce/src/a.ts',
    "export { sync } from '@quotient/sf-plugin';\n",
    /imports the calculation alone/,
  ],
  [
    'the sample org imports ours',
    'packages/sample-org/src/a.ts',
    "export { calculate } from '@quotient/calc';\n",
    /nothing of ours/,
  ],
  [
    'an element imports the connector',
    'widget/src/a.ts',
    "export { sync } from '@quotient/sf-plugin';\n",
    /Elements import/,
  ],
  [
    'an element uses classMap',
    'widget/src/a.ts',
    "export { classMap } from 'lit/directives/class-map.js';\n",
    /Lightning Web Security/,
  ],
  [
    'an element binds an attribute',
    'widget/src/a.ts',
    "import { html } from 'lit';\nexport const a = (b: string) => html`<p class=${b}></p>`;\n",
    /attribute expression class=/,
  ],
  [
    'a command imports the sample org',
    'connector/src/commands/quotient/a.ts',
    "export { startSampleOrg } from '@quotient/sample-org';\n",
    /Only the command sample-org/,
  ],
];

describe('boundaries', () => {
  test.each(breaches)('finds that %s', (_what, file, source, message) => expect(lint(file, source)).toMatch(message));
  test('lets a clean file be', () =>
    expect(
      lint('packages/calc/src/a.ts', "import { Decimal } from 'decimal.js';\nexport const a = new Decimal(1);\n"),
    ).toMatch(/0 errors/));
});
