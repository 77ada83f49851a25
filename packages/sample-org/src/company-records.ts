// What stands around the built-in company's deals: splits, teams, products, activities, quotas and two tables of its own.
import { companyAsOf, generator } from './company.ts';
import type { Org, Row } from './org.ts';
import { makeObject, type ObjectType } from './schema.ts';
import { dayText, hired, stamps, stampText } from './staff.ts';

const dayMs = 86_400_000;
const asOfMs = Date.parse(`${companyAsOf}T00:00:00Z`);

const products = [
  { Name: 'Harborline Core', ProductCode: 'HL-CORE', Family: 'Software', price: 120 },
  { Name: 'Harborline Analytics', ProductCode: 'HL-ANA', Family: 'Software', price: 310 },
  { Name: 'Harborline Insights', ProductCode: 'HL-INS', Family: 'Software', price: 480 },
  { Name: 'Harborline Connect', ProductCode: 'HL-CON', Family: 'Software', price: 95 },
  { Name: 'Edge Appliance', ProductCode: 'HL-EDGE', Family: 'Hardware', price: 900 },
  { Name: 'Onboarding', ProductCode: 'HL-ONB', Family: 'Services', price: 250 },
] as const;

/** Objects of the company's own: a table of some thousand records, and one to be written to by an external id. */
export function companyObjects(): ObjectType[] {
  return [
    makeObject(
      'BigTable__c',
      'a0B',
      'readWrite',
      'OwnerId: reference(User)\nName: string(80) readonly\nNumber__c: double(18,2)\nText__c: string(255)',
    ),
    makeObject(
      'UpsertTable__c',
      'a0U',
      'readWrite',
      'OwnerId: reference(User)\nName: string(80) required\nExtId__c: string(50) external',
    ),
  ];
}

/** Adds the records, drawn by a generator of their own. */
export function loadCompanyRecords(org: Org): void {
  const random = generator(20_260_414);
  const whole = (low: number, high: number): number => Math.floor(low + random() * (high - low + 1));
  const people = [...org.table('User').rows.values()];
  const titled = (title: string): Row[] => people.filter(({ Title }) => Title === title);
  const [engineers, developers] = [titled('Sales Engineer'), titled('Sales Development Representative')];
  const one = (rows: readonly Row[]): string => String(rows[whole(0, rows.length - 1)]?.['Id']);
  const types = new Map(
    [...org.table('OpportunitySplitType').rows.values()].map((row) => [row['DeveloperName'], row['Id']]),
  );
  const managers = new Map(people.map((row) => [row['Id'], row['ManagerId'] ?? null]));
  const entries = loadProducts(org);

  for (const deal of org.table('Opportunity').rows.values()) {
    const [OpportunityId, owner, amount] = [String(deal['Id']), String(deal['OwnerId']), Number(deal['Amount'])];
    const own = { ...stamps(String(deal['CreatedDate'])), CreatedById: owner, LastModifiedById: owner };
    const member = (UserId: string, TeamMemberRole: string): void =>
      void org.load('OpportunityTeamMember', {
        OpportunityId,
        UserId,
        TeamMemberRole,
        OpportunityAccessLevel: 'Read',
        ...own,
      });
    const split = (type: string, SplitOwnerId: string, SplitPercentage: number): void =>
      void org.load('OpportunitySplit', {
        OpportunityId,
        SplitOwnerId,
        SplitTypeId: types.get(type) ?? null,
        SplitPercentage,
        SplitAmount: Math.round(amount * SplitPercentage) / 100,
        SplitNote: null,
        ...own,
      });
    const shared = random() < 0.12 ? 5 * whole(1, 5) : 0;
    split('Revenue', owner, 100 - shared);
    if (shared > 0) {
      const manager = String(managers.get(owner));
      split('Revenue', manager, shared);
      member(manager, 'Executive Sponsor');
    }
    if (random() < 0.18) {
      const engineer = one(engineers);
      split('Overlay', engineer, 100);
      member(engineer, 'Sales Engineer');
    }
    if (random() < 0.08) member(one(developers), 'Sales Development');
    if (random() < 0.3) loadLineItems(org, deal, entries, own, whole);
    loadActivities(org, deal, own, random, whole);
  }
  loadQuotas(org, titled('Account Executive'), whole);
  for (let n = 1; n <= 3000; n++)
    org.load('BigTable__c', {
      Name: String(n).padStart(8, '0'),
      OwnerId: String(people[0]?.['Id']),
      Number__c: whole(0, 10_000_000) / 100,
      Text__c: `Line ${n}, "${whole(1, 9)}"`,
      ...stamps(hired),
    });
}

/** A price book with an entry for each product and currency; returns the entries. */
function loadProducts(org: Org): Row[] {
  const book = org.load('Pricebook2', {
    Name: 'Standard Price Book',
    IsActive: true,
    IsStandard: true,
    ...stamps(hired),
  });
  return products.flatMap(({ price, ...product }) => {
    const made = org.load('Product2', { ...product, IsActive: true, ...stamps(hired) });
    return ['USD', 'EUR'].map((CurrencyIsoCode) =>
      org.load('PricebookEntry', {
        Name: product.Name,
        Pricebook2Id: String(book['Id']),
        Product2Id: String(made['Id']),
        UnitPrice: CurrencyIsoCode === 'EUR' ? Math.round(price * 92) / 100 : price,
        IsActive: true,
        CurrencyIsoCode,
        ...stamps(hired),
      }),
    );
  });
}

type Whole = (low: number, high: number) => number;

/** One to three line items that add up to the deal's amount. */
function loadLineItems(org: Org, deal: Row, entries: readonly Row[], own: Row, whole: Whole): void {
  const offered = entries.filter(({ CurrencyIsoCode }) => CurrencyIsoCode === deal['CurrencyIsoCode']);
  const [count, first] = [whole(1, 3), whole(0, offered.length - 1)];
  let rest = Number(deal['Amount']);
  for (let i = 0; i < count; i++) {
    const entry = offered[(first + i) % offered.length] as Row;
    const Quantity = i === count - 1 ? 1 : whole(1, 9);
    const UnitPrice = i === count - 1 ? rest : Math.floor((Number(deal['Amount']) * 0.3) / Quantity);
    const TotalPrice = Quantity * UnitPrice;
    rest -= TotalPrice;
    org.load('OpportunityLineItem', {
      OpportunityId: String(deal['Id']),
      PricebookEntryId: String(entry['Id']),
      Product2Id: entry['Product2Id'] ?? null,
      Name: `${String(deal['Name'])} ${String(entry['Name'])}`.slice(0, 376),
      Quantity,
      UnitPrice,
      TotalPrice,
      ServiceDate: deal['CloseDate'] ?? null,
      CurrencyIsoCode: deal['CurrencyIsoCode'] ?? null,
      ...own,
    });
  }
  org.put('Opportunity', { ...deal, HasOpportunityLineItem: true });
}

/** The deal's last activity as a task that is done, what came before it, and for open deals what is planned. */
function loadActivities(org: Org, deal: Row, own: Row, random: () => number, whole: Whole): void {
  const isOpen = deal['IsClosed'] !== true;
  const last = Date.parse(`${String(deal['LastActivityDate'])}T00:00:00Z`);
  const about = { WhatId: String(deal['Id']), OwnerId: deal['OwnerId'] ?? null };
  const task = (Subject: string, ms: number, isDone: boolean): void =>
    void org.load('Task', {
      ...about,
      Subject,
      ActivityDate: dayText(ms),
      Status: isDone ? 'Completed' : 'Not Started',
      Priority: 'Normal',
      IsClosed: isDone,
      Description: null,
      ...own,
    });
  const event = (Subject: string, ms: number): void =>
    void org.load('Event', {
      ...about,
      Subject,
      ActivityDate: dayText(ms),
      StartDateTime: stampText(ms + 15 * 3_600_000),
      ...own,
    });
  if (isOpen || random() < 0.2) task('Call', last, true);
  if (isOpen && random() < 0.4) event('Demo', last - whole(1, 20) * dayMs);
  if (isOpen && random() < 0.6) task('Follow up', asOfMs + whole(1, 21) * dayMs, false);
  if (isOpen && random() < 0.3) event('Meeting', asOfMs + whole(1, 30) * dayMs);
}

/** A quota for each rep and fiscal quarter of two years. */
function loadQuotas(org: Org, reps: readonly Row[], whole: Whole): void {
  const usual: Readonly<Record<string, number>> = { Commercial: 90_000, 'Mid-market': 220_000, Enterprise: 480_000 };
  const ForecastingTypeId = org.load('ForecastingType', {
    DeveloperName: 'OpportunityRevenue',
    MasterLabel: 'Opportunity Revenue',
    IsActive: true,
    IsAmount: true,
    IsQuantity: false,
    ...stamps(hired),
  })['Id'];
  const quarters = new Map(
    [...org.table('Period').rows.values()]
      .filter(({ Type }) => Type === 'Quarter')
      .map(({ Id, StartDate }) => [StartDate, Id]),
  );
  for (const rep of reps) {
    const base = (usual[String(rep['Division'])] ?? 90_000) * (whole(85, 115) / 100);
    for (let quarter = 0; quarter < 8; quarter++) {
      const StartDate = dayText(Date.UTC(2025, 1 + 3 * quarter, 1));
      org.load('ForecastingQuota', {
        QuotaOwnerId: String(rep['Id']),
        QuotaAmount: Math.round((base * (quarter < 4 ? 1 : 1.08)) / 1000) * 1000,
        StartDate,
        PeriodId: quarters.get(StartDate) ?? null,
        IsAmount: true,
        IsQuantity: false,
        ForecastingTypeId: ForecastingTypeId ?? null,
        CurrencyIsoCode: rep['CurrencyIsoCode'] ?? null,
        ...stamps(hired),
      });
    }
  }
}
