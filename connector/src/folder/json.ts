// JSON text that `JSON.parse` has read: what that does not tell, keys that come twice and the place of everything.
import type { Problem } from '@quotient/calc';

export interface Scan {
  /** Where the key or value at each path begins, or the nearest thing around it. */
  readonly offsets: readonly number[];
  /** Where a key stands that its object has already. */
  readonly duplicate: { readonly offset: number; readonly key: string } | null;
  /** Where it first lies deeper than may be. */
  readonly tooDeep: number | null;
}

interface Level {
  /** The keys so far; null in a list. */
  readonly keys: Set<string> | null;
  index: number;
  /** The paths that go through here, by their index. */
  readonly through: readonly number[];
}

const [quote, backslash, comma, openList, closeList, openObject, closeObject] = [34, 92, 44, 91, 93, 123, 125] as const;

const none: readonly number[] = [];

/** Scans valid JSON once, from the left. */
export function scanJson(text: string, paths: readonly Problem['path'][], deepest: number): Scan {
  const levels: Level[] = [];
  const offsets = paths.map(() => 0);
  let level: Level | undefined;
  /** The paths that go on through what comes next. */
  let through: readonly number[] = [...paths.keys()];
  let isKey = false;
  let tooDeep: number | null = null;
  let duplicate: Scan['duplicate'] = null;

  const meets = (key: string | number, at: number): void => {
    if (level === undefined || level.through.length === 0) {
      through = none;
      return;
    }
    const depth = levels.length - 1;
    through = level.through.filter((i) => String(paths[i]?.[depth] ?? '\0') === String(key));
    for (const i of through) offsets[i] = at;
  };
  const open = (keys: Set<string> | null, at: number): void => {
    level = { keys, index: 0, through };
    levels.push(level);
    isKey = keys !== null;
    if (levels.length > deepest) tooDeep ??= at;
    if (keys === null) meets(0, next(text, at + 1));
  };

  for (let at = 0; at < text.length; at++) {
    const sign = text.charCodeAt(at);
    if (sign === quote) {
      const end = endOfString(text, at);
      if (isKey && level?.keys) {
        const raw = text.slice(at + 1, end);
        const key = raw.includes('\\') ? (JSON.parse(`"${raw}"`) as string) : raw;
        if (level.keys.has(key)) duplicate ??= { offset: at, key };
        level.keys.add(key);
        meets(key, at);
        isKey = false;
      }
      at = end;
    } else if (sign === openObject) open(new Set(), at);
    else if (sign === openList) open(null, at);
    else if (sign === closeObject || sign === closeList) {
      levels.pop();
      level = levels.at(-1);
    } else if (sign === comma && level) {
      isKey = level.keys !== null;
      if (!isKey) meets(++level.index, next(text, at + 1));
    }
  }
  return { offsets, duplicate, tooDeep };
}

function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); ; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text.charCodeAt(at - 1 - slashes) === backslash) slashes++;
    if (slashes % 2 === 0 || at < 0) return at;
  }
}

/** The next place that is no white space. */
function next(text: string, from: number): number {
  let at = from;
  while (text.charCodeAt(at) <= 32) at++;
  return at;
}
