// What the platform derives on an opportunity: closed, won, probability, category, fiscal period, and its history.
import { ApiError } from './error.ts';
import type { Org, Row } from './org.ts';
import { categoryNames } from './standard-objects.ts';

/** Fills the derived fields of a record that is written; `before` is the record as it was. */
export function deriveOpportunity(org: Org, row: Row, before?: Row): void {
  let stage: Row | undefined;
  for (const one of org.table('OpportunityStage').rows.values())
    if (String(one['MasterLabel']).toLowerCase() === String(row['StageName'] ?? '').toLowerCase()) stage = one;
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

/** Fields whose change is remembered. */
export const remembered = ['StageName', 'Amount', 'CloseDate', 'Probability'] as const;

/** Writes the history of an opportunity that was changed. */
export function remember(org: Org, row: Row): void {
  const changed = row['LastModifiedDate'] ?? null;
  org.load('OpportunityHistory', {
    OpportunityId: String(row['Id']),
    ...Object.fromEntries([...remembered, 'ForecastCategory'].map((name) => [name, row[name] ?? null])),
    CreatedDate: changed,
    CreatedById: row['LastModifiedById'] ?? null,
    SystemModstamp: changed,
    IsDeleted: false,
  });
}

/** The fiscal quarter and year of the close date, by the organization's settings. */
export function fiscal(org: Org, row: Row): void {
  const date = row['CloseDate'];
  if (typeof date !== 'string') return;
  const { start, namedByStart } = fiscalYear(org);
  const [year = 0, month = 0] = date.split('-').map(Number);
  const into = (month - start + 12) % 12;
  const startYear = month >= start ? year : year - 1;
  row['FiscalQuarter'] = Math.floor(into / 3) + 1;
  row['FiscalYear'] = namedByStart || start === 1 ? startYear : startYear + 1;
  row['Fiscal'] = `${row['FiscalYear']} ${row['FiscalQuarter']}`;
}

export function fiscalYear(org: Org): { start: number; namedByStart: boolean } {
  const [organization] = org.table('Organization').rows.values();
  return {
    start: Number(organization?.['FiscalYearStartMonth'] ?? 1),
    namedByStart: organization?.['UsesStartDateAsFiscalYearName'] === true,
  };
}
