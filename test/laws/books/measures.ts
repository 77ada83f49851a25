// Random measures: what is counted, of which records, for whom.
import fc from 'fast-check';
import type { CreditRule, Measure } from '../../reference/types.ts';
import type { Kind, Space } from './space.ts';
import { dense, seldom } from './values.ts';

const creditRule = fc.oneof(
  { weight: 8, arbitrary: fc.constant<CreditRule>('owner') },
  fc.constantFrom<CreditRule>(
    { splits: 'Revenue' },
    { splits: 'Overlay' },
    { team: 'Sales Engineer' },
    { team: 'Sales Engineer', share: '40%' },
    { reports: 'direct' },
    { reports: 'all' },
    { reports: { 1: '20%', 2: '7.5%' } },
    { reports: 'all', by: { splits: 'Revenue' } },
    { owner: 'Owner2__c' },
  ),
);
const rulesOfItems = fc.constantFrom<CreditRule>(
  { owner: 'Opportunity.OwnerId' },
  { splits: 'Revenue', record: 'OpportunityId' },
  { team: 'Sales Engineer', share: '40%', record: 'OpportunityId' },
  { reports: 'direct', owner: 'Opportunity.OwnerId' },
  { reports: { 1: '30%', 2: '12.5%' }, by: { splits: 'Overlay', record: 'OpportunityId' } },
);
const rulesOfEntries = fc.constantFrom<CreditRule>(
  'owner',
  'owner',
  { reports: 'all' },
  { reports: 'direct' },
  { reports: { 1: '50%' } },
);

type Where = Measure['where'];
const filter = fc.constantFrom<Where>(
  { IsWon: { eq: true } },
  { IsWon: { eq: true }, Type: { in: ['New', 'renewal'] } },
  { or: [{ Type: { ne: 'New' } }, { Years__c: { gte: 2 } }] },
  { not: { Type: { like: 'ren%' } }, IsWon: { ne: null } },
);
const wideFilter = fc.oneof(
  { weight: 6, arbitrary: fc.constant<Where>({ IsWon: { eq: true } }) },
  { weight: 3, arbitrary: filter },
  {
    weight: 5,
    arbitrary: fc.constantFrom<Where>(
      { CloseDate: { gte: '2026-02-03', lt: '2026-10-01' } },
      { Type: { in: [null, 'NEW'] } },
      { Type: { nin: [null, 'Renewal'] } },
      { 'Account.Rating': { eq: 'hot' } },
      { and: [{ Years__c: { ne: 2 } }, { Amount: { gt: '-100' } }] },
    ),
  },
);
const filterOfItems = fc.constantFrom<Where>(
  { 'Opportunity.IsWon': { eq: true } },
  { 'Opportunity.Type': { ne: 'New' }, TotalPrice: { lte: 15_000 } },
);
const filterOfEntries = fc.constantFrom<Where>({ reason: { like: 'sur_ey%' } }, { value: { gte: 1 } });
const counts = fc.constantFrom<Measure['counts']>(
  [{ where: { Type: { eq: 'Renewal' } }, times: '50%' }],
  [{ where: { Years__c: { lt: 2 } }, times: '33%' }, { times: '0%' }],
);

/** The measure that stands under the name of its kind. */
export function measureOf(kind: Kind, { wide }: Space): fc.Arbitrary<Measure> {
  const base = fc.record({ where: wide ? wideFilter : filter, credit: creditRule, counts: seldom(counts) });
  switch (kind) {
    case 'count':
      return base.map((rest) => dense({ object: 'Opportunity', value: 'count', date: 'CloseDate', ...rest }));
    case 'number':
      return base.map((rest) =>
        dense({ object: 'Opportunity', value: 'Seats__c', unit: 'number' as const, date: 'CloseDate', ...rest }),
      );
    case 'items':
      return fc
        .record({ where: filterOfItems, credit: rulesOfItems })
        .map((rest) =>
          dense({ object: 'OpportunityLineItem', value: 'TotalPrice', date: 'Opportunity.CloseDate', ...rest }),
        );
    case 'entered':
      return fc
        .record({ credit: rulesOfEntries, where: wide ? seldom(filterOfEntries) : fc.constant(undefined) })
        .map((rest) => dense({ entered: true as const, ...rest }));
    case 'ratio':
      return fc
        .record({ value: fc.constantFrom('count', 'Amount', 'Seats__c'), credit: creditRule, counts: seldom(counts) })
        .map(({ value, ...rest }) =>
          dense({
            ratio: {
              of: { object: 'Opportunity', value, where: { IsWon: { eq: true } } },
              per: { object: 'Opportunity', value },
            },
            unit: value === 'Seats__c' ? ('number' as const) : undefined,
            date: 'CloseDate',
            ...rest,
          }),
        );
    case 'earnings':
      return fc
        .record({
          reports: fc.constantFrom('direct' as const, 'all' as const),
          components: fc.constantFrom(['c0', 'c1'], ['c0'], ['c1']),
        })
        .map((earnings) => ({ earnings }));
    default:
      return base.map((rest) => dense({ object: 'Opportunity', value: 'Amount', date: 'CloseDate', ...rest }));
  }
}
