// What the org deleted: its own list, which reaches back some days, and up to where it says that nothing is under way any more.
import { isRefusal, protocol } from '../org/refusal.ts';
import { apiVersion, instantOf, type Rest } from '../org/rest.ts';

/** The platform keeps its lists of deletions for so long, in milliseconds; a day less is safe. */
const reach = 14 * 86_400_000;

export interface Deletions {
  readonly ids: string[];
  /**
   * Where the oldest transaction that is under way began, in milliseconds: what it writes becomes visible later with stamps from
   * then on. Source: `latestDateCovered` of "Get Deleted".
   */
  readonly covered: number;
}

interface Answer {
  readonly deletedRecords?: readonly { readonly id?: unknown }[];
  readonly earliestDateAvailable?: unknown;
  readonly latestDateCovered?: unknown;
}

/** Why the org gives no list: it would be too long, or it does not reach back so far. */
const noList = ['EXCEEDED_ID_LIMIT', 'INVALID_REPLICATION_DATE'];

/**
 * The records deleted since an instant, for good or not; null where the org gives no list, or one that does not reach back to it.
 * @throws ConnectorError as `Rest.call` does
 */
export async function deletedSince(rest: Rest, object: string, since: number): Promise<Deletions | null> {
  const now = rest.serverTime();
  if (now === null || now - since > reach) return null;
  const time = (instant: number): string => encodeURIComponent(`${new Date(instant).toISOString().slice(0, 19)}+00:00`);
  let answer: Answer | null;
  try {
    answer = (await rest.call(
      'GET',
      `/services/data/${apiVersion}/sobjects/${object}/deleted/?start=${time(since)}&end=${time(now + 60_000)}`,
    )) as Answer | null;
  } catch (error) {
    if (noList.some((code) => isRefusal(error, code))) return null;
    throw error;
  }
  if (!Array.isArray(answer?.deletedRecords) || typeof answer.earliestDateAvailable !== 'string')
    throw protocol(`${object}: the answer is no list of deleted records.`);
  if (instantOf(answer.earliestDateAvailable) > since) return null;
  const ids = answer.deletedRecords.map(({ id }) => {
    if (typeof id !== 'string' || !/^[A-Za-z0-9]{18}$/.test(id))
      throw protocol(`${object}: the list of deleted records holds what is no record Id.`);
    return id;
  });
  const covered = instantOf(String(answer.latestDateCovered));
  return { ids, covered: Number.isNaN(covered) ? now : covered };
}
