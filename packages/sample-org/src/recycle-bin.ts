// Deleting and what follows from it: the recycle bin, its emptying, and the merging of accounts.
import { ApiError, noAccess } from './error.ts';
import { to18 } from './id.ts';
import { noteLineItems } from './opportunity.ts';
import type { Org, Viewer } from './org.ts';
import { may } from './permission-sets.ts';
import type { Row } from './rows.ts';
import type { ObjectType } from './schema.ts';
import { mayDelete } from './sharing.ts';

/** Lookups whose records go with their parent. Those that a sharing rule names go too. */
const owning: Readonly<Record<string, readonly string[]>> = {
  Opportunity: ['AccountId'],
  Contact: ['AccountId'],
  Task: ['WhatId'],
  Event: ['WhatId'],
};

/** Is a record deleted with the one that its field names? */
export const cascades = (child: ObjectType, field: string): boolean =>
  (typeof child.sharing === 'object' && child.sharing.parent === field) || (owning[child.name] ?? []).includes(field);

interface Related {
  readonly type: ObjectType;
  readonly field: string;
  readonly row: Row;
}

/** References by the object that they name, as long as the org has the same number of fields. */
const referencesOf = new WeakMap<
  Org['types'],
  { readonly fields: number; readonly byParent: Map<string, Reference[]> }
>();
interface Reference {
  readonly child: ObjectType;
  readonly field: string;
}

function referencesTo({ types }: Org, parent: ObjectType): readonly Reference[] {
  let fields = 0;
  for (const type of types.values()) fields += type.fields.size;
  let known = referencesOf.get(types);
  if (known?.fields !== fields) referencesOf.set(types, (known = { fields, byParent: new Map() }));
  let references = known.byParent.get(parent.name);
  if (!references) {
    references = [...types.values()].flatMap((child) =>
      [...child.fields.values()]
        .filter(({ referenceTo }) => referenceTo.includes(parent.name))
        .map(({ name }) => ({ child, field: name })),
    );
    known.byParent.set(parent.name, references);
  }
  return references;
}

/** Records that name a record in one of their references, in the recycle bin too. */
function* related(org: Org, type: ObjectType, id: string, follows: typeof cascades): Generator<Related> {
  for (const { child, field } of referencesTo(org, type))
    if (follows(child, field))
      for (const row of org.table(child.name).rows.having(field, id)) yield { type: child, field, row };
}

/** Puts a record that the viewer may change into the recycle bin, with what belongs to it. */
export function remove(org: Org, viewer: Viewer, object: string, id: string): void {
  const { type } = org.table(object);
  const row = org.find(viewer, object, id);
  if (!may(org, viewer, type.name, 'delete') || !mayDelete(org, viewer, type, row)) throw noAccess();
  if (type.name === 'Account') checkWon(org, viewer, row);
  org.together(() => bin(org, viewer, type, row, org.now()));
}

/** @throws ApiError DELETE_FAILED where an account has deals that were won. */
function checkWon(org: Org, viewer: Viewer, account: Row): void {
  const { type, rows } = org.table('Opportunity');
  const won = rows
    .having('AccountId', String(account['Id']))
    .filter((deal) => deal['IsWon'] === true && deal['IsDeleted'] !== true);
  if (won.length === 0) return;
  const seen = won.filter((deal) => org.sees(viewer, type, deal)).map((deal) => String(deal['Name']));
  const names = seen.length === won.length ? seen : [...seen, '<unknown>'];
  const name = String(account['Name']);
  throw new ApiError(
    400,
    'DELETE_FAILED',
    `Your attempt to delete ${name} could not be completed because some opportunities in ${name} were closed won. The opportunities that were closed won are as follows: ${names.join(', ')}`,
    [],
  );
}

function bin(org: Org, viewer: Viewer, type: ObjectType, row: Row, now: string, values: Row = {}): void {
  const id = String(row['Id']);
  org.put(type.name, {
    ...org.table(type.name).rows.copy(row),
    ...values,
    IsDeleted: true,
    LastModifiedDate: now,
    LastModifiedById: viewer.id,
    SystemModstamp: now,
  });
  for (const child of related(org, type, id, cascades))
    if (child.row['IsDeleted'] !== true) bin(org, viewer, child.type, child.row, now);
  if (type.name === 'OpportunityLineItem') noteLineItems(org, viewer, row['OpportunityId']);
}

/** A record in the recycle bin that the viewer may change. @throws ApiError where it is not there. */
function binned(org: Org, viewer: Viewer, object: string, id: string): { type: ObjectType; row: Row } {
  const { type, rows } = org.table(object);
  const row = rows.any(to18(id));
  if (!row || row['IsDeleted'] !== true || !org.sees(viewer, type, row))
    throw new ApiError(400, 'UNDELETE_FAILED', 'Entity is not in the recycle bin');
  if (!org.mayEdit(viewer, type, row)) throw noAccess();
  return { type, row };
}

/**
 * Takes a record out of the recycle bin, with what was deleted together with it.
 * @throws ApiError UNDELETE_FAILED where it is not in the bin, or its parent is.
 */
export function undelete(org: Org, viewer: Viewer, object: string, id: string): Row {
  const { type, row } = binned(org, viewer, object, id);
  for (const { name, referenceTo } of type.fields.values())
    for (const parent of cascades(type, name) ? referenceTo : [])
      if (org.table(parent).rows.any(String(row[name]))?.['IsDeleted'] === true)
        throw new ApiError(400, 'UNDELETE_FAILED', `The record of ${name} is in the recycle bin itself`, [name]);
  return org.together(() => restore(org, viewer, type, row, org.now()));
}

function restore(org: Org, viewer: Viewer, type: ObjectType, row: Row, now: string): Row {
  const id = String(row['Id']);
  const restored = {
    ...row,
    IsDeleted: false,
    ...(type.fields.has('masterrecordid') ? { MasterRecordId: null } : {}),
    LastModifiedDate: now,
    LastModifiedById: viewer.id,
    SystemModstamp: now,
  };
  org.put(type.name, restored);
  for (const child of related(org, type, id, cascades))
    if (child.row['IsDeleted'] === true && child.row['SystemModstamp'] === row['SystemModstamp'])
      restore(org, viewer, child.type, child.row, now);
  if (type.name === 'OpportunityLineItem') noteLineItems(org, viewer, row['OpportunityId']);
  return restored;
}

/** Removes a record from the recycle bin for good, with what belongs to it; an entry of the delete log is left. */
export function purge(org: Org, viewer: Viewer, object: string, id: string): void {
  const { type, row } = binned(org, viewer, object, id);
  org.together(() => drop(org, type, row));
}

function drop(org: Org, type: ObjectType, row: Row): void {
  for (const child of related(org, type, String(row['Id']), cascades)) drop(org, child.type, child.row);
  org.drop(type.name, row);
}

/** Removes everything that the viewer may change from the recycle bin. Returns how many records that were. */
export function emptyBin(org: Org, viewer: Viewer): number {
  const own = [...org.types.values()].flatMap((type) =>
    [...org.table(type.name).rows.binned()]
      .filter((row) => org.mayEdit(viewer, type, row))
      .map((row) => ({ type, row })),
  );
  org.together(() => {
    for (const { type, row } of own) org.drop(type.name, row);
  });
  return own.length;
}

/**
 * Merges accounts into one: what names a loser names the winner from now on, and the losers are in the recycle bin with
 * `MasterRecordId` set. The platform does not promise that the stamps of records move which only change their parent,
 * so they stay here. Source: "merge()" of the SOAP API and "Triggers and Merge Statements" of the Apex guide.
 * @throws ApiError where there are more losers than two, or one of the records is not the viewer's to change.
 */
export function merge(org: Org, viewer: Viewer, winner: string, losers: readonly string[]): Row {
  const { type, rows } = org.table('Account');
  if (losers.length === 0 || losers.length > 2)
    throw new ApiError(400, 'INVALID_NUMBER_OF_RECORDS', 'A merge takes one or two records besides the winner');
  const [first, ...others] = [winner, ...losers].map((id) => org.find(viewer, type.name, id));
  const kept = first as Row;
  if (new Set([kept, ...others].map(({ Id }) => Id)).size <= losers.length)
    throw new ApiError(400, 'INVALID_ID_FIELD', 'A record cannot be merged with itself');
  for (const row of [kept, ...others]) if (!org.mayEdit(viewer, type, row)) throw noAccess();
  return org.together(() => {
    const now = org.now();
    const id = String(kept['Id']);
    for (const loser of others) {
      for (const child of related(org, type, String(loser['Id']), (_, field) => field !== 'MasterRecordId'))
        if (child.row['Id'] !== id)
          org.put(child.type.name, { ...org.table(child.type.name).rows.copy(child.row), [child.field]: id });
      bin(org, viewer, type, loser, now, { MasterRecordId: id });
    }
    const merged = {
      ...rows.copy(kept),
      ...(others.some((loser) => loser['Id'] === kept['ParentId']) ? { ParentId: null } : {}),
      LastModifiedDate: now,
      LastModifiedById: viewer.id,
      SystemModstamp: now,
    };
    org.put(type.name, merged);
    return merged;
  });
}
