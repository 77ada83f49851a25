// An estimate in a terminal: what the deal pays first, then why.
import {
  explain,
  type ClosingOrders,
  type CrmRecord,
  type Deal,
  type Estimate,
  type PlanEstimate,
  type Snapshot,
  type Trace,
} from '@quotient/calc';
import { money, percent, plain } from './render.ts';

/** The estimate of one deal for one person, in words. */
export function estimateText(name: string, deal: CrmRecord, { cannotSay, notes, plans, atOwnDates }: Estimate): string {
  const title = `${String(deal['Name'] ?? deal['Id'])}, if it closes on ${String(deal['CloseDate'] ?? 'no date')} with ${plain(deal['Amount'] === null || deal['Amount'] === undefined ? null : String(deal['Amount'])) || 'no amount'}`;
  if (cannotSay) return `${title}\n  Cannot say: ${cannotSay.message}`;
  const elsewhere = new Map(atOwnDates?.map((plan) => [plan.plan, plan]));
  const blocks = plans.map((plan) => [planText(name, plan), ...atOwnDate(elsewhere.get(plan.plan))].join('\n'));
  return [title, ...notes.map(({ message }) => `  ${message}`), ...blocks].join('\n');
}

/** What several deals are worth together, what each adds, and what another order would make of it. */
export function togetherText(
  name: string,
  deals: readonly Deal[],
  { cannotSay, notes, plans }: Estimate,
  orders: ClosingOrders,
): string {
  const names = new Map(deals.map(({ record }) => [String(record['Id']), String(record['Name'] ?? record['Id'])]));
  const title = `${deals.length} ${deals.length === 1 ? 'deal' : 'deals'} together, in the order of closing`;
  if (cannotSay) return `${title}\n  Cannot say: ${cannotSay.message}`;
  const blocks = plans.map((plan) => {
    const order = orders.plans.find((one) => one.plan === plan.plan);
    const said = (worth: string): string => money(worth, plan.currency);
    return [
      planText(name, plan),
      ...plan.shares.map(({ record, worth }) => {
        const reason = plan.because.find((one) => one.record === record);
        return `  ${names.get(record)} adds ${said(worth)}${reason ? ` (${reason.message})` : ''}`;
      }),
      ...(order && order.best.worth !== order.worst.worth
        ? [
            `  Best order ${said(order.best.worth)}: ${order.best.deals.map((id) => names.get(id)).join(', then ')}`,
            `  Worst order ${said(order.worst.worth)}: ${order.worst.deals.map((id) => names.get(id)).join(', then ')}`,
          ]
        : []),
    ].join('\n');
  });
  return [
    title,
    ...notes.map(({ message }) => `  ${message}`),
    ...blocks,
    ...(orders.cannotSay ? [`  The best order cannot be said: ${orders.cannotSay.message}`] : []),
  ].join('\n');
}

const atOwnDate = (plan: PlanEstimate | undefined): string[] =>
  plan
    ? [
        `  At its own date: ${money(plan.worth, plan.currency)}${plan.periods[0] ? ` in ${plan.periods[0].period}` : ''}`,
        ...reasons(plan),
      ]
    : [];

/** Why the deals bring nothing, each reason once. */
const reasons = ({ because }: PlanEstimate): string[] => [...new Set(because.map(({ message }) => `  ${message}`))];

function planText(name: string, plan: PlanEstimate): string {
  const said = (amount: string): string => money(amount, plan.currency);
  const periods = plan.periods.map(
    ({ period, payday, change }) => `  ${said(change)} in ${period}${payday ? `, payable on ${payday}` : ''}`,
  );
  const components = plan.components
    .filter(({ worth, change, credited }) => Number(worth) !== 0 || Number(change) !== 0 || credited[0] !== credited[1])
    .flatMap(({ label, worth, window, attainment, slices, next, acts, when, unit }) => [
      `  ${label}: ${said(worth)}${attainment[1] === null ? '' : `, ${percent(attainment[0])} → ${percent(attainment[1])} of ${window}`}${when === 'now' ? '' : `, ${'gate' in when ? `once ${when.gate} opens the gate` : `paid with ${when.period}`}`}${acts.length > 0 ? ` (${acts.join(', ')})` : ''}`,
      ...slices.map(
        (slice) =>
          `    ${unit === 'money' ? said(slice.value) : plain(slice.value)} at ${slice.rate} = ${said(slice.earned)}`,
      ),
      ...(next && unit !== 'ratio'
        ? [
            `    ${unit === 'money' ? said(next.remaining) : plain(next.remaining)} more reaches ${next.at}: ${/^\d+(\.\d+)?$/.test(next.pays) ? said(next.pays) : next.pays}`,
          ]
        : []),
    ]);
  const held = plan.held
    ? [
        `  ${said(plan.held.amount)} of it is held: ${[
          ...plan.held.releases.map(({ date, amount }) => `${said(amount)} until ${date}`),
          ...(Number(plan.held.waiting) === 0
            ? []
            : [`${said(plan.held.waiting)} until an event that has no date yet`]),
        ].join(', ')}`,
      ]
    : [];
  const acts = plan.acts.length > 0 ? [`  Acts on all of it: ${plan.acts.join(', ')}`] : [];
  return [
    `${said(plan.worth)} for ${name} (${plan.name})`,
    ...(plan.shares.length === 0 ? reasons(plan) : []),
    ...periods,
    ...held,
    ...acts,
    ...components,
  ].join('\n');
}

/** The trace of a deal's worth, indented. */
export function traceText(snapshot: Snapshot, deal: CrmRecord): string {
  return snapshot.plans
    .map(({ plan }) => traceLines(explain(snapshot, { plan: plan.id, deals: [{ record: deal }] })).join('\n'))
    .join('\n');
}

/** A node a line, its inputs below it. Long lists of records come after what is short, and a line of a table in one line. */
export function traceLines(trace: Trace, depth = 0): string[] {
  const { by, label, formula, result, unit, record, inputs } = trace;
  const name = [label, record].filter(Boolean).join(' ');
  const said = by === 'line' ? formula : `${result || 'nothing'}${unit && unit !== 'day' ? ` ${unit}` : ''}`;
  const how = by === 'line' ? placeIn(trace) : (trace.path ?? formula);
  const shown = by === 'line' ? [] : inputs.filter((one) => one.label !== '' || one.inputs.length > 0);
  return [
    `${'  '.repeat(depth)}${name ? `${name}: ` : ''}${said}${how ? `  (${how})` : ''}`,
    ...shown.toSorted((a, b) => Number(isLong(a)) - Number(isLong(b))).flatMap((input) => traceLines(input, depth + 1)),
  ];
}

const isLong = ({ inputs }: Trace): boolean => inputs.length > 6 && inputs.at(-1)?.record !== undefined;

/** Where the plan says it: the first place in a tree. */
const placeIn = ({ path, inputs }: Trace): string => inputs.reduce((found, one) => found || placeIn(one), path ?? '');
