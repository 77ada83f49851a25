// Reading a query: its parts, and the object that it asks for.
import { parseQuery, type Query } from '@jetstreamapp/soql-parser-js';
import { ApiError } from '../error.ts';
import { fiscalYear } from '../opportunity.ts';
import type { Org } from '../org.ts';
import { may } from '../permission-sets.ts';
import type { ObjectType } from '../schema.ts';
import type { Calendar } from './dates.ts';
import { at, type Context } from './path.ts';

/** @throws ApiError MALFORMED_QUERY for what is no query, INVALID_TYPE for an object that the org has not. */
export function readQuery({ org, viewer, soql }: Context): {
  readonly query: Query;
  readonly type: ObjectType;
  readonly calendar: Calendar;
} {
  const query = parse(soql);
  const name = query.sObject ?? '';
  const type = org.types.get(name.toLowerCase());
  if (!type || !may(org, viewer, type.name, 'read'))
    throw new ApiError(
      400,
      'INVALID_TYPE',
      at(
        soql,
        `from ${name}`,
        `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. Please reference your WSDL or the describe call for the appropriate names.`,
      ),
    );
  if (
    query.usingScope &&
    !['mine', 'everything', 'delegated', 'team', 'my_territory'].includes(query.usingScope.toLowerCase())
  )
    throw new ApiError(400, 'MALFORMED_QUERY', `unexpected scope: ${query.usingScope}`);
  return { query, type, calendar: calendarOf(org) };
}

function calendarOf(org: Org): Calendar {
  const { start, namedByStart } = fiscalYear(org);
  return { today: org.clock().toISOString().slice(0, 10), fiscalStart: start, namedByStart };
}

function parse(soql: string): Query {
  const allRows = /\sALL\s+ROWS\s*$/i.exec(soql)?.[0];
  if (allRows) throw new ApiError(400, 'MALFORMED_QUERY', at(soql, allRows, 'ALL ROWS not allowed in this context'));
  try {
    return parseQuery(soql);
  } catch (error) {
    const found = /but found: '([^']*)'/.exec((error as Error).message)?.[1];
    const message =
      found === undefined
        ? "unexpected token: '<EOF>'"
        : found === ''
          ? 'unexpected end of query'
          : `unexpected token: '${found}'`;
    throw new ApiError(400, 'MALFORMED_QUERY', found ? at(soql, found, message) : message);
  }
}
