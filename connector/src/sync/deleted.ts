// What the org deleted: its own list, which reaches back some days.
import { protocol } from '../org/refusal.ts';
import { apiVersion, type Rest } from '../org/rest.ts';

/** The platform keeps its lists of deletions for so long, in milliseconds; a day less is safe. */
const reach = 14 * 86_400_000;

/**
 * The Ids of records deleted since an instant, for good or not; null where the org's list does not reach back to it.
 * @throws ConnectorError as `Rest.call` does
 */
export async function deletedSince(rest: Rest, object: string, since: number): Promise<string[] | null> {
  const now = rest.serverTime();
  if (now === null || now - since > reach) return null;
  const time = (instant: number): string => encodeURIComponent(`${new Date(instant).toISOString().slice(0, 19)}+00:00`);
  const answer = (await rest.call(
    'GET',
    `/services/data/${apiVersion}/sobjects/${object}/deleted/?start=${time(since)}&end=${time(now + 60_000)}`,
  )) as {
    readonly deletedRecords?: readonly { readonly id?: unknown }[];
    readonly earliestDateAvailable?: unknown;
  } | null;
  if (!Array.isArray(answer?.deletedRecords) || typeof answer.earliestDateAvailable !== 'string')
    throw protocol(`${object}: the answer is no list of deleted records.`);
  if (Date.parse(answer.earliestDateAvailable.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')) > since) return null;
  return answer.deletedRecords.map(({ id }) => {
    if (typeof id !== 'string' || !/^[A-Za-z0-9]{18}$/.test(id))
      throw protocol(`${object}: the list of deleted records holds ${JSON.stringify(id)}, which is no record Id.`);
    return id;
  });
}
