// Statements: what one payee's plan pays in each payment period, from the components' payouts down to what is payable.
import { overlaps } from './assignment.ts';
import type { Entry } from './book.ts';
import { follow, type Standing, type Subject } from './component.ts';
import type { DatedWarning } from './credit.ts';
import { parseDecimal, printDecimal, printMinor } from './decimal.ts';
import { drawIn, settleDebt, type Draw } from './draw.ts';
import { one, type Fraction } from './fraction.ts';
import type { Counted, Int, Value } from './ledger.ts';
import { roundToMinor } from './money.ts';
import { parseDay, periodsBetween, printDay, type Day, type Period } from './period.ts';
import type { Component } from './plan.ts';
import type { ComponentResult, Line, Statement, Warning } from './result.ts';
import { attainmentsRead, type Reading } from './table.ts';

/** One payee in one plan, with all that its statements are made of. */
export interface Account extends Subject {
  readonly payee: string;
  readonly entries: readonly Entry[];
  readonly warnings: readonly DatedWarning[];
  /** The first payment period is the one that holds this day; default: the first assigned day. */
  readonly from?: Day | undefined;
  /** Debt carried into it, in minor units. */
  readonly debt?: bigint | undefined;
}

/** A payment period of an account, before it is printed. */
export interface AccountPeriod {
  readonly period: Period;
  readonly standings: readonly Standing[];
  readonly adjustments: bigint;
  readonly earned: bigint;
  readonly debtBefore: bigint;
  readonly debt: bigint;
  readonly draw: Draw;
  readonly payable: bigint;
}

/** Walks through the payment periods up to the as-of date. */
export function* periodsOf(account: Account): Generator<AccountPeriod> {
  const { plan, assigned, calendar, asOf } = account;
  const start = account.from ?? assigned[0]?.from;
  if (start === undefined) return;
  const followers = new Map(plan.components.map((component) => [component.id, follow(component, account)]));
  let debt = account.debt ?? 0n;
  for (const period of periodsBetween(start, asOf, plan.pay ?? 'month', calendar)) {
    const adjustments = adjustmentsIn(account, period);
    const isMember = overlaps(assigned, period);
    if (!isMember && adjustments === 0n) continue;
    const standings = new Map<string, Standing>();
    // Components that others read are followed when they are asked for.
    const read = (id: string): Reading => {
      const known = standings.get(id);
      if (known) return known;
      const standing = followers.get(id)?.(period, read);
      if (standing) standings.set(id, standing);
      return standing ?? { attainment: null, position: null };
    };
    if (isMember) for (const { id } of plan.components) read(id);
    const earned = [...standings.values()].reduce((sum, { paid, paidBefore }) => sum + paid - paidBefore, 0n);
    const draw = drawIn(account, period);
    const debtBefore = debt;
    const after = settleDebt(earned + adjustments, debtBefore, draw, account.currency.rounding);
    debt = after.debt;
    yield {
      period,
      standings: plan.components.flatMap(({ id }) => standings.get(id) ?? []),
      adjustments,
      earned,
      debtBefore,
      debt,
      draw,
      payable: after.paid,
    };
  }
}

/** The statements of an account up to the as-of date. */
export function statementsOf(account: Account): Statement[] {
  return Array.from(periodsOf(account), (accountPeriod) => print(account, accountPeriod));
}

function print(account: Account, { period, standings, adjustments, earned, debt, payable }: AccountPeriod): Statement {
  const { plan, payee, asOf } = account;
  const { digits } = account.currency;
  const none = printMinor(0, digits);
  return {
    payee,
    plan: plan.id,
    period: period.name,
    status: asOf < period.end ? 'open' : 'closed',
    currency: plan.currency,
    components: standings.map((standing) => printStanding(standing, digits)),
    earned: printMinor(earned, digits),
    held: none,
    released: none,
    clawedBack: none,
    limited: none,
    adjustments: printMinor(adjustments, digits),
    debt: printMinor(debt, digits),
    payable: printMinor(payable, digits),
    warnings: warningsOf(account, standings),
  };
}

function printStanding(standing: Standing, digits: number): ComponentResult {
  const { component, window, position, quota, attainment, total, shut, settled, paid, paidBefore } = standing;
  return {
    id: component.id,
    window: window.name,
    credited: component.blend || position === null ? null : printDecimal(position),
    quota: component.blend || quota.amount === null ? null : printDecimal(quota.amount),
    attainment: attainment === null ? null : printDecimal(attainment),
    earned: printMinor(paid - paidBefore, digits),
    earnedInWindow: printMinor(paid, digits),
    withheld: printMinor(settled && shut.length > 0 ? total : 0n, digits),
    lines: linesOf(standing, digits),
  };
}

function linesOf({ rest, totals, ledger, first, after }: Standing, digits: number): Line[] {
  const lines: Line[] =
    rest.earned === 0n ? [] : [{ record: null, reason: rest.reason, earned: printMinor(rest.earned, digits) }];
  const { at, values, shares } = ledger;
  for (let i = first; i < after && totals.length > 0; i++) {
    const { id, day } = at[i] as Counted;
    const share = shares.length === 0 ? one : (shares[i] as Fraction);
    lines.push({
      record: id,
      date: printDay(day),
      value: printValue(values[i] as Value, ledger.digits),
      share: share === one ? '1' : printDecimal(share),
      earned: printMinor((totals[i + 1] as Int) - (totals[i] as Int), digits),
    });
  }
  return lines;
}

/** A credit's value as a line shows it: money in minor-unit scale, other numbers as plain decimals. */
export function printValue(value: Value, digits: number | null): string {
  return typeof value === 'object' ? printDecimal(value) : printMinor(value, digits ?? 0);
}

/** Entries by hand of a payment period, each rounded to the minor unit. */
function adjustmentsIn({ entries, currency }: Account, period: Period): bigint {
  return entries.reduce((sum, { amount, date }) => {
    const day = parseDay(date);
    const parsed = amount === undefined ? null : parseDecimal(amount);
    return parsed && day !== null && day >= period.start && day <= period.end
      ? sum + roundToMinor(parsed, currency.digits, currency.rounding)
      : sum;
  }, 0n);
}

/** A warning about a record stands on the statements whose windows hold its date; one about a component on its own. */
function warningsOf({ warnings }: Account, standings: readonly Standing[]): Warning[] {
  const none = standings.filter(({ attainment }) => attainment === null).map(({ component }) => component.id);
  if (warnings.length + none.length === 0) return [];
  const aboutRecords = warnings
    .filter(({ day }) => standings.some(({ window }) => window.start <= day && day <= window.end))
    .map(({ day: _, ...warning }) => warning);
  const aboutComponents = standings
    .filter(
      ({ component, attainmentMissing }) =>
        attainmentMissing || attainmentsRead(component).some((id) => none.includes(id)),
    )
    .map(({ component }) => noAttainment(component));
  return [...aboutRecords, ...aboutComponents];
}

const noAttainment = (component: Component): Warning => ({
  code: 'attainment-null',
  component: component.id,
  message: `${component.label ?? component.id} reads an attainment, but there is no quota: it pays nothing by it.`,
});
