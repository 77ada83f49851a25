// Holdback and clawback in the reference calculation: how much of each line was held, released and taken back up to a period.
import { followedOf, lastDayOf, periodBefore, rulesAt, type Account } from './account.ts';
import { dayIn, later, monthsLater, wholeMonths, type Span } from './calendar.ts';
import { collectedPart, type RecordWarning } from './credits.ts';
import type { Credit } from './credits.ts';
import { at } from './filter.ts';
import { minus, must, nil, q, sum, times, unit, whole, type Q } from './numbers.ts';
import { periodsIn, standingOf } from './standing.ts';
import type { Clawback, Collected, Component, Holdback, Plan } from './types.ts';

/** In minor units, from the beginning. */
export interface Moved {
  readonly held: bigint;
  readonly released: bigint;
  readonly clawedBack: bigint;
}
const none: Moved = { held: 0n, released: 0n, clawedBack: 0n };

/** A record line with the rules it was stated under: those of its own payment period hold for it ever after. */
interface Stated {
  readonly account: Account;
  readonly plan: Plan;
  readonly component: Component;
  readonly period: Span;
  readonly index: number;
  readonly credit: Credit;
  readonly earned: bigint;
  readonly entries: readonly Holdback[];
  readonly clawback: Clawback | undefined;
}

/** All that was held, released and taken back up to the end of a payment period. */
export function movedUntil(account: Account, period: Span | undefined): Moved {
  if (!period) return none;
  return account.run.once(['moved', account.payee, account.id, period.name], () => {
    const moves = statedUntil(account, period).map((line) => movedOf(line, period));
    const total = (key: keyof Moved): bigint => moves.reduce((all, one) => all + one[key], 0n);
    return { held: total('held'), released: total('released'), clawedBack: total('clawedBack') };
  });
}

/** The record lines, up to a payment period, of components with a holdback or a clawback. */
function statedUntil(account: Account, until: Span): readonly Stated[] {
  return followedOf(account)
    .filter(({ end }) => end <= until.end)
    .flatMap((period) => {
      const plan = rulesAt(account, period);
      return plan.components.flatMap((component) => {
        const entries = (plan.holdback ?? []).filter((one) => one.component === component.id);
        const clawback = plan.clawback?.find((one) => one.component === component.id);
        if (entries.length === 0 && !clawback) return [];
        return standingOf(account, component.id, period).lines.flatMap(({ credit, earned }, index): Stated[] =>
          credit ? [{ account, plan, component, period, index, credit, earned, entries, clawback }] : [],
        );
      });
    });
}

function movedOf(line: Stated, until: Span): Moved {
  const { account, component, period, index } = line;
  return account.run.once(
    ['line', account.payee, account.id, component.id, period.name, String(index), until.name],
    () => {
      const { window } = standingOf(account, component.id, period);
      // The last state of the line's window, which stays after its end.
      const state = periodsIn(account, component.id, window).findLast(({ end }) => end <= until.end) as Span;
      const { isOpen, isSettled } = standingOf(account, component.id, state);
      if (isOpen && isSettled) return movedOfPaid(line, lastDayOf(account, until));
      // Not in pay: what was released stays so, and the rest leaves no trace.
      const before = periodBefore(account, until);
      const { released } = before && before.end >= period.end ? movedOf(line, before) : none;
      return { held: released, released, clawedBack: 0n };
    },
  );
}

/** What a line that is paid out has moved by the end of a day. */
function movedOfPaid(line: Stated, until: string): Moved {
  const { plan, credit, entries, clawback } = line;
  const round = (value: Q): bigint => whole(value, plan.rounding ?? 'half-up');
  const total = (amounts: readonly bigint[]): bigint => amounts.reduce((all, one) => all + one, 0n);
  const upTo = (count: number): bigint =>
    round(times(q(line.earned), sum(entries.slice(0, count).map(({ share }) => must(share)))));
  const held = entries.map((_, i) => upTo(i + 1) - upTo(i));
  const releasedOn = (day: string): bigint[] =>
    entries.map((entry, i) => round(times(q(held[i] as bigint), partOn(line, entry, day))));
  const now = releasedOn(until);

  const event = clawback ? dayIn(at(credit.row ?? {}, clawback.when), plan.timeZone ?? 'UTC') : null;
  const months = event === null ? 0 : wholeMonths(credit.day, event);
  const step = clawback?.schedule.find(({ within }) => within > months);
  const taken = event === null ? null : later(event, credit.day);
  if (taken === null || !step || taken > until) return { held: total(held), released: total(now), clawedBack: 0n };

  // Of what is still held on the day of the event the same share lapses: only the rest of it can be released.
  const share = must(step.takes);
  const then = releasedOn(taken);
  const paid = line.earned - total(held) + total(then);
  const released = now.map((amount, i) => {
    const before = then[i] as bigint;
    return before + round(times(minus(unit, share), q(amount - before)));
  });
  return { held: total(held), released: total(released), clawedBack: round(times(share, q(paid))) };
}

/** The part of a held amount that is released by the end of a day. */
function partOn({ account, plan, component, credit }: Stated, { until }: Holdback, on: string): Q {
  const { row, day } = credit;
  if (typeof until === 'string') {
    const event = dayIn(at(row ?? {}, until), plan.timeZone ?? 'UTC');
    return event !== null && later(event, day) <= on ? unit : nil;
  }
  if ('months' in until) return monthsLater(day, until.months) <= on ? unit : nil;
  return collectedPart(account.run.book, plan, row ?? {}, valueFieldOf(plan, component), until.collected, on).part;
}

const valueFieldOf = (plan: Plan, { measure }: Component): string => plan.measures[measure ?? '']?.value ?? '';

/** Payments up to the as-of date, for records with lines, that count nothing for want of a rate. */
export function uncollected(account: Account): readonly RecordWarning[] {
  const { run } = account;
  const last = followedOf(account).at(-1);
  return run.once(['uncollected', account.payee, account.id], () =>
    (last ? statedUntil(account, last) : []).flatMap(({ plan, component, credit, entries }) =>
      entries.flatMap(({ until }) => {
        const collected = collectedIn(until);
        if (!collected) return [];
        const field = valueFieldOf(plan, component);
        return [...collectedPart(run.book, plan, credit.row ?? {}, field, collected, run.book.asOf).missing];
      }),
    ),
  );
}

const collectedIn = (until: Holdback['until']): Collected | null =>
  typeof until === 'object' && 'collected' in until ? until.collected : null;
