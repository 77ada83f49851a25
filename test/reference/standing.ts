// A component at the end of a payment period in the reference calculation: position, P, lines, gate and what is paid.
import { calendarOf, followedOf, isAssigned, lastDayOf, rulesAt, type Account } from './account.ts';
import { dayAfter, spanAt, type Span } from './calendar.ts';
import { creditsOf, type Credit, type Credited } from './credits.ts';
import { earningsOf, earningsWarnings } from './earnings.ts';
import { isPercent, isZero, must, nil, order, over, sum, times, type Q } from './numbers.ts';
import { amountAt, chainOf } from './payout.ts';
import { quotaOf } from './quota.ts';
import { readingAt, readsAttainment, type QuotaState, type Reading, type ReadOther } from './table.ts';
import type { Amount, Component, Gate, Measure, Plan } from './types.ts';

export interface Line {
  /** Null for what is left beside the records. */
  readonly credit: Credit | null;
  readonly reason?: 'base' | 'rerated';
  readonly earned: bigint;
}

export interface Standing extends Reading {
  readonly component: Component;
  readonly window: Span;
  readonly quota: QuotaState;
  /** R(P) of the position, in minor units. */
  readonly total: bigint;
  readonly lines: readonly Line[];
  readonly isSettled: boolean;
  readonly isOpen: boolean;
  readonly paid: bigint;
  readonly paidBefore: bigint;
  readonly isAttainmentMissing: boolean;
}

type Side = 'of' | 'per' | '';
/** The sides of a measure that are credited on their own. */
export const sidesOf = (measure: Measure): readonly Side[] => (measure.ratio ? ['of', 'per'] : ['']);

/** What is credited for a measure, or one side of its ratio, up to the last day of a payment period. */
export function creditedOf(account: Account, plan: Plan, name: string, side: Side, until: string): Credited {
  const { run, payee, id } = account;
  const { earnings, ...measure } = plan.measures[name] as Measure;
  const key = ['credits', payee, id, plan.effective.from, name, side];
  if (earnings)
    return run.once([...key, until], () => ({
      credits: earningsOf(account, plan, earnings, until, (person, { id: one }, period) =>
        earnedOf(standingOf(person, one, period)),
      ),
      warnings: earningsWarnings(account, plan, earnings),
    }));
  const part = side === '' ? measure : (measure.ratio?.[side] ?? {});
  return run.once(key, () => creditsOf(run.book, plan, name, part, payee, (day) => isAssigned(account, day)));
}

/** What a component brought in its payment period, after its gate. */
export const earnedOf = ({ paid, paidBefore }: Standing): bigint => paid - paidBefore;

/** The payment periods of one window of a component: the component is there under the rules of each. */
export function periodsIn(account: Account, componentId: string, window: Span): readonly Span[] {
  return account.run.once(['in', account.payee, account.id, componentId, window.name], () =>
    followedOf(account).filter((period) => {
      const plan = rulesAt(account, period);
      const component = plan.components.find(({ id }) => id === componentId);
      return component !== undefined && spanAt(period.start, component.window, calendarOf(plan)).name === window.name;
    }),
  );
}

/** The components of an account at the end of a payment period; none where no day of it is assigned. */
export const standingsOf = (account: Account, period: Span): readonly Standing[] =>
  isAssigned(account, period.start, period.end)
    ? rulesAt(account, period).components.map(({ id }) => standingOf(account, id, period))
    : [];

export function standingOf(account: Account, componentId: string, period: Span): Standing {
  return account.run.once(['standing', account.payee, account.id, componentId, period.name], () =>
    stand(account, componentId, period),
  );
}

function stand(account: Account, componentId: string, period: Span): Standing {
  const plan = rulesAt(account, period);
  const component = plan.components.find(({ id }) => id === componentId) as Component;
  const window = spanAt(period.start, component.window, calendarOf(plan));
  const until = lastDayOf(account, period);
  const quota = quotaOf(account, plan, component, window, period.end);
  const measure = component.measure === undefined ? undefined : plan.measures[component.measure];
  const other = (id: string): Reading => standingOf(account, id, period);
  const within = (side: Side): readonly Credit[] =>
    creditedOf(account, plan, component.measure ?? '', side, until).credits.filter(
      ({ day }) => window.start <= day && day <= until,
    );
  const hasRecords = measure !== undefined && !measure.ratio;
  const credits = hasRecords ? within('') : [];
  const own = component.blend
    ? blended(component.blend, other)
    : readingAt(measure?.ratio ? quotient(within('of'), within('per')) : positionOf(credits), quota);

  const terms = { plan, component, quota, other };
  const after = hasRecords ? chainOf(terms, credits) : [];
  const total = hasRecords ? (after.at(-1) as bigint) : amountAt(terms, own);

  const before = periodsIn(account, componentId, window).findLast(({ end }) => end < period.start);
  const standingBefore = before && standingOf(account, componentId, before);
  // Records of this payment period have lines; earlier ones stand in what is rerated, by whichever rules they were first stated.
  const known = credits.filter(({ day }) => day < period.start).length;
  const isFirst = !followedOf(account).some(({ start, end }) => window.start <= start && end < period.start);
  const rest = (hasRecords ? (after[known] as bigint) : total) - (standingBefore?.total ?? 0n);
  const restLine: Line = { credit: null, reason: isFirst && hasRecords ? 'base' : 'rerated', earned: rest };
  const recordLines = credits.slice(known).map((credit, i): Line => {
    const nth = known + i;
    return { credit, earned: (after[nth + 1] as bigint) - (after[nth] as bigint) };
  });

  const isOpen = gatesOf(component).every((gate) => {
    const { attainment, position } = gate.component === componentId ? own : other(gate.component);
    return reaches(attainment, gate.attainment) && reaches(position, gate.value);
  });
  const isSettled =
    component.settle !== 'end' || period.end >= window.end || !isAssigned(account, dayAfter(period.end), window.end);
  const readings = attainmentsRead(component).map((id) => (id === undefined || id === componentId ? own : other(id)));
  return {
    ...own,
    component,
    window,
    quota,
    total,
    lines: rest === 0n ? recordLines : [restLine, ...recordLines],
    isSettled,
    isOpen,
    paid: isSettled && isOpen ? total : 0n,
    paidBefore: standingBefore?.paid ?? 0n,
    isAttainmentMissing: readings.some(({ attainment }) => attainment === null),
  };
}

const positionOf = (credits: readonly Credit[]): Q => sum(credits.map(({ amount }) => amount));

function quotient(of: readonly Credit[], per: readonly Credit[]): Q {
  const below = positionOf(per);
  return isZero(below) ? nil : over(positionOf(of), below);
}

function blended(parts: NonNullable<Component['blend']>, other: ReadOther): Reading {
  const weighted = parts.map(({ component, weight }) => {
    const { attainment } = other(component);
    return attainment && times(attainment, must(weight));
  });
  return { position: null, attainment: weighted.includes(null) ? null : sum(weighted as Q[]) };
}

const gatesOf = ({ gate }: Component): readonly Gate[] =>
  gate === undefined ? [] : Array.isArray(gate) ? (gate as readonly Gate[]) : [gate as Gate];

const reaches = (value: Q | null, bound: Amount | undefined): boolean =>
  bound === undefined || (value !== null && order(value, must(bound)) >= 0);

/** The components whose attainment a component reads; undefined for its own. */
function attainmentsRead(component: Component): (string | undefined)[] {
  const { rate, blend, modifiers = [] } = component;
  const { tiers = [], by, rows, columns } = rate;
  const readBy = (id: string | undefined, bounds: readonly Amount[]): (string | undefined)[] =>
    bounds.some(isPercent) ? [id] : [];
  const axes = [rows, columns].flatMap((axis) => (axis?.component ? readBy(axis.component, axis.from) : []));
  const byOther = typeof by === 'object' ? readBy(by.component, fromsOf(tiers)) : [];
  const factors = modifiers.flatMap((one) =>
    readBy(one.component, [...fromsOf(one.tiers ?? []), ...(one.points ?? []).map(({ at }) => at)]),
  );
  const gates = gatesOf(component).flatMap((one) => (one.attainment === undefined ? [] : [one.component]));
  return [...(blend || readsAttainment(rate) ? [undefined] : []), ...byOther, ...axes, ...factors, ...gates];
}
const fromsOf = (tiers: readonly { readonly from: Amount }[]): Amount[] => tiers.map(({ from }) => from);
