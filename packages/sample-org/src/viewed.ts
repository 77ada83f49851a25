// What each person looked at last: marked by queries FOR VIEW, and shown as far as they may still see it.
import { isId } from './id.ts';
import type { Org, Row, Viewer } from './org.ts';
import { visibleField, visibleType } from './rights.ts';
import type { ObjectType } from './schema.ts';

/** So many are remembered of a person. Source: "RecentlyViewed" of the object reference. */
const most = 200;

export class Viewed {
  readonly #org: Org;
  /** Ids by person, the latest last. */
  readonly #ids = new Map<string, Set<string>>();

  constructor(org: Org) {
    this.#org = org;
  }

  mark(viewer: Viewer, ids: readonly string[]): void {
    const own = this.#ids.get(viewer.id) ?? new Set<string>();
    this.#ids.set(viewer.id, own);
    for (const id of ids.filter(isId)) {
      own.delete(id);
      own.add(id);
    }
    for (const id of own) if (own.size > most) own.delete(id);
  }

  /** The records of all objects, or of one, the latest first. */
  list(viewer: Viewer, base: string, limit: number, only?: ObjectType): object[] {
    const types = new Map([...this.#org.types.values()].map((type) => [type.prefix, type]));
    const found = [...(this.#ids.get(viewer.id) ?? [])].reverse().flatMap((id) => {
      const type = types.get(id.slice(0, 3));
      if (!type || (only && type !== only) || !visibleType(this.#org, viewer, type.name)) return [];
      const row = this.#org.table(type.name).rows.get(id);
      return row && this.#org.sees(viewer, type, row) ? [this.#item(viewer, base, type, row)] : [];
    });
    return found.slice(0, limit);
  }

  #item(viewer: Viewer, base: string, type: ObjectType, row: Row): object {
    const id = String(row['Id']);
    return {
      attributes: { type: type.name, url: `${base}/sobjects/${type.name}/${id}` },
      Id: id,
      ...(visibleField(this.#org, viewer, type, 'Name') ? { Name: row['Name'] ?? null } : {}),
    };
  }
}
