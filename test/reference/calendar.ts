// Days of the reference calculation: text such as 2026-03-31, which sorts as the days do.

const shown = (date: Date): string => date.toISOString().slice(0, 10);
const at = (day: string): Date => new Date(`${day}T00:00:00Z`);

const known = new Map<string, unknown>();
/** What the calendar says is the same in every book: it is worked out once. */
function remembered<T>(key: string, make: () => T): T {
  if (!known.has(key)) known.set(key, make());
  return known.get(key) as T;
}

export const later = (a: string, b: string): string => (a > b ? a : b);
export const earlier = (a: string, b: string): string => (a < b ? a : b);
export const endOfTime = '9999-12-31';

export const shiftMonth = (month: string, by: number): string => {
  const count = Number(month.slice(0, 4)) * 12 + Number(month.slice(5, 7)) - 1 + by;
  return `${String(Math.floor(count / 12)).padStart(4, '0')}-${String((count % 12) + 1).padStart(2, '0')}`;
};
export const monthsFrom = (a: string, b: string): number =>
  Number(b.slice(0, 4)) * 12 + Number(b.slice(5, 7)) - Number(a.slice(0, 4)) * 12 - Number(a.slice(5, 7));
export const firstOf = (month: string): string => `${month}-01`;
export const lastOf = (month: string): string =>
  remembered(`last ${month}`, () => dayAfter(firstOf(shiftMonth(month, 1)), -1));
export const dayAfter = (day: string, days = 1): string => shown(new Date(at(day).getTime() + days * 86_400_000));
/** Days from one to another, both counted; 0 where the second lies before the first. */
export const days = (from: string, to: string): number =>
  from > to ? 0 : (Date.parse(to) - Date.parse(from)) / 86_400_000 + 1;

/** The same day so many months later, or the month's last day where it has none. */
export function monthsLater(day: string, months: number): string {
  const month = shiftMonth(day.slice(0, 7), months);
  return earlier(`${month}-${day.slice(8)}`, lastOf(month));
}

/** Months that are complete between two days; 0 where the second lies before the first. */
export function wholeMonths(from: string, to: string): number {
  let months = 0;
  while (monthsLater(from, months + 1) <= to) months++;
  return months;
}

export interface Span {
  readonly name: string;
  readonly months: readonly string[];
  readonly start: string;
  readonly end: string;
}

export interface FiscalCalendar {
  readonly fiscalYearStart: number;
  readonly yearNamedBy?: 'start' | 'end' | undefined;
}
export type SpanUnit = 'month' | 'quarter' | 'half' | 'year';
const length = { month: 1, quarter: 3, half: 6, year: 12 } as const;

/** The month, quarter, half or year that holds a day. */
export function spanAt(day: string, unit: SpanUnit, calendar: FiscalCalendar): Span {
  const month = day.slice(0, 7);
  const { fiscalYearStart, yearNamedBy = 'start' } = calendar;
  return remembered(`${unit} ${month} ${fiscalYearStart} ${yearNamedBy}`, () => spanOf(month, unit, calendar));
}

function spanOf(month: string, unit: SpanUnit, { fiscalYearStart, yearNamedBy }: FiscalCalendar): Span {
  const intoYear = (Number(month.slice(5)) - fiscalYearStart + 12) % 12;
  const first = shiftMonth(month, -(intoYear % length[unit]));
  const yearStart = shiftMonth(month, -intoYear);
  const year = (yearNamedBy === 'end' ? shiftMonth(yearStart, 11) : yearStart).slice(0, 4);
  const nth = Math.floor(intoYear / length[unit]) + 1;
  const names = { month: first, quarter: `${year}-Q${nth}`, half: `${year}-H${nth}`, year };
  const months = Array.from({ length: length[unit] }, (_, i) => shiftMonth(first, i));
  return { name: names[unit], months, start: firstOf(first), end: lastOf(shiftMonth(first, length[unit] - 1)) };
}

const zoneOf = (timeZone: string): Intl.DateTimeFormat =>
  remembered(`zone ${timeZone}`, () => new Intl.DateTimeFormat('sv-SE', { timeZone }));

const isDay = (date: string): boolean =>
  remembered(`day ${date}`, () => !Number.isNaN(at(date).getTime()) && shown(at(date)) === date);

/**
 * The calendar day of a date, or of a date with a time in a time zone; null where it is neither. A time that names no zone
 * cannot be shifted: its date is taken as it stands.
 */
export function dayIn(value: unknown, timeZone: string): string | null {
  const [, date, zone] =
    /^(\d{4}-\d\d-\d\d)(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?)?$/i.exec(String(value)) ?? [];
  if (date === undefined || !isDay(date)) return null;
  if (zone === undefined) return date;
  const instant = new Date(String(value).replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
  return Number.isNaN(instant.getTime()) ? null : zoneOf(timeZone).format(instant);
}
