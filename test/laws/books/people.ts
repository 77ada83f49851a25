// Random people: who is in which plan, when, with which ramp and targets; quotas of their own; who leads whom.
import fc from 'fast-check';
import type { Assignment, Book } from '../../reference/types.ts';
import type { Space } from './space.ts';
import { daysLater, dense, hugeAmount, maybe, percent, seldom, someDay } from './values.ts';

export const people = ['A', 'B', 'C', 'M'] as const;

/** One or two stretches of one person in a plan. */
function stretchesOf(payee: string, plan: string, { wide }: Space): fc.Arbitrary<Assignment[]> {
  const ramp = maybe(
    fc
      .array(percent(0, 100), { minLength: 1, maxLength: 4 })
      .map((list) => list.map((one, i) => (i === 0 && one.length > 2 ? '0%' : one))),
  );
  return fc
    .record({
      from: wide
        ? fc.oneof(
            { weight: 3, arbitrary: fc.constantFrom('2025-11-01', '2026-01-01', '2026-02-16') },
            someDay('2025-11-01', '2026-07-01'),
          )
        : someDay('2025-11-01', '2026-07-01'),
      lengths: fc.array(fc.tuple(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 1, max: 70 })), {
        minLength: 1,
        maxLength: 2,
      }),
      isOpen: wide ? fc.nat(3).map((n) => n > 0) : fc.boolean(),
      ramps: fc.tuple(ramp, ramp),
      target: seldom(fc.integer({ min: 0, max: 5000 })),
    })
    .map(({ from, lengths, isOpen, ramps, target }) => {
      let start = from;
      return lengths.map(([days, gap], i) => {
        const to = daysLater(start, days);
        const entry = dense({
          payee,
          plan,
          from: start,
          to: isOpen && i === lengths.length - 1 ? null : to,
          ramp: ramps[i],
          targets: target === undefined || i === 0 ? undefined : { c0: target },
        });
        start = daysLater(to, gap);
        return entry;
      });
    });
}

/** Everybody is in a plan; with two of them, some are in the second, in both, or in none. */
export const assignmentsTo = (plans: readonly string[], space: Space): fc.Arbitrary<Assignment[]> =>
  fc
    .tuple(
      ...people.map((payee) => {
        const [first = '', second] = plans;
        if (second === undefined) return stretchesOf(payee, first, space);
        return fc.oneof(
          { weight: 4, arbitrary: stretchesOf(payee, first, space) },
          { weight: 3, arbitrary: stretchesOf(payee, second, space) },
          {
            weight: 2,
            arbitrary: fc
              .tuple(stretchesOf(payee, first, space), stretchesOf(payee, second, space))
              .map((list) => list.flat()),
          },
          { weight: 1, arbitrary: fc.constant([]) },
        );
      }),
    )
    .map((list) => list.flat());

type QuotaRow = NonNullable<Book['quotas']>[number];

/** Quotas that go before the plans' own; with several plans each names its plan. */
export const quotasIn = (plans: readonly string[], isHuge: boolean): fc.Arbitrary<QuotaRow[]> =>
  fc.uniqueArray(
    fc
      .record({
        payee: fc.constantFrom(...people),
        plan: plans.length > 1 ? fc.constantFrom(...plans) : maybe(fc.constantFrom(...plans)),
        component: fc.constantFrom('c0', 'c0', ...(plans.length > 1 ? ['c1'] : [])),
        period: fc.constantFrom('2026-01', '2026-02', '2026-03', '2026-Q1', '2026-Q2', '2026-H1', '2026'),
        amount: isHuge ? hugeAmount(0n) : fc.integer({ min: 0, max: 20_000 }),
        prorated: maybe(fc.boolean()),
      })
      .map(dense),
    { maxLength: 6, selector: (row) => [row.payee, row.plan ?? '', row.component, row.period].join(' ') },
  );

const tree: Book['users'] = [
  { Id: 'A', ManagerId: 'M' },
  { Id: 'B', ManagerId: 'M' },
  { Id: 'C', ManagerId: 'B' },
  { Id: 'M', ManagerId: null },
];

export const usersIn = ({ wide }: Space): fc.Arbitrary<Book['users']> =>
  wide
    ? fc.constantFrom<Book['users']>(
        tree,
        tree,
        [{ Id: 'A', ManagerId: 'B' }, { Id: 'B' }, { Id: 'C', ManagerId: 'A' }, { Id: 'M', ManagerId: null }],
        [
          { Id: 'A', ManagerId: 'X' },
          { Id: 'B', ManagerId: 'X' },
          { Id: 'X', ManagerId: 'M' },
        ],
      )
    : fc.constant(tree);

/** Dated managers: somebody moves, two exchange places, one has none for a while, one has two at once; never a circle on any day. */
export const managersIn = ({ wide }: Space): fc.Arbitrary<Book['managers']> =>
  fc.constantFrom<Book['managers']>(
    undefined,
    undefined,
    [
      { person: 'A', manager: 'B', to: '2026-03-15' },
      { person: 'A', manager: 'M', from: '2026-03-16' },
    ],
    ...(wide
      ? ([
          [
            { person: 'A', manager: 'B', to: '2026-05-10' },
            { person: 'B', manager: 'M', to: '2026-05-10' },
            { person: 'B', manager: 'A', from: '2026-05-11' },
            { person: 'A', manager: 'M', from: '2026-05-11', to: '2026-11-30' },
            { person: 'C', manager: 'M' },
          ],
          [
            { person: 'A', manager: 'B', from: '2026-02-01', to: '2026-07-31' },
            { person: 'A', manager: 'M', from: '2026-09-01' },
            { person: 'B', manager: 'M' },
            { person: 'C', manager: null },
          ],
          [
            { person: 'A', manager: 'B', from: '2026-02-01' },
            { person: 'A', manager: 'M', to: '2026-08-31' },
            { person: 'B', manager: 'M' },
            { person: 'C', manager: 'A' },
          ],
        ] satisfies Book['managers'][])
      : []),
  );
