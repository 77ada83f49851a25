// The trace of a statement: from payable over draw, balance and what was held back down to each component.
import { overlaps } from './assignment.ts';
import type { AccountPeriod } from './balance.ts';
import { tenTo } from './decimal.ts';
import { drawIn } from './draw.ts';
import { endOfTime, parseDay, periodsBetween, type Day } from './period.ts';
import type { Trace } from './result.ts';
import { componentTrace } from './trace-component.ts';
import {
  countLeaf,
  daysLeaf,
  given,
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
  valueOf,
} from './trace-node.ts';
import { retainedTrace } from './trace-retained.ts';
import { minorOf, named, roundedBy, stated, type Told } from './trace-told.ts';

/** The tree of a statement's payable; what is owed after it stands beside it. */
export function statementTrace(told: Told, at: AccountPeriod): Trace {
  const { account, periods, rows } = told;
  const { period, standings, version } = at;
  const { plan } = version;
  const { currency: unit } = plan;
  const of = named(account, period.name);
  const rounded = (one: Trace, label: string): Trace => node(roundedBy(plan), [one], label, { unit });
  /** Stands for a figure above, so that nothing is told twice. */
  const again = ({ of: figure = of(''), label, ...one }: Trace): Trace =>
    stated(figure, valueOf({ ...one, label }), unit, label);

  const { held, released, clawedBack } = retainedTrace(told, at);
  const adjustments = account.entries.flatMap(({ amount, date, reason = 'Adjustment' }, i) => {
    const day = parseDay(date) as Day;
    if (amount === undefined || day < period.start || day > period.end) return [];
    return [
      rounded(
        given(
          amount,
          `entries[${rows.entries.indexOf(account.entries[i] as (typeof account.entries)[number])}].amount`,
          unit,
          date,
        ),
        reason,
      ),
    ];
  });
  const incoming = [
    sum(
      standings.map((standing) => componentTrace(told, at, standing)),
      'Earned',
      { unit, of: of('earned') },
    ),
    released,
    sum(adjustments, 'Adjustments', { unit, of: of('adjustments') }),
  ];
  const balance = minus([sum(incoming, 'Comes in'), held, clawedBack, limitedTrace(told, at)], 'Balance', {
    of: of('balance'),
  });
  const previous = periods[periods.indexOf(at) - 1];
  const owed = previous
    ? stated(named(account, previous.period.name)('debt'), minorOf(previous.debt, account), unit, 'Debt before')
    : account.debt
      ? leaf('given', 'debt', 'carried in', minorOf(account.debt, account), unit)
      : nil(unit, 'debt');
  const open = times([positive(again(balance)), ...recoveryTrace(told, at)], '', { unit });
  const repaid = node('least', [owed, rounded(open, 'Recovery may take')], 'Repaid', { of: of('repaid') });
  const draw = drawTrace(told, at);
  const left = minus([balance, repaid], 'Left', { of: of('left') });
  const added = positive(
    minus([at.draw.recoverable ? again(draw) : nil(unit), again(left)]),
    at.draw.recoverable ? 'Advanced' : 'Below 0',
  );
  const payable = `Payable in ${period.name}`;
  return node(
    'first',
    [
      node('greatest', [left, draw], payable, { of: of('payable') }),
      sum([minus([owed, again(repaid)]), added], 'Debt after', { of: of('debt') }),
    ],
    payable,
    { words: 'what is left of the balance, or the draw; what is owed then stands beside it' },
  );
}

/** What became payable above the plan's limit, less what was limited before in its window. */
function limitedTrace({ account, periods }: Told, at: AccountPeriod): Trace {
  const { plan } = at.version;
  const { currency: unit } = plan;
  const of = named(account, at.period.name)('limited');
  if (!at.towardsLimit) return nil(unit, 'Limited', of);
  const { window } = at.towardsLimit;
  const within = periods.slice(0, periods.indexOf(at) + 1).filter(({ period }) => period.start >= window.start);
  const figures = (
    list: readonly AccountPeriod[],
    ...keys: readonly ('earned' | 'held' | 'released' | 'clawedBack' | 'limited')[]
  ): Trace =>
    sum(
      list.flatMap((one) =>
        keys.flatMap((key) =>
          one[key] ? [stated(named(account, one.period.name)(key), minorOf(one[key], account), unit)] : [],
        ),
      ),
      '',
      { unit },
    );
  const became = minus(
    [figures(within, 'earned', 'released'), figures(within, 'held', 'clawedBack')],
    `Became payable in ${window.name}`,
  );
  const limit = node(roundedBy(plan), [givenIn(plan)('limit.payout', unit)]);
  return minus([positive(minus([became, limit])), figures(within.slice(0, -1), 'limited')], 'Limited', { of });
}

/** The share of the balance that recovery may take; none where it is all. */
function recoveryTrace(
  { account: { assigned, calendar } }: Told,
  { period, version: { plan } }: AccountPeriod,
): Trace[] {
  const { recovery, pay = 'month' } = plan;
  const own = givenIn(plan);
  const passed = [...periodsBetween(assigned[0]?.from ?? endOfTime, period.start, pay, calendar)].filter((one) =>
    overlaps(assigned, one),
  );
  return [
    ...(recovery?.share === undefined ? [] : [own('recovery.share')]),
    ...(recovery?.from === undefined
      ? []
      : [
          reached(
            countLeaf('Payment periods', passed.length, 'periods', passed[0]?.start ?? period.start, period.end),
            own('recovery.from', 'periods'),
            'Recovery begins',
          ),
        ]),
  ];
}

function drawTrace({ account }: Told, { period, version: { plan } }: AccountPeriod): Trace {
  const { currency: unit, draw = [] } = plan;
  const { start, end, name } = period;
  const of = named(account, name)('draw');
  // Draws that are worth their place in the list say which of them is in force.
  const marked = [draw].flat().map((one, i) => ({ ...one, amount: i + 1 }));
  const nth =
    Number(
      drawIn({ ...plan, proration: 'none', draw: marked }, account, period).amount / tenTo(account.currency.digits),
    ) - 1;
  if (nth < 0) return nil(unit, 'Draw', of);
  const days = account.assigned.flatMap(({ from, to }) =>
    from > end || to < start ? [] : [daysLeaf(Math.max(from, start), Math.min(to, end))],
  );
  const part = plan.proration === 'none' ? [] : [over([sum(days), daysLeaf(start, end)])];
  const amount = givenIn(plan)(Array.isArray(draw) ? `draw[${nth}].amount` : 'draw.amount', unit);
  return node(roundedBy(plan), [times([amount, ...part], '', { unit })], 'Draw', { of });
}
