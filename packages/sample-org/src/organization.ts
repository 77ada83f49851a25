// The organization of a company that the sample org makes up: fiscal year with its periods, currencies and their rates.
import { fiscalYear } from './opportunity.ts';
import type { Org } from './org.ts';
import { hired, stamps } from './staff.ts';

/** Units for one of the corporate currency, from the start of fiscal 2025, its half and fiscal 2026 on. */
interface Currency {
  readonly decimals: number;
  readonly rates: readonly [number, number, number];
}

const rateDates = ['2025-02-01', '2025-08-01', '2026-02-01', '9999-12-31'] as const;

/** A fiscal year from February, named by its start; US dollars, and other currencies with dated rates. */
export function loadOrganization(
  org: Org,
  CreatedById: string,
  Name: string,
  currencies: Readonly<Record<string, Currency>>,
): void {
  org.load('Organization', {
    Id: org.id,
    Name,
    FiscalYearStartMonth: 2,
    UsesStartDateAsFiscalYearName: true,
    DefaultLocaleSidKey: 'en_US',
    LanguageLocaleKey: 'en_US',
    TimeZoneSidKey: 'America/Chicago',
    InstanceName: 'SMP1',
    IsSandbox: false,
    OrganizationType: 'Developer Edition',
    CreatedById,
    ...stamps(hired),
  });
  const currency = (IsoCode: string, ConversionRate: number, DecimalPlaces: number, IsCorporate: boolean): void =>
    void org.load('CurrencyType', {
      IsoCode,
      ConversionRate,
      DecimalPlaces,
      IsActive: true,
      IsCorporate,
      ...stamps(hired),
    });
  const dated = (IsoCode: string, ConversionRate: number, StartDate: string, NextStartDate: string): void =>
    void org.load('DatedConversionRate', { IsoCode, ConversionRate, StartDate, NextStartDate, ...stamps(hired) });
  currency('USD', 1, 2, true);
  for (const [code, { decimals, rates }] of Object.entries(currencies)) currency(code, rates[2], decimals, false);
  for (const [code, { rates }] of Object.entries(currencies))
    rates.forEach((rate, i) => dated(code, rate, rateDates[i] ?? '', rateDates[i + 1] ?? ''));
  dated('USD', 1, rateDates[0], rateDates[3]);
  loadPeriods(org);
}

const months = 'JANUARY FEBRUARY MARCH APRIL MAY JUNE JULY AUGUST SEPTEMBER OCTOBER NOVEMBER DECEMBER'.split(' ');

/** Fiscal years 2024 to 2027 with their quarters and months; forecasts are made by months. */
function loadPeriods(org: Org): void {
  const { start } = fiscalYear(org);
  const day = (year: number, month: number, date: number): string =>
    new Date(Date.UTC(year, month, date)).toISOString().slice(0, 10);
  for (let year = 2024; year <= 2027; year++) {
    const period = (Type: string, length: number, Number: number, label: string): void => {
      const first = start - 1 + length * (Number - 1);
      org.load('Period', {
        Type,
        Number,
        StartDate: day(year, first, 1),
        EndDate: day(year, first + length, 0),
        IsForecastPeriod: Type === 'Month',
        FullyQualifiedLabel: `${label} FY ${year}`.trim(),
        ...stamps(hired),
      });
    };
    org.load('FiscalYearSettings', {
      Name: `FY ${year}`,
      StartDate: day(year, start - 1, 1),
      EndDate: day(year, start + 11, 0),
      IsStandardYear: true,
      YearType: 'Standard',
      ...stamps(hired),
    });
    period('Year', 12, 1, '');
    for (let n = 1; n <= 4; n++) period('Quarter', 3, n, `Q${n}`);
    for (let n = 1; n <= 12; n++) period('Month', 1, n, months[(start - 2 + n) % 12] ?? '');
  }
}
