// Quota and target of a component in the reference calculation: an amount spread over the window's months or days.
import { stretchesOf, type Account } from './account.ts';
import { days, earlier, firstOf, lastOf, later, monthsFrom, type Span } from './calendar.ts';
import { isZero, must, q, sum, times, unit, type Q } from './numbers.ts';
import type { QuotaState } from './table.ts';
import type { Amount, Assignment, Component, Plan } from './types.ts';

interface Part {
  readonly month: string;
  readonly entry: Assignment | null;
  /** Of the window's amount, before any ramp. */
  readonly share: Q;
}

/** Quota and target for one window; against: to-date takes the months that begin up to a day. */
export function quotaOf(account: Account, plan: Plan, component: Component, window: Span, until: string): QuotaState {
  const { run, payee } = account;
  const rows = (run.book.quotas ?? []).filter(
    (row) => row.payee === payee && row.component === component.id && row.period === window.name,
  );
  const row = rows.find((one) => one.plan === plan.id) ?? rows.find((one) => one.plan === undefined);
  const fallback = typeof component.quota === 'object' ? component.quota.default : component.quota;
  const given = row ? must(row.amount) : fallback === undefined ? null : must(fallback);
  const months =
    component.against === 'to-date' ? window.months.filter((month) => firstOf(month) <= until) : window.months;
  const parts = partsOf(account, plan, window, months);

  const targetIn = (entry: Assignment | null): Amount | undefined => entry?.targets?.[component.id] ?? component.target;
  const hasTarget =
    component.target !== undefined ||
    stretchesOf(account).some(({ entry }) => entry.targets?.[component.id] !== undefined);
  const target = hasTarget ? sum(parts.map(({ entry, share }) => times(share, must(targetIn(entry) ?? 0)))) : null;

  const isRate = component.measure !== undefined && plan.measures[component.measure]?.ratio !== undefined;
  if (given === null || isRate) return { amount: given, full: given, target, isYetToCome: false };
  if (row?.prorated) {
    const amount = times(given, q(months.length, window.months.length));
    return { amount, full: amount, target, isYetToCome: false };
  }
  const amount = sum(parts.map((part) => times(times(given, part.share), rampOf(part))));
  const full = sum(parts.map((part) => times(given, part.share)));
  return { amount, full, target, isYetToCome: isZero(amount) && !isZero(full) };
}

/** The assigned parts of some of a window's months. */
function partsOf(account: Account, { proration = 'days' }: Plan, window: Span, months: readonly string[]): Part[] {
  const own = stretchesOf(account);
  return months.flatMap((month): Part[] => {
    if (proration === 'none') {
      // For the entry in force at the month's end; where there is none, the next one, else the last one.
      const inForce = own.find(({ to }) => to >= lastOf(month)) ?? own.at(-1);
      return [{ month, entry: inForce?.entry ?? null, share: q(1, window.months.length) }];
    }
    const inMonth = days(firstOf(month), lastOf(month));
    const whole = proration === 'days' ? window.months.length * inMonth : days(window.start, window.end);
    return own
      .map(({ from, to, entry }) => ({
        entry,
        assigned: days(later(from, firstOf(month)), earlier(to, lastOf(month))),
      }))
      .filter(({ assigned }) => assigned > 0)
      .map(({ entry, assigned }) => ({ month, entry, share: q(assigned, whole) }));
  });
}

function rampOf({ month, entry }: Part): Q {
  const nth = entry ? monthsFrom(entry.from.slice(0, 7), month) : 0;
  const share = nth < 0 ? undefined : entry?.ramp?.[nth];
  return share === undefined ? unit : must(share);
}
