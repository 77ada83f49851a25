// Forms of documents in short: which keys an object has and what each of them holds, and where a document keeps to none of it.
import type { Path } from './error.ts';

export type Row = Readonly<Record<string, unknown>>;
export type Is = (value: unknown) => boolean;
export const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null;
/** An object that is no list. */
export const isRow = (value: unknown): value is Row => isObject(value) && !Array.isArray(value);

/** Where something is wrong. `unknown` is a key or a word that the forms don't know; undefined where something is missing or damaged. */
export interface Fault {
  readonly path: Path;
  readonly unknown: string | undefined;
  /** The same, seen from one level above. */
  readonly at: (key: string | number) => Fault;
}
export const fault = (unknown?: string, path: Path = []): Fault => ({
  path,
  unknown,
  at: (key) => fault(unknown, [key, ...path]),
});

/** What is wrong with a value at a depth; null where nothing is. */
export type Check = (value: unknown, depth: number) => Fault | null;

/** Nothing that anybody wrote needs more levels. */
const deepest = 64;

export interface Forms {
  /** Values without parts. */
  readonly leaves: Readonly<Record<string, Is>>;
  /** Objects, as `key:term;key?:term`, with `*` at the end where any other key may stand; or other names of a term. */
  readonly forms: Readonly<Record<string, string>>;
  /** What holds for an object that keeps to its form. */
  readonly laws: Readonly<Record<string, (of: never) => boolean>>;
  readonly checks: Readonly<Record<string, Check>>;
}

/**
 * Checks by terms: a name of a leaf or a form, `Form[]`, `Form{}` (by any key), `One|Other`, `#one|other` (the form `#one`, where the
 * object's `type` is that); anything else is a word that stands there as it is.
 */
export function checkOf({ leaves, forms, laws, checks }: Forms): (term: string) => Check {
  const made = new Map<string, Check>(Object.entries(checks));
  const check = (term: string): Check => {
    let found = made.get(term);
    if (!found) made.set(term, (found = make(term)));
    return found;
  };

  const make = (term: string): Check => {
    const form = forms[term];
    if (form?.includes(':') || form === '*') return ofForm(term, form);
    if (form) return check(form);
    if (term.startsWith('#')) return byType(term.slice(1).split('|'));
    if (term.includes('|')) return anyOf(term.split('|').map(check));
    if (/[\]}]$/.test(term)) return each(term.endsWith(']'), check(term.slice(0, -2)));
    const is = leaves[term];
    if (is) return (value) => (is(value) ? null : fault());
    return (value) => (value === term ? null : fault(typeof value === 'string' ? value : undefined));
  };

  const ofForm = (name: string, form: string): Check => {
    const isOpen = form.endsWith('*');
    const fields = form
      .split(';')
      .filter((field) => field !== '*')
      .map((field) => {
        const [, key = '', optional, term = ''] = /^(\w+)(\??):(.*)/.exec(field) ?? [];
        return [key, optional !== '', term] as const;
      });
    const keys = new Set(fields.map(([key]) => key));
    return (value, depth) => {
      if (!isRow(value) || depth > deepest) return fault();
      if (!isOpen)
        for (const key of Object.keys(value)) if (!keys.has(key) && value[key] !== undefined) return fault(key, [key]);
      for (const [key, isOptional, term] of fields) {
        const inner = Object.hasOwn(value, key) ? value[key] : undefined;
        const found = inner === undefined ? !isOptional && fault() : check(term)(inner, depth + 1);
        if (found) return found.at(key);
      }
      return (laws[name]?.(value as never) ?? true) ? null : fault();
    };
  };

  const byType =
    (types: readonly string[]): Check =>
    (value, depth) => {
      const type = isObject(value) ? value['type'] : undefined;
      if (typeof type !== 'string') return fault();
      return types.includes(type) ? check(`#${type}`)(value, depth) : fault(type, ['type']);
    };

  return check;
}

/** The checks of a list's entries, or of the values of an object. */
const each =
  (isList: boolean, one: Check): Check =>
  (value, depth) => {
    if (!isObject(value) || Array.isArray(value) !== isList || depth > deepest) return fault();
    for (const [key, inner] of Object.entries(value)) {
      const found = one(inner, depth + 1);
      if (found) return found.at(isList ? Number(key) : key);
    }
    return null;
  };

/**
 * Any of several: of their faults the one furthest inside says most, and what is unknown more than what is missing. One that does not
 * know a key says nothing where another knows all of them.
 */
const anyOf =
  (all: readonly Check[]): Check =>
  (value, depth) => {
    const faults: Fault[] = [];
    for (const one of all) {
      const found = one(value, depth);
      if (!found) return null;
      faults.push(found);
    }
    const known = faults.filter(({ path, unknown }) => path.length > 1 || (path.length === 1 && path[0] !== unknown));
    const weight = ({ path, unknown }: Fault): number => path.length * 2 + Number(unknown !== undefined);
    return (known.length > 0 ? known : faults).reduce((most, one) => (weight(one) > weight(most) ? one : most));
  };
