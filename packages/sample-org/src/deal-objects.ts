// Opportunities and what belongs to them: stages, line items, history, splits, teams, products, activities, quotas.
import { makeObject, type ObjectType } from './schema.ts';

export const stages = [
  { name: 'Prospecting', probability: 10, category: 'Pipeline', closed: false, won: false },
  { name: 'Qualification', probability: 20, category: 'Pipeline', closed: false, won: false },
  { name: 'Needs Analysis', probability: 35, category: 'Pipeline', closed: false, won: false },
  { name: 'Proposal', probability: 55, category: 'BestCase', closed: false, won: false },
  { name: 'Negotiation', probability: 80, category: 'Forecast', closed: false, won: false },
  { name: 'Closed Won', probability: 100, category: 'Closed', closed: true, won: true },
  { name: 'Closed Lost', probability: 0, category: 'Omitted', closed: true, won: false },
] as const;

export const categoryNames: Readonly<Record<string, string>> = {
  Pipeline: 'Pipeline',
  BestCase: 'Best Case',
  Forecast: 'Commit',
  MostLikely: 'Most Likely',
  Closed: 'Closed',
  Omitted: 'Omitted',
};

/** What amounts are in. */
export const currencies = 'USD, EUR, GBP, JPY';
const stageNames = stages.map(({ name }) => name).join(', ');

/** A fresh copy of them. */
export function dealObjects(): ObjectType[] {
  return [
    makeObject(
      'Opportunity',
      '006',
      'private',
      `
      Name: string(120) required
      AccountId: reference(Account) > Opportunities
      OwnerId: reference(User) required
      Amount: currency(18,2)
      CloseDate: date required
      StageName: picklist(${stageNames}) required
      Type: picklist(New Business, Expansion, Renewal)
      LeadSource: picklist(Web, Partner, Referral, Outbound, Event)
      NextStep: string(255)
      Probability: percent(3,0)
      ExpectedRevenue: currency(18,2) readonly
      ForecastCategory: picklist(Omitted, Pipeline, BestCase, MostLikely, Forecast, Closed) readonly
      ForecastCategoryName: picklist(Omitted, Pipeline, Best Case, Most Likely, Commit, Closed)
      IsClosed: boolean readonly
      IsWon: boolean readonly
      HasOpportunityLineItem: boolean readonly
      Fiscal: string(6) readonly
      FiscalQuarter: int(1) readonly
      FiscalYear: int(4) readonly
      LastActivityDate: date readonly
      LastStageChangeDate: datetime readonly
      PushCount: int(8) readonly
      Description: textarea(32000)
      CurrencyIsoCode: picklist(${currencies})`,
      'Opportunities',
    ),
    makeObject(
      'OpportunityStage',
      '01J',
      'read',
      `
      MasterLabel: string(255)
      ApiName: string(255)
      IsActive: boolean
      IsClosed: boolean
      IsWon: boolean
      SortOrder: int(4)
      DefaultProbability: percent(3,0)
      ForecastCategory: picklist(Omitted, Pipeline, BestCase, MostLikely, Forecast, Closed)
      ForecastCategoryName: string(40)`,
    ),
    makeObject(
      'OpportunityLineItem',
      '00k',
      { parent: 'OpportunityId' },
      `
      OpportunityId: reference(Opportunity) required fixed > OpportunityLineItems
      PricebookEntryId: reference(PricebookEntry)
      Product2Id: reference(Product2)
      Name: string(376) readonly
      Quantity: double(12,2)
      UnitPrice: currency(18,2)
      TotalPrice: currency(18,2)
      ServiceDate: date
      CurrencyIsoCode: picklist(${currencies})`,
    ),
    makeObject(
      'OpportunityLineItemSchedule',
      '00o',
      { parent: 'OpportunityLineItemId' },
      `
      OpportunityLineItemId: reference(OpportunityLineItem) required fixed > OpportunityLineItemSchedules
      Type: picklist(Quantity, Revenue, Both) required
      ScheduleDate: date required
      Revenue: currency(18,2)
      Quantity: double(12,2)
      Description: string(80)`,
    ),
    makeObject(
      'OpportunityHistory',
      '008',
      { parent: 'OpportunityId' },
      `
      OpportunityId: reference(Opportunity) required readonly > OpportunityHistories
      StageName: picklist(${stageNames}) readonly
      Amount: currency(18,2) readonly
      CloseDate: date readonly
      Probability: percent(3,0) readonly
      ForecastCategory: string(40) readonly`,
    ),
    makeObject(
      'OpportunitySplitType',
      '149',
      'read',
      `
      DeveloperName: string(80)
      MasterLabel: string(80)
      IsActive: boolean
      IsTotalValidated: boolean`,
    ),
    makeObject(
      'OpportunitySplit',
      '1vJ',
      { parent: 'OpportunityId' },
      `
      OpportunityId: reference(Opportunity) required fixed > OpportunitySplits
      SplitOwnerId: reference(User) required
      SplitTypeId: reference(OpportunitySplitType)
      SplitPercentage: percent(9,6)
      SplitAmount: currency(18,2) readonly
      SplitNote: string(765)`,
    ),
    makeObject(
      'OpportunityTeamMember',
      '00q',
      { parent: 'OpportunityId' },
      `
      OpportunityId: reference(Opportunity) required fixed > OpportunityTeamMembers
      UserId: reference(User) required
      TeamMemberRole: picklist(Account Manager, Channel Manager, Executive Sponsor, Lead Qualifier, Pre-Sales Consultant, Sales Development, Sales Engineer, Sales Manager, Sales Rep)
      OpportunityAccessLevel: picklist(Read, Edit, All)`,
    ),
    makeObject(
      'Product2',
      '01t',
      'readWrite',
      `
      Name: string(255) required
      ProductCode: string(255)
      Family: picklist(Hardware, Software, Services)
      IsActive: boolean`,
    ),
    makeObject(
      'Pricebook2',
      '01s',
      'readWrite',
      `
      Name: string(255) required
      IsActive: boolean
      IsStandard: boolean readonly`,
    ),
    makeObject(
      'PricebookEntry',
      '01u',
      'readWrite',
      `
      Name: string(255) readonly
      Pricebook2Id: reference(Pricebook2) required > PricebookEntries
      Product2Id: reference(Product2) required > PricebookEntries
      UnitPrice: currency(18,2) required
      IsActive: boolean
      CurrencyIsoCode: picklist(${currencies})`,
    ),
    makeObject(
      'Task',
      '00T',
      'private',
      `
      Subject: string(255)
      WhatId: reference(Opportunity) > Tasks
      OwnerId: reference(User)
      ActivityDate: date
      Status: picklist(Not Started, Completed)
      Priority: picklist(High, Normal, Low)
      IsClosed: boolean readonly
      Description: textarea(32000)`,
    ),
    makeObject(
      'Event',
      '00U',
      'private',
      `
      Subject: string(255)
      WhatId: reference(Opportunity) > Events
      OwnerId: reference(User)
      ActivityDate: date
      StartDateTime: datetime`,
    ),
    makeObject(
      'FiscalYearSettings',
      '022',
      'read',
      `
      Name: string(80)
      StartDate: date
      EndDate: date
      IsStandardYear: boolean
      YearType: picklist(Standard, Custom)`,
    ),
    makeObject(
      'Period',
      '026',
      'read',
      `
      StartDate: date
      EndDate: date
      Type: picklist(Month, Quarter, Week, Year)
      Number: int(4)
      IsForecastPeriod: boolean
      FullyQualifiedLabel: string(80)`,
    ),
    makeObject(
      'ForecastingType',
      '0Db',
      'read',
      `
      DeveloperName: string(80)
      MasterLabel: string(80)
      IsActive: boolean
      IsAmount: boolean
      IsQuantity: boolean`,
    ),
    makeObject(
      'ForecastingQuota',
      '0J9',
      'private',
      `
      QuotaOwnerId: reference(User)
      QuotaAmount: currency(18,2)
      QuotaQuantity: double(18,2)
      StartDate: date
      PeriodId: reference(Period) readonly
      ProductFamily: string(120)
      IsAmount: boolean
      IsQuantity: boolean
      ForecastingTypeId: reference(ForecastingType)
      CurrencyIsoCode: picklist(${currencies})`,
    ),
  ];
}
