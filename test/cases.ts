// The worked cases: a book in, statements out; each file with its arithmetic in words.
import { readdirSync, readFileSync } from 'node:fs';

export interface Case {
  readonly name: string;
  readonly why: string;
  readonly book: unknown;
  readonly expect: { readonly statements: readonly Record<string, unknown>[] };
}

const folder = new URL('cases/', import.meta.url);

export const cases: readonly Case[] = readdirSync(folder)
  .filter((name) => name.endsWith('.json'))
  .map((name) => JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as Case);
