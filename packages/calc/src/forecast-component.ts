// One component over the outcomes: where it ends, what it earns, and the chances of its quota and tiers.
import type { Standing } from './component.ts';
import { printDecimal, printMinor } from './decimal.ts';
import type { Category, ComponentForecast } from './forecast-result.ts';
import { printChance, printMean, printPlaces, spreadOf, toPlaces, type Weighed } from './forecast-spread.ts';
import { compare, one } from './fraction.ts';
import { fit } from './money.ts';
import { unitOf } from './part.ts';
import { printDay, type Period } from './period.ts';
import { stepsOf } from './slices.ts';
import { segmentAt } from './table.ts';

/** A component in the outcomes of a weight. */
export interface Outcome {
  readonly standing: Standing;
  readonly weight: number;
}

/** `draws` where the outcomes are sampled; `digits` are the currency's. */
export function componentForecast(
  window: Period,
  categories: Readonly<Record<Category, Standing>>,
  outcomes: readonly Outcome[],
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
  const weigh = (value: (standing: Standing) => Weighed['value']): Weighed[] =>
    outcomes.map(({ standing, weight }) => ({ value: value(standing), weight }));
  const chance = (holds: (standing: Standing) => boolean): string =>
    printChance(outcomes.reduce((sum, { standing, weight }) => (holds(standing) ? sum + weight : sum), 0));
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
    credited:
      closed.position &&
      spreadOf(
        weigh(({ position }) => (position ? toPlaces(position) : 0)),
        draws,
        printPlaces,
        printMean,
      ),
    earned: spreadOf(
      weigh(({ paid }) => fit(paid)),
      draws,
      money,
    ),
    quotaReached: closed.attainment && chance(({ attainment }) => attainment !== null && compare(attainment, one) >= 0),
    tiers: tiersOf(closed, chance),
  };
}

/** The bounds of a table by position, or of a blend by attainment. */
function tiersOf(
  { component, terms, position, attainment }: Standing,
  chance: (holds: (standing: Standing) => boolean) => string,
): ComponentForecast['tiers'] {
  if ((position ?? attainment) === null || terms.table.every || terms.step === 'record') return [];
  const reached = (standing: Standing): number => {
    const reading = standing.position ?? standing.attainment;
    return reading === null ? -1 : segmentAt(standing.terms.table.segments, reading).tier;
  };
  return stepsOf(component.rate).map((step, i) => ({ ...step, reached: chance((one) => reached(one) >= i) }));
}
