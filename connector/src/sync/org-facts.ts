// What a sync finds out about the org beside the records: currencies and their rates, the stage of what is won.
import type { CrmRecord, Plan } from '@quotient/calc';
import { ConnectorError, exitCode } from '../error.ts';
import { isRefusal, protocol } from '../org/refusal.ts';
import type { Rest } from '../org/rest.ts';
import type { SyncFacts } from '../store/facts.ts';

/** The Id of the org. @throws ConnectorError `protocol` (65) where it does not say */
export async function orgId(rest: Rest): Promise<string> {
  const [org] = await rest.all('SELECT Id FROM Organization');
  if (typeof org?.['Id'] !== 'string') throw protocol('The org does not say its Id.');
  return org['Id'];
}

/** What a sync finds out about an org beside its records. */
export type OrgFacts = Pick<SyncFacts, 'corporateCurrency' | 'rates' | 'wonStage'>;

/** @throws ConnectorError `no-corporate-currency` (65), and as `Rest.all` does */
export async function orgFacts(rest: Rest, plans: readonly Plan[]): Promise<OrgFacts> {
  const [known, stages] = await Promise.all([
    currencies(rest, plans),
    recordsOrNone(
      rest,
      'SELECT ApiName FROM OpportunityStage WHERE IsWon = true AND IsActive = true ORDER BY SortOrder LIMIT 1',
    ),
  ]);
  const stage = stages?.[0]?.['ApiName'];
  return { ...known, wonStage: stage === undefined ? null : String(stage) };
}

/** All records of a query; null where the org has no such object, or hides it. */
async function recordsOrNone(rest: Rest, soql: string): Promise<CrmRecord[] | null> {
  try {
    return await rest.all(soql);
  } catch (error) {
    if (isRefusal(error, 'INVALID_TYPE')) return null;
    throw error;
  }
}

/**
 * Rates of a multi-currency org, dated ones where it has them. An org of one currency does not say which: it is taken to be that
 * of the plans, where they have one.
 * @throws ConnectorError `no-corporate-currency` (65)
 */
async function currencies(rest: Rest, plans: readonly Plan[]): Promise<Pick<OrgFacts, 'corporateCurrency' | 'rates'>> {
  const types = await recordsOrNone(
    rest,
    // A currency that is no longer active keeps its rate, and older deals keep the currency.
    'SELECT IsoCode, ConversionRate, IsCorporate FROM CurrencyType ORDER BY IsoCode',
  );
  if (!types) return { corporateCurrency: onlyCurrency(plans), rates: [] };
  const rateOf = (row: CrmRecord, from: string | null): SyncFacts['rates'][number] => ({
    currency: String(row['IsoCode']),
    from,
    rate: String(row['ConversionRate']),
  });
  const corporate = types.find(({ IsCorporate }) => IsCorporate === true);
  if (!corporate)
    throw new ConnectorError(
      'no-corporate-currency',
      exitCode.badData,
      'No currency of the org is the corporate one.',
      ['Mark one as the corporate currency under Manage Currencies: all rates are told in it.'],
    );
  const dated = await recordsOrNone(
    rest,
    'SELECT IsoCode, ConversionRate, StartDate FROM DatedConversionRate ORDER BY IsoCode, StartDate',
  );
  return {
    corporateCurrency: String(corporate['IsoCode']),
    rates: [
      ...types.map((row) => rateOf(row, null)),
      ...(dated ?? []).map((row) => rateOf(row, String(row['StartDate']))),
    ],
  };
}

/** What records of an org of one currency are taken to be in. */
export function onlyCurrency(plans: readonly Plan[]): string {
  const [first = 'USD', ...others] = new Set(plans.map(({ currency }) => currency));
  return others.length === 0 ? first : 'USD';
}
