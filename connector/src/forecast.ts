// A forecast in a terminal: the likely pay with its band first, then categories, chances, and the deals that move it most.
import type { ComponentForecast, Forecast, PlanForecast } from '@quotient/calc';
import { money, percent, plain, table } from './render.ts';
import { bar } from './terminal-bars.ts';

const widest = 24;
const mostMovers = 5;
const categories = [
  ['closed', 'Closed'],
  ['commit', 'Commit'],
  ['bestCase', 'Best case'],
  ['pipeline', 'Pipeline'],
] as const;

/** The forecast of one person, in words. */
export function forecastText(name: string, { cannotSay, notes, leftOut, plans }: Forecast): string {
  if (cannotSay) return `${name}\n  Cannot say: ${cannotSay.message}`;
  return [
    ...plans.map((plan) => planText(name, plan)),
    ...notes.map(({ message }) => `  ${message}`),
    ...leftOutText(leftOut),
  ].join('\n');
}

/** Deals that are left out for one reason are told together. */
const leftOutText = (leftOut: Forecast['leftOut']): string[] =>
  [...Map.groupBy(leftOut, ({ cannotSay }) => cannotSay.code)].map(([, list]) => {
    const [first] = list as [Forecast['leftOut'][number]];
    const others = list.length === 1 ? '' : `, and ${list.length - 1} more for the same reason`;
    return `  Left out: ${first.name ?? first.record}${others}. ${first.cannotSay.message}`;
  });

function planText(name: string, plan: PlanForecast): string {
  const title = `${name} (${plan.name})`;
  if (plan.cannotSay) return `${title}\n  Cannot say: ${plan.cannotSay.message}`;
  const said = (amount: string): string => money(amount, plan.currency);
  const { earned, outcomes, components } = plan;
  const movers = plan.movers.filter(({ moves }) => Number(moves) !== 0).slice(0, mostMovers);
  const most = Math.max(...categories.map(([key]) => Number(plan.categories?.[key].earned ?? 0)), 1);
  return [
    title,
    ...(earned && outcomes
      ? [
          `  Likely ${said(earned.p50)}; ${said(earned.p10)} to ${said(earned.p90)} in eight of ten outcomes, ${said(earned.mean)} on average`,
          `  ${outcomes.method === 'exact' ? `All ${outcomes.n.toLocaleString('en-US')} outcomes` : `${outcomes.n.toLocaleString('en-US')} outcomes drawn`} of ${outcomes.deals} open ${outcomes.deals === 1 ? 'deal' : 'deals'}${earned.error ? `; the average is sure to about ${said(earned.error.mean)}` : ''}`,
        ]
      : []),
    ...(plan.categories
      ? categories.map(([key, label]) => {
          const one = (plan.categories as NonNullable<PlanForecast['categories']>)[key];
          return `  ${label.padEnd(10)} ${bar(Number(one.earned) / most, widest)} ${said(one.earned)}${key === 'closed' ? '' : ` with ${one.deals} more`}`;
        })
      : []),
    ...components.flatMap((component) => componentText(component, plan.currency)),
    ...(movers.length > 0
      ? [
          table(movers, [
            { title: 'What moves it most', of: ({ name: deal, record }) => deal ?? record },
            { title: 'Won by', of: ({ chance }) => percent(chance.won), right: true },
            {
              title: 'says',
              of: ({ chance }) => (chance.from === 'stage' ? 'its stage' : `${chance.n} closed: ${chance.among ?? ''}`),
            },
            { title: 'moves', of: ({ moves }) => said(moves), right: true },
          ]).replaceAll(/^/gm, '  '),
        ]
      : []),
  ].join('\n');
}

function componentText(component: ComponentForecast, currency: string): string[] {
  const { label, window, unit, credited, quota, quotaReached, tiers } = component;
  const value = (text: string): string => (unit === 'money' ? money(text, currency) : plain(text));
  return [
    `  ${label}, ${window}: ${credited ? `${value(credited.p50)} likely credited` : 'a blend'}${quota === null ? '' : ` of ${value(quota)}`}${quotaReached === null ? '' : `; quota is reached with ${percent(quotaReached)}`}`,
    ...tiers.map(({ from, reached }) => `    ${from.padEnd(8)} ${bar(Number(reached), widest)} ${percent(reached)}`),
  ];
}
