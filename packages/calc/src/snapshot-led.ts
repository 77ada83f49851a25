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
  // Back from now, up to the day before each change; and on from it.
  const before = changes.filter((day) => since < day && day <= asOf).map((day) => day - 1);
  const earlier = unlike(below, before.reverse(), on).map(({ day, below: then }) => ({
    to: printDay(day),
    below: then,
  }));
  const after = changes.filter((day) => day > asOf);
  const later = unlike(below, after, on).map(({ day, below: then }) => ({ from: printDay(day), below: then }));
  return {
    below,
    ...(earlier.length > 0 ? { earlier: earlier.reverse() } : {}),
    ...(later.length > 0 ? { later } : {}),
  };
}

/** The days, one after another, on which others are below than on the one before. */
function unlike(now: Record<string, number>, days: readonly Day[], on: (day: Day) => Record<string, number>) {
  let last = JSON.stringify(now);
  return days.flatMap((day) => {
    const below = on(day);
    const text = JSON.stringify(below);
    if (text === last) return [];
    last = text;
    return [{ day, below }];
  });
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
