// Reading documents with zod: strict objects that name the nearest known key, and zod's findings as our problems.
import * as z from 'zod/mini';
import { QuotientError, type Problem } from './error.ts';

type Shape = Record<string, z.core.$ZodType>;

/** An object that refuses unknown keys and names the nearest known one. */
export function strict<S extends Shape>(shape: S): z.ZodMiniObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys' ? issue.keys.map((key) => unknownKey(key, known)).join(' ') : undefined,
  });
}

function unknownKey(key: string, known: readonly string[]): string {
  const near = nearest(key, known);
  return `unknown key "${key}".${near ? ` Did you mean "${near}"?` : ` Known here: ${known.join(', ')}.`}`;
}

/** The known name nearest to a mistyped one, or undefined where none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  const scored = known
    .map((candidate) => ({ candidate, distance: editDistance(name.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = scored[0];
  return best && best.distance <= Math.max(2, Math.ceil(name.length / 3)) ? best.candidate : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const swap = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(swap, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

/**
 * Reads a document with a schema; returns it typed, unchanged.
 * @throws QuotientError with every problem and its path.
 */
export function read<T extends z.core.$ZodType>(
  schema: T,
  document: unknown,
  at: (string | number)[] = [],
): z.output<T> {
  const result = z.safeParse(schema, document);
  if (result.success) return result.data;
  throw new QuotientError(result.error.issues.flatMap((issue) => problems(issue, at)));
}

function problems(issue: z.core.$ZodIssue, at: readonly (string | number)[]): Problem[] {
  const path = [...at, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))];
  if (issue.code === 'invalid_union' && issue.errors.length) {
    // The alternative that came furthest says what is wrong with the one that was meant.
    const depth = (issues: z.core.$ZodIssue[]) =>
      Math.max(...issues.map((i) => i.path.length + (i.code === 'invalid_type' ? 0 : 1)));
    const meant = [...issue.errors].sort((a, b) => depth(b) - depth(a))[0];
    if (meant && depth(meant) > 0) return meant.flatMap((inner) => problems(inner, path));
  }
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => ({ code: 'unknown-key', path: [...path, key], message: issue.message, remedy: '' }));
  return [{ code: issue.code.replaceAll('_', '-'), path, message: sentence(issue.message), remedy: '' }];
}

function sentence(text: string): string {
  const clean = text.replace(/^Invalid input: /, '');
  return /[.?]$/.test(clean) ? clean : `${clean}.`;
}
