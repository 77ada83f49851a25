// Reading documents with zod: strict objects that know their keys, and zod's findings as our problems.
import * as z from 'zod/mini';
import { mostTold, QuotientError, type Path, type Problem } from './error.ts';
import { refuseTraps } from './nesting.ts';

type Shape = Record<string, z.core.$ZodType>;

/** The keys that were known where unknown ones stood: by the list of those, which zod hands on. */
const knownBeside = new WeakMap<readonly string[], readonly string[]>();

/** An object that refuses unknown keys. */
export function strict<S extends Shape>(shape: S): z.ZodMiniObject<S, z.core.$strict> {
  const known = Object.keys(shape);
  return z.strictObject(shape, {
    error: (issue) => {
      if (issue.code !== 'unrecognized_keys') return undefined;
      knownBeside.set(issue.keys, known);
      return 'unknown key';
    },
  });
}

/** Longer names are no slips of the pen, and among more nobody looks for the nearest. */
const longest = 40;
const mostKnown = 500;

/** The known name nearest to a mistyped one, or undefined where none is near. */
export function nearest(name: string, known: readonly string[]): string | undefined {
  if (name.length > longest) return undefined;
  const most = Math.max(2, Math.ceil(name.length / 3));
  let best: string | undefined;
  let least = most + 1;
  for (const candidate of known.slice(0, mostKnown)) {
    if (Math.abs(candidate.length - name.length) >= least) continue;
    const distance = editDistance(name.toLowerCase(), candidate.toLowerCase());
    if (distance < least) [best, least] = [candidate, distance];
  }
  return best;
}

/** The remedy for a name that is not known: the nearest one, else what is said otherwise. */
export function suggest(name: string, known: readonly string[], otherwise: string): string {
  const near = nearest(name, known);
  return near === undefined ? otherwise : `Did you mean "${near}"?`;
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
export function read<T extends z.core.$ZodType>(schema: T, document: unknown, at: Path = []): z.output<T> {
  refuseTraps(document, at);
  const result = z.safeParse(schema, document, { reportInput: true });
  if (result.success) return result.data;
  throw new QuotientError(
    result.error.issues
      .slice(0, mostTold)
      .flatMap((issue) => problems(issue, at))
      .slice(0, mostTold),
  );
}

type Issue = z.core.$ZodIssue;

function problems(issue: Issue, at: Path): Problem[] {
  const path = [...at, ...issue.path.map((key) => (typeof key === 'number' ? key : String(key)))];
  if (issue.code === 'unrecognized_keys') {
    const known = knownBeside.get(issue.keys) ?? [];
    return issue.keys.map((key) => ({
      code: 'unknown-key',
      path: [...path, key],
      message: `unknown key "${key.slice(0, longest)}".`,
      remedy: suggest(key, known, `Known here: ${known.join(', ')}.`),
    }));
  }
  if (issue.code === 'invalid_union') {
    const meant = alternative(issue.errors);
    if (meant) return meant.flatMap((inner) => problems(inner, path));
  }
  return [{ path, ...inWords(issue) }];
}

/** The alternative that was meant: of those whose kind of value stands there, the one with the fewest problems. */
function alternative(errors: readonly (readonly Issue[])[]): readonly Issue[] | undefined {
  const isOfKind = (issues: readonly Issue[]): boolean =>
    !issues.some(({ code, path }) => path.length === 0 && (code === 'invalid_type' || code === 'invalid_value'));
  const near = (issue: Issue): boolean =>
    issue.code === 'unrecognized_keys' &&
    issue.keys.some((key) => nearest(key, knownBeside.get(issue.keys) ?? []) !== undefined);
  const weight = (issues: readonly Issue[]): number => issues.length - (issues.some(near) ? 0.5 : 0);
  return errors.filter(isOfKind).toSorted((a, b) => weight(a) - weight(b))[0];
}

/** What an issue says as code, message and remedy. Our own messages read "expected WHAT such as EXAMPLE." */
function inWords(issue: Issue): Omit<Problem, 'path'> {
  const input = inputOf(issue);
  const found = shown(input);
  const [, what, example] = /^expected (.+?) such as (.+)\.$/s.exec(issue.message) ?? [];
  if (input === undefined && issue.path.length > 0)
    return {
      code: 'missing-key',
      message: `"${String(issue.path.at(-1))}" is missing.`,
      remedy: what === undefined ? `Add it: ${kindOf(issue)}.` : `Add ${what} such as ${example}.`,
    };
  if (what !== undefined)
    return {
      code: issue.code === 'invalid_format' ? 'wrong-form' : codeOf(issue),
      message: `${found} is not ${what}.`,
      remedy: `Write ${what} such as ${example}.`,
    };
  if (issue.message !== 'Invalid input')
    return {
      code: codeOf(issue),
      message: `${issue.message.slice(0, 1).toUpperCase()}${issue.message.slice(1)}`,
      remedy: issue.code === 'too_small' ? 'Add to it.' : issue.code === 'too_big' ? 'Shorten it.' : 'Correct it.',
    };
  if (issue.code === 'too_small' || issue.code === 'too_big') {
    const isSmall = issue.code === 'too_small';
    const bound = String(isSmall ? issue.minimum : issue.maximum);
    return {
      code: 'out-of-range',
      message: `${found} is ${isSmall ? 'below' : 'above'} ${bound}.`,
      remedy: `Write ${isSmall ? 'at least' : 'at most'} ${bound}.`,
    };
  }
  const options = optionsOf(issue);
  if (options.length > 0)
    return {
      code: 'unknown-value',
      message: `${found} cannot stand here.`,
      remedy: suggest(typeof input === 'string' ? input : '', options, `Write ${options.join(', ')}.`),
    };
  return { code: codeOf(issue), message: `${found} stands here.`, remedy: `Write ${kindOf(issue)}.` };
}

/** The value that an issue is about; of a union told apart by a key, that key's. */
function inputOf(issue: Issue): unknown {
  if (issue.code !== 'invalid_union' || !('discriminator' in issue)) return issue.input;
  return (issue.input as Record<string, unknown>)[issue.discriminator as string];
}

function codeOf({ code }: Issue): string {
  if (code === 'too_small' || code === 'too_big') return 'out-of-range';
  return code === 'invalid_format' ? 'wrong-form' : code === 'invalid_key' ? 'wrong-key' : 'wrong-type';
}

function optionsOf(issue: Issue): string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  return issue.code === 'invalid_union' && 'options' in issue ? ((issue.options as unknown[]) ?? []).map(String) : [];
}

const kinds: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  object: 'an object',
  record: 'an object',
  null: 'null',
};

/** The kind of value that belongs there. */
function kindOf(issue: Issue): string {
  if (issue.code === 'invalid_union')
    return [...new Set(issue.errors.flatMap((inner) => inner.slice(0, 1).map(kindOf)))].join(' or ');
  if (issue.code === 'invalid_type') return kinds[issue.expected] ?? issue.expected;
  return optionsOf(issue).join(', ') || 'a value';
}

function shown(input: unknown): string {
  if (typeof input === 'string') return JSON.stringify(input.length > longest ? `${input.slice(0, longest)}…` : input);
  if (typeof input !== 'object') return String(input).slice(0, longest);
  return input === null ? 'null' : Array.isArray(input) ? 'A list' : 'An object';
}
