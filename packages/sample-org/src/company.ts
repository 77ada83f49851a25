// The built-in company: Harborline Software, made the same at every start. Its as-of date lies in the first fiscal quarter.
import type { Org, Row } from './org.ts';
import { deriveOpportunity } from './opportunity.ts';
import { accountNames, firstNames, lastNames } from './names.ts';
import { loadOrganization } from './organization.ts';
import { stamps, staffOf, stampText } from './staff.ts';
import { stages } from './standard-objects.ts';

/** The day that the built-in company stands at. */
export const companyAsOf = '2026-04-13';
export const companyDomain = 'harborline.example';

/** A small generator of numbers from 0 to 1 with a fixed seed (mulberry32). */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

interface Segment {
  readonly name: string;
  readonly employees: readonly [number, number];
  readonly amount: readonly [number, number];
  /** Deals closed per rep and quarter, won and lost. */
  readonly deals: number;
}

const segments: readonly Segment[] = [
  { name: 'Commercial', employees: [8, 99], amount: [4_000, 22_000], deals: 17 },
  { name: 'Mid-market', employees: [100, 999], amount: [15_000, 62_000], deals: 14 },
  { name: 'Enterprise', employees: [1_000, 24_000], amount: [55_000, 210_000], deals: 9 },
];

/** Regions: three directors, each with regional managers who lead the reps of one segment. */
const regions = [
  {
    director: 'Sales Director Americas',
    currency: 'USD',
    teams: [
      { name: 'West', segment: 1, reps: 7 },
      { name: 'East', segment: 2, reps: 6 },
      { name: 'Central', segment: 0, reps: 7 },
    ],
  },
  {
    director: 'Sales Director Europe',
    currency: 'EUR',
    teams: [
      { name: 'North Europe', segment: 1, reps: 6 },
      { name: 'South Europe', segment: 2, reps: 5 },
    ],
  },
  {
    director: 'Sales Director Public Sector',
    currency: 'USD',
    teams: [
      { name: 'K12 Schools', segment: 1, reps: 6 },
      { name: 'State and Local', segment: 0, reps: 6 },
    ],
  },
] as const;

const industries = ['Technology', 'Healthcare', 'Retail', 'Manufacturing', 'Finance', 'Media', 'Logistics'] as const;
const dayMs = 86_400_000;
const asOfMs = Date.parse(`${companyAsOf}T00:00:00Z`);
const dayText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

/** Fills an org with the company. */
export function loadCompany(org: Org): void {
  const random = generator(20_260_413);
  const between = (low: number, high: number): number => low + random() * (high - low);
  const whole = (low: number, high: number): number => Math.floor(between(low, high + 1));
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  const { profile, role, user } = staffOf(org, companyDomain, (n) => [firstNames[n] ?? '', lastNames[n] ?? '']);

  const admin = user({
    Title: 'Salesforce Administrator',
    Department: 'Operations',
    ProfileId: profile('System Administrator'),
  });
  user({ Title: 'Sales Operations', Department: 'Operations', ProfileId: profile('Sales Operations') });
  const topRole = role('VP Sales', null);
  const vp = user({ Title: 'VP Sales', Department: 'Sales', UserRoleId: topRole });

  interface Rep {
    readonly row: Row;
    readonly segment: Segment;
    readonly currency: string;
    readonly sector: string | null;
    readonly strength: number;
    readonly from: number;
    readonly until: number;
  }
  const reps: Rep[] = [];
  for (const region of regions) {
    const directorRole = role(region.director, topRole);
    const director = user({
      Title: region.director,
      Department: 'Sales',
      UserRoleId: directorRole,
      ManagerId: String(vp['Id']),
    });
    for (const team of region.teams) {
      const segment = segments[team.segment] as Segment;
      const managerRole = role(`${team.name} Manager`, directorRole);
      const manager = user({
        Title: `Regional Manager ${team.name}`,
        Department: 'Sales',
        Division: segment.name,
        UserRoleId: managerRole,
        ManagerId: String(director['Id']),
        CurrencyIsoCode: region.currency,
        DefaultCurrencyIsoCode: region.currency,
      });
      const repRole = role(`${team.name} Account Executive`, managerRole);
      for (let i = 0; i < team.reps; i++) {
        const isNew = team.name === 'West' && i === team.reps - 1;
        const isLeaver = team.name === 'Central' && i === team.reps - 1;
        const row = user({
          Title: 'Account Executive',
          Department: 'Sales',
          Division: segment.name,
          UserRoleId: repRole,
          ManagerId: String(manager['Id']),
          CurrencyIsoCode: region.currency,
          DefaultCurrencyIsoCode: region.currency,
          IsActive: !isLeaver,
          ...(isNew ? stamps(stampText(Date.parse('2026-03-02T09:00:00Z'))) : {}),
        });
        reps.push({
          row,
          segment,
          currency: region.currency,
          sector: team.name === 'K12 Schools' ? 'Education' : null,
          strength: between(0.55, 1.3),
          from: isNew ? Date.parse('2026-03-02T00:00:00Z') : 0,
          until: isLeaver ? Date.parse('2026-02-27T00:00:00Z') : asOfMs,
        });
      }
    }
  }
  const supportRole = role('Sales Support', topRole);
  for (let i = 0; i < 2; i++)
    user({
      Title: 'Sales Engineer',
      Department: 'Sales Engineering',
      UserRoleId: supportRole,
      ManagerId: String(vp['Id']),
    });
  for (let i = 0; i < 2; i++)
    user({
      Title: 'Sales Development Representative',
      Department: 'Sales Development',
      UserRoleId: supportRole,
      ManagerId: String(vp['Id']),
    });

  let named = 0;
  const accountsOf = new Map<Rep, Row[]>();
  for (const rep of reps) {
    accountsOf.set(
      rep,
      Array.from({ length: 7 }, () => {
        const [stem, suffix] = [
          accountNames[named % accountNames.length] ?? '',
          Math.floor(named / accountNames.length),
        ];
        named++;
        const endings = rep.sector
          ? [' School District', ' Public Schools', ' Academy']
          : [' Group', ' Labs', ' Holdings', ' Systems', ' Partners', ' Industries'];
        const created = stampText(asOfMs - whole(500, 1_500) * dayMs);
        return org.load('Account', {
          Name: `${stem}${endings[(named + suffix) % endings.length] ?? ''}`,
          OwnerId: String(rep.row['Id']),
          Industry: rep.sector ?? pick(industries),
          NumberOfEmployees: whole(...rep.segment.employees),
          AnnualRevenue: whole(2, 900) * 1_000_000,
          BillingCountry:
            rep.currency === 'EUR' ? pick(['Germany', 'France', 'Netherlands', 'Spain', 'Sweden']) : 'United States',
          Type: 'Customer',
          CurrencyIsoCode: rep.currency,
          ParentId: null,
          ...stamps(created),
        });
      }),
    );
  }

  const open = stages.filter(({ closed }) => !closed);
  const opportunity = (rep: Rep, close: number, stage: string, created: number): void => {
    const account = pick(accountsOf.get(rep) ?? []);
    const [low, high] = rep.segment.amount;
    const step = high > 100_000 ? 1_000 : 250;
    const Amount = Math.max(step, Math.round((low + random() ** 1.7 * (high - low)) / step) * step);
    const Type = pick(['New Business', 'New Business', 'New Business', 'Expansion', 'Expansion', 'Renewal']);
    const isOpen = open.some(({ name }) => name === stage);
    const changed =
      Math.min(isOpen ? asOfMs - whole(0, 40) * dayMs : close, asOfMs) + 15 * 3_600_000 - (isOpen ? dayMs : 0);
    const Name = `${String(account['Name'])} ${{ 'New Business': 'platform', Expansion: 'expansion', Renewal: 'renewal' }[Type] ?? ''} ${pick(['Core', 'Analytics', 'Insights', 'Connect', 'Secure', 'Flow'])}`;
    const row: Row = {
      Name,
      AccountId: String(account['Id']),
      OwnerId: String(rep.row['Id']),
      Amount,
      CloseDate: dayText(close),
      StageName: stage,
      Type,
      LeadSource: pick(['Web', 'Partner', 'Referral', 'Outbound', 'Event']),
      NextStep:
        isOpen && random() > 0.25
          ? pick([
              'Send proposal',
              'Security review',
              'Agree success criteria',
              'Meet economic buyer',
              'Contract redlines',
              'Technical validation',
            ])
          : null,
      LastActivityDate: isOpen
        ? dayText(asOfMs - whole(1, 35) * dayMs)
        : dayText(Math.min(close, asOfMs) - whole(0, 5) * dayMs),
      PushCount: isOpen ? Math.floor(random() ** 2 * 6) : whole(0, 2),
      HasOpportunityLineItem: false,
      Description: null,
      CurrencyIsoCode: rep.currency,
      ...stamps(stampText(created), stampText(changed)),
      CreatedById: String(rep.row['Id']),
      LastModifiedById: String(rep.row['Id']),
    };
    deriveOpportunity(org, row);
    org.load('Opportunity', row);
  };

  // Fiscal 2025 and the running quarter, closed; quarters end busier than they begin.
  for (let quarter = 0; quarter < 5; quarter++) {
    const start = Date.UTC(2025, 1 + 3 * quarter, 1);
    const days = (Date.UTC(2025, 4 + 3 * quarter, 1) - start) / dayMs;
    for (const rep of reps) {
      const count = Math.round(rep.segment.deals * between(0.8, 1.2));
      for (let i = 0; i < count; i++) {
        const close = start + Math.floor((1 - random() ** 1.6 * 0.98) * days) * dayMs;
        const isWon = random() < 0.52 * rep.strength;
        const created = close - whole(20, 120) * dayMs;
        if (close < rep.from || close > rep.until || close > asOfMs - dayMs) continue;
        opportunity(rep, close, isWon ? 'Closed Won' : 'Closed Lost', created);
      }
    }
  }
  // Open pipeline around and after the as-of date; a little of it overdue.
  for (const rep of reps) {
    if (rep.until < asOfMs) continue;
    const count = whole(7, 12);
    for (let i = 0; i < count; i++) {
      const close = asOfMs + Math.round(between(-8, 110)) * dayMs;
      const near = close - asOfMs < 30 * dayMs;
      opportunity(
        rep,
        close,
        (open[Math.min(open.length - 1, (near ? 2 : 0) + Math.floor(random() * 3))] ?? open[0])?.name ?? 'Prospecting',
        asOfMs - whole(10, 100) * dayMs,
      );
    }
  }
  loadOrganization(org, String(admin['Id']), 'Harborline Software', { EUR: { decimals: 2, rates: [0.95, 0.9, 0.92] } });
}
