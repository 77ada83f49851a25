// The ways to a goal: by another amount, by several such deals, by another date.
import { grouped, tenTo } from './decimal.ts';
import type { Deal } from './estimate-result.ts';
import { estimate } from './estimate.ts';
import { versionsOf } from './snapshot-account.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { dateField, daysReaching } from './solve-dates.ts';
import { amountField, breaksOf, printAmount, readingOf } from './solve-field.ts';
import type { Target } from './solve-figure.ts';
import { severalOf, withValue, type Probe, type Prober } from './solve-probe.ts';
import type { Goal, Reachable, Solution } from './solve-result.ts';
import { search } from './solve-search.ts';
import { hindranceOf } from './solve-why.ts';

/** A currency field of the CRM holds so many digits before the decimal places. */
const mostDigits = 16;
/** Digits of the amounts up to which is looked first: most tables and quotas end below one of them. */
const digitsFirst = [4, 7, 10, 13];
/** More of the same deals are nobody's plan. */
const mostDeals = 200;

/** What is asked, in one place. */
export interface Question {
  readonly held: Snapshot;
  readonly own: SnapshotPlan;
  readonly target: Target;
  readonly deal: Deal;
  readonly goal: Goal;
  readonly others: readonly Snapshot[];
  readonly prober: Prober;
  /** The run without the deal. */
  readonly before: Probe;
}

/** What is answered, and the deals that reach the goal. */
export type Answer = Partial<Pick<Solution, 'cannotSay' | 'reachable' | 'notReachable'>> &
  Pick<Solution, 'field'> & { readonly deals?: readonly Deal[] };

export const noDeals: Answer = { field: null, reachable: { by: 'deals', deals: 0 } };

export const ways: Readonly<Record<Reachable['by'], (question: Question) => Answer>> = {
  amount: byAmount,
  deals: byDeals,
  date: byDate,
};

const notProved = {
  code: 'not-proved',
  message: 'No answer could be proved to be the smallest one. Try single amounts in an estimate.',
};

function byAmount(question: Question): Answer {
  const { held, own, target, deal, goal, others, prober, before } = question;
  const amounts = amountField(held, own, target.component, deal, goal.field);
  const { name: field, currency, digits } = amounts;
  const breaks = breaksOf(own, amounts);
  if (!breaks || countsOthers(question)) return { field, cannotSay: notProved };
  const unit = tenTo(digits);
  const most = unit * tenTo(mostDigits) - 1n;
  const marks = [
    ...breaks.filter((mark) => mark > 0n && mark < most),
    ...digitsFirst.map((count) => unit * tenTo(count)),
  ];
  const dealOf = (amount: bigint): Deal => withValue(deal, field, printAmount(amount, amounts));
  const probeAt = (amount: bigint): Probe => prober([dealOf(amount)]).after();
  const { least, isProved } = search(target, [0n, ...inOrder(marks), most], probeAt, before, amounts.isExact);
  if (!isProved) return { field, cannotSay: notProved };
  if (least !== null)
    return {
      field,
      reachable: { by: 'amount', amount: printAmount(least, amounts), currency },
      deals: [dealOf(least)],
    };
  const large = unit * tenTo(digitsFirst.at(-1) as number);
  // Where a large amount cannot be credited, that is the reason.
  const { cannotSay } = estimate(held, [dealOf(large)], others);
  if (cannotSay) return { field, cannotSay };
  const tried = `With an amount of ${currency ? `${currency} ` : ''}${grouped(printAmount(large, amounts))}`;
  const runs = { before, after: probeAt(large) };
  return { field, notReachable: hindranceOf(target, own, deal, runs, tried, true) };
}

const inOrder = (marks: readonly bigint[]): bigint[] => [...new Set(marks)].sort((a, b) => (a < b ? -1 : 1));

function byDeals(question: Question): Answer {
  const { own, target, deal, prober, before } = question;
  const field = null;
  const dealsOf = (count: bigint): Deal[] => severalOf(deal, Number(count));
  const probeAt = (count: bigint): Probe => prober(dealsOf(count)).after();
  const most = BigInt(mostDeals);
  const { least, isProved } = countsOthers(question)
    ? { least: null, isProved: false }
    : search(target, [1n, most], probeAt, before, true);
  if (!isProved) return { field, cannotSay: notProved };
  if (least !== null) return { field, reachable: { by: 'deals', deals: Number(least) }, deals: dealsOf(least) };
  const runs = { before, after: probeAt(most) };
  return { field, notReachable: hindranceOf(target, own, deal, runs, `With ${most} such deals`, false) };
}

function byDate({ held, own, target, deal, goal, others, prober, before }: Question): Answer {
  const field = goal.field ?? dateField(own, target, deal);
  if (field === null)
    return {
      field,
      cannotSay: {
        code: 'date-missing',
        message: `No measure of ${own.plan.name} dates such a record. Name the field that does.`,
      },
    };
  const { days, last } = daysReaching(target, held, own, { deal, field, others }, prober);
  const [first, end] = [days[0], days.at(-1)];
  if (first && end)
    return {
      field,
      reachable: { by: 'date', earliest: first.from, latest: end.to, days },
      deals: [withValue(deal, field, first.from)],
    };
  const runs = { before: last?.before() ?? before, after: last?.after() ?? { ...before, at: -1 } };
  return {
    field,
    notReachable: hindranceOf(target, own, deal, runs, 'On the last of the days that were tried', false),
  };
}

/** Does what is asked depend on what others would earn from the deal? That follows no line that could be relied on. */
function countsOthers({ own, target: { component }, others }: Question): boolean {
  if (others.length === 0) return false;
  return versionsOf(own).some(({ plan }) =>
    (component ? readingOf(plan, component.id) : plan.components).some(
      ({ measure }) => measure !== undefined && plan.measures[measure]?.earnings !== undefined,
    ),
  );
}
