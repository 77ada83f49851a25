// Worked examples for the reference calculation where the cases are silent: a book, and parts of the statements it must give.
import type { Book, Component, Plan } from './types.ts';

const bookings = { object: 'Opportunity', value: 'Amount', date: 'CloseDate', where: { IsWon: { eq: true } } };
const tenPercent: Component = {
  id: 'c',
  measure: 'bookings',
  window: 'year',
  rate: { type: 'marginal', by: 'value', tiers: [{ from: 0, rate: '10%' }] },
};
export const plan = (rest: Partial<Plan> = {}): Plan => ({
  id: 'p',
  currency: 'USD',
  effective: { from: '2026-01-01', to: '2026-12-31' },
  measures: { bookings: { ...bookings, credit: 'owner' } },
  components: [tenPercent],
  ...rest,
});
export const until = (to: string) => ({ effective: { from: '2026-01-01', to } });
export const from = (day: string) => ({ effective: { from: day, to: '2026-12-31' } });
const sale = (Id: string, CloseDate: string, Amount: number, rest: object = {}) => ({
  Id,
  OwnerId: 'u',
  Amount,
  CloseDate,
  IsWon: true,
  ...rest,
});
export const book = (plans: readonly Plan[], sales: readonly object[], rest: Partial<Book> = {}): Book => ({
  asOf: '2026-06-30',
  corporateCurrency: 'USD',
  plans,
  assignments: [{ payee: 'u', plan: 'p', from: '2026-01-01' }],
  ...rest,
  records: { Opportunity: sales as Record<string, unknown>[], ...rest.records },
});
const line = (record: string, earned: string) => ({ record, earned });
const rerated = (earned: string) => ({ record: null, reason: 'rerated', earned });
const collected = { object: 'Payment__c', record: 'Opportunity__c', value: 'Amount__c', date: 'Date__c' };

/** A book with parts of its statements; the name says the arithmetic. */
export interface Example {
  readonly name: string;
  readonly given: Book;
  readonly expect: readonly Record<string, unknown>[];
}
export const examples: readonly Example[] = [
  {
    name: 'a new version goes on with the position: 20 % of 2,000 less the 100 of the old one, 200 for the record and 100 rerated',
    given: book(
      [
        plan(until('2026-03-31')),
        plan({
          ...from('2026-04-01'),
          components: [{ ...tenPercent, rate: { type: 'marginal', by: 'value', tiers: [{ from: 0, rate: '20%' }] } }],
        }),
      ],
      [sale('a', '2026-01-10', 1000), sale('b', '2026-04-10', 1000)],
    ),
    expect: [
      { payee: 'u', period: '2026-04', components: [{ id: 'c', lines: [rerated('100.00'), line('b', '200.00')] }] },
    ],
  },
  {
    name: 'a component that a new version drops keeps what it earned, and what it held is still released',
    given: book(
      [
        plan({ ...until('2026-03-31'), holdback: [{ component: 'c', share: '50%', until: 'Paid_Date__c' }] }),
        plan({ ...from('2026-04-01'), components: [{ ...tenPercent, id: 'other', window: 'month' }] }),
      ],
      [sale('a', '2026-01-10', 1000, { Paid_Date__c: '2026-05-04' })],
    ),
    expect: [
      { payee: 'u', period: '2026-01', held: '50.00', payable: '50.00' },
      { payee: 'u', period: '2026-04', earned: '0.00', payable: '0.00' },
      { payee: 'u', period: '2026-05', released: '50.00', payable: '50.00' },
    ],
  },
  {
    name: 'a component that is new in the middle of its window states what came before in one line',
    given: book(
      [
        plan(until('2026-03-31')),
        plan({ ...from('2026-04-01'), components: [tenPercent, { ...tenPercent, id: 'new' }] }),
      ],
      [sale('a', '2026-01-10', 1000), sale('b', '2026-04-10', 2000)],
    ),
    expect: [
      {
        payee: 'u',
        period: '2026-04',
        components: [{ id: 'c' }, { id: 'new', lines: [rerated('100.00'), line('b', '200.00')], earned: '300.00' }],
      },
    ],
  },
  {
    name: 'a raised limit gives back: of 1,500 then 1,700 in the year 1,000 are above 500, and 700 above 1,000',
    given: book(
      [
        plan({ ...until('2026-03-31'), limit: { payout: 500, per: 'year' } }),
        plan({ ...from('2026-04-01'), limit: { payout: 1000, per: 'year' } }),
      ],
      [sale('a', '2026-01-10', 15_000), sale('b', '2026-04-10', 2000)],
    ),
    expect: [
      { payee: 'u', period: '2026-01', limited: '1000.00', payable: '500.00' },
      { payee: 'u', period: '2026-04', earned: '200.00', limited: '-300.00', payable: '500.00' },
    ],
  },
  {
    name: "draws go on across versions: the fourth period of the assignment is in the new list's second draw",
    given: book(
      [
        plan(until('2026-03-31')),
        plan({
          ...from('2026-04-01'),
          draw: [
            { amount: 700, recoverable: false, periods: 3 },
            { amount: 300, recoverable: true },
          ],
        }),
      ],
      [],
    ),
    expect: [
      { payee: 'u', period: '2026-03', payable: '0.00', debt: '0.00' },
      { payee: 'u', period: '2026-04', payable: '300.00', debt: '300.00' },
    ],
  },
  {
    name: 'a line whose gate closes leaves no trace: 100 earned, 50 held and its half clawed back in January, all undone in March',
    given: book(
      [
        plan({
          components: [{ ...tenPercent, gate: { component: 'c', value: 1000 } }],
          holdback: [{ component: 'c', share: '50%', until: 'Paid_Date__c' }],
          clawback: [{ component: 'c', when: 'Churn_Date__c', schedule: [{ within: 3, takes: '50%' }] }],
        }),
      ],
      [sale('a', '2026-01-10', 1000, { Churn_Date__c: '2026-01-20' }), sale('b', '2026-03-10', -1)],
    ),
    expect: [
      { payee: 'u', period: '2026-01', earned: '100.00', held: '50.00', clawedBack: '25.00', payable: '25.00' },
      { payee: 'u', period: '2026-03', earned: '-100.00', held: '-50.00', clawedBack: '-25.00', debt: '25.00' },
    ],
  },
  {
    name: 'what was collected may fall again, and a payment without a rate is a warning in its own period',
    given: book(
      [
        plan({
          components: [{ ...tenPercent, window: 'month' }],
          holdback: [{ component: 'c', share: '100%', until: { collected } }],
        }),
      ],
      [sale('a', '2026-01-10', 1000)],
      {
        records: {
          Payment__c: [
            { Id: 'y1', Opportunity__c: 'a', Amount__c: 600, Date__c: '2026-02-10' },
            { Id: 'y2', Opportunity__c: 'a', Amount__c: -200, Date__c: '2026-03-10' },
            { Id: 'y3', Opportunity__c: 'a', Amount__c: 600, Date__c: '2026-04-10', CurrencyIsoCode: 'SEK' },
          ],
        },
      },
    ),
    expect: [
      { payee: 'u', period: '2026-02', released: '60.00', warnings: [] },
      { payee: 'u', period: '2026-03', released: '-20.00', debt: '20.00' },
      { payee: 'u', period: '2026-04', released: '0.00', warnings: [{ code: 'rate-missing', record: 'y3' }] },
    ],
  },
  {
    name: 'a warning stands in the window of the component that counts the record, not in the longer one of another',
    given: book(
      [
        plan({
          measures: {
            bookings: { ...bookings, credit: 'owner' },
            none: { ...bookings, object: 'None__c', credit: 'owner' },
          },
          components: [
            { ...tenPercent, window: 'month' },
            { ...tenPercent, id: 'other', measure: 'none' },
          ],
        }),
      ],
      [sale('a', '2026-02-10', 1000, { CurrencyIsoCode: 'SEK' })],
    ),
    expect: [
      { payee: 'u', period: '2026-01', warnings: [] },
      { payee: 'u', period: '2026-02', warnings: [{ code: 'rate-missing', record: 'a' }] },
      { payee: 'u', period: '2026-03', warnings: [] },
    ],
  },
  {
    name: 'somebody below by two ways counts at the nearest: 20 % once',
    given: book(
      [plan({ measures: { bookings: { ...bookings, credit: { reports: { 1: '20%', 2: '10%' } } } } })],
      [sale('a', '2026-01-10', 1000, { OwnerId: 'seller' })],
      {
        managers: [
          { person: 'seller', manager: 'lead' },
          { person: 'seller', manager: 'u' },
          { person: 'lead', manager: 'u' },
        ],
      },
    ),
    expect: [{ payee: 'u', period: '2026-01', components: [{ id: 'c', credited: '200' }] }],
  },
  {
    name: 'two who exchange places override each other in turn: 10 % of 100 in January, 10 % of 200 in February',
    given: book(
      [
        plan({
          measures: {
            bookings: { ...bookings, credit: 'owner' },
            override: { earnings: { reports: 'all', components: ['c'] } },
          },
          components: [tenPercent, { ...tenPercent, id: 'override', measure: 'override' }],
        }),
      ],
      [sale('a', '2026-01-10', 1000), sale('b', '2026-02-10', 2000, { OwnerId: 'v' })],
      {
        asOf: '2026-02-28',
        assignments: ['u', 'v'].map((payee) => ({ payee, plan: 'p', from: '2026-01-01' })),
        managers: [
          { person: 'u', manager: 'v', to: '2026-01-31' },
          { person: 'v', manager: 'u', from: '2026-02-01' },
        ],
      },
    ),
    expect: [
      {
        payee: 'u',
        period: '2026-02',
        components: [{ id: 'c' }, { id: 'override', earned: '20.00', lines: [line('v', '20.00')] }],
      },
      {
        payee: 'v',
        period: '2026-01',
        components: [{ id: 'c' }, { id: 'override', earned: '10.00', lines: [line('u', '10.00')] }],
      },
    ],
  },
  {
    name: 'with a quota ramped to 0 four steps of 25 % are met at once, a whole crossing stands at 100 %, and no cap limits',
    given: book(
      [
        plan({
          components: [
            {
              ...tenPercent,
              id: 'steps',
              window: 'month',
              quota: 1000,
              rate: { type: 'bonus', every: '25%', pays: 10 },
            },
            {
              ...tenPercent,
              id: 'whole',
              window: 'month',
              quota: 1000,
              cap: { attainment: '50%' },
              rate: {
                type: 'marginal',
                crossing: 'whole',
                tiers: [
                  { from: '0%', rate: '1%' },
                  { from: '100%', rate: '5%' },
                ],
              },
            },
          ],
        }),
      ],
      [sale('a', '2026-01-10', 500)],
      { asOf: '2026-01-31', assignments: [{ payee: 'u', plan: 'p', from: '2026-01-01', ramp: ['0%'] }] },
    ),
    expect: [
      {
        payee: 'u',
        period: '2026-01',
        components: [
          { id: 'steps', quota: '0', attainment: '1', lines: [{ record: null, reason: 'base', earned: '40.00' }] },
          { id: 'whole', lines: [line('a', '25.00')] },
        ],
      },
    ],
  },
  {
    name: 'a whole crossing by attainment pays nothing without a quota, not even below 0',
    given: book(
      [
        plan({
          components: [
            { ...tenPercent, rate: { type: 'marginal', crossing: 'whole', tiers: [{ from: '0%', rate: '10%' }] } },
          ],
        }),
      ],
      [sale('a', '2026-01-10', -500)],
    ),
    expect: [
      {
        payee: 'u',
        period: '2026-01',
        components: [{ id: 'c', credited: '-500', attainment: null, lines: [] }],
        warnings: [{ code: 'attainment-null', component: 'c' }],
      },
    ],
  },
  {
    name: 'of an empty field only eq null, ne and nin hold; dates are compared by day, in the time zone of the plan',
    given: book(
      [
        plan({
          timeZone: 'America/Chicago',
          measures: {
            bookings: {
              ...bookings,
              credit: 'owner',
              where: {
                Type: { nin: [null, 'Renewal'] },
                not: { Type: { in: [null] } },
                CloseDate: { lte: '2026-01-31' },
              },
            },
          },
        }),
      ],
      [sale('a', '2026-02-01T05:30:00.000+0000', 1000, { Type: null }), sale('b', '2026-02-01', 500, { Type: 'New' })],
    ),
    expect: [{ payee: 'u', period: '2026-01', components: [{ id: 'c', credited: '1000' }] }],
  },
  {
    name: 'an entry by hand moves money for somebody who is not in the plan',
    given: book([plan()], [], {
      entries: [{ id: 'e', payee: 'z', plan: 'p', date: '2026-03-03', amount: '12.345' }],
    }),
    expect: [{ payee: 'z', period: '2026-03', components: [], adjustments: '12.35', payable: '12.35' }],
  },
];
