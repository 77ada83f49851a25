// Benchmarks: what figures of a snapshot are compared with. Totals of many people, and the payee's own past.
import type { Stretch } from './assignment.ts';
import { closedDeals, dealGroups, fewestDeals, fewestPeople, inOrder, type ClosedDeal } from './benchmarks-deals.ts';
import type { Book } from './book.ts';
import type { Benchmarks } from './coaching-schema.ts';
import { printDecimal } from './decimal.ts';
import { fraction, type Fraction } from './fraction.ts';
import { compareText } from './order.ts';
import { creditKeys } from './part.ts';
import { monthOf, parseDay, periodOf, type Day, type Period } from './period.ts';
import type { Component, Plan } from './plan.ts';
import { quotaOf } from './quota.ts';
import { versionIn, type Account, type OwnVersion } from './run.ts';
import { segmentReader } from './segment.ts';
import type { Source } from './credit.ts';
import { recordsOf } from './timeline.ts';

/**
 * The benchmarks of a book, for the snapshot of each payee. Groups of fewer than 5 people or 10 deals are left out: they
 * say nothing, and too much of somebody. Amounts stay in the currency that they are in.
 */
export function benchmarksOf(
  book: Book,
  { corporateCurrency }: Pick<Source, 'corporateCurrency'>,
  accounts: readonly Account[],
): (payee: string) => Benchmarks {
  const asOf = parseDay(book.asOf) as Day;
  const deals = closedDeals(recordsOf(book.records ?? {}, 'Opportunity'), asOf, segmentReader(book.segments));
  const groups = dealGroups(deals, corporateCurrency, book.coaching?.fields?.['discount']);
  const byOwner = Map.groupBy(deals, ({ owner }) => owner);
  const byPayee = Map.groupBy(accounts, ({ payee }) => payee);
  const quotas = quotasOf(accounts, asOf);
  const managerOf = new Map((book.users ?? []).map(({ Id, ManagerId }) => [Id, ManagerId ?? null]));
  const teams = Map.groupBy(byOwner.keys(), (person) => managerOf.get(person) ?? null);
  const made = new Map<string | null, Benchmarks['team']>();
  const teamOf = (payee: string): Benchmarks['team'] => {
    const manager = managerOf.get(payee) ?? null;
    if (!made.has(manager))
      made.set(manager, manager === null ? null : teamFrom(teams.get(manager) ?? [], (one) => byOwner.get(one) ?? []));
    return made.get(manager) ?? null;
  };
  return (payee) => {
    const own = byPayee.get(payee) ?? [];
    const plans = new Set(own.flatMap(({ versions }) => versions.map(({ plan }) => plan.id)));
    return {
      deals: groups,
      quotas: quotas.filter(({ plan }) => plans.has(plan)),
      team: teamOf(payee),
      own: {
        deals: [...Map.groupBy(byOwner.get(payee) ?? [], ({ segment }) => segment)]
          .map(([segment, list]) => ({ segment, closed: list.length, won: wonOf(list) }))
          .sort((a, b) => compareText(a.segment ?? '', b.segment ?? '')),
        late: own.flatMap((account) => lateOf(account, asOf)),
      },
    };
  };
}

const wonOf = (deals: readonly ClosedDeal[]): number => deals.filter(({ isWon }) => isWon).length;

function teamFrom(people: readonly string[], dealsOf: (person: string) => readonly ClosedDeal[]): Benchmarks['team'] {
  const deals = people.flatMap(dealsOf);
  if (people.length < fewestPeople || deals.length < fewestDeals) return null;
  return { people: people.length, closed: deals.length, won: wonOf(deals) };
}

/** The rules in force at the end of the payment period that holds a day. */
function ruledBy({ versions, calendar }: Account, day: Day): OwnVersion {
  const [first] = versions;
  return versionIn(versions, periodOf(monthOf(day), first.plan.pay ?? 'month', calendar));
}

/** Medians of the quotas of those who are assigned to a plan on all days of a window, without a ramp. */
function quotasOf(accounts: readonly Account[], asOf: Day): Benchmarks['quotas'] {
  const found = new Map<string, { plan: Plan; component: Component; window: Period; amounts: Fraction[] }>();
  for (const account of accounts) {
    const { plan } = ruledBy(account, asOf);
    for (const component of plan.components) {
      const window = periodOf(monthOf(asOf), component.window, account.calendar);
      if (component.measure === undefined || !isSettledIn(account.assigned, window)) continue;
      const { amount } = quotaOf(plan, component, window, account.assigned, account.quotas);
      if (amount === null || amount.n <= 0n) continue;
      const key = JSON.stringify([plan.id, component.id, window.name]);
      const group = found.get(key) ?? { plan, component, window, amounts: [] };
      group.amounts.push(amount);
      found.set(key, group);
    }
  }
  return [...found.values()].flatMap(({ plan, component, window, amounts }) => {
    const n = amounts.length;
    if (n < fewestPeople) return [];
    const median = inOrder(amounts)[Math.ceil(n / 2) - 1] as Fraction;
    return [{ plan: plan.id, component: component.id, window: window.name, n, median: printDecimal(median) }];
  });
}

/** Assigned on all days of a window, without a ramp. */
export const isSettledIn = (assigned: readonly Stretch[], { start, end }: Period): boolean =>
  assigned.some(({ from, to, ramp }) => from <= start && to >= end && ramp.length === 0);

/** So many past windows are looked at. */
const mostWindows = 4;

/** What share of past windows was credited in their last fifth: of the first component that counts records by quarter or longer. */
function lateOf(account: Account, asOf: Day): Benchmarks['own']['late'] {
  const { plan, ledgerOf } = ruledBy(account, asOf);
  const component = plan.components.find(({ measure: name, window }) => {
    const measure = name === undefined ? undefined : plan.measures[name];
    return window !== 'month' && measure && !measure.ratio && !measure.earnings;
  });
  const name = component?.measure;
  const measure = name === undefined ? undefined : plan.measures[name];
  if (!component || name === undefined || !measure) return [];
  const windows = pastWindows(account, component, asOf);
  const [first, last] = [windows.at(-1), windows[0]];
  if (!first || !last) return [];
  const [key = name] = creditKeys(name, measure);
  const { at, amounts } = ledgerOf(key, asOf);
  let [all, late] = [0n, 0n];
  for (const [i, { day }] of at.entries()) {
    if (day < first.start || day > last.end) continue;
    const window = windows.find(({ start }) => start <= day) as Period;
    const amount = BigInt(amounts[i] as number | bigint);
    all += amount;
    if (day >= lastFifth(window)) late += amount;
  }
  if (all <= 0n) return [];
  return [
    {
      plan: plan.id,
      component: component.id,
      windows: windows.length,
      share: printDecimal(fraction(late, all), 4),
    },
  ];
}

/** The first day of the last fifth of a window. */
const lastFifth = ({ start, end }: Period): Day => end + 1 - Math.floor((end - start + 1) / 5);

/** The windows that ended before a day and in which the payee was assigned all along, the latest first. */
function pastWindows({ assigned, calendar }: Account, { window: unit }: Component, asOf: Day): Period[] {
  const windows: Period[] = [];
  let window = periodOf(periodOf(monthOf(asOf), unit, calendar).first - 1, unit, calendar);
  while (windows.length < mostWindows && assigned.some(({ from, to }) => from <= window.start && to >= window.end)) {
    windows.push(window);
    window = periodOf(window.first - 1, unit, calendar);
  }
  return windows;
}
