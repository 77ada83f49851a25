// Publishing: snapshots and plans into the org by external id, only what changed, every result checked.
import type { Plan, Snapshot } from '@quotient/calc';
import { keyField, planObject, planRows, snapshotObject, snapshotRow } from '@quotient/salesforce';
import { ConnectorError, exitCode } from './error.ts';
import { apiVersion, type Rest } from './org/rest.ts';

export interface PublishResult {
  readonly created: readonly string[];
  readonly updated: readonly string[];
  readonly unchanged: number;
  readonly dryRun: boolean;
}

type Row = Readonly<Record<string, string>>;

interface Upserted {
  readonly success: boolean;
  readonly created?: boolean;
  readonly errors: readonly { readonly statusCode: string; readonly message: string }[];
}

/** At most so many records, and about so many characters, in one call. Source: sObject collections. */
const most = 200;
const largest = 4_000_000;

/**
 * Writes what differs from the org. Written again after a lost answer it changes nothing: the key decides.
 * @throws ConnectorError 65 with the first refusals where the org refuses rows.
 */
export async function publish(
  rest: Rest,
  plans: readonly Plan[],
  snapshots: readonly Snapshot[],
  { dryRun = false }: { dryRun?: boolean } = {},
): Promise<PublishResult> {
  const planPart = await publishObject(rest, planObject, 'Body__c', planRows(plans), dryRun);
  const snapshotPart = await publishObject(
    rest,
    snapshotObject,
    'InputsHash__c',
    snapshots.map((one) => snapshotRow(one, JSON.stringify(one))),
    dryRun,
  );
  return {
    created: [...planPart.created, ...snapshotPart.created],
    updated: [...planPart.updated, ...snapshotPart.updated],
    unchanged: planPart.unchanged + snapshotPart.unchanged,
    dryRun,
  };
}

async function publishObject(
  rest: Rest,
  object: string,
  mark: string,
  rows: readonly Row[],
  dryRun: boolean,
): Promise<PublishResult> {
  const published = new Map(
    (await rest.all(`SELECT ${keyField}, ${mark} FROM ${object} ORDER BY Id`)).map((row) => [
      String(row[keyField]),
      row[mark],
    ]),
  );
  const changed = rows.filter((row) => published.get(row[keyField] ?? '') !== row[mark]);
  const isNew = (row: Row): boolean => !published.has(row[keyField] ?? '');
  const keys = (list: readonly Row[]): string[] => list.map((row) => `${object} ${row[keyField] ?? ''}`);
  if (!dryRun) for (const batch of batches(changed)) await upsert(rest, object, batch);
  return {
    created: keys(changed.filter(isNew)),
    updated: keys(changed.filter((row) => !isNew(row))),
    unchanged: rows.length - changed.length,
    dryRun,
  };
}

function batches(rows: readonly Row[]): Row[][] {
  const list: Row[][] = [];
  let size = 0;
  for (const row of rows) {
    const length = JSON.stringify(row).length;
    const last = list.at(-1);
    if (last && last.length < most && size + length <= largest) last.push(row);
    else {
      list.push([row]);
      size = 0;
    }
    size += length;
  }
  return list;
}

async function upsert(rest: Rest, object: string, rows: readonly Row[]): Promise<void> {
  const records = rows.map((row) => ({ attributes: { type: object }, ...row }));
  const results = (await rest.call('PATCH', `/services/data/${apiVersion}/composite/sobjects/${object}/${keyField}`, {
    body: { allOrNone: false, records },
  })) as Upserted[];
  if (!Array.isArray(results) || results.length !== rows.length)
    throw new ConnectorError(
      'protocol',
      exitCode.badData,
      `${object}: ${rows.length} rows were sent, and the org answered for ${Array.isArray(results) ? results.length : 'none'}.`,
      ['Run the command again: rows that were written are recognised by their key.'],
    );
  const refused = results.flatMap(({ success, errors }, i) =>
    success
      ? []
      : [
          `${rows[i]?.[keyField] ?? ''}: ${errors.map(({ message, statusCode }) => `${message} (${statusCode})`).join(', ')}`,
        ],
  );
  if (refused.length > 0)
    throw new ConnectorError(
      'refused',
      exitCode.badData,
      `The org refused ${refused.length} of ${rows.length} rows of ${object}: ${refused.slice(0, 3).join('; ')}.`,
      ['Correct what the org names and publish again; the other rows were written.'],
    );
}
