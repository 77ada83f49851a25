// Flags on attainment and on the open deals that are to close the gap to quota.
import type { ComponentFact, Facts, PlanFact } from './flag-facts.ts';
import {
  configured,
  counted,
  credited,
  creditShown,
  dated,
  day,
  ofComponent,
  ofDeal,
  percent,
  period,
  shareOf,
  shown,
  text,
  word,
  type Found,
} from './flag-found.ts';
import type { Benchmark, Values } from './flag-result.ts';
import { worthOfPosition } from './flag-worth.ts';
import { add, compare, divide, fraction, multiply, one, subtract, zero, type Fraction } from './fraction.ts';
import { isSettledIn } from './benchmarks.ts';
import { fewestDeals } from './benchmarks-deals.ts';
import { unitOf } from './part.ts';
import { daysIn, firstDay, monthOf, type Day } from './period.ts';
import { quotaOf } from './quota.ts';
import { currencyOf } from './payout.ts';

/** A leading component with a quota that deals can fill. */
interface Aimed {
  readonly plan: PlanFact;
  readonly component: ComponentFact;
  readonly position: Fraction;
  readonly quota: Fraction;
}

/** Behind pace or ramp, and whether open deals can close the gap: of each plan's leading component. */
export function attainmentFlags(facts: Facts): Found[] {
  return facts.plans.flatMap((plan) => {
    const aimed = aimedAt(facts, plan);
    return aimed ? [...behind(facts, aimed), ...coverage(facts, aimed), ...concentration(facts, aimed)] : [];
  });
}

function aimedAt({ notes }: Facts, plan: PlanFact): Aimed | null {
  const { leading: component } = plan;
  const { standing } = component;
  const { position, quota } = standing;
  if (position === null || unitOf(component.plan, standing.component) === 'ratio') return null;
  if (quota.amount !== null && quota.amount.n > 0n) return { plan, component, position, quota: quota.amount };
  const flags = ['behind-pace', 'behind-ramp', 'gap-above-coverage', 'coverage-thin', 'concentration'] as const;
  const values = { name: text(component.label), window: period(standing.window) };
  for (const flag of flags) notes.other('no-quota', flag, component.id, quota.rampedToZero ? 'ramp' : '', values);
  return null;
}

function behind(facts: Facts, { plan, component, position, quota }: Aimed): Found[] {
  const { today } = facts;
  const { standing } = component;
  const { window } = standing;
  const isRamping = plan.assigned.some(
    ({ from, to, rampFrom, ramp }) => from <= today && today <= to && monthOf(today) - rampFrom < ramp.length,
  );
  const id = isRamping ? 'behind-ramp' : 'behind-pace';
  const limit = facts.limit(id, 'behind', facts.segment) ?? one;
  const due = dueBy(today, plan, component, quota);
  const lag = divide(subtract(due, position), quota);
  if (compare(lag, limit) < 0) return [];
  const [asked, reached] = [divide(due, quota), divide(position, quota)];
  const missing = subtract(due, position);
  const stake = worthOfPosition(standing, quota, currencyOf(component.plan));
  return [
    {
      id,
      severity: compare(lag, add(limit, limit)) >= 0 ? 'act' : 'watch',
      ...ofComponent(component, stake),
      write: () => ({
        values: { share: shareOf(reached), asked: shareOf(asked), window: period(window) },
        evidence: [
          percent('Attainment', reached),
          credited('Behind by', missing, component),
          credited('Quota', quota, component),
          dated('Window ends', window.end),
          ...(isRamping ? [counted('Month of the ramp', rampMonth(plan, today), 'month')] : []),
        ],
        benchmark: {
          ...percent(isRamping ? 'The ramp to date' : 'An even pace', asked),
          source: 'plan',
          n: null,
        },
      }),
    },
  ];
}

const rampMonth = ({ assigned }: PlanFact, today: Day): number =>
  1 + monthOf(today) - (assigned.findLast(({ from }) => from <= today)?.rampFrom ?? monthOf(today));

/**
 * What of a quota is due by a day: evenly over the days of the window for who is assigned all along, as the standing of a
 * snapshot says it; else, or by a ramp, what falls on the months before and on the days of this one.
 */
function dueBy(today: Day, { own, assigned }: PlanFact, { plan, standing }: ComponentFact, quota: Fraction): Fraction {
  const { component, window } = standing;
  if (isSettledIn(assigned, window) && component.against !== 'to-date')
    return multiply(quota, fraction(BigInt(today - window.start + 1), BigInt(window.end - window.start + 1)));
  const month = monthOf(today);
  const until = (last: number): Fraction => quotaOf(plan, component, window, assigned, own.quotas, last).amount ?? zero;
  const before = month === window.first ? zero : until(month - 1);
  const passed = fraction(BigInt(today - firstDay(month) + 1), BigInt(daysIn(month)));
  return add(before, multiply(subtract(until(month), before), passed));
}

function coverage(facts: Facts, { component, position, quota }: Aimed): Found[] {
  const gap = subtract(quota, position);
  if (gap.n <= 0n) return [];
  const { count, total } = component.coming();
  const times = divide(total, gap);
  const { standing } = component;
  const share = facts.limit('gap-above-coverage', 'share', facts.segment) ?? one;
  const raised = () => ofComponent(component, worthOfPosition(standing, quota, currencyOf(component.plan)));
  const evidence = () => [
    credited('Missing to quota', gap, component),
    credited('Open deals', total, component),
    counted('Open deals in the window', count, 'deal'),
    shown('Coverage', times, 'times'),
  ];
  const { window } = standing;
  const values = (more: Fraction) => ({
    window: period(window),
    end: day(window.end),
    more: creditShown(more, component),
  });
  if (compare(times, share) < 0)
    return [
      {
        id: 'gap-above-coverage',
        severity: 'act',
        ...raised(),
        write: () => ({
          as: count === 0 ? 'none' : '',
          values: values(subtract(gap, total).n > 0n ? subtract(gap, total) : gap),
          evidence: evidence(),
          benchmark: configured('Least share of the gap', share, '%'),
        }),
      },
    ];
  const needed = coverageNeeded(facts);
  if (compare(times, needed.times) >= 0) return [];
  return [
    {
      id: 'coverage-thin',
      severity: 'watch',
      ...raised(),
      write: () => ({
        values: { ...values(subtract(multiply(gap, needed.times), total)), ...needed.why },
        evidence: evidence(),
        benchmark: needed.benchmark,
      }),
    },
  ];
}

const standardTimes: Fraction = { n: 3n, d: 1n };

/** How many times the gap open deals should be: as configured, else by what is won of what closes. */
function coverageNeeded(facts: Facts): { times: Fraction; why: Values; benchmark: Benchmark } {
  const configuredTimes = facts.limit('coverage-thin', 'times', facts.segment);
  const label = 'Coverage needed';
  if (configuredTimes)
    return {
      times: configuredTimes,
      why: { why: word('configuration') },
      benchmark: configured(label, configuredTimes, 'times'),
    };
  const own = facts.benchmarks?.own.deals ?? [];
  const sum = (of: (one: (typeof own)[number]) => number): number => own.reduce((all, one) => all + of(one), 0);
  const all = facts.group(facts.segment, (group) => group);
  const rates = [
    {
      source: 'own',
      why: { why: word('own-rate') },
      closed: sum(({ closed }) => closed),
      won: sum(({ won }) => won),
    } as const,
    ...(all
      ? [
          {
            source: 'segment',
            why: { why: word('segment-rate'), ...all.among },
            closed: all.value.closed,
            won: all.value.won,
          } as const,
        ]
      : []),
  ];
  const known = rates.find(({ closed, won }) => closed >= fewestDeals && won > 0);
  if (!known)
    return {
      times: standardTimes,
      why: { why: word('usual-rule') },
      benchmark: configured(label, standardTimes, 'times'),
    };
  const times = fraction(BigInt(known.closed), BigInt(known.won));
  return {
    times,
    why: known.why,
    benchmark: { ...shown(label, times, 'times'), source: known.source, n: known.closed },
  };
}

function concentration(facts: Facts, { component, position, quota }: Aimed): Found[] {
  if (compare(position, quota) >= 0) return [];
  const {
    largest,
    gains: { count, total },
  } = component.coming();
  if (!largest || count < 2) return [];
  const share = divide(largest.value, total);
  const deal = facts.open.deal(largest.row);
  const limit = facts.limit('concentration', 'share', deal.segment) ?? one;
  if (compare(share, limit) < 0) return [];
  const worth = facts.worth(deal);
  return [
    {
      id: 'concentration',
      severity: 'watch',
      ...ofDeal(facts, deal),
      write: () => ({
        as: worth ? '' : 'unvalued',
        values: { share: shareOf(share), component: text(component.label), window: period(component.standing.window) },
        evidence: [
          percent('Share of open deals', share),
          credited('This deal', largest.value, component),
          credited('Open deals', total, component),
          counted('Open deals in the window', count, 'deal'),
        ],
        benchmark: configured('Largest share of one deal', limit, '%'),
      }),
    },
  ];
}
