// The kernel on a plan with five tiers, and its rivals: the same lines by decimal.js, and in plain floating point.
import { deepStrictEqual as deepEqual } from 'node:assert';
import { Decimal } from 'decimal.js';
import { fraction } from '../../packages/calc/src/fraction.ts';
import { ledger, type Draft } from '../../packages/calc/src/ledger.ts';
import { payouts, type Terms } from '../../packages/calc/src/payout.ts';
import { table } from '../../packages/calc/src/table.ts';
import { inTurn, ms, type Figure } from './measure.ts';

const tiers = [
  { from: '0%', rate: '6%' },
  { from: '50%', rate: '8%' },
  { from: '100%', rate: '10.5%' },
  { from: '125%', rate: '12%' },
  { from: '150%', rate: '15%' },
] as const;
const quota = 40_000_000;
const deals = 20_000;
/** Amounts in cents, from a few dollars to some thousands. */
const cents = Array.from({ length: deals }, (_, i) => ((i * 7919) % 399_989) + 1001);

const draft: Draft = {
  digits: 2,
  at: cents.map((_, i) => ({ id: String(i), day: i })),
  values: cents,
  shares: [],
};
const amount = fraction(BigInt(quota));
const terms: Terms = {
  table: table(
    { type: 'marginal', tiers: [...tiers] },
    { amount, unramped: amount, target: null, rampedToZero: false },
  ),
  step: 'difference',
  counted: null,
  factors: [],
  each: null,
  cap: null,
};
const currency = { digits: 2, rounding: 'half-up' } as const;

/** What each deal earned, in cents. */
function byKernel(): number[] {
  const totals = payouts(terms, ledger(draft), [], currency);
  const lines: number[] = [];
  for (let i = 0; i < deals; i++) lines.push((totals[i + 1] as number) - (totals[i] as number));
  return lines;
}

const bounds = tiers.map(({ from }) => (Number.parseFloat(from) / 100) * quota);
const rates = tiers.map(({ rate }) => Number.parseFloat(rate) / 100);

function byFloat(): number[] {
  const lines: number[] = [];
  const fromCents = bounds.map((bound) => bound * 100);
  let [position, before, tier, earnedBelow] = [0, 0, 0, 0];
  for (let i = 0; i < deals; i++) {
    position += cents[i] as number;
    while (tier + 1 < rates.length && position >= (fromCents[tier + 1] as number)) {
      earnedBelow += ((fromCents[tier + 1] as number) - (fromCents[tier] as number)) * (rates[tier] as number);
      tier++;
    }
    const total = Math.round(earnedBelow + (position - (fromCents[tier] as number)) * (rates[tier] as number));
    lines.push(total - before);
    before = total;
  }
  return lines;
}

const decimalBounds = bounds.map((bound) => new Decimal(bound));
const decimalRates = tiers.map(({ rate }) => new Decimal(rate.slice(0, -1)).div(100));

function byDecimals(): number[] {
  const lines: number[] = [];
  let position = new Decimal(0);
  let before = new Decimal(0);
  for (let i = 0; i < deals; i++) {
    position = position.plus(new Decimal(cents[i] as number).div(100));
    let total = new Decimal(0);
    for (let tier = 0; tier < decimalRates.length; tier++) {
      const from = decimalBounds[tier] as Decimal;
      if (position.lte(from)) break;
      const until = decimalBounds[tier + 1];
      const slice = (until ? Decimal.min(position, until) : position).minus(from);
      total = total.plus(slice.times(decimalRates[tier] as Decimal));
    }
    total = total.toDecimalPlaces(2, Decimal.ROUND_HALF_UP);
    lines.push(total.minus(before).times(100).toNumber());
    before = total;
  }
  return lines;
}

/** Both figures of the kernel. @throws AssertionError where ours and decimal.js differ in a cent. */
export function kernel(): Figure[] {
  deepEqual(byKernel(), byDecimals());
  const decimal = inTurn(byKernel, byDecimals, 15);
  const float = inTurn(byKernel, byFloat, 40);
  const speed = (time: number): string => `${(deals / time / 1000).toFixed(1)} million deals a second`;
  return [
    {
      name: 'calc: kernel, deals per second, ours ÷ decimal.js',
      ratio: decimal.ratio,
      atLeast: 100,
      detail: `${speed(decimal.ours)} ÷ ${speed(decimal.rival)}`,
    },
    {
      name: 'calc: kernel, deals per second, ours ÷ plain floating point',
      ratio: float.ratio,
      atLeast: 0.5,
      detail: `${ms(float.rival)} ÷ ${ms(float.ours)} for ${deals} deals; ${speed(float.ours)}`,
    },
  ];
}
