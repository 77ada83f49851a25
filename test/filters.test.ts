// What the CRM is asked for is all that plans can count: with and without its filters a book has the same statements.
import { calculate, type Book, type CrmRecord, type Plan } from '@quotient/calc';
import { since, type Field } from '@quotient/salesforce';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { makeBook } from './bench/calc-book.ts';

const dates: readonly Field[] = [
  { path: 'CloseDate', type: 'day' },
  { path: 'StartDateTime', type: 'instant' },
  { path: 'Date__c', type: 'day' },
];

/** Applies a filter of the forms that plans give, as the CRM does. */
function holds(filter: string, record: CrmRecord, deals: ReadonlyMap<unknown, CrmRecord>): boolean {
  return filter.split(' OR ').some((part) => {
    const [, path = '', operator = '', value = ''] = /^([\w.]+) (>=|=) (\S+)$/.exec(part) ?? [];
    if (operator === '') throw new Error(`the filter ${part} has another form`);
    const own = path.startsWith('Opportunity.') ? deals.get(record['OpportunityId']) : record;
    const found = own?.[path.replace('Opportunity.', '')];
    if (operator === '=') return String(found) === value;
    // Texts of dates and of instants are in the order of what they say.
    return typeof found === 'string' && found >= value;
  });
}

/** A book with the records that the CRM would give, and how many it would not. */
function filtered(book: Book): { book: Book; left: number } {
  let left = 0;
  const records: Record<string, readonly CrmRecord[]> = {};
  const deals = new Map((book.records?.['Opportunity'] ?? []).map((deal) => [deal['Id'], deal]));
  for (const [object, rows] of Object.entries(book.records ?? {})) {
    const filter = since(object, book.plans, dates);
    records[object] = filter === undefined ? rows : rows.filter((row) => holds(filter, row, deals));
    left += rows.length - records[object].length;
  }
  return { book: { ...book, records }, left };
}

test('on a large book of all templates, from its middle on', () => {
  const made = makeBook({ records: 6_000, payees: 80, seed: 3 });
  const whole = {
    ...made,
    plans: made.plans.map((plan): Plan => ({ ...plan, effective: { ...plan.effective, from: '2026-06-01' } })),
  };
  const { book, left } = filtered(whole);
  expect(left).toBeGreaterThan(100);
  expect(calculate(book)).toEqual(calculate(whole));
});

test('whatever the first days of plans are', () => {
  const whole = makeBook({ records: 600, payees: 30, seed: 5 });
  const day = fc
    .integer({ min: 0, max: 600 })
    .map((days) => new Date(Date.UTC(2025, 0, 1 + days)).toISOString().slice(0, 10));
  fc.assert(
    fc.property(fc.array(day, { minLength: 1, maxLength: 9 }), (days) => {
      const plans = whole.plans.map((plan, i): Plan => {
        const from = days[i % days.length] as string;
        return {
          ...plan,
          effective: { from, ...(plan.effective.to && plan.effective.to > from ? { to: plan.effective.to } : {}) },
        };
      });
      const book = { ...whole, plans };
      expect(calculate(filtered(book).book)).toEqual(calculate(book));
    }),
    { numRuns: 25 },
  );
});

describe('what is asked for', () => {
  const plan = (measures: Plan['measures'], more: Partial<Plan> = {}): Plan => ({
    ...(makeBook({ records: 10, payees: 10, seed: 1 }).plans[0] as Plan),
    effective: { from: '2026-02-01' },
    measures,
    ...more,
  });
  const deals = { object: 'Opportunity', value: 'Amount', date: 'CloseDate' } as unknown as Plan['measures'][string];
  test.each<[name: string, object: string, measures: Plan['measures'], filter: string | undefined]>([
    ['of deals', 'Opportunity', { a: deals }, 'CloseDate >= 2026-02-01 OR IsClosed = false'],
    ['of deals that count by another date', 'Opportunity', { a: { ...deals, date: 'Signed__c' } }, undefined],
    [
      'of events, in every time zone',
      'Event',
      { a: { ...deals, object: 'Event', date: 'StartDateTime' } },
      'StartDateTime >= 2026-01-31T00:00:00Z',
    ],
    [
      'of an object that counts by two dates',
      'Event',
      { a: { ...deals, object: 'Event', date: 'StartDateTime' }, b: { ...deals, object: 'Event', date: 'Date__c' } },
      undefined,
    ],
    [
      'of splits of deals',
      'OpportunitySplit',
      { a: { ...deals, credit: { splits: 'Revenue' } } },
      'Opportunity.CloseDate >= 2026-02-01 OR Opportunity.IsClosed = false',
    ],
    [
      'of splits that other records name too',
      'OpportunitySplit',
      {
        a: { ...deals, credit: { splits: 'Revenue' } },
        b: { ...deals, object: 'Invoice__c', date: 'Date__c', credit: { splits: 'Revenue', record: 'Deal__c' } },
      },
      undefined,
    ],
    ['of people', 'User', { a: deals }, undefined],
  ])('%s', (_name, object, measures, filter) => expect(since(object, [plan(measures)], dates)).toBe(filter));
});
