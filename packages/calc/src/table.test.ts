// Payout tables against a direct reading of the terms on fractions that are never reduced.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compare, fraction } from './fraction.ts';
import type { Rate } from './plan.ts';
import type { Quota } from './quota.ts';
import { payAt, table } from './table.ts';

type Q = readonly [n: bigint, d: bigint];
const plus = ([a, b]: Q, [c, d]: Q): Q => [a * d + c * b, b * d];
const minus = (a: Q, [c, d]: Q): Q => plus(a, [-c, d]);
const times = ([a, b]: Q, [c, d]: Q): Q => [a * c, b * d];
const over = (a: Q, [c, d]: Q): Q => times(a, [d, c]);
const less = ([a, b]: Q, [c, d]: Q): boolean => a * d < c * b;
const zero: Q = [0n, 1n];

const given = fc
  .record({
    quota: fc.tuple(fc.bigInt(1n, 10n ** 20n), fc.bigInt(1n, 366n)),
    target: fc.tuple(fc.bigInt(0n, 10n ** 9n), fc.bigInt(1n, 366n)),
    bounds: fc.uniqueArray(fc.integer({ min: 0, max: 250 }), { minLength: 1, maxLength: 5 }),
    pays: fc.array(fc.integer({ min: 0, max: 300 }), { minLength: 5, maxLength: 5 }),
    /** A position is a share of the quota in hundredths of a percent, so that bounds are hit. */
    at: fc.oneof(
      fc.integer({ min: -5_000, max: 40_000 }),
      fc.integer({ min: 0, max: 250 }).map((bound) => bound * 100),
    ),
  })
  .map(({ bounds, pays, at, quota, ...rest }) => ({
    ...rest,
    quota,
    x: times(quota, [BigInt(at), 10_000n]),
    steps: bounds.sort((a, b) => a - b).map((bound, i) => ({ bound, pays: pays[i] ?? 0 })),
  }));
type Given = typeof given extends fc.Arbitrary<infer T> ? T : never;

interface Kind {
  readonly name: string;
  readonly rate: (steps: Given['steps']) => unknown;
  /** The tiers reached, all of them with their bound as a position, and what is read from them at x ≥ 0. */
  readonly reads: (reached: readonly Step[], all: readonly Step[], given: Given) => Q;
}
interface Step {
  readonly from: Q;
  readonly pays: Q;
}

const tiers = (steps: Given['steps']) => steps.map(({ bound, pays }) => ({ from: `${bound}%`, rate: `${pays}%` }));
const amounts = (steps: Given['steps']) => steps.map(({ bound, pays }) => ({ from: `${bound}%`, pays }));
const points = (steps: Given['steps']) => steps.map(({ bound, pays }) => ({ at: `${bound}%`, pays: `${pays}%` }));
const hundred: Q = [100n, 1n];

/** The straight line through two points, at x. */
const line = (a: Step, b: Step, x: Q): Q =>
  plus(a.pays, times(over(minus(b.pays, a.pays), minus(b.from, a.from)), minus(x, a.from)));

const curve =
  (below: string, beyond: string): Kind['reads'] =>
  (reached, all, { x, target }) => {
    const [top, next, first] = [reached.at(-1), all[reached.length], all[0]];
    if (!top) return below === 'nothing' || !first ? zero : times(first.pays, target);
    const [before, last] = [all.at(-2), all.at(-1)];
    if (next) return times(line(top, next, x), target);
    return times(beyond === 'extend' && before && last ? line(before, last, x) : top.pays, target);
  };

const kinds: readonly Kind[] = [
  {
    name: 'marginal: each slice earns its own rate',
    rate: (steps) => ({ type: 'marginal', tiers: tiers(steps) }),
    reads: (reached, all, { x }) =>
      reached.reduce<Q>((sum, { from, pays }, i) => {
        const next = all[i + 1]?.from;
        return plus(sum, times(pays, minus(next && less(next, x) ? next : x, from)));
      }, zero),
  },
  {
    name: 'cliff: the tier reached pays on all',
    rate: (steps) => ({ type: 'cliff', tiers: tiers(steps) }),
    reads: (reached, _, { x }) => times(reached.at(-1)?.pays ?? zero, x),
  },
  {
    name: 'cliff of above: the tier reached pays above the first bound',
    rate: (steps) => ({ type: 'cliff', of: 'above', tiers: tiers(steps) }),
    reads: (reached, all, { x }) => times(reached.at(-1)?.pays ?? zero, minus(x, all[0]?.from ?? zero)),
  },
  {
    name: 'bonus: the highest reached',
    rate: (steps) => ({ type: 'bonus', tiers: amounts(steps) }),
    reads: (reached) => times(reached.at(-1)?.pays ?? zero, hundred),
  },
  {
    name: 'bonus stacked: all reached',
    rate: (steps) => ({ type: 'bonus', stack: true, tiers: amounts(steps) }),
    reads: (reached) => reached.reduce<Q>((sum, { pays }) => plus(sum, times(pays, hundred)), zero),
  },
  ...['flat', 'nothing'].flatMap((below) =>
    ['flat', 'extend'].map((beyond) => ({
      name: `curve: linear between points, ${below} below and ${beyond} beyond`,
      rate: (steps: Given['steps']) => ({ type: 'curve', below, beyond, points: points(steps) }),
      reads: curve(below, beyond),
    })),
  ),
];

const quotaOf = ({ quota, target }: Given): Quota => ({
  amount: fraction(...quota),
  target: fraction(...target),
  unramped: fraction(...quota),
  rampedToZero: false,
});
const paid = (rate: unknown, one: Given, x: Q) => payAt(table(rate as Rate, quotaOf(one)), fraction(...x));

describe('a table pays what its terms say', () => {
  test.each(kinds)('$name', ({ name, rate, reads }) => {
    fc.assert(
      fc.property(given, (one) => {
        const all = one.steps.map(({ bound, pays }): Step => ({
          from: times(one.quota, [BigInt(bound), 100n]),
          pays: [BigInt(pays), 100n],
        }));
        const first = all[0];
        const debt = name.startsWith('marginal') && first?.from[0] === 0n ? times(first.pays, one.x) : zero;
        const reached = all.filter(({ from }) => !less(one.x, from));
        const [n, d] = less(one.x, zero) ? debt : reads(reached, all, one);
        const got = paid(rate(one.steps), one, one.x);
        expect(got.n * d).toBe(n * got.d);
      }),
    );
  });
});

describe('a marginal table', () => {
  test('never pays less for more, and does not jump: a step earns at most its highest rate', () => {
    fc.assert(
      fc.property(given, fc.bigInt(1n, 10n ** 12n), (one, step) => {
        const rate = { type: 'marginal', tiers: tiers(one.steps) };
        const [before, after] = [paid(rate, one, one.x), paid(rate, one, plus(one.x, [step, 1_000n]))];
        expect(compare(after, before)).toBeGreaterThanOrEqual(0);
        const most = BigInt(Math.max(...one.steps.map(({ pays }) => pays)));
        const [n, d] = minus([after.n, after.d], [before.n, before.d]);
        expect(n * 100_000n <= most * step * d).toBe(true);
      }),
    );
  });
});
