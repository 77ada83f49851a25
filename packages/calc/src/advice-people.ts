// Advice that needs the book around a plan: who is assigned, quotas, other versions of the plan, splits of records.
import type { Tell } from './advice.ts';
import type { Book, CrmRecord } from './book.ts';
import { labelOf } from './component-words.ts';
import { parseDecimal } from './decimal.ts';
import { countWords, percentWords, someWords } from './figures.ts';
import { field } from './filter.ts';
import { add, compare, fraction, one, zero } from './fraction.ts';
import { calendarOf, endOfTime, parseDay, periodsBetween, printDay, type Day } from './period.ts';
import type { Component, Plan } from './plan.ts';
import { needsQuota, quotaOnPaper, readsOwnAttainment } from './plan-payout.ts';
import { attainmentsRead } from './table.ts';

/** What is known around a plan; all of it may be missing. */
export type Around = Partial<Book>;

/** Findings of one plan among its people. */
export function adviseOnPeople(plan: Plan, around: Around, tell: Tell): void {
  versions(plan, around, tell);
  if (around.assignments) {
    assignments(plan, around, around.assignments, tell);
    quotas(plan, around, around.assignments, tell);
  }
  splits(plan, around, tell);
}

const dayAt = (text: string | null | undefined): Day => (text ? (parseDay(text) ?? endOfTime) : endOfTime);

/** Other plans of the same id: their days may not overlap, and should leave no gap. */
function versions(plan: Plan, { plans = [] }: Around, tell: Tell): void {
  const others = plans.filter(
    (other) => other.id === plan.id && other !== plan && JSON.stringify(other) !== JSON.stringify(plan),
  );
  const [from, to] = [dayAt(plan.effective.from), dayAt(plan.effective.to)];
  for (const other of others) {
    const [start, end] = [dayAt(other.effective.from), dayAt(other.effective.to)];
    if (start <= to && from <= end)
      tell(
        'warning',
        'versions-overlap',
        ['effective'],
        `Another version of ${plan.id} ("${other.name}") holds from ${other.effective.from} ${other.effective.to ? `to ${other.effective.to}` : 'on'}, this one from ${plan.effective.from} ${plan.effective.to ? `to ${plan.effective.to}` : 'on'}: they overlap, so neither can be calculated.`,
        'End one before the other begins (`to` is inclusive).',
      );
    if (other.currency !== plan.currency)
      tell(
        'warning',
        'versions-differ',
        ['currency'],
        `Another version of ${plan.id} pays in ${other.currency}, this one in ${plan.currency}: debts and draws cannot go on across them.`,
        'Give the plan in another currency an id of its own.',
      );
  }
  const before = others.map(({ effective }) => dayAt(effective.to)).filter((end) => end < from);
  const last = Math.max(...before);
  if (before.length > 0 && last + 1 < from)
    tell(
      'warning',
      'versions-gap',
      ['effective', 'from'],
      `No version of ${plan.id} holds from ${printDay(last + 1)} to ${printDay(from - 1)}.`,
      'Let this version begin where the one before it ends, or the one before it end later.',
    );
}

type Assignments = NonNullable<Around['assignments']>;

const nameIn =
  ({ users = [] }: Around) =>
  (payee: string): string =>
    users.find(({ Id }) => Id === payee)?.Name ?? payee;

/** Nobody assigned, days outside of the plan, and people who are in no plan for a while. */
function assignments(plan: Plan, around: Around, all: Assignments, tell: Tell): void {
  const name = nameIn(around);
  const own = all.map((row, index) => ({ ...row, index })).filter((row) => row.plan === plan.id);
  if (own.length === 0)
    tell('note', 'nobody-assigned', ['id'], `Nobody is assigned to ${plan.id}.`, 'Add rows to the assignments.');
  const earliest = Math.min(
    ...[plan, ...(around.plans ?? []).filter(({ id }) => id === plan.id)].map(({ effective }) => dayAt(effective.from)),
  );
  const early = own.filter(({ from }) => dayAt(from) < earliest);
  const [first] = early;
  if (first)
    tell(
      'note',
      'assigned-before-plan',
      ['effective', 'from'],
      `${someWords(early.map(({ payee, from }) => `${name(payee)} (${from})`))} ${early.length === 1 ? 'is' : 'are'} assigned before the plan begins on ${printDay(earliest)}; those days count for nothing.`,
      'Let the plan begin earlier, or the assignments later.',
      { list: 'assignments', index: first.index },
    );
  for (const [payee, rows] of Map.groupBy(own, (row) => row.payee)) {
    const others = all.filter((row) => row.payee === payee);
    for (const { from, index } of rows) {
      const start = dayAt(from);
      const before = others.map(({ to }) => dayAt(to)).filter((end) => end < start);
      const isCovered = others.some((row) => dayAt(row.from) < start && dayAt(row.to) >= start - 1);
      const end = Math.max(...before);
      if (before.length === 0 || isCovered || end + 1 >= start) continue;
      tell(
        'warning',
        'assignment-gap',
        ['effective'],
        `${name(payee)} is in no plan from ${printDay(end + 1)} to ${printDay(start - 1)}: nothing of those days counts.`,
        'Close the gap, if the person worked on these days.',
        { list: 'assignments', index },
      );
    }
  }
}

/** Is a quota read: by the component's own table, its cap, or another component? */
const readsQuota = (plan: Plan, component: Component): boolean =>
  needsQuota(component) ||
  (!component.blend && component.cap?.attainment !== undefined) ||
  (!component.blend &&
    plan.components.some(
      (other) =>
        attainmentsRead(other).includes(component.id) || other.blend?.some((part) => part.component === component.id),
    ));

/** People without a quota for a window, where neither the plan nor the CRM has one. */
function quotas(plan: Plan, around: Around, all: Assignments, tell: Tell): void {
  const name = nameIn(around);
  const asOf = around.asOf === undefined ? null : dayAt(around.asOf);
  const until = Math.min(dayAt(plan.effective.to), Math.max(asOf ?? 0, dayAt(plan.effective.from)) + 366);
  const has = new Set(
    (around.quotas ?? [])
      .filter((row) => (row.plan ?? plan.id) === plan.id && parseDecimal(row.amount)?.n !== 0n)
      .map(({ payee, component, period }) => `${payee} ${component} ${period}`),
  );
  plan.components.forEach((component, i) => {
    if (
      !readsQuota(plan, component) ||
      quotaOnPaper(component) ||
      (typeof component.quota === 'object' && !around.quotas)
    )
      return;
    const missing = new Map<string, { now: string[]; later: string[]; index: number }>();
    all.forEach((row, index) => {
      if (row.plan !== plan.id) return;
      const [from, to] = [Math.max(dayAt(row.from), dayAt(plan.effective.from)), Math.min(dayAt(row.to), until)];
      if (from > to) return;
      for (const window of periodsBetween(from, to, component.window, calendarOf(plan))) {
        if (has.has(`${row.payee} ${component.id} ${window.name}`)) continue;
        const entry = missing.get(row.payee) ?? { now: [], later: [], index };
        missing.set(row.payee, entry);
        const list = asOf === null || window.start <= asOf ? entry.now : entry.later;
        if (!list.includes(window.name)) list.push(window.name);
      }
    });
    for (const key of ['now', 'later'] as const) {
      const people = [...missing].filter(([, entry]) => entry[key].length > 0);
      const [first] = people;
      if (!first) continue;
      tell(
        key === 'now' ? 'warning' : 'note',
        key === 'now' ? 'quota-missing' : 'quota-not-yet',
        ['components', i, ...(component.quota === undefined ? [] : ['quota'])],
        `${countWords(people.length, 'person has', 'people have')} no quota for ${labelOf(component)}${key === 'later' ? ' yet' : ''}: ${someWords(people.map(([payee, entry]) => `${name(payee)} (${someWords(entry[key], 4)})`))}. ${payWithout(component)}`,
        'Add rows to the quotas, or a quota to the component.',
        { list: 'assignments', index: first[1].index },
      );
    }
  });
}

const payWithout = (component: Component): string =>
  readsOwnAttainment(component.rate) ? 'Without one the table pays 0.' : 'Without one there is no attainment.';

/** Records whose revenue splits do not add up to everything. Overlay splits need not. */
function splits(plan: Plan, { records = {} }: Around, tell: Tell): void {
  for (const [measure, { credit, object }] of Object.entries(plan.measures)) {
    const rule =
      typeof credit !== 'object' ? null : 'splits' in credit ? credit : 'by' in credit && credit.by ? credit.by : null;
    if (!rule || !/revenue/i.test(rule.splits) || object === undefined) continue;
    const own = (records['OpportunitySplit'] ?? []).filter(
      (row) => field('SplitType.DeveloperName')(row) === rule.splits,
    );
    const off = [...Map.groupBy(own, (row: CrmRecord) => String(row['OpportunityId']))]
      .map(([id, rows]) => ({
        id,
        sum: rows.map(({ SplitPercentage }) => parseDecimal(SplitPercentage) ?? zero).reduce(add, zero),
      }))
      .map(({ id, sum }) => ({ id, share: fraction(sum.n, sum.d * 100n) }))
      .filter(({ share }) => compare(share, one) !== 0);
    if (off.length > 0)
      tell(
        'warning',
        'shares-do-not-add-up',
        ['measures', measure, 'credit'],
        `The ${rule.splits} splits of ${countWords(off.length, 'record')} do not add up to 100 %: ${someWords(off.map(({ id, share }) => `${id} (${percentWords(share, 6)})`))}.`,
        'Correct the splits in the CRM.',
      );
  }
}
