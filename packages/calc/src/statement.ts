// Statements: what one payee's plan pays in each payment period, as it is printed.
import { compareText } from './order.ts';
import { periodsOf, type AccountPeriod } from './balance.ts';
import type { Standing } from './component.ts';
import { printDecimal, printMinor } from './decimal.ts';
import { one, type Fraction } from './fraction.ts';
import type { Counted, Int, Value } from './ledger.ts';
import { printDay } from './period.ts';
import type { DatedWarning } from './part-readers.ts';
import type { Component } from './plan.ts';
import type { ComponentResult, Line, Statement, Warning } from './result.ts';
import type { Account } from './run.ts';

/** The statements of an account up to the as-of date. */
export function statementsOf(account: Account): Statement[] {
  return periodsOf(account).map((accountPeriod) => print(account, accountPeriod));
}

function print(account: Account, at: AccountPeriod): Statement {
  const { payee, asOf, currency } = account;
  const { period, version, standings } = at;
  const money = (minor: bigint): string => printMinor(minor, currency.digits);
  return {
    payee,
    plan: version.plan.id,
    period: period.name,
    status: asOf < period.end ? 'open' : 'closed',
    currency: version.plan.currency,
    components: standings.map((standing) => printStanding(standing, currency.digits)),
    earned: money(at.earned),
    held: money(at.held),
    released: money(at.released),
    clawedBack: money(at.clawedBack),
    limited: money(at.limited),
    adjustments: money(at.adjustments),
    debt: money(at.debt),
    payable: money(at.payable),
    warnings: warningsOf(account, at),
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
  if (totals.length === 0) return lines;
  const { at, values, shares } = ledger;
  let [day, date] = [Number.NaN, ''];
  let [share, shown] = [one, '1'];
  for (let i = first; i < after; i++) {
    const counted = at[i] as Counted;
    // Neighbours mostly share their day, and nearly all their share.
    if (counted.day !== day) [day, date] = [counted.day, printDay(counted.day)];
    const own = shares.length === 0 ? one : (shares[i] as Fraction);
    if (own !== share) [share, shown] = [own, own === one ? '1' : printDecimal(own)];
    lines.push({
      record: counted.id,
      date,
      value: printValue(values[i] as Value, ledger.digits),
      share: shown,
      earned: printMinor((totals[i + 1] as Int) - (totals[i] as Int), digits),
    });
  }
  return lines;
}

/** A credit's value as a line shows it: money in minor-unit scale, other numbers as plain decimals. */
export function printValue(value: Value, digits: number | null): string {
  return typeof value === 'object' ? printDecimal(value) : printMinor(value, digits ?? 0);
}

/** Warnings about records, and about components that read an attainment that is missing. */
function warningsOf(account: Account, at: AccountPeriod): Warning[] {
  const missing = at.standings.filter(({ attainmentMissing }) => attainmentMissing);
  return [...recordWarnings(account, at), ...missing.map(({ component }) => noAttainment(component))];
}

/**
 * Warnings about records, once each: on the statements in which a window of a component that counts the record holds its
 * date; about payments on that of the payment period which holds it.
 */
export function recordWarnings({ asOf }: Account, { version, standings, warnings }: AccountPeriod): Warning[] {
  const dated = version.warnings();
  if (dated.length + warnings.length === 0) return [];
  const [first, last] = [Math.min(...standings.map(({ window }) => window.start)), asOf];
  const isCounted = ({ day, measure }: DatedWarning): boolean =>
    first <= day &&
    day <= last &&
    standings.some(
      ({ component, window }) => component.measure === measure && window.start <= day && day <= window.end,
    );
  const said = new Set<string>();
  return [...dated.filter(isCounted), ...warnings]
    .sort((a, b) => a.day - b.day || compareText(keyOf(a), keyOf(b)) || compareText(a.message, b.message))
    .flatMap(({ day: _day, measure: _measure, ...warning }) => {
      const key = keyOf(warning);
      return said.has(key) ? [] : said.add(key) && [warning];
    });
}

const keyOf = ({ record, code }: Warning): string => `${record} ${code}`;

const noAttainment = (component: Component): Warning => ({
  code: 'attainment-null',
  component: component.id,
  message: `${component.label ?? component.id} reads an attainment, but there is no quota: it pays nothing by it.`,
});
