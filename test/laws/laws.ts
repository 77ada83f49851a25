// The laws of the calculation, each with the inputs that it is about: random books over the whole plan space.
import fc from 'fast-check';
import { dayAfter } from '../reference/calendar.ts';
import { collectedIsReleased, limitsHold, paysTheDraw, payBalances } from './balance.ts';
import { books, everything } from './books.ts';
import { estimatesAreDifferences } from './estimates.ts';
import { changesAreRecalculations } from './incremental.ts';
import { law } from './law.ts';
import { linesStandBeforeGates, linesSum, periodsPartitionWindows } from './lines.ts';
import { snapshotsHoldTheirOwn, splitsConserve, strangersChangeNothing } from './people.ts';
import { orderNeverMatters, plansReadAsWritten, sameInputsSameBytes } from './sameness.ts';
import { scaledMoneyScalesPay } from './scaling.ts';
import { marginalIsContinuous, marginalRises, reversalsCancel } from './tables.ts';

const book = books(everything);
const draw = fc.record({ amount: fc.integer({ min: 0, max: 3000 }), recoverable: fc.boolean() });
const parts = fc.array(
  fc.record({
    first: fc.nat(3),
    percentages: fc.constantFrom<(number | string)[]>(
      [100],
      [60, 40],
      ['33.33', '33.33', '33.34'],
      [0, 100],
      [150, -50],
      ['12.5', 25, '62.5', 0],
      [50, 25, 0, 15, 10],
    ),
  }),
  { minLength: 1, maxLength: 4 },
);
const distance = fc.oneof(
  fc.bigInt({ min: 0n, max: 5_000n }),
  fc.bigInt({ min: 0n, max: 3_000_000n }),
  fc.bigInt({ min: 0n, max: 10n ** 18n }),
);
const probed = fc.record({
  book,
  person: fc.nat(3),
  component: fc.nat(3),
  bound: fc.nat(5),
  below: distance,
  above: distance,
});
const asked = fc.array(
  fc.record({
    owner: fc.nat(3),
    amount: fc.oneof(
      { weight: 5, arbitrary: fc.integer({ min: -9000, max: 30_000 }) },
      fc.constantFrom('0.005', '12345.678'),
    ),
    days: fc.oneof(
      { weight: 2, arbitrary: fc.constant(0) },
      fc.integer({ min: -60, max: 0 }),
      fc.integer({ min: 1, max: 120 }),
    ),
    replaces: fc.option(fc.nat(11)),
    isChange: fc.boolean(),
    shares: fc.constantFrom<number[]>([], [100], [60, 40]),
  }),
  { minLength: 1, maxLength: 3 },
);

const edits = fc.array(
  fc.array(
    fc.record({
      object: fc.nat(4),
      row: fc.nat(11),
      kind: fc.constantFrom('amend' as const, 'amend' as const, 'add' as const, 'delete' as const),
      amount: fc.integer({ min: -9000, max: 30_000 }),
      owner: fc.nat(3),
      date: fc.integer({ min: 0, max: 364 }).map((days) => dayAfter('2026-01-01', days)),
    }),
    { minLength: 1, maxLength: 3 },
  ),
  { minLength: 1, maxLength: 3 },
);

export const laws = {
  lines: law('lines sum to what the payout has moved, and earnings to those of window and statement', book, linesSum),
  gates: law('lines stand before gate and settlement', book, linesStandBeforeGates),
  order: law(
    'the order of rows and keys never matters',
    fc.record({ book, ranks: fc.array(fc.nat(), { minLength: 40, maxLength: 40 }) }),
    orderNeverMatters,
  ),
  splits: law('splits of 100 % credit as much as the owners', fc.record({ book, parts }), splitsConserve),
  periods: law('payment periods partition a window', book, periodsPartitionWindows),
  estimates: law(
    'an estimate is the difference of two whole calculations',
    fc.record({ book, asked }),
    estimatesAreDifferences,
  ),
  continuous: law('a marginal table is continuous', probed, marginalIsContinuous),
  rises: law('a marginal table never pays less for more', probed, marginalRises),
  reversals: law('a record and its reversal cancel', fc.record({ book, deal: fc.nat(11) }), reversalsCancel),
  strangers: law("a stranger's records change nothing of mine", book, strangersChangeNothing),
  balance: law('debt, draw and pay balance', book, payBalances),
  draw: law('nobody is paid less than the draw', fc.record({ book, draw }), paysTheDraw),
  limit: law('a plan limit limits what becomes payable, and nothing else', book, limitsHold),
  holdback: law(
    'what is collected in full is released in full',
    fc.record({ book, times: fc.array(fc.integer({ min: 1, max: 3 }), { minLength: 1, maxLength: 3 }) }),
    collectedIsReleased,
  ),
  scale: law(
    'money and minor unit scaled together scale pay',
    fc.record({ book, decimals: fc.array(fc.constantFrom(0, 2, 3, 4), { minLength: 1, maxLength: 4 }) }),
    scaledMoneyScalesPay,
  ),
  plans: law('a plan read and printed is the same plan', book, plansReadAsWritten),
  bytes: law('the same inputs give the same bytes and stay as they are', book, sameInputsSameBytes),
  snapshots: law(
    'a snapshot gives the statements of its book and holds nothing of anybody else',
    book,
    snapshotsHoldTheirOwn,
  ),
  incremental: law(
    'a changed record is recalculated as from scratch',
    fc.record({ book, edits }),
    changesAreRecalculations,
  ),
};
