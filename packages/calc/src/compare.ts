// Two results on the same people and records: what each costs, payee by payee, for each currency on its own.
import { compareDecimals, parseDecimal, printDecimal, printMinor, sumOf } from './decimal.ts';
import { divide } from './fraction.ts';
import { minorDigits } from './money.ts';
import type { Result, Statement } from './result.ts';

/** Money over all statements that count, in the minor units of the currency. */
export interface Cost {
  readonly earned: string;
  readonly payable: string;
}

export interface ComparedPayee {
  readonly payee: string;
  readonly plan: string;
  readonly before: Cost;
  readonly after: Cost;
  /** After less before. */
  readonly difference: Cost;
  /** Difference of what is earned ÷ what was earned before, to 12 decimals; null where that was 0. */
  readonly change: string | null;
}

export interface ComparedCurrency {
  readonly currency: string;
  /** Ordered by payee, then plan. */
  readonly payees: readonly ComparedPayee[];
  readonly total: Omit<ComparedPayee, 'payee' | 'plan'>;
  /** Those who earn more, the most first; and those who earn less. */
  readonly winners: readonly ComparedPayee[];
  readonly losers: readonly ComparedPayee[];
}

export interface Comparison {
  readonly currencies: readonly ComparedCurrency[];
}

export interface Compared {
  /** The plan whose people are shown, moved or not; of other plans only those whose pay differs. Default: all. */
  readonly plan?: string;
  /** Which statements count. Default: all. */
  readonly counts?: (statement: Statement) => boolean;
}

/** What two results cost. A payee who is paid in another currency after stands in both, with nothing on the other side. */
export function compare(before: Result, after: Result, { plan, counts = () => true }: Compared = {}): Comparison {
  const sides = [before, after].map(({ statements }) => Map.groupBy(statements.filter(counts), keyOf)) as [
    Costs,
    Costs,
  ];
  const keys = [...new Set(sides.flatMap((side) => [...side.keys()]))].sort();
  const rows = keys.map((key) => {
    const [was, is] = sides.map((side) => side.get(key) ?? []) as [Statement[], Statement[]];
    const { payee, plan: id, currency } = (was[0] ?? is[0]) as Statement;
    return { currency, row: { payee, plan: id, ...costs(costOf(was, currency), costOf(is, currency)) } };
  });
  const shown = rows.filter(({ row }) => plan === undefined || row.plan === plan || !isZero(row.difference));
  return {
    currencies: [...Map.groupBy(shown, ({ currency }) => currency)]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([currency, own]) =>
        inCurrency(
          currency,
          own.map(({ row }) => row),
        ),
      ),
  };
}

type Costs = Map<string, Statement[]>;

const keyOf = ({ payee, plan, currency }: Statement): string => JSON.stringify([payee, plan, currency]);

const isZero = ({ earned, payable }: Cost): boolean =>
  [earned, payable].every((money) => parseDecimal(money)?.n === 0n);

function costOf(statements: readonly Statement[], currency: string): Cost {
  const nothing = printMinor(0, minorDigits(currency));
  return {
    earned: sumOf([nothing, ...statements.map(({ earned }) => earned)]),
    payable: sumOf([nothing, ...statements.map(({ payable }) => payable)]),
  };
}

const negative = (money: string): string => (money.startsWith('-') ? money.slice(1) : `-${money}`);
const less = (a: string, b: string): string => sumOf([a, negative(b)]);

function costs(before: Cost, after: Cost): Omit<ComparedPayee, 'payee' | 'plan'> {
  const difference = { earned: less(after.earned, before.earned), payable: less(after.payable, before.payable) };
  return { before, after, difference, change: ratio(difference.earned, before.earned) };
}

function ratio(part: string, whole: string): string | null {
  const [a, b] = [parseDecimal(part), parseDecimal(whole)];
  return a && b?.n ? printDecimal(divide(a, b)) : null;
}

function inCurrency(currency: string, payees: readonly ComparedPayee[]): ComparedCurrency {
  const sum = (side: 'before' | 'after', key: keyof Cost): string => sumOf(payees.map((row) => row[side][key]));
  const total = (side: 'before' | 'after'): Cost => ({ earned: sum(side, 'earned'), payable: sum(side, 'payable') });
  const byGain = payees.toSorted((a, b) => compareDecimals(b.difference.earned, a.difference.earned));
  return {
    currency,
    payees,
    total: costs(total('before'), total('after')),
    winners: byGain.filter(({ difference }) => (parseDecimal(difference.earned)?.n ?? 0n) > 0n),
    losers: byGain.filter(({ difference }) => (parseDecimal(difference.earned)?.n ?? 0n) < 0n).reverse(),
  };
}
