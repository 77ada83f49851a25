// Days, months and fiscal calendars.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { civil, dayInZone, dayOf, daysIn, firstDay, monthOf, parseDay, periodOf, printDay } from './period.ts';

const anyDay = fc.integer({ min: dayOf(1900, 1, 1), max: dayOf(2200, 12, 31) });

test('days are those of the calendar', () => {
  fc.assert(
    fc.property(anyDay, (day) => {
      const text = new Date(day * 86_400_000).toISOString().slice(0, 10);
      expect(printDay(day)).toBe(text);
      expect(parseDay(text)).toBe(day);
      const { year, month, day: date } = civil(day);
      expect(dayOf(year, month, date)).toBe(day);
    }),
  );
});

test.each(['2026-02-29', '2026-13-01', '2026-00-10', '2026-04-31', '26-1-1', '2026/01/01', '2026-01-1x', ''])(
  '%o is no day',
  (text) => expect(parseDay(text)).toBeNull(),
);
test.each([
  ['2024-02-29', 29],
  ['2026-02-10', 28],
  ['2000-02-01', 29],
  ['1900-02-01', 28],
])('%s lies in a February of %i days', (text, days) => expect(daysIn(monthOf(parseDay(text) ?? 0))).toBe(days));

describe('periods', () => {
  test.each([
    ['2026-01-31', 'quarter', 2, 'start', '2025-Q4', '2025-11-01', '2026-01-31'],
    ['2026-02-01', 'quarter', 2, 'start', '2026-Q1', '2026-02-01', '2026-04-30'],
    ['2026-02-01', 'year', 2, 'start', '2026', '2026-02-01', '2027-01-31'],
    ['2026-02-01', 'year', 2, 'end', '2027', '2026-02-01', '2027-01-31'],
    ['2026-07-15', 'half', 7, 'end', '2027-H1', '2026-07-01', '2026-12-31'],
    ['2026-07-15', 'month', 7, 'end', '2026-07', '2026-07-01', '2026-07-31'],
    ['2026-12-31', 'quarter', 1, 'start', '2026-Q4', '2026-10-01', '2026-12-31'],
  ] as const)(
    '%s falls by %s of a year from month %i, named by its %s, in %s',
    (text, unit, fiscalYearStart, yearNamedBy, name, start, end) => {
      const period = periodOf(monthOf(parseDay(text) ?? 0), unit, { fiscalYearStart, yearNamedBy });
      expect([period.name, printDay(period.start), printDay(period.end)]).toEqual([name, start, end]);
    },
  );

  test('of every unit follow each other without gap or overlap, each with its own name', () => {
    fc.assert(
      fc.property(
        anyDay,
        fc.constantFrom('month', 'quarter', 'half', 'year'),
        fc.integer({ min: 1, max: 12 }),
        fc.constantFrom('start', 'end'),
        (day, unit, fiscalYearStart, yearNamedBy) => {
          const calendar = { fiscalYearStart, yearNamedBy } as const;
          const period = periodOf(monthOf(day), unit, calendar);
          const next = periodOf(period.first + period.months, unit, calendar);
          expect(period.start <= day && day <= period.end).toBe(true);
          expect(next.start).toBe(period.end + 1);
          expect(next.name).not.toBe(period.name);
          expect(period.end - period.start + 1).toBe(
            Array.from({ length: period.months }, (_, i) => daysIn(period.first + i)).reduce((a, b) => a + b),
          );
          expect(firstDay(period.first)).toBe(period.start);
        },
      ),
    );
  });
});

test.each([
  ['2026-03-31T23:30:00.000+0000', 'UTC', '2026-03-31'],
  ['2026-03-31T23:30:00.000+0000', 'Europe/Berlin', '2026-04-01'],
  ['2026-04-01T03:30:00.000+0000', 'America/Chicago', '2026-03-31'],
  ['2026-03-31T23:30:00-05:00', 'UTC', '2026-04-01'],
])('%s is in %s the day %s', (text, zone, day) => expect(printDay(dayInZone(text, zone) ?? 0)).toBe(day));
