// Sync: reads from the org what the plans need, counted, and replaces the local store with it.
import type { CrmRecord, Plan, Settings } from '@quotient/calc';
import { decode, fieldsOf, select, since, type ObjectNeeds } from '@quotient/salesforce';
import { ConnectorError, exitCode } from './error.ts';
import { apiVersion, type Rest } from './org/rest.ts';
import { replaceStore, type StoreMeta } from './store.ts';

/** Told as pages arrive. */
export type Progress = (object: string, count: number, total: number) => void;

export interface SyncResult {
  readonly org: string;
  readonly counts: Readonly<Record<string, number>>;
  /** Fields that pages would show and the org does not have or hides. */
  readonly absent: readonly string[];
}

interface Description {
  readonly fields: readonly {
    readonly name: string;
    readonly relationshipName: string | null;
    readonly referenceTo: readonly string[];
  }[];
}

/**
 * Reads everything that the plans need into `dir`. What was there stays untouched unless all of it came.
 * @throws ConnectorError 78 where the org lacks what a plan needs, 65 where a count does not fit.
 */
export async function sync(
  rest: Rest,
  plans: readonly Plan[],
  dir: string,
  progress: Progress = () => undefined,
  settings: Settings = {},
): Promise<SyncResult> {
  const described = new Map<string, Promise<Description | null>>();
  const describe = (object: string): Promise<Description | null> => {
    let found = described.get(object);
    if (!found)
      described.set(
        object,
        (found = rest.call('GET', `/services/data/${apiVersion}/sobjects/${object}/describe`, {
          missing: true,
        }) as Promise<Description | null>),
      );
    return found;
  };
  const records = new Map<string, CrmRecord[]>();
  const absent: string[] = [];
  for (const needs of fieldsOf(plans, settings)) {
    const fields = await fieldsThatExist(needs, describe, absent);
    const rows: CrmRecord[] = [];
    for await (const page of rest.query(select(needs.object, fields, since(needs.object, plans)))) {
      for (const record of page.records) rows.push(decode(record));
      progress(needs.object, page.count, page.total);
    }
    records.set(needs.object, rows);
  }
  const meta: StoreMeta = {
    org: rest.login.name,
    instanceUrl: rest.login.instanceUrl,
    syncedAt: new Date().toISOString(),
    ...(await currencies(rest, describe)),
    wonStage: await wonStage(rest, describe),
    counts: Object.fromEntries([...records].map(([object, rows]) => [object, rows.length])),
  };
  replaceStore(dir, records, meta);
  return { org: rest.login.name, counts: meta.counts, absent };
}

type Describe = (object: string) => Promise<Description | null>;

async function fieldsThatExist(
  { object, needed, wanted, neededBy }: ObjectNeeds,
  describe: Describe,
  absent: string[],
): Promise<string[]> {
  const description = await describe(object);
  const plans = [...new Set(Object.values(neededBy).flat())].join(', ');
  if (!description)
    throw new ConnectorError(
      'object-missing',
      exitCode.missing,
      `The org has no object ${object} that you may read${plans ? `; plan ${plans} needs it` : ''}.`,
      [`Switch the feature on, or give the connector's user access to ${object}.`],
    );
  const exists = async (from: Description, path: readonly string[]): Promise<boolean> => {
    const [head = '', ...rest] = path;
    if (rest.length === 0) return from.fields.some(({ name }) => name.toLowerCase() === head.toLowerCase());
    const relation = from.fields.find(({ relationshipName }) => relationshipName?.toLowerCase() === head.toLowerCase());
    const parent = relation?.referenceTo[0] === undefined ? null : await describe(relation.referenceTo[0]);
    return parent !== null && exists(parent, rest);
  };
  const fields: string[] = [];
  for (const field of [...needed, ...wanted]) {
    if (await exists(description, field.split('.'))) fields.push(field);
    else if (needed.includes(field))
      throw new ConnectorError(
        'field-missing',
        exitCode.missing,
        `${object} has no field ${field} that you may read${neededBy[field] ? `; plan ${neededBy[field].join(', ')} needs it` : ''}.`,
        [
          `Create the field or correct its name in the plan, or give the connector's user read access to ${object}.${field}.`,
        ],
      );
    else if (field !== 'CurrencyIsoCode') absent.push(`${object}.${field}`);
  }
  return fields;
}

/** Rates of a multi-currency org, dated ones where it has them; one currency else. */
async function currencies(rest: Rest, describe: Describe): Promise<Pick<StoreMeta, 'corporateCurrency' | 'rates'>> {
  if (!(await describe('CurrencyType'))) return { corporateCurrency: 'USD', rates: [] };
  const types = await rest.all(
    'SELECT IsoCode, ConversionRate, IsCorporate FROM CurrencyType WHERE IsActive = true ORDER BY IsoCode',
  );
  const dated = (await describe('DatedConversionRate'))
    ? await rest.all('SELECT IsoCode, ConversionRate, StartDate FROM DatedConversionRate ORDER BY IsoCode, StartDate')
    : [];
  const rateOf = (row: CrmRecord, from: string | null): StoreMeta['rates'][number] => ({
    currency: String(row['IsoCode']),
    from,
    rate: String(row['ConversionRate']),
  });
  return {
    corporateCurrency: String(types.find(({ IsCorporate }) => IsCorporate === true)?.['IsoCode'] ?? 'USD'),
    rates: [...types.map((row) => rateOf(row, null)), ...dated.map((row) => rateOf(row, String(row['StartDate'])))],
  };
}

async function wonStage(rest: Rest, describe: Describe): Promise<string | null> {
  if (!(await describe('OpportunityStage'))) return null;
  const [stage] = await rest.all(
    'SELECT ApiName FROM OpportunityStage WHERE IsWon = true AND IsActive = true ORDER BY SortOrder LIMIT 1',
  );
  return stage ? String(stage['ApiName']) : null;
}
