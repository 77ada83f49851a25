// The trace: how one figure came about, as a tree in words with numbers and records, built only when asked for.
import type { Standing } from './component.ts';
import { unitOf } from './credit.ts';
import { printDecimal, printMinor, sumOf } from './decimal.ts';
import { fail } from './error.ts';
import type { Deal } from './estimate-result.ts';
import { runBoth, standingAt } from './estimate.ts';
import { compare, least, multiply, subtract, zero, type Fraction } from './fraction.ts';
import { lineAt, type CreditLine } from './ledger.ts';
import { payoutAt } from './payout.ts';
import { parseDay, type Day } from './period.ts';
import type { Component } from './plan.ts';
import type { Trace } from './result.ts';
import { stepsOf } from './slices.ts';
import { accountOf } from './snapshot-account.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { periodsOf, printValue, type Account, type AccountPeriod } from './statement.ts';

/** Which figure: a period's payable, a component's earned in its window, or what deals are worth. */
export interface Asked {
  readonly plan: string;
  readonly component?: string | undefined;
  readonly period?: string | undefined;
  readonly deals?: readonly Deal[] | undefined;
}

/**
 * The trace of one figure of a snapshot.
 * @throws QuotientError `unknown-plan` or `unknown-period` where the snapshot does not hold it.
 */
export function explain(held: Snapshot, asked: Asked): Trace {
  if (asked.deals) return explainDeals(held, asked, asked.deals);
  if (asked.component !== undefined) return explainComponent(held, asked, asked.component);
  const { account, period } = periodAsked(held, asked);
  return period ? payable(account, period) : missing(asked);
}

/** What deals are worth: in one component, or in all. */
export function explainDeals(held: Snapshot, { plan, component }: Asked, deals: readonly Deal[]): Trace {
  const own = planOf(held, plan);
  const { before, after, account, day } = runBoth(held, own, deals);
  const pairs = own.plan.components
    .filter(({ id }) => component === undefined || id === component)
    .flatMap(({ id }) => {
      const [then, now] = [standingAt(before, id, day), standingAt(after, id, day)];
      return then && now ? [worth(account, then, now)] : [];
    });
  return pairs.length === 1 && pairs[0] ? pairs[0] : sum('Worth of the deal', pairs, own.plan.currency);
}

/** What a component has earned in its window up to a period. */
export function explainComponent(held: Snapshot, asked: Asked, component: string): Trace {
  const { account, period } = periodAsked(held, asked);
  const standing = period?.standings.find((one) => one.component.id === component);
  return standing ? inWindow(account, standing) : missing(asked);
}

const planOf = (held: Snapshot, plan: string): SnapshotPlan =>
  held.plans.find((one) => one.plan.id === plan) ??
  fail('unknown-plan', [], `The snapshot holds no plan "${plan}".`, 'Ask for one of its plans.');

function periodAsked(held: Snapshot, { plan, period }: Asked): { account: Account; period: AccountPeriod | undefined } {
  const account = accountOf(held, planOf(held, plan), parseDay(held.asOf) as Day);
  const periods = [...periodsOf(account)];
  return { account, period: period === undefined ? periods.at(-1) : periods.find((one) => one.period.name === period) };
}

const missing = ({ plan, period, component }: Asked): never =>
  fail(
    'unknown-period',
    [],
    `The snapshot holds no ${component ?? 'component'} in ${period ?? 'any period'} of plan "${plan}".`,
    'Ask for one of its plans.',
  );

const labelOf = ({ label, id }: Component): string => label ?? id;

const sum = (label: string, inputs: readonly Trace[], unit: string): Trace => ({
  label,
  formula: inputs.map(({ result }) => grouped(result)).join(' + ') || '0',
  result: sumOf(inputs.map(({ result }) => result)),
  unit,
  inputs,
});

/** What deals add to a component: the payout with them less the payout without. */
function worth(account: Account, then: Standing, now: Standing): Trace {
  const { digits } = account.currency;
  const [after, before] = [payout(account, now, 'with the deal'), payout(account, then, 'without the deal')];
  return {
    label: labelOf(now.component),
    formula: `${grouped(after.result)} with the deal − ${grouped(before.result)} without it`,
    result: printMinor(now.total - then.total, digits),
    unit: account.plan.currency,
    inputs: [after, before],
  };
}

function payable(account: Account, at: AccountPeriod): Trace {
  const { digits } = account.currency;
  const unit = account.plan.currency;
  const money = (minor: bigint): string => printMinor(minor, digits);
  const leaf = (label: string, formula: string, minor: bigint): Trace => ({
    label,
    formula,
    result: money(minor),
    unit,
    inputs: [],
  });
  const earned = sum(
    'Earned',
    at.standings.map((standing) => inPeriod(account, standing)),
    unit,
  );
  const balance = at.earned + at.adjustments;
  return {
    label: `Payable in ${at.period.name}`,
    formula: `${grouped(money(at.earned))} earned ${signed(at.adjustments, money)} adjustments, ${grouped(money(at.debtBefore))} owed before and ${grouped(money(at.debt))} after${at.draw.amount > 0n ? `, draw ${grouped(money(at.draw.amount))}` : ''}`,
    result: money(at.payable),
    unit,
    inputs: [
      earned,
      leaf('Adjustments', 'entries by hand in this period', at.adjustments),
      leaf('Debt before', 'carried in from the period before', at.debtBefore),
      leaf('Draw', at.draw.recoverable ? 'guaranteed, recoverable' : 'guaranteed, not recoverable', at.draw.amount),
      leaf('Debt after', `what is paid above ${grouped(money(balance))} is owed, what is repaid is not`, at.debt),
    ],
  };
}

const signed = (minor: bigint, money: (minor: bigint) => string): string =>
  `${minor < 0n ? '−' : '+'} ${grouped(money(minor < 0n ? -minor : minor))}`;

/** Earned in the payment period: what is paid in the window now, less what was paid before. */
function inPeriod(account: Account, standing: Standing): Trace {
  const { digits } = account.currency;
  const { paid, paidBefore, component } = standing;
  return {
    label: `${labelOf(component)}, earned in the period`,
    formula: `${grouped(printMinor(paid, digits))} in the window so far − ${grouped(printMinor(paidBefore, digits))} before this period`,
    result: printMinor(paid - paidBefore, digits),
    unit: account.plan.currency,
    inputs: [inWindow(account, standing)],
  };
}

/** Earned in the window: the payout of the position, unless a gate or the settlement keeps it back. */
function inWindow(account: Account, standing: Standing): Trace {
  const { digits } = account.currency;
  const { paid, shut, settled, window, component } = standing;
  const full = payout(account, standing, `in ${window.name}`);
  const formula =
    shut.length > 0
      ? `withheld until ${shut.join(' and ')} reaches its gate`
      : settled
        ? `all of ${grouped(full.result)}`
        : `paid when ${window.name} ends`;
  return {
    label: `${labelOf(component)}, earned in ${window.name}`,
    formula,
    result: printMinor(paid, digits),
    unit: account.plan.currency,
    inputs: [full],
  };
}

/** R(P(x)): the position through the table, cap and rounding. */
function payout(account: Account, standing: Standing, when: string): Trace {
  const { digits } = account.currency;
  const { component, terms, total, position, attainment, attainmentMissing } = standing;
  const unit = account.plan.currency;
  const parts = slices(account, standing);
  const capped =
    terms.cap && parts.length > 0 && standing.isCapped
      ? [{ label: 'Cap', formula: 'at most, in the window', result: printDecimal(terms.cap), unit, inputs: [] }]
      : [];
  const words = attainmentMissing
    ? 'no quota, so nothing is paid by attainment'
    : parts.length > 0
      ? parts.map(({ formula }) => formula).join(' + ')
      : inWords(component, position ?? attainment, attainment);
  return {
    label: `${labelOf(component)} ${when}`,
    formula: `${words}${capped.length > 0 ? `, at most ${grouped(capped[0]?.result ?? '')}` : ''}`,
    result: printMinor(total, digits),
    unit,
    inputs: [positionTrace(account, standing), ...quotaTrace(account, standing), ...parts, ...capped],
  };
}

function inWords({ rate, target }: Component, position: Fraction | null, attainment: Fraction | null): string {
  const at = attainment
    ? `attainment ${percent(attainment)}`
    : position
      ? `position ${grouped(printDecimal(position))}`
      : 'nothing credited';
  return `${rate.type} at ${at}${target === undefined ? '' : ` of a target of ${grouped(String(target))}`}`;
}

/** Each slice of the position with its own rate; only for tables that pay by slices or one rate on all. */
function slices({ plan, currency }: Account, { component, terms, position }: Standing): Trace[] {
  const { rate } = component;
  if (position === null || position.n <= 0n || (rate.type !== 'marginal' && rate.type !== 'cliff')) return [];
  const steps = stepsOf(rate);
  const { segments } = terms.table;
  const uncapped = { ...terms, cap: null };
  return segments.flatMap((segment, i): Trace[] => {
    const until = segments[i + 1]?.from;
    const holds =
      (segment.from === null || compare(segment.from, position) <= 0) && (!until || compare(until, position) > 0);
    if (rate.type === 'cliff' ? !holds : segment.from === null || compare(segment.from, position) >= 0) return [];
    const start =
      rate.type === 'cliff' ? (rate.of === 'above' ? (segments[1]?.from ?? zero) : zero) : (segment.from ?? zero);
    const end = rate.type === 'cliff' || !until ? position : least(until, position);
    const value = subtract(end, start);
    const earned =
      rate.type === 'cliff'
        ? payoutAt(uncapped, position, currency)
        : payoutAt(uncapped, end, currency) - payoutAt(uncapped, start, currency);
    const pays = steps[segment.tier]?.pays ?? '0%';
    const effective = pays.endsWith('x') ? ` (${percent(segment.slope)})` : '';
    const formula = `${grouped(printDecimal(value))} at ${pays.replace('%', ' %')}${effective}`;
    return [
      {
        label: `From ${(steps[segment.tier]?.from ?? '0').replace('%', ' %')}`,
        formula,
        result: printMinor(earned, currency.digits),
        unit: plan.currency,
        inputs: [],
      },
    ];
  });
}

function positionTrace({ plan }: Account, { component, ledger, after, position, totals }: Standing): Trace {
  const kind = unitOf(plan, component);
  const unit = kind === 'money' ? plan.currency : '';
  const lines = Array.from({ length: totals.length > 0 ? after : 0 }, (_, i) => lineAt(ledger, i));
  const inputs = lines.map((line) => creditTrace(line, ledger.digits, unit));
  const formula = component.blend
    ? 'weighted attainments of other components'
    : kind === 'ratio'
      ? 'numerator ÷ denominator'
      : `${after} ${after === 1 ? 'record' : 'records'} credited`;
  return { label: 'Credited', formula, result: position ? printDecimal(position) : '0', unit, inputs };
}

function creditTrace({ record, value, share }: CreditLine, digits: number | null, unit: string): Trace {
  const shown = printValue(value, digits);
  const exact = typeof value === 'object' ? value : { n: BigInt(value), d: 10n ** BigInt(digits ?? 0) };
  const whole = share.n === share.d;
  return {
    label: record,
    formula: whole ? grouped(shown) : `${grouped(shown)} × ${percent(share)}`,
    result: printDecimal(multiply(exact, share)),
    unit,
    record,
    inputs: [],
  };
}

function quotaTrace({ plan }: Account, { quota, attainment, component }: Standing): Trace[] {
  if (!quota.amount) return [];
  const unit = unitOf(plan, component) === 'money' ? plan.currency : '';
  const amount: Trace = {
    label: 'Quota',
    formula: quota.rampedToZero ? 'no quota yet: the ramp begins at 0 %' : 'for this window, by assigned days and ramp',
    result: printDecimal(quota.amount),
    unit,
    inputs: [],
  };
  return attainment
    ? [
        amount,
        {
          label: 'Attainment',
          formula: 'credited ÷ quota',
          result: printDecimal(multiply(attainment, { n: 100n, d: 1n }), 4),
          unit: '%',
          inputs: [],
        },
      ]
    : [amount];
}

const percent = (share: Fraction): string => `${printDecimal(multiply(share, { n: 100n, d: 1n }), 2)} %`;

/** Thousands grouped for reading. */
function grouped(decimal: string): string {
  const [whole = '', rest] = decimal.split('.');
  return `${whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',')}${rest === undefined ? '' : `.${rest}`}`;
}
