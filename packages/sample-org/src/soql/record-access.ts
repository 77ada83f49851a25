// UserRecordAccess: what somebody may do with records, as a query tells it. Source: "UserRecordAccess" of the object reference.
import type { Query } from '@jetstreamapp/soql-parser-js';
import { typeOfId } from '../collections.ts';
import { ApiError } from '../error.ts';
import { isId, to18 } from '../id.ts';
import type { Org, Viewer } from '../org.ts';
import { viewers } from '../people.ts';
import { may } from '../permission-sets.ts';
import { mayTransfer } from '../sharing.ts';
import type { Answer } from './query.ts';
import type { Context } from './path.ts';

const mostRecords = 200;
const levels = ['None', 'Read', 'Edit', 'Delete', 'Transfer'] as const;
const columns = new Map(
  [
    'RecordId',
    'HasReadAccess',
    'HasEditAccess',
    'HasDeleteAccess',
    'HasTransferAccess',
    'HasAllAccess',
    'MaxAccessLevel',
  ].map((name) => [name.toLowerCase(), name] as const),
);

/**
 * Answers `SELECT RecordId, HasReadAccess … FROM UserRecordAccess WHERE UserId = '…' AND RecordId IN ('…')`. Of others
 * than themselves only who sees all is told; a record that is not there is one without access.
 * @throws ApiError MALFORMED_QUERY for other conditions, INVALID_FIELD for other fields.
 */
export function recordAccess({ org, viewer }: Context, query: Query): Answer {
  const names = (query.fields ?? []).map((field) => {
    const text = 'field' in field ? String(field.field) : '';
    const name = columns.get(text.toLowerCase());
    if (!name) throw new ApiError(400, 'INVALID_FIELD', `No such column '${text}' on entity 'UserRecordAccess'.`);
    return name;
  });
  const { people, records } = asked(query);
  const [id = ''] = people;
  const person = id === viewer.id ? viewer : viewer.seesAll ? viewers(org)(id) : undefined;
  const rows = person ? records.map((record) => accessOf(org, person, record)) : [];
  const all = rows.slice(0, query.limit);
  return {
    object: 'UserRecordAccess',
    totalSize: all.length,
    length: all.length,
    record: (index) => ({
      attributes: { type: 'UserRecordAccess' },
      ...Object.fromEntries(names.map((name) => [name, all[index]?.[name]])),
    }),
    isVisible: () => true,
  };
}

function asked({ where }: Query): { people: string[]; records: string[] } {
  const found: Record<string, string[]> = {};
  for (let node = where; node; node = 'right' in node ? node.right : undefined) {
    const { left } = node;
    const join = 'operator' in node ? node.operator : 'AND';
    if (!left || !('field' in left) || !('value' in left) || (join && join !== 'AND')) throw wrong();
    if (left.operator !== '=' && left.operator !== 'IN') throw wrong();
    const values = Array.isArray(left.value) ? left.value : [left.value];
    found[left.field.toLowerCase()] = values.map((text) => to18(text.replace(/^'|'$/g, '')));
  }
  const [people = [], records = []] = [found['userid'], found['recordid']];
  if (people.length !== 1 || records.length === 0 || records.length > mostRecords) throw wrong();
  return { people, records };
}

const wrong = (): ApiError =>
  new ApiError(
    400,
    'MALFORMED_QUERY',
    `Can only query on UserRecordAccess with filter condition on one UserId and up to ${mostRecords} RecordIds`,
  );

function accessOf(org: Org, person: Viewer, id: string): Readonly<Record<string, string | boolean>> {
  const level = levelOf(org, person, id);
  const has = (wanted: (typeof levels)[number]): boolean => levels.indexOf(level) >= levels.indexOf(wanted);
  return {
    RecordId: id,
    HasReadAccess: has('Read'),
    HasEditAccess: has('Edit'),
    HasDeleteAccess: has('Delete'),
    HasTransferAccess: has('Transfer'),
    HasAllAccess: has('Transfer'),
    MaxAccessLevel: level === 'Transfer' ? 'All' : level,
  };
}

function levelOf(org: Org, person: Viewer, id: string): (typeof levels)[number] {
  const known = isId(id) && [...org.types.values()].some(({ prefix }) => prefix === id.slice(0, 3));
  if (!known) return 'None';
  const type = typeOfId(org, id);
  const row = org.table(type.name).rows.get(id);
  if (!row || !org.sees(person, type, row)) return 'None';
  const isOwn = mayTransfer(org, person, type, row);
  if (!may(org, person, type.name, 'edit') || !org.mayEdit(person, type, row)) return 'Read';
  if (!isOwn) return 'Edit';
  return may(org, person, type.name, 'delete') ? 'Transfer' : 'Edit';
}
