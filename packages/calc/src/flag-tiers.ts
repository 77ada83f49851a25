// Flags on the bounds of a table: a deal just below one, one within reach, and a cap that is reached.
import type { ComponentFact, Facts } from './flag-facts.ts';
import {
  configured,
  counted,
  credited,
  creditWords,
  dated,
  ofComponent,
  ofDeal,
  paid,
  payWords,
  shareOf,
  type Found,
} from './flag-found.ts';
import { countWords } from './figures.ts';
import type { DealFact } from './flag-open.ts';
import type { Benchmark } from './flag-result.ts';
import { above, betterBounds, plus, worthOfPosition, type Step } from './flag-worth.ts';
import { compare, multiply, negate, subtract, zero, type Fraction } from './fraction.ts';
import { printDay } from './period.ts';
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
      message: `Won as it stands, ${deal.name} leaves ${creditWords(missing, component)} to ${at} of ${component.label}, where ${pays} begins${more === null ? '' : `: the rest would pay ${payWords(more, plan)}`}.`,
      evidence: [
        credited('Missing to the tier', missing, component),
        credited('This deal', value, component),
        { label: 'Tier', value: at, unit: 'text' },
        { label: 'Pays', value: pays, unit: 'text' },
      ],
      benchmark: tierAt(component, step),
      nextStep: `See whether ${deal.name} has room for ${creditWords(missing, component)} more, such as a service or another seat; else name the deal that brings it by ${printDay(standing.window.end)}.`,
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
        message: `${creditWords(missing, component)} more bring ${component.label} to ${at}, where ${pays} begins; ${countWords(count, 'open deal')} until ${printDay(window.end)} hold ${creditWords(total, component)}${worth === null ? '' : `. Getting there pays ${payWords(worth, plan)}`}.`,
        evidence: [
          credited('Missing to the tier', missing, component),
          credited('Open deals', total, component),
          counted('Open deals in the window', count, 'deal'),
          { label: 'Tier', value: at, unit: 'text' },
          { label: 'Pays', value: pays, unit: 'text' },
          dated('Window ends', window.end),
        ],
        benchmark: tierAt(component, step),
        nextStep: `Work first on the deals that together bring ${creditWords(missing, component)} by ${printDay(window.end)}.`,
      }),
    },
  ];
}

function capped(component: ComponentFact): Found[] {
  const { standing, plan, label } = component;
  const { isCapped, total, window, attainment } = standing;
  if (!isCapped) return [];
  const { count } = component.coming();
  return [
    {
      id: 'cap-reached',
      severity: count > 0 ? 'watch' : 'info',
      ...ofComponent(component, null),
      write: () => ({
        message: `${label} has reached its cap with ${payWords(total, plan)}${attainment ? ` at ${shareOf(attainment)} of quota` : ''}: more credit in ${window.name} pays nothing here (${countWords(count, 'open deal')} until ${printDay(window.end)}).`,
        evidence: [
          paid('Paid in the window', total, plan),
          counted('Open deals in the window', count, 'deal'),
          dated('Window ends', window.end),
        ],
        benchmark: capOf(component),
        nextStep: `Talk with your manager about the cap before the next deal closes, and see what your other components still pay for it.`,
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

/** A bound and what begins there, as the plan writes them. */
function wordsOf(component: ComponentFact, { at, after }: Step): { at: string; pays: string } {
  const step = stepsOf(component.standing.component.rate)[after.tier];
  return step
    ? { at: step.from, pays: step.pays }
    : { at: creditWords(at, component), pays: `${shareOf(after.slope)} of value` };
}
