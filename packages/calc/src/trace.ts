// The trace: how one figure came about, as a tree in words with numbers and records, built only when asked for.
import { periodsOf, type AccountPeriod } from './balance.ts';
import type { Standing } from './component.ts';
import { fail } from './error.ts';
import type { Deal } from './estimate-result.ts';
import { standingAt } from './estimate-plans.ts';
import { runBoth } from './estimate-run.ts';
import { parseDay, type Day } from './period.ts';
import type { Trace } from './result.ts';
import type { Account } from './run.ts';
import { accountOf } from './snapshot-account.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { paidTrace } from './trace-component.ts';
import { minus, sum } from './trace-node.ts';
import { payoutTrace } from './trace-payout.ts';
import { statementTrace } from './trace-statement.ts';
import { labelOf, type Told } from './trace-told.ts';

/** Which figure: a period's payable, a component's earned in its window, or what deals are worth. */
export interface Asked {
  readonly plan: string;
  readonly component?: string | undefined;
  readonly period?: string | undefined;
  readonly deals?: readonly Deal[] | undefined;
}

/**
 * The trace of one figure of a snapshot. Its leaves are what the snapshot keeps: credited values, not the records' fields.
 * @throws QuotientError `unknown-plan` or `unknown-period` where the snapshot does not hold it.
 */
export function explain(held: Snapshot, asked: Asked): Trace {
  if (asked.deals) return explainDeals(held, asked, asked.deals);
  if (asked.component !== undefined) return explainComponent(held, asked, asked.component);
  const { told, at } = periodAsked(held, asked);
  return at ? statementTrace(told, at) : missing(asked);
}

/** What deals are worth: in one component, or in all. */
export function explainDeals(held: Snapshot, { plan, component }: Asked, deals: readonly Deal[]): Trace {
  const own = planOf(held, plan);
  const { before, after, account, day } = runBoth(held, own, deals);
  const { currency } = own.plan;
  const payout = (id: string, periods: readonly AccountPeriod[], when: string): Trace | null => {
    const standing = standingAt(periods, id, day);
    const at = standing && periods.find(({ standings }) => standings.includes(standing));
    return at ? payoutTrace(toldOf(held, own, account, periods), at, standing, when).payout : null;
  };
  const pairs = own.plan.components
    .filter(({ id }) => component === undefined || id === component)
    .flatMap((one) => {
      const [now, then] = [payout(one.id, after, 'with the deal'), payout(one.id, before, 'without the deal')];
      return now && then ? [minus([now, then], labelOf(one))] : [];
    });
  return pairs.length === 1 && pairs[0] ? pairs[0] : sum(pairs, 'Worth of the deal', { unit: currency });
}

/** What a component has earned in its window up to a period. */
export function explainComponent(held: Snapshot, asked: Asked, component: string): Trace {
  const { told, at } = periodAsked(held, asked);
  const standing = at?.standings.find((one: Standing) => one.component.id === component);
  return at && standing ? paidTrace(told, at, standing, payoutTrace(told, at, standing)).trace : missing(asked);
}

const planOf = (held: Snapshot, plan: string): SnapshotPlan =>
  held.plans.find((one) => one.plan.id === plan) ??
  fail('unknown-plan', [], `The snapshot holds no plan "${plan}".`, 'Ask for one of its plans.');

const toldOf = (
  { rates, corporateCurrency }: Snapshot,
  { assignments, quotas, entries }: SnapshotPlan,
  account: Account,
  periods: readonly AccountPeriod[],
): Told => ({ account, periods, rows: { assignments, quotas, entries, rates }, corporateCurrency, book: null });

function periodAsked(held: Snapshot, { plan, period }: Asked): { told: Told; at: AccountPeriod | undefined } {
  const own = planOf(held, plan);
  const account = accountOf(held, own, parseDay(held.asOf) as Day);
  const periods = periodsOf(account);
  const at = period === undefined ? periods.at(-1) : periods.find((one) => one.period.name === period);
  return { told: toldOf(held, own, account, periods), at };
}

const missing = ({ plan, period, component }: Asked): never =>
  fail(
    'unknown-period',
    [],
    `The snapshot holds no ${component ?? 'component'} in ${period ?? 'any period'} of plan "${plan}".`,
    'Ask for one of its plans.',
  );
