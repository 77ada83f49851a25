// Periods found by their names are the periods that have them.
import { expect, test } from 'vitest';
import { periodNamed } from './period-name.ts';
import { monthOf, parseDay, periodOf, printDay, type Calendar } from './period.ts';

const days = (name: string, calendar: Calendar): string | null => {
  const period = periodNamed(name, calendar);
  return period && `${printDay(period.start)} ${printDay(period.end)}`;
};

test.each<[name: string, calendar: Calendar, days: string | null]>([
  ['2026-03', { fiscalYearStart: 1, yearNamedBy: 'start' }, '2026-03-01 2026-03-31'],
  ['2026-Q1', { fiscalYearStart: 2, yearNamedBy: 'start' }, '2026-02-01 2026-04-30'],
  ['2026-Q1', { fiscalYearStart: 2, yearNamedBy: 'end' }, '2025-02-01 2025-04-30'],
  ['2026-H2', { fiscalYearStart: 10, yearNamedBy: 'start' }, '2027-04-01 2027-09-30'],
  ['2026', { fiscalYearStart: 12, yearNamedBy: 'start' }, '2026-12-01 2027-11-30'],
  ['2026-13', { fiscalYearStart: 1, yearNamedBy: 'start' }, null],
  ['2026-Q5', { fiscalYearStart: 1, yearNamedBy: 'start' }, null],
  ['spring', { fiscalYearStart: 1, yearNamedBy: 'start' }, null],
])('%s of %j', (name, calendar, expected) => expect(days(name, calendar)).toBe(expected));

test('every period is found again', () => {
  for (const yearNamedBy of ['start', 'end'] as const)
    for (let fiscalYearStart = 1; fiscalYearStart <= 12; fiscalYearStart++)
      for (const unit of ['month', 'quarter', 'half', 'year'] as const) {
        const calendar = { fiscalYearStart, yearNamedBy };
        const period = periodOf(monthOf(parseDay('2026-06-15') ?? 0), unit, calendar);
        expect(periodNamed(period.name, calendar)).toEqual(period);
      }
});
