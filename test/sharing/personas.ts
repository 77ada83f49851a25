// Who is asked for: people of a company by what they are in it.
import type { Person } from './company.ts';
import type { World } from './world.ts';

export type Persona =
  | 'rep'
  | 'other rep'
  | 'manager'
  | 'manager of managers'
  | 'comp admin'
  | 'connector'
  | 'nobody'
  | 'editor'
  | 'administrator';

/** @throws Error where the company lacks one of them */
export function personas({ company, oracle }: World): Readonly<Record<Persona, Person>> {
  const [administrator, operations, connector, nobody, editor, ...sellers] = company.people;
  const leads = (person: Person): Person[] => sellers.filter(({ id }) => oracle.isAbove(person, id));
  const found = (what: string, ...those: (Person | undefined)[]): Person => {
    const [person] = those.filter((one) => one !== undefined);
    if (!person) throw new Error(`The company has no ${what}.`);
    return person;
  };
  const byReach = sellers.map((person) => ({ person, below: leads(person) }));
  const managers = byReach.filter(({ below }) => below.length > 0 && below.length < sellers.length / 2);
  const higher = managers.filter(({ below }) => below.some((one) => managers.some(({ person }) => person === one)));
  const reps = byReach.filter(({ below }) => below.length === 0).map(({ person }) => person);
  const lower = managers.filter(({ person }) => !higher.some((one) => one.person === person));
  return {
    rep: found('rep', reps[0]),
    'other rep': found('other rep', reps.at(-1)),
    manager: found('manager', lower[0]?.person),
    'manager of managers': found('manager of managers', higher[0]?.person),
    'comp admin': found('comp admin', operations),
    connector: found('connector', connector),
    nobody: found('nobody', nobody),
    editor: found('editor', editor),
    administrator: found('administrator', administrator),
  };
}
