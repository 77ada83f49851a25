// Changes of records that are made while somebody reads: plain JSON, and how each is carried out.
import { ApiError } from '../error.ts';
import type { Org, Viewer } from '../org.ts';
import type { Row } from '../rows.ts';

/**
 * A write to the org. A record is told by its place among those of its object, counted from 0 and taken modulo their
 * number, so that a change of a seed finds a record in any org.
 */
export type Change =
  | { readonly make: 'insert'; readonly object: string; readonly values: Readonly<Record<string, unknown>> }
  | {
      readonly make: 'update';
      readonly object: string;
      readonly record: number;
      readonly values: Readonly<Record<string, unknown>>;
    }
  /** `undelete` and `purge` take the record among those in the recycle bin. */
  | { readonly make: 'delete' | 'undelete' | 'purge'; readonly object: string; readonly record: number }
  | { readonly make: 'merge'; readonly object: string; readonly record: number; readonly loser: number }
  /** `field` points to the record at the place `parent` among those that it can point to. */
  | {
      readonly make: 'reparent';
      readonly object: string;
      readonly record: number;
      readonly field: string;
      readonly parent: number;
    };

export class Changes {
  readonly #org: Org;
  readonly #viewer: Viewer;

  /** Changes are made with the rights of `viewer`. */
  constructor(org: Org, viewer: Viewer) {
    this.#org = org;
    this.#viewer = viewer;
  }

  /** Makes a change; false where there is no record that it could be made to, or the org refuses it. */
  make(change: Change): boolean {
    try {
      return this.#make(change);
    } catch (error) {
      if (error instanceof ApiError) return false;
      throw error;
    }
  }

  #make(change: Change): boolean {
    const [org, viewer] = [this.#org, this.#viewer];
    const { object } = change;
    if (change.make === 'insert') {
      org.insert(viewer, object, change.values);
      return true;
    }
    if (change.make === 'undelete' || change.make === 'purge') {
      const bin = [...org.table(object).rows.binned()];
      const binned = bin[change.record % bin.length];
      if (binned) org[change.make](viewer, object, String(binned['Id']));
      return binned !== undefined;
    }
    const row = this.#at(object, change.record);
    if (!row) return false;
    const id = String(row['Id']);
    switch (change.make) {
      case 'update':
        org.update(viewer, object, id, change.values);
        return true;
      case 'delete':
        org.delete(viewer, object, id);
        return true;
      case 'reparent': {
        const target = org.table(object).type.fields.get(change.field.toLowerCase())?.referenceTo[0];
        const parent = target === undefined ? undefined : this.#at(target, change.parent);
        if (parent) org.update(viewer, object, id, { [change.field]: parent['Id'] });
        return parent !== undefined;
      }
      case 'merge': {
        const loser = this.#at(object, change.loser);
        if (!loser || loser === row) return false;
        org.merge(viewer, id, [String(loser['Id'])]);
        return true;
      }
    }
  }

  #at(object: string, place: number): Row | undefined {
    const { rows } = this.#org.table(object);
    let left = rows.size === 0 ? 0 : place % rows.size;
    for (const row of rows.values()) if (left-- === 0) return row;
    return undefined;
  }
}
