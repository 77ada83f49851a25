// A deal as it would be with another amount, on another day, or several times over, and the run of a plan with it.
import type { CrmRecord } from './book.ts';
import type { Standing } from './component.ts';
import type { Deal } from './estimate-result.ts';
import { lastDayOf, worldOf } from './estimate-run.ts';
import { runOf, type Account, type Run } from './run.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';

/** A plan's run with deals. */
export interface Probe {
  readonly account: Account;
  readonly run: Run;
  /** Index of the payment period that holds the day on which the last of the deals counts; -1 where there is none. */
  readonly at: number;
}

/** The runs without deals and with them, as of the same date, each made when it is asked for. */
export interface Probes {
  readonly before: () => Probe;
  readonly after: () => Probe;
}

/** Runs one plan of a snapshot with deals. */
export type Prober = (deals: readonly Deal[]) => Probes;

/**
 * Runs a plan with amounts that nobody sells, without a trace in what is remembered of its tables: it has components of its own.
 */
export function proberOf(held: Snapshot, id: string, others: readonly Snapshot[]): Prober {
  const apart = <T extends { readonly plan: SnapshotPlan['plan'] }>(one: T): T => ({
    ...one,
    plan: { ...one.plan, components: one.plan.components.map((component) => ({ ...component })) },
  });
  const copied = held.plans.map((own) =>
    own.plan.id === id ? { ...apart(own), ...(own.versions ? { versions: own.versions.map(apart) } : {}) } : own,
  );
  const copy: Snapshot = { ...held, plans: copied };
  const own = copied.find(({ plan }) => plan.id === id) as SnapshotPlan;
  return (deals) => {
    const world = worldOf([copy, ...others], deals);
    const day = lastDayOf(copy, own, deals) ?? world.asOf;
    const probe = (when: 'before' | 'after'): Probe => {
      const account = world.account(copy, own, when);
      const run = runOf(account);
      return { account, run, at: run.steps.findIndex(({ period }) => period.start <= day && day <= period.end) };
    };
    return { before: () => probe('before'), after: () => probe('after') };
  };
}

/** A component at the end of the payment period in which the deals count. */
export const standingIn = ({ run, at }: Probe, id: string): Standing | undefined =>
  at >= 0 && run.steps[at]?.isMember ? run.standing(id, at) : undefined;

/** A deal with another value in a field, which may be one of a record above. */
export const withValue = (deal: Deal, path: string, value: string): Deal => ({
  ...deal,
  set: { ...deal.set, ...changed({ ...deal.record, ...deal.set }, path.split('.'), value) },
});

function changed(record: CrmRecord, [head = '', ...rest]: readonly string[], value: string): CrmRecord {
  if (rest.length === 0) return { [head]: value };
  const inner = record[head];
  if (typeof inner !== 'object' || inner === null) return { [[head, ...rest].join('.')]: value };
  return { [head]: { ...inner, ...changed(inner as CrmRecord, rest, value) } };
}

/** A deal so many times over: each has the rows that name it, such as splits, as its own. */
export function severalOf(deal: Deal, count: number): Deal[] {
  const id = String(deal.record['Id']);
  return Array.from({ length: count }, (_, i): Deal => {
    if (i === 0) return deal;
    const copyId = `${id}-${i + 1}`;
    const renamed = (row: CrmRecord): CrmRecord =>
      Object.fromEntries(Object.entries(row).map(([name, value]) => [name, value === id ? copyId : value]));
    const related = Object.entries(deal.related ?? {}).map(([object, rows]) => [
      object,
      rows
        .filter((row) => Object.values(row).includes(id))
        .map((row, k) => ({ ...renamed(row), Id: `${copyId}-${k + 1}` })),
    ]);
    return {
      ...deal,
      record: { ...deal.record, Id: copyId },
      related: Object.fromEntries(related) as NonNullable<Deal['related']>,
    };
  });
}
