// REST pages as the platform answers them.
import type { CrmRecord } from '@quotient/calc';

/** The page of some opportunities, which are all that there are. */
export const page = (records: readonly CrmRecord[]): string =>
  JSON.stringify({
    totalSize: records.length,
    done: true,
    records: records.map((record) => ({
      attributes: { type: 'Opportunity', url: `/services/data/v66.0/sobjects/Opportunity/${String(record['Id'])}` },
      ...record,
    })),
  });
