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

/**
 * The hierarchy of a book: dated `managers` where it has them for a person, else `User.ManagerId`.
 * @throws QuotientError `circle` where somebody stands above themselves.
 */
export function hierarchy(users: readonly User[], managers: Book['managers']): Above {
  const plain = new Map(users.map((user) => [user.Id, user.ManagerId ?? null]));
  const dated = new Map<string, { manager: string | null; from: Day; to: Day }[]>();
  for (const { person, manager, from, to } of managers ?? []) {
    const list = dated.get(person) ?? [];
    list.push({
      manager,
      from: (from && parseDay(from)) || Number.NEGATIVE_INFINITY,
      to: (to && parseDay(to)) || endOfTime,
    });
    dated.set(person, list);
  }
  const managerOn = (person: string, day: Day): string | null =>
    dated.has(person)
      ? (dated.get(person)?.find(({ from, to }) => from <= day && day <= to)?.manager ?? null)
      : (plain.get(person) ?? null);

  const chain: Above = (person, day) => {
    const above: Lead[] = [];
    for (let manager = managerOn(person, day); manager !== null; manager = managerOn(manager, day)) {
      if (manager === person || above.some((lead) => lead.manager === manager))
        fail(
          'circle',
          ['users'],
          `The managers of ${person} form a circle at ${manager}.`,
          'Correct ManagerId of one of them.',
        );
      above.push({ manager, distance: above.length + 1 });
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
