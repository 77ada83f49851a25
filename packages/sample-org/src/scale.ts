// A company of any size: people are stored, accounts and deals are computed from their number, the same at every start.
import { SampleOrgError } from './error.ts';
import { draw, generatedRows, pick } from './generated.ts';
import { numberOf } from './id.ts';
import { accountNames, firstNames, lastNames } from './names.ts';
import { loadOrganization } from './organization.ts';
import type { Org } from './org.ts';
import { deals, dealTeams, splits } from './scale-deals.ts';
import { staffOf, stampText } from './staff.ts';

export const mostDeals = 2_000_000;
/** Another one whenever a number gives other rows: a store of an earlier one does not fit any more. */
export const scaleVersion = '1';

export const scaleDomain = 'scale.example';

const currencies = {
  EUR: { decimals: 2, rates: [0.95, 0.9, 0.92] },
  GBP: { decimals: 2, rates: [0.81, 0.77, 0.79] },
  JPY: { decimals: 0, rates: [154, 146, 150] },
} as const;
const accountEndings = [' Group', ' Labs', ' Holdings', ', Inc.', ' & Söhne', ' “North”', " d'Or"];
/** Of each team in turn. */
const teamCurrencies = ['USD', 'USD', 'EUR', 'GBP', 'JPY'] as const;

export interface Rep {
  readonly id: string;
  readonly currency: (typeof teamCurrencies)[number];
}

/** What deals are computed from. */
export interface Company {
  readonly deals: number;
  readonly reps: readonly Rep[];
  /** How many accounts there are. The account of number a belongs to the rep of number a modulo their count. */
  readonly accounts: number;
  /** The id and the name of an account. */
  readonly accountId: (a: number) => string;
  readonly accountName: (a: number) => string;
}

/** Fills an org with a company of so many deals. @throws SampleOrgError where that is none or too many. */
export function loadScale(org: Org, count: number): void {
  if (!Number.isInteger(count) || count < 1 || count > mostDeals)
    throw new SampleOrgError('bad-data', `An org of ${count} opportunities cannot be made.`, [
      `Write a whole number from 1 to ${mostDeals}.`,
    ]);
  const reps = loadPeople(org, Math.min(4000, Math.max(40, Math.round(count / 200))));
  const accounts = Math.max(reps.length, Math.round(count / 5));
  const accountName = (a: number): string => `${pick(accountNames, a, 1)}${pick(accountEndings, a, 2)} ${a + 1}`;
  const rep = (a: number): Rep => reps[a % reps.length] as Rep;
  const created = (a: number): string => stampText(Date.UTC(2022, 0, 1) + (draw(a, 3) % 80_000) * 1_000_000);
  const rows = generatedRows('001', accounts, {
    Name: accountName,
    OwnerId: (a) => rep(a).id,
    Industry: (a) => pick(['Technology', 'Healthcare', 'Retail', 'Manufacturing', 'Finance', 'Education'], a, 4),
    NumberOfEmployees: (a) => 8 + Math.floor(10 ** (draw(a, 5) / 1e9)),
    AnnualRevenue: (a) => (1 + (draw(a, 6) % 900)) * 1_000_000,
    BillingCountry: (a) =>
      ({ USD: 'United States', EUR: 'Deutschland', GBP: 'United Kingdom', JPY: '日本' })[rep(a).currency],
    BillingCity: (a) => pick(['Springfield', 'São Paulo', 'Zürich', 'Saint-Étienne', 'Łódź'], a, 7),
    Type: () => 'Customer',
    CurrencyIsoCode: (a) => rep(a).currency,
    CreatedDate: created,
    LastModifiedDate: created,
    SystemModstamp: created,
    CreatedById: (a) => rep(a).id,
    LastModifiedById: (a) => rep(a).id,
  });
  org.generate('Account', rows);
  const accountId = (a: number): string => String(rows.row(a)['Id']);
  const company: Company = { deals: count, reps, accounts, accountId, accountName };
  const base = deals(org, company);
  org.generate('Opportunity', base);
  const dealOf = (id: string): number => numberOf('006', id) - 1;
  org.generate('OpportunitySplit', splits(org, company, base, dealOf));
  org.generate('OpportunityTeamMember', dealTeams(company, base, dealOf));
}

/** A vice president, directors of eight teams each, managers of eight reps each. */
function loadPeople(org: Org, count: number): Rep[] {
  const { profile, role, user } = staffOf(org, scaleDomain, (n) => {
    const round = Math.floor(n / (firstNames.length * lastNames.length));
    const first = firstNames[n % firstNames.length] ?? '';
    const last = lastNames[(n + Math.floor(n / firstNames.length)) % lastNames.length] ?? '';
    return [first, round === 0 ? last : `${last} ${round + 1}`];
  });
  const admin = user({ Title: 'Salesforce Administrator', ProfileId: profile('System Administrator') });
  user({ Title: 'Sales Operations', ProfileId: profile('Sales Operations') });
  const topRole = role('VP Sales', null);
  const vp = String(user({ Title: 'VP Sales', UserRoleId: topRole })['Id']);
  loadOrganization(org, String(admin['Id']), 'Harborline Worldwide', currencies);
  const reps: Rep[] = [];
  let [directorRole, director] = ['', ''];
  for (let team = 0; reps.length < count; team++) {
    if (team % 8 === 0) {
      directorRole = role(`Director ${team / 8 + 1}`, topRole);
      director = String(user({ Title: 'Sales Director', UserRoleId: directorRole, ManagerId: vp })['Id']);
    }
    const currency = teamCurrencies[team % teamCurrencies.length] ?? 'USD';
    const money = { CurrencyIsoCode: currency, DefaultCurrencyIsoCode: currency };
    const managerRole = role(`Team ${team + 1} Manager`, directorRole);
    const repRole = role(`Team ${team + 1} Account Executive`, managerRole);
    const title = { Department: 'Sales', Division: ['Commercial', 'Mid-market', 'Enterprise'][team % 3] ?? '' };
    const leader = { Title: 'Regional Manager', UserRoleId: managerRole, ManagerId: director, ...title, ...money };
    const manager = String(user(leader)['Id']);
    for (let i = 0; i < 8 && reps.length < count; i++) {
      const seller = { Title: 'Account Executive', UserRoleId: repRole, ManagerId: manager, ...title, ...money };
      reps.push({ id: String(user(seller)['Id']), currency });
    }
  }
  return reps;
}
