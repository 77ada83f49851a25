// The trace of what is held of lines, released and taken back: for each line how it stands now, less how it stood before.
import type { AccountPeriod } from './balance.ts';
import { isPaidOut, type Standing } from './component.ts';
import { parseDecimal } from './decimal.ts';
import { field, textOf } from './filter.ts';
import { heldLines, movedBy, undone, unmoved, type Held, type Moved } from './holdback.ts';
import type { Counted } from './ledger.ts';
import { dayAt, monthsLater, printDay, wholeMonths, type Day } from './period.ts';
import type { Plan } from './plan.ts';
import type { Trace } from './result.ts';
import { runOf, type Step } from './run.ts';
import { convertedTrace } from './trace-credit.ts';
import {
  all,
  countLeaf,
  dayLeaf,
  givenIn,
  leaf,
  minus,
  nil,
  node,
  over,
  positive,
  reached,
  sum,
  times,
} from './trace-node.ts';
import { minorOf, named, roundedBy, stated, type Told } from './trace-told.ts';

type Retained = { readonly [K in keyof Moved]: Trace };
const kinds = ['held', 'released', 'clawedBack'] as const;

/** What moved in a payment period, each line on its own; lines that do not move are left out. */
export function retainedTrace(told: Told, { period, version: { plan } }: AccountPeriod): Retained {
  const { account } = told;
  const { currency } = plan;
  const run = runOf(account);
  const { steps } = run;
  const index = steps.findIndex((step) => step.period.start === period.start);
  const moved = { held: [] as Trace[], released: [] as Trace[], clawedBack: [] as Trace[] };
  const dayOf = (now: number): Day => Math.min((steps[now] as Step).period.end, account.asOf);
  for (const [day, ...amounts] of account.carried)
    if (day >= period.start && day <= dayOf(index))
      kinds.forEach((kind, i) => {
        if (amounts[i])
          moved[kind].push(leaf('given', 'Earlier lines', printDay(day), minorOf(amounts[i], account), currency));
      });
  for (const [k, step] of steps.slice(0, index + 1).entries()) {
    const { holdback, clawback } = step.version.plan;
    if (!holdback && !clawback) continue;
    for (const standing of run.standings(k))
      for (const [i, line] of heldLines(standing, account.payments, () => undefined)) {
        const { id: record } = standing.ledger.at[i] as Counted;
        /** Is the line paid out, as its window last said? */
        const isOut = (now: number): boolean => {
          const then = run.standing(standing.component.id, now);
          return then?.window.name === standing.window.name ? isPaidOut(then) : now > k && isOut(now - 1);
        };
        const state = (now: number): Moved =>
          now < k ? unmoved : isOut(now) ? movedBy(line, dayOf(now)) : undone(state(now - 1));
        const trace = (now: number): Retained => {
          const none = nil(currency);
          if (now < k) return { held: none, released: none, clawedBack: none };
          if (isOut(now)) return lineTrace(told, standing, step.period.name, i, line, dayOf(now));
          const { released } = trace(now - 1);
          return { held: released, released, clawedBack: none };
        };
        const [now, before] = [state(index), state(index - 1)];
        for (const kind of kinds)
          if (now[kind] !== before[kind])
            moved[kind].push(
              minus([trace(index)[kind], ...(before[kind] ? [trace(index - 1)[kind]] : [])], '', { record }),
            );
      }
  }
  const of = named(account, period.name);
  const total = (kind: keyof Moved, label: string): Trace => sum(moved[kind], label, { unit: currency, of: of(kind) });
  return {
    held: total('held', 'Held back'),
    released: total('released', 'Released'),
    clawedBack: total('clawedBack', 'Taken back'),
  };
}

/** A line that is paid out, at the end of a day. Source: calculation, "Holdback" and "Clawback". */
function lineTrace(told: Told, standing: Standing, period: string, index: number, line: Held, on: Day): Retained {
  const { account } = told;
  const { component, version, ledger, first } = standing;
  const { plan } = version;
  const { currency } = plan;
  const own = givenIn(plan);
  const counted = ledger.at[index] as Counted;
  const { id, day, record = {} } = counted;
  const part = (inputs: Trace[], label: string): Trace =>
    node(roundedBy(plan), [times(inputs, '', { unit: currency })], label, { unit: currency });
  const earned = stated(
    named(account, period, component.id)(`lines[${index - first}]`),
    minorOf(line.earned, account),
    currency,
    'Earned',
  );
  const entries = (plan.holdback ?? []).flatMap((entry, i) =>
    entry.component === component.id ? [{ ...entry, i }] : [],
  );
  const shares = entries.map(({ i }) => own(`holdback[${i}].share`));
  const upTo = shares.map((_, i) => part([earned, sum(shares.slice(0, i + 1), '', { unit: '%' })], 'Held'));
  const held = upTo.map((one, i) => (i === 0 ? one : minus([one, upTo[i - 1] as Trace])));
  const released = (by: Trace, until: Day): Trace[] =>
    held.map((amount, i) =>
      part(
        [amount, releasedTrace(told, plan, component.measure, counted, entries[i]?.until ?? '', by, until)],
        'Released',
      ),
    );
  const total = (list: readonly Trace[]): Trace => sum(list, '', { unit: currency });
  const now = released(dayLeaf('By', on), on);
  const inAll = upTo.at(-1) ?? nil(currency);
  const { taken } = line;
  if (!taken || taken.day > on) return { held: inAll, released: total(now), clawedBack: nil(currency) };
  const at = (plan.clawback ?? []).findIndex((entry) => entry.component === component.id);
  const { when = '', schedule = [] } = plan.clawback?.[at] ?? {};
  const event = dayAt(field(when)(record), plan.timeZone ?? 'UTC') ?? day;
  const from = node('greatest', [dayLeaf(when, event, id), dayLeaf('Date of the line', day)], 'Taken back on');
  const then = released(from, taken.day);
  const steps = schedule.map((_, i) => [
    own(`clawback[${at}].schedule[${i}].within`, 'months'),
    own(`clawback[${at}].schedule[${i}].takes`),
  ]);
  const takes = node('table', [
    countLeaf('Whole months since', wholeMonths(day, event), 'months', day, event),
    ...[...steps, []].map(([, share = nil('%')], i) => node('line', [steps[i - 1]?.[0] ?? nil('months'), share])),
  ]);
  const since = now.map((amount, i) =>
    part([minus([all, takes]), minus([amount, then[i] as Trace])], 'Released since'),
  );
  return {
    held: inAll,
    released: total([...then, ...since]),
    clawedBack: part([takes, minus([earned, minus([inAll, total(then)])])], 'Taken back'),
  };
}

/** The part of an entry's holdback that is released by a day. */
function releasedTrace(
  told: Told,
  plan: Plan,
  measure: string | undefined,
  { id, record = {}, day }: Counted,
  until: NonNullable<Plan['holdback']>[number]['until'],
  by: Trace,
  on: Day,
): Trace {
  const timeZone = plan.timeZone ?? 'UTC';
  const lineDay = dayLeaf('Date of the line', day);
  if (typeof until === 'string') {
    const event = dayAt(field(until)(record), timeZone);
    return event === null ? nil() : reached(by, node('greatest', [dayLeaf(until, event, id), lineDay]));
  }
  if ('months' in until)
    return reached(by, dayLeaf(`${until.months} months after ${printDay(day)}`, monthsLater(day, until.months)));
  const { object, record: link, value, date } = until.collected;
  const { payments } = told.account;
  const name = plan.measures[measure ?? '']?.value ?? '';
  const whole = parseDecimal(field(name)(record));
  if (!whole?.n) return reached(by, lineDay);
  const currencyOf = (row: typeof record): string =>
    textOf(field('CurrencyIsoCode')(row) ?? payments.corporateCurrency);
  const currency = currencyOf(record);
  const paid = payments
    .rows(
      object,
      link,
    )(id)
    .flatMap((row) => {
      const [then, amount, from] = [
        dayAt(field(date)(row), timeZone),
        parseDecimal(field(value)(row)),
        currencyOf(row),
      ];
      if (then === null || !amount || Math.max(then, day) > on) return [];
      if (from !== currency && !(payments.rates(from, then) && payments.rates(currency, then))) return [];
      const payment = leaf('given', value, printDay(then), amount, from, { record: textOf(row['Id']), field: value });
      return [
        node(roundedBy(plan), [from === currency ? payment : convertedTrace(told.rows, payment, currency, then)]),
      ];
    });
  const share = over([
    sum(paid, 'Collected', { unit: currency }),
    leaf('given', name, '', whole, currency, { record: id, field: name }),
  ]);
  return on < day ? nil() : positive(node('least', [share, all]));
}
