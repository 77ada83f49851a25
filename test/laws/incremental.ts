// Changed records: recalculating what they touch gives the bytes of a calculation from scratch.
import type { Changes } from '@quotient/calc';
import type { Row } from '../reference/filter.ts';
import type { Book } from '../reference/types.ts';
import { same, type Calculation } from './law.ts';
import { peopleOf, withRows } from './variants.ts';

/** One change of one row: which, and how. */
export interface Edit {
  readonly object: number;
  readonly row: number;
  readonly kind: 'amend' | 'add' | 'delete';
  readonly amount: number;
  readonly owner: number;
  readonly date: string;
}
export interface EditedBook {
  readonly book: Book;
  /** Edits that come together, one time after the other. */
  readonly edits: readonly (readonly Edit[])[];
}

/** Change by change, a calculation that goes on has the bytes of one from scratch. */
export function changesAreRecalculations(
  { calculate, calculation }: Calculation,
  { book, edits }: EditedBook,
): string[] {
  const running = calculation(book);
  const found = same('the first result', running.result, calculate(book));
  let now = book;
  for (const [i, together] of edits.entries()) {
    const changes = changesOf(now, together, i);
    now = changed(now, changes);
    const scratch = calculate(now);
    found.push(...same(`the result after change ${i + 1}`, running.change(changes), scratch));
    found.push(...same(`the result kept after change ${i + 1}`, running.result, scratch));
  }
  return found;
}

/** At most one change of each row; rows that have no Id cannot be named. */
function changesOf(book: Book, edits: readonly Edit[], time: number): Changes {
  const records: Record<string, Row[]> = {};
  const deleted: Record<string, string[]> = {};
  const touched = new Set<unknown>();
  const objects = Object.entries(book.records ?? {}).filter(([, rows]) => rows.some(({ Id }) => Id !== undefined));
  edits.forEach((edit, i) => {
    const [object = '', rows = []] = objects[edit.object % Math.max(1, objects.length)] ?? [];
    const row = rows[edit.row % Math.max(1, rows.length)];
    if (!row || touched.has(row['Id'])) return;
    touched.add(row['Id']);
    if (edit.kind === 'delete') (deleted[object] ??= []).push(String(row['Id']));
    else {
      const Id = edit.kind === 'add' ? `${String(row['Id'])}+${time}${i}` : row['Id'];
      (records[object] ??= []).push({ ...amended(book, row, edit), Id });
    }
  });
  return { records, deleted };
}

/** A row with other values in the fields that it has. */
function amended(book: Book, row: Row, { amount, owner, date }: Edit): Row {
  const people = peopleOf(book);
  const deals = book.records?.['Opportunity'] ?? [];
  const person = people[owner % people.length];
  const deal = deals[Math.abs(amount) % Math.max(1, deals.length)]?.['Id'];
  const values: Row = {
    Amount: amount,
    TotalPrice: amount,
    Amount__c: amount,
    SplitPercentage: Math.abs(amount % 101),
    OwnerId: person,
    SplitOwnerId: person,
    OpportunityId: amount % 3 === 0 ? deal : row['OpportunityId'],
    Opportunity__c: amount % 3 === 0 ? deal : row['Opportunity__c'],
    IsWon: amount % 5 !== 0,
    CloseDate: date,
    Paid_Date__c: date,
    Date__c: date,
  };
  return Object.fromEntries(Object.entries(row).map(([key, value]) => [key, key in values ? values[key] : value]));
}

/** A book after changes. */
function changed(book: Book, { records = {}, deleted = {} }: Changes): Book {
  const stays = Object.fromEntries(
    Object.entries(book.records ?? {}).map(([object, rows]) => [
      object,
      rows.filter(
        ({ Id }) => !records[object]?.some((row) => row['Id'] === Id) && !deleted[object]?.includes(String(Id)),
      ),
    ]),
  );
  return withRows({ ...book, records: stays }, records);
}
