// Days, months and the fiscal calendar: windows and payment periods with their names.
import { fail, QuotientError } from './error.ts';
import type { Plan, Unit } from './plan.ts';

/** Days since 1970-01-01; a calendar date, never an instant. */
export type Day = number;
/** Months since year 0: year × 12 + month (January is 0). */
export type Month = number;

export const endOfTime: Day = 4_000_000;

const monthsIn: Readonly<Record<Unit, number>> = { month: 1, quarter: 3, half: 6, year: 12 };

/** A stretch of whole months with a name such as `2026-03`, `2026-Q1`, `2026-H1` or `2026`. */
export interface Period {
  readonly name: string;
  readonly unit: Unit;
  readonly first: Month;
  readonly months: number;
  readonly start: Day;
  /** Its last day. */
  readonly end: Day;
}

export interface Calendar {
  /** 1 to 12. */
  readonly fiscalYearStart: number;
  readonly yearNamedBy: 'start' | 'end';
}

/** A plan's calendar: the calendar year, where it does not say another. */
export const calendarOf = (plan: Plan): Calendar => ({
  fiscalYearStart: plan.calendar?.fiscalYearStart ?? 1,
  yearNamedBy: plan.calendar?.yearNamedBy ?? 'start',
});

/** The start of the earliest window that is open on a day, by the rules of a plan. */
export function earliestOpen(plan: Plan, day: Day): Day {
  const month = monthOf(day);
  const units = [
    plan.pay ?? 'month',
    ...plan.components.map(({ window }) => window),
    ...(plan.limit ? [plan.limit.per] : []),
  ];
  return Math.min(...units.map((unit) => periodOf(month, unit, calendarOf(plan)).start));
}

export const lengthOf = (unit: Unit): number => monthsIn[unit];

/** The day of a civil date (proleptic Gregorian). */
export function dayOf(year: number, month: number, day: number): Day {
  const y = month <= 2 ? year - 1 : year;
  const era = Math.floor(y / 400);
  const yearOfEra = y - era * 400;
  const dayOfYear = Math.floor((153 * (month + (month > 2 ? -3 : 9)) + 2) / 5) + day - 1;
  return (
    era * 146_097 + yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear - 719_468
  );
}

/** Year, month (1–12) and day of the month. */
export function civil(day: Day): { year: number; month: number; day: number } {
  const z = day + 719_468;
  const era = Math.floor(z / 146_097);
  const dayOfEra = z - era * 146_097;
  const yearOfEra = Math.floor(
    (dayOfEra - Math.floor(dayOfEra / 1460) + Math.floor(dayOfEra / 36_524) - Math.floor(dayOfEra / 146_096)) / 365,
  );
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100));
  const shifted = Math.floor((5 * dayOfYear + 2) / 153);
  const month = shifted + (shifted < 10 ? 3 : -9);
  return {
    year: yearOfEra + era * 400 + (month <= 2 ? 1 : 0),
    month,
    day: dayOfYear - Math.floor((153 * shifted + 2) / 5) + 1,
  };
}

/** Reads `YYYY-MM-DD`; null where that is no day of the calendar. */
export function parseDay(text: string): Day | null {
  if (text.length !== 10 || text.charCodeAt(4) !== 45 || text.charCodeAt(7) !== 45) return null;
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 7);
  const day = digits(text, 8, 10);
  if (!(month >= 1 && month <= 12 && day >= 1 && day <= 31) || Number.isNaN(year)) return null;
  return day > 28 && day > daysIn(year * 12 + month - 1) ? null : dayOf(year, month, day);
}

function digits(text: string, from: number, to: number): number {
  let value = 0;
  for (let i = from; i < to; i++) {
    const digit = text.charCodeAt(i) - 48;
    if (digit < 0 || digit > 9) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

const printed = new Map<Day, string>();

/** A day as `YYYY-MM-DD`; the days of a few years are printed once. */
export function printDay(day: Day): string {
  let text = printed.get(day);
  if (text === undefined) {
    if (printed.size > 10_000) printed.clear();
    printed.set(day, (text = dayText(day)));
  }
  return text;
}

function dayText(day: Day): string {
  const { year, month, day: dayOfMonth } = civil(day);
  return `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-${String(dayOfMonth).padStart(2, '0')}`;
}

export function monthOf(day: Day): Month {
  const { year, month } = civil(day);
  return year * 12 + month - 1;
}

export const firstDay = (month: Month): Day => dayOf(Math.floor(month / 12), (month % 12) + 1, 1);
export const daysIn = (month: Month): number => firstDay(month + 1) - firstDay(month);

const periods = new Map<number, Period>();

/** The period of a unit that holds a month; those of some years are made once. */
export function periodOf(month: Month, unit: Unit, calendar: Calendar): Period {
  const { fiscalYearStart, yearNamedBy } = calendar;
  const key = ((month * 12 + monthsIn[unit] - 1) * 12 + fiscalYearStart - 1) * 2 + (yearNamedBy === 'end' ? 1 : 0);
  let period = periods.get(key);
  if (!period) {
    if (periods.size > 10_000) periods.clear();
    periods.set(key, (period = makePeriod(month, unit, calendar)));
  }
  return period;
}

function makePeriod(month: Month, unit: Unit, { fiscalYearStart, yearNamedBy }: Calendar): Period {
  const intoYear = (((month - (fiscalYearStart - 1)) % 12) + 12) % 12;
  const months = monthsIn[unit];
  const first = month - (intoYear % months);
  const yearStart = month - intoYear;
  const year = String(Math.floor((yearNamedBy === 'end' ? yearStart + 11 : yearStart) / 12)).padStart(4, '0');
  const nth = Math.floor(intoYear / months) + 1;
  const name =
    unit === 'month'
      ? `${String(Math.floor(first / 12)).padStart(4, '0')}-${String((first % 12) + 1).padStart(2, '0')}`
      : unit === 'year'
        ? year
        : `${year}-${unit === 'quarter' ? 'Q' : 'H'}${nth}`;
  return { name, unit, first, months, start: firstDay(first), end: firstDay(first + months) - 1 };
}

/** The periods of a unit from the one that holds a day up to the one that holds another. */
export function* periodsBetween(from: Day, to: Day, unit: Unit, calendar: Calendar): Generator<Period> {
  for (
    let period = periodOf(monthOf(from), unit, calendar);
    period.start <= to;
    period = periodOf(period.first + period.months, unit, calendar)
  )
    yield period;
}

interface Zone {
  readonly formatter: Intl.DateTimeFormat;
  /** By day of UTC: how far local time is ahead of it all day, in milliseconds; null on a day on which that changes. */
  readonly ahead: Map<number, number | null>;
}
const zones = new Map<string, Zone>();
const dayLength = 86_400_000;

function zoneOf(timeZone: string): Zone {
  let zone = zones.get(timeZone);
  if (!zone) {
    zones.set(timeZone, (zone = { formatter: formatterOf(timeZone), ahead: new Map() }));
  }
  return zone;
}

/** Is there a time zone of that name? */
export function isTimeZone(timeZone: string): boolean {
  try {
    zoneOf(timeZone);
    return true;
  } catch (error) {
    if (!(error instanceof QuotientError)) throw error;
    return false;
  }
}

/** @throws QuotientError `unknown-time-zone` */
function formatterOf(timeZone: string): Intl.DateTimeFormat {
  try {
    return new Intl.DateTimeFormat('en-CA', {
      timeZone,
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
      hour: '2-digit',
      minute: '2-digit',
      second: '2-digit',
    });
  } catch {
    // The machine knows its zones, and says so in no other way.
    fail(
      'unknown-time-zone',
      ['timeZone'],
      `There is no time zone "${timeZone}".`,
      'Write one such as America/Chicago.',
    );
  }
}

/** How far local time is ahead of UTC at an instant, in milliseconds. */
function aheadAt({ formatter }: Zone, instant: number): number {
  const [year = 0, month = 1, day = 1, hour, minute, second] = (formatter.format(instant).match(/\d+/g) ?? []).map(
    Number,
  );
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(instant / 1000) * 1000;
}

/** Milliseconds since 1970 of a date-time such as `2026-03-31T23:30:00.000+0000`; NaN where it is none. */
function instantOf(text: string): number {
  // As the platform writes them, which is many times faster than what reads any.
  if (text.length === 28 && text.charCodeAt(10) === 84 && text.endsWith('.000+0000')) {
    const day = parseDay(text.slice(0, 10));
    const [hour, minute, second] = [digits(text, 11, 13), digits(text, 14, 16), digits(text, 17, 19)];
    if (day !== null && hour < 24 && minute < 60 && second < 60)
      return ((day * 24 + hour) * 60 + minute) * 60_000 + second * 1000;
  }
  return Date.parse(text.replace(/([+-]\d\d)(\d\d)$/, '$1:$2'));
}

/** The calendar day in a time zone of a date-time such as `2026-03-31T23:30:00.000+0000`; null where it is none. */
export function dayInZone(text: string, timeZone: string): Day | null {
  const instant = instantOf(text);
  if (Number.isNaN(instant)) return null;
  const day = Math.floor(instant / dayLength);
  if (timeZone === 'UTC') return day;
  const zone = zoneOf(timeZone);
  let ahead = zone.ahead.get(day);
  if (ahead === undefined) {
    const [first, last] = [aheadAt(zone, day * dayLength), aheadAt(zone, (day + 1) * dayLength - 1000)];
    zone.ahead.set(day, (ahead = first === last ? first : null));
  }
  return Math.floor((instant + (ahead ?? aheadAt(zone, instant))) / dayLength);
}

/** The calendar day of a date, or of a date with a time in a time zone; null where it is neither. */
export const dayAt = (value: unknown, timeZone: string): Day | null =>
  typeof value !== 'string' ? null : value.length === 10 ? parseDay(value) : dayInZone(value, timeZone);

/** The same day so many months later, or the month's last day where it has none. */
export function monthsLater(day: Day, months: number): Day {
  const month: Month = monthOf(day) + months;
  return dayOf(Math.floor(month / 12), (month % 12) + 1, Math.min(civil(day).day, daysIn(month)));
}

/** Months that are complete between two days; 0 where the second lies before the first. */
export function wholeMonths(from: Day, to: Day): number {
  const months = monthOf(to) - monthOf(from);
  return Math.max(0, months > 0 && monthsLater(from, months) > to ? months - 1 : months);
}
