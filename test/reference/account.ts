// Who is in which plan, when, and by which rules: the accounts of the reference calculation and their payment periods.
import { dayAfter, earlier, endOfTime, later, spanAt } from './calendar.ts';
import type { FiscalCalendar, Span } from './calendar.ts';
import type { Assignment, Book, Plan } from './types.ts';

/** One calculation of a book; `once` makes a figure when it is first asked for. */
export interface Run {
  readonly book: Book;
  readonly once: <T>(key: readonly string[], make: () => T) => T;
}

/** One payee in one plan. */
export interface Account {
  readonly run: Run;
  readonly payee: string;
  readonly id: string;
}

/** Days of one assignment entry under one version of the plan. */
export interface Stretch {
  readonly from: string;
  readonly to: string;
  readonly entry: Assignment;
}

export function runOf(book: Book): Run {
  const memory = new Map<string, unknown>();
  return {
    book,
    once: <T>(key: readonly string[], make: () => T): T => {
      const text = key.join('\u0000');
      if (!memory.has(text)) memory.set(text, make());
      return memory.get(text) as T;
    },
  };
}

/**
 * Everybody who is in a plan at some time, or has an amount entered by hand for one; ordered by payee, then plan.
 * @throws Error where two versions of a plan overlap, or differ in currency, payment period or calendar: positions, debt and
 * draws go on across versions, and could not.
 */
export function accountsOf(run: Run): Account[] {
  const { assignments, entries = [], plans } = run.book;
  for (const { id } of plans) refuseBadVersions(run, id);
  const known = plans.map(({ id }) => id);
  const amounts = entries.filter(({ amount }) => amount !== undefined);
  return [...new Set([...assignments, ...amounts].map(({ payee, plan }) => JSON.stringify([payee, plan])))]
    .map((key): Account => {
      const [payee, id] = JSON.parse(key) as [string, string];
      return { run, payee, id };
    })
    .filter(({ id }) => known.includes(id))
    .sort((a, b) => (a.payee < b.payee || (a.payee === b.payee && a.id < b.id) ? -1 : 1));
}

function refuseBadVersions(run: Run, id: string): void {
  const list = versions(run, id);
  const fixed = ({ currency, pay, calendar }: Plan): string =>
    JSON.stringify([
      currency,
      pay ?? 'month',
      calendar?.fiscalYearStart ?? 1,
      (calendar?.fiscalYearStart ?? 1) === 1 ? 'start' : (calendar?.yearNamedBy ?? 'start'),
    ]);
  list.forEach((plan, i) => {
    const before = list[i - 1];
    if (!before) return;
    if ((before.effective.to ?? endOfTime) >= plan.effective.from) throw new Error(`versions of ${id} overlap`);
    if (fixed(before) !== fixed(plan)) throw new Error(`versions of ${id} differ in currency, pay or calendar`);
  });
}

const versions = ({ book, once }: Run, id: string): readonly Plan[] =>
  once(['versions', id], () =>
    book.plans.filter((plan) => plan.id === id).sort((a, b) => (a.effective.from < b.effective.from ? -1 : 1)),
  );

/** The rules in force at the end of a payment period; before and between versions those of the nearest earlier one, else the first. */
export function rulesAt({ run, id }: Account, period: Span): Plan {
  const list = versions(run, id);
  return (list.findLast(({ effective }) => effective.from <= period.end) ?? list[0]) as Plan;
}

export const calendarOf = (plan: Plan): FiscalCalendar => plan.calendar ?? { fiscalYearStart: 1 };

export const stretchesOf = ({ run, payee, id }: Account): readonly Stretch[] =>
  run.once(['stretches', payee, id], () =>
    run.book.assignments
      .filter((entry) => entry.payee === payee && entry.plan === id)
      .flatMap((entry) =>
        versions(run, id).map(({ effective }) => ({
          from: later(entry.from, effective.from),
          to: earlier(entry.to ?? endOfTime, effective.to ?? endOfTime),
          entry,
        })),
      )
      .filter(({ from, to }) => from <= to)
      .sort((a, b) => (a.from < b.from ? -1 : 1)),
  );

export const isAssigned = (account: Account, from: string, to = from): boolean =>
  stretchesOf(account).some((stretch) => stretch.from <= to && from <= stretch.to);

/** Payment periods from the first assigned day or entry by hand up to the one that holds the as-of date. */
export function periodsOf(account: Account): readonly Span[] {
  const { run, payee, id } = account;
  return run.once(['periods', payee, id], () => {
    const entries = (run.book.entries ?? []).filter(
      (entry) => entry.payee === payee && entry.plan === id && entry.amount !== undefined,
    );
    const [start] = [...stretchesOf(account).map(({ from }) => from), ...entries.map(({ date }) => date)].sort();
    const [plan] = versions(run, id);
    const found: Span[] = [];
    if (!plan || start === undefined) return found;
    const holding = (day: string): Span => spanAt(day, plan.pay ?? 'month', calendarOf(plan));
    for (let period = holding(start); period.start <= run.book.asOf; period = holding(dayAfter(period.end)))
      found.push(period);
    return found;
  });
}

/** The payment periods with an assigned day. */
export const followedOf = (account: Account): readonly Span[] =>
  account.run.once(['followed', account.payee, account.id], () =>
    periodsOf(account).filter(({ start, end }) => isAssigned(account, start, end)),
  );

/** The payment period before, assigned or not. */
export const periodBefore = (account: Account, period: Span): Span | undefined =>
  periodsOf(account).findLast(({ end }) => end < period.start);

/** The last day that counts in a payment period: in an open one the as-of date. */
export const lastDayOf = ({ run }: Account, period: Span): string => earlier(period.end, run.book.asOf);
