// What open deals would earn: the difference of two full runs, with and without them.
import type { CrmRecord } from './book.ts';
import { lastAssigned, type Standing } from './component.ts';
import { credit, unitOf, type Credits, type Source } from './credit.ts';
import { ratesOf } from './currency.ts';
import { printDecimal, printMinor } from './decimal.ts';
import type { ComponentEstimate, Deal, Estimate, Pair, PlanEstimate } from './estimate-result.ts';
import { field } from './filter.ts';
import { join, pick, type Draft } from './ledger.ts';
import {
  calendarOf,
  dayInZone,
  daysIn,
  monthOf,
  parseDay,
  periodOf,
  printDay,
  firstDay,
  type Day,
  type Period,
} from './period.ts';
import type { Component, Plan } from './plan.ts';
import { nextBound, slicesBetween } from './slices.ts';
import { accountOf, draftsOf } from './snapshot-account.ts';
import { anotherVersion, isReadableVersion } from './snapshot-read.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { periodsOf, type Account, type AccountPeriod } from './statement.ts';
import { stretches } from './assignment.ts';
import { timelines } from './timeline.ts';

type Note = Estimate['notes'][number];

/** Both runs of one plan, and what was found on the way. */
export interface Runs {
  readonly own: SnapshotPlan;
  readonly account: Account;
  readonly before: readonly AccountPeriod[];
  readonly after: readonly AccountPeriod[];
  /** The day that the last of the deals counts on. */
  readonly day: Day;
  readonly credits: Credits;
}

/**
 * What the deals would change for the snapshot's payee, each counted as won with its changes on top.
 * Never throws on what a deal holds: `cannotSay` has the reason. Source: interfaces, "Estimates".
 */
export function estimate(held: Snapshot, deals: readonly Deal[]): Estimate {
  const nobody = (code: string, message: string): Estimate => ({
    cannotSay: { code, message },
    asOf: held.asOf,
    notes: [],
    plans: [],
  });
  if (!isReadableVersion(held.version))
    return nobody('another-version', `${anotherVersion(held.version)} Publish it again.`);
  if (held.plans.length === 0) return nobody('no-plan', 'No plan is in force for this person.');

  const notes: Note[] = [];
  const runs = held.plans.map((own) => runBoth(held, own, deals, notes));
  for (const { credits, own } of runs) {
    for (const [, warnings] of credits.warnings) for (const { code, message } of warnings) return nobody(code, message);
    const missing = undated(own.plan, deals);
    if (missing) return nobody('date-missing', missing);
  }
  const asOf = printDay(Math.max(...runs.map(({ account }) => account.asOf)));
  return {
    cannotSay: null,
    asOf,
    notes: notes.filter(
      ({ code, message }, i) => notes.findIndex((one) => one.code === code && one.message === message) === i,
    ),
    plans: runs.map(planEstimate),
  };
}

/** A record as it would be once won: closed and won, in the org's won stage, with the changes on top. */
function asWon({ record, set }: Deal, wonStage: string | undefined): CrmRecord {
  return { ...record, IsClosed: true, IsWon: true, ...(wonStage ? { StageName: wonStage } : {}), ...set };
}

const objectOf = (deal: Deal): string => deal.object ?? 'Opportunity';

/** The fields that date a deal of an object in a plan. */
function dateFields(plan: Plan, object: string): string[] {
  const measures = Object.values(plan.measures).filter((measure) =>
    [measure.object, measure.ratio?.of.object, measure.ratio?.per.object].includes(object),
  );
  return [...new Set(measures.flatMap(({ date }) => date ?? []))];
}

const readDay = (value: unknown, plan: Plan): Day | null =>
  typeof value !== 'string' ? null : value.length === 10 ? parseDay(value) : dayInZone(value, plan.timeZone ?? 'UTC');

/** Why a deal cannot be dated, or null. */
function undated(plan: Plan, deals: readonly Deal[]): string | null {
  for (const deal of deals) {
    for (const name of dateFields(plan, objectOf(deal))) {
      const value = field(name)({ ...deal.record, ...deal.set });
      if (readDay(value, plan) === null)
        return `The deal has no ${name} that is a date${value === null ? '' : ` ("${String(value)}")`}, so no period can be said.`;
    }
  }
  return null;
}

/** Runs a plan of the snapshot with and without the deals. */
export function runBoth(held: Snapshot, own: SnapshotPlan, deals: readonly Deal[], notes: Note[] = []): Runs {
  const { plan } = own;
  const today = parseDay(held.asOf) as Day;
  const open = periodOf(monthOf(today), plan.pay ?? 'month', calendarOf(plan));
  let latest = today;
  let counted = Number.NEGATIVE_INFINITY;
  const won = deals.map((deal) => {
    let record = asWon(deal, held.wonStage);
    for (const name of dateFields(plan, objectOf(deal))) {
      const day = readDay(field(name)(record), plan);
      if (day === null) continue;
      if (day < open.start) {
        notes.push({
          code: 'ended-period',
          message: `${name} ${printDay(day)} lies in a period that has ended, so the deal is taken at ${held.asOf}.`,
        });
        record = { ...record, [name]: held.asOf };
      }
      counted = Math.max(counted, day < open.start ? today : day);
      latest = Math.max(latest, day);
    }
    return { object: objectOf(deal), record };
  });
  const assigned = stretches(own.assignments, plan);
  const records = {
    ...related(deals),
    ...Object.fromEntries(
      [...Map.groupBy(won, ({ object }) => object)].map(([object, list]) => [object, list.map(({ record }) => record)]),
    ),
  };
  const source: Source = {
    records,
    timeline: timelines(records),
    entries: [],
    rates: ratesOf(held.rates, held.corporateCurrency),
    corporateCurrency: held.corporateCurrency,
    above: (person) =>
      held.below[person] === undefined ? [] : [{ manager: held.payee.Id, distance: held.below[person] }],
    dated: false,
  };
  const credits = credit(plan, source, { assigned: new Map([[held.payee.Id, assigned]]), asOf: latest });
  const ids = new Set(deals.map(({ record }) => record['Id']));
  const without = (key: string): Draft | undefined => {
    const drafted = draftsOf(own, key);
    return drafted?.at.some(({ id }) => ids.has(id))
      ? pick(
          drafted,
          [...drafted.at.keys()].filter((i) => !ids.has(drafted.at[i]?.id)),
        )
      : drafted;
  };
  const withDeals = (key: string): Draft | undefined => {
    const base = without(key);
    const added = credits.byMeasure.get(key)?.get(held.payee.Id);
    return added && base ? join(base, added) : (added ?? base);
  };
  const account = accountOf(held, own, latest, without);
  return {
    own,
    account,
    before: [...periodsOf(account)],
    after: [...periodsOf(accountOf(held, own, latest, withDeals))],
    day: counted === Number.NEGATIVE_INFINITY ? today : counted,
    credits,
  };
}

function related(deals: readonly Deal[]): Record<string, CrmRecord[]> {
  const rows: Record<string, CrmRecord[]> = {};
  for (const deal of deals)
    for (const [object, list] of Object.entries(deal.related ?? {})) (rows[object] ??= []).push(...list);
  return rows;
}

function planEstimate({ own, account, before, after, day }: Runs): PlanEstimate {
  const { plan } = own;
  const { digits } = account.currency;
  const money = (minor: bigint): string => printMinor(minor, digits);
  const components = plan.components.map((component) => componentEstimate(component, account, before, after, day));
  const periods = after.flatMap((now, i) => {
    const then = before[i];
    const change = now.earned - (then?.earned ?? 0n);
    const held = now.period.start <= day && day <= now.period.end;
    if (!then || (change === 0n && now.payable === then.payable && !held)) return [];
    return [
      {
        period: now.period.name,
        payday: paydayOf(plan, now.period),
        change: money(change),
        payable: [money(then.payable), money(now.payable)] as Pair<string>,
      },
    ];
  });
  const sum = (pick: (one: { worth: bigint; change: bigint }) => bigint): string =>
    money(components.reduce((total, { minor }) => total + pick(minor), 0n));
  return {
    plan: plan.id,
    name: plan.name,
    currency: plan.currency,
    worth: sum(({ worth }) => worth),
    change: sum(({ change }) => change),
    periods,
    components: components.map(({ shown }) => shown),
  };
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
  const worth = moved(now) - moved(then);
  const change = paid(now) - paid(then);
  const [b, a] = [standingAt(before, component.id, day), standingAt(after, component.id, day)];
  const text = (value: Standing['position'] | undefined): string | null => (value ? printDecimal(value) : null);
  return {
    minor: { worth, change },
    shown: {
      id: component.id,
      label: component.label ?? component.id,
      window: a?.window.name ?? '',
      unit: unitOf(account.plan, component),
      credited: [text(b?.position), text(a?.position)],
      quota: text(a?.quota.amount),
      attainment: [text(b?.attainment), text(a?.attainment)],
      worth: money(worth),
      when: a ? whenPaid(a, account) : 'now',
      change: money(change),
      earnedInWindow: [money(b?.paid ?? 0n), money(a?.paid ?? 0n)],
      acts: a ? acting(a) : [],
      slices: a && b ? slicesBetween(component, b, a, account.currency) : [],
      next: a ? nextBound(component, a) : null,
    },
  };
}

/** A component in the payment period that holds a day, else in the last one. */
export function standingAt(periods: readonly AccountPeriod[], id: string, day: Day): Standing | undefined {
  const holding = periods.find(({ period }) => period.start <= day && day <= period.end) ?? periods.at(-1);
  return holding?.standings.find(({ component }) => component.id === id);
}

const standingsOf = (periods: readonly AccountPeriod[], id: string): Standing[] =>
  periods.flatMap(({ standings }) => standings.filter(({ component }) => component.id === id));

/** Σ over windows of what the payout function says at their last payment period. */
function moved(list: readonly Standing[]): bigint {
  const last = new Map(list.map(({ window, total }) => [window.first, total]));
  return [...last.values()].reduce((sum, total) => sum + total, 0n);
}

const paid = (list: readonly Standing[]): bigint => list.reduce((sum, one) => sum + one.paid - one.paidBefore, 0n);

function whenPaid(standing: Standing, { assigned, plan, calendar }: Account): ComponentEstimate['when'] {
  const gate = standing.shut[0];
  if (gate !== undefined) return { gate };
  if (standing.settled) return 'now';
  return { period: periodOf(monthOf(lastAssigned(assigned, standing.window)), plan.pay ?? 'month', calendar).name };
}

function acting({ shut, isCapped, quota, attainmentMissing }: Standing): string[] {
  return [
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
