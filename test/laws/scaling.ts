// Money in another currency with another minor unit: a plan and its book written in it pay the same minor units.
import type { Row } from '../reference/filter.ts';
import type { Book, Plan } from '../reference/types.ts';
import { minor } from './figures.ts';
import { same, type Calculation } from './law.ts';
import { isMoneyPosition, moved, rewritePlan } from './rewritten-plan.ts';
import { valueFields, withoutFiltersOn } from './variants.ts';

/** Currencies by the decimals of their minor units, as ISO 4217 has them. */
const currencies: Readonly<Record<number, readonly string[]>> = {
  0: ['KRW', 'CLP', 'VND', 'XAF', 'PYG', 'JPY'],
  2: ['CHF', 'CAD', 'SEK', 'GBP', 'USD', 'EUR'],
  3: ['KWD', 'OMR', 'TND', 'BHD'],
  4: ['CLF', 'UYW'],
};
const decimalsOf = (currency: string): number =>
  Number(Object.entries(currencies).find(([, list]) => list.includes(currency))?.[0] ?? 2);

/** A book, and for its currencies in the order of their names the decimals of those to write it in. */
export interface RewrittenBook {
  readonly book: Book;
  readonly decimals: readonly number[];
}

/**
 * Every currency is exchanged for one whose minor unit has other decimals, and every amount, quota, target, money rate, cap,
 * draw and limit is scaled by the same power of ten, so that the whole book says the same in minor units. Then the whole
 * result says the same in minor units. This is exact for all plans, since all rounding is to minor units; scaled within a
 * currency, the same amounts round elsewhere. Exchange rates are scaled too, since they are units of one currency for
 * units of another. No filter compares amounts, of which it cannot know the currency.
 */
export function scaledMoneyScalesPay({ calculate }: Calculation, { book: given, decimals }: RewrittenBook): string[] {
  const book = withoutFiltersOn(ofOneKind(given), valueFields(given));
  const scale = scaleOf(book, decimals);
  const written = rewrite(book, scale);
  const inMinor = (one: Book): unknown[] =>
    calculate(one).statements.map(({ currency: _, components, warnings, ...figures }) => ({
      ...figures,
      ...moneyIn(figures, ['earned', 'held', 'released', 'clawedBack', 'limited', 'adjustments', 'debt', 'payable']),
      warnings: warnings.map(({ code, record, component }) => ({ code, record, component })),
      components: components.map(({ credited: _credited, quota: _quota, lines, ...component }) => ({
        ...component,
        ...moneyIn(component, ['earned', 'earnedInWindow', 'withheld']),
        lines: lines.map(({ value: _value, ...line }) => ({ ...line, ...moneyIn(line, ['earned']) })),
      })),
    }));
  const [is, should] = [inMinor(written), inMinor(book)];
  return should.flatMap((one, i) => same(`in ${[...scale.names.values()].join(', ')}`, is[i], one));
}

const moneyIn = <K extends string>(figures: Readonly<Record<K, string>>, keys: readonly K[]): Record<string, bigint> =>
  Object.fromEntries(keys.map((key) => [key, minor(figures[key])]));

/** Without quotas of components that count money in one version of a plan and something else in another. */
const ofOneKind = (book: Book): Book => ({
  ...book,
  quotas: (book.quotas ?? []).filter(({ component, plan }) =>
    Object.values(Object.groupBy(book.plans, ({ id }) => id)).every(
      (versions = []) =>
        (plan !== undefined && versions[0]?.id !== plan) ||
        new Set(
          versions
            .filter(({ components }) => components.some(({ id }) => id === component))
            .map((one) => isMoneyPosition(one, component)),
        ).size < 2,
    ),
  ),
});

interface Scale {
  readonly names: ReadonlyMap<string, string>;
  /** By how many decimals amounts of a currency move to the left. */
  readonly shift: (currency: string) => number;
  readonly corporate: string;
}

function scaleOf(book: Book, decimals: readonly number[]): Scale {
  const corporate = book.corporateCurrency ?? book.plans[0]?.currency ?? 'USD';
  const used = new Set([
    corporate,
    ...book.plans.map(({ currency }) => currency),
    ...(book.rates ?? []).map(({ currency }) => currency),
    ...Object.values(book.records ?? {}).flatMap((rows) =>
      rows.flatMap(({ CurrencyIsoCode: code }) => (typeof code === 'string' ? [code] : [])),
    ),
  ]);
  const taken = new Set<string>();
  const names = new Map(
    [...used].sort().map((currency, i) => {
      const wanted = currencies[decimals[i % decimals.length] as number] ?? [];
      const name = [...wanted, ...Object.values(currencies).flat()].find((one) => !taken.has(one)) as string;
      taken.add(name);
      return [currency, name];
    }),
  );
  return { names, corporate, shift: (currency) => decimalsOf(names.get(currency) as string) - decimalsOf(currency) };
}

function rewrite(book: Book, { names, shift, corporate }: Scale): Book {
  const name = (currency: string): string => names.get(currency) as string;
  const planOf = (id: string | undefined, component: string): Plan | undefined =>
    book.plans.find(
      (plan) => (id === undefined || plan.id === id) && plan.components.some((one) => one.id === component),
    );
  const paid = new Map<string, Set<string>>();
  for (const { measures, holdback } of book.plans) {
    const add = (object: string, field: string): unknown =>
      paid.set(object, (paid.get(object) ?? new Set()).add(field));
    for (const measure of Object.values(measures))
      for (const side of [measure, measure.ratio?.of, measure.ratio?.per])
        if (side?.object && side.value && side.value !== 'count' && measure.unit !== 'number')
          add(side.object, side.value);
    for (const { until } of holdback ?? [])
      if (typeof until === 'object' && 'collected' in until) add(until.collected.object, until.collected.value);
  }
  const row = (object: string, given: Row): Row => {
    const code = given['CurrencyIsoCode'];
    const own = typeof code === 'string' ? code : corporate;
    return Object.fromEntries(
      Object.entries(given).map(([key, value]) =>
        key === 'CurrencyIsoCode' && typeof code === 'string'
          ? [key, name(own)]
          : [key, paid.get(object)?.has(key) ? moved(value, shift(own)) : value],
      ),
    );
  };
  return {
    ...book,
    corporateCurrency: name(corporate),
    plans: book.plans.map((plan) => rewritePlan(plan, name(plan.currency), shift(plan.currency))),
    rates: (book.rates ?? []).map((one) => ({
      ...one,
      currency: name(one.currency),
      rate: moved(one.rate, shift(one.currency) - shift(corporate)),
    })),
    quotas: (book.quotas ?? []).flatMap((one) => {
      const plans =
        one.plan === undefined
          ? [
              ...new Set(
                book.plans
                  .filter(({ components }) => components.some(({ id }) => id === one.component))
                  .map(({ id }) => id),
              ),
            ]
          : [one.plan];
      // What stands for any plan is one amount for plans in several currencies: a row for each of them.
      const named = (id: string): boolean =>
        (book.quotas ?? []).some(
          (other) =>
            other.plan === id &&
            other.payee === one.payee &&
            other.component === one.component &&
            other.period === one.period,
        );
      return plans
        .filter((id) => one.plan !== undefined || !named(id))
        .map((id) => {
          const plan = planOf(id, one.component);
          return {
            ...one,
            plan: id,
            amount: plan && isMoneyPosition(plan, one.component) ? moved(one.amount, shift(plan.currency)) : one.amount,
          };
        });
    }),
    assignments: book.assignments.map((one) => {
      const plan = book.plans.find(({ id }) => id === one.plan);
      return one.targets && plan
        ? {
            ...one,
            targets: Object.fromEntries(
              Object.entries(one.targets).map(([id, amount]) => [id, moved(amount, shift(plan.currency))]),
            ),
          }
        : one;
    }),
    entries: (book.entries ?? []).map((one) => {
      const plan = book.plans.find(({ id }) => id === one.plan);
      return one.amount === undefined || !plan ? one : { ...one, amount: moved(one.amount, shift(plan.currency)) };
    }),
    records: Object.fromEntries(
      Object.entries(book.records ?? {}).map(([object, rows]) => [object, rows.map((one) => row(object, one))]),
    ),
  };
}
