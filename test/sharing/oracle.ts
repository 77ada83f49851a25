// Who may see what, said again without the sample org: permission sets from their files, and by walking up from an owner.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { XMLParser } from 'fast-xml-parser';
import type { Company, Person } from './company.ts';

export const objects = ['QuotientSnapshot__c', 'QuotientPlan__c', 'QuotientQuota__c'] as const;
export type ObjectName = (typeof objects)[number];
/** What the administrator chose to say who stands above whom. */
export type Hierarchy = 'roles' | 'managers';
export type Right = 'Read' | 'Create' | 'Edit' | 'Delete';

/** A record of ours in the org. */
export interface Thing {
  readonly object: ObjectName;
  readonly id: string;
  readonly key: string;
  owner: string;
  readonly payee: string;
  /** A word that stands in its Name and in its Body__c, and nowhere else. */
  readonly canary: string;
  /** Of a quota: an amount that no other has. */
  readonly amount: number;
  /** In the recycle bin, or gone from it. */
  readonly gone: null | 'deleted' | 'purged';
}

type Xml = Readonly<Record<string, string>>;
interface Set_ {
  readonly objects: readonly Xml[];
  readonly fields: readonly Xml[];
}

/** The permission sets of the package by name, and "Editor", who may do everything with what they see. */
function readSets(): Map<string, Set_> {
  const folder = fileURLToPath(new URL('../../manifests/force-app/main/default/permissionsets', import.meta.url));
  const parser = new XMLParser({
    parseTagValue: false,
    isArray: (name) => name === 'objectPermissions' || name === 'fieldPermissions',
  });
  const sets = new Map<string, Set_>();
  for (const file of readdirSync(folder)) {
    const { PermissionSet: xml } = parser.parse(readFileSync(`${folder}/${file}`, 'utf8')) as {
      PermissionSet: { objectPermissions?: Xml[]; fieldPermissions?: Xml[] };
    };
    sets.set(file.split('.')[0] ?? '', { objects: xml.objectPermissions ?? [], fields: xml.fieldPermissions ?? [] });
  }
  const all = Object.fromEntries(['Read', 'Create', 'Edit', 'Delete'].map((right) => [`allow${right}`, 'true']));
  const fields = [...sets.values()].flatMap((set) => set.fields);
  return sets.set('Editor', { objects: objects.map((object) => ({ object, ...all })), fields });
}

export class Oracle {
  readonly #sets = readSets();
  readonly #company: Company;
  readonly #hierarchy: Hierarchy;
  readonly #things: readonly Thing[];
  /** The permission sets of people; who has none is not in it. */
  readonly #given: ReadonlyMap<string, string>;
  readonly #people: ReadonlyMap<string, Person>;

  constructor(company: Company, hierarchy: Hierarchy, things: readonly Thing[], given: ReadonlyMap<string, string>) {
    this.#company = company;
    this.#hierarchy = hierarchy;
    this.#things = things;
    this.#given = given;
    this.#people = new Map(company.people.map((person) => [person.id, person]));
  }

  /** May somebody do this with records of an object at all? */
  has(person: Person, object: ObjectName, right: Right = 'Read'): boolean {
    return this.#seesAll(person) || this.#allows(person, object, `allow${right}`);
  }

  /** Of some fields those that somebody may read; those that every record has need no permission. */
  fields(person: Person, object: ObjectName, names: readonly string[]): string[] {
    const { fields } = this.#setOf(person);
    return names.filter(
      (name) =>
        ['Id', 'Name', 'OwnerId', 'Key__c'].includes(name) ||
        fields.some(({ field, readable }) => field === `${object}.${name}` && readable === 'true'),
    );
  }

  /** The records of an object that somebody may see, by Id; those of the recycle bin are asked for apart. */
  visible(person: Person, object: ObjectName, gone: Thing['gone'] = null): Thing[] {
    return this.#things
      .filter((thing) => thing.object === object && thing.gone === gone && this.sees(person, thing))
      .sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  sees(person: Person, thing: Thing): boolean {
    if (this.#seesAll(person)) return true;
    if (!this.#allows(person, thing.object, 'allowRead')) return false;
    if (this.#allows(person, thing.object, 'viewAllRecords') || thing.owner === person.id) return true;
    // What was shared by hand is not shared any more once it is deleted.
    return (this.#hierarchy === 'roles' || thing.gone === null) && this.isAbove(person, thing.owner);
  }

  /** May somebody change or delete a record? What was shared by hand was shared to read. */
  writes(person: Person, thing: Thing, right: 'Edit' | 'Delete'): boolean {
    if (!this.has(person, thing.object, right) || !this.sees(person, thing) || thing.gone !== null) return false;
    if (this.#seesAll(person) || this.#allows(person, thing.object, 'modifyAllRecords')) return true;
    return thing.owner === person.id || (this.#hierarchy === 'roles' && this.isAbove(person, thing.owner));
  }

  /** Everybody above somebody. */
  above(id: string): Set<string> {
    const chain = new Set(this.#chain(id));
    if (this.#hierarchy === 'managers') return chain;
    return new Set(this.#company.people.filter(({ role }) => role !== null && chain.has(role)).map((one) => one.id));
  }

  /** Is somebody above somebody? */
  isAbove(person: Person, id: string): boolean {
    const mark = this.#hierarchy === 'managers' ? person.id : person.role;
    return mark !== null && this.#chain(id).includes(mark);
  }

  /** The managers, or the roles, above somebody: from the next one to the last. */
  #chain(id: string): string[] {
    const { roles } = this.#company;
    const person = this.#people.get(id);
    const next =
      this.#hierarchy === 'managers'
        ? (at: string) => this.#people.get(at)?.manager
        : (role: string) => roles.get(role);
    const chain: string[] = [];
    const first = this.#hierarchy === 'managers' ? id : (person?.role ?? '');
    for (let at = next(first); at && !chain.includes(at); at = next(at)) chain.push(at);
    return chain;
  }

  #seesAll({ profile }: Person): boolean {
    return profile === this.#company.people[0]?.profile || profile === this.#company.people[1]?.profile;
  }

  #setOf({ id }: Person): Set_ {
    return this.#sets.get(this.#given.get(id) ?? '') ?? { objects: [], fields: [] };
  }

  #allows(person: Person, object: ObjectName, name: string): boolean {
    return this.#setOf(person).objects.some((one) => one['object'] === object && one[name] === 'true');
  }
}
