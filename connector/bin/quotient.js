#!/usr/bin/env node
// The plugin without the sf CLI: `quotient sync …` is `sf quotient sync …`. Run from the repository it uses the sources.
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { execute } from '@oclif/core';

const root = fileURLToPath(new URL('..', import.meta.url));
const pjson = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
const fromSources = process.execArgv.some((argument) => argument.includes('quotient-source'));

await execute({
  args: ['quotient', ...process.argv.slice(2)],
  loadOptions: {
    root,
    pjson: fromSources ? { ...pjson, oclif: { ...pjson.oclif, commands: './src/commands' } } : pjson,
  },
});
