// Limits of the org: how much of each was used within the last 24 hours.
import { ApiError } from './error.ts';
import type { Org } from './org.ts';

const minuteMs = 60_000;
const dayMinutes = 24 * 60;

/** What may be used in 24 hours. Source: "Bulk API and Bulk API 2.0 Limits and Allocations". */
export const daily = {
  DailyApiRequests: 100_000,
  DailyBulkApiBatches: 15_000,
  DailyBulkV2QueryJobs: 10_000,
  DailyBulkV2QueryFileStorageMB: 976_562,
} as const;
export type LimitName = keyof typeof daily;

export class Limits {
  readonly #org: Org;
  readonly #most: Readonly<Record<LimitName, number>>;
  /** By the minute of the org's clock. */
  readonly #uses = new Map<LimitName, Map<number, number>>();

  /** `most` where an org may use less or more than others. */
  constructor(org: Org, most: Partial<Record<LimitName, number>> = {}) {
    this.#org = org;
    this.#most = { ...daily, ...most };
  }

  use(name: LimitName, amount: number): void {
    const uses = this.#uses.get(name) ?? new Map<number, number>();
    this.#uses.set(name, uses.set(this.#minute, (uses.get(this.#minute) ?? 0) + amount));
  }

  used(name: LimitName): number {
    let sum = 0;
    for (const [minute, amount] of this.#uses.get(name) ?? []) if (minute > this.#minute - dayMinutes) sum += amount;
    return sum;
  }

  /** Of requests, as every answer says it. */
  get usage(): string {
    return `api-usage=${this.used('DailyApiRequests')}/${this.#most.DailyApiRequests}`;
  }

  /** @throws ApiError LIMIT_EXCEEDED where no query job may be made. */
  checkQueryJob(): void {
    const [jobs, most] = [this.used('DailyBulkV2QueryJobs'), this.#most.DailyBulkV2QueryJobs];
    if (jobs >= most)
      throw new ApiError(
        400,
        'LIMIT_EXCEEDED',
        `Max bulk v2 query jobs (${most}) per 24 hrs has been reached (${jobs})`,
      );
    const stored = this.used('DailyBulkV2QueryFileStorageMB');
    if (stored >= this.#most.DailyBulkV2QueryFileStorageMB)
      throw new ApiError(
        400,
        'LIMIT_EXCEEDED',
        `Max bulk v2 query result size stored (${this.#most.DailyBulkV2QueryFileStorageMB * 1024}) kb per 24 hrs has been exceeded (${Math.ceil(stored * 1024)})`,
      );
  }

  /** @throws ApiError EXCEEDEDQUOTA where no batch may be written. */
  checkBatches(): void {
    if (this.used('DailyBulkApiBatches') >= this.#most.DailyBulkApiBatches)
      throw new ApiError(400, 'EXCEEDEDQUOTA', 'ApiBatchItems Limit exceeded.');
  }

  /** The answer of /limits. */
  get body(): object {
    const limit = (Max: number, used: number): object => ({ Max, Remaining: Math.max(0, Math.floor(Max - used)) });
    return {
      ...Object.fromEntries(
        (Object.keys(daily) as LimitName[]).map((name) => [name, limit(this.#most[name], this.used(name))]),
      ),
      DataStorageMB: limit(1_024, 24),
      FileStorageMB: limit(1_024, 0),
      HourlyAsyncReportRuns: limit(1_200, 0),
    };
  }

  get #minute(): number {
    return Math.floor(this.#org.clock().getTime() / minuteMs);
  }
}
