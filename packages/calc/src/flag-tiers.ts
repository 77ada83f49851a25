// Flags on the bounds of a table: a deal just below one, one within reach, and a cap that is reached.
import type { ComponentFact, Facts } from './flag-facts.ts';
import {
  configured,
  counted,
  credited,
  creditShown,
  dated,
  day,
  ofComponent,
  ofDeal,
  paid,
  period,
  shareOf,
  text,
  type Found,
} from './flag-found.ts';
import { grouped } from './decimal.ts';
import { percentWords } from './figures.ts';
import type { DealFact } from './flag-open.ts';
import type { Benchmark } from './flag-result.ts';
import { above, betterBounds, plus, worthOfPosition, type Step } from './flag-worth.ts';
import { compare, multiply, negate, subtract, zero, type Fraction } from './fraction.ts';
import { stepsOf } from './slices.ts';
import { currencyOf } from './payout.ts';

export const tierFlags = (facts: Facts): Found[] => [
  ...belowTier(facts),
  ...facts.plans.flatMap(({ components }) =>
    components.flatMap((component) => [...inReach(facts, component), ...capped(component)]),
  ),
];

/** Of each deal the bound that is worth most. */
function belowTier(facts: Facts): Found[] {
  const best = new Map<string, Found>();
  for (const component of facts.plans.flatMap(({ components }) => components)) {
    const { position, isCapped } = component.standing;
    const bounds = betterBounds(component.standing);
    if (position === null || isCapped || bounds.length === 0) continue;
    const { amount, value: valueOf, scale } = component.coming();
    const steps = bounds.map(({ at }) => near(plus(at, negate(position))));
    const within = new Map<string | null, number>();
    for (const deal of facts.open.own) {
      const brings = amount(deal.row) ?? 0;
      let most = within.get(deal.segment);
      if (most === undefined) within.set(deal.segment, (most = near(withinOf(facts, deal))));
      if (brings <= 0 || !mayLieBelow(steps, Number(brings) / Number(scale), most)) continue;
      const value = valueOf(deal.row) as Fraction;
      const found = belowTierIn(facts, component, position, deal, value, bounds);
      const before = best.get(deal.id)?.stake?.minor ?? -1n;
      if (found && (found.stake?.minor ?? 0n) > before) best.set(deal.id, found);
    }
  }
  return [...best.values()];
}

const withinOf = (facts: Facts, { segment }: DealFact): Fraction =>
  facts.limit('deal-below-tier', 'within', segment) ?? zero;

const near = ({ n, d }: Fraction): number => Number(n) / Number(d);

/** Most deals lie so far from all bounds that doubles tell; others may lie just below one. */
const mayLieBelow = (steps: readonly number[], value: number, within: number): boolean =>
  steps.some((step) => {
    const missing = step - value;
    const error = 1e-9 * (Math.abs(step) + value);
    return !(missing < -error || missing > within * value + error);
  });

function belowTierIn(
  facts: Facts,
  component: ComponentFact,
  position: Fraction,
  deal: DealFact,
  value: Fraction,
  bounds: readonly Step[],
): Found | null {
  const { standing, plan } = component;
  const after = plus(position, value);
  const step = above(bounds, after);
  if (!step) return null;
  const missing = plus(step.at, negate(after));
  const limit = withinOf(facts, deal);
  if (compare(missing, { n: limit.n * value.n, d: limit.d * value.d }) > 0) return null;
  const [whole, part] = [worthOfPosition(standing, step.at, currencyOf(plan)), component.worth(deal.row, value)];
  const more = whole === null || part === null ? null : whole - part;
  const { at, pays } = wordsOf(component, step);
  return {
    id: 'deal-below-tier',
    severity: 'act',
    ...ofDeal(facts, deal),
    stake: more === null ? null : { plan, minor: more },
    write: () => ({
      as: more === null ? 'unvalued' : '',
      values: { component: text(component.label), end: day(standing.window.end) },
      evidence: [
        credited('Missing to the tier', missing, component),
        credited('This deal', value, component),
        { label: 'Tier', value: at, unit: 'text' },
        { label: 'Pays', value: pays, unit: 'text' },
      ],
      benchmark: tierAt(component, step),
    }),
  };
}

function inReach(facts: Facts, component: ComponentFact): Found[] {
  const { standing, plan } = component;
  const { position, quota, isCapped, window } = standing;
  const step = position === null || isCapped ? undefined : above(betterBounds(standing), position);
  if (!step || position === null) return [];
  const missing = subtract(step.at, position);
  const base = quota.amount !== null && quota.amount.n > 0n ? quota.amount : step.at;
  const limit = facts.limit('accelerator-in-reach', 'within', facts.segment) ?? zero;
  if (compare(missing, multiply(limit, base)) > 0) return [];
  const { count, total } = component.coming();
  if (compare(total, missing) < 0) return [];
  const worth = worthOfPosition(standing, step.at, currencyOf(plan));
  const { at, pays } = wordsOf(component, step);
  return [
    {
      id: 'accelerator-in-reach',
      severity: 'act',
      ...ofComponent(component, worth),
      write: () => ({
        as: worth === null ? 'unvalued' : '',
        evidence: [
          credited('Missing to the tier', missing, component),
          credited('Open deals', total, component),
          counted('Open deals in the window', count, 'deal'),
          { label: 'Tier', value: at, unit: 'text' },
          { label: 'Pays', value: pays, unit: 'text' },
          dated('Window ends', window.end),
        ],
        benchmark: tierAt(component, step),
      }),
    },
  ];
}

function capped(component: ComponentFact): Found[] {
  const { standing, plan } = component;
  const { isCapped, total, window, attainment } = standing;
  if (!isCapped) return [];
  const { count } = component.coming();
  return [
    {
      id: 'cap-reached',
      severity: count > 0 ? 'watch' : 'info',
      ...ofComponent(component, null),
      write: () => ({
        as: attainment ? '' : 'unmeasured',
        values: { window: period(window), ...(attainment ? { share: shareOf(attainment) } : {}) },
        evidence: [
          paid('Paid in the window', total, plan),
          counted('Open deals in the window', count, 'deal'),
          dated('Window ends', window.end),
        ],
        benchmark: capOf(component),
      }),
    },
  ];
}

/** The cap in money; null where it is one on attainment. */
function capOf({ standing, plan }: ComponentFact): Benchmark | null {
  const { cap } = standing.terms;
  return cap ? { ...configured('Cap', cap, plan.currency), source: 'plan' } : null;
}

const tierAt = (component: ComponentFact, { at }: Step): Benchmark => ({
  ...credited('The tier begins at', at, component),
  source: 'plan',
  n: null,
});

/** An amount of credit as evidence that is a text: "USD 12,000", "12". */
function amountWords(value: Fraction, component: ComponentFact): string {
  const [amount, unit] = creditShown(value, component);
  return `${unit === 'number' ? '' : `${unit} `}${grouped(amount)}`;
}

/** A bound and what begins there, as the plan writes them. */
function wordsOf(component: ComponentFact, { at, after }: Step): { at: string; pays: string } {
  const step = stepsOf(component.standing.component.rate)[after.tier];
  return step
    ? { at: step.from, pays: step.pays }
    : { at: amountWords(at, component), pays: `${percentWords(after.slope, 1)} of value` };
}
