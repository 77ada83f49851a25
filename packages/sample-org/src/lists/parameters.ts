// Numbers among the parameters of lists.
import { ApiError } from '../error.ts';

/** A whole number from 0 up to a bound. @throws ApiError ILLEGAL_QUERY_PARAMETER_VALUE for anything else */
export function numberIn(query: URLSearchParams, name: string, usual: number, most: number): number {
  const text = query.get(name);
  if (text === null) return usual;
  if (/^\d+$/.test(text) && Number(text) <= most) return Number(text);
  throw new ApiError(
    400,
    'ILLEGAL_QUERY_PARAMETER_VALUE',
    `The value of ${name} has to be a whole number of at most ${most}: ${text}`,
  );
}
