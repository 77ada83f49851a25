// The one family of errors that a person can mend: each says what, where, why and what to do.

/** Where something is: keys and indexes from the root of what was read. */
export type Path = readonly (string | number)[];

/** One thing that is wrong with a plan, a book or a snapshot. */
export interface Problem {
  /** Stable name of the kind of problem, such as `unknown-key`. */
  readonly code: string;
  readonly path: Path;
  readonly message: string;
  readonly remedy: string;
}

/** Bad input. `problems` holds all that was found, in the order of the document; the message is all of them, a line each. */
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
export function pathInWords(path: Path): string {
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
export function fail(code: string, path: Path, message: string, remedy: string): never {
  throw new QuotientError([{ code, path, message, remedy }]);
}

/** Notes a problem. */
export type Report = (path: Path, code: string, message: string, remedy: string) => void;

/** So many problems are told; who has more has few kinds of them, many times. */
export const mostTold = 200;
/** Names from a document can be of any length; messages are read by people. */
const longest = 1_000;

/**
 * Runs a check that reports what it finds.
 * @throws QuotientError with everything reported, its first 200 where there is more; their paths begin with `at`.
 */
export function collect(check: (report: Report) => void, at: Path = []): void {
  const problems: Problem[] = [];
  check((path, code, message, remedy) => {
    problems.push({ code, path: [...at, ...path], message: message.slice(0, longest), remedy });
    if (problems.length >= mostTold) throw new QuotientError(problems);
  });
  if (problems.length > 0) throw new QuotientError(problems);
}

/** A report on what stands further inside. */
export const under =
  (at: Path, report: Report): Report =>
  (path, code, message, remedy) =>
    report([...at, ...path], code, message, remedy);
