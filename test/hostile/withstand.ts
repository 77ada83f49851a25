// What the calculation owes to any input at all: a result, or errors of its family with their places, soon, and nothing else.
import { calculate, QuotientError, readPlan } from '@quotient/calc';
import { ConnectorError } from '../../connector/src/error.ts';
import { readText } from '../../connector/src/folder/document.ts';

/** How an input ended. */
export type End = 'result' | 'refused';

/** Longer than this nobody waits, in milliseconds of the processor. */
const longest = 10_000;

/** Calculates a book, whatever it is. @throws Error where the calculation does what it never may. */
export const withstandBook = (book: unknown): End => withstand(() => calculate(book), isRefusal);

/** Reads a plan, whatever it is. @throws Error */
export const withstandPlan = (plan: unknown): End => withstand(() => readPlan(plan), isRefusal);

/** Reads a text as a plan file and as a book, whatever it is: a result where it is one of them. @throws Error */
export function withstandText(text: string): End {
  let value: unknown;
  const end = withstand(() => {
    value = readText(text, 'plan.yaml').value;
  }, isFileRefusal);
  if (end === 'refused') return end;
  const [asPlan, asBook] = [withstandPlan(value), withstandBook(value)];
  return asPlan === 'result' ? asPlan : asBook;
}

/** Runs what must end well, or with an error of ours, and soon. @throws Error where it does what it never may. */
export function withstand(run: () => unknown, isOurs: (error: unknown) => boolean = isRefusal, atMost = longest): End {
  const before = prototypes();
  const start = process.cpuUsage();
  let end: End = 'result';
  try {
    run();
  } catch (error) {
    if (!isOurs(error)) throw new Error(`no error of the family: ${String(error)}`, { cause: error });
    end = 'refused';
  }
  const { user, system } = process.cpuUsage(start);
  if ((user + system) / 1_000 > atMost) throw new Error(`took ${(user + system) / 1_000} ms`);
  const changed = prototypes().findIndex((state, i) => state !== before[i]);
  if (changed >= 0) throw new Error(`changed a prototype: ${before[changed]} is now ${prototypes()[changed]}`);
  return end;
}

/** Errors say what, where and why; one without a remedy has it in its message. */
function isRefusal(error: unknown): boolean {
  return (
    error instanceof QuotientError &&
    error.problems.length > 0 &&
    error.problems.length <= 1_000 &&
    error.problems.every(
      ({ code, path, message, remedy }) =>
        /^[a-z0-9-]+$/.test(code) &&
        Array.isArray(path) &&
        path.every((key) => typeof key === 'string' || Number.isSafeInteger(key)) &&
        message.length > 0 &&
        message.length < 5_000 &&
        remedy.length > 0,
    )
  );
}

const isFileRefusal = (error: unknown): boolean =>
  error instanceof ConnectorError && error.exitCode === 2 && /^plan\.yaml:\d+:\d+: ./.test(error.message);

const watched = [Object, Array, Function, String, Number, Boolean, BigInt, Map, Set, RegExp, Date, Error, Promise];

/** The keys and values of what everything inherits from, as text. */
function prototypes(): string[] {
  return watched.map(({ prototype, name }) => {
    const values = Reflect.ownKeys(prototype).map((key) => {
      const property = Object.getOwnPropertyDescriptor(prototype, key);
      return [key, ...(property ? Object.values(property).map(idOf) : [])].map(String).join(' ');
    });
    return `${name}: ${values.join(', ')}`;
  });
}

const ids = new Map<unknown, number>();
function idOf(value: unknown): number {
  const id = ids.get(value) ?? ids.size;
  ids.set(value, id);
  return id;
}
