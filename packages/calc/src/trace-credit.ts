// The trace of credits: what a record counts, from its own field over conversion and rounding to the part that is credited.
import { countsMoney, digitsOf } from './part.ts';
import { parseDecimal, printMinor, tenTo } from './decimal.ts';
import { field, textOf } from './filter.ts';
import { fraction } from './fraction.ts';
import type { Counted, Ledger, Value } from './ledger.ts';
import { parseDay, printDay, type Day } from './period.ts';
import type { Measure, Plan } from './plan.ts';
import type { Trace } from './result.ts';
import { given, leaf, noInputs, node, over, times } from './trace-node.ts';
import { roundedBy, type Rows, type Told } from './trace-told.ts';

/** What is credited: a measure of a plan, or a side of it if that is a ratio. */
export interface Credited {
  readonly plan: Plan;
  readonly name: string;
  readonly measure: Measure;
  readonly side?: 'of' | 'per';
}

/** The first credits of a ledger, up to an index: one node each. */
export function creditsTrace(told: Told, of: Credited, ledger: Ledger, until: number): Trace[] {
  const { at, values, shares } = ledger;
  const { plan, name, measure, side = 'of' } = of;
  const { book, corporateCurrency, rows } = told;
  const { currency } = plan;
  const counts = measure.ratio ? measure.ratio[side] : measure;
  const label = counts.value ?? 'value';
  const money = countsMoney({ measure, counts });
  const unit = money ? currency : '';
  const digits = digitsOf(plan, { measure, counts }) ?? 0;
  const scale = 10 ** digits;
  const read = field(label);
  const currencyOf = field('CurrencyIsoCode');
  let words = '';
  let said: Day = Number.NaN;

  /** What the book has: the record's own field, if need be converted and rounded. */
  const fromBook = (i: number): Trace => {
    const { id: record, day, record: row = {} } = at[i] as Counted;
    const value = values[i] as Value;
    const raw = read(row);
    // Records come by their days: the words of a day are made once.
    if (day !== said) words = `counts on ${printDay((said = day))}`;
    const isOwn = !money || (currencyOf(row) ?? corporateCurrency) === currency;
    // What is written with no more decimals than the currency has is the credit itself.
    if (isOwn && typeof value === 'number' && value / scale === raw && value < tellable && value > -tellable)
      return {
        label,
        formula: words,
        result: printMinor(value, digits),
        unit,
        by: 'given',
        record,
        field: label,
        inputs: noInputs,
      };
    if (book && label === 'count')
      return leaf('given', label, words, { n: 1n, d: 1n }, unit, {
        record,
        path: `measures.${name}.${measure.ratio ? `ratio.${side}.` : ''}value`,
      });
    if (!book || measure.earnings) {
      const exact = typeof value === 'object' ? value : fraction(BigInt(value), tenTo(digits));
      return book ? book.earning(of, ledger, i) : leaf('given', label, words, exact, unit, { record });
    }
    const from = money ? textOf(currencyOf(row) ?? corporateCurrency) : '';
    const exact = parseDecimal(raw);
    const path = measure.entered
      ? { path: `entries[${rows.entries.findIndex(({ id }) => id === record)}].value` }
      : { field: label };
    const written = leaf('given', label, words, exact, from, { record, ...path });
    if (!money || (isOwn && exact && (exact.n * tenTo(digits)) % exact.d === 0n)) return written;
    return node(roundedBy(plan), [isOwn ? written : convertedTrace(rows, written, currency, day)], label, { record });
  };

  const list: Trace[] = [];
  for (let i = 0; i < until; i++) {
    const value = fromBook(i);
    const share = shares[i];
    if (!share || share.n === share.d) list.push(value);
    else {
      const { id: record } = at[i] as Counted;
      list.push(
        times(
          [
            value,
            book && !measure.earnings
              ? book.share(of, ledger, i)
              : leaf('given', 'Share', 'credited', share, '%', { record }),
          ],
          'Credit',
          { record, unit },
        ),
      );
    }
  }
  return list;
}

/** Amounts in minor units below it have decimals that a double tells apart. */
const tellable = 1e15;

/** An amount in another currency, at the rates in force on a day. */
export function convertedTrace({ rates }: Rows, amount: Trace, to: string, day: Day): Trace {
  const rateOf = (currency: string): Trace => {
    const since = (from: string | null | undefined): Day => (from ? (parseDay(from) as Day) : Number.NEGATIVE_INFINITY);
    const row = rates
      .filter((one) => one.currency === currency && since(one.from) <= day)
      .reduce<(typeof rates)[number] | undefined>(
        (best, one) => (best && since(best.from) > since(one.from) ? best : one),
        undefined,
      );
    return row
      ? given(row.rate, `rates[${rates.indexOf(row)}].rate`, '', `Rate of ${currency}`)
      : times(noInputs, `Rate of ${currency}`);
  };
  return times([amount, over([rateOf(to), rateOf(amount.unit)])], `In ${to}`, { unit: to });
}
