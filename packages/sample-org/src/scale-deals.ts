// The deals of a company of any size, with their splits and teams, computed from their number.
import { companyAsOf } from './company.ts';
import { draw, generatedRows, pick, spreadStamps, type Fields } from './generated.ts';
import { fiscal } from './opportunity.ts';
import type { Org, Row, Value } from './org.ts';
import type { Base } from './rows.ts';
import type { Company, Rep } from './scale.ts';
import { dayText, stampText } from './staff.ts';
import { categoryNames, stages } from './standard-objects.ts';

const dayMs = 86_400_000;
const asOfMs = Date.parse(`${companyAsOf}T00:00:00Z`);
const open = stages.filter(({ closed }) => !closed);
type Stage = (typeof stages)[number];
const won = stages.find((stage) => stage.won) as Stage;
const lost = stages.find((stage) => stage.closed && !stage.won) as Stage;
/** What deals are about, how they came, where they are from. */
const kinds = {
  names: ['Core', 'Analytics', 'Insights', 'Connect', '"Secure"'],
  types: ['New Business', 'New Business', 'Expansion', 'Renewal'],
  sources: ['Web', 'Partner', 'Referral', 'Outbound', 'Event'],
  nextSteps: ['Send proposal', 'Security review', null],
} as const;

/** Deals: a third won, a third lost, a third open; changed over the year before the as-of date. */
export function deals(org: Org, { deals: count, reps, accounts, accountId, accountName }: Company): Base {
  const stamps = spreadStamps(count, asOfMs - 365 * dayMs, asOfMs, [Math.floor(count * 0.6), Math.floor(count * 0.63)]);
  const repOf = (i: number): Rep => reps[(i % accounts) % reps.length] as Rep;
  const stageOf = (i: number): Stage => {
    const outcome = draw(i, 2) % 3;
    return outcome === 0 ? won : outcome === 1 ? lost : (open[draw(i, 1) % open.length] as Stage);
  };
  /** Closed within the ten weeks before its last change; open ones from eight days before the as-of date on. */
  const closeMs = (i: number): number =>
    stageOf(i).closed
      ? Math.floor(stamps.ofRow(i) / dayMs) * dayMs - (draw(i, 3) % 70) * dayMs
      : asOfMs + ((draw(i, 3) % 130) - 8) * dayMs;
  const createdMs = (i: number): number =>
    Math.min(closeMs(i), stamps.ofRow(i)) - (20 + (draw(i, 4) % 100)) * dayMs - (draw(i, 5) % 86_400) * 1000;
  const stamp = (i: number): string => stampText(stamps.ofRow(i));
  const fiscals = new Map<string, Row>();
  const fiscalOf = (i: number, name: string): Value => {
    const CloseDate = dayText(closeMs(i));
    let row = fiscals.get(CloseDate);
    if (!row) {
      fiscals.set(CloseDate, (row = { CloseDate }));
      fiscal(org, row);
    }
    return row[name] ?? null;
  };
  const fields: Fields = {
    Name: (i) => `${accountName(i % accounts)} ${pick(kinds.names, i, 6)}`,
    AccountId: (i) => accountId(i % accounts),
    OwnerId: (i) => repOf(i).id,
    Amount: (i) => amountOf(i, repOf(i).currency),
    CloseDate: (i) => dayText(closeMs(i)),
    StageName: (i) => stageOf(i).name,
    Type: (i) => pick(kinds.types, i, 7),
    LeadSource: (i) => pick(kinds.sources, i, 8),
    NextStep: (i) => (stageOf(i).closed ? null : pick(kinds.nextSteps, i, 9)),
    Probability: (i) => stageOf(i).probability,
    ExpectedRevenue: (i) => {
      const amount = amountOf(i, repOf(i).currency);
      return amount === null ? null : Math.round(amount * stageOf(i).probability) / 100;
    },
    ForecastCategory: (i) => stageOf(i).category,
    ForecastCategoryName: (i) => categoryNames[stageOf(i).category] ?? null,
    IsClosed: (i) => stageOf(i).closed,
    IsWon: (i) => stageOf(i).won,
    HasOpportunityLineItem: () => false,
    Fiscal: (i) => fiscalOf(i, 'Fiscal'),
    FiscalQuarter: (i) => fiscalOf(i, 'FiscalQuarter'),
    FiscalYear: (i) => fiscalOf(i, 'FiscalYear'),
    LastActivityDate: (i) => dayText(stamps.ofRow(i)),
    LastStageChangeDate: stamp,
    PushCount: (i) => draw(i, 10) % 4,
    Description: descriptionOf,
    CurrencyIsoCode: (i) => repOf(i).currency,
    CreatedDate: (i) => stampText(createdMs(i)),
    LastModifiedDate: stamp,
    SystemModstamp: stamp,
    CreatedById: (i) => repOf(i).id,
    LastModifiedById: (i) => repOf(i).id,
  };
  const ofAccount = (a: number): number[] => {
    const many = a < 0 || a >= count ? 0 : Math.ceil((count - a) / accounts);
    return Array.from({ length: many }, (_, n) => a + n * accounts);
  };
  return generatedRows('006', count, fields, {
    stamps,
    having: (field, value) =>
      field === 'AccountId' ? ofAccount(org.table('Account').rows.base?.indexOf(value) ?? -1) : null,
  });
}

/** With cents, a few from ten millions on, some not known; yen have no cents. */
function amountOf(i: number, currency: string): number | null {
  const drawn = draw(i, 11);
  if (drawn % 50 === 0) return null;
  const cents =
    drawn % 5000 === 7 ? 1_000_000_000 + (draw(i, 12) % 4_000_000_000) : 100_000 + (draw(i, 12) % 9_000_000);
  return currency === 'JPY' ? Math.round(cents * 1.5) : cents / 100;
}

/** Text of the kinds that readers of CSV stumble on; mostly none. */
const descriptionOf = (i: number): string | null =>
  [
    'First line\nsecond, with a comma',
    'She said "yes", twice\r\nand signed',
    'Überprüft am Freitag; naïve café',
    '"',
    ' spaces around ',
    '=1+1',
  ][draw(i, 13) % 40] ?? null;

/** Every fifth deal has two splits of its revenue and one overlay. */
export function splits(org: Org, { deals: count, reps }: Company, base: Base, dealOf: (id: string) => number): Base {
  const types = new Map(
    [...org.table('OpportunitySplitType').rows.values()].map((row) => [row['DeveloperName'], row['Id']]),
  );
  const deal = (j: number): number => 5 * Math.floor(j / 3) + 2;
  const first = (j: number): number => 50 + 5 * (draw(Math.floor(j / 3), 14) % 10);
  const percentage = (j: number): number => [first(j), 100 - first(j), 25][j % 3] ?? 0;
  const ofDeal = (j: number, name: string): Value => base.row(deal(j))[name] ?? null;
  return generatedRows(
    '1vJ',
    3 * Math.ceil(Math.max(0, count - 2) / 5),
    {
      OpportunityId: (j) => ofDeal(j, 'Id'),
      SplitOwnerId: (j) => (j % 3 === 0 ? ofDeal(j, 'OwnerId') : pick(reps, j, 15).id),
      SplitTypeId: (j) => types.get(j % 3 === 2 ? 'Overlay' : 'Revenue') ?? null,
      SplitPercentage: percentage,
      SplitAmount: (j) => {
        const amount = ofDeal(j, 'Amount');
        return amount === null ? null : Math.round(Number(amount) * percentage(j)) / 100;
      },
      SplitNote: () => null,
      ...stampsOf(ofDeal),
    },
    {
      having: (field, value) => {
        if (field !== 'OpportunityId') return null;
        const i = dealOf(value);
        const j = (3 * (i - 2)) / 5;
        return i < count && i % 5 === 2 ? [j, j + 1, j + 2] : [];
      },
    },
  );
}

/** Every fourth deal has somebody else on its team. */
export function dealTeams({ deals: count, reps }: Company, base: Base, dealOf: (id: string) => number): Base {
  const ofDeal = (j: number, name: string): Value => base.row(4 * j + 1)[name] ?? null;
  return generatedRows(
    '00q',
    Math.ceil(Math.max(0, count - 1) / 4),
    {
      OpportunityId: (j) => ofDeal(j, 'Id'),
      UserId: (j) => pick(reps, j, 16).id,
      TeamMemberRole: (j) => pick(['Sales Engineer', 'Executive Sponsor', 'Channel Manager'], j, 17),
      OpportunityAccessLevel: (j) => pick(['Read', 'Edit'], j, 18),
      ...stampsOf(ofDeal),
    },
    {
      having: (field, value) => {
        if (field !== 'OpportunityId') return null;
        const i = dealOf(value);
        return i < count && i % 4 === 1 ? [(i - 1) / 4] : [];
      },
    },
  );
}

/** Made and changed with their deal. */
const stampsOf = (ofDeal: (j: number, name: string) => Value): Fields =>
  Object.fromEntries(
    ['CreatedDate', 'CreatedById', 'LastModifiedDate', 'LastModifiedById', 'SystemModstamp'].map((name) => [
      name,
      (j: number) => ofDeal(j, name),
    ]),
  );
