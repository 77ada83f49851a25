// Is a snapshot whole, as far as forecasts and flags read it? Its schema would say, but a page has no bytes for that.
import { isColumn } from './columns.ts';
import { fail, inWords, QuotientError } from './error.ts';
import { parseDay } from './period.ts';
import { readSnapshot } from './snapshot-read.ts';
import type { Snapshot } from './snapshot-schema.ts';

/** The first version whose snapshots hold open deals: without any of them, an older one says nothing. */
const dealsSince = 1;

/**
 * @throws QuotientError `another-version`; `snapshot` where it is none, or a part of one; `no-open-deals` where it was
 * published without them; `no-plan` where no plan is in force.
 */
export function checkWhole(held: Snapshot): void {
  const { asOf, plans, deals, corporateCurrency, below } = readSnapshot(held);
  const isWhole = isDay(asOf) && typeof corporateCurrency === 'string' && isObject(below) && plans.every(isWholePlan);
  if (!isWhole) notWhole();
  if (deals && !isTable(deals))
    fail('snapshot', ['deals'], 'The open deals of the snapshot are damaged.', 'Publish it again.');
  checkHeld(held);
}

/** @throws QuotientError `snapshot` */
export const notWhole = (): never => fail('snapshot', [], 'This is a part of a snapshot.', 'Publish it again.');

/** @throws QuotientError `no-open-deals` where a snapshot was published without them, `no-plan` where no plan is in force. */
export function checkHeld({ version, deals, plans }: Snapshot): void {
  if (!deals && Number(String(version).split('.')[1] ?? 0) < dealsSince)
    fail('no-open-deals', ['version'], 'This snapshot was published without open deals.', 'Publish it again.');
  if (plans.length === 0)
    fail('no-plan', ['plans'], 'No plan is in force for this person.', 'Assign the person to one.');
}

/** What is answered instead of figures where a snapshot is refused. */
export interface Refusal {
  readonly cannotSay: { readonly code: string; readonly message: string };
  readonly asOf: string;
}

/** @throws what is no QuotientError */
export function refusalOf(error: unknown, held: unknown): Refusal {
  if (!(error instanceof QuotientError)) throw error;
  const asOf = (held as Partial<Snapshot> | null)?.asOf;
  return {
    cannotSay: { code: error.code, message: error.problems.map(inWords).join(' ') },
    asOf: typeof asOf === 'string' ? asOf : '',
  };
}

type Row = Readonly<Record<string, unknown>>;
const isObject = (value: unknown): value is Row => typeof value === 'object' && value !== null;
const isDay = (value: unknown): boolean => typeof value === 'string' && parseDay(value) !== null;
const isListOf = (value: unknown, isOne: (one: unknown) => boolean): boolean =>
  Array.isArray(value) && value.every(isOne);
const isDated = (value: unknown): boolean => isObject(value) && isDay(value['from']);

function isWholePlan(own: unknown): boolean {
  if (!isObject(own)) return false;
  const { plan, credits, versions = [], assignments, quotas, entries, records, from, debt } = own;
  return (
    isDay(from) &&
    typeof debt === 'string' &&
    isListOf(assignments, isDated) &&
    [quotas, entries].every((list) => isListOf(list, isObject)) &&
    isListOf(records, (one) => Array.isArray(one) && isDay(one[1])) &&
    isListOf(versions, isObject) &&
    [{ plan, credits }, ...(versions as Row[])].every((one) => isWholeVersion(one))
  );
}

const isWholeVersion = ({ plan, credits }: Row): boolean =>
  isObject(plan) &&
  typeof plan['currency'] === 'string' &&
  isDated(plan['effective']) &&
  isListOf(plan['components'], (one) => isObject(one) && typeof one['window'] === 'string' && isObject(one['rate'])) &&
  isObject(plan['measures']) &&
  Object.values(plan['measures']).every(isObject) &&
  isObject(credits) &&
  Object.values(credits).every((list) => isListOf(list, Array.isArray));

/** Does each column of open deals say something of each of them? */
export const isTable = ({ count, fields, segment, chance, related }: Row): boolean =>
  Number.isSafeInteger(count) &&
  isObject(fields) &&
  [...Object.values(fields), segment, chance, related].every((column) => isColumn(column, count));
