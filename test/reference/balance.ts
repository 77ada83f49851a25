// From earned to payable in the reference calculation: held, released, clawed back, limited, adjusted, drawn.
import { calendarOf, followedOf, periodBefore, periodsOf, rulesAt, stretchesOf, type Account } from './account.ts';
import { days, earlier, later, spanAt, type Span } from './calendar.ts';
import { movedUntil, type Moved } from './moves.ts';
import { isZero, minorOf, must, nil, q, sum, times, whole, type Q } from './numbers.ts';
import { earnedOf, standingsOf } from './standing.ts';
import type { Draw, Plan } from './types.ts';

/** A payment period in minor units; debt is what is owed after it. */
export interface Balance extends Moved {
  readonly earned: bigint;
  readonly limited: bigint;
  readonly adjustments: bigint;
  readonly debt: bigint;
  readonly payable: bigint;
}

export function balanceOf(account: Account, period: Span): Balance {
  return account.run.once(['balance', account.payee, account.id, period.name], () => {
    const plan = rulesAt(account, period);
    const { net, ...moved } = becamePayable(account, period);
    const limited = limitedIn(account, plan, period);
    const adjustments = (account.run.book.entries ?? [])
      .filter((entry) => entry.payee === account.payee && entry.plan === account.id && entry.amount !== undefined)
      .filter(({ date }) => period.start <= date && date <= period.end)
      .reduce((all, { amount }) => all + minorOf(must(amount), plan.currency, plan.rounding), 0n);
    const before = periodBefore(account, period);
    const carried = before ? balanceOf(account, before).debt : 0n;
    const all = net - limited + adjustments;

    const draw = drawIn(account, plan, period);
    const takeable =
      all > 0n ? whole(times(recoveryIn(account, plan, period), q(all)), plan.rounding ?? 'half-up') : 0n;
    const repaid = carried < takeable ? carried : takeable;
    const left = all - repaid;
    const owed = draw.isRecoverable ? draw.amount - left : -left;
    return {
      ...moved,
      limited,
      adjustments,
      payable: left > draw.amount ? left : draw.amount,
      debt: carried - repaid + (owed > 0n ? owed : 0n),
    };
  });
}

/** What became payable in a payment period, before any limit. */
function becamePayable(account: Account, period: Span): Moved & { earned: bigint; net: bigint } {
  return account.run.once(['became', account.payee, account.id, period.name], () => {
    const [now, then] = [movedUntil(account, period), movedUntil(account, periodBefore(account, period))];
    const earned = standingsOf(account, period).reduce((all, one) => all + earnedOf(one), 0n);
    const held = now.held - then.held;
    const released = now.released - then.released;
    const clawedBack = now.clawedBack - then.clawedBack;
    return { held, released, clawedBack, earned, net: earned - held + released - clawedBack };
  });
}

/** What the limit in force takes of its window so far, less what limits took in it before. */
function limitedIn(account: Account, plan: Plan, period: Span): bigint {
  return account.run.once(['limited', account.payee, account.id, period.name], () => {
    const { limit } = plan;
    if (!limit) return 0n;
    const window = spanAt(period.start, limit.per, calendarOf(plan));
    const inWindow = periodsOf(account).filter(({ start, end }) => start >= window.start && end <= period.end);
    const became = inWindow.reduce((all, one) => all + becamePayable(account, one).net, 0n);
    const excess = became - minorOf(must(limit.payout), plan.currency, plan.rounding);
    const before = inWindow
      .filter(({ end }) => end < period.end)
      .reduce((all, one) => all + limitedIn(account, rulesAt(account, one), one), 0n);
    return (excess > 0n ? excess : 0n) - before;
  });
}

/** The payment periods of the assignment up to one. */
const assignedUntil = (account: Account, period: Span): readonly Span[] =>
  followedOf(account).filter(({ end }) => end <= period.end);

/** The share of what is earned that recovery may take. */
function recoveryIn(account: Account, { recovery }: Plan, period: Span): Q {
  return assignedUntil(account, period).length < (recovery?.from ?? 0) ? nil : must(recovery?.share ?? 1);
}

/** The draw in force, from the list of the rules in force, by payment periods since the assignment began. */
function drawIn(account: Account, plan: Plan, period: Span): { amount: bigint; isRecoverable: boolean } {
  const draws = plan.draw === undefined ? [] : Array.isArray(plan.draw) ? (plan.draw as Draw[]) : [plan.draw as Draw];
  let [current, used] = [0, 0];
  for (const { start } of assignedUntil(account, period)) {
    const isOver = ({ to, periods }: Draw): boolean =>
      (to !== undefined && start > to) || (periods !== undefined && used >= periods);
    while (draws[current] && isOver(draws[current] as Draw)) [current, used] = [current + 1, 0];
    used++;
  }
  const draw = draws[current];
  const assigned = stretchesOf(account).map(({ from, to }) =>
    q(days(later(from, period.start), earlier(to, period.end)), days(period.start, period.end)),
  );
  const part = sum(assigned);
  if (!draw || isZero(part)) return { amount: 0n, isRecoverable: true };
  const amount = plan.proration === 'none' ? must(draw.amount) : times(must(draw.amount), part);
  return { amount: minorOf(amount, plan.currency, plan.rounding), isRecoverable: draw.recoverable };
}
