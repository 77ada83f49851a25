// Rules on single numbers of a plan: percent signs and order of bounds, shares within everything, rates that are no slips.
import { parsePercent } from './decimal.ts';
import type { Path, Report } from './error.ts';
import { compare, one, zero, type Fraction } from './fraction.ts';
import { isPercent } from './table.ts';

export type Amount = string | number;

/** What a bound can be read against: an attainment (percent), a position (plain), or either. */
export type Reads = 'attainment' | 'value' | 'either';

const valueOf = (amount: Amount): Fraction => parsePercent(amount) ?? zero;
export const isZero = (amount: Amount): boolean => valueOf(amount).n === 0n;

/** A bound carries the percent sign where only an attainment can be read, and none where only a position can; 0 is 0 either way. */
export function checkSign(bound: Amount, reads: Reads, path: Path, report: Report, otherwise = ''): void {
  if (isZero(bound)) return;
  if (reads === 'attainment' && !isPercent(bound))
    report(
      path,
      'percent-sign',
      `${bound} is a bound on attainment and needs the percent sign.`,
      `Write "${inPercent(bound)}%"${otherwise}.`,
    );
  if (reads === 'value' && isPercent(bound))
    report(
      path,
      'percent-sign',
      `The table reads positions (by: value), but ${bound} is an attainment.`,
      'Write a plain number, or by: attainment.',
    );
}

/** Bounds carry the right sign and rise; where both kinds stand in one list, each kind does. */
export function checkBounds(
  bounds: readonly Amount[],
  reads: Reads,
  place: (index: number) => Path,
  report: Report,
  otherwise = '',
): void {
  const last = new Map<boolean, Amount>();
  bounds.forEach((bound, i) => {
    checkSign(bound, reads, place(i), report, otherwise);
    // A plain 0 in a table of percentages is one of them.
    const kind = reads === 'either' ? isPercent(bound) : true;
    const before = last.get(kind);
    if (before !== undefined && compare(valueOf(bound), valueOf(before)) <= 0)
      report(
        place(i),
        'bound-order',
        `${bound} does not lie above the bound before it (${before}).`,
        'Order the bounds from low to high, each once.',
      );
    last.set(kind, bound);
  });
}

/** On a component's own side nothing is paid below 0, so no bound lies there. */
export function checkNotNegative(bounds: readonly Amount[], place: (index: number) => Path, report: Report): void {
  bounds.forEach((bound, i) => {
    if (valueOf(bound).n < 0n)
      report(place(i), 'bound-below-0', `The bound ${bound} lies below 0, where a table pays nothing.`, 'Begin at 0.');
  });
}

/** A share is between nothing and everything. */
export function checkShare(share: Amount, path: Path, report: Report): void {
  const value = valueOf(share);
  if (compare(value, one) > 0)
    report(
      path,
      'share-above-1',
      `A share of ${share} is more than everything.${isPercent(share) ? '' : ` ${share} or ${share}%?`}`,
      isPercent(share) ? 'Write at most "100%".' : `Write "${share}%".`,
    );
  if (value.n < 0n) report(path, 'share-below-0', `A share of ${share} is less than nothing.`, 'Write at least "0%".');
}

/** A rate on money above 1 without a percent sign is a slip. */
export function checkRateOnMoney(rate: Amount, path: Path, report: Report): void {
  if (isMultiple(rate) || isPercent(rate) || compare(valueOf(rate), one) <= 0) return;
  report(
    path,
    'rate-above-1',
    `A rate of ${rate} would pay ${rate} for each unit of money. ${rate} or ${rate}%?`,
    `Write "${rate}%".`,
  );
}

/** An amount that cannot be less than nothing. */
export function checkAmount(amount: Amount | undefined, name: string, path: Path, report: Report): void {
  if (amount !== undefined && valueOf(amount).n < 0n)
    report(path, 'amount-below-0', `${name} of ${amount} is below 0.`, 'Write 0 or more.');
}

export const isMultiple = (rate: Amount): boolean => typeof rate === 'string' && rate.endsWith('x');

/** "1.5" for attainment is most likely 150 %, and "80" is 80 %. */
const inPercent = (bound: Amount): Amount =>
  Math.abs(Number(bound)) <= 5 ? Math.round(Number(bound) * 1e6) / 1e4 : bound;
