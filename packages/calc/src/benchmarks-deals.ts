// What closed deals were like: by segment and altogether, without groups so small that they would speak of somebody.
import type { CrmRecord } from './book.ts';
import type { DealGroup, Spread } from './coaching-schema.ts';
import { parseDecimal, printDecimal } from './decimal.ts';
import { field } from './filter.ts';
import { add, divide, fraction, zero, type Fraction } from './fraction.ts';
import { compareText } from './order.ts';
import { dayAt, type Day } from './period.ts';

/** Fewer people or deals say nothing of a group, and too much of somebody. */
export const fewestPeople = 5;
export const fewestDeals = 10;

/** A deal that closed on or before a day. */
export interface ClosedDeal {
  readonly record: CrmRecord;
  readonly owner: string;
  readonly segment: string | null;
  readonly isWon: boolean;
  readonly closed: Day;
}

/** The closed deals among some records; what says neither when nor how it closed is left out. */
export function closedDeals(
  records: readonly CrmRecord[],
  asOf: Day,
  segmentOf: (record: CrmRecord) => string | null,
): ClosedDeal[] {
  return records.flatMap((record): ClosedDeal[] => {
    const { IsClosed, IsWon, OwnerId, CloseDate } = record;
    if (IsClosed !== true || typeof IsWon !== 'boolean' || typeof OwnerId !== 'string') return [];
    const closed = dayAt(CloseDate, 'UTC');
    return closed === null || closed > asOf
      ? []
      : [{ record, owner: OwnerId, segment: segmentOf(record), isWon: IsWon, closed }];
  });
}

/** All deals together first, then by segment; groups that are too small are left out. */
export function dealGroups(
  deals: readonly ClosedDeal[],
  corporateCurrency: string,
  discount: string | undefined,
): DealGroup[] {
  const bySegment = [...Map.groupBy(deals, ({ segment }) => segment)]
    .flatMap(([segment, list]) => (segment === null ? [] : [{ segment, list }]))
    .sort((a, b) => compareText(a.segment, b.segment));
  return [{ segment: null, list: deals }, ...bySegment].flatMap(({ segment, list }) =>
    isLarge(list) ? [{ segment, ...groupOf(list, corporateCurrency, discount) }] : [],
  );
}

/** Do so many people stand behind so many deals that none of them can be told? */
const isLarge = (deals: readonly ClosedDeal[]): boolean =>
  deals.length >= fewestDeals && new Set(deals.map(({ owner }) => owner)).size >= fewestPeople;

function groupOf(
  deals: readonly ClosedDeal[],
  corporateCurrency: string,
  discount: string | undefined,
): Omit<DealGroup, 'segment'> {
  const won = deals.filter(({ isWon }) => isWon);
  const byCurrency = Map.groupBy(won, ({ record }) => currencyOf(record, corporateCurrency));
  const moved = numbers(won, 'PushCount');
  const days = won.flatMap((deal) => {
    const created = dayAt(deal.record['CreatedDate'], 'UTC');
    return created === null || created > deal.closed ? [] : [{ deal, exact: fraction(BigInt(deal.closed - created)) }];
  });
  return {
    closed: deals.length,
    won: won.length,
    amounts: Object.fromEntries(
      [...byCurrency]
        .sort(([a], [b]) => compareText(a, b))
        .flatMap(([currency, list]): [string, Spread][] => {
          const spread = spreadOf(numbers(list, 'Amount'));
          return spread ? [[currency, spread]] : [];
        }),
    ),
    days: spreadOf(days),
    moved: isLarge(moved.map(({ deal }) => deal))
      ? { n: moved.length, mean: printDecimal(meanOf(moved.map(({ exact }) => exact)), 2) }
      : null,
    discount: discount === undefined ? null : spreadOf(numbers(won, discount)),
  };
}

const currencyOf = ({ CurrencyIsoCode }: CrmRecord, corporate: string): string =>
  typeof CurrencyIsoCode === 'string' && CurrencyIsoCode !== '' ? CurrencyIsoCode : corporate;

interface Measured {
  readonly deal: ClosedDeal;
  readonly exact: Fraction;
}

/** What a field says of the deals where it holds a number. */
function numbers(deals: readonly ClosedDeal[], name: string): Measured[] {
  const read = field(name);
  return deals.flatMap((deal) => {
    const exact = parseDecimal(read(deal.record));
    return exact ? [{ deal, exact }] : [];
  });
}

/** The quartiles of some numbers; null where they are too few to say them. */
function spreadOf(measured: readonly Measured[]): Spread | null {
  if (!isLarge(measured.map(({ deal }) => deal))) return null;
  const sorted = inOrder(measured.map(({ exact }) => exact));
  const at = (quarter: number): string =>
    printDecimal(sorted[Math.ceil((quarter * sorted.length) / 4) - 1] as Fraction);
  return { n: sorted.length, quartiles: [at(1), at(2), at(3)] };
}

/** The mean of some numbers, of which there is at least one. */
export const meanOf = (values: readonly Fraction[]): Fraction =>
  divide(values.reduce(add, zero), fraction(BigInt(values.length)));

/** From low to high. */
export function inOrder(values: readonly Fraction[]): Fraction[] {
  const known = values.map((exact) => ({ exact, near: Number(exact.n) / Number(exact.d) }));
  // Doubles keep the order of what they stand for, but may bring two values together.
  return known
    .sort((a, b) => a.near - b.near || Number(a.exact.n * b.exact.d - b.exact.n * a.exact.d))
    .map(({ exact }) => exact);
}
