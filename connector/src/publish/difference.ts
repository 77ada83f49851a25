// What a dry run shows: how the snapshots that would be written differ from those that people see now.
import { readSnapshot, type Snapshot } from '@quotient/calc';
import { keyField, quoted, snapshotObject } from '@quotient/salesforce';
import type { Rest } from '../org/rest.ts';

/** Of one plan of a person, in the plan's currency; null where there is no such figure. */
export interface Difference {
  readonly payee: string;
  readonly name: string;
  readonly plan: string;
  readonly currency: string;
  /** Earned in the open windows, and payable in the open payment period. */
  readonly earned: readonly [before: string | null, after: string | null];
  readonly payable: readonly [before: string | null, after: string | null];
  /** The as-of dates. */
  readonly asOf: readonly [before: string, after: string];
}

/** Bodies are large: so many are asked for at once. */
const atOnce = 100;

/** The differences of snapshots by their keys, plan by plan; of snapshots that only look otherwise there are none. */
export async function differencesOf(
  rest: Rest,
  snapshots: readonly Snapshot[],
  keys: readonly string[],
): Promise<Difference[]> {
  const own = new Map(snapshots.map((one) => [one.payee.Id, one]));
  const found: Difference[] = [];
  for (let from = 0; from < keys.length; from += atOnce) {
    const some = keys.slice(from, from + atOnce).map(quoted);
    const rows = await rest.all(
      `SELECT ${keyField}, Body__c FROM ${snapshotObject} WHERE ${keyField} IN (${some.join(', ')}) ORDER BY ${keyField}`,
    );
    for (const row of rows) {
      const after = own.get(String(row[keyField]));
      if (after) found.push(...differences(before(row['Body__c']), after));
    }
  }
  return found;
}

/** A snapshot that was published; null where this version cannot read it. */
function before(body: unknown): Snapshot | null {
  try {
    return readSnapshot(JSON.parse(String(body)));
  } catch {
    return null;
  }
}

function differences(old: Snapshot | null, { payee, plans, asOf }: Snapshot): Difference[] {
  const known = new Map((old?.plans ?? []).map((one) => [one.plan.id, one]));
  const ids = new Set([...plans.map(({ plan }) => plan.id), ...known.keys()]);
  return [...ids].flatMap((id): Difference[] => {
    const [from, to] = [known.get(id), plans.find(({ plan }) => plan.id === id)];
    const one = {
      payee: payee.Id,
      name: payee.Name,
      plan: id,
      currency: (to ?? from)?.plan.currency ?? '',
      earned: [from?.standing?.earned ?? null, to?.standing?.earned ?? null],
      payable: [from?.standing?.payable ?? null, to?.standing?.payable ?? null],
      asOf: [old?.asOf ?? '', asOf],
    } as const;
    return one.earned[0] === one.earned[1] && one.payable[0] === one.payable[1] ? [] : [one];
  });
}
