// The shape of payout functions: marginal tables are continuous and rise, and what is taken back was never there.
import type { Row } from '../reference/filter.ts';
import { isBelowZero, minus, must, nil, order, over, plus, q, times, type Q } from '../reference/numbers.ts';
import type { Amount, Book, Component, Measure, Plan } from '../reference/types.ts';
import { minor, nameOf, rulesOf } from './figures.ts';
import { same, type Calculation } from './law.ts';
import {
  everyoneAssigned,
  peopleOf,
  valueFields,
  withComponents,
  withMeasures,
  without,
  withoutFiltersOn,
  withPlans,
  withRows,
} from './variants.ts';

/** A book, and which of its people, components and bounds to look at. */
export interface ProbedBook {
  readonly book: Book;
  readonly person: number;
  readonly component: number;
  readonly bound: number;
  /** How far below and above the bound to look, in smallest units. */
  readonly below: bigint;
  readonly above: bigint;
}

/** A component with a marginal table by slices, and what it pays a person for one more record on the as-of date. */
interface Probe {
  readonly component: Component;
  readonly plan: Plan;
  /** Decimals of the value: those of the currency, or two for other numbers. */
  readonly digits: number;
  readonly credited: Q;
  readonly quota: Q | null;
  readonly target: Q;
  /** Earned in the window with a record of so many smallest units, in minor units. */
  readonly earnedWith: (value: bigint) => bigint;
}

/**
 * A marginal table is continuous: from one smallest unit below a bound (or below where a cap on attainment begins) to the
 * bound itself, the payout moves by no more than the highest rate times that unit, and rounding. For tables by slices, without
 * what looks at records one by one or at other components.
 */
export function marginalIsContinuous(calculation: Calculation, input: ProbedBook): string[] {
  const probe = probed(calculation, input);
  if (!probe) return [];
  const { component, plan, digits, quota, target } = probe;
  const at = placeOf(probe, input);
  const rates = (component.rate.tiers ?? []).map(({ rate }) => rateOf(rate ?? 0, target, quota));
  if (rates.includes(null)) return [];
  const highest = (rates as Q[]).reduce((a, b) => (order(a, b) > 0 ? a : b), nil);
  const [below, above] = [probe.earnedWith(at - 1n), probe.earnedWith(at)];
  const moved = above > below ? above - below : below - above;
  const currencyDigits = digitsOf(plan.currency);
  const allowed = plus(times(highest, q(10n ** BigInt(currencyDigits), 10n ** BigInt(digits))), q(1));
  return order(q(moved), allowed) > 0
    ? [`${component.id} pays ${below} for ${at - 1n} more, and ${above} for ${at}`]
    : [];
}

/** The value of one more record that brings the position to a bound, in smallest units. */
function placeOf({ component, credited, digits, quota }: Probe, { bound }: ProbedBook): bigint {
  const bounds: readonly Amount[] = [
    ...(component.rate.tiers ?? []).map(({ from }) => from),
    ...(component.cap?.attainment === undefined ? [] : [component.cap.attainment]),
    0,
  ];
  const own = bounds[bound % bounds.length] as Amount;
  const place = String(own).endsWith('%') ? times(must(own), quota ?? nil) : must(own);
  return ceiling(times(minus(place, credited), q(10n ** BigInt(digits))));
}

/** A marginal table by slices whose rates are not negative never pays less for more. */
export function marginalRises(calculation: Calculation, input: ProbedBook): string[] {
  const probe = probed(calculation, input);
  const rates = probe?.component.rate.tiers?.map(({ rate }) => rateOf(rate ?? 0, probe.target, q(1)) ?? nil) ?? [];
  if (!probe || rates.some(isBelowZero)) return [];
  const at = placeOf(probe, input);
  const [low, high] = [at - input.below, at + input.above];
  const [less, more] = [probe.earnedWith(low), probe.earnedWith(high)];
  return more < less ? [`${probe.component.id} pays ${less} for ${low} more, and ${more} for ${high}`] : [];
}

function probed({ calculate }: Calculation, { book: given, person, component: nth }: ProbedBook): Probe | null {
  const people = peopleOf(given);
  const payee = people[person % people.length] as string;
  const everyone = withPlans(everyoneAssigned(given), plainly);
  const book: Book = { ...everyone, assignments: everyone.assignments.filter((one) => one.payee === payee) };
  const last = calculate(book).statements.findLast((one) => one.payee === payee);
  if (!last) return null;
  const plan = rulesOf(book, last);
  const candidates = plan.components.filter(
    ({ measure = '', rate }) => rate.type === 'marginal' && isValued(plan.measures[measure]),
  );
  const component = candidates[nth % candidates.length];
  const measure = plan.measures[component?.measure ?? ''];
  const found = last.components.find(({ id }) => id === component?.id);
  if (!component || !measure || !found) return null;
  const digits = measure.unit === 'number' ? 2 : (last.payable.split('.')[1]?.length ?? 0);
  const own = book.assignments.find((one) => one.payee === payee && one.plan === plan.id)?.targets?.[component.id];
  return {
    component,
    plan,
    digits,
    credited: must(found.credited),
    quota: found.quota === null ? null : must(found.quota),
    target: must(own ?? component.target ?? 0),
    earnedWith: (value) => {
      const row: Row = {
        Id: 'PROBE',
        OwnerId: payee,
        IsWon: true,
        IsClosed: true,
        CurrencyIsoCode: plan.currency,
        [measure.date as string]: book.asOf,
        [measure.value as string]: decimal(value, digits),
      };
      const statement = calculate(withRows(book, { [measure.object as string]: [row] })).statements.find(
        (one) => nameOf(one) === nameOf(last),
      );
      return minor(statement?.components.find(({ id }) => id === component.id)?.earnedInWindow ?? '0');
    },
  };
}

/** Records count in full for their owners, and marginal tables look at nothing but the position. */
const plainly = (plan: Plan): Plan =>
  withMeasures(
    withComponents(plan, (component) =>
      component.rate.type === 'marginal'
        ? {
            ...without(component, 'factors', 'modifiers', 'gate', 'settle', 'cap'),
            rate: without(component.rate, 'per', 'crossing'),
            ...(component.cap ? { cap: without(component.cap, 'record') } : {}),
          }
        : component,
    ),
    (measure) =>
      isValued(measure) ? { ...without(measure, 'counts'), where: { IsWon: { eq: true } }, credit: 'owner' } : measure,
  );

/** Does a measure sum a field of records? */
const isValued = (measure: Measure | undefined): boolean =>
  measure?.object !== undefined &&
  measure.value !== 'count' &&
  ![measure.value, measure.date].some((path) => path?.includes('.'));

/** A rate as money for a unit of what is counted; null for a multiple of a base rate that the quota does not tell. */
function rateOf(rate: Amount, target: Q, quota: Q | null): Q | null {
  if (typeof rate !== 'string' || !rate.endsWith('x')) return must(rate);
  return quota === null || quota[0] === 0n ? null : times(must(rate.slice(0, -1)), over(target, quota));
}

const ceiling = ([n, d]: Q): bigint => (n > 0n && n % d !== 0n ? n / d + 1n : n / d);

function decimal(value: bigint, digits: number): string {
  const text = String(value < 0n ? -value : value).padStart(digits + 1, '0');
  const cut = text.length - digits;
  return `${value < 0n ? '-' : ''}${text.slice(0, cut)}${digits > 0 ? '.' : ''}${text.slice(cut)}`;
}

const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/**
 * A deal with its reversal (the same deal, the amounts negated, the next id) leaves everything but the lines as if neither
 * were there. Where tables are functions of the position: not per record, not with `crossing: whole`, whose returns cost the
 * rate of where they lead; and where deals are summed, not counted.
 */
export function reversalsCancel(
  { calculate }: Calculation,
  { book: given, deal: nth }: { readonly book: Book; readonly deal: number },
): string[] {
  const wide = withPlans(given, summed);
  const fields = valueFields(wide);
  const book = withoutFiltersOn(wide, fields);
  const deals = book.records?.['Opportunity'] ?? [];
  const deal = deals[nth % deals.length];
  if (!deal) return [];
  const next = `${String(deal['Id'])}-`;
  const reversal = Object.fromEntries(
    Object.entries(deal).map(([key, value]) => [key, key === 'Id' ? next : fields.has(key) ? negated(value) : value]),
  );
  const shares = ['OpportunitySplit', 'OpportunityTeamMember'];
  const children = Object.fromEntries(
    shares
      .map((object) => [object, book.records?.[object] ?? []] as const)
      .map(([object, rows]) => [
        object,
        rows
          .filter(({ OpportunityId }) => OpportunityId === deal['Id'])
          .map((row) => ({
            ...row,
            ...(row['Id'] === undefined ? {} : { Id: `${String(row['Id'])}-` }),
            OpportunityId: next,
          })),
      ]),
  );
  const neither: Book = { ...book, records: { ...book.records, Opportunity: deals.filter((one) => one !== deal) } };
  const both = withRows(withRows(book, children), { Opportunity: [reversal] });
  const bare = (one: Book): ReadonlyMap<string, { earned: string; components: readonly unknown[] }> =>
    new Map(
      calculate(one).statements.map((statement) => [
        nameOf(statement),
        {
          earned: statement.earned,
          components: statement.components.map((component) => without(component, 'lines')),
        },
      ]),
    );
  const [is, should] = [bare(both), bare(neither)];
  return [...new Set([...should.keys(), ...is.keys()])].flatMap((name) => {
    const [found, expected] = [is.get(name), should.get(name)];
    // What is collected for the deal alone is released on a statement of its own, which earns nothing.
    const isReleased = found && !expected && minor(found.earned) === 0n && found.components.length === 0;
    return isReleased ? [] : same(`${name} with a deal and its reversal`, found, expected);
  });
}

const negated = (value: unknown): unknown =>
  typeof value === 'number'
    ? -value
    : typeof value === 'string' && value !== ''
      ? value.startsWith('-')
        ? value.slice(1)
        : `-${value}`
      : value;

const summed = (plan: Plan): Plan =>
  withMeasures(
    withComponents(plan, (component) => ({ ...component, rate: without(component.rate, 'per', 'crossing') })),
    (measure) => {
      const { ratio } = measure;
      const side = <T extends { readonly value?: string }>(one: T): T =>
        one.value === 'count' ? { ...one, value: 'Seats__c' } : one;
      if (ratio) return { ...measure, ratio: { of: side(ratio.of), per: side(ratio.per) } };
      return measure.value === 'count' ? { ...measure, value: 'Seats__c', unit: 'number' } : measure;
    },
  );
