// A book for the benchmark of the trace: one person with 5,000 records in one month, on a marginal plan with five tiers.
import type { Book } from '@quotient/calc';

const count = 5_000;

/** The book; its one statement is that of `traceStatement`, and has a line for each record. */
export function traceBook(): Book {
  return {
    asOf: '2026-03-31',
    plans: [
      {
        quotient: 1,
        id: 'sales-2026',
        name: 'Sales 2026',
        currency: 'USD',
        effective: { from: '2026-03-01' },
        measures: {
          bookings: {
            object: 'Opportunity',
            value: 'Amount',
            date: 'CloseDate',
            where: { IsWon: { eq: true } },
            credit: 'owner',
          },
        },
        components: [
          {
            id: 'commission',
            measure: 'bookings',
            window: 'month',
            quota: 2_000_000,
            target: 160_000,
            rate: {
              type: 'marginal',
              tiers: [
                { from: '0%', rate: '6%' },
                { from: '50%', rate: '8%' },
                { from: '100%', rate: '12%' },
                { from: '125%', rate: '1.5x' },
                { from: '150%', rate: '15%' },
              ],
            },
          },
        ],
      },
    ],
    assignments: [{ payee: '005A', plan: 'sales-2026', from: '2026-03-01' }],
    records: {
      Opportunity: Array.from({ length: count }, (_, i) => ({
        Id: `006${String(i).padStart(6, '0')}`,
        OwnerId: '005A',
        // Amounts in cents that differ and need no chance: 100.00 to 1,099.99.
        Amount: (10_000 + ((i * 7_919) % 100_000)) / 100,
        CloseDate: `2026-03-${String(1 + (i % 28)).padStart(2, '0')}`,
        IsWon: true,
      })),
    },
  };
}

export const traceStatement = { payee: '005A', plan: 'sales-2026', period: '2026-03' } as const;
