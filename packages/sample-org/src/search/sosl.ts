// A SOSL statement in its parts: FIND {…} IN … RETURNING Object(fields WHERE … ORDER BY … LIMIT …), … LIMIT …. Source: "SOSL Syntax".
import { malformed } from './expression.ts';

/** Which fields are searched. */
export type Group = 'ALL' | 'NAME' | 'EMAIL' | 'PHONE' | 'SIDEBAR';

export interface Returning {
  readonly object: string;
  /** As they are written; null where none are. */
  readonly fields: string | null;
  /** WHERE, ORDER BY, LIMIT and OFFSET as they are written. */
  readonly clauses: string;
}

export interface Search {
  /** What stands between the braces. */
  readonly find: string;
  readonly group: Group;
  /** Null: every object that can be searched. */
  readonly returning: readonly Returning[] | null;
  /** Of all objects together. */
  readonly limit: number;
}

/** The most records of one search. Source: "SOSL Limits on Search Results". */
export const mostResults = 2_000;

/** @throws ApiError MALFORMED_SEARCH where it is none */
export function readSosl(sosl: string): Search {
  const find = /^\s*FIND\s*\{((?:\\.|[^}\\])*)\}/isu.exec(sosl);
  if (!find) throw malformed('expecting FIND { in search: unexpected token or end of the statement');
  let rest = sosl.slice(find[0].length);
  const took = (pattern: RegExp): RegExpExecArray | null => {
    const match = pattern.exec(rest);
    if (match) rest = rest.slice(match[0].length);
    return match;
  };
  const group = took(/^\s+IN\s+(ALL|NAME|EMAIL|PHONE|SIDEBAR)\s+FIELDS\b/iu)?.[1]?.toUpperCase() as Group | undefined;
  const returning: Returning[] = [];
  if (took(/^\s+RETURNING\s+/iu))
    do returning.push(readReturning(took));
    while (took(/^\s*,\s*/u));
  const limit = took(/^\s+LIMIT\s+(\d+)/iu)?.[1];
  // What only tells the org that something was looked at changes no result.
  took(/^\s+UPDATE\s+(TRACKING|VIEWSTAT)(\s*,\s*(TRACKING|VIEWSTAT))?/iu);
  if (/^\s+WITH\b/iu.test(rest)) throw malformed('WITH is not supported here');
  const unknown = /^\s*(\S+)/u.exec(rest)?.[1];
  if (unknown !== undefined) throw malformed(`unexpected token: '${unknown}'`);
  if (limit !== undefined && Number(limit) < 1) throw malformed('LIMIT must be a positive number');
  return {
    find: find[1] ?? '',
    group: group ?? 'ALL',
    returning: returning.length === 0 ? null : returning,
    limit: Math.min(Number(limit ?? mostResults), mostResults),
  };
}

type Took = (pattern: RegExp) => RegExpExecArray | null;

function readReturning(took: Took): Returning {
  const object = took(/^(\w+)/u)?.[1];
  if (object === undefined) throw malformed('expecting an object behind RETURNING');
  if (!took(/^\s*\(/u)) return { object, fields: null, clauses: '' };
  const inner = took(/^((?:'(?:\\.|[^'\\])*'|\((?:'(?:\\.|[^'\\])*'|[^()'])*\)|[^()'])*)\)/su)?.[1]?.trim();
  if (inner === undefined) throw malformed(`expecting a right parenthesis behind the fields of ${object}`);
  const [fields = ''] = /^.*?(?=\s+(?:WHERE|ORDER\s+BY|LIMIT|OFFSET|USING)\b|$)/isu.exec(inner) ?? [];
  if (fields.trim() === '' || !/^[\w.\s,()]+$/u.test(fields))
    throw malformed(`expecting fields of ${object} in RETURNING: ${inner}`);
  return { object, fields: fields.trim(), clauses: inner.slice(fields.length).trim() };
}
