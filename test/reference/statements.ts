// The reference calculation: every statement of a book, straight from the terms and with no thought of speed. Each figure is
// a function of payee, plan and payment period, computed from the records; it shares no code with the calculation it judges.
import {
  dayAfter,
  dayIn,
  days,
  earlier,
  endOfTime,
  firstOf,
  lastOf,
  later,
  monthsFrom,
  monthsLater,
  spanAt,
  wholeMonths,
} from './calendar.ts';
import type { Span } from './calendar.ts';
import { byDay, collectedPart, creditsOf, digitsOf, distance, exchange, toMinorUnit } from './credits.ts';
import type { Credit, Credited, RecordWarning } from './credits.ts';
import { at, holds } from './filter.ts';
import {
  isBelowZero,
  isPercent,
  isZero,
  least,
  minus,
  most,
  money,
  must,
  nil,
  order,
  over,
  plain,
  plus,
  q,
  sum,
  times,
  unit,
  whole,
} from './numbers.ts';
import type { Q } from './numbers.ts';
import { factorOf, pays, rateWhere, readingAt, readsAttainment } from './table.ts';
import type { QuotaState, Reading } from './table.ts';
import type { Amount, Assignment, Book, Clawback, Component, Draw, Gate, Holdback, Measure, Plan } from './types.ts';

interface Stretch {
  readonly from: string;
  readonly to: string;
  readonly entry: Assignment;
}

interface Line {
  readonly record: string | null;
  readonly reason?: 'base' | 'rerated';
  readonly date?: string;
  readonly value?: string;
  readonly share?: string;
  readonly earned: bigint;
  readonly credit?: Credit;
}

/** A component at the end of a payment period. */
interface Standing extends Reading {
  readonly component: Component;
  readonly window: Span;
  readonly quota: QuotaState;
  readonly total: bigint;
  readonly lines: readonly Line[];
  readonly isSettled: boolean;
  readonly isOpen: boolean;
  readonly paid: bigint;
  readonly paidBefore: bigint;
  readonly isAttainmentMissing: boolean;
}

interface Moved {
  readonly held: bigint;
  readonly released: bigint;
  readonly clawedBack: bigint;
}

const list = <T>(value: T | readonly T[] | undefined): readonly T[] =>
  value === undefined ? [] : Array.isArray(value) ? (value as readonly T[]) : [value as T];
const total = (values: readonly bigint[]): bigint => values.reduce((all, one) => all + one, 0n);

/** Every statement of a book, as the calculation prints them; warnings without their words. */
export function reference(book: Book): { asOf: string; statements: Record<string, unknown>[] } {
  const memory = new Map<string, unknown>();
  /** Calculates a figure once. */
  const once = <T>(key: readonly string[], make: () => T): T => {
    const text = JSON.stringify(key);
    if (!memory.has(text)) memory.set(text, make());
    return memory.get(text) as T;
  };

  // Who is in which plan, when, and by which rules.
  const versions = (id: string): readonly Plan[] =>
    book.plans.filter((plan) => plan.id === id).sort((a, b) => (a.effective.from < b.effective.from ? -1 : 1));
  const stretches = (payee: string, id: string): readonly Stretch[] =>
    once(['stretches', payee, id], () =>
      book.assignments
        .filter((entry) => entry.payee === payee && entry.plan === id)
        .flatMap((entry) =>
          versions(id).map(({ effective }) => ({
            from: later(entry.from, effective.from),
            to: earlier(entry.to ?? endOfTime, effective.to ?? endOfTime),
            entry,
          })),
        )
        .filter(({ from, to }) => from <= to)
        .sort((a, b) => (a.from < b.from ? -1 : 1)),
    );
  const isAssigned = (payee: string, id: string, from: string, to = from): boolean =>
    stretches(payee, id).some((stretch) => stretch.from <= to && from <= stretch.to);
  /** The rules in force at the end of a payment period, else the last ones before it. */
  const rules = (id: string, period: Span): Plan =>
    (versions(id).findLast(({ effective }) => effective.from <= period.end) ?? versions(id)[0]) as Plan;
  const calendar = (plan: Plan) => plan.calendar ?? { fiscalYearStart: 1 };

  /** Payment periods from the first assigned day or entry up to the as-of date. */
  const periods = (payee: string, id: string): readonly Span[] =>
    once(['periods', payee, id], () => {
      const [plan] = versions(id);
      const entries = (book.entries ?? []).filter(
        (entry) => entry.payee === payee && entry.plan === id && entry.amount !== undefined,
      );
      const starts = [...stretches(payee, id).map(({ from }) => from), ...entries.map(({ date }) => date)].sort();
      const found: Span[] = [];
      const [start] = starts;
      if (!plan || start === undefined) return found;
      const holding = (day: string): Span => spanAt(day, plan.pay ?? 'month', calendar(plan));
      for (let period = holding(start); period.start <= book.asOf; period = holding(dayAfter(period.end)))
        found.push(period);
      return found;
    });
  const followed = (payee: string, id: string): readonly Span[] =>
    periods(payee, id).filter(({ start, end }) => isAssigned(payee, id, start, end));
  const endOf = (period: Span): string => earlier(period.end, book.asOf);

  // What is credited.
  const creditedOf = (payee: string, plan: Plan, name: string, side: 'of' | 'per' | ''): Credited =>
    once(['credits', payee, plan.id, plan.effective.from, name, side], () => {
      const measure = plan.measures[name] as Measure;
      if (measure.earnings) return earningsOf(payee, plan, measure.earnings);
      const part = side === '' ? measure : (measure.ratio?.[side] ?? {});
      return creditsOf(book, plan, name, part, payee, (day) => isAssigned(payee, plan.id, day));
    });

  /** What the people below earned: a credit for each person, plan and payment period. */
  function earningsOf(payee: string, plan: Plan, { reports, components }: NonNullable<Measure['earnings']>): Credited {
    const credits: Credit[] = [];
    const warnings: RecordWarning[] = [];
    const accounts = new Set(book.assignments.map((entry) => JSON.stringify([entry.plan, entry.payee])));
    for (const [id, person] of [...accounts].sort().map((key) => JSON.parse(key) as [string, string])) {
      for (const period of followed(person, id)) {
        const own = rules(id, period).components.filter((component) => components.includes(component.id));
        const day = endOf(period);
        const depth = distance(book, person, payee, day);
        if (own.length === 0 || depth === 0 || (reports === 'direct' && depth > 1)) continue;
        if (!isAssigned(payee, plan.id, day)) continue;
        const { currency } = rules(id, period);
        const earned = total(own.map((component) => earnedOf(standing(person, id, component.id, period))));
        const factor = exchange(book, currency, plan.currency, day);
        if (!factor) {
          warnings.push({ code: 'rate-missing', record: person, day });
          continue;
        }
        const value = toMinorUnit(times(q(earned, 10n ** BigInt(digitsOf(currency))), factor), plan);
        credits.push({ id: person, day, value, share: unit, amount: value, row: null });
      }
    }
    return { credits: credits.sort(byDay), warnings };
  }
  const earnedOf = ({ paid, paidBefore }: Standing): bigint => paid - paidBefore;

  // Quota and target.
  function quotaOf(payee: string, plan: Plan, component: Component, window: Span, until: string): QuotaState {
    const rows = (book.quotas ?? []).filter(
      (row) => row.payee === payee && row.component === component.id && row.period === window.name,
    );
    const row = rows.find((one) => one.plan === plan.id) ?? rows.find((one) => one.plan === undefined);
    const fallback = typeof component.quota === 'object' ? component.quota.default : component.quota;
    const given = row ? must(row.amount) : fallback === undefined ? null : must(fallback);
    const own = stretches(payee, plan.id);
    const proration = plan.proration ?? 'days';
    const months =
      component.against === 'to-date' ? window.months.filter((month) => firstOf(month) <= until) : window.months;
    const parts = months.flatMap((month): { month: string; entry: Assignment | null; share: Q }[] => {
      if (proration === 'none') {
        const inForce = own.find(({ to }) => to >= lastOf(month)) ?? own.at(-1);
        return [{ month, entry: inForce?.entry ?? null, share: q(1, window.months.length) }];
      }
      const inMonth = days(firstOf(month), lastOf(month));
      const whole = proration === 'days' ? window.months.length * inMonth : days(window.start, window.end);
      return own.map(({ from, to, entry }) => ({
        month,
        entry,
        share: q(days(later(from, firstOf(month)), earlier(to, lastOf(month))), whole),
      }));
    });
    const ramp = ({ month, entry }: (typeof parts)[number]): Q => {
      const nth = entry ? monthsFrom(entry.from.slice(0, 7), month) : 0;
      const share = nth < 0 ? undefined : entry?.ramp?.[nth];
      return share === undefined ? unit : must(share);
    };
    const targetIn = (entry: Assignment | null): Amount | undefined =>
      entry?.targets?.[component.id] ?? component.target;
    const hasTarget =
      component.target !== undefined || own.some(({ entry }) => entry.targets?.[component.id] !== undefined);
    const target = hasTarget ? sum(parts.map(({ entry, share }) => times(share, must(targetIn(entry) ?? 0)))) : null;
    const isRate = component.measure !== undefined && plan.measures[component.measure]?.ratio !== undefined;
    if (given === null || isRate) return { amount: given, full: given, target, isYetToCome: false };
    if (row?.prorated) {
      const amount = times(given, q(months.length, window.months.length));
      return { amount, full: amount, target, isYetToCome: false };
    }
    const amount = sum(parts.map((part) => times(times(given, part.share), ramp(part))));
    const full = sum(parts.map((part) => times(given, part.share)));
    return { amount, full, target, isYetToCome: isZero(amount) && !isZero(full) };
  }

  // A component at the end of a payment period.
  function standing(payee: string, id: string, componentId: string, period: Span): Standing {
    return once(['standing', payee, id, componentId, period.name], () => {
      const plan = rules(id, period);
      const component = plan.components.find((one) => one.id === componentId) as Component;
      const window = spanAt(period.start, component.window, calendar(plan));
      const until = endOf(period);
      const quota = quotaOf(payee, plan, component, window, period.end);
      const name = component.measure;
      const measure = name === undefined ? undefined : plan.measures[name];
      const within = (side: 'of' | 'per' | ''): Credit[] =>
        name === undefined
          ? []
          : creditedOf(payee, plan, name, side).credits.filter(({ day }) => window.start <= day && day <= until);
      const credits = measure && !measure.ratio ? within('') : [];
      const amountOf = (side: 'of' | 'per'): Q => sum(within(side).map(({ amount }) => amount));
      const other = (one: string): Reading => standing(payee, id, one, period);

      let own: Reading;
      if (component.blend) {
        const parts = component.blend.map(({ component: one, weight }) => {
          const { attainment } = other(one);
          return attainment && times(attainment, must(weight));
        });
        own = { position: null, attainment: parts.includes(null) ? null : sum(parts as Q[]) };
      } else if (measure?.ratio) {
        const per = amountOf('per');
        own = readingAt(isZero(per) ? nil : over(amountOf('of'), per), quota);
      } else own = readingAt(sum(credits.map(({ amount }) => amount)), quota);

      // P after each of the credits: the sum of their steps with T(0), modifiers, caps.
      const bound = component.cap?.attainment;
      const counted = (position: Q): Q =>
        bound !== undefined && quota.amount && !quota.isYetToCome && !isZero(quota.amount)
          ? least(position, times(must(bound), quota.amount))
          : position;
      const table = (reading: Reading): Q => pays(component, reading, quota, other);
      const tableAt = (position: Q): Q => table(readingAt(counted(position), quota));
      const stepOf = (credit: Credit, before: Q, after: Q): Q => {
        const { rate, factors, cap } = component;
        const earned =
          rate.per === 'record'
            ? table({ position: credit.amount, attainment: null })
            : rate.type === 'marginal' && rate.crossing === 'whole'
              ? times(
                  minus(counted(after), counted(before)),
                  rateWhere(component, readingAt(counted(after), quota), quota),
                )
              : minus(tableAt(after), tableAt(before));
        const factor = factors?.find(({ where }) => holds(where, credit.row ?? {}));
        const scaled = factor ? times(earned, must(factor.times)) : earned;
        if (cap?.record === undefined) return scaled;
        return most(minus(nil, must(cap.record)), least(scaled, must(cap.record)));
      };
      const rounded = (earned: Q): bigint => {
        const factors = (component.modifiers ?? []).map((modifier) => factorOf(modifier, other(modifier.component)));
        const caps = [
          component.cap?.payout === undefined ? null : must(component.cap.payout),
          component.cap?.target === undefined || !quota.target ? null : times(must(component.cap.target), quota.target),
        ].filter((cap) => cap !== null);
        const limited = [factors.reduce(times, earned), ...caps].reduce(least);
        return whole(times(limited, q(10n ** BigInt(digitsOf(plan.currency)))), plan.rounding ?? 'half-up');
      };
      let position = nil;
      let earned = component.rate.per === 'record' ? nil : tableAt(nil);
      const after = [rounded(earned)];
      for (const credit of credits) {
        const next = plus(position, credit.amount);
        earned = plus(earned, stepOf(credit, position, next));
        position = next;
        after.push(rounded(earned));
      }
      const isBlendBelow = component.blend && (!own.attainment || isBelowZero(own.attainment));
      const whollyRerated = !measure || measure.ratio !== undefined;
      const amount = isBlendBelow
        ? 0n
        : component.blend
          ? rounded(table(own))
          : measure?.ratio
            ? rounded(tableAt(own.position ?? nil))
            : (after.at(-1) as bigint);

      // Lines: what this payment period's records brought, and the rest.
      const past = followed(payee, id).findLast(
        (one) => one.end < period.start && sameWindow(payee, id, componentId, one, window),
      );
      const before = past && standing(payee, id, componentId, past);
      const known = past ? credits.filter(({ day }) => day <= past.end).length : 0;
      const rest = (whollyRerated ? amount : (after[known] as bigint)) - (before?.total ?? 0n);
      const digits = digitsOf(plan.currency);
      const isMoney = measure && !measure.entered && measure.value !== 'count' && measure.unit !== 'number';
      const lines: Line[] = credits.slice(known).map((credit, i) => ({
        record: credit.id,
        date: credit.day,
        value: isMoney
          ? money(whole(times(credit.value, q(10n ** BigInt(digits))), 'half-up'), digits)
          : plain(credit.value),
        share: plain(credit.share),
        earned: (after[known + i + 1] as bigint) - (after[known + i] as bigint),
        credit,
      }));
      if (rest !== 0n)
        lines.unshift({ record: null, reason: past || whollyRerated ? 'rerated' : 'base', earned: rest });

      const gates = list<Gate>(component.gate);
      const gateReading = (gate: Gate): Reading => (gate.component === componentId ? own : other(gate.component));
      const isOpen = gates.every((gate) =>
        [gate.attainment, gate.value].every((one, i) => {
          if (one === undefined) return true;
          const value = i === 0 ? gateReading(gate).attainment : gateReading(gate).position;
          return value !== null && order(value, must(one)) >= 0;
        }),
      );
      const isSettled =
        component.settle !== 'end' ||
        !isAssigned(payee, id, dayAfter(period.end), window.end) ||
        period.end >= window.end;
      const hasNone = (one: string | undefined): boolean =>
        (one === undefined || one === componentId ? own : other(one)).attainment === null;
      return {
        ...own,
        component,
        window,
        quota,
        total: amount,
        lines,
        isSettled,
        isOpen,
        paid: isSettled && isOpen ? amount : 0n,
        paidBefore: before?.paid ?? 0n,
        isAttainmentMissing: attainmentsRead(component).some(hasNone),
      };
    });
  }
  const sameWindow = (payee: string, id: string, componentId: string, period: Span, window: Span): boolean => {
    const plan = rules(id, period);
    const component = plan.components.find((one) => one.id === componentId);
    return component !== undefined && spanAt(period.start, component.window, calendar(plan)).name === window.name;
  };

  // Held, released and taken back, of each line: how much in all up to the end of a payment period.
  const none: Moved = { held: 0n, released: 0n, clawedBack: 0n };
  function movedUntil(payee: string, id: string, period: Span | undefined): Moved {
    if (!period) return none;
    return once(['moved', payee, id, period.name], () => {
      const moves = followed(payee, id)
        .filter(({ end }) => end <= period.end)
        .flatMap((stated) => {
          const plan = rules(id, stated);
          return plan.components.flatMap((component) => {
            const entries = (plan.holdback ?? []).filter((one) => one.component === component.id);
            const clawback = plan.clawback?.find((one) => one.component === component.id);
            if (entries.length === 0 && !clawback) return [];
            return standing(payee, id, component.id, stated).lines.flatMap((line, i) =>
              line.credit ? [movedOf(payee, id, plan, component, stated, line, i, entries, clawback, period)] : [],
            );
          });
        });
      return {
        held: total(moves.map(({ held }) => held)),
        released: total(moves.map(({ released }) => released)),
        clawedBack: total(moves.map(({ clawedBack }) => clawedBack)),
      };
    });
  }

  function movedOf(
    payee: string,
    id: string,
    plan: Plan,
    component: Component,
    stated: Span,
    line: Line,
    index: number,
    entries: readonly Holdback[],
    clawback: Clawback | undefined,
    period: Span,
  ): Moved {
    return once(['line', payee, id, component.id, stated.name, String(index), period.name], () => {
      const credit = line.credit as Credit;
      const row = credit.row ?? {};
      const zone = plan.timeZone ?? 'UTC';
      const { window } = standing(payee, id, component.id, stated);
      const state = followed(payee, id).findLast(
        (one) => one.end <= period.end && sameWindow(payee, id, component.id, one, window),
      ) as Span;
      const { isOpen, isSettled } = standing(payee, id, component.id, state);
      if (!isOpen || !isSettled) {
        // No longer paid out, or not yet: what was released stays so, and nothing else is left of it.
        const before = periods(payee, id).findLast(({ end }) => end < period.start && end >= stated.end);
        if (!before) return none;
        const { released } = movedOf(payee, id, plan, component, stated, line, index, entries, clawback, before);
        return { held: released, released, clawedBack: 0n };
      }
      const until = endOf(period);
      const round = (value: Q): bigint => whole(value, plan.rounding ?? 'half-up');
      const earned = q(line.earned);
      const upTo = (count: number): bigint =>
        round(times(earned, sum(entries.slice(0, count).map(({ share }) => must(share)))));
      const held = entries.map((_, i) => upTo(i + 1) - upTo(i));
      const releasedOn = (day: string): bigint[] =>
        entries.map((entry, i) => round(times(q(held[i] as bigint), partOn(plan, component, credit, entry, day))));
      const event = clawback ? dayIn(at(row, clawback.when), zone) : null;
      const taken = event === null ? null : later(event, credit.day);
      const months = event === null ? 0 : wholeMonths(credit.day, event);
      const step = clawback?.schedule.find(({ within }) => within > months);
      const now = releasedOn(until);
      if (taken === null || !step || taken > until) return { held: total(held), released: total(now), clawedBack: 0n };
      const share = must(step.takes);
      const then = releasedOn(taken);
      const open = total(held) - total(then);
      const later_ = now.map(
        (amount, i) => (then[i] as bigint) + round(times(minus(unit, share), q(amount - (then[i] as bigint)))),
      );
      return {
        held: total(held),
        released: total(later_),
        clawedBack: round(times(share, minus(earned, q(open)))),
      };
    });
  }

  /** The part of a held amount that is released by the end of a day. */
  function partOn(plan: Plan, component: Component, { row, day }: Credit, { until }: Holdback, on: string): Q {
    if (typeof until === 'string') {
      const event = dayIn(at(row ?? {}, until), plan.timeZone ?? 'UTC');
      return event !== null && later(event, day) <= on ? unit : nil;
    }
    if ('months' in until) return monthsLater(day, until.months) <= on ? unit : nil;
    const value = plan.measures[component.measure ?? '']?.value ?? '';
    return collectedPart(book, plan, row ?? {}, value, until.collected, on).part;
  }

  // From earned to payable.
  interface Balance extends Moved {
    readonly earned: bigint;
    readonly limited: bigint;
    readonly adjustments: bigint;
    readonly debt: bigint;
    readonly payable: bigint;
  }
  const before = (payee: string, id: string, period: Span): Span | undefined =>
    periods(payee, id).findLast(({ end }) => end < period.start);
  const standingsOf = (payee: string, id: string, period: Span): readonly Standing[] =>
    isAssigned(payee, id, period.start, period.end)
      ? rules(id, period).components.map((component) => standing(payee, id, component.id, period))
      : [];
  /** What became payable in a payment period, before any limit. */
  function became(payee: string, id: string, period: Span): Moved & { earned: bigint; net: bigint } {
    const [now, then] = [movedUntil(payee, id, period), movedUntil(payee, id, before(payee, id, period))];
    const earned = total(standingsOf(payee, id, period).map(earnedOf));
    const held = now.held - then.held;
    const released = now.released - then.released;
    const clawedBack = now.clawedBack - then.clawedBack;
    return { held, released, clawedBack, earned, net: earned - held + released - clawedBack };
  }
  function balance(payee: string, id: string, period: Span): Balance {
    return once(['balance', payee, id, period.name], () => {
      const plan = rules(id, period);
      const minor = (amount: Q): bigint =>
        whole(times(amount, q(10n ** BigInt(digitsOf(plan.currency)))), plan.rounding ?? 'half-up');
      const { net, ...moved } = became(payee, id, period);
      const { limit } = plan;
      const excess = (until: Span | undefined): bigint => {
        const window = limit && spanAt(period.start, limit.per, calendar(plan));
        if (!limit || !window || !until || until.start < window.start) return 0n;
        const inWindow = periods(payee, id).filter(({ start, end }) => start >= window.start && end <= until.end);
        const above = total(inWindow.map((one) => became(payee, id, one).net)) - minor(must(limit.payout));
        return above > 0n ? above : 0n;
      };
      const previous = before(payee, id, period);
      const limited = excess(period) - excess(previous);
      const adjustments = total(
        (book.entries ?? [])
          .filter((entry) => entry.payee === payee && entry.plan === id && entry.amount !== undefined)
          .filter(({ date }) => period.start <= date && date <= period.end)
          .map(({ amount }) => minor(must(amount))),
      );
      const debt = previous ? balance(payee, id, previous).debt : 0n;
      const all = net - limited + adjustments;
      const { amount, isRecoverable, share } = drawIn(payee, id, plan, period, minor);
      const takeable = all > 0n ? whole(times(share, q(all)), plan.rounding ?? 'half-up') : 0n;
      const repaid = debt < takeable ? debt : takeable;
      const left = all - repaid;
      const paid = left > amount ? left : amount;
      const owed = isRecoverable ? amount - left : -left;
      return { ...moved, limited, adjustments, payable: paid, debt: debt - repaid + (owed > 0n ? owed : 0n) };
    });
  }

  function drawIn(
    payee: string,
    id: string,
    plan: Plan,
    period: Span,
    minor: (amount: Q) => bigint,
  ): { amount: bigint; isRecoverable: boolean; share: Q } {
    const until = followed(payee, id).filter(({ end }) => end <= period.end);
    const share = until.length < (plan.recovery?.from ?? 0) ? nil : must(plan.recovery?.share ?? 1);
    const draws = list<Draw>(plan.draw);
    let [current, used] = [0, 0];
    for (const { start } of until) {
      const isOver = ({ to, periods: most_ }: Draw): boolean =>
        (to !== undefined && start > to) || (most_ !== undefined && used >= most_);
      while (draws[current] && isOver(draws[current] as Draw)) [current, used] = [current + 1, 0];
      used++;
    }
    const draw = draws[current];
    const assigned = stretches(payee, id).map(({ from, to }) =>
      days(later(from, period.start), earlier(to, period.end)),
    );
    const part = q(
      assigned.reduce((all, one) => all + one, 0),
      days(period.start, period.end),
    );
    if (!draw || isZero(part)) return { amount: 0n, isRecoverable: draw?.recoverable ?? true, share };
    const amount = plan.proration === 'none' ? must(draw.amount) : times(must(draw.amount), part);
    return { amount: minor(amount), isRecoverable: draw.recoverable, share };
  }

  // Statements.
  const warningsOf = (payee: string, id: string, period: Span, standings: readonly Standing[]): object[] => {
    const plan = rules(id, period);
    const found = Object.entries(plan.measures).flatMap(([name, measure]) =>
      (measure.ratio ? (['of', 'per'] as const) : ([''] as const)).flatMap(
        (side) => creditedOf(payee, plan, name, side).warnings,
      ),
    );
    const about = found.filter(({ day }) => standings.some(({ window }) => window.start <= day && day <= window.end));
    const seen = new Set<string>();
    return [
      ...about.flatMap(({ code, record }) => {
        const key = `${code} ${record}`;
        if (seen.has(key)) return [];
        seen.add(key);
        return [{ code, record }];
      }),
      ...standings
        .filter(({ isAttainmentMissing }) => isAttainmentMissing)
        .map(({ component }) => ({ code: 'attainment-null', component: component.id })),
    ];
  };

  const accounts = [...new Set(book.assignments.map(({ payee, plan }) => JSON.stringify([payee, plan])))]
    .map((key) => JSON.parse(key) as [string, string])
    .sort(([a, p], [b, r]) => (a < b || (a === b && p < r) ? -1 : 1))
    .filter(([payee, id]) => stretches(payee, id).length > 0);
  const statements = accounts.flatMap(([payee, id]) =>
    periods(payee, id).flatMap((period) => {
      const plan = rules(id, period);
      const standings = standingsOf(payee, id, period);
      const figures = balance(payee, id, period);
      const { held, released, clawedBack, limited, adjustments } = figures;
      if (standings.length === 0 && [held, released, clawedBack, limited, adjustments].every((one) => one === 0n))
        return [];
      const shown = (minor: bigint): string => money(minor, digitsOf(plan.currency));
      return [
        {
          payee,
          plan: id,
          period: period.name,
          status: book.asOf < period.end ? 'open' : 'closed',
          currency: plan.currency,
          components: standings.map((one) => ({
            id: one.component.id,
            window: one.window.name,
            credited: one.position === null ? null : plain(one.position),
            quota: one.component.blend || one.quota.amount === null ? null : plain(one.quota.amount),
            attainment: one.attainment === null ? null : plain(one.attainment),
            earned: shown(earnedOf(one)),
            earnedInWindow: shown(one.paid),
            withheld: shown(one.isSettled && !one.isOpen ? one.total : 0n),
            lines: one.lines.map(({ credit: _, earned, ...line }) => ({ ...line, earned: shown(earned) })),
          })),
          earned: shown(figures.earned),
          held: shown(held),
          released: shown(released),
          clawedBack: shown(clawedBack),
          limited: shown(limited),
          adjustments: shown(adjustments),
          debt: shown(figures.debt),
          payable: shown(figures.payable),
          warnings: warningsOf(payee, id, period, standings),
        },
      ];
    }),
  );
  return { asOf: book.asOf, statements };
}

/** The components whose attainment a component reads; undefined for its own. */
function attainmentsRead({ rate, blend, modifiers, gate }: Component): (string | undefined)[] {
  const readBy = (component: string | undefined, bounds: readonly Amount[]): (string | undefined)[] =>
    bounds.some(isPercent) ? [component] : [];
  const by =
    typeof rate.by === 'object'
      ? readBy(
          rate.by.component,
          (rate.tiers ?? []).map(({ from }) => from),
        )
      : [];
  const axes = [rate.rows, rate.columns].flatMap((axis) => (axis?.component ? readBy(axis.component, axis.from) : []));
  const factors = (modifiers ?? []).flatMap(({ component, tiers, points }) =>
    readBy(component, [...(tiers ?? []).map(({ from }) => from), ...(points ?? []).map((point) => point.at)]),
  );
  const gates = list<Gate>(gate).flatMap((one) => (one.attainment === undefined ? [] : [one.component]));
  return [...(blend || readsAttainment(rate) ? [undefined] : []), ...by, ...axes, ...factors, ...gates];
}
