// What a plan would credit of the open deals of a snapshot if each were won: all of them at once, as crediting does it.
import { asWon } from './deal.ts';
import type { CrmRecord } from './book.ts';
import { credit } from './credit.ts';
import type { Deal } from './estimate-result.ts';
import { dateFields } from './estimate-run.ts';
import { field } from './filter.ts';
import type { Fraction } from './fraction.ts';
import { emptyLedger, ledger, type Counted, type Ledger } from './ledger.ts';
import type { OpenDeal } from './open-deals.ts';
import type { DatedWarning } from './part-readers.ts';
import { dayAt, endOfTime, parseDay, type Day } from './period.ts';
import { stretchesIn } from './snapshot-account.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { relatedRows, sourceIn } from './snapshot-source.ts';

/** What is credited of one deal, and on which day it counts. */
export interface DealCredit {
  readonly day: Day;
  readonly value: Fraction;
}

/** What a plan would credit of open deals. */
export interface DealCredits {
  /** Of a measure, the credit of a record; undefined where it counts nothing of it. */
  readonly of: (measure: string, record: string) => DealCredit | undefined;
  /** What of the deals cannot be credited. */
  readonly warnings: readonly DatedWarning[];
}

/** Credits open deals by the rules of a plan in force, each as won on its own day; today, where that is over. */
export function dealCredits(held: Snapshot, own: SnapshotPlan, deals: readonly OpenDeal[]): DealCredits {
  const { plan } = own;
  const today = parseDay(held.asOf) as Day;
  const dates = dateFields(plan, 'Opportunity').map((name) => ({ name, read: field(name) }));
  const isOver = ({ record }: Deal, read: (record: CrmRecord) => unknown): boolean =>
    (dayAt(read(record), plan.timeZone ?? 'UTC') ?? today) < today;
  const records = deals.map(({ deal }) => {
    const over = dates.filter(({ read }) => isOver(deal, read));
    const set = Object.fromEntries(over.map(({ name }) => [name, held.asOf]));
    return asWon(over.length === 0 ? deal : { ...deal, set }, held.wonStage);
  });
  const related = relatedRows(deals.map(({ deal }) => deal));
  const credited = credit(plan, sourceIn(held, { ...related, Opportunity: records }), {
    assigned: new Map([[held.payee.Id, stretchesIn(own)]]),
    from: today,
    to: endOfTime,
  });
  const made = new Map<string, { readonly own: Ledger; readonly places: ReadonlyMap<string, number> }>();
  const ledgerOf = (measure: string) => {
    let found = made.get(measure);
    if (!found) {
      const draft = credited.get(measure)?.get(held.payee.Id)?.draft;
      const of = draft ? ledger(draft) : emptyLedger;
      made.set(measure, (found = { own: of, places: new Map(of.at.map(({ id }, place) => [id, place])) }));
    }
    return found;
  };
  return {
    of: (measure, record) => {
      const { own: found, places } = ledgerOf(measure);
      const place = places.get(record);
      if (place === undefined) return undefined;
      // Of one measure all have one denominator; not always in lowest terms.
      const value = { n: BigInt(found.amounts[place] as number | bigint), d: found.scale };
      return { day: (found.at[place] as Counted).day, value };
    },
    warnings: [...credited.values()].flatMap((byPayee) => byPayee.get(held.payee.Id)?.warnings ?? []),
  };
}
