// Copies of the calculation with one rule broken: what shows that a law can fail.
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Calculation } from './law.ts';

/** One textual change of one file of `packages/calc/src`. */
export interface Mutation {
  readonly file: string;
  /** Stands exactly once in the file. */
  readonly find: string;
  readonly replace: string;
}

const source = fileURLToPath(new URL('../../packages/calc/src/', import.meta.url));
// Its name lets vitest read its TypeScript as it reads this repository's packages; its place lets it find zod.
const copies = fileURLToPath(new URL('../../node_modules/.cache/@quotient/', import.meta.url));
let made = 0;

/** The calculation's source, copied, with one change where one is given, and loaded. */
export async function mutant(mutation?: Mutation): Promise<Calculation> {
  const folder = join(copies, `mutant-${process.pid}-${made++}`);
  mkdirSync(folder, { recursive: true });
  try {
    cpSync(source, folder, { recursive: true, filter: (path) => !path.endsWith('.test.ts') });
    if (mutation) change(join(folder, mutation.file), mutation);
    return (await import(/* @vite-ignore */ join(folder, 'index.ts'))) as Calculation;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @throws Error where the file does not hold the text exactly once: the mutation would be none, or more than one. */
function change(path: string, { file, find, replace }: Mutation): void {
  const parts = readFileSync(path, 'utf8').split(find);
  if (parts.length !== 2)
    throw new Error(`${file} holds "${find}" ${parts.length - 1} times: name a text that stands in it once.`);
  writeFileSync(path, parts.join(replace));
}
