// Rules on people: everybody once, and nobody above themselves on any day.
import type { Book } from './book.ts';
import { under, type Path, type Report } from './error.ts';
import { mostLevels } from './hierarchy.ts';
import { parseDay, printDay, type Day } from './period.ts';
import { checkRange } from './plan-rules.ts';
import { shortened } from './references.ts';
import { once } from './rows.ts';

type Row = NonNullable<Book['managers']>[number];

export function checkPeople({ users = [], managers = [] }: Book, report: Report): void {
  once(
    users.map(({ Id }) => Id),
    (id, i) => report(['users', i, 'Id'], 'duplicate-id', `Two users have the id ${id}.`, 'Keep one of them.'),
  );
  managers.forEach(({ from, to }, i) => checkRange(from, to, [], under(['managers', i], report)));
  checkCircles(users, managers, report);
}

/** That somebody leads a person, with the place where the book says so. */
interface Lead {
  readonly person: string;
  readonly manager: string;
  readonly path: Path;
}
type Leads = Map<string, Lead[]>;

/**
 * Looks at the hierarchy of the beginning once, then on each day on which managers change above those who get another one:
 * a circle that is new goes through one of them.
 */
function checkCircles(users: NonNullable<Book['users']>, rows: readonly Row[], report: Report): void {
  const dated = new Set(rows.map(({ person }) => person));
  const leads: Leads = new Map();
  const add = (lead: Lead): unknown => leads.set(lead.person, [...(leads.get(lead.person) ?? []), lead]);
  users.forEach(({ Id, ManagerId }, i) => {
    if (ManagerId && !dated.has(Id)) add({ person: Id, manager: ManagerId, path: ['users', i, 'ManagerId'] });
  });
  checkAll(leads, report);
  for (const [day, changes] of Map.groupBy(changesOf(rows), (change) => change.day)) {
    for (const { lead, ends } of changes)
      if (ends)
        leads.set(
          lead.person,
          (leads.get(lead.person) ?? []).filter((one) => one !== lead),
        );
      else add(lead);
    const told = new Set<string>();
    for (const { lead, ends } of changes)
      if (!ends && !told.has(lead.person)) for (const one of circleThrough(lead, leads, day, report)) told.add(one);
  }
}

/** What changes, in order: on one day whoever ends goes before whoever begins. */
function changesOf(rows: readonly Row[]): { day: Day; lead: Lead; ends: boolean }[] {
  return rows
    .flatMap(({ person, manager, from, to }, i) => {
      const [start, end] = [from ? parseDay(from) : Number.NEGATIVE_INFINITY, to ? parseDay(to) : null];
      if (start === null || manager === null) return [];
      const lead: Lead = { person, manager, path: ['managers', i] };
      return [{ day: start, lead, ends: false }, ...(end === null ? [] : [{ day: end + 1, lead, ends: true }])];
    })
    .sort((a, b) => a.day - b.day || Number(b.ends) - Number(a.ends));
}

/** Each person once: how many levels stand above, or that there is a circle. */
function checkAll(leads: Leads, report: Report): void {
  const levels = new Map<string, number>();
  const way: { person: string; next: number }[] = [];
  const open = new Set<string>();
  for (const start of leads.keys()) {
    way.push({ person: start, next: 0 });
    while (way.length > 0) {
      const step = way.at(-1) as (typeof way)[number];
      const { person } = step;
      if (levels.has(person)) {
        way.pop();
        continue;
      }
      open.add(person);
      const above = leads.get(person) ?? [];
      const lead = above[step.next++];
      if (!lead) {
        const level = Math.max(0, ...above.map(({ manager }) => (levels.get(manager) ?? 0) + 1));
        levels.set(person, level);
        if (level === mostLevels + 1) tellDeep(above[0] as Lead, report);
        open.delete(person);
        way.pop();
      } else if (open.has(lead.manager)) {
        const people = way.map((one) => one.person);
        const [first] = leads.get(lead.manager) ?? [];
        tellCircle([...people.slice(people.indexOf(lead.manager)), lead.manager], first ?? lead, null, report);
      } else if (!levels.has(lead.manager)) way.push({ person: lead.manager, next: 0 });
    }
  }
}

/** Walks up from a manager and tells the circle that leads back to the person led; returns who is in it. */
function circleThrough(lead: Lead, leads: Leads, day: Day, report: Report): readonly string[] {
  const below = new Map<string, string>([[lead.manager, lead.person]]);
  let level = [lead.manager];
  for (let height = 1; level.length > 0; height++) {
    if (level.includes(lead.person)) {
      const circle = [lead.person];
      for (let one = below.get(lead.person); one !== undefined && one !== lead.person; one = below.get(one))
        circle.unshift(one);
      tellCircle([lead.person, ...circle], lead, day, report);
      return circle;
    }
    if (height > mostLevels) {
      tellDeep(lead, report);
      return [];
    }
    level = level.flatMap((person) =>
      (leads.get(person) ?? []).flatMap(({ manager }) => {
        if (below.has(manager)) return [];
        below.set(manager, person);
        return [manager];
      }),
    );
  }
  return [];
}

function tellCircle(circle: readonly string[], { path }: Lead, day: Day | null, report: Report): void {
  report(
    path,
    'circle',
    `The managers of ${circle[0]} form a circle${day !== null && Number.isFinite(day) ? ` on ${printDay(day)}` : ''}: ${shortened(circle).join(' → ')}.`,
    'Correct the manager of one of them.',
  );
}

function tellDeep({ person, path }: Lead, report: Report): void {
  report(
    path,
    'too-deep',
    `More than ${mostLevels} people stand above ${person}.`,
    'Correct the managers: no hierarchy is so deep.',
  );
}
