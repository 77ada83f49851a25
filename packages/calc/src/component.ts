// One component of one payee: its windows, and how its payout moves from payment period to payment period.
import { overlaps, type Stretch } from './assignment.ts';
import type { CrmRecord, QuotaRow } from './book.ts';
import { creditKeys } from './part.ts';
import { parsePercent, tenTo } from './decimal.ts';
import { test } from './filter.ts';
import { add, compare, multiply, one, zero, type Fraction } from './fraction.ts';
import { emptyLedger, slice, type Int, type Ledger } from './ledger.ts';
import { isPlain, payoutAt, payouts, positionAfter, type Currency, type Terms, type Totals } from './payout.ts';
import { periodOf, type Calendar, type Day, type Period } from './period.ts';
import type { Component, Plan } from './plan.ts';
import { quotaOf, type Quota } from './quota.ts';
import {
  attainmentsRead,
  gatesOf,
  modifierOf,
  nowhere,
  payAt,
  reachedBy,
  readsAttainment,
  type Read,
  type Reading,
} from './table.ts';
import { mostCounted, termsOf } from './terms.ts';

/** One version of a plan with what it credits the payee. */
export interface Version {
  readonly plan: Plan;
  /** The credits by measure; of a ratio by `measure#of` and `measure#per`. What counts earnings has those up to a day. */
  readonly ledgerOf: (key: string, until: Day) => Ledger;
}

/** What a payee brings to a component. */
export interface Subject {
  readonly assigned: readonly Stretch[];
  readonly quotas: readonly QuotaRow[];
  readonly calendar: Calendar;
  readonly currency: Currency;
  readonly asOf: Day;
}

/** A component at the end of a payment period, as things stand then. */
export interface Standing {
  readonly component: Component;
  readonly version: Version;
  readonly window: Period;
  readonly quota: Quota;
  readonly position: Fraction | null;
  readonly attainment: Fraction | null;
  readonly terms: Terms;
  /** What modifiers make of the payout, all together. */
  readonly modifier: Fraction;
  /** The window's credits; of a ratio those of its numerator. */
  readonly ledger: Ledger;
  /** Of a ratio, the denominator. */
  readonly per: Ledger | null;
  /** Each credit's factor by its index in the terms; empty where the component has none. */
  readonly which: readonly number[];
  /** Index of this payment period's first credit, and of the first after it. */
  readonly first: number;
  readonly after: number;
  /** What the position pays, rounded, before gate and settlement, in minor units. */
  readonly total: bigint;
  /** The same at the end of the payment period before, as things stood then; 0 at the start of the window. */
  readonly totalBefore: bigint;
  /** Rounded payouts after each credit: `totals[i + 1] − totals[i]` is the line of credit i. Empty where there are no lines. */
  readonly totals: Totals;
  /** What is no record's: `base` in the window's first payment period, else `rerated`. */
  readonly rest: { readonly reason: 'base' | 'rerated'; readonly earned: bigint };
  /** Components whose gates are shut; nothing is paid until there are none. */
  readonly shut: readonly string[];
  readonly settled: boolean;
  /** The cap limits what this position pays. */
  readonly isCapped: boolean;
  /** Paid in the window up to here, and before this payment period. */
  readonly paid: bigint;
  readonly paidBefore: bigint;
  /** It reads an attainment, its own or another's, that is null. */
  readonly attainmentMissing: boolean;
}

/** Is what a component's lines brought paid out, as things stand? */
export const isPaidOut = ({ settled, shut }: Standing): boolean => settled && shut.length === 0;

/** What one payment period leaves to the next; no ledgers where the credits of later days may be others. */
interface Memory {
  readonly standing: Standing;
  readonly ledgers: readonly Ledger[] | null;
}

const componentsOf = new WeakMap<Plan, ReadonlyMap<string, Component>>();

/** A plan's component of an id; undefined where it has none. */
export function componentOf(plan: Plan, id: string): Component | undefined {
  let byId = componentsOf.get(plan);
  if (!byId) componentsOf.set(plan, (byId = new Map(plan.components.map((one) => [one.id, one]))));
  return byId.get(id);
}

/**
 * Follows the component of an id through payment periods, in order, by the rules of the version in force at the end of each.
 * Undefined where that version has no such component. It may go on from a standing that another run has left.
 */
export function follow(
  id: string,
  subject: Subject,
  past?: Standing,
): (period: Period, version: Version, read: Read) => Standing | undefined {
  let memory: Memory | null = past ? { standing: past, ledgers: null } : null;
  return (period, version, read) => {
    const component = componentOf(version.plan, id);
    if (!component) return undefined;
    memory = step(component, version, subject, period, read, memory);
    return memory.standing;
  };
}

function step(
  component: Component,
  version: Version,
  subject: Subject,
  period: Period,
  read: Read,
  memory: Memory | null,
): Memory {
  const { plan } = version;
  const { calendar, asOf, assigned } = subject;
  const currency: Currency = { digits: subject.currency.digits, rounding: plan.rounding ?? 'half-up' };
  const measure = component.measure === undefined ? undefined : plan.measures[component.measure];
  const hasLines = measure !== undefined && !measure.ratio;

  const sameRules = memory !== null && memory.standing.version.plan === version.plan;
  const isWithin = sameRules && period.first < memory.standing.window.first + memory.standing.window.months;
  const window = isWithin ? memory.standing.window : periodOf(period.first, component.window, calendar);
  const past = memory !== null && memory.standing.window.name === window.name ? memory.standing : null;
  const end = Math.min(period.end, asOf);
  // What others earn is known up to this payment period alone.
  const known = isWithin && measure?.earnings === undefined ? memory?.ledgers : null;
  const isKnown = known !== null && known !== undefined;
  const ledgers = known ?? keysOf(component, plan).map((key) => within(version.ledgerOf(key, end), window));
  const [ledger = emptyLedger, per = null] = ledgers;
  const first = countUntil(ledger, period.start - 1);
  const after = countUntil(ledger, end);

  const position = per
    ? ratio(positionAfter(ledger, after), positionAfter(per, countUntil(per, end)))
    : hasLines
      ? past && isKnown && past.after === after
        ? past.position
        : positionAfter(ledger, after)
      : null;
  const toDate = component.against === 'to-date';
  const quota =
    isWithin && past && !toDate
      ? past.quota
      : quotaOf(
          plan,
          component,
          window,
          assigned,
          subject.quotas,
          toDate ? period.first + period.months - 1 : undefined,
        );
  const attainment = attainmentOf(component, position, quota, read);
  const modifier = modifiedBy(component, read);
  const reached = reachedBy(component.rate, read);
  // What nothing else moves stays as it was.
  const stands = past !== null && isWithin && past.quota === quota && modifier === one && past.modifier === one;
  const terms = stands && reached === nowhere ? past.terms : termsOf(component, quota, reached, modifier);
  const which = past && isKnown ? past.which : factorsOf(component, ledger, plan.timeZone);
  const totals = !hasLines
    ? none
    : past && isKnown && past.terms === terms
      ? past.totals
      : payouts(terms, ledger, which, currency);
  const total = hasLines ? BigInt(totals[after] as Int) : unlined(component, terms, position, attainment, currency);
  const totalBefore = past?.total ?? 0n;

  const own: Reading = { attainment, position };
  const shut = shutBy(component, own, read);
  const settled = component.settle !== 'end' || lastAssigned(assigned, window) <= period.end;
  const standing: Standing = {
    component,
    version,
    window,
    quota,
    position,
    attainment,
    terms,
    modifier,
    ledger,
    per,
    which,
    first,
    after,
    total,
    totalBefore,
    totals,
    rest: {
      reason: hasLines && isFirstIn(window, period, assigned) ? 'base' : 'rerated',
      earned: (hasLines ? BigInt(totals[first] as Int) : total) - totalBefore,
    },
    shut,
    settled,
    isCapped: component.cap !== undefined && limits(terms, position, mostCounted(component, quota), total, currency),
    paid: shut.length === 0 && settled ? total : 0n,
    paidBefore: past?.paid ?? 0n,
    attainmentMissing:
      (attainment === null && (component.blend !== undefined || readsAttainment(component.rate))) ||
      readBy(component).some((id) => (id === component.id ? own : read(id)).attainment === null),
  };
  return { standing, ledgers };
}

const none: Totals = [];
const open: readonly string[] = [];

export const attainmentOf = (
  { blend }: Component,
  position: Fraction | null,
  quota: Quota,
  read: Read,
): Fraction | null => (blend ? blended(blend, read) : attained(position, quota));

export const modifiedBy = ({ modifiers }: Component, read: Read): Fraction =>
  (modifiers ?? []).reduce((product, factor) => multiply(product, modifierOf(factor, read(factor.component))), one);

/** The components whose gates are shut. */
export const shutBy = ({ id, gate }: Component, own: Reading, read: Read): readonly string[] =>
  !gate
    ? open
    : gatesOf(gate)
        .filter((one) => !opens(one, one.component === id ? own : read(one.component)))
        .map(({ component }) => component);

const others = new WeakMap<Component, readonly string[]>();

/** The components whose attainment a component reads, looked up once. */
function readBy(component: Component): readonly string[] {
  let ids = others.get(component);
  if (!ids) others.set(component, (ids = attainmentsRead(component)));
  return ids;
}

const keysOf = ({ measure }: Component, plan: Plan): string[] => {
  const own = measure === undefined ? undefined : plan.measures[measure];
  return own && measure !== undefined ? creditKeys(measure, own) : [];
};

/** The credits of a window; amounts and order stay. */
function within(whole: Ledger, window: Period): Ledger {
  const from = countUntil(whole, window.start - 1);
  const to = countUntil(whole, window.end);
  return from === 0 && to === whole.at.length ? whole : slice(whole, from, to);
}

/** How many credits lie on or before a day. */
function countUntil({ at }: Ledger, day: Day): number {
  let [low, high] = [0, at.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((at[middle]?.day ?? 0) <= day) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** One number by another; not always in lowest terms, which who prints or compares it next has no use for. */
const over = (a: Fraction, b: Fraction): Fraction =>
  b.n < 0n ? { n: -a.n * b.d, d: -a.d * b.n } : { n: a.n * b.d, d: a.d * b.n };

/** One position by another; 0 where that is 0. */
export const ratio = (of: Fraction, per: Fraction): Fraction => (per.n === 0n ? zero : over(of, per));

function attained(position: Fraction | null, quota: Quota): Fraction | null {
  if (quota.rampedToZero) return one;
  return position === null || quota.amount === null || quota.amount.n === 0n ? null : over(position, quota.amount);
}

function blended(parts: NonNullable<Component['blend']>, read: Read): Fraction | null {
  let total = zero;
  for (const { component, weight } of parts) {
    const { attainment } = read(component);
    if (attainment === null) return null;
    total = add(total, multiply(parsePercent(weight) ?? zero, attainment));
  }
  return total;
}

const factorTests = new WeakMap<Component, readonly ReturnType<typeof test>[]>();

/** The index of a record's factor among a component's; the index after the last is that of 1. */
export function factorAt(component: Component, timeZone: string | undefined): (record: CrmRecord) => number {
  let tests = factorTests.get(component);
  if (!tests) {
    tests = (component.factors ?? []).map(({ where }) => test(where, timeZone));
    factorTests.set(component, tests);
  }
  const list = tests;
  return (record) => {
    const i = list.findIndex((holds) => holds(record));
    return i < 0 ? list.length : i;
  };
}

/** Each credit's factor by its index; empty where the component has none. */
function factorsOf(component: Component, { at }: Ledger, timeZone: string | undefined): readonly number[] {
  if (!component.factors) return [];
  const indexOf = factorAt(component, timeZone);
  return at.map(({ record }) => indexOf(record ?? {}));
}

/** Does a cap limit what the position pays? */
function limits(
  terms: Terms,
  position: Fraction | null,
  counted: Fraction | null,
  total: bigint,
  { digits }: Currency,
): boolean {
  const { cap } = terms;
  if (position === null) return false;
  if (counted !== null && compare(position, counted) > 0) return true;
  // Most payouts lie so far below the cap that their cents say so.
  if (cap === null || (total + 1n) * cap.d < cap.n * tenTo(digits)) return false;
  return isPlain(terms) ? compare(payAt(terms.table, position), cap) >= 0 : total * cap.d >= cap.n * tenTo(digits);
}

/** A ratio and a blend have no records to line up: the payout of the position, or of the attainment. */
export function unlined(
  { blend }: Component,
  terms: Terms,
  position: Fraction | null,
  attainment: Fraction | null,
  currency: Currency,
): bigint {
  const reading = blend ? attainment : (position ?? zero);
  if (reading === null || (blend && reading.n < 0n)) return 0n;
  return payoutAt(terms, reading, currency);
}

/** Has a gate's component reached its bounds? */
function opens(
  gate: { attainment?: string | number | undefined; value?: string | number | undefined },
  { attainment, position }: Reading,
): boolean {
  const reached = (bound: string | number | undefined, reading: Fraction | null): boolean =>
    bound === undefined || (reading !== null && compare(reading, parsePercent(bound) ?? zero) >= 0);
  return reached(gate.attainment, attainment) && reached(gate.value, position);
}

/** Is a payment period the first of a window with an assigned day? */
const isFirstIn = (window: Period, { start }: Period, assigned: readonly Stretch[]): boolean =>
  start === window.start || !overlaps(assigned, { start: window.start, end: start - 1 });

/** The last assigned day in a window. */
export function lastAssigned(assigned: readonly Stretch[], window: Period): Day {
  return assigned.reduce(
    (last, { from, to }) => (from <= window.end ? Math.max(last, Math.min(to, window.end)) : last),
    window.start,
  );
}
