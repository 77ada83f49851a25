// What a forecast says of outcomes is what whole calculations say of each of them; what it draws lies within its stated error.
import { calculate, snapshots, type Statement } from '@quotient/calc';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { forecast } from '../packages/calc/src/forecast.ts';
import type { Category, Forecast, PlanForecast } from '../packages/calc/src/forecast-result.ts';
import { salesPlan } from '../packages/calc/src/testing.ts';
import { untilNow } from './laws/deals.ts';
import { books, everything } from './laws/books.ts';
import { minor } from './laws/figures.ts';
import { everyoneAssigned, peopleOf } from './laws/variants.ts';
import { dayAfter } from './reference/calendar.ts';
import type { Row } from './reference/filter.ts';
import type { Book } from './reference/types.ts';

interface Open {
  readonly owner: number;
  readonly amount: number | string;
  /** Days from the as-of date. */
  readonly days: number;
  readonly percent: number | null;
  readonly category: string | null;
  readonly parts: readonly number[];
  readonly currency: string | undefined;
}

const open: fc.Arbitrary<Open> = fc.record({
  owner: fc.constantFrom(0, 0, 0, 1, 2, 3),
  amount: fc.oneof({ weight: 5, arbitrary: fc.integer({ min: -500, max: 30_000 }) }, fc.constant('1234.565')),
  days: fc.oneof({ weight: 3, arbitrary: fc.nat(20) }, fc.nat(200)),
  percent: fc.constantFrom(5, 10, 25, 40, 50, 50, 75, 90, 95, 0, 100, null),
  category: fc.constantFrom('Commit', 'Best Case', 'Pipeline', 'Pipeline', 'Pipeline', 'Omitted', null),
  parts: fc.constantFrom([], [100], [60, 40], [33.33, 66.67]),
  currency: fc.constantFrom(undefined, undefined, undefined, undefined, 'USD', 'EUR', 'SEK'),
});

/** A book with open deals, and the rows of those who share them. */
function withOpen(given: Book, deals: readonly Open[]): Book {
  const book = everyoneAssigned(untilNow(given));
  const people = peopleOf(book);
  const rows = deals.map((deal, i): Row => ({
    Id: `O${i}`,
    Name: `Open ${i}`,
    OwnerId: people[deal.owner % people.length],
    Owner2__c: people[(deal.owner + 1) % people.length],
    Amount: deal.amount,
    CloseDate: dayAfter(book.asOf, deal.days),
    IsClosed: false,
    IsWon: false,
    StageName: 'Proposal',
    Type: i % 2 === 0 ? 'New' : 'Renewal',
    Years__c: (i % 3) + 1,
    Seats__c: i + 1,
    Probability: deal.percent,
    ForecastCategoryName: deal.category,
    ...(deal.currency ? { CurrencyIsoCode: deal.currency } : {}),
  }));
  const splits = deals.flatMap(({ owner, parts }, i) =>
    parts.map((SplitPercentage, k) => ({
      Id: `O${i}-${k}`,
      OpportunityId: `O${i}`,
      SplitOwnerId: people[(owner + k) % people.length],
      SplitPercentage,
      SplitType: { DeveloperName: i % 2 === 0 ? 'Revenue' : 'Overlay' },
    })),
  );
  const records = book.records ?? {};
  return {
    ...book,
    records: {
      ...records,
      Opportunity: [...(records['Opportunity'] ?? []), ...rows],
      OpportunitySplit: [...(records['OpportunitySplit'] ?? []), ...splits],
    },
  };
}

/** The statements of a payee in a plan on a later day, with some of the open deals won and some lost. */
function closed(
  book: Book,
  of: PlanForecast & { readonly payee: string },
  asOf: string,
  wins: ReadonlyMap<string, boolean>,
) {
  const Opportunity = (book.records?.['Opportunity'] ?? []).map((row) => {
    const IsWon = wins.get(String(row['Id']));
    return IsWon === undefined ? row : { ...row, IsClosed: true, IsWon };
  });
  return calculate({ ...book, asOf, records: { ...book.records, Opportunity } }).statements.filter(
    ({ payee, plan }) => payee === of.payee && plan === of.plan,
  );
}

type Cell = Statement['components'][number];
/** A component as its window ends. */
const ending = (statements: readonly Statement[], { id, window }: Pick<Cell, 'id' | 'window'>): Cell =>
  statements
    .findLast(({ components }) => components.some((one) => one.id === id && one.window === window))
    ?.components.find((one) => one.id === id) as Cell;

interface Weighed<T> {
  readonly value: T;
  readonly weight: number;
}
/** The smallest value that so much of the weight does not exceed. */
function quantile<T>(list: readonly Weighed<T>[], part: number, compare: (a: T, b: T) => number): T {
  const sorted = list.toSorted((a, b) => compare(a.value, b.value));
  let sum = 0;
  return (sorted.find(({ weight }) => (sum += weight) >= part - 1e-9) ?? sorted.at(-1))?.value as T;
}
const mean = (list: readonly Weighed<bigint>[]): number =>
  list.reduce((sum, { value, weight }) => sum + Number(value) * weight, 0);
const byValue = (a: bigint, b: bigint): number => (a < b ? -1 : a > b ? 1 : 0);
/** A mean is made of doubles: of what lies far apart they tell less. */
const near = (said: string, expected: number, range = 0n): void => {
  const room = 0.5 + 1e-6 + Math.abs(expected) * 1e-9 + Number(range) * 1e-15;
  expect(Math.abs(Number(minor(said)) - expected)).toBeLessThanOrEqual(room);
};

const parts = [
  [0.1, 'p10'],
  [0.5, 'p50'],
  [0.9, 'p90'],
] as const;

const order: readonly Category[] = ['closed', 'commit', 'bestCase', 'pipeline'];
const names: Readonly<Record<string, Category>> = { Commit: 'commit', 'Best Case': 'bestCase', Omitted: 'closed' };

/** Each takes many whole calculations. */
const runs = Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 3);

let compared = { plans: 0, outcomes: 0, moved: 0 };

test('all outcomes of a few deals are whole calculations of each, weighed by their chances', () => {
  compared = { plans: 0, outcomes: 0, moved: 0 };
  fc.assert(
    fc.property(books(everything), fc.noBias(fc.array(open, { minLength: 4, maxLength: 6 })), (given, deals) => {
      const book = withOpen(given, deals);
      for (const held of snapshots(book)) {
        const said = forecast(held);
        if (held.plans.length === 0) expect(said.cannotSay?.code).toBe('no-plan');
        expect(JSON.stringify(said)).not.toMatch(/NaN|Infinity/);
        for (const plan of said.plans) if (!plan.cannotSay) outcomesAre(book, said, { ...plan, payee: held.payee.Id });
      }
    }),
    { numRuns: runs, endOnFailure: true },
  );
  // A test of deals that move nothing would say little.
  expect(compared.plans).toBeGreaterThan(runs);
  expect(compared.moved).toBeGreaterThan(runs / 6);
}, 1_200_000);

function outcomesAre(book: Book, { leftOut }: Forecast, plan: PlanForecast & { readonly payee: string }): void {
  if (plan.movers.length === 0) return;
  compared.plans++;
  expect(plan.outcomes?.method).toBe('exact');
  const until = plan.components.map((one) => one.until).reduce((a, b) => (a > b ? a : b));
  const ids = plan.movers.map(({ record }) => record);
  if (plan.movers.some(({ moves }) => minor(moves) !== 0n)) compared.moved++;
  const outcomes = Array.from({ length: 2 ** ids.length }, (_, bits) => {
    compared.outcomes++;
    const wins = new Map(ids.map((id, i) => [id, ((bits >> i) & 1) === 1]));
    const weight = plan.movers.reduce(
      (product, { record, chance }) => product * (wins.get(record) ? Number(chance.won) : 1 - Number(chance.won)),
      1,
    );
    const statements = closed(book, plan, until, wins);
    const cells = plan.components.map((one) => ending(statements, one));
    return { wins, weight, cells, total: cells.reduce((sum, cell) => sum + minor(cell.earnedInWindow), 0n) };
  });
  expect(outcomes.reduce((sum, { weight }) => sum + weight, 0)).toBeCloseTo(1, 9);

  const totals = outcomes.map(({ total, weight }) => ({ value: total, weight }));
  near(plan.earned?.mean ?? '', mean(totals));
  plan.components.forEach((component, i) => {
    const weighed = outcomes.map(({ cells, weight }) => ({ value: cells[i] as Cell, weight }));
    const earned = weighed.map(({ value, weight }) => ({ value: minor(value.earnedInWindow), weight }));
    near(component.earned.mean, mean(earned));
    for (const [part, name] of parts) {
      expect(minor(component.earned[name])).toBe(quantile(earned, part, byValue));
      expect(minor(plan.earned?.[name] ?? '')).toBe(quantile(totals, part, byValue));
      const { credited } = component;
      if (credited) {
        const positions = weighed.map(({ value, weight }) => ({ value: Number(value.credited), weight }));
        expect(Number(credited[name])).toBe(quantile(positions, part, (a, b) => a - b));
      }
    }
    if (component.quotaReached !== null) {
      const reached = weighed.reduce((sum, { value, weight }) => sum + (Number(value.attainment) >= 1 ? weight : 0), 0);
      expect(Number(component.quotaReached)).toBeCloseTo(reached, 5);
    }
  });
  // A double tells apart what lies above the least of them.
  const sorted = totals.map(({ value }) => value).sort(byValue);
  const [least = 0n, most = 0n] = [sorted[0], sorted.at(-1)];
  for (const { record, moves } of plan.movers) {
    const side = (won: boolean): number => {
      const own = outcomes.filter(({ wins }) => wins.get(record) === won);
      const others = plan.movers.filter((one) => one.record !== record);
      return own.reduce((sum, { wins, total }) => {
        const weight = others.reduce(
          (product, one) => product * (wins.get(one.record) ? Number(one.chance.won) : 1 - Number(one.chance.won)),
          1,
        );
        return sum + weight * Number(total - least);
      }, 0);
    };
    near(moves, side(true) - side(false), most - least);
  }

  const unsure = leftOut.filter((one) => one.plan === plan.plan && one.from === 'outcomes').map(({ record }) => record);
  for (const category of order) {
    const wins = new Map(
      (book.records?.['Opportunity'] ?? []).flatMap((row) => {
        const id = String(row['Id']);
        const own = names[String(row['ForecastCategoryName'])] ?? 'pipeline';
        return [...ids, ...unsure].includes(id) && order.indexOf(own) <= order.indexOf(category)
          ? [[id, true] as const]
          : [];
      }),
    );
    const statements = closed(book, plan, until, wins);
    expect(plan.categories?.[category].deals).toBe(wins.size);
    for (const component of plan.components) {
      const { credited, attainment, earnedInWindow: earned } = ending(statements, component);
      expect(component.categories[category]).toEqual({ credited, attainment, earned });
    }
  }
}

/** One rep whose every deal counts back to the first dollar from 60 % and 100 % of 100,000 on. */
const cliffs = (cents: readonly number[], percents: readonly number[]) => ({
  asOf: '2026-02-10',
  corporateCurrency: 'USD',
  plans: [
    salesPlan(
      [
        {
          id: 'commission',
          measure: 'bookings',
          window: 'quarter',
          quota: 100_000,
          rate: {
            type: 'cliff',
            tiers: [
              { from: '0%', rate: '5%' },
              { from: '60%', rate: '8%' },
              { from: '100%', rate: '12%' },
            ],
          },
        },
      ],
      { effective: { from: '2026-01-01' } },
    ),
  ],
  assignments: [{ payee: 'A', plan: 'ae', from: '2026-01-01' }],
  records: {
    Opportunity: cents.map((amount, i) => ({
      Id: `O${String(i).padStart(2, '0')}`,
      OwnerId: 'A',
      Amount: amount / 100,
      CloseDate: '2026-03-01',
      IsClosed: false,
      IsWon: false,
      Probability: percents[i] ?? 50,
      ForecastCategory: 'Pipeline',
    })),
  },
});
const rateAt = (cents: number): number => (cents < 6_000_000 ? 5 : cents < 10_000_000 ? 8 : 12);

test('outcomes that are too many are drawn, and lie within the error that is stated', () => {
  const amounts = fc.uniqueArray(fc.integer({ min: 100_001, max: 2_500_000 }), { minLength: 14, maxLength: 14 });
  const percents = fc.array(fc.integer({ min: 5, max: 95 }), { minLength: 14, maxLength: 14 });
  const checks = { within: 0, all: 0 };
  const movers = { within: 0, all: 0 };
  fc.assert(
    fc.property(fc.noBias(amounts), fc.noBias(percents), (cents, chances) => {
      const held = snapshots(cliffs(cents, chances))[0];
      const [plan] = held ? forecast(held).plans : [];
      if (plan?.outcomes?.method !== 'sampled') return;
      // All of them, worked out without the calculation.
      let all: Weighed<number>[] = [{ value: 0, weight: 1 }];
      for (const [i, amount] of cents.entries()) {
        const won = (chances[i] as number) / 100;
        all = all.flatMap(({ value, weight }) => [
          { value: value + amount, weight: weight * won },
          { value, weight: weight * (1 - won) },
        ]);
      }
      const earned = all.map(({ value, weight }) => ({
        value: BigInt(Math.round((value * rateAt(value)) / 100)),
        weight,
      }));
      const { earned: said, components } = plan;
      const off = Math.abs(Number(minor(said?.mean ?? '')) - mean(earned));
      expect(off).toBeLessThanOrEqual(4 * Number(minor(said?.error?.mean ?? '')) + 1);
      const reached = all.reduce((sum, { value, weight }) => (value >= 10_000_000 ? sum + weight : sum), 0);
      expect(Math.abs(Number(components[0]?.quotaReached) - reached)).toBeLessThan(4 * Number(plan.outcomes.error));
      for (const [part, name] of parts) {
        const exact = quantile(earned, part, byValue);
        const away = minor(said?.[name] ?? '') - exact;
        checks.all++;
        if ((away < 0n ? -away : away) <= minor(said?.error?.[name] ?? '')) checks.within++;
      }
      for (const { record, moves, error } of plan.movers) {
        const i = Number(record.slice(1));
        const rest = all.flatMap(({ value, weight }, k) =>
          ((k >> (cents.length - 1 - i)) & 1) === 0 ? [] : [{ value, weight }],
        );
        const p = 1 - (chances[i] as number) / 100;
        const pay = (value: number): number => (value * rateAt(value)) / 100;
        const exact = rest.reduce(
          (sum, { value, weight }) => sum + (pay(value + (cents[i] as number)) - pay(value)) * (weight / p),
          0,
        );
        movers.all++;
        if (Math.abs(Number(minor(moves)) - exact) <= 3 * Number(minor(error ?? '')) + 100) movers.within++;
      }
    }),
    { numRuns: runs, endOnFailure: true },
  );
  expect(checks.all).toBeGreaterThan(runs);
  expect(checks.within / checks.all).toBeGreaterThan(0.95);
  expect(movers.within / movers.all).toBeGreaterThan(0.97);
}, 1_200_000);

test('the same deals in another order give the same bytes', () => {
  const cents = Array.from({ length: 30 }, (_, i) => 123_457 + i * 98_765);
  const book = cliffs(
    cents,
    cents.map((_, i) => 10 + i * 2),
  );
  const turned = { ...book, records: { Opportunity: book.records.Opportunity.toReversed() } };
  const [one, other] = [book, turned].map((given) => JSON.stringify(snapshots(given).map(forecast)));
  expect(one).toContain('"method":"sampled"');
  expect(other).toBe(one);
});
