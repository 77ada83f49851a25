// Segments: by number of employees of the account, or by what the configuration names.
import type { CrmRecord } from './book.ts';
import type { Segments } from './coaching-schema.ts';
import { parseDecimal } from './decimal.ts';
import { field } from './filter.ts';
import { compare, fraction } from './fraction.ts';

/** Source: calculation, "Segments". */
export const standardSegments: Segments = {
  by: 'Account.NumberOfEmployees',
  ranges: [
    { id: 'commercial', label: 'Commercial', to: 99 },
    { id: 'mid-market', label: 'Mid-market', from: 100, to: 999 },
    { id: 'enterprise', label: 'Enterprise', from: 1000 },
  ],
};

/** The segment of a record; null where nothing says so. */
export function segmentReader({ by, ranges }: Segments = standardSegments): (record: CrmRecord) => string | null {
  const read = field(by ?? (standardSegments.by as string));
  return (record) => {
    const size = parseDecimal(read(record));
    if (!size) return null;
    const isAtLeast = (bound: number): boolean => compare(size, fraction(BigInt(bound), 1n)) >= 0;
    return (
      ranges.find(({ from, to }) => (from === undefined || isAtLeast(from)) && (to === undefined || !isAtLeast(to + 1)))
        ?.id ?? null
    );
  };
}
