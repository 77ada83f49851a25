// A plan written in another currency: every amount of money in it scaled by a power of ten, and nothing else.
import { read } from '../reference/numbers.ts';
import type { Amount, Axis, Component, Gate, Measure, Plan, Point, Rate, Tier } from '../reference/types.ts';

/** A decimal with its point moved to the left; what is none stays. */
export function moved<T>(value: T, places: number): T | string {
  const number = read(value);
  if (places === 0 || !number || (typeof value === 'string' && value.endsWith('%'))) return value;
  const [sign, digits] = [number[0] < 0n ? '-' : '', 60];
  const scaled = ((number[0] < 0n ? -number[0] : number[0]) * 10n ** BigInt(digits - places)) / number[1];
  const text = String(scaled).padStart(digits + 1, '0');
  return `${sign}${text.slice(0, -digits)}.${text.slice(-digits)}`.replace(/\.?0+$/, '');
}

const isMoneyMeasure = (measure: Measure | undefined): boolean =>
  measure !== undefined && !measure.ratio && !measure.entered && measure.value !== 'count' && measure.unit !== 'number';

/** Is a component's position an amount of money? */
export const isMoneyPosition = (plan: Plan | undefined, id: string): boolean =>
  isMoneyMeasure(plan?.measures[plan.components.find((one) => one.id === id)?.measure ?? '']);

/** The plan in a currency in which its amounts have their point so many places to the left. */
export function rewritePlan(plan: Plan, currency: string, places: number): Plan {
  const money = <T>(value: T): T | string => moved(value, places);
  const position = <T>(value: T, component: string): T | string =>
    isMoneyPosition(plan, component) ? money(value) : value;
  const axis = (one: Axis, own: string): Axis => ({
    ...one,
    from: one.from.map((bound) => position(bound, one.component ?? own)),
  });
  const rateTable = (rate: Rate, own: string): Rate => {
    const looked = typeof rate.by === 'object' ? rate.by.component : own;
    // Money for a unit of what is counted, where that is no money itself.
    const perUnit = (value: Amount): Amount =>
      isMoneyPosition(plan, own) || String(value).endsWith('x') ? value : money(value);
    return {
      ...rate,
      ...(rate.tiers
        ? {
            tiers: rate.tiers.map((tier) => ({
              ...tier,
              from: position(tier.from, looked),
              ...(tier.rate === undefined ? {} : { rate: perUnit(tier.rate) }),
              ...(tier.pays === undefined ? {} : { pays: money(tier.pays) }),
            })),
          }
        : {}),
      ...(rate.every === undefined ? {} : { every: position(rate.every, own) }),
      ...(rate.pays === undefined
        ? {}
        : {
            pays: Array.isArray(rate.pays)
              ? (rate.pays as Amount[][]).map((cells) => cells.map(money))
              : (money(rate.pays) as Amount),
          }),
      ...(rate.rates ? { rates: rate.rates.map((cells) => cells.map(perUnit)) } : {}),
      ...(rate.rows ? { rows: axis(rate.rows, own) } : {}),
      ...(rate.columns ? { columns: axis(rate.columns, own) } : {}),
    };
  };
  const component = (one: Component): Component => {
    const gate = (given: Gate): Gate => ({
      ...given,
      ...(given.value === undefined ? {} : { value: position(given.value, given.component) }),
    });
    const { quota, target, cap } = one;
    return {
      ...one,
      ...(quota === undefined
        ? {}
        : {
            quota:
              typeof quota === 'object'
                ? { ...quota, ...(quota.default === undefined ? {} : { default: position(quota.default, one.id) }) }
                : position(quota, one.id),
          }),
      ...(target === undefined ? {} : { target: money(target) }),
      rate: rateTable(one.rate, one.id),
      ...(cap
        ? {
            cap: {
              ...cap,
              ...(cap.payout === undefined ? {} : { payout: money(cap.payout) }),
              ...(cap.record === undefined ? {} : { record: money(cap.record) }),
            },
          }
        : {}),
      ...(one.gate ? { gate: Array.isArray(one.gate) ? one.gate.map(gate) : gate(one.gate as Gate) } : {}),
      ...(one.modifiers
        ? {
            modifiers: one.modifiers.map((modifier) => ({
              ...modifier,
              ...(modifier.tiers
                ? {
                    tiers: modifier.tiers.map((tier: Tier) => ({
                      ...tier,
                      from: position(tier.from, modifier.component),
                    })),
                  }
                : {}),
              ...(modifier.points
                ? {
                    points: modifier.points.map((point: Point) => ({
                      ...point,
                      at: position(point.at, modifier.component),
                    })),
                  }
                : {}),
            })),
          }
        : {}),
    };
  };
  const draw =
    plan.draw === undefined ? undefined : [plan.draw].flat().map((one) => ({ ...one, amount: money(one.amount) }));
  return {
    ...plan,
    currency,
    components: plan.components.map(component),
    ...(draw ? { draw } : {}),
    ...(plan.limit ? { limit: { ...plan.limit, payout: money(plan.limit.payout) } } : {}),
  };
}
