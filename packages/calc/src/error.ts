// The one family of errors that a person can mend: each says what, where, why and what to do.

/** One thing that is wrong with a plan, a book or a snapshot. */
export interface Problem {
  /** Stable name of the kind of problem, such as `unknown-key`. */
  readonly code: string;
  /** Where it is: keys and indexes from the root of what was read. */
  readonly path: readonly (string | number)[];
  readonly message: string;
  readonly remedy: string;
}

/** Bad input. `problems` holds all that was found, in the order of the document; the message is the first of them. */
export class QuotientError extends Error {
  override readonly name = 'QuotientError';
  readonly problems: readonly Problem[];

  constructor(problems: readonly Problem[]) {
    super(problems.map(inWords).join('\n'));
    this.problems = problems;
  }

  get code(): string {
    return this.problems[0]?.code ?? 'bad-input';
  }
}

/** A path as people write it: `components[0].rate.tiers[1].from`. */
export function pathInWords(path: readonly (string | number)[]): string {
  return path.reduce<string>(
    (text, key) => (typeof key === 'number' ? `${text}[${key}]` : text ? `${text}.${key}` : key),
    '',
  );
}

/** A problem as one sentence with its place and remedy. */
export function inWords({ path, message, remedy }: Problem): string {
  const place = pathInWords(path);
  return `${place ? `${place}: ` : ''}${message} ${remedy}`.trim();
}

/** Throws one problem. */
export function fail(code: string, path: readonly (string | number)[], message: string, remedy: string): never {
  throw new QuotientError([{ code, path, message, remedy }]);
}
