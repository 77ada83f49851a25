// Does a snapshot hold what is asked of it, and what is answered where it does not.
import { isColumn } from './columns.ts';
import { fail, inWords, QuotientError } from './error.ts';
import { isObject } from './forms.ts';
import { readSnapshot } from './snapshot-read.ts';
import type { Snapshot } from './snapshot-schema.ts';

/** The first version whose snapshots hold open deals: without any of them, an older one says nothing. */
const dealsSince = 1;

/**
 * @throws QuotientError `another-version`; `snapshot` where it is none, or a part of one; `no-open-deals` where it was
 * published without them; `no-plan` where no plan is in force.
 */
export function checkWhole(held: Snapshot): void {
  readSnapshot(held);
  if (held.deals && !isTable(held.deals))
    fail('snapshot', ['deals'], 'The open deals of the snapshot are damaged.', 'Publish it again.');
  checkHeld(held);
}

/** @throws QuotientError `snapshot` */
export const notWhole = (): never => fail('snapshot', [], 'This is a part of a snapshot.', 'Publish it again.');

/** @throws QuotientError as `readSnapshot` does; `no-open-deals` where it was published without them, `no-plan` without a plan in force. */
export function checkHeld(held: Snapshot): void {
  readSnapshot(held);
  const { version, deals, plans } = held;
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

/** The answer where a snapshot is refused; or where it is damaged further inside than is looked at first, with what went wrong. */
export function refusalOf(error: unknown, held: unknown): Refusal {
  const asOf = isObject(held) ? held['asOf'] : '';
  return {
    cannotSay:
      error instanceof QuotientError
        ? { code: error.code, message: error.problems.map(inWords).join(' ') }
        : { code: 'snapshot', message: `This snapshot is damaged (${String(error)}). Publish it again.` },
    asOf: typeof asOf === 'string' ? asOf : '',
  };
}

/** Does each column of open deals say something of each of them? */
export const isTable = ({ count, fields, segment, chance, related }: Readonly<Record<string, unknown>>): boolean =>
  Number.isSafeInteger(count) &&
  isObject(fields) &&
  [...Object.values(fields), segment, chance, related].every((column) => isColumn(column, count));
