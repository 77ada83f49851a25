// What flags say of random books holds only what can be said, whatever the records hold; what is at stake is what an estimate says.
import { estimate, snapshots, type Snapshot } from '@quotient/calc';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Flag, Flags } from '../packages/calc/src/flag-result.ts';
import { flags } from '../packages/calc/src/flags.ts';
import { openDeals } from '../packages/calc/src/open-deals.ts';
import { books, everything } from './laws/books.ts';
import { untilNow } from './laws/deals.ts';
import { minor, total } from './laws/figures.ts';
import { everyoneAssigned, peopleOf, without, withoutOverrides, withPlans } from './laws/variants.ts';
import { dayAfter } from './reference/calendar.ts';
import type { Row } from './reference/filter.ts';
import type { Assignment, Book, Component } from './reference/types.ts';

interface Open {
  readonly owner: number;
  readonly amount: unknown;
  readonly days: number;
  readonly percent: unknown;
  readonly currency: unknown;
  readonly wild: Readonly<Record<string, unknown>>;
  readonly parts: readonly number[];
}

/** What a field may hold. */
const values = [null, '', 0, -1, 1, 3, 140, 1e100, '1e120', '0.1', 'NaN', 'Infinity', 'many', '__proto__', true, false];
const texts = ['2026-02-31', '2026-03-01', '0001-01-01', '9999-12-31', '2026-03-01T10:00:00.000+0000', ' ', '😀'];
const read = ['Amount', 'CloseDate', 'PushCount', 'LastStageChangeDate', 'LastActivityDate', 'NextStep', 'CreatedDate'];
const readToo = ['Probability', 'CurrencyIsoCode', 'Name', 'StageName', 'Discount__c', 'HasOpenActivity'];

/** Open deals as they should be, with a field here and there that holds something else. */
const open = (wildness: number): fc.Arbitrary<Open> =>
  fc.record({
    owner: fc.nat(3),
    amount: fc.integer({ min: -500, max: 30_000 }),
    days: fc.integer({ min: -40, max: 120 }),
    percent: fc.constantFrom(0, 10, 50, 90, 100, null, 140, -5),
    currency: fc.constantFrom(undefined, undefined, 'USD', 'EUR', 'SEK', 'XXX'),
    wild: fc.dictionary(fc.constantFrom(...read, ...readToo), fc.constantFrom<unknown>(...values, ...texts), {
      maxKeys: wildness,
    }),
    parts: fc.constantFrom([], [100], [60, 40], [0, 100]),
  });

const coaching = { perDay: 50, fields: { discount: 'Discount__c', openActivity: 'HasOpenActivity' } };

function withOpen(given: Book, deals: readonly Open[]): Book {
  const book = everyoneAssigned(untilNow(given));
  const people = peopleOf(book);
  const person = (i: number): string | undefined => people[i % people.length];
  const rows = deals.map(({ owner, amount, days, percent, currency, wild }, i): Row => ({
    Id: `~${i}`,
    Name: `Open ${i}`,
    OwnerId: person(owner),
    Owner2__c: person(owner + 1),
    Amount: amount,
    CloseDate: dayAfter(book.asOf, days),
    CreatedDate: dayAfter(book.asOf, -60),
    IsClosed: false,
    IsWon: false,
    StageName: 'Proposal',
    NextStep: i % 2 ? 'Call' : null,
    PushCount: 3 + i,
    LastStageChangeDate: dayAfter(book.asOf, -50),
    LastActivityDate: dayAfter(book.asOf, -20),
    Type: i % 2 ? 'Renewal' : 'New',
    Years__c: (i % 3) + 1,
    Seats__c: i + 1,
    Probability: percent,
    Discount__c: 10 * i,
    HasOpenActivity: i % 2 === 0,
    Account: { NumberOfEmployees: [50, 500, 5000, null][i % 4] },
    ...(currency === undefined ? {} : { CurrencyIsoCode: currency }),
    ...wild,
  }));
  // Enough closed deals to compare with.
  const closed = Array.from({ length: 30 }, (_, i): Row => ({
    Id: `closed-${i}`,
    OwnerId: `other-${i % 6}`,
    Amount: 500 * i,
    CloseDate: dayAfter(book.asOf, -i),
    CreatedDate: dayAfter(book.asOf, -i - 30),
    IsClosed: true,
    IsWon: i % 2 === 0,
    PushCount: i % 4,
    Discount__c: i,
    Account: { NumberOfEmployees: 500 },
  }));
  const splits = deals.flatMap(({ owner, parts }, i) =>
    parts.map((SplitPercentage, k) => ({
      Id: `~${i}-${k}`,
      OpportunityId: `~${i}`,
      SplitOwnerId: person(owner + k),
      SplitPercentage,
      SplitType: { DeveloperName: i % 2 === 0 ? 'Revenue' : 'Overlay' },
    })),
  );
  const records = book.records ?? {};
  return {
    ...book,
    coaching,
    records: {
      ...records,
      Opportunity: [...(records['Opportunity'] ?? []), ...closed, ...rows],
      OpportunitySplit: [...(records['OpportunitySplit'] ?? []), ...splits],
    },
  } as Book;
}

const decimal = /^-?\d+(\.\d+)?$/;

/** Is there nothing in an answer that is no figure, no text and no list? */
function isSound(value: unknown): boolean {
  if (typeof value === 'number') return Number.isFinite(value);
  if (typeof value === 'string') return !/NaN|Infinity|undefined|\[object/.test(value.replaceAll(/"[^"]*"/g, ''));
  if (value === null || typeof value === 'boolean') return true;
  return typeof value === 'object' && Object.values(value).every(isSound);
}

function expectSound(said: Flags, shownNames: readonly unknown[]): void {
  const plain = JSON.parse(JSON.stringify(said)) as Flags;
  expect(plain).toEqual(said);
  for (const one of [...said.flags, ...said.more]) {
    if (!shownNames.some((name) => typeof name === 'string' && /NaN|Infinity/.test(name)))
      expect(isSound(one)).toBe(true);
    for (const { value, unit } of one.evidence)
      if (unit === 'date') expect(value).toMatch(/^\d{4}-\d\d-\d\d$/);
      else if (unit !== 'text') expect(value).toMatch(decimal);
    if (one.benchmark) expect(one.benchmark.value).toMatch(decimal);
    if (one.benchmark) expect(one.benchmark.n === null || one.benchmark.n > 0).toBe(true);
    if (one.atStake) expect(one.atStake.amount).toMatch(decimal);
    if (one.perHour !== null) expect(one.perHour).toMatch(decimal);
    expect(one.message).toMatch(/\.$/);
  }
  for (const { message, field } of said.diagnostics) expect(message !== '' && field !== '').toBe(true);
}

/** The same without what is credited of open deals, which a reader then works out. */
const withoutCredits = (held: Snapshot): Snapshot =>
  held.deals ? { ...held, deals: { ...held.deals, credits: undefined } } : held;

const runs = Math.ceil((fc.readConfigureGlobal().numRuns ?? 100) / 2);

let seen = { flags: 0, ids: new Set<string>(), compared: 0, moved: 0 };

test('nothing is said that is no figure, no order of deals matters, and a published snapshot says the same', () => {
  seen = { flags: 0, ids: new Set(), compared: 0, moved: 0 };
  fc.assert(
    fc.property(books(everything), fc.noBias(fc.array(open(3), { maxLength: 8 })), (given, deals) => {
      const book = withOpen(given, deals);
      const names = deals.flatMap(({ wild }) => Object.values(wild));
      const turned = snapshots({
        ...book,
        records: { ...book.records, Opportunity: (book.records?.['Opportunity'] ?? []).toReversed() },
      });
      snapshots(book).forEach((held, i) => {
        const said = flags(held);
        expect(said.cannotSay?.code ?? 'no-plan').toBe('no-plan');
        expectSound(said, names);
        expect(flags(JSON.parse(JSON.stringify(held)) as Snapshot)).toEqual(said);
        expect(flags(withoutCredits(held))).toEqual(said);
        expect(flags(turned[i] as Snapshot)).toEqual(said);
        seen.flags += said.flags.length;
        for (const id of Object.keys(said.found)) seen.ids.add(id);
      });
    }),
    { numRuns: runs, endOnFailure: true },
  );
  expect(seen.flags).toBeGreaterThan(runs);
  expect(seen.ids.size).toBeGreaterThanOrEqual(12);
}, 1_200_000);

/** A book whose components pay for nothing but their own credits; null where a plan has none such. */
function alone(book: Book): Book | null {
  const plain = withPlans(withoutOverrides(book), (plan) => {
    const isAlone = ({ rate, blend, measure }: Component): boolean =>
      !blend &&
      rate.type !== 'matrix' &&
      !(rate.type === 'cliff' && typeof rate.by === 'object') &&
      !plan.measures[measure ?? '']?.ratio;
    const components = plan.components.filter(isAlone).map((one) => without(one, 'gate', 'modifiers') as Component);
    return { ...without(plan, 'holdback', 'clawback', 'limit'), components };
  });
  if (plain.plans.some(({ components }) => components.length === 0)) return null;
  const isPart = (id: string, component: string): boolean =>
    plain.plans.some((plan) => plan.id === id && plan.components.some((one) => one.id === component));
  const { quotas = [], assignments } = plain;
  return {
    ...plain,
    quotas: quotas.filter(({ plan, component }) => plan !== undefined && isPart(plan, component)),
    assignments: assignments.map((one) => without(one, 'targets') as Assignment),
  };
}

test('what a deal has at stake is what an estimate says it is worth today, to the minor unit', () => {
  seen = { flags: 0, ids: new Set(), compared: 0, moved: 0 };
  fc.assert(
    fc.property(books(everything), fc.noBias(fc.array(open(0), { minLength: 1, maxLength: 5 })), (given, deals) => {
      const book = alone(
        withOpen(
          given,
          deals.map((one) => ({ ...one, days: 0 })),
        ),
      );
      for (const held of book ? snapshots(book) : []) {
        const known = new Map(openDeals(held).map(({ deal }) => [deal.record['Id'], deal]));
        const said = flags(held);
        for (const one of [...said.flags, ...said.more])
          if (one.id === 'close-date-moved') expectWorth(held, one, known.get(one.subject.id));
      }
    }),
    { numRuns: runs, endOnFailure: true },
  );
  // A test of deals that are worth nothing would say little.
  expect(seen.compared).toBeGreaterThan(runs / 4);
  expect(seen.moved).toBeGreaterThan(runs / 8);
}, 1_200_000);

function expectWorth(
  held: Snapshot,
  { atStake }: Flag,
  deal: ReturnType<typeof openDeals>[number]['deal'] | undefined,
) {
  const said = deal && estimate(held, [deal]);
  if (!atStake || !said || said.cannotSay) return;
  const plans = said.plans.filter(({ currency }) => currency === atStake.currency);
  // Of several plans it is that of the first which counts the deal.
  const worths = plans.map(({ components }) => total(components.map(({ worth }) => minor(worth))));
  const components = Math.max(...plans.map((one) => one.components.length));
  const stake = minor(atStake.amount);
  seen.compared++;
  if (stake !== 0n) seen.moved++;
  const off = worths.map((worth) => Number(stake > worth ? stake - worth : worth - stake));
  expect(Math.min(...off)).toBeLessThanOrEqual(components);
}
