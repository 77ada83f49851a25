// Records by the rules of the platform: who may see and change them, and what every write obeys.
import { deriveTask } from './activities.ts';
import { ApiError, noAccess, notFound } from './error.ts';
import { isId, makeId, to18 } from './id.ts';
import { deriveOpportunity, noteLineItems, remember, remembered } from './opportunity.ts';
import { checkAssignment, may, mayField } from './permission-sets.ts';
import { Records } from './records.ts';
import * as recycleBin from './recycle-bin.ts';
import type { Row } from './rows.ts';
import type { Field, ObjectType } from './schema.ts';
import { checkShare, endShares } from './shares.ts';
import { mayEdit, sees } from './sharing.ts';
import { Transaction } from './transaction.ts';
import { checkOwner, checkRequired, checkUnique, readValues } from './values.ts';

export type { Keeper, Table, Written } from './records.ts';
export type { Row, Value } from './rows.ts';

/** The person on whose behalf a request is made. */
export interface Viewer {
  readonly id: string;
  readonly seesAll: boolean;
  /** Users below in the role hierarchy, and the person. */
  readonly below: ReadonlySet<string>;
}

export class Org extends Records {
  /** Begins a transaction; its writes are visible from its commit on. */
  begin(): Transaction {
    return new Transaction(this);
  }

  /** May the viewer see a record? */
  sees(viewer: Viewer, type: ObjectType, row: Row): boolean {
    return sees(this, viewer, type, row);
  }

  /** May the viewer change a record? */
  mayEdit(viewer: Viewer, type: ObjectType, row: Row): boolean {
    return mayEdit(this, viewer, type, row);
  }

  /**
   * A record that the viewer may see.
   * @throws ApiError as the platform answers what is not there or not theirs, and ENTITY_IS_DELETED from the recycle bin.
   */
  find(viewer: Viewer, object: string, id: string): Row {
    const { type, rows } = this.table(object);
    if (!isId(id)) throw notFound();
    const row = rows.any(to18(id));
    if (!row || !this.sees(viewer, type, row)) throw notFound();
    if (row['IsDeleted'] === true) throw new ApiError(404, 'ENTITY_IS_DELETED', 'entity is deleted');
    return row;
  }

  /** Adds a record; `id` where it is known already. */
  insert(viewer: Viewer, object: string, values: Readonly<Record<string, unknown>>, id?: string): Row {
    const table = this.table(object);
    const { type } = table;
    if (!type.custom && type.sharing === 'read' && !viewer.seesAll) throw noAccess();
    if (!may(this, viewer, type.name, 'create'))
      throw new ApiError(400, 'CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be inserted: ${type.label}`);
    const now = this.now();
    const given = readValues(this, viewer, type, values, 'createable');
    const row: Row = {
      Id: id ?? makeId(type.prefix, table.next++),
      ...(type.fields.has('ownerid') ? { OwnerId: viewer.id } : {}),
      ...given,
      CreatedDate: now,
      CreatedById: viewer.id,
      LastModifiedDate: now,
      LastModifiedById: viewer.id,
      SystemModstamp: now,
      IsDeleted: false,
    };
    if (type.name === 'Opportunity') deriveOpportunity(this, row);
    if (type.name === 'Task') deriveTask(row);
    checkRequired(type, row, ({ createable, name }) => createable && name !== 'OwnerId');
    checkUnique(this, viewer, type, row);
    checkOwner(this, type, row);
    if (type.name === 'PermissionSetAssignment') checkAssignment(this, row);
    if (type.shares) checkShare(this, viewer, type, row);
    this.together(() => {
      this.put(type.name, row);
      if (type.name === 'Opportunity') remember(this, row);
      if (type.name === 'OpportunityLineItem') noteLineItems(this, viewer, row['OpportunityId']);
    });
    return row;
  }

  update(viewer: Viewer, object: string, id: string, values: Readonly<Record<string, unknown>>): Row {
    const { type, rows } = this.table(object);
    const row = this.find(viewer, object, id);
    if (!may(this, viewer, type.name, 'edit') || !this.mayEdit(viewer, type, row)) throw noAccess();
    const given = readValues(this, viewer, type, values, 'updateable');
    const now = this.now();
    const after: Row = {
      ...rows.copy(row),
      ...given,
      LastModifiedDate: now,
      LastModifiedById: viewer.id,
      SystemModstamp: now,
    };
    if (type.name === 'Opportunity') deriveOpportunity(this, after, row);
    if (type.name === 'Task') deriveTask(after);
    checkRequired(type, after, ({ name }) => name in given);
    checkUnique(this, viewer, type, after);
    if (type.shares) checkShare(this, viewer, type, after);
    checkOwner(this, type, after, row);
    this.together(() => {
      this.put(type.name, after);
      if (after['OwnerId'] !== row['OwnerId']) endShares(this, type, after);
      if (type.name === 'Opportunity' && remembered.some((name) => after[name] !== row[name])) remember(this, after);
    });
    return after;
  }

  /** Puts a record into the recycle bin, with what belongs to it. */
  delete(viewer: Viewer, object: string, id: string): void {
    recycleBin.remove(this, viewer, object, id);
  }

  /** Takes a record out of the recycle bin, with what was deleted together with it. */
  undelete(viewer: Viewer, object: string, id: string): Row {
    return recycleBin.undelete(this, viewer, object, id);
  }

  /** Removes a record from the recycle bin for good, with what belongs to it. */
  purge(viewer: Viewer, object: string, id: string): void {
    recycleBin.purge(this, viewer, object, id);
  }

  /** Deletes a record without leaving it in the recycle bin; who sees all records may. */
  hardDelete(viewer: Viewer, object: string, id: string): void {
    if (!viewer.seesAll) throw noAccess();
    this.together(() => {
      this.delete(viewer, object, id);
      this.purge(viewer, object, id);
    });
  }

  /** Empties the recycle bin of what the viewer may change; returns how many records that were. */
  emptyBin(viewer: Viewer): number {
    return recycleBin.emptyBin(this, viewer);
  }

  /** Merges one or two accounts into another. */
  merge(viewer: Viewer, winner: string, losers: readonly string[]): Row {
    return recycleBin.merge(this, viewer, winner, losers);
  }

  /** The records with a value in an external id field, as far as the viewer may see them; there is mostly one or none. */
  byExternalId(viewer: Viewer, object: string, fieldName: string, value: string): { field: Field; found: Row[] } {
    const { type, rows } = this.table(object);
    const field = type.fields.get(fieldName.toLowerCase());
    if (!field || !(field.externalId || field.name === 'Id') || !mayField(this, viewer, type.name, field.name, 'read'))
      throw new ApiError(
        400,
        'INVALID_FIELD',
        `Provided external ID field does not exist or is not accessible: ${fieldName}`,
      );
    const byId = field.name === 'Id' ? rows.get(to18(value)) : undefined;
    const all = field.name === 'Id' ? (byId ? [byId] : []) : rows.having(field.name, value, true);
    return { field, found: all.filter((row) => row['IsDeleted'] !== true && this.sees(viewer, type, row)) };
  }
}
