// Running a search: records whose words hold what is looked for, as far as the viewer may see them and the fields that hold the words.
import { ApiError } from '../error.ts';
import type { Org, Row, Viewer } from '../org.ts';
import { visibleField, visibleType } from '../rights.ts';
import type { Field, ObjectType } from '../schema.ts';
import { runQuery, type Answer } from '../soql/query.ts';
import { expressionOf, malformed, wordsOf } from './expression.ts';
import { mostResults, type Group, type Returning, type Search } from './sosl.ts';

/**
 * The records that a search finds, object by object. Every object with a name is searched here, whatever it says of "Allow
 * Search", so that tests of sharing do not depend on it; words of a field that the viewer may not read are found by nobody else's.
 * @throws ApiError MALFORMED_SEARCH, INVALID_TYPE for an object that is not there or not the viewer's, INVALID_SEARCH_SCOPE
 * for one that has no name, INVALID_FIELD
 */
export function runSearch(org: Org, viewer: Viewer, search: Search, version: string): object[] {
  const holds = expressionOf(search.find);
  const wanted = search.returning ?? everything(org, viewer);
  const found: object[] = [];
  for (const one of wanted) {
    const type = searched(org, viewer, one.object);
    const fields = searchedFields(org, viewer, type, search.group);
    const among = (row: Row): boolean => holds(fields.map(({ name }) => wordsOf(String(row[name] ?? ''))));
    const answer = fields.length === 0 ? null : asked(org, viewer, one, type, version, among);
    const count = Math.min(answer?.length ?? 0, search.limit - found.length);
    for (let i = 0; i < count; i++) found.push(answer?.record(i) ?? {});
  }
  return found;
}

const isSearchable = ({ fields, shares }: ObjectType): boolean => fields.has('name') && shares === undefined;

const everything = (org: Org, viewer: Viewer): Returning[] =>
  [...org.types.values()]
    .filter((type) => isSearchable(type) && visibleType(org, viewer, type.name))
    .map(({ name }) => ({ object: name, fields: null, clauses: '' }));

function searched(org: Org, viewer: Viewer, name: string): ObjectType {
  const type = visibleType(org, viewer, name);
  if (!type)
    throw new ApiError(
      400,
      'INVALID_TYPE',
      `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
    );
  if (!isSearchable(type))
    throw new ApiError(400, 'INVALID_SEARCH_SCOPE', `entity type ${type.name} does not support search`);
  return type;
}

const groups: Readonly<Record<Group, (field: Field) => boolean>> = {
  ALL: ({ type }) => ['string', 'textarea', 'picklist', 'email', 'phone', 'url'].includes(type),
  NAME: ({ name }) => ['Name', 'FirstName', 'LastName'].includes(name),
  EMAIL: ({ type }) => type === 'email',
  PHONE: ({ type }) => type === 'phone',
  SIDEBAR: ({ name, type, externalId }) => name === 'Name' || externalId || type === 'email' || type === 'phone',
};

const searchedFields = (org: Org, viewer: Viewer, type: ObjectType, group: Group): Field[] =>
  [...type.fields.values()].filter(({ name }) => visibleField(org, viewer, type, name)).filter(groups[group]);

function asked(
  org: Org,
  viewer: Viewer,
  { fields, clauses }: Returning,
  type: ObjectType,
  version: string,
  among: (row: Row) => boolean,
): Answer {
  if (/\bSELECT\b/iu.test(fields ?? ''))
    throw malformed(`expecting fields of ${type.name} in RETURNING: ${fields ?? ''}`);
  const limit = /\bLIMIT\s+\d+\b/iu.test(clauses) ? '' : ` LIMIT ${mostResults}`;
  const [own, offset] = limit === '' ? [clauses, ''] : splitOffset(clauses);
  const soql = `SELECT ${fields ?? 'Id'} FROM ${type.name} ${own}${limit}${offset}`;
  try {
    const answer = runQuery(org, viewer, soql, version, false, among);
    if (answer.object === type.name && !/\bCOUNT\s*\(\s*\)/iu.test(fields ?? '')) return answer;
  } catch (error) {
    if (error instanceof ApiError && error.errorCode === 'MALFORMED_QUERY') throw malformed(error.message);
    throw error;
  }
  throw malformed(`a search gives records of ${type.name}, no groups`);
}

/** LIMIT stands before OFFSET. */
function splitOffset(clauses: string): [clauses: string, offset: string] {
  const at = clauses.search(/\s*\bOFFSET\s+\d+\s*$/iu);
  return at < 0 ? [clauses, ''] : [clauses.slice(0, at), ` ${clauses.slice(at).trim()}`];
}
