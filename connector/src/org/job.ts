// Bulk jobs, of queries and of ingest alike: what the org says of one, and waiting until it has ended.
import { ConnectorError, exitCode } from '../error.ts';
import { protocol } from './refusal.ts';
import type { Rest } from './rest.ts';

/** A job that takes longer is left to itself for now, in milliseconds. */
const longest = 30 * 60_000;

export interface Job {
  readonly id: string;
  readonly state: string;
  readonly object?: string;
  readonly operation?: string;
  readonly createdById?: string;
  readonly createdDate?: string;
  readonly numberRecordsProcessed?: number;
  readonly numberRecordsFailed?: number;
  readonly errorMessage?: string;
}

/** A job that ended without having done its work, or is no longer there. */
export class Lost extends Error {
  override readonly name = 'Lost';
}

/** @throws ConnectorError `protocol` (65) where an answer is no job */
export function jobOf(answer: unknown): Job {
  const job = answer as Partial<Job> | null;
  if (typeof job?.id !== 'string' || !/^\w{15,18}$/.test(job.id) || typeof job.state !== 'string')
    throw protocol('The answer is no bulk job.');
  return job as Job;
}

/**
 * Waits until the job at a path is complete; `remedy`: what to do where that takes too long.
 * @throws Lost where it ended otherwise; ConnectorError `job-late` (75), `protocol` (65), and as `Rest.call` does
 */
export async function completed(
  rest: Rest,
  path: string,
  remedy: string,
): Promise<Job & { readonly numberRecordsProcessed: number }> {
  let waited = 0;
  for (let pause = 50; ; pause = Math.min(pause * 2, 5_000)) {
    const job = jobOf(await rest.call('GET', path));
    const { id, state, numberRecordsProcessed, errorMessage } = job;
    if (state === 'JobComplete') {
      if (typeof numberRecordsProcessed !== 'number')
        throw protocol('A bulk job does not say how many records it has.');
      return { ...job, numberRecordsProcessed };
    }
    if (state === 'Failed' || state === 'Aborted')
      throw new Lost(`the last one is ${state}: ${errorMessage ?? 'it does not say why'}`);
    if (waited > longest)
      throw new ConnectorError(
        'job-late',
        exitCode.temporary,
        `The bulk job ${id} of ${rest.login.name} is ${state} after ${longest / 60_000} minutes.`,
        [remedy],
      );
    await rest.pause(pause);
    waited += pause;
  }
}
