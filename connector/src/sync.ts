// Sync: reads from the org what the plans need, counted, and replaces the local store with it.
import type { CrmRecord, Plan, Settings } from '@quotient/calc';
import { fieldsOf, fieldTypeOf, since, type Field, type ObjectNeeds } from '@quotient/salesforce';
import { ConnectorError, exitCode } from './error.ts';
import { readAll, type Way } from './org/read.ts';
import { apiVersion, type Rest } from './org/rest.ts';
import { replaceStore, type StoreMeta } from './store.ts';

/** Told as pages arrive. */
export type Progress = (object: string, count: number, total: number) => void;

export interface SyncResult {
  readonly org: string;
  readonly counts: Readonly<Record<string, number>>;
  /** How the records of each object were read. */
  readonly by: Readonly<Record<string, Way>>;
  /** Fields that pages would show and the org does not have or hides. */
  readonly absent: readonly string[];
}

interface Description {
  readonly fields: readonly {
    readonly name: string;
    readonly type: string;
    readonly relationshipName: string | null;
    readonly referenceTo: readonly string[];
  }[];
}

/**
 * Reads everything that the plans need into `dir`, objects of `bulkFrom` records and more by bulk jobs. What was there stays
 * untouched unless all of it came.
 * @throws ConnectorError 78 where the org lacks what a plan needs, 65 where a count does not fit.
 */
export async function sync(
  rest: Rest,
  plans: readonly Plan[],
  dir: string,
  progress: Progress = () => undefined,
  settings: Settings = {},
  bulkFrom?: number,
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
  const by: Record<string, Way> = {};
  const absent: string[] = [];
  for (const needs of fieldsOf(plans, settings)) {
    const fields = await fieldsThatExist(needs, describe, absent);
    const read = await readAll(
      rest,
      needs.object,
      fields,
      since(needs.object, plans),
      (count, total) => progress(needs.object, count, total),
      bulkFrom,
    );
    by[needs.object] = read.by;
    records.set(
      needs.object,
      Array.from({ length: read.rows.count }, (_, i) => read.rows.recordAt(i)),
    );
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
  return { org: rest.login.name, counts: meta.counts, by, absent };
}

type Describe = (object: string) => Promise<Description | null>;

async function fieldsThatExist(
  { object, needed, wanted, neededBy }: ObjectNeeds,
  describe: Describe,
  absent: string[],
): Promise<Field[]> {
  const description = await describe(object);
  const plans = [...new Set(Object.values(neededBy).flat())].join(', ');
  if (!description)
    throw new ConnectorError(
      'object-missing',
      exitCode.missing,
      `The org has no object ${object} that you may read${plans ? `; plan ${plans} needs it` : ''}.`,
      [`Switch the feature on, or give the connector's user access to ${object}.`],
    );
  /** The type of a field as it is described; undefined where there is none. */
  const typeOf = async (from: Description, path: readonly string[]): Promise<string | undefined> => {
    const [head = '', ...rest] = path;
    if (rest.length === 0) return from.fields.find(({ name }) => name.toLowerCase() === head.toLowerCase())?.type;
    const relation = from.fields.find(({ relationshipName }) => relationshipName?.toLowerCase() === head.toLowerCase());
    const parent = relation?.referenceTo[0] === undefined ? null : await describe(relation.referenceTo[0]);
    return parent === null ? undefined : typeOf(parent, rest);
  };
  const fields: Field[] = [];
  for (const field of [...needed, ...wanted]) {
    const type = await typeOf(description, field.split('.'));
    if (type !== undefined) fields.push({ path: field, type: fieldTypeOf(type) });
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
