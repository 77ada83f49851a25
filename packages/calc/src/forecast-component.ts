// One component over the outcomes: where it ends, what it earns, and the chances of its quota and tiers.
import type { Standing } from './component.ts';
import type { Ending } from './forecast-pay.ts';
import { printDecimal, printMinor } from './decimal.ts';
import type { Category, ComponentForecast, Spread } from './forecast-result.ts';
import { positionsOf, printChance, spreadOf } from './forecast-spread.ts';
import { compare, one, zero } from './fraction.ts';
import { fit } from './money.ts';
import { unitOf } from './part.ts';
import { printDay, type Period } from './period.ts';
import { stepsOf } from './slices.ts';
import { segmentAt } from './table.ts';

/** How a component ends in the outcomes of a weight. */
export interface Weight {
  readonly ending: Ending;
  readonly weight: number;
}

/** `draws` where the outcomes are sampled; `digits` are the currency's. */
export function componentForecast(
  window: Period,
  categories: Readonly<Record<Category, Standing>>,
  endings: readonly Weight[],
  draws: number | null,
  digits: number,
): ComponentForecast {
  const { closed } = categories;
  const { component, version, quota } = closed;
  const money = (minor: number | bigint): string => printMinor(minor, digits);
  const shown = ({ position, attainment, paid }: Standing) => ({
    credited: position && printDecimal(position),
    attainment: attainment && printDecimal(attainment),
    earned: money(paid),
  });
  const weights = endings.map(({ weight }) => weight);
  const chance = (holds: (ending: Ending) => boolean): string =>
    printChance(endings.reduce((sum, { ending, weight }) => (holds(ending) ? sum + weight : sum), 0));
  return {
    id: component.id,
    label: component.label ?? component.id,
    window: window.name,
    until: printDay(window.end),
    unit: unitOf(version.plan, component),
    quota: quota.amount && printDecimal(quota.amount),
    categories: {
      closed: shown(closed),
      commit: shown(categories.commit),
      bestCase: shown(categories.bestCase),
      pipeline: shown(categories.pipeline),
    },
    credited: closed.position && creditedOf(endings, weights, draws),
    earned: spreadOf({ values: endings.map(({ ending }) => fit(ending.paid)), weights }, draws, money),
    quotaReached: closed.attainment && chance(({ attainment }) => attainment !== null && compare(attainment, one) >= 0),
    tiers: tiersOf(closed, endings),
  };
}

function creditedOf(endings: readonly Weight[], weights: readonly number[], draws: number | null): Spread {
  const { values, print, printMean } = positionsOf(endings.map(({ ending }) => ending.position ?? zero));
  return spreadOf({ values, weights }, draws, print, printMean);
}

/** The bounds of a table by position, or of a blend by attainment. */
function tiersOf(
  { component, terms, position, attainment }: Standing,
  endings: readonly Weight[],
): ComponentForecast['tiers'] {
  if ((position ?? attainment) === null || terms.table.every || terms.step === 'record') return [];
  const steps = stepsOf(component.rate);
  const reached = steps.map(() => 0);
  for (const { ending, weight } of endings)
    for (let i = Math.min(tierIn(ending), steps.length - 1); i >= 0; i--) reached[i] = (reached[i] as number) + weight;
  return steps.map((step, i) => ({ ...step, reached: printChance(reached[i] as number) }));
}

/** The tier that an ending has reached; -1 for none. */
function tierIn({ position, attainment, terms }: Ending): number {
  const reading = position ?? attainment;
  return reading === null ? -1 : segmentAt(terms.table.segments, reading).tier;
}
