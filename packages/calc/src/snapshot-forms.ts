// What a published snapshot has to look like, as far as it is calculated with: its forms in short, and what lies outside of them. A page has no bytes for schemas.
import { parsePercent } from './decimal.ts';
import { checkOf, fault, isObject, isRow, type Fault, type Is, type Row } from './forms.ts';
import { compare, type Fraction } from './fraction.ts';
import { creditKeys } from './part.ts';
import { parseDay } from './period.ts';
import { periodName } from './period-name.ts';
import type { Measure } from './plan.ts';

const isText: Is = (value) => typeof value === 'string' && value !== '';
/** Text of a form, or a number; neither of a size that nobody means. */
const numeric =
  (shape: RegExp): Is =>
  (value) =>
    (typeof value === 'number' || (typeof value === 'string' && value.length <= 80 && shape.test(value))) &&
    Math.abs(Number.parseFloat(String(value))) < 1e30;
const isDecimal = numeric(/^[+-]?\d+(\.\d+)?([eE][+-]?\d{1,3})?$/);
const isBound = numeric(/^[+-]?\d+(\.\d+)?%?$/);
export const isDay: Is = (value) => typeof value === 'string' && parseDay(value) !== null;
export const isCurrency = (value: unknown): value is string => typeof value === 'string' && /^[A-Z]{3}$/.test(value);
/** A decimal as it is published, without an exponent. */
export const isFigure: Is = (value) => typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value);

/** A value and its unit, so that both can be written. */
const isShown = (value: unknown, unit: unknown): boolean =>
  typeof value === 'string' &&
  typeof unit === 'string' &&
  (unit === 'date' ? isDay(value) : ['text', 'word', 'period'].includes(unit) || isFigure(value));

const leaves: Readonly<Record<string, Is>> = {
  Any: () => true,
  Text: isText,
  String: (value) => typeof value === 'string',
  Id: (value) => isText(value) && (value as string).length <= 255,
  Field: (value) => typeof value === 'string' && value.length <= 255 && /^[A-Za-z]\w*(\.[A-Za-z]\w*)*$/.test(value),
  Name: (value) => typeof value === 'string' && /^[a-z][\w.-]*$/.test(value),
  Boolean: (value) => typeof value === 'boolean',
  Scalar: (value) => value === null || typeof value !== 'object',
  Null: (value) => value === null,
  True: (value) => value === true,
  One: (value) => value === 1,
  Integer: Number.isSafeInteger,
  Count: (value) => Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 1200,
  Some: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 1200,
  Month: (value) => Number.isInteger(value) && (value as number) >= 1 && (value as number) <= 12,
  Day: isDay,
  Period: (value) => typeof value === 'string' && periodName.test(value),
  Currency: isCurrency,
  Decimal: isDecimal,
  Figure: isFigure,
  Bound: isBound,
  Stride: (value) => isBound(value) && Number.parseFloat(String(value)) > 0,
  Rate: numeric(/^[+-]?\d+(\.\d+)?[%x]?$/),
  Positive: (value) => isDecimal(value) && Number(value) > 0,
  Shown: (value) => Array.isArray(value) && value.length === 2 && isShown(value[0], value[1]),
  // Whether there is such a zone is seen where a time is taken to it: to ask for it takes longer than all the rest.
  Zone: (value) => typeof value === 'string' && /^[A-Za-z][\w+/-]*$/.test(value),
};

const counted =
  'label?:String;basis?:bookings|revenue|cash|other;credit:owner|Owner|Splits|Team|Reports;counts?:Times[]';
const dated = 'date:Field;unit?:money|number;';

/** Keys with what they hold: words of their own begin with a small letter. A later minor version adds keys where it says `*`. */
const forms: Readonly<Record<string, string>> = {
  Snapshot:
    'version:Text;asOf:Day;payee:Payee;plans:Own[];below:Integer{};earlier?:Earlier[];later?:Later[];rates:RateOn[];corporateCurrency:Currency;*',
  Payee: 'Id:Text;Name:String;ManagerId?:String|Null;Title?:String|Null;Division?:String|Null;*',
  Earlier: 'to:Day;below:Integer{};*',
  Later: 'from:Day;below:Integer{};*',
  RateOn: 'currency:Currency;from?:Day|Null;rate:Positive;*',
  Own: 'plan:Plan;credits:Any;assignments:Assigned[];quotas:Quota[];entries:Entry[];from:Day;debt:Figure;records:Any;versions?:Version[];effective?:From[];payments?:Rows{};carried?:Any[];past:Past[];standing?:Standing|Null;*',
  Version: 'plan:Plan;credits:Any;*',
  Assigned: 'payee:Id;plan:Id;from:Day;to?:Day|Null;ramp?:Bound[];targets?:Decimal{};*',
  Quota: 'payee:Id;plan?:Id;component:Id;period:Period;amount:Decimal;prorated?:Boolean;*',
  Entry: 'id:Id;payee:Id;plan:Id;date:Day;amount?:Decimal;measure?:String;value?:Decimal;reason?:String;*',
  From: 'from:Day;to?:Day|Null',
  Rows: 'Object[]',
  Object: '*',
  Past: 'period:String;earned:Figure;payable:Figure;*',
  Standing:
    'period:String;component:String;label:String;window:String;unit:money|number|ratio;rollsUp:Boolean;credited:Figure|Null;quota:Figure|Null;attainment:Figure|Null;pace:Figure;ahead:Figure|Null;earned:Figure;payable:Figure;*',
  Plan: 'quotient:One;id:Id;name:String;version?:Any;currency:Currency;rounding?:half-up|half-even;calendar?:Calendar;timeZone?:Zone;effective:From;pay?:Unit;payday?:Payday;proration?:days|window-days|none;measures:Measure{};components:Component[];limit?:Limit;holdback?:Holdback[];clawback?:Clawback[];draw?:Draw|Draw[];recovery?:Recovery;scenarios?:Any',
  Unit: 'month|quarter|half|year',
  Calendar: 'fiscalYearStart:Month;yearNamedBy?:start|end',
  Payday: 'months?:Count;day?:Some',
  Measure: 'Counted|Ratio|Entered|Earnings',
  Counted: `object:Field;value:Field;where?:Where;${dated}${counted}`,
  Ratio: `ratio:Sides;${dated}${counted}`,
  Entered: `entered:True;unit?:money|number;where?:Where;${counted}`,
  Earnings: 'earnings:Below;label?:String;basis?:bookings|revenue|cash|other',
  Below: 'reports:direct|all;components:Id[]',
  Sides: 'of:Side;per:Side',
  Side: 'object:Field;value:Field;where?:Where',
  Times: 'where?:Where;times:Bound',
  Owner: 'owner:Field',
  Splits: 'splits:Id;record?:Field',
  Team: 'team:Id;share?:Bound;record?:Field',
  Reports: 'reports:direct|all|Bound{};by?:Splits;owner?:Field',
  Condition:
    'eq?:Scalar;ne?:Scalar;in?:Scalar[];nin?:Scalar[];lt?:Scalar;lte?:Scalar;gt?:Scalar;gte?:Scalar;like?:String',
  Component:
    'id:Id;label?:String;measure?:Id;blend?:Weighed[];window:Unit;against?:window|to-date;settle?:running|end;quota?:Decimal|FromCrm;target?:Decimal;rate:#marginal|cliff|curve|bonus|matrix;factors?:Times[];modifiers?:Modifier[];cap?:Cap;gate?:Gate|Gate[]',
  Weighed: 'component:Id;weight:Bound',
  FromCrm: 'crm:Id;productFamily?:Id;default?:Decimal',
  Tier: 'from:Bound;rate:Rate',
  '#marginal': 'type:marginal;by?:attainment|value;per?:record;crossing?:split|whole;tiers:Tier[]',
  '#cliff': 'type:cliff;by?:attainment|value|Other;per?:record;of?:all|above;tiers:Tier[]',
  Other: 'component:Id',
  '#curve': 'type:curve;points:Point[];below?:flat|nothing;beyond?:flat|extend',
  Point: 'at:Bound;pays:Bound',
  '#bonus': 'Steps|Every',
  Steps: 'type:bonus;by?:attainment|value;per?:record;stack?:Boolean;tiers:Step[]',
  Every: 'type:bonus;by?:attainment|value;per?:record;stack?:Boolean;every:Stride;pays:Decimal',
  Step: 'from:Bound;pays:Decimal',
  '#matrix': 'Paying|Rating',
  Paying: 'type:matrix;rows:Axis;columns:Axis;pays:Cells[]',
  Rating: 'type:matrix;rows:Axis;columns:Axis;rates:Cells[]',
  Axis: 'component?:Id;from:Bound[]',
  Cells: 'Rate[]',
  Modifier: 'ByTier|ByPoint',
  ByTier: 'component:Id;tiers:TierTimes[]',
  ByPoint: 'component:Id;points:PointTimes[]',
  TierTimes: 'from:Bound;times:Bound',
  PointTimes: 'at:Bound;times:Bound',
  Cap: 'payout?:Decimal;attainment?:Bound;target?:Decimal;record?:Decimal',
  Gate: 'AtAttainment|AtValue',
  AtAttainment: 'component:Id;attainment:Bound;value?:Decimal',
  AtValue: 'component:Id;value:Decimal',
  Limit: 'payout:Decimal;per:Unit',
  Holdback: 'component:Id;share:Bound;until:Field|After|Collected',
  After: 'months:Count',
  Collected: 'collected:Payments',
  Payments: 'object:Field;record:Field;value:Field;date:Field',
  Clawback: 'component:Id;when:Field;schedule:Within[]',
  Within: 'within:Some;takes:Bound',
  Draw: 'amount:Decimal;recoverable:Boolean;to?:Day;periods?:Some',
  Recovery: 'from?:Some;share?:Bound',
  Flags: 'today:Flag[];more:Flag[];found:Integer{};diagnostics:Diagnostic[];*',
  Flag: 'id:Name;severity:info|watch|act;subject:Subject;says:Name;values:Shown{};evidence:Named[];benchmark:Benchmark|Null;atStake:Stake|Null;perHour:Figure|Null;*',
  Subject: 'kind:deal|component|person|plan;id:String;name:String',
  Named: 'label:String;value:String;unit:String;*',
  Benchmark: 'label:String;value:Figure;unit:String;source:own|team|segment|plan|configuration;n:Integer|Null;*',
  Stake: 'amount:Figure;currency:Currency',
  Diagnostic: 'code:Name;flags:Name[];field:String;says:Name;values:Shown{};*',
  Forecast: 'plans:Likely[];*',
  Likely:
    'plan:Id;name:String;currency:Currency;cannotSay:Reason|Null;categories:Categories|Null;earned:Spread|Null;outcomes:Any;components:Part[];movers:Mover[];*',
  Reason: 'code:Text;message:String',
  Categories: 'closed:Category;pipeline:Category;*',
  Category: 'deals:Integer;earned:Figure;*',
  Spread: 'p10:Figure;p50:Figure;p90:Figure;mean:Figure;error:Quantiles|Null',
  Quantiles: 'p10:Figure;p50:Figure;p90:Figure;mean:Figure',
  Part: 'id:Id;label:String;window:String;credited:Spread|Null;quotaReached:Figure|Null;*',
  Mover: 'record:Text;name:String|Null;moves:Figure;chance:Chance;*',
  Chance: 'won:Figure;*',
};

type Law = (of: never) => boolean;
const areUnique = (keys: readonly unknown[]): boolean => new Set(keys).size === keys.length;
/** Do bounds rise, each above the one before it? */
const rise = (bounds: readonly unknown[]): boolean =>
  bounds.length > 0 &&
  bounds.every(
    (bound, i) => i === 0 || compare(parsePercent(bounds[i - 1]) as Fraction, parsePercent(bound) as Fraction) < 0,
  );
const tiersRise = ({ tiers }: { tiers: Row[] }): boolean => rise(tiers.map(({ from }) => from));
const pointsRise = ({ points }: { points: Row[] }): boolean => rise(points.map(({ at }) => at));

/** The components that a part of a plan reads or is about. */
const named = (part: unknown): unknown[] =>
  isObject(part)
    ? Object.entries(part).flatMap(([key, inner]) =>
        key === 'component' ? [inner] : key === 'scenarios' ? [] : named(inner),
      )
    : [];

interface Sides {
  readonly rows: { readonly from: unknown[] };
  readonly columns: { readonly from: unknown[] };
  readonly pays?: unknown[][];
  readonly rates?: unknown[][];
}
const fills = ({ rows, columns, pays, rates = pays }: Sides): boolean =>
  rates?.length === rows.from.length && rates.every((row) => row.length === columns.from.length);

interface OfPlan {
  readonly measures: Readonly<Record<string, Measure>>;
  readonly components: readonly { readonly id: string; readonly measure?: string; readonly blend?: unknown[] }[];
}
const isPlan = ({ measures, components, ...rest }: OfPlan): boolean => {
  const ids = components.map(({ id }) => id);
  return (
    ids.length > 0 &&
    areUnique(ids) &&
    components.every(({ measure, blend }) =>
      measure === undefined ? blend !== undefined && blend.length > 0 : Object.hasOwn(measures, measure),
    ) &&
    named([components, rest]).every((id) => ids.includes(id as string))
  );
};

interface OfOwn {
  readonly plan: OfPlan & { readonly effective: { readonly from: string } };
  readonly credits: unknown;
  readonly records: unknown;
  readonly carried?: readonly unknown[];
  readonly entries: readonly { readonly id: string }[];
  readonly versions?: readonly OfOwn[];
}
const isOwn = (own: OfOwn): boolean => {
  const { records, carried = [], entries, versions = [] } = own;
  const all = [own, ...versions];
  return (
    Array.isArray(records) &&
    records.every(
      (one) => Array.isArray(one) && isText(one[0]) && isDay(one[1]) && (one.length < 3 || isRow(one[2])),
    ) &&
    carried.every((one) => Array.isArray(one) && one.length === 4 && isDay(one[0]) && one.slice(1).every(isFigure)) &&
    areUnique(entries.map(({ id }) => id)) &&
    areUnique(all.map(({ plan }) => plan.effective.from)) &&
    all.every(({ plan, credits }) => areCredits(plan, credits, records.length))
  );
};

/** Are there credits of each measure, each of one of so many records? */
const areCredits = ({ measures }: OfPlan, credits: unknown, records: number): boolean =>
  isRow(credits) &&
  Object.entries(measures).every(([name, measure]) =>
    creditKeys(name, measure).every((key) => {
      const rows = Object.hasOwn(credits, key) && credits[key];
      return (
        Array.isArray(rows) &&
        rows.every(
          (row) =>
            Array.isArray(row) &&
            Number.isInteger(row[0]) &&
            row[0] >= 0 &&
            row[0] < records &&
            (isFigure(row[1]) || isDecimal(row[1])) &&
            (row[2] === undefined || /^-?\d+\/0*[1-9]\d*$/.test(String(row[2]))),
        )
      );
    }),
  );

/** Payment periods are followed from the first one to the as-of date: a hundred years are a slip. */
const mostYears = 100;
const isSnapshot = ({ asOf, plans }: { asOf: string; plans: { from: string; plan: { id: string } }[] }): boolean =>
  areUnique(plans.map(({ plan }) => plan.id)) &&
  plans.every(({ from }) => Number.parseInt(asOf) - Number.parseInt(from) <= mostYears);

/** What a form cannot say. */
const laws: Readonly<Record<string, Law>> = {
  Snapshot: isSnapshot,
  Own: isOwn,
  Plan: isPlan,
  '#marginal': tiersRise,
  '#cliff': tiersRise,
  Steps: tiersRise,
  ByTier: tiersRise,
  '#curve': pointsRise,
  ByPoint: pointsRise,
  Axis: ({ from }: { from: unknown[] }) => rise(from),
  Paying: fills,
  Rating: fills,
  Named: ({ value, unit }: Row) => isShown(value, unit),
};

/** A filter: conditions by field, and filters inside of it. */
function faultOfWhere(value: unknown, depth: number): Fault | null {
  if (!isRow(value)) return fault();
  for (const [key, inner] of Object.entries(value)) {
    const found = check(key === 'and' || key === 'or' ? 'Where[]' : key === 'not' ? 'Where' : 'Condition')(
      inner,
      depth + 1,
    );
    if (found) return found.at(key);
  }
  return null;
}

const check = checkOf({ leaves, forms, laws, checks: { Where: faultOfWhere } });

/** What is wrong with a snapshot, as far as it is calculated with, or with a part of what is shown as it is; null where nothing is. */
export const faultIn = (held: unknown, form: 'Snapshot' | 'Flags' | 'Forecast'): Fault | null => check(form)(held, 0);
