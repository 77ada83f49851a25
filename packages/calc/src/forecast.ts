// What the open deals of a snapshot may bring: by forecast category, and over the outcomes in which each is won or lost.
import type { Standing } from './component.ts';
import { printMinor } from './decimal.ts';
import { componentForecast } from './forecast-component.ts';
import { countedIn, dealsOf, type Counted } from './forecast-deals.ts';
import { overOutcomes } from './forecast-over.ts';
import type { Category, Forecast, LeftOut, PlanForecast } from './forecast-result.ts';
import { accountUntil, closingsOf, horizonOf, standingsAt } from './forecast-run.ts';
import { spreadOf, type Whole } from './forecast-spread.ts';
import { minorDigits } from './money.ts';
import type { OpenDeal } from './open-deals.ts';
import { publishedForecast } from './published.ts';
import { isObject } from './forms.ts';
import { countsEarnings } from './snapshot-below.ts';
import type { Snapshot, SnapshotPlan } from './snapshot-schema.ts';
import { checkWhole, refusalOf } from './snapshot-whole.ts';

/**
 * What the snapshot's payee earns as the open windows end: if nothing more closes, with what is committed, in the best case,
 * with the whole pipeline; and over the outcomes in which each open deal is won or lost independently by its chance, on its
 * own day. Pay is worked out for each outcome, never for the mean of them. A plan's sum is before holdback, clawback, plan
 * limit and draw.
 * Of a document that holds no open deals it is what was published of them.
 * Never throws on what a snapshot or a deal holds: `cannotSay` has the reason, of one deal in `leftOut`.
 * Source: calculation, "Forecast".
 */
export function forecast(held: Snapshot): Forecast {
  try {
    if (isObject(held) && !held.deals && held.forecast !== undefined)
      return { ...publishedForecast(held), notes: [], leftOut: [] };
    checkWhole(held);
    const { deals, notes } = dealsOf(held);
    const made = held.plans.map((own) => planForecast(held, own, deals));
    return {
      cannotSay: null,
      asOf: held.asOf,
      notes,
      leftOut: made.flatMap(({ leftOut }) => leftOut),
      plans: made.map(({ said }) => said),
    };
  } catch (error) {
    return { ...refusalOf(error, held), notes: [], leftOut: [], plans: [] };
  }
}

interface Made {
  readonly said: PlanForecast;
  readonly leftOut: readonly LeftOut[];
}

function planForecast(held: Snapshot, own: SnapshotPlan, open: readonly OpenDeal[]): Made {
  const { plan } = own;
  const head = { plan: plan.id, name: plan.name, currency: plan.currency };
  if (countsEarnings(own))
    return nobody(head, 'earnings-of-others', 'It counts what others earn. Look at the forecasts of those people.');
  const horizon = horizonOf(held, own);
  const asItStands = accountUntil(held, own, [], horizon);
  const closings = closingsOf(asItStands, held, own);
  if (closings.length === 0)
    return nobody(
      head,
      'not-assigned',
      'The assignment to it has ended before its open windows. Mend it if it has not.',
    );

  const { counted, leftOut } = countedIn(held, own, open, horizon);
  const digits = minorDigits(plan.currency);
  const money = (minor: Whole): string => printMinor(minor, digits);
  const sum = (standings: readonly Standing[], of: (one: Standing) => bigint): string =>
    money(standings.reduce((total, one) => total + of(one), 0n));
  const categories = byCategory((category) => {
    const deals = counted.filter((deal) => isIn(deal, category)).map(({ won }) => won);
    const account = deals.length > 0 ? accountUntil(held, own, deals, horizon) : asItStands;
    return { deals: deals.length, standings: standingsAt(account, closings) };
  });
  const { outcomes, draws, totals, endings, movers } = overOutcomes(held, own, closings, counted, horizon, digits);
  return {
    said: {
      ...head,
      cannotSay: null,
      categories: byCategory((category) => ({
        deals: categories[category].deals,
        earned: sum(categories[category].standings, ({ paid }) => paid),
        worth: sum(categories[category].standings, ({ total }) => total),
      })),
      outcomes,
      earned: spreadOf(totals, draws, money),
      components: closings.map(({ window }, i) =>
        componentForecast(
          window,
          byCategory((category) => categories[category].standings[i] as Standing),
          endings[i] ?? [],
          draws,
          digits,
        ),
      ),
      movers,
    },
    leftOut,
  };
}

const nobody = (head: Pick<PlanForecast, 'plan' | 'name' | 'currency'>, code: string, message: string): Made => ({
  said: {
    ...head,
    cannotSay: { code, message },
    categories: null,
    outcomes: null,
    earned: null,
    components: [],
    movers: [],
  },
  leftOut: [],
});

const order: readonly Category[] = ['closed', 'commit', 'bestCase', 'pipeline'];

/** Each category holds those before it. */
const isIn = (deal: Counted, category: Category): boolean => order.indexOf(deal.category) <= order.indexOf(category);

const byCategory = <T>(make: (category: Category) => T): Record<Category, T> => ({
  closed: make('closed'),
  commit: make('commit'),
  bestCase: make('bestCase'),
  pipeline: make('pipeline'),
});
