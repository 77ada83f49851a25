// The resources search and parameterizedSearch. Source: "Search" and "Parameterized Search" of the REST guide.
import { ApiError, notAllowed, notFound } from '../error.ts';
import type { Org } from '../org.ts';
import { isObject } from '../record-body.ts';
import type { Request } from '../rest.ts';
import { malformed } from './expression.ts';
import { runSearch } from './search.ts';
import { mostResults, readSosl, type Group, type Returning, type Search } from './sosl.ts';

/** Answers `search?q=FIND {…}`. @throws ApiError as the platform does */
export function answerSearch(org: Org, { method, query, viewer, version }: Request, path: readonly string[]): object {
  if (path.length > 0) throw notFound();
  if (method !== 'GET') throw notAllowed(method, 'GET,HEAD');
  const sosl = query.get('q');
  if (sosl === null) throw malformed('A search string has to be specified');
  return { searchRecords: runSearch(org, viewer, readSosl(sosl), version) };
}

/** Answers `parameterizedSearch`, by GET or by POST. @throws ApiError as the platform does */
export function answerParameterizedSearch(org: Org, request: Request, path: readonly string[]): object {
  const { method, viewer, version, query, body } = request;
  if (path.length > 0) throw notFound();
  if (method !== 'GET' && method !== 'POST') throw notAllowed(method, 'GET,HEAD,POST');
  const search = readParameters(method === 'GET' ? parametersOf(query) : body);
  return { searchRecords: runSearch(org, viewer, search, version) };
}

/** Parameters of an address in the form of a body: `Account.fields` belongs to the object Account. */
function parametersOf(query: URLSearchParams): object {
  const objects = query.getAll('sobject').flatMap((text) => text.split(','));
  const list = (name: string): string[] | undefined => query.get(name)?.split(',');
  return {
    q: query.get('q') ?? undefined,
    in: query.get('in') ?? undefined,
    fields: list('fields'),
    overallLimit: query.get('overallLimit') ?? undefined,
    defaultLimit: query.get('defaultLimit') ?? undefined,
    sobjects: objects.map((name) => ({
      name,
      fields: list(`${name}.fields`),
      where: query.get(`${name}.where`) ?? undefined,
      orderBy: query.get(`${name}.orderBy`) ?? undefined,
      limit: query.get(`${name}.limit`) ?? undefined,
    })),
  };
}

function readParameters(asked: unknown): Search {
  if (!isObject(asked)) throw new ApiError(400, 'JSON_PARSER_ERROR', 'The request body is no JSON object');
  const { q, fields, sobjects = [], in: group = 'ALL', overallLimit, defaultLimit } = asked;
  if (typeof q !== 'string') throw malformed('A search string has to be specified');
  if (!Array.isArray(sobjects)) throw new ApiError(400, 'JSON_PARSER_ERROR', '"sobjects" is no list');
  const groups: readonly string[] = ['ALL', 'NAME', 'EMAIL', 'PHONE', 'SIDEBAR'];
  const wanted = String(group)
    .toUpperCase()
    .replace(/ FIELDS$/, '');
  if (!groups.includes(wanted)) throw malformed(`unknown search group: ${String(group)}`);
  return {
    find: q,
    group: wanted as Group,
    returning:
      sobjects.length === 0
        ? null
        : sobjects.map((one): Returning => readObject(one as Record<string, unknown>, fields, defaultLimit)),
    limit: Math.min(numberOf(overallLimit) ?? mostResults, mostResults),
  };
}

function readObject(
  { name, fields, where, orderBy, limit }: Record<string, unknown>,
  usual: unknown,
  usualLimit: unknown,
): Returning {
  const names = Array.isArray(fields) ? fields : Array.isArray(usual) ? usual : null;
  const own = names?.map(String).join(', ') ?? null;
  if (typeof name !== 'string' || (own !== null && !/^[\w.\s,()]+$/u.test(own)))
    throw malformed('each of "sobjects" has a name, and fields that are names of fields');
  const most = numberOf(limit) ?? numberOf(usualLimit);
  return {
    object: name,
    fields: own,
    clauses: [
      typeof where === 'string' ? `WHERE ${where}` : '',
      typeof orderBy === 'string' ? `ORDER BY ${orderBy}` : '',
      most === undefined ? '' : `LIMIT ${most}`,
    ]
      .filter(Boolean)
      .join(' '),
  };
}

/** A limit. @throws ApiError MALFORMED_SEARCH where it is no whole number above 0 */
function numberOf(value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,5}$/.test(String(value))) return Number(value);
  throw malformed(`a limit is a whole number above 0: ${String(value)}`);
}
