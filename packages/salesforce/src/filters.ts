// Which records of an object plans can count, as a filter that the CRM applies: never fewer than they count.
import type { Measure, Plan } from '@quotient/calc';
import type { Field } from './rows/column.ts';

/** What splits and team members share, and the field that names it. */
const shares = ['OpportunitySplit', 'OpportunityTeamMember'];

/**
 * What of an object's records plans can count: from the first day of the earliest plan on, and all deals that are open. Undefined
 * where that cannot be said in the CRM: all records are read then.
 * @param fields the fields that are read, with their types: a date is compared as one
 */
export function since(object: string, plans: readonly Plan[], fields: readonly Field[]): string | undefined {
  const measures = plans.flatMap((plan) => Object.values(plan.measures));
  const [from] = plans.map(({ effective }) => effective.from).sort();
  const collects = plans.some(({ holdback }) =>
    holdback?.some(
      ({ until }) => typeof until === 'object' && 'collected' in until && until.collected.object === object,
    ),
  );
  if (from === undefined || collects) return undefined;
  const own = measures.filter((measure) => objectsOf(measure).includes(object));
  // The window that holds the first day of a plan began less than a year before.
  if (object === 'ForecastingQuota' && own.length === 0) return `StartDate > ${yearBefore(from)}`;
  if (shares.includes(object) && own.length === 0) {
    const deals = since('Opportunity', plans, [{ path: 'CloseDate', type: 'day' }]);
    // What is shared may also be named by records of another object, of any date.
    return deals === undefined || measures.some(sharesElsewhere)
      ? undefined
      : deals.replaceAll(/\b(CloseDate|IsClosed)\b/g, 'Opportunity.$1');
  }
  const [date, ...others] = new Set(own.map((measure) => measure.date));
  if (object === 'Opportunity')
    return others.length > 0 || (date !== undefined && date !== 'CloseDate')
      ? undefined
      : `CloseDate >= ${from} OR IsClosed = false`;
  if (date === undefined || others.length > 0) return undefined;
  const type = fields.find(({ path }) => path === date)?.type;
  // An instant is a day of its own in every time zone: a day more is safe.
  if (type === 'instant') return `${date} >= ${dayBefore(from)}T00:00:00Z`;
  return type === 'day' ? `${date} >= ${from}` : undefined;
}

const objectsOf = ({ object, ratio }: Measure): (string | undefined)[] => [object, ratio?.of.object, ratio?.per.object];

/** Does a measure share by splits or a team of another record than the deal that it counts? */
function sharesElsewhere(measure: Measure): boolean {
  const { credit } = measure;
  const rule = typeof credit === 'object' && 'reports' in credit ? credit.by : credit;
  if (typeof rule !== 'object' || !('splits' in rule || 'team' in rule)) return false;
  return rule.record !== undefined || objectsOf(measure).some((one) => one !== undefined && one !== 'Opportunity');
}

const yearBefore = (day: string): string =>
  `${String(Number(day.slice(0, 4)) - 1).padStart(4, '0')}${day.slice(4).replace('-02-29', '-02-28')}`;
const dayBefore = (day: string): string => new Date(Date.parse(day) - 86_400_000).toISOString().slice(0, 10);
