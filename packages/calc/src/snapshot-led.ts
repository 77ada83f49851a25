// Whom a payee leads, as a snapshot says it: now, on earlier days of open windows, and from later days on.
import type { Book } from './book.ts';
import type { Source } from './credit.ts';
import { parseDay, printDay, type Day } from './period.ts';
import type { Snapshot } from './snapshot-schema.ts';

/** The people below a payee on the as-of date, and on days from `since` on where that is not so. */
export function peopleLed(
  book: Book,
  source: Source,
  payee: string,
  since: Day,
  asOf: Day,
): Pick<Snapshot, 'below' | 'earlier' | 'later'> {
  const on = (day: Day): Record<string, number> => belowOn(book, source, payee, day);
  const below = on(asOf);
  const changes = daysOfChange(book);
  const earlier = earlierThan(
    changes.filter((day) => since < day && day <= asOf),
    on,
    below,
  );
  const later = laterThan(
    changes.filter((day) => day > asOf),
    on,
    below,
  );
  return { below, ...(earlier.length > 0 ? { earlier } : {}), ...(later.length > 0 ? { later } : {}) };
}

/** The people below somebody on a day, each with their distance. */
function belowOn(book: Book, { above }: Source, payee: string, day: Day): Record<string, number> {
  const people = new Set([
    ...(book.users ?? []).map(({ Id }) => Id),
    ...(book.managers ?? []).map(({ person }) => person),
    ...book.assignments.map((one) => one.payee),
  ]);
  return Object.fromEntries(
    [...people].sort().flatMap((person) =>
      above(person, day)
        .filter(({ manager }) => manager === payee)
        .map(({ distance }): [string, number] => [person, distance]),
    ),
  );
}

/** The days on which somebody begins to be below somebody else, or ceases to be, in order. */
const daysOfChange = ({ managers = [] }: Book): Day[] =>
  [
    ...new Set(
      managers.flatMap(({ from, to }) => [
        ...(from ? [parseDay(from) as Day] : []),
        ...(to ? [(parseDay(to) as Day) + 1] : []),
      ]),
    ),
  ].sort((a, b) => a - b);

type On = (day: Day) => Record<string, number>;

/** Up to which days others were below, of days on which that may have changed up to now. */
function earlierThan(days: readonly Day[], on: On, now: Record<string, number>): NonNullable<Snapshot['earlier']> {
  let after = JSON.stringify(now);
  return days
    .toReversed()
    .flatMap((day) => {
      const below = on(day - 1);
      const text = JSON.stringify(below);
      if (text === after) return [];
      after = text;
      return [{ to: printDay(day - 1), below }];
    })
    .reverse();
}

/** The days from which on others will be below, of days on which that may change. */
function laterThan(days: readonly Day[], on: On, now: Record<string, number>): NonNullable<Snapshot['later']> {
  let before = JSON.stringify(now);
  return days.flatMap((day) => {
    const below = on(day);
    const text = JSON.stringify(below);
    if (text === before) return [];
    before = text;
    return [{ from: printDay(day), below }];
  });
}
