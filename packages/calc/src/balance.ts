// From earned to payable: holdback, clawback, plan limit, entries by hand and draw of each payment period, every step named.
import type { Standing } from './component.ts';
import type { DatedWarning } from './part-readers.ts';
import { parseDecimal } from './decimal.ts';
import { drawIn, settleDebt, type Draw } from './draw.ts';
import { unmoved, type Moved } from './holdback.ts';
import { movements } from './movements.ts';
import { roundToMinor } from './money.ts';
import { parseDay, periodOf, type Period } from './period.ts';
import { runOf, type Account, type OwnVersion, type Step } from './run.ts';

/** A plan limit in one payment period: what became payable in its window so far, and what it took of that before. */
export interface TowardsLimit {
  readonly window: Period;
  readonly limit: bigint;
  readonly became: bigint;
  readonly limitedBefore: bigint;
}

/** A payment period of an account, before it is printed; amounts in minor units. */
export interface AccountPeriod extends Moved {
  readonly period: Period;
  readonly version: OwnVersion;
  readonly isMember: boolean;
  readonly standings: readonly Standing[];
  readonly earned: bigint;
  readonly towardsLimit: TowardsLimit | null;
  readonly limited: bigint;
  readonly adjustments: bigint;
  readonly draw: Draw;
  readonly debtBefore: bigint;
  readonly repaid: bigint;
  readonly debt: bigint;
  readonly payable: bigint;
  /** About payments that count nothing; they stand on the payment period of their date. */
  readonly warnings: readonly DatedWarning[];
}

const known = new WeakMap<Account, readonly AccountPeriod[]>();

/** The payment periods of an account that is asked for them again and again. */
export function periodsKept(account: Account): readonly AccountPeriod[] {
  let periods = known.get(account);
  if (!periods) known.set(account, (periods = periodsOf(account)));
  return periods;
}

/** The payment periods up to the as-of date: each with an assigned day, and each other one in which something moves. */
export function periodsOf(account: Account): AccountPeriod[] {
  const run = runOf(account);
  const { moved, warnings } = movements(account, run);
  const nets: bigint[] = [];
  const limits: bigint[] = [];
  let { debt } = account;
  return run.steps.flatMap((step, index): AccountPeriod[] => {
    const { period, version, isMember } = step;
    const standings = isMember ? run.standings(index) : [];
    const { held, released, clawedBack } = moved.get(index) ?? unmoved;
    const earned = standings.reduce((sum, { paid, paidBefore }) => sum + paid - paidBefore, 0n);
    nets.push(earned - held + released - clawedBack);
    const towardsLimit = limitIn(account, run.steps, nets, limits);
    const limited = towardsLimit ? above(towardsLimit) - towardsLimit.limitedBefore : 0n;
    limits.push(limited);
    const adjustments = adjustmentsIn(account, version, period);
    if (!isMember && [held, released, clawedBack, limited, adjustments].every((one) => one === 0n)) {
      // Nothing moves: a debt stays as it is.
      return [];
    }
    const draw = drawIn(version.plan, account, period);
    const debtBefore = debt;
    const balance = (nets.at(-1) as bigint) - limited + adjustments;
    const settled = settleDebt(balance, debtBefore, draw, version.plan.rounding ?? 'half-up');
    ({ debt } = settled);
    return [
      {
        period,
        version,
        isMember,
        standings,
        earned,
        held,
        released,
        clawedBack,
        towardsLimit,
        limited,
        adjustments,
        draw,
        debtBefore,
        repaid: settled.repaid,
        debt,
        payable: settled.paid,
        warnings: warnings.filter(({ day }) => period.start <= day && day <= period.end),
      },
    ];
  });
}

const above = ({ limit, became }: TowardsLimit): bigint => (became > limit ? became - limit : 0n);

/** The plan limit in the last of some payment periods; null where there is none. */
function limitIn(
  { calendar, currency }: Account,
  steps: readonly Step[],
  nets: readonly bigint[],
  limits: readonly bigint[],
): TowardsLimit | null {
  const { period, version } = steps[nets.length - 1] as Step;
  const { limit, rounding } = version.plan;
  if (!limit) return null;
  const window = periodOf(period.first, limit.per, calendar);
  const first = steps.findIndex((step) => step.period.start >= window.start);
  const sum = (list: readonly bigint[]): bigint => list.slice(first).reduce((all, one) => all + one, 0n);
  const amount = parseDecimal(limit.payout);
  return {
    window,
    limit: amount ? roundToMinor(amount, currency.digits, rounding ?? 'half-up') : 0n,
    became: sum(nets),
    limitedBefore: sum(limits),
  };
}

/** Entries by hand of a payment period, each rounded to the minor unit. */
function adjustmentsIn({ entries, currency }: Account, { plan }: OwnVersion, period: Period): bigint {
  return entries.reduce((sum, { amount, date }) => {
    const day = parseDay(date);
    const parsed = amount === undefined ? null : parseDecimal(amount);
    return parsed && day !== null && day >= period.start && day <= period.end
      ? sum + roundToMinor(parsed, currency.digits, plan.rounding ?? 'half-up')
      : sum;
  }, 0n);
}
