// What is solved for a goal is what single estimates say: the answer reaches it, and nothing smaller does.
import { parseDay, snapshots, sumOf, type Snapshot } from '@quotient/calc';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isAssigned } from '../packages/calc/src/assignment.ts';
import { parseDecimal } from '../packages/calc/src/decimal.ts';
import { runBoth } from '../packages/calc/src/estimate-run.ts';
import { standingAt } from '../packages/calc/src/estimate-plans.ts';
import { estimate } from '../packages/calc/src/estimate.ts';
import { compare, type Fraction } from '../packages/calc/src/fraction.ts';
import type { Deal, PlanEstimate } from '../packages/calc/src/estimate-result.ts';
import { stretchesIn } from '../packages/calc/src/snapshot-account.ts';
import type { SnapshotPlan } from '../packages/calc/src/snapshot-schema.ts';
import { severalOf } from '../packages/calc/src/solve-probe.ts';
import type { Aim, Goal, Solution } from '../packages/calc/src/solve-result.ts';
import { solve } from '../packages/calc/src/solve.ts';
import { stepsOf } from '../packages/calc/src/slices.ts';
import { books, everything } from './laws/books.ts';
import { dealsOf, untilNow, type Asked } from './laws/deals.ts';
import { minor } from './laws/figures.ts';
import { everyoneAssigned, withoutOverrides } from './laws/variants.ts';
import { dayAfter } from './reference/calendar.ts';

const asked: fc.Arbitrary<Asked> = fc.record({
  owner: fc.nat(3),
  amount: fc.integer({ min: 1, max: 30_000 }),
  days: fc.oneof(fc.constant(0), fc.integer({ min: -20, max: 20 }), fc.nat(200)),
  replaces: fc.oneof({ weight: 3, arbitrary: fc.constant(null) }, fc.nat(5)),
  isChange: fc.boolean(),
  shares: fc.constantFrom([], [100], [60, 40], [33.33, 66.67]),
});

/** What is wanted of a component, with what it takes to ask for it. */
const wanted = fc.record({
  kind: fc.constantFrom('tier', 'next', 'quota', 'attainment', 'worth', 'earned', 'worth', 'earned', 'worth', 'earned'),
  pick: fc.nat(10),
  ofWholePlan: fc.boolean(),
  percent: fc.integer({ min: 1, max: 250 }),
  money: fc.oneof(fc.integer({ min: 1, max: 6000 }), fc.integer({ min: 1, max: 600 })),
  /** Of the deal; without it that of the plan. */
  currency: fc.constantFrom(undefined, undefined, undefined, 'USD', 'EUR', 'JPY', 'GBP'),
  /** Numbers between 0 and 1 that smaller amounts and days are taken from. */
  samples: fc.array(fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }), { minLength: 24, maxLength: 24 }),
});
type Wanted = typeof wanted extends fc.Arbitrary<infer T> ? T : never;

interface Question {
  readonly held: Snapshot;
  readonly deal: Deal;
  readonly goal: Goal;
  readonly samples: readonly number[];
}

/** A question for each person of a book, who owns the deal or shares it. */
const questions = fc
  .record({
    given: books(everything),
    ask: asked,
    want: wanted,
    isSteady: fc.nat(4),
  })
  .map(({ given, ask, want, isSteady }): Question[] => {
    const book = isSteady > 0 ? everyoneAssigned(withoutOverrides(untilNow(given))) : untilNow(given);
    return snapshots(book).flatMap((held): Question[] => {
      const [one] = dealsOf(book, [ask]);
      const goal = goalOf(held, want);
      if (!one || !goal) return [];
      const deal = ownedBy(held, one, want);
      return [{ held, deal, goal: highest(held, deal, goal, want), samples: want.samples }];
    });
  });

function ownedBy({ payee: { Id }, plans }: Snapshot, { record, related, set }: Deal, { currency, pick }: Wanted): Deal {
  const CurrencyIsoCode = currency ?? plans[pick % Math.max(1, plans.length)]?.plan.currency;
  const splits = related?.['OpportunitySplit'] ?? [];
  return {
    record: { ...record, OwnerId: Id, Owner2__c: Id, CurrencyIsoCode },
    related: {
      ...related,
      OpportunitySplit: splits.map((split, i) => (i === pick % splits.length ? { ...split, SplitOwnerId: Id } : split)),
      OpportunityTeamMember: [{ OpportunityId: record['Id'], UserId: Id, TeamMemberRole: 'Sales Engineer' }],
    },
    set: set ?? {},
  };
}

function goalOf({ plans }: Snapshot, { kind, pick, ofWholePlan, percent, money }: Wanted): Goal | null {
  const plan = plans[pick % Math.max(1, plans.length)]?.plan;
  if (!plan) return null;
  const able = plan.components.filter(
    ({ rate, blend }) => !/tier|next/.test(kind) || (stepsOf(rate).length > 0 && !blend),
  );
  const component = able[pick % Math.max(1, able.length)];
  if (!component) return null;
  const steps = stepsOf(component.rate);
  const aims: Readonly<Record<string, Aim>> = {
    tier: { tier: steps[pick % Math.max(1, steps.length)]?.from ?? '100%' },
    next: { next: true },
    quota: { quota: true },
    attainment: { attainment: `${percent}%` },
    worth: { worth: money },
    earned: { earned: String(money) },
  };
  const isWhole = ofWholePlan && (kind === 'worth' || kind === 'earned');
  return { ...(aims[kind] as Aim), plan: plan.id, ...(isWhole ? {} : { component: component.id }) };
}

/** Amounts of up to 100,000, small ones as often as large ones. */
const amountsOf = (samples: readonly number[]): bigint[] => samples.map((one) => BigInt(Math.floor(10 ** (one * 5))));

/**
 * Two of three goals of money are the most that some amounts bring: of a component, or of the plan, that the deal moves, and
 * if there is one of that which pays less again for larger amounts.
 */
function highest(held: Snapshot, deal: Deal, goal: Goal, { money, samples }: Wanted): Goal {
  if (money % 3 === 0 || !('worth' in goal || 'earned' in goal)) return goal;
  const kind = 'worth' in goal ? 'worth' : 'earned';
  const amounts = [...amountsOf(samples.slice(0, 12)), 10n ** 7n];
  const plans = amounts.flatMap(
    (amount) =>
      estimate(held, [withAmount(deal, 'Amount', amount, 0)]).plans.find((one) => one.plan === goal.plan) ?? [],
  );
  const ids = [null, ...(plans[0]?.components ?? []).map(({ id }) => id)];
  const moved = ids.flatMap((id) => {
    const figures = plans.map((plan) => moneyOf(plan, kind, id));
    const most = figures.reduce((a, b) => (minor(b) > minor(a) ? b : a), '0');
    if (minor(most) <= 0n || figures.every((one) => one === figures[0])) return [];
    return [{ id, most, falls: minor(figures.at(-1) as string) < minor(most) }];
  });
  const falling = moved.filter(({ falls }) => falls);
  const { [money % Math.max(1, falling.length)]: one = moved[money % Math.max(1, moved.length)] } = falling;
  if (!one) return goal;
  const { component: _, ...rest } = goal;
  return { ...rest, ...(one.id === null ? {} : { component: one.id }), [kind]: one.most };
}

/** What an estimate says in money of a component, or of a plan as a whole. */
function moneyOf(plan: PlanEstimate, kind: 'worth' | 'earned', id: string | null): string {
  const own = plan.components.filter((component) => id === null || component.id === id);
  const figures = own.map(({ worth, earnedInWindow: [, after] }) => (kind === 'worth' ? worth : after));
  return sumOf(figures.length > 0 ? figures : ['0']);
}

/** Does an estimate of deals reach what a solution is about? Null where it cannot say. */
function reaches({ held }: Question, deals: readonly Deal[], said: Solution): boolean | null {
  const { plans, cannotSay } = estimate(held, deals);
  const plan = plans.find((one) => one.plan === said.plan);
  const own = held.plans.find((one) => one.plan.id === said.plan);
  const { kind, least } = said.goal as NonNullable<Solution['goal']>;
  if (cannotSay || !plan || !own) return null;
  const component = plan.components.find(({ id }) => id === said.component);
  const standing = (): ReturnType<typeof standingAt> => {
    const { after, day } = runBoth(held, own, deals);
    return standingAt(after, said.component ?? '', day);
  };
  switch (kind) {
    case 'worth':
    case 'earned':
      return minor(moneyOf(plan, kind, said.component)) >= minor(least);
    case 'attainment': {
      // An attainment is printed to 12 decimals; of a huge quota a cent lies beyond.
      const attainment = standing()?.attainment ?? null;
      return attainment !== null && compare(attainment, parseDecimal(least) as Fraction) >= 0;
    }
    case 'tier': {
      // The tiers of the version that rules on the deal's day.
      const rate = standing()?.component.rate;
      const tiers = rate ? stepsOf(rate).map(({ from }) => from) : [];
      const wanted = tiers.indexOf(least);
      return wanted >= 0 && tiers.indexOf(component?.tier[1] ?? '') >= wanted;
    }
  }
}

const known = { amounts: 0, positive: 0, none: 0, deals: 0, dates: 0, notProved: 0 };

const withAmount = (deal: Deal, field: string, amount: bigint, digits: number): Deal => ({
  ...deal,
  set: { ...deal.set, [field]: amountText(amount, digits) },
});
const amountText = (amount: bigint, digits: number): string => {
  const text = String(amount).padStart(digits + 1, '0');
  return digits === 0 ? text : `${text.slice(0, -digits)}.${text.slice(-digits)}`;
};

const runs = Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 2);

test('the smallest amount reaches the goal, and no smaller one does; where none is said to, none does', () => {
  fc.assert(
    fc.property(questions, (list) => {
      for (const question of list) amountsAgree(question);
    }),
    { numRuns: runs, endOnFailure: true },
  );
  expect(known.positive).toBeGreaterThan(30);
  expect(known.none).toBeGreaterThan(50);
  expect(known.notProved * 20).toBeLessThan(known.amounts + known.none);
}, 1_200_000);

function amountsAgree(question: Question): void {
  const { held, deal, goal, samples } = question;
  const said = solve(held, deal, goal);
  expect(JSON.stringify(said)).not.toMatch(/NaN|Infinity/);
  if (said.cannotSay?.code === 'not-proved') known.notProved++;
  if (said.cannotSay || said.field === null || !said.goal) return;
  const { field } = said;
  const at = (amount: bigint, digits: number): boolean | null =>
    reaches(question, [withAmount(deal, field, amount, digits)], said);
  if (said.reachable?.by !== 'amount') {
    if (said.notReachable?.code === 'not-assigned') return;
    known.none++;
    const large = samples.map((one) => BigInt(Math.floor(10 ** (one * 14))));
    for (const one of [...amountsOf(samples), ...large]) expect(at(one, 0)).not.toBe(true);
    return;
  }
  known.amounts++;
  const { amount } = said.reachable;
  const digits = amount.split('.')[1]?.length ?? 0;
  const answer = BigInt(amount.replace('.', ''));
  expect(at(answer, digits)).toBe(true);
  expect(said.estimate).toEqual(estimate(held, [withAmount(deal, field, answer, digits)]));
  if (answer === 0n) return;
  known.positive++;
  const size = Number(answer);
  const near = Array.from({ length: 24 }, (_, i) => answer - BigInt(i + 1));
  const unit = 10n ** BigInt(digits);
  const below = [
    ...amountsOf(samples).map((one) => one * unit),
    ...samples.flatMap((one) => [BigInt(Math.floor(one * size)), BigInt(Math.floor(size ** one))]),
  ];
  const all = size < 1500 ? Array.from({ length: size }, (_, i) => BigInt(i)) : [];
  for (const smaller of [...near, ...below, ...all])
    if (smaller >= 0n && smaller < answer) expect(at(smaller, digits)).not.toBe(true);
}

test('the smallest number of deals reaches the goal, and no smaller one does', () => {
  fc.assert(
    fc.property(questions, (list) => {
      for (const question of list) {
        const { held, deal, goal } = question;
        const said = solve(held, deal, { ...goal, by: 'deals' });
        if (said.reachable?.by !== 'deals' || said.reachable.deals === 0) continue;
        known.deals++;
        const { deals } = said.reachable;
        expect(reaches(question, severalOf(deal, deals), said)).toBe(true);
        for (let count = 1; count < Math.min(deals, 25); count++)
          expect(reaches(question, severalOf(deal, deals - count), said)).toBe(false);
      }
    }),
    { numRuns: Math.ceil(runs / 2), endOnFailure: true },
  );
  expect(known.deals).toBeGreaterThan(12);
}, 1_200_000);

test('on each of the days the goal is reached, and on no other one from the as-of date on', () => {
  fc.assert(
    fc.property(questions, (list) => {
      for (const question of list) {
        const { held, deal, goal, samples } = question;
        const said = solve(held, deal, { ...goal, by: 'date' });
        const { field, reachable, notReachable } = said;
        if (field === null || said.cannotSay || notReachable?.code === 'not-assigned') continue;
        const days = reachable?.by === 'date' ? reachable.days : [];
        if (days.length > 0) known.dates++;
        const own = held.plans.find(({ plan }) => plan.id === goal.plan) as SnapshotPlan;
        const assigned = stretchesIn(own);
        const horizon = dayAfter(held.asOf, 366);
        const edges = days.flatMap(({ from, to }) => [dayAfter(from, -1), from, to, dayAfter(to, 1)]);
        for (const day of [...edges, ...samples.map((one) => dayAfter(held.asOf, Math.floor(one * 367)))]) {
          if (day < held.asOf || day > horizon || !isAssigned(assigned, parseDay(day) as number)) continue;
          const reached = reaches(question, [{ ...deal, set: { ...deal.set, [field]: day } }], said);
          const isListed = days.some(({ from, to }) => from <= day && day <= to);
          if (reached !== null) expect([day, reached]).toEqual([day, isListed]);
        }
      }
    }),
    { numRuns: Math.ceil(runs / 2), endOnFailure: true },
  );
  expect(known.dates).toBeGreaterThan(12);
}, 1_200_000);
