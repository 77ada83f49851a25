// What open deals would earn: the difference of two full runs, with and without them.
import { lastAssigned, type Standing } from './component.ts';
import type { AccountPeriod } from './balance.ts';
import { unitOf } from './part.ts';
import { printDecimal, printMinor } from './decimal.ts';
import { fail, QuotientError } from './error.ts';
import { heldOf } from './estimate-held.ts';
import { checkDays, earningsUnknown } from './estimate-refusals.ts';
import type { ComponentEstimate, Deal, DealShare, EstimateAsDated, Pair, PlanEstimate } from './estimate-result.ts';
import { runBoth, worldOf, type Runs } from './estimate-run.ts';
import { sharesOf, worthIn } from './estimate-shares.ts';
import { daysIn, firstDay, monthOf, periodOf, printDay, type Day, type Period } from './period.ts';
import type { Component, Plan } from './plan.ts';
import type { Account } from './run.ts';
import { nextBound, slicesBetween, tierReached } from './slices.ts';
import type { Snapshot } from './snapshot-schema.ts';

type Note = EstimateAsDated['notes'][number];

/** Why deals bring nothing, of those whose runs and figures in minor units are given. */
export type ReasonsOf = (
  held: Snapshot,
  runs: Runs,
  deals: readonly Deal[],
  figures: { readonly worth: bigint; readonly change: bigint; readonly shares: readonly DealShare[] },
) => PlanEstimate['because'];

/** The estimate of deals at the dates they have, by a snapshot that was read, with the reasons for what is zero where they are asked for. */
export function estimateOf(
  held: Snapshot,
  deals: readonly Deal[],
  others: readonly Snapshot[] = [],
  reasonsOf: ReasonsOf = () => [],
): EstimateAsDated {
  try {
    return estimated(held, deals, others, reasonsOf);
  } catch (error) {
    if (!(error instanceof QuotientError)) throw error;
    const { code, message } = error;
    return { cannotSay: { code, message }, asOf: held.asOf, notes: [], plans: [] };
  }
}

function estimated(
  held: Snapshot,
  deals: readonly Deal[],
  others: readonly Snapshot[],
  reasonsOf: ReasonsOf,
): EstimateAsDated {
  if (held.plans.length === 0) fail('no-plan', [], 'No plan is in force for this person.', 'Assign the person to one.');
  checkDays(held, deals);
  const unknown = earningsUnknown(held, deals, others);
  if (unknown) fail('earnings-of-others', [], unknown, 'Ask with them.');

  const notes: Note[] = [];
  const world = worldOf([held, ...others], deals, notes);
  const runs = held.plans.map((own) => runBoth(held, own, deals, world));
  for (const { warnings } of runs)
    for (const { code, message } of warnings)
      fail(code, [], message, code === 'rate-missing' ? 'Enter a rate.' : 'Mend the record.');
  const found: EstimateAsDated = {
    cannotSay: null,
    asOf: printDay(Math.max(...runs.map(({ account }) => account.asOf))),
    notes: notes.filter(
      ({ code, message }, i) => notes.findIndex((one) => one.code === code && one.message === message) === i,
    ),
    plans: runs.map((one) => planEstimate(held, one, deals, sharesOf(held, one.own, deals, world), reasonsOf)),
  };
  behind.set(found, runs);
  return found;
}

const behind = new WeakMap<EstimateAsDated, readonly Runs[]>();

/** The runs of a plan that an estimate was made of; undefined where it says nothing of that plan. */
export const runsOf = (found: EstimateAsDated, plan: string): Runs | undefined =>
  behind.get(found)?.find(({ own }) => own.plan.id === plan);

function planEstimate(
  held: Snapshot,
  runs: Runs,
  deals: readonly Deal[],
  shares: readonly DealShare[],
  reasonsOf: ReasonsOf,
): PlanEstimate {
  const { own, account, won, before, after, day } = runs;
  const { plan } = own;
  const { digits } = account.currency;
  const money = (minor: bigint): string => printMinor(minor, digits);
  const components = componentsOf(plan, after).map((component) =>
    componentEstimate(component, account, before, after, day),
  );
  const withoutDeals = new Map(before.map((one) => [one.period.name, one]));
  const withDeals = new Map(after.map((one) => [one.period.name, one]));
  // Who is no longer assigned has statements only where something moves: with the deals perhaps in more periods, or in fewer.
  const all = new Map([...before, ...after].map(({ period }) => [period.name, period]));
  const periods = [...all.values()]
    .sort((a, b) => a.first - b.first)
    .flatMap((period) => {
      const [then, now] = [withoutDeals.get(period.name) ?? unmovedPeriod, withDeals.get(period.name) ?? unmovedPeriod];
      const change = now.earned - then.earned;
      const isHeld = period.start <= day && day <= period.end;
      if (change === 0n && now.payable === then.payable && !isHeld) return [];
      return [
        {
          period: period.name,
          payday: paydayOf(plan, period),
          change: money(change),
          payable: [money(then.payable), money(now.payable)] as Pair<string>,
        },
      ];
    });
  const sum = (pick: (one: Measured['minor']) => bigint): bigint =>
    components.reduce((total, { minor }) => total + pick(minor), 0n);
  const [worth, change] = [sum((one) => one.worth), sum((one) => one.change)];
  return {
    plan: plan.id,
    name: plan.name,
    currency: plan.currency,
    worth: money(worth),
    change: money(change),
    because: reasonsOf(held, runs, deals, { worth, change, shares }),
    held: heldOf(won, new Set(deals.map(({ record }) => record['Id']))),
    acts: actingOn(after, day),
    shares,
    periods,
    components: components.map(({ shown }) => shown),
  };
}

/** A payment period without a statement. */
const unmovedPeriod = { earned: 0n, payable: 0n } as const;

/** The components to speak of: those of the version in force, and others that the runs have. */
function componentsOf(plan: Plan, periods: readonly AccountPeriod[]): Component[] {
  const byId = new Map(plan.components.map((component) => [component.id, component]));
  for (const { standings } of periods)
    for (const { component } of standings) if (!byId.has(component.id)) byId.set(component.id, component);
  return [...byId.values()];
}

interface Measured {
  readonly shown: ComponentEstimate;
  readonly minor: { readonly worth: bigint; readonly change: bigint };
}

function componentEstimate(
  component: Component,
  account: Account,
  before: readonly AccountPeriod[],
  after: readonly AccountPeriod[],
  day: Day,
): Measured {
  const { digits } = account.currency;
  const money = (minor: bigint): string => printMinor(minor, digits);
  const [then, now] = [standingsOf(before, component.id), standingsOf(after, component.id)];
  const worth = worthIn(now) - worthIn(then);
  const change = paid(now) - paid(then);
  const [b, a] = [standingAt(before, component.id, day), standingAt(after, component.id, day)];
  const text = (value: Standing['position'] | undefined): string | null => (value ? printDecimal(value) : null);
  return {
    minor: { worth, change },
    shown: {
      id: component.id,
      label: component.label ?? component.id,
      window: a?.window.name ?? '',
      unit: unitOf(a?.version.plan ?? account.versions[0].plan, component),
      credited: [text(b?.position), text(a?.position)],
      quota: text(a?.quota.amount),
      attainment: [text(b?.attainment), text(a?.attainment)],
      tier: [b ? tierReached(b) : null, a ? tierReached(a) : null],
      worth: money(worth),
      when: a ? whenPaid(a, account) : 'now',
      change: money(change),
      earnedInWindow: [money(b?.paid ?? 0n), money(a?.paid ?? 0n)],
      acts: a ? acting(a) : [],
      slices: a && b ? slicesBetween(b, a, account.currency) : [],
      next: a ? nextBound(a) : null,
    },
  };
}

/** A component in the payment period that holds a day, else in the last one. */
export function standingAt(periods: readonly AccountPeriod[], id: string, day: Day): Standing | undefined {
  return periodAt(periods, day)?.standings.find(({ component }) => component.id === id);
}

const periodAt = (periods: readonly AccountPeriod[], day: Day): AccountPeriod | undefined =>
  periods.find(({ period }) => period.start <= day && day <= period.end) ?? periods.at(-1);

const standingsOf = (periods: readonly AccountPeriod[], id: string): Standing[] =>
  periods.flatMap(({ standings }) => standings.filter(({ component }) => component.id === id));

const paid = (list: readonly Standing[]): bigint => list.reduce((sum, one) => sum + one.paid - one.paidBefore, 0n);

function whenPaid(standing: Standing, { assigned, calendar }: Account): ComponentEstimate['when'] {
  const gate = standing.shut[0];
  if (gate !== undefined) return { gate };
  if (standing.settled) return 'now';
  const { plan } = standing.version;
  return { period: periodOf(monthOf(lastAssigned(assigned, standing.window)), plan.pay ?? 'month', calendar).name };
}

/** What of a whole plan acts in the payment period that holds a day. */
function actingOn(periods: readonly AccountPeriod[], day: Day): string[] {
  const at = periodAt(periods, day);
  return [...(at?.limited ? ['limit'] : []), ...(at && (at.debtBefore !== 0n || at.debt !== 0n) ? ['debt'] : [])];
}

function acting({ shut, isCapped, quota, attainmentMissing, modifier }: Standing): string[] {
  return [
    ...(modifier.n === modifier.d ? [] : ['modifier']),
    ...(attainmentMissing ? ['no-quota'] : []),
    ...(quota.rampedToZero ? ['ramp'] : []),
    ...(isCapped ? ['cap'] : []),
    ...(shut.length > 0 ? ['gate'] : []),
  ];
}

/** When a period is paid, for display. */
export function paydayOf({ payday }: Plan, period: Period): string | null {
  if (!payday) return null;
  const month = period.first + period.months - 1 + (payday.months ?? 0);
  return printDay(firstDay(month) + Math.min(payday.day ?? 1, daysIn(month)) - 1);
}
