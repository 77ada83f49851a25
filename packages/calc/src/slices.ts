// A deal seen against its table: the slices it fills, and the next bound above it.
import type { Standing } from './component.ts';
import { printDecimal, printMinor } from './decimal.ts';
import type { NextBound, Slice } from './estimate-result.ts';
import { compare, least, most, subtract, zero, type Fraction } from './fraction.ts';
import { payoutAt, type Currency } from './payout.ts';
import type { Rate } from './plan.ts';
import { segmentAt } from './table.ts';

/** A bound or rate as the plan writes it. */
export interface Step {
  readonly from: string;
  readonly pays: string;
}

/** The steps of a rate in order, in the plan's own words; empty where it has none. */
export function stepsOf(rate: Rate): Step[] {
  switch (rate.type) {
    case 'marginal':
    case 'cliff':
      return rate.tiers.map((tier) => ({ from: String(tier.from), pays: asWritten(tier.rate) }));
    case 'bonus':
      return (rate.tiers ?? []).map((tier) => ({ from: String(tier.from), pays: String(tier.pays) }));
    case 'curve':
      return rate.points.map((point) => ({ from: String(point.at), pays: String(point.pays) }));
    case 'matrix':
      return [];
  }
}

/** 0.08 is shown as 8%; "1.5x" and money per unit stay. */
function asWritten(rate: string | number): string {
  const value = Number(rate);
  return value > 0 && value < 1 ? `${Number((value * 100).toPrecision(12))}%` : String(rate);
}

/** What each tier takes of the way from one position to another; empty for tables without slices. */
export function slicesBetween(before: Standing, after: Standing, currency: Currency): Slice[] {
  const { rate } = after.component;
  if (rate.type !== 'marginal' || before.position === null || after.position === null) return [];
  const [low, high] = [least(before.position, after.position), most(before.position, after.position)];
  const returned = compare(before.position, after.position) > 0;
  const steps = stepsOf(rate);
  const { segments } = after.terms.table;
  return segments.flatMap((segment, i): Slice[] => {
    const until = segments[i + 1]?.from;
    const start = segment.from ? most(segment.from, low) : low;
    const end = until ? least(until, high) : high;
    if (compare(end, start) <= 0) return [];
    const earned = payoutAt(after.terms, end, currency) - payoutAt(after.terms, start, currency);
    const value = subtract(end, start);
    return [
      {
        value: printDecimal(returned ? subtract(zero, value) : value),
        rate: steps[segment.tier]?.pays ?? '0%',
        earned: printMinor(returned ? -earned : earned, currency.digits),
      },
    ];
  });
}

/** The bound that a position has reached, as the plan writes it; null below the first, and in tables without tiers. */
export function tierReached({ component, position, terms }: Standing): string | null {
  if (position === null || terms.table.every || terms.step === 'record') return null;
  const { tier } = segmentAt(terms.table.segments, position);
  return tier < 0 ? null : (stepsOf(component.rate)[tier]?.from ?? null);
}

/** The nearest bound above the position, and what begins there; null where there is none. */
export function nextBound({ component, position, terms }: Standing): NextBound | null {
  // Bounds of a table for each record say nothing about the position.
  if (position === null || terms.table.every || terms.step === 'record') return null;
  const steps = stepsOf(component.rate);
  const next = terms.table.segments.find(
    ({ from, tier }) => from !== null && tier >= 0 && compare(from, position) > 0 && steps[tier] !== undefined,
  );
  const step = next && steps[next.tier];
  return next && step
    ? { at: step.from, pays: step.pays, remaining: printDecimal(subtract(next.from as Fraction, position)) }
    : null;
}
