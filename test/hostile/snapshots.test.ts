// Hostile snapshots and deals: what a page asks says figures or why not, never throws, and no zero of an estimate is silent.
import {
  closingOrders,
  estimate,
  flags,
  forecast,
  publication,
  snapshots,
  solve,
  team,
  type Deal,
  type Goal,
  type Snapshot,
} from '@quotient/calc';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { books, everything } from '../laws/books.ts';
import { dealsOf, untilNow } from '../laws/deals.ts';
import { minor } from '../laws/figures.ts';
import { everyoneAssigned, peopleOf } from '../laws/variants.ts';
import { hostile, mutate, mutations } from './mutation.ts';
import { withstand } from './withstand.ts';

type Change = (row: Record<string, unknown>) => Record<string, unknown>;
const field =
  (name: string, value: unknown): Change =>
  (row) => ({ ...row, [name]: value });

/** What a page may send of a deal that is not as it should be. */
const oddities: fc.Arbitrary<Change> = fc.oneof(
  fc
    .constantFrom<unknown>('abc', '', Number.NaN, Number.POSITIVE_INFINITY, '1e400', null, undefined, {}, [1], true)
    .map((value) => field('Amount', value)),
  fc.constantFrom('XXX', '', null, 'constructor', 7, {}).map((value) => field('CurrencyIsoCode', value)),
  fc
    .constantFrom<unknown>(
      '1900-01-01',
      '2999-01-01',
      '9999-12-31',
      '0000-01-01',
      '2026-02-30',
      'soon',
      '',
      null,
      5,
      {},
    )
    .map((value) => field('CloseDate', value)),
  fc.constantFrom<unknown>('140%', 140, -1, Number.NaN, null, {}).map((value) => field('Probability', value)),
  fc.tuple(fc.constantFrom('Id', 'OwnerId', 'Type', 'IsWon', '__proto__'), hostile).map(
    ([name, value]): Change =>
      (row) =>
        Object.defineProperty({ ...row }, name, { value, enumerable: true, configurable: true, writable: true }),
  ),
);

interface Asked {
  readonly held: readonly Snapshot[];
  readonly deals: readonly Deal[];
  readonly odd: readonly Change[];
}

/** The snapshots of a random book, and deals of its people. */
const asked: fc.Arbitrary<Asked> = fc
  .record({
    given: books(everything),
    deals: fc.array(
      fc.record({
        owner: fc.nat(3),
        amount: fc.integer({ min: 0, max: 30_000 }),
        days: fc.constantFrom(0, 5, -20, 40, 200, 2000),
        replaces: fc.constantFrom(null, null, 1),
        isChange: fc.boolean(),
        shares: fc.constantFrom([], [100], [0, 100]),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    odd: fc.array(oddities, { maxLength: 2 }),
    isSteady: fc.boolean(),
  })
  .map(({ given, deals, odd, isSteady }) => {
    const book = isSteady ? everyoneAssigned(untilNow(given)) : untilNow(given);
    const owners = peopleOf(book);
    return {
      held: snapshots(book),
      deals: dealsOf(book, deals).map((deal) => ({ ...deal, record: { OwnerId: owners[0], ...deal.record } })),
      odd,
    };
  })
  .filter(({ held }) => held.length > 0);

const goals: readonly Goal[] = [
  { next: true },
  { quota: true },
  { worth: 500 },
  { earned: '1000' },
  { attainment: '80%' },
];
const wildGoals = [{ worth: Number.NaN }, { worth: {} }, { tier: null }, {}, null, { next: true, by: 'luck' }];

/** An answer of any of the functions, as JSON has it. */
interface Said {
  readonly cannotSay?: null | { readonly code: string; readonly message: string };
  readonly notReachable?: null | { readonly code: string; readonly message: string };
  readonly plans?: readonly PlanSaid[];
}
interface PlanSaid {
  readonly change?: string;
  readonly worth?: string;
  readonly because: readonly { readonly code: string; readonly message: string }[];
  readonly shares?: readonly { readonly record: string; readonly worth: string }[];
}

const seen = { said: 0, refused: new Map<string, number>(), zeros: new Map<string, number>(), leftOut: 0 };
const count = (counts: Map<string, number>, code: string): unknown => counts.set(code, (counts.get(code) ?? 0) + 1);

/** Runs one function: it neither throws nor changes a prototype, and answers in figures that JSON holds or with a reason. */
function answers<T extends object>(run: () => T): T {
  let said: T | undefined;
  expect(
    withstand(
      () => {
        said = run();
      },
      () => false,
    ),
  ).toBe('result');
  const text = JSON.stringify(said);
  expect(text.replaceAll(/"message":"(\\.|[^"\\])*"/g, '')).not.toMatch(/NaN|Infinity|undefined|\[object/);
  return said as T;
}

function expectReason(reason: Said['cannotSay']): void {
  if (!reason) return;
  expect(reason.code).toMatch(/^[a-z-]+$/);
  // What is wrong, and then how to mend it.
  expect(reason.message).toMatch(/\w.*\. \S.*\.$|such as .*\.$|Name one of/s);
}

/** Where a plan says nothing changes it says why, and so does each deal that adds nothing. */
function expectNoSilentZero({ plans = [] }: Said): void {
  for (const { change, because, shares = [] } of plans) {
    for (const { code, message } of because) {
      count(seen.zeros, code);
      expect(message).toMatch(/\w{3}.*\.$/s);
    }
    if (change !== undefined && minor(change) === 0n) expect(because.length).toBeGreaterThan(0);
    for (const { record, worth } of shares)
      if (minor(worth) === 0n) expect(because.map((one) => (one as { record?: string }).record)).toContain(record);
  }
}

function expectSound(said: Said): void {
  expectReason(said.cannotSay);
  if (said.cannotSay) {
    count(seen.refused, said.cannotSay.code);
    expect(said.plans ?? []).toEqual([]);
  } else seen.said++;
  expectNoSilentZero(said);
}

const runs = fc.readConfigureGlobal().numRuns ?? 100;

test('deals with anything in their fields', () => {
  fc.assert(
    fc.property(asked, fc.nat(), ({ held, deals, odd }, pick) => {
      const wild = deals.map((deal, i) => {
        if (i > 0) return deal;
        const [inRecord = (row) => row, inChange = (row) => row] = odd as Change[];
        return { ...deal, record: inRecord({ ...deal.record }), set: inChange({ ...deal.set }) };
      });
      for (const one of held) {
        expectSound(answers(() => estimate(one, wild)));
        expectSound(answers(() => closingOrders(one, wild)));
      }
      const one = held[pick % held.length] as Snapshot;
      const goal = { ...(goals[pick % goals.length] as Goal), by: (['amount', 'deals', 'date'] as const)[pick % 3] };
      const [deal] = wild as [Deal];
      expectSolution(answers(() => solve(one, deal, goal as Goal)));
      expectSolution(answers(() => solve(one, deal, wildGoals[pick % wildGoals.length] as Goal)));
    }),
    { numRuns: runs, endOnFailure: true },
  );
  for (const code of ['value-missing', 'rate-missing', 'date-missing', 'date-outside', 'not-assigned'])
    expect([code, seen.refused.get(code) ?? 0]).not.toEqual([code, 0]);
  for (const code of ['not-credited', 'flat', 'no-share'])
    expect([code, seen.zeros.get(code) ?? 0]).not.toEqual([code, 0]);
  expect(seen.said).toBeGreaterThan(runs);
});

function expectSolution(said: Said & { readonly estimate?: Said | null }): void {
  expectReason(said.cannotSay);
  if (said.notReachable) expect(said.notReachable.message).toMatch(/\w{3}.*\.$/s);
  if (said.estimate && !said.estimate.cannotSay) expectNoSilentZero(said.estimate);
}

test('snapshots with changes anywhere', () => {
  const refused = seen.refused.get('snapshot') ?? 0;
  fc.assert(
    fc.property(asked, mutations, fc.nat(), ({ held, deals }, changes, pick) => {
      const one = held[pick % held.length] as Snapshot;
      // A snapshot comes as text, which holds nothing that holds itself.
      const changed = mutate(
        one,
        changes.filter(({ made }) => made === null),
      ) as Snapshot;
      expectSound(answers(() => estimate(changed, deals)));
      expectSound(answers(() => closingOrders(changed, deals.slice(0, 2))));
      expectSolution(answers(() => solve(changed, deals[0] as Deal, goals[pick % goals.length] as Goal)));
      expectReason(answers(() => forecast(changed)).cannotSay);
      expectReason(answers(() => flags(changed)).cannotSay);
      const published = mutate(
        publication(one),
        changes.filter(({ made }) => made === null),
      ) as Snapshot;
      expectReason(answers(() => forecast(published)).cannotSay);
      expectReason(answers(() => flags(published)).cannotSay);
      const everybody = held.map((other) => (other === one ? changed : other));
      const found = answers(() => team(everybody));
      for (const { cannotSay } of found.leftOut) expectReason(cannotSay);
      seen.leftOut += found.leftOut.length;
      // The others stand as they do without that person.
      const isOther = ({ payee }: { readonly payee: Snapshot['payee'] }): boolean => payee.Id !== one.payee.Id;
      if (found.leftOut.length > 0) expect(found).toEqual({ ...team(held.filter(isOther)), leftOut: found.leftOut });
    }),
    { numRuns: runs, endOnFailure: true },
  );
  expect((seen.refused.get('snapshot') ?? 0) - refused).toBeGreaterThan(runs / 10);
  expect(seen.leftOut).toBeGreaterThan(runs / 10);
});

test('snapshots cut short: without any one of the parts that must be there, nothing is said of them', () => {
  fc.assert(
    fc.property(asked, fc.nat(), ({ held, deals }, pick) => {
      const one = held[pick % held.length] as Snapshot;
      for (const path of partsOf(one)) {
        const cut = structuredClone(one);
        without(cut, path);
        const said = [estimate(cut, deals), closingOrders(cut, deals), solve(cut, deals[0] as Deal, { next: true })];
        expect([path, said.map(({ cannotSay }) => cannotSay?.code)]).toEqual([path, said.map(() => 'snapshot')]);
        expect(team([cut]).leftOut).toMatchObject([{ cannotSay: { code: 'snapshot' } }]);
      }
      // What a later minor version adds is not read.
      expect(estimate({ ...one, version: '1.99', more: deals } as Snapshot, deals)).toEqual(estimate(one, deals));
      for (const version of ['0.9', '2.0', '10.1', 'x'])
        expect(estimate({ ...one, version }, deals).cannotSay?.code).toBe('another-version');
    }),
    { numRuns: Math.ceil(runs / 10), endOnFailure: true },
  );
});

type Place = readonly (string | number)[];

/** The places of what a snapshot and its plans cannot do without. */
function partsOf({ plans, rates }: Snapshot): Place[] {
  const top = ['version', 'asOf', 'payee', 'plans', 'below', 'rates', 'corporateCurrency'];
  const own = ['plan', 'assignments', 'quotas', 'entries', 'from', 'debt', 'records', 'credits'];
  const rules = ['id', 'currency', 'effective', 'measures', 'components'];
  return [
    ...top.map((key) => [key]),
    ['payee', 'Id'],
    ...rates.flatMap((_, i) => ['currency', 'rate'].map((key) => ['rates', i, key])),
    ...plans.flatMap(({ plan, credits, assignments }, i) => [
      ...own.map((key) => ['plans', i, key]),
      ...rules.map((key) => ['plans', i, 'plan', key]),
      ...assignments.map((_, k) => ['plans', i, 'assignments', k, 'from']),
      ...Object.keys(credits).map((key) => ['plans', i, 'credits', key]),
      ...plan.components.flatMap(({ rate }, k) => [
        ...['id', 'window', 'rate'].map((key) => ['plans', i, 'plan', 'components', k, key]),
        ...Object.keys(rate)
          .filter((key) => ['points', 'rows', 'columns'].includes(key))
          .map((key) => ['plans', i, 'plan', 'components', k, 'rate', key]),
      ]),
    ]),
  ];
}

function without(document: unknown, path: Place): void {
  const holder = path.slice(0, -1).reduce((value, key) => (value as Record<Place[number], unknown>)[key], document);
  delete (holder as Record<Place[number], unknown>)[path.at(-1) as Place[number]];
}
