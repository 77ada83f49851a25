// Date literals and date functions of SOQL, by the org's clock and fiscal year. Weeks begin on Sunday; days are UTC.
import type { Value } from '../org.ts';

export interface Calendar {
  readonly today: string;
  readonly fiscalStart: number;
  readonly namedByStart: boolean;
}

/** From the first day up to, not including, the second. */
export type Range = readonly [from: string, until: string];

const day = (year: number, month: number, date: number): string =>
  new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);

/** The range of `TODAY`, `LAST_N_DAYS:30`, `THIS_FISCAL_QUARTER` and the like; null where the literal is unknown. */
export function rangeOf(literal: string, calendar: Calendar): Range | null {
  const [name = '', count = ''] = literal.toUpperCase().split(':');
  const n = Number(count);
  const now = new Date(`${calendar.today}T00:00:00Z`);
  const [y, m, d] = [now.getUTCFullYear(), now.getUTCMonth(), now.getUTCDate()];
  const sunday = d - now.getUTCDay();
  const intoFiscal = (m - (calendar.fiscalStart - 1) + 12) % 12;
  const unit: Readonly<Record<string, (shift: number, length: number) => Range>> = {
    DAY: (shift, length) => [day(y, m, d + shift), day(y, m, d + shift + length)],
    WEEK: (shift, length) => [day(y, m, sunday + 7 * shift), day(y, m, sunday + 7 * (shift + length))],
    MONTH: (shift, length) => [day(y, m + shift, 1), day(y, m + shift + length, 1)],
    QUARTER: (shift, length) => [day(y, m - (m % 3) + 3 * shift, 1), day(y, m - (m % 3) + 3 * (shift + length), 1)],
    YEAR: (shift, length) => [day(y + shift, 0, 1), day(y + shift + length, 0, 1)],
    FISCAL_QUARTER: (shift, length) => [
      day(y, m - (intoFiscal % 3) + 3 * shift, 1),
      day(y, m - (intoFiscal % 3) + 3 * (shift + length), 1),
    ],
    FISCAL_YEAR: (shift, length) => [
      day(y, m - intoFiscal + 12 * shift, 1),
      day(y, m - intoFiscal + 12 * (shift + length), 1),
    ],
  };
  const single: Readonly<Record<string, Range>> = {
    TODAY: [day(y, m, d), day(y, m, d + 1)],
    YESTERDAY: [day(y, m, d - 1), day(y, m, d)],
    TOMORROW: [day(y, m, d + 1), day(y, m, d + 2)],
    LAST_90_DAYS: [day(y, m, d - 90), day(y, m, d + 1)],
    NEXT_90_DAYS: [day(y, m, d + 1), day(y, m, d + 91)],
  };
  if (single[name]) return single[name];
  const plain = /^(THIS|LAST|NEXT)_(WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)$/.exec(name);
  if (plain) return unit[plain[2] ?? '']?.({ THIS: 0, LAST: -1, NEXT: 1 }[plain[1] ?? ''] ?? 0, 1) ?? null;
  const counted = /^(LAST|NEXT)_N_(DAY|WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)S$/.exec(name);
  if (counted && Number.isInteger(n) && n >= 0) {
    const make = unit[counted[2] ?? ''];
    if (counted[2] === 'DAY')
      return counted[1] === 'LAST' ? [day(y, m, d - n), day(y, m, d + 1)] : [day(y, m, d + 1), day(y, m, d + 1 + n)];
    return make?.(counted[1] === 'LAST' ? -n : 1, n) ?? null;
  }
  const ago = /^N_(DAY|WEEK|MONTH|QUARTER|YEAR|FISCAL_QUARTER|FISCAL_YEAR)S_AGO$/.exec(name);
  return ago && Number.isInteger(n) ? (unit[ago[1] ?? '']?.(-n, 1) ?? null) : null;
}

/** CALENDAR_YEAR and its like on a date or date-time; null stays null. */
export function dateFunction(name: string, calendar: Calendar): ((value: Value) => Value) | null {
  const on =
    (read: (date: Date) => Value) =>
    (value: Value): Value =>
      typeof value === 'string'
        ? read(new Date(value.length === 10 ? `${value}T00:00:00Z` : value.replace(/([+-]\d\d)(\d\d)$/, '$1:$2')))
        : null;
  const into = (date: Date): number => (date.getUTCMonth() + 1 - calendar.fiscalStart + 12) % 12;
  switch (name.toUpperCase()) {
    case 'CALENDAR_YEAR':
      return on((date) => date.getUTCFullYear());
    case 'CALENDAR_QUARTER':
      return on((date) => Math.floor(date.getUTCMonth() / 3) + 1);
    case 'CALENDAR_MONTH':
      return on((date) => date.getUTCMonth() + 1);
    case 'DAY_IN_MONTH':
      return on((date) => date.getUTCDate());
    case 'DAY_IN_WEEK':
      return on((date) => date.getUTCDay() + 1);
    case 'DAY_ONLY':
      return on((date) => date.toISOString().slice(0, 10));
    case 'HOUR_IN_DAY':
      return on((date) => date.getUTCHours());
    case 'FISCAL_QUARTER':
      return on((date) => Math.floor(into(date) / 3) + 1);
    case 'FISCAL_MONTH':
      return on((date) => into(date) + 1);
    case 'FISCAL_YEAR':
      return on((date) => {
        const start =
          date.getUTCMonth() + 1 >= calendar.fiscalStart ? date.getUTCFullYear() : date.getUTCFullYear() - 1;
        return calendar.namedByStart || calendar.fiscalStart === 1 ? start : start + 1;
      });
    default:
      return null;
  }
}
