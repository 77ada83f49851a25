// Who leads whom: the managers above a person, nearest first, on a date.
import type { Book, User } from './book.ts';
import { fail } from './error.ts';
import { endOfTime, parseDay, type Day } from './period.ts';

/** Somebody above a person; 1 is the person's own manager. */
export interface Lead {
  readonly manager: string;
  readonly distance: number;
}
/** Everybody above a person, nearest first. */
export type Above = (person: string, day: Day) => readonly Lead[];

/** No hierarchy is deeper; a book that says so is wrong. */
export const mostLevels = 50;

const none: readonly string[] = [];

interface Stretch {
  readonly manager: string | null;
  readonly from: Day;
  readonly to: Day;
}

/**
 * The hierarchy of a book: dated `managers` where it has them for a person, one or several at a time, else
 * `User.ManagerId`. Circles are refused when the book is read.
 * @throws QuotientError `too-deep` where more than 50 people stand above somebody on a day.
 */
export function hierarchy(users: readonly User[], managers: Book['managers']): Above {
  const plain = new Map(users.map(({ Id, ManagerId }) => [Id, ManagerId ? [ManagerId] : none]));
  const dated = new Map<string, Stretch[]>();
  for (const { person, manager, from, to } of managers ?? []) {
    const list = dated.get(person) ?? [];
    list.push({
      manager,
      from: from ? (parseDay(from) ?? Number.NEGATIVE_INFINITY) : Number.NEGATIVE_INFINITY,
      to: to ? (parseDay(to) ?? endOfTime) : endOfTime,
    });
    dated.set(person, list);
  }
  const managersOn = (person: string, day: Day): readonly string[] => {
    const stretches = dated.get(person);
    if (!stretches) return plain.get(person) ?? none;
    return stretches.flatMap(({ manager, from, to }) =>
      manager !== null && from <= day && day <= to ? [manager] : [],
    );
  };

  /** Level by level: somebody who is reached in several ways stands at the nearest. */
  const chain: Above = (person, day) => {
    const above: Lead[] = [];
    const seen = new Set([person]);
    let level = managersOn(person, day);
    for (let distance = 1; level.length > 0; distance++) {
      if (distance > mostLevels)
        fail(
          'too-deep',
          ['managers'],
          `More than ${mostLevels} people stand above ${person}.`,
          'Correct the managers: no hierarchy is so deep.',
        );
      const fresh = [...new Set(level)].filter((manager) => !seen.has(manager)).sort();
      for (const manager of fresh) {
        seen.add(manager);
        above.push({ manager, distance });
      }
      level = fresh.flatMap((manager) => managersOn(manager, day));
    }
    return above;
  };
  if (dated.size > 0) return chain;
  const known = new Map<string, readonly Lead[]>();
  return (person, day) => {
    let above = known.get(person);
    if (!above) known.set(person, (above = chain(person, day)));
    return above;
  };
}
