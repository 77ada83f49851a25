// A plan that many tests begin with: a rep is paid by month for the deals that she wins.

type Row = Readonly<Record<string, unknown>>;

/** What is won of opportunities, by owner. */
export const bookings = {
  object: 'Opportunity',
  value: 'Amount',
  date: 'CloseDate',
  where: { IsWon: { eq: true } },
  credit: 'owner',
} as const;

/** The plan `ae` of 2026 in USD with some components, and what else it says. */
export const salesPlan = (components: readonly Row[], more: Row = {}) => ({
  quotient: 1,
  id: 'ae',
  name: 'Sales',
  currency: 'USD',
  calendar: { fiscalYearStart: 1 },
  pay: 'month',
  effective: { from: '2026-01-01', to: '2026-12-31' },
  measures: { bookings },
  components,
  ...more,
});
