// Random records: opportunities with splits, team, line items and payments; entries by hand; rates.
import fc from 'fast-check';
import type { Row } from '../../reference/filter.ts';
import type { Amount, Book } from '../../reference/types.ts';
import { people } from './people.ts';
import type { Space } from './space.ts';
import { amount, dense, hugeAmount, maybe, someDay } from './values.ts';

const dayOrNone = fc.oneof(fc.constant(null), someDay('2026-01-01', '2026-12-31'));

/** Any day of the year alike: the first and last days of a range come more often than others. */
const daysOf2026 = fc.tuple(fc.nat(11), fc.nat(27)).map(([month, date]) => {
  const [m, d] = [((month * 7) % 12) + 1, ((date * 11) % 28) + 1];
  return `2026-${String(m).padStart(2, '0')}-${String(d).padStart(2, '0')}`;
});

/** A date, a date with a time in some zone, or none. */
const dateIn = ({ wide }: Space): fc.Arbitrary<string | null> =>
  fc.oneof(
    { weight: 5, arbitrary: someDay('2025-12-01', '2027-01-31') },
    // Most within the year that plans are for.
    { weight: wide ? 20 : 0, arbitrary: daysOf2026 },
    {
      weight: wide ? 4 : 1,
      arbitrary: fc
        .tuple(
          someDay('2026-01-01', '2026-12-31'),
          fc.integer({ min: 0, max: 23 }),
          fc.constantFrom('+0000', ...(wide ? ['-0700', '+05:30', 'Z'] : [])),
        )
        .map(([date, hour, zone]) => `${date}T${String(hour).padStart(2, '0')}:30:00.000${zone}`),
    },
    { weight: 1, arbitrary: fc.constant(null) },
  );

const currencyIn = ({ wide }: Space): fc.Arbitrary<string | undefined> =>
  fc.constantFrom(
    undefined,
    undefined,
    'USD',
    'EUR',
    'GBP',
    ...(wide ? [undefined, undefined, undefined, 'JPY', 'CLF'] : []),
  );

const opportunityIn = (space: Space, isHuge: boolean) =>
  fc.record({
    OwnerId: fc.constantFrom(...people),
    Owner2__c: fc.constantFrom(null, ...people),
    Amount: isHuge ? fc.oneof({ weight: 4, arbitrary: hugeAmount(-(10n ** 17n)) }, amount) : amount,
    CloseDate: dateIn(space),
    IsWon: fc.oneof({ weight: 5, arbitrary: fc.constant(true) }, fc.constant(false)),
    Type: fc.constantFrom('New', 'Renewal', null),
    Years__c: fc.constantFrom(1, 2, '3', null),
    Seats__c: fc.constantFrom<Amount | null>(1, 12, '2.5', -3, null),
    CurrencyIsoCode: currencyIn(space),
    Paid_Date__c: dayOrNone,
    Churn_Date__c: dayOrNone,
    Account: space.wide
      ? fc.constantFrom<Row | null | undefined>(undefined, null, { Rating: 'Hot' }, { Rating: null })
      : fc.constant(undefined),
  });

/** Mostly one of those that every book has. */
const someDeal = fc.oneof({ weight: 5, arbitrary: fc.nat(6) }, fc.nat(11));

const itemIn = (space: Space) =>
  fc.record({
    deal: someDeal,
    TotalPrice: amount,
    CurrencyIsoCode: currencyIn(space),
    Paid_Date__c: dayOrNone,
    Churn_Date__c: dayOrNone,
  });
const split = fc.record({
  deal: someDeal,
  who: fc.constantFrom(...people),
  part: fc.constantFrom<Amount>(100, 60, '33.33', 0),
  type: fc.constantFrom('Revenue', 'Overlay'),
});
const payment = fc.record({
  deal: fc.oneof({ weight: 3, arbitrary: someDeal }, fc.integer({ min: 12, max: 17 })),
  Amount__c: fc.constantFrom<Amount | null>(100, '3333.33', 20_000, -400, '0.005', null),
  Date__c: someDay('2026-01-01', '2026-12-31'),
  CurrencyIsoCode: fc.constantFrom(undefined, 'EUR', 'GBP', 'SEK'),
});

const dealId = (i: number): string => `D${String(i).padStart(2, '0')}`;
const itemId = (i: number): string => `L${String(i).padStart(2, '0')}`;

/** Records by object, with their children. */
export const recordsIn = (space: Space, isHuge: boolean): fc.Arbitrary<NonNullable<Book['records']>> =>
  fc
    .record({
      opportunities: fc.array(opportunityIn(space, isHuge), {
        minLength: space.wide ? 4 : 0,
        maxLength: 12,
        size: 'max',
      }),
      items: fc.array(itemIn(space), { minLength: space.wide ? 4 : 0, maxLength: space.wide ? 8 : 0, size: 'max' }),
      splits: fc.array(split, { minLength: space.wide ? 4 : 0, maxLength: space.wide ? 12 : 8, size: 'max' }),
      team: fc.array(fc.record({ deal: someDeal, who: fc.constantFrom(...people) }), {
        maxLength: space.wide ? 8 : 4,
        size: 'max',
      }),
      payments: fc.array(payment, { maxLength: space.later ? 8 : 0, size: 'max' }),
    })
    .map(({ opportunities, items, splits, team, payments }) => ({
      Opportunity: opportunities.map((one, i) => dense({ Id: dealId(i), ...one })),
      OpportunityLineItem: items.map(({ deal, ...one }, i) => {
        const { OwnerId, CloseDate, IsWon, Type } = opportunities[deal] ?? {};
        const parent = dense({ OwnerId, CloseDate, IsWon, Type });
        return dense({ Id: itemId(i), OpportunityId: dealId(deal), Opportunity: parent, ...one });
      }),
      OpportunitySplit: splits.map(({ deal, who, part, type }, i) => ({
        Id: `S${i}`,
        OpportunityId: dealId(deal),
        SplitOwnerId: who,
        SplitPercentage: part,
        SplitType: { DeveloperName: type },
      })),
      OpportunityTeamMember: team.map(({ deal, who }) => ({
        OpportunityId: dealId(deal),
        UserId: who,
        TeamMemberRole: 'Sales Engineer',
      })),
      Payment__c: payments.map(({ deal, ...one }, i) =>
        dense({ Id: `Y${i}`, Opportunity__c: deal < 12 ? dealId(deal) : itemId(deal - 12), ...one }),
      ),
    }));

type Entry = NonNullable<Book['entries']>[number];

/** Amounts, and scores for plans that count them, on days within an assignment or not. */
export const entriesIn = (plans: readonly string[], scored: readonly string[]): fc.Arbitrary<Entry[]> =>
  fc
    .array(
      fc.record({
        payee: fc.constantFrom(...people),
        plan: fc.constantFrom(...plans),
        date: someDay('2025-12-15', '2026-12-31'),
        value: fc.constantFrom<Amount>(1, '0.7', 12),
        amount: fc.constantFrom<Amount>('-500.005', 120, '0.015'),
        reason: maybe(fc.constantFrom('Survey', 'correction')),
        isScore: fc.boolean(),
      }),
      { maxLength: 4 },
    )
    .map((list) =>
      list.map(({ isScore, value, amount: paid, ...entry }, i) =>
        dense({
          id: `E${i}`,
          ...entry,
          ...(isScore && scored.includes(entry.plan) ? { measure: 'entered', value } : { amount: paid }),
        }),
      ),
    );

const dated: Book['rates'] = [
  { currency: 'EUR', rate: '0.92' },
  { currency: 'EUR', from: '2026-03-01', rate: 0.95 },
  { currency: 'JPY', rate: 150 },
  { currency: 'BHD', rate: '0.376' },
  { currency: 'GBP', from: '2026-02-01', rate: '0.8' },
  { currency: 'CLF', from: '2026-01-15', rate: '0.0245' },
  { currency: 'CLF', from: '2026-05-01', rate: '0.0251' },
];
/** None, or static and dated ones. */
export const ratesIn = ({ wide }: Space): fc.Arbitrary<Book['rates']> =>
  fc.constantFrom<Book['rates']>([], dated, ...(wide ? [dated, dated] : []));
