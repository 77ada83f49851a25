// What the platform derives on an opportunity: closed, won, probability, category, fiscal period, and its history.
import { ApiError } from './error.ts';
import { makeId } from './id.ts';
import type { Org, Row, Value, Viewer } from './org.ts';
import type { Rows } from './rows.ts';
import { categoryNames } from './standard-objects.ts';

/** Fills the derived fields of a record that is written; `before` is the record as it was. */
export function deriveOpportunity(org: Org, row: Row, before?: Row): void {
  const stage = org
    .table('OpportunityStage')
    .rows.derived(stagesByLabel)
    .get(String(row['StageName'] ?? '').toLowerCase());
  if (row['StageName'] && !stage)
    throw new ApiError(
      400,
      'INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST',
      `Stage: bad value for restricted picklist field: ${String(row['StageName'])}`,
      ['StageName'],
    );
  if (stage) {
    const moved = !before || before['StageName'] !== row['StageName'];
    row['StageName'] = stage['MasterLabel'] ?? null;
    row['IsClosed'] = stage['IsClosed'] ?? false;
    row['IsWon'] = stage['IsWon'] ?? false;
    if (moved) {
      row['LastStageChangeDate'] = row['SystemModstamp'] ?? null;
      row['ForecastCategory'] = stage['ForecastCategory'] ?? null;
      row['ForecastCategoryName'] = categoryNames[String(stage['ForecastCategory'])] ?? null;
      if (!before || before['Probability'] === row['Probability'])
        row['Probability'] = stage['DefaultProbability'] ?? null;
    }
  }
  if (
    before &&
    typeof before['CloseDate'] === 'string' &&
    typeof row['CloseDate'] === 'string' &&
    row['CloseDate'].slice(0, 7) > before['CloseDate'].slice(0, 7)
  )
    row['PushCount'] = Number(before['PushCount'] ?? 0) + 1;
  row['ExpectedRevenue'] =
    typeof row['Amount'] === 'number' && typeof row['Probability'] === 'number'
      ? Math.round(row['Amount'] * row['Probability']) / 100
      : null;
  fiscal(org, row);
}

const stagesByLabel = (rows: Rows): ReadonlyMap<string, Row> =>
  new Map(Array.from(rows.values(), (row) => [String(row['MasterLabel']).toLowerCase(), row]));

/** Fields whose change is remembered. */
export const remembered = ['StageName', 'Amount', 'CloseDate', 'Probability'] as const;
const kept = [...remembered, 'ForecastCategory'] as const;

/** Writes the history of an opportunity that was changed. */
export function remember(org: Org, row: Row): void {
  const changed = row['LastModifiedDate'] ?? null;
  const table = org.table('OpportunityHistory');
  const history: Row = {
    Id: makeId(table.type.prefix, table.next++),
    OpportunityId: String(row['Id']),
    CreatedDate: changed,
    CreatedById: row['LastModifiedById'] ?? null,
    SystemModstamp: changed,
    IsDeleted: false,
  };
  for (const name of kept) history[name] = row[name] ?? null;
  org.put('OpportunityHistory', history);
}

/** A deal says whether it has line items, once one of them has come or gone. */
export function noteLineItems(org: Org, viewer: Viewer, deal: Value | undefined): void {
  const { rows } = org.table('Opportunity');
  const row = rows.get(String(deal));
  if (!row) return;
  const items = org.table('OpportunityLineItem').rows.having('OpportunityId', String(deal));
  const has = items.some(({ IsDeleted }) => IsDeleted !== true);
  if (row['HasOpportunityLineItem'] === has) return;
  const now = org.now();
  org.put('Opportunity', {
    ...rows.copy(row),
    HasOpportunityLineItem: has,
    LastModifiedDate: now,
    LastModifiedById: viewer.id,
    SystemModstamp: now,
  });
}

/** The fiscal quarter and year of the close date, by the organization's settings. */
export function fiscal(org: Org, row: Row): void {
  const date = row['CloseDate'];
  if (typeof date !== 'string') return;
  const periods = org.table('Organization').rows.derived(periodsByDate);
  let period = periods.get(date);
  if (!period) periods.set(date, (period = periodOf(org, date)));
  row['FiscalQuarter'] = period.quarter;
  row['FiscalYear'] = period.year;
  row['Fiscal'] = period.name;
}

interface Period {
  readonly quarter: number;
  readonly year: number;
  readonly name: string;
}
/** Filled as dates are asked for. */
const periodsByDate = (): Map<string, Period> => new Map();

function periodOf(org: Org, date: string): Period {
  const { start, namedByStart } = fiscalYear(org);
  const [year = 0, month = 0] = date.split('-').map(Number);
  const startYear = month >= start ? year : year - 1;
  const quarter = Math.floor(((month - start + 12) % 12) / 3) + 1;
  const named = namedByStart || start === 1 ? startYear : startYear + 1;
  return { quarter, year: named, name: `${named} ${quarter}` };
}

export function fiscalYear(org: Org): { start: number; namedByStart: boolean } {
  const [organization] = org.table('Organization').rows.values();
  return {
    start: Number(organization?.['FiscalYearStartMonth'] ?? 1),
    namedByStart: organization?.['UsesStartDateAsFiscalYearName'] === true,
  };
}
