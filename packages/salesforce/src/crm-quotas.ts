// Quotas of the CRM as rows of the book: those of a forecasting type, added up over a component's window.
import {
  calendarOf,
  converter,
  parseDay,
  periodsBetween,
  printDay,
  sumOf,
  type Book,
  type Component,
  type CrmRecord,
  type Period,
  type Plan,
  type QuotaRow,
} from '@quotient/calc';
import { quotaField } from './fields.ts';
import { holdsQuota } from './org-quotas.ts';

export type QuotasAround = Pick<Book, 'plans' | 'assignments' | 'quotas' | 'rates' | 'corporateCurrency' | 'records'>;

export interface CrmQuotas {
  readonly rows: readonly QuotaRow[];
  /** Quotas of the CRM that are not taken, so that the plan's default counts, if it has one. */
  readonly refused: readonly RefusedQuota[];
}

export interface RefusedQuota {
  readonly plan: string;
  readonly component: string;
  /** null: nobody has one. */
  readonly payee: string | null;
  /** The name of the window; null: none has one. */
  readonly window: string | null;
  /** In words. */
  readonly why: string;
}

interface Days {
  readonly from: number;
  readonly to: number;
}

/** A quota as the CRM keeps it. */
interface Kept extends Days {
  readonly amount: string;
  readonly currency: string;
}

/**
 * What the CRM's quotas say where a component asks for them and the book has no row of its own. Quotas of shorter periods add
 * up to the window; an amount in another currency is converted at the rate of its first day. They have to cover the whole
 * window, or at least all days of it on which the payee is assigned: those are final, neither ramped nor prorated.
 */
export function crmQuotas(book: QuotasAround): CrmQuotas {
  const rows: QuotaRow[] = [];
  const refused: RefusedQuota[] = [];
  const isOwn = holdsQuota(book.quotas ?? []);
  for (const plan of book.plans)
    for (const component of plan.components) {
      if (typeof component.quota !== 'object') continue;
      const about = { plan: plan.id, component: component.id };
      const kept = keptOf(plan, component, book);
      const why = countsRatio(component, plan)
        ? 'its quota is a rate, and the CRM keeps amounts'
        : `the CRM has no quota of ${typeOf(component)}`;
      if (kept.size === 0) refused.push({ ...about, payee: null, window: null, why });
      for (const [payee, list] of kept)
        for (const window of windowsOf(list, plan, component, book.plans)) {
          const row: QuotaRow = { payee, ...about, period: window.name, amount: '0' };
          const days = assignedDays(payee, plan.id, window, book);
          if (days.length === 0 || isOwn(row)) continue;
          const quota = quotaIn(window, list, days, plan, book);
          if ('why' in quota) refused.push({ ...about, payee, window: window.name, why: quota.why });
          else rows.push({ ...row, ...quota });
        }
    }
  return { rows, refused };
}

function typeOf({ quota }: Component): string {
  if (typeof quota !== 'object') return '';
  return `forecasting type ${quota.crm}${quota.productFamily === undefined ? '' : ` and product family ${quota.productFamily}`}`;
}

const countsRatio = ({ measure }: Component, { measures }: Plan): boolean =>
  measure !== undefined && measures[measure]?.ratio !== undefined;

/** The quotas that a component asks for, by their owner: amounts where it counts money, else quantities. */
function keptOf(plan: Plan, component: Component, book: QuotasAround): Map<string, Kept[]> {
  const { quota } = component;
  const kept = new Map<string, Kept[]>();
  if (typeof quota !== 'object' || countsRatio(component, plan)) return kept;
  const field = quotaField(component, plan);
  for (const record of book.records?.['ForecastingQuota'] ?? []) {
    if (!isSame(parentOf(record, 'ForecastingType')['DeveloperName'], quota.crm)) continue;
    if (quota.productFamily !== undefined && !isSame(record['ProductFamily'], quota.productFamily)) continue;
    const [amount, owner] = [record[field] ?? null, String(record['QuotaOwnerId'])];
    const [from, to] = [parseDay(String(record['StartDate'])), parseDay(String(parentOf(record, 'Period')['EndDate']))];
    if (from === null || to === null || amount === null) continue;
    const currency =
      field === 'QuotaAmount' ? String(record['CurrencyIsoCode'] ?? book.corporateCurrency) : plan.currency;
    kept.set(owner, [...(kept.get(owner) ?? []), { from, to, amount: String(amount), currency }]);
  }
  return kept;
}

const parentOf = (record: CrmRecord, name: string): CrmRecord => (record[name] ?? {}) as CrmRecord;
const isSame = (value: unknown, text: string): boolean => String(value ?? '').toLowerCase() === text.toLowerCase();
const dayOf = (text: string | null | undefined): number => parseDay(text ?? '') ?? Number.POSITIVE_INFINITY;

/** The windows that quotas touch and at whose end this version of the plan is in force, or was the last one. */
function windowsOf(
  kept: readonly Kept[],
  { id, effective }: Plan,
  { window }: Component,
  plans: readonly Plan[],
): Period[] {
  const calendar = calendarOf(plans.find((plan) => plan.id === id) as Plan);
  const touched = kept.flatMap(({ from, to }) => [...periodsBetween(from, to, window, calendar)]);
  const later = plans.filter((plan) => plan.id === id && plan.effective.from > effective.from);
  return [...new Map(touched.map((one) => [one.name, one])).values()].filter(
    ({ start, end }) =>
      dayOf(effective.from) <= end &&
      dayOf(effective.to) >= start &&
      !later.some((plan) => dayOf(plan.effective.from) <= end),
  );
}

/** The days of a window on which a payee is assigned to a plan that is in force. */
function assignedDays(
  payee: string,
  plan: string,
  { start, end }: Period,
  { assignments, plans }: QuotasAround,
): Days[] {
  const versions = plans.filter(({ id }) => id === plan).map(({ effective }) => effective);
  return assignments
    .filter((one) => one.payee === payee && one.plan === plan)
    .flatMap((own) =>
      versions.map(({ from, to }) => ({
        from: Math.max(dayOf(own.from), dayOf(from), start),
        to: Math.min(dayOf(own.to), dayOf(to), end),
      })),
    )
    .filter(({ from, to }) => from <= to);
}

/** The amount of a window, or why the CRM's quotas do not say one. */
function quotaIn(
  window: Period,
  kept: readonly Kept[],
  assigned: readonly Days[],
  { currency, rounding }: Plan,
  { rates = [], corporateCurrency = currency }: QuotasAround,
): Pick<QuotaRow, 'amount' | 'prorated'> | { readonly why: string } {
  const own = kept.filter(({ from, to }) => from <= window.end && to >= window.start);
  const wide = own.find(({ from, to }) => from < window.start || to > window.end);
  if (wide) return { why: `the CRM's quota from ${daysInWords(wide)} does not lie in one window` };
  const ranges = [...new Map(own.map(({ from, to }) => [`${from} ${to}`, { from, to }])).values()];
  const twice = ranges.find((one) => ranges.some((two) => two !== one && two.from <= one.to && one.from <= two.to));
  if (twice) return { why: `the CRM has quotas for several periods with days from ${daysInWords(twice)}` };
  const gap = assigned.flatMap((days) => uncovered(days, ranges)).toSorted((a, b) => a - b)[0];
  if (gap !== undefined) return { why: `the CRM has quotas for a part of it, and none for ${printDay(gap)}` };
  const convert = converter(rates, corporateCurrency, rounding);
  const amounts = own.map((one) => convert(one.amount, one.currency, currency, one.from));
  const without = own[amounts.indexOf(null)];
  if (without) return { why: `there is no rate from ${without.currency} to ${currency} on ${printDay(without.from)}` };
  const isWhole = uncovered({ from: window.start, to: window.end }, ranges).length === 0;
  return { amount: sumOf(amounts as string[]), ...(!isWhole && { prorated: true }) };
}

const daysInWords = ({ from, to }: Days): string => `${printDay(from)} to ${printDay(to)}`;

/** The first day that no range covers, if there is one. */
function uncovered({ from, to }: Days, ranges: readonly Days[]): number[] {
  let day = from;
  for (const range of ranges.toSorted((a, b) => a.from - b.from))
    if (range.from <= day && day <= range.to) day = range.to + 1;
  return day <= to ? [day] : [];
}
