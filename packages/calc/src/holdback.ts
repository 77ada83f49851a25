// Holdback and clawback: what of a line that is paid out is held, released and taken back by the end of a day.
import type { CrmRecord } from './book.ts';
import type { Standing } from './component.ts';
import { rateMissing, type DatedWarning } from './part-readers.ts';
import { conversion, type RateOn } from './currency.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import { field, textOf } from './filter.ts';
import { add, fraction, multiply, one, round, subtract, zero, type Fraction, type Rounding } from './fraction.ts';
import type { Counted, Int } from './ledger.ts';
import { minorDigits, roundToMinor } from './money.ts';
import { dayAt, monthsLater, wholeMonths, type Day } from './period.ts';
import type { Plan } from './plan.ts';

/** Cumulative, in minor units. */
export interface Moved {
  readonly held: bigint;
  readonly released: bigint;
  readonly clawedBack: bigint;
}
export const unmoved: Moved = { held: 0n, released: 0n, clawedBack: 0n };

export const plusMoved = (a: Moved, b: Moved): Moved => ({
  held: a.held + b.held,
  released: a.released + b.released,
  clawedBack: a.clawedBack + b.clawedBack,
});
export const minusMoved = (a: Moved, b: Moved): Moved => ({
  held: a.held - b.held,
  released: a.released - b.released,
  clawedBack: a.clawedBack - b.clawedBack,
});

/** What says how much of a record has been collected. */
export interface Payments {
  /** Finds rows of an object by what a field of theirs holds, such as the record that they pay. */
  readonly rows: (object: string, by: string) => (value: unknown) => readonly CrmRecord[];
  readonly rates: RateOn;
  readonly corporateCurrency: string;
}

/** From a day on, so much of what is held is released. */
export interface Release {
  readonly day: Day;
  readonly part: Fraction;
}

/** What a plan holds back of a component's lines and takes back from them. */
export interface Retention {
  /** Held shares added up: the share of the first entry, of the first two, … */
  readonly shares: readonly Fraction[];
  readonly releases: readonly ((at: Counted, payments: Payments, warn: (warning: DatedWarning) => void) => Release[])[];
  /** The day of the event and the share taken then; null while there is none. */
  readonly taken: (at: Counted) => { readonly day: Day; readonly share: Fraction } | null;
  readonly rounding: Rounding;
}

const retentions = new WeakMap<Plan, ReadonlyMap<string, Retention>>();

/** What a plan retains of a component; undefined where that is nothing. */
export function retentionOf(plan: Plan, component: string): Retention | undefined {
  let byComponent = retentions.get(plan);
  if (!byComponent) {
    const ids = [...(plan.holdback ?? []), ...(plan.clawback ?? [])].map((entry) => entry.component);
    retentions.set(plan, (byComponent = new Map([...new Set(ids)].map((id) => [id, retention(plan, id)]))));
  }
  return byComponent.get(component);
}

type Until = NonNullable<Plan['holdback']>[number]['until'];

function retention(plan: Plan, component: string): Retention {
  const entries = (plan.holdback ?? []).filter((entry) => entry.component === component);
  const clawback = plan.clawback?.find((entry) => entry.component === component);
  const timeZone = plan.timeZone ?? 'UTC';
  const when = clawback && field(clawback.when);
  const schedule = (clawback?.schedule ?? []).map(({ within, takes }) => ({
    within,
    takes: parsePercent(takes) ?? zero,
  }));
  let shares = zero;
  return {
    shares: entries.map(({ share }) => (shares = add(shares, parsePercent(share) ?? zero))),
    releases: entries.map(({ until }) => releasesOf(plan, component, until)),
    taken: ({ record, day }) => {
      const event = when && dayAt(when(record ?? {}), timeZone);
      if (event === undefined || event === null) return null;
      const months = wholeMonths(day, event);
      const step = schedule.find(({ within }) => within > months);
      return step ? { day: Math.max(event, day), share: step.takes } : null;
    },
    rounding: plan.rounding ?? 'half-up',
  };
}

function releasesOf(plan: Plan, component: string, until: Until): Retention['releases'][number] {
  const timeZone = plan.timeZone ?? 'UTC';
  if (typeof until === 'string') {
    const event = field(until);
    return ({ record, day }) => {
      const on = dayAt(event(record ?? {}), timeZone);
      return on === null ? [] : [{ day: Math.max(on, day), part: one }];
    };
  }
  if ('months' in until) return ({ day }) => [{ day: monthsLater(day, until.months), part: one }];
  const { object, record: by, value, date } = until.collected;
  const name = plan.components.find(({ id }) => id === component)?.measure ?? '';
  const measure = plan.measures[name];
  const [own, currencyOf, amountOf, dateOf] = [
    field(measure?.value ?? ''),
    field('CurrencyIsoCode'),
    field(value),
    field(date),
  ];
  return ({ id, record = {}, day }, payments, warn) => {
    const whole = parseDecimal(own(record)) ?? zero;
    if (whole.n === 0n) return [{ day, part: one }];
    const currency = textOf(currencyOf(record) ?? payments.corporateCurrency);
    const dated = payments
      .rows(
        object,
        by,
      )(id)
      .flatMap((payment) => {
        const [on, amount] = [dayAt(dateOf(payment), timeZone), parseDecimal(amountOf(payment))];
        return on === null || !amount ? [] : [{ payment, on, amount }];
      })
      .sort((a, b) => a.on - b.on);
    let total = zero;
    return dated.flatMap(({ payment, on, amount }): Release[] => {
      const from = textOf(currencyOf(payment) ?? payments.corporateCurrency);
      const factor = conversion(payments.rates, from, currency, on);
      if (!factor) {
        warn(rateMissing(textOf(payment['Id'] ?? id), from, currency, on, name));
        return [];
      }
      const digits = minorDigits(currency);
      total = add(
        total,
        fraction(roundToMinor(multiply(amount, factor), digits, plan.rounding ?? 'half-up'), 10n ** BigInt(digits)),
      );
      const part = multiply(total, whole.n < 0n ? { n: -whole.d, d: -whole.n } : { n: whole.d, d: whole.n });
      return [{ day: Math.max(on, day), part: part.n <= 0n ? zero : part.n >= part.d ? one : part }];
    });
  };
}

/** One line with all that is known to happen to it. */
export interface Held {
  readonly earned: bigint;
  readonly retention: Retention;
  readonly releases: readonly (readonly Release[])[];
  readonly taken: ReturnType<Retention['taken']>;
}

/** What is held of a line by each entry, rounded together, in their order. */
export function heldBy({ earned, retention: { shares, rounding } }: Held): bigint[] {
  let before = 0n;
  return shares.map((share) => {
    const sum = portion(share, earned, rounding);
    const held = sum - before;
    before = sum;
    return held;
  });
}

/** R(share × amount). */
function portion(share: Fraction, amount: bigint, rounding: Rounding): bigint {
  if (share.n === share.d) return amount;
  return share.n === 0n ? 0n : round({ n: share.n * amount, d: share.d }, rounding);
}

/** The part of an entry's holdback that is released by the end of a day. */
export const releasedPart = (list: readonly Release[], on: Day): Fraction =>
  list.findLast(({ day }) => day <= on)?.part ?? zero;

/** A line that is paid out, at the end of a day. Source: calculation, "Holdback" and "Clawback". */
export function movedBy(line: Held, on: Day): Moved {
  const { earned, releases, taken, retention } = line;
  const { rounding } = retention;
  const held = heldBy(line);
  const releasedOn = (day: Day): bigint[] =>
    held.map((amount, i) => portion(releasedPart(releases[i] ?? [], day), amount, rounding));
  const now = releasedOn(on);
  if (!taken || taken.day > on) return { held: total(held), released: total(now), clawedBack: 0n };
  // What was still held when the event came lapses by the share taken, and is never released.
  const then = releasedOn(taken.day);
  const kept = subtract(one, taken.share);
  const released = now.map((amount, i) => {
    const before = then[i] as bigint;
    return before + portion(kept, amount - before, rounding);
  });
  const paid = earned - (total(held) - total(then));
  return {
    held: total(held),
    released: total(released),
    clawedBack: portion(taken.share, paid, rounding),
  };
}

/** A line that is no longer paid out: what was released stays so, and nothing else is left of it. */
export const undone = ({ released }: Moved): Moved => ({ held: released, released, clawedBack: 0n });

const total = (list: readonly bigint[]): bigint => list.reduce((sum, value) => sum + value, 0n);

/** The lines of a standing that are held or may be taken back, each with its index. */
export function heldLines(
  { version, component, ledger, totals, first, after }: Standing,
  payments: Payments,
  warn: (warning: DatedWarning) => void,
): [index: number, line: Held][] {
  const retained = retentionOf(version.plan, component.id);
  if (!retained || totals.length === 0) return [];
  const lines: [number, Held][] = [];
  for (let i = first; i < after; i++) {
    const at = ledger.at[i] as Counted;
    const taken = retained.taken(at);
    if (retained.shares.length === 0 && !taken) continue;
    const earned = BigInt(totals[i + 1] as Int) - BigInt(totals[i] as Int);
    lines.push([
      i,
      { earned, retention: retained, taken, releases: retained.releases.map((of) => of(at, payments, warn)) },
    ]);
  }
  return lines;
}
