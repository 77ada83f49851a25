// The fiscal year of the org beside the calendars of plans: where they differ, and what to write into a plan.
import type { CrmRecord, Plan } from '@quotient/calc';
import { finding, type Asked, type Examine, type Finding } from './doctor-finding.ts';

interface Calendar {
  /** 1 to 12. */
  readonly fiscalYearStart: number;
  readonly yearNamedBy: 'start' | 'end';
}

/** A fiscal year of the org that its administrator laid out by hand. */
interface CustomYear {
  readonly name: string;
  /** First and last day. */
  readonly from: string;
  readonly to: string;
  /** The first days of its quarters. */
  readonly quarters: readonly string[];
}

export const fiscalYear: Examine = async ({ rest, describe, folder }) => {
  const [row] = await rest.all('SELECT FiscalYearStartMonth, UsesStartDateAsFiscalYearName FROM Organization');
  const org: Calendar = {
    fiscalYearStart: Number(row?.['FiscalYearStartMonth'] ?? 1),
    yearNamedBy: row?.['UsesStartDateAsFiscalYearName'] === false ? 'end' : 'start',
  };
  const custom = await customYears({ rest, describe });
  const found = folder.plans.flatMap((plan) => {
    const own = custom.filter(({ from, to }) => from <= (plan.effective.to ?? from) && to >= plan.effective.from);
    const findings = own.length > 0 ? own.map((year) => besideCustom(plan, year)) : [besideStandard(plan, org)];
    return findings.flatMap((one) => one ?? []);
  });
  return found.length > 0 ? found : [finding('fine', 'fiscal-year', 'The plans have the fiscal year of the org.')];
};

async function customYears({ rest, describe }: Pick<Asked, 'rest' | 'describe'>): Promise<CustomYear[]> {
  if (!(await describe('FiscalYearSettings'))) return [];
  const years = await rest.all(
    'SELECT Name, StartDate, EndDate FROM FiscalYearSettings WHERE IsStandardYear = false ORDER BY StartDate',
  );
  const quarters: CrmRecord[] =
    years.length > 0 && (await describe('Period'))
      ? await rest.all("SELECT StartDate FROM Period WHERE Type = 'Quarter' ORDER BY StartDate")
      : [];
  return years.map(({ Name, StartDate, EndDate }) => {
    const [from, to] = [String(StartDate), String(EndDate)];
    const days = quarters.map((quarter) => String(quarter['StartDate'])).filter((day) => from <= day && day <= to);
    return { name: String(Name ?? from.slice(0, 4)), from, to, quarters: days };
  });
}

const calendarOf = ({ calendar }: Plan): Calendar => ({
  fiscalYearStart: calendar?.fiscalYearStart ?? 1,
  yearNamedBy: calendar?.yearNamedBy ?? 'start',
});
/** A year that begins in January has one name. */
const isSame = (a: Calendar, b: Calendar): boolean =>
  a.fiscalYearStart === b.fiscalYearStart && (a.fiscalYearStart === 1 || a.yearNamedBy === b.yearNamedBy);
const inWords = ({ fiscalYearStart, yearNamedBy }: Calendar): string =>
  `begins in month ${fiscalYearStart}${fiscalYearStart === 1 ? '' : ` and is named by the year of its ${yearNamedBy}`}`;
const toWrite = ({ fiscalYearStart, yearNamedBy }: Calendar): string =>
  `calendar: { fiscalYearStart: ${fiscalYearStart}, yearNamedBy: ${yearNamedBy} }`;

function besideStandard(plan: Plan, org: Calendar): Finding | null {
  const own = calendarOf(plan);
  if (isSame(own, org)) return null;
  const what =
    own.fiscalYearStart === org.fiscalYearStart
      ? 'one period has two names'
      : 'their quarters have one name and other days';
  return finding(
    'degrades',
    'fiscal-year',
    `The fiscal year of plan ${plan.id} ${inWords(own)}, that of the org ${inWords(org)}: ${what}.`,
    `To follow the org, write into the plan: ${toWrite(org)}.`,
    [plan.id],
  );
}

/** A plan counts whole months: a custom year is followed only where its quarters begin with every third month. */
function besideCustom(plan: Plan, { name, from, to, quarters }: CustomYear): Finding | null {
  const own = calendarOf(plan);
  const start = Number(from.slice(5, 7));
  const isFirst = (day: string): boolean => day.endsWith('-01');
  const isWhole =
    isFirst(from) &&
    isFirst(dayAfter(to)) &&
    monthsBetween(from, dayAfter(to)) === 12 &&
    quarters.every((day) => isFirst(day) && monthsBetween(from, day) % 3 === 0);
  if (isWhole && start === own.fiscalYearStart) return null;
  const said = `The org has a custom fiscal year ${name}, from ${from} to ${to}`;
  if (isWhole)
    return finding(
      'degrades',
      'fiscal-year',
      `${said}; that of plan ${plan.id} ${inWords(own)}: their quarters have one name and other days.`,
      `To follow the org, write into the plan: ${toWrite({ ...own, fiscalYearStart: start })}.`,
      [plan.id],
    );
  return finding(
    'degrades',
    'fiscal-year-custom',
    `${said}${quarters.length > 0 ? `, with quarters from ${quarters.join(', ')}` : ''}: plan ${plan.id} counts whole calendar months and cannot follow it, so its periods have other days than the reports and forecasts of the org.`,
    `Keep whole months, the nearest being ${toWrite({ ...own, fiscalYearStart: nearestMonth(from) })}, and tell the people of the plan which days count; quotas of the CRM for other days are not taken, so write them into quotas.csv.`,
    [plan.id],
  );
}

const dayAfter = (day: string): string => new Date(Date.parse(day) + 86_400_000).toISOString().slice(0, 10);
const monthsOf = (day: string): number => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7));
const monthsBetween = (from: string, to: string): number => monthsOf(to) - monthsOf(from);

/** The month whose first day is nearest to a day, 1 to 12. */
function nearestMonth(day: string): number {
  const month = Number(day.slice(5, 7));
  return Number(day.slice(8)) > 15 ? (month % 12) + 1 : month;
}
