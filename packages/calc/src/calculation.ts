// A calculation that goes on: when records change, only the people whom they count for are calculated again.
import { accountsOf, type AccountKey, type Accounts, type CreditedPart } from './accounts.ts';
import type { Book, CrmRecord } from './book.ts';
import { checkRecords } from './book-rules.ts';
import { readBook, statementsFor } from './calculate.ts';
import { collect } from './error.ts';
import { field } from './filter.ts';
import { parseDay, type Day } from './period.ts';
import type { Result, Statement } from './result.ts';
import { sourceOf } from './source.ts';
import { childrenOf, parentField } from './targets.ts';
import { recordsOf } from './timeline.ts';

/** Records by object that are new or have changed, each whole, and Ids of those that are gone. */
export interface Changes {
  readonly records?: Readonly<Record<string, readonly CrmRecord[]>>;
  readonly deleted?: Readonly<Record<string, readonly string[]>>;
}

export interface Calculation {
  /** Every statement as the records stand now: the same, byte for byte, as of a book with these records. */
  readonly result: Result;
  /**
   * Takes changes in and calculates those again whom they touch; returns the new result.
   * @throws QuotientError where a record has no Id; nothing has changed then.
   */
  readonly change: (changes: Changes) => Result;
}

/**
 * Calculates a book so that records may change afterwards. Plans, people, quotas and the as-of date stay as they are.
 * @throws QuotientError as `calculate` does.
 */
export function calculation(document: unknown): Calculation {
  const book = readBook(document);
  const records: Record<string, readonly CrmRecord[]> = { ...book.records };
  const tables = new Map<string, Table>();
  const source = sourceOf(book, records);
  const accounts = accountsOf(book, source, parseDay(book.asOf) as Day);
  const statements = new Map<AccountKey, Statement[]>();
  const recalculate = (key: AccountKey): unknown => statements.set(key, statementsFor(accounts, key));
  accounts.keys.forEach(recalculate);
  let result = resultOf(book, accounts, statements);

  return {
    get result() {
      return result;
    },
    change: ({ records: changed = {}, deleted = {} }) => {
      collect((report) => {
        for (const [object, rows] of Object.entries(changed)) {
          checkRecords(object, rows, report);
          rows.forEach(({ Id }, i) => {
            if (Id === undefined)
              report(['records', object, i], 'id-missing', 'A record has no Id.', 'Give it the Id it has in the CRM.');
          });
        }
      });
      const touched = new Set<string>();
      for (const object of new Set([...Object.keys(changed), ...Object.keys(deleted)])) {
        const rows = new Map((changed[object] ?? []).map((row) => [String(row['Id']), row]));
        const gone = [...new Set(deleted[object])];
        for (const id of gone) rows.delete(id);
        replace(object, rows, gone, touched);
      }
      const again = touchedKeys(accounts, touched);
      for (const key of again) accounts.forget(key);
      for (const key of again) recalculate(key);
      result = resultOf(book, accounts, statements);
      return result;
    },
  };

  /** Puts rows in the place of those of the same Ids, and credits anew what that touches. */
  function replace(
    object: string,
    rows: ReadonlyMap<string, CrmRecord>,
    gone: readonly string[],
    touched: Set<string>,
  ): void {
    const table = tableOf(object);
    const before = [...rows.keys(), ...gone].flatMap((id): CrmRecord[] => {
      const row = table.find(id);
      return row ? [row] : [];
    });
    const after = [...rows.values()];
    // What counts the object itself, and what is shared by its rows.
    const parents = new Set([...before, ...after].map((row) => row[parentField]));
    const affected = accounts.parts.flatMap((part) => {
      if (part.part.counts.object === object) return [{ part, removed: before, added: after }];
      const child = childrenOf(part.part.measure.credit);
      if (child?.object !== object) return [];
      const shared = tableOf(part.part.counts.object ?? '').by(child.record, parents);
      return [{ part, removed: shared, added: shared }];
    });
    for (const { part, removed } of affected) for (const record of removed) uncredit(part, record, touched);
    for (const id of gone) table.remove(id);
    for (const [id, row] of rows) table.set(id, row);
    source.forget(object);
    for (const { part, added } of affected) for (const record of added) credited(part, record, touched);
    for (const key of accounts.keys) if (accounts.collects(key, object)) touched.add(placeOf(key));
  }

  /** The records of an object by Id, in a list that is ours to change. */
  function tableOf(object: string): Table {
    let table = tables.get(object);
    if (!table) {
      const list = [...recordsOf(records, object)];
      records[object] = list;
      tables.set(object, (table = tableOn(list)));
    }
    return table;
  }
}

interface Table {
  readonly find: (id: string) => CrmRecord | undefined;
  readonly set: (id: string, record: CrmRecord) => void;
  readonly remove: (id: string) => void;
  /** Records whose field at a path holds one of some values. */
  readonly by: (path: string, values: ReadonlySet<unknown>) => CrmRecord[];
}

/** Finds and replaces records of a list without a look at all of them. Their order means nothing. */
function tableOn(list: CrmRecord[]): Table {
  const places = new Map(list.map(({ Id }, i) => [String(Id), i]));
  const find = (id: string): CrmRecord | undefined => list[places.get(id) ?? -1];
  return {
    find,
    set: (id, record) => {
      const place = places.get(id) ?? list.length;
      places.set(id, place);
      list[place] = record;
    },
    remove: (id) => {
      const place = places.get(id);
      const last = list.at(-1);
      if (place === undefined || !last) return;
      list[place] = last;
      places.set(String(last['Id']), place);
      places.delete(id);
      list.pop();
    },
    by: (path, values) => {
      if (path === 'Id')
        return [...values].flatMap((id): CrmRecord[] => {
          const record = typeof id === 'string' ? find(id) : undefined;
          return record ? [record] : [];
        });
      const read = field(path);
      return list.filter((record) => values.has(read(record)));
    },
  };
}

const placeOf = ({ payee, plan }: AccountKey): string => JSON.stringify([payee, plan]);

function uncredit({ plan, creditor }: CreditedPart, record: CrmRecord, touched: Set<string>): void {
  const dated = creditor.seen(record);
  if (dated) for (const payee of creditor.remove(dated)) touched.add(placeOf({ payee, plan: plan.id }));
}

function credited({ plan, creditor }: CreditedPart, record: CrmRecord, touched: Set<string>): void {
  const dated = creditor.seen(record);
  if (dated) for (const payee of creditor.insert(dated)) touched.add(placeOf({ payee, plan: plan.id }));
}

/** The accounts that are touched, and all that count what somebody among them earns. */
function touchedKeys(accounts: Accounts, touched: ReadonlySet<string>): AccountKey[] {
  const all = new Set(touched);
  const payees = new Set([...touched].map((place) => (JSON.parse(place) as [string, string])[0]));
  for (const payee of payees)
    for (const reader of accounts.readersOf(payee)) {
      all.add(placeOf(reader));
      payees.add(reader.payee);
    }
  return accounts.keys.filter((key) => all.has(placeOf(key)));
}

const resultOf = (
  { asOf }: Book,
  { keys }: Accounts,
  statements: ReadonlyMap<AccountKey, readonly Statement[]>,
): Result => ({ asOf, statements: keys.flatMap((key) => statements.get(key) ?? []) });
