// The best and the worst order in which several deals could close.
import { objectOf } from './deal.ts';
import { printMinor } from './decimal.ts';
import type { ClosingOrder, ClosingOrders, Deal } from './estimate-result.ts';
import { dateFields } from './estimate-dates.ts';
import { worldOf, type World } from './estimate-run.ts';
import { idOf, inClosingOrder, worthOf } from './estimate-shares.ts';
import { fail } from './error.ts';
import { estimate } from './estimate.ts';
import { field } from './filter.ts';
import { minorDigits } from './money.ts';
import { versionsOf } from './snapshot-account.ts';
import type { Snapshot } from './snapshot-schema.ts';
import { refusalOf } from './snapshot-whole.ts';

/** So many deals have so few orders that all of them are tried. */
const mostOrdered = 6;

/**
 * The best and the worst order in which several deals could close, each at one of their dates, and what each deal adds if it
 * closes before or after all the others. Exact: every order is calculated.
 * `cannotSay` for more than six deals, and where an estimate of them cannot say.
 */
export function closingOrders(held: Snapshot, deals: readonly Deal[], others: readonly Snapshot[] = []): ClosingOrders {
  try {
    return ordersOf(held, deals, others);
  } catch (error) {
    return { cannotSay: refusalOf(error, held).cannotSay, plans: [] };
  }
}

function ordersOf(held: Snapshot, deals: readonly Deal[], others: readonly Snapshot[]): ClosingOrders {
  if (Array.isArray(deals) && deals.length > mostOrdered)
    fail(
      'too-many-deals',
      [],
      `${deals.length} deals have too many orders to try.`,
      `Ask for at most ${mostOrdered} of them.`,
    );
  const { cannotSay, plans } = estimate(held, deals, others);
  if (cannotSay) return { cannotSay, plans: [] };
  return {
    cannotSay: null,
    plans: held.plans.map((own) => {
      const { plan } = own;
      const money = (minor: bigint): string => printMinor(minor, minorDigits(plan.currency));
      const worth = ({ account }: World, won: 'after' | ReadonlySet<unknown>): bigint =>
        worthOf(account(held, own, won)) - worthOf(account(held, own, 'before'));
      const ordered = inClosingOrder(own, deals);
      const orders = permutations(ordered).map((order) => {
        const moved = order.map((deal, i) => closingAs(held, deal, ordered[i] as Deal));
        return {
          deals: order.map((deal) => String(idOf(deal))),
          minor: worth(worldOf([held, ...others], moved), 'after'),
        };
      });
      const said = ({ deals: ids, minor }: (typeof orders)[number]): ClosingOrder => ({
        deals: ids,
        worth: money(minor),
      });
      const world = worldOf([held, ...others], deals);
      const whole = worth(world, 'after');
      return {
        plan: plan.id,
        currency: plan.currency,
        best: said(orders.reduce((best, one) => (one.minor > best.minor ? one : best))),
        worst: said(orders.reduce((worst, one) => (one.minor < worst.minor ? one : worst))),
        because: plans.find((one) => one.plan === plan.id)?.because ?? [],
        deals: ordered.map((deal) => {
          const id = idOf(deal);
          return {
            record: String(id),
            first: money(worth(world, new Set([id]))),
            last: money(whole - worth(world, new Set(deals.map(idOf).filter((other) => other !== id)))),
          };
        }),
      };
    }),
  };
}

/** A deal that closes when another one would have. */
function closingAs(held: Snapshot, deal: Deal, other: Deal): Deal {
  const names = new Set(
    held.plans
      .flatMap(versionsOf)
      .flatMap(({ plan }) => [deal, other].flatMap((one) => dateFields(plan, objectOf(one)))),
  );
  const dates = [...names].map((name) => [name, field(name)({ ...other.record, ...other.set })]);
  return { ...deal, set: { ...deal.set, ...Object.fromEntries(dates) } };
}

function permutations<T>(list: readonly T[]): T[][] {
  if (list.length < 2) return [[...list]];
  return list.flatMap((one, i) => permutations(list.toSpliced(i, 1)).map((rest) => [one, ...rest]));
}
