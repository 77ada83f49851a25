// What plans would credit of the open deals of a snapshot if each were won: as it was published, else as crediting does it.
import { asWon } from './deal.ts';
import type { CrmRecord } from './book.ts';
import { columnOf, columnReader, isColumn, valuesOf, type Column } from './columns.ts';
import { credit } from './credit.ts';
import type { Deal } from './estimate-result.ts';
import { dateFields } from './estimate-dates.ts';
import { field, textOf } from './filter.ts';
import { ledger } from './ledger.ts';
import { decode, openDeals, type OpenDeal } from './open-deals.ts';
import type { DatedWarning } from './part-readers.ts';
import { dayAt, endOfTime, parseDay, type Day } from './period.ts';
import { stretchesIn } from './snapshot-account.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { relatedRows, sourceIn } from './snapshot-source.ts';

type Amount = number | bigint | null;

/** What a measure would credit of open deals: whole numbers over one denominator. */
export interface MeasureCredits {
  readonly scale: bigint;
  /** By the row of a deal; null where the measure counts nothing of it, or has counted it already. */
  readonly amount: (row: number) => Amount;
}

/** What a plan would credit of open deals. */
export interface DealCredits {
  readonly of: (measure: string) => MeasureCredits | undefined;
  /** What of the deals cannot be credited. */
  readonly warnings: readonly DatedWarning[];
}

/** What a plan of a snapshot would credit of its open deals. */
export function dealCredits(held: Snapshot, own: SnapshotPlan): DealCredits {
  if (!held.deals) return none;
  const { credits } = held.deals;
  if (credits && Object.hasOwn(credits, own.plan.id)) return publishedCredits(credits[own.plan.id] ?? {});
  const { byMeasure, warnings } = creditDeals(held, own, openDeals(held));
  return {
    of: (measure) => {
      const found = byMeasure.get(measure);
      return found && { scale: found.scale, amount: (row) => found.amounts[row] ?? null };
    },
    warnings,
  };
}

const none: DealCredits = { of: () => undefined, warnings: [] };

type Published = NonNullable<NonNullable<Snapshot['deals']>['credits']>;

const publishedCredits = (byMeasure: Published[string]): DealCredits => ({
  of: (measure) => {
    const found = Object.hasOwn(byMeasure, measure) ? byMeasure[measure] : undefined;
    return found && { scale: BigInt(found.per), amount: columnReader(found.amounts, amountIn) };
  },
  warnings: [],
});

const amountIn = (value: unknown): Amount => (typeof value === 'string' ? BigInt(value) : (value as number | null));

/** Is what was published of credits what can be read of them? */
export function isCredited({ credits = {}, count }: NonNullable<Snapshot['deals']>): boolean {
  const isMapOf = (map: unknown, isOne: (one: unknown) => boolean): boolean =>
    typeof map === 'object' && map !== null && Object.values(map).every(isOne);
  const isAmount = (value: unknown): boolean =>
    value === null || Number.isSafeInteger(value) || (typeof value === 'string' && /^-?\d+$/.test(value));
  return isMapOf(credits, (byMeasure) =>
    isMapOf(byMeasure, (one) => {
      const { per, amounts } = (one ?? {}) as Partial<Published[string][string]>;
      return /^[1-9]\d*$/.test(String(per)) && isColumn(amounts, count) && valuesOf(amounts as Column).every(isAmount);
    }),
  );
}

/** What the plans of a snapshot would credit of its open deals, as it is published. */
export function creditsToPublish(held: Snapshot): Published {
  const deals = held.deals ? decode(held.deals) : [];
  return Object.fromEntries(
    held.plans.flatMap((own): [string, Published[string]][] => {
      const { byMeasure, warnings } = creditDeals(held, own, deals);
      if (warnings.length > 0) return [];
      const measures = [...byMeasure].map(([measure, { scale, amounts }]) => {
        const printed = amounts.map((amount) => (typeof amount === 'bigint' ? String(amount) : amount));
        return [measure, { per: String(scale), amounts: columnOf(printed) }];
      });
      return [[own.plan.id, Object.fromEntries(measures) as Published[string]]];
    }),
  );
}

/** Credits deals by the rules of a plan in force, each as won on its own day; today, where that is over. */
function creditDeals(held: Snapshot, own: SnapshotPlan, all: readonly OpenDeal[]) {
  const { plan } = own;
  const today = parseDay(held.asOf) as Day;
  const counted = new Set(own.records.map(([id]) => id));
  const ids = all.map(({ deal }) => textOf(deal.record['Id']));
  const deals = all.flatMap(({ deal }, row) => (counted.has(ids[row] as string) ? [] : [deal]));
  const dates = dateFields(plan, 'Opportunity').map((name) => ({ name, read: field(name) }));
  const isOver = ({ record }: Deal, read: (record: CrmRecord) => unknown): boolean =>
    (dayAt(read(record), plan.timeZone ?? 'UTC') ?? today) < today;
  const records = deals.map((deal) => {
    const over = dates.filter(({ read }) => isOver(deal, read));
    const set = Object.fromEntries(over.map(({ name }) => [name, held.asOf]));
    return asWon(over.length === 0 ? deal : { ...deal, set }, held.wonStage);
  });
  const credited = credit(plan, sourceIn(held, { ...relatedRows(deals), Opportunity: records }), {
    assigned: new Map([[held.payee.Id, stretchesIn(own)]]),
    from: today,
    to: endOfTime,
  });
  const byMeasure = new Map<string, { readonly scale: bigint; readonly amounts: readonly Amount[] }>();
  for (const [measure, byPayee] of credited) {
    const draft = byPayee.get(held.payee.Id)?.draft;
    if (!draft || draft.at.length === 0) continue;
    const { at, amounts, scale } = ledger(draft);
    const byId = new Map(at.map(({ id }, place) => [id, amounts[place] as number | bigint]));
    byMeasure.set(measure, { scale, amounts: ids.map((id) => byId.get(id) ?? null) });
  }
  return { byMeasure, warnings: [...credited.values()].flatMap((one) => one.get(held.payee.Id)?.warnings ?? []) };
}
