// The calculation against a second one that shares no code with it, on random small books; and laws that hold for all books.
import { calculate, estimate, snapshot } from '@quotient/calc';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { slowly, type SlowBook, type SlowPlan } from './slow.ts';

const day = (from: string, to: string): fc.Arbitrary<string> =>
  fc
    .integer({ min: Date.parse(from) / 86_400_000, max: Date.parse(to) / 86_400_000 })
    .map((number) => new Date(number * 86_400_000).toISOString().slice(0, 10));
const amount = fc.integer({ min: -500_000, max: 3_000_000 }).map((minor) => (minor / 100).toFixed(2));
const unique = (size: number, max: number): fc.Arbitrary<number[]> =>
  fc
    .uniqueArray(fc.integer({ min: 0, max }), { minLength: 1, maxLength: size })
    .map((list) => list.sort((a, b) => a - b));

const planOf: fc.Arbitrary<SlowPlan> = fc
  .record({
    type: fc.constantFrom('marginal', 'cliff', 'curve', 'bonus'),
    window: fc.constantFrom(1, 3, 6, 12),
    fiscalYearStart: fc.integer({ min: 1, max: 12 }),
    by: fc.constantFrom('attainment', 'value'),
    quota: fc.integer({ min: 1_000, max: 60_000 }),
    target: fc.integer({ min: 100, max: 9_000 }),
    credit: fc.constantFrom('owner', { reports: 'direct' }, { reports: 'all' }),
    bounds: unique(4, 220),
    pays: fc.array(fc.integer({ min: 0, max: 2_500 }), { minLength: 4, maxLength: 4 }),
    of: fc.constantFrom('all', 'above'),
    stack: fc.boolean(),
    below: fc.constantFrom('flat', 'nothing'),
    beyond: fc.constantFrom('flat', 'extend'),
    cap: fc.option(fc.integer({ min: 100, max: 5_000 }), { nil: undefined }),
  })
  .map(({ type, bounds, pays, of, stack, below, beyond, by: given, cap, ...rest }) => {
    const by = type === 'curve' ? 'attainment' : given;
    const steps = bounds.map((bound, i): [string, string] => [
      by === 'attainment' ? `${bound}%` : String(bound * 150),
      type === 'bonus' ? String(pays[i]) : `${((pays[i] ?? 0) / 100).toFixed(2)}%`,
    ]);
    const options = { marginal: {}, cliff: { of }, bonus: { stack }, curve: { below, beyond } }[type as 'cliff'];
    return {
      ...rest,
      by,
      effective: { from: '2026-01-01' },
      rate: { type, steps, ...options },
      ...(cap === undefined ? {} : { cap }),
    } as unknown as SlowPlan;
  });

const people = ['A', 'B', 'C', 'M'] as const;
const bookOf: fc.Arbitrary<SlowBook> = fc
  .record({
    asOf: day('2026-01-15', '2026-12-31'),
    plan: planOf,
    ranges: fc.array(fc.tuple(day('2025-11-01', '2026-07-01'), fc.integer({ min: 0, max: 300 })), {
      minLength: 4,
      maxLength: 4,
    }),
    deals: fc.array(
      fc.record({
        OwnerId: fc.constantFrom(...people),
        Amount: amount,
        CloseDate: day('2025-12-01', '2027-01-31'),
        IsWon: fc.boolean(),
      }),
      { maxLength: 12 },
    ),
  })
  .map(({ ranges, deals, ...rest }) => ({
    ...rest,
    managers: { A: 'M', B: 'M', C: 'B', M: null },
    assigned: Object.fromEntries(
      people.map((person, i) => {
        const [from, days] = ranges[i] ?? ['2026-01-01', 0];
        return [person, { from, to: new Date(Date.parse(from) + days * 86_400_000).toISOString().slice(0, 10) }];
      }),
    ),
    deals: deals.map((deal, i) => ({ Id: `D${String(i).padStart(2, '0')}`, ...deal })),
  }));

/** The same book in the plan format. */
function written({ asOf, plan, assigned, managers, deals }: SlowBook) {
  const { type, steps, ...options } = plan.rate;
  const rows = steps.map(([from, pays]) =>
    type === 'curve' ? { at: from, pays } : type === 'bonus' ? { from, pays } : { from, rate: pays },
  );
  return {
    asOf,
    plans: [
      {
        quotient: 1,
        id: 'p',
        name: 'Plan',
        currency: 'USD',
        calendar: { fiscalYearStart: plan.fiscalYearStart },
        effective: plan.effective,
        pay: 'month',
        measures: {
          m: {
            object: 'Opportunity',
            value: 'Amount',
            date: 'CloseDate',
            where: { IsWon: { eq: true } },
            credit: plan.credit,
          },
        },
        components: [
          {
            id: 'c',
            measure: 'm',
            window: { 1: 'month', 3: 'quarter', 6: 'half', 12: 'year' }[plan.window],
            quota: plan.quota,
            target: plan.target,
            rate: { type, ...options, ...(type === 'curve' ? { points: rows } : { by: plan.by, tiers: rows }) },
            ...(plan.cap === undefined ? {} : { cap: { payout: plan.cap } }),
          },
        ],
      },
    ],
    assignments: Object.entries(assigned).map(([payee, range]) => ({ payee, plan: 'p', ...range })),
    users: Object.entries(managers).map(([Id, ManagerId]) => ({ Id, Name: Id, ManagerId })),
    records: { Opportunity: deals.map((deal) => ({ ...deal, IsClosed: true })) },
  };
}

const money = (minor: bigint): string => {
  const text = String(minor < 0n ? -minor : minor).padStart(3, '0');
  return `${minor < 0n ? '-' : ''}${text.slice(0, -2)}.${text.slice(-2)}`;
};
const equal = (decimal: string | null | undefined, [n, d]: readonly [bigint, bigint]): boolean => {
  const [left = '', right = ''] = (decimal ?? '').split('.');
  const difference = BigInt(left + right) * d - n * 10n ** BigInt(right.length);
  // Printed to twelve decimals.
  return (difference < 0n ? -difference : difference) * 10n ** 12n <= d * 10n ** BigInt(right.length);
};

test('the calculation agrees with the slow one on every figure of every statement', () => {
  fc.assert(
    fc.property(bookOf, (book) => {
      const { statements } = calculate(written(book));
      const expected = slowly(book);
      const key = (payee: string, month: string): string => `${payee} ${month}`;
      const got = new Map(statements.map((one) => [key(one.payee, one.period), one]));
      expect([...got.keys()].sort()).toEqual(expected.map(({ payee, month }) => key(payee, month)).sort());
      for (const { payee, month, credited, attainment, earned, earnedInWindow, lines } of expected) {
        const statement = got.get(key(payee, month));
        const component = statement?.components[0];
        expect([payee, month, component?.earned, component?.earnedInWindow]).toEqual([
          payee,
          month,
          money(earned),
          money(earnedInWindow),
        ]);
        expect(equal(component?.credited, credited)).toBe(true);
        expect(equal(component?.attainment, attainment)).toBe(true);
        expect(
          component?.lines.filter(({ record }) => record !== null).map(({ record, earned: line }) => [record, line]),
        ).toEqual(lines.map((line) => [line.record, money(line.earned)]));
        const sum = (component?.lines ?? []).reduce((total, line) => total + BigInt(line.earned.replace('.', '')), 0n);
        expect(money(sum)).toBe(component?.earned);
      }
    }),
  );
});

describe('for every book', () => {
  test('the order of its rows changes nothing', () => {
    fc.assert(
      fc.property(bookOf, fc.infiniteStream(fc.nat()), (book, numbers) => {
        const whole = written(book);
        const shuffled = <T>(list: readonly T[]): T[] =>
          list
            .map((value) => ({ value, rank: numbers.next().value as number }))
            .sort((a, b) => a.rank - b.rank)
            .map(({ value }) => value);
        const mixed = {
          ...whole,
          assignments: shuffled(whole.assignments),
          users: shuffled(whole.users),
          records: { Opportunity: shuffled(whole.records.Opportunity) },
        };
        expect(JSON.stringify(calculate(mixed))).toBe(JSON.stringify(calculate(whole)));
      }),
    );
  });

  test("a stranger's record changes nothing", () => {
    fc.assert(
      fc.property(bookOf, amount, day('2026-01-01', '2026-12-31'), (book, Amount, CloseDate) => {
        const whole = written(book);
        const deal = { Id: 'D', OwnerId: 'Z', Amount, CloseDate, IsWon: true, IsClosed: true };
        const joined = {
          ...whole,
          users: [...whole.users, { Id: 'Z', Name: 'Z', ManagerId: null }],
          records: { Opportunity: [...whole.records.Opportunity, deal] },
        };
        expect(calculate(joined)).toEqual(calculate(whole));
      }),
    );
  });

  test('an estimate is the difference between two whole calculations', () => {
    fc.assert(
      fc.property(bookOf, amount, fc.constantFrom(...people), (book, Amount, OwnerId) => {
        const whole = written(book);
        const deal = { Id: 'NEW', OwnerId, Amount, CloseDate: book.asOf, IsWon: false, IsClosed: false };
        const closed = {
          ...whole,
          records: { Opportunity: [...whole.records.Opportunity, { ...deal, IsWon: true, IsClosed: true }] },
        };
        const [before, after] = [calculate(whole).statements, calculate(closed).statements];
        for (const payee of people) {
          const last = (list: typeof before) => list.findLast((one) => one.payee === payee);
          const { effective } = book.plan;
          const { from, to } = book.assigned[payee] ?? { from: '', to: '' };
          if (!last(before) || to < book.asOf || from > book.asOf || effective.from > book.asOf) continue;
          const [plan] = estimate(snapshot(whole, payee), [{ record: deal }]).plans;
          const change = Number(last(after)?.earned) - Number(last(before)?.earned);
          expect(plan?.change).toBe((Math.round(change * 100) / 100).toFixed(2).replace(/^-0\.00$/, '0.00'));
        }
      }),
    );
  });
});
