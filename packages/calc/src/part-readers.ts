// What a part of a plan reads of a record: its value, its weight, its owner.
import type { CrmRecord } from './book.ts';
import { conversion, type RateOn } from './currency.ts';
import { parseDecimal, parsePercent } from './decimal.ts';
import { field, test, textOf } from './filter.ts';
import { one, type Fraction } from './fraction.ts';
import type { Value } from './ledger.ts';
import { converted, minorDigits, toMinor } from './money.ts';
import { countsMoney, type Part } from './part.ts';
import { printDay, type Day } from './period.ts';
import type { Plan } from './plan.ts';
import type { Warning } from './result.ts';
import { idOf, ownerField, type Reader } from './timeline.ts';

/** A warning about a record of a day, counted by a measure; about a payment it is the measure of what is paid. */
export type DatedWarning = Warning & { readonly day: Day; readonly measure: string };

/** Is it no value, but the reason why there is none? */
export const isWarning = (value: Value | DatedWarning): value is DatedWarning =>
  typeof value === 'object' && 'code' in value;

/** Why an amount in a currency cannot be credited on a day. */
export const rateMissing = (record: string, currency: string, to: string, day: Day, measure: string): DatedWarning => ({
  code: 'rate-missing',
  message: `${record} is in ${currency}: no rate to ${to} on ${printDay(day)}, so it is not credited.`,
  record,
  currency,
  date: printDay(day),
  day,
  measure,
});

/** Rates, and the currency of records that name none. */
export interface Rated {
  readonly rates: RateOn;
  readonly corporateCurrency: string;
}

/** The readers of a part of a plan. */
export interface PartReaders {
  /** The value, or why there is none; null where the part does not count the record. Parts of one key differ only in the measure that a warning names. */
  readonly value: Reader<Value | DatedWarning>;
  /** By how much the credit is multiplied; undefined where everything counts wholly. */
  readonly weight: Reader<Fraction> | undefined;
  /** Who is credited, where that is the owner whom a field names. */
  readonly owner: Reader<unknown> | undefined;
}

export function readersOf(plan: Plan, part: Part, source: Rated): PartReaders {
  const { measure, counts } = part;
  const { credit = 'owner' } = measure;
  const timeZone = plan.timeZone ?? 'UTC';
  const holds = test(counts.where, timeZone);
  const value = valueOf(plan, part, source);
  const times = measure.counts?.map((entry) => ({
    holds: test(entry.where, timeZone),
    share: parsePercent(entry.times) ?? one,
  }));
  return {
    value: {
      key: JSON.stringify([counts.where ?? {}, counts.value, plan.currency, plan.rounding, countsMoney(part)]),
      decides: true,
      read: (record, day) => (holds(record) ? value(record, day) : null),
    },
    weight: times && {
      key: JSON.stringify(measure.counts),
      read: (record) => times.find((entry) => entry.holds(record))?.share ?? one,
    },
    owner:
      credit === 'owner'
        ? ownerReader(ownerField)
        : 'owner' in credit && credit.owner !== undefined && !('reports' in credit)
          ? ownerReader(credit.owner)
          : undefined,
  };
}

const ownerReader = (path: string): Reader<unknown> => ({ key: path, read: field(path) });

/** Reads a record's value as a part counts it, or says why it cannot be credited. */
function valueOf(plan: Plan, part: Part, source: Rated): (record: CrmRecord, day: Day) => Value | DatedWarning {
  const { name: measured, counts } = part;
  if (counts.value === 'count') return () => 1;
  const { currency } = plan;
  const digits = minorDigits(currency);
  const rounding = plan.rounding ?? 'half-up';
  const name = counts.value ?? 'value';
  const rawOf = field(name);
  const currencyOf = field('CurrencyIsoCode');
  const missing = (record: CrmRecord, day: Day, message: string): DatedWarning => ({
    code: 'value-missing',
    message,
    record: idOf(record),
    day,
    measure: measured,
  });
  const money = countsMoney(part);

  return (record, day) => {
    const raw = rawOf(record);
    if (raw === null || raw === '') return missing(record, day, `${idOf(record)} has no ${name} and is not credited.`);
    const noNumber = (): DatedWarning =>
      missing(record, day, `${name} of ${idOf(record)} is "${textOf(raw)}", which is no number; it is not credited.`);
    if (!money) return parseDecimal(raw) ?? noNumber();
    const own = currencyOf(record) ?? source.corporateCurrency;
    if (own === currency) return toMinor(raw, digits, rounding) ?? noNumber();
    const factor = conversion(source.rates, textOf(own), currency, day);
    if (!factor) return rateMissing(idOf(record), textOf(own), currency, day, measured);
    return converted(raw, factor, digits, rounding) ?? noNumber();
  };
}
