// What it takes: the goal of a command line, and the answer in words.
import type { Goal, Solution } from '@quotient/calc';
import { ConnectorError, exitCode } from './error.ts';
import { money, percent, plain } from './render.ts';

const aims = ['tier', 'attainment', 'worth', 'earned'] as const;

/**
 * Reads a goal: `next`, `quota`, `tier=125%`, `attainment=110%`, `worth=5000` or `earned=20000`, with the component before it
 * where it is one of several: `commission:next`. A percentage alone is an attainment, a number alone what the deal is worth.
 * @throws ConnectorError (2) where it is none of them.
 */
export function goalOf(text: string, by: Goal['by']): Goal {
  const [, component, aim = ''] = /^(?:([^:]+):)?(.+)$/.exec(text.trim()) ?? [];
  const how = { ...(component === undefined ? {} : { component }), ...(by === undefined ? {} : { by }) };
  const [name = '', value] = aim.split('=');
  if (aim === 'next') return { next: true, ...how };
  if (aim === 'quota') return { quota: true, ...how };
  if (/^\d+(\.\d+)?%$/.test(aim)) return { attainment: aim, ...how };
  if (/^\d+(\.\d+)?$/.test(aim)) return { worth: aim, ...how };
  if (value !== undefined && /^\d+(\.\d+)?%?$/.test(value)) {
    if (name === 'tier') return { tier: value, ...how };
    if (name === 'attainment') return { attainment: value, ...how };
    if (name === 'worth' && !value.endsWith('%')) return { worth: value, ...how };
    if (name === 'earned' && !value.endsWith('%')) return { earned: value, ...how };
  }
  throw new ConnectorError('bad-goal', exitCode.usage, `--solve is "${text}", which is no goal.`, [
    `Write next, quota, 125%, 5000, or one of ${aims.map((one) => `${one}=…`).join(', ')}; commission:next names the component.`,
  ]);
}

/** The answer for one deal, in words. */
export function solutionText(title: string, solution: Solution): string {
  const { cannotSay, already, reachable, notReachable, estimate } = solution;
  if (cannotSay) return `${title}\n  Cannot say: ${cannotSay.message}`;
  const aim = aimText(solution);
  if (notReachable) return `${title}\n  Not reachable (${aim}): ${notReachable.message}`;
  const worth = estimate?.plans.map((plan) => money(plan.worth, plan.currency)).join(' and ');
  return [
    title,
    ...(already ? [`  ${aim} is reached without it.`] : []),
    ...(reachable ? [`  ${aim}: ${reachableText(solution)}${worth ? `, which pays ${worth}` : ''}`] : []),
  ].join('\n');
}

function aimText({ goal, component, estimate, plan }: Solution): string {
  if (!goal) return 'The goal';
  const of = component === null ? '' : ` of ${component}`;
  const { currency } = estimate?.plans.find((one) => one.plan === plan) ?? {};
  const value =
    goal.kind === 'attainment'
      ? percent(goal.least)
      : goal.kind === 'tier' || currency === undefined
        ? goal.least
        : money(goal.least, currency);
  const names = { tier: 'Tier', attainment: 'Attainment', worth: 'Worth', earned: 'Earned' } as const;
  return `${names[goal.kind]} ${value}${of}`;
}

function reachableText({ reachable, field }: Solution): string {
  if (!reachable) return '';
  switch (reachable.by) {
    case 'amount':
      return `from ${field ?? 'an amount'} ${reachable.currency === null ? plain(reachable.amount) : money(reachable.amount, reachable.currency)} on`;
    case 'deals':
      return `${reachable.deals} such ${reachable.deals === 1 ? 'deal' : 'deals'}`;
    case 'date':
      return `if it closes ${reachable.days.map(({ from, to }) => (from === to ? `on ${from}` : `from ${from} to ${to}`)).join(', or ')}`;
  }
}
