// Is a snapshot whole, as far as a forecast reads it? Its schema would say, but a page has no bytes for that.
import { fail } from './error.ts';
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
  const { version, asOf, plans, deals, corporateCurrency, below } = readSnapshot(held);
  const isWhole = isDay(asOf) && typeof corporateCurrency === 'string' && isObject(below) && plans.every(isWholePlan);
  if (!isWhole) fail('snapshot', [], 'This is a part of a snapshot.', 'Publish it again.');
  if (deals && !isWholeDeals(deals))
    fail('snapshot', ['deals'], 'The open deals of the snapshot are damaged.', 'Publish it again.');
  if (!deals && Number(String(version).split('.')[1] ?? 0) < dealsSince)
    fail('no-open-deals', ['version'], 'This snapshot was published without open deals.', 'Publish it again.');
  if (plans.length === 0)
    fail('no-plan', ['plans'], 'No plan is in force for this person.', 'Assign the person to one.');
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

/** Does each column say something of each deal? */
function isWholeDeals({ count, fields, ...columns }: Row): boolean {
  const isColumn = (column: unknown): boolean => {
    if (!isObject(column)) return false;
    const { at, of, values } = column;
    if (at === undefined && values === undefined) return 'same' in column;
    const list = at ?? values;
    return (
      Array.isArray(list) &&
      list.length === count &&
      (at === undefined || (Array.isArray(of) && at === list && list.every((i) => i in of)))
    );
  };
  return (
    typeof count === 'number' &&
    isObject(fields) &&
    [...Object.values(fields), columns['segment'], columns['chance'], columns['related']].every(isColumn)
  );
}
