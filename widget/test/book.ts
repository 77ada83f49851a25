// A small company to make real snapshots of: a rep near a tier, a rep behind, one at a cap, a new hire, and their manager.
import { publication, snapshots, type CrmRecord, type Snapshot } from '@quotient/calc';

const year = {
  calendar: { fiscalYearStart: 2, yearNamedBy: 'start' },
  effective: { from: '2026-02-01', to: '2027-01-31' },
};
const won = { IsWon: { eq: true } };
const bookings = { object: 'Opportunity', value: 'Amount', date: 'CloseDate', where: won };
const tiers = [
  { from: '0%', rate: '8%' },
  { from: '100%', rate: '12%' },
  { from: '125%', rate: '15%' },
];

const rep = {
  quotient: 1,
  id: 'ae',
  name: 'Account Executive',
  currency: 'USD',
  ...year,
  pay: 'month',
  payday: { months: 1, day: 15 },
  measures: { bookings: { ...bookings, credit: 'owner' } },
  components: [
    {
      id: 'commission',
      label: 'Commission',
      measure: 'bookings',
      window: 'quarter',
      quota: 300000,
      rate: { type: 'marginal', tiers },
      cap: { payout: 60000 },
    },
  ],
};
const bonus = {
  ...rep,
  id: 'ae-bonus',
  name: 'Account Executive with bonus',
  components: [
    ...rep.components,
    {
      id: 'bonus',
      label: 'Quarter bonus',
      measure: 'bookings',
      window: 'quarter',
      settle: 'end',
      quota: 300000,
      rate: { type: 'bonus', tiers: [{ from: '100%', pays: 1500 }] },
    },
  ],
};
const unset = {
  ...rep,
  id: 'ae-unset',
  name: 'Account Executive without quota',
  components: [
    {
      id: 'commission',
      label: 'Commission',
      measure: 'bookings',
      window: 'quarter',
      rate: { type: 'marginal', tiers },
    },
  ],
};
const europe = { ...rep, id: 'ae-eu', name: 'Account Executive Europe', currency: 'EUR' };
const manager = {
  quotient: 1,
  id: 'rm',
  name: 'Regional Manager',
  currency: 'USD',
  ...year,
  pay: 'quarter',
  measures: { team: { ...bookings, credit: { reports: 'all' } } },
  components: [
    {
      id: 'team',
      label: 'Team',
      measure: 'team',
      window: 'quarter',
      quota: 1200000,
      target: 20000,
      rate: {
        type: 'curve',
        points: [
          { at: '50%', pays: '0%' },
          { at: '100%', pays: '100%' },
          { at: '150%', pays: '250%' },
        ],
      },
    },
  ],
};

const people: [name: string, plan: string, credited: number, segment: string | null][] = [
  ['Priya Nair', 'ae', 288000, 'Enterprise'],
  ['Ann Lee', 'ae-bonus', 288000, 'Mid-market'],
  ['Tom Becker', 'ae', 61500, 'Commercial'],
  ['Omar Haddad', 'ae', 700000, 'Commercial'],
  ['Zoë Ångström', 'ae-eu', 90000, null],
  ['Nina Unset', 'ae-unset', 50000, 'Commercial'],
];

const idOf = (name: string): string => `005${name.replace(/\W/g, '').slice(0, 12)}`;

/** The won deals, one for each person, closed before the as-of date. */
export const deals: readonly CrmRecord[] = people.map(([name, , Amount], i) => ({
  Id: `006WON${i}`,
  Name: `${name.split(' ')[0]} deal`,
  OwnerId: idOf(name),
  Amount,
  CloseDate: '2026-03-05',
  IsWon: true,
  IsClosed: true,
  StageName: 'Closed Won',
  CurrencyIsoCode: name.startsWith('Zoë') ? 'EUR' : 'USD',
}));

export const book = {
  asOf: '2026-04-13',
  plans: [rep, bonus, unset, europe, manager],
  corporateCurrency: 'USD',
  rates: [{ currency: 'EUR', rate: '0.8' }],
  users: [
    { Id: idOf('Dana Whitfield'), Name: 'Dana Whitfield', Title: 'Regional Manager' },
    ...people.map(([Name, , , Division]) => ({
      Id: idOf(Name),
      Name,
      Title: 'Account Executive',
      Division,
      ManagerId: idOf('Dana Whitfield'),
    })),
  ],
  assignments: [
    { payee: idOf('Dana Whitfield'), plan: 'rm', from: '2026-02-01' },
    ...people.map(([name, plan]) => ({ payee: idOf(name), plan, from: '2026-02-01' })),
  ],
  records: { Opportunity: deals },
};

/** What the connector would publish for the company. */
export const published: readonly Snapshot[] = snapshots(book).map((one) =>
  publication({ ...one, wonStage: 'Closed Won' }),
);

/** The snapshot of one person. */
export function of(name: string): Snapshot {
  const found = published.find(({ payee }) => payee.Name === name);
  if (!found) throw new Error(`${name} has no snapshot`);
  return found;
}

/** A snapshot whose plans pay by a kind of tiers that this version does not know. */
export const withUnknownTiers = (held: Snapshot): unknown => ({
  ...held,
  plans: held.plans.map((own) => ({
    ...own,
    plan: {
      ...own.plan,
      components: own.plan.components.map((one) => ({ ...one, rate: { ...one.rate, type: 'progressive' } })),
    },
  })),
});

/** An open deal of somebody. */
export const openDeal = (owner: string, changes: CrmRecord = {}): { record: CrmRecord } => ({
  record: {
    Id: '006OPEN',
    Name: 'Globex renewal',
    OwnerId: idOf(owner),
    Owner: { Name: owner },
    Amount: 36000,
    CloseDate: '2026-04-29',
    StageName: 'Negotiation',
    IsClosed: false,
    IsWon: false,
    CurrencyIsoCode: 'USD',
    ...changes,
  },
});

/** A team of so many people, to see that long tables stay fluid. */
export function largeTeam(count: number): Snapshot[] {
  const [one] = published.filter(({ payee }) => payee.Name === 'Priya Nair');
  return Array.from({ length: count }, (_, i) => ({
    ...(one as Snapshot),
    payee: { Id: `005L${i}`, Name: `Person ${String(i).padStart(5, '0')}`, Division: i % 2 ? 'East' : 'West' },
  }));
}
