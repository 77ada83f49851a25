// The same inputs give the same bytes: in any order, again, and without a change to them.
import type { Plan } from '@quotient/calc';
import { parse, stringify } from 'yaml';
import type { Book } from '../reference/types.ts';
import { same, type Calculation } from './law.ts';

/** A book, and numbers to mix it by. */
export interface Mixed {
  readonly book: Book;
  readonly ranks: readonly number[];
}

/** Whatever the order of a book's rows, and of the keys of everything in it, the result has the same bytes. */
export function orderNeverMatters({ calculate }: Calculation, { book, ranks }: Mixed): string[] {
  let at = 0;
  const mixed = <T>(list: readonly T[]): T[] =>
    list
      .map((value) => ({ value, rank: ranks[at++ % ranks.length] as number }))
      .sort((a, b) => a.rank - b.rank)
      .map(({ value }) => value);
  const mixKeys = (value: unknown): unknown =>
    Array.isArray(value)
      ? value.map(mixKeys)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(mixed(Object.entries(value)).map(([key, one]) => [key, mixKeys(one)]))
        : value;
  const rows = Object.fromEntries(
    Object.entries(book).map(([key, value]) => [key, Array.isArray(value) ? mixed(value as unknown[]) : value]),
  );
  const records = Object.fromEntries(Object.entries(book.records ?? {}).map(([object, list]) => [object, mixed(list)]));
  const shuffled = mixKeys({ ...rows, records }) as Book;
  return same('the result of the mixed book', calculate(shuffled), calculate(book));
}

/**
 * The same book gives the same result again, after another one with the same components in another currency and rounding,
 * and read back from its text; nothing writes to it.
 */
export function sameInputsSameBytes({ calculate, estimate, snapshot, statements }: Calculation, book: Book): string[] {
  const before = JSON.stringify(book);
  const first = calculate(book);
  const payees = [...new Set(first.statements.map(({ payee }) => payee))];
  calculate({
    ...book,
    plans: book.plans.map((plan) => ({
      ...plan,
      currency: plan.currency === 'BHD' ? 'USD' : 'BHD',
      rounding: plan.rounding === 'half-even' ? 'half-up' : 'half-even',
    })),
  });
  return [
    ...same('the second result', calculate(book), first),
    ...same('the result of the book read back', calculate(JSON.parse(before)), first),
    ...same('the book afterwards', book, JSON.parse(before)),
    ...writes(() => {
      const kept = frozen(JSON.parse(before) as Book);
      calculate(kept);
      for (const payee of payees) {
        const held = frozen(snapshot(kept, payee));
        statements(held);
        estimate(held, []);
      }
    }),
  ];
}

/** What a run says of writing to what is frozen. */
function writes(run: () => unknown): string[] {
  try {
    run();
    return [];
  } catch (error) {
    if (error instanceof TypeError) return [error.message];
    throw error;
  }
}

function frozen<T>(value: T): T {
  if (typeof value === 'object' && value !== null) {
    Object.values(value).forEach(frozen);
    Object.freeze(value);
  }
  return value;
}

/** A plan read and printed is the same plan, as JSON and as YAML, and pays the same. */
export function plansReadAsWritten({ calculate, readPlan }: Calculation, book: Book): string[] {
  const byJson = book.plans.map((plan) => readPlan(JSON.parse(JSON.stringify(plan))));
  const byYaml = book.plans.map((plan) => readPlan(parse(stringify(plan))));
  const again = (plans: readonly Plan[]): unknown => plans.map((plan) => readPlan(JSON.parse(JSON.stringify(plan))));
  return [
    ...same('the plans, through JSON', sorted(byJson), sorted(book.plans)),
    ...same('the plans, through YAML', sorted(byYaml), sorted(book.plans)),
    ...same('the plans, read twice', again(byJson), byJson),
    ...same('what the plans pay', calculate({ ...book, plans: byYaml }), calculate(book)),
  ];
}

/** The same data with keys in the order of the alphabet. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, one]) => [key, sorted(one)]),
  );
}
